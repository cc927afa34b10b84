/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "c_scan.h"
#include "model/symbol.h"
#include "model/waiver.h"
#include "waiver_lines.h"

/* Whether a setting that is no waiver, or that cannot be a line, is in @a and not so in @b. */
static const char *find_other(const struct keymap *a, const struct keymap *b)
{
	for (size_t i = 0; i < keymap_settings(a); i++) {
		const struct setting *setting = keymap_setting_at(a, i);
		const char *name = symbol_text(setting->name), *id = waiver_of(setting);
		const struct setting *other = keymap_find_setting(b, name);

		if ((!other || !setting_equal(setting, other)) && !(id && waiver_can_stand(id)))
			return name;
	}
	return NULL;
}

/* Those that are waived no more; where others can stand behind. */
static uint32_t remove_lines(const struct source *source, const struct keymap *map, waiver_lines_put *put,
			     void *data)
{
	uint32_t behind = c_behind_includes(source->text, source->len);
	struct span line, id;
	size_t at = 0;

	while (waiver_next(source->text, source->len, &at, &line, &id)) {
		struct str text = STR_INIT;

		str_add_bytes(&text, source->text + id.start, id.len);
		if (!waiver_has(map, str_text(&text)))
			put(data, line, "");
		behind = span_end(line);
		str_release(&text);
	}
	return behind;
}

static void add_lines(const struct source *source, const struct keymap *map, struct str *out)
{
	const char *newline = strstr(source->text, "\r\n") ? "\r\n" : "\n";

	for (size_t i = 0; i < keymap_settings(map); i++) {
		const char *id = waiver_of(keymap_setting_at(map, i));

		if (!id || waiver_has(source->map, id))
			continue;
		waiver_print(id, out);
		out->len--;
		str_add(out, newline);
	}
}

bool waiver_lines_update(const struct source *source, const struct keymap *map, const char *elsewhere,
			 waiver_lines_put *put, void *data, struct err *err)
{
	const char *other = find_other(map, source->map);
	struct str lines = STR_INIT;
	uint32_t behind;

	if (!other)
		other = find_other(source->map, map);
	if (other) {
		str_add_escaped(&lines, other);
		err_set(err, ERR_REFUSED, "the setting %s cannot go into this text: %s", str_text(&lines),
			elsewhere);
		str_release(&lines);
		return false;
	}
	behind = remove_lines(source, map, put, data);
	add_lines(source, map, &lines);
	if (lines.len && behind && source->text[behind - 1] != '\n')
		put(data, (struct span){ behind, 0 }, "\n");
	if (lines.len)
		put(data, (struct span){ behind, 0 }, str_text(&lines));
	str_release(&lines);
	return true;
}
