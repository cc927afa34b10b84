/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "import/via_definition.h"
#include "via_keys.h"

static const struct diagnostic_kind bad_value = { "via-value", SEVERITY_WARNING };

enum { MAX_KEYCODES = 1024, MAX_PRESETS = 64 };

struct reader {
	struct json_doc *doc;
	const struct json *root;
	struct via_definition *definition;
	struct diagnostics *diagnostics;
};

static void wrong_type(struct reader *r, const struct json *node, const char *what, const char *expected)
{
	kle_report(r->doc, node, &bad_value, r->diagnostics, "%s must be %s, found %s; it is not used", what,
		   expected, json_type_name(node->type));
}

/* Member @name of @object when it is of @type; another is told. */
static const struct json *member(struct reader *r, const struct json *object, const char *name,
				 enum json_type type, const char *expected)
{
	const struct json *node = json_find(object, name);
	struct str what = STR_INIT;

	if (!node || node->type == type)
		return node;
	str_addf(&what, "\"%s\"", name);
	wrong_type(r, node, str_text(&what), expected);
	str_release(&what);
	return NULL;
}

/* "0x1A2B", "1A2B" as VIA takes it, or a number. */
static uint16_t read_id(struct reader *r, const char *name)
{
	const struct json *node = json_find(r->root, name);
	const char *digits = json_text(node);
	int64_t number;
	char *end;

	if (!node)
		return 0;
	if (json_int(node, 0, UINT16_MAX, &number))
		return (uint16_t)number;
	number = isxdigit((unsigned char)digits[0]) ? strtol(digits, &end, 16) : -1;
	if (number >= 0 && number <= UINT16_MAX && !end[strspn(end, " ")])
		return (uint16_t)number;
	wrong_type(r, node, name, "of the form \"0x1A2B\"");
	return 0;
}

/* On one line, what a person wrote as HJSON too. */
static void keep(const struct json *node, char **to)
{
	struct str line = STR_INIT;

	if (!node)
		return;
	json_add_line(&line, node);
	free(*to);
	*to = str_take(&line);
}

static bool read_matrix(struct reader *r, struct err *err)
{
	const struct json *matrix = json_find(r->root, "matrix");
	int64_t rows, cols;

	if (!matrix)
		return err_set(err, ERR_PARSE,
			       "no \"matrix\": a definition has \"matrix\": {\"rows\": 5, \"cols\": 15}");
	if (!json_int(json_find(matrix, "rows"), 1, KEYBOARD_MAX_ROWS, &rows) ||
	    !json_int(json_find(matrix, "cols"), 1, KEYBOARD_MAX_COLS, &cols)) {
		int line, column;

		json_place(r->doc, matrix->span.start, &line, &column);
		return err_set(err, ERR_RANGE,
			       "line %d, column %d: expected a matrix of up to %d \"rows\" and %d \"cols\"",
			       line, column, KEYBOARD_MAX_ROWS, KEYBOARD_MAX_COLS);
	}
	r->definition->rows = (int)rows;
	r->definition->cols = (int)cols;
	return true;
}

static void read_option(struct reader *r, const struct json *node)
{
	struct via_definition *d = r->definition;
	struct via_option *option = &d->option[d->options];
	bool list = node->type == JSON_ARRAY && node->count > 1 && node->count - 1 <= VIA_MAX_CHOICES;
	const struct json *name = list ? node->first : node;

	d->options++;
	option->name = mem_copy_text(json_text(name));
	if (!list && node->type != JSON_TEXT)
		wrong_type(r, node, "a layout option", "a name, or a list of its name and its choices");
	if (!list)
		return;
	option->choice = mem_new(node->count - 1, sizeof(*option->choice));
	for (const struct json *choice = name->next; choice; choice = choice->next) {
		if (choice->type != JSON_TEXT)
			wrong_type(r, choice, "a choice", "a name");
		option->choice[option->choices++] = mem_copy_text(json_text(choice));
	}
}

