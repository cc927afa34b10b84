/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/str.h"
#include "model/action.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

enum { HYPER = MOD_LCTL | MOD_LSFT | MOD_LALT | MOD_LGUI };

static uint32_t key(const char *name, uint8_t mods)
{
	uint16_t code = 0;

	if (!keycode_find(name, strlen(name), &code))
		printf("# no keycode %s\n", name);
	return KEY(code, mods);
}

/* What is read, as it is printed again. The same text in both columns: the canonical spelling. */
static void test_spellings(void)
{
	static const struct {
		const char *text, *printed;
		enum action_kind kind;
	} rows[] = {
		{ "KC_A", "KC_A", ACTION_KEY },
		{ "  KC_A  ", "KC_A", ACTION_KEY },
		{ "(KC_A)", "KC_A", ACTION_KEY },
		{ "KC_SPACE", "KC_SPC", ACTION_KEY },
		{ "MS_UP", "MS_UP", ACTION_KEY },
		{ "QK_BOOTLOADER", "QK_BOOT", ACTION_KEY },
		{ "KC_NO", "KC_NO", ACTION_NONE },
		{ "XXXXXXX", "KC_NO", ACTION_NONE },
		{ "_______", "KC_TRNS", ACTION_TRANSPARENT },
		{ "KC_TRANSPARENT", "KC_TRNS", ACTION_TRANSPARENT },
		{ "KC_LT", "KC_LABK", ACTION_KEY },
		{ "S(KC_1)", "KC_EXLM", ACTION_KEY },
		{ "LSFT(KC_GRAVE)", "KC_TILD", ACTION_KEY },
		{ "RSFT(KC_1)", "RSFT(KC_1)", ACTION_KEY },
		{ "S(KC_A)", "S(KC_A)", ACTION_KEY },
		{ "LSFT(KC_A)", "S(KC_A)", ACTION_KEY },
		{ "C(S(KC_C))", "LCS(KC_C)", ACTION_KEY },
		{ "LCTL(KC_EXLM)", "LCS(KC_1)", ACTION_KEY },
		{ "LCTL(RSFT(KC_A))", "LCTL(RSFT(KC_A))", ACTION_KEY },
		{ "ALGR(KC_E)", "RALT(KC_E)", ACTION_KEY },
		{ "HYPR(KC_NO)", "KC_HYPR", ACTION_KEY },
		{ "KC_MEH", "KC_MEH", ACTION_KEY },
		{ "SGUI(KC_S)", "LSG(KC_S)", ACTION_KEY },
		{ "LT(1,KC_SPC)", "LT(1, KC_SPC)", ACTION_LAYER_TAP },
		{ "LT ( 0x1F , KC_SPACE )", "LT(31, KC_SPC)", ACTION_LAYER_TAP },
		{ "LT(1, KC_EXLM)", "LT(1, KC_EXLM)", ACTION_LAYER_TAP },
		{ "LT(1, KC_NO)", "LT(1, KC_NO)", ACTION_LAYER_TAP },
		{ "LT(1, _______)", "LT(1, KC_TRNS)", ACTION_LAYER_TAP },
		{ "MT(MOD_LCTL, KC_A)", "LCTL_T(KC_A)", ACTION_MOD_TAP },
		{ "MT(MOD_LSFT | MOD_LCTL, KC_A)", "LCS_T(KC_A)", ACTION_MOD_TAP },
		{ "MT((MOD_LCTL|MOD_RSFT), KC_A)", "MT(MOD_LCTL | MOD_RSFT, KC_A)", ACTION_MOD_TAP },
		{ "MT(0x12, KC_A)", "RSFT_T(KC_A)", ACTION_MOD_TAP },
		{ "MT(0, KC_A)", "MT(0, KC_A)", ACTION_MOD_TAP },
		{ "CTL_T(KC_ESC)", "LCTL_T(KC_ESC)", ACTION_MOD_TAP },
		{ "OPT_T(KC_ESC)", "LALT_T(KC_ESC)", ACTION_MOD_TAP },
		{ "CMD_T(KC_ESC)", "LGUI_T(KC_ESC)", ACTION_MOD_TAP },
		{ "C_S_T(KC_ESC)", "LCS_T(KC_ESC)", ACTION_MOD_TAP },
		{ "ALL_T(KC_ESC)", "HYPR_T(KC_ESC)", ACTION_MOD_TAP },
		{ "SAGR_T(KC_ESC)", "RSA_T(KC_ESC)", ACTION_MOD_TAP },
		{ "RCAG_T(KC_ESC)", "RCAG_T(KC_ESC)", ACTION_MOD_TAP },
		{ "MO(0)", "MO(0)", ACTION_LAYER_MOMENTARY },
		{ "TG(31)", "TG(31)", ACTION_LAYER_TOGGLE },
		{ "TO(2U)", "TO(2)", ACTION_LAYER_TO },
		{ "DF(3)", "DF(3)", ACTION_LAYER_DEFAULT },
		{ "PDF(3)", "PDF(3)", ACTION_LAYER_DEFAULT_SAVED },
		{ "OSL(4)", "OSL(4)", ACTION_LAYER_ONE_SHOT },
		{ "TT(5)", "TT(5)", ACTION_LAYER_TAP_TOGGLE },
		{ "LM(1, MOD_LALT)", "LM(1, MOD_LALT)", ACTION_LAYER_MOD },
		{ "LM(1,MOD_LALT|MOD_LGUI)", "LM(1, MOD_LALT | MOD_LGUI)", ACTION_LAYER_MOD },
		{ "OSM(MOD_LSFT)", "OSM(MOD_LSFT)", ACTION_MOD_ONE_SHOT },
		{ "OS_LSFT", "OSM(MOD_LSFT)", ACTION_MOD_ONE_SHOT },
		{ "OS_RCAG", "OSM(MOD_RCTL | MOD_RALT | MOD_RGUI)", ACTION_MOD_ONE_SHOT },
		{ "OSM(MOD_HYPR)", "OSM(MOD_HYPR)", ACTION_MOD_ONE_SHOT },
		{ "OS_MEH", "OSM(MOD_MEH)", ACTION_MOD_ONE_SHOT },
		{ "SH_T(KC_A)", "SH_T(KC_A)", ACTION_SWAP_HANDS_TAP },
		{ "TD(3)", "TD(3)", ACTION_TAP_DANCE },
		{ "TD(ESC_CAPS)", "TD(ESC_CAPS)", ACTION_TAP_DANCE },
		{ "UC(0xe9)", "UC(0x00E9)", ACTION_UNICODE },
		{ "UM(7)", "UM(7)", ACTION_UNICODE_MAP },
		{ "UP(1,2)", "UP(1, 2)", ACTION_UNICODE_PAIR },
		{ "ANY(KC_B)", "KC_B", ACTION_KEY },
		{ "ANY(MO(1))", "MO(1)", ACTION_LAYER_MOMENTARY },
		{ "ANY( ANY( MY_KEY ) )", "MY_KEY", ACTION_RAW },
		{ "(ANY(MY_KEY))", "(ANY(MY_KEY))", ACTION_RAW },
		{ "ANY((ANY(MY_KEY)))", "(ANY(MY_KEY))", ACTION_RAW },
		{ "0x0004", "KC_A", ACTION_KEY },
		{ "4", "KC_A", ACTION_KEY },
		{ "0", "KC_NO", ACTION_NONE },
		{ "1", "KC_TRNS", ACTION_TRANSPARENT },
		{ "0x4104", "LT(1, KC_A)", ACTION_LAYER_TAP },
		{ "0x021E", "KC_EXLM", ACTION_KEY },
		{ "0x1504", "RCA(KC_A)", ACTION_KEY },
		{ "0x5F12", "0x5F12", ACTION_RAW_NUMBER },
		{ "0x1004", "0x1004", ACTION_RAW_NUMBER },
		{ "0x8041", "0x8041", ACTION_RAW_NUMBER },
		{ "LCTL(0x04)", "LCTL(KC_A)", ACTION_KEY },
		{ "MY_KEY", "MY_KEY", ACTION_RAW },
		{ "KC_APPLE", "KC_APPLE", ACTION_RAW },
		{ "MO(_LOWER)", "MO(_LOWER)", ACTION_RAW },
		{ "LT(_LOWER, KC_A)", "LT(_LOWER, KC_A)", ACTION_RAW },
		{ "LT(1, MO(2))", "LT(1, MO(2))", ACTION_RAW },
		{ "LCTL(MY_KEY)", "LCTL(MY_KEY)", ACTION_RAW },
		{ "MT(MOD_FOO, KC_A)", "MT(MOD_FOO, KC_A)", ACTION_RAW },
		{ "QK_LCTL | KC_A", "QK_LCTL | KC_A", ACTION_RAW },
		{ "BASE + 2 * (X - 1) ? A(KC_B) : 0x7fu", "BASE + 2 * (X - 1) ? A(KC_B) : 0x7fu",
		  ACTION_RAW },
		{ "lt(1, KC_A)", "lt(1, KC_A)", ACTION_RAW },
		{ "F()", "F()", ACTION_RAW },
		{ "-1", "-1", ACTION_RAW },
		{ "KC_TRNS(1)", "KC_TRNS(1)", ACTION_RAW },
		{ "LCTL(KC_A, KC_B)", "LCTL(KC_A, KC_B)", ACTION_RAW },
		/* What QMK has none for is spelled as ZMK does; what it has is its own. */
		{ "&kp LSHFT", "KC_LSFT", ACTION_KEY },
		{ "  &mt LSHFT A", "LSFT_T(KC_A)", ACTION_MOD_TAP },
		{ "&kp C_EJECT", "&kp C_EJECT", ACTION_KEY },
		{ "&lt 1 GLOBE", "&lt 1 GLOBE", ACTION_LAYER_TAP },
		{ "&sk A", "&sk A", ACTION_KEY_ONE_SHOT },
		{ "&kt LSHFT", "&kt LSHFT", ACTION_KEY_TOGGLE },
		{ "&bt BT_SEL 0", "&bt BT_SEL 0", ACTION_BEHAVIOR },
		{ "&caps_word", "&caps_word", ACTION_BEHAVIOR },
		{ "C_EJECT", "C_EJECT", ACTION_RAW },
	};
	struct str out = STR_INIT;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct action a = tiny_action(rows[i].text);

		str_clear(&out);
		action_print(a, &out);
		ok(a.kind == rows[i].kind && !strcmp(str_text(&out), rows[i].printed), "%s is %s",
		   rows[i].text, str_text(&out));
		ok(action_equal(tiny_action(str_text(&out)), a), "and reads back equal");
	}
	str_release(&out);
}

