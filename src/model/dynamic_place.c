/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/dynamic_keymap.h"

enum { MOST_NUMBERS = 3 };

/* A word, and what follows it. */
static const struct form {
	const char *word;
	int numbers;
	uint16_t most[MOST_NUMBERS]; /* the largest that each may be */
	const char *expected;
} forms[DYNAMIC_PARTS] = {
	[DYNAMIC_KEYS] = { "key",
			   3,
			   { DYNAMIC_MAX_LAYERS - 1, DYNAMIC_MAX_ROWS - 1, DYNAMIC_MAX_COLS - 1 },
			   "key LAYER ROW COLUMN" },
	[DYNAMIC_TURNS] = { "turn",
			    3,
			    { DYNAMIC_MAX_LAYERS - 1, DYNAMIC_MAX_ENCODERS - 1, TURN_COUNT - 1 },
			    "turn LAYER ENCODER ccw|cw" },
	[DYNAMIC_OPTIONS] = { "options", 0, { 0 }, "options" },
	[DYNAMIC_MACROS] = { "macros", 0, { 0 }, "macros" },
	[DYNAMIC_DANCES] = { "dance", 1, { DYNAMIC_MAX_ENTRIES - 1 }, "dance INDEX" },
	[DYNAMIC_COMBOS] = { "combo", 1, { DYNAMIC_MAX_ENTRIES - 1 }, "combo INDEX" },
	[DYNAMIC_OVERRIDES] = { "override", 1, { DYNAMIC_MAX_ENTRIES - 1 }, "override INDEX" },
	[DYNAMIC_ALT_REPEATS] = { "alt-repeat", 1, { DYNAMIC_MAX_ENTRIES - 1 }, "alt-repeat INDEX" },
	[DYNAMIC_SETTINGS] = { "setting", 1, { UINT16_MAX }, "setting ID" },
	[DYNAMIC_VALUES] = { "value", 3, { UINT8_MAX, UINT8_MAX, INT16_MAX }, "value CHANNEL|- ID [INDEX]" },
};

static const char *const turns[TURN_COUNT] = { [TURN_CCW] = "ccw", [TURN_CW] = "cw" };

void dynamic_place_print(struct dynamic_place place, struct str *out)
{
	const struct form *form = &forms[place.part];

	str_add(out, form->word);
	if (place.part == DYNAMIC_VALUES && place.a == DYNAMIC_NO_CHANNEL)
		str_add(out, " -");
	else if (form->numbers > 0)
		str_addf(out, " %u", place.a);
	if (form->numbers > 1)
		str_addf(out, " %u", place.b);
	if (place.part == DYNAMIC_TURNS)
		str_addf(out, " %s", turns[place.c == TURN_CW]);
	else if (form->numbers > 2 && place.c >= 0)
		str_addf(out, " %d", place.c);
}

/* Words with blanks between. */
struct words {
	const char *at;
	size_t len;
};

static bool next_word(struct words *words)
{
	words->at += words->len;
	words->at += strspn(words->at, " ");
	words->len = strcspn(words->at, " ");
	return words->len > 0;
}

static bool is_word(const struct words *words, const char *word)
{
	return words->len == strlen(word) && !memcmp(words->at, word, words->len);
}

static bool find_form(const struct words *words, enum dynamic_part *part)
{
	for (int i = 0; i < DYNAMIC_PARTS; i++)
		if (is_word(words, forms[i].word)) {
			*part = (enum dynamic_part)i;
			return true;
		}
	return false;
}

static bool read_number(const struct words *words, unsigned long most, uint16_t *out)
{
	unsigned long number = 0;

	for (size_t i = 0; i < words->len; i++) {
		if (words->at[i] < '0' || words->at[i] > '9')
			return false;
		number = number * 10 + (unsigned long)(words->at[i] - '0');
		if (number > most)
			return false;
	}
	*out = (uint16_t)number;
	return true;
}

/* The word as number @index of the part's. */
static bool read_one(const struct words *words, enum dynamic_part part, int index, uint16_t *out)
{
	if (part == DYNAMIC_VALUES && index == 0 && is_word(words, "-")) {
		*out = DYNAMIC_NO_CHANNEL;
		return true;
	}
	if (part != DYNAMIC_TURNS || index != 2)
		return read_number(words, forms[part].most[index], out);
	*out = is_word(words, turns[TURN_CW]) ? TURN_CW : TURN_CCW;
	return is_word(words, turns[*out]);
}

static bool read_numbers(struct words *words, enum dynamic_part part, struct dynamic_place *out)
{
	uint16_t number[MOST_NUMBERS] = { 0 };
	int count = 0;

	for (; count < forms[part].numbers && next_word(words); count++)
		if (!read_one(words, part, count, &number[count]))
			return false;
	*out = (struct dynamic_place){ (uint16_t)part, number[0], number[1], (int16_t)number[2] };
	if (part == DYNAMIC_VALUES && count == 2) {
		out->c = -1;
		return true;
	}
	return count == forms[part].numbers && !next_word(words);
}

static bool fail_unknown(const char *text, struct err *err)
{
	struct str all = STR_INIT;

	for (size_t i = 0; i < COUNT(forms); i++)
		str_addf(&all, "%s\"%s\"", i ? ", " : "", forms[i].expected);
	err_set(err, ERR_PARSE, "\"%.60s\" is no place of a keyboard: expected one of %s", text,
		str_text(&all));
	str_release(&all);
	return false;
}

bool dynamic_place_parse(const char *text, struct dynamic_place *out, struct err *err)
{
	struct words words = { text, 0 };
	enum dynamic_part part;

	if (!next_word(&words) || !find_form(&words, &part))
		return fail_unknown(text, err);
	if (!read_numbers(&words, part, out))
		return err_set(err, ERR_PARSE, "\"%.60s\": expected \"%s\", with numbers that a keyboard has",
			       text, forms[part].expected);
	return true;
}

bool dynamic_place_equal(struct dynamic_place a, struct dynamic_place b)
{
	return a.part == b.part && a.a == b.a && a.b == b.b && a.c == b.c;
}

void dynamic_places_release(struct dynamic_places *places)
{
	free(places->item);
	*places = (struct dynamic_places){ 0 };
}

void dynamic_places_add(struct dynamic_places *places, struct dynamic_place place)
{
	places->item = mem_grow(places->item, places->count, &places->cap, sizeof(place));
	places->item[places->count++] = place;
}
