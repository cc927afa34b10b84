/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "model/symbol.h"
#include "model/waiver.h"

#define WORDS "keyplane: waive "

enum { ID_MAX_BYTES = 1000 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Whether [*@start, *@end) of @text is a waiver; both become those of its id. */
static bool take_id(const char *text, size_t *start, size_t *end)
{
	size_t from = *start, to = *end;
	bool block;

	while (from < to && is_blank(text[from]))
		from++;
	while (to > from && (is_blank(text[to - 1]) || text[to - 1] == '\r'))
		to--;
	if (to - from < 2 || text[from] != '/' || (text[from + 1] != '/' && text[from + 1] != '*'))
		return false;
	block = text[from + 1] == '*';
	from += 2;
	if (block && (to - from < 2 || text[to - 2] != '*' || text[to - 1] != '/'))
		return false;
	to -= block ? 2 : 0;
	while (from < to && is_blank(text[from]))
		from++;
	if (to - from <= strlen(WORDS) || memcmp(text + from, WORDS, strlen(WORDS)) != 0)
		return false;
	from += strlen(WORDS);
	while (to > from && is_blank(text[to - 1]))
		to--;
	*start = from;
	*end = to;
	return to > from && to - from <= ID_MAX_BYTES;
}

bool waiver_next(const char *text, size_t len, size_t *at, struct span *line, struct span *id)
{
	while (*at < len) {
		const char *newline = memchr(text + *at, '\n', len - *at);
		size_t start = *at, end = newline ? (size_t)(newline - text) : len,
		       next = newline ? end + 1 : len;

		*line = (struct span){ (uint32_t)start, (uint32_t)(next - start) };
		*at = next;
		if (!take_id(text, &start, &end))
			continue;
		*id = (struct span){ (uint32_t)start, (uint32_t)(end - start) };
		return true;
	}
	return false;
}

/* A backslash at its end would take the next line into the comment, and a trigraph is one. */
bool waiver_can_stand(const char *id)
{
	size_t len = strlen(id);

	if (!len || len > ID_MAX_BYTES || is_blank(id[0]) || is_blank(id[len - 1]) || id[len - 1] == '\\' ||
	    (len > 2 && !strcmp(id + len - 3, "?\?/")))
		return false;
	for (; *id; id++)
		if ((unsigned char)*id < ' ' || *id == 0x7f)
			return false;
	return true;
}

void waiver_print(const char *id, struct str *out)
{
	str_addf(out, "// " WORDS "%s\n", id);
}

const char *waiver_of(const struct setting *setting)
{
	const char *name = symbol_text(setting->name);

	if (strncmp(name, KEYMAP_WAIVE, strlen(KEYMAP_WAIVE)) != 0 || setting->type != SETTING_BOOL ||
	    !setting->number)
		return NULL;
	return name + strlen(KEYMAP_WAIVE);
}

bool waiver_has(const struct keymap *map, const char *id)
{
	struct str name = STR_INIT;
	const struct setting *setting;

	str_addf(&name, KEYMAP_WAIVE "%s", id);
	setting = keymap_find_setting(map, str_text(&name));
	str_release(&name);
	return setting && waiver_of(setting);
}

void waiver_put_all(struct keymap *map, const char *text, size_t len)
{
	struct span line, id;
	size_t at = 0;

	while (keymap_settings(map) < KEYMAP_MAX_SETTINGS && waiver_next(text, len, &at, &line, &id)) {
		struct str name = STR_INIT;

		str_add(&name, KEYMAP_WAIVE);
		str_add_bytes(&name, text + id.start, id.len);
		if (!keymap_find_setting(map, str_text(&name)))
			keymap_add_setting(map,
					   (struct setting){ symbol(str_text(&name)), SETTING_BOOL, 1, 0 });
		str_release(&name);
	}
}

void waiver_print_all(const struct keymap *map, struct str *out)
{
	for (size_t i = 0; i < keymap_settings(map); i++) {
		const char *id = waiver_of(keymap_setting_at(map, i));

		if (id && waiver_can_stand(id))
			waiver_print(id, out);
	}
}
