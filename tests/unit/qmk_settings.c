/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/marker.h"
#include "compiled.h"
#include "model/field.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

static struct setting number(const char *name, int64_t value)
{
	return (struct setting){ .name = symbol(name), .type = SETTING_NUMBER, .number = value };
}

static struct setting flag(const char *name, bool value)
{
	return (struct setting){ .name = symbol(name), .type = SETTING_BOOL, .number = value };
}

static struct setting word(const char *name, const char *value)
{
	return (struct setting){ .name = symbol(name), .type = SETTING_TEXT, .text = symbol(value) };
}

static struct result compile_settings(const struct setting *setting, size_t count)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct result r;

	for (size_t i = 0; i < count; i++)
		keymap_add_setting(map, setting[i]);
	r = compile(kb, map);
	keymap_unref(map);
	keyboard_free(kb);
	return r;
}

static void test_settings(void)
{
	const struct setting good[] = {
		number("tapping.term", 180),
		flag("tapping.permissive_hold", true),
		flag("tapping.retro", false),
		flag("rgblight.default.on", false),
		flag("rgblight.animations.breathing", true),
		word("rgb_matrix.default.animation", "cycle_all"),
		word("rgblight.driver", "apa102"),
		flag("features.tri_layer", true),
		flag("features.rgblight", false),
		flag("build.lto", true),
	};
	struct setting reversed[COUNT(good)];
	struct result r = compile_settings(good, COUNT(good)), again;

	ok(r.ok && !strcmp(text_of(&r, "config.h"), "// " MARKER "\n"
						    "#pragma once\n"
						    "\n"
						    "#undef RGB_MATRIX_DEFAULT_MODE\n"
						    "#define RGB_MATRIX_DEFAULT_MODE RGB_MATRIX_CYCLE_ALL\n"
						    "\n"
						    "#undef RGBLIGHT_EFFECT_BREATHING\n"
						    "#define RGBLIGHT_EFFECT_BREATHING\n"
						    "\n"
						    "#undef RGBLIGHT_DEFAULT_ON\n"
						    "#define RGBLIGHT_DEFAULT_ON false\n"
						    "\n"
						    "#undef PERMISSIVE_HOLD\n"
						    "#define PERMISSIVE_HOLD\n"
						    "\n"
						    "#undef RETRO_TAPPING\n"
						    "\n"
						    "#undef TAPPING_TERM\n"
						    "#define TAPPING_TERM 180\n"),
	   "settings become macros, sorted");
	ok(!strcmp(text_of(&r, "rules.mk"), "# " MARKER "\n"
					    "LTO_ENABLE = yes\n"
					    "RGBLIGHT_ENABLE = no\n"
					    "TRI_LAYER_ENABLE = yes\n"
					    "RGBLIGHT_DRIVER = apa102\n"),
	   "and variables of make");
	for (size_t i = 0; i < COUNT(good); i++)
		reversed[i] = good[COUNT(good) - 1 - i];
	again = compile_settings(reversed, COUNT(good));
	ok(!strcmp(text_of(&r, "config.h"), text_of(&again, "config.h")) &&
		   !strcmp(text_of(&r, "rules.mk"), text_of(&again, "rules.mk")),
	   "whatever their order");
	release(&r);
	release(&again);
}

