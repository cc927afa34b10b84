/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/update.h"
#include "import/zmk_keymap.h"
#include "model/edit.h"
#include "model/field.h"
#include "model/symbol.h"
#include "model/term.h"
#include "tap.h"

/* Definitions that a .keymap has, changed, renamed, moved or taken out where they stand. */

#define HEAD "#include <behaviors.dtsi>\n#include <dt-bindings/zmk/keys.h>\n"
#define KEYS                                                                          \
	"    keymap {\n        compatible = \"zmk,keymap\";\n"                        \
	"        a { bindings = <&hm LSHFT A &kp B &td>; };\n        b { bindings = " \
	"<&trans &trans &mt LCTRL C>; };\n    };\n};\n"
#define HM                                                                                             \
	"        // home row\n        hm: hm {\n            compatible = \"zmk,behavior-hold-tap\";\n" \
	"            #binding-cells = <2>;\n            bindings = <&kp>, <&kp>;\n"                    \
	"            tapping-term-ms = <200>; // slow\n            flavor = \"balanced\";\n        };\n"
#define TD                                                                                  \
	"        td: tap_dance_0 {\n            compatible = \"zmk,behavior-tap-dance\";\n" \
	"            #binding-cells = <0>;\n            bindings = <&kp A>,\n"              \
	"                       <&hm LCTRL B>;\n        };\n"
#define COMBOS                                                                                            \
	"    combos {\n        compatible = \"zmk,combos\";\n"                                            \
	"        one { key-positions = <0 1>; bindings = <&kp ESC>; };\n\n        /* two\n         * of " \
	"them */\n"                                                                                       \
	"        two {\n            key-positions = <1 2>;\n            bindings = <&kp TAB>;\n"          \
	"            layers = <0 1>;\n        };\n\n"                                                     \
	"        three { key-positions = <0 2>; bindings = <&hm LGUI C>; }; // three\n    };\n"
#define ALL HEAD "&mt { quick-tap-ms = <100>; };\n/ {\n    behaviors {\n" HM TD "    };\n" COMBOS KEYS

/* @edits, one a line: `KIND NAME FIELD VALUE`, `unset KIND NAME FIELD`, `delete KIND NAME`, `move KIND FROM TO`, `add KIND
 * NAME`. In @before, ALL when NULL, @from becomes @to; @to NULL: it is refused with @from in the message. */
