/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/keyboard_data.h"
#include "import/kle.h"
#include "import/via_definition.h"
#include "model/symbol.h"
#include "project/project.h"
#include "project/tree.h"
#include "qmk_texts.h"
#include "tap.h"
#include "walk.h"

/*
 * A keyboard.json made of the model, read back: the same keyboard, wired the same, valid by QMK's schema, and one that QMK
 * would merge without an error. Of QMK's keyboards, and of those that drawings and keymaps of others' tell.
 */
static struct {
	size_t keyboards, valid, merged, same, wired;
} count;

static void say(void *data, const struct schema_problem *problem)
{
	printf("# %s: %s: %s\n", (const char *)data, problem->path, problem->text);
}

static bool is_valid(const char *what, const struct str *text)
{
	struct err err = { 0 };
	struct json_doc *doc = json_parse(str_text(text), text->len, &err);
	bool valid =
		doc && schema_check_all(qmk_facts_builtin()->keyboard, json_root(doc), say, (void *)what);

	json_doc_free(doc);
	return valid;
}

/* What lay left of the corner, or above it, is moved by as much. */
static bool same_key(const struct key *a, const struct key *b, int dx, int dy)
{
	return a->x_cu - b->x_cu == dx && a->y_cu - b->y_cu == dy && a->w_cu == b->w_cu &&
	       a->h_cu == b->h_cu && a->turn_cdeg == b->turn_cdeg && a->row == b->row && a->col == b->col &&
	       a->encoder == b->encoder && a->hand == b->hand &&
	       (!a->turn_cdeg ||
		(a->pivot_x_cu - b->pivot_x_cu == dx && a->pivot_y_cu - b->pivot_y_cu == dy)) &&
	       (a->label == b->label || strchr(symbol_text(a->label), '\n'));
}

static bool same_layout(const struct keyboard *a, const struct keyboard *b, size_t index)
{
	const struct layout *x = &a->layout[index], *y;
	char *name = keyboard_data_macro(a, index);
	bool same;
	int dx, dy;

	y = keyboard_find_layout(b, name);
	free(name);
	if (!y || x->keys != y->keys)
		return false;
	dx = x->key[0].x_cu - y->key[0].x_cu;
	dy = x->key[0].y_cu - y->key[0].y_cu;
	same = dx <= 0 && dy <= 0;
	for (size_t i = 0; i < x->keys; i++)
		same = same && same_key(&x->key[i], &y->key[i], dx, dy);
	return same;
}

static bool is_lost(const struct diagnostics *lost, const char *subject)
{
	for (size_t i = 0; i < lost->count; i++)
		if (!strcmp(lost->item[i].subject, subject))
			return true;
	return false;
}

static bool same_features(const struct keyboard *a, const struct keyboard *b, const struct diagnostics *lost)
{
	for (size_t i = 0; i < a->features; i++)
		if (keyboard_has_feature(b, a->feature[i]) == is_lost(lost, a->feature[i]))
			return false;
	return b->features <= a->features;
}

/* What is not said, QMK has a value for. */
static bool same_text(const char *a, const char *b)
{
	return !a[0] || !strcmp(a, b);
}

static bool same_keyboard(const struct keyboard *a, const struct keyboard *b, const struct diagnostics *lost)
{
	for (size_t i = 0; i < a->layouts; i++)
		if (!same_layout(a, b, i))
			return false;
	return a->layouts == b->layouts && a->aliases == b->aliases && same_text(a->name, b->name) &&
	       same_text(a->manufacturer, b->manufacturer) && same_text(a->maintainer, b->maintainer) &&
	       same_text(a->processor, b->processor) && same_text(a->bootloader, b->bootloader) &&
	       same_text(a->board, b->board) && a->usb_vid == b->usb_vid && a->usb_pid == b->usb_pid &&
	       a->split == b->split && a->rows == b->rows && a->cols == b->cols &&
	       (a->encoders == b->encoders || is_lost(lost, "encoders")) && same_features(a, b, lost);
}

static void check_config(const char *what, const struct keyboard *kb, const struct hardware *h,
			 const struct qmk_config *config, const struct diagnostics *lost)
{
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct keyboard *back = qmk_config_keyboard(config, kb->id, &told, &err);
	struct hardware *wires = qmk_config_hardware(config, &told);
	bool same = back && same_keyboard(kb, back, lost), wired = !h || hardware_equal(h, wires);

	if (!same || !wired)
		printf("# %s: %s\n", what, !back ? err.text : same ? "not wired the same" : "not the same");
	count.same += same;
	count.wired += wired;
	hardware_free(wires);
	keyboard_free(back);
	diagnostics_release(&told);
}

