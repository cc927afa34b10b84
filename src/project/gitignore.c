/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitignore.h"

enum { MAX_PATTERNS = 4096, MAX_PATTERN = 1024, MAX_PART = 256 };

struct gitignore_pattern {
	char *text;       /* without what the flags say */
	bool negated;     /* it takes back what was ignored before */
	bool folder_only; /* it ended in "/" */
	bool anchored;    /* it has a "/": it is matched with the whole path, else with the last part */
};

/* Cut the blanks at the end, but for one behind a backslash. */
static size_t trimmed(const char *line, size_t len)
{
	while (len && (line[len - 1] == ' ' || line[len - 1] == '\r') && !(len > 1 && line[len - 2] == '\\'))
		len--;
	return len;
}

static void add_pattern(struct gitignore *ignore, const char *line, size_t len)
{
	struct gitignore_pattern pattern = { 0 };

	len = trimmed(line, len);
	if (!len || line[0] == '#' || len > MAX_PATTERN || ignore->count == MAX_PATTERNS)
		return;
	pattern.negated = line[0] == '!';
	line += pattern.negated;
	len -= pattern.negated;
	pattern.folder_only = len && line[len - 1] == '/';
	len -= pattern.folder_only;
	pattern.anchored = len && memchr(line, '/', len);
	if (len && line[0] == '/') {
		line++;
		len--;
	}
	if (!len)
		return;
	pattern.text = mem_new(len + 1, 1);
	memcpy(pattern.text, line, len);
	ignore->pattern = mem_grow(ignore->pattern, ignore->count, &ignore->cap, sizeof(*ignore->pattern));
	ignore->pattern[ignore->count++] = pattern;
}

void gitignore_read(struct gitignore *ignore, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *stop = newline ? newline : end;

		add_pattern(ignore, text, (size_t)(stop - text));
		text = newline ? newline + 1 : end;
	}
}

/* One part of a path with one of a pattern, each up to its "/" or end. */
static bool part_matches(const char *pattern, const char *path)
{
	size_t pattern_len = strcspn(pattern, "/"), path_len = strcspn(path, "/");
	char a[MAX_PART], b[MAX_PART];

	if (pattern_len >= sizeof(a) || path_len >= sizeof(b))
		return false;
	memcpy(a, pattern, pattern_len);
	memcpy(b, path, path_len);
	a[pattern_len] = b[path_len] = '\0';
	return !fnmatch(a, b, 0);
}

static const char *next_part(const char *path)
{
	path += strcspn(path, "/");
	return *path ? path + 1 : path;
}

static bool is_any_depth(const char *pattern)
{
	return !strncmp(pattern, "**", 2) && (pattern[2] == '/' || !pattern[2]);
}

/* "**" stands for any number of parts. As with "*" in a text, the last one met is all that needs to be tried again. */
static bool path_matches(const char *pattern, const char *path)
{
	const char *again = NULL, *again_path = NULL;

	while (*path) {
		if (*pattern && is_any_depth(pattern)) {
			pattern = next_part(pattern);
			again = pattern;
			again_path = path;
			if (!*pattern)
				return true;
		} else if (*pattern && part_matches(pattern, path)) {
			pattern = next_part(pattern);
			path = next_part(path);
		} else if (again) {
			pattern = again;
			path = again_path = next_part(again_path);
		} else {
			return false;
		}
	}
	return !*pattern;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Whether the last pattern that fits @path ignores it. */
static bool is_ignored(const struct gitignore *ignore, const char *path, bool folder)
{
	for (size_t i = ignore->count; i-- > 0;) {
		const struct gitignore_pattern *pattern = &ignore->pattern[i];

		if (pattern->folder_only && !folder)
			continue;
		if (pattern->anchored ? path_matches(pattern->text, path)
				      : part_matches(pattern->text, last_part(path)))
			return !pattern->negated;
	}
	return false;
}

bool gitignore_has(const struct gitignore *ignore, const char *path)
{
	char *part = mem_copy_text(path);
	bool ignored = false;

	for (char *slash = strchr(part, '/'); slash && !ignored; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		ignored = is_ignored(ignore, part, true);
		*slash = '/';
	}
	ignored = ignored || is_ignored(ignore, part, false);
	free(part);
	return ignored;
}

void gitignore_release(struct gitignore *ignore)
{
	for (size_t i = 0; i < ignore->count; i++)
		free(ignore->pattern[i].text);
	free(ignore->pattern);
	*ignore = (struct gitignore){ 0 };
}
