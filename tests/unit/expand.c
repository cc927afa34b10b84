/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/expand.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

static const char text[] = "LAYOUT(HRM(A, B), KC_C, XX)";
static const char more[] = "#define MORE KC_D\nMORE";

static struct span span_in(const char *in, const char *what)
{
	return (struct span){ (uint32_t)(strstr(in, what) - in), (uint32_t)strlen(what) };
}

/* Keys: two of one macro, one that stands there, one of a macro that cannot be written out, one of another file. */
static struct source *make_source(bool locked)
{
	struct keymap *map = keymap_new(1, 5, 0);
	struct source *source = source_new(text, strlen(text), map);
	struct span call = span_in(text, "HRM(A, B)");
	uint32_t why = symbol("it comes from a macro");

	keymap_unref(map);
	source_add_include(source, "more.h", more, strlen(more), locked);
	source->binding[0] = source->binding[1] = (struct source_binding){ call, 0, why, call };
	source->binding[2].span = span_in(text, "KC_C");
	source->binding[3] = (struct source_binding){ span_in(text, "XX"), 0, why, { 0, 0 } };
	source->binding[4] = (struct source_binding){ { 18, 4 }, 1, why, { (uint32_t)strlen(more) - 4, 4 } };
	source_add_expansion(source, 1, source->binding[4].call, "KC_D");
	source_add_expansion(source, 0, call, "LCTL_T(KC_A), LSFT_T(KC_B)");
	source_add_expansion(source, 0, call, "the first one stays");
	return source;
}

static void test_expand(size_t slot, bool locked, size_t file, const char *want, const char *name)
{
	struct source *source = make_source(locked);
	struct str out[2] = { STR_INIT, STR_INIT };
	struct err err = { 0 };
	bool done = source_expand(source, 0, slot, out, &err);

	is_text(done ? str_text(&out[file]) : err.text, want, "%s", name);
	ok(!out[done ? 1 - file : file].len, "and no other text");
	str_release(&out[0]);
	str_release(&out[1]);
	source_free(source);
}

int main(void)
{
	test_expand(0, false, 0, "LAYOUT(LCTL_T(KC_A), LSFT_T(KC_B), KC_C, XX)", "its first key");
	test_expand(1, false, 0, "LAYOUT(LCTL_T(KC_A), LSFT_T(KC_B), KC_C, XX)", "its second");
	test_expand(2, false, 0, "it comes from no macro that would have to be written out", "no macro");
	test_expand(3, false, 0, "there is no use of a macro that could be written out for it",
		    "no text for it");
	test_expand(4, false, 1, "#define MORE KC_D\nKC_D", "in an included file");
	test_expand(4, true, 1, "more.h is not yours to change", "which is locked");
	return tap_done();
}
