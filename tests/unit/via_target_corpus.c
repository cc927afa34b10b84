/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "import/via_definition.h"
#include "model/via_definition.h"
#include "via_targets.h"
#include "walk.h"

/* VIA's own definitions as keyboards: what the via target makes of each is the same drawing, with the same layouts. */
static struct {
	int files, keyboards, compiled, drawn, layouts, found, told;
} count;

static int find_key(const struct layout *layout, const struct key *key, const bool *used)
{
	for (size_t i = 0; i < layout->keys; i++) {
		const struct key *k = &layout->key[i];

		if (!used[i] && k->row == key->row && k->col == key->col && k->x_cu == key->x_cu &&
		    k->y_cu == key->y_cu && k->w_cu == key->w_cu && k->h_cu == key->h_cu &&
		    k->turn_cdeg == key->turn_cdeg && k->encoder == key->encoder)
			return (int)i;
	}
	return -1;
}

/* How many keys of @a are also in @b. */
static size_t count_common(const struct layout *a, const struct layout *b)
{
	bool *used = mem_new(b->keys + 1, sizeof(*used));
	size_t common = 0;

	for (size_t i = 0; i < a->keys; i++) {
		int at = find_key(b, &a->key[i], used);

		if (at >= 0)
			used[at] = true;
		common += at >= 0;
	}
	free(used);
	return common;
}

static bool same_keys(const struct layout *a, const struct layout *b)
{
	return a->keys == b->keys && count_common(a, b) == a->keys;
}

static void release(struct layout *layout)
{
	free(layout->name);
	free(layout->key);
}

/* How well @choice gives @want: keys that are there, less those that should not be. */
static long fit(const struct via_definition *d, const uint8_t *choice, const struct layout *want, bool *same)
{
	struct layout got;
	long common;

	via_definition_layout(d, choice, "LAYOUT", &got);
	common = (long)count_common(&got, want);
	*same = same_keys(&got, want);
	common = 2 * common - (long)got.keys;
	release(&got);
	return common;
}

/* Whether some choices give @want: the best one of each option after the other. */
static bool find_layout(const struct via_definition *d, const struct layout *want)
{
	uint8_t choice[VIA_MAX_OPTIONS] = { 0 };
	bool same = false;

	for (size_t o = 0; o < d->options; o++) {
		long best = fit(d, choice, want, &same);
		uint8_t taken = 0;

		for (size_t c = 1; !same && c < via_option_choices(&d->option[o]); c++) {
			long value;

			choice[o] = (uint8_t)c;
			value = fit(d, choice, want, &same);
			if (value > best || same) {
				best = value;
				taken = (uint8_t)c;
			}
		}
		choice[o] = same ? choice[o] : taken;
		if (same)
			return true;
	}
	fit(d, choice, want, &same);
	return same;
}

static void compare(const char *path, const struct keyboard *kb, const struct via_definition *back, bool told)
{
	struct layout drawn;

	via_definition_layout(back, NULL, "LAYOUT", &drawn);
	count.drawn += same_keys(&drawn, &kb->layout[0]);
	if (!same_keys(&drawn, &kb->layout[0]))
		printf("# %s: %zu keys and not %zu, or elsewhere\n", path, drawn.keys, kb->layout[0].keys);
	release(&drawn);
	for (size_t l = 1; !told && l < kb->layouts; l++) {
		bool found = find_layout(back, &kb->layout[l]);

		count.layouts++;
		count.found += found;
		if (!found)
			printf("# %s: no choices for %s\n", path, kb->layout[l].name);
	}
}

static void check_keyboard(const char *path, const struct keyboard *kb)
{
	struct keymap *map = keymap_new(1, kb->layout[0].keys, (size_t)kb->encoders);
	struct via_result r = via_compile("via", kb, map);
	struct via_definition *back;
	struct diagnostics ignored = { 0 };
	struct err err = { 0 };
	const char *text = via_text(&r, "via.json");
	bool told = via_find(&r, "via-near", "layout options");

	count.keyboards++;
	back = r.ok ? via_definition_read(text, strlen(text), &ignored, &err) : NULL;
	count.compiled += back != NULL;
	count.told += told;
	if (back)
		compare(path, kb, back, told);
	else
		printf("# %s: %s%s\n", path, r.err.text, err.text);
	via_definition_free(back);
	diagnostics_release(&ignored);
	via_release(&r);
	keymap_unref(map);
}

static void check_file(const char *path, const char *text, size_t len)
{
	struct diagnostics ignored = { 0 };
	struct err err = { 0 };
	struct via_definition *d = via_definition_read(text, len, &ignored, &err);
	struct keyboard *kb = d ? via_definition_keyboard(d) : NULL;

	count.files++;
	if (kb && kb->layouts && (kb->usb_vid || kb->usb_pid))
		check_keyboard(path, kb);
	if (kb)
		keyboard_free(kb);
	if (d)
		via_definition_free(d);
	diagnostics_release(&ignored);
}

int main(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");
	char *folder;

	if (!corpus) {
		printf("1..0 # SKIP set KEYPLANE_CORPUS to the unpacked corpus\n");
		return 0;
	}
	folder = file_join(corpus, "v3");
	walk_files(folder, ".json", check_file);
	free(folder);
	ok(count.files > 800 && count.compiled == count.keyboards, "%d of %d definitions are compiled for",
	   count.compiled, count.keyboards);
	/* A key of 1.25 by 2 is drawn as an ISO Enter, which some boards of one key have otherwise. */
	ok(count.compiled - count.drawn <= count.compiled / 200, "%d are the same drawing", count.drawn);
	/* Some have a choice of encoders that share a switch with keys elsewhere. */
	ok(count.layouts - count.found <= count.layouts / 500, "%d of %d other layouts can be chosen",
	   count.found, count.layouts);
	ok(count.told <= count.files / 100, "%d have more options than fit", count.told);
	return tap_done();
}
