/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "tap.h"

static const struct zmk_behavior own[] = {
	{ "hm", "homerow_mods", "zmk,behavior-hold-tap", 2, { ARG_KEY, ARG_KEY }, "", "" },
	{ "nav_tap", "nav_tap", "zmk,behavior-hold-tap", 2, { ARG_LAYER, ARG_KEY }, "", "" },
	{ "lost", "lost", "", -1, { ARG_NONE }, "", "" },
};

static const struct zmk_behavior *own_behavior(const void *data, const char *ref, size_t len)
{
	(void)data;
	for (size_t i = 0; i < COUNT(own); i++)
		if (strlen(own[i].ref) == len && !memcmp(own[i].ref, ref, len))
			return &own[i];
	return NULL;
}

static bool own_number(const void *data, const char *name, size_t len, int64_t *value)
{
	(void)data;
	*value = 2;
	return len == 3 && !memcmp(name, "NAV", 3);
}

static const struct zmk_names names = { own_behavior, own_number, NULL };

static const struct {
	const char *text, *print; /* print NULL: as the text */
	enum action_kind kind;
} read_rows[] = {
	{ "&kp A", NULL, ACTION_KEY },
	{ "&kp N1", NULL, ACTION_KEY },
	{ "& kp\tA ", "&kp A", ACTION_KEY },
	{ "&kp LC(A)", NULL, ACTION_KEY },
	{ "&kp LC(LS(A))", NULL, ACTION_KEY },
	{ "&kp LS(LC(A))", "&kp LC(LS(A))", ACTION_KEY },
	{ "&kp LC (LS ( A ))", "&kp LC(LS(A))", ACTION_KEY },
	{ "&kp ((A))", "&kp A", ACTION_KEY },
	{ "&kp EXCL", NULL, ACTION_KEY },
	{ "&kp LS(N1)", "&kp EXCL", ACTION_KEY },
	{ "&kp LC(EXCL)", "&kp LC(LS(N1))", ACTION_KEY },
	{ "&kp 0x70004", "&kp A", ACTION_KEY },
	{ "&kp 4", "&kp A", ACTION_KEY },
	{ "&kp 0x02070004", "&kp LS(A)", ACTION_KEY },
	{ "&kp C_VOL_UP", NULL, ACTION_KEY },
	{ "&kp NO_SUCH_KEY", NULL, ACTION_BEHAVIOR },
	{ "&kp LC(NO_SUCH_KEY)", NULL, ACTION_BEHAVIOR },
	{ "&kp (A|B)", NULL, ACTION_BEHAVIOR },
	{ "&kp ZMK_HID_USAGE(7,\n\t4)", "&kp ZMK_HID_USAGE(7, 4)", ACTION_BEHAVIOR },
	{ "&kt LSHFT", NULL, ACTION_KEY_TOGGLE },
	{ "&trans", NULL, ACTION_TRANSPARENT },
	{ "&none", NULL, ACTION_NONE },
	{ "&mt LSHFT A", NULL, ACTION_MOD_TAP },
	{ "&mt LEFT_SHIFT A", "&mt LSHFT A", ACTION_MOD_TAP },
	{ "&mt LC(LS(LA(LGUI))) LC(A)", NULL, ACTION_MOD_TAP },
	{ "&mt LS(LCTRL) A", "&mt LC(LSHFT) A", ACTION_MOD_TAP },
	{ "&mt A B", NULL, ACTION_BEHAVIOR },
	{ "&mt WHAT A", NULL, ACTION_BEHAVIOR },
	{ "&lt 3 SPACE", NULL, ACTION_LAYER_TAP },
	{ "&lt NAV SPACE", "&lt 2 SPACE", ACTION_LAYER_TAP },
	{ "&lt NOWHERE SPACE", NULL, ACTION_BEHAVIOR },
	{ "&mo 1", NULL, ACTION_LAYER_MOMENTARY },
	{ "&mo (1)", "&mo 1", ACTION_LAYER_MOMENTARY },
	{ "&to 0x1F", "&to 31", ACTION_LAYER_TO },
	{ "&tog 2", NULL, ACTION_LAYER_TOGGLE },
	{ "&sl 2", NULL, ACTION_LAYER_ONE_SHOT },
	{ "&sk LSHFT", NULL, ACTION_MOD_ONE_SHOT },
	{ "&sk LC(LALT)", NULL, ACTION_MOD_ONE_SHOT },
	{ "&sk A", NULL, ACTION_KEY_ONE_SHOT },
	{ "&bt BT_SEL 0", NULL, ACTION_BEHAVIOR },
	{ "&bt BT_NXT", NULL, ACTION_BEHAVIOR },
	{ "&bt 0 1", NULL, ACTION_BEHAVIOR },
	{ "&out OUT_USB", NULL, ACTION_BEHAVIOR },
	{ "&rgb_ug RGB_COLOR_HSB(1, 2,3)", NULL, ACTION_BEHAVIOR },
	{ "&rgb_ug RGB_EFS_CMD 3", NULL, ACTION_BEHAVIOR },
	{ "&mmv MOVE_X(-5)", NULL, ACTION_BEHAVIOR },
	{ "&mmv (-5)", NULL, ACTION_BEHAVIOR },
	{ "&mmv 4294967291", "&mmv (-5)", ACTION_BEHAVIOR },
	{ "&mkp (MB1 | MB2)", NULL, ACTION_BEHAVIOR },
	{ "&caps_word", NULL, ACTION_BEHAVIOR },
	{ "&hm LGUI A", NULL, ACTION_BEHAVIOR },
	{ "&nav_tap NAV A", "&nav_tap 2 A", ACTION_BEHAVIOR },
	{ "&lost", NULL, ACTION_BEHAVIOR },
	{ "&lost A 3", NULL, ACTION_BEHAVIOR },
	{ "&never_heard_of XYZ", NULL, ACTION_BEHAVIOR },
	{ "&macro_wait_time 40", NULL, ACTION_BEHAVIOR },
};

