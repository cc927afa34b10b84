/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/zmk_lower.h"
#include "keychron.h"
#include "keymap_rewrite.h"
#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"

/* What QMK's keys of outputs and profiles are here. Names are those of the wireless family; others have the same. */
static const struct radio {
	const char *qmk, *name; /* NULL: nothing */
	enum loss loss;
	const char *text;
} radios[] = {
	{ "BT_PRF1", "BT_HST1", LOSS_NONE, "" },
	{ "BT_PRF2", "BT_HST2", LOSS_NONE, "" },
	{ "BT_PRF3", "BT_HST3", LOSS_NONE, "" },
	{ "BT_PRF4", NULL, LOSS_ALL, "the board has three Bluetooth hosts" },
	{ "BT_PRF5", NULL, LOSS_ALL, "the board has three Bluetooth hosts" },
	{ "BT_NEXT", NULL, LOSS_ALL, "the board has a key for each host, and none for the next one" },
	{ "BT_PREV", NULL, LOSS_ALL, "the board has a key for each host, and none for the last one" },
	{ "BT_UNPR", NULL, LOSS_ALL, "a host's key pairs anew when it is held for two seconds" },
	{ "OU_2P4G", "P2P4G", LOSS_NEAR, "it works while the board's switch is at 2.4 GHz" },
	{ "OU_USB", NULL, LOSS_ALL, "a switch of the board chooses the output" },
	{ "OU_BT", NULL, LOSS_ALL, "a switch of the board chooses the output" },
	{ "OU_AUTO", NULL, LOSS_ALL, "a switch of the board chooses the output" },
	{ "OU_NEXT", NULL, LOSS_ALL, "a switch of the board chooses the output" },
	{ "OU_PREV", NULL, LOSS_ALL, "a switch of the board chooses the output" },
	{ "OU_NONE", NULL, LOSS_ALL, "a switch of the board chooses the output" },
};

enum keychron_family keychron_family(const struct compile_input *in)
{
	const struct setting *setting = keymap_find_setting(in->map, KEYCHRON_FAMILY);
	enum keychron_family family;

	return setting && setting->type == SETTING_TEXT &&
			       keychron_family_find(symbol_text(setting->text), &family)
		       ? family
		       : keychron_family_of(in->keyboard->id);
}

enum { VALUE_FIRST_CONNECTION = 0x7780 }; /* QK_CONNECTION: none of them is below */

static const struct radio *find_radio(struct action action)
{
	const char *name;

	if (action.kind != ACTION_KEY || KEY_MODS(action.arg[0]) ||
	    keycode_get(KEY_CODE(action.arg[0]))->value < VALUE_FIRST_CONNECTION)
		return NULL;
	name = keycode_short_name(KEY_CODE(action.arg[0]));
	for (size_t i = 0; i < COUNT(radios); i++)
		if (!strcmp(radios[i].qmk, name))
			return &radios[i];
	return NULL;
}

/* The one of that name in this family: what another family calls otherwise may be there. */
static bool find_named(enum keychron_family family, const char *name, struct action *out)
{
	const struct keychron_keycode *row = keychron_keycode_find(family, name);
	struct str first = STR_INIT;

	if (row) {
		*out = (struct action){ .kind = ACTION_RAW, .arg = { symbol(name) } };
		return true;
	}
	row = keychron_keycode_find_any(name);
	if (!row || row->of[family].index < 0)
		return false;
	str_add_bytes(&first, row->of[family].names, strcspn(row->of[family].names, " "));
	*out = (struct action){ .kind = ACTION_RAW, .arg = { symbol(str_text(&first)) } };
	str_release(&first);
	return true;
}

/* What @action is here, with how much of it is lost and why. */
static struct action lower(enum keychron_family family, struct action action, enum loss *loss,
			   const char **text)
{
	const struct radio *radio = find_radio(action);
	const char *name = radio                       ? radio->name
			   : action.kind == ACTION_RAW ? symbol_text(action.arg[0])
						       : NULL;
	bool ours = radio || (name && keychron_keycode_find_any(name));
	struct action to = { .kind = ACTION_NONE };

	*loss = radio ? radio->loss : LOSS_NONE;
	*text = radio ? radio->text : "";
	if (!ours)
		return action;
	if (!name || find_named(family, name, &to))
		return to;
	*loss = LOSS_ALL;
	*text = "the board has no such key";
	return to;
}

static void tell(enum keychron_family family, const struct keymap *map, struct diagnostics *lost)
{
	struct action_walk walk = action_walk_start(map);

	while (action_walk_next(&walk)) {
		struct str from = STR_INIT, to = STR_INIT;
		const char *text;
		enum loss loss;
		struct action action = lower(family, walk.action, &loss, &text);

		if (loss == LOSS_NONE)
			continue;
		action_print(walk.action, &from);
		action_print(action, &to);
		via_lose(&keychron_firmware, lost, walk.place,
			 (struct loss_of){ loss, str_text(&from), str_text(&to) }, "%s becomes %s: %s",
			 str_text(&from), str_text(&to), text);
		str_release(&from);
		str_release(&to);
	}
}

static struct action put_action(const struct keymap_rewrite *how, struct action action)
{
	const enum keychron_family *family = how->data;
	const char *text;
	enum loss loss;

	return lower(*family, action, &loss, &text);
}

static bool put_definition(const struct keymap_rewrite *how, struct definition *definition, size_t index)
{
	(void)how;
	(void)index;
	return !keychron_firmware.is_boards(definition);
}

/* Each under all the names that a keymap can say. The first one is what the app shows: it comes last. */
static void add_names(struct keymap *map, const struct keychron_keycode *row, enum keychron_family family,
		      const char *keyboard)
{
	const char *names = row->of[family].names, *end = names + strlen(names);

	while (end > names) {
		const char *begin = end;
		struct str name = STR_INIT;
		struct definition keycode;
		struct setting value;

		while (begin > names && begin[-1] != ' ')
			begin--;
		str_add_bytes(&name, begin, (size_t)(end - begin));
		keychron_keycode_define(family, keyboard, str_text(&name), &keycode, &value);
		keymap_add_definition(map, &keycode);
		str_release(&name);
		end = begin > names ? begin - 1 : names;
	}
}

const struct keymap *keychron_words(const struct compile_input *in, struct diagnostics *lost)
{
	const struct keymap *raised = zmk_raise_keymap(in, lost);
	enum keychron_family family = keychron_family(in);
	struct keymap *map;

	tell(family, raised, lost);
	map = keymap_rewrite(&(struct keymap_rewrite){
		.from = raised, .data = &family, .action = put_action, .definition = put_definition });
	keymap_unref(raised);
	for (size_t i = 0; i < keychron_keycode_count(); i++)
		add_names(map, keychron_keycode_at(i), family, in->keyboard->id);
	return map;
}
