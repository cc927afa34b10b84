/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "qmk_facts_private.h"
#include "qmk_private.h"

const struct diagnostic_kind qmk_bad_value = { "keyboard-value", SEVERITY_WARNING };
const struct diagnostic_kind qmk_bad_layout = { "keyboard-layout", SEVERITY_ERROR };
static const struct diagnostic_kind bad_matrix = { "keyboard-matrix", SEVERITY_ERROR };

enum { MAX_FEATURES = 256 };

void qmk_report(struct qmk_reader *r, const struct diagnostic_kind *kind, size_t text, uint32_t offset,
		int key, const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	struct str s = STR_INIT;
	va_list ap;

	json_place(r->doc[text], offset, &place.line, &place.column);
	place.key = key;
	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	diagnostics_add_in_file(r->diagnostics, kind, r->text[text].path, place, "%s", str_text(&s));
	str_release(&s);
}

/* The member at @path in the last text that has it; *@text says which that is. */
static const struct json *find(const struct qmk_reader *r, const char *path, size_t *text)
{
	for (*text = r->count; (*text)-- > 0;) {
		const struct json *node = json_find(json_root(r->doc[*text]), path);

		if (node)
			return node;
	}
	*text = 0;
	return NULL;
}

static void wrong_type(struct qmk_reader *r, size_t text, const struct json *node, const char *path,
		       const char *what)
{
	qmk_report(r, &qmk_bad_value, text, node->span.start, -1, "\"%s\" must be %s; it is not used", path,
		   what);
}

static void read_texts(struct qmk_reader *r)
{
	struct keyboard *kb = r->kb;
	const struct {
		const char *path;
		char **to;
	} rows[] = {
		{ "keyboard_name", &kb->name },    { "manufacturer", &kb->manufacturer },
		{ "maintainer", &kb->maintainer }, { "processor", &kb->processor },
		{ "bootloader", &kb->bootloader }, { "development_board", &kb->board },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t text;
		const struct json *node = find(r, rows[i].path, &text);

		if (node && node->type != JSON_TEXT)
			wrong_type(r, text, node, rows[i].path, "a text");
		if (!node || node->type != JSON_TEXT)
			continue;
		mem_set_text(rows[i].to, node->text);
	}
}

static void fill_from_board(struct keyboard *kb)
{
	for (size_t i = 0; i < qmk_builtin_boards_count; i++) {
		const struct qmk_board *board = &qmk_builtin_boards[i];

		if (strcmp(board->name, kb->board))
			continue;
		if (!kb->processor[0])
			mem_set_text(&kb->processor, board->processor);
		if (!kb->bootloader[0])
			mem_set_text(&kb->bootloader, board->bootloader);
	}
}

static uint16_t read_usb_id(struct qmk_reader *r, const char *path)
{
	size_t text;
	const struct json *node = find(r, path, &text);
	const char *digits = json_text(node);
	unsigned long value;
	int64_t number;
	char *end;

	if (!node || json_int(node, 0, 0xffff, &number))
		return node ? (uint16_t)number : 0;
	if (!strncmp(digits, "0x", 2) && strlen(digits) == 6) {
		value = strtoul(digits, &end, 16);
		if (!*end)
			return (uint16_t)value;
	}
	wrong_type(r, text, node, path, "of the form 0x1A2B");
	return 0;
}

/* The length of a list; 0 when there is none. */
static size_t list_length(const struct qmk_reader *r, const char *path)
{
	size_t text;
	const struct json *node = find(r, path, &text);

	return node && node->type == JSON_ARRAY ? node->count : 0;
}

