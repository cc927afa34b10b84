/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "boards.h"
#include "boards_check.h"
#include "golden.h"
#include "model/keycode.h"
#include "project/project.h"
#include "tap.h"
#include "ui/board.h"

/* Draw @g at the size of a grid; the caller releases it. */
static struct grid drawn(const struct geometry *g, int rows, int cols, int pitch, bool ascii,
			 const struct board_view *view)
{
	struct board board;
	struct grid grid;

	grid_init(&grid, rows, cols);
	grid.ascii = ascii;
	board_init(&board, g, rows, cols, pitch);
	board_draw(&board, view, &grid, grid_rect(&grid));
	board_release(&board);
	return grid;
}

static const char dz60[] = "┌───┬───┬───┬───┬───┬───┬───┬───┬───┬───┬───┬───┬───┬───────┐\n"
			   "│ ` │ 1 │ 2 │ 3 │ 4 │ 5 │ 6 │ 7 │ 8 │ 9 │ 0 │ - │ = │  BkSp │\n"
			   "├───┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─────┤\n"
			   "│ Tab │ Q │ W │ E │ R │ T │ Y │ U │ I │ O │ P │ [ │ ] │  \\  │\n"
			   "├─────┴┬──┴┬──┴┬──┴┬──┴┬──┴┬──┴┬──┴┬──┴┬──┴┬──┴┬──┴┬──┴─────┤\n"
			   "│ Caps │ A │ S │ D │ F │ G │ H │ J │ K │ L │ ; │ ' │ Enter  │\n"
			   "├──────┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴─┬─┴────────┤\n"
			   "│ LShift │ Z │ X │ C │ V │ B │ N │ M │ , │ . │ / │  RShift  │\n"
			   "├────┬───┴┬──┴─┬─┴───┴───┴───┴───┴───┴──┬┴───┼───┴┬────┬────┤\n"
			   "│Ctl │Gui │Alt │         Space          │Alt │Gui │ L1 │Ctl │\n"
			   "└────┴────┴────┴────────────────────────┴────┴────┴────┴────┘\n";

static const char corne[] = "          ┌────┬────┬────┐                        ┌────┬────┬────┐\n"
			    "┌────┬────┤ W  │ E  │ R  ├────┐              ┌────┤ U  │ I  │ O  ├────┬────┐\n"
			    "│Tab │ Q  │    │    │    │ T  │              │ Y  │    │    │    │ P  │Bsp │\n"
			    "│    │    ├────┼────┼────┤    │              │    ├────┼────┼────┤    │    │\n"
			    "├────┼────┤ S  │ D  │ F  ├────┤              ├────┤ J  │ K  │ L  ├────┼────┤\n"
			    "│Ctl │ A  │Alt │Sft │Ctl │ G  │              │ H  │Ctl │Sft │Alt │ ;  │ '  │\n"
			    "│    │Gui ├────┼────┼────┤    │              │    ├────┼────┼────┤Gui │    │\n"
			    "├────┼────┤ X  │ C  │ V  ├────┤              ├────┤ M  │ ,  │ .  ├────┼────┤\n"
			    "│Sft │ Z  │    │    │    │ B  │              │ N  │    │    │    │ /  │Esc │\n"
			    "│    │    ├────┴────┴────┤    │              │    ├────┴────┴────┤    │    │\n"
			    "└────┴────┘              └────┼────┐    ┌────┼────┘              └────┴────┘\n"
			    "                    ┌────┬────┤Spc │    │Ent ├────┬────┐\n"
			    "                    │Gui │ L1 │    │    │    │ L2 │Alt │\n"
			    "                    │    │    │    │    │    │    │    │\n"
			    "                    └────┴────┴────┘    └────┴────┴────┘\n";

static bool is_line(uint32_t code)
{
	return code >= 0x2500 && code < 0x2580;
}

/* Whether the lines of a drawing are those of a picture; what is in the keys does not count. */
static bool same_lines(const struct grid *grid, const char *picture)
{
	for (int row = 0; row < grid->rows; row++) {
		for (int col = 0; col < grid->cols; col++) {
			const char *got = grid_cell(grid, row, col)->text;
			size_t left = strlen(picture), used = 0;
			uint32_t want =
				*picture && *picture != '\n' ? utf8_decode(picture, left, &used) : ' ';
			uint32_t shown = utf8_decode(got, strlen(got), &left);

			if ((is_line(shown) || is_line(want)) && shown != want) {
				printf("# row %d, column %d: %s\n", row, col, got);
				return false;
			}
			picture += used;
		}
		picture += *picture == '\n';
	}
	return !*picture;
}

