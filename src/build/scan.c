/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "build/scan.h"

/* Digits that fit an int and a uint64_t; longer numbers are no line numbers and no sizes. */
enum { MAX_LINE_DIGITS = 8, MAX_SIZE_DIGITS = 12 };

static const struct diagnostic_kind cc_error = { "cc", SEVERITY_ERROR };
static const struct diagnostic_kind cc_warning = { "cc-warning", SEVERITY_WARNING };
static const struct diagnostic_kind link_error = { "link", SEVERITY_ERROR };
static const struct diagnostic_kind too_large = { "image-too-large", SEVERITY_ERROR };
static const struct diagnostic_kind nearly_full = { "image-nearly-full", SEVERITY_WARNING };
static const struct diagnostic_kind make_error = { "make", SEVERITY_ERROR };
static const struct diagnostic_kind qmk_error = { "qmk", SEVERITY_ERROR };
static const struct diagnostic_kind qmk_warning = { "qmk-warning", SEVERITY_WARNING };

static bool starts(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

/* A decimal number of at most @max_digits at *@at, which moves behind it. */
static bool take_number(const char **at, int max_digits, uint64_t *out)
{
	int digits = (int)strspn(*at, "0123456789");

	if (!digits || digits > max_digits)
		return false;
	*out = strtoull(*at, NULL, 10);
	*at += digits;
	return true;
}

/*
 * "Compiling: quantum/quantum.c      [OK]": what comes behind the name. The
 * makefiles print the name without a newline and leave the compiler's errors on
 * the terminal, so that the first of them may stand there too.
 */
static const char *skip_unit(const char *line)
{
	static const char *const units[] = { "Compiling: ", "Assembling: ", "Archiving: ", "Linking: " };

	for (size_t i = 0; i < COUNT(units); i++)
		if (starts(line, units[i])) {
			line += strlen(units[i]);
			line += strcspn(line, " ");
			return line + strspn(line, " ");
		}
	return line;
}

/* A rule looks at one line; true: the line was its, no other rule need look. */

/* How a file ended, alone or behind its name (which was skipped). */
static bool scan_unit(struct scan *scan, const char *line)
{
	static const char *const results[] = { "[OK]", "[WARNINGS]", "[ERRORS]" };

	for (size_t i = 0; i < COUNT(results); i++)
		if (!strcmp(line, results[i])) {
			scan->done++;
			return true;
		}
	return false;
}

/* "The firmware size is fine - 20000/28672 (69%, 8672 bytes free)" and its kin. */
static bool scan_size(struct scan *scan, const char *line)
{
	static const struct {
		const char *text;
		const struct diagnostic_kind *kind;
	} rows[] = {
		{ "The firmware size is fine - ", NULL },
		{ "The firmware size is approaching the maximum - ", &nearly_full },
		{ "The firmware is too large! ", &too_large },
		{ "The firmware is too small! ", &qmk_error },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *at = strstr(line, rows[i].text);
		uint64_t size, room;

		if (!at)
			continue;
		if (rows[i].kind)
			diagnostics_add(&scan->diagnostics, rows[i].kind, PLACE_NONE, "%s", at);
		at += strlen(rows[i].text);
		if (take_number(&at, MAX_SIZE_DIGITS, &size) && *at++ == '/' &&
		    take_number(&at, MAX_SIZE_DIGITS, &room)) {
			scan->size_bytes = size;
			scan->room_bytes = room;
		}
		return true;
	}
	return false;
}

/* What size(1) prints: a head line, then numbers; text and data are what goes to flash. */
static bool scan_size_table(struct scan *scan, const char *line)
{
	uint64_t text, data;
	const char *at = line;

	if (starts(line, "text") && strstr(line, "data") && strstr(line, "filename")) {
		scan->in_size_table = true;
		return true;
	}
	if (!scan->in_size_table)
		return false;
	scan->in_size_table = false;
	if (!take_number(&at, MAX_SIZE_DIGITS, &text))
		return false;
	at += strspn(at, " ");
	if (!take_number(&at, MAX_SIZE_DIGITS, &data))
		return false;
	scan->size_bytes = text + data;
	return true;
}

static bool scan_image(struct scan *scan, const char *line)
{
	static const char head[] = "Copying ", tail[] = " to qmk_firmware folder";
	const char *name = line + sizeof(head) - 1, *end = strstr(line, tail);
	size_t len;

	if (!starts(line, head) || !end || end <= name)
		return false;
	len = (size_t)(end - name);
	/* It is to be a file in the tree's root, whatever the line says. */
	if (len < sizeof(scan->image) && name[0] != '.' && !memchr(name, '/', len)) {
		memcpy(scan->image, name, len);
		scan->image[len] = '\0';
	}
	return true;
}

/* "file:line: " or "file:line:column: "; @out and *@rest on success. */
static bool take_place(const char *line, char *file, size_t size, struct place *out, const char **rest)
{
	const char *colon = strchr(line, ':'), *at;
	uint64_t number;
	size_t len;

	if (!colon || colon == line)
		return false;
	len = (size_t)(colon - line);
	at = colon + 1;
	if (len >= size || !take_number(&at, MAX_LINE_DIGITS, &number) || *at++ != ':')
		return false;
	*out = PLACE_NONE;
	out->line = (int)number;
	if (take_number(&at, MAX_LINE_DIGITS, &number) && *at == ':') {
		out->column = (int)number;
		at++;
	}
	memcpy(file, line, len);
	file[len] = '\0';
	*rest = at + strspn(at, " ");
	return true;
}

static bool scan_compiler(struct scan *scan, const char *line)
{
	static const struct {
		const char *head;
		const struct diagnostic_kind *kind;
	} rows[] = {
		{ "error: ", &cc_error },
		{ "fatal error: ", &cc_error },
		{ "warning: ", &cc_warning },
		{ "undefined reference to ", &link_error },
		{ "multiple definition of ", &link_error },
	};
	char file[512];
	struct place place;
	const char *rest;

	if (!take_place(line, file, sizeof(file), &place, &rest))
		return false;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!starts(rest, rows[i].head))
			continue;
		if (rows[i].kind != &link_error)
			rest += strlen(rows[i].head);
		diagnostics_add_in_file(&scan->diagnostics, rows[i].kind,
					starts(file, "./") ? file + 2 : file, place, "%s", rest);
		return true;
	}
	return false;
}

