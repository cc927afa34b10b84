/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "compile/keyplane_json.h"
#include "keymap_options.h"
#include "keymap_words.h"
#include "model/keymap_diff.h"
#include "model/symbol.h"
#include "verbs.h"

enum { EXIT_SAME = 0, EXIT_DIFFERENT = 1, EXIT_TROUBLE = 2 }; /* as diff(1) has them */

/* One change in words. */
struct told {
	const char *what;         /* "key", "encoder", "layer", "definition", "setting" */
	const char *change;       /* "added", "removed", "changed", "moved", "renamed" */
	struct str name;          /* "layer 1 (nav)", "combo esc" */
	struct str before, after; /* empty: there was or is none */
	int row, col;             /* of a key; -1: none */
	const char *label;        /* of a key; "" */
};

struct sides {
	const struct project *a, *b;
	const struct keymap_format *spelling; /* that both are told in */
};

static void tell_layer(const struct sides *s, const struct keymap_change *change, struct told *out)
{
	static const char *const names[] = {
		[CHANGE_LAYER_ADDED] = "added",
		[CHANGE_LAYER_REMOVED] = "removed",
		[CHANGE_LAYER_MOVED] = "moved",
		[CHANGE_LAYER_RENAMED] = "renamed",
	};
	bool gone = change->kind == CHANGE_LAYER_REMOVED;

	out->what = "layer";
	out->change = names[change->kind];
	keymap_words_layer(gone ? s->a->map : s->b->map, gone ? change->a : change->b, &out->name);
	if (change->kind == CHANGE_LAYER_MOVED || change->kind == CHANGE_LAYER_RENAMED) {
		keymap_words_layer(s->a->map, change->a, &out->before);
		keymap_words_layer(s->b->map, change->b, &out->after);
	}
}

static void tell_slot(const struct sides *s, const struct keymap_change *change, struct told *out)
{
	const struct layout *layout = &s->b->keyboard->layout[s->b->layout];
	size_t keys = keymap_keys(s->b->map), slot = change->slot_b;

	out->change = "changed";
	keymap_words_layer(s->b->map, change->b, &out->name);
	str_add(&out->name, ", ");
	keymap_words_slot(layout, keys, slot, &out->name);
	out->what = slot < keys ? "key" : "encoder";
	if (slot < keys) {
		out->row = layout->key[slot].row;
		out->col = layout->key[slot].col;
		out->label = symbol_text(layout->key[slot].label);
	}
	keymap_format_print_action(s->spelling, keymap_get_slot(s->a->map, (size_t)change->a, change->slot_a),
				   NULL, NULL, &out->before);
	keymap_format_print_action(s->spelling, keymap_get_slot(s->b->map, (size_t)change->b, slot), NULL,
				   NULL, &out->after);
}

static const char *came_or_went(const struct keymap_change *change)
{
	return change->a < 0 ? "added" : change->b < 0 ? "removed" : "changed";
}

static void tell_definition(const struct sides *s, const struct keymap_change *change, struct told *out)
{
	const struct definition *a =
		change->a < 0 ? NULL : keymap_definition(s->a->map, change->definition, (size_t)change->a);
	const struct definition *b =
		change->b < 0 ? NULL : keymap_definition(s->b->map, change->definition, (size_t)change->b);

	out->what = "definition";
	out->change = came_or_went(change);
	keymap_words_definition(change->definition, b ? b : a, b ? change->b : change->a, &out->name);
	if (a)
		keyplane_json_definition(a, &out->before);
	if (b)
		keyplane_json_definition(b, &out->after);
}

static void tell_setting(const struct sides *s, const struct keymap_change *change, struct told *out)
{
	const struct keymap *map = change->b < 0 ? s->a->map : s->b->map;

	out->what = "setting";
	out->change = came_or_went(change);
	str_addf(&out->name, "setting %s",
		 symbol_text(keymap_setting_at(map, (size_t)(change->b < 0 ? change->a : change->b))->name));
	if (change->a >= 0)
		keymap_words_setting(keymap_setting_at(s->a->map, (size_t)change->a), &out->before);
	if (change->b >= 0)
		keymap_words_setting(keymap_setting_at(s->b->map, (size_t)change->b), &out->after);
}

static void tell(const struct sides *s, const struct keymap_change *change, struct told *out)
{
	*out = (struct told){ .row = -1, .col = -1, .label = "" };
	if (change->kind == CHANGE_KEY)
		tell_slot(s, change, out);
	else if (change->kind == CHANGE_DEFINITION)
		tell_definition(s, change, out);
	else if (change->kind == CHANGE_SETTING)
		tell_setting(s, change, out);
	else
		tell_layer(s, change, out);
}

