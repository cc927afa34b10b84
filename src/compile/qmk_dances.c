/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "qmk_private.h"

/*
 * tap_dance_actions[] (QMK's process_tap_dance.h). Two keys, or a key and a layer, have an initialiser of QMK's; the rest are
 * functions. As in Vial's firmware a dance that another key interrupts was tapped, and taps beyond the last result
 * are taps of the first.
 */

enum {
	MAX_TAPS = 16,
	MAX_DANCES = 255, /* TD() has eight bits, and QMK asserts that the last is free */
	CASE_BODY = 12,   /* indentation */
	BODY = 16,        /* in an `if` there */
};

static const struct diagnostic_kind too_many = { "qmk-dance-count", SEVERITY_ERROR };

/* One dance: what is done after so many taps, and what its functions are called. */
struct dance {
	struct qmk *q;
	const struct definition *definition;
	int taps;                                      /* the most that have a result */
	const struct action **tapped, **held;          /* [taps]; NULL: nothing is said. Owned */
	char *on_tap, *on_finish, *on_reset, *is_held; /* owned */
};

static void release_dance(struct dance *d)
{
	free(d->tapped);
	free(d->held);
	free(d->on_tap);
	free(d->on_finish);
	free(d->on_reset);
	free(d->is_held);
}

static void lose_taps(struct qmk *q, const struct step *step)
{
	struct str text = STR_INIT;

	action_print(step->action, &text);
	qmk_lose(q, LOSS_ALL, str_text(&text), "left out", "%s is left out: nobody taps more than %d times",
		 str_text(&text), MAX_TAPS);
	str_release(&text);
}

static struct dance sort_results(struct qmk *q, size_t index)
{
	const struct definition *definition = keymap_definition(q->map, DEFINITION_TAP_DANCE, index);
	struct dance d = { .q = q, .definition = definition };

	d.tapped = mem_new(MAX_TAPS + 1, sizeof(*d.tapped));
	d.held = mem_new(MAX_TAPS + 1, sizeof(*d.held));
	for (size_t i = 0; i < definition->steps; i++) {
		const struct step *step = &definition->step[i];
		int taps;

		if (step->op != STEP_RESULT || !step->value || step->action.kind == ACTION_NONE)
			continue;
		if (step->value < -MAX_TAPS || step->value > MAX_TAPS) {
			lose_taps(q, step);
			continue;
		}
		taps = step->value < 0 ? -step->value : step->value;
		(step->value < 0 ? d.held : d.tapped)[taps] = &step->action;
		d.taps = taps > d.taps ? taps : d.taps;
	}
	if (d.taps == 1 && d.held[1] && d.tapped[1])
		d.taps = 2; /* tapped, and held right after that: the key repeats */
	return d;
}

/* An initialiser of QMK's that does it all. */
static bool add_plain(const struct dance *d, struct str *out)
{
	static const struct {
		enum action_kind second;
		const char *name;
	} forms[] = {
		{ ACTION_KEY, "ACTION_TAP_DANCE_DOUBLE" },
		{ ACTION_LAYER_TO, "ACTION_TAP_DANCE_LAYER_MOVE" },
		{ ACTION_LAYER_TOGGLE, "ACTION_TAP_DANCE_LAYER_TOGGLE" },
	};
	const struct action *second = d->tapped[2];
	size_t form = 0;

	if (d->taps != 2 || d->held[1] || d->held[2] || !second || !d->tapped[1] ||
	    !qmk_is_plain_key(*d->tapped[1]))
		return false;
	while (form < COUNT(forms) && forms[form].second != second->kind)
		form++;
	if (form == COUNT(forms) || (second->kind == ACTION_KEY && !qmk_is_plain_key(*second)))
		return false;
	str_addf(out, "%s(", forms[form].name);
	qmk_add_action(d->q, *d->tapped[1], out);
	str_add(out, ", ");
	if (second->kind == ACTION_KEY)
		qmk_add_action(d->q, *second, out);
	else
		qmk_print_layer(second->arg[0], &d->q->names, out);
	str_add_char(out, ')');
	return true;
}

