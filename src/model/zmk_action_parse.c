/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/keymap.h"
#include "model/symbol.h"
#include "model/zmk_key.h"
#include "zmk_behavior_table.h"
#include "zmk_cell.h"

enum { PAGE_KEYBOARD = 7 };

/* What a cell turned out to be. */
struct value {
	enum arg_type type;
	uint32_t arg;
};

static struct zmk_cell trim(struct zmk_cell cell)
{
	while (cell.len && zmk_is_space(*cell.text))
		cell.text++, cell.len--;
	while (cell.len && zmk_is_space(cell.text[cell.len - 1]))
		cell.len--;
	return cell;
}

/* What is between the parentheses that the whole of @cell behind its first @skip bytes is in. */
static bool inside(struct zmk_cell cell, size_t skip, struct zmk_cell *out)
{
	struct zmk_cell rest = trim((struct zmk_cell){ cell.text + skip, cell.len - skip });
	int depth = 0;

	if (rest.len < 2 || *rest.text != '(')
		return false;
	for (size_t i = 0; i < rest.len; i++) {
		depth += (rest.text[i] == '(') - (rest.text[i] == ')');
		if (!depth && i + 1 < rest.len)
			return false;
	}
	*out = trim((struct zmk_cell){ rest.text + 1, rest.len - 2 });
	return !depth;
}

static size_t name_length(struct zmk_cell cell)
{
	size_t len = 0;

	while (len < cell.len && zmk_is_name(cell.text[len]))
		len++;
	return len && !zmk_is_digit(*cell.text) ? len : 0;
}

