/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/via_menu.h"
#include "model/vial_setting.h"
#include "tap.h"

/* What is read, a line each: indent by depth, type, label, place, bytes, and what else there is. */
static void list(const struct via_menus *menus, struct str *out)
{
	static const char *const types[VIA_CONTROL_COUNT] = { "label",    "button",  "toggle", "range",
							      "dropdown", "keycode", "color",  "palette" };

	for (size_t i = 0; i < menus->controls; i++) {
		const struct via_control *c = &menus->control[i];

		str_addf(out, "%*s%s \"%s\"", 2 * c->depth, "", types[c->type], c->label);
		if (c->place.part == DYNAMIC_VALUES) {
			str_add(out, " ");
			dynamic_place_print(c->place, out);
			str_addf(out, " %u+%u", c->offset, c->len);
		}
		if (c->max)
			str_addf(out, " %u..%u", c->min, c->max);
		if (c->choices)
			str_addf(out, " %zu: %s=%u", c->choices, c->choice[c->choices - 1].name,
				 c->choice[c->choices - 1].value);
		if (c->show_if[0])
			str_addf(out, " if %s", c->show_if);
		str_add(out, "\n");
	}
}

struct read {
	struct via_definition *definition;
	struct via_menus menus;
	struct diagnostics told;
	struct str listed;
};

/* @lighting and @menus: JSON, or "". */
static struct read *read_menus(const char *lighting, const char *menus, int via, bool vialrgb)
{
	struct read *r = mem_new(1, sizeof(*r));

	r->definition = via_definition_new(VIA_DEFINITION_V3);
	mem_set_text(&r->definition->lighting, lighting);
	mem_set_text(&r->definition->menus, menus);
	via_menu_read(r->definition, via, vialrgb, &r->menus, &r->told);
	list(&r->menus, &r->listed);
	return r;
}

static void done(struct read *r)
{
	via_definition_free(r->definition);
	via_menus_release(&r->menus);
	diagnostics_release(&r->told);
	str_release(&r->listed);
	free(r);
}

static void is_read(const char *lighting, const char *menus, int via, const char *want, const char *what)
{
	struct read *r = read_menus(lighting, menus, via, false);

	is_text(str_text(&r->listed), want, "%s", what);
	ok(r->told.count == 0, "%s: nothing is complained of", what);
	for (size_t i = 0; i < r->told.count; i++)
		printf("# %s\n", r->told.item[i].text);
	done(r);
}

static void test_named(void)
{
	static const char backlight[] = "label \"Lighting\"\n"
					"  label \"Backlight\"\n"
					"    range \"Brightness\" value 1 1 0+1 0..255\n"
					"    dropdown \"Effect\" value 1 2 0+1 0..255 2: Breathing=1\n";
	static const char old[] =
		"label \"Lighting\"\n"
		"  label \"Backlight\"\n"
		"    range \"Brightness\" value - 9 0+1 0..255\n"
		"    dropdown \"Effect\" value - 10 0+1 0..255 2: Breathing=1\n"
		"  label \"Underglow\"\n"
		"    range \"Brightness\" value - 128 0+1 0..255\n"
		"    dropdown \"Effect\" value - 129 0+1 0..255 43: Twinkle 6=42\n"
		"    range \"Speed\" value - 130 0+1 0..255 if {id_qmk_rgblight_effect} != 0\n"
		"    color \"Color\" value - 131 0+2 0..65535 if {id_qmk_rgblight_effect} != 0 && "
		"{id_qmk_rgblight_effect} != 35\n";

	is_read("", "[\"qmk_backlight\"]", 11, backlight, "a menu of VIA's by its name");
	is_read("\"qmk_backlight_rgblight\"", "", 10, old, "the lights of version 2 without channels");
	is_read("\"qmk_backlight\"", "", 13, backlight, "lights of version 2 for a keyboard with channels");
	is_read("", "[\"qmk_audio\"]", 9, "", "what a keyboard of before channels does not have");
	is_read("\"none\"", "[]", 12, "", "no lights");
}

