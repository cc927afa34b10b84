/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "ui/key.h"

/* The first row of a name is canonical. A row with a code types it, or is the key that sends it. */
static const struct key_row {
	const char *name, *canonical;
	uint32_t code;
} rows[] = {
	{ "CR", "CR", '\r' },      { "Enter", "CR", 0 },
	{ "Return", "CR", 0 },     { "Esc", "Esc", 0x1b },
	{ "Escape", "Esc", 0 },    { "Tab", "Tab", '\t' },
	{ "BS", "BS", 0x7f },      { "Backspace", "BS", 0 },
	{ "Space", "Space", ' ' }, { "Del", "Del", 0 },
	{ "Delete", "Del", 0 },    { "Insert", "Insert", 0 },
	{ "Ins", "Insert", 0 },    { "Up", "Up", 0 },
	{ "Down", "Down", 0 },     { "Left", "Left", 0 },
	{ "Right", "Right", 0 },   { "Home", "Home", 0 },
	{ "End", "End", 0 },       { "PageUp", "PageUp", 0 },
	{ "PgUp", "PageUp", 0 },   { "PageDown", "PageDown", 0 },
	{ "PgDn", "PageDown", 0 }, { "F1", "F1", 0 },
	{ "F2", "F2", 0 },         { "F3", "F3", 0 },
	{ "F4", "F4", 0 },         { "F5", "F5", 0 },
	{ "F6", "F6", 0 },         { "F7", "F7", 0 },
	{ "F8", "F8", 0 },         { "F9", "F9", 0 },
	{ "F10", "F10", 0 },       { "F11", "F11", 0 },
	{ "F12", "F12", 0 },
};

static const struct {
	char letter;
	unsigned bit;
} modifier_rows[] = { { 'C', KEY_CTRL }, { 'M', KEY_META }, { 'S', KEY_SHIFT } };

static const struct key_row *find_name(const char *name)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if (!strcasecmp(rows[i].name, name))
			return &rows[i];
	return NULL;
}

static const struct key_row *find_code(uint32_t code)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if (code && rows[i].code == code)
			return &rows[i];
	return NULL;
}

static void spell(unsigned modifiers, const char *name, char out[KEY_NAME_SIZE])
{
	char prefix[2 * COUNT(modifier_rows) + 1];
	size_t len = 0;

	for (size_t i = 0; i < COUNT(modifier_rows); i++) {
		if (!(modifiers & modifier_rows[i].bit))
			continue;
		prefix[len++] = modifier_rows[i].letter;
		prefix[len++] = '-';
	}
	prefix[len] = '\0';
	snprintf(out, KEY_NAME_SIZE, "<%s%s>", prefix, name);
}

/* Fold what terminals cannot tell apart into one (code, modifiers). False when they cannot send it at all. */
static bool fold(uint32_t *code, unsigned *modifiers)
{
	if (*modifiers & KEY_SHIFT && *code != ' ' && *code != '\t') {
		if (*code >= 'a' && *code <= 'z')
			*code -= 'a' - 'A';
		else if (*code < 'A' || *code > 'Z')
			return false;
		*modifiers &= ~(unsigned)KEY_SHIFT;
		if (*modifiers & KEY_CTRL)
			return false;
	}
	if (*modifiers & KEY_CTRL && *code > ' ' && *code < 0x7f) {
		uint32_t sent = *code == '?' ? 0x7f : *code & 0x1f;

		if (*code != '?' && (*code < '@' || *code == '`' || *code > 'z'))
			return false;
		*code = sent;
		*modifiers &= ~(unsigned)KEY_CTRL;
	}
	if (*code == '\b')
		*code = 0x7f;
	return true;
}

bool key_from_code(uint32_t code, unsigned modifiers, char out[KEY_NAME_SIZE])
{
	const struct key_row *row;
	char text[5] = "";

	if (!fold(&code, &modifiers))
		return false;
	row = find_code(code);
	if (row) {
		spell(modifiers, row->canonical, out);
		return true;
	}
	if (code == 0) {
		spell(modifiers | KEY_CTRL, "Space", out);
		return true;
	}
	if (code < ' ') {
		/* 1 to 26 are letters, the rest the punctuation after Z. */
		text[0] = (char)(code + (code <= 26 ? 'a' - 1 : '@'));
		spell(modifiers | KEY_CTRL, text, out);
		return true;
	}
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || !utf8_code_width(code))
		return false;
	text[utf8_encode(code, text)] = '\0';
	if (modifiers)
		spell(modifiers, text, out);
	else
		memcpy(out, text, sizeof(text));
	return true;
}

