/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "qmk_config_private.h"
#include "qmk_pins_private.h"

/*
 * What QMK leaves to the compiler, or to the day when keys turn out dead. Rows and columns without keys are left alone:
 * keyboards have such, with any pin, to fill a half of which they use a part.
 */

/* More rows or columns than QMK takes are refused elsewhere. More direct pins than these no processor has. */
enum { MAX_LINES = 64, MAX_PINS = 256 };

/* One of a half, with the row or the column that it is for, or both if it is wired to one key; -1: neither. */
struct pin {
	const struct json *node;
	int row, col;
	bool borrowed; /* the right half takes the left's */
};

/* The columns that have keys in any layout, a bit each, by row of the half. */
struct keys {
	uint64_t row[MAX_LINES];
};

struct half {
	struct keys keys;
	struct pin pin[MAX_PINS];
	size_t count;
};

/* Those of the processor that is said: QMK takes an atmega32u4 where none is, and a file out of its tree may lack it. */
static const struct qmk_pins *find_pins(const struct qmk_merge *m)
{
	const struct json *processor = json_member(m->info, "processor");

	if (!processor || (!processor->file && !json_member(m->info, "development_board")))
		return NULL;
	for (size_t i = 0; i < qmk_builtin_pins_count; i++)
		if (!strcmp(qmk_builtin_pins[i].processor, json_text(processor)))
			return &qmk_builtin_pins[i];
	return NULL;
}

static bool has_pin(const struct qmk_pins *pins, const char *name)
{
	size_t len = strcspn(name, "0123456789");
	long number = strtol(name + len, NULL, 10);

	for (const struct qmk_pin_range *range = pins->range; range->name; range++)
		if (strlen(range->name) == len && !strncmp(range->name, name, len) &&
		    number >= range->first && number <= range->last)
			return true;
	return false;
}

/* Nothing is wired to NO_PIN, and null and numbers name no pin. */
static bool is_pin(const struct json *node)
{
	return node->type == JSON_TEXT && strpbrk(node->text, "0123456789");
}

static void check_known(struct qmk_merge *m, const struct qmk_pins *pins, const struct json *node)
{
	if (!has_pin(pins, node->text))
		qmk_config_report(m, CONFIG_PIN_UNKNOWN, node, "the %s has no pin %s; its pins are %s",
				  pins->processor, node->text, pins->text);
}

/* All that is in @node, which JSON_MAX_DEPTH bounds. */
static void check_all_known(struct qmk_merge *m, const struct qmk_pins *pins, const struct json *node)
{
	if (is_pin(node))
		check_known(m, pins, node);
	for (const struct json *child = node->first; child; child = child->next)
		check_all_known(m, pins, child);
}

static bool has_key(const struct keys *keys, int row, int col)
{
	return keys->row[row] >> col & 1;
}

static bool col_has_keys(const struct keys *keys, int col)
{
	for (int row = 0; row < MAX_LINES; row++)
		if (has_key(keys, row, col))
			return true;
	return false;
}

static bool is_used(const struct keys *keys, const struct pin *pin)
{
	if (pin->row < 0)
		return col_has_keys(keys, pin->col);
	return pin->col < 0 ? keys->row[pin->row] : has_key(keys, pin->row, pin->col);
}

/* Whether keys of two that share a pin cannot be told apart, or, of a row and a column, cannot be seen. */
static bool clash(const struct keys *keys, const struct pin *a, const struct pin *b)
{
	if (a->row >= 0 && b->row >= 0 && a->col >= 0)
		return is_used(keys, a) && is_used(keys, b);
	if (a->row >= 0 && b->row >= 0)
		return keys->row[a->row] & keys->row[b->row];
	if (a->row >= 0 || b->row >= 0)
		return has_key(keys, a->row >= 0 ? a->row : b->row, a->row >= 0 ? b->col : a->col);
	for (int row = 0; row < MAX_LINES; row++)
		if (has_key(keys, row, a->col) && has_key(keys, row, b->col))
			return true;
	return false;
}

static void add_name(struct str *out, const struct pin *pin)
{
	if (pin->row >= 0)
		str_addf(out, "row %d", pin->row);
	if (pin->col >= 0)
		str_addf(out, "%scolumn %d", pin->row >= 0 ? " " : "", pin->col);
}

static void report_twice(struct qmk_merge *m, const struct pin *first, const struct pin *again, bool right)
{
	struct str text = STR_INIT;
	const char *path;
	int line, column;

	str_addf(&text, "%s is the pin of ", again->node->text);
	add_name(&text, first);
	if (qmk_config_place(m->config, first->node, &path, &line, &column))
		str_addf(&text, " (%s, line %d, column %d)", path, line, column);
	str_add(&text, " and of ");
	add_name(&text, again);
	qmk_config_report(m, CONFIG_PIN_TWICE, again->node, "%s%s", str_text(&text),
			  right ? " of the right half" : "");
	str_release(&text);
}

