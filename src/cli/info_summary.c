/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "info_summary.h"

enum { LABEL_COLS = 14 };

/* A field: its label, then phrases with commas between, broken between them. */
struct field {
	const char *label;
	int cols, used; /* of the terminal; of this line, 0: nothing is printed yet */
};

static void say(struct field *field, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void say(struct field *field, const char *fmt, ...)
{
	struct str text = STR_INIT, shown = STR_INIT;
	va_list ap;
	int cols;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	str_add_escaped(&shown, str_text(&text));
	cols = utf8_width(str_text(&shown));
	if (!field->used) {
		printf("%-*s", LABEL_COLS, field->label);
		field->used = LABEL_COLS;
	} else if (field->used + 2 + cols >= field->cols) {
		printf(",\n%*s", LABEL_COLS, "");
		field->used = LABEL_COLS;
	} else {
		fputs(", ", stdout);
		field->used += 2;
	}
	fputs(str_text(&shown), stdout);
	field->used += cols;
	str_release(&shown);
	str_release(&text);
}

static void end(struct field *field)
{
	if (field->used)
		puts("");
	field->used = 0;
}

/* Where the rows below look, and what is said when something is there. */
typedef void tell_fn(const struct info_subject *subject, const struct json *node, struct field *field);

/* A text or a number as it stands. */
static void tell_value(const struct info_subject *subject, const struct json *node, struct field *field)
{
	struct str line = STR_INIT;

	(void)subject;
	if (node->type == JSON_TEXT) {
		say(field, "%s", node->text);
	} else {
		json_add_line(&line, node);
		say(field, "%s", str_text(&line));
	}
	str_release(&line);
}

static void tell_list(const struct info_subject *subject, const struct json *node, struct field *field)
{
	if (node->type != JSON_ARRAY)
		return;
	for (const struct json *child = node->first; child; child = child->next)
		tell_value(subject, child, field);
}

static void tell_processor(const struct info_subject *subject, const struct json *node, struct field *field)
{
	const struct json *info = subject->config->info;
	const char *board = json_text(json_find(info, "development_board"));
	const char *protocol = json_text(json_find(info, "protocol"));

	say(field, "%s", json_text(node));
	if (protocol[0])
		say(field, "%s", protocol);
	if (board[0])
		say(field, "on a %s", board);
}

static void tell_usb(const struct info_subject *subject, const struct json *node, struct field *field)
{
	const char *vid = json_text(json_find(node, "vid")), *pid = json_text(json_find(node, "pid"));
	const char *version = json_text(json_find(node, "device_version"));

	(void)subject;
	if (vid[0] && pid[0])
		say(field, "%s:%s", vid, pid);
	if (version[0])
		say(field, "version %s", version);
}

static void tell_matrix(const struct info_subject *subject, const struct json *node, struct field *field)
{
	const struct json *info = subject->config->info;
	const char *diodes = json_text(json_find(info, "diode_direction"));
	int64_t rows, cols;

	if (json_int(json_find(node, "rows"), 0, INT32_MAX, &rows) &&
	    json_int(json_find(node, "cols"), 0, INT32_MAX, &cols))
		say(field, "%d rows, %d columns", (int)rows, (int)cols);
	if (json_find(info, "matrix_pins.direct"))
		say(field, "a pin for each key");
	else if (diodes[0])
		say(field, "%s", diodes);
	if (json_is_true(json_find(info, "matrix_pins.custom")) ||
	    json_is_true(json_find(info, "matrix_pins.custom_lite")))
		say(field, "read by code of its own");
}

static void tell_split(const struct info_subject *subject, const struct json *node, struct field *field)
{
	const struct json *info = subject->config->info;

	if (!json_is_true(node))
		return;
	say(field, "two halves");
	if (json_find(info, "split.transport.protocol"))
		say(field, "%s", json_text(json_find(info, "split.transport.protocol")));
	if (json_find(info, "split.serial.pin"))
		say(field, "pin %s", json_text(json_find(info, "split.serial.pin")));
	if (json_find(info, "split.handedness.pin"))
		say(field, "handedness by pin %s", json_text(json_find(info, "split.handedness.pin")));
}

static void tell_features(const struct info_subject *subject, const struct json *node, struct field *field)
{
	(void)subject;
	for (const struct json *child = node->first; child; child = child->next)
		if (child->key && json_is_true(child))
			say(field, "%s", child->key);
}

static void tell_layouts(const struct info_subject *subject, const struct json *node, struct field *field)
{
	(void)subject;
	for (const struct json *child = node->first; child; child = child->next) {
		const struct json *keys = json_find(child, "layout");

		if (child->key && keys)
			say(field, "%s (%zu keys)", child->key, keys->count);
	}
}

static void tell_aliases(const struct info_subject *subject, const struct json *node, struct field *field)
{
	(void)subject;
	for (const struct json *child = node->first; child; child = child->next)
		if (child->key)
			say(field, "%s = %s", child->key, json_text(child));
}

/* How many, and the pins of each, A before B. */
static void tell_encoders(const struct info_subject *subject, const struct json *node, struct field *field)
{
	(void)subject;
	if (node->count)
		say(field, "%zu", node->count);
	for (const struct json *child = node->first; child; child = child->next)
		say(field, "%s/%s", json_text(json_find(child, "pin_a")),
		    json_text(json_find(child, "pin_b")));
}

static size_t count_true(const struct json *object)
{
	size_t count = 0;

	for (const struct json *child = object ? object->first : NULL; child; child = child->next)
		count += json_is_true(child);
	return count;
}

/* A sort of light: its driver, how many, how many ways of moving. */
static void tell_light(const struct info_subject *subject, const struct json *node, struct field *field)
{
	const char *driver = json_text(json_find(node, "driver"));
	size_t animations = count_true(json_find(node, "animations"));
	const struct json *features = json_find(subject->config->info, "features");
	int64_t number;

	if (!json_is_true(json_find(features, node->key)))
		say(field, "not on");
	if (driver[0])
		say(field, "%s", driver);
	if (json_int(json_find(node, "led_count"), 0, INT32_MAX, &number))
		say(field, "%d LEDs", (int)number);
	if (json_int(json_find(node, "levels"), 0, INT32_MAX, &number))
		say(field, "%d levels", (int)number);
	if (json_find(node, "pin"))
		say(field, "pin %s", json_text(json_find(node, "pin")));
	if (animations)
		say(field, "%zu animations", animations);
}

static void tell_keymaps(const struct info_subject *subject, const struct json *node, struct field *field)
{
	struct names names = { 0 };

	(void)node;
	located_keymaps(subject->located, &names);
	for (size_t i = 0; i < names.count; i++)
		say(field, "%s", names.name[i]);
	names_release(&names);
}

static void tell_tree(const struct info_subject *subject, const struct json *node, struct field *field)
{
	const struct tree *tree = subject->located->tree;

	(void)node;
	if (tree)
		say(field, "%s (%s)", tree_home(tree), tree_found_by(tree));
}

static void tell_files(const struct info_subject *subject, const struct json *node, struct field *field)
{
	const struct located *located = subject->located;
	const char *path;

	(void)node;
	if (!located->path && !located->tree)
		say(field, "built in");
	for (size_t i = 0; located->tree && (path = qmk_config_file(subject->config, i)); i++)
		say(field, "%s", path);
	if (located->path && !located->tree)
		say(field, "%s", located->path);
}

static const struct row {
	const char *label, *path; /* path "": all of the data */
	tell_fn *tell;
} rows[] = {
	{ "name", "keyboard_name", tell_value },
	{ "manufacturer", "manufacturer", tell_value },
	{ "maintainer", "maintainer", tell_value },
	{ "website", "url", tell_value },
	{ "processor", "processor", tell_processor },
	{ "bootloader", "bootloader", tell_value },
	{ "USB", "usb", tell_usb },
	{ "matrix", "matrix_size", tell_matrix },
	{ "row pins", "matrix_pins.rows", tell_list },
	{ "column pins", "matrix_pins.cols", tell_list },
	{ "split", "split.enabled", tell_split },
	{ "right rows", "split.matrix_pins.right.rows", tell_list },
	{ "right columns", "split.matrix_pins.right.cols", tell_list },
	{ "features", "features", tell_features },
	{ "layouts", "layouts", tell_layouts },
	{ "also called", "layout_aliases", tell_aliases },
	{ "community", "community_layouts", tell_list },
	{ "encoders", "encoder.rotary", tell_encoders },
	{ "right ones", "split.encoder.right.rotary", tell_encoders },
	{ "rgb_matrix", "rgb_matrix", tell_light },
	{ "led_matrix", "led_matrix", tell_light },
	{ "rgblight", "rgblight", tell_light },
	{ "backlight", "backlight", tell_light },
	{ "keymaps", "", tell_keymaps },
	{ "QMK tree", "", tell_tree },
	{ "files", "", tell_files },
};

static void print_fields(const struct info_subject *subject, int cols)
{
	const struct json *info = subject->config->info;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct json *node = rows[i].path[0] ? json_find(info, rows[i].path) : info;
		struct field field = { rows[i].label, cols, 0 };

		if (node)
			rows[i].tell(subject, node, &field);
		end(&field);
	}
}

