/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/symbol.h"
#include "qmk.h"

enum {
	IDENTIFIER_MAX_BYTES = 64,
	LAYER_NAME_MAX_BYTES = 40,
	LAYER_NAME_MIN_BYTES = 2, /* newlib's <ctype.h> has macros _B, _C, _L, _N, _P, _S, _U, _X */
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool qmk_is_identifier(const char *text)
{
	static const char *const keyword[] = {
		"auto",    "break",  "case",     "char",   "const",    "continue", "default",
		"do",      "double", "else",     "enum",   "extern",   "float",    "for",
		"goto",    "if",     "inline",   "int",    "long",     "register", "restrict",
		"return",  "short",  "signed",   "sizeof", "static",   "struct",   "switch",
		"typedef", "union",  "unsigned", "void",   "volatile", "while",
	};
	size_t len = strlen(text);

	if (!len || len > IDENTIFIER_MAX_BYTES || !is_letter(text[0]))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!is_letter(text[i]) && !is_digit(text[i]))
			return false;
	for (size_t i = 0; i < COUNT(keyword); i++)
		if (!strcmp(text, keyword[i]))
			return false;
	return true;
}

void qmk_add_capitals(struct str *out, const char *name)
{
	size_t start = out->len;

	for (; *name && out->len - start < LAYER_NAME_MAX_BYTES; name++) {
		bool word = (is_letter(*name) && *name != '_') || is_digit(*name);

		if (word)
			str_add_char(out, *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name);
		else if (out->len > start && out->data[out->len - 1] != '_')
			str_add_char(out, '_');
	}
	while (out->len > start && out->data[out->len - 1] == '_')
		out->data[--out->len] = '\0';
}

static bool is_taken(const struct qmk_names *names, const struct keymap *map, const char *name)
{
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		if (names->layer[i] && !strcmp(names->layer[i], name))
			return true;
	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_KEYCODE); i++)
		if (!strcmp(symbol_text(keymap_definition(map, DEFINITION_KEYCODE, i)->name), name))
			return true;
	return false;
}

/* `_BASE`, as QMK's own keymaps name their layers. */
static char *layer_name(const struct qmk_names *names, const struct keymap *map, size_t layer)
{
	struct str plain = STR_INIT, name = STR_INIT;

	qmk_add_capitals(&plain, symbol_text(keymap_layer_name(map, layer)));
	if (!plain.len)
		str_addf(&name, "_LAYER_%zu", layer);
	else
		str_addf(&name, "%s%s", plain.len < LAYER_NAME_MIN_BYTES ? "_LAYER_" : "_", str_text(&plain));
	for (int n = 2; is_taken(names, map, str_text(&name)); n++) {
		str_clear(&name);
		str_addf(&name, "_%s_%d", plain.len ? str_text(&plain) : "LAYER", n);
	}
	str_release(&plain);
	return str_take(&name);
}

void qmk_names_init(struct qmk_names *names, const struct keymap *map)
{
	bool named = false;

	*names = (struct qmk_names){ 0 };
	for (size_t i = 0; i < keymap_layers(map); i++)
		named |= keymap_layer_name(map, i) != 0;
	for (size_t i = 0; named && i < keymap_layers(map); i++)
		names->layer[i] = layer_name(names, map, i);
}

void qmk_names_release(struct qmk_names *names)
{
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		free(names->layer[i]);
	*names = (struct qmk_names){ 0 };
}

void qmk_print_layer(size_t layer, const struct qmk_names *names, struct str *out)
{
	if (layer < KEYMAP_MAX_LAYERS && names->layer[layer])
		str_add(out, names->layer[layer]);
	else
		str_addf(out, "%zu", layer);
}

void qmk_print_action(struct action action, const struct qmk_names *names, struct str *out)
{
	struct str plain = STR_INIT;
	const char *open, *rest;
	uint32_t layer;

	if (action.kind == ACTION_TRANSPARENT || action.kind == ACTION_NONE) {
		str_add(out, action.kind == ACTION_TRANSPARENT ? "_______" : "XXXXXXX");
		return;
	}
	if (!action_has_layer(action, &layer)) {
		action_print(action, out);
		return;
	}
	action_print(action, &plain); /* the layer is always the first argument */
	open = strchr(str_text(&plain), '(');
	assert(open);
	rest = open + 1 + strspn(open + 1, "0123456789");
	str_add_bytes(out, str_text(&plain), (size_t)(open + 1 - str_text(&plain)));
	qmk_print_layer(layer, names, out);
	str_add(out, rest);
	str_release(&plain);
}
