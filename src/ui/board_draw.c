/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/symbol.h"
#include "ui/board.h"

/* What board_draw() works with: where the drawing's cells go on the grid. */
struct canvas {
	const struct board *board;
	const struct board_view *view;
	struct grid *grid;
	struct rect area;
	struct pan pan;
};

enum arm { ARM_NONE, ARM_LIGHT, ARM_HEAVY };

/* By arms up, right, down and left, the last changing fastest. */
static const uint16_t joints[3][3][3][3] = {
	{ { { ' ', 0x2574, 0x2578 }, { 0x2577, 0x2510, 0x2511 }, { 0x257b, 0x2512, 0x2513 } },
	  { { 0x2576, 0x2500, 0x257e }, { 0x250c, 0x252c, 0x252d }, { 0x250e, 0x2530, 0x2531 } },
	  { { 0x257a, 0x257c, 0x2501 }, { 0x250d, 0x252e, 0x252f }, { 0x250f, 0x2532, 0x2533 } } },
	{ { { 0x2575, 0x2518, 0x2519 }, { 0x2502, 0x2524, 0x2525 }, { 0x257d, 0x2527, 0x252a } },
	  { { 0x2514, 0x2534, 0x2535 }, { 0x251c, 0x253c, 0x253d }, { 0x251f, 0x2541, 0x2545 } },
	  { { 0x2515, 0x2536, 0x2537 }, { 0x251d, 0x253e, 0x253f }, { 0x2522, 0x2546, 0x2548 } } },
	{ { { 0x2579, 0x251a, 0x251b }, { 0x257f, 0x2526, 0x2529 }, { 0x2503, 0x2528, 0x252b } },
	  { { 0x2516, 0x2538, 0x2539 }, { 0x251e, 0x2540, 0x2543 }, { 0x2520, 0x2542, 0x2549 } },
	  { { 0x2517, 0x253a, 0x253b }, { 0x2521, 0x2544, 0x2547 }, { 0x2523, 0x254a, 0x254b } } },
};

static bool on_frame(struct rect rect, int row, int col, enum board_line line)
{
	int bottom = rect.row + rect.rows - 1, right = rect.col + rect.cols - 1;

	if (line == BOARD_LINE_RIGHT)
		return (row == rect.row || row == bottom) && col >= rect.col && col < right;
	return (col == rect.col || col == right) && row >= rect.row && row < bottom;
}

/* The line from a cell to its right or lower neighbour: heavy around the selected key. */
static enum arm arm_of(const struct canvas *c, int row, int col, enum board_line line)
{
	const struct board *board = c->board;
	const struct board_slot *slot;

	if (row < 0 || col < 0 || !(board->line[row * board->cols + col] & line))
		return ARM_NONE;
	if (c->view->selected < 0 || (size_t)c->view->selected >= board->keys)
		return ARM_LIGHT;
	slot = &board->slot[c->view->selected];
	return on_frame(slot->rect, row, col, line) || (slot->ear.rows && on_frame(slot->ear, row, col, line))
		       ? ARM_HEAVY
		       : ARM_LIGHT;
}

static enum style inside_style(const struct canvas *c, int slot, enum style otherwise)
{
	if (slot == c->view->selected)
		return STYLE_CURSOR;
	if (c->view->mark && c->view->mark[slot])
		return STYLE_MARK;
	return c->view->gone ? STYLE_DIM : otherwise;
}

/* Borders and blank insides of all that is seen. */
static void draw_cells(const struct canvas *c)
{
	const struct board *board = c->board;

	for (int row = c->pan.row; row < board->rows && row - c->pan.row < c->area.rows; row++) {
		for (int col = c->pan.col; col < board->cols && col - c->pan.col < c->area.cols; col++) {
			int slot = board_slot_at(board, row, col);
			enum arm up = arm_of(c, row - 1, col, BOARD_LINE_DOWN);
			enum arm left = arm_of(c, row, col - 1, BOARD_LINE_RIGHT);
			enum arm down = arm_of(c, row, col, BOARD_LINE_DOWN);
			enum arm right = arm_of(c, row, col, BOARD_LINE_RIGHT);
			uint16_t code = joints[up][right][down][left];
			enum style style = code == ' ' ? STYLE_TEXT : STYLE_BORDER;
			char glyph[5];

			glyph[utf8_encode(code, glyph)] = '\0';
			grid_put(c->grid, c->area, c->area.row + row - c->pan.row,
				 c->area.col + col - c->pan.col,
				 slot >= 0 ? inside_style(c, slot, style) : style, glyph);
		}
	}
}

