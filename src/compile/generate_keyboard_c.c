/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "generate_private.h"

static const struct diagnostic_kind matrix_kind = { "generate-matrix", SEVERITY_ERROR };

static bool need_matrix(struct generation *g, int *rows, int *cols)
{
	if (generation_matrix(g, rows, cols))
		return true;
	generation_fail(g, "matrix_size", "the keyboard does not say how many rows and columns it has");
	return false;
}

/* @member of each LED, 0 without; two members in braces. */
static void add_led_members(struct generation *g, const struct json *leds, const char *feature,
			    const char *const *members, size_t count)
{
	static const struct json zero = { .type = JSON_NUMBER, .whole = true };

	str_add(g->out, "\n  { ");
	for (const struct json *led = leds->first; led; led = led->next) {
		str_add(g->out, count > 1 ? "{" : "");
		for (size_t i = 0; i < count; i++) {
			const struct json *value = json_member(led, members[i]);

			str_add(g->out, i ? ", " : "");
			generation_add_c(g, g->out, value ? value : &zero, feature);
		}
		str_add(g->out, count > 1 ? "}" : "");
		str_add(g->out, led->next ? ", " : "");
	}
	str_add(g->out, " },");
}

/* Which LED is below each key of the matrix. */
static void add_led_matrix(struct generation *g, const struct json *leds, const char *feature, int rows,
			   int cols)
{
	int *at = mem_new((size_t)(rows * cols) + 1, sizeof(*at)); /* index + 1 */
	int index = 0, row, col;

	for (const struct json *led = leds->first; led; led = led->next) {
		index++;
		if (!json_member(led, "matrix"))
			continue;
		if (generation_position(led, rows, cols, &row, &col))
			at[row * cols + col] = index;
		else
			generation_fail(g, feature,
					"LED %d is outside of the matrix of %d rows and %d columns",
					index - 1, rows, cols);
	}
	str_add(g->out, "\n  {");
	for (row = 0; row < rows; row++) {
		str_add(g->out, "\n    { ");
		for (col = 0; col < cols; col++) {
			str_add(g->out, col ? ", " : "");
			if (at[row * cols + col])
				str_addf(g->out, "%d", at[row * cols + col] - 1);
			else
				str_add(g->out, "NO_LED");
		}
		str_add(g->out, " },");
	}
	str_add(g->out, "\n  },");
	free(at);
}

static void add_led_config(struct generation *g, const char *feature, const char *name, int rows, int cols)
{
	static const char *const position[] = { "x", "y" }, *const flags[] = { "flags" };
	const struct json *leds = json_member(json_member(g->input->info, feature), "layout");

	if (!leds)
		return;
	if (leds->type != JSON_ARRAY) {
		generation_fail(g, feature, "expected its layout to be a list of LEDs");
		return;
	}
	str_addf(g->out,
		 "\n#ifdef %s_ENABLE\n#include \"%s.h\"\n"
		 "__attribute__ ((weak)) led_config_t g_led_config = {",
		 name, feature);
	add_led_matrix(g, leds, feature, rows, cols);
	add_led_members(g, leds, feature, position, COUNT(position));
	add_led_members(g, leds, feature, flags, COUNT(flags));
	str_add(g->out, "\n};\n#endif\n");
}

/* Set what any layout has in @used. False when QMK makes no mask for a key that is outside. */
static bool find_used(struct generation *g, int rows, int cols, bool *used)
{
	const struct json *layouts = json_member(g->input->info, "layouts");

	for (const struct json *layout = layouts ? layouts->first : NULL; layout && layout->key;
	     layout = layout->next) {
		const struct json *keys = json_member(layout, "layout");

		for (const struct json *key = keys ? keys->first : NULL; key; key = key->next) {
			int row, col;

			if (!json_member(key, "matrix")) {
				generation_fail(g, "layouts", "%s has keys without a place in the matrix",
						layout->key);
				return false;
			}
			if (!generation_position(key, rows, cols, &row, &col)) {
				diagnostics_add(
					g->diagnostics, &matrix_kind, PLACE_NONE,
					"%s has keys outside of the matrix of %d rows and %d columns: no "
					"mask is made",
					layout->key, rows, cols);
				return false;
			}
			used[row * cols + col] = true;
		}
	}
	return true;
}

/* A bit for each place that has a key, the first column lowest. */
static void add_matrix_mask(struct generation *g, int rows, int cols)
{
	bool *used = mem_new((size_t)(rows * cols) + 1, sizeof(*used));

	if (find_used(g, rows, cols, used)) {
		str_add(g->out, "\n#ifdef MATRIX_MASKED\n"
				"__attribute__((weak)) const matrix_row_t matrix_mask[] = {");
		for (int row = 0; row < rows; row++) {
			str_add(g->out, "\n    0b");
			for (int col = cols - 1; col >= 0; col--)
				str_add_char(g->out, used[row * cols + col] ? '1' : '0');
			str_add_char(g->out, ',');
		}
		str_add(g->out, "\n};\n#endif\n");
	}
	free(used);
}

static void add_joystick_axis(struct generation *g, size_t index, const struct json *axis)
{
	static const char *const members[] = { "input_pin", "low", "rest", "high" };

	str_addf(g->out, "\n    [%zu] = ", index);
	if (!axis || !strcmp(json_text(axis), "virtual")) {
		str_add(g->out, "JOYSTICK_AXIS_VIRTUAL,");
		return;
	}
	str_add(g->out, "JOYSTICK_AXIS_IN(");
	for (size_t i = 0; i < COUNT(members); i++) {
		const struct json *value = json_member(axis, members[i]);

		str_add(g->out, i ? ", " : "");
		if (value)
			generation_add_c(g, g->out, value, "joystick.axes");
		else
			generation_fail(g, "joystick.axes", "an axis needs a member '%s'", members[i]);
	}
	str_add(g->out, "),");
}

/* All axes up to the last that is used: those between are virtual. */
static void add_joystick_axes(struct generation *g)
{
	static const char *const names[] = { "x", "y", "z", "rx", "ry", "rz" };
	const struct json *axes = json_get_path(g->input->info, "joystick.axes");
	size_t left = axes ? axes->count : 0;

	if (!axes)
		return;
	str_add(g->out, "\n#ifdef JOYSTICK_ENABLE\njoystick_config_t joystick_axes[JOYSTICK_AXIS_COUNT] = {");
	for (size_t i = 0; i < COUNT(names) && left; i++) {
		const struct json *axis = json_member(axes, names[i]);

		left -= axis != NULL;
		add_joystick_axis(g, i, axis);
	}
	str_add(g->out, "\n};\n#endif\n");
}

bool generate_keyboard_c(const struct generate_input *input, struct str *out, struct diagnostics *diagnostics,
			 struct err *err)
{
	struct generation g = { input, out, diagnostics, err, false };
	int rows, cols;

	str_add(out, "\n#include QMK_KEYBOARD_H\n");
	if (need_matrix(&g, &rows, &cols)) {
		add_led_config(&g, "rgb_matrix", "RGB_MATRIX", rows, cols);
		add_led_config(&g, "led_matrix", "LED_MATRIX", rows, cols);
		add_matrix_mask(&g, rows, cols);
		add_joystick_axes(&g);
		generate_chordal_hold(&g);
	}
	str_add_char(out, '\n');
	return generation_end(&g);
}
