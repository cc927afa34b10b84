/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "live_place.h"
#include "model/vial_setting.h"

static bool find_option(const struct via_definition *definition, const char *name, struct live_thing *out)
{
	for (size_t i = 0; i < definition->options; i++)
		if (!strcasecmp(definition->option[i].name, name)) {
			out->option = (int)i;
			out->place = (struct dynamic_place){ .part = DYNAMIC_OPTIONS };
			return true;
		}
	return false;
}

static bool find_control(const struct via_menus *menus, const char *name, struct live_thing *out)
{
	for (size_t i = 0; i < menus->controls; i++) {
		const struct via_control *control = &menus->control[i];

		if (control->place.part == DYNAMIC_PARTS ||
		    (strcmp(control->id, name) != 0 && strcasecmp(control->label, name) != 0))
			continue;
		out->control = control;
		out->place = control->place;
		return true;
	}
	return false;
}

static bool find_setting(const char *name, struct live_thing *out)
{
	for (size_t i = 0; i < vial_setting_count(); i++) {
		const struct vial_setting *setting = vial_setting_at(i);

		if (strcmp(setting->name, name) != 0)
			continue;
		out->place =
			(struct dynamic_place){ .part = DYNAMIC_SETTINGS, .a = (uint16_t)setting->number };
		return true;
	}
	return false;
}

/* The form that dynamic_place_parse() takes. */
static void add_words(const char *name, struct str *out)
{
	if (name[0] >= '0' && name[0] <= '9')
		str_add(out, "key ");
	for (; *name; name++)
		str_add_char(out, (char)(*name == ',' ? ' ' : *name));
}

bool live_thing_find(const struct live_board *board, const char *name, struct live_thing *out,
		     struct err *err)
{
	struct str words = STR_INIT;
	bool ok;

	*out = (struct live_thing){ .option = -1 };
	if (find_option(board->definition, name, out) || find_control(&board->menus, name, out) ||
	    find_setting(name, out))
		return true;
	add_words(name, &words);
	ok = dynamic_place_parse(str_text(&words), &out->place, err);
	if (!ok)
		err->code = ERR_USAGE;
	str_release(&words);
	return ok;
}

void live_thing_print(const struct live_board *board, const struct live_thing *thing, struct str *out)
{
	if (thing->option >= 0)
		str_add_escaped(out, board->definition->option[thing->option].name);
	else if (thing->control)
		str_add_escaped(out, thing->control->id[0] ? thing->control->id : thing->control->label);
	else
		dynamic_place_print(thing->place, out);
}

static void describe_option(const struct via_definition *definition, int option, uint32_t bits,
			    struct str *out)
{
	uint8_t choice[VIA_MAX_OPTIONS];
	struct err err = { 0 };

	if (via_definition_unpack(definition, bits, choice, &err))
		str_add_escaped(out, via_option_choice_name(&definition->option[option], choice[option]));
	else
		str_add(out, err.text);
}

void live_thing_describe(const struct live_board *board, const struct live_thing *thing,
			 const struct dynamic_keymap *held, struct str *out)
{
	uint32_t value;

	if (thing->option >= 0)
		describe_option(board->definition, thing->option, held->options, out);
	else if (thing->control && thing->control->type == VIA_CONTROL_LABEL)
		via_control_text(thing->control, held, out);
	else if (thing->control && via_control_get(thing->control, held, &value))
		via_control_print(thing->control, held->dialect, value, out);
	else
		dynamic_keymap_describe(held, thing->place, out);
}

static bool read_number(const char *text, uint32_t max, uint32_t *out, struct err *err)
{
	unsigned long long number;
	char *end;

	errno = 0;
	number = strtoull(text, &end, strncmp(text, "0x", 2) ? 10 : 16);
	if (errno || end == text || *end || text[0] == '-' || number > max)
		return err_set(err, ERR_USAGE, "expected a number up to %u, decimal or 0x and hex, not '%s'",
			       max, text);
	*out = (uint32_t)number;
	return true;
}

static bool put_option(const struct via_definition *definition, int index, const char *text,
		       struct dynamic_keymap *held, struct err *err)
{
	const struct via_option *option = &definition->option[index];
	const size_t choices = via_option_choices(option);
	uint8_t choice[VIA_MAX_OPTIONS];
	struct str known = STR_INIT;
	uint32_t number;
	bool ok = false;