static void read_options(struct reader *r, const struct json *layouts)
{
	const struct json *labels = member(r, layouts, "labels", JSON_ARRAY, "a list");

	if (!labels)
		return;
	r->definition->option = mem_new(VIA_MAX_OPTIONS, sizeof(*r->definition->option));
	for (const struct json *node = labels->first; node; node = node->next) {
		if (r->definition->options == VIA_MAX_OPTIONS) {
			kle_report(r->doc, node, &bad_value, r->diagnostics,
				   "more than %d layout options; those from here on are not used",
				   VIA_MAX_OPTIONS);
			return;
		}
		read_option(r, node);
	}
}

static void read_preset(struct reader *r, const struct json *node)
{
	struct via_definition *d = r->definition;
	struct via_preset *preset = &d->preset[d->presets++];

	*preset = (struct via_preset){ mem_copy_text(node->key), mem_new(d->options, 1), 0 };
	for (const struct json *item = node->first; item && preset->choices < d->options; item = item->next) {
		const struct via_option *option = &d->option[preset->choices];
		int64_t choice = 0;

		if (!json_int(item, 0, (int64_t)via_option_choices(option) - 1, &choice))
			kle_report(r->doc, item, &bad_value, r->diagnostics,
				   "preset %s: expected a choice of %s from 0 to %zu; 0 is used", node->key,
				   option->name, via_option_choices(option) - 1);
		preset->choice[preset->choices++] = (uint8_t)choice;
	}
}

static void read_presets(struct reader *r, const struct json *layouts)
{
	const struct json *presets = member(r, layouts, "presets", JSON_OBJECT, "an object");

	if (!presets)
		return;
	r->definition->preset = mem_new(MAX_PRESETS, sizeof(*r->definition->preset));
	for (const struct json *node = presets->first; node; node = node->next) {
		if (node->type != JSON_ARRAY || r->definition->presets == MAX_PRESETS)
			wrong_type(r, node, "a preset", "a list of choices, one of 64 at most");
		else
			read_preset(r, node);
	}
}

static void read_keycodes(struct reader *r)
{
	const struct json *list = member(r, r->root, "customKeycodes", JSON_ARRAY, "a list");
	struct via_definition *d = r->definition;

	if (!list)
		return;
	d->keycode = mem_new(list->count < MAX_KEYCODES ? list->count : MAX_KEYCODES, sizeof(*d->keycode));
	for (const struct json *node = list->first; node && d->keycodes < MAX_KEYCODES; node = node->next) {
		if (node->type != JSON_OBJECT)
			wrong_type(r, node, "a custom keycode", "an object with \"name\" and \"title\"");
		d->keycode[d->keycodes++] =
			(struct via_keycode){ mem_copy_text(json_text(json_find(node, "name"))),
					      mem_copy_text(json_text(json_find(node, "title"))),
					      mem_copy_text(json_text(json_find(node, "shortName"))) };
	}
	if (list->count > MAX_KEYCODES)
		kle_report(r->doc, list, &bad_value, r->diagnostics, "%zu custom keycodes; %d are used",
			   list->count, MAX_KEYCODES);
}

static bool read_keys(struct reader *r, const struct json *layouts, struct err *err)
{
	const struct json *rows = json_find(layouts, "keymap");
	struct kle_keys keys = { 0 };

	if (!rows || rows->type != JSON_ARRAY)
		return err_set(err, ERR_PARSE,
			       "no \"keymap\" in \"layouts\": a definition has a list of KLE's rows");
	kle_rows_read(r->doc, rows, &keys, r->diagnostics);
	if (via_keys_draw_turns(&keys))
		r->definition->format = VIAL_DEFINITION;
	via_keys_take(r->doc, &keys, r->definition, r->diagnostics);
	free(keys.key);
	if (rows->first && rows->first->type == JSON_OBJECT)
		keep(rows->first, &r->definition->kle);
	for (size_t i = 0; i < r->definition->keys; i++)
		if (r->definition->key[i].row != VIA_NONE)
			return true;
	return err_set(err, ERR_PARSE, "the definition draws no key that has a row and a column");
}

/* What is read by name; the rest of the root is kept as it is. */
static const char *const known[] = { "name",           "vendorId", "productId", "matrix",
				     "layouts",        "keycodes", "menus",     "customKeycodes",
				     "customMenus",    "lighting", "vial",      "customFeatures",
				     "firmwareVersion" };

