/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/grid.h"

static const char style_letters[] = ".dblhyrCMTtAsikImowEp";
static_assert(sizeof(style_letters) - 1 == STYLE_COUNT, "a letter for every style");

/* What is written in one piece: a grapheme of a cell or two, or an escape sequence of several. */
struct unit {
	char text[24];
	int width;
	bool joins; /* a combining mark: goes onto the cell before it */
};

static bool parse_count(const char **at, int max, int *out)
{
	for (*out = 0; **at >= '0' && **at <= '9' && *out <= max; ++*at)
		*out = *out * 10 + (**at - '0');
	return *out >= 1 && *out <= max;
}

bool grid_parse_size(const char *text, int *rows, int *cols)
{
	return parse_count(&text, GRID_MAX_COLS, cols) && *text++ == 'x' &&
	       parse_count(&text, GRID_MAX_ROWS, rows) && !*text;
}

void grid_init(struct grid *grid, int rows, int cols)
{
	rows = rows < 0 ? 0 : rows > GRID_MAX_ROWS ? GRID_MAX_ROWS : rows;
	cols = cols < 0 ? 0 : cols > GRID_MAX_COLS ? GRID_MAX_COLS : cols;
	*grid = (struct grid){ .rows = rows, .cols = cols, .cursor_row = -1 };
	grid->cell = mem_new((size_t)rows * (size_t)cols, sizeof(*grid->cell));
	for (int i = 0; i < rows * cols; i++)
		grid->cell[i].text[0] = ' ';
}

void grid_release(struct grid *grid)
{
	free(grid->cell);
	*grid = (struct grid){ .cursor_row = -1 };
}

struct rect grid_rect(const struct grid *grid)
{
	return (struct rect){ 0, 0, grid->rows, grid->cols };
}

struct rect rect_intersect(struct rect a, struct rect b)
{
	int row = a.row > b.row ? a.row : b.row, col = a.col > b.col ? a.col : b.col;
	int row_end = a.row + a.rows < b.row + b.rows ? a.row + a.rows : b.row + b.rows;
	int col_end = a.col + a.cols < b.col + b.cols ? a.col + a.cols : b.col + b.cols;

	return (struct rect){ row, col, row_end > row ? row_end - row : 0,
			      col_end > col ? col_end - col : 0 };
}

bool rect_has(struct rect rect, int row, int col)
{
	return row >= rect.row && row < rect.row + rect.rows && col >= rect.col && col < rect.col + rect.cols;
}

struct cell *grid_cell(const struct grid *grid, int row, int col)
{
	assert(rect_has(grid_rect(grid), row, col));
	return &grid->cell[row * grid->cols + col];
}

static void blank(struct cell *cell)
{
	cell->text[0] = ' ';
	cell->text[1] = '\0';
}

/* What is left of a wide character that had a half in the cell becomes blank. */
static void put_cell(struct grid *grid, int row, int col, enum style style, const char *text)
{
	struct cell *cell = grid_cell(grid, row, col);

	if (!cell->text[0] && col > 0)
		blank(cell - 1);
	if (col + 1 < grid->cols && !cell[1].text[0])
		blank(cell + 1);
	memcpy(cell->text, text, strlen(text) + 1);
	cell->style = (uint8_t)style;
}

void grid_put(struct grid *grid, struct rect clip, int row, int col, enum style style, const char *glyph)
{
	if (rect_has(clip, row, col) && rect_has(grid_rect(grid), row, col))
		put_cell(grid, row, col, style, glyph);
}

/* Put a grapheme of @width columns; of a wide one that is not wholly inside @clip the part inside is blank. */
static void put_grapheme(struct grid *grid, struct rect clip, int row, int col, enum style style,
			 const char *text, int width)
{
	bool whole = rect_has(clip, row, col) && rect_has(clip, row, col + width - 1);

	for (int i = width - 1; i >= 0; i--)
		if (rect_has(clip, row, col + i))
			put_cell(grid, row, col + i, style, whole && i == 0 ? text : " ");
	if (whole && width == 2)
		grid_cell(grid, row, col + 1)->text[0] = '\0';
}

/* Take the next unit off *@text. utf8_escape() decides what may be shown as it is. */
static bool next_unit(const char **text, size_t *left, struct unit *unit)
{
	uint32_t code;
	size_t used;

	if (!*left)
		return false;
	code = utf8_decode(*text, *left, &used);
	utf8_escape(unit->text, sizeof(unit->text), *text, used);
	if (strlen(unit->text) == used && !memcmp(unit->text, *text, used)) {
		unit->width = utf8_code_width(code);
		unit->joins = unit->width == 0;
	} else {
		unit->width = (int)strlen(unit->text);
		unit->joins = false;
	}
	*text += used;
	*left -= used;
	return true;
}

