/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "compile/expand.h"
#include "project/keymap_file.h"
#include "project/project.h"

/* The source that @text, one for each file of project->source, is; NULL when it is not the same keymap any more. */
static struct source *read_source(const struct project *project, const struct str *text, struct err *err)
{
	const char *path = project->source_path ? project->source_path : "";
	struct keymap_file file = { 0 };
	struct diagnostics ignored = { 0 };
	struct document document = { 0 };
	struct source *source = NULL;
	bool ok = keymap_file_take(path, str_text(&text[0]), text[0].len, project->source_format, &file, err);

	file.source = project->source;
	file.include = text;
	ok = ok && keymap_file_parse(&file, project->keyboard, &document, &ignored, err);
	if (ok && keymap_equal(document.map, project->source->map) &&
	    document.source->includes == project->source->includes) {
		source = document.source;
		document.source = NULL;
	} else if (ok) {
		err_set(err, ERR_VERIFY,
			"the macro was not written out: the text would not be the same keymap; please report "
			"this "
			"with the file");
	}
	document_release(&document);
	diagnostics_release(&ignored);
	keymap_file_release(&file);
	return source;
}

static struct source *expand(const struct project *project, size_t layer, size_t slot, struct err *err)
{
	const struct source *source = project->source;
	struct str *text = mem_new(source->includes + 1, sizeof(*text));
	struct source *expanded = NULL;

	if (source_expand(source, layer, slot, text, err)) {
		for (size_t i = 0; i <= source->includes; i++) {
			size_t len;
			const char *old = source_text(source, (uint16_t)i, &len);

			if (!text[i].len)
				str_add_bytes(&text[i], old, len);
		}
		expanded = read_source(project, text, err);
	}
	for (size_t i = 0; i <= source->includes; i++)
		str_release(&text[i]);
	free(text);
	return expanded;
}

bool project_can_expand(const struct project *project, const struct keymap *map, size_t layer, size_t slot)
{
	int origin = keymap_layer_origin(map, layer);

	return origin >= 0 && project_read_only(project, map, layer, slot) &&
	       !span_is_nowhere(source_binding(project->source, (size_t)origin, slot)->call);
}

bool project_expand(struct project *project, const struct keymap *map, size_t layer, size_t slot, int *stage,
		    struct err *err)
{
	int origin = keymap_layer_origin(map, layer);
	struct source *expanded;

	if (!project_read_only(project, map, layer, slot) || origin < 0)
		return err_set(err, ERR_USAGE,
			       "this can be changed as it is: no macro has to be written out");
	expanded = expand(project, (size_t)origin, slot, err);
	if (!expanded)
		return false;
	project->stage = mem_resize(project->stage, project->stages + 1, sizeof(struct source *));
	*stage = (int)project->stages;
	project->stage[project->stages++] = expanded;
	project->source = expanded;
	return true;
}

void project_use_stage(struct project *project, int stage)
{
	if (stage >= 0 && (size_t)stage < project->stages)
		project->source = project->stage[stage];
}
