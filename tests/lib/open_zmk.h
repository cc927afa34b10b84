/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_OPEN_ZMK_H
#define TESTS_OPEN_ZMK_H

#include <stdio.h>
#include <string.h>

#include "import/zmk_keymap.h"
#include "model/symbol.h"
#include "model/zmk_action.h"

/* Files to include, in pairs of name and text. */
static inline bool read_pair(void *data, const char *from, const char *name, bool angled, struct str *path,
			     struct str *text, bool *locked, struct err *err)
{
	const char *const *pair = data;

	(void)from;
	(void)angled;
	for (; pair && *pair; pair += 2)
		if (!strcmp(pair[0], name)) {
			str_add(path, name);
			str_add(text, pair[1]);
			*locked = false;
			return true;
		}
	return err_set(err, ERR_NOT_FOUND, "there is none");
}

struct opened {
	bool read;
	struct document document;
	struct diagnostics diagnostics;
	struct err err;
	struct str told; /* codes and places, a line each */
};

static inline struct opened open_file(const char *path, const char *text, const char *const *pairs)
{
	struct import_includes includes = { (void *)pairs, read_pair };
	const struct import_input in = {
		.path = path, .text = text, .len = strlen(text), .includes = &includes
	};
	struct opened opened = { false };

	opened.read = zmk_keymap_read(&in, &opened.document, &opened.diagnostics, &opened.err);
	for (size_t i = 0; i < opened.diagnostics.count; i++)
		str_addf(&opened.told, "%s%s %d:%d", i ? "\n" : "", opened.diagnostics.item[i].kind->code,
			 opened.diagnostics.item[i].place.line, opened.diagnostics.item[i].place.column);
	return opened;
}

static inline void release(struct opened *opened)
{
	document_release(&opened->document);
	diagnostics_release(&opened->diagnostics);
	str_release(&opened->told);
}

/* A layer's slots, or where they are spelled, with " | " between. */
static inline void print_layer(const struct opened *opened, size_t layer, struct str *out)
{
	for (size_t slot = 0; slot < keymap_slots(opened->document.map); slot++) {
		str_add(out, slot ? " | " : "");
		zmk_action_print(keymap_get_slot(opened->document.map, layer, slot), NULL, NULL, out);
	}
}

static inline void print_places(const struct opened *opened, size_t layer, struct str *out)
{
	const struct source *source = opened->document.source;

	for (size_t slot = 0; slot < keymap_slots(source->map); slot++) {
		const struct source_binding *binding = source_binding(source, layer, slot);
		size_t len;

		str_add(out, slot ? " | " : "");
		if (binding->fixed)
			str_addf(out, "fixed %.*s", (int)binding->call.len,
				 source->text + binding->call.start);
		else
			str_add_bytes(out, source_text(source, binding->file, &len) + binding->span.start,
				      binding->span.len);
	}
}

static inline const char *spanned(const struct opened *opened, struct span span)
{
	static char text[4096];

	snprintf(text, sizeof(text), "%.*s", (int)span.len, opened->document.source->text + span.start);
	return text;
}

#define KEYMAP(layers)  "/ { keymap { compatible = \"zmk,keymap\"; " layers " }; };"
#define LAYER(bindings) "a { bindings = <" bindings ">; };"

static inline void print_definitions(const struct opened *opened, struct str *out)
{
	static const char *const ops[] = { "tap ", "down ", "up ", "delay ", "text ", "beep ", "" };
	const char *line = "";

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(opened->document.map, kind); i++) {
			const struct definition *d = keymap_definition(opened->document.map, kind, i);

			str_addf(out, "%s%d %s \"%s\" mods %x layers %x", line, kind, symbol_text(d->name),
				 symbol_text(d->text), d->mods, d->layer_mask);
			for (size_t k = 0; k < d->steps; k++) {
				str_addf(out, ", %s", ops[d->step[k].op]);
				zmk_action_print(d->step[k].action, NULL, NULL, out);
			}
			for (size_t k = 0; k < d->positions; k++)
				str_addf(out, " @%d", d->position[k]);
			for (size_t k = 0; k < d->options; k++) {
				const struct setting *o = &d->option[k];

				str_addf(out, "; %s ", symbol_text(o->name));
				if (o->type == SETTING_TEXT)
					str_add(out, symbol_text(o->text));
				else
					str_addf(out, "%s%lld", o->type == SETTING_BOOL ? "bool " : "",
						 (long long)o->number);
			}
			line = "\n";
		}
}

#endif
