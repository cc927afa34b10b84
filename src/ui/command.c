/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "complete.h"

enum {
	BOARD = IN(VIEW_BOARD),
	EDITABLE = IN(VIEW_BOARD) | IN(VIEW_TYPE) | IN(VIEW_KEYS),
	FORM = IN(VIEW_CONFIG),
	FORM_LIST = IN(VIEW_CONFIG_LIST),
	LISTS = IN(VIEW_START) | IN(VIEW_FIND) | IN(VIEW_PROBLEMS) | IN(VIEW_DEVICES) | IN(VIEW_PICKER) |
		IN(VIEW_HELP) | FORM | FORM_LIST | IN(VIEW_CONFIG_FILTER) | IN(VIEW_CONFIG_VALUE) |
		IN(VIEW_CONFIG_SAVE) | IN(VIEW_BEHAVIORS) | IN(VIEW_BEHAVIORS_FILTER) | IN(VIEW_BEHAVIOR) |
		IN(VIEW_BEHAVIOR_VALUE) | IN(VIEW_BEHAVIOR_PARTS) | IN(VIEW_BEHAVIOR_SWITCHES) |
		IN(VIEW_KEYS) | IN(VIEW_LAYOUT_OPTIONS) | IN(VIEW_MENUS) | IN(VIEW_MENU_VALUE),
	BEHAVIORS = IN(VIEW_BEHAVIORS),
	BEHAVIOR = IN(VIEW_BEHAVIORS) | IN(VIEW_BEHAVIOR),
	PARTS = IN(VIEW_BEHAVIOR_PARTS),
	MENUS = IN(VIEW_MENUS),
	THREE_WAY = IN(VIEW_THREE_WAY),
	TESTER = IN(VIEW_MATRIX),
};

