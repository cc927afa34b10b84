/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_edit.h"
#include "generate_private.h"

/* What one row becomes; @value is empty, and is added to. */
typedef void print_value(struct generation *g, struct str *value, const struct json *node,
			 const char *member);

/* A keyboard's is for want of another, a keymap's comes in place of any. @value NULL: none. */
static void add_define(struct generation *g, const char *name, const char *postfix, const char *value)
{
	const char *blank = value ? " " : "";

	value = value ? value : "";
	if (g->input->keymap)
		str_addf(g->out, "\n\n#undef %s%s\n#define %s%s%s%s", name, postfix, name, postfix, blank,
			 value);
	else
		str_addf(g->out, "\n\n#ifndef %s%s\n#    define %s%s%s%s\n#endif // %s%s", name, postfix,
			 name, postfix, blank, value, name, postfix);
}

static void add_flag(struct generation *g, const char *name, const struct json *value)
{
	if (generation_once(g, QMK_ONCE_NO_FLAGS)) {
		if (generation_is_true(value))
			add_define(g, name, "", NULL);
	} else if (generation_is_true(value))
		str_addf(g->out, "\n\n#define %s", name);
	else if (g->input->keymap)
		str_addf(g->out, "\n\n#undef %s", name);
	else
		str_add_char(g->out, '\n');
}

static void print_array(struct generation *g, struct str *value, const struct json *node, const char *member)
{
	str_add(value, "{ ");
	generation_add_c_items(g, value, node, ", ", member);
	str_add(value, " }");
}

/* How the items of a list are added. */
typedef void add_items(struct generation *g, struct str *value, const struct json *list, const char *between,
		       const char *member);

static void print_lists(struct generation *g, struct str *value, const struct json *node, const char *member,
			add_items *add)
{
	str_add(value, "{ ");
	if (node->type != JSON_ARRAY)
		generation_fail(g, member, "expected a list of lists, not %s", json_type_name(node->type));
	for (const struct json *row = node->first; row; row = row->next) {
		str_add_char(value, '{');
		add(g, value, row, ",", member);
		str_add(value, row->next ? "}, " : "}");
	}
	str_add(value, " }");
}

static void print_array_array(struct generation *g, struct str *value, const struct json *node,
			      const char *member)
{
	print_lists(g, value, node, member, generation_add_c_items);
}

static void print_bool(struct generation *g, struct str *value, const struct json *node, const char *member)
{
	(void)g;
	(void)member;
	str_add(value, generation_is_true(node) ? "true" : "false");
}

static void print_text(struct generation *g, struct str *value, const struct json *node, const char *member)
{
	if (node->type != JSON_TEXT)
		generation_fail(g, member, "expected a text, not %s", json_type_name(node->type));
	str_add_char(value, '"');
	for (const char *p = json_text(node); *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			generation_fail(g, member, "\"%s\" holds a control character", node->text);
		if (*p == '"' || *p == '\\')
			str_add_char(value, '\\');
		str_add_char(value, *p);
	}
	str_add_char(value, '"');
}

/* "1.2.3" is 0x0123. */
static void print_bcd_version(struct generation *g, struct str *value, const struct json *node,
			      const char *member)
{
	const char *text = json_text(node);
	size_t major = strspn(text, "0123456789"), minor, revision;
	bool good = major && text[major] == '.';

	minor = good ? strspn(text + major + 1, "0123456789") : 0;
	good = minor && text[major + 1 + minor] == '.';
	revision = good ? strspn(text + major + minor + 2, "0123456789") : 0;
	if (!revision || text[major + minor + revision + 2])
		generation_fail(g, member, "expected a version like \"1.0.0\"");
	else
		str_addf(value, "0x%s%.*s%.*s%s", major < 2 ? "0" : "", (int)major, text, (int)minor,
			 text + major + 1, text + major + minor + 2);
}

static print_value *const printers[] = {
	[QMK_RAW] = generation_add_c,
	[QMK_INT] = generation_add_c,
	[QMK_HEX] = generation_add_c,
	[QMK_BOOL] = print_bool,
	[QMK_FLAG] = NULL,
	[QMK_TEXT] = print_text,
	[QMK_LIST] = NULL,
	[QMK_ARRAY] = print_array,
	[QMK_ARRAY_INT] = print_array,
	[QMK_ARRAY_ARRAY_INT] = print_array_array,
	[QMK_MAPPING] = NULL,
	[QMK_BCD_VERSION] = print_bcd_version,
};

/* Write @node as a definition of @name@postfix. */
static void define(struct generation *g, const char *name, const char *postfix, print_value *print,
		   const struct json *node, const char *member)
{
	struct str value = STR_INIT;

	print(g, &value, node, member);
	add_define(g, name, postfix, str_text(&value));
	str_release(&value);
}

