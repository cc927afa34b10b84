/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "compile/target.h"
#include "model/check.h"
#include "model/symbol.h"
#include "targets.h"

static const struct diagnostic_kind waiver_unused = { "waiver-unused", SEVERITY_NOTE };

/* Alphabetical; a test asserts it. */
static const struct target *const targets[] = {
	&target_keychron,
	&target_qmk,
	&target_qmk_json,
	&target_via,
	&target_vial,
	&target_zmk,
};

const struct target *target_find(const char *name)
{
	for (size_t i = 0; i < COUNT(targets); i++)
		if (!strcmp(targets[i]->name, name))
			return targets[i];
	return NULL;
}

const struct target *target_named(const char *name, struct err *err)
{
	const struct target *target = target_find(name);
	struct str known = STR_INIT;

	if (target)
		return target;
	for (size_t i = 0; i < COUNT(targets); i++)
		str_addf(&known, "%s%s", i ? ", " : "", targets[i]->name);
	err_set(err, ERR_USAGE, "there is no target '%s'; known: %s", name, str_text(&known));
	str_release(&known);
	return NULL;
}

size_t target_count(void)
{
	return COUNT(targets);
}

const struct target *target_at(size_t index)
{
	assert(index < COUNT(targets));
	return targets[index];
}

static bool is_path(const char *pattern, const char *path)
{
	size_t len = strlen(path), tail;

	if (*pattern != '*')
		return !strcmp(pattern, path);
	tail = strlen(pattern + 1);
	return len >= tail && !strcmp(path + len - tail, pattern + 1);
}

const struct file_entry *target_main_file(const struct target *target, const struct fileset *files)
{
	for (size_t i = 0; i < files->count; i++)
		if (is_path(target->paths[0], files->file[i].path))
			return &files->file[i];
	return NULL;
}

char *target_path(const struct target *target, const char *pattern, const struct fileset *files)
{
	const struct file_entry *main_file = target_main_file(target, files);
	struct str path = STR_INIT;

	if (*pattern != '*')
		return mem_copy_text(pattern);
	if (!main_file || *target->paths[0] != '*')
		return NULL;
	str_add_bytes(&path, main_file->path, strlen(main_file->path) - strlen(target->paths[0] + 1));
	str_add(&path, pattern + 1);
	return str_take(&path);
}

void target_waive(const struct keymap *map, struct diagnostics *all)
{
	for (size_t i = 0; i < keymap_settings(map); i++) {
		const struct setting *setting = keymap_setting_at(map, i);
		const char *name = symbol_text(setting->name);

		if (strncmp(name, KEYMAP_WAIVE, strlen(KEYMAP_WAIVE)) || !setting->number)
			continue;
		if (!diagnostics_waive(all, name + strlen(KEYMAP_WAIVE)))
			diagnostics_add(all, &waiver_unused, PLACE_NONE,
					"'%s' is waived, but nothing of that id is lost here",
					name + strlen(KEYMAP_WAIVE));
	}
}

/* What a check says of the definitions of the keymap in its firmware's words, from @first on, is said of those of the
 * keymap that a person has: of the same sort and name. Others have no place. */
static void place_definitions(const struct keymap *from, const struct keymap *to, struct diagnostics *all,
			      size_t first)
{
	for (size_t i = first; i < all->count; i++) {
		struct place *place = &all->item[i].place;
		enum definition_kind kind = (enum definition_kind)place->kind;
		uint32_t name;
		size_t index = 0;

		if (place->kind < 0 || place->definition < 0)
			continue;
		name = keymap_definition(from, kind, (size_t)place->definition)->name;
		while (index < keymap_definitions(to, kind) &&
		       keymap_definition(to, kind, index)->name != name)
			index++;
		if (!name || index == keymap_definitions(to, kind))
			place->kind = place->definition = -1;
		else
			place->definition = (int)index;
	}
}

bool target_compile(const struct target *target, const struct compile_input *in, struct fileset *files,
		    struct diagnostics *diagnostics, struct err *err)
{
	struct diagnostics found = { 0 }, lost = { 0 };
	struct compile_input what = *in;
	const struct keymap *map;
	size_t errors, dropped, told;
	bool ok;

	map = target->words ? target->words(in, &lost) : keymap_ref(in->map);
	check_keymap(&(struct check_input){ .map = in->map, .layout = in->layout, .words = map }, &found);
	diagnostics_append(&found, &lost);
	what.map = map;
	told = found.count;
	target->check(&what, &found);
	if (map != in->map)
		place_definitions(map, in->map, &found, told);
	target_waive(in->map, &found);
	errors = diagnostics_count(&found, SEVERITY_ERROR);
	dropped = found.dropped;
	diagnostics_append(diagnostics, &found);
	if (errors)
		ok = err_set(err, ERR_REFUSED, "%zu %s in the keymap: nothing was compiled for %s", errors,
			     errors == 1 ? "error" : "errors", target->name);
	else if (dropped) /* an error may be among them */
		ok = err_set(err, ERR_REFUSED, "over %d problems in the keymap: nothing was compiled for %s",
			     DIAGNOSTICS_MAX, target->name);
	else
		ok = target->emit(&what, files, err);
	keymap_unref(map);
	return ok;
}
