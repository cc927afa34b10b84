/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/print.h"
#include "import/keyplane_json.h"
#include "journal_keymap.h"
#include "model/edit.h"
#include "project_private.h"

static void print_origins(const struct keymap *map, struct str *out)
{
	str_add(out, "origins");
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		str_addf(out, " %d", keymap_layer_origin(map, layer));
	str_add_char(out, '\n');
}

bool journal_print_keymap(const struct project *project, const struct keymap *map, struct str *out,
			  struct err *err)
{
	const struct compile_input in = project_input(project, map);
	struct diagnostics lost = { 0 };
	bool ok;

	print_origins(map, out);
	ok = keyplane_json_print(&in, out, &lost, err);
	diagnostics_release(&lost);
	return ok;
}

/* The layers of @map that @line says to be of the document; NULL: it does not say it of each. The caller unrefs. */
static const struct keymap *with_origins(const struct project *project, const struct keymap *map,
					 const char *line)
{
	int origin[KEYMAP_MAX_LAYERS];
	long layers = (long)keymap_layers(project->map);

	if (strncmp(line, "origins", strlen("origins")) != 0)
		return NULL;
	line += strlen("origins");
	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		char *end;
		long number = strtol(line, &end, 10);

		if (end == line)
			return NULL;
		origin[layer] = number >= 0 && number < layers ? (int)number : KEYMAP_NO_ORIGIN;
		line = end;
	}
	return edit_origins(map, origin);
}

const struct keymap *journal_parse_keymap(const struct project *project, const char *text, size_t len,
					  struct err *err)
{
	const char *line_end = memchr(text, '\n', len), *rest = line_end ? line_end + 1 : text + len;
	const struct import_input in = {
		.path = "", .text = rest, .len = len - (size_t)(rest - text), .keyboard = project->keyboard
	};
	struct diagnostics ignored = { 0 };
	struct document document = { 0 };
	const struct keymap *map = NULL;

	if (keyplane_json_read(&in, &document, &ignored, err)) {
		map = with_origins(project, document.map, text);
		if (!map)
			err_set(err, ERR_PARSE, "its fourth line does not say which layers it has");
	}
	document_release(&document);
	diagnostics_release(&ignored);
	return map;
}
