/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "base/schema.h"
#include "compile/keyboard_data.h"
#include "import/qmk_facts.h"
#include "model/symbol.h"
#include "tap.h"

/* A pad of two keys with the layouts of @names. */
static struct keyboard *new_pad(const char *const *names, size_t count)
{
	struct keyboard *kb = keyboard_new();

	kb->rows = 1;
	kb->cols = 2;
	kb->layout = mem_new(count, sizeof(*kb->layout));
	for (size_t i = 0; i < count; i++) {
		kb->layout[i] = (struct layout){ mem_copy_text(names[i]), mem_new(2, sizeof(struct key)), 2 };
		for (size_t k = 0; k < 2; k++)
			kb->layout[i].key[k] = (struct key){ .x_cu = (int16_t)(k * 100),
							     .w_cu = 100,
							     .h_cu = 100,
							     .col = (uint8_t)k,
							     .encoder = -1 };
	}
	kb->layouts = count;
	return kb;
}

static void say(void *data, const struct schema_problem *problem)
{
	(void)data;
	printf("# %s: %s\n", problem->path, problem->text);
}

/* The parsed text; NULL when it is no JSON, or not QMK's. */
static struct json_doc *print(const struct keyboard *kb, const struct hardware *h, struct diagnostics *lost)
{
	struct str text = STR_INIT;
	struct json_doc *doc;
	struct err err = { 0 };

	keyboard_data_print(kb, h, &text, lost);
	doc = json_parse(str_text(&text), text.len, &err);
	if (doc && !schema_check_all(qmk_facts_builtin()->keyboard, json_root(doc), say, NULL)) {
		json_doc_free(doc);
		doc = NULL;
	}
	str_release(&text);
	return doc;
}

static void test_names(void)
{
	static const char *const names[] = {
		"LAYOUT",         "LAYOUT_60_ansi", "LAYOUT_planck_1x2uC", "LAYOUT_all_on",
		"Corne 5-column", "corne 5 column", "layout_All_ON",       "",
		"LAYOUTS\"\n"
	};
	static const char *const macros[] = { "LAYOUT",
					      "LAYOUT_60_ansi",
					      "LAYOUT_planck_1x2uC",
					      "LAYOUT_all_on",
					      "LAYOUT_corne_5_column",
					      "LAYOUT_corne_5_column_2",
					      "LAYOUT_all_on_2",
					      "LAYOUT_2",
					      "LAYOUT_s__" };
	struct keyboard *kb = new_pad(names, COUNT(names));
	struct diagnostics lost = { 0 };
	struct json_doc *doc = print(kb, NULL, &lost);

	ok(doc && json_find(json_root(doc), "layouts")->count == COUNT(names),
	   "layouts of any name are QMK's");
	for (size_t i = 0; i < COUNT(names); i++) {
		char *macro = keyboard_data_macro(kb, i);

		is_text(macro, macros[i], "layout %zu", i);
		ok(doc && json_member(json_find(json_root(doc), "layouts"), macro), "it is there");
		free(macro);
	}
	ok(!lost.count, "nothing is lost");
	json_doc_free(doc);
	keyboard_free(kb);
}

/* What lies outside is moved in, all of it by as much. */
static void test_corner(void)
{
	static const char *const name = "LAYOUT";
	struct keyboard *kb = new_pad(&name, 1);
	struct diagnostics lost = { 0 };
	struct json_doc *doc;
	struct json *key;

	kb->layout[0].key[0].x_cu = -50;
	kb->layout[0].key[1].turn_cdeg = -1575;
	kb->layout[0].key[1].pivot_x_cu = 25;
	kb->layout[0].key[1].pivot_y_cu = -125;
	doc = print(kb, NULL, &lost);
	key = doc ? json_get_path(json_root(doc), "layouts.LAYOUT.layout.1") : NULL;
	ok(key && json_find(key, "x")->number == 1.5 && json_find(key, "y")->number == 1.25 &&
		   json_find(key, "r")->number == -15.75 && json_find(key, "rx")->number == 0.75 &&
		   json_find(key, "ry")->number == 0,
	   "a layout is moved to the corner");
	json_doc_free(doc);
	keyboard_free(kb);
}

