/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <sys/resource.h>

#include "cpp_check.h"
#include "hostile.h"
#include "import/cpp.h"
#include "tap.h"

/* Sanitizers take memory of their own, and time. */
#ifdef __SANITIZE_ADDRESS__
enum { BYTES = 64 << 10, MAX_MEMORY = 0 };
#else
enum { BYTES = 4 << 20, MAX_MEMORY = 1 << 30 };
#endif

static bool read_none(void *data, const char *from, const char *name, bool angled, struct str *path,
		      struct str *text, bool *locked, struct err *err)
{
	(void)data;
	(void)from;
	(void)angled;
	(void)path;
	(void)text;
	(void)locked;
	return err_set(err, ERR_NOT_FOUND, "there is no %s", name);
}

int main(void)
{
	struct import_includes includes = { NULL, read_none };
	struct rlimit limit = { MAX_MEMORY, MAX_MEMORY };

	if (MAX_MEMORY)
		ok(!setrlimit(RLIMIT_AS, &limit), "%d MB of memory", MAX_MEMORY >> 20);
	for (size_t i = 0; i < hostile_count(); i++) {
		struct str text = STR_INIT, why = STR_INIT;
		struct import_input in = { .path = "", .includes = &includes };
		size_t changed = 0;

		hostile_make(i, BYTES, "int keymaps[] = { LAYOUT(", ") };\n", &text);
		in.text = str_text(&text);
		in.len = text.len;
		ok(cpp_check(&in, 0, &changed, &why), "%s%s", hostile_name(i), str_text(&why));
		str_release(&text);
		str_release(&why);
	}
	return tap_done();
}
