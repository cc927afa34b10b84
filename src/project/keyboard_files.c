/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "import/qmk_info.h"
#include "project/builtin.h"
#include "project/cache.h"
#include "project_private.h"

enum { MAX_PARENTS = 5 };

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

static bool read_fetched(struct project *project, const struct located *located, struct err *err)
{
	struct cached_keyboard fetched;
	struct qmk_text text = { .path = located->path };

	if (!cache_find(located->id, &fetched, err))
		return false;
	text.text = cached_keyboard_data(&fetched, &text.len);
	project->keyboard = qmk_info_read(located->id, &text, 1, &project->diagnostics, err);
	project->keyboard_path = mem_copy_text(located->path);
	cached_keyboard_release(&fetched);
	return project->keyboard;
}

bool read_keyboard(struct project *project, const struct located *located, struct err *err)
{
	const struct builtin *board = builtin_find(located->id);
	char *dir = mem_copy_text(located->path ? located->path : "keyboard.json");
	char *root = located->tree ? file_join(tree_home(located->tree), "keyboards") : NULL;
	struct texts texts = { 0 };
	bool ok = true;
	int level = 0;

	if (located->fetched) {
		free(dir);
		return read_fetched(project, located, err);
	}
	if (!located->path || (!located->tree && strcmp(file_base(dir), "keyboard.json") != 0 &&
			       strcmp(file_base(dir), "info.json") != 0)) {
		struct str text = STR_INIT;
		struct qmk_text one;

		if (board)
			str_add_bytes(&text, board->keyboard, board->keyboard_len);
		else
			ok = file_read(located->path, JSON_MAX_BYTES, &text, err);
		one = (struct qmk_text){ dir, str_text(&text), text.len };
		if (ok)
			project->keyboard = qmk_info_read(located->id, &one, 1, &project->diagnostics, err);
		str_release(&text);
	} else {
		/* QMK looks at the board's own folder and five above it, info.json first. */
		*strrchr(dir, '/') = '\0';
		do {
			ok = read_text(&texts, dir, "info.json", err) &&
			     read_text(&texts, dir, "keyboard.json", err);
		} while (ok && level++ < MAX_PARENTS && go_up(dir, root));
		if (ok)
			project->keyboard = qmk_info_read(located->id, texts.text, texts.count,
							  &project->diagnostics, err);
	}
	project->keyboard_path = mem_copy_text(located->path);
	for (size_t i = 0; i < texts.count; i++) {
		free((char *)texts.text[i].path);
		free((char *)texts.text[i].text);
	}
	free(root);
	free(dir);
	return project->keyboard;
}
