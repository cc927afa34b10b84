/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <curses.h>
#include <langinfo.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "rescue.h"
#include "ui/key.h"
#include "ui/style.h"
#include "ui/term.h"

/* Bracketed paste: xterm's ctlseqs. Terminals that follow ECMA-48 and do not know the mode ignore it. */
#define PASTE_ON    "\x1b[?2004h"
#define PASTE_OFF   "\x1b[?2004l"
#define PASTE_BEGIN "200" /* of CSI 200 ~ */
#define PASTE_END   "\x1b[201~"

/* How long a byte may take that belongs to the one before: Esc and the start of a key's sequence are told apart by
 * time alone. */
enum { ESC_DELAY_MS = 25, ESC_DELAY_REMOTE_MS = 100 };

struct curses {
	struct terminal base;
	SCREEN *screen;
	WINDOW *keys; /* read from; a pad, which reading does not refresh as it would a window */
	bool paste_mode;
	int esc_delay_ms;
	struct termios before; /* the modes that we found */
	struct {
		attr_t attributes;
		short pair;
		bool plain_blank;
	} look[STYLE_COUNT];
	cchar_t *row; /* scratch, of COLS */
	int cursor;   /* as last given to curs_set(); -1: never */
	bool pasting;
	size_t paste_matched; /* bytes of PASTE_END that came last */
	struct str paste;
	struct err trouble;
};

static void curses_size(struct terminal *term, int *rows, int *cols)
{
	struct winsize size;

	/* Zeroes are what a serial line says: curses took terminfo's size then. */
	if (!ioctl(term->fd, TIOCGWINSZ, &size) && size.ws_row && size.ws_col &&
	    (size.ws_row != LINES || size.ws_col != COLS)) {
		struct curses *t = (struct curses *)term;

		resizeterm(size.ws_row, size.ws_col);
		t->row = mem_resize(t->row, (size_t)COLS, sizeof(*t->row));
	}
	*rows = LINES;
	*cols = COLS;
}

/* Make curses' characters of a cell's @text; what curses would not give @width columns becomes as many `?`. Returns
 * how many. */
static int set_chars(const struct curses *t, enum style style, const char *text, int width, cchar_t *out)
{
	size_t left = strlen(text), used, n = 0;
	wchar_t chars[CCHARW_MAX + 1];

	for (; left && n < CCHARW_MAX; text += used, left -= used)
		chars[n++] = (wchar_t)utf8_decode(text, left, &used);
	chars[n] = L'\0';
	if (n && wcwidth(chars[0]) == width) {
		setcchar(out, chars, t->look[style].attributes, t->look[style].pair, NULL);
		return 1;
	}
	for (int i = 0; i < width; i++)
		setcchar(&out[i], L"?", t->look[style].attributes, t->look[style].pair, NULL);
	return width;
}

/* Whether a blank at @col may go without the attributes of its style: it shows nothing, and is not between
 * characters of the same style, where switching off and on would cost more. */
static bool is_loose_blank(const struct curses *t, const struct cell *row, int cols, int col)
{
	int from = col, to = col;

	if (!t->look[row[col].style].plain_blank)
		return false;
	while (from >= 0 && !strcmp(row[from].text, " ") && row[from].style == row[col].style)
		from--;
	while (to < cols && !strcmp(row[to].text, " ") && row[to].style == row[col].style)
		to++;
	return from < 0 || to == cols || row[from].style != row[col].style || row[to].style != row[col].style;
}

static void present_row(struct curses *t, const struct grid *grid, int row, int cols)
{
	const struct cell *cells = &grid->cell[row * grid->cols];
	int n = 0;

	for (int col = 0; col < cols; col++) {
		const struct cell *cell = &cells[col];
		const char *text = grid_cell_text(grid, cell);
		bool wide = col + 1 < cols && !cell[1].text[0] && !grid->ascii;
		enum style style = cell->style;

		if (!text[0])
			continue;
		if (!strcmp(text, " ") && is_loose_blank(t, cells, cols, col))
			style = STYLE_TEXT;
		n += set_chars(t, style, text, wide ? 2 : 1, &t->row[n]);
	}
	mvadd_wchnstr(row, 0, t->row, n);
}

