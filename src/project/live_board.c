/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "import/via_definition.h"
#include "import/via_menu.h"
#include "model/vial_setting.h"
#include "project/live_project.h"

bool live_board_init(struct live_board *board, const char *definition, size_t len, int via, int vial,
		     bool vialrgb, struct diagnostics *diagnostics, struct err *err)
{
	*board = (struct live_board){ 0 };
	board->definition = vial >= 0 ? via_definition_read_vial(definition, len, diagnostics, err)
				      : via_definition_read(definition, len, diagnostics, err);
	if (!board->definition)
		return false;
	board->keyboard = via_definition_keyboard_chosen(board->definition, board->choice);
	if (!board->keyboard) {
		live_board_release(board);
		return err_set(err, ERR_RANGE,
			       "the definition draws no key for the first choice of each layout option");
	}
	via_menu_read(board->definition, via, vialrgb, &board->menus, diagnostics);
	if (vial >= VIAL_WITH_SETTINGS)
		via_menus_add_settings(&board->menus);
	return true;
}

void live_board_release(struct live_board *board)
{
	via_definition_free(board->definition);
	keyboard_free(board->keyboard);
	via_menus_release(&board->menus);
	*board = (struct live_board){ 0 };
}

bool live_board_choose(struct live_board *board, uint32_t options)
{
	uint8_t choice[VIA_MAX_OPTIONS] = { 0 };
	struct keyboard *chosen;
	struct err ignored;

	/* More options than the bits hold are never chosen by them. */
	if (!via_definition_unpack(board->definition, options, choice, &ignored) ||
	    !memcmp(choice, board->choice, sizeof(choice)))
		return false;
	chosen = via_definition_keyboard_chosen(board->definition, choice);
	if (!chosen)
		return false;
	keyboard_free(board->keyboard);
	board->keyboard = chosen;
	memcpy(board->choice, choice, sizeof(choice));
	return true;
}
