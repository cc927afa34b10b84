/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "qmk_keyboard_private.h"

/* A key, and which of its members were given. */
struct given_key {
	struct key key;
	unsigned given;
};

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

static bool read_numbers(const struct json *member, struct given_key *out, const char **known)
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

static bool read_matrix(const struct json *member, struct given_key *out)
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
static bool read_member(const struct json *member, struct given_key *out, char why[120])
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

/* What a key lacks that it cannot do without; NULL: nothing. */
static const char *missing(const struct given_key *key)
{
	return !(key->given & GIVEN_MATRIX) ? "\"matrix\", [row, column]"
	       : !(key->given & GIVEN_X)    ? "\"x\""
	       : !(key->given & GIVEN_Y)    ? "\"y\""
					    : NULL;
}

/* A turned key without a pivot turns about its centre; with half of one, the other half is 0 as in KLE. */
static struct key finished(const struct given_key *from)
{
	struct key key = from->key;

	if (!(from->given & (GIVEN_PIVOT_X | GIVEN_PIVOT_Y))) {
		key.pivot_x_cu = (int16_t)(key.x_cu + key.w_cu / 2);
		key.pivot_y_cu = (int16_t)(key.y_cu + key.h_cu / 2);
	}
	return key;
}

static bool bad_key(struct keyboard_reader *r, const char *layout, size_t index, const struct json *node,
		    const char *what)
{
	keyboard_report(r, &keyboard_bad_layout, node, (int)index, "layout %s is left out: key %zu: %s",
			layout, index, what);
	return false;
}

static bool read_key(struct keyboard_reader *r, const char *layout, size_t index, const struct json *node,
		     struct key *out)
{
	struct given_key key = { .key = { .w_cu = 100, .h_cu = 100, .encoder = -1 } };
	char why[120];
	const char *what;

	if (node->type != JSON_OBJECT)
		return bad_key(r, layout, index, node, "expected an object");
	for (const struct json *member = node->first; member; member = member->next)
		if (!read_member(member, &key, why))
			return bad_key(r, layout, index, member, why);
	what = missing(&key);
	if (what) {
		keyboard_report(r, &keyboard_bad_layout, node, (int)index,
				"layout %s is left out: key %zu has no %s", layout, index, what);
		return false;
	}
	*out = finished(&key);
	return true;
}

static void read_layout(struct keyboard_reader *r, const struct json *node)
{
	const struct json *list = json_member(node, "layout"), *key;
	struct layout *layout = &r->kb->layout[r->kb->layouts];
	size_t i = 0;

	if (!list || list->type != JSON_ARRAY || !list->count || list->count > KEYBOARD_MAX_KEYS) {
		keyboard_report(r, &keyboard_bad_layout, node, -1,
				"layout %s is left out: expected \"layout\", a list of 1 to %d keys",
				node->key, KEYBOARD_MAX_KEYS);
		return;
	}
	layout->key = mem_new(list->count, sizeof(*layout->key));
	for (key = list->first; key && read_key(r, node->key, i, key, &layout->key[i]); key = key->next)
		i++;
	if (key) {
		free(layout->key);
		layout->key = NULL;
		return;
	}
	layout->name = mem_copy_text(node->key);
	layout->keys = list->count;
	r->kb->layouts++;
}

void keyboard_read_layouts(struct keyboard_reader *r)
{
	const struct json *layouts = json_member(r->info, "layouts");

	if (!layouts)
		return;
	if (layouts->type != JSON_OBJECT) {
		keyboard_report(r, &keyboard_bad_value, layouts, -1, "\"layouts\" is %s, expected an object",
				json_type_name(layouts->type));
		return;
	}
	r->kb->layout = mem_new(layouts->count < KEYBOARD_MAX_LAYOUTS ? layouts->count : KEYBOARD_MAX_LAYOUTS,
				sizeof(*r->kb->layout));
	for (const struct json *node = layouts->first; node; node = node->next) {
		if (r->kb->layouts == KEYBOARD_MAX_LAYOUTS) {
			keyboard_report(r, &keyboard_bad_layout, node, -1,
					"layout %s is left out: at most %d are read", node->key,
					KEYBOARD_MAX_LAYOUTS);
			return;
		}
		read_layout(r, node);
	}
}