/* By what the keyboard is known: a file that stands alone may have no more than its path. */
static const char *title_of(const struct info_subject *subject)
{
	const struct keyboard *kb = subject->keyboard;

	return kb->id[0] ? kb->id : kb->name[0] ? kb->name : subject->located->path;
}

static void print_drawing(const struct info_subject *subject, const struct paper *paper)
{
	const struct keyboard *kb = subject->keyboard;
	const struct layout *layout = &kb->layout[subject->layout];
	struct board_view view = { .map = subject->map, .selected = -1 };
	struct str title = STR_INIT;
	struct board board;
	struct err never;

	str_addf(&title, "%s  %s  %zu key%s", title_of(subject), layout->name, layout->keys,
		 layout->keys == 1 ? "" : "s");
	if (picture_place(layout, (size_t)kb->encoders, paper, &board, &never)) {
		picture_print(&board, &view, str_text(&title), paper);
		board_release(&board);
		puts("");
	}
	str_release(&title);
}

/* What is worse comes first, each in the order it was found. */
static void print_diagnostics(const struct diagnostics *all)
{
	struct report report = { .style = REPORT_TEXT, .out = stdout };
	bool any = false;

	for (int severity = SEVERITY_ERROR; severity >= SEVERITY_NOTE; severity--)
		for (size_t i = 0; i < all->count; i++) {
			const struct diagnostic *d = &all->item[i];

			if (d->kind->severity != (enum severity)severity)
				continue;
			if (!any)
				puts("");
			any = true;
			report_diagnostic(&report, severity_name(d->kind->severity), d->kind->code,
					  diagnostic_place(d), d->text);
		}
	if (all->dropped)
		printf("%zu more are not shown\n", all->dropped);
}

void info_summary(const struct info_subject *subject, const struct paper *paper)
{
	if (subject->keyboard)
		print_drawing(subject, paper);
	print_fields(subject, paper->cols);
	print_diagnostics(subject->diagnostics);
}
