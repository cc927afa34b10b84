/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/symbol.h"
#include "qmk_private.h"

/*
 * unicode_map[]. UC() and UM() do not go together in one firmware: where there is a map, the characters of UC() are put
 * behind those that the keymap has in it.
 */

enum { UC_MAX = 0x7fff }; /* UC() has 15 bits */

static const struct diagnostic_kind mode = { "qmk-unicode-mode", SEVERITY_NOTE };

/* The code point of an entry; 0: it has none. */
static uint32_t code_of(const struct qmk *q, size_t index)
{
	const char *text = symbol_text(keymap_definition(q->map, DEFINITION_UNICODE, index)->text);
	size_t used;

	return *text ? utf8_decode(text, strlen(text), &used) : 0;
}

/* The entries of the map, by code point. */
static void index_characters(struct qmk *q)
{
	q->character_index = mem_new(UC_MAX + 1, sizeof(*q->character_index));
	for (size_t i = keymap_definitions(q->map, DEFINITION_UNICODE); i-- > 0;)
		if (code_of(q, i) <= UC_MAX)
			q->character_index[code_of(q, i)] = (uint16_t)(i + 1);
}

bool qmk_find_character(struct qmk *q, uint32_t code, size_t *index)
{
	if (code > UC_MAX || !qmk_is_needed(q, QMK_UNICODEMAP))
		return false;
	if (!q->character_index)
		index_characters(q);
	if (!q->character_index[code]) {
		q->character =
			mem_grow(q->character, q->characters, &q->character_cap, sizeof(*q->character));
		q->character[q->characters++] = code;
		q->character_index[code] =
			(uint16_t)(keymap_definitions(q->map, DEFINITION_UNICODE) + q->characters);
	}
	*index = q->character_index[code] - 1u;
	return true;
}

static void write_character(struct qmk *q, size_t index)
{
	const struct definition *definition = keymap_definition(q->map, DEFINITION_UNICODE, index);
	const char *text = symbol_text(definition->text);
	struct str subject = STR_INIT;
	size_t used = 0;
	uint32_t code = code_of(q, index);

	utf8_decode(text, strlen(text), &used);
	qmk_add_subject(DEFINITION_UNICODE, definition, index, &subject);
	q->place = place_of_definition(DEFINITION_UNICODE, index);
	if (used != strlen(text))
		qmk_lose(q, LOSS_NEAR, str_text(&subject), "its first character",
			 "%s: an entry of the Unicode map is one character, and the first of these is taken",
			 str_text(&subject));
	if (q->name[DEFINITION_UNICODE][index])
		str_addf(&q->functions, "    [%s] = 0x%04X,\n", q->name[DEFINITION_UNICODE][index],
			 (unsigned)code);
	else
		str_addf(&q->functions, "    [%zu] = 0x%04X,\n", index, (unsigned)code);
	q->place = PLACE_NONE;
	str_release(&subject);
}

/* The mode that the keymap asks for, by QMK's name; NULL: it asks for none that there is. */
static const char *find_mode(const struct qmk *q)
{
	static const struct {
		const char *name, *mode;
	} modes[] = {
		{ "linux", "UNICODE_MODE_LINUX" },
		{ "macos", "UNICODE_MODE_MACOS" },
		{ "wincompose", "UNICODE_MODE_WINCOMPOSE" },
		{ "windows", "UNICODE_MODE_WINDOWS" },
	};
	const struct setting *setting = keymap_find_setting(q->map, "unicode.mode");

	for (size_t i = 0; setting && setting->type == SETTING_TEXT && i < COUNT(modes); i++)
		if (!strcmp(symbol_text(setting->text), modes[i].name))
			return modes[i].mode;
	return NULL;
}

static void write_modes(struct qmk *q)
{
	const char *asked = find_mode(q);

	if (asked) {
		qmk_define(q, "UNICODE_SELECTED_MODES", asked);
		return;
	}
	str_add(&q->config, "\n#ifndef UNICODE_SELECTED_MODES\n"
			    "#define UNICODE_SELECTED_MODES UNICODE_MODE_LINUX, UNICODE_MODE_MACOS, "
			    "UNICODE_MODE_WINCOMPOSE\n"
			    "#endif\n");
	diagnostics_add(
		q->out, &mode, PLACE_NONE,
		"Unicode is typed as Linux with IBus takes it; UC_NEXT on a key goes on to macOS and to "
		"Windows with WinCompose; setting unicode.mode says which");
}

void qmk_write_unicode(struct qmk *q)
{
	size_t count = keymap_definitions(q->map, DEFINITION_UNICODE);

	if (qmk_is_needed(q, QMK_UNICODEMAP)) {
		str_add(&q->functions, "\nconst uint32_t PROGMEM unicode_map[] = {\n");
		for (size_t i = 0; i < count; i++)
			write_character(q, i);
		for (size_t i = 0; i < q->characters; i++)
			str_addf(&q->functions, "    [%zu] = 0x%04X,\n", count + i,
				 (unsigned)q->character[i]);
		str_add(&q->functions, "};\n");
	}
	if (q->answer[QMK_UNICODE] == QMK_TURNED_ON || q->answer[QMK_UNICODEMAP] == QMK_TURNED_ON)
		write_modes(q);
}
