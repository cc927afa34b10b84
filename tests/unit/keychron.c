/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "import/via_definition.h"
#include "import/via_save.h"
#include "model/keychron_keycode.h"
#include "model/via_definition.h"
#include "read_keymap_c.h"
#include "via_targets.h"

static void test_families(void)
{
	static const struct {
		const char *keyboard;
		enum keychron_family family;
		unsigned first;
	} rows[] = {
		{ "keychron/q1_max/ansi_encoder", KEYCHRON_WIRELESS, 0 },
		{ "keychron/k3_pro/ansi/rgb", KEYCHRON_BLUETOOTH, 0 },
		{ "keychron/k5_pro/ansi/rgb", KEYCHRON_BLUETOOTH, 2 },
		{ "keychron/q10_pro", KEYCHRON_BLUETOOTH, 2 },
		{ "keychron/c1_pro/ansi", KEYCHRON_WIRED, 2 },
		{ "keychron/q1v1/ansi", KEYCHRON_WIRED, 2 },
		{ "maker/board_pro", KEYCHRON_WIRELESS, 0 },
		{ "keychron/", KEYCHRON_WIRELESS, 0 },
		{ "", KEYCHRON_WIRELESS, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(keychron_family_of(rows[i].keyboard) == rows[i].family &&
			   keychron_first(rows[i].family, rows[i].keyboard) == rows[i].first,
		   "the family of '%s'", rows[i].keyboard);
}

static void test_table(void)
{
	const struct keychron_keycode *host = keychron_keycode_find(KEYCHRON_BLUETOOTH, "BT_HST1");
	bool dense = true;

	ok(host && host->of[KEYCHRON_BLUETOOTH].index == 9 && host->of[KEYCHRON_WIRELESS].index == 11 &&
		   host->of[KEYCHRON_WIRED].index < 0,
	   "a keycode has a number for each family");
	ok(keychron_keycode_find(KEYCHRON_WIRELESS, "KC_TASK_VIEW") ==
			   keychron_keycode_find(KEYCHRON_WIRELESS, "KC_TASK") &&
		   !keychron_keycode_find(KEYCHRON_BLUETOOTH, "KC_TASK_VIEW"),
	   "and names for each");
	ok(!keychron_keycode_find(KEYCHRON_WIRELESS, "KC_TAS") &&
		   !keychron_keycode_find(KEYCHRON_WIRELESS, "") &&
		   !keychron_keycode_find(KEYCHRON_WIRELESS, "KC_TASK KC_TASK_VIEW"),
	   "whole names alone");
	for (int family = 0; family < KEYCHRON_FAMILY_COUNT; family++) {
		static const int most[] = { 16, 13, 9 };

		for (int number = 0; number < most[family]; number++) {
			bool found = false;

			for (size_t i = 0; i < keychron_keycode_count(); i++)
				found |= keychron_keycode_at(i)->of[family].index == number;
			dense &= found;
		}
	}
	ok(dense, "numbers of a family have no gap");
	ok(keychron_keycode_count() * 2 <= KEYCHRON_MOST_NAMES, "and few names");
}

/* Keys of the radio, of QMK's and by name, and one of the user's own. */
static struct keymap *radio_keymap(void)
{
	struct keymap *map = via_keymap(2);

	keymap_put(map, 1, 0, tiny_action("BT_PRF1"));
	keymap_put(map, 1, 1, tiny_action("BT_PRF3"));
	keymap_put(map, 1, 2, tiny_action("BT_PRF4"));
	keymap_put(map, 1, 3, tiny_action("OU_USB"));
	keymap_put(map, 1, 4, tiny_action("OU_2P4G"));
	keymap_put(map, 1, 5, tiny_action("BAT_LVL"));
	keymap_put(map, 1, 6, tiny_action("KC_TASK_VIEW"));
	keymap_put(map, 1, 7, tiny_action("MINE"));
	keymap_put(map, 1, 8, tiny_action("KC_FLXP"));
	via_define(map, DEFINITION_KEYCODE, "MINE", NULL, 0);
	via_define(map, DEFINITION_KEYCODE, "BAT_LVL", NULL, 0);
	return map;
}

static bool read_save(const struct via_result *r, const struct keyboard *kb, struct document *out)
{
	const char *text = via_text(r, "keymap.layout.json");
	struct import_input in = { .path = "x.json", .text = text, .len = strlen(text), .keyboard = kb };
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	bool ok = via_save_read(&in, out, &told, &err) && !told.count;

	diagnostics_release(&told);
	return ok;
}

/* What layer 1 has in the app, as QMK's numbers. */
static void is_saved(const struct via_result *r, const struct keyboard *kb, const char *want)
{
	struct document back = { 0 };
	struct str s = STR_INIT;

	if (read_save(r, kb, &back))
		for (size_t i = 0; i < 9; i++) {
			str_add(&s, i ? " " : "");
			action_print(keymap_get(back.map, 1, i), &s);
		}
	is_text(str_text(&s), want, "%s: what the app loads", kb->id);
	str_release(&s);
	document_release(&back);
}

static const struct {
	const char *id, *golden, *saved, *near[2], *none[8];
} boards[] = {
	{ "keychron/q1_max/ansi",
	  "via/keychron_wireless",
	  "QK_KB_11 QK_KB_13 KC_NO KC_NO QK_KB_14 QK_KB_15 QK_KB_6 QK_KB_16 QK_KB_7",
	  { "OU_2P4G" },
	  { "BT_PRF4", "OU_USB" } },
	{ "keychron/k5_pro/ansi",
	  "via/keychron_bluetooth",
	  "QK_KB_11 QK_KB_13 KC_NO KC_NO KC_NO QK_KB_14 QK_KB_6 QK_KB_15 QK_KB_7",
	  { NULL },
	  { "BT_PRF4", "OU_USB", "OU_2P4G" } },
	{ "keychron/v1/ansi",
	  "via/keychron_wired",
	  "KC_NO KC_NO KC_NO KC_NO KC_NO KC_NO QK_KB_7 QK_KB_13 QK_KB_8",
	  { NULL },
	  { "BT_PRF1", "BT_PRF3", "BT_PRF4", "OU_USB", "OU_2P4G", "BAT_LVL" } },
};

static size_t count_losses(const struct via_result *r, const char *code)
{
	size_t count = 0;

	for (size_t i = 0; i < r->told.count; i++)
		count += !strcmp(r->told.item[i].kind->code, code);
	return count;
}

static void test_boards(void)
{
	struct keyboard *kb = via_keyboard();

	for (size_t i = 0; i < COUNT(boards); i++) {
		struct keymap *map = radio_keymap();
		struct via_result r;
		size_t near = 0, none = 0;

		mem_set_text(&kb->id, boards[i].id);
		r = via_compile("keychron", kb, map);
		ok(r.ok && via_golden(boards[i].golden, &r), "%s: %s", boards[i].id, r.err.text);
		is_saved(&r, kb, boards[i].saved);
		while (near < COUNT(boards[i].near) && boards[i].near[near] &&
		       via_find(&r, "keychron-near", boards[i].near[near]))
			near++;
		while (none < COUNT(boards[i].none) && boards[i].none[none] &&
		       via_find(&r, "keychron-none", boards[i].none[none]))
			none++;
		ok(near == count_losses(&r, "keychron-near") && none == count_losses(&r, "keychron-none"),
		   "%zu keys that do something else and %zu that do nothing are told", near, none);
		via_release(&r);
		keymap_unref(map);
	}
	keyboard_free(kb);
}

static void test_definition(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = radio_keymap();
	struct diagnostics told = { 0 };
	struct via_definition *d;
	struct via_result r;
	struct err err = { 0 };
	const char *text;

	mem_set_text(&kb->id, "keychron/k2_max/ansi/white");
	via_add_feature(kb, "led_matrix");
	r = via_compile("keychron", kb, map);
	text = via_text(&r, "via.json");
	d = via_definition_read(text, strlen(text), &told, &err);
	ok(d && d->keycodes == 19 && !strcmp(d->keycode[6].name, "KC_TASK") &&
		   !strcmp(d->keycode[15].title, "Show the battery's level") &&
		   !strcmp(d->keycode[16].name, "QK_KB_16") && !strcmp(d->keycode[18].name, "MINE"),
	   "the definition has all keycodes of the board, and the user's own behind those of a white one");
	via_definition_free(d);
	diagnostics_release(&told);
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* A keymap.c of that tree, which is not there. */
static void test_keymap_c(void)
{
	static const char text[] =
		"#include QMK_KEYBOARD_H\n#include \"keychron_common.h\"\n" ARRAY
		"{ [0] = LAYOUT(BT_HST1, KC_TASK_VIEW, OTHER), [1] = LAYOUT(BT_HST1, P2P4G, "
		"BAT_LVL) };\n";
	static const char plain[] =
		"#include QMK_KEYBOARD_H\n" ARRAY "{ [0] = LAYOUT(BT_HST1, KC_A, KC_B) };\n";
	struct keyboard *kb = small_keyboard();
	struct read_result r = read_text(text, strlen(text), kb, NULL);
	uint16_t value = 0;

	ok(r.ok && keymap_definitions(r.document.map, DEFINITION_KEYCODE) == 4,
	   "names of its headers are known, each once");
	ok(keymap_value(r.document.map, tiny_action("BT_HST1"), &value) && value == 0x7e00 + 11 &&
		   keymap_value(r.document.map, tiny_action("KC_TASK_VIEW"), &value) && value == 0x7e00 + 6,
	   "with their numbers");
	read_release(&r);
	r = read_text(plain, strlen(plain), kb, NULL);
	ok(r.ok && !keymap_definitions(r.document.map, DEFINITION_KEYCODE),
	   "those of another keyboard's are not");
	read_release(&r);
	mem_set_text(&kb->id, "keychron/k5_pro/ansi");
	r = read_text(plain, strlen(plain), kb, NULL);
	ok(r.ok && keymap_value(r.document.map, tiny_action("BT_HST1"), &value) && value == 0x7e00 + 11,
	   "a board of its own says it by its name");
	read_release(&r);
	keyboard_free(kb);
}

static void test_zmk(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = keymap_new(1, 12, 1);
	struct via_result r;

	keymap_put(map, 0, 0, tiny_action("&bt BT_SEL 1"));
	keymap_put(map, 0, 1, tiny_action("&bt BT_CLR"));
	keymap_put(map, 0, 2, tiny_action("&out OUT_USB"));
	via_set_text(map, "firmware", "zmk");
	r = via_compile("keychron", kb, map);
	ok(r.ok && strstr(via_text(&r, "keymap.c"), "BT_HST2, XXXXXXX, XXXXXXX,"), "ZMK's keys of the radio");
	ok(via_find(&r, "keychron-family", NULL), "a board that is none of Keychron's is told");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_settings(void)
{
	struct keyboard *kb = via_keyboard();
	struct keymap *map = via_keymap(1);
	struct via_result r;

	via_set_number(map, "keychron.connected_idle_time", 1800);
	via_set_text(map, "keychron.family", "bluetooth");
	via_set_number(map, "keychron.connected_backlight_timeout", 60);
	keymap_add_setting(
		map, (struct setting){ .name = symbol("keychron.wireless_nkro"), .type = SETTING_BOOL });
	keymap_add_setting(map, (struct setting){ .name = symbol("keychron.usb_in_wireless"),
						  .type = SETTING_BOOL,
						  .number = 1 });
	via_set_number(map, "keychron.nothing", 1);
	r = via_compile("keychron", kb, map);
	is_text(via_text(&r, "config.h"),
		"// Generated by keyplane. Edits here are lost when it is compiled again.\n"
		"#pragma once\n"
		"\n#undef CONNECTED_BACKLIGHT_DISABLE_TIMEOUT\n#define CONNECTED_BACKLIGHT_DISABLE_TIMEOUT "
		"60\n"
		"\n#undef KEEP_USB_CONNECTION_IN_BLUETOOTH_MODE\n#define "
		"KEEP_USB_CONNECTION_IN_BLUETOOTH_MODE\n"
		"\n#undef BLUETOOTH_NKRO_ENABLE\n",
		"settings");
	ok(via_find(&r, "keychron-none", "keychron.connected_idle_time") &&
		   via_find(&r, "keychron-none", "keychron.nothing") &&
		   !via_find(&r, "qmk-setting-unknown", NULL),
	   "those that the family has not are told");
	via_release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_wrong_settings(void)
{
	static const struct setting_text {
		const char *name, *text;
		int64_t number;
	} rows[] = {
		{ "keychron.family", "other", 0 },
		{ "keychron.family", NULL, 1 },
		{ "keychron.connected_idle_time", "1\n#error", 0 },
		{ "keychron.connected_idle_time", NULL, -1 },
		{ "keychron.connected_idle_time", NULL, 65536 },
		{ "keychron.wireless_nkro", NULL, 1 },
	};
	struct keyboard *kb = via_keyboard();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct keymap *map = via_keymap(1);
		struct via_result r;

		if (rows[i].text)
			via_set_text(map, rows[i].name, rows[i].text);
		else
			via_set_number(map, rows[i].name, rows[i].number);
		r = via_compile("keychron", kb, map);
		ok(!r.ok && via_find(&r, "keychron-setting", NULL), "%s, wrong in way %zu, is refused",
		   rows[i].name, i);
		via_release(&r);
		keymap_unref(map);
	}
	keyboard_free(kb);
}

int main(void)
{
	test_families();
	test_table();
	test_boards();
	test_definition();
	test_keymap_c();
	test_zmk();
	test_settings();
	test_wrong_settings();
	return tap_done();
}