/* Alphabetical; a test asserts it. Keys, the `:` prompt, scripts and the help view all speak these names. */
static const struct command commands[] = {
	{ "apply", "", "Send what waits to the running keyboard", BOARD, run_apply, NULL },
	{ "assign", "EXPRESSION", "Make the key do this: KC_A, LT(1, KC_SPC), LCTL(KC_C)", BOARD, run_assign,
	  complete_keycode },
	{ "behavior", "KIND NAME|NUMBER", "Show and change a combo, macro or what else is defined",
	  BOARD | BEHAVIOR, run_behavior, complete_kind },
	{ "behavior-delete", "", "Delete the combo, macro or what else it is; what used it does nothing",
	  BEHAVIOR, run_behavior_delete, NULL },
	{ "behavior-duplicate", "", "Put a copy behind it", BEHAVIOR, run_behavior_duplicate, NULL },
	{ "behavior-filter", "", "List what has some words", BEHAVIORS, run_behavior_filter, NULL },
	{ "behavior-move", "+1|-1", "Move it down or up among those of its kind; references follow", BEHAVIOR,
	  run_behavior_move, NULL },
	{ "behavior-new", "[KIND [NAME]]", "Add one of this kind, or of another", BEHAVIOR, run_behavior_new,
	  complete_kind },
	{ "behavior-only-said", "", "List only what is said, or all that can be said", BEHAVIORS,
	  run_behavior_only_said, NULL },
	{ "behavior-rename", "[NAME]", "Name it; references follow; \"\" takes its name away", BEHAVIOR,
	  run_behavior_rename, NULL },
	{ "behavior-section", "+1|-1", "Go to the next kind, or to the one before", BEHAVIORS,
	  run_behavior_section, NULL },
	{ "behavior-set", "FIELD VALUE", "Set a field of the form, or a setting", BEHAVIOR, run_behavior_set,
	  complete_field },
	{ "behavior-type", "", "Change the value as text", BEHAVIOR, run_behavior_type, NULL },
	{ "behavior-unset", "[FIELD]", "Take the value out: the default holds", BEHAVIOR, run_behavior_unset,
	  complete_field },
	{ "behaviors", "[KIND]", "List combos, tap dances, macros and what else is defined, and settings",
	  BOARD | BEHAVIOR, run_behaviors, complete_kind },
	{ "build", "", "Compile, then build the firmware", BOARD, run_build, NULL },
	{ "cancel", "", "Close this view; what runs in it goes on", IN_ALL & ~BOARD, run_cancel, NULL },
	{ "clear", "", "Make the key do nothing", BOARD, run_clear, NULL },
	{ "compile", "[FOLDER]", "Write keymap.c and what belongs to it", BOARD, run_compile, NULL },
	{ "config", "", "Show and change the keyboard's data", BOARD, run_config, NULL },
	{ "config-add", "", "Add an element to the list, or a member of a name of yours", FORM | FORM_LIST,
	  run_config_add, NULL },
	{ "config-filter", "", "List the members that have some words", FORM, run_config_filter, NULL },
	{ "config-group", "+1|-1", "Go to the next group of members, or to the one before", FORM,
	  run_config_group, NULL },
	{ "config-move", "+1|-1", "Move the element down or up", FORM_LIST, run_config_move, NULL },
	{ "config-only-said", "", "List only what is said, or all that can be said", FORM,
	  run_config_only_said, NULL },
	{ "config-set", "MEMBER VALUE", "Set a member of the keyboard's data", FORM, run_config_set, NULL },
	{ "config-unset", "[MEMBER]", "Take the member or the element out", FORM | FORM_LIST,
	  run_config_unset, NULL },
	{ "copy", "", "Copy what the key does", BOARD, run_copy, NULL },
	{ "cursor-down", "", "Go to the key below", EDITABLE, run_cursor_down, NULL },
	{ "cursor-end", "", "Go to the last key of the row", EDITABLE, run_cursor_end, NULL },
	{ "cursor-first", "", "Go to the first key", EDITABLE, run_cursor_first, NULL },
	{ "cursor-home", "", "Go to the first key of the row", EDITABLE, run_cursor_home, NULL },
	{ "cursor-last", "", "Go to the last key", EDITABLE, run_cursor_last, NULL },
	{ "cursor-left", "", "Go to the key on the left", EDITABLE, run_cursor_left, NULL },
	{ "cursor-right", "", "Go to the key on the right", EDITABLE, run_cursor_right, NULL },
	{ "cursor-up", "", "Go to the key above", EDITABLE, run_cursor_up, NULL },
	{ "definition", "", "Show what is behind the key: its macro, dance, behaviour, combo or encoder",
	  BOARD, run_definition, NULL },
	{ "devices", "", "List the keyboards and bootloaders that are connected",
	  IN(VIEW_BOARD) | IN(VIEW_START), run_devices, NULL },
	{ "discard", "", "Go back to what the running keyboard holds", BOARD, run_discard, NULL },
	{ "edit", "", "Choose what the key does from all keycodes", BOARD, run_edit, NULL },
	{ "expand", "", "Write out the macro in the file that keeps this key from being changed", BOARD,
	  run_expand, NULL },
	{ "fetch", "KEYBOARD", "Get a keyboard of QMK's from the network, and open it",
	  IN(VIEW_BOARD) | IN(VIEW_START), run_fetch, NULL },
	{ "flash", "[IMAGE]", "Write the firmware that was built, or this image",
	  IN(VIEW_BOARD) | IN(VIEW_START), run_flash, NULL },
	{ "go", "", "Compile, build and flash", BOARD, run_go, NULL },
	{ "help", "", "List the keys that work here and every command", IN_ALL, run_help, NULL },
	{ "keys-clear", "", "Choose no key", IN(VIEW_KEYS), run_keys_clear, NULL },
	{ "keys-toggle", "", "Choose the key, or not", IN(VIEW_KEYS), run_keys_toggle, NULL },
	{ "layer-add", "[NAME]", "Add a layer above this one", BOARD, run_layer_add, NULL },
	{ "layer-delete", "", "Delete this layer", BOARD, run_layer_delete, NULL },
	{ "layer-duplicate", "[NAME]", "Copy this layer to a new one above it", BOARD, run_layer_duplicate,
	  NULL },
	{ "layer-go", "NUMBER", "Show this layer", EDITABLE, run_layer_go, NULL },
	{ "layer-move", "NUMBER", "Move this layer there; references follow", BOARD, run_layer_move, NULL },
	{ "layer-next", "", "Show the layer above", EDITABLE, run_layer_next, NULL },
	{ "layer-previous", "", "Show the layer below", EDITABLE, run_layer_previous, NULL },
	{ "layer-rename", "[NAME]", "Name this layer; \"\" takes its name away", BOARD, run_layer_rename,
	  NULL },
	{ "layout-option", "[-1]", "Choose the next way that the keyboard is built, or the one before",
	  IN(VIEW_LAYOUT_OPTIONS), run_layout_option, NULL },
	{ "layout-options", "", "Choose how the running keyboard is built", BOARD, run_layout_options, NULL },
	{ "live", "[DEVICE] [--definition FILE|--definitions DIR|--keyboard KB]",
	  "Open a running keyboard and change it as it runs; its definition is this, or a QMK keyboard's",
	  IN(VIEW_BOARD) | IN(VIEW_START), run_live, NULL },
	{ "live-close", "", "Close the running keyboard; the keymap stays open", BOARD, run_live_close,
	  NULL },
	{ "live-reset", "[keymap|macros|settings|eeprom]",
	  "Put back what the running keyboard's firmware was built with", BOARD, run_live_reset, NULL },
	{ "lock", "", "Lock the running keyboard again", BOARD, run_lock, NULL },
	{ "mark", "", "Mark the key, for swap", BOARD, run_mark, NULL },
	{ "matrix", "", "Test the keys of a running keyboard: which are pressed, were, and chatter", BOARD,
	  run_matrix, NULL },
	{ "matrix-clear", "", "Forget what was pressed", TESTER, run_matrix_clear, NULL },
	{ "menu-save", "", "Keep the keyboard's lights and values over power-off", MENUS, run_menu_save,
	  NULL },
	{ "menu-section", "+1|-1", "Go to the next section, or to the one before", MENUS, run_menu_section,
	  NULL },
	{ "menu-set", "VALUE", "Set the value: a number, a choice, on, off, a colour, a keycode", MENUS,
	  run_menu_set, complete_choice },
	{ "menu-step", "+1|-1", "Change the value by a step, or to the next choice", MENUS, run_menu_step,
	  NULL },
	{ "menu-step-fine", "+1|-1", "Change the value by one, or a colour's saturation", MENUS,
	  run_menu_step_fine, NULL },
	{ "menus", "", "Show and change the lights and values of the running keyboard", BOARD, run_menus,
	  NULL },
	{ "open", "[FILE|KEYBOARD]", "Open a keyboard or keymap; alone, find one as you type",
	  IN(VIEW_BOARD) | IN(VIEW_START), run_open, complete_keyboard },
	{ "part-add", "", "Add behind the selected part", PARTS, run_part_add, NULL },
	{ "part-delete", "", "Delete the selected part", PARTS, run_part_delete, NULL },
	{ "part-insert", "", "Add before the selected part", PARTS, run_part_insert, NULL },
	{ "part-keys", "", "Choose keys on the board: what they do is listed", PARTS, run_part_keys, NULL },
	{ "part-move", "+1|-1", "Move the part down or up", PARTS, run_part_move, NULL },
	{ "part-record", "", "Add each key that is typed", PARTS, run_part_record, NULL },
	{ "part-type", "", "Change the part as text", PARTS, run_part_type, NULL },
	{ "paste", "", "Make the key do what was copied", BOARD, run_paste, NULL },
	{ "pitch-auto", "", "Draw keys as large as fit", BOARD, run_pitch_auto, NULL },
	{ "pitch-larger", "", "Draw keys larger", BOARD, run_pitch_larger, NULL },
	{ "pitch-smaller", "", "Draw keys smaller", BOARD, run_pitch_smaller, NULL },
	{ "press-to-select", "", "Go to the key that is pressed on a running keyboard", BOARD,
	  run_press_to_select, NULL },
	{ "problems", "", "List errors and warnings", BOARD | FORM | BEHAVIOR | MENUS, run_problems, NULL },
	{ "prompt", "", "Type a command", FORM | BEHAVIOR | MENUS | IN(VIEW_BOARD) | IN(VIEW_START),
	  run_prompt, NULL },
	{ "quit", "[!]", "Leave the program; with ! without saving", IN_ALL, run_quit, NULL },
	{ "redo", "", "Do again what was undone", BOARD | FORM | FORM_LIST | BEHAVIOR | PARTS | THREE_WAY,
	  run_redo, NULL },
	{ "repaint", "", "Draw the whole screen again", IN_ALL, run_repaint, NULL },
	{ "repeat", "", "Make the key do what was assigned last", BOARD, run_repeat, NULL },
	{ "save", "[!] [FILE]", "Write the keymap; with ! over a file that was not opened",
	  BOARD | FORM | BEHAVIOR | THREE_WAY, run_save, NULL },
	{ "save-quit", "[FILE]", "Write the keymap, then leave the program", BOARD, run_save_quit, NULL },
	{ "screen-dump", "FILE", "Write the screen to a file, glyphs and styles", IN_ALL, run_screen_dump,
	  NULL },
	{ "search", "[TEXT]", "Find keys by what they do, on all layers", BOARD, run_search, NULL },
	{ "search-next", "", "Go to the next hit", BOARD, run_search_next, NULL },
	{ "search-previous", "", "Go to the hit before", BOARD, run_search_previous, NULL },
	{ "select", "", "Take the selected row", LISTS, run_select, NULL },
	{ "set", "[OPTION VALUE]", "Change an option, or list them", IN(VIEW_BOARD) | IN(VIEW_START), run_set,
	  complete_option },
	{ "start", "", "Go to the start screen", BOARD, run_start, NULL },
	{ "stop", "", "Stop what is being built, flashed or fetched", IN(VIEW_WORK), run_stop, NULL },
	{ "swap", "", "Exchange the key with the marked one", BOARD, run_swap, NULL },
	{ "switch-toggle", "", "Switch it on or off", IN(VIEW_BEHAVIOR_SWITCHES), run_switch_toggle, NULL },
	{ "three-way", "[FILE]", "Compare what a running keyboard holds with the file and what was flashed",
	  BOARD, run_three_way, NULL },
	{ "three-way-go", "+1|-1", "Go to the next difference, or to the one before", THREE_WAY,
	  run_three_way_go, NULL },
	{ "three-way-take", "file|keyboard|flashed [layer|all]",
	  "Make the key as this side has it, or all of its layer, or all that differs", THREE_WAY,
	  run_three_way_take, NULL },
	{ "transparent", "", "Make the key do what the layer below does", BOARD, run_transparent, NULL },
	{ "type", "", "Assign each key that is typed, one after the other", BOARD, run_type, NULL },
	{ "undo", "", "Take the last change back", BOARD | FORM | FORM_LIST | BEHAVIOR | PARTS | THREE_WAY,
	  run_undo, NULL },
	{ "unlock", "", "Unlock the running keyboard, by keys that are held", BOARD | TESTER, run_unlock,
	  NULL },
	{ "waive", "", "Accept what is lost, or be warned of it again", IN(VIEW_PROBLEMS), run_waive, NULL },
	{ "work", "", "Show what is being built, flashed or fetched", BOARD, run_work, NULL },
	{ "write-config", "", "Write the keyboard's data, after a look at what changes", FORM,
	  run_write_config, NULL },
};

