/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "vt.h"

static struct vt_cell *at(const struct vt *vt, int row, int col)
{
	return &vt->cell[row * vt->cols + col];
}

static int clamp(int n, int low, int high)
{
	return n < low ? low : n > high ? high : n;
}

/* Erased cells take no attributes but, where a terminal erases with the background, those of the background, which
 * our programs leave alone. */
static void erase(struct vt *vt, int row, int from, int to)
{
	for (int col = from; col < to; col++)
		*at(vt, row, col) = (struct vt_cell){ .text = " " };
}

static void erase_rows(struct vt *vt, int from, int to)
{
	for (int row = from; row < to; row++)
		erase(vt, row, 0, vt->cols);
}

void vt_init(struct vt *vt, int rows, int cols)
{
	*vt = (struct vt){ .rows = rows, .cols = cols, .bottom = rows };
	vt->cell = mem_new((size_t)rows * (size_t)cols, sizeof(*vt->cell));
	erase_rows(vt, 0, rows);
}

void vt_release(struct vt *vt)
{
	free(vt->cell);
}

void vt_resize(struct vt *vt, int rows, int cols)
{
	struct vt old = *vt;

	vt->rows = rows;
	vt->cols = cols;
	vt->top = 0;
	vt->bottom = rows;
	vt->cell = mem_new((size_t)rows * (size_t)cols, sizeof(*vt->cell));
	erase_rows(vt, 0, rows);
	for (int row = 0; row < rows && row < old.rows; row++)
		for (int col = 0; col < cols && col < old.cols; col++)
			*at(vt, row, col) = *at(&old, row, col);
	vt->row = clamp(vt->row, 0, rows - 1);
	vt->col = clamp(vt->col, 0, cols - 1);
	vt->wrap_next = false;
	free(old.cell);
}

/* Move the rows from @first to the end of the region by @n: down when positive. */
static void scroll(struct vt *vt, int first, int n)
{
	int count = vt->bottom - first, kept = count - abs(n);
	size_t size = (size_t)vt->cols * sizeof(*vt->cell);

	if (kept <= 0) {
		erase_rows(vt, first, vt->bottom);
	} else if (n > 0) {
		memmove(at(vt, first + n, 0), at(vt, first, 0), (size_t)kept * size);
		erase_rows(vt, first, first + n);
	} else {
		memmove(at(vt, first, 0), at(vt, first - n, 0), (size_t)kept * size);
		erase_rows(vt, first + kept, vt->bottom);
	}
}

static void line_feed(struct vt *vt)
{
	if (vt->row == vt->bottom - 1)
		scroll(vt, vt->top, -1);
	else if (vt->row < vt->rows - 1)
		vt->row++;
}

/* Shift the cells right of the cursor by @n: to the right when positive. */
static void shift_cells(struct vt *vt, int n)
{
	int count = vt->cols - vt->col, kept = count - abs(n);
	struct vt_cell *here = at(vt, vt->row, vt->col);

	if (kept <= 0) {
		erase(vt, vt->row, vt->col, vt->cols);
	} else if (n > 0) {
		memmove(here + n, here, (size_t)kept * sizeof(*here));
		erase(vt, vt->row, vt->col, vt->col + n);
	} else {
		memmove(here, here - n, (size_t)kept * sizeof(*here));
		erase(vt, vt->row, vt->col + kept, vt->cols);
	}
}

/* Of the line drawing set, what the letters mean that curses uses for it. */
static const char *graphic(char c)
{
	static const char letters[] = "jklmnqtuvwx";
	static const char *const glyphs[] = { "┘", "┐", "┌", "└", "┼", "─", "├", "┤", "┴", "┬", "│" };
	const char *found = strchr(letters, c);

	return c && found ? glyphs[found - letters] : NULL;
}

