/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/keymap.h"
#include "model/symbol.h"
#include "model/zmk_key.h"
#include "zmk_cell.h"

struct printer {
	action_layer_name *layer_name;
	const void *data;
	struct str *out;
};

/* LC(LS(A)); a shifted key by its own name, EXCL. */
static bool print_key(struct printer *p, uint32_t key)
{
	const struct zmk_key *row = zmk_key_of(key);
	int open = 0;

	if (!row) {
		row = zmk_key_of(KEY(KEY_CODE(key), 0));
		if (!row)
			return false;
		for (unsigned mod = 1; mod <= MOD_RGUI; mod <<= 1) {
			if (!(KEY_MODS(key) & mod))
				continue;
			str_addf(p->out, "%s(", zmk_mod_function_name((uint8_t)mod));
			open++;
		}
	}
	str_add(p->out, row->usual);
	str_pad(p->out, ')', (size_t)open);
	return true;
}

/* As the key that holds them all, the last one: LC(LSHFT). */
static bool print_mods(struct printer *p, uint32_t mods)
{
	unsigned last = MOD_RGUI;

	while (last && !(mods & last))
		last >>= 1;
	if (!last || mods > 0xff)
		return false;
	return print_key(p, KEY(KEY_CODE(zmk_key_of_mod((uint8_t)last)), mods & ~last));
}

static void print_layer(struct printer *p, uint32_t layer)
{
	const char *name = p->layer_name ? p->layer_name(p->data, layer) : NULL;

	if (name)
		str_add(p->out, name);
	else
		str_addf(p->out, "%u", layer);
}

static bool print_cell(struct printer *p, enum arg_type type, uint32_t arg)
{
	switch (type) {
	case ARG_KEY:
		return print_key(p, arg);
	case ARG_MODS:
		return print_mods(p, arg);
	case ARG_LAYER:
		print_layer(p, arg);
		return true;
	case ARG_NUMBER:
		str_addf(p->out, arg > INT32_MAX ? "(%d)" : "%d", (int)arg);
		return true;
	case ARG_SYMBOL:
		str_add(p->out, symbol_text(arg));
		return true;
	case ARG_NONE:
	case ARG_DEFINITION:
		break;
	}
	return false;
}

static bool print_action(struct printer *p, struct action action)
{
	bool behavior = action.kind == ACTION_BEHAVIOR;
	const char *ref = behavior ? symbol_text(action.arg[0]) : zmk_ref_of_kind(action.kind);
	int first = behavior ? 1 : 0;

	if (action.kind == ACTION_RAW && action.flags & ACTION_ZMK_TEXT) {
		str_add(p->out, symbol_text(action.arg[0]));
		return true;
	}
	if (!ref)
		return false;
	str_addf(p->out, "&%s", ref);
	for (int i = first; i < first + ZMK_CELLS_MAX; i++) {
		enum arg_type type = action_arg_type(action, i);

		if (type == ARG_NONE)
			break;
		str_add_char(p->out, ' ');
		if (!print_cell(p, type, action.arg[i]))
			return false;
	}
	return true;
}

bool zmk_action_print(struct action action, action_layer_name *layer_name, const void *data, struct str *out)
{
	struct str text = STR_INIT;
	struct printer p = { layer_name, data, &text };
	bool known = print_action(&p, action);

	str_add(out, known ? str_text(&text) : "&none");
	str_release(&text);
	return known;
}
