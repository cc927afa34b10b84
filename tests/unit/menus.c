/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "../../src/ui/menus.h"
#include "base/mem.h"
#include "import/via_menu.h"
#include "tap.h"

static const char text[] =
	"[{\"label\": \"Lighting\", \"content\": ["
	"{\"label\": \"Keys\", \"content\": ["
	"{\"label\": \"Effect\", \"type\": \"dropdown\", \"options\": [\"Off\", \"Solid Color\", [\"Solid "
	"Wave\", 9]], "
	"\"content\": [\"id_effect\", 0, 1]},"
	"{\"showIf\": \"{id_effect} != 0\", \"content\": ["
	"{\"label\": \"Speed\", \"type\": \"range\", \"options\": [0, 255], \"content\": [\"id_speed\", 0, "
	"2]},"
	"{\"label\": \"Color\", \"type\": \"color\", \"content\": [\"id_color\", 0, 3]}]}]},"
	"{\"label\": \"Edge\", \"content\": ["
	"{\"label\": \"On\", \"type\": \"toggle\", \"content\": [\"id_edge\", 0, 4]},"
	"{\"label\": \"Level\", \"type\": \"range\", \"options\": [3, 6], \"content\": [\"id_level\", 0, "
	"5]}]}]},"
	"{\"label\": \"Empty\", \"content\": []},"
	"{\"label\": \"About\", \"content\": [{\"label\": \"Tap\", \"type\": \"keycode\", \"content\": "
	"[\"id_tap\", 0, 6]},"
	"{\"label\": \"Say\", \"content\": \"hi\"}]}]";

static struct fixture {
	struct via_menus all;
	struct dynamic_keymap values;
	struct diagnostics told;
	size_t *rows, count;
} f;

static void begin(void)
{
	struct via_definition *definition = via_definition_new(VIA_DEFINITION_V3);

	mem_set_text(&definition->menus, text);
	via_menu_read(definition, 12, false, &f.all, &f.told);
	via_menus_add_settings(&f.all);
	via_menus_values(&f.all, &f.values);
	via_definition_free(definition);
	f.rows = menus_rows(&f.all, &f.values, &f.count);
}

static void end(void)
{
	free(f.rows);
	via_menus_release(&f.all);
	dynamic_keymap_release(&f.values);
	diagnostics_release(&f.told);
	f = (struct fixture){ 0 };
}

static const struct via_control *labelled(const char *label)
{
	for (size_t i = 0; i < f.all.controls; i++)
		if (!strcmp(f.all.control[i].label, label))
			return &f.all.control[i];
	return NULL;
}

static void put(const char *label, uint32_t value)
{
	struct err err = { 0 };

	if (!via_control_put(labelled(label), &f.values, value, &err))
		printf("# %s: %s\n", label, err.text);
	free(f.rows);
	f.rows = menus_rows(&f.all, &f.values, &f.count);
}

/* The rows, headings between angles. */
static void is_listed(const char *want, const char *what)
{
	struct str out = STR_INIT;

	for (size_t i = 0; i < f.count; i++) {
		if (menus_is_heading(&f.all, f.rows[i])) {
			str_add(&out, "<");
			menus_heading(&f.all, f.rows[i], &out);
			str_add(&out, "> ");
		} else {
			str_addf(&out, "%s. ", f.all.control[f.rows[i]].label);
		}
	}
	is_text(str_text(&out), want, "%s", what);
	str_release(&out);
}

static void test_rows(void)
{
	begin();
	ok(f.told.count == 0, "nothing is complained of");
	is_listed("<Lighting / Keys> Effect. <Lighting / Edge> On. Level. Empty. <About> Tap. Say: hi. ",
		  "what a condition hides is not listed, nor headings of nothing");
	put("Effect", 9);
	is_listed("<Lighting / Keys> Effect. Speed. Color. <Lighting / Edge> On. Level. Empty. <About> Tap. "
		  "Say: hi. ",
		  "when the value is another it is");
	end();
}

static void test_selection(void)
{
	size_t speed;

	begin();
	put("Effect", 9);
	speed = (size_t)(labelled("Speed") - f.all.control);
	ok(menus_row(f.rows, f.count, speed) == 2, "the selected one is where it is listed");
	put("Effect", 0);
	ok(menus_row(f.rows, f.count, speed) == 1, "when it is hidden the one before is selected");
	ok(menus_row(f.rows, 0, speed) == 0, "nothing of nothing");
	end();
}

static void test_sections(void)
{
	begin();
	ok(menus_section(&f.all, f.rows, f.count, 0, 1) == 3, "from the first heading to the second section");
	ok(menus_section(&f.all, f.rows, f.count, 1, 1) == 3, "so from its value");
	ok(menus_section(&f.all, f.rows, f.count, 4, 1) == 7, "the next");
	ok(menus_section(&f.all, f.rows, f.count, 8, 1) == 7, "the last one stays");
	ok(menus_section(&f.all, f.rows, f.count, 8, -1) == 3, "back");
	ok(menus_section(&f.all, f.rows, f.count, 4, -1) == 1, "and back");
	ok(menus_section(&f.all, f.rows, f.count, 1, -1) == 1, "the first one stays");
	ok(menus_section(&f.all, f.rows, 0, 0, 1) == 0, "of none");
	end();
}

