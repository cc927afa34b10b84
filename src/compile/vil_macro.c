/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/json.h"
#include "compile/vil_macro.h"
#include "model/symbol.h"

/* Several of the same in turn are one item of the app's: ["tap", "KC_A", "KC_B"]. */
void vil_macro_print(const struct definition *macro,
		     void (*print_action)(void *data, struct action action, struct str *out), void *data,
		     struct str *out)
{
	static const char *const tags[] = { [STEP_TAP] = "tap", [STEP_DOWN] = "down", [STEP_UP] = "up" };
	bool first = true;

	str_add_char(out, '[');
	for (size_t i = 0; i < macro->steps; i++) {
		const struct step *step = &macro->step[i];

		str_add(out, first ? "[" : ", [");
		first = false;
		if (step->op == STEP_TEXT) {
			str_add(out, "\"text\", ");
			json_add_text(out, symbol_text(step->text));
		} else if (step->op == STEP_DELAY) {
			str_addf(out, "\"delay\", %d", (int)step->value);
		} else {
			str_addf(out, "\"%s\"", tags[step->op]);
			for (; i < macro->steps && macro->step[i].op == step->op; i++) {
				str_add(out, ", ");
				print_action(data, macro->step[i].action, out);
			}
			i--;
		}
		str_add_char(out, ']');
	}
	str_add_char(out, ']');
}
