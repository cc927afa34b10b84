/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <sys/resource.h>

#include "hostile.h"
#include "project/format.h"
#include "tap.h"

/* Sanitizers take memory of their own, and time. */
#ifdef __SANITIZE_ADDRESS__
enum { BYTES = 32 << 10, MAX_MEMORY = 0 };
#else
enum { BYTES = 1 << 20, MAX_MEMORY = 2047 << 20 };
#endif

/* What leads a reader to where bindings are, and from there to its end. */
static const struct {
	const char *format, *before, *after;
} places[] = {
	{ "keymap.c", "", "" },
	{ "keymap.c", "const uint16_t PROGMEM keymaps[][1][3] = { [0] = LAYOUT(KC_A, ", ") };\n" },
	{ "keymap.json", "", "" },
	{ "keymap.json",
	  "{\"keyboard\": \"a\", \"keymap\": \"b\", \"layout\": \"L\", \"layers\": [[\"KC_A\", ", "]]}" },
	{ "zmk", "", "" },
	{ "zmk", "/ { keymap { compatible = \"zmk,keymap\"; a { bindings = <&kp A ", ">; }; }; };\n" },
	{ "keyplane", "{\"format\": \"keyplane-keymap\", \"layers\": [", "]}" },
	{ "vial", "{\"version\": 1, \"uid\": 1, \"layout\": [[", "]]}" },
	{ "via", "{\"name\": \"a\", \"vendorProductId\": 1, \"layers\": [[", "]]}" },
};

/* Every format is there, and one that was added is as it comes. */
static bool is_listed(const char *name)
{
	for (size_t i = 0; i < COUNT(places); i++)
		if (!strcmp(places[i].format, name))
			return true;
	return false;
}

/* False: it was neither read nor refused with a reason. */
static bool read_one(const struct keymap_format *format, const struct str *text)
{
	struct import_input in = { .path = "", .text = str_text(text), .len = text->len };
	struct document document = { 0 };
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	bool read = format->read(&in, &document, &told, &err),
	     fine = read ? document.map != NULL : err.text[0];

	document_release(&document);
	diagnostics_release(&told);
	return fine;
}

static void test_place(const struct keymap_format *format, const char *before, const char *after)
{
	for (size_t i = 0; i < hostile_count(); i++) {
		struct str text = STR_INIT;

		hostile_make(i, BYTES, before, after, &text);
		ok(read_one(format, &text), "%s%s: %s", format->name, *before ? ", among bindings" : "",
		   hostile_name(i));
		str_release(&text);
	}
}

int main(void)
{
	struct rlimit limit = { MAX_MEMORY, MAX_MEMORY };

	if (MAX_MEMORY)
		ok(!setrlimit(RLIMIT_AS, &limit), "%d MB of memory", MAX_MEMORY >> 20);
	for (size_t i = 0; i < keymap_format_count(); i++)
		if (!is_listed(keymap_format_at(i)->name))
			test_place(keymap_format_at(i), "", "");
	for (size_t i = 0; i < COUNT(places); i++) {
		const struct keymap_format *format = keymap_format_find(places[i].format);

		if (format)
			test_place(format, places[i].before, places[i].after);
	}
	return tap_done();
}