static void test_bad_settings(void)
{
	const struct {
		struct setting setting;
		const char *code;
	} rows[] = {
		{ number("tapping.term", -1), "qmk-setting-value" },
		{ number("tapping.term", 65536), "qmk-setting-value" },
		{ word("tapping.term", "200; system()"), "qmk-setting-value" },
		{ number("tapping.retro", 1), "qmk-setting-value" },
		{ word("rgblight.driver", "ws2812\n$(shell rm -rf /)"), "qmk-setting-value" },
		{ word("rgblight.driver", ""), "qmk-setting-value" },
		{ word("features.console", "yes"), "qmk-setting-value" },
		{ word("rgblight.default.animation", "a\n#define X"), "qmk-setting-value" },
		{ number("rgblight.animations.snake", 1), "qmk-setting-value" },
		{ flag("features.a b", true), "qmk-setting-unknown" },
		{ flag("features.x\nSHELL", true), "qmk-setting-unknown" },
		{ flag("rgblight.animations.x\n#define", true), "qmk-setting-unknown" },
		{ flag("nothing.of.that.name", true), "qmk-setting-unknown" },
		{ flag("", true), "qmk-setting-unknown" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct result r = compile_settings(&rows[i].setting, 1);

		ok(find(&r, rows[i].code) && !fileset_find(&r.files, "config.h") &&
			   !fileset_find(&r.files, "rules.mk"),
		   "bad setting %zu is told and reaches no file", i);
		release(&r);
	}
}

static void test_encoders(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 2);
	struct keymap *map = keymap_new(1, 1, 2);
	struct result r = compile(kb, map);

	ok(r.ok && !strstr(text_of(&r, "keymap.c"), "encoder_map") && !fileset_find(&r.files, "rules.mk"),
	   "encoders that do nothing leave the keyboard's own ways alone");
	release(&r);
	keymap_add_setting(map, flag("features.encoder_map", true));
	r = compile(kb, map);
	ok(strstr(text_of(&r, "keymap.c"),
		  "[0] = { ENCODER_CCW_CW(XXXXXXX, XXXXXXX), ENCODER_CCW_CW(XXXXXXX, XXXXXXX) },") &&
		   !strcmp(text_of(&r, "rules.mk"), "# " MARKER "\nENCODER_MAP_ENABLE = yes\n"),
	   "unless a setting wants the map");
	release(&r);
	keymap_unref(map);
	map = keymap_new(1, 1, 1);
	keymap_put_turn(map, 0, 0, TURN_CW, tiny_action("KC_UP"));
	keymap_add_setting(map, flag("features.encoder_map", false));
	r = compile(kb, map);
	ok(find(&r, "qmk-encoder-map-off") && find(&r, "qmk-encoder-count"),
	   "a map that is off, or of another number of encoders, is told");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_features(void)
{
	static const struct {
		const char *key, *rule; /* NULL: nothing is turned on */
		const char *off;        /* a feature that only the keyboard can have; NULL: none */
	} rows[] = {
		{ "MS_UP", "MOUSEKEY", NULL },
		{ "LT(0, KC_VOLU)", "EXTRAKEY", NULL },
		{ "LCTL(KC_MUTE)", "EXTRAKEY", NULL },
		{ "SH_T(KC_A)", "SWAP_HANDS", NULL },
		{ "CW_TOGG", "CAPS_WORD", NULL },
		{ "QK_LEAD", "LEADER", NULL },
		{ "UM(0)", "UNICODEMAP", NULL },
		{ "BL_TOGG", NULL, "backlight" },
		{ "KC_A", NULL, NULL },
		{ "QK_BOOT", NULL, NULL },
		{ "UG_TOGG", NULL, NULL },
		{ "RM_TOGG", NULL, NULL },
		{ "MY_OWN", NULL, NULL },
		{ "MO(0)", NULL, NULL },
		{ "NK_TOGG", NULL, NULL },
	};
	struct keyboard *kb = tiny_keyboard(1, 2, 0);

	kb->feature = mem_new(1, sizeof(*kb->feature));
	kb->feature[kb->features++] = mem_copy_text("rgb_matrix");
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *const text[] = { rows[i].key, rows[i].key };
		struct keymap *map = tiny_keymap(1, 2, 0, text);
		struct result r = compile(kb, map);
		const struct diagnostic *d = find(&r, "qmk-feature-off");
		struct str rules = STR_INIT;

		if (rows[i].rule)
			str_addf(&rules, "# " MARKER "\n%s_ENABLE = yes\n", rows[i].rule);
		ok(r.ok && !strcmp(text_of(&r, "rules.mk"), str_text(&rules)), "%s turns on %s", rows[i].key,
		   rows[i].rule ? rows[i].rule : "nothing");
		ok(rows[i].off ? d && strstr(d->text, rows[i].off) && d->place.key == 0 : !d,
		   "and nothing else is off");
		release(&r);
		str_release(&rules);
		keymap_unref(map);
	}
	keyboard_free(kb);
}

