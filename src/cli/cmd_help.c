/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "flash/safety.h"
#include "import/keyplane_json.h"
#include "model/check.h"
#include "project/format.h"
#include "ui/run.h"
#include "verbs.h"

static void print_check(const char *code, const char *severity, const char *help)
{
	printf("  %-18s %-8s %s\n", code, severity, help);
}

static void print_checks(void)
{
	static const char *const gravity[] = { "warning", "error", "fatal" };
	const struct flash_check *check;

	puts("Of a keymap, by compile, build and the editor:\n");
	for (size_t i = 0; i < check_rule_count(); i++) {
		const struct check_rule *rule = check_rule_at(i);

		print_check(rule->kind.code, severity_name(rule->kind.severity), rule->help);
	}
	puts("\nOf an image, by flash; --force CODE,... flashes in spite of an error, and of nothing "
	     "fatal:\n");
	for (size_t i = 0; (check = flash_check_at(i)); i++)
		print_check(check->code, gravity[check->gravity], check->help);
}

static void print_formats(void)
{
	puts("Formats of keymaps, by --from and --to of convert, check and diff:\n");
	for (size_t i = 0; i < keymap_format_count(); i++) {
		const struct keymap_format *format = keymap_format_at(i);

		printf("  %-14s %-16s %s%s\n", format->name, format->suffix, format->help,
		       format->print ? "" : " (changed where it is, never written anew)");
	}
	puts("\nkeyplane help schema prints the JSON Schema of keyplane's own.");
}

int cmd_help(const struct verb *verb, int argc, char **argv)
{
	const char *name[1];
	int status, n = cli_parse(verb, argc, argv, NULL, 0, name, 1, &status);
	char *ask[] = { NULL, (char *)"--help" };
	struct err err = { 0 };

	if (n < 0)
		return status;
	if (n == 1 && !strcmp(name[0], "scripts")) {
		puts("Commands of keyplane edit --script FILE, one a line; # begins a comment:\n");
		script_help(stdout);
		return EXIT_OK;
	}
	if (n == 1 && !strcmp(name[0], "checks")) {
		print_checks();
		return EXIT_OK;
	}
	if (n == 1 && !strcmp(name[0], "formats")) {
		print_formats();
		return EXIT_OK;
	}
	if (n == 1 && !strcmp(name[0], "schema")) {
		fputs(keyplane_schema, stdout);
		return EXIT_OK;
	}
	if (n == 1) {
		const struct verb *found = verb_find(name[0]);

		if (!found) {
			err_set(&err, ERR_USAGE, "there is no verb '%s'; see keyplane help", name[0]);
			return cli_fail(&err);
		}
		ask[0] = (char *)found->name;
		return found->run(found, 2, ask);
	}
	puts("usage: keyplane [KEYBOARD | FILE]\n"
	     "       keyplane VERB [ARGUMENT...]\n\n"
	     "Draws a keyboard, edits its keymap, compiles it, builds and flashes the firmware.\n"
	     "Without a verb it opens the editor; without anything, its start screen.\n");
	verb_list(stdout);
	puts("\nkeyplane help VERB explains one, keyplane help checks the codes of what is checked,\n"
	     "keyplane help formats the formats of keymaps, keyplane help scripts the scripts of edit.");
	return EXIT_OK;
}

int cmd_version(const struct verb *verb, int argc, char **argv)
{
	int status;

	if (cli_parse(verb, argc, argv, NULL, 0, NULL, 0, &status) < 0)
		return status;
	puts(PACKAGE_STRING);
	return EXIT_OK;
}