static void curses_present(struct terminal *term, const struct grid *grid)
{
	struct curses *t = (struct curses *)term;
	int rows = grid->rows < LINES ? grid->rows : LINES, cols = grid->cols < COLS ? grid->cols : COLS;
	bool visible = grid->cursor_row >= 0 && grid->cursor_row < rows && grid->cursor_col >= 0 &&
		       grid->cursor_col < cols;

	for (int row = 0; row < rows; row++)
		present_row(t, grid, row, cols);
	if (t->cursor != visible) {
		curs_set(visible);
		t->cursor = visible;
	}
	/* A hidden cursor may stay where drawing left it. */
	leaveok(stdscr, !visible);
	if (visible)
		move(grid->cursor_row, grid->cursor_col);
	refresh();
}

static void curses_repaint(struct terminal *term)
{
	(void)term;
	clearok(curscr, TRUE);
}

/* Keys that curses has numbers for, beyond the function keys. */
static bool name_code(wint_t code, unsigned modifiers, char out[KEY_NAME_SIZE])
{
	static const struct {
		wint_t code;
		const char *name;
		unsigned modifiers;
	} rows[] = {
		{ KEY_UP, "Up", 0 },
		{ KEY_DOWN, "Down", 0 },
		{ KEY_LEFT, "Left", 0 },
		{ KEY_RIGHT, "Right", 0 },
		{ KEY_HOME, "Home", 0 },
		{ KEY_FIND, "Home", 0 },
		{ KEY_A1, "Home", 0 },
		{ KEY_END, "End", 0 },
		{ KEY_SELECT, "End", 0 },
		{ KEY_LL, "End", 0 },
		{ KEY_C1, "End", 0 },
		{ KEY_PPAGE, "PageUp", 0 },
		{ KEY_A3, "PageUp", 0 },
		{ KEY_NPAGE, "PageDown", 0 },
		{ KEY_C3, "PageDown", 0 },
		{ KEY_IC, "Insert", 0 },
		{ KEY_DC, "Del", 0 },
		{ KEY_ENTER, "CR", 0 },
		{ KEY_BACKSPACE, "BS", 0 },
		{ KEY_BTAB, "Tab", KEY_SHIFT },
		{ KEY_SR, "Up", KEY_SHIFT },
		{ KEY_SF, "Down", KEY_SHIFT },
		{ KEY_SLEFT, "Left", KEY_SHIFT },
		{ KEY_SRIGHT, "Right", KEY_SHIFT },
		{ KEY_SHOME, "Home", KEY_SHIFT },
		{ KEY_SEND, "End", KEY_SHIFT },
		{ KEY_SPREVIOUS, "PageUp", KEY_SHIFT },
		{ KEY_SNEXT, "PageDown", KEY_SHIFT },
		{ KEY_SIC, "Insert", KEY_SHIFT },
		{ KEY_SDC, "Del", KEY_SHIFT },
	};
	/* Shifted function keys go on counting after the twelfth. */
	static const unsigned by_dozen[] = { 0, KEY_SHIFT, KEY_CTRL, KEY_CTRL | KEY_SHIFT, KEY_META };
	unsigned f = code - KEY_F(1);

	if (code >= KEY_F(1) && f / 12 < COUNT(by_dozen)) {
		char name[8];

		snprintf(name, sizeof(name), "F%u", f % 12 + 1);
		return key_from_name(name, modifiers | by_dozen[f / 12], out);
	}
	for (size_t i = 0; i < COUNT(rows); i++)
		if (rows[i].code == code)
			return key_from_name(rows[i].name, modifiers | rows[i].modifiers, out);
	return false;
}

