/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "model/via_menu.h"

enum { PALE = 85, WHITE = 20 }; /* saturations below which a colour is called so */

static bool has_value(const struct via_control *control)
{
	return (control->place.part == DYNAMIC_VALUES || control->place.part == DYNAMIC_SETTINGS) &&
	       control->type != VIA_CONTROL_LABEL && control->type != VIA_CONTROL_BUTTON &&
	       control->len <= sizeof(uint32_t);
}

/* What its lowest bit counts in the number that the bytes are. */
static uint32_t lowest(const struct via_control *control)
{
	return control->mask ? control->mask & (~control->mask + 1) : 1;
}

static uint32_t all_bits(const struct via_control *control, const uint8_t *bytes)
{
	uint32_t value = 0;

	for (int i = 0; i < control->len; i++)
		value = value << 8 |
			bytes[control->offset + (control->little_endian ? control->len - 1 - i : i)];
	return value;
}

bool via_control_get(const struct via_control *control, const struct dynamic_keymap *held, uint32_t *value)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;
	size_t len = has_value(control) ? dynamic_keymap_get(held, control->place, room, &bytes) : 0;

	if (!len || len < (size_t)control->offset + control->len)
		return false;
	*value = all_bits(control, bytes);
	if (control->mask)
		*value = (*value & control->mask) / lowest(control);
	return true;
}

/* The bits beside it stay. */
static void put_bytes(const struct via_control *control, uint32_t value, uint8_t *bytes)
{
	if (control->mask)
		value = (all_bits(control, bytes) & ~control->mask) | value * lowest(control);
	for (int i = 0; i < control->len; i++)
		bytes[control->offset + (control->little_endian ? i : control->len - 1 - i)] =
			(uint8_t)(value >> 8 * i);
}

static bool is_choice(const struct via_control *control, uint32_t value)
{
	for (size_t i = 0; i < control->choices; i++)
		if (control->choice[i].value == value)
			return true;
	return false;
}

static bool check_value(const struct via_control *control, uint32_t value, struct err *err)
{
	switch (control->type) {
	case VIA_CONTROL_RANGE:
		return (value >= control->min && value <= control->max) ||
		       err_set(err, ERR_RANGE, "%s: expected a number from %u to %u, found %u",
			       control->label, control->min, control->max, value);
	case VIA_CONTROL_TOGGLE:
		return value == control->min || value == control->max ||
		       err_set(err, ERR_RANGE, "%s: expected on or off, found %u", control->label, value);
	case VIA_CONTROL_DROPDOWN:
		return is_choice(control, value) ||
		       err_set(err, ERR_RANGE, "%s: expected one of its %zu choices, found %u",
			       control->label, control->choices, value);
	case VIA_CONTROL_KEYCODE:
	case VIA_CONTROL_COLOR:
	case VIA_CONTROL_COLOR_PALETTE:
		return value <= UINT16_MAX ||
		       err_set(err, ERR_RANGE, "%s: expected 16 bits, found %u", control->label, value);
	default:
		return err_set(err, ERR_RANGE, "%s has no value to be set", control->label);
	}
}

bool via_control_bytes(const struct via_control *control, const struct dynamic_keymap *held, uint32_t value,
		       uint8_t bytes[DYNAMIC_PLACE_BYTES], size_t *len, struct err *err)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *now;

	if (!check_value(control, value, err))
		return false;
	*len = dynamic_keymap_get(held, control->place, room, &now);
	if (*len < (size_t)control->offset + control->len)
		return err_set(err, ERR_RANGE, "%s was not read from the keyboard yet", control->label);
	memcpy(bytes, now, *len);
	put_bytes(control, value, bytes);
	return true;
}

bool via_control_put(const struct via_control *control, struct dynamic_keymap *held, uint32_t value,
		     struct err *err)
{
	uint8_t bytes[DYNAMIC_PLACE_BYTES];
	size_t len;

	return via_control_bytes(control, held, value, bytes, &len, err) &&
	       dynamic_keymap_put(held, control->place, bytes, len, err);
}

bool via_control_press(const struct via_control *control, struct dynamic_value *out)
{
	if (control->type != VIA_CONTROL_BUTTON || control->place.part != DYNAMIC_VALUES)
		return false;
	*out = (struct dynamic_value){ .channel = control->place.a,
				       .id = (uint8_t)control->place.b,
				       .index = control->place.c,
				       .len = (uint8_t)(control->offset + control->len) };
	put_bytes(control, control->min, out->byte);
	return true;
}

void via_control_text(const struct via_control *control, const struct dynamic_keymap *held, struct str *out)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	char text[DYNAMIC_PLACE_BYTES + 1] = "";
	const uint8_t *bytes;
	size_t len = control->place.part == DYNAMIC_VALUES
			     ? dynamic_keymap_get(held, control->place, room, &bytes)
			     : 0;

	if (len <= control->offset)
		return;
	memcpy(text, bytes + control->offset, len - control->offset);
	str_add_escaped(out, text);
}

/* Twelfths of the circle, each from 15 degrees before it. */
static const struct {
	const char *full, *pale;
} hues[] = {
	{ "red", "pale red" },       { "orange", "pale orange" },   { "yellow", "pale yellow" },
	{ "lime", "pale lime" },     { "green", "pale green" },     { "mint", "pale mint" },
	{ "cyan", "pale cyan" },     { "azure", "pale azure" },     { "blue", "pale blue" },
	{ "violet", "pale violet" }, { "magenta", "pale magenta" }, { "rose", "pale rose" },
};

