/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "project/format.h"
#include "tap.h"

static void test_rows(void)
{
	for (size_t i = 0; i < keymap_format_count(); i++) {
		const struct keymap_format *format = keymap_format_at(i);

		ok(!i || strcmp(keymap_format_at(i - 1)->name, format->name) < 0, "%s is in its place",
		   format->name);
		ok(keymap_format_find(format->name) == format && format->is && format->read &&
			   format->suffix[0] && format->help[0],
		   "it has all that a row needs");
		ok(format->update || format->print, "it can be written");
	}
	ok(!keymap_format_find("none"), "no other is found");
}

static void test_names(void)
{
	static const struct {
		const char *path, *text, *format; /* NULL: none */
	} rows[] = {
		{ "a/keymap.json", "{}", "keymap.json" },
		{ "mine.JSON", "{\"layers\": []}", "keymap.json" },
		{ "mine.hjson", "layers: []", "keymap.json" },
		{ "mine.json", "{\"format\": \"keyplane-keymap\"}", "keyplane" },
		{ "mine.keyplane.json", "{\"layers\": []}", "keymap.json" },
		{ "mine.keyplane.json", "{", "keyplane" },
		{ "a/keymap.c", "", "keymap.c" },
		{ "corne.keymap", "", "zmk" },
		{ "corne.yaml", "", "keymap-drawer" },
		{ "keymap.txt", "{}", NULL },
		{ "", "", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct keymap_format *format =
			keymap_format_of(rows[i].path, rows[i].text, strlen(rows[i].text));

		ok(rows[i].format ? format && !strcmp(format->name, rows[i].format) : !format, "%s is %s",
		   rows[i].path, format ? format->name : "nothing that is known");
	}
	ok(keymap_format_of_name("out.json") == keymap_format_find("keymap.json"),
	   "a name is enough to write");
	ok(keymap_format_of_name("out.keyplane.json") == keymap_format_find("keyplane"),
	   "the longest suffix tells");
	ok(!keymap_format_of_name("out.txt"), "when it tells");
}

int main(void)
{
	test_rows();
	test_names();
	return tap_done();
}
