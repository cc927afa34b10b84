/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/rewrite.h"
#include "keymap_json_private.h"

struct update {
	const struct source *source;
	const struct json *root;
	const struct layout *layout;
	const struct keymap *map;
	struct json_old old;
	struct json_style style;
	char indent[17];
	bool inserted; /* a member at the end of the root */
	struct rewrite rewrite;
};

/* The text's own manner: what ends its lines, and how far its first member is indented. */
static void find_style(struct update *u)
{
	const char *text = u->source->text;
	size_t start = u->root->first ? u->root->first->key_span.start : 0, n = 0;

	while (n < start && n < sizeof(u->indent) - 1 && strchr(" \t", text[start - n - 1]))
		n++;
	if (n && n < start && text[start - n - 1] == '\n')
		memcpy(u->indent, text + start - n, n);
	else
		strcpy(u->indent, "    ");
	u->style = (struct json_style){ strstr(text, "\r\n") ? "\r\n" : "\n", u->indent };
}

static const struct json *last_child(const struct json *object)
{
	const struct json *last = object->first;

	while (last && last->next)
		last = last->next;
	return last;
}

/* Where a new member goes: right behind the last one, or behind the opening brace. */
static uint32_t end_of_members(const struct json *object)
{
	const struct json *last = last_child(object);

	return last ? last->span.start + last->span.len : object->span.start + !object->bare;
}

/* Text without quotes would take the comma in; its line's end parts it from what follows as well. */
static bool needs_comma(const struct json *object)
{
	const struct json *last = last_child(object);

	return last && !(last->type == JSON_TEXT && last->bare);
}

/* Give member @name of the root @value, as "name": value where it has none yet. */
static void set_member(struct update *u, const char *name, const char *value)
{
	const struct json *node = json_find(u->root, name);
	struct str text = STR_INIT;

	if (node) {
		rewrite_replace(&u->rewrite, node->span, value);
		return;
	}
	str_add(&text, u->inserted || needs_comma(u->root) ? "," : "");
	json_style_line(&u->style, 1, &text);
	str_addf(&text, "\"%s\": %s", name, value);
	rewrite_replace(&u->rewrite, (struct span){ end_of_members(u->root), 0 }, str_text(&text));
	u->inserted = true;
	str_release(&text);
}

static bool update_layers(struct update *u, struct err *err)
{
	struct str value = STR_INIT;

	if (rewrite_fits(u->source, u->map)) {
		for (size_t layer = 0; layer < keymap_layers(u->map); layer++)
			rewrite_layer(&u->rewrite, u->source, layer, u->map, layer, json_replace_action);
		return true;
	}
	if (u->old.layers && u->old.layers->count > KEYMAP_MAX_LAYERS)
		return err_set(err, ERR_REFUSED,
			       "the text has %zu layers and %d were read: writing the list anew would lose "
			       "the others",
			       u->old.layers->count, KEYMAP_MAX_LAYERS);
	json_print_layers(&u->style, u->layout, u->map, &u->old, &value);
	set_member(u, "layers", str_text(&value));
	str_release(&value);
	return true;
}

static bool turn_changed(const struct update *u, size_t layer, size_t encoder, enum turn turn)
{
	return !action_equal(keymap_get_turn(u->map, layer, encoder, turn),
			     keymap_get_turn(u->source->map, layer, encoder, turn));
}

static const struct json *turn_node(const struct update *u, size_t layer, size_t encoder, enum turn turn)
{
	return json_find(json_old_item(json_old_item(u->old.encoders, layer), encoder),
			 turn == TURN_CCW ? "ccw" : "cw");
}

/* Whether the layers are where they were, and each turn that changed has its place in the text. */
static bool turns_fit(const struct update *u)
{
	if (!rewrite_fits(u->source, u->map) || keymap_encoders(u->map) != keymap_encoders(u->source->map))
		return false;
	for (size_t layer = 0; layer < keymap_layers(u->map); layer++)
		for (size_t i = 0; i < keymap_encoders(u->map); i++)
			for (int turn = 0; turn < TURN_COUNT; turn++)
				if (turn_changed(u, layer, i, (enum turn)turn) &&
				    !turn_node(u, layer, i, (enum turn)turn))
					return false;
	return true;
}

static void replace_turn(struct update *u, size_t layer, size_t encoder, enum turn turn)
{
	struct str text = STR_INIT;

	if (!turn_changed(u, layer, encoder, turn))
		return;
	json_print_action(keymap_get_turn(u->map, layer, encoder, turn), &text);
	rewrite_replace(&u->rewrite, turn_node(u, layer, encoder, turn)->span, str_text(&text));
	str_release(&text);
}

static void update_encoders(struct update *u)
{
	struct str value = STR_INIT;

	if (turns_fit(u)) {
		for (size_t layer = 0; layer < keymap_layers(u->map); layer++)
			for (size_t i = 0; i < keymap_encoders(u->map); i++)
				for (int turn = 0; turn < TURN_COUNT; turn++)
					replace_turn(u, layer, i, (enum turn)turn);
		return;
	}
	if (!u->old.encoders && !keymap_has_turns(u->map))
		return;
	json_print_encoders(&u->style, u->map, &u->old, &value);
	set_member(u, "encoders", str_text(&value));
	str_release(&value);
}

static bool names_changed(const struct update *u)
{
	size_t layers = keymap_layers(u->map), before = keymap_layers(u->source->map);
	bool any = keymap_has_names(u->map) || keymap_has_names(u->source->map);

	if (layers != before)
		return any;
	for (size_t layer = 0; layer < layers; layer++)
		if (keymap_layer_name(u->map, layer) != keymap_layer_name(u->source->map, layer))
			return true;
	return false;
}

static void update_names(struct update *u)
{
	const struct json *ours = json_find(u->root, "keyplane"), *names = json_find(ours, "layer_names");
	struct str value = STR_INIT, text = STR_INIT;

	if (!names_changed(u))
		return;
	json_print_names(u->map, &value);
	if (names) {
		rewrite_replace(&u->rewrite, names->span, str_text(&value));
	} else if (ours && ours->type == JSON_OBJECT) {
		str_add(&text, !ours->first ? "" : needs_comma(ours) ? ", " : u->style.newline);
		str_addf(&text, "\"layer_names\": %s", str_text(&value));
		rewrite_replace(&u->rewrite, (struct span){ end_of_members(ours), 0 }, str_text(&text));
	} else {
		str_addf(&text, "{\"layer_names\": %s}", str_text(&value));
		set_member(u, "keyplane", str_text(&text));
	}
	str_release(&value);
	str_release(&text);
}

bool keymap_json_update(const struct source *source, const struct layout *layout, const struct keymap *map,
			struct str *out, struct err *err)
{
	struct json_doc *doc = json_parse(source->text, source->len, err);
	struct update u = { .source = source, .layout = layout, .map = map };
	bool ok = true;

	if (!doc)
		return false;
	u.root = json_root(doc);
	u.old = (struct json_old){ source, json_find(u.root, "layers"), json_find(u.root, "encoders") };
	if (u.root->type == JSON_OBJECT && !keymap_equal(map, source->map)) {
		find_style(&u);
		ok = update_layers(&u, err);
		update_encoders(&u);
		update_names(&u);
	}
	if (ok)
		rewrite_print(&u.rewrite, source->text, (struct span){ 0, (uint32_t)source->len }, out);
	rewrite_release(&u.rewrite);
	json_doc_free(doc);
	return ok;
}
