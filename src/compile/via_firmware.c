/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "keymap_rewrite.h"
#include "matrix_keymap.h"
#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "qmk.h"
#include "via_firmware.h"
#include "zmk_lower.h"

enum {
	QK_KB = 0x7e00,
	KEYBOARD_KEYCODES = 64, /* QK_KB_0 to QK_KB_63; behind them are those of keymaps */
	QK_MACRO = 0x7700,
	MOST_KEYCODES = 256,
	USUAL_LAYERS = 4,
	USUAL_MACROS = 16,
	SETTINGS_BYTES = 41, /* of EEPROM: QMK's own, and VIA's */
	MACRO_ROOM = 100,    /* bytes of EEPROM that QMK wants to be left for macros */
	DELAY_MAX_MS = 32767,
	KEY_BYTES = 2,
};

static const struct diagnostic_kind eeprom_room = { "via-eeprom", SEVERITY_WARNING };

void via_lose(const struct via_firmware *firmware, struct diagnostics *out, struct place place,
	      struct loss_of of, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	diagnostics_add_loss(out, of.loss == LOSS_NEAR ? firmware->near : firmware->none, place, of, "%s",
			     str_text(&text));
	str_release(&text);
}

void via_lose_definition(const struct via_firmware *firmware, const struct keymap *map,
			 struct diagnostics *out, struct place place, enum loss loss, const char *instead,
			 const char *text)
{
	struct str subject = STR_INIT;

	zmk_add_subject(map, (enum definition_kind)place.kind, (size_t)place.definition, &subject);
	via_lose(firmware, out, place, (struct loss_of){ loss, str_text(&subject), instead }, "%s", text);
	str_release(&subject);
}

static bool is_typeable(const char *text)
{
	while (*text && qmk_is_typeable(*text))
		text++;
	return !*text;
}

bool via_holds_macro(const struct definition *macro, bool (*has_key)(struct action action))
{
	for (size_t i = 0; i < macro->steps; i++) {
		const struct step *step = &macro->step[i];

		switch ((enum step_op)step->op) {
		case STEP_TEXT:
			if (!is_typeable(symbol_text(step->text)))
				return false;
			break;
		case STEP_DELAY:
			if (step->value < 0 || step->value > DELAY_MAX_MS)
				return false;
			break;
		case STEP_TAP:
		case STEP_DOWN:
		case STEP_UP:
			if (!has_key(step->action))
				return false;
			break;
		case STEP_BEEP:
		case STEP_RESULT:
			return false;
		}
	}
	return true;
}

bool via_is_own(const struct via_firmware *firmware, const struct definition *definition)
{
	return definition->kind == DEFINITION_KEYCODE &&
	       !(firmware->is_boards && firmware->is_boards(definition));
}

bool via_is_qmk_setting(const struct via_firmware *firmware, const struct setting *setting)
{
	const char *prefix = firmware->settings;

	return !prefix || strncmp(symbol_text(setting->name), prefix, strlen(prefix)) != 0;
}

struct action via_macro_number(const struct keymap *map, struct action action)
{
	bool named = action.kind == ACTION_RAW || (action.kind == ACTION_BEHAVIOR && !action.flags);

	for (size_t i = 0; named && i < keymap_definitions(map, DEFINITION_MACRO) && i < VIA_MOST_MACROS; i++)
		if (keymap_definition(map, DEFINITION_MACRO, i)->name == action.arg[0])
			return action_of_qmk_value((uint16_t)(QK_MACRO + i));
	return action;
}

/* A keycode to which the keymap gives a number among those of keyboards. */
static bool has_number(const struct definition *keycode)
{
	const struct setting *value = definition_option(keycode, "value");

	return value && value->type == SETTING_NUMBER && value->number >= QK_KB &&
	       value->number < QK_KB + KEYBOARD_KEYCODES;
}

/* Where those begin that the keymap gives none. */
static size_t first_of(const struct via_firmware *firmware, const struct keymap *map)
{
	size_t first = firmware->first_keycode;

	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_KEYCODE); i++) {
		const struct definition *d = keymap_definition(map, DEFINITION_KEYCODE, i);
		size_t behind = has_number(d) && via_is_own(firmware, d)
					? (size_t)(definition_option(d, "value")->number - QK_KB) + 1
					: 0;

		first = behind > first ? behind : first;
	}
	return first;
}

struct qmk_flavour via_flavour(const struct via_firmware *firmware, const struct qmk_flavour *flavour,
			       const struct keymap *map, struct str *first)
{
	struct qmk_flavour own = *flavour;
	size_t index = first_of(firmware, map);

	if (index == firmware->first_keycode)
		return own;
	str_addf(first, "QK_KB_0 + %zu", index);
	own.first_keycode = str_text(first);
	return own;
}

struct values {
	const struct via_firmware *firmware;
	const struct qmk_own *own;
	size_t owns, first_own;
	size_t *next;
	struct setting *value; /* of the one that is being rewritten */
};

