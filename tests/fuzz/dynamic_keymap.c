/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/dynamic_keymap.h"
#include "random_dynamic.h"
#include "tiny.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a keyboard may answer: any bytes in every part. The keymap that they are, taken back, changes none of them. */

struct answers {
	const uint8_t *at, *end;
};

static unsigned take(struct answers *answers, unsigned limit)
{
	return answers->at < answers->end ? *answers->at++ % limit : 0;
}

/* As many bytes as the part has; zero for those that are not there. Of settings and values, what the answer says. */
static void put_part(struct answers *answers, enum dynamic_part part, struct dynamic_keymap *held)
{
	size_t left = (size_t)(answers->end - answers->at), len;
	struct str bytes = STR_INIT;
	struct err err;

	if (part == DYNAMIC_SETTINGS || part == DYNAMIC_VALUES) {
		len = take(answers, 64);
		left = (size_t)(answers->end - answers->at);
		str_add_bytes(&bytes, answers->at, len < left ? len : left);
	} else {
		dynamic_keymap_get_part(held, part, &bytes);
		if (left && bytes.len)
			memcpy(bytes.data, answers->at, bytes.len < left ? bytes.len : left);
	}
	answers->at += bytes.len < left ? bytes.len : left;
	if (!dynamic_keymap_put_part(held, part, (const uint8_t *)str_text(&bytes), bytes.len, &err) &&
	    part < DYNAMIC_SETTINGS)
		abort();
	str_release(&bytes);
}

static void describe_all(const struct dynamic_keymap *held)
{
	struct dynamic_places all = { 0 };
	struct str text = STR_INIT;

	for (int part = 0; part < DYNAMIC_PARTS; part++)
		dynamic_keymap_places(held, (enum dynamic_part)part, &all);
	for (size_t i = 0; i < all.count; i++)
		dynamic_keymap_describe(held, all.item[i], &text);
	str_release(&text);
	dynamic_places_release(&all);
}

static void check_exact(struct dynamic_keymap *held)
{
	struct keyboard *kb = tiny_keyboard((int)held->rows, (int)held->cols, (int)held->encoders);
	struct dynamic_keymap before = { 0 };
	struct diagnostics told = { 0 }, lost = { 0 };
	struct keymap *map = dynamic_keymap_map(held, &kb->layout[0], &told);

	dynamic_keymap_copy(&before, held);
	dynamic_keymap_take(held, &kb->layout[0], map, &lost);
	if (!same_dynamic(held, &before) || lost.count)
		abort();
	keymap_unref(map);
	keyboard_free(kb);
	diagnostics_release(&told);
	diagnostics_release(&lost);
	dynamic_keymap_release(&before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct answers answers = { data, data + size };
	const struct random_firmware *firmware = &random_firmware[take(&answers, RANDOM_FIRMWARES)];
	struct dynamic_keymap held = { .dialect = firmware->dialect,
				       .via = firmware->via,
				       .vial = firmware->vial,
				       .layers = 1 + take(&answers, 4),
				       .rows = 1 + take(&answers, 4),
				       .cols = 1 + take(&answers, 8),
				       .encoders = take(&answers, 3),
				       .macros = take(&answers, 20),
				       .macro_bytes = take(&answers, 100) };
	struct err err;

	for (size_t i = 0; i < COUNT(held.entries); i++)
		held.entries[i].count = take(&answers, 5);
	if (!dynamic_keymap_allocate(&held, &err))
		abort();
	for (int part = 0; part < DYNAMIC_PARTS; part++)
		put_part(&answers, (enum dynamic_part)part, &held);
	describe_all(&held);
	check_exact(&held);
	dynamic_keymap_release(&held);
	return 0;
}