/* @left is NULL for the left half; what that was told of is not told again. @pins may be NULL. */
static void check_half(struct qmk_merge *m, const struct half *half, const struct half *left,
		       const struct qmk_pins *pins)
{
	for (size_t i = 0; i < half->count; i++) {
		const struct pin *pin = &half->pin[i];

		if (pins && is_used(&half->keys, pin) && !(pin->borrowed && is_used(&left->keys, pin)))
			check_known(m, pins, pin->node);
		for (size_t k = 0; k < i; k++) {
			const struct pin *first = &half->pin[k];

			if (strcmp(first->node->text, pin->node->text) != 0 ||
			    !clash(&half->keys, first, pin))
				continue;
			if (!(first->borrowed && pin->borrowed && clash(&left->keys, first, pin)))
				report_twice(m, first, pin, left);
			break;
		}
	}
}

static void add_pin(struct half *half, const struct json *node, int row, int col, bool borrowed)
{
	if (half->count < MAX_PINS && row < MAX_LINES && col < MAX_LINES && is_pin(node))
		half->pin[half->count++] = (struct pin){ node, row, col, borrowed };
}

/* One of the lists of a half: @own has it, or it is the left's. */
static const struct json *find_list(const struct json *own, const struct json *left, const char *name,
				    bool *borrowed)
{
	const struct json *list = json_member(own, name);

	*borrowed = !list;
	list = list ? list : json_member(left, name);
	return list && list->type == JSON_ARRAY ? list : NULL;
}

static void add_pins(struct half *half, const struct json *own, const struct json *left)
{
	bool borrowed;
	const struct json *list = find_list(own, left, "direct", &borrowed);
	int at = 0;

	if (list) {
		for (const struct json *row = list->first; row; row = row->next, at++) {
			int col = 0;

			for (const struct json *node = row->first; node; node = node->next)
				add_pin(half, node, at, col++, borrowed);
		}
		return;
	}
	list = find_list(own, left, "rows", &borrowed);
	for (const struct json *node = list ? list->first : NULL; node; node = node->next)
		add_pin(half, node, at++, -1, borrowed);
	list = find_list(own, left, "cols", &borrowed);
	at = 0;
	for (const struct json *node = list ? list->first : NULL; node; node = node->next)
		add_pin(half, node, -1, at++, borrowed);
}

/* The keys of all layouts; those of @rows and more are the right half's. */
static void read_keys(const struct qmk_merge *m, int64_t rows, struct keys *left, struct keys *right)
{
	for (const struct json *layout = json_member(m->info, "layouts")->first; layout;
	     layout = layout->next)
		for (const struct json *key = json_member(layout, "layout")->first; key; key = key->next) {
			const struct json *matrix = json_member(key, "matrix");
			int64_t row, col;

			if (!matrix || !json_int(json_at(matrix, 0), 0, 2 * MAX_LINES - 1, &row) ||
			    !json_int(json_at(matrix, 1), 0, MAX_LINES - 1, &col))
				continue;
			if (row < rows)
				left->row[row] |= UINT64_C(1) << col;
			else if (row - rows < MAX_LINES)
				right->row[row - rows] |= UINT64_C(1) << col;
		}
}

static void check_matrix(struct qmk_merge *m, const struct qmk_pins *pins)
{
	const struct json *matrix = json_member(m->info, "matrix_pins");
	bool split = qmk_truthy(json_find(m->info, "split.enabled"));
	struct half left = { 0 }, right = { 0 };
	int64_t rows = MAX_LINES;

	/* Code of the keyboard's own reads these, often through a chip with pins of its own. */
	if (qmk_truthy(json_member(matrix, "custom")) || qmk_truthy(json_member(matrix, "custom_lite")))
		return;
	if (split && json_int(json_find(m->info, "matrix_size.rows"), 0, 2 * MAX_LINES, &rows))
		rows /= 2;
	read_keys(m, rows, &left.keys, &right.keys);
	add_pins(&left, matrix, NULL);
	check_half(m, &left, NULL, pins);
	if (!split)
		return;
	add_pins(&right, json_find(m->info, "split.matrix_pins.right"), matrix);
	check_half(m, &right, &left, pins);
}

bool qmk_config_check_pins(struct qmk_merge *m)
{
	static const char *const members[] = {
		"apa102.clock_pin",
		"apa102.data_pin",
		"audio.pins",
		"audio.power_control.pin",
		"backlight.pin",
		"backlight.pins",
		"dip_switch.pins",
		"encoder.rotary",
		"indicators",
		"ps2.clock_pin",
		"ps2.data_pin",
		"qmk_lufa_bootloader",
		"rgblight.pin",
		"split.dip_switch.right.pins",
		"split.encoder.right.rotary",
		"split.handedness.matrix_grid",
		"split.handedness.pin",
		"split.serial.pin",
		"split.soft_serial_pin",
		"split.usb_detect.pin",
		"usb_detect.pin",
		"ws2812.pin",
	};
	const struct qmk_pins *pins = find_pins(m);

	check_matrix(m, pins);
	for (size_t i = 0; pins && i < COUNT(members); i++) {
		const struct json *node = json_find(m->info, members[i]);

		if (node)
			check_all_known(m, pins, node);
	}
	return true;
}