static void test_reading(void)
{
	for (size_t i = 0; i < COUNT(read_rows); i++) {
		struct str out = STR_INIT;
		struct action action, again;
		struct err err = { 0 };

		ok(zmk_action_parse(read_rows[i].text, &names, &action, &err), "%s is read%s%s",
		   read_rows[i].text, *err.text ? ": " : "", err.text);
		ok(action.kind == read_rows[i].kind, "its kind is %s, and is %s",
		   action_kind_info(read_rows[i].kind)->name, action_kind_info(action.kind)->name);
		ok(zmk_action_print(action, NULL, NULL, &out), "it is printed");
		is_text(str_text(&out), read_rows[i].print ? read_rows[i].print : read_rows[i].text,
			"as it should");
		ok(zmk_action_parse(str_text(&out), &names, &again, &err) && action_equal(action, again),
		   "%s is the same action", str_text(&out));
		str_release(&out);
	}
}

static const struct {
	const char *text, *error;
} wrong_rows[] = {
	{ "", "it ends at column 1; expected & and the name of a behavior, as in &kp A" },
	{ "kp A", "column 1: \"k\" cannot stand here; expected & and the name of a behavior, as in &kp A" },
	{ "&", "it ends at column 2; expected the name of a behavior, as in &kp A" },
	{ "&1 A", "column 2: \"1\" cannot stand here; expected the name of a behavior, as in &kp A" },
	{ "&kp", "&kp takes 1 cell, but has 0" },
	{ "&kp A B", "&kp takes 1 cell, but has 2" },
	{ "&kp A B C D", "&kp takes 1 cell, but has 4" },
	{ "&trans A", "&trans takes 0 cells, but has 1" },
	{ "&bt BT_SEL", "&bt takes 2 cells, but has 1" },
	{ "&bt BT_WHAT", "&bt takes 2 cells, but has 1" },
	{ "&lost 1 2 3", "&lost has 3 cells, but there are at most 2" },
	{ "&mo 32", "the layer is 32, but must be one of 0 to 31" },
	{ "&mo (-1)", "the layer is (-1), but must be one of 0 to 31" },
	{ "&kp A &kp B",
	  "column 7: \"&\" cannot stand here; expected a cell such as A, LC(A), 1 or (-1), or the "
	  "end" },
	{ "&kp A>;",
	  "column 6: \">\" cannot stand here; expected a cell such as A, LC(A), 1 or (-1), or the end" },
	{ "&mmv -5",
	  "column 6: \"-\" cannot stand here; expected a cell such as A, LC(A), 1 or (-1), or the end" },
	{ "&kp LC(A", "it ends at column 9; expected an expression, and a ) at its end" },
	{ "&kp LC(A;)", "column 9: \";\" cannot stand here; expected an expression, and a ) at its end" },
	{ "&kp LC(A/*)", "column 9: \"/\" cannot stand here; expected an expression without comments" },
	{ "&kp A // b",
	  "column 7: \"/\" cannot stand here; expected a cell such as A, LC(A), 1 or (-1), or the "
	  "end" },
	{ "&kp ((((((((((((((((((((((((((((((((((A", "its parentheses are deeper than 32" },
};