size_t command_count(void)
{
	return COUNT(commands);
}

const struct command *command_at(size_t index)
{
	return &commands[index];
}

const struct command *command_find(const char *name, size_t len)
{
	for (size_t i = 0; i < COUNT(commands); i++)
		if (!strncmp(commands[i].name, name, len) && !commands[i].name[len])
			return &commands[i];
	return NULL;
}

/* Whether more than one command starts so. */
static bool starts(const char *name, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < COUNT(commands); i++)
		count += !strncmp(commands[i].name, name, len);
	return count > 1;
}

/* The only command that starts with what was typed, so that `:und` works as they do elsewhere. */
static const struct command *find_by_start(const char *name, size_t len)
{
	const struct command *found = NULL;

	for (size_t i = 0; i < COUNT(commands); i++) {
		if (strncmp(commands[i].name, name, len))
			continue;
		if (found)
			return NULL;
		found = &commands[i];
	}
	return found;
}

static const struct command *find_alias(const char *name, size_t len)
{
	static const struct {
		const char *alias, *command;
	} aliases[] = {
		{ "compare", "three-way" },
		{ "e", "open" },
		{ "h", "help" },
		{ "q", "quit" },
		{ "w", "save" },
		{ "wq", "save-quit" },
		{ "x", "save-quit" },
	};

	for (size_t i = 0; i < COUNT(aliases); i++)
		if (!strncmp(aliases[i].alias, name, len) && !aliases[i].alias[len])
			return command_find(aliases[i].command, strlen(aliases[i].command));
	return NULL;
}

