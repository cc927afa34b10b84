/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_COMPILED_H
#define TESTS_COMPILED_H

#include <string.h>

#include "compile/target.h"

/* What a compile gives; made and released by each test. */
struct result {
	struct fileset files;
	struct diagnostics diagnostics;
	struct err err;
	bool ok;
};

static inline struct result compile_as(const struct keyboard *kb, const struct keymap *map, const char *name)
{
	struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = name
	};
	struct result r = { 0 };

	r.ok = target_compile(target_find("qmk"), &in, &r.files, &r.diagnostics, &r.err);
	return r;
}

static inline struct result compile(const struct keyboard *kb, const struct keymap *map)
{
	return compile_as(kb, map, "mine");
}

static inline void release(struct result *r)
{
	fileset_release(&r->files);
	diagnostics_release(&r->diagnostics);
}

static inline const char *text_of(const struct result *r, const char *path)
{
	const struct str *data = fileset_find(&r->files, path);

	return data ? str_text(data) : "";
}

static inline const struct diagnostic *find(const struct result *r, const char *code)
{
	for (size_t i = 0; i < r->diagnostics.count; i++)
		if (!strcmp(r->diagnostics.item[i].kind->code, code))
			return &r->diagnostics.item[i];
	return NULL;
}

#endif
