/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "base/str.h"
#include "import/qmk_api.h"

enum { MAX_ID_BYTES = 200, MAX_FOLLOWED = 16 };

#define ID_BYTES "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+."

bool qmk_api_is_id(const char *id)
{
	const char *part = id;

	if (strlen(id) > MAX_ID_BYTES)
		return false;
	for (;;) {
		size_t len = strspn(part, ID_BYTES);

		if (!len || part[0] == '.')
			return false;
		if (!part[len])
			return true;
		if (part[len] != '/')
			return false;
		part += len + 1;
	}
}

static char *below(const char *folder, const char *name, const char *file)
{
	struct str path = STR_INIT;

	str_addf(&path, "%s%s%s", folder, name, file);
	return str_take(&path);
}

char *qmk_api_info_path(const char *id)
{
	return below("v1/keyboards/", id, "/info.json");
}

const struct json *qmk_api_keyboard(const struct json *root, const char *id, struct err *err)
{
	const struct json *keyboard = json_member(json_member(root, "keyboards"), id);
	const struct json *layouts = json_member(keyboard, "layouts");

	if (!keyboard) {
		err_set(err, ERR_PARSE, "it holds no \"keyboards\" with \"%s\" in it", id);
		return NULL;
	}
	for (const struct json *node = layouts && layouts->type == JSON_OBJECT ? layouts->first : NULL; node;
	     node = node->next) {
		const struct json *keys = json_member(node, "layout");

		if (keys && keys->type == JSON_ARRAY && keys->first)
			return keyboard;
	}
	err_set(err, ERR_PARSE, "%s has no layout with keys in it", id);
	return NULL;
}

char *qmk_api_default_keymap(const struct json *keyboard)
{
	const struct json *keymap = json_member(json_member(keyboard, "keymaps"), "default");
	const char *path = json_text(json_member(keymap, "path"));

	return qmk_api_is_id(path) ? below("v1/", path, "") : NULL;
}

char *qmk_api_follow_aliases(const struct json *root, const char *name)
{
	const struct json *aliases = json_member(root, "keyboard_aliases");

	for (int i = 0; i < MAX_FOLLOWED; i++) {
		const char *target = json_text(json_member(json_member(aliases, name), "target"));

		if (!qmk_api_is_id(target))
			break;
		name = target;
	}
	return mem_copy_text(name);
}