static void test_version_2(void)
{
	is_read("{\"extends\": \"qmk_rgblight\", \"underglowEffects\": [[\"None\", 0], [\"Solid\", 1], "
		"[\"Wave\", 1], "
		"[\"Cycle\", 0], [\"Rain\", 1]], \"supportedLightingValues\": [128, 129, 131]}",
		"", 9,
		"label \"Lighting\"\n"
		"  label \"Underglow\"\n"
		"    range \"Brightness\" value - 128 0+1 0..255\n"
		"    dropdown \"Effect\" value - 129 0+1 5: Rain=4\n"
		"    color \"Color\" value - 131 0+2 0..65535 if {id_underglow_effect} >= 1 && "
		"{id_underglow_effect} <= 2 || {id_underglow_effect} == 4\n",
		"lights that extend others");
	is_read("{\"extends\": \"wt_rgb_backlight\", \"supportedLightingValues\": [9, 12, 15, 23], "
		"\"effects\": [[\"Off\", 0], [\"One\", 1], [\"All\", 4]]}",
		"", 12,
		"label \"Lighting\"\n"
		"  label \"Backlight\"\n"
		"    range \"Brightness\" value 0 9 0+1 0..255\n"
		"    color \"Color 1\" value 0 12 0+2 0..65535 if {id_effect} == 1\n"
		"    color \"Color 1\" value 0 23 0 0+2 0..65535 if {id_effect} == 2\n"
		"    color \"Color 2\" value 0 23 1 0+2 0..65535 if {id_effect} == 2\n"
		"    color \"Color 3\" value 0 23 2 0+2 0..65535 if {id_effect} == 2\n"
		"    color \"Color 4\" value 0 23 3 0+2 0..65535 if {id_effect} == 2\n"
		"    toggle \"Caps Lock light\" value 0 15 0+1 255..254\n",
		"lights of a keyboard's own, by the colours that an effect takes");
}

static void test_vialrgb(void)
{
	const uint32_t has[] = { 0, 2, 99 };
	struct read *r = read_menus("\"vialrgb\"", "", 9, true);
	struct dynamic_keymap held = { 0 };
	struct str said = STR_INIT;
	uint32_t value;
	struct err err;

	is_text(str_text(&r->listed),
		"label \"Lighting\"\n"
		"  label \"VialRGB\"\n"
		"    dropdown \"Effect\" value - 65 0+2 0..65535 51: Riverflow=50\n"
		"    range \"Brightness\" value - 65 5+1 0..255 if {id_vialrgb_effect} != 0\n"
		"    range \"Speed\" value - 65 2+1 0..255 if {id_vialrgb_effect} != 0\n"
		"    color \"Color\" value - 65 3+2 0..65535 if {id_vialrgb_effect} != 0\n",
		"Vial's lights are parts of one value");
	via_menus_values(&r->menus, &held);
	ok(held.values == 1 && held.value[0].len == 6, "which is to be read");
	via_menus_keep_choices(&r->menus, "id_vialrgb_effect", has, COUNT(has));
	ok(!via_control_put(&r->menus.control[2], &held, 1, &err) && err.code == ERR_RANGE,
	   "an effect that the keyboard does not have is refused");
	ok(via_control_put(&r->menus.control[2], &held, 2, &err) &&
		   via_control_put(&r->menus.control[4], &held, 7, &err) &&
		   via_control_put(&r->menus.control[5], &held, 0x1234, &err) &&
		   via_control_put(&r->menus.control[3], &held, 9, &err),
	   "all can be set");
	ok(!memcmp(held.value[0].byte, "\x02\x00\x07\x12\x34\x09", 6),
	   "mode, speed, hue, saturation, brightness");
	ok(via_control_get(&r->menus.control[2], &held, &value) && value == 2, "and read back");
	via_control_print(&r->menus.control[2], DIALECT_VIAL_6, 99, &said);
	via_control_print(&r->menus.control[2], DIALECT_VIAL_6, 2, &said);
	is_text(str_text(&said), "99Solid Color", "what has no name is called by its number");
	ok(via_control_is_shown(&r->menus, 5, &held), "a colour is shown with an effect");
	ok(via_control_put(&r->menus.control[2], &held, 0, &err) &&
		   !via_control_is_shown(&r->menus, 5, &held),
	   "and not without");
	str_release(&said);
	dynamic_keymap_release(&held);
	done(r);
}