static void add_mapping(struct generation *g, const struct json *node, const char *member)
{
	if (node->type != JSON_OBJECT)
		generation_fail(g, member, "expected an object, not %s", json_type_name(node->type));
	for (const struct json *item = node->first; item && item->key; item = item->next) {
		struct str name = STR_INIT;

		generation_add_name(g, &name, item->key, member);
		define(g, str_text(&name), "", generation_add_c, item, member);
		str_release(&name);
	}
}

static void add_mapped(struct generation *g)
{
	const struct qmk_map *map = g->input->config_h;

	for (size_t i = 0; i < map->count; i++) {
		const struct qmk_map_row *row = &map->row[i];
		const struct json *node = row->to_c ? json_get_path(g->input->info, row->info_key) : NULL;

		if (!node)
			continue;
		if (row->type == QMK_FLAG)
			add_flag(g, row->name, node);
		else if (row->type == QMK_MAPPING)
			add_mapping(g, node, row->info_key);
		else if (printers[row->type])
			define(g, row->name, "", printers[row->type], node, row->info_key);
		else
			generation_fail(g, row->info_key, "config.h has no way to write a list of words");
	}
}

static void add_matrix_size(struct generation *g)
{
	const struct json *size = json_member(g->input->info, "matrix_size");
	int rows, cols;

	if (!generation_matrix(g, &rows, &cols))
		return;
	define(g, "MATRIX_COLS", "", generation_add_c, json_member(size, "cols"), "matrix_size.cols");
	define(g, "MATRIX_ROWS", "", generation_add_c, json_member(size, "rows"), "matrix_size.rows");
}

static void add_mask(struct generation *g)
{
	const struct json *info = g->input->info;

	if (generation_once(g, QMK_ONCE_MASK_GENERATED) &&
	    (json_get_path(info, "dip_switch.matrix_grid") ||
	     json_get_path(info, "split.handedness.matrix_grid")))
		add_define(g, "MATRIX_MASKED", "", NULL);
}

static void add_pins(struct generation *g, struct str *value, const struct json *list, const char *between,
		     const char *member)
{
	if (list->type != JSON_ARRAY)
		generation_fail(g, member, "expected a list of pins, not %s", json_type_name(list->type));
	for (const struct json *pin = list->first; pin; pin = pin->next) {
		if (generation_is_true(pin))
			generation_add_c(g, value, pin, member);
		else
			str_add(value, "NO_PIN");
		if (pin->next)
			str_add(value, between);
	}
}

static void print_pins(struct generation *g, struct str *value, const struct json *node, const char *member)
{
	str_add(value, "{ ");
	add_pins(g, value, node, ", ", member);
	str_add(value, " }");
}

static void print_direct_pins(struct generation *g, struct str *value, const struct json *node,
			      const char *member)
{
	print_lists(g, value, node, member, add_pins);
}

static void add_matrix_pins(struct generation *g, const struct json *pins, const char *postfix)
{
	static const struct {
		const char *member, *name;
		print_value *print;
	} rows[] = {
		{ "direct", "DIRECT_PINS", print_direct_pins },
		{ "cols", "MATRIX_COL_PINS", print_pins },
		{ "rows", "MATRIX_ROW_PINS", print_pins },
	};
	size_t found = 0;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct json *node = json_member(pins, rows[i].member);

		if (node)
			define(g, rows[i].name, postfix, rows[i].print, node, "matrix_pins");
		found += node != NULL;
	}
	if (!found)
		str_add_char(g->out, '\n');
}

/* One pin of each encoder. */
static void define_pads(struct generation *g, const struct json *rotary, const char *pad, const char *name,
			const char *postfix)
{
	struct str value = STR_INIT;

	str_add(&value, "{ ");
	for (const struct json *encoder = rotary ? rotary->first : NULL; encoder; encoder = encoder->next) {
		const struct json *pin = json_member(encoder, pad);

		if (pin && pin->type == JSON_TEXT)
			generation_add_c(g, &value, pin, "encoder.rotary");
		else
			generation_fail(g, "encoder.rotary", "each encoder needs a %s", pad);
		if (encoder->next)
			str_add(&value, ", ");
	}
	str_add(&value, " }");
	add_define(g, name, postfix, str_text(&value));
	str_release(&value);
}

