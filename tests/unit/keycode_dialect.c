/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/str.h"
#include "model/keycode.h"
#include "model/keycode_dialect.h"
#include "tap.h"

enum { ALL_VALUES = 0x10000, NO_VALUE = -1 };

/* The number of a text in a dialect; NO_VALUE: it has none, or cannot be read. */
static int value_of(enum keycode_dialect dialect, const char *text)
{
	struct action action;
	struct err err;
	uint16_t value;

	if (!keycode_dialect_parse(dialect, text, &action, &err) ||
	    !keycode_dialect_value(dialect, action, &value))
		return NO_VALUE;
	return value;
}

static void test_infos(void)
{
	enum keycode_dialect found;
	size_t wrong = 0;

	for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++)
		wrong += !keycode_dialect_find(keycode_dialect_info(d)->name, &found) || found != d ||
			 !keycode_dialect_info(d)->help[0];
	ok(!wrong, "each dialect is found by its name");
	ok(!keycode_dialect_find("via-13", &found) && !keycode_dialect_find("", &found), "others are not");
	ok(!strcmp(keycode_dialect_info(DIALECT_NEWEST)->name, "0.0.8"), "the newest is 0.0.8");
}

/* A text, its number there, and how the dialect's own app writes it. */
static void test_rows(void)
{
	static const struct {
		enum keycode_dialect dialect;
		const char *text;
		int value;
		const char *printed;
	} rows[] = {
		{ DIALECT_QMK_0_0_1, "RGB_TOG", 0x7820, "RGB_TOG" },
		{ DIALECT_QMK_0_0_1, "MI_C1", 0x7120, "MI_C1" },
		{ DIALECT_QMK_0_0_1, "SAFE_RANGE", 0x7e00, "0x7E00" },
		{ DIALECT_QMK_0_0_1, "PDF(1)", NO_VALUE, "PDF(1)" },
		{ DIALECT_QMK_0_0_1, "LT(1, KC_BTN1)", 0x41d1, "LT(1, KC_BTN1)" },
		{ DIALECT_QMK_0_0_4, "MS_BTN1", 0xd1, "KC_BTN1" },
		{ DIALECT_QMK_0_0_5, "KC_BTN1", 0xd1, "MS_BTN1" },
		{ DIALECT_QMK_0_0_8, "RGB_TOG", 0x7820, "UG_TOGG" },
		{ DIALECT_QMK_0_0_8, "0x7103", 0x7103, "MI_C" },
		{ DIALECT_QMK_0_0_2, "QK_REP", NO_VALUE, "QK_REP" },
		{ DIALECT_QMK_0_0_3, "QK_REP", 0x7c79, "QK_REP" },
		{ DIALECT_QMK_0_0_6, "PDF(1)", 0x52e1, "PDF(1)" },
		{ DIALECT_VIA_9, "TO(1)", 0x5011, "TO(1)" },
		{ DIALECT_VIA_10, "TO(1)", 0x5001, "TO(1)" },
		{ DIALECT_VIA_9, "MO(1)", 0x5101, "MO(1)" },
		{ DIALECT_VIA_9, "LM(1, MOD_LCTL)", 0x5911, "LM(1,MOD_LCTL)" },
		{ DIALECT_VIA_9, "CUSTOM(3)", 0x5f83, "CUSTOM(3)" },
		{ DIALECT_VIA_9, "MACRO(3)", 0x5f15, "MACRO(3)" },
		{ DIALECT_VIA_9, "RESET", 0x5c00, "RESET" },
		{ DIALECT_VIA_9, "FN_MO13", 0x5f10, "FN_MO13" },
		{ DIALECT_VIA_9, "BR_INC", 0x5f00, "BR_INC" },
		{ DIALECT_VIA_9, "KC_MS_BTN1", 0xf4, "KC_MS_BTN1" },
		{ DIALECT_VIA_9, "QK_REP", NO_VALUE, "QK_REP" },
		{ DIALECT_VIA_9, "CUSTOM(16)", NO_VALUE, "CUSTOM(16)" },
		{ DIALECT_VIA_11, "MACRO(0)", 0x7702, "MACRO(0)" },
		{ DIALECT_VIA_11, "CUSTOM(200)", 0x7fc8, "CUSTOM(200)" },
		{ DIALECT_VIA_11, "QK_KB_3", 0x7f03, "CUSTOM(3)" },
		{ DIALECT_VIA_12, "CUSTOM(3)", 0x7e03, "CUSTOM(3)" },
		{ DIALECT_VIA_12, "CUSTOM(100)", 0x7e64, "CUSTOM(100)" },
		{ DIALECT_VIA_12, "MACRO(127)", 0x777f, "MACRO(127)" },
		{ DIALECT_VIA_12, "QK_BOOT", 0x7c00, "RESET" },
		{ DIALECT_VIA_12, "MI_C1", 0x7120, "MI_C_1" },
		{ DIALECT_VIA_12, "LT(1, KC_SPC)", 0x412c, "LT(1,KC_SPC)" },
		{ DIALECT_VIA_12, "LCTL_T(KC_A)", 0x2104, "MT(MOD_LCTL,KC_A)" },
		{ DIALECT_VIA_12, "RCTL_T(KC_A)", 0x3104, "MT(MOD_LCTL | MOD_RCTL,KC_A)" },
		{ DIALECT_VIA_12, "LCS_T(KC_A)", 0x2304, "MT(MOD_LCTL | MOD_LSFT,KC_A)" },
		{ DIALECT_VIA_12, "KC_EXLM", 0x21e, "S(KC_1)" },
		{ DIALECT_VIA_12, "LCTL(LSFT(KC_A))", 0x304, "C(S(KC_A))" },
		{ DIALECT_VIA_12, "HYPR(KC_A)", 0xf04, "HYPR(KC_A)" },
		{ DIALECT_VIA_12, "RSFT(RALT(KC_A))", 0x1604, "RSA(KC_A)" },
		{ DIALECT_VIA_12, "OSM(MOD_LSFT)", 0x52a2, "OSM(MOD_LSFT)" },
		{ DIALECT_VIA_12, "LM(2, MOD_RALT)", 0x5054, "LM(2,MOD_LALT | MOD_RALT)" },
		{ DIALECT_VIA_12, "TD(3)", 0x5703, "0x5703" },
		{ DIALECT_VIA_12, "QK_REP", 0x7c79, "0x7c79" },
		{ DIALECT_VIA_12, "OU_AUTO", 0x7c20, "OUT_AUTO" },
		{ DIALECT_VIA_12, "0x5f12", 0x5f12, "0x5f12" },
		{ DIALECT_VIAL_5, "LT1(KC_A)", 0x4104, "LT1(KC_A)" },
		{ DIALECT_VIAL_5, "TO(1)", 0x5011, "TO(1)" },
		{ DIALECT_VIAL_5, "LCTL_T(KC_A)", 0x6104, "LCTL_T(KC_A)" },
		{ DIALECT_VIAL_5, "C_S(KC_A)", 0x304, "C_S(KC_A)" },
		{ DIALECT_VIAL_5, "USER03", 0x5f83, "USER03" },
		{ DIALECT_VIAL_5, "USER40", 0x5fa8, "USER40" },
		{ DIALECT_VIAL_5, "M3", 0x5f15, "M3" },
		{ DIALECT_VIAL_5, "QK_REP", NO_VALUE, "QK_REP" },
		{ DIALECT_VIAL_5, "PDF(0)", NO_VALUE, "PDF(0)" },
		{ DIALECT_VIAL_6, "KC_ESC", 0x29, "KC_ESCAPE" },
		{ DIALECT_VIAL_6, "KC_BSPACE", 0x2a, "KC_BSPACE" },
		{ DIALECT_VIAL_6, "KC_EXLM", 0x21e, "LSFT(KC_1)" },
		{ DIALECT_VIAL_6, "LCTL(KC_NO)", 0x100, "LCTL(KC_NO)" },
		{ DIALECT_VIAL_6, "LCTL(LSFT(LGUI(KC_A)))", 0xb04, "0xb04" },
		{ DIALECT_VIAL_6, "ALL_T(KC_A)", 0x2f04, "ALL_T(KC_A)" },
		{ DIALECT_VIAL_6, "LT15(KC_A)", 0x4f04, "LT15(KC_A)" },
		{ DIALECT_VIAL_6, "USER63", 0x7e3f, "USER63" },
		{ DIALECT_VIAL_6, "M255", 0x77ff, "M255" },
		{ DIALECT_VIAL_6, "M256", NO_VALUE, "M256" },
		{ DIALECT_VIAL_6, "M03", NO_VALUE, "M03" },
		{ DIALECT_VIAL_6, "USER3", NO_VALUE, "USER3" },
		{ DIALECT_VIAL_6, "TD(3)", 0x5703, "TD(3)" },
		{ DIALECT_VIAL_6, "PDF(3)", 0x52e3, "PDF(3)" },
		{ DIALECT_VIAL_6, "OSM(MOD_LCTL|MOD_LSFT)", 0x52a3, "OSM(MOD_LCTL|MOD_LSFT)" },
		{ DIALECT_VIAL_6, "FN_MO13", 0x7c77, "FN_MO13" },
		{ DIALECT_VIAL_6, "LT16(KC_A)", NO_VALUE, "LT16(KC_A)" },
		{ DIALECT_VIA_12, "&bt BT_CLR", NO_VALUE, "&bt BT_CLR" },
		{ DIALECT_VIAL_6, "&kp GLOBE", NO_VALUE, "&kp GLOBE" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *name = keycode_dialect_info(rows[i].dialect)->name;
		struct str printed = STR_INIT;
		struct action action;
		struct err err;

		ok(value_of(rows[i].dialect, rows[i].text) == rows[i].value, "%s: %s is 0x%04X", name,
		   rows[i].text, (unsigned)value_of(rows[i].dialect, rows[i].text));
		if (keycode_dialect_parse(rows[i].dialect, rows[i].text, &action, &err))
			keycode_dialect_print(rows[i].dialect, action, &printed);
		is_text(str_text(&printed), rows[i].printed, "and is written %s", rows[i].printed);
		str_release(&printed);
	}
}

/* A keycode means the same in all dialects, whatever its number. */
static void test_same(void)
{
	struct action a, b;
	struct err err;

	ok(keycode_dialect_parse(DIALECT_VIA_9, "0x5F15", &a, &err) &&
		   keycode_dialect_parse(DIALECT_VIAL_6, "M3", &b, &err) && action_equal(a, b),
	   "macro 3 of VIA 9 is macro 3 of Vial 6");
	ok(keycode_dialect_parse(DIALECT_VIA_11, "0x7F02", &a, &err) && action_parse("QK_KB_2", &b, &err) &&
		   action_equal(a, b),
	   "custom key 2 of VIA 11 is QMK's");
	ok(action_equal(keycode_dialect_action(DIALECT_VIA_12, 0x7110),
			keycode_dialect_action(DIALECT_NEWEST, 0x7103)),
	   "VIA's number of a MIDI note is another than QMK's");
	ok(keycode_dialect_action(DIALECT_VIA_9, 0x5c01).kind == ACTION_KEY &&
		   keycode_dialect_action(DIALECT_NEWEST, 0x5c01).kind == ACTION_RAW_NUMBER,
	   "a number that a dialect does not name is just that");
}

/* Each of the numbers comes back as it was, as an action and as text. */
static void test_exhaustive(void)
{
	for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++) {
		size_t wrong = 0, lost = 0, named = 0;
		struct str text = STR_INIT;

		for (uint32_t v = 0; v < ALL_VALUES; v++) {
			struct action action = keycode_dialect_action(d, (uint16_t)v);
			uint16_t again = 0;

			named += action.kind != ACTION_RAW_NUMBER;
			if (!keycode_dialect_value(d, action, &again) || again != v)
				wrong++;
			/* Above, all is a plain number. */
			if (v > 0x8100)
				continue;
			str_clear(&text);
			keycode_dialect_print(d, action, &text);
			if (value_of(d, str_text(&text)) != (int)v && !lost++)
				printf("# %s: 0x%04X is written %s\n", keycode_dialect_info(d)->name, v,
				       str_text(&text));
		}
		ok(!wrong && !lost, "%s: all numbers come back, %zu are named; %zu lost, %zu as text",
		   keycode_dialect_info(d)->name, named, wrong, lost);
		str_release(&text);
	}
}

