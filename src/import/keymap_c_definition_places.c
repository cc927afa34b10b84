/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "keymap_c_private.h"

/* Where definitions stand in the text, and what of them can be changed there (model/source.h). */

void c_find_definitions(const struct keymap_c *r, struct source *source)
{
	for (size_t i = 0; i < r->defineds; i++) {
		const struct c_definition *at = &r->defined[i];
		struct source_definition *definition = source_add_definition(source, at->kind, at->index);

		if (at->entry.count)
			c_find_entry(r, source, at->entry, at->comma, &definition->entry);
		if (at->beside.count)
			c_find_statement(r, source, at->beside, &definition->beside);
		for (size_t p = at->first; p < at->first + at->parts; p++)
			source_add_part(definition, (enum source_part_of)r->part[p].of, r->part[p].index,
					c_find_place(r, source, r->part[p].run));
	}
}