static const char own[] =
	"[{\"label\": \"Board\", \"content\": ["
	"{\"label\": \"Switches\", \"showIf\": \"{id_firmware_version} >= 2\", \"content\": ["
	"{\"label\": \"Point\", \"type\": \"range\", \"options\": [1, 1023], \"content\": [\"id_point\", 0, "
	"1]},"
	"{\"showIf\": \"{id_mode} == 1\", \"content\": ["
	"{\"label\": \"Hold\", \"type\": \"keycode\", \"content\": [\"id_hold[0]\", 9, 2, 0]},"
	"{\"label\": \"Both\", \"type\": \"keycode\", \"content\": [\"id_both\", 9, 2, 3, 1]}]},"
	"{\"label\": \"Mode\", \"type\": \"dropdown\", \"options\": [\"Slow\", [\"Fast\", 1], [\"Odd\", 7]], "
	"\"content\": [\"id_mode\", 0, 2]},"
	"{\"label\": \"Light\", \"type\": \"toggle\", \"options\": [[255, 0], [254, 0]], \"content\": "
	"[\"id_row\", 0, 3]},"
	"{\"label\": \"Tint\", \"type\": \"color\", \"showIf\": \"{id_row.0} == 254\", \"content\": "
	"[\"id_tint\", 0, 4]},"
	"{\"label\": \"Save\", \"type\": \"button\", \"options\": [5], \"content\": [\"id_save\", 0, 5]},"
	"{\"label\": \"Built\", \"type\": \"label\", \"content\": [\"id_built\", 0, 6]},"
	"{\"label\": \"Note\", \"type\": \"label\", \"content\": [\"mind the gap\"]},"
	"{\"label\": \"Say\", \"content\": \"more\"}"
	"]}]}]";

static void test_own(void)
{
	is_read("", own, 12,
		"label \"Board\"\n"
		"  label \"Switches\" if {id_firmware_version} >= 2\n"
		"    range \"Point\" value 0 1 0+2 1..1023\n"
		"    label \"\" if {id_mode} == 1\n"
		"      keycode \"Hold\" value 9 2 0 0+2 0..65535\n"
		"      keycode \"Both\" value 9 2 16643 0+2 0..65535\n"
		"    dropdown \"Mode\" value 0 2 0+1 3: Odd=7\n"
		"    toggle \"Light\" value 0 3 0+2 65280..65024\n"
		"    color \"Tint\" value 0 4 0+2 0..65535 if {id_row.0} == 254\n"
		"    button \"Save\" value 0 5 0+1 5..5\n"
		"    label \"Built\" value 0 6 0+24\n"
		"    label \"Note: mind the gap\"\n"
		"    label \"Say: more\"\n",
		"a menu of the keyboard's own");
}

static void test_shown(void)
{
	struct read *r = read_menus("", own, 12, false);
	struct dynamic_keymap held = { 0 };
	struct dynamic_value pressed;
	struct str text = STR_INIT;
	struct err err;

	via_menus_values(&r->menus, &held);
	ok(held.values == 7, "a button has no value that could be read");
	ok(!via_control_is_shown(&r->menus, 2, &held), "a section is not shown, and nothing in it");
	r->menus.firmware_version = 2;
	ok(via_control_is_shown(&r->menus, 2, &held), "it is for a newer firmware");
	ok(!via_control_is_shown(&r->menus, 4, &held), "a group of one condition is not shown");
	ok(via_control_put(&r->menus.control[6], &held, 1, &err) &&
		   via_control_is_shown(&r->menus, 4, &held) && via_control_is_shown(&r->menus, 5, &held),
	   "it is when the value changes");
	ok(!via_control_is_shown(&r->menus, 8, &held) &&
		   via_control_put(&r->menus.control[7], &held, 254 << 8, &err) &&
		   via_control_is_shown(&r->menus, 8, &held),
	   "a byte of a value shows another");
	ok(via_control_press(&r->menus.control[9], &pressed) && pressed.id == 5 && pressed.len == 1 &&
		   pressed.byte[0] == 5 && !via_control_press(&r->menus.control[2], &pressed),
	   "a button has bytes to write");
	memcpy(held.value[4].byte, "2026\x1b[x\0yz", 10);
	via_control_text(&r->menus.control[10], &held, &text);
	is_text(str_text(&text), "2026\\x1b[x", "what the firmware tells cannot steer the terminal");
	ok(!via_control_put(&r->menus.control[10], &held, 0, &err) &&
		   !via_control_put(&r->menus.control[0], &held, 0, &err),
	   "labels have no value to be set");
	str_release(&text);
	dynamic_keymap_release(&held);
	done(r);
}