static bool put_value(const struct keymap_rewrite *how, struct definition *definition, size_t index)
{
	const struct values *values = how->data;

	(void)index;
	if (!via_is_own(values->firmware, definition) || has_number(definition))
		return true;
	values->value->number = (int64_t)(QK_KB + *values->next);
	definition->option = values->value;
	definition->options = *values->next < values->firmware->keycodes;
	++*values->next;
	return true;
}

static struct action put_number(const struct keymap_rewrite *how, struct action action)
{
	const struct values *values = how->data;
	struct action number = via_macro_number(how->from, action);

	for (size_t i = 0; i < values->owns && values->first_own + i < values->firmware->keycodes; i++)
		if (action_equal(values->own[i].action, action))
			return action_of_qmk_value((uint16_t)(QK_KB + values->first_own + i));
	return number;
}

static size_t count_without_number(const struct via_firmware *firmware, const struct keymap *map)
{
	size_t count = 0;

	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_KEYCODE); i++) {
		const struct definition *d = keymap_definition(map, DEFINITION_KEYCODE, i);

		count += via_is_own(firmware, d) && !has_number(d);
	}
	return count;
}

static void add_owns(struct keymap *map, const struct values *values)
{
	for (size_t i = 0; i < values->owns && values->first_own + i < values->firmware->keycodes; i++) {
		struct setting value = *values->value;

		value.number = (int64_t)(QK_KB + values->first_own + i);
		keymap_add_definition(map, &(struct definition){ .kind = DEFINITION_KEYCODE,
								 .name = symbol(values->own[i].name),
								 .option = &value,
								 .options = 1 });
	}
}

struct keymap *via_with_values(const struct via_firmware *firmware, const struct qmk_flavour *flavour,
			       const struct compile_input *in, const struct compile_input *built)
{
	struct setting value = { .name = symbol("value"), .type = SETTING_NUMBER };
	size_t owns, next = first_of(firmware, in->map);
	struct qmk_own *own = qmk_list_owns(built, flavour, &owns);
	const struct values values = { firmware, own,   owns, next + count_without_number(firmware, in->map),
				       &next,    &value };
	struct keymap *map = keymap_rewrite(&(struct keymap_rewrite){
		.from = in->map, .data = &values, .action = put_number, .definition = put_value });

	add_owns(map, &values);
	qmk_free_owns(own, owns);
	return map;
}

static void lose_key(const struct via_firmware *firmware, const struct action_walk *key,
		     struct diagnostics *out)
{
	struct str text = STR_INIT;

	action_print(key->action, &text);
	via_lose(firmware, out, key->place, (struct loss_of){ LOSS_NEAR, str_text(&text), "KC_NO" },
		 "%s has no number that %s knows: it is in the firmware, and KC_NO in what the app "
		 "loads",
		 str_text(&text), firmware->app);
	str_release(&text);
}

void via_check_keys(const struct via_firmware *firmware, const struct keymap *map, struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(map);
	struct action_set actions = { 0 };
	bool *spelled = NULL, added;
	size_t cap = 0;

	while (action_walk_next(&walk) && walk.place.layer >= 0) {
		size_t at = action_set_add(&actions, walk.action, &added);

		if (added) {
			spelled = mem_grow(spelled, at, &cap, sizeof(*spelled));
			spelled[at] = matrix_spells(firmware->dialect, keymap_numbered(map, walk.action));
		}
		if (!spelled[at])
			lose_key(firmware, &walk, out);
	}
	action_set_release(&actions);
	free(spelled);
}

/* Other processors imitate it, as large as the board says. */
int via_eeprom_of(const char *processor)
{
	static const struct {
		const char *processor;
		int bytes;
	} rows[] = {
		{ "at90usb1286", 4096 }, { "at90usb1287", 4096 }, { "at90usb162", 512 },
		{ "at90usb646", 2048 },  { "at90usb647", 2048 },  { "atmega16u2", 512 },
		{ "atmega16u4", 512 },   { "atmega328p", 1024 },  { "atmega32a", 1024 },
		{ "atmega32u2", 1024 },  { "atmega32u4", 1024 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (!strcasecmp(rows[i].processor, processor))
			return rows[i].bytes;
	return 0;
}

/* Of one macro in EEPROM: texts as they are, with a zero behind them; three or four bytes for a key, digits for a delay. */
static int bytes_of_macro(const struct definition *macro)
{
	enum { KEY = 4, DELAY = 8 };
	size_t bytes = 1;

	for (size_t i = 0; i < macro->steps; i++)
		bytes += macro->step[i].op == STEP_TEXT    ? strlen(symbol_text(macro->step[i].text))
			 : macro->step[i].op == STEP_DELAY ? DELAY
							   : KEY;
	return (int)bytes;
}

static int bytes_of_macros(const struct keymap *map)
{
	int bytes = 0;

	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_MACRO); i++)
		bytes += bytes_of_macro(keymap_definition(map, DEFINITION_MACRO, i));
	return bytes > MACRO_ROOM ? bytes : MACRO_ROOM;
}

static int bytes_of_layer(const struct compile_input *in)
{
	int turns = qmk_has_turns(in->map) ? in->keyboard->encoders * TURN_COUNT : 0;

	return (in->keyboard->rows * in->keyboard->cols + turns) * KEY_BYTES;
}

