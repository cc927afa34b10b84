/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "project_private.h"

struct compile_input project_input(const struct project *project, const struct keymap *map)
{
	return (struct compile_input){
		.keyboard = project->keyboard,
		.layout = &project->keyboard->layout[project->layout],
		.map = map,
		.keymap_name = project->keymap_name,
		.language = project->language ? host_language_name(project->language) : "",
		.revision = project->revision,
		.hardware = project->hardware,
	};
}

bool project_read_keyboard(struct project *project, const struct located *located, struct err *err)
{
	const char *file = located->path ? located->path : "keyboard.json";
	struct qmk_config *config = located_config(located, &project->diagnostics, err);

	if (config)
		project->keyboard = located_keyboard(located, config, &project->diagnostics, err);
	if (project->keyboard)
		project->hardware = located_hardware(located, config, &project->diagnostics);
	project->keyboard_path = mem_copy_text(located->path);
	project->in_tree = located->tree || located->fetched;
	/* What has no place in a file would else be of the keymap. */
	for (size_t i = 0; i < project->diagnostics.count; i++)
		if (!project->diagnostics.item[i].file)
			project->diagnostics.item[i].file = symbol(file);
	project->keyboard_said = project->diagnostics.count;
	qmk_config_free(config);
	return project->keyboard;
}

/* The layout of @name in @fresh that @map can stay with; NULL with the reason. */
static const struct layout *find_layout(const struct keyboard *fresh, const char *name,
					const struct keymap *map, struct err *err)
{
	const struct layout *layout = keyboard_find_layout(fresh, name);

	if (!layout)
		err_set(err, ERR_NOT_FOUND, "the keyboard has no layout %s any more; open it again", name);
	else if (layout->keys != keymap_keys(map))
		err_set(err, ERR_RANGE,
			"%s has %zu keys now, and the keymap %zu; save the keymap, then open it again", name,
			layout->keys, keymap_keys(map));
	else if ((size_t)fresh->encoders != keymap_encoders(map))
		err_set(err, ERR_RANGE,
			"the keyboard has %d encoders now, and the keymap %zu; save the keymap, then open it "
			"again",
			fresh->encoders, keymap_encoders(map));
	else
		return layout;
	return NULL;
}

/* What was said of the keyboard came before what was said of the keymap. */
static void replace_diagnostics(struct project *project, struct diagnostics *fresh)
{
	struct diagnostics *all = &project->diagnostics, of_keymap = { 0 };
	size_t rest = all->count - project->keyboard_said;

	if (rest) {
		of_keymap.item = mem_new(rest, sizeof(*of_keymap.item));
		memcpy(of_keymap.item, all->item + project->keyboard_said, rest * sizeof(*of_keymap.item));
		of_keymap.count = of_keymap.cap = rest;
		all->count = project->keyboard_said;
	}
	diagnostics_release(all);
	project->keyboard_said = fresh->count;
	diagnostics_append(all, fresh);
	diagnostics_append(all, &of_keymap);
}

bool project_reload_keyboard(struct project *project, const struct keymap *map, struct err *err)
{
	const char *name = project->keyboard->layout[project->layout].name;
	struct project fresh = { 0 };
	const struct layout *layout;
	struct located located;
	bool ok = project->keyboard_path ? locate(project->keyboard_path, NULL, &located, err)
					 : err_set(err, ERR_USAGE, "the keyboard is built in");

	if (!ok)
		return false;
	layout = project_read_keyboard(&fresh, &located, err) ? find_layout(fresh.keyboard, name, map, err)
							      : NULL;
	located_release(&located);
	if (layout) {
		struct keyboard *old = project->keyboard;
		struct hardware *old_hardware = project->hardware;

		project->layout = (size_t)(layout - fresh.keyboard->layout);
		project->keyboard = fresh.keyboard;
		project->hardware = fresh.hardware;
		fresh.keyboard = old;
		fresh.hardware = old_hardware;
		replace_diagnostics(project, &fresh.diagnostics);
	}
	keyboard_free(fresh.keyboard);
	hardware_free(fresh.hardware);
	diagnostics_release(&fresh.diagnostics);
	free(fresh.keyboard_path);
	return layout;
}
