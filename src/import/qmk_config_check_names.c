/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "qmk_config_private.h"

/* Bytes of "@prefix<digits>x<digits>" at @text, with "_<digits>" behind it if @tail; 0: it is not that. */
static size_t match_size(const char *text, const char *prefix, bool tail)
{
	static const char digits[] = "0123456789";
	const char separators[] = { 'x', '_' };
	size_t at = strlen(prefix), n;

	if (strncmp(text, prefix, at))
		return 0;
	for (int i = 0;; i++) {
		n = strspn(text + at, digits);
		at += n;
		if (!n)
			return 0;
		if (i == 1 + tail)
			return at;
		if (text[at++] != separators[i])
			return 0;
	}
}

static void cut_sizes(char *name, const char *prefix, bool tail)
{
	char *to = name;

	while (*name) {
		size_t len = match_size(name, prefix, tail);

		if (len)
			name += len;
		else
			*to++ = *name++;
	}
	*to = '\0';
}

/* Parts of keyboards' names that say what sort of layout they have. */
static bool is_word_of_layouts(const char *part, size_t len)
{
	static const char *const words[] = { "ansi", "iso", "jp",      "jis",   "ortho",
					     "wkl",  "tkl", "preonic", "planck" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == len && !strncmp(words[i], part, len))
			return true;
	return false;
}

static bool names_keyboard(const char *id, const char *layout)
{
	char *name = mem_copy_text(layout), *part = mem_copy_text(id);
	bool found = false;

	cut_sizes(name, "_split_", true);
	cut_sizes(name, "_", false);
	for (const char *at = id; *at && !found;) {
		size_t len = strcspn(at, "/");

		memcpy(part, at, len);
		part[len] = '\0';
		found = !is_word_of_layouts(at, len) && strstr(name, part);
		at += len + (at[len] == '/');
	}
	free(name);
	free(part);
	return found;
}

static bool is_community(const struct json *list, const char *layout)
{
	const char *name = strncmp(layout, "LAYOUT_", 7) ? NULL : layout + 7;

	for (const struct json *node = list ? list->first : NULL; name && node; node = node->next)
		if (!strcmp(json_text(node), name))
			return true;
	return false;
}

bool qmk_config_check_names(struct qmk_merge *m)
{
	const struct json *layouts = json_member(m->info, "layouts");
	const struct json *community = json_member(m->info, "community_layouts");

	if (layouts->count == 1 && !strcmp(layouts->first->key, "LAYOUT_all"))
		qmk_config_report(
			m, CONFIG_LAYOUT_ALL, layouts->first,
			"\"LAYOUT_all\" should be \"LAYOUT\" unless additional layouts are provided.");
	for (const struct json *layout = layouts->first; layout; layout = layout->next)
		if (!is_community(community, layout->key) && names_keyboard(m->id, layout->key))
			qmk_config_report(m, CONFIG_LAYOUT_NAME, layout,
					  "Layout \"%s\" should not contain name of keyboard.", layout->key);
	return true;
}

/* A keyboard of no tree may claim what it likes: nobody can tell. */
static bool exists(struct qmk_merge *m, const char *layout)
{
	struct str path = STR_INIT;
	bool found;

	str_addf(&path, "layouts/default/%s", layout);
	found = m->facts->builtin || m->files->exists(m->files->data, str_text(&path));
	str_release(&path);
	return found;
}

/* Take the first of the same name out. */
static void drop(struct json *list, const char *name)
{
	struct json *rest = list->first;
	bool dropped = false;

	list->first = list->last = NULL;
	list->count = 0;
	while (rest) {
		struct json *node = rest;

		rest = rest->next;
		node->next = NULL;
		if (!dropped && !strcmp(json_text(node), name))
			dropped = true;
		else
			json_append(list, node);
	}
}

/*
 * QMK takes what it does not find out of the list that it walks, and so misses the entry behind it; and each of its
 * messages on a missing macro names the last entry that the walk came to. Both are kept.
 */
bool qmk_config_check_community(struct qmk_merge *m)
{
	struct json *list = json_member(m->info, "community_layouts");
	const struct json *layouts = json_member(m->info, "layouts"), *claimed, *node;
	const struct json *aliases = json_member(m->info, "layout_aliases");
	const char *last = "";

	if (!list || list->type != JSON_ARRAY)
		return true;
	claimed = json_copy(m->doc, list);
	for (size_t i = 0; (node = json_at(list, i)); i++) {
		last = json_text(node);
		if (exists(m, last))
			continue;
		qmk_config_report(m, CONFIG_COMMUNITY, node,
				  "Claims to support a community layout that does not exist: %s", last);
		drop(list, last);
	}
	for (node = claimed->first; node; node = node->next) {
		struct str name = STR_INIT;

		str_addf(&name, "LAYOUT_%s", json_text(node));
		if (!json_member(layouts, str_text(&name)) && !json_member(aliases, str_text(&name)))
			qmk_config_report(m, CONFIG_COMMUNITY, node,
					  "Claims to support community layout %s but no %s() macro found",
					  last, str_text(&name));
		str_release(&name);
	}
	return true;
}
