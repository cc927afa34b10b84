/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <curses.h>
#include <errno.h>
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
#include "base/utf8.h"
#include "paste.h"
#include "rescue.h"
#include "ui/key.h"
#include "ui/style.h"
#include "ui/term.h"

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
	struct paste paste;
	struct err trouble;
};

/* Past curses, whose buffer may hold what is to be shown: for modes, where the order does not matter. */
static void send(const struct curses *t, const char *text)
{
	size_t left = strlen(text);
	ssize_t n;

	for (; left; text += n, left -= (size_t)n) {
		n = write(t->base.fd, text, left);
		if (n < 0 && errno != EINTR)
			return; /* the terminal has gone; reading will tell */
		if (n < 0)
			n = 0;
	}
}

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

static bool is_blank(const struct cell *cell)
{
	return !strcmp(cell->text, " ");
}

/* Cells of one style. Blanks at its ends that show nothing go without the attributes, so that curses can erase
 * them; those between characters keep them, for switching off and on costs more. @left: the columns from @cell to
 * the end of the row. Returns the characters. */
static int present_run(const struct curses *t, const struct grid *grid, const struct cell *cell, int count,
		       int left, cchar_t *out)
{
	enum style style = cell->style;
	int first = 0, last = count, n = 0;

	if (t->look[style].plain_blank) {
		while (first < count && is_blank(&cell[first]))
			first++;
		while (last > first && is_blank(&cell[last - 1]))
			last--;
	}
	for (int i = 0; i < count; i++) {
		bool wide = !grid->ascii && i + 1 < left && !cell[i + 1].text[0];
		const char *text = grid_cell_text(grid, &cell[i]);

		if (text[0])
			n += set_chars(t, i < first || i >= last ? STYLE_TEXT : style, text, wide ? 2 : 1,
				       &out[n]);
	}
	return n;
}

