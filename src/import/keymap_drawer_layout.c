/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_drawer_private.h"

enum { UNIT = 100, GAP = 100, MOST = 32 };

/* `ortho_layout`: rows and columns, of each half when it is split, and thumb keys of each half. */
struct ortho {
	bool split;
	int rows, columns, thumbs;
};

static bool read_number(struct drawer_reader *r, const yaml_node_t *mapping, const char *name, int *out)
{
	const yaml_node_t *node = yaml_text_member(&r->yaml, mapping, name, NULL);
	const char *text = yaml_text_scalar(node);
	char *end;
	long number = strtol(text, &end, 10);

	*out = 0;
	if (!node)
		return true;
	if (end == text || *end || number < 0 || number > MOST)
		return false;
	*out = (int)number;
	return true;
}

static bool read_ortho(struct drawer_reader *r, const yaml_node_t *node, struct ortho *out)
{
	const char *split = yaml_text_scalar(yaml_text_member(&r->yaml, node, "split", NULL));

	out->split = !strcmp(split, "true") || !strcmp(split, "True") || !strcmp(split, "yes");
	return yaml_text_is(node, YAML_MAPPING_NODE) && read_number(r, node, "rows", &out->rows) &&
	       read_number(r, node, "columns", &out->columns) &&
	       read_number(r, node, "thumbs", &out->thumbs) &&
	       !yaml_text_member(&r->yaml, node, "drop_pinky", NULL) &&
	       !yaml_text_member(&r->yaml, node, "drop_inner", NULL) && out->rows && out->columns &&
	       out->thumbs <= out->columns && (out->split || !out->thumbs);
}

static void add_key(struct keyboard *kb, int row, int col, int gap)
{
	struct layout *layout = &kb->layout[0];

	layout->key[layout->keys++] = (struct key){ .x_cu = (int16_t)(col * UNIT + gap),
						    .y_cu = (int16_t)(row * UNIT),
						    .w_cu = UNIT,
						    .h_cu = UNIT,
						    .row = (uint8_t)row,
						    .col = (uint8_t)col,
						    .encoder = -1 };
}

struct keyboard *drawer_ortho(struct drawer_reader *r, const yaml_node_t *layout, size_t keys)
{
	const yaml_node_t *node = yaml_text_member(&r->yaml, layout, "ortho_layout", NULL);
	struct ortho o;
	struct keyboard *kb;
	int columns, halves;

	if (!node || !read_ortho(r, node, &o))
		return NULL;
	halves = o.split ? 2 : 1;
	columns = o.columns * halves;
	if (keys != (size_t)(o.rows * columns + halves * o.thumbs))
		return NULL;
	kb = keyboard_new();
	kb->rows = o.rows + (o.thumbs > 0);
	kb->cols = columns;
	kb->layouts = 1;
	kb->layout = mem_new(1, sizeof(*kb->layout));
	kb->layout[0].name = mem_copy_text("LAYOUT");
	kb->layout[0].key = mem_new(keys, sizeof(struct key));
	for (int row = 0; row < o.rows; row++)
		for (int col = 0; col < columns; col++)
			add_key(kb, row, col, o.split && col >= o.columns ? GAP : 0);
	for (int i = 0; i < o.thumbs * halves; i++)
		add_key(kb, o.rows, o.columns - o.thumbs + i, i >= o.thumbs ? GAP : 0);
	return kb;
}
