/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"

enum {
	BOARD = IN(VIEW_BOARD),
	ON_BOARD = IN(VIEW_BOARD) | IN(VIEW_KEYS),
	START = IN(VIEW_START),
	MAIN = IN(VIEW_BOARD) | IN(VIEW_START),
	LISTS = IN(VIEW_START) | IN(VIEW_FIND) | IN(VIEW_PROBLEMS) | IN(VIEW_DEVICES),
	CLOSABLE = IN(VIEW_PROBLEMS) | IN(VIEW_DEVICES),
	FORM = IN(VIEW_CONFIG),
	FORM_LIST = IN(VIEW_CONFIG_LIST),
	FORM_TEXT = IN(VIEW_CONFIG_FILTER) | IN(VIEW_CONFIG_VALUE),
	FORM_OVER = FORM_LIST | FORM_TEXT | IN(VIEW_CONFIG_SAVE),
	BEHAVIORS = IN(VIEW_BEHAVIORS),
	BEHAVIOR = IN(VIEW_BEHAVIOR),
	PARTS = IN(VIEW_BEHAVIOR_PARTS),
	THREE_WAY = IN(VIEW_THREE_WAY),
	TESTED = IN(VIEW_MATRIX) | IN(VIEW_PRESS), /* the keys that are typed are under test */
	KEYS = IN(VIEW_KEYS),
	SWITCHES = IN(VIEW_BEHAVIOR_SWITCHES),
	MENUS = IN(VIEW_MENUS),
	BEHAVIOR_TEXT = IN(VIEW_BEHAVIORS_FILTER) | IN(VIEW_BEHAVIOR_VALUE),
	BEHAVIOR_OVER = BEHAVIORS | BEHAVIOR | PARTS | KEYS | SWITCHES | BEHAVIOR_TEXT,
	NOT_TYPE = IN_ALL & ~IN(VIEW_TYPE) & ~IN(VIEW_RECORD) & ~TESTED,
	TAKES_TEXT = IN(VIEW_TYPE) | IN(VIEW_RECORD) | IN(VIEW_FIND) | IN(VIEW_PICKER) | IN(VIEW_HELP),
};

