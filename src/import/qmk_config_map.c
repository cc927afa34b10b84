/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_python.h"
#include "python_text.h"
#include "qmk_config_private.h"

/* A list that a map names an element of is made as long as that; the maps name two. */
enum { MAX_INDEX = 255 };

static const char *python_type(const struct json *node)
{
	switch (node->type) {
	case JSON_NULL:
		return "NoneType";
	case JSON_BOOL:
		return "bool";
	case JSON_NUMBER:
		return node->whole ? "int" : "float";
	case JSON_TEXT:
		return "str";
	case JSON_ARRAY:
		return "list";
	case JSON_OBJECT:
		break;
	}
	return "dict";
}

/* One part of a dotted path, and the rest; an index if it is all digits. */
struct part {
	char name[64];
	bool is_index, last;
	size_t index;
};

static const char *next_part(const char *path, struct part *out)
{
	size_t len = strcspn(path, "."), used = len < sizeof(out->name) ? len : sizeof(out->name) - 1;

	memcpy(out->name, path, used);
	out->name[used] = '\0';
	out->is_index = used && strspn(out->name, "0123456789") == used;
	out->index = out->is_index ? strtoul(out->name, NULL, 10) : 0;
	out->last = !path[len];
	return path + len + !out->last;
}

/* What stands at @path; NULL: nothing. False, with Python's words for it, where QMK's look-up fails. */
static bool get(const struct json *at, const char *path, const struct json **out, struct str *why)
{
	struct part part;

	*out = NULL;
	do {
		path = next_part(path, &part);
		if (at->type == JSON_NUMBER || at->type == JSON_BOOL) {
			str_addf(why, "argument of type '%s' is not iterable", python_type(at));
			return false;
		}
		at = part.is_index && at->type == JSON_ARRAY ? json_at(at, part.index)
							     : json_member(at, part.name);
	} while (at && at->type != JSON_NULL && !part.last);
	*out = at;
	return true;
}

/* Putting what a line says at the place of its member; what is made on the way is from that line too. */
struct setter {
	struct qmk_merge *m;
	const struct assignment *a;
	struct str *why; /* Python's words, where QMK's fails */
};

static struct json *make(const struct setter *s, enum json_type type)
{
	return qmk_config_mark(json_new(s->m->doc, type), s->a);
}

static struct json *pad_list(const struct setter *s, struct json *list, size_t index)
{
	while (list->count <= index)
		json_append(list, make(s, JSON_NULL));
	return json_at(list, index);
}

/* The object or list that @part names; made where there is nothing or something empty. */
static struct json *step(const struct setter *s, struct json *at, const struct part *part, bool to_list)
{
	struct json *child;

	if (part->is_index && at->type == JSON_ARRAY && part->index <= MAX_INDEX) {
		child = pad_list(s, at, part->index);
	} else if (!part->is_index && at->type == JSON_OBJECT) {
		child = json_member(at, part->name);
	} else {
		str_addf(s->why, "'%s' object has no attribute 'get'", python_type(at));
		return NULL;
	}
	if (qmk_truthy(child))
		return child;
	child = make(s, to_list ? JSON_ARRAY : JSON_OBJECT);
	json_put_path(s->m->doc, at, part->name, child);
	return child;
}

static bool put_last(const struct setter *s, struct json *at, const struct part *part, struct json *value)
{
	if (part->is_index && at->type == JSON_ARRAY && part->index <= MAX_INDEX) {
		pad_list(s, at, part->index);
		return json_put_path(s->m->doc, at, part->name, value);
	}
	if (!part->is_index && at->type == JSON_OBJECT) {
		json_put(s->m->doc, at, part->name, value);
		return true;
	}
	if (part->is_index)
		str_addf(s->why, "'%s' object has no attribute 'append'", python_type(at));
	else if (at->type == JSON_ARRAY)
		str_add(s->why, "list indices must be integers or slices, not str");
	else
		str_addf(s->why, "'%s' object does not support item assignment", python_type(at));
	return false;
}

/* @value at the dotted @path, all on the way made. */
static bool set(const struct setter *s, const char *path, struct json *value)
{
	struct json *at = s->m->info;
	struct part part, next;

	path = next_part(path, &part);
	while (at && !part.last) {
		path = next_part(path, &next);
		at = step(s, at, &part, next.is_index);
		part = next;
	}
	return at && put_last(s, at, &part, value);
}

bool qmk_python_int(const char *text, size_t len, int64_t *out)
{
	struct slice s = python_strip((struct slice){ text, text + len });
	bool negative = s.at < s.end && *s.at == '-', digit = false;
	int64_t value = 0;

	if (s.at < s.end && (*s.at == '-' || *s.at == '+'))
		s.at++;
	for (; s.at < s.end; s.at++) {
		if (*s.at == '_' && digit && s.at + 1 < s.end) {
			digit = false;
			continue;
		}
		digit = *s.at >= '0' && *s.at <= '9';
		if (!digit || value > (INT64_MAX - 9) / 10)
			return false;
		value = value * 10 + (*s.at - '0');
	}
	*out = negative ? -value : value;
	return digit;
}