/* An escape sequence is as many ASCII graphemes; anything else is one. */
static void put_unit(struct grid *grid, struct rect clip, int row, int col, enum style style,
		     const struct unit *unit)
{
	if ((unsigned char)unit->text[0] >= 0x80) {
		put_grapheme(grid, clip, row, col, style, unit->text, unit->width);
		return;
	}
	for (int i = 0; i < unit->width; i++)
		put_grapheme(grid, clip, row, col + i, style, (char[]){ unit->text[i], '\0' }, 1);
}

/* Put a mark onto the grapheme at @col. What a cell cannot hold is left off. */
static void join(struct grid *grid, struct rect clip, int row, int col, const char *mark)
{
	struct cell *cell = rect_has(clip, row, col) ? grid_cell(grid, row, col) : NULL;
	size_t len = cell ? strlen(cell->text) : 0, more = strlen(mark);

	if (len && len + more < sizeof(cell->text))
		memcpy(cell->text + len, mark, more + 1);
}

/* Write units from @col on while they end by @end; returns the column after the last. */
static int put_text(struct grid *grid, struct rect clip, int row, int col, int end, enum style style,
		    const char *utf8)
{
	static const struct unit space = { " ", 1, false };
	size_t left = strlen(utf8);
	struct unit unit;
	int base =
		-1; /* where the grapheme is that marks join; a mark with none before it stands on a blank */

	clip = rect_intersect(clip, grid_rect(grid));
	while (next_unit(&utf8, &left, &unit)) {
		const struct unit *put = unit.joins && base == -1 ? &space : &unit;

		if (put->width > end - col)
			break;
		if (!put->joins) {
			put_unit(grid, clip, row, col, style, put);
			base = put->width > 2 ? col + put->width - 1 : col;
			col += put->width;
		}
		if (unit.joins)
			join(grid, clip, row, base, unit.text);
	}
	return col;
}

int grid_text_width(const char *utf8)
{
	size_t left = strlen(utf8);
	struct unit unit;
	int width = 0;

	for (bool first = true; next_unit(&utf8, &left, &unit); first = false)
		width += unit.joins ? first : unit.width;
	return width;
}

int grid_text(struct grid *grid, struct rect clip, int row, int col, enum style style, const char *utf8)
{
	return put_text(grid, clip, row, col, col + grid_text_width(utf8), style, utf8) - col;
}

int grid_text_cut(struct grid *grid, struct rect clip, int row, int col, int cols, enum style style,
		  const char *utf8)
{
	int end;

	if (cols <= 0)
		return 0;
	if (grid_text_width(utf8) <= cols)
		return grid_text(grid, clip, row, col, style, utf8);
	end = put_text(grid, clip, row, col, col + cols - 1, style, utf8);
	return end - col + grid_text(grid, clip, row, end, style, "…");
}

void grid_fill(struct grid *grid, struct rect area, enum style style, const char *glyph)
{
	assert(grid_text_width(glyph) > 0);
	area = rect_intersect(area, grid_rect(grid));
	for (int row = area.row; row < area.row + area.rows; row++)
		for (int col = area.col; col < area.col + area.cols;)
			col += grid_text(grid, area, row, col, style, glyph);
}

void grid_bar(struct grid *grid, struct rect line, int done)
{
	if (done > line.cols)
		done = line.cols;
	grid_fill(grid, (struct rect){ line.row, line.col, 1, done }, STYLE_PROGRESS, "█");
	grid_fill(grid, (struct rect){ line.row, line.col + done, 1, line.cols - done }, STYLE_DIM, "░");
}

void grid_box(struct grid *grid, struct rect area, enum style style)
{
	int bottom = area.row + area.rows - 1, right = area.col + area.cols - 1;

	if (area.rows < 2 || area.cols < 2)
		return;
	grid_fill(grid, area, STYLE_TEXT, " ");
	grid_fill(grid, (struct rect){ area.row, area.col, 1, area.cols }, style, "─");
	grid_fill(grid, (struct rect){ bottom, area.col, 1, area.cols }, style, "─");
	grid_fill(grid, (struct rect){ area.row, area.col, area.rows, 1 }, style, "│");
	grid_fill(grid, (struct rect){ area.row, right, area.rows, 1 }, style, "│");
	grid_text(grid, area, area.row, area.col, style, "┌");
	grid_text(grid, area, area.row, right, style, "┐");
	grid_text(grid, area, bottom, area.col, style, "└");
	grid_text(grid, area, bottom, right, style, "┘");
}

