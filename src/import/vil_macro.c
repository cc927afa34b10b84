/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "import/vil_macro.h"
#include "macro_step.h"
#include "model/symbol.h"

static const struct {
	const char *tag;
	enum step_op op;
} ops[] = { { "down", STEP_DOWN }, { "tap", STEP_TAP }, { "up", STEP_UP } };

static bool read_keys(const char *tag, const struct json *key, const struct vil_macro_reader *reader,
		      struct definition *macro)
{
	for (size_t i = 0; i < COUNT(ops); i++) {
		if (strcmp(tag, ops[i].tag) != 0)
			continue;
		for (; key; key = key->next)
			macro_add_step(macro, (struct step){ .op = (uint16_t)ops[i].op,
							     .action = reader->action(reader->data, key) });
		return true;
	}
	return false;
}

static void read_step(const struct json *node, const struct vil_macro_reader *reader,
		      struct definition *macro)
{
	const struct json *tag = node->type == JSON_ARRAY ? node->first : NULL,
			  *value = tag ? tag->next : NULL;
	const char *name = json_text(tag);
	int64_t ms;

	if (!strcmp(name, "text") && value && value->type == JSON_TEXT)
		macro_add_step(macro, (struct step){ .op = STEP_TEXT, .text = symbol(value->text) });
	else if (!strcmp(name, "delay") && json_int(value, 0, INT32_MAX, &ms))
		macro_add_step(macro, (struct step){ .op = STEP_DELAY, .value = (int32_t)ms });
	else if (!read_keys(name, value, reader, macro))
		reader->wrong(reader->data, node);
}

void vil_macro_read(const struct json *list, const struct vil_macro_reader *reader, struct definition *macro)
{
	for (const struct json *step = list->type == JSON_ARRAY ? list->first : NULL; step; step = step->next)
		read_step(step, reader, macro);
}
