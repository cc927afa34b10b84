/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/kle.h"
#include "model/symbol.h"
#include "via_keys.h"

/* The byte behind the bracket that closes the one at @text; NULL: none does. */
static const char *skip_brackets(const char *text, const char *end)
{
	size_t depth = 0;

	for (; text < end; text++) {
		if (*text == '"') {
			for (text++; text < end && *text != '"'; text++)
				text += *text == '\\';
		} else if (*text == '[' || *text == '{') {
			depth++;
		} else if ((*text == ']' || *text == '}') && --depth == 0) {
			return text + 1;
		}
	}
	return NULL;
}

static const char *skip_blank(const char *text, const char *end)
{
	if (end - text >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		text += 3;
	while (text < end && isspace((unsigned char)*text))
		text++;
	return text;
}

/* Raw data is several rows one after the other; what one pair of brackets holds is the whole. */
static bool is_raw(const char *text, size_t len)
{
	const char *end = text + len, *start = skip_blank(text, end);
	const char *behind =
		start < end && (*start == '[' || *start == '{') ? skip_brackets(start, end) : NULL;

	return behind && skip_blank(behind, end) < end;
}

static struct json_doc *parse(const char *text, size_t len, struct err *err)
{
	return is_raw(text, len) ? json_parse_items(text, len, err) : json_parse(text, len, err);
}

/* Whether each key says its place in the matrix; an encoder may be without. */
static bool has_matrix(const struct kle_keys *keys)
{
	bool any = false;

	for (size_t i = 0; i < keys->count; i++) {
		const struct kle_key *key = &keys->key[i];
		struct kle_label label = key->label[KLE_TOP_LEFT];
		int row, col, encoder;

		if (via_label_is_pair(label, INT16_MAX, &row, &col))
			any = true;
		else if (!key->shape.decal &&
			 (label.len || !via_label_is_encoder(key->label[KLE_CENTRE], &encoder)))
			return false;
	}
	return any;
}

/* As large as the labels ask for. */
static void size_matrix(struct via_definition *d, const struct kle_keys *keys)
{
	d->rows = d->cols = 1;
	for (size_t i = 0; i < keys->count; i++) {
		int row, col;

		if (!via_label_is_pair(keys->key[i].label[KLE_TOP_LEFT], KEYBOARD_MAX_ROWS - 1, &row, &col))
			continue;
		d->rows = row >= d->rows ? row + 1 : d->rows;
		d->cols = col >= d->cols ? col + 1 : d->cols;
	}
}

static struct via_definition *take_labelled(const struct json_doc *doc, const struct kle_keys *keys,
					    struct diagnostics *diagnostics)
{
	struct via_definition *d = via_definition_new(VIA_DEFINITION_V3);

	size_matrix(d, keys);
	via_keys_take(doc, keys, d, diagnostics);
	return d;
}

/* What a person reads on a key: of "!" above "1" the lower, else the first there is. */
static uint32_t legend_of(const struct kle_key *key)
{
	const struct kle_label *label = &key->label[KLE_BOTTOM_LEFT];

	for (size_t i = 0; i < KLE_POSITIONS && !label->len; i++)
		label = &key->label[i];
	return label->len ? symbol_of_bytes(label->text, label->len) : 0;
}

/* The matrix is KLE's rows, each from the left as it is written. */
static struct via_definition *take_drawn(const struct kle_keys *keys, struct err *err)
{
	struct via_definition *d = via_definition_new(VIA_DEFINITION_V3);
	size_t last_row = SIZE_MAX;
	int row = -1, col = 0;

	d->key = mem_new(keys->count, sizeof(*d->key));
	for (size_t i = 0; i < keys->count; i++) {
		const struct kle_key *from = &keys->key[i];
		struct via_key key = { from->shape, VIA_NONE, VIA_NONE, VIA_NONE,       VIA_NONE,
				       VIA_NONE,    VIA_NONE, VIA_NONE, legend_of(from) };

		if (from->shape.decal || from->shape.ghost)
			continue;
		col = from->row == last_row ? col + 1 : 0;
		row += from->row != last_row;
		last_row = from->row;
		if (row >= KEYBOARD_MAX_ROWS || col >= KEYBOARD_MAX_COLS) {
			via_definition_free(d);
			err_set(err, ERR_RANGE,
				"more than %d rows or %d keys in a row: a keyboard has no such matrix",
				KEYBOARD_MAX_ROWS, KEYBOARD_MAX_COLS);
			return NULL;
		}
		key.row = (int16_t)row;
		key.col = (int16_t)col;
		d->rows = row + 1;
		d->cols = col >= d->cols ? col + 1 : d->cols;
		d->key[d->keys++] = key;
	}
	return d;
}

static struct keyboard *read_rows(const struct json_doc *doc, const struct json *rows,
				  struct diagnostics *diagnostics, struct err *err)
{
	const struct json *name = rows->first ? json_find(rows->first, "name") : NULL;
	struct kle_keys keys = { 0 };
	struct via_definition *d;
	struct keyboard *kb = NULL;

	kle_rows_read(doc, rows, &keys, diagnostics);
	d = has_matrix(&keys) ? take_labelled(doc, &keys, diagnostics) : take_drawn(&keys, err);
	free(keys.key);
	if (!d)
		return NULL;
	mem_set_text(&d->name, json_text(name));
	kb = via_definition_keyboard(d);
	via_definition_free(d);
	if (!kb->layouts) {
		keyboard_free(kb);
		kb = NULL;
		err_set(err, ERR_PARSE, "the text draws no key: expected rows of keys, as in [\"Q\", \"W\"]");
	}
	return kb;
}

struct keyboard *kle_read(const char *text, size_t len, struct diagnostics *diagnostics, struct err *err)
{
	struct json_doc *doc = parse(text, len, err);
	struct keyboard *kb = NULL;

	if (doc && json_root(doc)->type != JSON_ARRAY)
		err_set(err, ERR_PARSE, "expected rows of keys, as in [\"Q\", \"W\"], found %s",
			json_type_name(json_root(doc)->type));
	else if (doc)
		kb = read_rows(doc, json_root(doc), diagnostics, err);
	json_doc_free(doc);
	return kb;
}

bool kle_is(const char *text, size_t len)
{
	struct err ignored;
	struct json_doc *doc = parse(text, len, &ignored);
	const struct json *row = doc && json_root(doc)->type == JSON_ARRAY ? json_root(doc)->first : NULL;
	bool is;

	while (row && row->type == JSON_OBJECT)
		row = row->next;
	is = row &&
	     (row->type == JSON_TEXT || (row->type == JSON_ARRAY && row->first &&
					 (row->first->type == JSON_TEXT || row->first->type == JSON_OBJECT)));
	json_doc_free(doc);
	return is;
}