/* Box drawing, U+2500 to U+257F in order: light lines - | +, double lines = | +, whatever has a heavy arm #. */
static const char box_ascii[] = "-#|#-#|#-#|#+###"
				"+###+###+###+###"
				"####+#######+###"
				"####+#######+###"
				"############-#|#"
				"=|++++++++++++++"
				"++++++++++++++++"
				"+/\\X-|-|########";
static_assert(sizeof(box_ascii) - 1 == 0x80, "a character for each of the block");

static const struct {
	uint32_t first, last;
	char ascii;
} symbols_ascii[] = {
	{ 0x00a0, 0x00a0, ' ' }, { 0x00b0, 0x00b0, 'o' }, { 0x00b5, 0x00b5, 'u' },  { 0x00b7, 0x00b7, '.' },
	{ 0x00d7, 0x00d7, 'x' }, { 0x2010, 0x2015, '-' }, { 0x2018, 0x2019, '\'' }, { 0x201c, 0x201d, '"' },
	{ 0x2022, 0x2022, '*' }, { 0x2026, 0x2026, '~' }, { 0x2190, 0x2190, '<' },  { 0x2191, 0x2191, '^' },
	{ 0x2192, 0x2192, '>' }, { 0x2193, 0x2193, 'v' }, { 0x21ba, 0x21ba, '<' },  { 0x21bb, 0x21bb, '>' },
	{ 0x21e4, 0x21e4, '<' }, { 0x21e5, 0x21e5, '>' }, { 0x21e7, 0x21e7, '^' },  { 0x232b, 0x232b, '<' },
	{ 0x23ce, 0x23ce, '<' }, { 0x2580, 0x2590, '#' }, { 0x2591, 0x2591, '.' },  { 0x2592, 0x2592, ':' },
	{ 0x2593, 0x25a1, '#' }, { 0x25b2, 0x25b5, '^' }, { 0x25b6, 0x25bb, '>' },  { 0x25bc, 0x25bf, 'v' },
	{ 0x25c0, 0x25c5, '<' }, { 0x25c6, 0x25c7, '*' }, { 0x25cb, 0x25cb, 'o' },  { 0x25cf, 0x25cf, '*' },
	{ 0x2713, 0x2714, '+' }, { 0x2717, 0x2718, 'x' },
};

static char symbol_ascii(uint32_t code)
{
	if (code >= 0x2500 && code < 0x2580)
		return box_ascii[code - 0x2500];
	for (size_t i = 0; i < COUNT(symbols_ascii); i++)
		if (code >= symbols_ascii[i].first && code <= symbols_ascii[i].last)
			return symbols_ascii[i].ascii;
	return '?';
}

#define TEXTS_4(c)                   \
	{ c }, { c + 1 }, { c + 2 }, \
	{                            \
		c + 3                \
	}
#define TEXTS_16(c) TEXTS_4(c), TEXTS_4(c + 4), TEXTS_4(c + 8), TEXTS_4(c + 12)
static const char ascii_text[][2] = { TEXTS_16(0x20), TEXTS_16(0x30), TEXTS_16(0x40),
				      TEXTS_16(0x50), TEXTS_16(0x60), TEXTS_16(0x70) };

const char *grid_cell_text(const struct grid *grid, const struct cell *cell)
{
	size_t used;
	uint32_t code;

	if (!grid->ascii)
		return cell->text;
	/* The left half of a wide character takes one column now, so the right one is a blank. */
	code = cell->text[0] ? utf8_decode(cell->text, strlen(cell->text), &used) : ' ';
	return ascii_text[(code < 0x80 ? (char)code : symbol_ascii(code)) - 0x20];
}

void grid_dump(const struct grid *grid, FILE *out)
{
	for (int row = 0; row < grid->rows; row++) {
		for (int col = 0; col < grid->cols; col++)
			fputs(grid_cell_text(grid, grid_cell(grid, row, col)), out);
		fputs("|\n", out);
	}
	for (int row = 0; row < grid->rows; row++) {
		for (int col = 0; col < grid->cols; col++)
			fputc(style_letters[grid_cell(grid, row, col)->style], out);
		fputs("|\n", out);
	}
	if (grid->cursor_row >= 0)
		fprintf(out, "cursor %d,%d\n", grid->cursor_row, grid->cursor_col);
}
