/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/print.h"
#include "compile/zmk_lower.h"
#include "key_grid.h"
#include "model/symbol.h"
#include "model/waiver.h"
#include "model/zmk_action.h"
#include "zmk_print.h"
#include "zmk_text.h"
#include "zmk_turns.h"

enum { INDENT = 4 };

static const struct diagnostic_kind beside = { "zmk-beside", SEVERITY_WARNING };

/* What the layers are called. */
struct layer_names {
	/* "L_NAV": behind the includes, so that none is a name of theirs; NULL: by its number */
	char *define[KEYMAP_MAX_LAYERS];
	char *node[KEYMAP_MAX_LAYERS]; /* "nav_layer" */
};

/* What text makes a header necessary, at the beginning of a word; "": every keymap. Sorted by header. */
static const struct {
	const char *word, *header;
} headers[] = {
	{ "", "behaviors.dtsi" },
	{ "&bl ", "dt-bindings/zmk/backlight.h" },
	{ "BL_", "dt-bindings/zmk/backlight.h" },
	{ "&bt ", "dt-bindings/zmk/bt.h" },
	{ "BT_", "dt-bindings/zmk/bt.h" },
	{ "&ext_power ", "dt-bindings/zmk/ext_power.h" },
	{ "EP_", "dt-bindings/zmk/ext_power.h" },
	{ "INPUT_TRANSFORM_", "dt-bindings/zmk/input_transform.h" },
	{ "", "dt-bindings/zmk/keys.h" },
	{ "&out ", "dt-bindings/zmk/outputs.h" },
	{ "OUT_", "dt-bindings/zmk/outputs.h" },
	{ "&mkp", "dt-bindings/zmk/pointing.h" },
	{ "&mmv", "dt-bindings/zmk/pointing.h" },
	{ "&msc", "dt-bindings/zmk/pointing.h" },
	{ "MOVE_", "dt-bindings/zmk/pointing.h" },
	{ "SCRL_", "dt-bindings/zmk/pointing.h" },
	{ "RST_", "dt-bindings/zmk/reset.h" },
	{ "&rgb_ug ", "dt-bindings/zmk/rgb.h" },
	{ "RGB_", "dt-bindings/zmk/rgb.h" },
	{ "&zip_", "input/processors.dtsi" },
	{ "INPUT_BTN_", "zephyr/dt-bindings/input/input-event-codes.h" },
	{ "INPUT_EV_", "zephyr/dt-bindings/input/input-event-codes.h" },
	{ "INPUT_REL_", "zephyr/dt-bindings/input/input-event-codes.h" },
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool has_word(const char *text, const char *word)
{
	for (const char *p = strstr(text, word); p; p = strstr(p + 1, word))
		if (p == text || !is_word(p[-1]))
			return true;
	return false;
}

void zmk_print_includes(const char *text, const char *have, struct str *out)
{
	const char *last = "";

	for (size_t i = 0; i < COUNT(headers); i++) {
		if (!strcmp(headers[i].header, last) || !has_word(text, headers[i].word) ||
		    (have && (!headers[i].word[0] || strstr(have, headers[i].header))))
			continue;
		last = headers[i].header;
		str_addf(out, "#include <%s>\n", last);
	}
}

static bool is_used(char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (names[i] && !strcmp(names[i], name))
			return true;
	return false;
}

/* @prefix and the layer's name, or its number; followed by a number when another one has it. */
static char *layer_name(char *const *names, size_t layer, const char *prefix, const char *name, bool capitals)
{
	struct str text = STR_INIT;
	size_t len;

	str_add(&text, prefix);
	zmk_text_add_name(&text, name, capitals);
	if (text.len == strlen(prefix))
		str_addf(&text, "%zu", layer);
	len = text.len;
	for (int n = 2; is_used(names, layer, str_text(&text)); n++) {
		text.len = len;
		str_addf(&text, "_%d", n);
	}
	return str_take(&text);
}

static void layer_names_init(struct layer_names *names, const struct keymap *map)
{
	*names = (struct layer_names){ 0 };
	for (size_t i = 0; i < keymap_layers(map); i++) {
		const char *name = symbol_text(keymap_layer_name(map, i));

		names->node[i] = layer_name(names->node, i, "layer_", name, false);
		if (*name)
			names->define[i] = layer_name(names->define, i, "L_", name, true);
	}
}

static void layer_names_release(struct layer_names *names)
{
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++) {
		free(names->define[i]);
		free(names->node[i]);
	}
}

static const char *find_define(const void *data, uint32_t layer)
{
	const struct layer_names *names = data;

	return layer < KEYMAP_MAX_LAYERS ? names->define[layer] : NULL;
}

static void print_defines(const struct zmk_print *p, const struct layer_names *names, struct str *out)
{
	const char *blank = "\n";

	for (size_t i = 0; i < keymap_layers(p->map); i++) {
		if (!names->define[i])
			continue;
		str_addf(out, "%s#define %s %zu\n", blank, names->define[i], i);
		blank = "";
	}
}

static void print_bindings(const struct zmk_print *p, const struct layout *layout, size_t layer,
			   struct str *out)
{
	const struct key_grid grid = { "", 4 * INDENT };
	size_t keys = keymap_keys(p->map);
	struct str *cell = mem_new(keys + 1, sizeof(*cell));