/* QMK's newest is what action_qmk_value() speaks of. */
static void test_newest(void)
{
	size_t wrong = 0;

	for (uint32_t v = 0; v < ALL_VALUES; v++)
		wrong += !action_equal(keycode_dialect_action(DIALECT_NEWEST, (uint16_t)v),
				       action_of_qmk_value((uint16_t)v));
	for (size_t code = 0; code < keycode_count(); code++) {
		const struct keycode *k = keycode_get((uint16_t)code);
		struct action action = action_of_keycode((uint16_t)code);
		uint16_t value;

		wrong += !keycode_dialect_value(DIALECT_NEWEST, action, &value) || value != k->value;
	}
	ok(!wrong, "the newest table and the keycodes agree");
}

static struct json_doc *read_table(const char *corpus, const char *name)
{
	struct str path = STR_INIT, text = STR_INIT;
	struct json_doc *doc = NULL;
	struct err err;

	str_addf(&path, "%s/keycodes/%s.json", corpus, name);
	if (file_read(str_text(&path), 16 << 20, &text, &err))
		doc = json_parse(str_text(&text), text.len, &err);
	str_release(&path);
	str_release(&text);
	return doc;
}

static size_t check_name(enum keycode_dialect dialect, const char *name, int value)
{
	if (value_of(dialect, name) == value)
		return 0;
	printf("# %s: %s is 0x%04X, not 0x%04X\n", keycode_dialect_info(dialect)->name, name,
	       (unsigned)value_of(dialect, name), (unsigned)value);
	return 1;
}

