/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "keymap_words.h"
#include "model/symbol.h"
#include "model/term.h"

void keymap_words_layer(const struct keymap *map, int layer, struct str *out)
{
	const char *name = symbol_text(keymap_layer_name(map, (size_t)layer));

	str_addf(out, "layer %d", layer);
	if (name[0])
		str_addf(out, " (%s)", name);
}

void keymap_words_slot(const struct layout *layout, size_t keys, size_t slot, struct str *out)
{
	static const char *const turns[] = { [TURN_CCW] = "counter-clockwise", [TURN_CW] = "clockwise" };

	if (slot < keys) {
		const char *label = symbol_text(layout->key[slot].label);

		str_addf(out, "key %zu (row %d, column %d%s%s)", slot, layout->key[slot].row,
			 layout->key[slot].col, label[0] ? ", " : "", label);
	} else {
		str_addf(out, "encoder %zu %s", (slot - keys) / TURN_COUNT,
			 turns[(slot - keys) % TURN_COUNT]);
	}
}

void keymap_words_definition(enum definition_kind kind, const struct definition *definition, int index,
			     struct str *out)
{
	const char *name = symbol_text(definition->name);

	str_addf(out, "%s ", term_of_definition(kind));
	if (name[0])
		str_add(out, name);
	else
		str_addf(out, "%d", index);
}

void keymap_words_setting(const struct setting *setting, struct str *out)
{
	if (setting->type == SETTING_TEXT)
		str_add(out, symbol_text(setting->text));
	else if (setting->type == SETTING_BOOL)
		str_add(out, setting->number ? "true" : "false");
	else
		str_addf(out, "%lld", (long long)setting->number);
}