bool key_from_name(const char *name, unsigned modifiers, char out[KEY_NAME_SIZE])
{
	const struct key_row *row = find_name(name);

	if (!row)
		return false;
	if (!strcmp(row->canonical, "Space"))
		return key_from_code(' ', modifiers, out);
	spell(modifiers, row->canonical, out);
	return true;
}

/* As xterm counts them in its sequences: 1, plus shift 1, alt 2, ctrl 4, meta 8. */
static unsigned modifiers_from_xterm(unsigned number)
{
	unsigned bits = number ? number - 1 : 0;

	return (bits & 1 ? KEY_SHIFT : 0u) | (bits & (2 | 8) ? KEY_META : 0u) | (bits & 4 ? KEY_CTRL : 0u);
}

/* Up to three numbers with `;` between them; false when there is anything else. */
static bool parse_params(const char *params, unsigned number[3])
{
	size_t at = 0;

	for (const char *p = params; *p; p++) {
		if (*p == ';' && ++at < 3)
			continue;
		if (*p < '0' || *p > '9' || number[at] > 0x10ffff)
			return false;
		number[at] = number[at] * 10 + (unsigned)(*p - '0');
	}
	return true;
}

bool key_from_csi(const char *params, char final, char out[KEY_NAME_SIZE])
{
	static const char *const by_final[] = {
		['A'] = "Up",   ['B'] = "Down", ['C'] = "Right", ['D'] = "Left", ['F'] = "End",
		['H'] = "Home", ['P'] = "F1",   ['Q'] = "F2",    ['R'] = "F3",   ['S'] = "F4",
	};
	static const char *const by_number[] = {
		[1] = "Home",     [2] = "Insert", [3] = "Del",  [4] = "End",  [5] = "PageUp",
		[6] = "PageDown", [7] = "Home",   [8] = "End",  [11] = "F1",  [12] = "F2",
		[13] = "F3",      [14] = "F4",    [15] = "F5",  [17] = "F6",  [18] = "F7",
		[19] = "F8",      [20] = "F9",    [21] = "F10", [23] = "F11", [24] = "F12",
	};
	unsigned number[3] = { 0 }, modifiers;
	const char *name = NULL;

	if (!parse_params(params, number))
		return false;
	modifiers = modifiers_from_xterm(number[1]);
	if (final == 'u' && number[0])
		return key_from_code(number[0], modifiers, out);
	if (final == '~' && number[0] == 27 && number[2])
		return key_from_code(number[2], modifiers, out);
	if (final == 'Z')
		return key_from_code('\t', KEY_SHIFT, out);
	if (final == '~' && number[0] < COUNT(by_number))
		name = by_number[number[0]];
	else if (final > 0 && (size_t) final < COUNT(by_final))
		name = by_final[(size_t) final];
	return name && key_from_name(name, modifiers, out);
}

/* Extended names of terminfo: one of these and the number that xterm has for the modifiers. */
static bool from_extended(const char *name, unsigned modifiers, char out[KEY_NAME_SIZE])
{
	static const struct {
		const char *capability, *name;
	} extended[] = {
		{ "kUP", "Up" },     { "kDN", "Down" }, { "kLFT", "Left" },   { "kRIT", "Right" },
		{ "kHOM", "Home" },  { "kEND", "End" }, { "kPRV", "PageUp" }, { "kNXT", "PageDown" },
		{ "kIC", "Insert" }, { "kDC", "Del" },
	};

	for (size_t i = 0; i < COUNT(extended); i++) {
		size_t len = strlen(extended[i].capability);
		char number = !strncmp(name, extended[i].capability, len) ? name[len] : '\0';

		if (number >= '2' && number <= '9' && !name[len + 1])
			return key_from_name(extended[i].name,
					     modifiers | modifiers_from_xterm((unsigned)(number - '0')), out);
	}
	return false;
}