static size_t check_printed(enum keycode_dialect dialect, int value, const char *want)
{
	struct str printed = STR_INIT;
	size_t wrong;

	keycode_dialect_print(dialect, keycode_dialect_action(dialect, (uint16_t)value), &printed);
	wrong = strcmp(str_text(&printed), want) != 0;
	if (wrong)
		printf("# %s: 0x%04X is written %s, not %s\n", keycode_dialect_info(dialect)->name,
		       (unsigned)value, str_text(&printed), want);
	str_release(&printed);
	return wrong;
}

/* The ranges of QMK's tables, and of VIA's, with what begins each. */
static const struct {
	const char *name, *text;
} ranges[] = {
	{ "QK_MOD_TAP", "MT(0, KC_NO)" },
	{ "QK_LAYER_TAP", "LT(0, KC_NO)" },
	{ "QK_LAYER_MOD", "LM(0, 0)" },
	{ "QK_TO", "TO(0)" },
	{ "QK_MOMENTARY", "MO(0)" },
	{ "QK_DEF_LAYER", "DF(0)" },
	{ "QK_TOGGLE_LAYER", "TG(0)" },
	{ "QK_ONE_SHOT_LAYER", "OSL(0)" },
	{ "QK_ONE_SHOT_MOD", "OSM(0)" },
	{ "QK_LAYER_TAP_TOGGLE", "TT(0)" },
	{ "QK_PERSISTENT_DEF_LAYER", "PDF(0)" },
	{ "QK_SWAP_HANDS", "SH_T(KC_NO)" },
	{ "QK_TAP_DANCE", "TD(0)" },
	{ "QK_UNICODEMAP", "UM(0)" },
	{ "QK_UNICODE", "UC(0)" },
	{ "QK_UNICODEMAP_PAIR", "UP(0, 0)" },
};

