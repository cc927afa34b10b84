/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "qmk_config_private.h"

/* Where QMK's own tools say the same, in what they return. */
enum log { LOG_NONE, LOG_ERRORS, LOG_WARNINGS };

static const struct {
	struct diagnostic_kind kind;
	enum log log;
	const char *advice; /* "": the text says it */
} kinds[] = {
	[CONFIG_FILE] = { { "config-file", SEVERITY_ERROR }, LOG_NONE, "" },
	[CONFIG_SYNTAX] = { { "config-syntax", SEVERITY_ERROR }, LOG_NONE, "" },
	[CONFIG_ROOT] = { { "config-root", SEVERITY_ERROR }, LOG_ERRORS, "" },
	[CONFIG_SCHEMA] = { { "config-schema", SEVERITY_ERROR }, LOG_NONE, "" },
	[CONFIG_TYPE] = { { "config-type", SEVERITY_ERROR }, LOG_NONE, "" },
	[CONFIG_PARENT_WINS] = { { "config-parent-wins", SEVERITY_NOTE }, LOG_NONE, "" },
	[CONFIG_LAYOUT_ALIAS] = { { "config-layout-alias", SEVERITY_WARNING }, LOG_WARNINGS, "" },
	[CONFIG_LAYOUT_LENGTH] = { { "config-layout-length", SEVERITY_ERROR },
				   LOG_ERRORS,
				   "the keys given here are left out" },
	[CONFIG_LAYOUT_MATRIX] = { { "config-layout-matrix", SEVERITY_ERROR },
				   LOG_ERRORS,
				   "give every key \"matrix\": [row, column]" },
	[CONFIG_LAYOUT_KEYS] = { { "config-layout-keys", SEVERITY_ERROR }, LOG_NONE, "" },
};
_Static_assert(COUNT(kinds) == CONFIG_KIND_COUNT, "a row for each kind");

static void add(struct qmk_merge *m, enum qmk_config_kind kind, const char *path, struct place place,
		const char *text)
{
	const char *advice = kinds[kind].advice;

	if (path)
		diagnostics_add_in_file(m->diagnostics, &kinds[kind].kind, path, place, "%s%s%s", text,
					advice[0] ? "; " : "", advice);
	else
		diagnostics_add(m->diagnostics, &kinds[kind].kind, place, "%s%s%s", text,
				advice[0] ? "; " : "", advice);
	if (kinds[kind].log) {
		struct json *list = json_member(m->info, kinds[kind].log == LOG_ERRORS ? "parse_errors"
										       : "parse_warnings");

		if (list && list->type == JSON_ARRAY)
			json_append(list, json_new_text(m->doc, text));
	}
}

static void add_at_node(struct qmk_merge *m, enum qmk_config_kind kind, const struct json *node,
			const char *fmt, va_list ap) PRINTF_LIKE(4, 0);

static void add_at_node(struct qmk_merge *m, enum qmk_config_kind kind, const struct json *node,
			const char *fmt, va_list ap)
{
	struct place place = PLACE_NONE;
	struct str text = STR_INIT;
	const char *path = NULL;

	if (node)
		qmk_config_place(m->config, node, &path, &place.line, &place.column);
	str_vaddf(&text, fmt, ap);
	add(m, kind, path, place, str_text(&text));
	str_release(&text);
}

void qmk_config_report(struct qmk_merge *m, enum qmk_config_kind kind, const struct json *node,
		       const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_at_node(m, kind, node, fmt, ap);
	va_end(ap);
}

void qmk_config_report_at(struct qmk_merge *m, enum qmk_config_kind kind, const char *path, int line,
			  int column, const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	struct str text = STR_INIT;
	va_list ap;

	place.line = line;
	place.column = column;
	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	add(m, kind, path, place, str_text(&text));
	str_release(&text);
}

bool qmk_config_refuse(struct qmk_merge *m, enum qmk_config_kind kind, const struct json *node,
		       const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_at_node(m, kind, node, fmt, ap);
	va_end(ap);
	m->config->refused = true;
	return false;
}
