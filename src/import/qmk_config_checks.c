/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_python.h"
#include "base/mem.h"
#include "qmk_config_private.h"

static bool is_keyboard_json(const char *path)
{
	return !strcmp(file_base(path), "keyboard.json");
}

static bool has_sibling(const struct qmk_config *config, const char *path)
{
	size_t folder = (size_t)(file_base(path) - path);

	for (size_t i = 0; i < config->origins; i++)
		if (!strncmp(config->origin[i].path, path, folder) &&
		    !strcmp(config->origin[i].path + folder, "info.json"))
			return true;
	return false;
}

static bool check_files(struct qmk_merge *m)
{
	const struct qmk_config *config = m->config;
	struct str own = STR_INIT;
	size_t found = 0;

	str_addf(&own, "keyboards/%s/keyboard.json", m->id);
	for (size_t i = 0; i < config->origins; i++) {
		const char *path = config->origin[i].path;

		if (!is_keyboard_json(path))
			continue;
		found++;
		if (strcmp(path, str_text(&own)))
			qmk_config_report_at(m, CONFIG_FILE_PLACE, path, -1, -1,
					     "Invalid keyboard.json location detected: %s.", path);
	}
	for (size_t i = 0; i < config->origins; i++) {
		const char *path = config->origin[i].path;

		if (is_keyboard_json(path) && has_sibling(config, path))
			qmk_config_report_at(m, CONFIG_FILE_BOTH, path, -1, -1,
					     "Invalid info.json location detected: %.*sinfo.json.",
					     (int)(file_base(path) - path), path);
	}
	/* One that cannot be read is there all the same. */
	if (!found && !m->files->exists(m->files->data, str_text(&own)))
		qmk_config_report(m, CONFIG_FILE_MARKER, NULL, "Build marker \"keyboard.json\" not found.");
	str_release(&own);
	return true;
}

/* Longer names need a short one to be drawn with. */
static bool check_keycodes(struct qmk_merge *m)
{
	const struct json *keycodes = json_member(m->info, "keycodes");
	enum { LONG = 7 };

	for (const struct json *node = keycodes ? keycodes->first : NULL; node; node = node->next) {
		const char *key = json_text(json_member(node, "key"));
		size_t characters = 0;

		for (const char *c = key; *c; c++)
			characters += (*c & 0xc0) != 0x80;
		if (characters > LONG && !qmk_truthy(json_member(node, "aliases")))
			qmk_config_report(m, CONFIG_KEYCODE_LONG, node, "Keycode %s has no short form alias",
					  key);
	}
	return true;
}

static size_t count_encoders(const struct qmk_merge *m)
{
	const struct json *left = json_find(m->info, "encoder.rotary");
	const struct json *right = json_find(m->info, "split.encoder.right.rotary");

	if (!m->facts->once[QMK_ONCE_NO_SPLIT_ENCODERS]) {
		right = right ? right : left;
		right = qmk_truthy(json_find(m->info, "split.enabled")) ? right : NULL;
	}
	return (left ? left->count : 0) + (right ? right->count : 0);
}

static void check_layout_encoders(struct qmk_merge *m, const struct json *layout, bool *seen, size_t count)
{
	memset(seen, 0, count * sizeof(*seen));
	for (const struct json *key = json_member(layout, "layout")->first; key; key = key->next) {
		const struct json *encoder = json_member(key, "encoder");
		const char *reason = NULL;
		struct str text = STR_INIT;
		int64_t index;

		if (!encoder)
			continue;
		if (!count)
			reason = "non-configured";
		else if (!json_int(encoder, 0, (int64_t)count - 1, &index))
			reason = "out of bounds";
		else if (seen[index])
			reason = "duplicate";
		else
			seen[index] = true;
		json_add_python(&text, encoder);
		if (reason)
			qmk_config_report(m, CONFIG_ENCODER, encoder,
					  "Layout \"%s\" contains %s encoder index %s.", layout->key, reason,
					  str_text(&text));
		str_release(&text);
	}
}

static bool check_encoders(struct qmk_merge *m)
{
	size_t count = count_encoders(m);
	bool *seen = mem_new(count + 1, sizeof(*seen));

	for (const struct json *layout = json_member(m->info, "layouts")->first; layout;
	     layout = layout->next)
		check_layout_encoders(m, layout, seen, count);
	free(seen);
	return true;
}