static size_t check_range(enum keycode_dialect dialect, const char *name, int value)
{
	for (size_t i = 0; i < COUNT(ranges); i++)
		if (!strcmp(ranges[i].name, name))
			return check_name(dialect, ranges[i].text, value);
	return 0;
}

static void test_qmk_oracle(const char *corpus)
{
	for (enum keycode_dialect d = 0; d <= DIALECT_NEWEST; d++) {
		struct str name = STR_INIT;
		struct json_doc *doc;
		size_t names = 0, wrong = 0;

		str_addf(&name, "keycodes_%s", keycode_dialect_info(d)->name);
		doc = read_table(corpus, str_text(&name));
		for (const struct json *row = doc ? json_find(json_root(doc), "keycodes")->first : NULL; row;
		     row = row->next) {
			const struct json *aliases = json_find(row, "aliases");
			int value = (int)strtol(row->key, NULL, 16);

			wrong += check_name(d, json_text(json_find(row, "key")), value);
			names++;
			for (const struct json *a = aliases ? aliases->first : NULL; a; a = a->next, names++)
				wrong += check_name(d, json_text(a), value);
		}
		for (const struct json *row = doc ? json_find(json_root(doc), "ranges")->first : NULL; row;
		     row = row->next)
			wrong += check_range(d, json_text(json_find(row, "define")),
					     (int)strtol(row->key, NULL, 16));
		ok(names > 1000 && !wrong, "QMK's %s: %zu names, %zu have another value",
		   keycode_dialect_info(d)->name, names, wrong);
		json_doc_free(doc);
		str_release(&name);
	}
}

