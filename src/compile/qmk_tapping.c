/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "qmk_private.h"

/* How a tap is told from a hold, key by key: the functions of QMK's action_tapping.h, with a case for each keycode. */

enum { TERM_MAX_MS = 65535 };

/* What the function returns for one definition: a number of @out, false when it says nothing of that. */
typedef bool read_option(const struct definition *definition, int *out);

static bool read_number(const struct definition *definition, const char *name, int *out)
{
	const struct setting *option = definition_option(definition, name);

	if (!option || (option->type == SETTING_BOOL && option->number) || option->type == SETTING_TEXT)
		return false;
	if (option->type == SETTING_BOOL || option->number < 0) /* it is switched off */
		*out = 0;
	else
		*out = option->number < TERM_MAX_MS ? (int)option->number : TERM_MAX_MS;
	return true;
}

static bool read_term(const struct definition *definition, int *out)
{
	return read_number(definition, "tapping-term-ms", out) && *out > 0;
}

static bool read_quick_tap(const struct definition *definition, int *out)
{
	return read_number(definition, "quick-tap-ms", out);
}

static bool read_idle(const struct definition *definition, int *out)
{
	return read_number(definition, "require-prior-idle-ms", out);
}

static bool read_switch(const struct definition *definition, const char *name, int *out)
{
	const struct setting *option = definition_option(definition, name);

	*out = option && option->number != 0;
	return option && option->type == SETTING_BOOL;
}

static bool read_retro(const struct definition *definition, int *out)
{
	return read_switch(definition, "retro-tap", out);
}

static bool read_speculative(const struct definition *definition, int *out)
{
	return read_switch(definition, "hold-while-undecided", out);
}

static bool has_flavor(const struct definition *definition, const char *flavor, int *out)
{
	const struct setting *option = definition_option(definition, "flavor");

	if (!option || option->type != SETTING_TEXT)
		return false;
	*out = !strcmp(symbol_text(option->text), flavor);
	return true;
}

static bool read_permissive(const struct definition *definition, int *out)
{
	return has_flavor(definition, "balanced", out);
}

static bool read_on_other_key(const struct definition *definition, int *out)
{
	int interrupted;

	if (!has_flavor(definition, "hold-preferred", out) ||
	    !has_flavor(definition, "tap-unless-interrupted", &interrupted))
		return false;
	*out |= interrupted;
	return true;
}

static const struct per_key {
	read_option *read;
	bool is_number;
	const char *macro; /* that QMK asks before it calls the function */
	const char *value; /* of @macro when the keymap has not set it; NULL: none */
	const char *function;
	const char *otherwise; /* what keys without a case get, in lines */
	enum keycode_dialect since;
} functions[] = {
	{ read_term, true, "TAPPING_TERM_PER_KEY", NULL,
	  "uint16_t get_tapping_term(uint16_t keycode, keyrecord_t *record)",
	  "#ifdef DYNAMIC_TAPPING_TERM_ENABLE\n    return g_tapping_term;\n#else\n    return "
	  "TAPPING_TERM;\n#endif\n",
	  DIALECT_QMK_0_0_1 },
	{ read_quick_tap, true, "QUICK_TAP_TERM_PER_KEY", NULL,
	  "uint16_t get_quick_tap_term(uint16_t keycode, keyrecord_t *record)",
	  "    return QUICK_TAP_TERM;\n", DIALECT_QMK_0_0_2 },
	{ read_permissive, false, "PERMISSIVE_HOLD_PER_KEY", NULL,
	  "bool get_permissive_hold(uint16_t keycode, keyrecord_t *record)",
	  "#ifdef PERMISSIVE_HOLD\n    return true;\n#else\n    return false;\n#endif\n", DIALECT_QMK_0_0_1 },
	{ read_on_other_key, false, "HOLD_ON_OTHER_KEY_PRESS_PER_KEY", NULL,
	  "bool get_hold_on_other_key_press(uint16_t keycode, keyrecord_t *record)",
	  "#ifdef HOLD_ON_OTHER_KEY_PRESS\n    return true;\n#else\n    return false;\n#endif\n",
	  DIALECT_QMK_0_0_1 },
	{ read_retro, false, "RETRO_TAPPING_PER_KEY", NULL,
	  "bool get_retro_tapping(uint16_t keycode, keyrecord_t *record)",
	  "#ifdef RETRO_TAPPING\n    return true;\n#else\n    return false;\n#endif\n", DIALECT_QMK_0_0_1 },
	{ read_idle, true, "FLOW_TAP_TERM", "0",
	  "uint16_t get_flow_tap_term(uint16_t keycode, keyrecord_t *record, uint16_t prev_keycode)",
	  "    return is_flow_tap_key(keycode) && is_flow_tap_key(prev_keycode) ? FLOW_TAP_TERM : 0;\n",
	  DIALECT_QMK_0_0_7 },
	{ read_speculative, false, "SPECULATIVE_HOLD", NULL,
	  "bool get_speculative_hold(uint16_t keycode, keyrecord_t *record)", NULL, DIALECT_QMK_0_0_7 },
};