static struct json *to_int(struct qmk_merge *m, struct slice text, struct str *why)
{
	char *copy;
	int64_t value;

	if (qmk_python_int(text.at, slice_len(text), &value))
		return json_new_int(m->doc, value);
	copy = slice_copy(text);
	str_add(why, "invalid literal for int() with base 10: ");
	json_add_python_text(why, copy);
	free(copy);
	return NULL;
}

static struct json *slice_node(struct qmk_merge *m, struct slice s)
{
	char *copy = slice_copy(s);
	struct json *node = json_new_text(m->doc, copy);

	free(copy);
	return node;
}

static struct json *to_array(struct qmk_merge *m, const char *value, bool of_int, struct str *why)
{
	struct json *list = json_new(m->doc, JSON_ARRAY), *item;
	struct str text = STR_INIT;
	struct slice rest;
	const char *comma;

	for (; *value; value++)
		if (*value != '{' && *value != '}')
			str_add_char(&text, *value);
	rest = python_strip((struct slice){ str_text(&text), str_text(&text) + text.len });
	do {
		struct slice one = rest;

		comma = memchr(rest.at, ',', slice_len(rest));
		if (comma) {
			one.end = comma;
			rest.at = comma + 1;
		}
		item = of_int ? to_int(m, one, why) : slice_node(m, python_strip(one));
		if (item)
			json_append(list, item);
	} while (item && comma);
	str_release(&text);
	return item ? list : NULL;
}

static struct json *to_list(struct qmk_merge *m, const char *value)
{
	struct json *list = json_new(m->doc, JSON_ARRAY);
	struct slice rest = { value, value + strlen(value) }, word;

	while (python_word(&rest, &word))
		json_append(list, slice_node(m, word));
	return list;
}

/* Quotes off both ends, and then two escapes, one after the other. */
static struct json *to_text(struct qmk_merge *m, const char *value)
{
	static const char *const escapes[] = { "\\\"", "\\\\" };
	size_t len = strlen(value);
	struct json *node;
	char *text;

	while (*value == '"') {
		value++;
		len--;
	}
	while (len && value[len - 1] == '"')
		len--;
	text = slice_copy((struct slice){ value, value + len });
	for (size_t i = 0; i < COUNT(escapes); i++) {
		char *to = text;

		for (const char *from = text; *from; *to++ = *from++)
			if (!strncmp(from, escapes[i], 2))
				from++;
		*to = '\0';
	}
	node = json_new_text(m->doc, text);
	free(text);
	return node;
}

/* Where character @index of @text begins; the end of @text when it has no more. */
static const char *character(const char *text, size_t index)
{
	for (; *text && index; index--)
		do
			text++;
		while ((*text & 0xc0) == 0x80);
	return text;
}

static struct json *to_hex(struct qmk_merge *m, const char *value)
{
	struct str text = STR_INIT;
	struct json *node;

	str_add(&text, "0x");
	for (value = character(value, 2); *value; value++)
		str_add_char(&text, *value >= 'a' && *value <= 'z' ? (char)(*value - 'a' + 'A') : *value);
	node = json_new_text(m->doc, str_text(&text));
	str_release(&text);
	return node;
}

/* 0x0123 is 1.2.3 */
static struct json *to_version(struct qmk_merge *m, const char *value, struct str *why)
{
	static const size_t first[] = { 2, 4, 5 }, behind[] = { 4, 5, 6 };
	struct str text = STR_INIT;
	struct json *node = NULL;
	size_t i;

	for (i = 0; i < COUNT(first); i++) {
		struct slice digits = { character(value, first[i]), character(value, behind[i]) };
		struct json *number;

		if (i && digits.at == digits.end) {
			str_add(why, "string index out of range");
			break;
		}
		number = to_int(m, digits, why);
		if (!number)
			break;
		str_addf(&text, "%s%lld", i ? "." : "", (long long)number->integer);
	}
	if (i == COUNT(first))
		node = json_new_text(m->doc, str_text(&text));
	str_release(&text);
	return node;
}

static bool is_yes(const struct qmk_merge *m, const char *value)
{
	static const char *const yes[] = { "1", "on", "yes", "true" };
	size_t words = m->facts->once[QMK_ONCE_TRUE_IS_TEXT] ? 3 : 4;

	for (size_t i = 0; i < words; i++)
		if (!strcmp(value, yes[i]))
			return true;
	return false;
}

/* A #define of nothing is true to QMK, and an undone one false; not every type can be made of that. */
static struct json *convert_bool(struct qmk_merge *m, const struct qmk_map_row *row, bool yes,
				 struct str *why)
{
	static const char *const attribute[] = { [QMK_TEXT] = "strip",
						 [QMK_LIST] = "split",
						 [QMK_ARRAY] = "replace",
						 [QMK_ARRAY_INT] = "replace",
						 [QMK_BCD_VERSION] = NULL };