static void read_matrix_size(struct qmk_reader *r)
{
	struct keyboard *kb = r->kb;
	size_t text, rows = list_length(r, "matrix_pins.rows"), cols = list_length(r, "matrix_pins.cols");
	const struct json *direct = find(r, "matrix_pins.direct", &text);
	int64_t given_rows, given_cols;

	if (direct && direct->type == JSON_ARRAY && direct->count) {
		rows = direct->count;
		cols = direct->first->type == JSON_ARRAY ? direct->first->count : 0;
	}
	rows *= kb->split ? 2 : 1;
	if (json_int(find(r, "matrix_size.rows", &text), 1, KEYBOARD_MAX_ROWS, &given_rows) &&
	    json_int(find(r, "matrix_size.cols", &text), 1, KEYBOARD_MAX_COLS, &given_cols)) {
		rows = (size_t)given_rows;
		cols = (size_t)given_cols;
	}
	if (rows > KEYBOARD_MAX_ROWS || cols > KEYBOARD_MAX_COLS) {
		diagnostics_add(r->diagnostics, &bad_matrix, PLACE_NONE,
				"the matrix has %zu rows and %zu columns; at most %d and %d are read", rows,
				cols, KEYBOARD_MAX_ROWS, KEYBOARD_MAX_COLS);
		rows = cols = 0;
	}
	kb->rows = rows && cols ? (int)rows : 0;
	kb->cols = rows && cols ? (int)cols : 0;
}

/* A matrix that is not said, or too small for the keys, is as large as they need. */
static void fit_matrix(struct qmk_reader *r)
{
	struct keyboard *kb = r->kb;
	int rows = 0, cols = 0;

	for (size_t i = 0; i < kb->layouts; i++) {
		for (size_t k = 0; k < kb->layout[i].keys; k++) {
			const struct key *key = &kb->layout[i].key[k];

			rows = key->row >= rows ? key->row + 1 : rows;
			cols = key->col >= cols ? key->col + 1 : cols;
		}
	}
	if (kb->rows && (kb->rows < rows || kb->cols < cols))
		diagnostics_add(
			r->diagnostics, &bad_matrix, PLACE_NONE,
			"the keys need a matrix of %d rows and %d columns, but its size is given as %d and "
			"%d; check matrix_pins and the keys' \"matrix\"",
			rows, cols, kb->rows, kb->cols);
	kb->rows = kb->rows < rows ? rows : kb->rows;
	kb->cols = kb->cols < cols ? cols : kb->cols;
}

static void read_encoders(struct qmk_reader *r)
{
	size_t left = list_length(r, "encoder.rotary"), right = 0, text;

	if (r->kb->split)
		right = find(r, "split.encoder.right.rotary", &text)
				? list_length(r, "split.encoder.right.rotary")
				: left;
	if (left + right > KEYBOARD_MAX_ENCODERS) {
		diagnostics_add(r->diagnostics, &qmk_bad_value, PLACE_NONE,
				"%zu encoders are given; at most %d are used", left + right,
				KEYBOARD_MAX_ENCODERS);
		left = KEYBOARD_MAX_ENCODERS;
		right = 0;
	}
	r->kb->encoders = (int)(left + right);
}

static void add_alias(struct keyboard *kb, size_t *cap, const char *alias, const char *name)
{
	for (size_t i = 0; i < kb->aliases; i++) {
		if (strcmp(kb->alias[i].alias, alias))
			continue;
		mem_set_text(&kb->alias[i].name, name);
		return;
	}
	kb->alias = mem_grow(kb->alias, kb->aliases, cap, sizeof(*kb->alias));
	kb->alias[kb->aliases].alias = mem_copy_text(alias);
	kb->alias[kb->aliases++].name = mem_copy_text(name);
}