static const struct fixture {
	const char *name, *before, *edits, *from, *to;
} fixtures[] = {
	{ "a number is one word", NULL, "hold-tap hm tapping-term-ms 180", "<200>; // slow",
	  "<180>; // slow" },
	{ "a choice is one word", NULL, "hold-tap hm flavor tap-preferred", "\"balanced\"",
	  "\"tap-preferred\"" },
	{ "what is said for the first time gets a line", NULL, "hold-tap hm quick-tap-ms 150",
	  "flavor = \"balanced\";\n", "flavor = \"balanced\";\n            quick-tap-ms = <150>;\n" },
	{ "a switch, too", NULL, "hold-tap hm retro-tap yes", "flavor = \"balanced\";\n",
	  "flavor = \"balanced\";\n            retro-tap;\n" },
	{ "behind the comment of the line before",
	  HEAD "/ {\n    behaviors {\n        hm: hm {\n            compatible = \"zmk,behavior-hold-tap\";\n"
	       "            #binding-cells = <2>;\n            bindings = <&kp>, <&kp>; // both\n        "
	       "};\n    };\n"
	       "    keymap { compatible = \"zmk,keymap\"; a { bindings = <&hm A B>; }; };\n};\n",
	  "hold-tap hm tapping-term-ms 180", "// both\n", "// both\n            tapping-term-ms = <180>;\n" },
	{ "in a node of one line it stands there", NULL, "combo one timeout-ms 30", "<&kp ESC>; };",
	  "<&kp ESC>; timeout-ms = <30>; };" },
	{ "several come one behind the other", NULL, "combo two timeout-ms 30\ncombo two slow-release yes",
	  "layers = <0 1>;\n",
	  "layers = <0 1>;\n            timeout-ms = <30>;\n            slow-release;\n" },
	{ "what is not said any more takes its line along", NULL, "unset combo two layers",
	  "            layers = <0 1>;\n", "" },
	{ "or its place in the line", NULL, "unset behavior mt quick-tap-ms", "{ quick-tap-ms = <100>; }",
	  "{ }" },
	{ "keys by place", NULL, "combo two key-positions 0 2", "<1 2>;\n", "<0 2>;\n" },
	{ "an action", NULL, "combo one result &kp LC(X)", "<&kp ESC>", "<&kp LC(X)>" },
	{ "one of several lines stays several", NULL, "tap-dance td triple-tap &kp C", "<&hm LCTRL B>;",
	  "<&hm LCTRL B>,\n                       <&kp C>;" },
	{ "a change of what is predefined", NULL, "behavior mt quick-tap-ms 120", "<100>", "<120>" },
	{ "a name, at the node and wherever it is said", NULL, "hold-tap hm name home", "hm", "home" },
	{ "a label that is not the node's name", NULL, "tap-dance td name dance", NULL, NULL },
	{ "a combo's name is its node's", NULL, "combo two name second", "        two {",
	  "        second {" },
	{ "a name and what it is", NULL, "combo two name second\ncombo second result &kp A", NULL, NULL },
	{ "one goes with its comment", NULL, "delete combo three",
	  "\n        three { key-positions = <0 2>; bindings = <&hm LGUI C>; }; // three\n", "" },
	{ "and with one of the blank lines around it", NULL, "delete combo two",
	  "\n        /* two\n         * of them */\n        two {\n            key-positions = <1 2>;\n"
	  "            bindings = <&kp TAB>;\n            layers = <0 1>;\n        };\n",
	  "" },
	{ "a node and a key that says it", NULL, "delete tap-dance td", NULL, NULL },
	{ "two change places, with their comments", NULL, "move combo 0 2", NULL, NULL },
	{ "moved, changed and renamed at once", NULL,
	  "move combo 2 0\ncombo three name trio\ncombo trio timeout-ms 40\ncombo one timeout-ms 50", NULL,
	  NULL },
	{ "what is new comes behind", NULL, "add combo four", NULL, NULL },
	{ "a name that another one gives up", HEAD "/ {\n    behaviors {\n" HM TD "    };\n" KEYS,
	  "hold-tap hm name other\ntap-dance td name hm", "save in between", NULL },
	{ "what comes from a macro",
	  HEAD "#define HT(n) n: n { compatible = \"zmk,behavior-hold-tap\"; #binding-cells = <2>; bindings "
	       "= <&kp>, "
	       "<&kp>; tapping-term-ms = <1>; };\n/ { behaviors { HT(hm) };\n"
	       "    keymap { compatible = \"zmk,keymap\"; a { bindings = <&hm A B>; }; };\n};\n",
	  "hold-tap hm tapping-term-ms 180", "it comes from the macro HT", NULL },
	{ "a value from a macro is replaced",
	  HEAD "#define TERM 210\n/ { behaviors { hm: hm { compatible = \"zmk,behavior-hold-tap\"; "
	       "#binding-cells = "
	       "<2>; bindings = <&kp>, <&kp>; tapping-term-ms = <TERM>; }; };\n"
	       "    keymap { compatible = \"zmk,keymap\"; a { bindings = <&hm A B>; }; };\n};\n",
	  "hold-tap hm tapping-term-ms 180", "<TERM>", "<180>" },
	{ "a node in two parts is not taken out",
	  HEAD
	  "/ { behaviors { hm: hm { compatible = \"zmk,behavior-hold-tap\"; #binding-cells = <2>; bindings = "
	  "<&kp>, <&kp>; tapping-term-ms = <1>; }; };\n"
	  "    keymap { compatible = \"zmk,keymap\"; a { bindings = <&kp A>; }; };\n};\n&hm { flavor = "
	  "\"balanced\"; };\n",
	  "delete hold-tap hm", "it is written in several places", NULL },
	{ "but each part can be changed",
	  HEAD
	  "/ { behaviors { hm: hm { compatible = \"zmk,behavior-hold-tap\"; #binding-cells = <2>; bindings = "
	  "<&kp>, <&kp>; tapping-term-ms = <1>; }; };\n"
	  "    keymap { compatible = \"zmk,keymap\"; a { bindings = <&kp A>; }; };\n};\n&hm { flavor = "
	  "\"balanced\"; };\n",
	  "hold-tap hm flavor tap-preferred\nhold-tap hm tapping-term-ms 2", NULL, NULL },
	{ "line ends are those of the text",
	  "#include <behaviors.dtsi>\r\n/ { combos { compatible = \"zmk,combos\";\r\n\tc "
	  "{\r\n\t\tkey-positions = <0 "
	  "1>;\r\n\t\tbindings = <&none>;\r\n\t};\r\n};\r\nkeymap { compatible = \"zmk,keymap\"; a { "
	  "bindings = <&none "
	  "&none>; }; };\r\n};\r\n",
	  "combo c timeout-ms 5", "<&none>;\r\n\t}", "<&none>;\r\n\t\ttimeout-ms = <5>;\r\n\t}" },
};

static bool read_text(const char *text, struct document *out, struct err *err)
{
	struct import_input in = { .path = "mine.keymap", .text = text, .len = strlen(text) };
	struct diagnostics ignored = { 0 };
	bool ok = zmk_keymap_read(&in, out, &ignored, err);

	diagnostics_release(&ignored);
	return ok;
}

/* The next word of @at, cut off. */
static char *word(char **at)
{
	char *start = *at;

	*at += strcspn(*at, " ");
	if (**at)
		*(*at)++ = '\0';
	return start;
}

static size_t find(const struct keymap *map, enum definition_kind kind, const char *name)
{
	size_t index = 0;

	while (index < keymap_definitions(map, kind) &&
	       strcmp(symbol_text(keymap_definition(map, kind, index)->name), name) != 0)
		index++;
	return index;
}

