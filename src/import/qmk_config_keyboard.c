/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "qmk_keyboard_private.h"

const struct diagnostic_kind keyboard_bad_value = { "keyboard-value", SEVERITY_WARNING };
const struct diagnostic_kind keyboard_bad_layout = { "keyboard-layout", SEVERITY_ERROR };
static const struct diagnostic_kind bad_matrix = { "keyboard-matrix", SEVERITY_ERROR };

enum { MAX_FEATURES = 256 };

void keyboard_report(struct keyboard_reader *r, const struct diagnostic_kind *kind, const struct json *node,
		     int key, const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	struct str s = STR_INIT;
	const char *path;
	va_list ap;

	place.key = key;
	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	if (node && qmk_config_place(r->config, node, &path, &place.line, &place.column))
		diagnostics_add_in_file(r->diagnostics, kind, path, place, "%s", str_text(&s));
	else
		diagnostics_add(r->diagnostics, kind, place, "%s", str_text(&s));
	str_release(&s);
}

static void wrong_type(struct keyboard_reader *r, const struct json *node, const char *path, const char *what)
{
	keyboard_report(r, &keyboard_bad_value, node, -1, "\"%s\" must be %s; it is not used", path, what);
}

static void read_texts(struct keyboard_reader *r)
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
		const struct json *node = json_member(r->info, rows[i].path);

		if (node && node->type != JSON_TEXT)
			wrong_type(r, node, rows[i].path, "a text");
		else if (node && strcmp(node->text, "unknown"))
			mem_set_text(rows[i].to, node->text);
	}
}

static uint16_t read_usb_id(struct keyboard_reader *r, const char *path)
{
	const struct json *node = json_find(r->info, path);
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
	wrong_type(r, node, path, "of the form 0x1A2B");
	return 0;
}

/* The length of a list; 0 when there is none. */
static size_t list_length(const struct keyboard_reader *r, const char *path)
{
	const struct json *node = json_find(r->info, path);

	return node && node->type == JSON_ARRAY ? node->count : 0;
}

/* As it was said, or as the pins have it; nothing of it is used when it is too large. */
static void read_matrix_size(struct keyboard_reader *r)
{
	const struct json *rows = json_find(r->info, "matrix_size.rows");
	const struct json *cols = json_find(r->info, "matrix_size.cols");

	if (!rows || !cols || rows->type != JSON_NUMBER || cols->type != JSON_NUMBER)
		return;
	if (rows->number >= 1 && rows->number <= KEYBOARD_MAX_ROWS && cols->number >= 1 &&
	    cols->number <= KEYBOARD_MAX_COLS) {
		r->kb->rows = (int)rows->number;
		r->kb->cols = (int)cols->number;
		return;
	}
	keyboard_report(r, &bad_matrix, rows, -1,
			"the matrix has %g rows and %g columns; at most %d and %d are read", rows->number,
			cols->number, KEYBOARD_MAX_ROWS, KEYBOARD_MAX_COLS);
}

/* A matrix that is not said, or too small for the keys, is as large as they need. */
static void fit_matrix(struct keyboard_reader *r)
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
	kb->rows = kb->rows < rows ? rows : kb->rows;
	kb->cols = kb->cols < cols ? cols : kb->cols;
}

static void read_encoders(struct keyboard_reader *r)
{
	size_t left = list_length(r, "encoder.rotary"), right = 0;

	if (r->kb->split)
		right = json_find(r->info, "split.encoder.right.rotary")
				? list_length(r, "split.encoder.right.rotary")
				: left;
	if (left + right > KEYBOARD_MAX_ENCODERS) {
		keyboard_report(r, &keyboard_bad_value, json_find(r->info, "encoder.rotary"), -1,
				"%zu encoders are given; at most %d are used", left + right,
				KEYBOARD_MAX_ENCODERS);
		left = KEYBOARD_MAX_ENCODERS;
		right = 0;
	}
	r->kb->encoders = (int)(left + right);
}

static void read_aliases(struct keyboard_reader *r)
{
	const struct json *aliases = json_member(r->info, "layout_aliases");
	struct keyboard *kb = r->kb;
	size_t cap = 0;

	for (const struct json *node = aliases ? aliases->first : NULL; node; node = node->next) {
		if (!node->key || node->type != JSON_TEXT) {
			wrong_type(r, node, "layout_aliases", "an object of names");
			continue;
		}
		if (kb->aliases == KEYBOARD_MAX_LAYOUTS) {
			wrong_type(r, node, "layout_aliases", "of at most 256 names");
			return;
		}
		kb->alias = mem_grow(kb->alias, kb->aliases, &cap, sizeof(*kb->alias));
		kb->alias[kb->aliases].alias = mem_copy_text(node->key);
		kb->alias[kb->aliases++].name = mem_copy_text(node->text);
	}
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_features(struct keyboard_reader *r)
{
	const struct json *features = json_member(r->info, "features");
	struct keyboard *kb = r->kb;
	size_t cap = 0;

	for (const struct json *node = features ? features->first : NULL; node; node = node->next) {
		if (!node->key || !json_is_true(node) || kb->features == MAX_FEATURES)
			continue;
		kb->feature = mem_grow(kb->feature, kb->features, &cap, sizeof(*kb->feature));
		kb->feature[kb->features++] = mem_copy_text(node->key);
	}
	if (kb->features)
		qsort(kb->feature, kb->features, sizeof(*kb->feature), compare_names);
}

static const struct diagnostic *find_error(const struct diagnostics *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].kind->severity == SEVERITY_ERROR)
			return &all->item[i];
	return NULL;
}

/* Why there is nothing to draw: what was found first, when it was read or before. What is of no file is told of the
 * keyboard's own. */
static bool fail(const struct keyboard_reader *r, const struct diagnostics *before, struct err *err)
{
	const struct diagnostic *d = find_error(before);
	const char *file = qmk_config_file(r->config, 0);

	d = d ? d : find_error(r->diagnostics);
	if (d && d->file)
		file = symbol_text(d->file);
	err_set(err, ERR_PARSE, "%s%s", d ? "no layout can be used: " : "",
		d ? d->text : "expected \"layouts\" with at least one layout");
	return file ? err_wrap(err, "%s", file) : false;
}

static void read_all(struct keyboard_reader *r)
{
	read_aliases(r);
	keyboard_read_layouts(r);
	read_texts(r);
	r->kb->usb_vid = read_usb_id(r, "usb.vid");
	r->kb->usb_pid = read_usb_id(r, "usb.pid");
	r->kb->split = json_is_true(json_find(r->info, "split.enabled"));
	read_matrix_size(r);
	fit_matrix(r);
	read_encoders(r);
	read_features(r);
}

struct keyboard *qmk_config_keyboard(const struct qmk_config *config, const char *id,
				     struct diagnostics *diagnostics, struct err *err)
{
	struct diagnostics found = { 0 };
	struct keyboard_reader r = { .config = config,
				     .info = config->salvaged ? config->salvaged : config->info,
				     .kb = keyboard_new(),
				     .diagnostics = &found };

	mem_set_text(&r.kb->id, id);
	read_all(&r);
	if (!r.kb->layouts) {
		fail(&r, diagnostics, err);
		keyboard_free(r.kb);
		r.kb = NULL;
	}
	diagnostics_append(diagnostics, &found);
	return r.kb;
}
