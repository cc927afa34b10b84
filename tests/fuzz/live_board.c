/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>

#include "project/live_project.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a keyboard of that definition holds is a project for every choice, and its keys are the layout's. */
static void check_project(const struct live_board *board)
{
	struct dynamic_keymap held = { .dialect = DIALECT_VIAL_6,
				       .via = 9,
				       .vial = 6,
				       .layers = 1,
				       .rows = (size_t)board->definition->rows,
				       .cols = (size_t)board->definition->cols,
				       .encoders = (size_t)board->keyboard->encoders };
	struct err err = { 0 };
	struct project *project;
	bool ok = dynamic_keymap_allocate(&held, &err);

	assert(ok);
	project = live_project_new(board, &held, "Fuzzed", &err);
	assert(project && keymap_keys(project->map) == board->keyboard->layout[0].keys);
	project_free(project);
	dynamic_keymap_release(&held);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diagnostics told = { 0 };
	struct live_board board;
	struct err err = { 0 };

	for (int via = 9; via <= 12; via += 3) {
		bool ok = live_board_init(&board, (const char *)data, size, via, via == 9 ? 6 : -1, via == 9,
					  &told, &err);

		assert(ok || err.code != ERR_NONE);
		if (ok) {
			check_project(&board);
			for (uint32_t bits = 1; bits; bits <<= 5)
				if (live_board_choose(&board, bits))
					check_project(&board);
			live_board_release(&board);
		}
		diagnostics_release(&told);
	}
	return 0;
}
