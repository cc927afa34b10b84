/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "compile/kle.h"
#include "import/kle.h"
#include "import/via_definition.h"
#include "model/symbol.h"
#include "project/tree.h"
#include "tap.h"
#include "walk.h"

/* What KLE's text loses of real layouts: those of QMK's keyboards, and of VIA's definitions with each choice. */
static struct {
	int layouts, same;
} count;

static bool near(int a, int b)
{
	return abs(a - b) <= 1;
}

/* Keys where they were from the first one on, which is what a drawing tells. */
static bool same_key(const struct key *a, const struct key *b, int dx, int dy)
{
	return near(a->x_cu - b->x_cu, dx) && near(a->y_cu - b->y_cu, dy) && a->w_cu == b->w_cu &&
	       a->h_cu == b->h_cu && a->turn_cdeg == b->turn_cdeg && a->row == b->row && a->col == b->col &&
	       a->encoder == b->encoder &&
	       (!a->turn_cdeg ||
		(near(a->pivot_x_cu - b->pivot_x_cu, dx) && near(a->pivot_y_cu - b->pivot_y_cu, dy)));
}

static bool same_layout(const struct layout *a, const struct layout *b)
{
	int dx = a->key[0].x_cu - b->key[0].x_cu, dy = a->key[0].y_cu - b->key[0].y_cu;

	for (size_t i = 0; i < a->keys && i < b->keys; i++)
		if (!same_key(&a->key[i], &b->key[i], dx, dy))
			return false;
	return a->keys == b->keys;
}

static void check_layout(const char *what, const struct keyboard *kb, const struct layout *layout)
{
	struct str text = STR_INIT;
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct keyboard *back;
	bool same;

	kle_print(kb, layout, &text);
	back = kle_read(str_text(&text), text.len, &told, &err);
	same = back && !told.count && same_layout(layout, &back->layout[0]);
	if (!same)
		printf("# %s %s: %s\n", what, layout->name, back ? "not the same" : err.text);
	count.layouts++;
	count.same += same;
	keyboard_free(back);
	diagnostics_release(&told);
	str_release(&text);
}

static void check_keyboard(const char *what, struct keyboard *kb)
{
	for (size_t i = 0; kb && i < kb->layouts; i++)
		check_layout(what, kb, &kb->layout[i]);
	keyboard_free(kb);
}

static void check_definition(const char *path, const char *text, size_t len)
{
	struct diagnostics told = { 0 };
	struct err err;
	struct via_definition *d = via_definition_read(text, len, &told, &err);

	if (d)
		check_keyboard(path, via_definition_keyboard(d));
	via_definition_free(d);
	diagnostics_release(&told);
}

static void check_tree(const char *home)
{
	struct names names = { 0 };
	struct err err = { 0 };
	struct tree *tree = tree_open(home, &err);

	if (tree)
		tree_list(tree, &names);
	for (size_t i = 0; i < names.count; i++) {
		struct diagnostics told = { 0 };
		struct qmk_config *config = tree_config(tree, names.name[i], &told, &err);

		if (config)
			check_keyboard(names.name[i],
				       qmk_config_keyboard(config, names.name[i], &told, &err));
		qmk_config_free(config);
		diagnostics_release(&told);
	}
	names_release(&names);
	tree_close(tree);
}

/* QMK has a drawing for each of its layouts, in KLE's form. */
static void check_drawing(const char *path, const char *text, size_t len)
{
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct keyboard *kb = kle_read(text, len, &told, &err);

	count.layouts++;
	count.same += kb && !told.count && kle_is(text, len);
	if (!kb)
		printf("# %s: %s\n", path, err.text);
	keyboard_free(kb);
	diagnostics_release(&told);
}

static void check_drawings(const char *home)
{
	char *folder = home ? file_join(home, "layouts") : NULL;

	count.layouts = count.same = 0;
	if (folder)
		walk_files(folder, "/layout.json", check_drawing);
	if (!folder)
		ok(true, "QMK's drawings # SKIP set QMK_TEST_TREE to a QMK tree");
	else
		ok(count.layouts > 100 && count.same == count.layouts, "%d of %d drawings of QMK's open",
		   count.same, count.layouts);
	free(folder);
}

int main(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");
	static const char *const folders[] = { "src", "v3" };

	if (!corpus) {
		printf("1..0 # SKIP set KEYPLANE_CORPUS to the unpacked corpus\n");
		return 0;
	}
	for (size_t i = 0; i < COUNT(folders); i++) {
		char *folder = file_join(corpus, folders[i]);

		walk_files(folder, ".json", check_definition);
		free(folder);
	}
	ok(count.layouts > 5000 && count.same == count.layouts, "%d of %d layouts of VIA's come back",
	   count.same, count.layouts);
	count.layouts = count.same = 0;
	check_tree(corpus);
	ok(count.layouts > 9000 && count.same == count.layouts, "%d of %d layouts of QMK's come back",
	   count.same, count.layouts);
	check_drawings(getenv("QMK_TEST_TREE"));
	return tap_done();
}
