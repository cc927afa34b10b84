/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "qmk_private.h"

/* get_alt_repeat_key_keycode_user(): what QK_ALT_REPEAT_KEY does behind a key (QMK's repeat_key.h), by the rules that Vial's
 * firmware goes by. Keys that none is for stay with QMK's own table. */

/* Of a key that was pressed with @mods, the entry that fits best. */
static const char lookup[] =
	"// What a dual-role key does when it is tapped.\n"
	"static uint16_t alt_repeat_tapped(uint16_t keycode) {\n"
	"    if (IS_QK_MOD_TAP(keycode)) {\n"
	"        return QK_MOD_TAP_GET_TAP_KEYCODE(keycode);\n"
	"    }\n"
	"    return IS_QK_LAYER_TAP(keycode) ? QK_LAYER_TAP_GET_TAP_KEYCODE(keycode) : keycode;\n"
	"}\n"
	"\n"
	"// A key without the modifiers that it has, which are added to *mods.\n"
	"static uint16_t alt_repeat_bare(uint16_t keycode, uint8_t *mods) {\n"
	"    keycode = alt_repeat_tapped(keycode);\n"
	"    if (IS_QK_MODS(keycode)) {\n"
	"        uint8_t five = QK_MODS_GET_MODS(keycode);\n"
	"        *mods |= five & 0x10 ? five << 4 : five;\n"
	"        keycode = QK_MODS_GET_BASIC_KEYCODE(keycode);\n"
	"    }\n"
	"    return keycode;\n"
	"}\n"
	"\n"
	"static bool alt_repeat_fits(const struct alt_repeat *entry, uint8_t mods, uint8_t needed) {\n"
	"    uint8_t allowed = entry->mods | needed;\n"
	"    if (entry->either_hand) {\n"
	"        mods    = (mods | mods >> 4) & 0x0f;\n"
	"        needed  = (needed | needed >> 4) & 0x0f;\n"
	"        allowed = (allowed | allowed >> 4) & 0x0f;\n"
	"    }\n"
	"    return (mods & needed) == needed && !(mods & ~allowed);\n"
	"}\n"
	"\n"
	"uint16_t get_alt_repeat_key_keycode_user(uint16_t keycode, uint8_t mods) {\n"
	"    uint16_t found = KC_TRANSPARENT;\n"
	"    int      most  = -1;\n"
	"    keycode        = alt_repeat_bare(keycode, &mods);\n"
	"    for (uint16_t i = 0; i < sizeof(alt_repeats) / sizeof(alt_repeats[0]); i++) {\n"
	"        const struct alt_repeat *entry = &alt_repeats[i];\n"
	"        for (int back = 0; back <= entry->both_ways; back++) {\n"
	"            uint8_t  needed = 0;\n"
	"            uint16_t from   = alt_repeat_bare(back ? entry->alternate : entry->key, &needed);\n"
	"            int      count  = __builtin_popcount(needed);\n"
	"            if (from == keycode && count > most && alt_repeat_fits(entry, mods, needed)) {\n"
	"                most  = count;\n"
	"                found = alt_repeat_tapped(back ? entry->key : entry->alternate);\n"
	"            }\n"
	"        }\n"
	"        if (entry->otherwise && most < 0 && found == KC_TRANSPARENT && alt_repeat_fits(entry, mods, "
	"0)) {\n"
	"            found = alt_repeat_tapped(entry->alternate);\n"
	"        }\n"
	"    }\n"
	"    return found;\n"
	"}\n";

static bool is_on(const struct definition *definition, const char *name, bool usual)
{
	const struct setting *option = definition_option(definition, name);

	return option && option->type == SETTING_BOOL ? option->number != 0 : usual;
}

static bool is_sound(struct qmk *q, size_t index)
{
	const struct definition *definition = keymap_definition(q->map, DEFINITION_ALT_REPEAT, index);
	struct str subject = STR_INIT;
	bool sound = definition->steps == 2;

	qmk_add_subject(DEFINITION_ALT_REPEAT, definition, index, &subject);
	if (!sound)
		qmk_lose(q, LOSS_ALL, str_text(&subject), "left out", "%s is left out: it needs two keys",
			 str_text(&subject));
	str_release(&subject);
	return sound;
}

static void write_entry(struct qmk *q, const struct definition *definition, struct str *table)
{
	static const char *const switches[] = { "bidirectional", "ignore-handedness", "default" };

	str_add(table, "    {");
	for (int i = 0; i < 2; i++) {
		qmk_add_action(q, definition->step[i].action, table);
		str_add(table, ", ");
	}
	qmk_add_mod_bits(definition->mods, table);
	for (size_t i = 0; i < COUNT(switches); i++)
		str_addf(table, ", %s", is_on(definition, switches[i], false) ? "true" : "false");
	str_add(table, "},\n");
}

static size_t count_enabled(const struct qmk *q)
{
	size_t count = 0;

	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_ALT_REPEAT); i++)
		count += is_on(keymap_definition(q->map, DEFINITION_ALT_REPEAT, i), "enabled", true);
	return count;
}

void qmk_write_alt_repeats(struct qmk *q)
{
	size_t count = count_enabled(q);
	struct str table = STR_INIT;

	q->place = count ? place_of_definition(DEFINITION_ALT_REPEAT, 0) : PLACE_NONE;
	if (!count || !qmk_need(q, QMK_REPEAT_KEY, "an alternate repeat key"))
		return;
	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_ALT_REPEAT); i++) {
		const struct definition *definition = keymap_definition(q->map, DEFINITION_ALT_REPEAT, i);

		q->place = place_of_definition(DEFINITION_ALT_REPEAT, i);
		if (is_on(definition, "enabled", true) && is_sound(q, i))
			write_entry(q, definition, &table);
	}
	q->place = PLACE_NONE;
	if (table.len)
		str_addf(&q->functions,
			 "\nstatic const struct alt_repeat {\n"
			 "    uint16_t key, alternate;\n"
			 "    uint8_t  mods; // that may be held besides those of the key\n"
			 "    bool     both_ways, either_hand, otherwise;\n"
			 "} alt_repeats[] = {\n%s};\n\n%s",
			 str_text(&table), lookup);
	q->functions.full |= table.full;
	str_release(&table);
}