/* Texts of anybody's become texts of JSON, and nothing else. */
static void test_hostile(void)
{
	static const char *const name = "LAYOUT";
	static const char hostile[] = "a\", \"b\": [\n\\\x01*/";
	struct keyboard *kb = new_pad(&name, 1);
	struct diagnostics lost = { 0 };
	struct json_doc *doc;

	mem_set_text(&kb->name, hostile);
	mem_set_text(&kb->manufacturer, hostile);
	kb->feature = mem_new(1, sizeof(*kb->feature));
	kb->feature[0] = mem_copy_text(hostile);
	kb->features = 1;
	kb->layout[0].key[0].label = symbol(hostile);
	doc = print(kb, NULL, &lost);
	ok(doc && !strcmp(json_text(json_find(json_root(doc), "keyboard_name")), hostile) &&
		   !strcmp(json_text(json_find(json_root(doc), "manufacturer")), hostile) &&
		   !json_find(json_root(doc), "b") && !json_find(json_root(doc), "features"),
	   "names stay texts");
	is_text(doc ? json_text(json_get_path(json_root(doc), "layouts.LAYOUT.layout.0.label")) : "",
		"a\", \"b\": [ \\\x01*/", "a label is one line");
	ok(lost.count == 1 && lost.item[0].loss == LOSS_ALL, "a feature of such a name is lost: %s",
	   lost.count ? lost.item[0].text : "");
	json_doc_free(doc);
	keyboard_free(kb);
	diagnostics_release(&lost);
}

/* Features are only on when what they need is there. */
static void test_features(void)
{
	static const char *const name = "LAYOUT";
	static const char *const features[] = { "backlight", "encoder", "mousekey", "rgb_matrix",
						"rgblight" };
	struct keyboard *kb = new_pad(&name, 1);
	struct hardware *h = hardware_new();
	struct diagnostics lost = { 0 };
	struct json_doc *doc;

	kb->encoders = 1;
	kb->feature = mem_new(COUNT(features), sizeof(*kb->feature));
	for (size_t i = 0; i < COUNT(features); i++)
		kb->feature[kb->features++] = mem_copy_text(features[i]);
	doc = print(kb, h, &lost);
	ok(doc && lost.count == 5 && json_find(json_root(doc), "features")->count == 1 &&
		   json_is_true(json_find(json_root(doc), "features.mousekey")),
	   "without pins there are none: %zu are lost", lost.count);
	json_doc_free(doc);
	diagnostics_release(&lost);
	h->encoder = mem_new(1, sizeof(*h->encoder));
	h->encoder[h->encoders++] = (struct encoder_pins){ mem_copy_text("B1"), mem_copy_text("B2"), 0 };
	mem_set_text(&h->backlight_pin, "B5");
	mem_set_text(&h->underglow.pin, "D3");
	h->underglow.leds = 6;
	doc = print(kb, h, &lost);
	ok(doc && lost.count == 1 && !strcmp(lost.item[0].subject, "rgb_matrix") &&
		   json_find(json_root(doc), "features")->count == 4,
	   "with pins there are; a table of LEDs is in no model");
	json_doc_free(doc);
	hardware_free(h);
	keyboard_free(kb);
	diagnostics_release(&lost);
}

/* The right half has the left's encoders unless it says that it has none. */
static void test_right_encoders(void)
{
	static const char *const name = "LAYOUT";
	struct keyboard *kb = new_pad(&name, 1);
	struct hardware *h = hardware_new();
	struct diagnostics lost = { 0 };
	struct json_doc *doc;

	kb->split = true;
	kb->encoders = 1;
	h->custom_matrix = true;
	h->encoder = mem_new(1, sizeof(*h->encoder));
	h->encoder[h->encoders++] = (struct encoder_pins){ mem_copy_text("B1"), mem_copy_text("B2"), 4 };
	doc = print(kb, h, &lost);
	ok(doc && json_find(json_root(doc), "split.encoder.right.rotary") &&
		   !json_find(json_root(doc), "split.encoder.right.rotary")->count,
	   "none is said");
	ok(doc && json_is_true(json_find(json_root(doc), "matrix_pins.custom_lite")) &&
		   json_find(json_root(doc), "matrix_size.cols")->integer == 2 && lost.count == 1 &&
		   !strcmp(lost.item[0].subject, "matrix"),
	   "a matrix that code scans is said to be, and lost");
	json_doc_free(doc);
	hardware_free(h);
	keyboard_free(kb);
	diagnostics_release(&lost);
}

int main(void)
{
	test_names();
	test_corner();
	test_hostile();
	test_features();
	test_right_encoders();
	return tap_done();
}
