/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/marker.h"
#include "key_grid.h"
#include "zmk_shield.h"
#include "zmk_text.h"

enum { INDENT = 12 };

/* ZMK's size of a key, place, angle, and the point that it is turned about: hundredths, all of them. */
static void print_number(int number, int width, struct str *out)
{
	char text[24];

	snprintf(text, sizeof(text), number < 0 ? "(%d)" : "%d", number);
	str_addf(out, " %*s", width, text);
}

static void print_key(const struct key *key, struct str *out)
{
	bool turned = key->turn_cdeg != 0;

	str_add(out, "<&key_physical_attrs");
	print_number(key->w_cu, 3, out);
	print_number(key->h_cu, 3, out);
	print_number(key->x_cu, 4, out);
	print_number(key->y_cu, 4, out);
	print_number(key->turn_cdeg, 7, out);
	print_number(turned ? key->pivot_x_cu : 0, 5, out);
	print_number(turned ? key->pivot_y_cu : 0, 5, out);
	str_add_char(out, '>');
}

/* A name for people: "split 3x6 3" of LAYOUT_split_3x6_3. */
static void print_display_name(const struct layout *layout, struct str *out)
{
	const char *name = strncmp(layout->name, "LAYOUT", 6) ? layout->name : layout->name + 6;
	struct str text = STR_INIT;

	str_add(&text, *name == '_' ? name + 1 : name);
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == '_')
			text.data[i] = ' ';
	zmk_text_add_string(out, text.len ? text.data : "Default");
	str_release(&text);
}

static void print_layout(const struct zmk_shield *s, size_t index, struct str *out)
{
	const struct layout *layout = &s->in->keyboard->layout[index];
	const char *name = s->layout[index];

	str_addf(out, "\n    %slayout_%s: %slayout_%s {\n", s->prefix, name, s->prefix, name);
	str_add(out, "        compatible = \"zmk,physical-layout\";\n        display-name = ");
	print_display_name(layout, out);
	str_addf(out, ";\n        transform = <&%stransform_%s>;\n", s->prefix, name);
	str_add(out, "        keys //                     w   h    x    y     rot    rx    ry\n");
	for (size_t i = 0; i < layout->keys; i++) {
		str_add(out, i ? "            , " : "            = ");
		print_key(&layout->key[i], out);
		str_add_char(out, '\n');
	}
	str_add(out, "            ;\n    };\n");
}

static void print_grid(const struct layout *layout, struct str *cell, struct str *out)
{
	const struct key_grid grid = { "", INDENT };

	key_grid_print(&grid, layout, cell, out);
	for (size_t i = 0; i < layout->keys; i++)
		str_release(&cell[i]);
	free(cell);
}

static void print_transform(const struct zmk_shield *s, size_t index, struct str *out)
{
	const struct layout *layout = &s->in->keyboard->layout[index];
	struct str *cell = mem_new(layout->keys + 1, sizeof(*cell));
	const char *name = s->layout[index];

	str_addf(out, "\n    %stransform_%s: %stransform_%s {\n", s->prefix, name, s->prefix, name);
	str_addf(out, "        compatible = \"zmk,matrix-transform\";\n        rows = <%d>;\n", s->rows);
	str_addf(out, "        columns = <%d>;\n        map = <\n", s->cols);
	for (size_t i = 0; i < layout->keys; i++) {
		struct zmk_place place = zmk_shield_place(s, &layout->key[i]);

		str_addf(&cell[i], "RC(%d,%d)", place.row, place.col);
	}
	print_grid(layout, cell, out);
	str_add(out, "        >;\n    };\n");
}

void zmk_transforms_print(const struct zmk_shield *s, struct str *out)
{
	for (size_t i = 0; i < s->in->keyboard->layouts; i++)
		print_transform(s, i, out);
}

/* For each key of @from, the key of @to that is it. */
struct pairing {
	const struct layout *from, *to;
	size_t *pair; /* of each key of @from */
	bool *paired; /* of each key of @to, and of places behind them */
};

static size_t place_number(const struct key *key)
{
	return (size_t)key->row * (UINT8_MAX + 1) + key->col;
}

/* Keys at the same place of the matrix. */
static void pair_by_matrix(struct pairing *p)
{
	enum { PLACES = (UINT8_MAX + 1) * (UINT8_MAX + 1) };
	uint16_t *at = mem_new(PLACES, sizeof(*at)); /* of each place 1 + the key of @to */

	for (size_t i = 0; i < p->to->keys; i++)
		at[place_number(&p->to->key[i])] = (uint16_t)(i + 1);
	for (size_t i = 0; i < p->from->keys; i++) {
		uint16_t *found = &at[place_number(&p->from->key[i])];

		p->pair[i] = *found ? (size_t)*found - 1 : SIZE_MAX;
		if (*found)
			p->paired[p->pair[i]] = true;
		*found = 0; /* two keys at one place are not the same one */
	}
	free(at);
}

/* The others in their order, at last places behind the keys: those ZMK keeps, and does not show. */
static void pair_the_rest(struct pairing *p)
{
	size_t next = 0;

	for (size_t i = 0; i < p->from->keys; i++) {
		if (p->pair[i] != SIZE_MAX)
			continue;
		while (p->paired[next])
			next++;
		p->pair[i] = next++;
	}
}

static void print_positions(const struct zmk_shield *s, const struct layout *longest, size_t index,
			    struct str *out)
{
	struct pairing p = { .from = longest, .to = &s->in->keyboard->layout[index] };
	struct str *cell = mem_new(longest->keys + 1, sizeof(*cell));

	p.pair = mem_new(longest->keys + 1, sizeof(*p.pair));
	p.paired = mem_new(longest->keys + 1, sizeof(*p.paired));
	pair_by_matrix(&p);
	pair_the_rest(&p);
	for (size_t i = 0; i < longest->keys; i++)
		str_addf(&cell[i], "%zu", p.pair[i]);
	str_addf(out, "\n        positions_%s {\n", s->layout[index]);
	str_addf(out, "            physical-layout = <&%slayout_%s>;\n            positions = <\n", s->prefix,
		 s->layout[index]);
	print_grid(longest, cell, out);
	str_add(out, "            >;\n        };\n");
	free(p.pair);
	free(p.paired);
}

/* ZMK refuses a number that is not below the length of its keymap, so the longest layout gives all others their places:
 * each of them has all numbers up to that. */
static void print_position_map(const struct zmk_shield *s, struct str *out)
{
	const struct keyboard *kb = s->in->keyboard;
	const struct layout *longest = &kb->layout[0];

	for (size_t i = 1; i < kb->layouts; i++)
		if (kb->layout[i].keys > longest->keys)
			longest = &kb->layout[i];
	str_addf(out, "\n    %sposition_map: %sposition_map {\n", s->prefix, s->prefix);
	str_add(out, "        compatible = \"zmk,physical-layout-position-map\";\n        complete;\n");
	for (size_t i = 0; i < kb->layouts; i++)
		print_positions(s, longest, i, out);
	str_add(out, "    };\n");
}

void zmk_layouts_emit(const struct zmk_shield *s, struct str *out)
{
	const struct keyboard *kb = s->in->keyboard;

	str_add(out, "/* " MARKER " */\n\n#include <physical_layouts.dtsi>\n\n/ {");
	for (size_t i = 0; i < kb->layouts; i++)
		print_layout(s, i, out);
	if (kb->layouts > 1)
		print_position_map(s, out);
	str_add(out, "};\n");
}