static void put(struct vt *vt, const char *text, int width)
{
	struct vt_cell *cell;

	if (width == 0) {
		cell = at(vt, vt->row, vt->wrap_next ? vt->col : vt->col ? vt->col - 1 : 0);
		if (strlen(cell->text) + strlen(text) < sizeof(cell->text))
			strcat(cell->text, text);
		return;
	}
	if (vt->wrap_next || vt->col + width > vt->cols) {
		vt->col = 0;
		vt->wrap_next = false;
		line_feed(vt);
	}
	if (vt->insert)
		shift_cells(vt, width);
	cell = at(vt, vt->row, vt->col);
	for (int i = 0; i < width && vt->col + i < vt->cols; i++) {
		cell[i] = (struct vt_cell){ .attributes = vt->attributes };
		if (i == 0)
			strcpy(cell[i].text, text);
	}
	vt->col += width;
	if (vt->col >= vt->cols) {
		vt->col = vt->cols - 1;
		vt->wrap_next = true;
	}
}

static void unknown(struct vt *vt)
{
	if (!vt->unknown[0])
		memcpy(vt->unknown, vt->sequence, vt->sequence_len + 1);
}

static void set_attributes(struct vt *vt, const int *param, int count)
{
	for (int i = 0; i < count; i++) {
		int p = param[i];

		if (p == 0)
			vt->attributes = 0;
		else if (p == 1)
			vt->attributes |= VT_BOLD;
		else if (p == 2)
			vt->attributes |= VT_DIM;
		else if (p == 4)
			vt->attributes |= VT_UNDERLINE;
		else if (p == 7)
			vt->attributes |= VT_REVERSE;
		else if (p >= 10 && p <= 12) /* linux' character sets */
			vt->graphics[0] = vt->graphics[1] = p == 11;
		else if (p == 22)
			vt->attributes &= (uint8_t) ~(VT_BOLD | VT_DIM);
		else if (p == 24)
			vt->attributes &= (uint8_t)~VT_UNDERLINE;
		else if (p == 27)
			vt->attributes &= (uint8_t)~VT_REVERSE;
		else if ((p >= 30 && p <= 37) || (p >= 40 && p <= 47) || (p >= 90 && p <= 107))
			vt->attributes |= VT_COLOUR;
		else if (p == 39 || p == 49)
			vt->attributes &= (uint8_t)~VT_COLOUR;
		else if ((p == 38 || p == 48) && i + 2 < count && param[i + 1] == 5) {
			vt->attributes |= VT_COLOUR;
			i += 2;
		} else
			unknown(vt);
	}
}

static void set_private_mode(struct vt *vt, int mode, bool on)
{
	switch (mode) {
	case 25:
		vt->cursor_hidden = !on;
		break;
	case 47:
	case 1047:
	case 1049:
		vt->alternate = on;
		vt->alternate_seen |= on;
		erase_rows(vt, 0, vt->rows);
		break;
	case 2004:
		vt->paste_mode = on;
		break;
	case 1:  /* cursor keys; goes with the keypad */
	case 3:  /* 132 columns */
	case 4:  /* smooth scrolling */
	case 7:  /* wrap at the margin */
	case 12: /* blinking cursor */
		break;
	default:
		unknown(vt);
	}
}

static void erase_line(struct vt *vt, int how)
{
	erase(vt, vt->row, how ? 0 : vt->col, how == 1 ? vt->col + 1 : vt->cols);
}

static void erase_screen(struct vt *vt, int how)
{
	if (how != 2 && how != 3)
		erase_line(vt, how);
	erase_rows(vt, how ? 0 : vt->row + 1, how == 1 ? vt->row : vt->rows);
}

static void move_to(struct vt *vt, int row, int col)
{
	vt->row = clamp(row, 0, vt->rows - 1);
	vt->col = clamp(col, 0, vt->cols - 1);
}

static void repeat_last(struct vt *vt, int n)
{
	char text[sizeof(vt->cell->text)];

	strcpy(text, at(vt, vt->row, vt->wrap_next ? vt->col : vt->col ? vt->col - 1 : 0)->text);
	while (n--)
		put(vt, text, 1);
}