static void test_values(void)
{
	static const struct {
		size_t control;
		const char *text;
		uint32_t value;
		const char *said; /* NULL: it is refused */
	} tries[] = {
		{ 2, "1023", 1023, "1023" },
		{ 2, "0", 0, NULL },
		{ 2, "1024", 0, NULL },
		{ 2, "", 0, NULL },
		{ 2, "99999999999", 0, NULL },
		{ 2, "12x", 0, NULL },
		{ 4, "KC_A", 4, "KC_A" },
		{ 4, "MO(1)", 0x5221, "MO(1)" },
		{ 4, "NONSENSE", 0, NULL },
		{ 6, "odd", 7, "Odd" },
		{ 6, "7", 7, "Odd" },
		{ 6, "6", 0, NULL },
		{ 6, "even", 0, NULL },
		{ 7, "ON", 254 << 8, "on" },
		{ 7, "off", 255 << 8, "off" },
		{ 7, "3", 0, NULL },
		{ 8, "170 255", 170 << 8 | 255, "hue 170 saturation 255" },
		{ 8, "hue 1 saturation 2", 1 << 8 | 2, "hue 1 saturation 2" },
		{ 8, "blue", 171 << 8 | 255, "hue 171 saturation 255" },
		{ 8, "Pale Cyan", 128 << 8 | 52, "hue 128 saturation 52" },
		{ 8, "white", 0, "hue 0 saturation 0" },
		{ 8, "256 1", 0, NULL },
		{ 8, "1 2 3", 0, NULL },
	};
	struct read *r = read_menus("", own, 12, false);
	struct dynamic_keymap held = { 0 };

	via_menus_values(&r->menus, &held);
	for (size_t i = 0; i < COUNT(tries); i++) {
		const struct via_control *control = &r->menus.control[tries[i].control];
		struct str said = STR_INIT;
		uint32_t value = 0, back = 0;
		struct err err = { 0 };
		bool read = via_control_parse(control, DIALECT_VIA_12, tries[i].text, &value, &err);

		ok(read == (tries[i].said != NULL) && (read || err.text[0]), "%s: \"%s\"", control->label,
		   tries[i].text);
		if (!read)
			continue;
		ok(value == tries[i].value && via_control_put(control, &held, value, &err) &&
			   via_control_get(control, &held, &back) && back == value,
		   "is put and got");
		via_control_print(control, DIALECT_VIA_12, value, &said);
		is_text(str_text(&said), tries[i].said, "and said");
		str_release(&said);
	}
	dynamic_keymap_release(&held);
	done(r);
}

static void test_unread(void)
{
	struct read *r = read_menus("", own, 12, false);
	struct dynamic_keymap held = { 0 };
	uint32_t value;
	struct err err;

	ok(!via_control_get(&r->menus.control[2], &held, &value), "a value that was not read is not known");
	ok(!via_control_put(&r->menus.control[2], &held, 5, &err) && strstr(err.text, "was not read"),
	   "and is not set");
	done(r);
}

static void test_colours(void)
{
	is_text(via_colour_name(0, 255), "red", "0 is red");
	is_text(via_colour_name(245, 255), "rose", "before red is rose");
	is_text(via_colour_name(250, 255), "red", "250 is red again");
	is_text(via_colour_name(85, 255), "green", "85 is green");
	is_text(via_colour_name(170, 40), "pale blue", "with little saturation it is pale");
	is_text(via_colour_name(170, 3), "white", "with next to none it is white");
}

