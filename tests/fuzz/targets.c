/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "any_model.h"
#include "compile/target.h"
#include "injected.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each file is what its language takes, with every text in it a text; a refusal says why. */
static void check(const struct target *target, const struct compile_input *in)
{
	struct fileset files = { 0 };
	struct diagnostics told = { 0 };
	struct str why = STR_INIT;
	struct err err = { 0 };

	if (target_compile(target, in, &files, &told, &err)) {
		for (size_t i = 0; i < files.count; i++)
			assert(injected_check(files.file[i].path, str_text(&files.file[i].data),
					      files.file[i].data.len, &why));
	} else {
		assert(err.text[0]);
	}
	fileset_release(&files);
	diagnostics_release(&told);
	str_release(&why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct choices choices = { .data = data, .len = size };
	bool hostile = choose(&choices, 2);
	struct any_model model;

	any_model_make(&choices, hostile ? injected_texts : NULL, hostile ? injected_text_count : 0, &model);
	for (size_t i = 0; i < target_count(); i++)
		check(target_at(i), &model.in);
	any_model_release(&model);
	return 0;
}
