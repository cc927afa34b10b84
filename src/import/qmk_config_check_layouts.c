/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "base/json_python.h"
#include "qmk_config_private.h"

/* QMK names a key without a label by a letter each for row and column; more than so many end its scripts. */
enum { NAMED = 52 };
static const char row_letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop";
static const char col_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijilmnopqrstuvwxyz";
_Static_assert(sizeof(row_letters) == NAMED + 1 && sizeof(col_letters) == NAMED + 1, "a letter each");

static const struct json *keys_of(const struct json *layout)
{
	return json_member(layout, "layout")->first;
}

/* What later checks look into without asking; QMK's schema says nothing of matrix_size. */
bool qmk_config_check_shape(struct qmk_merge *m)
{
	const struct json *layouts = json_member(m->info, "layouts"), *keys;
	const struct json *community = json_member(m->info, "community_layouts");
	const struct json *size = json_member(m->info, "matrix_size");

	if (!layouts || layouts->type != JSON_OBJECT)
		return qmk_config_refuse(m, CONFIG_TYPE, layouts, "\"layouts\" must be an object");
	if (size && size->type != JSON_OBJECT)
		return qmk_config_refuse(m, CONFIG_TYPE, size, "\"matrix_size\" is %s, expected an object",
					 json_type_name(size->type));
	if (community && community->count > QMK_CONFIG_MAX_COMMUNITY)
		return qmk_config_refuse(m, CONFIG_TYPE, community,
					 "%zu community layouts; at most %d are looked at", community->count,
					 QMK_CONFIG_MAX_COMMUNITY);
	for (const struct json *layout = layouts->first; layout; layout = layout->next) {
		keys = json_member(layout, "layout");
		if (!keys || keys->type != JSON_ARRAY)
			return qmk_config_refuse(m, CONFIG_LAYOUT_KEYS, layout,
						 "layout %s has no \"layout\", which lists its keys",
						 layout->key);
		for (const struct json *key = keys->first; key; key = key->next)
			if (key->type != JSON_OBJECT)
				return qmk_config_refuse(m, CONFIG_LAYOUT_KEYS, key,
							 "layout %s: expected an object, found %s",
							 layout->key, json_type_name(key->type));
	}
	return true;
}

bool qmk_config_check_any_layout(struct qmk_merge *m)
{
	const struct json *layouts = json_member(m->info, "layouts");
	bool any = false;

	for (const struct json *layout = layouts->first; layout; layout = layout->next)
		any = any || qmk_truthy(json_member(layout, "json_layout"));
	if (!any)
		qmk_config_report(m, CONFIG_NO_LAYOUT, NULL,
				  "No LAYOUTs defined! Need at least one layout defined in info.json.");
	return true;
}

bool qmk_config_check_macros(struct qmk_merge *m)
{
	for (const struct json *layout = json_member(m->info, "layouts")->first; layout;
	     layout = layout->next)
		if (qmk_truthy(json_member(layout, "c_macro")))
			qmk_config_report(m, CONFIG_LAYOUT_MACRO, layout,
					  "%s: Layout macro should not be defined within \".h\" files.",
					  layout->key);
	return true;
}

/* A number of matrix_size, which no schema looks at; 0 when it is not said. */
static bool size_of(struct qmk_merge *m, const char *path, double *out, struct str *text)
{
	static const struct json zero = { .type = JSON_NUMBER, .whole = true };
	const struct json *node = json_find(m->info, path);

	if (!node)
		node = &zero;
	if (node->type != JSON_NUMBER)
		return qmk_config_refuse(m, CONFIG_TYPE, node, "%s is %s, expected a number", path,
					 json_type_name(node->type));
	*out = node->number;
	str_clear(text);
	json_add_number(text, node);
	return true;
}

static bool matrix_of(struct qmk_merge *m, const char *layout, size_t index, const struct json *key, int *row,
		      int *col)
{
	const struct json *matrix = json_member(key, "matrix");
	int64_t values[2];

	if (!matrix || matrix->type != JSON_ARRAY || matrix->count != 2)
		return qmk_config_refuse(m, CONFIG_LAYOUT_MATRIX, key,
					 "%s: key %zu has no \"matrix\", [row, column]", layout, index);
	for (size_t i = 0; i < 2; i++)
		if (!json_int(json_at(matrix, i), 0, NAMED - 1, &values[i]))
			return qmk_config_refuse(
				m, CONFIG_MATRIX, matrix,
				"%s: the matrix position of key %zu must be two whole numbers "
				"from 0 to %d",
				layout, index, NAMED - 1);
	*row = (int)values[0];
	*col = (int)values[1];
	return true;
}

