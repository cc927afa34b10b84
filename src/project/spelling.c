/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "project/project.h"

/* What the document's names of layers are looked up in. */
struct spelling {
	const struct project *project;
	const struct keymap *map;
};

/* How the text calls what is layer @layer by now; NULL: by its number. */
static const char *layer_name(const void *data, uint32_t layer)
{
	const struct spelling *s = data;
	const struct source *source = s->project->source;
	int origin = layer < keymap_layers(s->map) ? keymap_layer_origin(s->map, layer) : KEYMAP_NO_ORIGIN;
	uint32_t name;

	if (!source || !source->layer || origin < 0)
		return NULL;
	name = source->layer[origin].identifier;
	return name ? symbol_text(name) : NULL;
}

static bool layer_number(const void *data, const char *name, size_t len, int64_t *value)
{
	const struct spelling *s = data;

	for (uint32_t layer = 0; layer < keymap_layers(s->map); layer++) {
		const char *own = layer_name(s, layer);

		if (!own || strlen(own) != len || memcmp(own, name, len) != 0)
			continue;
		*value = layer;
		return true;
	}
	return false;
}

bool project_parse_action(const struct project *project, const struct keymap *map, const char *text,
			  struct action *out, struct err *err)
{
	const struct spelling s = { project, map };
	const struct action_names names = {
		.language = project->language,
		.dialect = DIALECT_NEWEST,
		.number = layer_number,
		.data = &s,
		.map = map,
	};

	return keyboard_keycode_action(project->keyboard, text, out) ||
	       keymap_format_parse_action(project->source_format, text, &names, out, err);
}

void project_describe_action(const struct project *project, struct action action, struct str *out)
{
	const struct keyboard_keycode *own = keyboard_find_keycode(project->keyboard, action);

	if (own)
		str_addf(out, "the keyboard's own: %s%s%s", own->name, own->title[0] ? ", " : "", own->title);
	else
		action_describe(action, out);
}

bool project_print_action(const struct project *project, const struct keymap *map, struct action action,
			  struct str *out)
{
	const struct spelling s = { project, map };

	return keymap_format_print_action(project->source_format, action, layer_name, &s, out);
}
