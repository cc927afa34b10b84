/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "compile/keymap_json.h"
#include "compile/keyplane_json.h"
#include "import/keymap_c.h"
#include "import/keymap_json.h"
#include "import/keyplane_json.h"
#include "import/via_save.h"
#include "import/vil.h"
#include "model/keycode_dialect.h"
#include "project/format.h"

static bool ends_with(const char *path, const char *suffix)
{
	size_t len = strlen(path), end = strlen(suffix);

	return len >= end && !strcasecmp(path + len - end, suffix);
}

/* What tells one format of JSON from another. */
enum json_sort { JSON_SORT_KEYMAP, JSON_SORT_KEYPLANE, JSON_SORT_VIA, JSON_SORT_VIL };

/* Of a text that is no JSON, what its name makes of it. */
static enum json_sort sort_of_name(const char *path)
{
	return ends_with(path, ".keyplane.json") ? JSON_SORT_KEYPLANE
	       : ends_with(path, ".layout.json") ? JSON_SORT_VIA
	       : ends_with(path, ".vil")         ? JSON_SORT_VIL
						 : JSON_SORT_KEYMAP;
}

static enum json_sort sort_of_members(const struct json *root)
{
	if (!strcmp(json_text(json_find(root, "format")), KEYPLANE_JSON_FORMAT))
		return JSON_SORT_KEYPLANE;
	if (json_find(root, "vendorProductId") && json_find(root, "layers"))
		return JSON_SORT_VIA;
	if (json_find(root, "vial_protocol") && json_find(root, "layout"))
		return JSON_SORT_VIL;
	return JSON_SORT_KEYMAP;
}

static enum json_sort json_sort(const char *path, const char *text, size_t len)
{
	struct err ignored;
	struct json_doc *doc = json_parse(text, len, &ignored);
	enum json_sort sort = doc ? sort_of_members(json_root(doc)) : sort_of_name(path);

	json_doc_free(doc);
	return sort;
}

static bool is_sort(const char *path, const char *text, size_t len, enum json_sort sort)
{
	return (ends_with(path, ".json") || ends_with(path, ".hjson")) && json_sort(path, text, len) == sort;
}

static bool is_keymap_json(const char *path, const char *text, size_t len)
{
	return is_sort(path, text, len, JSON_SORT_KEYMAP);
}

static bool is_keyplane_json(const char *path, const char *text, size_t len)
{
	return is_sort(path, text, len, JSON_SORT_KEYPLANE);
}

static bool is_via_save(const char *path, const char *text, size_t len)
{
	return is_sort(path, text, len, JSON_SORT_VIA);
}

static bool is_vil(const char *path, const char *text, size_t len)
{
	return ends_with(path, ".vil") || is_sort(path, text, len, JSON_SORT_VIL);
}

static bool is_keymap_c(const char *path, const char *text, size_t len)
{
	(void)text;
	(void)len;
	return ends_with(path, ".c");
}

static void spell_via(struct action action, struct str *out)
{
	keycode_dialect_print(DIALECT_VIA_12, action, out);
}

static void spell_vial(struct action action, struct str *out)
{
	keycode_dialect_print(DIALECT_VIAL_6, action, out);
}

/* Sorted by name; a test asserts it. */
static const struct keymap_format formats[] = {
	{ "keymap.c", "QMK's in C, which is changed where it stands", "keymap.c", is_keymap_c, keymap_c_read,
	  keymap_c_update, NULL, NULL },
	{ "keymap.json", "QMK's and its Configurator's", ".json", is_keymap_json, keymap_json_read,
	  keymap_json_update, keymap_json_print, NULL },
	{ "keyplane", "keyplane's own: all of a keymap, in terms of no firmware", ".keyplane.json",
	  is_keyplane_json, keyplane_json_read, keyplane_json_update, keyplane_json_print, NULL },
	{ "via", "what VIA's app saves and loads", ".layout.json", is_via_save, via_save_read,
	  matrix_keymap_update, via_save_print, spell_via },
	{ "vial", "what Vial's app saves and loads", ".vil", is_vil, vil_read, matrix_keymap_update,
	  vil_print, spell_vial },
};

size_t keymap_format_count(void)
{
	return COUNT(formats);
}

const struct keymap_format *keymap_format_at(size_t index)
{
	return &formats[index];
}

const struct keymap_format *keymap_format_find(const char *name)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

const struct keymap_format *keymap_format_of(const char *path, const char *text, size_t len)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (formats[i].is(path, text, len))
			return &formats[i];
	return NULL;
}

bool keymap_format_fits_name(const struct keymap_format *format, const char *path)
{
	return ends_with(path, format->suffix);
}

const struct keymap_format *keymap_format_of_name(const char *path)
{
	const struct keymap_format *best = NULL;

	for (size_t i = 0; i < COUNT(formats); i++)
		if (keymap_format_fits_name(&formats[i], path) &&
		    (!best || strlen(formats[i].suffix) > strlen(best->suffix)))
			best = &formats[i];
	return best;
}

void keymap_format_spell(const struct keymap_format *format, struct action action, struct str *out)
{
	if (format && format->spell)
		format->spell(action, out);
	else
		action_print(action, out);
}