static void test_pictures(void)
{
	struct board_view view = { .selected = -1 };
	struct geometry g = board_geometry(BOARD_ANSI_60, 0);
	struct grid grid = drawn(&g, 11, 61, BOARD_PITCH_AUTO, false, &view);

	ok(same_lines(&grid, dz60), "60 %% at 61x11 has the lines of the picture");
	grid_release(&grid);
	geometry_release(&g);
	g = board_geometry(BOARD_CORNE, 0);
	grid = drawn(&g, 15, 76, BOARD_PITCH_AUTO, false, &view);
	ok(same_lines(&grid, corne), "a split 3x6 with columns of uneven height does too");
	grid_release(&grid);
	geometry_release(&g);
}

static void test_pitches(void)
{
	static const struct {
		const char *name, *words;
		size_t encoders;
		int rows, cols, pitch, want, want_rows, want_cols;
	} rows[] = {
		{ "60 %, 80x24", BOARD_ANSI_60, 0, 24, 80, BOARD_PITCH_AUTO, 4, 16, 76 },
		{ "60 %, 75x24: a column short", BOARD_ANSI_60, 0, 24, 75, BOARD_PITCH_AUTO, 5, 16, 61 },
		{ "60 %, 76x15: a row short", BOARD_ANSI_60, 0, 15, 76, BOARD_PITCH_AUTO, 6, 11, 76 },
		{ "60 %, 61x11", BOARD_ANSI_60, 0, 11, 61, BOARD_PITCH_AUTO, 7, 11, 61 },
		{ "60 %, 46x11", BOARD_ANSI_60, 0, 11, 46, BOARD_PITCH_AUTO, 8, 11, 46 },
		{ "60 %, 45x11: none fits, it is panned", BOARD_ANSI_60, 0, 11, 45, BOARD_PITCH_AUTO, 7, 11,
		  61 },
		{ "60 %, 200x50", BOARD_ANSI_60, 0, 50, 200, BOARD_PITCH_AUTO, 0, 21, 136 },
		{ "an encoder takes a row", BOARD_ANSI_60, 1, 16, 76, BOARD_PITCH_AUTO, 6, 12, 76 },
		{ "asked for", BOARD_ANSI_60, 0, 11, 61, 0, 0, 21, 136 },
		{ "more than the largest", BOARD_ANSI_60, 0, 11, 61, -7, 0, 21, 136 },
		{ "less than the smallest", BOARD_ANSI_60, 0, 11, 61, 99, 8, 11, 46 },
		{ "no key at all", "", 0, 11, 61, BOARD_PITCH_AUTO, 0, 0, 0 },
		{ "an encoder alone", "", 1, 11, 61, BOARD_PITCH_AUTO, 0, 1, 22 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct geometry g = board_geometry(rows[i].words, rows[i].encoders);
		struct board board;

		board_init(&board, &g, rows[i].rows, rows[i].cols, rows[i].pitch);
		ok(board.pitch == rows[i].want && board.rows == rows[i].want_rows &&
			   board.cols == rows[i].want_cols && !board_fault(&board),
		   "pitch: %s: %dx%d gives %dx%d", rows[i].name, board_pitches[board.pitch].cols,
		   board_pitches[board.pitch].rows, board.cols, board.rows);
		board_release(&board);
		geometry_release(&g);
	}
}

static struct action key_of(const char *text)
{
	struct action action = { 0 };
	struct err err = { 0 };

	if (!action_parse(text, &action, &err))
		printf("# %s: %s\n", text, err.text);
	return action;
}

static const struct keymap *keymap_of(const char *const *text, size_t count, size_t encoders)
{
	struct keymap *map = keymap_new(1, count, encoders);

	for (size_t i = 0; i < count; i++)
		keymap_put(map, 0, i, key_of(text[i]));
	for (size_t i = 0; i < encoders; i++) {
		keymap_put_turn(map, 0, i, TURN_CCW, key_of("KC_VOLD"));
		keymap_put_turn(map, 0, i, TURN_CW, i ? key_of("KC_TRNS") : key_of("KC_VOLU"));
	}
	return map;
}

/* Each sort of legend, at a pitch with two rows in a key and at one with a single row. */
static void test_legends(void)
{
	static const char *const keys[] = { "KC_A",    "LSFT_T(KC_F)",    "LT(1, KC_SPC)", "MO(2)",
					    "KC_TRNS", "KC_NO",           "LCTL(KC_C)",    "KC_BSPC",
					    "QK_BOOT", "ANY(some_macro)", "TD(3)",         "LCTL_T(KC_ENT)" };
	static const struct {
		const char *name;
		int pitch;
		bool ascii;
	} rows[] = { { "board/legends_5x3", 4, false },
		     { "board/legends_4x2", 7, false },
		     { "board/legends_9x4", 0, false },
		     { "board/legends_3x2", 8, false },
		     { "board/legends_ascii", 5, true } };
	const struct keymap *map = keymap_of(keys, COUNT(keys), 2);
	bool mark[COUNT(keys) + 4] = { [1] = true, [13] = true };
	struct geometry g = board_geometry("@0,0 100*6 @0,100 100*6", 2);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct board_view view = { .map = map, .selected = 7, .mark = mark };
		struct grid grid = drawn(&g, 12, 60, rows[i].pitch, rows[i].ascii, &view);

		ok(golden_grid(rows[i].name, &grid), "golden %s", rows[i].name);
		grid_release(&grid);
	}
	keymap_unref(map);
	geometry_release(&g);
}

