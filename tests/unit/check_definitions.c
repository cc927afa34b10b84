/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/check.h"
#include "model/field.h"
#include "model/symbol.h"
#include "model/term.h"
#include "tap.h"
#include "tiny.h"

/* A definition as a person types it: a kind, a name or "", fields and values in turn, NULL. */
struct typed {
	const char *kind, *name;
	const char *field[8];
};

enum { MOST = 4 };

/* What one rule says of some definitions, the last one with kind NULL; on keys 0 to 3 lies what `key` says. */
static const struct row {
	const char *code, *firmware;
	const char *key[4];
	struct typed typed[MOST];
	const char *kind; /* the place that is told; NULL: the rule has nothing to say */
	int index;
	const char *part;
} rows[] = {
	{ "combo-keys",
	  "qmk",
	  { 0 },
	  { { "combo", "", { "keys", "KC_A, KC_A" } } },
	  "combo",
	  0,
	  "a key twice" },
	{ "combo-keys", "qmk", { 0 }, { { "combo", "", { "keys", "KC_A, KC_B" } } }, NULL, 0, NULL },
	{ "combo-twice",
	  "zmk",
	  { 0 },
	  { { "combo", "one", { "key-positions", "0 1" } },
	    { "combo", "other", { "key-positions", "0 2" } },
	    { "combo", "two", { "key-positions", "1 0" } } },
	  "combo",
	  2,
	  "two has the same keys as one" },
	{ "combo-twice",
	  "zmk",
	  { 0 },
	  { { "combo", "one", { "key-positions", "0 1", "layers", "0" } },
	    { "combo", "two", { "key-positions", "0 1", "layers", "1 2" } } },
	  NULL,
	  0,
	  NULL },
	{ "condition-layers",
	  "zmk",
	  { 0 },
	  { { "condition", "tri", { "if-layers", "1 2", "then-layer", "2" } } },
	  "condition",
	  0,
	  "asks for layer 2" },
	{ "condition-layers",
	  "zmk",
	  { 0 },
	  { { "condition", "tri", { "if-layers", "1 2" } } },
	  NULL,
	  0,
	  NULL },
	{ "definition-empty",
	  "qmk",
	  { 0 },
	  { { "macro", "", { "steps", "" } } },
	  "macro",
	  0,
	  "does nothing" },
	{ "definition-empty", "qmk", { 0 }, { { "macro", "", { "steps", "beep" } } }, NULL, 0, NULL },
	{ "definition-recursion",
	  "qmk",
	  { 0 },
	  { { "macro", "", { "steps", "QK_MACRO_1" } }, { "macro", "", { "steps", "KC_A, QK_MACRO_0" } } },
	  "macro",
	  0,
	  "plays itself" },
	{ "definition-recursion",
	  "zmk",
	  { 0 },
	  { { "macro", "one", { "steps", "&two, &two" } },
	    { "tap-dance", "two", { "tap", "&three" } },
	    { "override", "three", { "replacement", "&two" } } },
	  "tap-dance",
	  0,
	  "two plays itself" },
	{ "definition-recursion",
	  "zmk",
	  { 0 },
	  { { "hold-tap", "one", { "hold", "&two" } }, { "hold-tap", "two", { "tap", "&one" } } },
	  "hold-tap",
	  0,
	  "one plays itself" },
	{ "definition-recursion",
	  "qmk",
	  { 0 },
	  { { "macro", "", { "steps", "QK_MACRO_1, QK_MACRO_2" } },
	    { "macro", "", { "steps", "QK_MACRO_2" } },
	    { "macro", "", { "steps", "KC_A" } } },
	  NULL,
	  0,
	  NULL },
	{ "definition-unused",
	  "zmk",
	  { "&one" },
	  { { "macro", "one", { "steps", "&two 0 0" } },
	    { "hold-tap", "two", { "tap", "&three" } },
	    { "macro", "three", { 0 } },
	    { "macro", "four", { 0 } } },
	  "macro",
	  2,
	  "nothing uses four" },
	{ "definition-unused",
	  "qmk",
	  { "TD(0)", "CUSTOM_1" },
	  { { "keycode", "CUSTOM_1", { 0 } } },
	  NULL,
	  0,
	  NULL },
	{ "key-missing", "zmk", { 0 }, { { "combo", "one", { 0 } } }, NULL, 0, NULL },
	{ "alt-repeat-idle",
	  "qmk",
	  { "QK_REP" },
	  { { "alt-repeat", "", { 0 } } },
	  "alt-repeat",
	  0,
	  "no key is QK_ALT_REPEAT_KEY" },
	{ "alt-repeat-idle", "qmk", { "QK_AREP" }, { { "alt-repeat", "", { 0 } } }, NULL, 0, NULL },
	{ "override-idle",
	  "qmk",
	  { 0 },
	  { { "override", "", { "replacement", "KC_BSPC" } } },
	  "override",
	  0,
	  "what it is already" },
	{ "override-idle",
	  "zmk",
	  { 0 },
	  { { "override", "m", { "mods", "none" } } },
	  "override",
	  0,
	  "no modifiers" },
	{ "override-idle", "zmk", { 0 }, { { "override", "m", { 0 } } }, NULL, 0, NULL },
};