/* The longest run of cells of @slot in a row of the drawing. */
static struct rect find_run(const struct board *board, int slot, int row)
{
	const struct board_slot *place = &board->slot[slot];
	int col = place->ear.rows ? place->ear.col : place->rect.col,
	    end = place->rect.col + place->rect.cols;
	struct rect run = { .row = row, .rows = 1 };

	for (int from = col; col < end; col++) {
		if (board_slot_at(board, row, col) != slot)
			from = col + 1;
		else if (col + 1 - from > run.cols) {
			run.col = from;
			run.cols = col + 1 - from;
		}
	}
	return run;
}

static void draw_in(const struct canvas *c, struct rect run, int indent, enum style style, const char *text)
{
	struct rect clip = { c->area.row + run.row - c->pan.row, c->area.col + run.col - c->pan.col, 1,
			     run.cols };

	grid_text_cut(c->grid, rect_intersect(clip, c->area), clip.row, clip.col + indent, run.cols - indent,
		      style, text);
}

static void draw_centred(const struct canvas *c, struct rect run, enum style style, const char *text)
{
	int width = grid_text_width(text);

	draw_in(c, run, width < run.cols ? (run.cols - width) / 2 : 0, style, text);
}

struct face {
	struct legend legend;
	enum style tap, hold;
};

/* What the keyboard's file says of a key, as far as it fits; encoders have nothing there. */
static void take_label(const struct layout *labels, size_t slot, int cols, struct legend *legend)
{
	const char *text = slot < labels->keys ? symbol_text(labels->key[slot].label) : "";
	size_t len = utf8_clip(text, cols);

	while (len >= sizeof(legend->tap))
		len = utf8_clip(text, --cols);
	snprintf(legend->tap, sizeof(legend->tap), "%.*s", (int)len, text);
}

/* What the key types on the host, where that is said in a letter or two. */
static void take_language(const struct host_language *language, struct action action, int cols,
			  struct legend *legend)
{
	for (int i = 0; i < 3; i++) {
		const char *text = action_arg_type(action, i) == ARG_KEY
					   ? host_language_legend(language, action.arg[i])
					   : NULL;

		if (text && text[0] && strlen(text) < sizeof(legend->tap) && grid_text_width(text) <= cols)
			snprintf(legend->tap, sizeof(legend->tap), "%s", text);
	}
}

/* The short name that the keyboard's maker gave, or the name, as far as it fits. */
static void take_own(const struct keyboard *keyboard, struct action action, int cols, bool ascii,
		     struct legend *legend)
{
	const struct keyboard_keycode *own = keyboard_find_keycode(keyboard, action);
	const char *text = !own ? "" : own->short_name[0] ? own->short_name : own->name;
	size_t len = utf8_clip(text, cols);

	for (const char *c = text; ascii && *c; c++)
		if ((unsigned char)*c > 0x7e)
			return;
	while (len >= sizeof(legend->tap))
		len = utf8_clip(text, --cols);
	if (len)
		snprintf(legend->tap, sizeof(legend->tap), "%.*s", (int)len, text);
}

static struct face face_of(const struct canvas *c, int slot, int cols)
{
	enum { LEGEND_MAX = 20, LEGEND_MIN = 2 };
	struct face face = { .tap = STYLE_LEGEND, .hold = STYLE_HOLD };
	struct action action;

	if (!c->view->map && c->view->labels) {
		take_label(c->view->labels, (size_t)slot, cols, &face.legend);
		return face;
	}
	if (!c->view->map) {
		snprintf(face.legend.tap, sizeof(face.legend.tap), "%d", slot);
		return face;
	}
	action = keymap_get_slot(c->view->map, c->view->layer, (size_t)slot);
	action_legend(action,
		      cols < LEGEND_MIN   ? LEGEND_MIN
		      : cols > LEGEND_MAX ? LEGEND_MAX
					  : cols,
		      c->grid->ascii, &face.legend);
	if (c->view->keyboard)
		take_own(c->view->keyboard, action, cols, c->grid->ascii, &face.legend);
	if (c->view->language && !c->grid->ascii)
		take_language(c->view->language, action, cols, &face.legend);
	if (action.kind == ACTION_TRANSPARENT || action.kind == ACTION_NONE)
		face.tap = STYLE_DIM;
	else if (action_has_layer(action, NULL))
		*(face.legend.hold[0] ? &face.hold : &face.tap) = STYLE_LAYER_KEY;
	if (c->view->fixed && c->view->fixed[slot])
		face.tap = face.hold = STYLE_READ_ONLY;
	return face;
}

