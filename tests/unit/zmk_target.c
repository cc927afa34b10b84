/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/target.h"
#include "compile/zmk_shield.h"
#include "golden.h"
#include "import/zmk_keymap.h"
#include "made.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"
#include "zmk_words.h"

/* The target zmk: its files for keyboards of each sort, what it says of keymaps, and what is read back of them. */

struct compiled {
	bool ok;
	struct fileset files;
	struct diagnostics told;
	struct err err;
};

static struct compiled compile(const struct compile_input *in)
{
	struct compiled c = { .ok = false };

	c.ok = target_compile(target_find("zmk"), in, &c.files, &c.told, &c.err);
	return c;
}

static void release(struct compiled *c)
{
	fileset_release(&c->files);
	diagnostics_release(&c->told);
}

static size_t count_code(const struct compiled *c, const char *code)
{
	size_t count = 0;

	for (size_t i = 0; i < c->told.count; i++)
		count += !strcmp(c->told.item[i].kind->code, code);
	return count;
}

static bool has_loss(const struct compiled *c, const char *id)
{
	bool found = false;

	for (size_t i = 0; i < c->told.count && !found; i++) {
		struct str text = STR_INIT;

		if (c->told.item[i].loss != LOSS_NONE)
			diagnostic_add_id(&c->told.item[i], &text);
		found = !strcmp(str_text(&text), id);
		str_release(&text);
	}
	return found;
}

static void show(const struct compiled *c)
{
	for (size_t i = 0; i < c->told.count; i++)
		printf("# %s: %s\n", c->told.item[i].kind->code, c->told.item[i].text);
	if (!c->ok)
		printf("# %s\n", c->err.text);
}

static const char *text_of(const struct compiled *c, const char *path)
{
	const struct str *file = fileset_find(&c->files, path);

	return file ? str_text(file) : "";
}

/* Each file as it lies in tests/golden/zmk/shield/NAME. */
static void same_as_golden(const struct compiled *c, const char *name, size_t files)
{
	ok(c->ok && c->files.count == files, "%s: %zu files", name, c->files.count);
	if (!c->ok)
		show(c);
	for (size_t i = 0; i < c->files.count; i++) {
		struct str path = STR_INIT;

		str_addf(&path, "zmk/shield/%s/%s", name, c->files.file[i].path);
		ok(golden_text(str_text(&path), str_text(&c->files.file[i].data)), "%s", str_text(&path));
		str_release(&path);
	}
}

static void set_pins(char ***pin, size_t *pins, const char *texts)
{
	for (const char *at = texts; *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");
		struct str text = STR_INIT;

		if (strncmp(at, "-", len) != 0)
			str_add_bytes(&text, at, len);
		*pin = mem_resize(*pin, *pins + 1, sizeof(**pin));
		(*pin)[(*pins)++] = str_take(&text);
		at += len;
	}
}

static void add_encoder(struct hardware *h, const char *a, const char *b, int resolution)
{
	h->encoder = mem_resize(h->encoder, h->encoders + 1, sizeof(*h->encoder));
	h->encoder[h->encoders++] = (struct encoder_pins){ mem_copy_text(a), mem_copy_text(b), resolution };
}

static struct keyboard *named_keyboard(const char *id, const char *name, int rows, int cols, int encoders)
{
	struct keyboard *kb = tiny_keyboard(rows, cols, encoders);

	mem_set_text(&kb->id, id);
	mem_set_text(&kb->name, name);
	return kb;
}

static void make_pro_micro(struct keyboard *kb)
{
	mem_set_text(&kb->processor, "atmega32u4");
	mem_set_text(&kb->board, "promicro");
}

/* A second layout: a key less, the last one turned, one at a place that the first has no key at. */
static void add_layout(struct keyboard *kb)
{
	size_t keys = kb->layout[0].keys - 1;
	struct layout *layout;

	kb->layout = mem_resize(kb->layout, 2, sizeof(*kb->layout));
	layout = &kb->layout[kb->layouts++];
	*layout =
		(struct layout){ mem_copy_text("LAYOUT_big_space"), mem_new(keys, sizeof(struct key)), keys };
	memcpy(layout->key, kb->layout[0].key, keys * sizeof(struct key));
	layout->key[keys - 1].turn_cdeg = -1500;
	layout->key[keys - 1].pivot_x_cu = 250;
	layout->key[keys - 1].pivot_y_cu = 175;
	layout->key[keys - 1].w_cu = 175;
	layout->key[1].row = 1;
	layout->key[1].col = 3;
	layout->key[1].x_cu = -25;
}

