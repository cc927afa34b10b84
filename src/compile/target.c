/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "compile/target.h"
#include "model/check.h"
#include "model/symbol.h"
#include "targets.h"

static const struct diagnostic_kind waiver_unused = { "waiver-unused", SEVERITY_NOTE };

/* Alphabetical; a test asserts it. */
static const struct target *const targets[] = {
	&target_qmk,
	&target_qmk_json,
	&target_via,
};

const struct target *target_find(const char *name)
{
	for (size_t i = 0; i < COUNT(targets); i++)
		if (!strcmp(targets[i]->name, name))
			return targets[i];
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

/* Marks the losses that have this id; whether there are any. */
static bool waive(struct diagnostics *all, const char *id)
{
	struct str text = STR_INIT;
	bool found = false;

	for (size_t i = 0; i < all->count; i++) {
		struct diagnostic *d = &all->item[i];

		if (d->loss == LOSS_NONE)
			continue;
		str_clear(&text);
		diagnostic_add_id(d, &text);
		if (strcmp(str_text(&text), id))
			continue;
		d->waived = true;
		found = true;
	}
	str_release(&text);
	return found;
}

void target_waive(const struct keymap *map, struct diagnostics *all)
{
	for (size_t i = 0; i < keymap_settings(map); i++) {
		const struct setting *setting = keymap_setting_at(map, i);
		const char *name = symbol_text(setting->name);

		if (strncmp(name, KEYMAP_WAIVE, strlen(KEYMAP_WAIVE)) || !setting->number)
			continue;
		if (!waive(all, name + strlen(KEYMAP_WAIVE)))
			diagnostics_add(all, &waiver_unused, PLACE_NONE,
					"'%s' is waived, but nothing of that id is lost here",
					name + strlen(KEYMAP_WAIVE));
	}
}

bool target_compile(const struct target *target, const struct compile_input *in, struct fileset *files,
		    struct diagnostics *diagnostics, struct err *err)
{
	struct diagnostics found = { 0 };
	struct compile_input what = *in;
	const struct keymap *map;
	size_t errors, dropped;
	bool ok;

	check_keymap(&(struct check_input){ in->map, in->layout }, &found);
	map = target->words ? target->words(in, &found) : keymap_ref(in->map);
	what.map = map;
	target->check(&what, &found);
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