/* Notes on edges, of keys that share them and of an encoder's turns. */
static void test_notes(void)
{
	static const char *const keys[] = { "KC_A", "LSFT_T(KC_F)", "KC_B", "KC_C", "KC_D", "KC_E" };
	static const struct {
		const char *name;
		int pitch;
		bool ascii;
	} rows[] = { { "board/notes_5x3", 4, false },
		     { "board/notes_4x2", 7, false },
		     { "board/notes_ascii", 7, true } };
	static const struct board_note notes[COUNT(keys) + TURN_COUNT] = {
		[0] = { "3", STYLE_OK },    [1] = { "*12!3", STYLE_ERROR }, [2] = { "!", STYLE_WARNING },
		[4] = { "f", STYLE_MATCH }, [6] = { "k", STYLE_MATCH },
	};
	const struct keymap *map = keymap_of(keys, COUNT(keys), 1);
	struct geometry g = board_geometry("@0,0 100*3 @0,100 100*3", 1);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct board_view view = { .map = map, .selected = 2, .note = notes };
		struct grid grid = drawn(&g, 10, 30, rows[i].pitch, rows[i].ascii, &view);

		ok(golden_grid(rows[i].name, &grid), "golden %s", rows[i].name);
		grid_release(&grid);
	}
	keymap_unref(map);
	geometry_release(&g);
}

