/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/mem.h"
#include "macro_step.h"

void macro_add_step(struct definition *macro, struct step step)
{
	if (macro->steps == KEYMAP_MAX_STEPS)
		return;
	/* Full at each power of two. */
	if (!(macro->steps & (macro->steps - 1)))
		macro->step = mem_resize(macro->step, macro->steps ? 2 * macro->steps : 1, sizeof(step));
	macro->step[macro->steps++] = step;
}
