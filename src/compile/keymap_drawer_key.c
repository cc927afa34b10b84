/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "keymap_drawer_private.h"
#include "model/plain_legend.h"
#include "model/symbol.h"

/* Plain scalars are words that YAML takes for nothing else. */
static bool is_plain(const char *text)
{
	static const char *const reserved[] = { "true", "false", "yes", "no", "on", "off", "null", "y", "n" };

	if (!isalpha((unsigned char)text[0]))
		return false;
	for (size_t i = 0; i < COUNT(reserved); i++)
		if (!strcasecmp(text, reserved[i]))
			return false;
	for (const char *p = text; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '_' && (*p != ' ' || !p[1]))
			return false;
	return true;
}

/* As YAML lets a character stand in quotes: what is not printed there, or ends a line, by its number. */
static void print_code(uint32_t code, const char *text, size_t len, struct str *out)
{
	if (code == '"' || code == '\\')
		str_addf(out, "\\%c", (char)code);
	else if (code < 0x20 || code == 0x7f)
		str_addf(out, "\\x%02x", (unsigned)code);
	else if ((code > 0x7f && code < 0xa0) || (code >= 0x2028 && code <= 0x202e) ||
		 (code >= 0x2066 && code <= 0x2069) || code == 0xfeff || (code & 0xfffe) == 0xfffe)
		str_addf(out, "\\U%08x", (unsigned)code);
	else if (code == 0xfffd)
		str_add(out, "\xef\xbf\xbd");
	else
		str_add_bytes(out, text, len);
}

void drawer_print_text(const char *text, struct str *out)
{
	size_t left = strlen(text), used;

	if (is_plain(text)) {
		str_add(out, text);
		return;
	}
	str_add_char(out, '"');
	for (; left; text += used, left -= used) {
		uint32_t code = utf8_decode(text, left, &used);

		print_code(code, text, used, out);
	}
	str_add_char(out, '"');
}

static bool is_name_of_other(const struct keymap *map, size_t layer, const char *name)
{
	for (size_t i = 0; i < layer; i++)
		if (!strcmp(symbol_text(keymap_layer_name(map, i)), name))
			return true;
	return false;
}

void drawer_layer_name(const struct keymap *map, size_t layer, struct str *out)
{
	const char *name = symbol_text(keymap_layer_name(map, layer));

	if (name[0] && !is_name_of_other(map, layer, name))
		str_add(out, name);
	else
		str_addf(out, "L%zu", layer);
}

/* Whether a key may say the layer's name: it is none of a key's or modifier's that would be taken for it. */
static bool says_layer(const struct keymap *map, uint32_t layer, struct str *out)
{
	uint32_t key;
	uint8_t mods;

	if (layer >= keymap_layers(map))
		return false;
	drawer_layer_name(map, layer, out);
	return str_text(out)[1] && !plain_legend_find_key(str_text(out), &key) &&
	       !plain_legend_find_mods(str_text(out), &mods);
}

static void print_pair(const char *tap, const char *hold, struct str *out)
{
	str_add(out, "{t: ");
	drawer_print_text(tap, out);
	str_add(out, ", h: ");
	drawer_print_text(hold, out);
	str_add_char(out, '}');
}

/* The word beside a layer's name, "" for none. */
static const char *layer_word(enum action_kind kind)
{
	switch (kind) {
	case ACTION_LAYER_MOMENTARY:
		return "";
	case ACTION_LAYER_TOGGLE:
		return "toggle";
	case ACTION_LAYER_TO:
		return "to";
	case ACTION_LAYER_DEFAULT:
		return "default";
	case ACTION_LAYER_ONE_SHOT:
		return "sticky";
	case ACTION_LAYER_TAP_TOGGLE:
		return "tap-toggle";
	default:
		return NULL;
	}
}

static bool print_tap_and_hold(const struct keymap *map, struct action action, struct str *tap,
			       struct str *hold)
{
	if (action.kind == ACTION_MOD_TAP) {
		plain_legend_key(action.arg[1], tap);
		plain_legend_mods((uint8_t)action.arg[0], hold);
		return true;
	}
	if (action.kind == ACTION_LAYER_TAP) {
		plain_legend_key(action.arg[1], tap);
		return says_layer(map, action.arg[0], hold);
	}
	if (action.kind == ACTION_MOD_ONE_SHOT) {
		plain_legend_mods((uint8_t)action.arg[0], tap);
		str_add(hold, "sticky");
		return true;
	}
	if (action.kind == ACTION_KEY_TOGGLE) {
		plain_legend_key(action.arg[0], tap);
		str_add(hold, "toggle");
		return true;
	}
	if (layer_word((enum action_kind)action.kind)) {
		str_add(hold, layer_word((enum action_kind)action.kind));
		return says_layer(map, action.arg[0], tap);
	}
	return false;
}

static bool is_layer(const struct keymap *map, const char *text)
{
	struct str name = STR_INIT;
	bool found = false;

	for (size_t layer = 0; !found && layer < keymap_layers(map); layer++) {
		str_clear(&name);
		drawer_layer_name(map, layer, &name);
		found = !strcmp(str_text(&name), text);
	}
	str_release(&name);
	return found;
}

/* As an expression, which is read back when it is one of QMK's; a text of the user's own when it is taken for nothing. */
static bool print_expression(const struct keymap *map, struct action action, struct str *out)
{
	struct str text = STR_INIT;
	struct action back;
	struct err ignored;
	uint32_t key;
	bool parses, reads;

	action_print(action, &text);
	parses = action_parse(str_text(&text), &back, &ignored) && back.kind != ACTION_RAW;
	reads = action.kind == ACTION_RAW ? text.len && !parses : parses && action_equal(back, action);
	reads = reads && !is_layer(map, str_text(&text)) && !plain_legend_find_key(str_text(&text), &key) &&
		strcmp(str_text(&text), "\xe2\x96\xbd") != 0;
	drawer_print_text(str_text(&text), out);
	str_release(&text);
	return reads;
}

bool drawer_print_key(const struct keymap *map, struct action action, struct str *out)
{
	struct str tap = STR_INIT, hold = STR_INIT;
	bool told = true;

	if (action.kind == ACTION_NONE) {
		str_add(out, "\"\"");
	} else if (action.kind == ACTION_TRANSPARENT) {
		str_add(out, "{t: \xe2\x96\xbd, type: trans}");
	} else if (action.kind == ACTION_KEY) {
		plain_legend_key(action.arg[0], &tap);
		drawer_print_text(str_text(&tap), out);
	} else if (!print_tap_and_hold(map, action, &tap, &hold)) {
		told = print_expression(map, action, out);
	} else if (hold.len) {
		print_pair(str_text(&tap), str_text(&hold), out);
	} else {
		drawer_print_text(str_text(&tap), out);
	}
	str_release(&tap);
	str_release(&hold);
	return told;
}