/* Keys of terminfo's extended names, which curses numbers as it meets them: kUP5 is <C-Up>. */
static bool name_extended(wint_t code, unsigned modifiers, char out[KEY_NAME_SIZE])
{
	static const struct {
		const char *capability, *name;
	} rows[] = {
		{ "kUP", "Up" },     { "kDN", "Down" }, { "kLFT", "Left" },   { "kRIT", "Right" },
		{ "kHOM", "Home" },  { "kEND", "End" }, { "kPRV", "PageUp" }, { "kNXT", "PageDown" },
		{ "kIC", "Insert" }, { "kDC", "Del" },
	};
	const char *capability = keyname((int)code);

	for (size_t i = 0; capability && i < COUNT(rows); i++) {
		size_t len = strlen(rows[i].capability);
		char number = !strncmp(capability, rows[i].capability, len) ? capability[len] : '\0';

		if (number >= '2' && number <= '9' && !capability[len + 1])
			return key_from_name(rows[i].name,
					     modifiers | key_modifiers_from_xterm((unsigned)(number - '0')),
					     out);
	}
	return false;
}

/* The rest of a sequence that curses does not know, after Esc and @second: as a key, as the start of a paste, or
 * nothing at all, for it must not be taken for single keys. */
static bool read_sequence(struct curses *t, wint_t second, char out[KEY_NAME_SIZE])
{
	char params[32];
	size_t len = 0;
	wint_t ch = 0;
	bool named = false, any = false;

	wtimeout(t->keys, t->esc_delay_ms);
	while (wget_wch(t->keys, &ch) == OK) {
		any = true;
		if (ch < 0x20)
			unget_wch((wchar_t)ch);
		if (ch >= 0x40 || ch < 0x20)
			break;
		if (len + 1 < sizeof(params))
			params[len++] = (char)ch;
	}
	wtimeout(t->keys, 0);
	params[len] = '\0';
	if (!any)
		return key_from_code(second, KEY_META, out);
	if (ch == '~' && !strcmp(params, PASTE_BEGIN)) {
		t->pasting = true;
		t->paste_matched = 0;
		str_clear(&t->paste);
	} else if (ch >= 0x40 && ch < 0x7f) {
		named = key_from_csi(params, (char)ch, out);
	}
	return named;
}

/* Whether the user's terminal has @ch for the function @which of termios. */
static bool is_special(const struct curses *t, int which, wint_t ch)
{
	return ch == t->before.c_cc[which] && ch != _POSIX_VDISABLE;
}

/* False when what came is no key, or not one yet. */
static bool read_key(struct curses *t, int kind, wint_t ch, char out[KEY_NAME_SIZE])
{
	unsigned modifiers = 0;

	if (kind == OK && ch == 0x1b) {
		kind = wget_wch(t->keys, &ch);
		if (kind == ERR)
			return key_from_code(0x1b, 0, out);
		if (kind == OK && ch == 0x1b) {
			unget_wch(0x1b);
			return key_from_code(0x1b, 0, out);
		}
		if (kind == OK && (ch == '[' || ch == 'O'))
			return read_sequence(t, ch, out);
		modifiers = KEY_META;
	}
	if (kind == KEY_CODE_YES)
		return name_code(ch, modifiers, out) || name_extended(ch, modifiers, out);
	if (is_special(t, VSUSP, ch))
		return key_from_code('z', KEY_CTRL, out);
	if (is_special(t, VINTR, ch))
		return key_from_code('c', KEY_CTRL, out);
	if (is_special(t, VERASE, ch))
		return key_from_name("BS", modifiers, out);
	return key_from_code(ch, modifiers, out);
}

static bool end_paste(struct curses *t, struct event *event)
{
	t->pasting = false;
	if (t->paste.full) {
		err_set(&t->trouble, ERR_RANGE, "what was pasted is longer than %d bytes: nothing was taken",
			PASTE_MAX_BYTES);
		*event = (struct event){ .type = EVENT_TROUBLE, .text = t->trouble.text };
		return true;
	}
	/* Terminals send Return for a newline. */
	for (size_t i = 0; i < t->paste.len; i++)
		if (t->paste.data[i] == '\r')
			t->paste.data[i] = '\n';
	*event = (struct event){ .type = EVENT_PASTE, .text = str_text(&t->paste) };
	return true;
}

