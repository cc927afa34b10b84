/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>

#include "cpp_check.h"
#include "import/cpp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The text includes itself, as the tree's, up to what is allowed. */
static bool read_self(void *data, const char *from, const char *name, bool angled, struct str *path,
		      struct str *text, bool *locked, struct err *err)
{
	const struct import_input *in = data;

	(void)from;
	if (!*name || angled)
		return err_set(err, ERR_NOT_FOUND, "there is none");
	str_add(path, name);
	str_add_bytes(text, in->text, in->len / 2);
	*locked = *name == 'l';
	return true;
}

/* Whatever the text is, cpp_check() holds. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct import_define define = { "GIVEN", NULL };
	struct str text = STR_INIT, why = STR_INIT;
	struct import_includes includes = { &(struct import_input){ 0 }, read_self };
	struct import_input in = {
		.path = "", .includes = &includes, .define = &define, .defines = 1, .len = size
	};
	size_t changed = 0;

	str_add_bytes(&text, data, size);
	in.text = str_text(&text);
	includes.data = &in;
	if (!cpp_check(&in, 8, &changed, &why)) {
		fprintf(stderr, "%s\n", str_text(&why));
		assert(false);
	}
	str_release(&text);
	str_release(&why);
	return 0;
}
