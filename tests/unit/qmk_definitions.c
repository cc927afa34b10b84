/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiled.h"
#include "rich_keymap.h"
#include "tap.h"

int main(void)
{
	struct keyboard *kb = tiny_keyboard(2, 10, 1);
	struct keymap *map = rich_keymap();
	struct result r = compile(kb, map);

	printf("%s\n", r.err.text);
	for (size_t i = 0; i < r.diagnostics.count; i++)
		printf("# %s: %s\n", r.diagnostics.item[i].kind->code, r.diagnostics.item[i].text);
	for (size_t i = 0; i < r.files.count; i++)
		printf("==== %s\n%s\n", r.files.file[i].path, str_text(&r.files.file[i].data));
	release(&r);
	keymap_unref(map);
	keyboard_free(kb);
	return tap_done();
}