/* What is wrong is told, and what is around it read. */
static void test_wrong(void)
{
	static const struct {
		const char *menus, *told;
	} tries[] = {
		{ "{", "" },
		{ "3", "a list of menus" },
		{ "[\"qmk_disco\"]", "a menu that VIA has" },
		{ "[3]", "an object" },
		{ "[{\"label\": \"x\"}]", "a list of controls" },
		{ "[{\"label\": 3, \"content\": []}]", "a text" },
		{ "[{\"label\": \"x\", \"content\": [{\"label\": \"y\", \"type\": \"dial\"}]}]",
		  "that VIA has" },
		{ "[{\"label\": \"y\", \"type\": \"range\"}]", "\"content\"" },
		{ "[{\"label\": \"y\", \"type\": \"range\", \"content\": [\"id\", 0, 1]}]", "[least, most]" },
		{ "[{\"label\": \"y\", \"type\": \"range\", \"options\": [5, 4], \"content\": [\"id\", 0, "
		  "1]}]",
		  "[least, most]" },
		{ "[{\"label\": \"y\", \"type\": \"toggle\", \"content\": [\"id\", 256, 1]}]", "channel" },
		{ "[{\"label\": \"y\", \"type\": \"toggle\", \"content\": [\"id\", 0]}]", "channel" },
		{ "[{\"label\": \"y\", \"type\": \"toggle\", \"content\": [\"id\", 0, 1, 2, 64]}]",
		  "channel" },
		{ "[{\"label\": \"y\", \"type\": \"toggle\", \"content\": [\"id\", 0, 1, 2, 3, 4]}]",
		  "channel" },
		{ "[{\"label\": \"y\", \"type\": \"toggle\", \"options\": [0, [1, 2]], \"content\": [\"id\", "
		  "0, 1]}]",
		  "[off, on]" },
		{ "[{\"label\": \"y\", \"type\": \"dropdown\", \"options\": [[\"a\"]], \"content\": [\"id\", "
		  "0, 1]}]",
		  "choices" },
		{ "[{\"label\": \"y\", \"type\": \"dropdown\", \"options\": [\"b\", [\"a\", 256]], "
		  "\"content\": "
		  "[\"id\", 0, 1]}]",
		  "choices" },
		{ "[{\"label\": \"y\", \"type\": \"button\", \"options\": [[]], \"content\": [\"id\", 0, "
		  "1]}]",
		  "[value]" },
		{ "[{\"label\": \"y\", \"type\": \"toggle\", \"showIf\": \"{a} &\", \"content\": [\"id\", 0, "
		  "1]}]",
		  "column 5" },
	};

	for (size_t i = 0; i < COUNT(tries); i++) {
		struct read *r = read_menus("", tries[i].menus, 12, false);

		ok(r->told.count == 1, "%s: one complaint", tries[i].menus);
		ok(r->told.count && strstr(r->told.item[0].text, tries[i].told),
		   "that says what was expected: %s", r->told.count ? r->told.item[0].text : "");
		done(r);
	}
}

static void test_wrong_lighting(void)
{
	static const char *const tries[] = {
		"3",
		"\"disco\"",
		"{\"extends\": \"disco\"}",
		"{}",
		"{\"extends\": \"none\", \"effects\": 3}",
		"{\"extends\": \"none\", \"effects\": [\"a\"]}",
		"{\"extends\": \"none\", \"effects\": [[\"a\", -1]]}",
		"{\"extends\": \"none\", \"supportedLightingValues\": [256]}",
		"{\"extends\": \"none\", \"supportedLightingValues\": {}}",
	};

	for (size_t i = 0; i < COUNT(tries); i++) {
		struct read *r = read_menus(tries[i], "", 9, false);

		ok(r->told.count == 1 && !r->menus.controls, "lighting %s is complained of: %s", tries[i],
		   r->told.count ? r->told.item[0].text : "");
		done(r);
	}
}

static void test_caps(void)
{
	struct str deep = STR_INIT, many = STR_INIT;
	struct read *r;

	for (int i = 0; i < 30; i++)
		str_add(&deep, i ? "{\"label\": \"x\", \"content\": [" : "[");
	for (int i = 0; i < 30; i++)
		str_add(&deep, i < 29 ? "]}" : "]");
	r = read_menus("", str_text(&deep), 12, false);
	ok(r->told.count == 1 && r->menus.controls == 9, "menus in menus end somewhere");
	done(r);

	str_add(&many, "[");
	for (int i = 0; i < VIA_MAX_CONTROLS + 5; i++)
		str_addf(&many,
			 "{\"label\": \"x\", \"type\": \"toggle\", \"content\": [\"i%d\", %d, %d, %d]},", i,
			 i / 256, i % 256, i / 512);
	str_add(&many, "]");
	r = read_menus("", str_text(&many), 12, false);
	ok(r->told.count == 1 && r->menus.controls == VIA_MAX_CONTROLS, "there are not too many of them");
	done(r);
	str_release(&deep);
	str_release(&many);
}