/* By group, then by key. The help view, the hint line and the manual are printed from here. */
static const struct binding bindings[] = {
	{ ON_BOARD, "h", "cursor-left", 0, NULL },
	{ ON_BOARD, "j", "cursor-down", 0, NULL },
	{ ON_BOARD, "k", "cursor-up", 0, NULL },
	{ ON_BOARD, "l", "cursor-right", 0, NULL },
	{ ON_BOARD, "<Left>", "cursor-left", 0, NULL },
	{ ON_BOARD, "<Down>", "cursor-down", 0, NULL },
	{ ON_BOARD, "<Up>", "cursor-up", 0, NULL },
	{ ON_BOARD, "<Right>", "cursor-right", 0, NULL },
	{ ON_BOARD, "<Home>", "cursor-home", 0, NULL },
	{ ON_BOARD, "<End>", "cursor-end", 0, NULL },
	{ ON_BOARD, "0", "cursor-home", 0, NULL },
	{ ON_BOARD, "$", "cursor-end", 0, NULL },
	{ ON_BOARD, "g g", "cursor-first", 0, NULL },
	{ ON_BOARD, "G", "cursor-last", 0, NULL },

	{ BOARD, "<CR>", "edit", 1, "edit" },
	{ BOARD, "i", "type", 2, "type" },
	{ BOARD, "x", "clear", 0, NULL },
	{ BOARD, "<Del>", "clear", 0, NULL },
	{ BOARD, "t", "transparent", 0, NULL },
	{ BOARD, "y", "copy", 0, NULL },
	{ BOARD, "p", "paste", 0, NULL },
	{ BOARD, "m", "mark", 0, NULL },
	{ BOARD, "s", "swap", 0, NULL },
	{ BOARD, ".", "repeat", 0, NULL },
	{ BOARD, "u", "undo", 3, "undo" },
	{ BOARD, "U", "redo", 0, NULL },
	{ BOARD, "<C-r>", "redo", 0, NULL },

	{ ON_BOARD, "<PageDown>", "layer-previous", 0, NULL },
	{ ON_BOARD, "<PageUp>", "layer-next", 0, NULL },
	{ ON_BOARD, "[", "layer-previous", 0, NULL },
	{ ON_BOARD, "]", "layer-next", 4, "layer" },
	{ ON_BOARD, "g 0", "layer-go 0", 0, NULL },
	{ ON_BOARD, "g 1", "layer-go 1", 0, NULL },
	{ ON_BOARD, "g 2", "layer-go 2", 0, NULL },
	{ ON_BOARD, "g 3", "layer-go 3", 0, NULL },
	{ ON_BOARD, "g 4", "layer-go 4", 0, NULL },
	{ ON_BOARD, "g 5", "layer-go 5", 0, NULL },
	{ ON_BOARD, "g 6", "layer-go 6", 0, NULL },
	{ ON_BOARD, "g 7", "layer-go 7", 0, NULL },
	{ ON_BOARD, "g 8", "layer-go 8", 0, NULL },
	{ ON_BOARD, "g 9", "layer-go 9", 0, NULL },
	{ BOARD, "a", "layer-add", 0, NULL },
	{ BOARD, "d", "layer-duplicate", 0, NULL },
	{ BOARD, "D", "layer-delete", 0, NULL },
	{ BOARD, "r", "layer-rename", 0, NULL },
	{ BOARD, "<", "layer-move -1", 0, NULL },
	{ BOARD, ">", "layer-move +1", 0, NULL },

	{ BOARD, "+", "pitch-larger", 0, NULL },
	{ BOARD, "-", "pitch-smaller", 0, NULL },
	{ BOARD, "=", "pitch-auto", 0, NULL },
	{ BOARD, "/", "search", 0, NULL },
	{ BOARD, "n", "search-next", 0, NULL },
	{ BOARD, "N", "search-previous", 0, NULL },

	{ BOARD, "w", "save", 5, "save" },
	{ BOARD, "c", "compile", 0, NULL },
	{ BOARD, "b", "build", 0, NULL },
	{ BOARD, "F", "flash", 0, NULL },
	{ BOARD, "<F5>", "go", 6, "flash" },
	{ BOARD, "e", "problems", 0, NULL },
	{ BOARD, "o", "start", 0, NULL },
	{ BOARD, "K", "config", 0, NULL },
	{ BOARD, "B", "behaviors", 0, NULL },
	{ BOARD, "g d", "definition", 0, NULL },
	{ BOARD, "A", "apply", 0, NULL },
	{ BOARD, "g l", "live", 0, NULL },
	{ BOARD, "g o", "layout-options", 0, NULL },
	{ IN(VIEW_LAYOUT_OPTIONS), "<CR>", "select", 1, "next choice" },
	{ IN(VIEW_LAYOUT_OPTIONS), "l", "layout-option", 0, NULL },
	{ IN(VIEW_LAYOUT_OPTIONS), "h", "layout-option -1", 2, "the one before" },
	{ IN(VIEW_LAYOUT_OPTIONS), "q", "cancel", 0, NULL },
	{ IN(VIEW_LAYOUT_OPTIONS) | IN(VIEW_UNLOCK), "<Esc>", "cancel", 3, "close" },
	{ BOARD, "L", "menus", 0, NULL },
	{ BOARD, "M", "matrix", 0, NULL },
	{ BOARD, "P", "press-to-select", 0, NULL },
	{ BOARD, "g c", "three-way", 0, NULL },
	{ START, "/", "open", 4, "find" },
	{ MAIN, "v", "devices", 0, NULL },
	{ MAIN, ":", "prompt", 7, "command" },
	{ FORM, ":", "prompt", 0, NULL },
	{ FORM | FORM_LIST, "<CR>", "select", 1, "change" },
	{ IN(VIEW_CONFIG_SAVE), "<CR>", "select", 1, "write" },
	{ FORM, "d", "config-unset", 2, "unset" },
	{ FORM_LIST, "d", "config-unset", 2, "delete" },
	{ FORM | FORM_LIST, "a", "config-add", 3, "add" },
	{ FORM_LIST, "<", "config-move -1", 4, "move" },
	{ FORM_LIST, ">", "config-move +1", 0, NULL },
	{ FORM | FORM_LIST, "u", "undo", 5, "undo" },
	{ FORM | FORM_LIST, "U", "redo", 0, NULL },
	{ FORM | FORM_LIST, "<C-r>", "redo", 0, NULL },
	{ FORM, "/", "config-filter", 4, "filter" },
	{ FORM, "[", "config-group -1", 0, NULL },
	{ FORM, "]", "config-group +1", 6, "group" },
	{ FORM, "o", "config-only-said", 0, NULL },
	{ FORM, "e", "problems", 0, NULL },
	{ FORM, "w", "write-config", 7, "save" },
	{ FORM | FORM_LIST | IN(VIEW_CONFIG_SAVE), "q", "cancel", 0, NULL },
	{ FORM_TEXT, "<CR>", "select", 1, "take" },
	{ FORM | FORM_OVER, "<Esc>", "cancel", 9, "close" },
	{ BEHAVIORS | BEHAVIOR | PARTS, "<CR>", "select", 1, "change" },
	{ BEHAVIOR_TEXT | KEYS | SWITCHES, "<CR>", "select", 1, "take" },
	{ BEHAVIORS | BEHAVIOR, ":", "prompt", 0, NULL },
	{ BEHAVIORS, "n", "behavior-new", 2, "new" },
	{ BEHAVIORS, "d", "behavior-delete", 3, "delete" },
	{ BEHAVIORS | BEHAVIOR, "y", "behavior-duplicate", 0, NULL },
	{ BEHAVIORS | BEHAVIOR, "p", "behavior-duplicate", 0, NULL },
	{ BEHAVIORS | BEHAVIOR, "r", "behavior-rename", 0, NULL },
	{ BEHAVIORS, "J", "behavior-move +1", 0, NULL },
	{ BEHAVIORS, "K", "behavior-move -1", 0, NULL },
	{ BEHAVIORS, "+", "behavior-move +1", 0, NULL },
	{ BEHAVIORS, "-", "behavior-move -1", 0, NULL },
	{ BEHAVIORS, ">", "behavior-move +1", 0, NULL },
	{ BEHAVIORS, "<", "behavior-move -1", 0, NULL },
	{ BEHAVIORS, "/", "behavior-filter", 4, "filter" },
	{ BEHAVIORS, "a", "behavior-only-said", 0, NULL },
	{ BEHAVIORS, "o", "behavior-only-said", 0, NULL },
	{ BEHAVIORS, "[", "behavior-section -1", 0, NULL },
	{ BEHAVIORS, "]", "behavior-section +1", 0, NULL },
	{ BEHAVIORS | BEHAVIOR, "x", "behavior-unset", 0, NULL },
	{ BEHAVIOR, "d", "behavior-unset", 2, "unset" },
	{ BEHAVIOR, "<Del>", "behavior-unset", 0, NULL },
	{ BEHAVIORS | BEHAVIOR, "i", "behavior-type", 0, NULL },
	{ BEHAVIOR, "D", "behavior-delete", 3, "delete" },
	{ PARTS, "a", "part-add", 2, "add" },
	{ PARTS, "i", "part-insert", 0, NULL },
	{ PARTS, "d", "part-delete", 3, "delete" },
	{ PARTS, "x", "part-delete", 0, NULL },
	{ PARTS, "J", "part-move +1", 0, NULL },
	{ PARTS, "K", "part-move -1", 0, NULL },
	{ PARTS, "+", "part-move +1", 0, NULL },
	{ PARTS, "-", "part-move -1", 0, NULL },
	{ PARTS, ">", "part-move +1", 4, "move" },
	{ PARTS, "<", "part-move -1", 0, NULL },
	{ PARTS, "b", "part-keys", 6, "board" },
	{ PARTS, "r", "part-record", 7, "record" },
	{ PARTS, "=", "part-type", 0, NULL },
	{ KEYS, "<Space>", "keys-toggle", 2, "choose" },
	{ KEYS, "x", "keys-clear", 3, "none" },
	{ SWITCHES, "<Space>", "switch-toggle", 2, "switch" },
	{ BEHAVIORS | BEHAVIOR, "u", "undo", 5, "undo" },
	{ PARTS, "u", "undo", 0, NULL },
	{ BEHAVIORS | BEHAVIOR | PARTS, "U", "redo", 0, NULL },
	{ BEHAVIORS | BEHAVIOR | PARTS, "<C-r>", "redo", 0, NULL },
	{ BEHAVIORS | BEHAVIOR, "e", "problems", 0, NULL },
	{ BEHAVIORS | BEHAVIOR, "w", "save", 7, "save" },
	{ BEHAVIORS | BEHAVIOR | PARTS | SWITCHES | KEYS, "q", "cancel", 0, NULL },
	{ BEHAVIOR_OVER, "<Esc>", "cancel", 9, "close" },
	{ MENUS, "<CR>", "select", 1, "change" },
	{ IN(VIEW_MENU_VALUE), "<CR>", "select", 1, "take" },
	{ MENUS, "<Left>", "menu-step -1", 0, NULL },
	{ MENUS, "<Right>", "menu-step +1", 0, NULL },
	{ MENUS, "h", "menu-step -1", 0, NULL },
	{ MENUS, "l", "menu-step +1", 2, "step" },
	{ MENUS, "-", "menu-step-fine -1", 0, NULL },
	{ MENUS, "+", "menu-step-fine +1", 3, "by one" },
	{ MENUS, "<Tab>", "menu-section +1", 4, "section" },
	{ MENUS, "<S-Tab>", "menu-section -1", 0, NULL },
	{ MENUS, "]", "menu-section +1", 0, NULL },
	{ MENUS, "[", "menu-section -1", 0, NULL },
	{ MENUS, "w", "menu-save", 5, "keep" },
	{ MENUS, ":", "prompt", 0, NULL },
	{ MENUS, "e", "problems", 0, NULL },
	{ MENUS, "q", "cancel", 0, NULL },
	{ MENUS | IN(VIEW_MENU_VALUE), "<Esc>", "cancel", 9, "close" },
	{ THREE_WAY, "1", "three-way-take file", 1, "file" },
	{ THREE_WAY, "2", "three-way-take keyboard", 2, "keyboard" },
	{ THREE_WAY, "3", "three-way-take flashed", 3, "flashed" },
	{ THREE_WAY, "l 1", "three-way-take file layer", 4, "layer" },
	{ THREE_WAY, "l 2", "three-way-take keyboard layer", 0, NULL },
	{ THREE_WAY, "l 3", "three-way-take flashed layer", 0, NULL },
	{ THREE_WAY, "a 1", "three-way-take file all", 5, "all" },
	{ THREE_WAY, "a 2", "three-way-take keyboard all", 0, NULL },
	{ THREE_WAY, "a 3", "three-way-take flashed all", 0, NULL },
	{ THREE_WAY, "n", "three-way-go +1", 0, NULL },
	{ THREE_WAY, "p", "three-way-go -1", 0, NULL },
	{ THREE_WAY, "u", "undo", 6, "undo" },
	{ THREE_WAY, "U", "redo", 0, NULL },
	{ THREE_WAY, "<C-r>", "redo", 0, NULL },
	{ THREE_WAY, "w", "save", 0, NULL },
	{ THREE_WAY, "q", "cancel", 0, NULL },
	{ THREE_WAY | TESTED, "<Esc>", "cancel", 9, "close" },
	{ IN(VIEW_MATRIX), "<C-u>", "matrix-clear", 2, "clear" },
	{ LISTS, "<CR>", "select", 1, "take" },
	{ IN(VIEW_PROBLEMS), "x", "waive", 4, "accept" },
	{ CLOSABLE, "q", "cancel", 2, "close" },
	{ IN(VIEW_WORK), "q", "stop", 2, "close" },
	{ CLOSABLE | TAKES_TEXT | START | IN(VIEW_WORK), "<Esc>", "cancel", 3, "close" },
	{ BOARD, "W", "work", 0, NULL },
	{ IN(VIEW_PICKER) | IN(VIEW_HELP), "<CR>", "select", 1, "take" },
	{ MAIN, "q", "quit", 9, "quit" },
	{ MAIN | FORM | CLOSABLE | BEHAVIORS | BEHAVIOR | PARTS | KEYS | SWITCHES | MENUS | THREE_WAY |
		  IN(VIEW_WORK),
	  "?", "help", 8, "help" },
	{ NOT_TYPE, "<F1>", "help", 0, NULL },
	{ NOT_TYPE, "<C-l>", "repaint", 0, NULL },
};

