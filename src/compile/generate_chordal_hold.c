/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "generate_private.h"
#include "hands.h"

static bool read_number(const struct json *node, double *to)
{
	if (node && node->type == JSON_NUMBER)
		*to = node->number;
	return node && node->type == JSON_NUMBER;
}

static bool read_key(const struct json *json, struct hand_key *key)
{
	const struct json *w = json_member(json, "w"), *h = json_member(json, "h");
	const char *hand = json_text(json_member(json, "hand"));

	key->w = key->h = 1.0;
	key->hand = *hand;
	return read_number(json_member(json, "x"), &key->x) && read_number(json_member(json, "y"), &key->y) &&
	       (!w || read_number(w, &key->w)) && (!h || read_number(h, &key->h)) &&
	       (!*hand || (!hand[1] && strchr("LR*", *hand)));
}

static bool read_keys(struct generation *g, const struct json *layout, struct hand_key *key)
{
	size_t i = 0;

	for (const struct json *json = layout->first; json; json = json->next, i++) {
		if (read_key(json, &key[i]))
			continue;
		generation_fail(g, "layouts",
				"key %zu of the first layout needs numbers x and y, and may have a hand L, R "
				"or *",
				i);
		return false;
	}
	return true;
}

static void print(struct generation *g, const char *name, const struct hand_key *key, size_t count)
{
	str_add(g->out, "\n#ifdef CHORDAL_HOLD\n__attribute__((weak)) const char "
			"chordal_hold_layout[MATRIX_ROWS][MATRIX_COLS] PROGMEM = ");
	generation_add_name(g, g->out, name, "layouts");
	str_add_char(g->out, '(');
	for (size_t i = 0; i < count; i++) {
		/* A new line for each row of keys. */
		if (!i || key[i].x < key[i - 1].x)
			str_add(g->out, "\n  ");
		str_addf(g->out, "'%c'%s", key[i].hand, i + 1 < count ? ", " : "");
	}
	str_add(g->out, "\n);\n#endif");
}

void generate_chordal_hold(struct generation *g)
{
	const struct json *layouts = json_member(g->input->info, "layouts");
	const struct json *first = layouts ? layouts->first : NULL;
	const struct json *keys = json_member(first, "layout");
	struct hand_key *key;

	if (!keys || !keys->first || !first->key) {
		generation_fail(g, "layouts", "the keyboard has no layout with keys");
		return;
	}
	key = mem_new(keys->count, sizeof(*key));
	if (read_keys(g, keys, key)) {
		hands_guess(key, keys->count);
		print(g, first->key, key, keys->count);
	}
	free(key);
}
