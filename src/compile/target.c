/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "compile/target.h"
#include "model/check.h"
#include "targets.h"

/* Alphabetical; a test asserts it. */
static const struct target *const targets[] = {
	&target_qmk,
	&target_qmk_json,
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

bool target_compile(const struct target *target, const struct compile_input *in, struct fileset *files,
		    struct diagnostics *diagnostics, struct err *err)
{
	struct diagnostics found = { 0 };
	size_t errors, dropped;

	check_keymap(&(struct check_input){ in->map, in->layout }, &found);
	target->check(in, &found);
	errors = diagnostics_count(&found, SEVERITY_ERROR);
	dropped = found.dropped;
	diagnostics_append(diagnostics, &found);
	if (errors)
		return err_set(err, ERR_REFUSED, "%zu %s in the keymap: nothing was compiled for %s", errors,
			       errors == 1 ? "error" : "errors", target->name);
	if (dropped) /* an error may be among them */
		return err_set(err, ERR_REFUSED,
			       "over %d problems in the keymap: nothing was compiled for %s", DIAGNOSTICS_MAX,
			       target->name);
	return target->emit(in, files, err);
}