/* CSI, without a private marker or with `?`. */
static void control(struct vt *vt, bool private, const int *param, int count, char final)
{
	int n = param[0] ? param[0] : 1;

	vt->wrap_next = vt->wrap_next && (final == 'm' || final == 'h' || final == 'l' || final == 'b');
	if (private && (final == 'h' || final == 'l')) {
		for (int i = 0; i < count; i++)
			set_private_mode(vt, param[i], final == 'h');
		return;
	}
	if (private && final == 'c') /* the shape of linux' cursor */
		return;
	if (private) {
		unknown(vt);
		return;
	}
	switch (final) {
	case 'A':
		move_to(vt, vt->row - n, vt->col);
		break;
	case 'B':
		move_to(vt, vt->row + n, vt->col);
		break;
	case 'C':
		move_to(vt, vt->row, vt->col + n);
		break;
	case 'D':
		move_to(vt, vt->row, vt->col - n);
		break;
	case 'G':
		move_to(vt, vt->row, n - 1);
		break;
	case 'd':
		move_to(vt, n - 1, vt->col);
		break;
	case 'H':
		move_to(vt, n - 1, param[1] ? param[1] - 1 : 0);
		break;
	case 'J':
		erase_screen(vt, param[0]);
		break;
	case 'K':
		erase_line(vt, param[0]);
		break;
	case 'L':
		scroll(vt, vt->row, n);
		break;
	case 'M':
		scroll(vt, vt->row, -n);
		break;
	case 'S':
		scroll(vt, vt->top, -n);
		break;
	case 'T':
		scroll(vt, vt->top, n);
		break;
	case 'P':
		shift_cells(vt, -n);
		break;
	case '@':
		shift_cells(vt, n);
		break;
	case 'X':
		erase(vt, vt->row, vt->col, clamp(vt->col + n, 0, vt->cols));
		break;
	case 'Z':
		move_to(vt, vt->row, (vt->col - 1) / 8 * 8);
		break;
	case 'b':
		repeat_last(vt, n);
		break;
	case 'm':
		set_attributes(vt, param, count);
		break;
	case 'r':
		vt->top = clamp(n - 1, 0, vt->rows - 1);
		vt->bottom = param[1] ? clamp(param[1], vt->top + 1, vt->rows) : vt->rows;
		move_to(vt, 0, 0);
		break;
	case 'h':
	case 'l':
		if (param[0] == 4)
			vt->insert = final == 'h';
		else if (param[0] != 34) /* the shape of screen's cursor */
			unknown(vt);
		break;
	case 't':
		break; /* titles of windows */
	default:
		unknown(vt);
	}
}

static void run_control(struct vt *vt)
{
	const char *p = vt->sequence + 1;
	bool private = *p == '?';
	int param[16] = { 0 }, count = 1;

	for (p += private; *p >= '0' && *p <= ';'; p++) {
		if (*p == ';' && count < 16)
			count++;
		else if (*p != ';' && *p != ':' && param[count - 1] < 10000)
			param[count - 1] = param[count - 1] * 10 + (*p - '0');
	}
	if (p[1])
		unknown(vt);
	else
		control(vt, private, param, count, *p);
}

static void run_escape(struct vt *vt)
{
	switch (vt->sequence[0]) {
	case '[':
		run_control(vt);
		break;
	case '(':
	case ')':
		vt->graphics[vt->sequence[0] == ')'] = vt->sequence[1] == '0';
		break;
	case ']':
		break;
	case '=':
		vt->keypad = true;
		break;
	case '>':
		vt->keypad = false;
		break;
	case '7':
		vt->saved_row = vt->row;
		vt->saved_col = vt->col;
		break;
	case '8':
		move_to(vt, vt->saved_row, vt->saved_col);
		break;
	case 'M':
		if (vt->row == vt->top)
			scroll(vt, vt->top, 1);
		else
			move_to(vt, vt->row - 1, vt->col);
		break;
	default:
		unknown(vt);
	}
}

