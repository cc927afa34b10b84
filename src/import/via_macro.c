/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "via_macro.h"

struct steps {
	struct matrix_keymap *matrix;
	const struct json *node;
	struct str text; /* that is not a step yet */
	struct step *step;
	size_t count, cap;
};

static void add_step(struct steps *steps, struct step step)
{
	if (steps->count == KEYMAP_MAX_STEPS)
		return;
	steps->step = mem_grow(steps->step, steps->count, &steps->cap, sizeof(step));
	steps->step[steps->count++] = step;
}

static void end_text(struct steps *steps)
{
	if (!steps->text.len)
		return;
	add_step(steps, (struct step){ .op = STEP_TEXT, .text = symbol(str_text(&steps->text)) });
	str_clear(&steps->text);
}

static bool find_action(struct steps *steps, const char *name, size_t len, struct action *out)
{
	struct str text = STR_INIT;
	struct err ignored;
	bool ok;

	str_add_bytes(&text, name, len);
	ok = keycode_dialect_parse(steps->matrix->dialect, str_text(&text), out, &ignored);
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
	add_step(steps, (struct step){ .op = (uint16_t)(down ? STEP_DOWN
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
	add_step(steps, (struct step){ .op = STEP_DELAY, .value = (int32_t)ms });
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
		add_step(steps, (struct step){ .op = STEP_DOWN, .action = key[i] });
	add_step(steps, (struct step){ .op = STEP_TAP, .action = key[count - 1] });
	for (size_t i = count - 1; i-- > 0;)
		add_step(steps, (struct step){ .op = STEP_UP, .action = key[i] });
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

static void read_steps(struct steps *steps, const char *text)
{
	bool told = false;

	while (*text) {
		size_t used = *text == '{' ? add_braces(steps, text) : 0;

		if (*text == '{' && !used && !told) {
			matrix_keymap_report(
				steps->matrix, &matrix_bad_value, steps->node, PLACE_NONE,
				"\"%.40s\" is no key, delay or keys with commas between in braces; it is "
				"taken as text",
				text);
			told = true;
		}
		if (!used) {
			text += *text == '\\' && text[1] == '{';
			str_add_char(&steps->text, *text);
			used = 1;
		}
		text += used;
	}
	end_text(steps);
}

void via_macro_read(struct matrix_keymap *matrix, const struct json *node, struct keymap *map)
{
	struct steps steps = { .matrix = matrix, .node = node };
	struct definition macro = { .kind = DEFINITION_MACRO };

	if (node->type != JSON_TEXT)
		matrix_keymap_report(matrix, &matrix_bad_value, node, PLACE_NONE,
				     "expected a macro's text, found %s; it is not used",
				     json_type_name(node->type));
	read_steps(&steps, json_text(node));
	macro.step = steps.step;
	macro.steps = steps.count;
	keymap_add_definition(map, &macro);
	free(steps.step);
	str_release(&steps.text);
}