const struct command *command_resolve(const char *text)
{
	size_t len = strcspn(text, " !");
	const struct command *command = command_find(text, len);

	if (!command)
		command = find_alias(text, len);
	return command ? command : find_by_start(text, len);
}

bool command_run(struct app *app, const char *text, struct effects *effects)
{
	const struct command *command;
	struct err err = { 0 };
	size_t len;

	while (*text == ' ')
		text++;
	len = strcspn(text, " !");
	if (!len)
		return true;
	command = command_resolve(text);
	if (!command) {
		app_say(app, STYLE_ERROR,
			starts(text, len) ? "'%.*s' is the start of several commands; <Tab> shows them"
					  : "there is no command '%.*s'; ? lists them",
			(int)len, text);
		return false;
	}
	if (!(command->in & IN(app_top(app)))) {
		app_say(app, STYLE_ERROR, "%s does nothing here%s", command->name,
			app->project ? "" : ": open a keyboard first");
		return false;
	}
	text += len;
	while (*text == ' ')
		text++;
	if (*text == '!' && !strstr(command->args, "!")) {
		app_say(app, STYLE_ERROR, "%s takes no !", command->name);
		return false;
	}
	if (!command->args[0] && *text) {
		app_say(app, STYLE_ERROR, "%s takes no argument, not '%s'", command->name, text);
		return false;
	}
	if (command->args[0] && command->args[0] != '[' && !*text) {
		app_say(app, STYLE_ERROR, "%s wants %s", command->name, command->args);
		return false;
	}
	if (command->run(app, text, effects, &err))
		return true;
	app_say(app, STYLE_ERROR, "%s", err.text);
	return false;
}

void app_list_commands(FILE *out)
{
	for (size_t i = 0; i < COUNT(commands); i++)
		fprintf(out, "%s\t%s\t%s\n", commands[i].name, commands[i].args, commands[i].help);
}