	switch (row->type) {
	case QMK_INT:
		return json_new_int(m->doc, yes);
	case QMK_RAW:
	case QMK_MAPPING:
	case QMK_BOOL:
	case QMK_FLAG:
		return json_new_bool(m->doc, yes);
	case QMK_HEX:
	case QMK_BCD_VERSION:
		str_add(why, "'bool' object is not subscriptable");
		return NULL;
	case QMK_ARRAY_ARRAY_INT:
		str_add(why, "Conversion of array.array.int not possible");
		return NULL;
	case QMK_TEXT:
	case QMK_LIST:
	case QMK_ARRAY:
	case QMK_ARRAY_INT:
		break;
	}
	str_addf(why, "'bool' object has no attribute '%s'", attribute[row->type]);
	return NULL;
}

static struct json *convert(struct qmk_merge *m, const struct qmk_map_row *row, const struct assignment *a,
			    struct str *why)
{
	if (!a->value || a->undefined)
		return convert_bool(m, row, !a->undefined, why);
	switch (row->type) {
	case QMK_INT:
		return to_int(m, (struct slice){ a->value, a->value + strlen(a->value) }, why);
	case QMK_HEX:
		return to_hex(m, a->value);
	case QMK_BOOL:
	case QMK_FLAG:
		return json_new_bool(m->doc, is_yes(m, a->value));
	case QMK_TEXT:
		return to_text(m, a->value);
	case QMK_LIST:
		return to_list(m, a->value);
	case QMK_ARRAY:
	case QMK_ARRAY_INT:
		return to_array(m, a->value, row->type == QMK_ARRAY_INT, why);
	case QMK_BCD_VERSION:
		return to_version(m, a->value, why);
	case QMK_ARRAY_ARRAY_INT:
		str_add(why, "Conversion of array.array.int not possible");
		return NULL;
	case QMK_RAW:
	case QMK_MAPPING:
		break;
	}
	return json_new_text(m->doc, a->value);
}

static void report_obsolete(struct qmk_merge *m, const struct qmk_map_row *row, const struct assignment *a,
			    const char *file)
{
	if (row->invalid)
		qmk_config_report_name(m, CONFIG_NAME_INVALID, a,
				       row->replace_with
					       ? "%s in %s is no longer a valid option and should be "
						 "replaced with %s"
					       : "%s in %s is no longer a valid option and should be "
						 "removed",
				       row->name, file, row->replace_with);
	else if (row->deprecated && row->replace_with)
		qmk_config_report_name(
			m, CONFIG_NAME_DEPRECATED, a,
			"%s in %s is deprecated in favor of %s and will be removed at a later date",
			row->name, file, row->replace_with);
	else if (row->deprecated)
		qmk_config_report_name(m, CONFIG_NAME_DEPRECATED, a,
				       "%s in %s is deprecated and will be removed at a later date",
				       row->name, file);
}

/* @a to its member; the words for why not in @why. */
static bool apply(struct qmk_merge *m, const struct qmk_map_row *row, const struct assignment *a,
		  const char *file, struct str *why)
{
	const struct json *before;
	struct json *value;

	if (!get(m->info, row->info_key, &before, why))
		return false;
	if (qmk_truthy(before) && row->warn_duplicate)
		qmk_config_report_name(m, CONFIG_NAME_OVERWRITES, a,
				       "%s in %s is overwriting %s in info.json", row->name, file,
				       row->info_key);
	value = convert(m, row, a, why);
	return value && set(&(struct setter){ m, a, why }, row->info_key, qmk_config_mark(value, a));
}

/* QMK's scripts take the name of a member of the root for a path when it has points in it, and its value for what stands
 * there; they end where nothing does. */
static bool follow_points(struct qmk_merge *m)
{
	for (struct json *node = m->info->first, *next; node; node = next) {
		const struct json *there = NULL;
		struct str why = STR_INIT;

		next = node->next;
		if (!strchr(node->key, '.'))
			continue;
		get(m->info, node->key, &there, &why);
		str_release(&why);
		if (!there)
			return qmk_config_refuse(
				m, CONFIG_TYPE, node,
				"\"%s\" is no member: QMK's scripts take it for a path, and nothing "
				"stands there",
				node->key);
		json_put(m->doc, m->info, node->key, json_copy(m->doc, there));
	}
	return true;
}

bool qmk_config_apply_map(struct qmk_merge *m, const struct qmk_map *map, const struct assignments *all,
			  const char *file)
{
	for (size_t i = 0; i < map->count && all->count; i++) {
		const struct qmk_map_row *row = &map->row[i];
		const struct assignment *a = assignments_find(all, row->name);
		struct str why = STR_INIT;

		if (!a)
			continue;
		report_obsolete(m, row, a, file);
		if (row->to_json && !apply(m, row, a, file, &why))
			qmk_config_report_name(m, CONFIG_NAME_VALUE, a, "%s->%s: %s", row->name,
					       row->info_key, str_text(&why));
		str_release(&why);
	}
	return follow_points(m);
}
