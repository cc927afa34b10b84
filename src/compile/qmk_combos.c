/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "qmk_combo_keys.h"

/* key_combos[], and the functions of QMK's process_combo.h that tell combos apart. */

enum { LONG_KEYS = 16, USUAL_KEYS = 8 };

/* A function with a case for each combo that has the option. */
static const struct per_combo {
	const char *option;
	enum setting_type type;
	int64_t when; /* of BOOL: the value that is not QMK's own */
	const char *macro, *function, *otherwise;
} functions[] = {
	{ "timeout-ms", SETTING_NUMBER, 0, "COMBO_TERM_PER_COMBO",
	  "uint16_t get_combo_term(uint16_t combo_index, combo_t *combo)", "COMBO_TERM" },
	{ "must-hold", SETTING_BOOL, 1, "COMBO_MUST_HOLD_PER_COMBO",
	  "bool get_combo_must_hold(uint16_t combo_index, combo_t *combo)", "false" },
	{ "must-tap", SETTING_BOOL, 1, "COMBO_MUST_TAP_PER_COMBO",
	  "bool get_combo_must_tap(uint16_t combo_index, combo_t *combo)", "false" },
	{ "must-press-in-order", SETTING_BOOL, 1, "COMBO_MUST_PRESS_IN_ORDER_PER_COMBO",
	  "bool get_combo_must_press_in_order(uint16_t combo_index, combo_t *combo)", "false" },
	{ "slow-release", SETTING_BOOL, 0, "COMBO_PROCESS_KEY_RELEASE",
	  "bool process_combo_key_release(uint16_t combo_index, combo_t *combo, uint8_t key_index, uint16_t "
	  "keycode)",
	  "false" },
};

/* The combos that are written, by index. */
struct combos {
	struct qmk *q;
	size_t *index, count;
};

static const struct definition *combo_at(const struct combos *all, size_t i)
{
	return keymap_definition(all->q->map, DEFINITION_COMBO, all->index[i]);
}

static const char *name_at(const struct combos *all, size_t i)
{
	return all->q->name[DEFINITION_COMBO][all->index[i]];
}

/* The list of its keys; the name of the list goes to @name. False: it cannot be a combo of QMK's, which is told. */
static bool write_keys(struct qmk *q, struct qmk_combo_keys *keys, size_t index, struct str *name)
{
	const struct definition *combo = keymap_definition(q->map, DEFINITION_COMBO, index);
	struct str list = STR_INIT, subject = STR_INIT;
	const char *why = NULL;
	char *unique;
	size_t count = 0;

	qmk_add_subject(DEFINITION_COMBO, combo, index, &subject);
	if (combo->text)
		why = "what it does is code that is not here";
	else
		count = qmk_add_combo_keys(keys, combo, str_text(&subject), &list, &why);
	if (why) {
		qmk_lose(q, LOSS_ALL, str_text(&subject), "left out", "%s is left out: %s",
			 str_text(&subject), why);
	} else {
		qmk_add_small(q->name[DEFINITION_COMBO][index], name);
		str_add(name, "_keys");
		unique = qmk_take_name(q, str_text(name), "combo");
		str_clear(name);
		str_add(name, unique);
		free(unique);
		str_addf(&q->tables, "const uint16_t PROGMEM %s[] = {%s, COMBO_END};\n", str_text(name),
			 str_text(&list));
		if (count > LONG_KEYS)
			qmk_define(q, "EXTRA_EXTRA_LONG_COMBOS", NULL);
		else if (count > USUAL_KEYS)
			qmk_define(q, "EXTRA_LONG_COMBOS", NULL);
	}
	str_release(&list);
	str_release(&subject);
	return !why;
}