static bool is_known(const char *name)
{
	for (size_t i = 0; i < COUNT(known); i++)
		if (!strcmp(known[i], name))
			return true;
	return false;
}

static void read_rest(struct reader *r)
{
	struct via_definition *d = r->definition;
	const struct {
		const char *name;
		char **to;
	} kept[] = { { "lighting", &d->lighting },
		     { "keycodes", &d->keycode_sets },
		     { "menus", &d->menus },
		     { "customMenus", &d->custom_menus },
		     { "customFeatures", &d->custom_features },
		     { "vial", &d->vial } };
	struct json_doc *doc = json_doc_new();
	struct json *other = json_edit_root(doc);

	for (size_t i = 0; i < COUNT(kept); i++)
		keep(json_find(r->root, kept[i].name), kept[i].to);
	for (const struct json *node = r->root->first; node; node = node->next)
		if (!is_known(node->key))
			json_put(doc, other, node->key, json_copy(doc, node));
	if (other->count)
		keep(other, &d->other);
	json_doc_free(doc);
}

static void read_head(struct reader *r)
{
	struct via_definition *d = r->definition;
	const struct json *name = member(r, r->root, "name", JSON_TEXT, "a text");
	const struct json *version = json_find(r->root, "firmwareVersion");

	if (name)
		mem_set_text(&d->name, name->text);
	d->usb_vid = read_id(r, "vendorId");
	d->usb_pid = read_id(r, "productId");
	d->has_firmware_version = json_int(version, INT64_MIN, INT64_MAX, &d->firmware_version);
	if (version && !d->has_firmware_version)
		wrong_type(r, version, "\"firmwareVersion\"", "a whole number");
}

/* Most vial.json have an id, too; how they draw encoders is seen later. */
static enum via_format format_of(const struct json *root)
{
	if (json_find(root, "vial") || !json_find(root, "vendorId") ||
	    !strcmp(json_text(json_find(root, "lighting")), "vialrgb"))
		return VIAL_DEFINITION;
	if (json_find(root, "lighting") || json_find(root, "customFeatures") ||
	    json_find(root, "customMenus"))
		return VIA_DEFINITION_V2;
	return VIA_DEFINITION_V3;
}

static bool read_root(struct reader *r, struct err *err)
{
	const struct json *layouts = json_find(r->root, "layouts");

	if (r->root->type != JSON_OBJECT)
		return err_set(err, ERR_PARSE, "expected a definition, an object in braces, found %s",
			       json_type_name(r->root->type));
	if (!read_matrix(r, err))
		return false;
	read_head(r);
	read_options(r, layouts);
	read_presets(r, layouts);
	read_keycodes(r);
	read_rest(r);
	return read_keys(r, layouts, err);
}

static struct via_definition *read_as(const char *text, size_t len, bool vial,
				      struct diagnostics *diagnostics, struct err *err)
{
	struct reader r = { .doc = json_parse(text, len, err), .diagnostics = diagnostics };

	if (!r.doc)
		return NULL;
	r.root = json_root(r.doc);
	r.definition = via_definition_new(vial ? VIAL_DEFINITION : format_of(r.root));
	if (!read_root(&r, err)) {
		via_definition_free(r.definition);
		r.definition = NULL;
	}
	json_doc_free(r.doc);
	return r.definition;
}

struct via_definition *via_definition_read(const char *text, size_t len, struct diagnostics *diagnostics,
					   struct err *err)
{
	return read_as(text, len, false, diagnostics, err);
}

struct via_definition *via_definition_read_vial(const char *text, size_t len, struct diagnostics *diagnostics,
						struct err *err)
{
	return read_as(text, len, true, diagnostics, err);
}

bool via_definition_is(const char *text, size_t len)
{
	struct err ignored;
	struct json_doc *doc = json_parse(text, len, &ignored);
	const struct json *keymap = doc ? json_find(json_root(doc), "layouts.keymap") : NULL;
	bool is = keymap && keymap->type == JSON_ARRAY && json_find(json_root(doc), "matrix");

	json_doc_free(doc);
	return is;
}
