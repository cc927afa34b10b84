/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "qmk_config_private.h"

static size_t length(const struct json *node)
{
	return node ? node->count : 0;
}

/* Rows and columns as the pins have them; of one half. */
static bool pins_size(struct qmk_merge *m, const struct json *pins, size_t *rows, size_t *cols)
{
	const struct json *direct = json_member(pins, "direct");

	*rows = length(direct ? direct : json_member(pins, "rows"));
	*cols = length(direct ? direct->first : json_member(pins, "cols"));
	if (!direct || direct->first)
		return true;
	return qmk_config_refuse(m, CONFIG_MATRIX, direct, "matrix_pins.direct lists no rows");
}

static bool derive_size(struct qmk_merge *m)
{
	const struct json *pins = json_member(m->info, "matrix_pins");
	size_t rows, cols;
	struct json *size;

	if (!pins || json_member(m->info, "matrix_size"))
		return true;
	size = json_put(m->doc, m->info, "matrix_size", json_new(m->doc, JSON_OBJECT));
	if (!pins_size(m, pins, &rows, &cols))
		return false;
	if (json_member(pins, "direct") || (json_member(pins, "cols") && json_member(pins, "rows"))) {
		json_put(m->doc, size, "cols", json_new_int(m->doc, (int64_t)cols));
		json_put(m->doc, size, "rows", json_new_int(m->doc, (int64_t)rows));
	}
	if (!qmk_truthy(json_find(m->info, "split.enabled")))
		return true;
	if (!size->count)
		return qmk_config_refuse(
			m, CONFIG_MATRIX, pins,
			"a split keyboard's matrix_pins must have both \"rows\" and \"cols\", "
			"or \"direct\"");
	json_put(m->doc, size, "rows", json_new_int(m->doc, (int64_t)rows * 2));
	return true;
}

static bool derive_axes(struct qmk_merge *m)
{
	static const char *const axes[] = { "x", "y", "z", "rx", "ry", "rz" };
	struct json *joystick = json_member(m->info, "joystick");
	const struct json *given = json_member(joystick, "axes");
	size_t count = 0, i;

	if (!given || m->facts->once[QMK_ONCE_NO_AXIS_COUNT])
		return true;
	for (const struct json *axis = given->first; axis; axis = axis->next) {
		for (i = 0; i < COUNT(axes) && (!axis->key || strcmp(axes[i], axis->key)); i++)
			;
		if (i == COUNT(axes))
			return qmk_config_refuse(m, CONFIG_TYPE, axis,
						 "an axis of a joystick must be x, y, z, rx, ry or rz");
		count = i >= count ? i + 1 : count;
	}
	json_put(m->doc, joystick, "axis_count", json_new_int(m->doc, (int64_t)count));
	return true;
}

static bool derive_mask(struct qmk_merge *m)
{
	struct json *pins;

	if (m->facts->once[QMK_ONCE_NO_MASK] || (!json_find(m->info, "dip_switch.matrix_grid") &&
						 !json_find(m->info, "split.handedness.matrix_grid")))
		return true;
	pins = qmk_config_object(m, m->info, "matrix_pins");
	if (pins && !json_member(pins, "masked"))
		json_put(m->doc, pins, "masked", json_new_bool(m->doc, true));
	return pins;
}

bool qmk_config_derive(struct qmk_merge *m)
{
	return derive_size(m) && derive_axes(m) && derive_mask(m);
}

static bool fits(size_t pins, const struct json *given)
{
	double size = given && given->type == JSON_NUMBER ? given->number : 0;

	return (double)pins == size || (double)pins == size / 2;
}

static void report_size(struct qmk_merge *m, const char *name, size_t pins, const struct json *given)
{
	struct str size = STR_INIT;

	if (given)
		json_add_number(&size, given);
	qmk_config_report(m, CONFIG_MATRIX_SIZE, given,
			  "MATRIX_%sS is inconsistent with the size of MATRIX_%s_PINS: %zu != %s", name, name,
			  pins, given ? str_text(&size) : "0");
	str_release(&size);
}

bool qmk_config_check_size(struct qmk_merge *m)
{
	const struct json *pins = json_member(m->info, "matrix_pins");
	const struct json *size = json_member(m->info, "matrix_size");
	const struct json *given_rows = json_member(size, "rows"), *given_cols = json_member(size, "cols");
	size_t rows, cols;

	if (!pins || !size)
		return true;
	if (!json_member(pins, "direct") && !json_member(pins, "cols") && !json_member(pins, "rows"))
		return true;
	if (!pins_size(m, pins, &rows, &cols))
		return false;
	if (!json_member(pins, "direct") && (!json_member(pins, "cols") || !json_member(pins, "rows")))
		rows = cols = 0;
	if (!fits(cols, given_cols))
		report_size(m, "COL", cols, given_cols);
	if (!fits(rows, given_rows))
		report_size(m, "ROW", rows, given_rows);
	return true;
}