size_t binding_count(void)
{
	return COUNT(bindings);
}

const struct binding *binding_at(size_t index)
{
	return &bindings[index];
}

const struct binding *binding_find(enum view view, const char *keys, bool *more)
{
	const struct binding *found = NULL;
	size_t len = strlen(keys);

	*more = false;
	for (size_t i = 0; i < COUNT(bindings); i++) {
		if (!(bindings[i].in & IN(view)) || strncmp(bindings[i].keys, keys, len))
			continue;
		if (!bindings[i].keys[len])
			found = &bindings[i];
		else if (bindings[i].keys[len] == ' ')
			*more = true;
	}
	return found;
}

static const char *view_names(unsigned in, char *out, size_t size)
{
	size_t at = 0;

	if (in == IN_ALL)
		return "everywhere";
	out[0] = '\0';
	for (int view = 0; view < VIEW_COUNT; view++)
		if (in & IN(view))
			at += (size_t)snprintf(out + at, size - at, "%s%s", at ? "," : "",
					       view_ops(view)->name);
	return out;
}

void app_list_bindings(FILE *out)
{
	char names[800];

	for (size_t i = 0; i < COUNT(bindings); i++)
		fprintf(out, "%s\t%s\t%s\n", view_names(bindings[i].in, names, sizeof(names)),
			bindings[i].keys, bindings[i].command);
}