/* One number when all encoders have it in common; nothing when none says one. */
static void define_resolutions(struct generation *g, const struct json *rotary, const char *postfix)
{
	static const struct json usual = { .type = JSON_NUMBER, .whole = true, .integer = 4, .number = 4 };
	const struct json *first = NULL;
	struct str value = STR_INIT;
	bool given = false, same = true, gap = false;

	for (const struct json *encoder = rotary ? rotary->first : NULL; encoder; encoder = encoder->next) {
		const struct json *own = json_member(encoder, "resolution");
		bool is_given = own && own->type != JSON_NULL;
		const struct json *resolution = is_given ? own : &usual;

		given = given || is_given;
		gap = gap || !is_given;
		first = first ? first : resolution;
		same = same && json_equal(first, resolution);
		generation_add_c(g, &value, resolution, "encoder.rotary");
		if (encoder->next)
			str_add(&value, ", ");
	}
	given = given && !(gap && generation_once(g, QMK_ONCE_GAPS_IN_RESOLUTIONS));
	if (given && same) {
		define(g, "ENCODER_RESOLUTION", postfix, generation_add_c, first, "encoder.rotary");
	} else if (given) {
		struct str all = STR_INIT;

		str_addf(&all, "{ %s }", str_text(&value));
		add_define(g, "ENCODER_RESOLUTIONS", postfix, str_text(&all));
		str_release(&all);
	}
	str_release(&value);
}

static void add_encoders(struct generation *g, const struct json *encoder, const char *postfix)
{
	const struct json *rotary = json_member(encoder, "rotary");

	bool pads = generation_once(g, QMK_ONCE_ENCODER_PADS);

	define_pads(g, rotary, "pin_a", pads ? "ENCODERS_PAD_A" : "ENCODER_A_PINS", postfix);
	define_pads(g, rotary, "pin_b", pads ? "ENCODERS_PAD_B" : "ENCODER_B_PINS", postfix);
	define_resolutions(g, rotary, postfix);
}

static void print_grid(struct generation *g, struct str *value, const struct json *node, const char *member)
{
	generation_add_c_items(g, value, node, ", ", member);
}

static void add_split(struct generation *g, const struct json *split)
{
	const struct json *grid = json_get_path(split, "handedness.matrix_grid");
	const struct json *pins = json_get_path(split, "matrix_pins.right");
	const struct json *encoder = json_get_path(split, "encoder.right");

	if (grid)
		define(g, "SPLIT_HAND_MATRIX_GRID", "", print_grid, grid, "split.handedness.matrix_grid");
	if (!strcmp(json_text(json_get_path(split, "transport.protocol")), "i2c"))
		add_define(g, "USE_I2C", "", NULL);
	if (pins)
		add_matrix_pins(g, pins, "_RIGHT");
	if (encoder)
		add_encoders(g, encoder, "_RIGHT");
}

/* Lighting effects: the one to start with, and which are compiled in. */
static void add_animations(struct generation *g)
{
	static const struct {
		const char *member, *initial, *animation, *enable;
	} rows[] = {
		{ "led_matrix", "LED_MATRIX_DEFAULT_MODE", "LED_MATRIX_", "ENABLE_LED_MATRIX_" },
		{ "rgb_matrix", "RGB_MATRIX_DEFAULT_MODE", "RGB_MATRIX_", "ENABLE_RGB_MATRIX_" },
		{ "rgblight", "RGBLIGHT_DEFAULT_MODE", "RGBLIGHT_MODE_", "RGBLIGHT_EFFECT_" },
	};
	struct str name = STR_INIT;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct json *feature = json_member(g->input->info, rows[i].member);
		const struct json *initial = json_get_path(feature, "default.animation");
		const struct json *all = json_member(feature, "animations");

		if (initial) {
			str_clear(&name);
			str_add(&name, rows[i].animation);
			generation_add_upper(g, &name, json_text(initial), rows[i].member);
			add_define(g, rows[i].initial, "", str_text(&name));
		}
		for (const struct json *one = all ? all->first : NULL; one && one->key; one = one->next) {
			str_clear(&name);
			str_add(&name, rows[i].enable);
			generation_add_upper(g, &name, one->key, rows[i].member);
			add_flag(g, str_text(&name), one);
		}
	}
	str_release(&name);
}

bool generate_config_h(const struct generate_input *input, struct str *out, struct diagnostics *diagnostics,
		       struct err *err)
{
	struct generation g = { input, out, diagnostics, err, false };
	const struct json *pins = json_member(input->info, "matrix_pins");
	const struct json *encoder = json_member(input->info, "encoder");
	const struct json *split = json_member(input->info, "split");

	str_add(out, "\n#pragma once");
	add_mapped(&g);
	add_matrix_size(&g);
	add_mask(&g);
	if (pins)
		add_matrix_pins(&g, pins, "");
	if (encoder)
		add_encoders(&g, encoder, "");
	if (split)
		add_split(&g, split);
	add_animations(&g);
	str_add_char(out, '\n');
	return generation_end(&g);
}
