/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "action_spelling.h"
#include "keycode_dialect_private.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"

static void print_key(uint32_t key, enum keycode_dialect dialect, struct str *out)
{
	uint8_t mods = KEY_MODS(key), taken;
	const char *name;
	uint16_t code;
	int open = 0;

	if (key_find_shifted(key, &code)) {
		str_add(out, keycode_short_name(code));
		return;
	}
	if (mods && !keycode_get(KEY_CODE(key))->value && (name = mods_stem(MOD_FORM_KEY, mods))) {
		str_addf(out, "KC_%s", name);
		return;
	}
	for (; mods; mods &= (uint8_t)~taken, open++)
		str_addf(out, "%s(", mods_largest_stem(MOD_FORM_WRAP, mods, &taken));
	str_add(out, dialect_name_of_code(dialect, KEY_CODE(key)));
	str_pad(out, ')', (size_t)open);
}

static void print_mods(uint8_t mods, struct str *out)
{
	const char *stem = mods_stem(MOD_FORM_MASK, mods);
	const char *bar = "";

	if (stem) {
		str_addf(out, "MOD_%s", stem);
		return;
	}
	if (!mods)
		str_add(out, "0");
	for (unsigned bit = 1; bit <= MOD_RGUI; bit <<= 1) {
		if (!(mods & bit))
			continue;
		str_addf(out, "%sMOD_%s", bar, mods_stem(MOD_FORM_MASK, (uint8_t)bit));
		bar = " | ";
	}
}

/* How the document calls its keycodes and layers. */
struct document {
	enum keycode_dialect dialect;
	action_layer_name *layer_name; /* NULL: by number */
	const void *data;
};

static void print_layer(const struct document *document, uint32_t layer, struct str *out)
{
	const char *name = document->layer_name ? document->layer_name(document->data, layer) : NULL;

	if (name)
		str_add(out, name);
	else
		str_addf(out, "%u", layer);
}

static void print_argument(struct action action, int index, const struct document *document, struct str *out)
{
	uint32_t arg = action.arg[index];

	switch (action_kind_info(action.kind)->arg[index]) {
	case ARG_NONE:
		break;
	case ARG_KEY:
		print_key(arg, document->dialect, out);
		break;
	case ARG_MODS:
		print_mods((uint8_t)arg, out);
		break;
	case ARG_LAYER:
		print_layer(document, arg, out);
		break;
	case ARG_NUMBER:
		str_addf(out, action.kind == ACTION_UNICODE ? "0x%04X" : "%u", arg);
		break;
	case ARG_SYMBOL:
		str_add(out, symbol_text(arg));
		break;
	case ARG_DEFINITION:
		if (action.flags & ACTION_BY_NAME)
			str_add(out, symbol_text(arg));
		else
			str_addf(out, "%u", arg);
		break;
	}
}

static void print_call(struct action action, const struct document *document, struct str *out)
{
	const struct action_kind_info *info = action_kind_info(action.kind);

	str_add(out, info->qmk);
	if (info->arg[0] == ARG_NONE)
		return;
	str_add(out, "(");
	print_argument(action, 0, document, out);
	if (info->arg[1] != ARG_NONE) {
		str_add(out, ", ");
		print_argument(action, 1, document, out);
	}
	str_add(out, ")");
}

static bool print_as_zmk(struct action action, const struct document *document, struct str *out)
{
	struct str text = STR_INIT;
	bool known = zmk_action_print(action, document->layer_name, document->data, &text);

	if (known)
		str_add(out, str_text(&text));
	str_release(&text);
	return known;
}

void action_print_in(struct action action, enum keycode_dialect dialect, action_layer_name *layer_name,
		     const void *data, struct str *out)
{
	const struct document document[] = { { dialect, layer_name, data } };
	const char *stem;

	if (!action_is_qmk(action) && print_as_zmk(action, document, out))
		return;
	switch (action.kind) {
	case ACTION_RAW_NUMBER:
		str_addf(out, "0x%04X", action.arg[0]);
		return;
	case ACTION_MOD_TAP:
		stem = mods_stem(MOD_FORM_TAP, (uint8_t)action.arg[0]);
		if (!stem)
			break;
		str_addf(out, "%s_T(", stem);
		print_key(action.arg[1], dialect, out);
		str_add(out, ")");
		return;
	default:
		break;
	}
	if (action_kind_info(action.kind)->qmk)
		print_call(action, document, out);
	else
		print_argument(action, 0, document, out);
}

void action_print_with(struct action action, action_layer_name *layer_name, const void *data, struct str *out)
{
	action_print_in(action, DIALECT_NEWEST, layer_name, data, out);
}

void action_print(struct action action, struct str *out)
{
	action_print_with(action, NULL, NULL, out);
}
