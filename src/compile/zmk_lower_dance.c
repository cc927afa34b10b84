/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "zmk_lower.h"

enum {
	DANCE_MAX_TAPS = 32,
	DANCE_TERM_MS = 200, /* of a tap dance of ZMK's that says nothing */
};

/* What is done after @taps taps; @held: with the last one held. */
static const struct step *dance_step(const struct definition *dance, int32_t taps, bool held)
{
	for (size_t i = 0; i < dance->steps; i++)
		if (dance->step[i].value == (held ? -taps : taps))
			return &dance->step[i];
	return NULL;
}

static struct action dance_action(struct zmk_lower *z, const struct step *step)
{
	return step ? zmk_lower(z, step->action) : (struct action){ .kind = ACTION_NONE };
}

void zmk_lower_dance(struct zmk_lower *z, const struct definition *dance, uint32_t name)
{
	struct definition to = *dance;
	struct step step[DANCE_MAX_TAPS];
	const struct setting *term = definition_option(dance, "tapping-term-ms");
	struct zmk_tapping tapping = z->tapping;
	int32_t taps = 0;

	if (term && term->type == SETTING_NUMBER && term->number > 0)
		tapping.term_ms = tapping.quick_tap_ms = term->number;
	for (int32_t n = 1; n <= DANCE_MAX_TAPS; n++)
		if (dance_step(dance, n, false) || dance_step(dance, n, true))
			taps = n;
	for (int32_t n = 1; n <= taps; n++) {
		const struct step *held = dance_step(dance, n, true);
		struct action tap = dance_action(z, dance_step(dance, n, false));

		if (held)
			tap = zmk_make_hold_tap(z, zmk_lower(z, held->action), tap, &tapping, NULL);
		step[n - 1] = (struct step){ .op = STEP_RESULT, .value = n, .action = tap };
	}
	if (!taps) {
		zmk_lose_definition(z, LOSS_ALL, "&none", "%s",
				    dance->text ? "what it does is C code" : "it does nothing");
		step[taps++] = (struct step){ .op = STEP_RESULT, .value = 1 };
	}
	to.name = name;
	to.step = step;
	to.steps = (size_t)taps;
	if (!zmk_is_native(z->from) && !dance->steps)
		to.text = 0; /* C's, not a name to show */
	zmk_copy_options(z, dance, &to);
	if (!zmk_is_native(z->from) && !term && z->tapping.term_ms != DANCE_TERM_MS)
		to.option[to.options++] = zmk_number_option("tapping-term-ms", z->tapping.term_ms);
	zmk_add(z, &to);
	free(to.option);
}