static struct definition make(const struct keymap *map, const struct typed *typed)
{
	enum definition_kind kind = DEFINITION_MACRO;
	struct definition d = { 0 }, next;
	struct err err;

	if (!term_find_definition(typed->kind, &kind) ||
	    !definition_new(map, kind, typed->name, NULL, &d, &err))
		ok(false, "%s %s", typed->kind, err.text);
	for (size_t i = 0; typed->field[i]; i += 2) {
		if (!field_set(map, &d, field_find(&d, typed->field[i]), typed->field[i + 1], NULL, &next,
			       &err)) {
			ok(false, "%s %s: %s", typed->kind, typed->field[i], err.text);
			continue;
		}
		definition_release(&d);
		d = next;
	}
	return d;
}

static struct keymap *map_of(const struct row *row)
{
	struct keymap *map = keymap_new(4, 4, 0);

	if (!strcmp(row->firmware, "zmk"))
		keymap_add_setting(map,
				   (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	for (size_t i = 0; i < 4 && row->key[i]; i++)
		keymap_put(map, 0, i, tiny_action(row->key[i]));
	for (size_t i = 0; i < MOST && row->typed[i].kind; i++) {
		struct definition d = make(map, &row->typed[i]);

		keymap_add_definition(map, &d);
		definition_release(&d);
	}
	return map;
}

static const struct diagnostic *find(const struct diagnostics *all, const char *code)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->item[i].kind->code, code))
			return &all->item[i];
	return NULL;
}

static void test_rows(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct keymap *map = map_of(&rows[i]);
		struct diagnostics all = { 0 };
		const struct diagnostic *d;
		enum definition_kind kind;

		check_keymap(&(struct check_input){ .map = map }, &all);
		d = find(&all, rows[i].code);
		if (rows[i].kind && term_find_definition(rows[i].kind, &kind))
			ok(d && d->place.kind == (int)kind && d->place.definition == rows[i].index &&
				   strstr(d->text, rows[i].part),
			   "%s: %s", rows[i].code, d ? d->text : "nothing");
		else
			ok(!d, "%s has nothing to say%s%s", rows[i].code, d ? ": " : "", d ? d->text : "");
		diagnostics_release(&all);
		keymap_unref(map);
	}
}

/* What no form lets a person say, but a file can. */
static void test_of_files(void)
{
	uint16_t far[] = { 0, 40 };
	struct definition combo = { .kind = DEFINITION_COMBO, .position = far, .positions = 2 },
			  one = { .kind = DEFINITION_COMBO, .position = far, .positions = 1 },
			  macro = { .kind = DEFINITION_MACRO, .name = symbol("m") },
			  dance = { .kind = DEFINITION_TAP_DANCE, .name = symbol("m") },
			  empty = { .kind = DEFINITION_CONDITION };
	struct keymap *map = keymap_new(1, 4, 0);
	struct diagnostics all = { 0 };

	keymap_add_definition(map, &combo);
	keymap_add_definition(map, &one);
	keymap_add_definition(map, &macro);
	keymap_add_definition(map, &dance);
	keymap_add_definition(map, &empty);
	check_keymap(&(struct check_input){ .map = map }, &all);
	ok(find(&all, "key-missing") &&
		   strstr(find(&all, "key-missing")->text, "key 40, but the last one is 3"),
	   "a key that there is none of");
	ok(find(&all, "combo-keys") && find(&all, "combo-keys")->place.definition == 1, "a combo of one key");
	ok(find(&all, "definition-twice") &&
		   find(&all, "definition-twice")->place.kind == DEFINITION_TAP_DANCE,
	   "a name twice: %s", find(&all, "definition-twice")->text);
	ok(find(&all, "condition-layers"), "a condition of nothing");
	diagnostics_release(&all);
	keymap_unref(map);
}

/* As many as there can be, in one circle and all in each other's steps. */
static void test_many(void)
{
	struct keymap *map = keymap_new(1, 1, 0);
	struct step *step = mem_new(KEYMAP_MAX_DEFINITIONS, sizeof(*step));
	struct diagnostics all = { 0 };
	size_t circles = 0;

	for (uint32_t i = 0; i < KEYMAP_MAX_DEFINITIONS; i++)
		step[i] = (struct step){ .op = STEP_RESULT,
					 .value = 1,
					 .action = { .kind = ACTION_TAP_DANCE,
						     .arg = { (i + 1) % KEYMAP_MAX_DEFINITIONS } } };
	for (size_t i = 0; i < KEYMAP_MAX_DEFINITIONS; i++)
		keymap_add_definition(map,
				      &(struct definition){ .kind = DEFINITION_TAP_DANCE,
							    .step = i % 8 ? step + i : step,
							    .steps = i % 8 ? 1 : KEYMAP_MAX_DEFINITIONS });
	check_keymap(&(struct check_input){ .map = map }, &all);
	for (size_t i = 0; i < all.count; i++)
		circles += !strcmp(all.item[i].kind->code, "definition-recursion");
	ok(circles > 100, "%zu of 1,024 dances that lead to each other are told", circles);
	diagnostics_release(&all);
	free(step);
	keymap_unref(map);
}

int main(void)
{
	test_rows();
	test_of_files();
	test_many();
	return tap_done();
}