static void test_refusing(void)
{
	char *large = malloc(5000);

	for (size_t i = 0; i < COUNT(wrong_rows); i++) {
		struct action action;
		struct err err = { 0 };

		ok(!zmk_action_parse(wrong_rows[i].text, &names, &action, &err), "%s is refused",
		   wrong_rows[i].text);
		is_text(err.text, wrong_rows[i].error, "and told why");
	}
	if (large) {
		struct action action;
		struct err err = { 0 };

		memset(large, 'A', 4999);
		memcpy(large, "&kp ", 4);
		large[4999] = '\0';
		ok(!zmk_action_parse(large, NULL, &action, &err) && err.code == ERR_RANGE, "%s", err.text);
	}
	free(large);
}

static const char *layer_name(const void *data, uint32_t layer)
{
	(void)data;
	return layer == 1 ? "NAV" : NULL;
}

static void test_printing(void)
{
	static const struct {
		struct action action;
		bool known;
		const char *print;
	} rows[] = {
		{ { .kind = ACTION_LAYER_MOMENTARY, .arg = { 1 } }, true, "&mo NAV" },
		{ { .kind = ACTION_LAYER_MOMENTARY, .arg = { 2 } }, true, "&mo 2" },
		{ { .kind = ACTION_TAP_DANCE, .arg = { 0 } }, false, "&none" },
		{ { .kind = ACTION_LAYER_MOD, .arg = { 1, MOD_LSFT } }, false, "&none" },
		{ { .kind = ACTION_MOD_TAP }, false, "&none" },
		{ { .kind = ACTION_RAW_NUMBER, .arg = { 0x5f12 } }, false, "&none" },
	};
	struct str out = STR_INIT;
	uint16_t boot = 0;

	for (size_t i = 0; i < COUNT(rows); i++) {
		str_clear(&out);
		ok(zmk_action_print(rows[i].action, layer_name, NULL, &out) == rows[i].known, "row %zu", i);
		is_text(str_text(&out), rows[i].print, "what was printed");
	}
	str_clear(&out);
	ok(keycode_find("QK_BOOT", 7, &boot), "QMK has QK_BOOT");
	ok(!zmk_action_print(action_of_keycode(boot), NULL, NULL, &out),
	   "a keycode of QMK's own is none of ZMK's");
	is_text(str_text(&out), "&none", "and nothing else is printed");
	str_clear(&out);
	ok(zmk_action_print((struct action){ .kind = ACTION_RAW,
					     .flags = ACTION_ZMK_TEXT,
					     .arg = { symbol("&a b c d") } },
			    NULL, NULL, &out),
	   "a text of ZMK's is kept");
	is_text(str_text(&out), "&a b c d", "as it is");
	str_clear(&out);
	ok(!zmk_action_print((struct action){ .kind = ACTION_RAW, .arg = { symbol("MO(_X)") } }, NULL, NULL,
			     &out),
	   "a text of QMK's is not");
	str_release(&out);
}

static void test_table(void)
{
	for (size_t i = 0; i < zmk_behavior_count(); i++) {
		const struct zmk_behavior *row = zmk_behavior_at(i);

		ok(zmk_behavior_find(row->ref, strlen(row->ref)) == row, "&%s is found by its name",
		   row->ref);
	}
	ok(!zmk_behavior_find("k", 1) && !zmk_behavior_find("kpx", 3) && !zmk_behavior_find("", 0),
	   "a part of a name is none");
}

int main(void)
{
	test_reading();
	test_refusing();
	test_printing();
	test_table();
	return tap_done();
}