static int digit(char c)
{
	if (zmk_is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

/* 12, 0x1F, 017, with or without U and L. */
static bool read_literal(struct zmk_cell cell, int64_t *value)
{
	int base = 10;
	size_t at = 0;

	while (cell.len > 1 && strchr("uUlL", cell.text[cell.len - 1]))
		cell.len--;
	if (cell.len > 1 && *cell.text == '0') {
		base = (cell.text[1] | 0x20) == 'x' ? 16 : 8;
		at = base == 16 ? 2 : 1;
	}
	if (at == cell.len)
		return false;
	for (*value = 0; at < cell.len; at++) {
		if (digit(cell.text[at]) >= base)
			return false;
		*value = *value * base + digit(cell.text[at]);
		if (*value > UINT32_MAX)
			return false;
	}
	return true;
}

static bool read_number(struct zmk_cell cell, const struct zmk_names *names, int64_t *value)
{
	struct zmk_cell inner;
	size_t name;

	while (inside(cell, 0, &inner)) {
		cell = inner;
		if (cell.len && *cell.text == '-') {
			cell = trim((struct zmk_cell){ cell.text + 1, cell.len - 1 });
			if (!read_literal(cell, value))
				return false;
			*value = -*value;
			return *value >= INT32_MIN;
		}
	}
	name = name_length(cell);
	if (name)
		return name == cell.len && names && names->number &&
		       names->number(names->data, cell.text, cell.len, value) && *value >= INT32_MIN &&
		       *value <= UINT32_MAX;
	return read_literal(cell, value);
}

/* ZMK's own numbers: modifiers, page and usage from the top byte down; page 0 is the keyboard's. */
static bool key_of_number(int64_t number, uint32_t *key)
{
	uint32_t value = (uint32_t)number, page = value >> 16 & 0xff, usage = value & 0xffff;

	if (!page)
		page = PAGE_KEYBOARD;
	for (size_t i = 0; i < zmk_key_count(); i++) {
		const struct zmk_key *row = zmk_key_at(i);

		if (row->page != page || row->usage != usage || KEY_MODS(row->key))
			continue;
		*key = KEY(KEY_CODE(row->key), value >> 24);
		return true;
	}
	return false;
}

static bool read_key(struct zmk_cell cell, const struct zmk_names *names, uint32_t *key)
{
	const struct zmk_key *row;
	uint8_t mods = 0;
	int64_t number;
	size_t name;

	for (;;) {
		struct zmk_cell inner;

		name = name_length(cell);
		if (!inside(cell, name, &inner))
			break;
		if (name && !zmk_mod_function(cell.text, name))
			return false;
		mods |= zmk_mod_function(cell.text, name);
		cell = inner;
	}
	if (read_number(cell, names, &number)) {
		if (!key_of_number(number, key))
			return false;
	} else {
		row = name && name == cell.len ? zmk_key_find(cell.text, cell.len, NULL) : NULL;
		if (!row)
			return false;
		*key = row->key;
	}
	*key = KEY(KEY_CODE(*key), KEY_MODS(*key) | mods);
	return true;
}

bool zmk_key_parse(const char *text, size_t len, const struct zmk_names *names, uint32_t *key)
{
	return read_key(trim((struct zmk_cell){ text, len }), names, key);
}

bool zmk_number_parse(const char *text, size_t len, const struct zmk_names *names, int64_t *value)
{
	return read_number(trim((struct zmk_cell){ text, len }), names, value);
}

/* The text, with one space where there was white space. */
static uint32_t symbol_of_cell(struct zmk_cell cell)
{
	char text[ZMK_ACTION_MAX_BYTES];
	size_t len = 0;

	for (size_t i = 0; i < cell.len; i++) {
		if (!zmk_is_space(cell.text[i]))
			text[len++] = cell.text[i];
		else if (!zmk_is_space(cell.text[i - 1]))
			text[len++] = ' ';
	}
	return symbol_of_bytes(text, len);
}

/* As @type when it can be that; a number where a word or key was expected; else its text. @type ARG_NONE: as what it
 * looks like. */
static bool read_cell(struct zmk_cell cell, enum arg_type type, const struct zmk_names *names,
		      struct value *out, struct err *err)
{
	int64_t number;
	uint32_t key;

	if ((type == ARG_KEY || type == ARG_NONE) && (type == ARG_KEY || name_length(cell)) &&
	    read_key(cell, names, &key)) {
		*out = (struct value){ ARG_KEY, key };
	} else if (!read_number(cell, names, &number)) {
		*out = (struct value){ ARG_SYMBOL, symbol_of_cell(cell) };
	} else if (type != ARG_LAYER) {
		*out = (struct value){ ARG_NUMBER, (uint32_t)number };
	} else if (number < 0 || number >= KEYMAP_MAX_LAYERS) {
		return err_set(err, ERR_RANGE, "the layer is %.*s, but must be one of 0 to %d", (int)cell.len,
			       cell.text, KEYMAP_MAX_LAYERS - 1);
	} else {
		*out = (struct value){ ARG_LAYER, (uint32_t)number };
	}
	return true;
}

/* Whether @cell is a word of @words that needs a second cell, or none of them. */
static bool needs_second(struct zmk_cell cell, const char *words)
{
	size_t name = name_length(cell);

	for (const char *at = words; name && *at; at += *at == ' ') {
		size_t len = strcspn(at, " ");

		if (len == name && !memcmp(at, cell.text, len))
			return false;
		at += len;
	}
	return true;
}

static bool check_count(const struct zmk_cells *cells, const struct zmk_behavior *behavior, struct err *err)
{
	if (!behavior || behavior->cells < 0) {
		if (cells->count <= ZMK_CELLS_MAX)
			return true;
		return err_set(err, ERR_PARSE, "&%.*s has %zu cells, but there are at most %d",
			       (int)cells->ref.len, cells->ref.text, cells->count, ZMK_CELLS_MAX);
	}
	if (cells->count == (size_t)behavior->cells)
		return true;
	if (behavior->cells == 2 && cells->count == 1 && !needs_second(cells->cell[0], behavior->words))
		return true;
	return err_set(err, ERR_PARSE, "&%s takes %d cell%s, but has %zu", behavior->ref, behavior->cells,
		       behavior->cells == 1 ? "" : "s", cells->count);
}

/* The modifiers that holding this key is. */
static bool mods_of_key(struct value value, uint32_t *mods)
{
	uint8_t mod = value.type == ARG_KEY ? zmk_mod_of_key(value.arg) : 0;

	*mods = (uint32_t)(mod | KEY_MODS(value.arg));
	return mod != 0;
}

/* The kind that means the same, when the cells are what it needs. */
static bool simplify(enum action_kind kind, const struct value *value, struct action *out)
{
	if (kind == ACTION_MOD_ONE_SHOT && !mods_of_key(value[0], &(uint32_t){ 0 }))
		kind = ACTION_KEY_ONE_SHOT;
	*out = (struct action){ .kind = (uint16_t)kind };
	for (int i = 0; i < ZMK_CELLS_MAX; i++) {
		enum arg_type type = action_arg_type(*out, i);

		if (type == ARG_MODS) {
			if (!mods_of_key(value[i], &out->arg[i]))
				return false;
			continue;
		}
		if (type != value[i].type)
			return false;
		out->arg[i] = value[i].arg;
	}
	return true;
}

static const struct zmk_behavior *find_behavior(struct zmk_cell ref, const struct zmk_names *names)
{
	const struct zmk_behavior *behavior = NULL;

	if (names && names->behavior)
		behavior = names->behavior(names->data, ref.text, ref.len);
	return behavior ? behavior : zmk_behavior_find(ref.text, ref.len);
}

bool zmk_action_parse(const char *text, const struct zmk_names *names, struct action *out, struct err *err)
{
	struct value value[ZMK_CELLS_MAX] = { 0 };
	const struct zmk_behavior *behavior;
	struct zmk_cells cells;
	enum action_kind kind;

	if (!zmk_cells_split(text, &cells, err))
		return false;
	behavior = find_behavior(cells.ref, names);
	if (!check_count(&cells, behavior, err))
		return false;
	for (size_t i = 0; i < cells.count; i++) {
		enum arg_type type = behavior && behavior->cells > 0 ? behavior->cell[i] : ARG_NONE;

		if (!read_cell(cells.cell[i], type, names, &value[i], err))
			return false;
	}
	kind = zmk_kind_of_ref(cells.ref.text, cells.ref.len);
	if (kind != ACTION_BEHAVIOR && behavior == zmk_behavior_find(cells.ref.text, cells.ref.len) &&
	    simplify(kind, value, out))
		return true;
	*out = (struct action){ .kind = ACTION_BEHAVIOR,
				.flags = ACTION_CELLS(value[0].type, value[1].type),
				.arg = { symbol_of_bytes(cells.ref.text, cells.ref.len), value[0].arg,
					 value[1].arg } };
	return true;
}
