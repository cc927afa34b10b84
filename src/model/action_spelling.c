/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "action_spelling.h"
#include "model/keycode.h"

enum {
	W = MOD_FORM_WRAP,
	T = MOD_FORM_TAP,
	WT = W | T,
	COMBINED = W | T | MOD_FORM_ONE_SHOT,
	SINGLE = COMBINED | MOD_FORM_MASK,
	NAMED = SINGLE | MOD_FORM_KEY,
};

enum {
	BASIC_MAX = 0xff,
	QMK_LSFT = 0x0200,
};

/* Of the rows with the same modifiers, the first that has a form is how that form is printed. */
static const struct mods {
	const char *stem;
	uint8_t mods, forms;
} spellings[] = {
	{ "LCTL", MOD_LCTL, SINGLE },
	{ "C", MOD_LCTL, W },
	{ "CTL", MOD_LCTL, T },
	{ "S", MOD_LSFT, W },
	{ "LSFT", MOD_LSFT, SINGLE },
	{ "SFT", MOD_LSFT, T },
	{ "LALT", MOD_LALT, SINGLE },
	{ "A", MOD_LALT, W },
	{ "ALT", MOD_LALT, T },
	{ "LOPT", MOD_LALT, WT },
	{ "OPT", MOD_LALT, T },
	{ "LGUI", MOD_LGUI, SINGLE },
	{ "G", MOD_LGUI, W },
	{ "GUI", MOD_LGUI, T },
	{ "LCMD", MOD_LGUI, WT },
	{ "CMD", MOD_LGUI, T },
	{ "LWIN", MOD_LGUI, WT },
	{ "WIN", MOD_LGUI, T },
	{ "RCTL", MOD_RCTL, SINGLE },
	{ "RSFT", MOD_RSFT, SINGLE },
	{ "RALT", MOD_RALT, SINGLE },
	{ "ALGR", MOD_RALT, WT },
	{ "ROPT", MOD_RALT, WT },
	{ "RGUI", MOD_RGUI, SINGLE },
	{ "RCMD", MOD_RGUI, WT },
	{ "RWIN", MOD_RGUI, WT },
	{ "LCS", MOD_LCTL | MOD_LSFT, COMBINED },
	{ "C_S", MOD_LCTL | MOD_LSFT, T },
	{ "LCA", MOD_LCTL | MOD_LALT, COMBINED },
	{ "LCG", MOD_LCTL | MOD_LGUI, COMBINED },
	{ "LSA", MOD_LSFT | MOD_LALT, COMBINED },
	{ "LSG", MOD_LSFT | MOD_LGUI, COMBINED },
	{ "SGUI", MOD_LSFT | MOD_LGUI, WT },
	{ "SCMD", MOD_LSFT | MOD_LGUI, WT },
	{ "SWIN", MOD_LSFT | MOD_LGUI, WT },
	{ "LAG", MOD_LALT | MOD_LGUI, COMBINED },
	{ "LCSG", MOD_LCTL | MOD_LSFT | MOD_LGUI, COMBINED },
	{ "LCAG", MOD_LCTL | MOD_LALT | MOD_LGUI, COMBINED },
	{ "LSAG", MOD_LSFT | MOD_LALT | MOD_LGUI, COMBINED },
	{ "RCS", MOD_RCTL | MOD_RSFT, COMBINED },
	{ "RCA", MOD_RCTL | MOD_RALT, COMBINED },
	{ "RCG", MOD_RCTL | MOD_RGUI, COMBINED },
	{ "RSA", MOD_RSFT | MOD_RALT, COMBINED },
	{ "SAGR", MOD_RSFT | MOD_RALT, WT },
	{ "RSG", MOD_RSFT | MOD_RGUI, COMBINED },
	{ "RAG", MOD_RALT | MOD_RGUI, COMBINED },
	{ "RCSG", MOD_RCTL | MOD_RSFT | MOD_RGUI, COMBINED },
	{ "RCAG", MOD_RCTL | MOD_RALT | MOD_RGUI, COMBINED },
	{ "RSAG", MOD_RSFT | MOD_RALT | MOD_RGUI, COMBINED },
	{ "MEH", MODS_MEH, NAMED },
	{ "HYPR", MODS_HYPER, NAMED },
	{ "ALL", MODS_HYPER, T },
};

static const struct {
	enum mod_form form;
	const char *prefix, *suffix;
} affixes[] = {
	{ MOD_FORM_WRAP, "", "" },     { MOD_FORM_TAP, "", "_T" },  { MOD_FORM_ONE_SHOT, "OS_", "" },
	{ MOD_FORM_MASK, "MOD_", "" }, { MOD_FORM_KEY, "KC_", "" },
};

/* Take the affixes of @form off @name. */
static bool find_stem(enum mod_form form, const char **name, size_t *len)
{
	size_t i = 0, before, after;

	while (i < COUNT(affixes) && affixes[i].form != form)
		i++;
	assert(i < COUNT(affixes));
	before = strlen(affixes[i].prefix);
	after = strlen(affixes[i].suffix);
	if (*len <= before + after || memcmp(*name, affixes[i].prefix, before) ||
	    memcmp(*name + *len - after, affixes[i].suffix, after))
		return false;
	*name += before;
	*len -= before + after;
	return true;
}

bool mods_find(enum mod_form form, const char *name, size_t len, uint8_t *mods)
{
	if (!find_stem(form, &name, &len))
		return false;
	for (size_t i = 0; i < COUNT(spellings); i++) {
		const struct mods *row = &spellings[i];

		if (!(row->forms & form) || strlen(row->stem) != len || memcmp(row->stem, name, len))
			continue;
		*mods = row->mods;
		return true;
	}
	return false;
}

const char *mods_stem(enum mod_form form, uint8_t mods)
{
	for (size_t i = 0; i < COUNT(spellings); i++)
		if (spellings[i].mods == mods && (spellings[i].forms & form))
			return spellings[i].stem;
	return NULL;
}

static int bits(uint8_t mods)
{
	int count = 0;

	for (; mods; mods &= (uint8_t)(mods - 1))
		count++;
	return count;
}

const char *mods_largest_stem(enum mod_form form, uint8_t mods, uint8_t *taken)
{
	const struct mods *best = NULL;

	for (size_t i = 0; i < COUNT(spellings); i++) {
		const struct mods *row = &spellings[i];

		if (!(row->forms & form) || (row->mods & ~mods))
			continue;
		if (!best || bits(row->mods) > bits(best->mods))
			best = row;
	}
	assert(best);
	*taken = best->mods;
	return best->stem;
}

bool key_find_shifted(uint32_t key, uint16_t *code)
{
	uint16_t value = keycode_get(KEY_CODE(key))->value;

	return KEY_MODS(key) == MOD_LSFT && value <= BASIC_MAX && keycode_find_value(value | QMK_LSFT, code);
}

uint8_t mods_to_qmk(uint8_t mods)
{
	uint8_t right = mods >> 4;

	return (uint8_t)((mods & 0xf) | right | (right ? 0x10 : 0));
}

bool mods_from_qmk(uint32_t five, uint8_t *mods)
{
	if (five > 0x1f || five == 0x10)
		return false;
	*mods = (uint8_t)(five & 0x10 ? (five & 0xf) << 4 : five);
	return true;
}
