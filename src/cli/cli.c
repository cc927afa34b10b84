/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "verbs.h"

/* Alphabetical; a test asserts it. */
static const struct verb verbs[] = {
	{ "behaviors", "FILE [KIND [NAME [FIELD [VALUE]]]]",
	  "Show a keymap's combos, macros and the like, or change them in its file", cmd_behaviors },
	{ "build", "KEYBOARD|FILE", "Build the firmware in a QMK tree", cmd_build },
	{ "check", "FILE...", "Look for mistakes in keymaps, of any format", cmd_check },
	{ "compile", "FILE|KEYBOARD", "Compile a keymap to the sources of a firmware", cmd_compile },
	{ "config", "KEYBOARD|FILE [MEMBER [VALUE]]", "Show a keyboard's data, or change them in its file",
	  cmd_config },
	{ "convert", "FILE", "Write a keymap in another format", cmd_convert },
	{ "devices", "", "List bootloaders and keyboards that are attached", cmd_devices },
	{ "diff", "FILE FILE", "Tell what differs between two keymaps, key by key", cmd_diff },
	{ "draw", "KEYBOARD|FILE", "Print a picture of a keyboard's layers", cmd_draw },
	{ "edit", "[KEYBOARD|FILE]", "Open the editor", cmd_edit },
	{ "fetch", "KEYBOARD...", "Get keyboards of QMK's from the network, to use without a QMK tree",
	  cmd_fetch },
	{ "flash", "IMAGE", "Write a firmware image into a keyboard's bootloader", cmd_flash },
	{ "fmt", "FILE...", "Align the layers of a keymap.c or .keymap as the keys lie", cmd_fmt },
	{ "generate", "[WHAT KEYBOARD|FILE]",
	  "Print a source that QMK makes of a keyboard's data, or list them", cmd_generate },
	{ "help", "[VERB]", "List the verbs, or explain one", cmd_help },
	{ "info", "KEYBOARD|FILE", "Tell all that is known of a keyboard", cmd_info },
	{ "keycode", "NAME|NUMBER|EXPRESSION", "Explain a keycode, and what it is elsewhere", cmd_keycode },
	{ "lint", "KEYBOARD...|all", "Check keyboards of a QMK tree as qmk lint does, with places",
	  cmd_lint },
	{ "list", "[PATTERN]", "List keyboards, or the keymaps of one", cmd_list },
	{ "live", "list|dump|load|get|set|... [DEVICE]",
	  "See and change what a running keyboard holds (VIA, Vial, Keychron)", cmd_live },
	{ "new", "keyboard|keymap ...", "Begin a keyboard or a keymap", cmd_new },
	{ "targets", "", "List the firmwares that keymaps compile to, and what each can do", cmd_targets },
	{ "version", "", "Print the version", cmd_version },
};

const struct verb *verb_find(const char *name)
{
	for (size_t i = 0; i < COUNT(verbs); i++)
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

void verb_list(FILE *out)
{
	for (size_t i = 0; i < COUNT(verbs); i++)
		fprintf(out, "  %-12s %s\n", verbs[i].name, verbs[i].help);
}

static void print_usage(const struct verb *verb, const struct option_row *rows, size_t count, FILE *out)
{
	fprintf(out, "usage: keyplane %s%s%s%s\n\n%s.\n", verb->name, verb->args[0] ? " " : "", verb->args,
		count ? " [OPTION...]" : "", verb->help);
	for (size_t i = 0; i < count; i++) {
		char head[80];

		if (rows[i].letter)
			snprintf(head, sizeof(head), "-%c, %s", rows[i].letter, rows[i].name);
		else
			snprintf(head, sizeof(head), "    %s", rows[i].name);
		if (rows[i].value)
			snprintf(head + strlen(head), sizeof(head) - strlen(head), " %s", rows[i].value);
		fprintf(out, "%s  %-26s %s\n", i ? "" : "\n", head, rows[i].help);
	}
}

static const struct option_row *find_row(const char *arg, const struct option_row *rows, size_t count,
					 const char **value)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(rows[i].name);

		*value = NULL;
		if (!strncmp(arg, rows[i].name, len) && (arg[len] == '\0' || arg[len] == '=')) {
			*value = arg[len] ? arg + len + 1 : NULL;
			return &rows[i];
		}
		if (rows[i].letter && arg[0] == '-' && arg[1] == rows[i].letter) {
			*value = arg[2] ? arg + 2 : NULL;
			return &rows[i];
		}
	}
	return NULL;
}

static bool add_item(const struct option_row *row, const char *value, struct err *err)
{
	struct option_list *list = row->dest;

	if (list->count == OPTION_LIST_MAX)
		return err_set(err, ERR_USAGE, "%s may be there %d times at most", row->name,
			       OPTION_LIST_MAX);
	list->item[list->count++] = value;
	return true;
}

static bool store(const struct option_row *row, const char *value, struct err *err)
{
	char *end;

	switch (row->type) {
	case OPTION_FLAG:
		if (value)
			return err_set(err, ERR_USAGE, "%s takes no value, and '%s' is behind it", row->name,
				       value);
		*(bool *)row->dest = true;
		return true;
	case OPTION_TEXT:
		*(const char **)row->dest = value;
		return true;
	case OPTION_LIST:
		return add_item(row, value, err);
	case OPTION_NUMBER:
		errno = 0;
		*(long *)row->dest = strtol(value, &end, strncmp(value, "0x", 2) ? 10 : 16);
		if (errno || end == value || *end)
			return err_set(err, ERR_USAGE, "%s wants a number, not '%s'", row->name, value);
		return true;
	}
	return false;
}

int cli_parse(const struct verb *verb, int argc, char **argv, const struct option_row *rows, size_t count,
	      const char **operand, int max, int *exit_status)
{
	struct err err = { 0 };
	int operands = 0;
	bool only_operands = false;

	for (int i = 1; i < argc; i++) {
		const struct option_row *row;
		const char *value;

		if (!only_operands && !strcmp(argv[i], "--")) {
			only_operands = true;
			continue;
		}
		if (only_operands || argv[i][0] != '-' || !argv[i][1]) {
			if (operands == max) {
				err_set(&err, ERR_USAGE, "%s: one operand too many: '%s'", verb->name,
					argv[i]);
				goto fail;
			}
			operand[operands++] = argv[i];
			continue;
		}
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
			print_usage(verb, rows, count, stdout);
			*exit_status = EXIT_OK;
			return -1;
		}
		row = find_row(argv[i], rows, count, &value);
		if (!row) {
			err_set(&err, ERR_USAGE, "%s has no option %s; see keyplane help %s", verb->name,
				argv[i], verb->name);
			goto fail;
		}
		if (row->type != OPTION_FLAG && !value && ++i == argc) {
			err_set(&err, ERR_USAGE, "%s wants a value: %s", row->name, row->value);
			goto fail;
		}
		if (!store(row, row->type != OPTION_FLAG && !value ? argv[i] : value, &err))
			goto fail;
	}
	return operands;
fail:
	*exit_status = cli_fail(&err);
	return -1;
}

int cli_fail(const struct err *err)
{
	fprintf(stderr, "keyplane: %s\n", err->text);
	return err->code == ERR_USAGE       ? EXIT_USAGE
	       : err->code == ERR_CANCELLED ? EXIT_CANCELLED
					    : EXIT_FAILED;
}