/* Settings that QMK has no macro for are code. */
static void test_code(void)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	const char *const text[] = { "UC(0x00E4)" };
	struct keymap *map = tiny_keymap(1, 1, 0, text);
	struct result r;

	keymap_add_setting(map, flag("magic.swap_control_capslock", true));
	keymap_add_setting(map, flag("magic.nkro", false));
	keymap_add_setting(map, flag("magic.raw = 1; int x", true));
	keymap_add_setting(map, (struct setting){ .name = symbol("unicode.mode"),
						  .type = SETTING_TEXT,
						  .text = symbol("wincompose") });
	r = compile(kb, map);
	ok(strstr(text_of(&r, "keymap.c"), "\nvoid keyboard_post_init_user(void) {\n"
					   "    keymap_config.nkro = false;\n"
					   "    keymap_config.swap_control_capslock = true;\n"
					   "}\n"),
	   "magic is switched when the keyboard starts");
	ok(find(&r, "qmk-setting-unknown") && strstr(find(&r, "qmk-setting-unknown")->text, "magic.raw"),
	   "what is no member of it is told");
	ok(strstr(text_of(&r, "config.h"), "#define UNICODE_SELECTED_MODES UNICODE_MODE_WINCOMPOSE\n") &&
		   !find(&r, "qmk-unicode-mode"),
	   "the way to type Unicode is the one that is asked for");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* UC() and UM() exclude each other: characters of the one go into the map of the other, in whatever order they come. */
static void test_unicode(void)
{
	struct keyboard *kb = tiny_keyboard(1, 3, 0);
	const char *const text[] = { "UC(0x00E4)", "UM(0)", "UC(0x2603)" };
	struct keymap *map = tiny_keymap(1, 3, 0, text);
	struct result r;

	keymap_add_definition(
		map, &(struct definition){ .kind = DEFINITION_UNICODE, .text = symbol("\xe2\x98\x83") });
	r = compile(kb, map);
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "        UM(1), UM(0), UM(0)\n") &&
		   strstr(text_of(&r, "keymap.c"), "    [0] = 0x2603,\n    [1] = 0x00E4,\n};\n"),
	   "characters that are not in the map come behind it");
	ok(!strcmp(text_of(&r, "rules.mk"), "# " MARKER "\nUNICODEMAP_ENABLE = yes\n"),
	   "and one of the two features is on");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

/* What a person turned off stays so, and what needs it is told. */
static void test_feature_kept_off(void)
{
	struct keyboard *kb = tiny_keyboard(1, 2, 0);
	const char *const text[] = { "TD(0)", "MS_UP" };
	struct keymap *map = tiny_keymap(1, 2, 0, text);
	struct step step = { .op = STEP_RESULT, .value = 1, .action = tiny_action("KC_A") };
	struct result r;

	keymap_add_definition(
		map, &(struct definition){ .kind = DEFINITION_TAP_DANCE, .step = &step, .steps = 1 });
	keymap_add_setting(map, flag("features.tap_dance", false));
	keymap_add_setting(map, flag("mouse_key.enabled", false));
	r = compile(kb, map);
	ok(r.ok && !strcmp(text_of(&r, "rules.mk"),
			   "# " MARKER "\nTAP_DANCE_ENABLE = no\nMOUSEKEY_ENABLE = no\n"),
	   "switches that are off stay off");
	ok(find(&r, "qmk-feature-off") && !strstr(text_of(&r, "keymap.c"), "tap_dance_actions"),
	   "what needs them is told, and is not there");
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
}

static struct result compile_source(const char *text)
{
	struct keyboard *kb = tiny_keyboard(1, 1, 0);
	struct keymap *map = keymap_new(1, 1, 0);
	struct source *source = source_new(text, strlen(text), map);
	struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .source = source, .keymap_name = "mine"
	};
	struct result r = { 0 };

	r.ok = target_compile(target_find("qmk"), &in, &r.files, &r.diagnostics, &r.err);
	source_free(source);
	keymap_unref(map);
	keyboard_free(kb);
	return r;
}

