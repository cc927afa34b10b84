/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "import/via_definition.h"
#include "import/via_menu.h"
#include "tap.h"
#include "walk.h"

/* VIA's own definitions, all of them: their menus are read for a keyboard of before channels, and of after. */
static struct {
	int files, with_menus;
	size_t controls, values, conditions, most, told, late;
} count;

static void count_controls(const struct via_menus *menus, const struct dynamic_keymap *values,
			   const char *path)
{
	int wrong = 0;

	for (size_t i = 0; i < menus->controls; i++) {
		const struct via_control *control = &menus->control[i];
		bool has_place = control->place.part == DYNAMIC_VALUES;
		uint32_t value;

		count.conditions += control->show_if[0] != '\0';
		via_control_is_shown(menus, i, values);
		wrong += has_place && control->type != VIA_CONTROL_BUTTON &&
			 control->type != VIA_CONTROL_LABEL && !via_control_get(control, values, &value);
		wrong += !has_place && control->type != VIA_CONTROL_LABEL;
	}
	if (wrong)
		ok(0, "%s: %d controls whose value is not among those that are to be read", path, wrong);
	count.controls += menus->controls;
	count.values += values->values;
	count.with_menus += menus->controls > 0;
	if (menus->controls > count.most)
		count.most = menus->controls;
}

static void read_menus(const struct via_definition *definition, int via, const char *path)
{
	struct dynamic_keymap values = { 0 };
	struct diagnostics told = { 0 };
	struct via_menus menus = { 0 };

	via_menu_read(definition, via, false, &menus, &told);
	via_menus_values(&menus, &values);
	if (via > 10)
		count_controls(&menus, &values, path);
	for (size_t i = 0; i < told.count; i++) {
		bool late = !strcmp(told.item[i].kind->code, "via-menu-protocol");

		count.late += late && via <= 10;
		count.told += !late;
		if (!late)
			printf("# %s: %s\n", path, told.item[i].text);
	}
	dynamic_keymap_release(&values);
	diagnostics_release(&told);
	via_menus_release(&menus);
}

static void try_file(const char *path, const char *text, size_t len)
{
	struct diagnostics told = { 0 };
	struct err err;
	struct via_definition *definition;

	definition = via_definition_read(text, len, &told, &err);
	if (definition) {
		count.files++;
		read_menus(definition, 12, path);
		read_menus(definition, 9, path);
	}
	via_definition_free(definition);
	diagnostics_release(&told);
}

int main(void)
{
	static const char *const folders[] = { "src", "v3" };
	const char *corpus = getenv("KEYPLANE_CORPUS");

	if (!corpus) {
		puts("1..0 # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
		return 0;
	}
	for (size_t i = 0; i < COUNT(folders); i++) {
		char *folder = file_join(corpus, folders[i]);

		walk_files(folder, ".json", try_file);
		free(folder);
	}
	printf("# %d definitions, %d with menus: %zu controls of %zu values, %zu at most, %zu with showIf\n",
	       count.files, count.with_menus, count.controls, count.values, count.most, count.conditions);
	ok(count.files > 1000, "there are definitions");
	ok(count.with_menus > 500 && count.conditions > 500, "with menus, and conditions in them");
	ok(count.told == 0, "not one is complained of");
	ok(count.late > 0, "a keyboard of before channels is told what it cannot have");
	return tap_done();
}
