/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "compile/keyboard_json.h"
#include "keyboard_json_private.h"

/* What a path leads to, as far as there is something. */
struct found {
	const struct json *parent; /* the last list or object on the way */
	const struct json *node;   /* of the whole path; NULL: missing */
	size_t index;              /* of node in parent; behind it when it is missing in a list */
	const char *rest; /* from the part that parent should have; its last part when node is there */
	bool lines;       /* parent stands on a line of its own and is no element */
};

/* A part of a path as an index; at most 6 digits. */
static bool part_index(const char *part, size_t len, size_t *out)
{
	if (!len || len > 6 || strspn(part, "0123456789") < len)
		return false;
	*out = strtoul(part, NULL, 10);
	return true;
}

/* The child of found->parent that the first part of found->rest names. */
static bool step(struct found *found, size_t len, const char *path, struct err *err)
{
	const struct json *parent = found->parent;
	int before = (int)(found->rest - path);
	size_t wanted = 0;

	if (parent->type != JSON_ARRAY && parent->type != JSON_OBJECT)
		return err_set(err, ERR_USAGE, "%.*s is %s and has no members", before - 1, path,
			       json_type_name(parent->type));
	if (parent->type == JSON_ARRAY && !part_index(found->rest, len, &wanted))
		return err_set(err, ERR_USAGE, "%.*s is a list: expected an index behind it, not \"%.*s\"",
			       before - 1, path, (int)len, found->rest);
	if (parent->type == JSON_ARRAY && wanted > parent->count)
		return err_set(err, ERR_RANGE, "%.*s has %zu elements: there is no %zu", before - 1, path,
			       parent->count, wanted);
	found->index = 0;
	for (found->node = parent->first; found->node; found->node = found->node->next) {
		if (parent->type == JSON_ARRAY
			    ? found->index == wanted
			    : !strncmp(found->node->key, found->rest, len) && !found->node->key[len])
			break;
		found->index++;
	}
	return true;
}

static bool find(const struct editing *e, const char *path, struct found *found, struct err *err)
{
	*found = (struct found){ .parent = e->root, .rest = path, .lines = true };
	for (;;) {
		size_t len = strcspn(found->rest, ".");
		struct place place;

		if (!len)
			return err_set(err, ERR_USAGE, "\"%s\" is no path of a member: expected \"usb.vid\"",
				       path);
		if (!step(found, len, path, err))
			return false;
		if (!found->node || !found->rest[len])
			return true;
		place = place_of_index(e, found->parent, found->index);
		found->lines = found->lines && found->parent->type == JSON_OBJECT && place.own_line;
		found->parent = found->node;
		found->rest += len + 1;
	}
}

/* The first @len bytes of @path, for functions that take whole texts. The caller frees. */
static char *prefix(const char *path, size_t len)
{
	char *copy = mem_new(len + 1, 1);

	memcpy(copy, path, len);
	return copy;
}

/*
 * @value inside the objects that "b.c" of a missing "a.b.c" asks for; 0 asks for a list. NULL when another index is
 * asked for, which a new list has not. @rest is what is behind the first part.
 */
static struct json *wrap(struct json_doc *doc, const char *rest, const struct json *value, struct err *err)
{
	size_t len = strcspn(rest, "."), index;
	struct json *inner, *outer;

	if (!rest[len])
		return json_copy(doc, value);
	rest += len + 1;
	len = strcspn(rest, ".");
	if (!len) {
		err_set(err, ERR_USAGE, "a path must not have an empty part");
		return NULL;
	}
	inner = wrap(doc, rest, value, err);
	if (inner && part_index(rest, len, &index)) {
		outer = json_new(doc, JSON_ARRAY);
		json_append(outer, inner);
		if (!index)
			return outer;
		err_set(err, ERR_RANGE, "there is no such list yet: its first index is 0, not %zu", index);
		return NULL;
	}
	if (inner) {
		char *key = prefix(rest, len);

		outer = json_new(doc, JSON_OBJECT);
		json_put(doc, outer, key, inner);
		free(key);
		return outer;
	}
	return NULL;
}

/* @list with its elements as they are after @edit. */
static struct json *changed_list(struct json_doc *doc, const struct json *list, size_t index,
				 const struct keyboard_json_edit *edit)
{
	struct json *changed = json_new(doc, JSON_ARRAY);
	const struct json *moved = json_at(list, index), *node = list->first;
	bool insert = edit->change == KEYBOARD_JSON_INSERT, remove = edit->change == KEYBOARD_JSON_REMOVE;
	size_t count = list->count + insert - remove;

	for (size_t i = 0; i < count; i++) {
		if (insert && i == index) {
			json_append(changed, json_copy(doc, edit->value));
			continue;
		}
		if (edit->change == KEYBOARD_JSON_MOVE && i == edit->to) {
			json_append(changed, json_copy(doc, moved));
			continue;
		}
		if (!insert && node == moved)
			node = node->next;
		json_append(changed, json_copy(doc, node));
		node = node->next;
	}
	return changed;
}