static void test_one_part(void)
{
	static const char *const text[] = { "KC_A",    "LT(1, KC_B)", "MS_UP",   "QK_BOOT",
					    "BL_TOGG", "UG_TOGG",     "KC_CALC", "KC_F13",
					    "KC_TRNS", "KC_TRNS",     "KC_TRNS", "KC_TRNS",
					    "KC_TRNS", "KC_TRNS",     "BT_PRF5", "KC_TRNS" };
	struct keyboard *kb = named_keyboard("larks/lark", "The lark of the morning", 2, 4, 1);
	struct keymap *map = tiny_keymap(2, 8, 1, text);
	struct hardware *h = hardware_new();
	struct compile_input in = { .keyboard = kb, .map = map, .hardware = h, .revision = "main" };
	struct compiled c;

	make_pro_micro(kb);
	add_layout(kb);
	in.layout = &kb->layout[0];
	set_pins(&h->matrix.row, &h->matrix.rows, "D4 C6");
	set_pins(&h->matrix.col, &h->matrix.cols, "F4 F5 F6 F7");
	h->diodes = DIODES_ROW2COL;
	h->debounce_ms = 8;
	add_encoder(h, "B1", "B3", 2);
	mem_set_text(&h->backlight_pin, "B6");
	mem_set_text(&h->caps_lock_pin, "D0");
	mem_set_text(&h->underglow.pin, "D3");
	h->underglow.leds = 6;
	keymap_put_turn(map, 0, 0, TURN_CW, tiny_action("KC_VOLU"));
	keymap_put_turn(map, 0, 0, TURN_CCW, tiny_action("KC_VOLD"));
	keymap_add_setting(map, (struct setting){ symbol("host.default.nkro"), SETTING_BOOL, 1, 0 });
	keymap_add_setting(map, (struct setting){ symbol("CONFIG_ZMK_SLEEP"), SETTING_BOOL, 1, 0 });
	c = compile(&in);
	same_as_golden(&c, "lark", 4);
	ok(has_loss(&c, "zmk-near:keyboard_name"), "a name that is too long is cut, and told");
	ok(!count_code(&c, "zmk-layout-longer"), "no layout has more keys");
	release(&c);
	in.layout = &kb->layout[1];
	keymap_unref(map);
	in.map = map = keymap_new(1, 7, 1);
	c = compile(&in);
	ok(count_code(&c, "zmk-layout-longer") == 1 &&
		   strstr(text_of(&c, "lark.overlay"), "zmk,physical-layout = &layout_big_space;"),
	   "what a longer layout has behind the keymap's keys is told");
	release(&c);
	hardware_free(h);
	keymap_unref(map);
	keyboard_free(kb);
}

static struct hardware *split_hardware(void)
{
	struct hardware *h = hardware_new();

	set_pins(&h->matrix.row, &h->matrix.rows, "D4 C6 D7");
	set_pins(&h->matrix.col, &h->matrix.cols, "F4 F5 F6 F7 B1");
	set_pins(&h->right.col, &h->right.cols, "B1 F7 F6 F5 F4");
	h->diodes = DIODES_COL2ROW;
	add_encoder(h, "B2", "B3", 0);
	add_encoder(h, "B3", "B2", 0);
	h->right_encoders = 1;
	return h;
}

