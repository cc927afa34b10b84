/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "import/led_config.h"
#include "qmk_config_private.h"

/* QMK's LED_FLAG_ bits. */
enum { MODIFIER = 1, UNDERGLOW = 2, KEYLIGHT = 4, ALL = 255 };

/* A name that QMK's script does not know is null to it. */
static struct json *coordinate(struct qmk_merge *m, double value, bool whole)
{
	return isnan(value) ? json_new(m->doc, JSON_NULL)
	       : whole      ? json_new_int(m->doc, (int64_t)value)
			    : json_new_number(m->doc, value);
}

static struct json *led_node(struct qmk_merge *m, const struct led_config_led *led)
{
	struct json *node = json_new(m->doc, JSON_OBJECT), *matrix;

	json_put(m->doc, node, "x", coordinate(m, led->x, led->x_whole));
	json_put(m->doc, node, "y", coordinate(m, led->y, led->y_whole));
	json_put(m->doc, node, "flags",
		 led->flags == LED_CONFIG_NO_FLAGS ? json_new(m->doc, JSON_NULL)
						   : json_new_int(m->doc, led->flags));
	if (led->row < 0)
		return node;
	matrix = json_put(m->doc, node, "matrix", json_new(m->doc, JSON_ARRAY));
	json_append(matrix, json_new_int(m->doc, led->row));
	json_append(matrix, json_new_int(m->doc, led->col));
	return node;
}

/* The LEDs of one C file become the feature's, if it has any. */
static bool read_file(struct qmk_merge *m, const char *feature, const char *path, int rows, int cols)
{
	struct led_config leds = { 0 };
	struct json *layout, *into;
	const char *text;
	size_t len;
	struct err err;
	bool ok = true;

	if (!qmk_config_open(m, path, &text, &len))
		return true;
	switch (led_config_read(&leds, text, len, rows, cols, &err)) {
	case LED_CONFIG_BAD:
		qmk_config_report_at(m, CONFIG_LED_CONFIG, path, -1, -1, "led_config: %s: %s",
				     strrchr(path, '/') + 1, err.text);
		break;
	case LED_CONFIG_FOUND:
		if (!leds.leds)
			break;
		layout = json_new(m->doc, JSON_ARRAY);
		for (size_t i = 0; i < leds.leds; i++)
			json_append(layout, led_node(m, &leds.led[i]));
		into = qmk_config_object(m, m->info, feature);
		ok = into;
		if (ok)
			json_put(m->doc, into, "layout", layout);
		break;
	case LED_CONFIG_NONE:
		break;
	}
	led_config_release(&leds);
	qmk_config_close(m);
	return ok;
}

/* <folder>.c of each folder, the keyboard's own last. */
static bool read_files(struct qmk_merge *m, const char *feature)
{
	int64_t rows, cols;
	bool ok = true;

	if (!qmk_truthy(json_find(m->info, "matrix_size.rows")) ||
	    !qmk_truthy(json_find(m->info, "matrix_size.cols"))) {
		qmk_config_report(m, CONFIG_LED_CONFIG, json_member(m->info, feature),
				  "led_config: matrix size required to parse g_led_config");
		return true;
	}
	if (!json_int(json_find(m->info, "matrix_size.rows"), 1, INT16_MAX, &rows) ||
	    !json_int(json_find(m->info, "matrix_size.cols"), 1, INT16_MAX, &cols))
		return true;
	for (struct qmk_folder folder = { 0 }; ok && qmk_folder_next(m, &folder);) {
		struct str path = STR_INIT;

		str_addf(&path, "%s/%s.c", folder.path, folder.name);
		ok = read_file(m, feature, str_text(&path), (int)rows, (int)cols);
		str_release(&path);
	}
	return ok;
}

/* Steps that QMK's keycodes go through: one for each sort of LED that there is, if there are several. */
static void put_flag_steps(struct qmk_merge *m, struct json *into, const struct json *layout)
{
	static const int sorts[] = { MODIFIER | KEYLIGHT, UNDERGLOW };
	int64_t first = 0, flags, seen = 0;
	bool several = false;
	struct json *steps = json_put(m->doc, into, "flag_steps", json_new(m->doc, JSON_ARRAY));

	for (const struct json *led = layout->first; led; led = led->next) {
		if (!json_int(json_member(led, "flags"), INT64_MIN, INT64_MAX, &flags))
			flags = 0;
		if (led == layout->first)
			first = flags;
		several = several || flags != first;
		seen |= flags;
	}
	json_append(steps, json_new_int(m->doc, ALL));
	for (size_t i = 0; several && (seen & sorts[0]) && (seen & sorts[1]) && i < COUNT(sorts); i++)
		json_append(steps, json_new_int(m->doc, sorts[i]));
	json_append(steps, json_new_int(m->doc, 0));
}

static bool is_on(const struct qmk_merge *m, const char *feature)
{
	return qmk_truthy(json_member(json_member(m->info, "features"), feature));
}

static bool put_leds(struct qmk_merge *m, const char *feature)
{
	struct json *into = json_member(m->info, feature);
	const struct json *layout;

	if ((m->facts->once[QMK_ONCE_LEDS_OF_ONE] || !json_member(into, "layout")) && !read_files(m, feature))
		return false;
	into = json_member(m->info, feature);
	if (!into || into->type != JSON_OBJECT)
		return qmk_config_refuse(
			m, CONFIG_LEDS, json_member(json_member(m->info, "features"), feature),
			"the feature %s is on, but nothing says which LEDs there are", feature);
	layout = json_member(into, "layout");
	if (!qmk_truthy(layout) || layout->type != JSON_ARRAY)
		return true;
	if (!qmk_truthy(json_member(into, "led_count")))
		json_put(m->doc, into, "led_count", json_new_int(m->doc, (int64_t)layout->count));
	if (!qmk_truthy(json_member(into, "flag_steps")) && !m->facts->once[QMK_ONCE_NO_FLAG_STEPS])
		put_flag_steps(m, into, layout);
	return true;
}

bool qmk_config_put_leds(struct qmk_merge *m)
{
	static const char *const features[] = { "rgb_matrix", "led_matrix" };
	bool one = m->facts->once[QMK_ONCE_LEDS_OF_ONE];

	if (m->facts->once[QMK_ONCE_NO_UNSIZED] &&
	    (!json_find(m->info, "matrix_size.rows") || !json_find(m->info, "matrix_size.cols")))
		return qmk_config_refuse(m, CONFIG_MATRIX, NULL,
					 "expected matrix_size, or pins or config.h that tell it");
	for (size_t i = 0; i < COUNT(features); i++) {
		if (!is_on(m, features[i]) && (one || !json_member(m->info, features[i])))
			continue;
		if (!put_leds(m, features[i]))
			return false;
		if (one)
			break;
	}
	return true;
}