	for (size_t i = 0; i < keys; i++)
		zmk_action_print(keymap_get(p->map, layer, i), p->layer_name, p->data, &cell[i]);
	if (layout && layout->keys == keys)
		key_grid_print(&grid, layout, cell, out);
	else
		key_grid_print_rows(&grid, cell, keys, out);
	for (size_t i = 0; i < keys; i++)
		str_release(&cell[i]);
	free(cell);
}

static void print_sensor_bindings(const struct zmk_print *p, size_t layer, struct str *out)
{
	size_t said = zmk_turns_said(p->map, layer);

	if (!said)
		return;
	zmk_print_indent(p, 3, out);
	str_add(out, "sensor-bindings = <");
	for (size_t i = 0; i < said; i++) {
		struct zmk_turns turns = { keymap_get_turn(p->map, layer, i, TURN_CCW),
					   keymap_get_turn(p->map, layer, i, TURN_CW) };

		str_add(out, i ? " " : "");
		zmk_turns_print(p->map, turns, p->layer_name, p->data, out);
	}
	str_add(out, ">;\n");
}

static void print_layer(const struct zmk_print *p, const struct layer_names *names,
			const struct layout *layout, size_t layer, struct str *out)
{
	const char *name = symbol_text(keymap_layer_name(p->map, layer));

	str_add_char(out, '\n');
	zmk_print_indent(p, 2, out);
	str_addf(out, "%s {\n", names->node[layer]);
	if (*name) {
		zmk_print_indent(p, 3, out);
		str_add(out, "display-name = ");
		zmk_text_add_string(out, name);
		str_add(out, ";\n");
	}
	zmk_print_indent(p, 3, out);
	str_add(out, "bindings = <\n");
	print_bindings(p, layout, layer, out);
	zmk_print_indent(p, 3, out);
	str_add(out, ">;\n");
	print_sensor_bindings(p, layer, out);
	zmk_print_indent(p, 2, out);
	str_add(out, "};\n");
}

static void print_root(const struct zmk_print *p, const struct layer_names *names,
		       const struct layout *layout, struct str *out)
{
	zmk_print_changes(p, NULL, NULL, out);
	str_add(out, "\n/ {\n");
	if (zmk_print_containers(p, NULL, NULL, out))
		str_add_char(out, '\n');
	zmk_print_indent(p, 1, out);
	str_add(out, "keymap {\n");
	zmk_print_indent(p, 2, out);
	str_add(out, "compatible = \"zmk,keymap\";\n");
	for (size_t layer = 0; layer < keymap_layers(p->map); layer++)
		print_layer(p, names, layout, layer, out);
	zmk_print_indent(p, 1, out);
	str_add(out, "};\n};\n");
}

/* What pointing.h takes for its own when it is there before it. */
static void print_values(const struct keymap *map, struct str *out)
{
	static const struct {
		const char *setting, *macro;
	} values[] = {
		{ ZMK_MOVE_VALUE, "ZMK_POINTING_DEFAULT_MOVE_VAL" },
		{ ZMK_SCROLL_VALUE, "ZMK_POINTING_DEFAULT_SCRL_VAL" },
	};
	size_t start = out->len;

	for (size_t i = 0; i < COUNT(values); i++) {
		const struct setting *value = keymap_find_setting(map, values[i].setting);

		if (value && value->type == SETTING_NUMBER)
			str_addf(out, "#define %s %lld\n", values[i].macro, (long long)value->number);
	}
	if (out->len > start)
		str_add_char(out, '\n');
}

void zmk_print_keymap(const struct keymap *map, const struct layout *layout, struct str *out)
{
	struct str body = STR_INIT;
	struct layer_names names;
	struct zmk_print p = { map, find_define, &names, "    " };

	layer_names_init(&names, map);
	print_root(&p, &names, layout, &body);
	print_values(map, out);
	zmk_print_includes(str_text(&body), NULL, out);
	waiver_print_all(map, out);
	print_defines(&p, &names, out);
	str_add_bytes(out, str_text(&body), body.len);
	out->full |= body.full;
	layer_names_release(&names);
	str_release(&body);
}

/* Settings that ZMK has elsewhere. */
static void tell_beside(const struct keymap *map, struct diagnostics *lost)
{
	for (size_t i = 0; i < keymap_settings(map); i++) {
		const struct setting *setting = keymap_setting_at(map, i);
		const char *name = symbol_text(setting->name);

		if (strcmp(name, "firmware") && strcmp(name, ZMK_MOVE_VALUE) &&
		    strcmp(name, ZMK_SCROLL_VALUE) && strncmp(name, KEYMAP_WAIVE, strlen(KEYMAP_WAIVE)))
			diagnostics_add(lost, &beside, PLACE_NONE,
					"%s goes into the keyboard's .conf, which is not written here: "
					"keyplane compile "
					"--target zmk writes both",
					name);
	}
}

bool zmk_keymap_print(const struct compile_input *in, struct str *out, struct diagnostics *lost,
		      struct err *err)
{
	const struct keymap *map = zmk_lower_keymap(in, lost);

	zmk_print_keymap(map, in->layout, out);
	tell_beside(map, lost);
	keymap_unref(map);
	return !out->full ||
	       err_set(err, ERR_RANGE, "the keymap would be larger than %d bytes", STR_MAX_BYTES);
}
