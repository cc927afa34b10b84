/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "qmk_private.h"

/* leader_end_user(): sequences of one to five keys (QMK's leader.h), and what each does. */

static void write_sequence(struct qmk *q, const struct definition *sequence, size_t index, bool first,
			   struct str *out)
{
	static const char *const number[] = { "one_key", "two_keys", "three_keys", "four_keys", "five_keys" };
	struct str subject = STR_INIT, code = STR_INIT;
	const char *why = NULL;

	qmk_add_subject(DEFINITION_LEADER, sequence, index, &subject);
	if (!sequence->steps || sequence->steps > COUNT(number))
		why = "QMK's have one to five keys";
	else if (!qmk_add_calls(q, symbol_text(sequence->text), 8, &code))
		why = "what it does is code that is not here";
	if (why) {
		qmk_lose(q, LOSS_ALL, str_text(&subject), "left out", "%s is left out: %s",
			 str_text(&subject), why);
	} else {
		str_addf(out, "%sif (leader_sequence_%s(", first ? "    " : " else ",
			 number[sequence->steps - 1]);
		for (size_t i = 0; i < sequence->steps; i++) {
			str_add(out, i ? ", " : "");
			qmk_add_action(q, sequence->step[i].action, out);
		}
		str_addf(out, ")) {\n%s    }", str_text(&code));
	}
	str_release(&code);
	str_release(&subject);
}

void qmk_write_leader(struct qmk *q)
{
	size_t count = keymap_definitions(q->map, DEFINITION_LEADER);
	struct str sequences = STR_INIT;

	q->place = count ? place_of_definition(DEFINITION_LEADER, 0) : PLACE_NONE;
	if (!count || !qmk_need(q, QMK_LEADER, "a leader sequence"))
		return;
	for (size_t i = 0; i < count; i++) {
		q->place = place_of_definition(DEFINITION_LEADER, i);
		write_sequence(q, keymap_definition(q->map, DEFINITION_LEADER, i), i, !sequences.len,
			       &sequences);
	}
	q->place = PLACE_NONE;
	if (sequences.len)
		str_addf(&q->functions, "\nvoid leader_end_user(void) {\n%s\n}\n", str_text(&sequences));
	q->functions.full |= sequences.full;
	str_release(&sequences);
}
