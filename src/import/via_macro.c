/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "import/via_macro.h"
#include "macro_step.h"
#include "model/symbol.h"

struct steps {
	enum keycode_dialect dialect;
	struct definition *macro;
	struct str text; /* that is not a step yet */
};

static void end_text(struct steps *steps)
{
	if (!steps->text.len)
		return;
	macro_add_step(steps->macro,
		       (struct step){ .op = STEP_TEXT, .text = symbol(str_text(&steps->text)) });
	str_clear(&steps->text);
}

static bool find_action(struct steps *steps, const char *name, size_t len, struct action *out)
{
	struct str text = STR_INIT;
	struct err ignored;
	bool ok;

	str_add_bytes(&text, name, len);
	ok = keycode_dialect_parse(steps->dialect, str_text(&text), out, &ignored);
	str_release(&text);
	return ok && out->kind != ACTION_RAW;
}

static bool add_one(struct steps *steps, const char *inside, size_t len)
{
	bool down = len && inside[0] == '+', up = len && inside[0] == '-';
	struct action action;

	if (!find_action(steps, inside + (down || up), len - (size_t)(down || up), &action))
		return false;
	end_text(steps);
	macro_add_step(steps->macro, (struct step){ .op = (uint16_t)(down ? STEP_DOWN
								     : up ? STEP_UP
									  : STEP_TAP),
						    .action = action });
	return true;
}

static bool add_delay(struct steps *steps, const char *inside, size_t len)
{
	long ms = 0;

	for (size_t i = 0; i < len; i++) {
		if (!isdigit((unsigned char)inside[i]) || ms > INT32_MAX / 100)
			return false;
		ms = ms * 10 + (inside[i] - '0');
	}
	if (!len)
		return false;
	end_text(steps);
	macro_add_step(steps->macro, (struct step){ .op = STEP_DELAY, .value = (int32_t)ms });
	return true;
}

/* Several at once: all but the last are held around it. */
static bool add_chord(struct steps *steps, const char *inside, size_t len)
{
	enum { MOST = 16 };
	struct action key[MOST];
	size_t count = 0, from = 0;

	for (size_t i = 0; i <= len; i++) {
		if (i < len && inside[i] != ',')
			continue;
		if (count == MOST || !find_action(steps, inside + from, i - from, &key[count]))
			return false;
		count++;
		from = i + 1;
	}
	end_text(steps);
	for (size_t i = 0; i + 1 < count; i++)
		macro_add_step(steps->macro, (struct step){ .op = STEP_DOWN, .action = key[i] });
	macro_add_step(steps->macro, (struct step){ .op = STEP_TAP, .action = key[count - 1] });
	for (size_t i = count - 1; i-- > 0;)
		macro_add_step(steps->macro, (struct step){ .op = STEP_UP, .action = key[i] });
	return true;
}

/* What is in braces at @text; how many bytes it is with them, 0: none. */
static size_t add_braces(struct steps *steps, const char *text)
{
	size_t len = strcspn(text + 1, "{}");
	const char *inside = text + 1;

	if (inside[len] != '}')
		return 0;
	return add_delay(steps, inside, len) || add_one(steps, inside, len) || add_chord(steps, inside, len)
		       ? len + 2
		       : 0;
}

const char *via_macro_read(const char *text, enum keycode_dialect dialect, struct definition *macro)
{
	struct steps steps = { .dialect = dialect, .macro = macro };
	const char *wrong = NULL;

	while (*text) {
		size_t used = *text == '{' ? add_braces(&steps, text) : 0;

		if (*text == '{' && !used && !wrong)
			wrong = text;
		if (!used) {
			text += *text == '\\' && text[1] == '{';
			str_add_char(&steps.text, *text);
			used = 1;
		}
		text += used;
	}
	end_text(&steps);
	str_release(&steps.text);
	return wrong;
}
