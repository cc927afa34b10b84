/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "qmk_config_private.h"

/* Where QMK has the same text in what it returns. */
enum list { LIST_NONE, LIST_ERRORS, LIST_WARNINGS };

static const struct {
	struct diagnostic_kind kind;
	enum list list;
	const char *advice; /* "": the text says it */
} kinds[] = {
	[CONFIG_BOOTMAGIC] = { { "config-bootmagic", SEVERITY_ERROR },
			       LIST_ERRORS,
			       "see bootmagic.matrix, and split.bootmagic.matrix for the right half" },
	[CONFIG_COMMUNITY] = { { "config-community-layout", SEVERITY_ERROR },
			       LIST_ERRORS,
			       "take it out of community_layouts, or add the layout" },
	[CONFIG_CUSTOM_TWICE] = { { "config-custom-matrix", SEVERITY_WARNING },
				  LIST_WARNINGS,
				  "say it in one place" },
	[CONFIG_DEFAULTS_SKIPPED] = { { "config-defaults", SEVERITY_WARNING },
				      LIST_WARNINGS,
				      "take out what the development board says already" },
	[CONFIG_ENCODER] = { { "config-encoder", SEVERITY_ERROR },
			     LIST_ERRORS,
			     "encoders count from 0, over encoder.rotary and then the right half's" },
	[CONFIG_FEATURE_TWICE] = { { "config-feature", SEVERITY_WARNING },
				   LIST_WARNINGS,
				   "say it in one place" },
	[CONFIG_FILE] = { { "config-file", SEVERITY_ERROR }, LIST_NONE, "" },
	[CONFIG_FILE_BOTH] = { { "config-file-both", SEVERITY_ERROR },
			       LIST_ERRORS,
			       "move what it says into keyboard.json" },
	[CONFIG_FILE_MARKER] = { { "config-file-marker", SEVERITY_WARNING },
				 LIST_WARNINGS,
				 "QMK builds folders with a keyboard.json alone" },
	[CONFIG_FILE_PLACE] = { { "config-file-place", SEVERITY_ERROR },
				LIST_ERRORS,
				"what folders share is called info.json" },
	[CONFIG_HEADER_WINS] = { { "config-header-wins", SEVERITY_WARNING },
				 LIST_WARNINGS,
				 "say it in one place" },
	[CONFIG_KEYCODE_LONG] = { { "config-keycode-alias", SEVERITY_ERROR },
				  LIST_ERRORS,
				  "give it \"aliases\" of which the first has at most 7 letters" },
	[CONFIG_KEYMAP] = { { "config-keymap", SEVERITY_ERROR }, LIST_NONE, "" },
	[CONFIG_KEY_BOUNDS] = { { "config-key-matrix", SEVERITY_ERROR },
				LIST_ERRORS,
				"check the key's \"matrix\", and matrix_pins" },
	[CONFIG_KEY_TWICE] = { { "config-key-twice", SEVERITY_ERROR },
			       LIST_ERRORS,
			       "give each key a \"matrix\" of its own" },
	[CONFIG_LAYOUT_ALIAS] = { { "config-layout-alias", SEVERITY_WARNING }, LIST_WARNINGS, "" },
	[CONFIG_LAYOUT_ALL] = { { "config-layout-all", SEVERITY_WARNING }, LIST_WARNINGS, "" },
	[CONFIG_LAYOUT_KEYS] = { { "config-layout-keys", SEVERITY_ERROR }, LIST_NONE, "" },
	[CONFIG_LAYOUT_LENGTH] = { { "config-layout-length", SEVERITY_ERROR },
				   LIST_ERRORS,
				   "those of this file are left out" },
	[CONFIG_LAYOUT_MACRO] = { { "config-layout-macro", SEVERITY_ERROR },
				  LIST_ERRORS,
				  "move it to \"layouts\" of keyboard.json" },
	[CONFIG_LAYOUT_MATRIX] = { { "config-layout-matrix", SEVERITY_ERROR },
				   LIST_ERRORS,
				   "give every key \"matrix\": [row, column]" },
	[CONFIG_LAYOUT_NAME] = { { "config-layout-name", SEVERITY_WARNING }, LIST_WARNINGS, "" },
	[CONFIG_LAYOUT_OFFSET] = { { "config-layout-offset", SEVERITY_WARNING },
				   LIST_WARNINGS,
				   "move all keys so that one begins at 0" },
	[CONFIG_LEDS] = { { "config-leds", SEVERITY_ERROR },
			  LIST_NONE,
			  "list them in \"layout\" of an object of that name, or turn it off in "
			  "\"features\"" },
	[CONFIG_LED_CONFIG] = { { "config-led-config", SEVERITY_WARNING }, LIST_WARNINGS, "" },
	[CONFIG_MATRIX] = { { "config-matrix", SEVERITY_ERROR }, LIST_NONE, "" },
	[CONFIG_MATRIX_SIZE] = { { "config-matrix-size", SEVERITY_ERROR }, LIST_ERRORS, "" },
	[CONFIG_MATRIX_TWICE] = { { "config-matrix-twice", SEVERITY_WARNING },
				  LIST_WARNINGS,
				  "say it in one place" },
	[CONFIG_MERGED_SCHEMA] = { { "config-merged-schema", SEVERITY_ERROR }, LIST_NONE, "" },
	[CONFIG_NAME_DEPRECATED] = { { "config-name-deprecated", SEVERITY_WARNING }, LIST_WARNINGS, "" },
	[CONFIG_NAME_INVALID] = { { "config-name-invalid", SEVERITY_ERROR }, LIST_ERRORS, "" },
	[CONFIG_NAME_OVERWRITES] = { { "config-name-overwrites", SEVERITY_WARNING },
				     LIST_WARNINGS,
				     "say it in one place" },
	[CONFIG_NAME_UNUSABLE] = { { "config-name-unusable", SEVERITY_ERROR }, LIST_NONE, "" },
	[CONFIG_NAME_VALUE] = { { "config-name-value", SEVERITY_WARNING }, LIST_WARNINGS, "" },
	[CONFIG_NO_LAYOUT] = { { "config-no-layout", SEVERITY_ERROR }, LIST_ERRORS, "" },
	[CONFIG_PARENT_WINS] = { { "config-parent-wins", SEVERITY_NOTE }, LIST_NONE, "" },
	[CONFIG_PIN_TWICE] = { { "config-pin-twice", SEVERITY_WARNING },
			       LIST_NONE,
			       "give each a pin of its own" },
	[CONFIG_PIN_UNKNOWN] = { { "config-pin-unknown", SEVERITY_WARNING }, LIST_NONE, "" },
	[CONFIG_PROCESSOR] = { { "config-processor", SEVERITY_WARNING },
			       LIST_NONE,
			       "name it as QMK's documentation lists them" },
	[CONFIG_ROOT] = { { "config-root", SEVERITY_ERROR }, LIST_ERRORS, "" },
	[CONFIG_SCHEMA] = { { "config-schema", SEVERITY_ERROR },
			    LIST_NONE,
			    "QMK leaves all of this file out for it" },
	[CONFIG_SYNTAX] = { { "config-syntax", SEVERITY_ERROR }, LIST_NONE, "" },
	[CONFIG_TYPE] = { { "config-type", SEVERITY_ERROR }, LIST_NONE, "" },
};
_Static_assert(COUNT(kinds) == CONFIG_KIND_COUNT, "a row for each kind");

