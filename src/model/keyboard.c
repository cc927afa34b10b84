/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "model/action.h"
#include "model/keyboard.h"

enum { QK_KB_0 = 0x7e00 }; /* in QMK's newest table, as action_qmk_value() has it */

struct keyboard *keyboard_new(void)
{
	struct keyboard *kb = mem_new(1, sizeof(*kb));
	char **text[] = { &kb->id,        &kb->name,       &kb->manufacturer, &kb->maintainer,
			  &kb->processor, &kb->bootloader, &kb->board };

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		*text[i] = mem_copy_text("");
	return kb;
}

void keyboard_free(struct keyboard *kb)
{
	if (!kb)
		return;
	for (size_t i = 0; i < kb->layouts; i++) {
		free(kb->layout[i].name);
		free(kb->layout[i].key);
	}
	for (size_t i = 0; i < kb->aliases; i++) {
		free(kb->alias[i].alias);
		free(kb->alias[i].name);
	}
	for (size_t i = 0; i < kb->features; i++)
		free(kb->feature[i]);
	for (size_t i = 0; i < kb->keycodes; i++) {
		free(kb->keycode[i].name);
		free(kb->keycode[i].title);
		free(kb->keycode[i].short_name);
	}
	free(kb->keycode);
	free(kb->layout);
	free(kb->alias);
	free(kb->feature);
	free(kb->id);
	free(kb->name);
	free(kb->manufacturer);
	free(kb->maintainer);
	free(kb->processor);
	free(kb->bootloader);
	free(kb->board);
	free(kb);
}

static const struct layout *find_exact(const struct keyboard *kb, const char *name)
{
	for (size_t i = 0; i < kb->layouts; i++)
		if (!strcmp(kb->layout[i].name, name))
			return &kb->layout[i];
	return NULL;
}

const struct layout *keyboard_find_layout(const struct keyboard *kb, const char *name)
{
	const struct layout *found = find_exact(kb, name);

	for (size_t i = 0; !found && i < kb->aliases; i++)
		if (!strcmp(kb->alias[i].alias, name))
			found = find_exact(kb, kb->alias[i].name);
	return found;
}

const struct layout *keyboard_choose_layout(const struct keyboard *kb, const char *name, size_t keys)
{
	const struct layout *layout = keyboard_find_layout(kb, name);

	for (size_t i = 0; !layout && i < kb->layouts; i++)
		if (kb->layout[i].keys == keys)
			layout = &kb->layout[i];
	return layout ? layout : &kb->layout[0];
}

bool keyboard_has_feature(const struct keyboard *kb, const char *name)
{
	for (size_t i = 0; i < kb->features; i++)
		if (!strcmp(kb->feature[i], name))
			return true;
	return false;
}

int layout_find_key(const struct layout *layout, int row, int col)
{
	for (size_t i = 0; i < layout->keys; i++)
		if (layout->key[i].row == row && layout->key[i].col == col)
			return (int)i;
	return -1;
}

const struct keyboard_keycode *keyboard_find_keycode(const struct keyboard *kb, struct action action)
{
	uint16_t value;

	if (!action_qmk_value(action, &value) || value < QK_KB_0 || value - QK_KB_0 >= (int)kb->keycodes ||
	    !kb->keycode[value - QK_KB_0].name[0])
		return NULL;
	return &kb->keycode[value - QK_KB_0];
}

bool keyboard_keycode_action(const struct keyboard *kb, const char *name, struct action *out)
{
	for (size_t i = 0; i < kb->keycodes; i++) {
		if (!kb->keycode[i].name[0] || strcasecmp(kb->keycode[i].name, name) != 0)
			continue;
		*out = action_of_qmk_value((uint16_t)(QK_KB_0 + i));
		return true;
	}
	return false;
}