static void test_palette(void)
{
	struct read *r = mem_new(1, sizeof(*r));

	r->definition = via_definition_new(VIA_DEFINITION_V3);
	r->definition->key = mem_new(3, sizeof(*r->definition->key));
	r->definition->keys = 3;
	r->definition->key[0] = (struct via_key){ .row = 0, .col = 1, .led = 200 };
	r->definition->key[1] = (struct via_key){ .row = 0, .col = 2, .led = VIA_NONE };
	r->definition->key[2] = (struct via_key){ .row = 3, .col = 4, .led = 0 };
	mem_set_text(&r->definition->menus,
		     "[{\"label\": \"Keys\", \"type\": \"color-palette\", \"content\": [\"rgb\"]}]");
	via_menu_read(r->definition, 12, false, &r->menus, &r->told);
	list(&r->menus, &r->listed);
	is_text(str_text(&r->listed),
		"label \"Keys\" 0..65535\n"
		"  palette \"Key in row 0, column 1\" value 0 1 16840 0+2 0..65535\n"
		"  palette \"Key in row 3, column 4\" value 0 1 16640 0+2 0..65535\n",
		"a palette paints the keys that have an LED");
	done(r);
}

static void test_too_old(void)
{
	struct read *r = read_menus("", own, 9, false);

	ok(r->told.count == 1 && !strcmp(r->told.item[0].kind->code, "via-menu-protocol"),
	   "menus of its own need a newer protocol: %s", r->told.count ? r->told.item[0].text : "");
	done(r);
	is_read("",
		"[{\"label\": \"y\", \"type\": \"range\", \"options\": [0, 255], \"content\": "
		"[\"id_qmk_rgblight_speed\", 2, 3]}]",
		9, "range \"y\" value - 130 0+1 0..255\n",
		"lights that are spelt out are those without a channel");
}

static const struct via_control *with_id(const struct via_menus *menus, const char *id)
{
	for (size_t i = 0; i < menus->controls; i++)
		if (!strcmp(menus->control[i].id, id))
			return &menus->control[i];
	return NULL;
}

static bool has_one_of_label(const struct via_menus *menus, const char *label)
{
	size_t count = 0;

	for (size_t i = 0; i < menus->controls; i++)
		count += menus->control[i].place.part == DYNAMIC_SETTINGS &&
			 !strcmp(menus->control[i].label, label);
	return count == 1;
}

static void hold_setting(struct dynamic_keymap *held, uint16_t id, uint8_t len, uint32_t value)
{
	struct err err = { 0 };

	ok(dynamic_keymap_put_setting(held, (struct dynamic_setting){ id, len, value }, &err),
	   "setting %u is held: %s", id, err.text);
}

static void is_put(const struct via_control *control, struct dynamic_keymap *held, const char *text,
		   uint32_t want, const char *said)
{
	struct str out = STR_INIT;
	uint32_t value = 0, back = 0;
	struct err err = { 0 };

	ok(via_control_parse(control, DIALECT_VIAL_6, text, &value, &err) &&
		   via_control_put(control, held, value, &err) && via_control_get(control, held, &back) &&
		   back == value,
	   "%s is %s: %s", control->id, text, err.text);
	for (size_t i = 0; i < held->settings; i++)
		if (held->setting[i].id == control->place.a)
			ok(held->setting[i].value == want, "the setting is %u: %u", want,
			   held->setting[i].value);
	via_control_print(control, DIALECT_VIAL_6, back, &out);
	is_text(str_text(&out), said, "and said");
	str_release(&out);
}

