/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "boards_check.h"
#include "project/tree.h"
#include "tap.h"

enum { ROWS = 19, COLS = 80 }; /* what the editor leaves for the board at 80x24 */

/* Every keyboard of a QMK tree, and what became of its layouts. */
static struct {
	int keyboards, layouts, drawings, walks, panned, seen;
	int with_pitch[BOARD_PITCHES];
} count;

/* Every slot can be brought into sight with all of its frame that the area holds. */
static bool all_in_sight(const struct board *board)
{
	struct pan pan = { 0 };

	for (size_t i = 0; i < board->slots; i++) {
		struct rect rect = board->slot[i].rect;

		board_follow(board, ROWS, COLS, (int)i, &pan);
		if (rect.row < pan.row || rect.col < pan.col || rect.col + rect.cols > pan.col + COLS ||
		    (rect.rows <= ROWS && rect.row + rect.rows > pan.row + ROWS))
			return false;
	}
	return true;
}

static void check_layout(const char *id, const struct layout *layout, int encoders)
{
	struct geometry g;
	struct board board;
	const char *fault;

	geometry_init(&g, layout, (size_t)encoders);
	board_init(&board, &g, ROWS, COLS, BOARD_PITCH_AUTO);
	count.layouts++;
	if (board.rows > ROWS || board.cols > COLS)
		count.panned++;
	else
		count.with_pitch[board.pitch]++;
	fault = board_fault(&board);
	if (fault)
		printf("# %s %s: %s\n", id, layout->name, fault);
	count.drawings += !fault;
	count.seen += all_in_sight(&board);
	fault = geometry_fault(&g);
	if (fault)
		printf("# %s %s: %s\n", id, layout->name, fault);
	count.walks += !fault;
	board_release(&board);
	geometry_release(&g);
}

static void check_keyboard(struct tree *tree, const char *id)
{
	struct diagnostics ignored = { 0 };
	struct err err = { 0 };
	struct qmk_config *config = tree_config(tree, id, &ignored, &err);
	struct keyboard *kb = config ? qmk_config_keyboard(config, id, &ignored, &err) : NULL;

	if (!kb)
		printf("# %s: %s\n", id, err.text);
	count.keyboards += kb != NULL;
	for (size_t i = 0; kb && i < kb->layouts; i++)
		check_layout(id, &kb->layout[i], kb->encoders);
	keyboard_free(kb);
	qmk_config_free(config);
	diagnostics_release(&ignored);
}

static void check_tree(const char *home)
{
	struct names names = { 0 };
	struct err err = { 0 };
	struct tree *tree = tree_open(home, &err);

	if (!tree) {
		printf("# %s\n", err.text);
		return;
	}
	tree_list(tree, &names);
	for (size_t i = 0; i < names.count; i++)
		check_keyboard(tree, names.name[i]);
	names_release(&names);
	tree_close(tree);
}

int main(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");

	if (!corpus) {
		printf("1..0 # SKIP set KEYPLANE_CORPUS to the unpacked corpus\n");
		return 0;
	}
	check_tree(corpus);
	for (int i = 0; i < BOARD_PITCHES; i++)
		printf("# %dx%d: %d layouts\n", board_pitches[i].cols, board_pitches[i].rows,
		       count.with_pitch[i]);
	ok(count.keyboards > 3700 && count.layouts > 9000, "%d keyboards with %d layouts", count.keyboards,
	   count.layouts);
	ok(count.drawings == count.layouts,
	   "%d drawings in which every slot has cells of its own and closed borders", count.drawings);
	ok(count.panned * 200 < count.layouts, "%d of them are larger than %dx%d", count.panned, COLS, ROWS);
	ok(count.seen == count.layouts, "%d in which every slot can be brought into sight", count.seen);
	ok(count.walks == count.layouts, "%d in which steps reach every slot, and lead back", count.walks);
	return tap_done();
}
