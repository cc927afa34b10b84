/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/json.h"
#include "compile/via_definition.h"
#include "import/via_definition.h"
#include "model/layout.h"
#include "tap.h"
#include "walk.h"

/* VIA's own definitions, all of them: they open, lay out with every choice, and come back from their printed form. */
static struct {
	int files, opened, counted, printed, packed, layouts, tidy, told;
} count;

/* Texts in the rows of keys: what a reader of KLE may not lose. */
static size_t texts_of(const char *text, size_t len)
{
	struct err err;
	struct json_doc *doc = json_parse(text, len, &err);
	const struct json *rows = doc ? json_find(json_root(doc), "layouts.keymap") : NULL;
	size_t texts = 0;

	for (const struct json *row = rows ? rows->first : NULL; row; row = row->next)
		for (const struct json *item = row->type == JSON_ARRAY ? row->first : NULL; item;
		     item = item->next)
			texts += item->type == JSON_TEXT;
	json_doc_free(doc);
	return texts;
}

/* Pairs of keys that lie on each other by more than a hair. */
static size_t overlaps(const struct layout *layout)
{
	struct geometry g;
	size_t pairs = 0;

	geometry_init(&g, layout, 0);
	for (size_t i = 0; i < g.keys; i++) {
		for (size_t k = i + 1; k < g.keys; k++) {
			const struct box *a = &g.slot[i], *b = &g.slot[k];
			const struct key *x = &layout->key[i], *y = &layout->key[k];

			pairs += x->turn_cdeg == 0 && y->turn_cdeg == 0 && a->x + 3 < b->x + b->w &&
				 b->x + 3 < a->x + a->w && a->y + 3 < b->y + b->h && b->y + 3 < a->y + a->h;
		}
	}
	geometry_release(&g);
	return pairs;
}

static void release(struct layout *layout)
{
	free(layout->name);
	free(layout->key);
}

static void check_choice(const char *path, const struct via_definition *d, const uint8_t *choice,
			 size_t option, size_t usual)
{
	struct layout layout;
	uint8_t back[VIA_MAX_OPTIONS] = { 0 };
	uint32_t bits;
	struct err err;

	via_definition_layout(d, choice, "LAYOUT", &layout);
	count.layouts++;
	count.tidy += layout.keys > 0 && overlaps(&layout) <= usual;
	if (!layout.keys || overlaps(&layout) > usual)
		printf("# %s: %s, choice %d: %zu keys, %zu overlaps and not %zu\n", path,
		       d->option[option].name, choice[option], layout.keys, overlaps(&layout), usual);
	count.packed += via_definition_pack(d, choice, &bits, &err) &&
			via_definition_unpack(d, bits, back, &err) && !memcmp(choice, back, d->options);
	release(&layout);
}

static void check_choices(const char *path, const struct via_definition *d)
{
	struct layout layout;
	size_t usual;

	via_definition_layout(d, NULL, "LAYOUT", &layout);
	usual = overlaps(&layout);
	release(&layout);
	for (size_t i = 0; i < d->options; i++) {
		uint8_t choice[VIA_MAX_OPTIONS] = { 0 };

		for (size_t c = 0; c < via_option_choices(&d->option[i]); c++) {
			choice[i] = (uint8_t)c;
			check_choice(path, d, choice, i, usual);
		}
	}
}

static bool same_shape(const struct kle_shape *a, const struct kle_shape *b)
{
	return a->x_cu == b->x_cu && a->y_cu == b->y_cu && a->w_cu == b->w_cu && a->h_cu == b->h_cu &&
	       a->x2_cu == b->x2_cu && a->y2_cu == b->y2_cu && a->w2_cu == b->w2_cu && a->h2_cu == b->h2_cu &&
	       a->turn_cdeg == b->turn_cdeg && a->pivot_x_cu == b->pivot_x_cu &&
	       a->pivot_y_cu == b->pivot_y_cu && a->decal == b->decal && a->ghost == b->ghost &&
	       a->stepped == b->stepped && a->homing == b->homing && a->colour == b->colour &&
	       a->legend_colour == b->legend_colour;
}

static bool same_keys(const struct via_definition *a, const struct via_definition *b)
{
	for (size_t i = 0; i < a->keys && a->keys == b->keys; i++) {
		const struct via_key *x = &a->key[i], *y = &b->key[i];

		if (!same_shape(&x->shape, &y->shape) || x->row != y->row || x->col != y->col ||
		    x->option != y->option || x->choice != y->choice || x->encoder != y->encoder ||
		    x->turn != y->turn || x->led != y->led || x->label != y->label)
			return false;
	}
	return a->keys == b->keys;
}

/* What is printed is read back as the same keys, and printed again as the same text. */
static void check_print(const char *path, const struct via_definition *d)
{
	struct str text = STR_INIT, again = STR_INIT;
	struct diagnostics told = { 0 };
	struct via_definition *back;
	struct err err = { 0 };
	bool same;

	via_definition_print(d, d->format, &text, &told);
	back = via_definition_read(str_text(&text), text.len, &told, &err);
	if (back)
		via_definition_print(back, back->format, &again, &told);
	same = back && !told.count && same_keys(d, back) && !strcmp(str_text(&text), str_text(&again));
	if (!same)
		printf("# %s: %s\n", path, back ? told.count ? told.item[0].text : "not the same" : err.text);
	count.printed += same;
	via_definition_free(back);
	diagnostics_release(&told);
	str_release(&text);
	str_release(&again);
}

static void check_file(const char *path, const char *text, size_t len)
{
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct via_definition *d = via_definition_read(text, len, &told, &err);

	count.files++;
	count.opened += d != NULL;
	if (!d)
		printf("# %s: %s\n", path, err.text);
	for (size_t i = 0; i < told.count; i++)
		printf("# %s:%d:%d: %s\n", path, told.item[i].place.line, told.item[i].place.column,
		       told.item[i].text);
	count.told += told.count > 0;
	if (d) {
		count.counted += d->keys == texts_of(text, len);
		check_choices(path, d);
		check_print(path, d);
	}
	via_definition_free(d);
	diagnostics_release(&told);
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

		walk_files(folder, ".json", check_file);
		free(folder);
	}
	ok(count.files > 1000 && count.opened == count.files, "%d of %d definitions open", count.opened,
	   count.files);
	ok(count.counted == count.files, "%d have as many keys as texts", count.counted);
	/* Some definitions have keys of one choice that lie on those of another option. */
	ok(count.layouts - count.tidy <= count.layouts / 200,
	   "%d of %d layouts have no more overlaps than the usual one", count.tidy, count.layouts);
	ok(count.packed == count.layouts, "the choices go into the firmware's 32 bits and back");
	ok(count.printed == count.files, "%d are the same when they are printed and read", count.printed);
	ok(!count.told, "%d have something wrong in them", count.told);
	return tap_done();
}