static void list_text(struct qmk_merge *m, enum list to, const char *text)
{
	static const char *const names[] = {
		[LIST_ERRORS] = "parse_errors", [LIST_WARNINGS] = "parse_warnings"
	};
	struct json *list = to == LIST_NONE ? NULL : json_member(m->info, names[to]);

	if (!list || list->type != JSON_ARRAY || m->listed > QMK_CONFIG_MAX_LISTED)
		return;
	m->listed += strlen(text);
	json_append(list, json_new_text(m->doc, text));
}

static void diagnose(struct qmk_merge *m, enum qmk_config_kind kind, const char *path, struct place place,
		     const char *text)
{
	const char *advice = kinds[kind].advice, *joint = advice[0] ? "; " : "";

	if (path)
		diagnostics_add_in_file(m->diagnostics, &kinds[kind].kind, path, place, "%s%s%s", text, joint,
					advice);
	else
		diagnostics_add(m->diagnostics, &kinds[kind].kind, place, "%s%s%s", text, joint, advice);
}

static void add(struct qmk_merge *m, enum qmk_config_kind kind, const char *path, struct place place,
		const char *fmt, va_list ap) PRINTF_LIKE(5, 0);

static void add(struct qmk_merge *m, enum qmk_config_kind kind, const char *path, struct place place,
		const char *fmt, va_list ap)
{
	struct str text = STR_INIT;

	str_vaddf(&text, fmt, ap);
	if (!m->hollow || kinds[kind].list == LIST_NONE)
		diagnose(m, kind, path, place, str_text(&text));
	list_text(m, kinds[kind].list, str_text(&text));
	str_release(&text);
}

/* The path and line of a node or a name; NULL: it has none. */
static const char *place_of_node(const struct qmk_merge *m, const struct json *node, struct place *place)
{
	const char *path = NULL;

	if (node)
		qmk_config_place(m->config, node, &path, &place->line, &place->column);
	return path;
}

static const char *place_of_name(const struct qmk_merge *m, const struct assignment *a, struct place *place)
{
	place->line = a->line;
	return m->config->origin[a->file - 1].path;
}

void qmk_config_report(struct qmk_merge *m, enum qmk_config_kind kind, const struct json *node,
		       const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	const char *path = place_of_node(m, node, &place);
	va_list ap;

	va_start(ap, fmt);
	add(m, kind, path, place, fmt, ap);
	va_end(ap);
}

void qmk_config_report_at(struct qmk_merge *m, enum qmk_config_kind kind, const char *path, int line,
			  int column, const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	va_list ap;

	place.line = line;
	place.column = column;
	va_start(ap, fmt);
	add(m, kind, path, place, fmt, ap);
	va_end(ap);
}

void qmk_config_report_name(struct qmk_merge *m, enum qmk_config_kind kind, const struct assignment *a,
			    const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	const char *path = place_of_name(m, a, &place);
	va_list ap;

	va_start(ap, fmt);
	add(m, kind, path, place, fmt, ap);
	va_end(ap);
}

bool qmk_config_refuse(struct qmk_merge *m, enum qmk_config_kind kind, const struct json *node,
		       const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	const char *path = place_of_node(m, node, &place);
	va_list ap;

	va_start(ap, fmt);
	add(m, kind, path, place, fmt, ap);
	va_end(ap);
	m->config->refused = true;
	return false;
}

bool qmk_config_refuse_name(struct qmk_merge *m, enum qmk_config_kind kind, const struct assignment *a,
			    const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	const char *path = place_of_name(m, a, &place);
	va_list ap;

	va_start(ap, fmt);
	add(m, kind, path, place, fmt, ap);
	va_end(ap);
	m->config->refused = true;
	return false;
}