void via_check_room(const struct via_firmware *firmware, const struct compile_input *in, int others,
		    struct diagnostics *out)
{
	size_t layers = keymap_layers(in->map), next = first_of(firmware, in->map);
	int have = via_eeprom_of(in->keyboard->processor), layer = bytes_of_layer(in);
	int base = SETTINGS_BYTES + others + bytes_of_macros(in->map), need = base + (int)layers * layer;

	for (size_t i = 0; i < keymap_definitions(in->map, DEFINITION_KEYCODE); i++)
		if (via_is_own(firmware, keymap_definition(in->map, DEFINITION_KEYCODE, i)) &&
		    !has_number(keymap_definition(in->map, DEFINITION_KEYCODE, i)) &&
		    next++ >= firmware->keycodes)
			via_lose_definition(firmware, in->map, out,
					    place_of_definition(DEFINITION_KEYCODE, i), LOSS_NEAR,
					    "a key of the firmware alone",
					    "there are more keycodes than the app has numbers for");
	if (have && need > have)
		diagnostics_add(
			out, &eeprom_room, PLACE_NONE,
			"%zu layers with macros take %d bytes of EEPROM, and %s has %d: there is room for "
			"%d",
			layers, need, in->keyboard->processor, have,
			layer && have > base ? (have - base) / layer : 0);
}

void via_add_define(struct str *config, const char *name, const char *value)
{
	str_addf(config, "\n#undef %s\n#define %s%s%s\n", name, name, value[0] ? " " : "", value);
}

static void add_count(struct str *config, const char *name, size_t count, size_t usual)
{
	struct str value = STR_INIT;

	str_addf(&value, "%zu", count);
	if (count > usual)
		via_add_define(config, name, str_text(&value));
	str_release(&value);
}

void via_add_counts(const struct compile_input *in, struct str *config)
{
	add_count(config, "DYNAMIC_KEYMAP_LAYER_COUNT", keymap_layers(in->map), USUAL_LAYERS);
	add_count(config, "DYNAMIC_KEYMAP_MACRO_COUNT", keymap_definitions(in->map, DEFINITION_MACRO),
		  USUAL_MACROS);
}

void via_pad_macros(struct keymap *saved)
{
	while (keymap_definitions(saved, DEFINITION_MACRO) < USUAL_MACROS)
		keymap_add_definition(saved, &(struct definition){ .kind = DEFINITION_MACRO });
}

/* Which of the definition's keycodes one is; false: none. */
static bool place_of_keycode(const struct definition *keycode, size_t *index)
{
	const struct setting *value = definition_option(keycode, "value");

	if (!value || value->number < QK_KB || value->number >= QK_KB + MOST_KEYCODES)
		return false;
	*index = (size_t)(value->number - QK_KB);
	return true;
}

/* @map: with values. Numbers that nothing has are called so. */
static void add_keycodes(struct via_definition *to, const struct keymap *map)
{
	const char *name[MOST_KEYCODES] = { NULL }, *title[MOST_KEYCODES] = { NULL };

	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_KEYCODE); i++) {
		const struct definition *d = keymap_definition(map, DEFINITION_KEYCODE, i);
		size_t index;

		if (!place_of_keycode(d, &index))
			continue;
		name[index] = symbol_text(d->name);
		title[index] = d->text ? symbol_text(d->text) : name[index];
		to->keycodes = index >= to->keycodes ? index + 1 : to->keycodes;
	}
	to->keycode = mem_new(to->keycodes, sizeof(*to->keycode));
	for (size_t i = 0; i < to->keycodes; i++) {
		struct str number = STR_INIT;

		str_addf(&number, "QK_KB_%zu", i);
		to->keycode[i].name = mem_copy_text(name[i] ? name[i] : str_text(&number));
		to->keycode[i].title = mem_copy_text(title[i] ? title[i] : str_text(&number));
		to->keycode[i].short_name = mem_copy_text(to->keycode[i].name);
		str_release(&number);
	}
}

struct via_definition *via_definition_for(const struct compile_input *in, const struct keymap *map,
					  bool *options)
{
	struct via_definition *definition = via_definition_of(in->keyboard, in->layout);
	bool all = via_definition_add_options(definition, in->keyboard, in->layout);

	if (options)
		*options = all;
	if (!definition->name[0])
		mem_set_text(&definition->name, in->keyboard->id);
	add_keycodes(definition, map);
	return definition;
}

void via_check_definition(const struct via_firmware *firmware, const struct compile_input *in,
			  struct diagnostics *out)
{
	bool options;

	via_definition_free(via_definition_for(in, in->map, &options));
	if (!options)
		via_lose(firmware, out, PLACE_NONE,
			 (struct loss_of){ LOSS_NEAR, "layout options", "fewer options" },
			 "the keyboard has more layouts than 32 bits of layout options tell apart: %s does "
			 "not "
			 "show all of them",
			 firmware->app);
}

bool via_has_matrix(const struct compile_input *in)
{
	return in->keyboard->rows > 0 && in->keyboard->cols > 0;
}