/* Make @doc, which the text was parsed to, what the new text must say. @value is what goes to a missing place. */
static void change_document(struct json_doc *doc, const struct found *found,
			    const struct keyboard_json_edit *edit, struct json *value)
{
	struct json *root = json_edit_root(doc);
	size_t up = (size_t)(found->rest - edit->path), part = strcspn(found->rest, ".");
	char *to = prefix(edit->path, up ? up - 1 : 0), *at = prefix(edit->path, up + part);
	bool done = true;

	if (edit->change == KEYBOARD_JSON_SET)
		done = json_put_path(doc, root, at, value);
	else if (found->parent->type == JSON_ARRAY)
		done = json_put_path(doc, root, to, changed_list(doc, found->parent, found->index, edit));
	else
		json_take(up ? json_get_path(root, to) : root, found->rest);
	assert(done);
	free(to);
	free(at);
}

static bool check_edit(const struct found *found, const struct keyboard_json_edit *edit, struct err *err)
{
	bool list = found->parent->type == JSON_ARRAY, insert = edit->change == KEYBOARD_JSON_INSERT;
	bool last = !found->rest[strcspn(found->rest, ".")];

	if (edit->change == KEYBOARD_JSON_SET)
		return true;
	if ((insert || edit->change == KEYBOARD_JSON_MOVE) && !list)
		return err_set(err, ERR_USAGE, "%s is not in a list: only what is has an order", edit->path);
	if (insert ? !last : !found->node)
		return err_set(err, ERR_NOT_FOUND, "there is no %s in this file", edit->path);
	if (edit->change == KEYBOARD_JSON_MOVE && edit->to >= found->parent->count)
		return err_set(err, ERR_RANGE, "%s cannot move to %zu: the list has %zu elements", edit->path,
			       edit->to, found->parent->count);
	return true;
}

static void change_text(struct editing *e, const struct found *found, const struct keyboard_json_edit *edit,
			const struct json *value)
{
	bool object = found->parent->type == JSON_OBJECT;
	char *key = object ? prefix(found->rest, strcspn(found->rest, ".")) : NULL;
	size_t index = found->index;

	if (edit->change == KEYBOARD_JSON_REMOVE) {
		keyboard_json_remove(e, found->parent, index);
	} else if (edit->change == KEYBOARD_JSON_MOVE) {
		if (index != edit->to)
			keyboard_json_move(e, found->parent, index, edit->to);
	} else if (edit->change == KEYBOARD_JSON_SET && found->node) {
		if (!json_equal(found->node, value))
			keyboard_json_replace(e, found->parent, index, value);
	} else {
		if (object)
			index = keyboard_json_index(found->parent, key, found->parent == e->root);
		keyboard_json_insert(e, found->parent, found->lines, index, key, value);
	}
	free(key);
}

/* The text must say what was meant: HJSON has corners where a comma or a comment becomes part of a value. */
static bool check_text(const struct str *text, struct json_doc *meant, struct err *err)
{
	struct err why = { 0 };
	struct json_doc *doc = json_parse(str_text(text), text->len, &why);
	bool same = doc && json_equal(json_root(doc), json_root(meant));

	if (!doc)
		err_set(err, ERR_REFUSED,
			"this change would leave a text that does not parse: %s; make it by hand", why.text);
	else if (!same)
		err_set(err, ERR_REFUSED,
			"in this text the change would say something else; make it by hand");
	json_doc_free(doc);
	return same;
}

static bool path_is_short(const char *path)
{
	int parts = 1;

	for (; *path; path++)
		parts += *path == '.';
	return parts < JSON_MAX_DEPTH;
}

bool keyboard_json_edit(const char *text, size_t len, const struct keyboard_json_edit *edit, struct str *out,
			struct err *err)
{
	struct json_doc *doc = json_parse(text, len, err);
	struct editing e = { .text = text, .len = len };
	struct str changed = STR_INIT;
	struct found found;
	struct json *value = NULL;
	bool ok = false;

	if (!doc)
		return false;
	e.root = json_root(doc);
	if (!path_is_short(edit->path)) {
		err_set(err, ERR_RANGE, "a path of more than %d parts", JSON_MAX_DEPTH);
		goto out;
	}
	if (e.root->type != JSON_OBJECT) {
		err_set(err, ERR_USAGE, "the file holds %s: expected an object",
			json_type_name(e.root->type));
		goto out;
	}
	if (!find(&e, edit->path, &found, err) || !check_edit(&found, edit, err))
		goto out;
	if (edit->value && !(value = wrap(doc, found.rest, edit->value, err)))
		goto out;
	change_text(&e, &found, edit, value);
	rewrite_print(&e.rewrite, text, (struct span){ 0, (uint32_t)len }, &changed);
	change_document(doc, &found, edit, value);
	ok = check_text(&changed, doc, err);
	if (ok)
		str_add_bytes(out, str_text(&changed), changed.len);
out:
	rewrite_release(&e.rewrite);
	str_release(&changed);
	json_doc_free(doc);
	return ok;
}