static bool scan_linker(struct scan *scan, const char *line)
{
	static const struct {
		const char *text;
		const struct diagnostic_kind *kind;
	} rows[] = {
		{ "undefined reference to ", &link_error },
		{ "multiple definition of ", &link_error },
		{ "cannot find -l", &link_error },
		{ " overflowed by ", &too_large },
		{ "RAM usage (not including stack) exceeds", &too_large },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!strstr(line, rows[i].text))
			continue;
		diagnostics_add(&scan->diagnostics, rows[i].kind, PLACE_NONE, "%s", line);
		return true;
	}
	return false;
}

/* The qmk program marks its complaints with a sign; the makefiles end theirs with [ERRORS]. */
static bool scan_qmk(struct scan *scan, const char *line)
{
	static const char error_sign[] = "\xe2\x98\x92 " /* U+2612 */,
			  warning_sign[] = "\xe2\x9a\xa0 " /* U+26A0 */;
	const char *tail;

	if (starts(line, error_sign)) {
		diagnostics_add(&scan->diagnostics, &qmk_error, PLACE_NONE, "%s",
				line + sizeof(error_sign) - 1);
		return true;
	}
	if (starts(line, warning_sign)) {
		diagnostics_add(&scan->diagnostics, &qmk_warning, PLACE_NONE, "%s",
				line + sizeof(warning_sign) - 1);
		return true;
	}
	tail = strstr(line, "[ERRORS]");
	if (!starts(line, "* ") || !tail)
		return false;
	while (tail > line + 2 && tail[-1] == ' ')
		tail--;
	diagnostics_add(&scan->diagnostics, &qmk_error, PLACE_NONE, "%.*s", (int)(tail - line - 2), line + 2);
	return true;
}

/* make repeats on every level that something failed: worth telling only when nobody said what. */
static bool scan_make(struct scan *scan, const char *line)
{
	const char *stars = strstr(line, ": *** ");

	if (!stars)
		return false;
	if (!diagnostics_count(&scan->diagnostics, SEVERITY_ERROR))
		diagnostics_add(&scan->diagnostics, &make_error, PLACE_NONE, "%s", stars + strlen(": *** "));
	return true;
}

static bool (*const rules[])(struct scan *scan, const char *line) = {
	scan_unit, scan_size, scan_size_table, scan_image, scan_compiler, scan_linker, scan_qmk, scan_make,
};

/* Bytes of the terminal control sequence at @text, which begins with ESC (ECMA-48 and OSC). */
static size_t sequence_length(const char *text, size_t len)
{
	size_t n = 2;

	if (len < 2)
		return len;
	if (text[1] == '[') {
		while (n < len && !(text[n] >= 0x40 && text[n] <= 0x7e))
			n++;
		return n < len ? n + 1 : len;
	}
	if (text[1] == ']') {
		while (n < len && text[n] != '\a' && text[n] != '\x1b')
			n++;
		if (n < len && text[n] == '\x1b')
			n++;
		return n < len ? n + 1 : len;
	}
	return n;
}

static void clean_line(struct scan *scan)
{
	size_t out = 0;

	for (size_t i = 0; i < scan->raw_len;) {
		unsigned char c = (unsigned char)scan->raw[i];

		if (c == 0x1b) {
			i += sequence_length(scan->raw + i, scan->raw_len - i);
			continue;
		}
		if (c == '\t')
			scan->text[out++] = ' ';
		else if (c >= 0x20 && c != 0x7f)
			scan->text[out++] = (char)c;
		i++;
	}
	while (out && scan->text[out - 1] == ' ')
		out--;
	scan->text[out] = '\0';
}

static void scan_line(struct scan *scan)
{
	const char *line = scan->text;

	clean_line(scan);
	scan->raw_len = 0;
	scan->after_cr = false;
	line += strspn(line, " ");
	if (starts(line, "| ")) /* how the makefiles indent what a tool said */
		line += 2 + strspn(line + 2, " ");
	line = skip_unit(line);
	for (size_t i = 0; i < COUNT(rules); i++)
		if (rules[i](scan, line))
			return;
}

bool scan_take(struct scan *scan, const char **data, size_t *len)
{
	while (*len) {
		char c = *(*data)++;

		(*len)--;
		if (c == '\n') {
			scan_line(scan);
			return true;
		}
		/* A carriage return inside a line is a progress display that starts over. */
		if (c == '\r') {
			scan->after_cr = true;
			continue;
		}
		if (scan->after_cr)
			scan->raw_len = 0;
		scan->after_cr = false;
		if (scan->raw_len < sizeof(scan->raw) - 1)
			scan->raw[scan->raw_len++] = c;
	}
	return false;
}

bool scan_finish(struct scan *scan)
{
	if (!scan->raw_len)
		return false;
	scan_line(scan);
	return true;
}

void scan_release(struct scan *scan)
{
	diagnostics_release(&scan->diagnostics);
}
