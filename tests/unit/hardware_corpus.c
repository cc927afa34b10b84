/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "project/tree.h"
#include "tap.h"

/*
 * How each keyboard of QMK's tree is wired, against what is drawn of it: as many rows, columns and encoders. A matrix that
 * code scans may have any pins, and a right half fewer than the left.
 */
static struct {
	size_t keyboards, same, diodes, direct, custom, unknown, right, encoders, underglow, backlight, told;
} count;

static size_t rows_of(const struct matrix_pins *pins)
{
	return pins->direct_rows ? pins->direct_rows : pins->rows;
}

static size_t cols_of(const struct matrix_pins *pins)
{
	return pins->direct_cols ? pins->direct_cols : pins->cols;
}

static bool has_size(const struct keyboard *kb, const struct hardware *h)
{
	size_t halves = kb->split ? 2 : 1;

	if ((int)h->encoders != kb->encoders)
		return false;
	if (!hardware_has_matrix(h))
		return true;
	return rows_of(&h->matrix) * halves == (size_t)kb->rows && cols_of(&h->matrix) == (size_t)kb->cols &&
	       rows_of(&h->right) <= rows_of(&h->matrix) && cols_of(&h->right) <= cols_of(&h->matrix);
}

static void count_parts(const struct hardware *h)
{
	count.custom += h->custom_matrix;
	count.direct += !h->custom_matrix && h->matrix.direct_rows;
	count.diodes += !h->matrix.direct_rows && hardware_has_matrix(h);
	count.unknown += !h->custom_matrix && !hardware_has_matrix(h);
	count.right += rows_of(&h->right) != 0;
	count.encoders += h->encoders;
	count.underglow += h->underglow.pin[0] != '\0';
	count.backlight += h->backlight_pin[0] != '\0';
}

static void check(const struct qmk_config *config, const char *id)
{
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct keyboard *kb = qmk_config_keyboard(config, id, &told, &err);
	size_t before = told.count;
	struct hardware *h = qmk_config_hardware(config, &told);

	count.keyboards += kb != NULL;
	if (kb && has_size(kb, h))
		count.same++;
	else if (kb)
		printf("# %s: a matrix of %d by %d with %d encoders has pins for %zu and %zu by %zu with "
		       "%zu\n",
		       id, kb->rows, kb->cols, kb->encoders, rows_of(&h->matrix), rows_of(&h->right),
		       cols_of(&h->matrix), h->encoders);
	for (size_t i = before; i < told.count; i++)
		printf("# %s: %s\n", id, told.item[i].text);
	count.told += told.count - before;
	count_parts(h);
	hardware_free(h);
	keyboard_free(kb);
	diagnostics_release(&told);
}

static void check_tree(struct tree *tree)
{
	struct names names = { 0 };

	tree_list(tree, &names);
	for (size_t i = 0; i < names.count; i++) {
		struct diagnostics ignored = { 0 };
		struct err err = { 0 };
		struct qmk_config *config = tree_config(tree, names.name[i], &ignored, &err);

		if (config)
			check(config, names.name[i]);
		qmk_config_free(config);
		diagnostics_release(&ignored);
	}
	names_release(&names);
}

int main(void)
{
	const char *home = getenv("QMK_TEST_TREE");
	struct err err = { 0 };
	struct tree *tree;

	if (!home) {
		printf("1..0 # SKIP set QMK_TEST_TREE to a QMK tree\n");
		return 0;
	}
	tree = tree_open(home, &err);
	ok(tree, "the tree opens: %s", err.text);
	if (tree)
		check_tree(tree);
	printf("# %zu with diodes, %zu direct, %zu scanned by code, %zu unknown; %zu right halves of their "
	       "own\n",
	       count.diodes, count.direct, count.custom, count.unknown, count.right);
	printf("# %zu encoders, %zu data pins of LEDs, %zu pins of a backlight\n", count.encoders,
	       count.underglow, count.backlight);
	ok(count.keyboards > 3700, "%zu keyboards are read", count.keyboards);
	ok(count.same == count.keyboards, "%zu have pins for the matrix and the encoders that are drawn",
	   count.same);
	ok(!count.told, "%zu things are said otherwise than QMK says them", count.told);
	tree_close(tree);
	return tap_done();
}