bool key_from_curses(const char *name, unsigned modifiers, char out[KEY_NAME_SIZE])
{
	static const struct {
		const char *curses, *name;
		unsigned modifiers;
	} keys[] = {
		{ "KEY_UP", "Up", 0 },
		{ "KEY_DOWN", "Down", 0 },
		{ "KEY_LEFT", "Left", 0 },
		{ "KEY_RIGHT", "Right", 0 },
		{ "KEY_HOME", "Home", 0 },
		{ "KEY_FIND", "Home", 0 },
		{ "KEY_A1", "Home", 0 },
		{ "KEY_END", "End", 0 },
		{ "KEY_SELECT", "End", 0 },
		{ "KEY_LL", "End", 0 },
		{ "KEY_C1", "End", 0 },
		{ "KEY_PPAGE", "PageUp", 0 },
		{ "KEY_A3", "PageUp", 0 },
		{ "KEY_NPAGE", "PageDown", 0 },
		{ "KEY_C3", "PageDown", 0 },
		{ "KEY_IC", "Insert", 0 },
		{ "KEY_DC", "Del", 0 },
		{ "KEY_ENTER", "CR", 0 },
		{ "KEY_BACKSPACE", "BS", 0 },
		{ "KEY_BTAB", "Tab", KEY_SHIFT },
		{ "KEY_SR", "Up", KEY_SHIFT },
		{ "KEY_SF", "Down", KEY_SHIFT },
		{ "KEY_SLEFT", "Left", KEY_SHIFT },
		{ "KEY_SRIGHT", "Right", KEY_SHIFT },
		{ "KEY_SHOME", "Home", KEY_SHIFT },
		{ "KEY_SEND", "End", KEY_SHIFT },
		{ "KEY_SPREVIOUS", "PageUp", KEY_SHIFT },
		{ "KEY_SNEXT", "PageDown", KEY_SHIFT },
		{ "KEY_SIC", "Insert", KEY_SHIFT },
		{ "KEY_SDC", "Del", KEY_SHIFT },
	};
	/* Shifted function keys go on counting after the twelfth. */
	static const unsigned by_dozen[] = { 0, KEY_SHIFT, KEY_CTRL, KEY_CTRL | KEY_SHIFT, KEY_META };
	unsigned f;

	if (!name)
		return false;
	if (sscanf(name, "KEY_F(%2u)", &f) == 1 && f > 0 && (f - 1) / 12 < COUNT(by_dozen)) {
		char plain[8];

		snprintf(plain, sizeof(plain), "F%u", (f - 1) % 12 + 1);
		return key_from_name(plain, modifiers | by_dozen[(f - 1) / 12], out);
	}
	for (size_t i = 0; i < COUNT(keys); i++)
		if (!strcmp(keys[i].curses, name))
			return key_from_name(keys[i].name, modifiers | keys[i].modifiers, out);
	return from_extended(name, modifiers, out);
}

/* What stands between < and >: modifiers, then a name or one character. */
static bool parse_inside(const char *text, size_t len, char out[KEY_NAME_SIZE])
{
	char name[KEY_NAME_SIZE];
	unsigned modifiers = 0;
	size_t used;
	uint32_t code;

	while (len > 2 && text[1] == '-') {
		unsigned bit = 0;

		for (size_t i = 0; i < COUNT(modifier_rows); i++)
			if (strncasecmp(text, &modifier_rows[i].letter, 1) == 0)
				bit = modifier_rows[i].bit;
		if (!bit || modifiers & bit)
			return false;
		modifiers |= bit;
		text += 2;
		len -= 2;
	}
	if (!len || len >= sizeof(name))
		return false;
	memcpy(name, text, len);
	name[len] = '\0';
	if (!strcasecmp(name, "lt"))
		return key_from_code('<', modifiers, out);
	code = utf8_decode(name, len, &used);
	if (used == len)
		return modifiers && code >= ' ' && key_from_code(code, modifiers, out);
	return key_from_name(name, modifiers, out);
}

size_t key_parse(const char *text, char out[KEY_NAME_SIZE], struct err *err)
{
	const char *end = text[0] == '<' && text[1] ? strchr(text + 2, '>') : NULL;
	size_t used;
	uint32_t code = utf8_decode(text, strlen(text), &used);

	/* <C->> is the key > with Ctrl. */
	if (end && end[-1] == '-' && end[1] == '>')
		end++;
	if (end) {
		used = (size_t)(end - text) + 1;
		if (parse_inside(text + 1, used - 2, out))
			return used;
		err_set(err, ERR_PARSE, "there is no key %.*s", (int)(used < 40 ? used : 40), text);
		return 0;
	}
	if (!used || code < ' ' || !key_from_code(code, 0, out)) {
		err_set(err, ERR_PARSE, used ? "'%.*s' is not a key" : "a key is missing", (int)used, text);
		return 0;
	}
	return used;
}

const char *key_text(const char *key)
{
	if (!strcmp(key, "<Space>"))
		return " ";
	return key[0] == '<' && key[1] ? NULL : key;
}