static void test_halves(void)
{
	struct keyboard *kb = named_keyboard("birds/wren/rev2", "Wren", 6, 5, 2);
	struct keymap *map = zmk_keymap();
	struct hardware *h = split_hardware();
	struct compile_input in = { .keyboard = kb, .layout = &kb->layout[0], .map = map, .hardware = h };
	struct compiled c;

	make_pro_micro(kb);
	kb->split = true;
	keymap_put(map, 3, 0, zmk_text("&bt BT_SEL 5"));
	c = compile(&in);
	same_as_golden(&c, "wren_rev2", 7);
	release(&c);
	hardware_free(h);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_direct_pins(void)
{
	static const char *const text[] = { "KC_A", "KC_B", "KC_C", "KC_D", "KC_E", "KC_F", "KC_G", "KC_H" };
	struct keyboard *kb = named_keyboard("finch", "Finch", 4, 2, 0);
	struct keymap *map = tiny_keymap(1, 8, 0, text);
	struct hardware *h = hardware_new();
	struct compile_input in = { .keyboard = kb, .layout = &kb->layout[0], .map = map, .hardware = h };
	struct compiled c;

	kb->split = true;
	mem_set_text(&kb->processor, "RP2040");
	set_pins(&h->matrix.direct, &h->matrix.direct_rows, "GP1 GP2 - GP4");
	h->matrix.direct_rows = 2;
	h->matrix.direct_cols = 2;
	set_pins(&h->right.direct, &h->right.direct_rows, "GP11 GP12 GP13 GP14");
	h->right.direct_rows = 2;
	h->right.direct_cols = 2;
	c = compile(&in);
	same_as_golden(&c, "finch", 6);
	ok(count_code(&c, "zmk-key-pin") == 1, "a key without one is told");
	ok(strstr(text_of(&c, "finch.dtsi"), "RC(0,2)") && strstr(text_of(&c, "finch.dtsi"), "RC(0,6)"),
	   "keys with a pin each are one row");
	ok(strstr(text_of(&c, "finch_right.overlay"), "col-offset = <3>"),
	   "those of the right half come behind");
	release(&c);
	hardware_free(h);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_nothing_known(void)
{
	static const char *const text[] = { "KC_A", "UG_TOGG", "BL_TOGG" };
	static const char evil[] = "D1 */ #include \"x\" /*";
	struct keyboard *kb = named_keyboard("some/unknown_kb/v1", "", 1, 3, 1);
	struct keymap *map = tiny_keymap(1, 3, 1, text);
	struct hardware *h = hardware_new();
	struct compile_input in = { .keyboard = kb, .layout = &kb->layout[0], .map = map };
	struct compiled c = compile(&in);
	const char *overlay;

	ok(c.ok && strstr(text_of(&c, "unknown_kb_v1.overlay"), "NOT GENERATED") &&
		   count_code(&c, "zmk-not-generated") == 1,
	   "where nothing is known of pins, what is missing is told");
	release(&c);
	in.hardware = h;
	mem_set_text(&kb->processor, evil);
	mem_set_text(&h->underglow.pin, evil);
	set_pins(&h->matrix.row, &h->matrix.rows, "A0");
	set_pins(&h->matrix.col, &h->matrix.cols, "A1 */#x");
	add_encoder(h, evil, evil, 4);
	mem_set_text(&h->backlight_pin, evil);
	mem_set_text(&h->num_lock_pin, evil);
	kb->feature = mem_new(2, sizeof(*kb->feature));
	kb->feature[0] = mem_copy_text("oled");
	kb->feature[1] = mem_copy_text("pointing_device");
	kb->features = 2;
	c = compile(&in);
	same_as_golden(&c, "unknown_kb", 4);
	overlay = text_of(&c, "unknown_kb_v1.overlay");
	ok(strstr(overlay, "*/") && !strstr(overlay, "#include \"x\""), "no name of a pin ends a comment");
	release(&c);
	hardware_free(h);
	keymap_unref(map);
	keyboard_free(kb);
}

static void test_names(void)
{
	static const struct {
		const char *id, *name, *want;
	} row[] = {
		{ "dz60", "", "dz60" },
		{ "redscarf_iiplus/verc", "", "redscarf_iiplus_verc" },
		{ "reviung/reviung41", "", "reviung41_qmk" },
		{ "", "corne", "corne" },
		{ "", "glove80_lh", "glove80_lh" },
		{ "", "Corne", "corne_qmk" },
		{ "keebio/iris/rev8", "", "iris_rev8" },
		{ "crkbd/rev1/standard", "", "crkbd_rev1_standard" },
		{ "dz60rgb/ansi/v2", "", "dz60rgb_ansi_v2" },
		{ "vendor/40percent/x", "", "vendor_40percent_x" },
		{ "", "My \"KB\"; /*", "my_kb" },
		{ "", "", "keyboard" },
		{ "", "\xc3\xa9\xc3\xa9", "keyboard" },
		{ "", "a name that is longer than a name of a shield may be",
		  "a_name_that_is_longer_than_a" },
	};

	for (size_t i = 0; i < COUNT(row); i++) {
		struct keyboard *kb = named_keyboard(row[i].id, row[i].name, 1, 1, 0);
		struct str name = STR_INIT;

		zmk_shield_name(kb, &name);
		is_text(str_text(&name), row[i].want, "the shield of '%s%s'", row[i].id, row[i].name);
		str_release(&name);
		keyboard_free(kb);
	}
}

/* A keyboard of ZMK's tree has its files there. */
static void test_in_tree(void)
{
	struct keyboard *kb = named_keyboard("", "splitkb_aurora_corne", 1, 2, 0);
	struct keymap *map = keymap_new(1, 2, 0);
	struct compile_input in = { .keyboard = kb, .layout = &kb->layout[0], .map = map };
	struct compiled c;

	keymap_put(map, 0, 0, zmk_text("&mkp LCLK"));
	keymap_add_setting(map, (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	c = compile(&in);
	ok(c.ok && c.files.count == 2 && *text_of(&c, "splitkb_aurora_corne.keymap"),
	   "a keyboard of ZMK's tree needs no overlay");
	ok(strstr(text_of(&c, "splitkb_aurora_corne.conf"), "\nCONFIG_ZMK_POINTING=y\n") &&
		   !strstr(text_of(&c, "splitkb_aurora_corne.conf"), "NAME"),
	   "nor a name");
	ok(!count_code(&c, "zmk-not-generated") && !has_loss(&c, "zmk-near:keyboard_name"),
	   "and none is missed");
	release(&c);
	keymap_unref(map);
	keyboard_free(kb);
}

/* What processors of input and the changes of their listeners are, beside what add_zmk_definitions() has. */
static void add_input(struct keymap *map)
{
	struct made listener = make_definition(DEFINITION_BEHAVIOR, "mmv_input_listener"),
		    scroller = make_definition(DEFINITION_BEHAVIOR, "scroller"),
		    scaler = make_definition(DEFINITION_BEHAVIOR, "slow"),
		    mover = make_definition(DEFINITION_BEHAVIOR, "mmv");

	made_option(&scaler, "compatible", SETTING_TEXT, 0, "zmk,input-processor-scaler");
	made_option(&scaler, "#input-processor-cells", SETTING_NUMBER, 2, "");
	made_option(&scaler, "type", SETTING_TEXT, 0, "<INPUT_EV_REL>");
	made_option(&scaler, "codes", SETTING_TEXT, 0, "<INPUT_REL_X INPUT_REL_Y>");
	made_put(map, &scaler);
	made_option(&mover, "acceleration-exponent", SETTING_NUMBER, 2, "");
	made_option(&mover, "time-to-max-speed-ms", SETTING_NUMBER, 500, "");
	made_put(map, &mover);
	made_step(&listener, STEP_RESULT, 0, zmk_text("&zip_temp_layer 2 500"));
	made_step(&listener, STEP_RESULT, 0, zmk_text("&zip_xy_transform INPUT_TRANSFORM_Y_INVERT"));
	made_put(map, &listener);
	made_option(&scroller, "parent", SETTING_TEXT, 0, "mmv_input_listener");
	made_option(&scroller, "process-next", SETTING_BOOL, 1, "");
	scroller.definition.layer_mask = 1 << 2 | 1 << 3;
	made_step(&scroller, STEP_RESULT, 0, zmk_text("&zip_xy_to_scroll_mapper"));
	made_step(&scroller, STEP_RESULT, 0,
		  (struct action){ .kind = ACTION_BEHAVIOR,
				   .flags = ACTION_CELLS(ARG_NUMBER, ARG_NUMBER),
				   .arg = { symbol("slow"), 1, 8 } });
	made_put(map, &scroller);
}

static bool read_back(const char *text, const struct keyboard *kb, struct document *out)
{
	const struct import_input in = {
		.path = "robin.keymap", .text = text, .len = strlen(text), .keyboard = kb
	};
	struct diagnostics told = { 0 };
	struct err err;
	bool ok = zmk_keymap_read(&in, out, &told, &err) && !diagnostics_count(&told, SEVERITY_ERROR);

	diagnostics_release(&told);
	return ok;
}

/* Every behaviour of ZMK's, in the model and back. */
static void test_all_of_zmk(const char *revision)
{
	struct keyboard *kb = named_keyboard("birds/robin", "Robin", 6, 5, 1);
	struct keymap *map = zmk_keymap();
	struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .revision = revision
	};
	struct document back = { 0 }, twice = { 0 };
	struct compiled c, again;
	bool same = true;

	add_input(map);
	keymap_put_layer_name(map, 2, symbol("Mouse"));
	keymap_put_layer_name(map, 3, symbol("All"));
	c = compile(&in);
	same_as_golden(&c, "robin", 4);
	ok(read_back(text_of(&c, "robin.keymap"), kb, &back), "it is read again");
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t slot = 0; slot < keymap_slots(map); slot++)
			same &= action_equal(keymap_get_slot(map, layer, slot),
					     keymap_get_slot(back.map, layer, slot));
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		same &= keymap_definitions(map, (enum definition_kind)kind) ==
			keymap_definitions(back.map, (enum definition_kind)kind);
	ok(same, "every key and turn is the same, and as many definitions there are");
	in.map = back.map;
	again = compile(&in);
	is_text(text_of(&again, "robin.keymap"), text_of(&c, "robin.keymap"),
		"and it is the same text again");
	ok(read_back(text_of(&again, "robin.keymap"), kb, &twice) && keymap_equal(back.map, twice.map),
	   "and the same keymap");
	release(&again);
	document_release(&twice);
	document_release(&back);
	release(&c);
	keymap_unref(map);
	keyboard_free(kb);
}

/* What a keymap of ZMK's may have that its build does not look at: one definition, one key. */
struct broken {
	const char *code;
	enum severity severity;
	const char *revision, *key;
	enum definition_kind kind;
	const char *name, *compatible; /* NULL: no such option */
	const char *property;          /* option with a number; NULL: none */
	const char *bindings;          /* option with a text; NULL: none */
	size_t steps;                  /* of &kp A */
	uint16_t position;             /* a second one; 0: none at all */
};

static void put_broken(struct keymap *map, const struct broken *row)
{
	struct made made = make_definition(row->kind, row->name);

	if (row->compatible)
		made_option(&made, "compatible", SETTING_TEXT, 0, row->compatible);
	if (row->property)
		made_option(&made, row->property, SETTING_NUMBER, 1, "");
	if (row->bindings)
		made_option(&made, "bindings", SETTING_TEXT, 0, row->bindings);
	for (size_t i = 0; i < row->steps; i++)
		made_step(&made, STEP_RESULT, 0, zmk_text("&kp A"));
	if (row->position)
		made_positions(&made, 0, row->position);
	made.definition.layer_mask = row->kind == DEFINITION_CONDITION ? 1 : 0;
	if (row->kind == DEFINITION_CONDITION)
		made.step[0].action = zmk_text("&mo 1");
	made_put(map, &made);
}

static void test_checks(void)
{
#define HOLD_TAP             DEFINITION_HOLD_TAP, "ht", NULL
#define BEHAVIOR(compatible) DEFINITION_BEHAVIOR, "own", compatible
	static const struct broken row[] = {
		{ "zmk-property-missing", SEVERITY_ERROR, NULL, "&kp A", HOLD_TAP, NULL, "<&kp>, <&kp>", 0,
		  0 },
		{ "zmk-property-missing", SEVERITY_ERROR, NULL, "&kp A", HOLD_TAP, "tapping-term-ms", NULL, 0,
		  0 },
		{ "zmk-property-missing", SEVERITY_ERROR, NULL, "&kp A", BEHAVIOR("zmk,behavior-caps-word"),
		  NULL, NULL, 0, 0 },
		{ "zmk-property-missing", SEVERITY_ERROR, NULL, "&kp A", BEHAVIOR("zmk,behavior-sticky-key"),
		  NULL, "<&kp>", 0, 0 },
		{ "zmk-property-missing", SEVERITY_ERROR, NULL, "&kp A", DEFINITION_OVERRIDE, "mm", NULL,
		  NULL, NULL, 2, 0 },
		{ "zmk-bindings", SEVERITY_ERROR, NULL, "&kp A", HOLD_TAP, "tapping-term-ms", "<&kp>", 0, 0 },
		{ "zmk-bindings", SEVERITY_ERROR, NULL, "&kp A", DEFINITION_OVERRIDE, "mm", NULL, "mods",
		  NULL, 1, 0 },
		{ "zmk-bindings", SEVERITY_ERROR, NULL, "&kp A", DEFINITION_TAP_DANCE, "td", NULL, NULL, NULL,
		  0, 0 },
		{ "zmk-bindings", SEVERITY_ERROR, NULL, "&kp A", DEFINITION_COMBO, "c", NULL, NULL, NULL, 0,
		  1 },
		{ "zmk-bindings", SEVERITY_ERROR, NULL, "&kp A", BEHAVIOR("zmk,behavior-sensor-rotate"), NULL,
		  NULL, 1, 0 },
		{ "zmk-hold-tap-child", SEVERITY_WARNING, NULL, "&kp A", HOLD_TAP, "tapping-term-ms",
		  "<&mt>, <&kp>", 0, 0 },
		{ "zmk-position", SEVERITY_ERROR, NULL, "&kp A", DEFINITION_COMBO, "c", NULL, NULL, NULL, 1,
		  2 },
		{ "zmk-position", SEVERITY_ERROR, NULL, "&kp A", DEFINITION_COMBO, "c", NULL, NULL, NULL, 1,
		  0 },
		{ "zmk-trigger-position", SEVERITY_WARNING, NULL, "&kp A", HOLD_TAP, "tapping-term-ms",
		  "<&kp>, <&kp>", 0, 2 },
		{ "zmk-node-predefined", SEVERITY_NOTE, NULL, "&kp A", DEFINITION_TAP_DANCE, "key_press",
		  NULL, NULL, NULL, 1, 0 },
		{ "zmk-property-revision", SEVERITY_ERROR, "v0.3", "&kp A", DEFINITION_BEHAVIOR, "tog", NULL,
		  "locking", NULL, 0, 0 },
		{ "zmk-condition-layer", SEVERITY_WARNING, NULL, "&mo 1", DEFINITION_CONDITION, "c", NULL,
		  NULL, NULL, 1, 0 },
		{ "zmk-word-revision", SEVERITY_ERROR, "v0.3", "&out OUT_NONE", DEFINITION_TAP_DANCE, "td",
		  NULL, NULL, NULL, 1, 0 },
		{ "zmk-system-key", SEVERITY_WARNING, NULL, "&kp SYSTEM_POWER", DEFINITION_TAP_DANCE, "td",
		  NULL, NULL, NULL, 1, 0 },
		{ "zmk-behavior-unknown", SEVERITY_WARNING, NULL, "&elsewhere 1", DEFINITION_TAP_DANCE, "td",
		  NULL, NULL, NULL, 1, 0 },
		{ "zmk-revision", SEVERITY_ERROR, "v9", "&kp A", DEFINITION_TAP_DANCE, "td", NULL, NULL, NULL,
		  1, 0 },
	};
	struct keyboard *kb = named_keyboard("robin", "Robin", 1, 2, 0);

	for (size_t i = 0; i < COUNT(row); i++) {
		struct keymap *map = keymap_new(2, 2, 0);
		struct compile_input in = {
			.keyboard = kb, .layout = &kb->layout[0], .map = map, .revision = row[i].revision
		};
		struct diagnostics told = { 0 };
		size_t found = 0;

		keymap_put(map, 0, 0, zmk_text(row[i].key));
		put_broken(map, &row[i]);
		keymap_add_setting(map,
				   (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
		target_find("zmk")->check(&in, &told);
		for (size_t k = 0; k < told.count; k++)
			found += !strcmp(told.item[k].kind->code, row[i].code) &&
				 diagnostic_severity(&told.item[k]) == row[i].severity;
		ok(found == 1, "%s is told of %s", row[i].code, row[i].name);
		if (row[i].revision && strcmp(row[i].revision, "v9") != 0) {
			struct diagnostics main_told = { 0 };

			in.revision = "main";
			target_find("zmk")->check(&in, &main_told);
			ok(!diagnostics_count(&main_told, SEVERITY_ERROR), "and main has it");
			diagnostics_release(&main_told);
		}
		diagnostics_release(&told);
		keymap_unref(map);
	}
	keyboard_free(kb);
#undef HOLD_TAP
#undef BEHAVIOR
}

static void test_names_of_nodes(void)
{
	struct keyboard *kb = named_keyboard("robin", "Robin", 1, 2, 0);
	struct keymap *map = keymap_new(1, 2, 0);
	struct compile_input in = { .keyboard = kb, .layout = &kb->layout[0], .map = map };
	struct made one = make_definition(DEFINITION_TAP_DANCE, "layout_default"),
		    two = make_definition(DEFINITION_TAP_DANCE, "other");
	struct compiled c;

	made_step(&one, STEP_RESULT, 1, zmk_text("&kp A"));
	made_put(map, &one);
	made_step(&two, STEP_RESULT, 1, zmk_text("&kp A"));
	made_option(&two, "node", SETTING_TEXT, 0, "layout_default");
	made_put(map, &two);
	keymap_add_setting(map, (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	c = compile(&in);
	ok(!c.ok && count_code(&c, "zmk-node-twice") == 1, "two behaviours of one name are refused");
	release(&c);
	keymap_unref(map);
	map = keymap_new(1, 2, 0);
	in.map = map;
	made_put(map, &one);
	c = compile(&in);
	ok(strstr(text_of(&c, "robin.overlay"), "&robin_layout_default;"),
	   "labels of the overlay are none of the keymap's");
	release(&c);
	keymap_unref(map);
	keyboard_free(kb);
}

/* What somebody chose to call things by goes into strings and comments, and no further. */
static void test_injection(void)
{
	static const char evil[] = "x\"; }; */ \n#include \"/etc/passwd\"\n&evil { };\\";
	struct keyboard *kb = named_keyboard("", evil, 1, 2, 0);
	struct keymap *map = keymap_new(1, 2, 0);
	struct compile_input in = { .keyboard = kb, .layout = &kb->layout[0], .map = map };
	struct made child = make_definition(DEFINITION_BEHAVIOR, "child");
	struct compiled c;

	mem_set_text(&kb->layout[0].name, evil);
	made_option(&child, "parent", SETTING_TEXT, 0, evil);
	made_put(map, &child);
	keymap_add_setting(map, (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	keymap_add_setting(map, (struct setting){ symbol("CONFIG_A"), SETTING_TEXT, 0, symbol(evil) });
	c = compile(&in);
	ok(c.ok, "hostile names compile: %s", c.err.text);
	for (size_t i = 0; i < c.files.count; i++)
		for (const char *at = str_text(&c.files.file[i].data); at; at = strstr(at + 1, "\n"))
			ok(strncmp(at, "\n#include \"/", 12) && strncmp(at, "\n&evil", 6),
			   "%s: no line is theirs", c.files.file[i].path);
	release(&c);
	keymap_add_setting(map, (struct setting){ symbol("CONFIG_A=y\nCONFIG_B"), SETTING_BOOL, 1, 0 });
	c = compile(&in);
	ok(!c.ok && count_code(&c, "zmk-option") == 1, "an option of a name that is none is refused");
	release(&c);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	test_one_part();
	test_halves();
	test_direct_pins();
	test_nothing_known();
	test_names();
	test_in_tree();
	test_all_of_zmk("v0.3");
	test_checks();
	test_names_of_nodes();
	test_injection();
	return tap_done();
}
