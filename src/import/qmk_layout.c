/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "qmk_private.h"

enum {
	GIVEN_X = 1,
	GIVEN_Y = 2,
	GIVEN_MATRIX = 4,
	GIVEN_PIVOT_X = 8,
	GIVEN_PIVOT_Y = 16,
};

/* Numbers of a key: keys' pitches and degrees, kept as hundredths. The limits keep them well inside 16 bits. */
static const struct {
	const char *name;
	size_t offset;
	unsigned given;
	double low, high;
} numbers[] = {
	{ "x", offsetof(struct key, x_cu), GIVEN_X, -100, 200 },
	{ "y", offsetof(struct key, y_cu), GIVEN_Y, -100, 200 },
	{ "w", offsetof(struct key, w_cu), 0, 0.1, 50 },
	{ "h", offsetof(struct key, h_cu), 0, 0.1, 50 },
	{ "r", offsetof(struct key, turn_cdeg), 0, -360, 360 },
	{ "rx", offsetof(struct key, pivot_x_cu), GIVEN_PIVOT_X, -100, 200 },
	{ "ry", offsetof(struct key, pivot_y_cu), GIVEN_PIVOT_Y, -100, 200 },
};

static bool bad_key(struct qmk_reader *r, size_t text, const char *layout, size_t index,
		    const struct json *node, const char *what)
{
	qmk_report(r, &qmk_bad_layout, text, node->span.start, (int)index,
		   "layout %s is left out: key %zu: %s", layout, index, what);
	return false;
}

static bool read_numbers(const struct json *member, struct qmk_key *out, const char **known)
{
	*known = NULL;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		int value;

		if (strcmp(member->key, numbers[i].name))
			continue;
		*known = numbers[i].name;
		if (member->type != JSON_NUMBER || member->number < numbers[i].low ||
		    member->number > numbers[i].high)
			return false;
		value = (int)(member->number * 100 + (member->number < 0 ? -0.5 : 0.5));
		if (numbers[i].offset == offsetof(struct key, turn_cdeg))
			value = value > 18000 ? value - 36000 : value <= -18000 ? value + 36000 : value;
		*(int16_t *)((char *)&out->key + numbers[i].offset) = (int16_t)value;
		out->given |= numbers[i].given;
	}
	return true;
}

static bool read_matrix(const struct json *member, struct qmk_key *out)
{
	int64_t row, col;

	if (member->type != JSON_ARRAY || member->count != 2 ||
	    !json_int(member->first, 0, KEYBOARD_MAX_ROWS - 1, &row) ||
	    !json_int(member->first->next, 0, KEYBOARD_MAX_COLS - 1, &col))
		return false;
	out->key.row = (uint8_t)row;
	out->key.col = (uint8_t)col;
	out->given |= GIVEN_MATRIX;
	return true;
}

/* One member of a key; the text of what is wrong with it in @why. */
static bool read_member(const struct json *member, struct qmk_key *out, char why[120])
{
	const char *known;
	int64_t n;

	why[0] = '\0';
	if (!read_numbers(member, out, &known))
		snprintf(why, 120, "\"%s\" must be a number within the size of a keyboard", known);
	else if (!strcmp(member->key, "matrix") && !read_matrix(member, out))
		snprintf(why, 120, "\"matrix\" must be [row, column], from 0 to %d", KEYBOARD_MAX_ROWS - 1);
	else if (!strcmp(member->key, "label"))
		out->key.label = symbol(json_text(member));
	else if (!strcmp(member->key, "hand"))
		out->key.hand = strchr("LR*", json_text(member)[0]) ? json_text(member)[0] : 0;
	else if (!strcmp(member->key, "encoder")) {
		if (json_int(member, 0, KEYBOARD_MAX_ENCODERS - 1, &n))
			out->key.encoder = (int8_t)n;
		else
			snprintf(why, 120, "\"encoder\" must be a number from 0 to %d",
				 KEYBOARD_MAX_ENCODERS - 1);
	}
	return !why[0];
}

static bool read_keys(struct qmk_reader *r, size_t text, struct qmk_layout *layout, const struct json *list)
{
	char why[120];
	size_t i = 0;

	for (const struct json *node = list->first; node; node = node->next, i++) {
		if (node->type != JSON_OBJECT)
			return bad_key(r, text, layout->name, i, node, "expected an object");
		for (const struct json *member = node->first; member; member = member->next)
			if (!read_member(member, &layout->key[i], why))
				return bad_key(r, text, layout->name, i, member, why);
	}
	return true;
}

static struct qmk_layout *find_layout(struct qmk_reader *r, const char *name)
{
	for (size_t i = 0; i < r->layouts; i++)
		if (!strcmp(r->layout[i].name, name))
			return &r->layout[i];
	return NULL;
}

/* A layout may be given under an alias that this or an earlier text declares. */
static const char *real_name(const struct keyboard *kb, const char *name)
{
	for (size_t i = 0; i < kb->aliases; i++)
		if (!strcmp(kb->alias[i].alias, name))
			return kb->alias[i].name;
	return name;
}

