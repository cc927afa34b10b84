/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "import/qmk_info.h"
#include "project_private.h"

enum { MAX_PARENTS = 5 };

static char *join3(const char *a, const char *b, const char *c)
{
	char *ab = file_join(a, b), *abc = file_join(ab, c);

	free(ab);
	return abc;
}

char *tree_find_file(const char *folder)
{
	static const char *const names[] = { "keyboard.json", "info.json" };

	for (size_t i = 0; i < COUNT(names); i++) {
		char *path = file_join(folder, names[i]);

		if (file_is_regular(path))
			return path;
		free(path);
	}
	return NULL;
}

struct texts {
	struct qmk_text text[QMK_INFO_MAX_TEXTS];
	size_t count;
};

static bool read_text(struct texts *texts, const char *folder, const char *name, struct err *err)
{
	char *path = file_join(folder, name);
	struct str text = STR_INIT;
	size_t len;

	if (!file_is_regular(path)) {
		free(path);
		return true;
	}
	if (!file_read(path, JSON_MAX_BYTES, &text, err)) {
		str_release(&text);
		free(path);
		return false;
	}
	len = text.len;
	texts->text[texts->count++] = (struct qmk_text){ path, str_take(&text), len };
	return true;
}

/* Cut the last part off; false when that leaves @root. */
static bool go_up(char *folder, const char *root)
{
	char *slash = strrchr(folder, '/');

	if (!slash || !root || (size_t)(slash - folder) <= strlen(root) ||
	    strncmp(folder, root, strlen(root)) != 0)
		return false;
	*slash = '\0';
	return true;
}

struct keyboard *tree_read_keyboard(const char *root, const char *folder, const char *id, char **file,
				    struct diagnostics *diagnostics, struct err *err)
{
	char *dir = mem_copy_text(folder);
	struct keyboard *kb = NULL;
	struct texts texts = { 0 };
	bool ok = true;
	int level = 0;

	/* QMK looks at the board's own folder and five above it, info.json first. */
	do {
		ok = read_text(&texts, dir, "info.json", err) && read_text(&texts, dir, "keyboard.json", err);
	} while (ok && level++ < MAX_PARENTS && go_up(dir, root));
	if (ok)
		kb = qmk_info_read(id, texts.text, texts.count, diagnostics, err);
	*file = kb ? tree_find_file(folder) : NULL;
	for (size_t i = 0; i < texts.count; i++) {
		free((char *)texts.text[i].path);
		free((char *)texts.text[i].text);
	}
	free(dir);
	return kb;
}

char *tree_find_keymap(const char *home, const char *id, bool *only_c)
{
	char *keyboards = file_join(home, "keyboards"), *folder = file_join(keyboards, id), *found = NULL;

	*only_c = false;
	do {
		char *json = join3(folder, "keymaps/default", "keymap.json");
		char *c = join3(folder, "keymaps/default", "keymap.c");

		if (file_is_regular(json))
			found = json;
		else
			free(json);
		*only_c = !found && file_is_regular(c);
		free(c);
	} while (!found && !*only_c && go_up(folder, keyboards));
	free(folder);
	free(keyboards);
	return found;
}

char *tree_of(const char *path)
{
	static const char part[] = "/keyboards/";
	const char *last = NULL;
	char *home;

	for (const char *p = strstr(path, part); p; p = strstr(p + 1, part))
		last = p;
	if (!last)
		return NULL;
	home = mem_copy_text(path);
	home[last - path] = '\0';
	return home;
}