static const struct keymap *set(const struct keymap *map, enum definition_kind kind, size_t index,
				const char *field, const char *value, struct err *err)
{
	const struct definition *d = keymap_definition(map, kind, index);
	struct definition next;
	const struct keymap *changed;

	if (!field_set(map, d, field_find(d, field), value, NULL, &next, err))
		return NULL;
	changed = edit_definition_replace(map, kind, index, &next, err);
	definition_release(&next);
	return changed;
}

static const struct keymap *apply(const struct keymap *map, char *command, struct err *err)
{
	char *verb = word(&command), *kind_name = verb, *name, *field;
	bool is_set = term_find_definition(verb, &(enum definition_kind){ 0 });
	enum definition_kind kind = DEFINITION_MACRO;
	size_t index;

	if (!is_set)
		kind_name = word(&command);
	term_find_definition(kind_name, &kind);
	name = word(&command);
	if (!strcmp(verb, "move"))
		return edit_definition_move(map, kind, strtoul(name, NULL, 10), strtoul(command, NULL, 10));
	if (!strcmp(verb, "add")) {
		struct definition fresh;
		const struct keymap *next = NULL;

		if (definition_new(map, kind, name, NULL, &fresh, err)) {
			next = edit_definition_add(map, kind, keymap_definitions(map, kind), &fresh, err);
			definition_release(&fresh);
		}
		return next;
	}
	index = find(map, kind, name);
	if (!strcmp(verb, "delete"))
		return edit_definition_delete(map, kind, index, NULL);
	field = word(&command);
	return set(map, kind, index, field, is_set ? command : NULL, err);
}

static const struct keymap *apply_all(const struct keymap *map, const char *edits)
{
	char *copy = mem_copy_text(edits), *at = copy;
	const struct keymap *now = keymap_ref(map);

	while (now && *at) {
		char *line = at;
		const struct keymap *next;
		struct err err = { 0 };

		at += strcspn(at, "\n");
		if (*at)
			*at++ = '\0';
		next = apply(now, line, &err);
		if (!next)
			ok(false, "%s: %s", line, err.text);
		keymap_unref(now);
		now = next;
	}
	free(copy);
	return now;
}

/* @text with each whole word @from in another's place. */
static char *replaced(const char *text, const char *from, const char *to, bool every)
{
	struct str out = STR_INIT;
	const char *at;

	while ((at = strstr(text, from))) {
		str_add_bytes(&out, text, (size_t)(at - text));
		str_add(&out, to);
		text = at + strlen(from);
		if (!every)
			break;
	}
	str_add(&out, text);
	return str_take(&out);
}

static void check(const struct fixture *f)
{
	const char *before = f->before ? f->before : ALL;
	struct document document = { 0 }, back = { 0 };
	struct str out = STR_INIT;
	const struct keymap *map;
	struct err err = { 0 };
	bool done;

	if (!read_text(before, &document, &err)) {
		ok(false, "%s: %s", f->name, err.text);
		return;
	}
	map = apply_all(document.map, f->edits);
	done = map && zmk_keymap_update(document.source, document.used, map, &out, &err);
	if (f->from && !f->to) {
		ok(!done && strstr(err.text, f->from), "%s: refused: %s", f->name, err.text);
	} else {
		bool good = done && read_text(str_text(&out), &back, &err) &&
			    update_is_kept(document.source, map, back.map);

		ok(good, "%s reads back%s%s", f->name, good ? "" : ": ", good ? "" : err.text);
		if (!good)
			printf("# %s\n", str_text(&out));
	}
	if (f->from && f->to) {
		char *want = replaced(before, f->from, f->to, !strcmp(f->from, "hm"));

		is_text(str_text(&out), want, "%s: and nothing else", f->name);
		free(want);
	}
	str_release(&out);
	keymap_unref(map);
	document_release(&back);
	document_release(&document);
}

/* An edit and its way back give the bytes that were there. */
static void test_there_and_back(void)
{
	static const char *const ways[][2] = {
		{ "move combo 0 2", "move combo 2 0" },
		{ "hold-tap hm name home", "hold-tap home name hm" },
		{ "combo two name second", "combo second name two" },
		{ "combo two timeout-ms 9", "unset combo two timeout-ms" },
		{ "combo one slow-release yes", "unset combo one slow-release" },
		{ "combo two layers 1", "combo two layers 0 1" },
		{ "tap-dance td display-name Dance", "unset tap-dance td display-name" },
	};

	for (size_t i = 0; i < COUNT(ways); i++) {
		char *text = mem_copy_text(ALL);

		for (int way = 0; way < 2; way++) {
			struct document document = { 0 };
			struct str out = STR_INIT;
			const struct keymap *map;
			struct err err;

			if (!read_text(text, &document, &err))
				continue;
			map = apply_all(document.map, ways[i][way]);
			if (zmk_keymap_update(document.source, document.used, map, &out, &err)) {
				free(text);
				text = str_take(&out);
			}
			str_release(&out);
			keymap_unref(map);
			document_release(&document);
		}
		is_text(text, ALL, "%s, and back", ways[i][0]);
		free(text);
	}
}

int main(void)
{
	for (size_t i = 0; i < COUNT(fixtures); i++)
		check(&fixtures[i]);
	test_there_and_back();
	return tap_done();
}