/* The number at @path, @otherwise when there is none. */
static bool number_at(struct qmk_merge *m, const char *path, struct json otherwise, struct json *out)
{
	const struct json *node = json_get_path(m->info, path);

	*out = node ? *node : otherwise;
	if (out->type == JSON_NUMBER)
		return true;
	return qmk_config_refuse(m, CONFIG_TYPE, node, "%s is %s, expected a number", path,
				 json_type_name(node->type));
}

static struct json number(double value, bool whole)
{
	return (struct json){
		.type = JSON_NUMBER, .whole = whole, .number = value, .integer = whole ? (int64_t)value : 0
	};
}

/* One end of the range in which Bootmagic's key must be. */
static void check_range(struct qmk_merge *m, const char *what, const struct json *value,
			const struct json *min, const struct json *size)
{
	struct json max = number(size->number - 1, size->whole);
	struct str text = STR_INIT;

	if (value->number < size->number && (min->number <= 0 || value->number >= min->number))
		return;
	str_addf(&text, "Bootmagic %s (", what);
	json_add_number(&text, value);
	str_add(&text, ") must be in the range ");
	json_add_number(&text, min);
	str_add_char(&text, '-');
	json_add_number(&text, &max);
	qmk_config_report(m, CONFIG_BOOTMAGIC, value, "%s", str_text(&text));
	str_release(&text);
}

static bool check_bootmagic(struct qmk_merge *m)
{
	const struct json zero = number(0, true);
	struct json rows, cols, row, col, right_row, right_col, half;

	if (!number_at(m, "matrix_size.rows", zero, &rows) ||
	    !number_at(m, "matrix_size.cols", zero, &cols) ||
	    !number_at(m, "bootmagic.matrix.0", zero, &row) ||
	    !number_at(m, "bootmagic.matrix.1", zero, &col))
		return false;
	half = number(floor(rows.number / 2), rows.whole);
	if (!number_at(m, "split.bootmagic.matrix.0", half, &right_row) ||
	    !number_at(m, "split.bootmagic.matrix.1", number(cols.number - 1, cols.whole), &right_col))
		return false;
	if (!qmk_truthy(json_find(m->info, "split.enabled"))) {
		check_range(m, "row", &row, &zero, &rows);
		check_range(m, "col", &col, &zero, &cols);
		return true;
	}
	check_range(m, "left row", &row, &zero, &half);
	check_range(m, "left col", &col, &zero, &cols);
	check_range(m, "right row", &right_row, &half, &rows);
	check_range(m, "right col", &right_col, &zero, &cols);
	return true;
}

/* What no schema can say, in QMK's order, and then what QMK does not look at. */
bool qmk_config_check(struct qmk_merge *m)
{
	static const struct {
		bool (*check)(struct qmk_merge *m);
		enum qmk_once unless;
	} checks[] = {
		{ check_files, QMK_ONCE_NO_MARKER_CHECK },
		{ qmk_config_check_shape, QMK_ONCE_NEVER },
		{ qmk_config_check_any_layout, QMK_ONCE_NEVER },
		{ qmk_config_check_macros, QMK_ONCE_NO_MACRO_CHECK },
		{ qmk_config_check_bounds, QMK_ONCE_NO_BOUNDS_CHECK },
		{ qmk_config_check_unique, QMK_ONCE_NO_UNIQUE_CHECK },
		{ qmk_config_check_offset, QMK_ONCE_NEVER },
		{ qmk_config_check_names, QMK_ONCE_NEVER },
		{ qmk_config_check_community, QMK_ONCE_NEVER },
		{ check_keycodes, QMK_ONCE_NEVER },
		{ check_encoders, QMK_ONCE_NEVER },
		{ check_bootmagic, QMK_ONCE_NO_BOOTMAGIC_CHECK },
		{ qmk_config_check_size, QMK_ONCE_NEVER },
		{ qmk_config_check_pins, QMK_ONCE_NEVER },
	};

	m->hollow = m->info == m->config->info && qmk_config_any_dropped(m->config) &&
		    !qmk_truthy(json_member(m->info, "layouts"));
	for (size_t i = 0; i < COUNT(checks); i++)
		if (!m->facts->once[checks[i].unless] && !checks[i].check(m))
			return false;
	return true;
}