/* What a key does when tapped in its first row; when held in the second, or, where there is none, a dot behind. */
static void draw_key(const struct canvas *c, int slot)
{
	const struct board_slot *place = &c->board->slot[slot];
	struct rect run[2] = { 0 };
	struct face face;
	int rows = 0;

	for (int row = place->rect.row; rows < 2 && row < place->rect.row + place->rect.rows; row++) {
		run[rows] = find_run(c->board, slot, row);
		rows += run[rows].cols > 0;
	}
	face = face_of(c, slot, run[0].cols);
	if (rows == 2)
		draw_centred(c, run[1], inside_style(c, slot, face.hold), face.legend.hold);
	else if (face.legend.hold[0] && grid_text_width(face.legend.tap) + 1 < run[0].cols)
		draw_in(c, run[0], run[0].cols - 1, inside_style(c, slot, face.hold), "·");
	else if (face.legend.hold[0])
		face.tap = face.hold;
	draw_centred(c, run[0], inside_style(c, slot, face.tap), face.legend.tap);
}

/* `(↺ Vol-   ↻ Vol+)`: one half of it. */
static void draw_turn(const struct canvas *c, int slot)
{
	bool ccw = ((size_t)slot - c->board->keys) % TURN_COUNT == TURN_CCW;
	struct rect run = c->board->slot[slot].rect;
	const char *space = run.cols >= 7 ? " " : "";
	struct face face = face_of(c, slot, run.cols - 3 - (int)strlen(space));
	char text[2 * sizeof(face.legend.tap)];

	snprintf(text, sizeof(text), "%s%s%s%s", ccw ? "(↺" : "↻", space, face.legend.tap, ccw ? "" : ")");
	draw_in(c, run, 0, inside_style(c, slot, face.tap), text);
}

/* At the right end of the edge; what does not fit is cut. */
static void draw_note(const struct canvas *c, size_t slot)
{
	const struct board_note *note = &c->view->note[slot];
	struct rect at = c->board->slot[slot].rect;
	int width = grid_text_width(note->text), corner = slot < c->board->keys;

	at.col += corner;
	at.cols -= 2 * corner;
	at.rows = 1;
	if (width)
		draw_in(c, at, width < at.cols ? at.cols - width : 0, note->style, note->text);
}

/* Marks where the drawing goes on beyond the area. */
static void draw_more(const struct canvas *c)
{
	struct rect area = c->area;
	int row = area.row + area.rows / 2, col = area.col + area.cols / 2;

	if (c->pan.col > 0)
		grid_text(c->grid, area, row, area.col, STYLE_HINT_KEY, "◂");
	if (c->pan.col + area.cols < c->board->cols)
		grid_text(c->grid, area, row, area.col + area.cols - 1, STYLE_HINT_KEY, "▸");
	if (c->pan.row > 0)
		grid_text(c->grid, area, area.row, col, STYLE_HINT_KEY, "▴");
	if (c->pan.row + area.rows < c->board->rows)
		grid_text(c->grid, area, area.row + area.rows - 1, col, STYLE_HINT_KEY, "▾");
}

void board_draw(const struct board *board, const struct board_view *view, struct grid *grid, struct rect area)
{
	struct canvas c = { board, view, grid, area, view->pan };
	char text[64];

	assert(!view->map || keymap_keys(view->map) == board->keys);
	assert(!view->map || keymap_encoders(view->map) * TURN_COUNT == board->slots - board->keys);
	if (area.rows < BOARD_MIN_ROWS || area.cols < BOARD_MIN_COLS) {
		snprintf(text, sizeof(text), "needs at least %dx%d", BOARD_MIN_COLS, BOARD_MIN_ROWS);
		grid_text_cut(grid, area, area.row, area.col, area.cols, STYLE_WARNING, text);
		return;
	}
	board_follow(board, area.rows, area.cols, view->selected, &c.pan);
	draw_cells(&c);
	for (size_t i = 0; i < board->keys; i++)
		draw_key(&c, (int)i);
	for (size_t i = board->keys; i < board->slots; i++)
		draw_turn(&c, (int)i);
	for (size_t i = 0; view->note && i < board->slots; i++)
		draw_note(&c, i);
	draw_more(&c);
}