static void test_settings(void)
{
	static const char *const wrong[] = { "10001", "300 m", "300 ms ", "ms", "", "-1" };
	struct via_menus menus = { 0 };
	struct dynamic_keymap held = { 0 }, values = { 0 };
	uint32_t value;
	struct err err = { 0 };

	via_menus_add_settings(&menus);
	via_menus_values(&menus, &values);
	ok(values.values == 0, "settings are no values to be asked for");
	hold_setting(&held, 1, 1, 0xf0);
	hold_setting(&held, 9, 2, 10);
	hold_setting(&held, 21, 4, 0xffff0000);
	hold_setting(&held, 22, 1, 2);
	is_put(with_id(&menus, "id_vial_grave_esc_shift"), &held, "on", 0xf8, "on");
	is_put(with_id(&menus, "id_vial_grave_esc_alt"), &held, "on", 0xf9, "on");
	is_put(with_id(&menus, "id_vial_grave_esc_shift"), &held, "off", 0xf1, "off");
	is_put(with_id(&menus, "id_vial_magic_swap_rctl_rgui"), &held, "1", 0xffff0200, "on");
	is_put(with_id(&menus, "id_vial_mouse_delay"), &held, "300 ms", 300, "300 ms");
	is_put(with_id(&menus, "id_vial_mouse_delay"), &held, "10000MS", 10000, "10000 ms");
	ok(via_control_get(with_id(&menus, "id_vial_permissive_hold"), &held, &value) && value == 2,
	   "a switch of a byte has all of it");
	is_put(with_id(&menus, "id_vial_permissive_hold"), &held, "on", 1, "on");
	for (size_t i = 0; i < COUNT(wrong); i++)
		ok(!via_control_parse(with_id(&menus, "id_vial_mouse_delay"), DIALECT_VIAL_6, wrong[i],
				      &value, &err),
		   "\"%s\" is refused", wrong[i]);
	ok(!via_control_put(with_id(&menus, "id_vial_magic_nkro"), &held, 2, &err), "a bit is no 2");
	ok(!via_control_get(with_id(&menus, "id_vial_tapping_term"), &held, &value) &&
		   !via_control_put(with_id(&menus, "id_vial_tapping_term"), &held, 1, &err),
	   "one that the keyboard has not");
	via_menus_release(&menus);
	dynamic_keymap_release(&held);
	dynamic_keymap_release(&values);
}

/* What is shown is what is held, and each bit of a setting is of one control. */
static void test_settings_shown(void)
{
	struct via_menus menus = { 0 };
	struct dynamic_keymap held = { 0 };
	uint32_t bits[64] = { 0 };
	bool alone = true, fit = true, named = true;
	size_t shown = 0;

	via_menus_add_settings(&menus);
	hold_setting(&held, 3, 1, 0);
	hold_setting(&held, 4, 2, 0);
	for (size_t i = 0; i < menus.controls; i++) {
		const struct via_control *c = &menus.control[i];
		uint32_t all = c->len == 4 ? UINT32_MAX : (1u << 8 * c->len) - 1,
			 mask = c->mask ? c->mask : all;

		if (c->place.part != DYNAMIC_SETTINGS)
			continue;
		shown += via_control_is_shown(&menus, i, &held);
		fit = fit && c->len && c->len == vial_setting_bytes(c->place.a) && !(mask & ~all) &&
		      c->max <= all && with_id(&menus, c->id) == c;
		named = named && has_one_of_label(&menus, c->label);
		alone = alone && !(bits[c->place.a] & mask);
		bits[c->place.a] |= mask;
	}
	ok(shown == 8, "of two numbers 8 controls are shown: %zu", shown);
	ok(fit, "each fits in its number, and has an id of its own");
	ok(alone, "no bit is of two");
	ok(named, "the command line can tell them by what they are called");
	for (size_t number = 1; number < COUNT(bits); number++)
		ok(!bits[number] == !vial_setting_bytes((int)number), "setting %zu is there if it is known",
		   number);
	via_menus_release(&menus);
	dynamic_keymap_release(&held);
}

int main(void)
{
	test_named();
	test_version_2();
	test_vialrgb();
	test_own();
	test_shown();
	test_values();
	test_unread();
	test_colours();
	test_wrong();
	test_wrong_lighting();
	test_caps();
	test_palette();
	test_too_old();
	test_settings();
	test_settings_shown();
	return tap_done();
}
