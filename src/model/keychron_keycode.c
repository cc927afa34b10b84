/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "keychron_keycode_table.h"
#include "model/symbol.h"

enum { QK_KB = 0x7e00 };

static const char MAKER[] = "keychron/";

bool keychron_family_find(const char *name, enum keychron_family *out)
{
	static const char *const names[] = { "wireless", "bluetooth", "wired" };

	for (size_t i = 0; i < COUNT(names); i++) {
		if (strcmp(names[i], name))
			continue;
		*out = (enum keychron_family)i;
		return true;
	}
	return false;
}

/* The name of the board in "keychron/k3_pro/ansi"; its length in @len. */
static const char *board_of(const char *keyboard, size_t *len)
{
	const char *board = strncmp(keyboard, MAKER, strlen(MAKER)) ? "" : keyboard + strlen(MAKER);

	*len = strcspn(board, "/");
	return board;
}

bool keychron_is_board(const char *keyboard)
{
	size_t len;

	return board_of(keyboard, &len)[0];
}

static bool ends_in(const char *board, size_t len, const char *end)
{
	size_t tail = strlen(end);

	return len > tail && !strncmp(board + len - tail, end, tail);
}

enum keychron_family keychron_family_of(const char *keyboard)
{
	size_t len;
	const char *board = board_of(keyboard, &len);

	if (!len || ends_in(board, len, "_max"))
		return KEYCHRON_WIRELESS;
	/* The C Pro boards have a cable alone. */
	return ends_in(board, len, "_pro") && board[0] != 'c' ? KEYCHRON_BLUETOOTH : KEYCHRON_WIRED;
}

unsigned keychron_first(enum keychron_family family, const char *keyboard)
{
	/* Pro boards whose header begins two further on, as all with a cable alone do. */
	static const char *const later[] = {
		"k10_pro", "k15_pro", "k17_pro", "k5_pro", "q10_pro", "q13_pro"
	};
	enum { LATER = 2 };
	size_t len;
	const char *board = board_of(keyboard, &len);

	for (size_t i = 0; family == KEYCHRON_BLUETOOTH && i < COUNT(later); i++)
		if (len == strlen(later[i]) && !strncmp(board, later[i], len))
			return LATER;
	return family == KEYCHRON_WIRED ? LATER : 0;
}

size_t keychron_keycode_count(void)
{
	return keychron_keycode_rows;
}

const struct keychron_keycode *keychron_keycode_at(size_t index)
{
	return &keychron_keycode_row[index];
}

static bool has_word(const char *words, const char *word)
{
	size_t len = strcspn(word, " ");

	for (; *words && !word[len]; words += strcspn(words, " "), words += *words == ' ')
		if (!strncmp(words, word, len) && (words[len] == ' ' || !words[len]))
			return len > 0;
	return false;
}

const struct keychron_keycode *keychron_keycode_find(enum keychron_family family, const char *name)
{
	for (size_t i = 0; i < keychron_keycode_rows; i++)
		if (has_word(keychron_keycode_row[i].of[family].names, name))
			return &keychron_keycode_row[i];
	return NULL;
}

void keychron_keycode_define(enum keychron_family family, const char *keyboard, const char *name,
			     struct definition *out, struct setting *value)
{
	const struct keychron_keycode *row = keychron_keycode_find(family, name);

	*value = (struct setting){ .name = symbol("value"),
				   .type = SETTING_NUMBER,
				   .number = QK_KB + (int64_t)keychron_first(family, keyboard) +
					     row->of[family].index };
	*out = (struct definition){ .kind = DEFINITION_KEYCODE,
				    .name = symbol(name),
				    .text = symbol(row->title),
				    .option = value,
				    .options = 1 };
}

const struct keychron_keycode *keychron_keycode_find_any(const char *name)
{
	const struct keychron_keycode *found = NULL;

	for (int family = 0; !found && family < KEYCHRON_FAMILY_COUNT; family++)
		found = keychron_keycode_find((enum keychron_family)family, name);
	return found;
}
