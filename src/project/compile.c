/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/check.h"
#include "project/compile.h"
#include "project/own_text.h"
#include "project_private.h"

/* Whether the key that could not be read does something else by now, or is gone with its layer. */
static bool is_mended(const struct project *project, const struct keymap *map, struct place place)
{
	if (place.layer < 0 || place.key < 0)
		return false;
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		if (keymap_layer_origin(map, layer) == place.layer)
			return !action_equal(
				keymap_get(map, layer, (size_t)place.key),
				keymap_get(project->map, (size_t)place.layer, (size_t)place.key));
	return true;
}

/* What is wrong in other files, those of the keyboard, is no binding that was not read. */
static size_t count_unread(const struct project *project, const struct keymap *map)
{
	size_t unread = 0;

	for (size_t i = 0; i < project->diagnostics.count; i++) {
		const struct diagnostic *d = &project->diagnostics.item[i];

		unread +=
			!d->file && d->kind->severity == SEVERITY_ERROR && !is_mended(project, map, d->place);
	}
	return unread;
}

/* A text of the firmware's own has all that its build needs, also what we do not understand in it, and whatever keyboard
 * it is for. */
static bool stands_alone(const struct project *project, const struct target *target)
{
	return own_text_is(project, target) && (project->guessed || !own_text_adds(target));
}

static bool compile(const struct project *project, const struct compile_input *in,
		    const struct target *target, struct fileset *files, struct diagnostics *out,
		    struct err *err)
{
	size_t unread = own_text_is(project, target) ? 0 : count_unread(project, in->map);

	if (project->guessed)
		return err_set(
			err, ERR_REFUSED,
			"the keyboard is not known, only what the keymap's text tells of it: name it with "
			"--keyboard");
	if (!target_compile(target, in, files, out, err))
		return false;
	if (!unread)
		return true;
	fileset_release(files);
	return err_set(err, ERR_REFUSED, "%zu %s in reading the keymap: nothing was compiled for %s", unread,
		       unread == 1 ? "error" : "errors", target->name);
}

bool project_compile(const struct project *project, const struct keymap *map, const struct target *target,
		     const char *keymap_name, struct fileset *files, struct diagnostics *out, struct err *err)
{
	bool is_json = project->source_format == keymap_format_find("keymap.json");
	struct compile_input in = project_input(project, map);

	in.source = is_json ? project->source : NULL;
	if (keymap_name)
		in.keymap_name = keymap_name;
	if (stands_alone(project, target))
		check_keymap(&(struct check_input){ .map = map, .layout = in.layout }, out);
	else if (!compile(project, &in, target, files, out, err))
		return false;
	return !own_text_is(project, target) || own_text_compile(project, map, target, files, out, err);
}

const struct target *project_target(const struct project *project)
{
	const struct keymap_format *format = project->path ? project->format : project->source_format;
	const struct target *target = format ? target_find(format->name) : NULL;

	return target ? target : target_find("qmk");
}

struct capability_probe *project_probe(const struct project *project, const struct keymap *map,
				       const struct target *target)
{
	const struct compile_input in = project_input(project, map);

	return capability_probe_new(target, &in);
}