/* What the user's terminal means by these is the terminal's. */
static const char *const reserved[] = { "<C-c>", "<C-z>", "<C-s>", "<C-q>" };

static bool check_binding(const struct binding *binding, struct err *err)
{
	const struct command *command = command_find(binding->command, strcspn(binding->command, " "));

	if (!command)
		return err_set(err, ERR_RANGE, "%s is bound to %s, which is no command", binding->keys,
			       binding->command);
	if (binding->in & ~command->in)
		return err_set(err, ERR_RANGE, "%s is bound to %s in a view where it does nothing",
			       binding->keys, binding->command);
	for (size_t i = 0; i < COUNT(reserved); i++)
		if (strstr(binding->keys, reserved[i]))
			return err_set(err, ERR_RANGE, "%s belongs to the terminal", reserved[i]);
	for (int view = 0; view < VIEW_COUNT; view++) {
		bool more;

		if (!(binding->in & IN(view)))
			continue;
		if (binding_find(view, binding->keys, &more) != binding)
			return err_set(err, ERR_RANGE, "%s is bound twice in %s", binding->keys,
				       view_ops(view)->name);
		if (more)
			return err_set(err, ERR_RANGE, "%s in %s hides a longer binding", binding->keys,
				       view_ops(view)->name);
	}
	return true;
}

bool app_check_tables(struct err *err)
{
	for (size_t i = 1; i < command_count(); i++)
		if (strcmp(command_at(i - 1)->name, command_at(i)->name) >= 0)
			return err_set(err, ERR_RANGE, "command %s is out of order", command_at(i)->name);
	for (size_t i = 0; i < COUNT(bindings); i++)
		if (!check_binding(&bindings[i], err))
			return false;
	return true;
}