static void drop_last_layout(struct qmk_reader *r)
{
	struct qmk_layout *last = &r->layout[--r->layouts];

	free(last->name);
	free(last->key);
}

static void merge_layout(struct qmk_reader *r, size_t text, struct qmk_layout *into, const struct json *list)
{
	struct qmk_key *before;

	if (into->keys != list->count) {
		qmk_report(r, &qmk_bad_layout, text, list->span.start, -1,
			   "layout %s has %zu keys here and %zu in %s; these are left out", into->name,
			   list->count, into->keys, r->text[into->text].path);
		return;
	}
	before = mem_new(into->keys, sizeof(*before));
	memcpy(before, into->key, into->keys * sizeof(*before));
	if (!read_keys(r, text, into, list))
		memcpy(into->key, before, into->keys * sizeof(*before));
	free(before);
}

static void add_layout(struct qmk_reader *r, size_t text, const char *name, const struct json *list)
{
	struct qmk_layout *layout = &r->layout[r->layouts++];

	*layout = (struct qmk_layout){ .name = mem_copy_text(name),
				       .key = mem_new(list->count, sizeof(*layout->key)),
				       .keys = list->count,
				       .text = text,
				       .offset = list->span.start };
	for (size_t i = 0; i < layout->keys; i++)
		layout->key[i].key = (struct key){ .w_cu = 100, .h_cu = 100, .encoder = -1 };
	if (!read_keys(r, text, layout, list))
		drop_last_layout(r);
}

void qmk_read_layouts(struct qmk_reader *r, size_t text)
{
	const struct json *layouts = json_find(json_root(r->doc[text]), "layouts");

	if (!layouts)
		return;
	if (layouts->type != JSON_OBJECT) {
		qmk_report(r, &qmk_bad_value, text, layouts->span.start, -1,
			   "\"layouts\" is %s, expected an object", json_type_name(layouts->type));
		return;
	}
	for (const struct json *node = layouts->first; node; node = node->next) {
		const struct json *list = json_find(node, "layout");
		const char *name = real_name(r->kb, node->key);
		struct qmk_layout *same = find_layout(r, name);

		if (!list || list->type != JSON_ARRAY || !list->count || list->count > KEYBOARD_MAX_KEYS)
			qmk_report(r, &qmk_bad_layout, text, node->span.start, -1,
				   "layout %s is left out: expected \"layout\", a list of 1 to %d keys", name,
				   KEYBOARD_MAX_KEYS);
		else if (same)
			merge_layout(r, text, same, list);
		else if (r->layouts == KEYBOARD_MAX_LAYOUTS)
			qmk_report(r, &qmk_bad_layout, text, node->span.start, -1,
				   "layout %s is left out: at most %d are read", name, KEYBOARD_MAX_LAYOUTS);
		else
			add_layout(r, text, name, list);
	}
}

/* What a key lacks that it cannot do without; NULL: nothing. */
static const char *missing(const struct qmk_key *key)
{
	return !(key->given & GIVEN_MATRIX) ? "\"matrix\", [row, column]"
	       : !(key->given & GIVEN_X)    ? "\"x\""
	       : !(key->given & GIVEN_Y)    ? "\"y\""
					    : NULL;
}

static bool is_whole(struct qmk_reader *r, const struct qmk_layout *layout)
{
	for (size_t i = 0; i < layout->keys; i++) {
		const char *what = missing(&layout->key[i]);

		if (!what)
			continue;
		qmk_report(r, &qmk_bad_layout, layout->text, layout->offset, (int)i,
			   "layout %s is left out: key %zu has no %s", layout->name, i, what);
		return false;
	}
	return true;
}

/* A turned key without a pivot turns about its centre; with half of one, the other half is 0 as in KLE. */
static struct key finished(const struct qmk_key *from)
{
	struct key key = from->key;

	if (!(from->given & (GIVEN_PIVOT_X | GIVEN_PIVOT_Y))) {
		key.pivot_x_cu = (int16_t)(key.x_cu + key.w_cu / 2);
		key.pivot_y_cu = (int16_t)(key.y_cu + key.h_cu / 2);
	}
	return key;
}

void qmk_finish_layouts(struct qmk_reader *r)
{
	struct keyboard *kb = r->kb;

	kb->layout = mem_new(r->layouts, sizeof(*kb->layout));
	for (size_t i = 0; i < r->layouts; i++) {
		struct qmk_layout *from = &r->layout[i];
		struct layout *to = &kb->layout[kb->layouts];

		if (is_whole(r, from)) {
			to->name = mem_copy_text(from->name);
			to->keys = from->keys;
			to->key = mem_new(to->keys, sizeof(*to->key));
			for (size_t k = 0; k < to->keys; k++)
				to->key[k] = finished(&from->key[k]);
			kb->layouts++;
		}
	}
	while (r->layouts)
		drop_last_layout(r);
	free(r->layout);
	r->layout = NULL;
}
