/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "live_verbs.h"
#include "verbs.h"

/* Alphabetical. DEVICE may be left out when a single keyboard is attached. */
static const struct verb things[] = {
	{ "live bootloader", "[DEVICE]", "Restart a keyboard in its bootloader", live_bootloader_verb },
	{ "live diff", "[DEVICE] FILE",
	  "Tell what differs between a keymap's file, a keyboard, and what was flashed last",
	  live_diff_verb },
	{ "live dump", "[DEVICE]", "Write all that a keyboard holds to a file", live_dump_verb },
	{ "live get", "[DEVICE] [PLACE...]", "Print what a keyboard holds", live_get_verb },
	{ "live list", "", "List keyboards that can be changed as they run", live_list_verb },
	{ "live load", "[DEVICE] [FILE]", "Write what a file says into a keyboard", live_load_verb },
	{ "live lock", "[DEVICE]", "Lock a keyboard of Vial's", live_lock_verb },
	{ "live matrix", "[DEVICE]", "Print which keys are pressed, as they are", live_matrix_verb },
	{ "live reset", "[DEVICE] [keymap|macros|settings|eeprom]",
	  "Put back what a keyboard's firmware was built with", live_reset_verb },
	{ "live serve", "[DEVICE]", "Carry out what standard input asks, for the editor", live_serve_verb },
	{ "live set", "[DEVICE] PLACE VALUE", "Change one thing that a keyboard holds", live_set_verb },
	{ "live unlock", "[DEVICE]", "Unlock a keyboard of Vial's, with keys to hold", live_unlock_verb },
};

/* What follows "live " in its name. */
static const char *thing_of(const struct verb *verb)
{
	return strchr(verb->name, ' ') + 1;
}

static void list_things(void)
{
	putchar('\n');
	for (size_t i = 0; i < COUNT(things); i++)
		printf("  %-11s %s\n", thing_of(&things[i]), things[i].help);
	puts("\nDEVICE is usb:..., fake:... or VID:PID, as keyplane live list has it; without it the only\n"
	     "keyboard is meant. keyplane live THING --help explains one.");
}

int cmd_live(const struct verb *verb, int argc, char **argv)
{
	struct err err = { 0 };
	struct str known = STR_INIT;
	int status;

	for (size_t i = 0; argc > 1 && i < COUNT(things); i++)
		if (!strcmp(argv[1], thing_of(&things[i])))
			return things[i].run(&things[i], argc - 1, argv + 1);
	if (argc > 1 && argv[1][0] == '-' && cli_parse(verb, argc, argv, NULL, 0, NULL, 0, &status) < 0) {
		if (status == EXIT_OK)
			list_things();
		return status;
	}
	for (size_t i = 0; i < COUNT(things); i++)
		str_addf(&known, "%s%s", i ? ", " : "", thing_of(&things[i]));
	err_set(&err, ERR_USAGE, "live what? %s", str_text(&known));
	str_release(&known);
	return cli_fail(&err);
}
