/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/symbol.h"
#include "qmk_private.h"

/* process_record_user(): macros, and the keycodes of ours. */

enum { MACRO_MAX = 128 };

static const struct setting *find_number(const struct definition *definition, const char *name)
{
	const struct setting *option = definition_option(definition, name);

	return option && option->type == SETTING_NUMBER ? option : NULL;
}

/* Held until it is pressed again. */
static void write_toggle(struct qmk *q, const struct qmk_own *own, struct str *out)
{
	const struct action key = { .kind = ACTION_KEY, .arg = { own->action.arg[0] } };

	str_addf(out, "        case %s:\n", own->name);
	str_add(out, "            if (record->event.pressed) {\n"
		     "                static bool down;\n"
		     "\n"
		     "                down = !down;\n"
		     "                if (down) {\n");
	qmk_add_statement(q, key, QMK_PRESS, 20, out);
	str_add(out, "                } else {\n");
	qmk_add_statement(q, key, QMK_RELEASE, 20, out);
	str_add(out, "                }\n"
		     "            }\n"
		     "            return false;\n");
}

static void write_morph_result(struct qmk *q, const struct definition *morph, enum qmk_phase phase,
			       unsigned hidden, struct str *out)
{
	str_add(out, "                if (morphed) {\n");
	if (hidden && phase == QMK_PRESS) {
		str_add(out, "                    set_suppressed_override_mods(");
		qmk_add_mod_bits(hidden, out);
		str_add(out, ");\n");
	}
	qmk_add_statement(q, morph->step[1].action, phase, 20, out);
	if (hidden && phase == QMK_RELEASE)
		str_add(out, "                    clear_suppressed_override_mods();\n");
	str_add(out, "                } else {\n");
	qmk_add_statement(q, morph->step[0].action, phase, 20, out);
	str_add(out, "                }\n");
}

/*
 * One result or another, by any one of its modifiers: those are hidden from the host meanwhile, as QMK's key
 * overrides hide theirs.
 */
static void write_morph(struct qmk *q, const struct qmk_own *own, size_t index, struct str *out)
{
	const struct definition *morph = keymap_definition(q->map, DEFINITION_OVERRIDE, index);
	const struct setting *keep = find_number(morph, "keep-mods");
	unsigned hidden = morph->mods & ~(unsigned)(keep ? keep->number : 0);

	q->place = place_of_definition(DEFINITION_OVERRIDE, index);
	q->playing = (struct qmk_play){ DEFINITION_OVERRIDE, index };
	if (hidden && !qmk_need(q, QMK_KEY_OVERRIDE, own->name))
		hidden = 0;
	q->helper[QMK_ACTIVE_MODS] = true;
	q->helper[QMK_HIDE_MODS] |= hidden != 0;
	str_addf(out,
		 "        case %s: {\n"
		 "            static bool morphed;\n"
		 "\n"
		 "            if (record->event.pressed) {\n"
		 "                morphed = active_mods() & (",
		 own->name);
	qmk_add_mod_bits(morph->mods, out);
	str_add(out, ");\n");
	write_morph_result(q, morph, QMK_PRESS, hidden, out);
	str_add(out, "            } else {\n");
	write_morph_result(q, morph, QMK_RELEASE, hidden, out);
	str_add(out, "            }\n"
		     "            return false;\n"
		     "        }\n");
	q->playing.kind = DEFINITION_KIND_COUNT;
}

static const struct qmk_own *own_of_macro(const struct qmk *q, size_t index)
{
	for (size_t i = 0; i < q->owns; i++) {
		size_t macro;

		if (q->own[i].action.kind != ACTION_KEY_TOGGLE &&
		    qmk_find_macro(q, q->own[i].action, &macro) && macro == index)
			return &q->own[i];
	}
	return NULL;
}

/* The keycodes that play it. */
static bool write_labels(struct qmk *q, size_t index, struct str *out)
{
	const struct definition *macro = keymap_definition(q->map, DEFINITION_MACRO, index);
	const struct qmk_own *own = own_of_macro(q, index);
	size_t before = out->len, keycode, first;

	if (index < MACRO_MAX) {
		str_add(out, "        case ");
		qmk_add_macro_keycode(index, out);
		str_add(out, ":\n");
	}
	if (own)
		str_addf(out, "        case %s:\n", own->name);
	if (qmk_find_definition(q, DEFINITION_KEYCODE, macro->name, &keycode) &&
	    qmk_find_definition(q, DEFINITION_MACRO, macro->name, &first) && first == index)
		str_addf(out, "        case %s:\n", q->name[DEFINITION_KEYCODE][keycode]);
	return out->len > before;
}

static void write_macros(struct qmk *q, struct str *out)
{
	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_MACRO); i++) {
		const struct definition *macro = keymap_definition(q->map, DEFINITION_MACRO, i);
		struct str subject = STR_INIT;

		if (!macro->steps)
			continue; /* the firmware may have it: VIA's plays what its app was told */
		q->place = place_of_definition(DEFINITION_MACRO, i);
		qmk_add_subject(DEFINITION_MACRO, macro, i, &subject);
		if (write_labels(q, i, out))
			qmk_write_macro(q, i, out);
		else
			qmk_lose(q, LOSS_ALL, str_text(&subject), "left out",
				 "%s is left out: QMK has keycodes for %d macros, and no key names this one",
				 str_text(&subject), MACRO_MAX);
		str_release(&subject);
	}
}

void qmk_write_record(struct qmk *q)
{
	struct str cases = STR_INIT;
	size_t index;

	write_macros(q, &cases);
	for (size_t i = 0; i < q->owns; i++) {
		q->place = PLACE_NONE;
		if (q->own[i].action.kind == ACTION_KEY_TOGGLE)
			write_toggle(q, &q->own[i], &cases);
		else if (qmk_find_definition(q, DEFINITION_OVERRIDE, q->own[i].action.arg[0], &index))
			write_morph(q, &q->own[i], index, &cases);
	}
	q->place = PLACE_NONE;
	if (cases.len || q->flavour->first_handler)
		str_add(&q->functions,
			"\nbool process_record_user(uint16_t keycode, keyrecord_t *record) {\n");
	if (q->flavour->first_handler)
		str_addf(&q->functions, "    if (!%s(keycode, record)) {\n        return false;\n    }\n",
			 q->flavour->first_handler);
	if (cases.len)
		str_addf(&q->functions, "    switch (keycode) {\n%s    }\n", str_text(&cases));
	if (cases.len || q->flavour->first_handler)
		str_add(&q->functions, "    return true;\n}\n");
	q->functions.full |= cases.full;
	str_release(&cases);
}