	if (!via_definition_unpack(definition, held->options, choice, err))
		return false;
	for (size_t i = 0; i < choices && !ok; i++) {
		ok = !strcasecmp(via_option_choice_name(option, i), text);
		choice[index] = ok ? (uint8_t)i : choice[index];
		str_addf(&known, "%s%s", i ? ", " : "", via_option_choice_name(option, i));
	}
	if (!ok && read_number(text, (uint32_t)choices - 1, &number, err)) {
		choice[index] = (uint8_t)number;
		ok = true;
	}
	if (!ok)
		err_set(err, ERR_USAGE, "%s has no choice '%s'; known: %s", option->name, text,
			str_text(&known));
	str_release(&known);
	return ok && via_definition_pack(definition, choice, &held->options, err);
}

static bool read_keycode(enum keycode_dialect dialect, const char *text, uint16_t *out, struct err *err)
{
	struct action action;
	uint32_t number;

	if (!strncmp(text, "0x", 2)) {
		if (!read_number(text, UINT16_MAX, &number, err))
			return false;
		*out = (uint16_t)number;
		return true;
	}
	if (!keycode_dialect_parse(dialect, text, &action, err)) {
		err->code = ERR_USAGE;
		return false;
	}
	return keycode_dialect_value(dialect, action, out) ||
	       err_set(err, ERR_USAGE, "'%s' has no number in this firmware's keycodes (%s)", text,
		       keycode_dialect_info(dialect)->name);
}

static bool put_keycode(struct dynamic_place place, const char *text, struct dynamic_keymap *held,
			struct err *err)
{
	uint8_t bytes[2];
	uint16_t keycode;

	if (!read_keycode(held->dialect, text, &keycode, err))
		return false;
	bytes[0] = (uint8_t)(keycode >> 8);
	bytes[1] = (uint8_t)keycode;
	return dynamic_keymap_put(held, place, bytes, sizeof(bytes), err);
}

static bool put_setting(struct dynamic_place place, const char *text, struct dynamic_keymap *held,
			struct err *err)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *is;
	size_t len = dynamic_keymap_get(held, place, room, &is);
	uint32_t value;

	if (!len)
		return err_set(err, ERR_NOT_FOUND, "this firmware has no setting %u", place.a);
	if (!read_number(text, len >= 4 ? UINT32_MAX : (1u << 8 * len) - 1, &value, err))
		return false;
	for (size_t i = 0; i < len; i++)
		room[i] = (uint8_t)(value >> 8 * i);
	return dynamic_keymap_put(held, place, room, len, err);
}

static bool put_hex(struct dynamic_place place, const char *text, struct dynamic_keymap *held,
		    struct err *err)
{
	size_t len = strlen(text) / 2;
	uint8_t *bytes;
	bool ok = false;

	if (strlen(text) % 2 || strspn(text, "0123456789abcdefABCDEF") != strlen(text))
		return err_set(err, ERR_USAGE, "expected bytes in hex, two digits each, not '%s'", text);
	bytes = mem_new(len + 1, 1);
	for (size_t i = 0; i < len; i++) {
		const char digits[3] = { text[2 * i], text[2 * i + 1], '\0' };

		bytes[i] = (uint8_t)strtoul(digits, NULL, 16);
	}
	ok = dynamic_keymap_put(held, place, bytes, len, err);
	free(bytes);
	return ok;
}

bool live_thing_put(const struct live_board *board, const struct live_thing *thing, const char *text,
		    struct dynamic_keymap *held, struct err *err)
{
	uint32_t value;

	if (thing->option >= 0)
		return put_option(board->definition, thing->option, text, held, err);
	if (thing->control)
		return via_control_parse(thing->control, held->dialect, text, &value, err) &&
		       via_control_put(thing->control, held, value, err);
	if (thing->place.part == DYNAMIC_KEYS || thing->place.part == DYNAMIC_TURNS)
		return put_keycode(thing->place, text, held, err);
	if (thing->place.part == DYNAMIC_SETTINGS)
		return put_setting(thing->place, text, held, err);
	if (thing->place.part == DYNAMIC_OPTIONS)
		return read_number(text, UINT32_MAX, &held->options, err);
	return put_hex(thing->place, text, held, err);
}
