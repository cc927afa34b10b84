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

/* How long it waits between any two things; 0: not always as long. */
static int32_t find_wait_ms(const struct step *step, size_t count)
{
	int32_t ms = count >= 3 && step[1].op == STEP_DELAY ? step[1].value : 0;

	for (size_t i = 0; i < count; i++) {
		bool is_key = step[i].op == STEP_TAP || step[i].op == STEP_DOWN || step[i].op == STEP_UP;
		bool is_wait = step[i].op == STEP_DELAY && step[i].value == ms;

		if (i % 2 ? !is_wait : !is_key)
			return 0;
	}
	return count % 2 && ms > 0 ? ms : 0;
}

struct zmk_pace zmk_take_pace(const struct definition *macro, struct step **out, size_t *count)
{
	struct step *step = mem_new(macro->steps + 1, sizeof(*step));
	struct zmk_pace pace = { ZMK_TAP_MS, ZMK_WAIT_MS };
	int32_t ms;

	*count = macro->steps;
	*out = step;
	memcpy(step, macro->step, macro->steps * sizeof(*step));
	ms = find_tap_ms(step, *count);
	if (ms && ms != ZMK_TAP_MS) {
		pace.tap_ms = ms;
		*count = collapse_taps(step, *count);
	}
	ms = find_wait_ms(step, *count);
	if (ms && ms != ZMK_WAIT_MS) {
		pace.wait_ms = ms;
		for (size_t i = 0; i < *count; i += 2)
			step[i / 2] = step[i];
		*count = *count / 2 + 1;
	}
	return pace;
}