/* Read as QMK reads the only file of a keyboard. */
static void check_text(const char *what, const struct keyboard *kb, const struct hardware *h,
		       const struct str *text, const struct diagnostics *lost)
{
	const struct qmk_text_row rows[] = { { "keyboards/k/keyboard.json", text->data, text->len }, { 0 } };
	struct qmk_files files = qmk_texts(rows);
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct qmk_config *config = qmk_config_read("k", &files, qmk_facts_builtin(), &told, &err);

	if (config && !config->refused)
		count.merged++;
	for (size_t i = 0; i < told.count && (!config || config->refused); i++)
		printf("# %s: %s\n", what, told.item[i].text);
	if (config)
		check_config(what, kb, h, config, lost);
	qmk_config_free(config);
	diagnostics_release(&told);
}

static void check(const char *what, const struct keyboard *kb, const struct hardware *h)
{
	struct diagnostics lost = { 0 };
	struct str text = STR_INIT;

	keyboard_data_print(kb, h, &text, &lost);
	count.keyboards++;
	count.valid += is_valid(what, &text);
	check_text(what, kb, h, &text, &lost);
	str_release(&text);
	diagnostics_release(&lost);
}

static void sum_up(size_t least, const char *whose)
{
	ok(count.keyboards > least && count.valid == count.keyboards && count.merged == count.keyboards,
	   "%zu and %zu of %zu %s are valid, and merged", count.valid, count.merged, count.keyboards, whose);
	ok(count.same == count.keyboards && count.wired == count.keyboards,
	   "%zu and %zu of them are the same, and wired the same", count.same, count.wired);
	memset(&count, 0, sizeof(count));
}

static void check_definition(const char *path, const char *text, size_t len)
{
	struct diagnostics told = { 0 };
	struct err err;
	struct via_definition *d = via_definition_read(text, len, &told, &err);
	struct keyboard *kb = d ? via_definition_keyboard(d) : NULL;

	if (kb)
		check(path, kb, NULL);
	keyboard_free(kb);
	via_definition_free(d);
	diagnostics_release(&told);
}

static void check_drawing(const char *path, const char *text, size_t len)
{
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct keyboard *kb = kle_read(text, len, &told, &err);

	if (kb)
		check(path, kb, NULL);
	keyboard_free(kb);
	diagnostics_release(&told);
}

static void check_keymap(const char *path, const char *text, size_t len)
{
	struct err err = { 0 };
	struct project *p = project_open(path, NULL, &err);

	(void)text;
	(void)len;
	if (p && !p->keyboard->guessed)
		check(path, p->keyboard, p->hardware);
	project_free(p);
}

static void check_tree(const char *home)
{
	struct names names = { 0 };
	struct err err = { 0 };
	struct tree *tree = tree_open(home, &err);

	ok(tree, "the tree opens: %s", err.text);
	if (tree)
		tree_list(tree, &names);
	for (size_t i = 0; i < names.count; i++) {
		struct diagnostics told = { 0 };
		struct qmk_config *config = tree_config(tree, names.name[i], &told, &err);
		struct keyboard *kb = config ? qmk_config_keyboard(config, names.name[i], &told, &err) : NULL;
		struct hardware *h = kb ? qmk_config_hardware(config, &told) : NULL;

		if (kb)
			check(names.name[i], kb, h);
		hardware_free(h);
		keyboard_free(kb);
		qmk_config_free(config);
		diagnostics_release(&told);
	}
	names_release(&names);
	tree_close(tree);
}

/* What is in @folder of the one that @variable names. */
static void walk(const char *variable, const char *folder, const char *end,
		 void (*each)(const char *path, const char *text, size_t len))
{
	char *path = getenv(variable) ? file_join(getenv(variable), folder) : NULL;

	if (path)
		walk_files(path, end, each);
	free(path);
}

int main(void)
{
	if (!getenv("QMK_TEST_TREE") || !getenv("KEYPLANE_CORPUS")) {
		printf("1..0 # SKIP set QMK_TEST_TREE to a QMK tree and KEYPLANE_CORPUS to the unpacked "
		       "corpus\n");
		return 0;
	}
	check_tree(getenv("QMK_TEST_TREE"));
	sum_up(3700, "keyboards of QMK's");
	walk("KEYPLANE_CORPUS", "src", ".json", check_definition);
	walk("KEYPLANE_CORPUS", "v3", ".json", check_definition);
	sum_up(1000, "definitions of VIA's");
	walk("QMK_TEST_TREE", "layouts", "/layout.json", check_drawing);
	sum_up(100, "drawings");
	if (getenv("KEYPLANE_KEYMAPS")) {
		walk("KEYPLANE_KEYMAPS", "", ".keymap", check_keymap);
		sum_up(20, "keyboards of ZMK's");
	} else {
		ok(true, "keyboards of ZMK's # SKIP set KEYPLANE_KEYMAPS to a folder of repositories");
	}
	return tap_done();
}