/* What the model does not hold is in the text: it is compiled, or told. */
static void test_source(void)
{
	static const struct {
		const char *text, *code, *part;
		int line;
	} rows[] = {
		{ "{\"layers\": [],\n \"modules\": [\"qmk/x\"]}", "qmk-left-out", "modules", 2 },
		{ "{\"layers\": [], \"dip_switches\": [[1]]}", "qmk-left-out", "dip_switches", 1 },
		{ "{\"layers\": [], \"converter\": \"kb2040\"}", "qmk-left-out", "converter", 1 },
		{ "{\"layers\": [], \"config\": {\"rgb_matrix\": {\n\n\"split_count\": [1, 2]}}}",
		  "qmk-left-out", "config.rgb_matrix.split_count", 3 },
		{ "{\"layers\": [], \"host_language\": \"x.h\\\"\\n#include \\\"/etc/passwd\"}",
		  "qmk-host-language", "german", 1 },
		{ "{\"layers\": [], \"keycodes\": [{\"key\": \"A\", \"aliases\": [\"X 1; int y\"]}]}",
		  "qmk-alias-name", "X 1", 1 },
		{ "{\"layers\": [], \"keycodes\": [{\"key\": \"A\", \"aliases\": [\"KC_A\"]}]}",
		  "qmk-alias-name", "KC_A", 1 },
		{ "{\"layers\": [], \"keycodes\": [{\"key\": \"A\", \"aliases\": [5]}]}", "qmk-alias-name",
		  "alias", 1 },
		{ "{\"layers\": [], \"host_language\": 5}", "qmk-host-language", "german", 1 },
		{ "{\"layers\": [], \"modules\": [], \"config\": {\"tapping\": {\"term\": 5}}}",
		  "qmk-left-out", NULL, 0 },
		{ "layers modules {{{ not JSON", "qmk-left-out", NULL, 0 },
		{ "", "qmk-left-out", NULL, 0 },
	};
	struct result r;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct diagnostic *d;

		r = compile_source(rows[i].text);
		d = find(&r, rows[i].code);
		ok(rows[i].part ? d && strstr(d->text, rows[i].part) && d->place.line == rows[i].line : !d,
		   "text %zu: %s", i, d ? d->text : "nothing to tell");
		release(&r);
	}
	r = compile_source("{\"layers\": [], \"keycodes\": [{\"key\": \"MINE\", \"aliases\": [\"MY\"]}]}");
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "#define MY MINE\n"), "aliases of keycodes stay");
	release(&r);
	r = compile_source("{\"host_language\": \"german\", \"layers\": []}");
	ok(r.ok && strstr(text_of(&r, "keymap.c"), "#include QMK_KEYBOARD_H\n#include \"keymap_german.h\"\n"
						   "#include \"sendstring_german.h\"\n\n"),
	   "the host's language brings its headers");
	release(&r);
}

/* Whether a setting of the editor's list is one that QMK takes, with this value. */
static bool is_taken(const struct field *field, const char *value)
{
	struct setting setting;
	struct result r;
	struct err err;
	bool good;

	if (!setting_field_parse(field, value, &setting, &err))
		return false;
	r = compile_settings(&setting, 1);
	good = r.ok && !find(&r, "qmk-setting-unknown");
	if (!good)
		printf("# %s = %s\n", field->name, value);
	release(&r);
	return good;
}

static void test_listed(void)
{
	size_t taken = 0;

	for (size_t i = 0; i < setting_field_count(); i++) {
		const struct field *field = setting_field_at(i);
		char least[24], most[24];

		snprintf(least, sizeof(least), "%d", field->min);
		snprintf(most, sizeof(most), "%d", field->max);
		if (field->type == FIELD_NUMBER)
			taken += is_taken(field, least) && is_taken(field, most);
		else
			taken += is_taken(field, field->type == FIELD_SWITCH ? "yes" : field->choice[0]);
	}
	ok(taken == setting_field_count(), "%zu settings that the editor lists are QMK's", taken);
}

int main(void)
{
	test_listed();
	test_settings();
	test_bad_settings();
	test_encoders();
	test_features();
	test_feature_kept_off();
	test_code();
	test_unicode();
	test_source();
	return tap_done();
}