static bool sequence_is_complete(const struct vt *vt)
{
	char first = vt->sequence[0], last = vt->sequence[vt->sequence_len - 1];

	if (first == '[')
		return vt->sequence_len > 1 && last >= 0x40 && last < 0x7f;
	if (first == '(' || first == ')')
		return vt->sequence_len == 2;
	/* Palettes: xterm ends them with a bell, linux not at all. */
	if (first == ']')
		return vt->sequence_len > 1 && (vt->sequence[1] == 'R' || last == '\a');
	return true;
}

static void write_control(struct vt *vt, char c)
{
	switch (c) {
	case '\r':
		vt->col = 0;
		vt->wrap_next = false;
		break;
	case '\n':
		line_feed(vt);
		break;
	case '\b':
		move_to(vt, vt->row, vt->col - 1);
		break;
	case '\t':
		move_to(vt, vt->row, (vt->col / 8 + 1) * 8);
		break;
	case 0x0e:
		vt->shift = 1;
		break;
	case 0x0f:
		vt->shift = 0;
		break;
	case 0x1b:
		vt->escaped = true;
		vt->sequence_len = 0;
		break;
	case 0: /* padding */
	case 0x07:
		break;
	default:
		vt->sequence_len =
			(size_t)snprintf(vt->sequence, sizeof(vt->sequence), "byte %02x", (unsigned)c);
		unknown(vt);
	}
}

static void write_text(struct vt *vt, char c)
{
	unsigned char lead;
	size_t need, used;
	char text[5] = "";

	vt->utf8[vt->utf8_len++] = c;
	lead = (unsigned char)vt->utf8[0];
	need = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	if (vt->utf8_len < need)
		return;
	memcpy(text, vt->utf8, need);
	vt->utf8_len = 0;
	if (need == 1 && vt->graphics[vt->shift] && graphic(c))
		put(vt, graphic(c), 1);
	else
		put(vt, text, utf8_code_width(utf8_decode(text, need, &used)));
}

void vt_write(struct vt *vt, const char *bytes, size_t len)
{
	vt->bytes += len;
	for (size_t i = 0; i < len; i++) {
		char c = bytes[i];

		if (!vt->escaped) {
			if ((unsigned char)c < 0x20)
				write_control(vt, c);
			else
				write_text(vt, c);
			continue;
		}
		vt->sequence[vt->sequence_len++] = c;
		vt->sequence[vt->sequence_len] = '\0';
		if (sequence_is_complete(vt) || vt->sequence_len + 1 == sizeof(vt->sequence)) {
			vt->escaped = false;
			run_escape(vt);
		}
	}
}

static void row_text(const struct vt *vt, int row, struct str *out)
{
	str_clear(out);
	for (int col = 0; col < vt->cols; col++)
		str_add(out, at(vt, row, col)->text);
	while (out->len && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}

bool vt_shows(const struct vt *vt, const char *text)
{
	struct str line = STR_INIT;
	bool shows = false;

	for (int row = 0; row < vt->rows && !shows; row++) {
		row_text(vt, row, &line);
		shows = strstr(str_text(&line), text);
	}
	str_release(&line);
	return shows;
}

void vt_print(const struct vt *vt, FILE *out)
{
	struct str line = STR_INIT;

	for (int row = 0; row < vt->rows; row++) {
		row_text(vt, row, &line);
		fprintf(out, "%s\n", str_text(&line));
	}
	str_release(&line);
}

const char *vt_left_changed(const struct vt *vt)
{
	return vt->alternate                          ? "the alternate screen"
	       : vt->cursor_hidden                    ? "the cursor hidden"
	       : vt->paste_mode                       ? "bracketed paste on"
	       : vt->keypad                           ? "the keypad's mode"
	       : vt->attributes                       ? "attributes on"
	       : vt->insert                           ? "insert mode"
	       : vt->shift || vt->graphics[vt->shift] ? "line drawing on"
	       : vt->top || vt->bottom != vt->rows    ? "a scrolling region"
						      : NULL;
}