/* So many taps of the first result, of which the last stays down. */
static void add_one_by_one(const struct dance *d, const struct action *last, int taps, enum qmk_phase phase,
			   int indent, struct str *out)
{
	for (int i = 1; phase == QMK_PRESS && d->tapped[1] && i < taps; i++)
		qmk_add_statement(d->q, *d->tapped[1], QMK_TAP, indent, out);
	if (last)
		qmk_add_statement(d->q, *last, phase, indent, out);
}

static void add_result(const struct dance *d, const struct action **results, int taps, enum qmk_phase phase,
		       int indent, struct str *out)
{
	if (results[taps])
		qmk_add_statement(d->q, *results[taps], phase, indent, out);
	else
		add_one_by_one(d, results[1], taps, phase, indent, out);
}

/* What is pressed, or let go, after @taps. */
static void add_case(const struct dance *d, int taps, enum qmk_phase phase, struct str *out)
{
	bool by_hold = d->held[taps] || (d->held[1] && !d->tapped[taps]);
	bool typed = taps > 1 && taps == d->taps && d->held[taps] && d->tapped[1];

	str_addf(out, "        case %d:\n", taps);
	if (typed) {
		str_add(out, "            if (state->interrupted) {\n");
		add_one_by_one(d, d->tapped[1], taps, phase, BODY, out);
	}
	if (by_hold) {
		str_addf(out, "            %sif (%s) {\n", typed ? "} else " : "", d->is_held);
		add_result(d, d->held, taps, phase, BODY, out);
		str_add(out, "            } else {\n");
		add_result(d, d->tapped, taps, phase, BODY, out);
		str_add(out, "            }\n");
	} else {
		add_result(d, d->tapped, taps, phase, CASE_BODY, out);
	}
	str_add(out, "            break;\n");
}

/* Taps after the last that has a result are taps of the first. */
static void add_more_taps(const struct dance *d, struct str *out)
{
	str_addf(out,
		 "    if (state->count > %d) {\n"
		 "        for (uint8_t i = state->count == %d ? 0 : %d; i <= %d; i++) {\n",
		 d->taps, d->taps + 1, d->taps, d->taps);
	qmk_add_statement(d->q, *d->tapped[1], QMK_TAP, 12, out);
	str_add(out, "        }\n    }\n");
}

static const char *type_prefix(const struct qmk *q)
{
	return q->dialect < DIALECT_QMK_0_0_2 ? "qk_" : ""; /* until QMK 0.20 */
}

static void begin_function(const struct qmk *q, const char *name, struct str *out)
{
	str_addf(out, "\nstatic void %s(%stap_dance_state_t *state, void *user_data) {\n", name,
		 type_prefix(q));
}

static void add_function(const struct dance *d, const char *name, enum qmk_phase phase, struct str *out)
{
	begin_function(d->q, name, out);
	if (phase == QMK_PRESS && d->is_held)
		str_addf(out, "    %s = state->pressed && !state->interrupted;\n", d->is_held);
	if (phase == QMK_RELEASE)
		str_add(out, "    wait_ms(TAP_CODE_DELAY);\n");
	str_add(out, "    switch (state->count) {\n");
	for (int taps = 1; taps <= d->taps; taps++)
		add_case(d, taps, phase, out);
	str_add(out, "    }\n}\n");
}

