/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "live_file_private.h"
#include "project/format.h"

#define BIT(part) (1u << (part))

enum {
	VIA_PARTS = BIT(DYNAMIC_KEYS) | BIT(DYNAMIC_TURNS) | BIT(DYNAMIC_MACROS),
	VIL_PARTS = VIA_PARTS | BIT(DYNAMIC_OPTIONS) | BIT(DYNAMIC_DANCES) | BIT(DYNAMIC_COMBOS) |
		    BIT(DYNAMIC_OVERRIDES) | BIT(DYNAMIC_ALT_REPEATS) | BIT(DYNAMIC_SETTINGS),
	ALL_PARTS = BIT(DYNAMIC_PARTS) - 1,
};

typedef bool check_of(struct live_reader *reader, const struct json *root, struct err *err);

/* By name; what keymap files of the same program are called (project/format.h), NULL: there are none. */
static const struct row {
	struct live_format format;
	const char *keymap_format;
	check_of *check;
} rows[] = {
	{ { .name = "keyplane",
	    .suffix = ".dynamic.json",
	    .help = "all that a keyboard holds, in hex: exact for every keyboard",
	    .parts = ALL_PARTS,
	    .print = live_keyplane_print,
	    .read = live_keyplane_read },
	  NULL,
	  live_keyplane_check },
	{ { .name = "via",
	    .suffix = ".layout.json",
	    .help = "what VIA's app saves: keys, encoders, macros",
	    .parts = VIA_PARTS,
	    .print = live_via_print,
	    .read = live_via_read },
	  "via",
	  live_via_check },
	{ { .name = "vil",
	    .suffix = ".vil",
	    .help = "what Vial's app saves: all but lights",
	    .parts = VIL_PARTS,
	    .print = live_vil_print,
	    .read = live_vil_read },
	  "vial",
	  live_vil_check },
};

const struct live_format *live_format_find(const char *name)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if (!strcmp(rows[i].format.name, name))
			return &rows[i].format;
	return NULL;
}

const struct live_format *live_format_at(size_t index)
{
	return index < COUNT(rows) ? &rows[index].format : NULL;
}

static const struct row *row_of(const char *text, size_t len)
{
	const struct keymap_format *keymap = keymap_format_of("keymap.json", text, len);
	struct err ignored;
	struct json_doc *doc = json_parse(text, len, &ignored);
	bool own = doc && !strcmp(json_text(json_find(json_root(doc), "keyplane")), "dynamic-keymap");

	json_doc_free(doc);
	for (size_t i = 0; i < COUNT(rows); i++)
		if (rows[i].keymap_format ? !own && keymap && !strcmp(keymap->name, rows[i].keymap_format)
					  : own)
			return &rows[i];
	return NULL;
}

const struct live_format *live_format_of(const char *text, size_t len)
{
	const struct row *row = row_of(text, len);

	return row ? &row->format : NULL;
}

bool live_file_is_of(const char *text, size_t len, const struct dynamic_keymap *held, struct err *err)
{
	const struct row *row = row_of(text, len);
	struct json_doc *doc = row ? json_parse(text, len, err) : NULL;
	struct diagnostics told = { 0 };
	struct dynamic_keymap copy = { 0 };
	struct live_reader reader = { .doc = doc, .text = text, .held = &copy, .told = &told };
	bool ok;

	if (!row)
		return true;
	dynamic_keymap_copy(&copy, held);
	ok = doc && row->check(&reader, json_root(doc), err);
	dynamic_keymap_release(&copy);
	diagnostics_release(&told);
	json_doc_free(doc);
	return ok;
}