static void test_arguments(void)
{
	struct action a = tiny_action("LT(3, S(KC_A))");

	ok(a.arg[0] == 3 && a.arg[1] == key("KC_A", MOD_LSFT), "LT has a layer and a key with its modifiers");
	a = tiny_action("MT(MOD_RALT | MOD_LSFT, KC_B)");
	ok(a.arg[0] == (MOD_RALT | MOD_LSFT) && a.arg[1] == key("KC_B", 0), "MT has modifiers and a key");
	a = tiny_action("TD(DANCE)");
	ok(a.flags == ACTION_BY_NAME && !strcmp(symbol_text(a.arg[0]), "DANCE"), "TD may have a name");
	ok(tiny_action("TD(9)").flags == 0, "or a number");
	ok(tiny_action("KC_HYPR").arg[0] == KEY(0, HYPER), "KC_HYPR is its modifiers alone");
	ok(tiny_action("KC_QUES").arg[0] == key("KC_SLSH", MOD_LSFT), "KC_QUES is Shift and slash");
}

static void test_refused(void)
{
	static const struct {
		const char *text;
		enum err_code code;
		const char *says;
	} rows[] = {
		{ "", ERR_PARSE, "no action is given" },
		{ "   ", ERR_PARSE, "no action is given" },
		{ "KC_A, KC_B", ERR_PARSE, "column 5: found `,`" },
		{ "KC_A)", ERR_PARSE, "column 5: found `)`" },
		{ "MO(1", ERR_PARSE, "column 5: the text ends where `,` or `)` was expected" },
		{ "(KC_A", ERR_PARSE, "the text ends where `)`" },
		{ "MO(1,)", ERR_PARSE, "column 6: found `)`" },
		{ "()", ERR_PARSE, "column 2" },
		{ "KC_A KC_B", ERR_PARSE, "column 6" },
		{ "KC_A; system(1)", ERR_PARSE, "column 5: found `;`" },
		{ "KC_A };", ERR_PARSE, "column 6: found `}`" },
		{ "{ KC_A }", ERR_PARSE, "column 1: found `{`" },
		{ "[3] = KC_A", ERR_PARSE, "column 1: found `[`" },
		{ "A = KC_A", ERR_PARSE, "column 3: found `=`" },
		{ "A += 1", ERR_PARSE, "column 4: found `=`" },
		{ "A ? B", ERR_PARSE, "where `:` was expected" },
		{ "A ?\?= B", ERR_PARSE, "column 4: found `?`" },
		{ "A %: B", ERR_PARSE, "column 4: found `:`" },
		{ "A <% B", ERR_PARSE, "column 4: found `%`" },
		{ "A <: 1 :>", ERR_PARSE, "column 4: found `:`" },
		{ "#define X", ERR_PARSE, "column 1: found `#`" },
		{ "KC_A // x", ERR_PARSE, "column 7: found `/`" },
		{ "KC_A /* x */", ERR_PARSE, "column 7: found `*`" },
		{ "KC_A \\", ERR_PARSE, "column 6" },
		{ "F(\"x\")", ERR_PARSE, "column 3: found `\"`" },
		{ "'a'", ERR_PARSE, "column 1: found `'`" },
		{ "KC_A\n", ERR_PARSE, "column 5: found `\\x0a`" },
		{ "MO(\t1)", ERR_PARSE, "column 4" },
		{ "K\xc3\xa4", ERR_PARSE, "column 2" },
		{ "\x1b[2J", ERR_PARSE, "column 1: found `\\x1b`" },
		{ "MO(32)", ERR_RANGE, "the layer is 32, but must be a number of 0 to 31" },
		{ "LT(40, KC_A)", ERR_RANGE, "the layer is 40" },
		{ "LT(40, MY_KEY)", ERR_RANGE, "the layer is 40" },
		{ "MO(99999999999999999999999)", ERR_RANGE, "the layer" },
		{ "MO(08)", ERR_RANGE, "the layer is 08" },
		{ "TD(256)", ERR_RANGE, "the tap dance is 256" },
		{ "UC(0x1F600)", ERR_RANGE, "the code point is 0x1F600" },
		{ "UM(0x4000)", ERR_RANGE, "Unicode map" },
		{ "UP(1, 128)", ERR_RANGE, "Unicode map is 128" },
		{ "0x10000", ERR_RANGE, "the keycode is 0x10000" },
		{ "LT(1)", ERR_PARSE, "LT takes 2 arguments, not 1" },
		{ "MO()", ERR_PARSE, "MO takes 1 argument, not 0" },
		{ "MO(1, 2)", ERR_PARSE, "MO takes 1 argument, not 2" },
		{ "ANY(MO(77))", ERR_RANGE, "the layer is 77" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct action a = { 0 };
		struct err err = { 0 };
		bool parsed = action_parse(rows[i].text, &a, &err);

		ok(!parsed && err.code == rows[i].code && strstr(err.text, rows[i].says),
		   "row %zu is refused: %s", i, err.text);
	}
}

/* @before, @count times @repeated, @after. */
static bool parse_long(const char *before, const char *repeated, size_t count, const char *after,
		       struct err *err)
{
	struct str text = STR_INIT;
	struct action a;
	bool parsed;

	str_add(&text, before);
	for (size_t i = 0; i < count; i++)
		str_add(&text, repeated);
	str_add(&text, after);
	parsed = action_parse(str_text(&text), &a, err);
	str_release(&text);
	return parsed;
}

static void test_limits(void)
{
	struct err err = { 0 };

	ok(parse_long("K", "A", 999, "", &err), "1,000 bytes are read");
	ok(!parse_long("K", "A", 1000, "", &err) && err.code == ERR_RANGE, "1,001 are not: %s", err.text);
	ok(parse_long("-", "-", 998, "1", &err), "a thousand signs fit the nodes");
	ok(parse_long("A", "|A", 499, "", &err), "and as many operands");
	ok(parse_long("F(F(F(", "F(", 29, "A))))))))))))))))))))))))))))))))", &err), "32 calls deep");
	ok(!parse_long("", "F(", 33, "A", &err) && err.code == ERR_RANGE, "33 are not: %s", err.text);
	ok(!parse_long("", "(", 500, "A", &err) && err.code == ERR_RANGE, "nor parentheses: %s", err.text);
	ok(!parse_long("", "A?A:", 200, "A", &err) && err.code == ERR_RANGE, "nor choices: %s", err.text);
}

/* Every keycode in every wrapper: print, parse, compare; and by number where the number says it all. */
static void check_round_trip(struct action a, struct str *text, size_t *bad)
{
	struct action back = { 0 };
	struct err err = { 0 };

	str_clear(text);
	action_print(a, text);
	if (action_parse(str_text(text), &back, &err) && action_equal(a, back))
		return;
	if (!(*bad)++)
		printf("# %s: %s\n", str_text(text), err.text);
}

static void check_number(struct action a, struct str *text, size_t *bad)
{
	uint16_t value;

	if (action_qmk_value(a, &value) && action_equal(action_of_qmk_value(value), a))
		return;
	str_clear(text);
	action_print(a, text);
	if (!(*bad)++)
		printf("# %s is not 0x%04X\n", str_text(text), value);
}

static bool basic(uint32_t k)
{
	return !KEY_MODS(k) && keycode_get(KEY_CODE(k))->value <= 0xff;
}

static bool one_sided(uint32_t mods)
{
	return !(mods & 0xf) || !(mods & 0xf0);
}

/* One keycode behind one set of modifiers, in each behaviour that takes a key. */
static void check_held(uint32_t code, uint32_t mods, struct str *text, size_t *bad, size_t *wrong)
{
	uint32_t held = KEY(KEY_CODE(code), KEY_MODS(code) | mods);
	struct action with[] = {
		{ .kind = ACTION_MOD_TAP, .arg = { mods, code } },
		{ .kind = ACTION_LAYER_TAP, .arg = { mods % 16, held } },
		{ .kind = ACTION_SWAP_HANDS_TAP, .arg = { held } },
		{ .kind = ACTION_KEY, .arg = { held } },
	};
	/* A keycode alone may be KC_NO or KC_TRNS, which are not keys. */
	size_t count = KEY_MODS(held) ? 4 : 3;

	for (size_t i = 0; i < count; i++)
		check_round_trip(with[i], text, bad);
	if (!basic(code) || !one_sided(mods))
		return;
	check_number(with[0], text, wrong);
	if (mods)
		check_number(with[3], text, wrong);
	else
		check_number(with[2], text, wrong);
}

static void test_round_trips(void)
{
	struct str text = STR_INIT;
	size_t bad = 0, wrong = 0;

	for (size_t i = 0; i < keycode_count(); i++) {
		struct action plain = action_of_keycode((uint16_t)i);
		uint32_t code = plain.kind == ACTION_KEY ? plain.arg[0] : KEY(i, 0);

		check_round_trip(plain, &text, &bad);
		check_number(plain, &text, &wrong);
		/* Both hands at once have no wrapper of their own: some keycodes do for the nesting. */
		for (uint32_t mods = 0; mods < 256; mods++)
			if (one_sided(mods) || i % 100 == 0)
				check_held(code, mods, &text, &bad, &wrong);
	}
	ok(!bad, "every keycode in every wrapper prints and parses back equal");
	ok(!wrong, "and as a number, where 16 bits hold it");
	str_release(&text);
}

static void test_numbers_round_trip(void)
{
	struct str text = STR_INIT;
	size_t bad = 0;

	for (uint32_t value = 0; value <= 0xffff; value++) {
		struct action a = action_of_qmk_value((uint16_t)value);
		uint16_t back = 0;

		check_round_trip(a, &text, &bad);
		if (!action_qmk_value(a, &back) || back != value)
			bad++;
	}
	ok(!bad, "all 65,536 numbers decode, encode, print and parse");
	str_release(&text);
}

static void test_values(void)
{
	static const struct {
		const char *text;
		uint16_t value;
	} rows[] = {
		{ "KC_NO", 0 },
		{ "KC_TRNS", 1 },
		{ "KC_EXLM", 0x021e },
		{ "RCTL(KC_A)", 0x1104 },
		{ "LCTL(RSFT(KC_A))", 0x1304 },
		{ "HYPR(KC_A)", 0x0f04 },
		{ "MEH_T(KC_A)", 0x2704 },
		{ "RCAG_T(KC_A)", 0x3d04 },
		{ "LT(2, KC_SPC)", 0x422c },
		{ "LT(1, KC_EXLM)", 0x411e },
		{ "LT(17, KC_A)", 0x4104 },
		{ "LM(1, MOD_LALT)", 0x5024 },
		{ "LM(15, MOD_RGUI)", 0x51f8 },
		{ "TO(3)", 0x5203 },
		{ "MO(3)", 0x5223 },
		{ "DF(3)", 0x5243 },
		{ "TG(3)", 0x5263 },
		{ "OSL(3)", 0x5283 },
		{ "OSM(MOD_RSFT)", 0x52b2 },
		{ "TT(31)", 0x52df },
		{ "PDF(3)", 0x52e3 },
		{ "SH_T(KC_A)", 0x5604 },
		{ "SH_TOGG", 0x56f0 },
		{ "TD(5)", 0x5705 },
		{ "UC(0x41)", 0x8041 },
		{ "UM(3)", 0x8003 },
		{ "UP(1, 2)", 0xc101 },
		{ "QK_BOOT", 0x7c00 },
		{ "0x5F12", 0x5f12 },
	};
	uint16_t value;

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(action_qmk_value(tiny_action(rows[i].text), &value) && value == rows[i].value,
		   "%s is 0x%04X", rows[i].text, value);
	ok(!action_qmk_value(tiny_action("TD(DANCE)"), &value), "a dance by name has no number");
	ok(!action_qmk_value(tiny_action("MY_KEY"), &value), "nor has a text");
}

/* QMK's names for the shifted keys of the US layout, each with the expression that it stands for. */
static void test_oracle(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");
	struct json_doc *doc;
	struct str text = STR_INIT;
	struct err err = { 0 };
	size_t names = 0, wrong = 0;
	char *path;

	if (!corpus) {
		ok(true, "QMK's shifted names # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
		return;
	}
	path = file_join(corpus, "keycodes/extra_us.json");
	ok(file_read(path, 1 << 20, &text, &err), "the names are there");
	doc = json_parse(str_text(&text), text.len, &err);
	ok(doc != NULL, "and can be read");
	for (const struct json *row = json_find(json_root(doc), "aliases")->first; row; row = row->next) {
		const struct json *aliases = json_find(row, "aliases");
		const struct json *alias = aliases ? aliases->first : NULL;

		wrong += !action_equal(tiny_action(row->key), tiny_action(json_text(json_find(row, "key"))));
		for (names++; alias; alias = alias->next, names++)
			wrong += !action_equal(tiny_action(row->key), tiny_action(json_text(alias)));
	}
	ok(names > 21 && !wrong, "%zu names: %zu stand for another expression than QMK's", names, wrong);
	json_doc_free(doc);
	str_release(&text);
	free(path);
}

int main(void)
{
	test_spellings();
	test_arguments();
	test_refused();
	test_limits();
	test_values();
	test_round_trips();
	test_numbers_round_trip();
	test_oracle();
	return tap_done();
}