const char *via_colour_name(uint8_t hue, uint8_t saturation)
{
	size_t twelfth = ((size_t)hue * COUNT(hues) + 128) / 256 % COUNT(hues);

	if (saturation < WHITE)
		return "white";
	return saturation < PALE ? hues[twelfth].pale : hues[twelfth].full;
}

static bool find_colour(const char *name, uint32_t *value)
{
	if (!strcasecmp(name, "white")) {
		*value = 0;
		return true;
	}
	for (uint32_t i = 0; i < COUNT(hues); i++) {
		uint32_t hue = (i * 256 + COUNT(hues) / 2) / COUNT(hues);

		if (!strcasecmp(name, hues[i].full) || !strcasecmp(name, hues[i].pale)) {
			*value = hue << 8 | (!strcasecmp(name, hues[i].full) ? 255 : (WHITE + PALE) / 2);
			return true;
		}
	}
	return false;
}

void via_control_print(const struct via_control *control, enum keycode_dialect dialect, uint32_t value,
		       struct str *out)
{
	if (control->type == VIA_CONTROL_TOGGLE && (value == control->min || value == control->max)) {
		str_add(out, value == control->max ? "on" : "off");
		return;
	}
	for (size_t i = 0; i < control->choices; i++) {
		if (control->choice[i].value == value) {
			str_add(out, control->choice[i].name);
			return;
		}
	}
	if (control->type == VIA_CONTROL_KEYCODE && value <= UINT16_MAX)
		keycode_dialect_print(dialect, keycode_dialect_action(dialect, (uint16_t)value), out);
	else if (control->type == VIA_CONTROL_COLOR || control->type == VIA_CONTROL_COLOR_PALETTE)
		str_addf(out, "hue %u saturation %u", value >> 8 & 0xff, value & 0xff);
	else
		str_addf(out, "%u%s%s", value, control->unit ? " " : "", control->unit ? control->unit : "");
}

/* @unit, if there is one, may follow. */
static bool read_number(const char *text, const char *unit, uint32_t *value)
{
	size_t len = strspn(text, "0123456789");
	const char *rest = text + len + strspn(text + len, " ");

	if (!len || len > 9 || (text[len] && (!unit || strcasecmp(rest, unit) != 0)))
		return false;
	*value = (uint32_t)strtoul(text, NULL, 10);
	return true;
}

static bool parse_colour(const struct via_control *control, const char *text, uint32_t *value,
			 struct err *err)
{
	unsigned hue, saturation;
	int end = 0;

	if (find_colour(text, value))
		return true;
	if ((sscanf(text, "hue %3u saturation %3u%n", &hue, &saturation, &end) == 2 ||
	     sscanf(text, "%3u %3u%n", &hue, &saturation, &end) == 2) &&
	    end > 0 && !text[end] && hue <= UINT8_MAX && saturation <= UINT8_MAX) {
		*value = hue << 8 | saturation;
		return true;
	}
	return err_set(
		err, ERR_PARSE,
		"%s: \"%.60s\": expected hue and saturation from 0 to 255, as \"170 255\", or a name as "
		"\"blue\", \"pale red\", \"white\"",
		control->label, text);
}

static bool parse_keycode(const struct via_control *control, enum keycode_dialect dialect, const char *text,
			  uint32_t *value, struct err *err)
{
	struct action action;
	uint16_t code;

	if (!keycode_dialect_parse(dialect, text, &action, err))
		return err_wrap(err, "%s", control->label);
	if (!keycode_dialect_value(dialect, action, &code))
		return err_set(err, ERR_RANGE, "%s: this firmware has no number for \"%.60s\"",
			       control->label, text);
	*value = code;
	return true;
}

static bool parse_toggle(const struct via_control *control, const char *text, uint32_t *value)
{
	bool on = !strcasecmp(text, "on");

	if (!on && strcasecmp(text, "off") != 0)
		return false;
	*value = on ? control->max : control->min;
	return true;
}

static bool parse_choice(const struct via_control *control, const char *text, uint32_t *value)
{
	for (size_t i = 0; i < control->choices; i++) {
		if (!strcasecmp(control->choice[i].name, text)) {
			*value = control->choice[i].value;
			return true;
		}
	}
	return false;
}

bool via_control_parse(const struct via_control *control, enum keycode_dialect dialect, const char *text,
		       uint32_t *value, struct err *err)
{
	if (control->type == VIA_CONTROL_KEYCODE)
		return parse_keycode(control, dialect, text, value, err);
	if (control->type == VIA_CONTROL_COLOR || control->type == VIA_CONTROL_COLOR_PALETTE)
		return parse_colour(control, text, value, err);
	if (parse_choice(control, text, value) ||
	    (control->type == VIA_CONTROL_TOGGLE && parse_toggle(control, text, value)))
		return true;
	if (!read_number(text, control->unit, value))
		return err_set(err, ERR_PARSE, "%s: \"%.60s\" is not %s", control->label, text,
			       control->type == VIA_CONTROL_TOGGLE     ? "on or off"
			       : control->type == VIA_CONTROL_DROPDOWN ? "one of its choices"
								       : "a number");
	return check_value(control, *value, err);
}
