/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "check_private.h"
#include "model/keycode.h"
#include "model/symbol.h"

enum { SHORTEST_GUESS = 5 }; /* of four letters nearly every name is one edit from some keycode */

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The next identifier of @text from *@at on; its length, 0 at the end. */
static size_t next_name(const char *text, size_t *at)
{
	for (;;) {
		size_t len = 0;

		while (text[*at] && !is_name_char(text[*at]))
			++*at;
		while (is_name_char(text[*at + len]))
			len++;
		if (!len || text[*at] < '0' || text[*at] > '9')
			return len;
		*at += len; /* a number */
	}
}

/* One letter more, less, other, or two neighbours swapped. */
static bool one_edit_away(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t same = 0, tail = 0;

	if (a_len > b_len)
		return one_edit_away(b, b_len, a, a_len);
	while (same < a_len && a[same] == b[same])
		same++;
	while (tail < a_len - same && a[a_len - 1 - tail] == b[b_len - 1 - tail])
		tail++;
	if (b_len == a_len + 1)
		return same + tail == a_len;
	if (b_len != a_len)
		return false;
	return same + tail + 1 == a_len ||
	       (same + tail + 2 == a_len && a[same] == b[same + 1] && a[same + 1] == b[same]);
}

/* A canonical name or alias one edit away; its length in @len, NULL for none. The first in table order. */
static const char *near_name(const char *name, size_t name_len, size_t *len)
{
	for (size_t i = 0; i < keycode_count(); i++) {
		const struct keycode *code = keycode_get((uint16_t)i);

		*len = strlen(code->name);
		if (one_edit_away(name, name_len, code->name, *len))
			return code->name;
		for (const char *alias = code->aliases; *alias; alias += *len + (alias[*len] == ' ')) {
			*len = strcspn(alias, " ");
			if (one_edit_away(name, name_len, alias, *len))
				return alias;
		}
	}
	return NULL;
}

static bool is_declared(const struct keymap *map, const char *name, size_t len)
{
	uint32_t want = symbol_of_bytes(name, len);

	for (size_t kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, kind); i++)
			if (keymap_definition(map, kind, i)->name == want)
				return true;
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		if (keymap_layer_name(map, layer) == want)
			return true;
	return false;
}

/* What is near @name when it is neither a keycode nor declared. */
static const char *misspelt(const struct keymap *map, const char *name, size_t name_len, size_t *len)
{
	uint16_t code;

	if (name_len < SHORTEST_GUESS || keycode_find(name, name_len, &code) ||
	    is_declared(map, name, name_len))
		return NULL;
	return near_name(name, name_len, len);
}

void check_keycode_misspelt(const struct check_input *in, const struct diagnostic_kind *kind,
			    struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(in->map);

	while (action_walk_next(&walk)) {
		const char *text, *near;
		size_t at = 0, len, near_len;

		if (walk.action.kind != ACTION_RAW)
			continue;
		text = symbol_text(walk.action.arg[0]);
		for (; (len = next_name(text, &at)); at += len) {
			near = text[at + len] == '(' ? NULL : misspelt(in->map, text + at, len, &near_len);
			if (near)
				diagnostics_add(out, kind, walk.place,
						"there is no keycode %.*s; did you mean %.*s?", (int)len,
						text + at, (int)near_len, near);
		}
	}
}

void check_keycode_unknown(const struct check_input *in, const struct diagnostic_kind *kind,
			   struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(in->map);

	while (action_walk_next(&walk)) {
		const char *text;
		size_t at = 0, len, near_len;

		if (walk.action.kind != ACTION_RAW)
			continue;
		text = symbol_text(walk.action.arg[0]);
		len = next_name(text, &at);
		if (!len || at || text[len] || is_declared(in->map, text, len) ||
		    misspelt(in->map, text, len, &near_len))
			continue;
		diagnostics_add(out, kind, walk.place,
				"%s is not a keycode of QMK and not declared here: other code must define it",
				text);
	}
}