static void name_functions(struct dance *d, size_t index)
{
	const char *name = d->q->name[DEFINITION_TAP_DANCE][index];
	struct str base = STR_INIT;
	size_t len;
	bool held = false;

	if (name)
		qmk_add_small(name, &base);
	else
		str_addf(&base, "dance_%zu", index);
	len = base.len;
	str_add(&base, "_finished");
	d->on_finish = qmk_take_name(d->q, str_text(&base), "dance");
	base.len = len;
	str_add(&base, "_reset");
	d->on_reset = qmk_take_name(d->q, str_text(&base), "dance");
	base.len = len;
	str_add(&base, "_tapped");
	d->on_tap = qmk_take_name(d->q, str_text(&base), "dance");
	base.len = len;
	str_add(&base, "_held");
	for (int i = 1; i <= d->taps; i++)
		held |= d->held[i] != NULL;
	if (held)
		d->is_held = qmk_take_name(d->q, str_text(&base), "dance");
	str_release(&base);
}

/* After the last tap that has a result there is nothing to wait for, unless holding it has one as well. */
static void add_functions(struct dance *d, size_t index, struct str *out)
{
	bool at_once = d->tapped[d->taps] && !d->held[d->taps];

	name_functions(d, index);
	if (d->is_held)
		str_addf(out, "\nstatic bool %s;\n", d->is_held);
	add_function(d, d->on_finish, QMK_PRESS, out);
	add_function(d, d->on_reset, QMK_RELEASE, out);
	begin_function(d->q, d->on_tap, out);
	if (at_once)
		str_addf(out,
			 "    if (state->count == %d) {\n"
			 "        %s(state, user_data);\n"
			 "        state->finished = true;\n"
			 "    }\n",
			 d->taps, d->on_finish);
	else if (d->tapped[1])
		add_more_taps(d, out);
	str_add(out, "}\n");
}

static void add_entry(struct qmk *q, size_t index, struct str *table, struct str *functions)
{
	struct dance d = sort_results(q, index);
	struct str entry = STR_INIT, subject = STR_INIT;

	qmk_add_subject(DEFINITION_TAP_DANCE, d.definition, index, &subject);
	q->playing = (struct qmk_play){ DEFINITION_TAP_DANCE, index };
	if (d.definition->text) {
		qmk_lose(q, LOSS_ALL, str_text(&subject), "nothing",
			 "%s does nothing: what it does is code that is not here", str_text(&subject));
	} else if (d.taps && !add_plain(&d, &entry)) {
		add_functions(&d, index, functions);
		str_addf(&entry, "ACTION_TAP_DANCE_FN_ADVANCED(%s, %s, %s)", d.on_tap, d.on_finish,
			 d.on_reset);
	}
	q->playing.kind = DEFINITION_KIND_COUNT;
	if (!entry.len)
		str_add(&entry, "{}");
	if (q->name[DEFINITION_TAP_DANCE][index])
		str_addf(table, "    [%s] = %s,\n", q->name[DEFINITION_TAP_DANCE][index], str_text(&entry));
	else
		str_addf(table, "    [%zu] = %s,\n", index, str_text(&entry));
	str_release(&entry);
	str_release(&subject);
	release_dance(&d);
}

void qmk_write_dances(struct qmk *q)
{
	size_t count = keymap_definitions(q->map, DEFINITION_TAP_DANCE);
	struct str table = STR_INIT;

	q->place = count ? place_of_definition(DEFINITION_TAP_DANCE, 0) : PLACE_NONE;
	if (!qmk_has_table(q, QMK_TAP_DANCE, count, "a tap dance"))
		return;
	if (count > MAX_DANCES)
		diagnostics_add(q->out, &too_many, place_of_definition(DEFINITION_TAP_DANCE, MAX_DANCES),
				"%zu tap dances, but QMK has keycodes for %d", count, MAX_DANCES);
	for (size_t i = 0; i < count; i++) {
		q->place = place_of_definition(DEFINITION_TAP_DANCE, i);
		add_entry(q, i, &table, &q->functions);
	}
	q->place = PLACE_NONE;
	str_addf(&q->functions, "\n%stap_dance_action_t tap_dance_actions[] = {%s%s};\n", type_prefix(q),
		 count ? "\n" : "", str_text(&table));
	q->functions.full |= table.full;
	str_release(&table);
}