static void read_aliases(struct qmk_reader *r, size_t text, size_t *cap)
{
	const struct json *aliases = json_find(json_root(r->doc[text]), "layout_aliases");

	for (const struct json *node = aliases ? aliases->first : NULL; node; node = node->next) {
		if (!node->key || node->type != JSON_TEXT)
			wrong_type(r, text, node, "layout_aliases", "an object of names");
		else if (r->kb->aliases == KEYBOARD_MAX_LAYOUTS)
			wrong_type(r, text, node, "layout_aliases", "of at most 256 names");
		else
			add_alias(r->kb, cap, node->key, node->text);
	}
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Each feature counts as the last text that names it says. */
static void read_features(struct qmk_reader *r)
{
	struct keyboard *kb = r->kb;
	size_t cap = 0, kept = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct json *features = json_find(json_root(r->doc[i]), "features");

		for (const struct json *node = features ? features->first : NULL; node; node = node->next) {
			if (!node->key || !json_is_true(node) || kb->features == MAX_FEATURES)
				continue;
			kb->feature = mem_grow(kb->feature, kb->features, &cap, sizeof(*kb->feature));
			kb->feature[kb->features++] = mem_copy_text(node->key);
		}
	}
	if (kb->features)
		qsort(kb->feature, kb->features, sizeof(*kb->feature), compare_names);
	for (size_t i = 0; i < kb->features; i++) {
		struct str path = STR_INIT;
		size_t text;
		bool on;

		str_addf(&path, "features.%s", kb->feature[i]);
		on = json_is_true(find(r, str_text(&path), &text));
		str_release(&path);
		if (!on || (kept && !strcmp(kb->feature[kept - 1], kb->feature[i])))
			free(kb->feature[i]);
		else
			kb->feature[kept++] = kb->feature[i];
	}
	kb->features = kept;
}

static bool parse_texts(struct qmk_reader *r, size_t count, struct err *err)
{
	if (!count || count > QMK_INFO_MAX_TEXTS)
		return err_set(err, ERR_RANGE, "expected 1 to %d texts of a keyboard", QMK_INFO_MAX_TEXTS);
	for (; r->count < count; r->count++) {
		const struct qmk_text *text = &r->text[r->count];

		r->doc[r->count] = json_parse(text->text, text->len, err);
		if (!r->doc[r->count])
			return err_wrap(err, "%s", text->path);
		if (json_root(r->doc[r->count])->type != JSON_OBJECT) {
			enum json_type type = json_root(r->doc[r->count++])->type;

			return err_set(err, ERR_PARSE, "%s: expected an object, found %s", text->path,
				       json_type_name(type));
		}
	}
	return true;
}

static bool read_all(struct qmk_reader *r, struct err *err)
{
	size_t cap = 0, text;

	r->layout = mem_new(KEYBOARD_MAX_LAYOUTS, sizeof(*r->layout));
	for (size_t i = 0; i < r->count; i++) {
		read_aliases(r, i, &cap);
		qmk_read_layouts(r, i);
	}
	qmk_finish_layouts(r);
	read_texts(r);
	fill_from_board(r->kb);
	r->kb->usb_vid = read_usb_id(r, "usb.vid");
	r->kb->usb_pid = read_usb_id(r, "usb.pid");
	r->kb->split = json_is_true(find(r, "split.enabled", &text));
	read_matrix_size(r);
	fit_matrix(r);
	read_encoders(r);
	read_features(r);
	if (!r->kb->layouts && r->diagnostics->count)
		return err_set(err, ERR_PARSE, "%s: no layout can be used: %s", r->text[0].path,
			       r->diagnostics->item[0].text);
	if (!r->kb->layouts)
		return err_set(
			err, ERR_PARSE,
			"%s: expected \"layouts\" with at least one layout; is this a keyboard's file?",
			r->text[0].path);
	return true;
}

struct keyboard *qmk_info_read(const char *id, const struct qmk_text *text, size_t count,
			       struct diagnostics *diagnostics, struct err *err)
{
	struct diagnostics found = { 0 };
	struct qmk_reader r = { .text = text, .diagnostics = &found };
	struct keyboard *kb = keyboard_new();

	r.kb = kb;
	mem_set_text(&kb->id, id);
	if (!parse_texts(&r, count, err) || !read_all(&r, err)) {
		keyboard_free(kb);
		kb = NULL;
	}
	for (size_t i = 0; i < r.count; i++)
		json_doc_free(r.doc[i]);
	diagnostics_append(diagnostics, &found);
	return kb;
}
