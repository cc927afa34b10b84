/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "generate_private.h"

struct printer {
	struct str *out;
	const struct json *info;
	bool api;
	size_t level;
};

/* Members that stand apart from the alphabet, by rank. */
struct rank {
	const char *key;
	int rank;
};

enum { RANK_OTHER = 50 };
static const struct rank top_ranks[] = {
	{ "manufacturer", 10 },      { "keyboard_name", 11 },  { "maintainer", 12 },
	{ "community_layouts", 97 }, { "layout_aliases", 98 }, { "layouts", 99 },
};
static const struct rank line_ranks[] = {
	{ "label", 0 }, { "matrix", 1 }, { "x", 2 }, { "y", 3 }, { "w", 4 }, { "h", 5 }, { "flags", 6 },
};

struct sorted {
	int rank;
	const struct json *member;
};

static int by_rank(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	return x->rank != y->rank ? x->rank - y->rank : strcmp(x->member->key, y->member->key);
}

/* What QMK derives for its API. @of: the object that has the object @parent. */
static bool is_api_only(const struct printer *p, const struct json *of, const struct json *parent,
			const char *key)
{
	static const char *const top[] = { "keyboard_folder", "keymaps",  "parse_errors",
					   "parse_warnings",  "platform", "platform_key",
					   "processor_type",  "protocol" };
	static const char *const of_layout[] = { "c_macro", "filename", "json_layout" };

	if (parent == p->info) {
		for (size_t i = 0; i < COUNT(top); i++)
			if (!strcmp(key, top[i]))
				return true;
		return !strcmp(key, "matrix_size") && json_member(p->info, "matrix_pins");
	}
	if (of && of == json_member(p->info, "layouts"))
		for (size_t i = 0; i < COUNT(of_layout); i++)
			if (!strcmp(key, of_layout[i]))
				return true;
	return of == p->info && !strcmp(key, "led_count") &&
	       (!strcmp(parent->key, "rgb_matrix") || !strcmp(parent->key, "led_matrix")) &&
	       generation_is_true(json_member(parent, "layout"));
}

/* The members that are printed, in order. The caller frees. */
static struct sorted *sort(const struct printer *p, const struct json *of, const struct json *object,
			   const struct rank *ranks, size_t rank_count, size_t *count)
{
	struct sorted *list = mem_new(object->count + 1, sizeof(*list));

	*count = 0;
	for (const struct json *member = object->first; member; member = member->next) {
		struct sorted *s = &list[*count];

		if (!p->api && is_api_only(p, of, object, member->key))
			continue;
		*s = (struct sorted){ RANK_OTHER, member };
		for (size_t i = 0; i < rank_count; i++)
			if (!strcmp(ranks[i].key, member->key))
				s->rank = ranks[i].rank;
		(*count)++;
	}
	qsort(list, *count, sizeof(*list), by_rank);
	return list;
}

static void indent(struct printer *p)
{
	str_pad(p->out, ' ', 4 * p->level);
}

static void add_key(struct printer *p, const struct json *member)
{
	const struct json key = { .type = JSON_TEXT, .text = member->key };

	json_add_line(p->out, &key);
	str_add(p->out, ": ");
}

/* The parser's depth cap bounds the recursion. @of: the value that holds @node; NULL: none. */
static void print(struct printer *p, const struct json *of, const struct json *node);

static void print_object(struct printer *p, const struct json *of, const struct json *object)
{
	bool top = !p->level;
	size_t count;
	struct sorted *list = sort(p, of, object, top_ranks, top ? COUNT(top_ranks) : 0, &count);

	str_add(p->out, count ? "{\n" : "{}");
	p->level++;
	for (size_t i = 0; i < count; i++) {
		indent(p);
		add_key(p, list[i].member);
		print(p, object, list[i].member);
		str_add(p->out, i + 1 < count ? ",\n" : "\n");
	}
	p->level--;
	if (count) {
		indent(p);
		str_add_char(p->out, '}');
	}
	free(list);
}

/* A key, an LED or an encoder. */
static void print_on_line(struct printer *p, const struct json *of, const struct json *object)
{
	size_t count;
	struct sorted *list = sort(p, of, object, line_ranks, COUNT(line_ranks), &count);

	str_add_char(p->out, '{');
	for (size_t i = 0; i < count; i++) {
		add_key(p, list[i].member);
		print(p, object, list[i].member);
		str_add(p->out, i + 1 < count ? ", " : "");
	}
	str_add_char(p->out, '}');
	free(list);
}

static void print_array(struct printer *p, const struct json *array)
{
	bool flat = true,
	     lines = array->key && (!strcmp(array->key, "layout") || !strcmp(array->key, "rotary"));

	for (const struct json *item = array->first; item; item = item->next)
		flat = flat && item->type != JSON_ARRAY && item->type != JSON_OBJECT;
	str_add(p->out, flat ? "[" : "[\n");
	p->level += !flat;
	for (const struct json *item = array->first; item; item = item->next) {
		if (!flat)
			indent(p);
		if (lines && item->type == JSON_OBJECT)
			print_on_line(p, array, item);
		else
			print(p, array, item);
		if (item->next)
			str_add(p->out, flat ? ", " : ",\n");
	}
	p->level -= !flat;
	if (!flat) {
		str_add_char(p->out, '\n');
		indent(p);
	}
	str_add_char(p->out, ']');
}

static void print(struct printer *p, const struct json *of, const struct json *node)
{
	if (node->type == JSON_OBJECT)
		print_object(p, of, node);
	else if (node->type == JSON_ARRAY)
		print_array(p, node);
	else
		json_add_line(p->out, node);
}

void generate_info_json(const struct json *info, bool api, struct str *out)
{
	struct printer p = { out, info, api, 0 };

	print(&p, NULL, info);
	str_add_char(out, '\n');
}