/* The cases of one function: each keycode once, or it would not compile. */
struct cases {
	struct qmk *q;
	const struct per_key *f;
	struct str text;
	bool seen[UINT16_MAX + 1];
};

/* `case @action:`; nothing when there was one for the same keycode, or none can be known. */
static void add_label(struct cases *cases, struct action action)
{
	uint16_t value;

	action = qmk_fit_action(cases->q, action);
	if (!keymap_value(cases->q->map, action, &value) || value <= 1 || cases->seen[value])
		return;
	cases->seen[value] = true;
	str_add(&cases->text, "        case ");
	qmk_add_action(cases->q, action, &cases->text);
	str_add(&cases->text, ":\n");
}

static void add_result(struct cases *cases, int value)
{
	if (cases->f->is_number)
		str_addf(&cases->text, "            return %d;\n", value);
	else
		str_addf(&cases->text, "            return %s;\n", value ? "true" : "false");
}

/* Cases of the hold-taps that say something of it. */
static void add_hold_taps(struct cases *cases)
{
	const struct keymap *map = cases->q->map;

	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_HOLD_TAP); i++) {
		const struct definition *definition = keymap_definition(map, DEFINITION_HOLD_TAP, i);
		size_t before = cases->text.len;
		int value;

		if (!cases->f->read(definition, &value))
			continue;
		cases->q->place = place_of_definition(DEFINITION_HOLD_TAP, i);
		for (size_t s = 0; s < definition->steps; s++)
			add_label(cases, definition->step[s].action);
		if (cases->text.len > before)
			add_result(cases, value);
	}
}

static void add_dances(struct cases *cases)
{
	const struct keymap *map = cases->q->map;

	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_TAP_DANCE); i++) {
		const struct action dance = { .kind = ACTION_TAP_DANCE, .arg = { (uint32_t)i } };
		size_t before = cases->text.len;
		int value;

		if (!read_term(keymap_definition(map, DEFINITION_TAP_DANCE, i), &value))
			continue;
		add_label(cases, dance);
		if (cases->text.len > before)
			add_result(cases, value);
	}
}

static void lose(struct qmk *q, const struct per_key *f)
{
	qmk_lose(q, LOSS_ALL, f->macro, "left out",
		 "%s is left out: QMK with keycodes %s does not ask for it", f->macro,
		 keycode_dialect_info(q->dialect)->name);
}

/* What QMK's own function does when all keys are to be held so. */
static const char *otherwise(const struct qmk *q, const struct per_key *f)
{
	const struct setting *speculative = keymap_find_setting(q->map, "tapping.speculative_hold");

	if (f->otherwise)
		return f->otherwise;
	return speculative && speculative->number
		       ? "    return !(QK_MOD_TAP_GET_MODS(keycode) & (MOD_LALT | MOD_LGUI));\n"
		       : "    return false;\n";
}

static void write_function(struct qmk *q, const struct per_key *f)
{
	struct cases *cases = mem_new(1, sizeof(*cases));

	cases->q = q;
	cases->f = f;
	add_hold_taps(cases);
	if (f->read == read_term)
		add_dances(cases);
	if (cases->text.len && q->dialect < f->since) {
		lose(q, f);
	} else if (cases->text.len) {
		if (!f->value || !keymap_find_setting(q->map, "tapping.flow_tap_term"))
			qmk_define(q, f->macro, f->value);
		str_addf(&q->functions, "\n%s {\n    switch (keycode) {\n%s    }\n%s}\n", f->function,
			 str_text(&cases->text), otherwise(q, f));
	}
	q->functions.full |= cases->text.full;
	str_release(&cases->text);
	free(cases);
	q->place = PLACE_NONE;
}

static void lose_flavor(struct qmk *q, size_t index)
{
	const struct definition *definition = keymap_definition(q->map, DEFINITION_HOLD_TAP, index);
	struct str subject = STR_INIT;
	int interrupted;

	q->place = place_of_definition(DEFINITION_HOLD_TAP, index);
	qmk_add_subject(DEFINITION_HOLD_TAP, definition, index, &subject);
	if (definition->steps && has_flavor(definition, "tap-unless-interrupted", &interrupted) &&
	    interrupted)
		qmk_lose(q, LOSS_NEAR, str_text(&subject), "hold-preferred",
			 "%s: tap-unless-interrupted becomes hold-preferred, which also holds after the "
			 "tapping "
			 "term",
			 str_text(&subject));
	str_release(&subject);
}

void qmk_write_tapping(struct qmk *q)
{
	for (size_t i = 0; i < COUNT(functions); i++)
		write_function(q, &functions[i]);
	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_HOLD_TAP); i++)
		lose_flavor(q, i);
	q->place = PLACE_NONE;
}
