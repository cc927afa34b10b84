/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "zmk_lower.h"

/* How long all taps of a macro last; 0: there are none, or they differ, or something is done as fast as can be. */
static int32_t find_tap_ms(const struct step *step, size_t count)
{
	int32_t ms = 0;

	for (size_t i = 0; i < count; i++) {
		bool is_tap = i + 2 < count && step[i].op == STEP_DOWN && step[i + 1].op == STEP_DELAY &&
			      step[i + 2].op == STEP_UP && action_equal(step[i].action, step[i + 2].action) &&
			      step[i + 1].value > 0;

		if (is_tap && (!ms || ms == step[i + 1].value)) {
			ms = step[i + 1].value;
			i += 2;
		} else if (step[i].op != STEP_DELAY && step[i].op != STEP_RESULT) {
			return 0;
		}
	}
	return ms;
}

static size_t collapse_taps(struct step *step, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		step[kept] = step[i];
		if (step[i].op == STEP_DOWN) {
			step[kept].op = STEP_TAP;
			i += 2;
		}
		kept++;
	}
	return kept;
}

/* How long it waits between any two things that it does; 0: not always as long. */
static int32_t find_wait_ms(const struct step *step, size_t count)
{
	int32_t ms = 0;
	bool done = false; /* something was, and no wait behind it yet */

	for (size_t i = 0; i < count; i++) {
		if (step[i].op == STEP_RESULT)
			continue;
		if (step[i].op == STEP_DELAY) {
			if (!done || step[i].value <= 0 || (ms && ms != step[i].value))
				return 0;
			ms = step[i].value;
			done = false;
		} else if (done || step[i].op == STEP_TEXT || step[i].op == STEP_BEEP) {
			return 0;
		} else {
			done = true;
		}
	}
	return done ? ms : 0;
}

static size_t without_delays(struct step *step, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (step[i].op != STEP_DELAY)
			step[kept++] = step[i];
	return kept;
}

struct zmk_pace zmk_take_pace(const struct definition *macro, struct step **out, size_t *count)
{
	struct step *step = mem_new(macro->steps + 1, sizeof(*step));
	struct zmk_pace pace = { ZMK_TAP_MS, ZMK_WAIT_MS };
	int32_t ms;

	*count = macro->steps;
	*out = step;
	if (macro->steps)
		memcpy(step, macro->step, macro->steps * sizeof(*step));
	ms = find_tap_ms(step, *count);
	if (ms && ms != ZMK_TAP_MS) {
		pace.tap_ms = ms;
		*count = collapse_taps(step, *count);
	}
	ms = find_wait_ms(step, *count);
	if (ms && ms != ZMK_WAIT_MS) {
		pace.wait_ms = ms;
		*count = without_delays(step, *count);
	}
	return pace;
}