static void test_via_oracle(const char *corpus)
{
	static const char *const files[] = { "via_default", "via_v10", "via_v11", "via_v12" };

	for (size_t i = 0; i < COUNT(files); i++) {
		enum keycode_dialect d = (enum keycode_dialect)(DIALECT_VIA_9 + (int)i);
		struct json_doc *doc = read_table(corpus, files[i]);
		size_t names = 0, wrong = 0;

		for (const struct json *row = doc ? json_root(doc)->first : NULL; row; row = row->next) {
			int value = (int)row->number;

			if (*row->key == '_') {
				wrong += check_range(d, row->key + 1, value);
				continue;
			}
			names++;
			wrong += check_name(d, row->key, value);
			/* Another name for KC_CLR. */
			if (strcmp(row->key, "KC_CLEAR") != 0)
				wrong += check_printed(d, value, row->key);
		}
		ok(names > 270 && !wrong, "VIA's %s: %zu names, %zu are another number or another text",
		   files[i], names, wrong);
		json_doc_free(doc);
	}
}

/* Constants that are no keycodes. */
static bool is_constant(const char *name)
{
	static const char *const prefixes[] = { "MOD_",    "ON_PRESS", "QMK_LM",  "QK_MACRO", "QK_KB",
						"QK_LCTL", "QK_LSFT",  "QK_LALT", "QK_LGUI",  "QK_RCTL",
						"QK_RSFT", "QK_RALT",  "QK_RGUI" };

	for (size_t i = 0; i < COUNT(prefixes); i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			return true;
	for (size_t i = 0; i < COUNT(ranges); i++)
		if (!strcmp(ranges[i].name, name))
			return true;
	return false;
}

static size_t check_vial_row(enum keycode_dialect d, const char *name, int value)
{
	struct str text = STR_INIT;
	size_t wrong;

	if (strstr(name, "(kc)")) {
		str_add_bytes(&text, name, strlen(name) - 4);
		str_add(&text, "(KC_A)");
		value |= 4;
	} else {
		str_add(&text, name);
	}
	wrong = check_name(d, str_text(&text), value);
	/* Keys with Shift are written as such, macros that share their number with a user key as that, and
	 * layers over 15 of protocol 5 as those that the number is. */
	if (value >> 8 != 2 && !(d == DIALECT_VIAL_5 && *name == 'M' && value >= 0x5f80) &&
	    !(d == DIALECT_VIAL_5 && !strncmp(name, "TO(", 3) && atoi(name + 3) > 15))
		wrong += check_printed(d, value, str_text(&text));
	str_release(&text);
	return wrong;
}

static void test_vial_oracle(const char *corpus)
{
	static const char *const files[] = { "vial_v5", "vial_v6" };

	for (size_t i = 0; i < COUNT(files); i++) {
		enum keycode_dialect d = (enum keycode_dialect)(DIALECT_VIAL_5 + (int)i);
		struct json_doc *doc = read_table(corpus, files[i]);
		size_t names = 0, wrong = 0, made_up = 0;

		for (const struct json *row = doc ? json_root(doc)->first : NULL; row; row = row->next) {
			int value = (int)row->number;

			/* Numbers for what protocol 5 does not have, and macros that would be mod-taps. */
			if (value >= 0x9990 || (d == DIALECT_VIAL_5 && *row->key == 'M' &&
						row->key[1] != 'I' && value >= 0x6000)) {
				made_up++;
				continue;
			}
			if (is_constant(row->key)) {
				wrong += strcmp(row->key, "QK_TO") != 0 && check_range(d, row->key, value);
				continue;
			}
			names++;
			wrong += check_vial_row(d, row->key, value);
		}
		ok(names > 1200 && !wrong, "Vial's %s: %zu names, %zu wrong; %zu are made up", files[i],
		   names, wrong, made_up);
		json_doc_free(doc);
	}
}

int main(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");

	test_infos();
	test_rows();
	test_same();
	test_exhaustive();
	test_newest();
	if (corpus) {
		test_qmk_oracle(corpus);
		test_via_oracle(corpus);
		test_vial_oracle(corpus);
	} else {
		ok(true, "every table of the corpus # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
	}
	return tap_done();
}
