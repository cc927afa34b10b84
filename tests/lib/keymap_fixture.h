/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_KEYMAP_FIXTURE_H
#define TESTS_KEYMAP_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/update.h"
#include "keymap_edits.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

/*
 * A text, what is done to it, and what it becomes. Commands, one a line: `set LAYER SLOT ACTION`, `add AT
 * NAME`, `copy AT FROM NAME`, `delete LAYER`, `move FROM TO`, `rename LAYER NAME`, and `zmk LAYER SLOT REF`,
 * a behaviour of ZMK's without cells; a NAME may be missing. @after NULL: it is refused with @why in the
 * message.
 */
struct keymap_fixture {
	const char *name, *before, *commands, *after, *why;
};

static inline bool keymap_fixture_read(const struct edits_format *format, const char *path, const char *text,
				       struct document *out, struct err *err)
{
	struct import_input in = { .path = path, .text = text, .len = strlen(text) };
	struct diagnostics ignored = { 0 };
	bool ok = format->read(&in, out, &ignored, err);

	diagnostics_release(&ignored);
	return ok;
}

static inline const struct keymap *keymap_fixture_apply(const struct keymap *map, const char *command)
{
	const char *rest = command + strcspn(command, " ");
	char *end;
	unsigned long a = strtoul(rest, &end, 10), b;
	struct err err = { 0 };

	if (!strncmp(command, "delete", 6))
		return edit_layer_delete(map, a, NULL, &err);
	if (!strncmp(command, "add", 3))
		return edit_layer_add(map, a, -1, symbol(end + (*end == ' ')), &err);
	if (!strncmp(command, "rename", 6))
		return edit_layer_rename(map, a, symbol(end + 1));
	b = strtoul(end, &end, 10);
	if (!strncmp(command, "move", 4))
		return edit_layer_move(map, a, b);
	if (!strncmp(command, "copy", 4))
		return edit_layer_add(map, a, (int)b, symbol(end + (*end == ' ')), &err);
	if (!strncmp(command, "zmk", 3))
		return edit_slot(map, a, b, (struct action){ ACTION_BEHAVIOR, 0, { symbol(end + 1), 0, 0 } });
	return edit_slot(map, a, b, tiny_action(end + 1));
}

static inline const struct keymap *keymap_fixture_apply_all(const struct keymap *map, const char *commands)
{
	const struct keymap *now = keymap_ref(map);

	while (*commands) {
		size_t len = strcspn(commands, "\n");
		char command[100];
		const struct keymap *next;

		snprintf(command, sizeof(command), "%.*s", (int)len, commands);
		next = keymap_fixture_apply(now, command);
		keymap_unref(now);
		now = next;
		commands += len + (commands[len] == '\n');
	}
	return now;
}

/* Two tests of TAP: the text is as it should be, and reads back as what was meant. */
static inline void keymap_fixture_check(const struct edits_format *format, const char *path,
					const struct keymap_fixture *fixture)
{
	struct document document = { 0 }, back = { 0 };
	struct err err = { 0 };
	struct str *out;
	const struct keymap *map;
	bool done;

	if (!keymap_fixture_read(format, path, fixture->before, &document, &err)) {
		ok(false, "%s: cannot be read: %s", fixture->name, err.text);
		return;
	}
	out = mem_new(document.source->includes + 1, sizeof(*out));
	map = keymap_fixture_apply_all(document.map, fixture->commands);
	done = format->update(document.source, document.used, map, out, &err);
	if (!fixture->after) {
		ok(!done && strstr(err.text, fixture->why), "%s: refused: %s", fixture->name, err.text);
	} else {
		is_text(done ? str_text(&out[0]) : err.text, fixture->after, "%s", fixture->name);
		ok(done && keymap_fixture_read(format, path, str_text(&out[0]), &back, &err) &&
			   update_is_kept(document.source, map, back.map),
		   "and it reads back as that");
	}
	for (size_t i = 0; i <= document.source->includes; i++)
		str_release(&out[i]);
	free(out);
	keymap_unref(map);
	document_release(&back);
	document_release(&document);
}

#endif
