/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "c_text.h"
#include "import/qmk_lint.h"
#include "python_text.h"

static const struct diagnostic_kind kind_empty = { "lint-empty", SEVERITY_ERROR };
static const struct diagnostic_kind kind_include_next = { "lint-include-next", SEVERITY_ERROR };
static const struct diagnostic_kind kind_licence = { "lint-license", SEVERITY_ERROR };
static const struct diagnostic_kind kind_rules = { "lint-rules-code", SEVERITY_WARNING };
static const struct diagnostic_kind kind_template = { "lint-template", SEVERITY_ERROR };

struct file {
	const char *path, *name;
	struct slice text;
	struct diagnostics *diagnostics;
};

static struct place at_line(int line, int column)
{
	struct place place = PLACE_NONE;

	place.line = line;
	place.column = column;
	return place;
}

static bool ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);

	return len >= end_len && !strcmp(name + len - end_len, end);
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

static bool is_readme(const char *name)
{
	return ends_with(name, "readme.md");
}

/* post_rules.mk too. */
static bool is_rules(const char *name)
{
	return ends_with(name, "rules.mk");
}

static bool is_own_rules(const char *name)
{
	return !strcmp(name, "rules.mk");
}

static bool is_c(const char *name)
{
	return ends_with(name, ".c") || ends_with(name, ".h");
}

static bool is_cpp(const char *name)
{
	return ends_with(name, ".cpp") || ends_with(name, ".hpp");
}

static bool is_config_h(const char *name)
{
	return !strcmp(name, "config.h");
}

static bool is_chibios_config(const char *name)
{
	static const char *const names[] = { "chconf.h", "halconf.h", "mcuconf.h", "board.h" };

	return is_one_of(name, names, COUNT(names));
}

/* Of QMK's template for a readme. */
static const char *const template_texts[] = {
	"%KEYBOARD%",
	"%REAL_NAME%",
	"%USER_NAME%",
	"image replace me!",
	"A short description of the keyboard/project",
	"The PCBs, controllers supported",
	"Links to where you can find this hardware",
};

static void check_template(struct file *file)
{
	struct slice rest = file->text, line;

	for (int number = 1; python_line(&rest, &line); number++) {
		for (size_t i = 0; i < COUNT(template_texts); i++) {
			const char *found = slice_find(line, template_texts[i]);

			if (found)
				diagnostics_add_in_file(
					file->diagnostics, &kind_template, file->path,
					at_line(number, (int)(found - line.at) + 1),
					"\"%s\" is left of the template; say what it stands for",
					template_texts[i]);
		}
	}
}

static void report_empty(struct file *file)
{
	diagnostics_add_in_file(file->diagnostics, &kind_empty, file->path, PLACE_NONE,
				"%s says nothing; delete it", file->name);
}

static bool is_blank(struct slice line)
{
	line = python_strip(line);
	return line.at == line.end;
}

/* A comment that does not begin its line counts for QMK. */
static void check_empty_rules(struct file *file)
{
	struct slice rest = file->text, line;

	while (python_line(&rest, &line))
		if (!is_blank(line) && *line.at != '#')
			return;
	report_empty(file);
}

static void check_empty_header(struct file *file)
{
	struct c_text c = { 0 };
	struct slice rest, line;
	bool empty = true;

	c_text_read(&c, file->text.at, slice_len(file->text));
	c_text_blank_comments(&c);
	c_text_join(&c);
	rest = (struct slice){ str_text(&c.text), str_text(&c.text) + c.text.len };
	while (empty && python_line(&rest, &line))
		empty = is_blank(line) || slice_starts(line, "#pragma once");
	if (empty)
		report_empty(file);
	c_text_release(&c);
}

/* What has no "=", lines that end in \ taken together. A warning, since QMK's own lint means to refuse it, but never
 * gets to. */
static void check_assignments(struct file *file)
{
	struct slice rest = file->text, line, first = { NULL, NULL };
	bool assigns = false, open = false;
	int begin = 0;

	for (int number = 1; python_line(&rest, &line); number++) {
		const char *comment = slice_find(line, "#");

		line.end = comment ? comment : line.end;
		line = python_strip(line);
		if (!open) {
			assigns = false;
			begin = 0;
		}
		open = line.at < line.end && line.end[-1] == '\\';
		line.end -= open;
		assigns = assigns || slice_find(line, "=");
		if (!begin && line.at < line.end) {
			begin = number;
			first = line;
		}
		if (begin && !open && !assigns)
			diagnostics_add_in_file(file->diagnostics, &kind_rules, file->path, at_line(begin, 1),
						"expected NAME = value, found \"%.*s\"; other code belongs "
						"into post_rules.mk",
						(int)slice_len(first), first.at);
	}
}

/* QMK looks whether the first line begins a comment. */
static void check_licence(struct file *file)
{
	if (!slice_starts(file->text, "/*") && !slice_starts(file->text, "//"))
		diagnostics_add_in_file(
			file->diagnostics, &kind_licence, file->path, at_line(1, 1),
			"expected a comment with the licence, such as \"// SPDX-License-Identifier: "
			"GPL-2.0-or-later\", in the first line");
}

static void check_include_next(struct file *file)
{
	struct slice rest = file->text, line;
	struct str wrong = STR_INIT;

	str_addf(&wrong, "#include_next \"%s\"", file->name);
	for (int number = 1; python_line(&rest, &line); number++) {
		const char *found = slice_find(line, str_text(&wrong));

		if (!found)
			continue;
		diagnostics_add_in_file(file->diagnostics, &kind_include_next, file->path,
					at_line(number, (int)(found - line.at) + 1),
					"expected #include_next <%s>: with quotes it includes itself",
					file->name);
		break;
	}
	str_release(&wrong);
}

enum { OF_KEYBOARD = QMK_LINT_ABOVE | QMK_LINT_KEYBOARD };

static const struct {
	bool (*is)(const char *name);
	int parts;
	void (*check)(struct file *file);
} checks[] = {
	{ is_readme, OF_KEYBOARD, check_template },
	{ is_rules, OF_KEYBOARD, check_empty_rules },
	{ is_own_rules, OF_KEYBOARD, check_assignments },
	{ is_c, OF_KEYBOARD | QMK_LINT_KEYMAP, check_licence },
	{ is_cpp, QMK_LINT_KEYBOARD | QMK_LINT_KEYMAP, check_licence },
	{ is_config_h, OF_KEYBOARD, check_empty_header },
	{ is_chibios_config, OF_KEYBOARD | QMK_LINT_KEYMAP, check_include_next },
};

static const char *base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool qmk_lint_is_readme(const char *path)
{
	return is_readme(base(path));
}

bool qmk_lint_reads(const char *path, enum qmk_lint_part part)
{
	for (size_t i = 0; i < COUNT(checks); i++)
		if ((checks[i].parts & (int)part) && checks[i].is(base(path)))
			return true;
	return false;
}

void qmk_lint_file(const char *path, enum qmk_lint_part part, const char *text, size_t len,
		   struct diagnostics *diagnostics)
{
	struct file file = { path, base(path), { text, text + len }, diagnostics };

	for (size_t i = 0; i < COUNT(checks); i++)
		if ((checks[i].parts & (int)part) && checks[i].is(file.name))
			checks[i].check(&file);
}