static void test_steps(void)
{
	static const struct {
		const char *label;
		uint32_t value;
		int by;
		bool fine;
		uint32_t want;
	} tries[] = {
		{ "Speed", 0, 1, false, 5 },
		{ "Speed", 0, 1, true, 1 },
		{ "Speed", 253, 1, false, 255 },
		{ "Speed", 3, -1, false, 0 },
		{ "Speed", 10, 4, false, 30 },
		{ "Speed", 0, 9999, false, 255 },
		{ "Level", 3, 1, false, 4 },
		{ "Level", 6, 1, false, 6 },
		{ "Level", 200, 1, false, 6 },
		{ "Level", 0, -1, false, 3 },
		{ "On", 0, 1, false, 1 },
		{ "On", 1, 1, false, 0 },
		{ "On", 7, -1, false, 1 },
		{ "Effect", 0, 1, false, 1 },
		{ "Effect", 1, 1, false, 9 },
		{ "Effect", 9, 1, false, 9 },
		{ "Effect", 9, -1, true, 1 },
		{ "Effect", 55, 1, false, 0 },
		{ "Effect", 55, -1, false, 0 },
		{ "Color", 0x00ff, 1, false, 0x08ff },
		{ "Color", 0x00ff, -1, false, 0xf8ff },
		{ "Color", 0x00ff, -1, true, 0x00ef },
		{ "Color", 0x00ff, 1, true, 0x00ff },
		{ "Color", 0x0005, -1, true, 0x0000 },
		{ "Tapping term", 200, 1, false, 210 },
		{ "Tapping term", 200, -1, true, 199 },
		{ "Tapping term", 5, -1, false, 0 },
		{ "Tapping term", 65535, 1, false, 10000 },
		{ "Tapping toggle", 5, 1, false, 6 },
		{ "N-key rollover", 1, 1, false, 0 },
	};
	uint32_t value;

	begin();
	for (size_t i = 0; i < COUNT(tries); i++)
		ok(menus_step(labelled(tries[i].label), tries[i].value, tries[i].by, tries[i].fine, &value) &&
			   value == tries[i].want,
		   "%s from %u by %d: %u", tries[i].label, tries[i].value, tries[i].by, value);
	ok(!menus_step(labelled("Tap"), 4, 1, false, &value), "a keycode has no steps");
	end();
}

static void is_picture(const char *label, uint32_t value, const char *want)
{
	struct str out = STR_INIT;

	menus_picture(labelled(label), value, &out);
	is_text(str_text(&out), want, "%s of %u", label, value);
	str_release(&out);
}

static void test_pictures(void)
{
	begin();
	is_picture("Level", 3, "────────────");
	is_picture("Level", 4, "━━━━────────");
	is_picture("Level", 6, "━━━━━━━━━━━━");
	is_picture("Level", 0, "────────────");
	is_picture("Level", 255, "━━━━━━━━━━━━");
	is_picture("Color", 0x80ff, "cyan");
	is_picture("On", 1, "");
	is_picture("Tapping term", 200, "");
	end();
}

static void test_find(void)
{
	struct menus menus = { 0 };

	begin();
	menus_find(&menus, labelled("Effect"), DIALECT_VIA_12);
	ok(menus.hits == 3, "nothing typed finds all");
	line_set(&menus.value.query, "wave sol");
	menus_find(&menus, labelled("Effect"), DIALECT_VIA_12);
	ok(menus.hits == 1 && menus.hit[0] == 2 && !menus.why[0], "words in any order");
	line_set(&menus.value.query, "9");
	menus_find(&menus, labelled("Effect"), DIALECT_VIA_12);
	ok(menus.hits == 0 && !menus.why[0], "the number of a choice can be taken");
	line_set(&menus.value.query, "disco");
	menus_find(&menus, labelled("Effect"), DIALECT_VIA_12);
	ok(menus.hits == 0 && strstr(menus.why, "disco"), "another cannot: %s", menus.why);
	line_set(&menus.value.query, "300");
	menus_find(&menus, labelled("Speed"), DIALECT_VIA_12);
	ok(strstr(menus.why, "from 0 to 255") != NULL, "why not is told: %s", menus.why);
	line_set(&menus.value.query, "30");
	menus_find(&menus, labelled("Speed"), DIALECT_VIA_12);
	ok(!menus.why[0], "a number of the range can");
	menus_release(&menus);
	end();
}

int main(void)
{
	test_rows();
	test_selection();
	test_sections();
	test_steps();
	test_pictures();
	test_find();
	return tap_done();
}
