/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "qmk_private.h"

/*
 * Macros, mod-morphs and tap dances play each other, and at last themselves, which a keyboard would never get out of. In a
 * search through them, depth first, such a circle is closed by a call of one that is not finished yet.
 */

static const enum definition_kind played[] = { DEFINITION_MACRO, DEFINITION_OVERRIDE, DEFINITION_TAP_DANCE };

/* What @action plays. */
static bool find_played(const struct qmk *q, struct action action, struct qmk_play *play)
{
	size_t index;

	if (action.kind == ACTION_TAP_DANCE) {
		index = action.arg[0];
		if ((action.flags & ACTION_BY_NAME) &&
		    !qmk_find_definition(q, DEFINITION_TAP_DANCE, action.arg[0], &index))
			return false;
		*play = (struct qmk_play){ DEFINITION_TAP_DANCE, index };
	} else if (action.kind == ACTION_BEHAVIOR &&
		   qmk_find_definition(q, DEFINITION_OVERRIDE, action.arg[0], &index)) {
		*play = (struct qmk_play){ DEFINITION_OVERRIDE, index };
	} else if (qmk_find_macro(q, action, &index)) {
		*play = (struct qmk_play){ DEFINITION_MACRO, index };
	} else {
		return false;
	}
	return index < keymap_definitions(q->map, play->kind);
}

/* At most as deep as there are definitions. */
static void visit(struct qmk *q, struct qmk_play at)
{
	const struct definition *definition = keymap_definition(q->map, at.kind, at.index);
	enum { UNSEEN, OPEN };
	uint32_t *finish = q->finish[at.kind];

	if (finish[at.index] != UNSEEN)
		return;
	finish[at.index] = OPEN;
	for (size_t i = 0; i < definition->steps; i++) {
		struct qmk_play next;

		if (find_played(q, definition->step[i].action, &next))
			visit(q, next);
	}
	finish[at.index] = ++q->finished + OPEN;
}

void qmk_order_plays(struct qmk *q)
{
	for (size_t i = 0; i < COUNT(played); i++)
		q->finish[played[i]] =
			mem_new(keymap_definitions(q->map, played[i]) + 1, sizeof(**q->finish));
	for (size_t i = 0; i < COUNT(played); i++)
		for (size_t index = 0; index < keymap_definitions(q->map, played[i]); index++)
			visit(q, (struct qmk_play){ played[i], index });
}

void qmk_release_plays(struct qmk *q)
{
	for (size_t i = 0; i < COUNT(played); i++)
		free(q->finish[played[i]]);
}

bool qmk_plays_itself(const struct qmk *q, struct action action)
{
	struct qmk_play play;

	return q->playing.kind != DEFINITION_KIND_COUNT && find_played(q, action, &play) &&
	       q->finish[play.kind][play.index] >= q->finish[q->playing.kind][q->playing.index];
}
