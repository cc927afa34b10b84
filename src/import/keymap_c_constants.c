/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "base/mem.h"
#include "keymap_c_private.h"
#include "model/symbol.h"

enum {
	FIRST_OWN = 0x7e00, /* QK_KB */
	LAST_OWN = 0x7fff,  /* QK_USER_MAX */
};

void c_constants_release(struct c_constants *all)
{
	free(all->item);
	free(all->slot);
	*all = (struct c_constants){ 0 };
}

/* Where @name is in the table, or would be. */
static uint32_t *find_slot(const struct c_constants *all, const char *name, size_t len)
{
	for (size_t at = hash_slot(hash_bytes(HASH_NONE, name, len));; at++) {
		uint32_t *slot = &all->slot[at & (all->slots - 1)];
		const struct c_constant *have = *slot ? &all->item[*slot - 1] : NULL;

		if (!have || (have->len == len && !memcmp(have->name, name, len)))
			return slot;
	}
}

const struct c_constant *c_find_constant(const struct keymap_c *r, const char *name, size_t len)
{
	const struct c_constants *all = &r->constants;
	uint32_t index = all->slots ? *find_slot(all, name, len) : 0;

	return index ? &all->item[index - 1] : NULL;
}

static void grow_table(struct c_constants *all)
{
	all->slots = all->slots ? all->slots * 2 : 64;
	free(all->slot);
	all->slot = mem_new(all->slots, sizeof(*all->slot));
	for (size_t i = 0; i < all->count; i++)
		*find_slot(all, all->item[i].name, all->item[i].len) = (uint32_t)i + 1;
}

void c_add_constant(struct keymap_c *r, struct c_constant constant)
{
	struct c_constants *all = &r->constants;

	if (all->count * 2 >= all->slots)
		grow_table(all);
	all->item = mem_grow(all->item, all->count, &all->cap, sizeof(*all->item));
	all->item[all->count++] = constant;
	*find_slot(all, constant.name, constant.len) = (uint32_t)all->count;
}

bool c_is_own_keycode(const struct c_constant *constant)
{
	return constant->known && constant->number >= FIRST_OWN && constant->number <= LAST_OWN;
}

/* Whether the name before the braces or behind them has "layer" in it. */
static bool is_of_layers(const struct keymap_c *r, uint32_t open)
{
	static const char word[] = "layer";
	uint32_t name[] = { open - 1, r->match[open] + 1 };

	for (size_t i = 0; i < COUNT(name); i++)
		for (uint32_t at = 0;
		     open && c_is_name(r, name[i]) && at + strlen(word) <= r->token[name[i]].len; at++)
			if (!strncasecmp(r->token[name[i]].text + at, word, strlen(word)))
				return true;
	return false;
}

void c_read_enum(struct keymap_c *r, uint32_t open)
{
	size_t first = r->constants.count;
	uint32_t at = open + 1, end = r->match[open];
	bool known = true;
	int64_t next = 0;
	struct c_item item;

	while (c_next_item(r, &at, end, &item)) {
		const struct cpp_token *name = &r->token[item.all.first];
		struct c_run value = { item.all.first + 2, item.all.count - 2 };

		if (!item.all.count || name->type != CPP_NAME)
			continue;
		if (item.all.count < 3 || !c_is(r, item.all.first + 1, "="))
			value.count = 0;
		else
			known = c_evaluate(r, value, &next);
		c_add_constant(
			r, (struct c_constant){ name->text, name->len, item.all.first, value, next, known });
		next++;
	}
	if (!r->layer_enum.count && is_of_layers(r, open))
		r->layer_enum = (struct c_run){ (uint32_t)first, (uint32_t)(r->constants.count - first) };
}

/* Behind (layer_state_t) in front of a value, which changes none that could be here; else @at. */
static uint32_t skip_cast(const struct keymap_c *r, uint32_t at, uint32_t end)
{
	uint32_t close = c_is(r, at, "(") ? r->match[at] : end;

	if (close + 1 >= end || close == at + 1 ||
	    !(c_is_name(r, close + 1) || c_is(r, close + 1, "(") || r->token[close + 1].type == CPP_NUMBER))
		return at;
	for (uint32_t i = at + 1; i < close; i++)
		if (!c_is_name(r, i))
			return at;
	return close + 1;
}

bool c_evaluate(const struct keymap_c *r, struct c_run run, int64_t *value)
{
	uint32_t end = run.first + run.count;
	struct str text = { .max = SYMBOL_MAX_BYTES };
	bool known;

	for (uint32_t at = run.first; at < end; at++) {
		if (at == run.first || !c_is_name(r, at - 1))
			at = skip_cast(r, at, end);
		c_add_expression(r, (struct c_run){ at, 1 }, &text);
		str_add_char(&text, ' ');
	}
	known = !text.full && action_number(str_text(&text), &r->names, value);
	str_release(&text);
	return known;
}
