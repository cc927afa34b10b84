/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "project/builtin.h"
#include "project/locate.h"
#include "project/project.h"
#include "tap.h"

static void test_board(const struct builtin *board)
{
	const struct located located = { .id = (char *)board->id };
	struct diagnostics diagnostics = { 0 };
	struct err err = { 0 };
	struct qmk_config *config = located_config(&located, &diagnostics, &err);
	struct keyboard *kb = config ? qmk_config_keyboard(config, board->id, &diagnostics, &err) : NULL;
	bool seen[KEYBOARD_MAX_ROWS][KEYBOARD_MAX_COLS] = { 0 };
	size_t twice = 0;

	ok(kb && !config->refused && !diagnostics.count, "%s is read%s", board->id, kb ? "" : err.text);
	for (size_t i = 0; kb && i < kb->layout[0].keys; i++) {
		const struct key *key = &kb->layout[0].key[i];

		twice += seen[key->row][key->col];
		seen[key->row][key->col] = true;
	}
	ok(!twice, "%s: no two keys at one place of the matrix", board->id);
	ok(kb && kb->processor[0] && kb->bootloader[0] && kb->usb_vid && !strcmp(kb->name, board->name),
	   "%s can be built and flashed", board->id);
	keyboard_free(kb);
	qmk_config_free(config);
	diagnostics_release(&diagnostics);
}

int main(void)
{
	for (size_t i = 0; i < builtins_count; i++) {
		test_board(&builtins[i]);
		ok(!i || strcmp(builtins[i - 1].id, builtins[i].id) < 0, "%s is in order", builtins[i].id);
	}
	ok(builtins_count == project_builtin_count() && builtin_find("ansi_60") && !builtin_find("ansi"),
	   "found by name");
	return tap_done();
}