struct bounds {
	double rows, cols;
	struct str rows_text, cols_text;
};

static bool check_key_bounds(struct qmk_merge *m, const struct bounds *b, const char *layout, size_t index,
			     const struct json *key)
{
	const struct json *label = json_member(key, "label");
	char letters[] = "k__";
	int row, col;

	if (!matrix_of(m, layout, index, key, &row, &col))
		return false;
	letters[1] = row_letters[row];
	letters[2] = col_letters[col];
	if (row >= b->rows)
		qmk_config_report(m, CONFIG_KEY_BOUNDS, key,
				  "%s: Matrix row for key %zu (%s) is %d but must be less than %s", layout,
				  index, label ? json_text(label) : letters, row, str_text(&b->rows_text));
	if (col >= b->cols)
		qmk_config_report(m, CONFIG_KEY_BOUNDS, key,
				  "%s: Matrix column for key %zu (%s) is %d but must be less than %s", layout,
				  index, label ? json_text(label) : letters, col, str_text(&b->cols_text));
	return true;
}

bool qmk_config_check_bounds(struct qmk_merge *m)
{
	struct bounds b = { 0 };
	bool ok = size_of(m, "matrix_size.rows", &b.rows, &b.rows_text) &&
		  size_of(m, "matrix_size.cols", &b.cols, &b.cols_text);

	for (const struct json *layout = json_member(m->info, "layouts")->first; ok && layout;
	     layout = layout->next) {
		size_t index = 0;

		for (const struct json *key = keys_of(layout); ok && key; key = key->next)
			ok = check_key_bounds(m, &b, layout->key, index++, key);
	}
	str_release(&b.rows_text);
	str_release(&b.cols_text);
	return ok;
}

bool qmk_config_check_unique(struct qmk_merge *m)
{
	for (const struct json *layout = json_member(m->info, "layouts")->first; layout;
	     layout = layout->next) {
		bool seen[NAMED][NAMED] = { 0 };
		size_t index = 0;
		int row, col;

		for (const struct json *key = keys_of(layout); key; key = key->next, index++) {
			if (!matrix_of(m, layout->key, index, key, &row, &col))
				return false;
			if (seen[row][col]) {
				struct str text = STR_INIT;

				json_add_python(&text, key);
				qmk_config_report(m, CONFIG_KEY_TWICE, key,
						  "%s: Matrix location for key %zu is not unique %s",
						  layout->key, index, str_text(&text));
				str_release(&text);
			}
			seen[row][col] = true;
		}
	}
	return true;
}

static bool is_number(const struct json *node, double value, double otherwise)
{
	return node ? node->type == JSON_NUMBER && node->number == value : value == otherwise;
}

/* The left end of a key's lower row: an ISO Enter is wider above. */
static struct json left_of(const struct json *key)
{
	struct json x = *json_member(key, "x");

	if (is_number(json_member(key, "h"), 2, 1) && is_number(json_member(key, "w"), 1.25, 1)) {
		x.number -= 0.25;
		x.whole = false;
	}
	return x;
}

static void warn_offset(struct qmk_merge *m, const struct json *layout, char axis, const struct json *least)
{
	struct str text = STR_INIT;

	if (least->number <= 0)
		return;
	json_add_number(&text, least);
	qmk_config_report(m, CONFIG_LAYOUT_OFFSET, layout, "Layout \"%s\" is offset on %c axis by %s",
			  layout->key, axis, str_text(&text));
	str_release(&text);
}

bool qmk_config_check_offset(struct qmk_merge *m)
{
	for (const struct json *layout = json_member(m->info, "layouts")->first; layout;
	     layout = layout->next) {
		struct json x = { .number = INFINITY }, y = { .number = INFINITY };

		if (!keys_of(layout))
			return qmk_config_refuse(m, CONFIG_LAYOUT_KEYS, layout, "layout %s has no keys",
						 layout->key);
		for (const struct json *key = keys_of(layout); key; key = key->next) {
			const struct json *at_x = json_member(key, "x"), *at_y = json_member(key, "y");
			struct json left;

			if (!at_x || !at_y || at_x->type != JSON_NUMBER || at_y->type != JSON_NUMBER)
				return qmk_config_refuse(m, CONFIG_LAYOUT_KEYS, key,
							 "layout %s: a key has no \"x\" and \"y\"",
							 layout->key);
			left = left_of(key);
			x = left.number < x.number ? left : x;
			y = at_y->number < y.number ? *at_y : y;
		}
		warn_offset(m, layout, 'X', &x);
		warn_offset(m, layout, 'Y', &y);
	}
	return true;
}