/* Lists of keys into the tables, and key_combos[] itself behind them. */
static void write_table(struct qmk *q, struct combos *all)
{
	struct qmk_combo_keys *keys = qmk_combo_keys_new(q);
	struct str table = STR_INIT, name = STR_INIT;

	str_add(&q->tables, "\n");
	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_COMBO); i++) {
		const struct definition *combo = keymap_definition(q->map, DEFINITION_COMBO, i);

		q->place = place_of_definition(DEFINITION_COMBO, i);
		str_clear(&name);
		if (!write_keys(q, keys, i, &name))
			continue;
		str_addf(&table, "    [%s] = COMBO(%s, ", q->name[DEFINITION_COMBO][i], str_text(&name));
		qmk_add_action(q, combo->step[0].action, &table);
		str_add(&table, "),\n");
		all->index[all->count++] = i;
	}
	if (all->count)
		str_add(&q->tables, "\nenum combos {\n");
	for (size_t i = 0; i < all->count; i++)
		str_addf(&q->tables, "    %s,\n", name_at(all, i));
	str_addf(&q->tables, "%scombo_t key_combos[] = {%s%s};\n", all->count ? "};\n\n" : "",
		 all->count ? "\n" : "", str_text(&table));
	if (q->dialect < DIALECT_QMK_0_0_3) /* until QMK 0.21 it does not count them itself */
		str_add(&q->tables, "uint16_t COMBO_LEN = sizeof(key_combos) / sizeof(key_combos[0]);\n");
	q->tables.full |= table.full;
	str_release(&table);
	str_release(&name);
	qmk_combo_keys_free(keys);
}

static void write_function(struct combos *all, const struct per_combo *f)
{
	struct str cases = STR_INIT;

	for (size_t i = 0; i < all->count; i++) {
		const struct setting *option = definition_option(combo_at(all, i), f->option);

		if (!option || option->type != f->type ||
		    (f->type == SETTING_BOOL ? (option->number != 0) != (f->when != 0) : option->number < 0))
			continue;
		str_addf(&cases, "        case %s:\n            return ", name_at(all, i));
		if (f->type == SETTING_BOOL)
			str_add(&cases, "true;\n");
		else
			str_addf(&cases, "%d;\n",
				 (int)(option->number < UINT16_MAX ? option->number : UINT16_MAX));
	}
	if (cases.len) {
		qmk_define(all->q, f->macro, NULL);
		str_addf(&all->q->functions,
			 "\n%s {\n    switch (combo_index) {\n%s    }\n    return %s;\n}\n", f->function,
			 str_text(&cases), f->otherwise);
	}
	str_release(&cases);
}

static void write_layers(struct combos *all)
{
	struct str cases = STR_INIT;

	for (size_t i = 0; i < all->count; i++)
		if (combo_at(all, i)->layer_mask)
			str_addf(&cases, "        case %s:\n            return layer & 0x%xUL;\n",
				 name_at(all, i), (unsigned)qmk_layers_of(all->q, combo_at(all, i)));
	if (cases.len) {
		qmk_define(all->q, "COMBO_SHOULD_TRIGGER", NULL);
		str_addf(
			&all->q->functions,
			"\nbool combo_should_trigger(uint16_t combo_index, combo_t *combo, uint16_t keycode, "
			"keyrecord_t *record) {\n"
			"    uint32_t layer = 1UL << get_highest_layer(layer_state | default_layer_state);\n"
			"\n"
			"    switch (combo_index) {\n"
			"%s"
			"    }\n"
			"    return true;\n"
			"}\n",
			str_text(&cases));
	}
	str_release(&cases);
}

static void lose_idle(struct combos *all)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct setting *idle = definition_option(combo_at(all, i), "require-prior-idle-ms");
		struct str subject = STR_INIT;

		if (!idle || idle->number <= 0)
			continue;
		all->q->place = place_of_definition(DEFINITION_COMBO, all->index[i]);
		qmk_add_subject(DEFINITION_COMBO, combo_at(all, i), all->index[i], &subject);
		qmk_lose(all->q, LOSS_NEAR, str_text(&subject), "without require-prior-idle-ms",
			 "%s also comes in the flow of typing: QMK's combos have no require-prior-idle-ms",
			 str_text(&subject));
		str_release(&subject);
	}
}

void qmk_write_combos(struct qmk *q)
{
	size_t count = keymap_definitions(q->map, DEFINITION_COMBO);
	struct combos all = { .q = q };

	q->place = count ? place_of_definition(DEFINITION_COMBO, 0) : PLACE_NONE;
	if (!qmk_has_table(q, QMK_COMBO, count, "a combo"))
		return;
	all.index = mem_new(count + 1, sizeof(*all.index));
	write_table(q, &all);
	for (size_t i = 0; i < COUNT(functions); i++)
		write_function(&all, &functions[i]);
	write_layers(&all);
	lose_idle(&all);
	q->place = PLACE_NONE;
	free(all.index);
}
