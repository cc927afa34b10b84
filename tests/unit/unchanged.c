/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "../../src/project/unchanged.h"
#include "read_json.h"
#include "tap.h"

static struct source *read_source(const char *text)
{
	struct diagnostics ignored = { 0 };
	struct document document = { 0 };
	struct err err;
	struct source *source;

	if (!read_json(text, strlen(text), NULL, &document, &ignored, &err))
		abort();
	source = document.source;
	document.source = NULL;
	document_release(&document);
	diagnostics_release(&ignored);
	return source;
}

int main(void)
{
	static const char before[] = "{\"layers\": [[\"KC_A\", \"KC_ESC\"]], \"x\": 1} // mine\n";
	static const struct {
		const char *after, *what;
		bool fine;
	} rows[] = {
		{ "{\"layers\": [[\"KC_A\", \"KC_ESC\"]], \"x\": 1} // mine\n", "the same text", true },
		{ "{\"layers\": [[\"KC_B\", \"KC_ESC\"]], \"x\": 1} // mine\n", "one binding", true },
		{ "{\"layers\": [[\"KC_B\",    \"KC_ESC\"]], \"x\": 1} // mine\n", "with blanks behind it",
		  true },
		{ "{\"layers\": [[\"KC_B\", \"KC_ESCAPE\"]], \"x\": 1} // mine\n", "the spelling of another",
		  false },
		{ "{\"layers\": [[\"KC_B\", \"KC_ESC\"]], \"x\": 2} // mine\n", "something else of the file",
		  false },
		{ "{\"layers\": [[\"KC_B\", \"KC_ESC\"]], \"x\": 1} // his\n", "a comment", false },
		{ "{\"layers\": [[\"KC_B\", \"KC_ESC\"]], \"x\": 1} // mine", "the last newline", false },
		{ "{\"layers\": [[\"KC_B\",\n\"KC_ESC\"]], \"x\": 1} // mine\n", "another line", false },
		{ "{\"layers\": [[\"KC_B\", \"KC_ESC\"], [\"KC_C\"]], \"x\": 2}",
		  "a layer, of which nothing is said", true },
	};
	struct source *old = read_source(before);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct source *now = read_source(rows[i].after);

		ok(unchanged_outside(old, now) == rows[i].fine, "%s", rows[i].what);
		source_free(now);
	}
	source_free(old);
	return tap_done();
}