/* Shapes with indices for legends. */
static void test_shapes(void)
{
	static const struct {
		const char *name, *words;
		size_t encoders;
		int rows, cols, pitch, selected;
		bool ascii;
	} rows[] = {
		{ "board/iso_4x2", BOARD_ISO_60, 0, 11, 61, 7, 27, false },
		{ "board/iso_5x3", BOARD_ISO_60, 0, 16, 76, 4, 26, false },
		{ "board/iso_ascii", BOARD_ISO_60, 0, 11, 61, 7, 27, true },
		{ "board/corne_ascii", BOARD_CORNE, 0, 15, 76, 4, 0, true },
		{ "board/corne_40x12", BOARD_CORNE, 0, 12, 40, BOARD_PITCH_AUTO, 38, false },
		{ "board/ansi_40x12", BOARD_ANSI_60, 0, 12, 40, BOARD_PITCH_AUTO, 60, false },
		{ "board/alternates",
		  "@0,0 100 100 @200,0 200 @200,0 100 100 @0,100 100/100 100 200 @400,0 125/200", 0, 14, 40,
		  4, 2, false },
		{ "board/turned",
		  "@0,0 100~1200,0,0 100~1200,0,0 100~1200,0,0 @400,150 100~-1200,700,100 "
		  "100~-1200,700,100 100~-1200,700,100",
		  0, 12, 50, 5, 4, false },
		{ "board/too_small", BOARD_CORNE, 0, 2, 30, BOARD_PITCH_AUTO, 0, false },
		{ "board/too_narrow", BOARD_CORNE, 0, 5, 11, BOARD_PITCH_AUTO, 0, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct geometry g = board_geometry(rows[i].words, rows[i].encoders);
		struct board_view view = { .selected = rows[i].selected };
		struct grid grid = drawn(&g, rows[i].rows, rows[i].cols, rows[i].pitch, rows[i].ascii, &view);

		ok(golden_grid(rows[i].name, &grid), "golden %s", rows[i].name);
		grid_release(&grid);
		geometry_release(&g);
	}
}

static void test_builtins(void)
{
	ok(project_builtin_count() > 0, "there are built-in boards");
	for (size_t i = 0; i < project_builtin_count(); i++) {
		const char *name = project_builtin_name(i);
		struct err err = { 0 };
		struct project *project = project_open(name, NULL, &err);
		struct geometry g;
		char file[120];

		ok(project, "%s opens %s", name, err.text);
		if (!project)
			continue;
		geometry_init(&g, &project->keyboard->layout[project->layout], keymap_encoders(project->map));
		for (int size = 0; size < 2; size++) {
			struct board_view view = { .map = project->map, .selected = 0 };
			struct grid grid = size == 0 ? drawn(&g, 24, 80, BOARD_PITCH_AUTO, false, &view)
						     : drawn(&g, 12, 40, BOARD_PITCH_AUTO, true, &view);

			snprintf(file, sizeof(file), "board/%s_%s", name,
				 size == 0 ? "80x24" : "40x12_ascii");
			ok(golden_grid(file, &grid), "golden %s", file);
			grid_release(&grid);
		}
		geometry_release(&g);
		project_free(project);
	}
}

/* Only the cells of the two keys may differ after the cursor moved. */
static void test_cursor_moves(void)
{
	struct geometry g = board_geometry(BOARD_ISO_60, 2);
	struct board board;
	bool good = true;
	int most = 0;

	board_init(&board, &g, 24, 80, BOARD_PITCH_AUTO);
	for (size_t i = 0; i < board.slots; i++) {
		size_t next = (i * 7 + 1) % board.slots;
		struct board_view before = { .selected = (int)i }, after = { .selected = (int)next };
		struct grid a = drawn(&g, 24, 80, BOARD_PITCH_AUTO, false, &before);
		struct grid b = drawn(&g, 24, 80, BOARD_PITCH_AUTO, false, &after);
		int changed = 0;

		for (int row = 0; row < 24; row++) {
			for (int col = 0; col < 80; col++) {
				if (!memcmp(grid_cell(&a, row, col), grid_cell(&b, row, col),
					    sizeof(struct cell)))
					continue;
				changed++;
				good &= rect_has(board.slot[i].rect, row, col) ||
					rect_has(board.slot[i].ear, row, col) ||
					rect_has(board.slot[next].rect, row, col) ||
					rect_has(board.slot[next].ear, row, col);
			}
		}
		good &= changed > 0 || i == next;
		most = changed > most ? changed : most;
		grid_release(&a);
		grid_release(&b);
	}
	ok(good, "a move of the cursor changes the cells of two keys alone, %d at most", most);
	board_release(&board);
	geometry_release(&g);
}

/* The selected key is heavy all round, whatever touches it: also without any attribute. */
static void test_heavy(void)
{
	struct geometry g = board_geometry(BOARD_ISO_60, 0);
	struct board board;
	bool good = true;

	board_init(&board, &g, 24, 80, BOARD_PITCH_AUTO);
	for (size_t i = 0; i < board.slots; i++) {
		struct board_view view = { .selected = (int)i };
		struct grid grid = drawn(&g, 24, 80, BOARD_PITCH_AUTO, true, &view);
		struct rect rect = board.slot[i].rect;

		for (int row = rect.row; row < rect.row + rect.rows; row++) {
			for (int col = rect.col; col < rect.col + rect.cols; col++) {
				bool inside = board_slot_at(&board, row, col) == (int)i;
				const char *text = grid_cell_text(&grid, grid_cell(&grid, row, col));

				good &= inside ? grid_cell(&grid, row, col)->style == STYLE_CURSOR
					       : *text == '#';
			}
		}
		grid_release(&grid);
	}
	ok(good, "the selected key has a heavy border without a gap");
	board_release(&board);
	geometry_release(&g);
}

static void test_hits(void)
{
	struct geometry g = board_geometry("@0,0 100 200 @0,0 100 @0,0 100", 1);
	struct board board;
	bool found[6] = { false };

	board_init(&board, &g, 24, 80, BOARD_PITCH_AUTO);
	for (int row = -1; row <= board.rows; row++)
		for (int col = -1; col <= board.cols; col++)
			if (board_slot_at(&board, row, col) >= 0)
				found[board_slot_at(&board, row, col)] = true;
	ok(found[0] && found[1] && found[2] && found[3] && found[4] && found[5],
	   "three keys at one place, another and an encoder: all can be hit");
	ok(board_slot_at(&board, 0, 0) == -1 && board_slot_at(&board, 1, 1) >= 0,
	   "a border belongs to no key");
	board_release(&board);
	geometry_release(&g);
}

static void test_follow(void)
{
	struct geometry g = board_geometry(BOARD_ANSI_60, 0);
	struct board board;
	struct pan pan = { 0 };
	bool good = true;

	board_init(&board, &g, 6, 30, BOARD_PITCH_AUTO);
	for (size_t i = 0; i < 200; i++) {
		size_t slot = i * 17 % board.slots;
		struct rect rect = board.slot[slot].rect;
		struct pan again;

		board_follow(&board, 6, 30, (int)slot, &pan);
		again = pan;
		board_follow(&board, 6, 30, (int)slot, &again);
		good &= again.row == pan.row && again.col == pan.col;
		good &= pan.row >= 0 && pan.col >= 0 && pan.row + 6 <= board.rows &&
			pan.col + 30 <= board.cols;
		good &= rect.row >= pan.row && rect.row + rect.rows <= pan.row + 6;
		good &= rect.col >= pan.col && rect.col + rect.cols <= pan.col + 30;
	}
	ok(good, "panning keeps all of the selected key in sight, and nothing beyond the edges");
	pan = (struct pan){ 100, -5 };
	board_follow(&board, 6, 30, -1, &pan);
	ok(pan.row == board.rows - 6 && pan.col == 0, "a pan from elsewhere is brought into range");
	board_follow(&board, 100, 300, 60, &pan);
	ok(pan.row == 0 && pan.col == 0, "what fits is not panned");
	board_release(&board);
	geometry_release(&g);
}

/* Random layouts, in areas of all sizes. */
static void test_random(void)
{
	int bad = 0, spoilt = 0;

	for (unsigned seed = 1; seed <= 600; seed++) {
		struct layout *layout = board_random(seed);
		int rows = (int)(seed * 7 % 30), cols = (int)(seed * 13 % 100);
		struct board_view view = { .selected = (int)(seed % layout->keys) };
		struct rect area = { 2, 3, rows, cols };
		const char *fault;
		struct geometry g;
		struct board board;
		struct grid grid;

		geometry_init(&g, layout, seed % 4);
		board_init(&board, &g, rows, cols, seed % 3 ? BOARD_PITCH_AUTO : (int)seed % BOARD_PITCHES);
		fault = board_fault(&board);
		if (fault)
			printf("# seed %u: %s\n", seed, fault);
		bad += !!fault;
		grid_init(&grid, rows + 4, cols + 6);
		grid_fill(&grid, grid_rect(&grid), STYLE_ERROR, "X");
		board_draw(&board, &view, &grid, area);
		for (int row = 0; row < grid.rows; row++)
			for (int col = 0; col < grid.cols; col++)
				spoilt += !rect_has(area, row, col) &&
					  strcmp(grid_cell(&grid, row, col)->text, "X") != 0;
		grid_release(&grid);
		board_release(&board);
		geometry_release(&g);
		board_free(layout);
	}
	ok(!bad, "600 random layouts: every key has cells of its own, every line ends in another");
	ok(!spoilt, "and nothing is drawn outside the area");
}

static void test_crowds(void)
{
	struct layout *layout = board_of("@0,0 100*1024");
	struct geometry g;
	struct board board;

	for (size_t i = 0; i < layout->keys; i++)
		layout->key[i].x_cu = (int16_t)(i % 3);
	geometry_init(&g, layout, KEYMAP_MAX_ENCODERS);
	board_init(&board, &g, 24, 80, BOARD_PITCH_AUTO);
	ok(!board_fault(&board), "1,024 keys at one place and 64 encoders: each has a cell of its own");
	board_release(&board);
	geometry_release(&g);
	for (size_t i = 0; i < layout->keys; i++)
		layout->key[i] = (struct key){ .x_cu = (int16_t)(i * 64 % 65536 - 32768),
					       .y_cu = (int16_t)(i * 32),
					       .w_cu = INT16_MAX,
					       .h_cu = (int16_t)(i % 5 ? INT16_MAX : INT16_MIN),
					       .turn_cdeg = (int16_t)(i * 77),
					       .pivot_x_cu = INT16_MIN };
	geometry_init(&g, layout, 0);
	board_init(&board, &g, 24, 80, 0);
	ok(!board_fault(&board), "1,024 keys of absurd sizes and places too");
	board_release(&board);
	geometry_release(&g);
	board_free(layout);
}

int main(void)
{
	test_pictures();
	test_pitches();
	test_legends();
	test_notes();
	test_shapes();
	test_builtins();
	test_cursor_moves();
	test_heavy();
	test_hits();
	test_follow();
	test_random();
	test_crowds();
	return tap_done();
}