/* Bytes of a paste come past curses, which would look for keys in them. It reads no byte ahead: after a sequence's
 * last byte the next is still in the terminal. */
static bool read_paste(struct curses *t, struct event *event)
{
	static const char end[] = PASTE_END;
	struct pollfd p = { .fd = t->base.fd, .events = POLLIN };
	char c;

	while (poll(&p, 1, 0) > 0 && p.revents & POLLIN && read(p.fd, &c, 1) == 1) {
		if (c == end[t->paste_matched]) {
			if (!end[++t->paste_matched])
				return end_paste(t, event);
			continue;
		}
		str_add_bytes(&t->paste, end, t->paste_matched);
		t->paste_matched = c == end[0];
		if (!t->paste_matched && c)
			str_add_char(&t->paste, c);
	}
	return false;
}

static bool curses_next(struct terminal *term, struct event *event)
{
	struct curses *t = (struct curses *)term;
	wint_t ch = 0;
	int kind;

	for (;;) {
		if (t->pasting)
			return read_paste(t, event);
		kind = wget_wch(t->keys, &ch);
		if (kind == ERR)
			return false;
		*event = (struct event){ .type = EVENT_KEY };
		if (read_key(t, kind, ch, event->key))
			return true;
	}
}

/* Signals of keys off, so that nothing in a paste is one; flow control as the user has it. */
static void set_modes(const struct curses *t)
{
	struct termios modes;

	cbreak();
	noecho();
	nonl();
	if (!tcgetattr(t->base.fd, &modes)) {
		modes.c_lflag &= ~(tcflag_t)(ISIG | IEXTEN);
		modes.c_iflag = (modes.c_iflag & ~(tcflag_t)(IXON | IXOFF)) |
				(t->before.c_iflag & (tcflag_t)(IXON | IXOFF));
		tcsetattr(t->base.fd, TCSANOW, &modes);
	}
	def_prog_mode();
}

static char collected[RESCUE_MAX_BYTES];
static size_t collected_len;

static int collect(int c)
{
	if (collected_len < sizeof(collected))
		collected[collected_len++] = (char)c;
	return c;
}

/* What puts the terminal right when curses no longer can. */
static void arm(const struct curses *t)
{
	const char *const strings[] = {
		t->paste_mode ? PASTE_OFF : NULL,
		exit_alt_charset_mode,
		exit_attribute_mode,
		orig_pair,
		keypad_local,
		/* Without another screen to leave, be below what was drawn. */
		exit_ca_mode ? NULL : tparm(cursor_address, LINES - 1, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L),
		exit_ca_mode ? exit_ca_mode : "\r\n",
		cursor_normal,
	};

	collected_len = 0;
	for (size_t i = 0; i < COUNT(strings); i++)
		if (strings[i])
			tputs(strings[i], 1, collect);
	rescue_arm(STDOUT_FILENO, collected, collected_len, &t->before);
}

static void curses_suspend(struct terminal *term)
{
	struct curses *t = (struct curses *)term;

	if (isendwin())
		return;
	if (t->paste_mode)
		putp(PASTE_OFF);
	endwin();
	rescue_disarm();
}

static void curses_resume(struct terminal *term)
{
	struct curses *t = (struct curses *)term;

	arm(t);
	reset_prog_mode();
	if (t->paste_mode)
		putp(PASTE_ON);
	clearok(curscr, TRUE);
}

static void curses_close(struct terminal *term)
{
	struct curses *t = (struct curses *)term;

	curses_suspend(term);
	delwin(t->keys);
	delscreen(t->screen);
	str_release(&t->paste);
	free(t->row);
	free(t);
}