static void present_row(struct curses *t, const struct grid *grid, int row, int cols)
{
	const struct cell *cells = &grid->cell[row * grid->cols];
	int n = 0, end;

	for (int col = 0; col < cols; col = end) {
		for (end = col + 1; end < cols && cells[end].style == cells[col].style; end++)
			;
		n += present_run(t, grid, &cells[col], end - col, cols - col, &t->row[n]);
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

static void put_back(int ch)
{
	if (ch != ERR)
		ungetch(ch);
}

/* A byte that belongs to the one before; ERR when it does not come in time. */
static int read_more(const struct curses *t)
{
	int ch;

	wtimeout(t->keys, t->esc_delay_ms);
	ch = wgetch(t->keys);
	wtimeout(t->keys, 0);
	return ch;
}

/* The rest of a sequence that curses does not know, after Esc and @second: as a key, as the start of a paste, or
 * nothing at all, for it must not be taken for single keys. */
static bool read_sequence(struct curses *t, int second, char out[KEY_NAME_SIZE])
{
	char params[32];
	size_t len = 0;
	int ch = read_more(t);

	if (ch == ERR)
		return key_from_code((uint32_t)second, KEY_META, out);
	for (; ch >= 0x20 && ch < 0x40; ch = read_more(t))
		if (len + 1 < sizeof(params))
			params[len++] = (char)ch;
	params[len] = '\0';
	if (ch < 0x40 || ch > 0x7e) {
		put_back(ch);
		return false;
	}
	if (ch == '~' && !strcmp(params, PASTE_BEGIN)) {
		paste_begin(&t->paste);
		return false;
	}
	return key_from_csi(params, (char)ch, out);
}

/* The character that begins with @byte. What is ill-formed is dropped without what follows it, unlike by
 * get_wch(3). */
static bool read_character(const struct curses *t, int byte, uint32_t *code)
{
	char text[4] = { (char)byte };
	size_t len = 1, need = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2, used;

	*code = (uint32_t)byte;
	if (byte < 0x80)
		return true;
	if (t->base.ascii) {
		*code = (uint32_t)btowc(byte);
		return *code != (uint32_t)WEOF;
	}
	if (byte < 0xc2)
		return false;
	while (len < need) {
		int ch = read_more(t);

		if (ch < 0x80 || ch >= 0xc0) {
			put_back(ch);
			return false;
		}
		text[len++] = (char)ch;
	}
	*code = utf8_decode(text, len, &used);
	return used == len;
}

/* Whether the user's terminal has @ch for the function @which of termios. */
static bool is_special(const struct curses *t, int which, int ch)
{
	return ch == t->before.c_cc[which] && ch != _POSIX_VDISABLE;
}

/* Name what begins with @ch. False when it is no key, or not one yet. */
static bool read_key(struct curses *t, int ch, char out[KEY_NAME_SIZE])
{
	unsigned modifiers = 0;
	uint32_t code;

	if (ch == 0x1b) {
		ch = wgetch(t->keys);
		if (ch == ERR || ch == 0x1b) {
			put_back(ch);
			return key_from_code(0x1b, 0, out);
		}
		if (ch == '[' || ch == 'O')
			return read_sequence(t, ch, out);
		modifiers = KEY_META;
	}
	if (ch >= KEY_MIN)
		return key_from_curses(keyname(ch), modifiers, out);
	if (is_special(t, VSUSP, ch))
		return key_from_code('z', KEY_CTRL, out);
	if (is_special(t, VINTR, ch))
		return key_from_code('c', KEY_CTRL, out);
	if (is_special(t, VERASE, ch))
		return key_from_name("BS", modifiers, out);
	return read_character(t, ch, &code) && key_from_code(code, modifiers, out);
}

/* Bytes of a paste come past curses, which would look for keys in them. It reads no byte ahead: after a sequence's
 * last byte the next is still in the terminal. */
static bool read_paste(struct curses *t, struct event *event)
{
	struct pollfd p = { .fd = t->base.fd, .events = POLLIN };
	char byte;

	do {
		if (poll(&p, 1, 0) <= 0 || !(p.revents & POLLIN) || read(p.fd, &byte, 1) != 1)
			return false;
	} while (!paste_add(&t->paste, byte));
	*event = (struct event){ .type = EVENT_PASTE, .text = str_text(&t->paste.text) };
	if (t->paste.text.full) {
		err_set(&t->trouble, ERR_RANGE, "what was pasted is longer than %d bytes: nothing was taken",
			PASTE_MAX_BYTES);
		*event = (struct event){ .type = EVENT_TROUBLE, .text = t->trouble.text };
	}
	return true;
}

static bool curses_next(struct terminal *term, struct event *event)
{
	struct curses *t = (struct curses *)term;
	int ch;

	for (;;) {
		if (t->paste.open)
			return read_paste(t, event);
		ch = wgetch(t->keys);
		if (ch == ERR)
			return false;
		*event = (struct event){ .type = EVENT_KEY };
		if (read_key(t, ch, event->key))
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
		send(t, PASTE_OFF);
	endwin();
	rescue_disarm();
}

static void curses_resume(struct terminal *term)
{
	struct curses *t = (struct curses *)term;

	if (isendwin())
		arm(t);
	reset_prog_mode();
	if (t->paste_mode)
		send(t, PASTE_ON);
	clearok(curscr, TRUE);
}

static void curses_close(struct terminal *term)
{
	struct curses *t = (struct curses *)term;

	curses_suspend(term);
	delwin(t->keys);
	delscreen(t->screen);
	str_release(&t->paste.text);
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
			      .paste = { .text = { .max = PASTE_MAX_BYTES } },
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
	/* The mouse is off; of what begins like its reports curses would leave the rest to be read as keys. */
	define_key(NULL, KEY_MOUSE);
	nodelay(t->keys, TRUE);
	typeahead(-1);
	idlok(stdscr, TRUE);
	if (t->paste_mode)
		send(t, PASTE_ON);
	return &t->base;
}