static void told_release(struct told *told)
{
	str_release(&told->name);
	str_release(&told->before);
	str_release(&told->after);
}

static void print_text(const struct sides *s, const struct keymap_diff *diff)
{
	struct str line = STR_INIT;

	for (size_t i = 0; i < diff->changes; i++) {
		struct told told;

		tell(s, &diff->change[i], &told);
		str_clear(&line);
		str_add_escaped(&line, str_text(&told.name));
		str_addf(&line, ": %s", told.change);
		if (told.before.len && told.after.len)
			str_add(&line, " from ");
		else if (told.before.len || told.after.len)
			str_add(&line, " ");
		str_add_escaped(&line, str_text(&told.before));
		if (told.before.len && told.after.len)
			str_add(&line, " to ");
		str_add_escaped(&line, str_text(&told.after));
		puts(str_text(&line));
		told_release(&told);
	}
	if (diff->only_a || diff->only_b)
		printf("%zu keys of the first keymap and %zu of the second have no place in the other\n",
		       diff->only_a, diff->only_b);
	str_release(&line);
}

static cJSON *change_json(const struct sides *s, const struct keymap_change *change)
{
	cJSON *object = cJSON_CreateObject();
	struct told told;

	tell(s, change, &told);
	cJSON_AddStringToObject(object, "what", told.what);
	cJSON_AddStringToObject(object, "change", told.change);
	cJSON_AddStringToObject(object, "name", str_text(&told.name));
	if (change->kind <= CHANGE_KEY && change->a >= 0)
		cJSON_AddNumberToObject(object, "layer_before", change->a);
	if (change->kind <= CHANGE_KEY && change->b >= 0)
		cJSON_AddNumberToObject(object, "layer", change->b);
	if (told.row >= 0) {
		cJSON_AddNumberToObject(object, "key", (double)change->slot_b);
		cJSON_AddNumberToObject(object, "row", told.row);
		cJSON_AddNumberToObject(object, "column", told.col);
		if (told.label[0])
			cJSON_AddStringToObject(object, "label", told.label);
	}
	if (told.before.len)
		cJSON_AddStringToObject(object, "before", str_text(&told.before));
	if (told.after.len)
		cJSON_AddStringToObject(object, "after", str_text(&told.after));
	told_release(&told);
	return object;
}

static void print_json(const struct sides *s, const struct keymap_diff *diff)
{
	cJSON *root = cJSON_CreateObject(), *changes = cJSON_AddArrayToObject(root, "changes");
	char *text;

	for (size_t i = 0; i < diff->changes; i++)
		cJSON_AddItemToArray(changes, change_json(s, &diff->change[i]));
	cJSON_AddNumberToObject(root, "keys_only_before", (double)diff->only_a);
	cJSON_AddNumberToObject(root, "keys_only_after", (double)diff->only_b);
	text = cJSON_Print(root);
	puts(text);
	cJSON_free(text);
	cJSON_Delete(root);
}

static int diff(const struct project *a, const struct project *b, bool json)
{
	struct keymap_side before = { a->map, &a->keyboard->layout[a->layout] };
	struct keymap_side after = { b->map, &b->keyboard->layout[b->layout] };
	struct sides sides = { a, b, a->source_format == b->source_format ? a->source_format : NULL };
	struct keymap_diff diff;
	int status;

	keymap_diff(&before, &after, &diff);
	if (json)
		print_json(&sides, &diff);
	else
		print_text(&sides, &diff);
	status = diff.changes || diff.only_a || diff.only_b ? EXIT_DIFFERENT : EXIT_SAME;
	keymap_diff_release(&diff);
	return status;
}

static int fail(const struct err *err)
{
	cli_fail(err);
	return EXIT_TROUBLE;
}

int cmd_diff(const struct verb *verb, int argc, char **argv)
{
	struct keymap_options opt = { 0 };
	bool json = false;
	const struct option_row rows[] = {
		{ "--from", 'f', OPTION_TEXT, &opt.from, "FORMAT",
		  "what it is; else its name and text tell" },
		{ "--keyboard", 'k', OPTION_TEXT, &opt.keyboard, "KB", "the keyboard that a keymap is for" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--json", 0, OPTION_FLAG, &json, NULL, "print the differences as JSON" },
	};
	struct project *a, *b;
	struct err err = { 0 };
	const char *what[2];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), what, 2, &status);

	if (n < 0)
		return status;
	if (n < 2) {
		err_set(&err, ERR_USAGE, "diff what? Two files of keymaps");
		return fail(&err);
	}
	a = open_keymap(what[0], &opt, &err);
	b = a ? open_keymap(what[1], &opt, &err) : NULL;
	status = b ? diff(a, b, json) : fail(&err);
	project_free(a);
	project_free(b);
	return status;
}