static const struct terminal_ops curses_ops = {
	.name = "curses",
	.size = curses_size,
	.present = curses_present,
	.repaint = curses_repaint,
	.next = curses_next,
	.suspend = curses_suspend,
	.resume = curses_resume,
	.close = curses_close,
};

static void set_looks(struct curses *t)
{
	static const struct {
		unsigned bit;
		attr_t attribute;
	} rows[] = {
		{ LOOK_BOLD, A_BOLD },
		{ LOOK_DIM, A_DIM },
		{ LOOK_UNDERLINE, A_UNDERLINE },
		{ LOOK_REVERSE, A_REVERSE },
	};
	enum colours colours = style_colours(tigetnum("colors"), getenv("NO_COLOR"));

	if (colours != COLOURS_NONE && (start_color() == ERR || use_default_colors() == ERR))
		colours = COLOURS_NONE;
	for (int style = 0; style < STYLE_COUNT; style++) {
		struct look look = style_look((enum style)style, colours);

		for (size_t i = 0; i < COUNT(rows); i++)
			if (look.attributes & rows[i].bit)
				t->look[style].attributes |= rows[i].attribute;
		if (look.fg >= 0 || look.bg >= 0) {
			t->look[style].pair = (short)(style + 1);
			init_pair(t->look[style].pair, look.fg, look.bg);
		}
		t->look[style].plain_blank = look_is_plain_blank(look);
	}
}

/* Refuse what curses would start on and then fail to draw on, or would print its own message about. */
static bool check_terminal(struct err *err)
{
	const char *name = getenv("TERM");
	int status = 0;
	bool usable;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, ERR_USAGE, "standard input and output are not a terminal");
	if (!name || !name[0])
		return err_set(err, ERR_USAGE,
			       "TERM is not set; set it to the type of your terminal, such as xterm-256color "
			       "or vt220");
	if (setupterm(NULL, STDOUT_FILENO, &status) == ERR)
		return err_set(
			err, ERR_NOT_FOUND,
			"terminal type '%s' is not in the terminfo database; install it, or set TERM to "
			"a like one, such as xterm-256color or vt220",
			name);
	usable = cursor_address && !hard_copy;
	del_curterm(cur_term);
	return usable || err_set(err, ERR_USAGE,
				 "terminal type '%s' cannot place its cursor; set TERM to the type that your "
				 "terminal has, such as xterm-256color or vt220",
				 name);
}

struct terminal *terminal_curses_open(struct err *err)
{
	struct curses *t;

	if (!check_terminal(err))
		return NULL;
	t = mem_new(1, sizeof(*t));
	*t = (struct curses){ .base = { .ops = &curses_ops, .fd = STDIN_FILENO },
			      .paste = { .max = PASTE_MAX_BYTES },
			      .cursor = -1,
			      .esc_delay_ms = getenv("SSH_CONNECTION") ? ESC_DELAY_REMOTE_MS : ESC_DELAY_MS };
	if (tcgetattr(STDIN_FILENO, &t->before)) {
		free(t);
		err_set(err, ERR_IO, "cannot read the modes of the terminal");
		return NULL;
	}
	use_tioctl(TRUE);
	t->screen = newterm(NULL, stdout, stdin);
	if (!t->screen) {
		free(t);
		err_set(err, ERR_IO, "cannot set up the terminal");
		return NULL;
	}
	t->base.ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	t->paste_mode = !strncmp(cursor_address, "\x1b[", 2);
	t->row = mem_new((size_t)COLS, sizeof(*t->row));
	arm(t);
	set_modes(t);
	set_looks(t);
	set_escdelay(t->esc_delay_ms);
	t->keys = newpad(1, 1);
	keypad(t->keys, TRUE);
	nodelay(t->keys, TRUE);
	typeahead(-1);
	idlok(stdscr, TRUE);
	if (t->paste_mode)
		putp(PASTE_ON);
	return &t->base;
}
