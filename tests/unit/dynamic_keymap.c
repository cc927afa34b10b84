/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/dynamic_keymap.h"
#include "tap.h"

static struct err err;

/* One of everything, each byte another. */
static void fill(struct dynamic_keymap *held)
{
	struct str bytes = STR_INIT;
	bool done;

	*held = (struct dynamic_keymap){
		.dialect = DIALECT_VIAL_6,
		.via = 9,
		.vial = 6,
		.layers = 2,
		.rows = 3,
		.cols = 4,
		.encoders = 2,
		.macros = 3,
		.macro_bytes = 40,
		.entries = { { .count = 3 }, { .count = 2 }, { .count = 1 }, { .count = 2 } },
		.options = 0x01020304
	};
	done = dynamic_keymap_allocate(held, &err);
	for (int id = 27; done && id > 0; id -= 2)
		done = dynamic_keymap_put_setting(held,
						  (struct dynamic_setting){ .id = (uint16_t)id,
									    .len = id % 3 ? 2 : 1,
									    .value = (uint32_t)id },
						  &err);
	done = done &&
	       dynamic_keymap_put_value(
		       held,
		       &(struct dynamic_value){
			       .channel = 3, .id = 4, .index = -1, .len = 2, .byte = { 7, 8 } },
		       &err) &&
	       dynamic_keymap_put_value(
		       held,
		       &(struct dynamic_value){ .channel = 0, .id = 1, .index = 4, .len = 1, .byte = { 9 } },
		       &err);
	for (int part = 0; done && part < DYNAMIC_PARTS; part++) {
		str_clear(&bytes);
		dynamic_keymap_get_part(held, (enum dynamic_part)part, &bytes);
		for (size_t i = 0; part < DYNAMIC_SETTINGS && i < bytes.len; i++)
			bytes.data[i] = (char)(i * 37 + (size_t)part);
		done = dynamic_keymap_put_part(held, (enum dynamic_part)part,
					       (const uint8_t *)str_text(&bytes), bytes.len, &err);
	}
	str_release(&bytes);
	ok(done, "a keyboard with something of every part");
}

static const char *printed(struct dynamic_place place)
{
	static struct str out;

	str_clear(&out);
	dynamic_place_print(place, &out);
	return str_text(&out);
}

static void test_texts(void)
{
	static const struct {
		const char *text;
		struct dynamic_place place;
	} rows[] = {
		{ "key 0 2 11", { DYNAMIC_KEYS, 0, 2, 11 } },
		{ "key 31 127 127", { DYNAMIC_KEYS, 31, 127, 127 } },
		{ "turn 1 0 cw", { DYNAMIC_TURNS, 1, 0, TURN_CW } },
		{ "turn 0 63 ccw", { DYNAMIC_TURNS, 0, 63, TURN_CCW } },
		{ "options", { DYNAMIC_OPTIONS, 0, 0, 0 } },
		{ "macros", { DYNAMIC_MACROS, 0, 0, 0 } },
		{ "dance 3", { DYNAMIC_DANCES, 3, 0, 0 } },
		{ "combo 0", { DYNAMIC_COMBOS, 0, 0, 0 } },
		{ "override 2", { DYNAMIC_OVERRIDES, 2, 0, 0 } },
		{ "alt-repeat 254", { DYNAMIC_ALT_REPEATS, 254, 0, 0 } },
		{ "setting 65535", { DYNAMIC_SETTINGS, 65535, 0, 0 } },
		{ "value 3 2", { DYNAMIC_VALUES, 3, 2, -1 } },
		{ "value - 128", { DYNAMIC_VALUES, DYNAMIC_NO_CHANNEL, 128, -1 } },
		{ "value 0 1 4", { DYNAMIC_VALUES, 0, 1, 4 } },
	};
	static const char *const wrong[] = { "",
					     " ",
					     "key",
					     "key 0 2",
					     "key 0 2 11 3",
					     "key 32 0 0",
					     "key 0 128 0",
					     "key 0 0 -1",
					     "key 0 0 0x1",
					     "key 99999999999999999999 0 0",
					     "keys 0 0 0",
					     "turn 0 0",
					     "turn 0 0 up",
					     "turn 0 64 cw",
					     "options 1",
					     "dance",
					     "dance 255",
					     "dance -",
					     "setting 65536",
					     "value 3",
					     "value 256 1",
					     "value - 256",
					     "value 1 -",
					     "value 1 2 3 4" };
	struct dynamic_place back;

	for (size_t i = 0; i < COUNT(rows); i++) {
		is_text(printed(rows[i].place), rows[i].text, "printed: %s", rows[i].text);
		ok(dynamic_place_parse(rows[i].text, &back, &err) && dynamic_place_equal(back, rows[i].place),
		   "read: %s", rows[i].text);
	}
	ok(dynamic_place_parse("  key  0   2 11 ", &back, &err) && dynamic_place_equal(back, rows[0].place),
	   "more blanks mean nothing");
	for (size_t i = 0; i < COUNT(wrong); i++)
		ok(!dynamic_place_parse(wrong[i], &back, &err) && err.code == ERR_PARSE &&
			   strstr(err.text, "expected"),
		   "\"%s\" is refused with what was expected", wrong[i]);
}

static void test_parts(void)
{
	struct dynamic_keymap held, other = { 0 };
	struct dynamic_places diff = { 0 };
	struct str a = STR_INIT, b = STR_INIT;
	enum dynamic_part found;

	fill(&held);
	dynamic_keymap_copy(&other, &held);
	for (int part = 0; part < DYNAMIC_PARTS; part++) {
		const char *name = dynamic_part_name((enum dynamic_part)part);

		ok(dynamic_part_find(name, &found) && (int)found == part, "%s is found by its name", name);
		str_clear(&a);
		str_clear(&b);
		dynamic_keymap_get_part(&held, (enum dynamic_part)part, &a);
		ok(a.len > 0, "%s has bytes", name);
		other.held = 0;
		ok(dynamic_keymap_put_part(&other, (enum dynamic_part)part, (uint8_t *)a.data, a.len, &err) &&
			   other.held == 1u << part,
		   "%s is put, and held from then on", name);
		dynamic_keymap_get_part(&other, (enum dynamic_part)part, &b);
		ok(a.len == b.len && !memcmp(a.data, b.data, a.len), "%s is as it was", name);
		other.held = 0;
		ok(!dynamic_keymap_put_part(&other, (enum dynamic_part)part, (uint8_t *)a.data, a.len - 1,
					    &err) &&
			   !other.held,
		   "%s: one byte less is refused: %s", name, err.text);
		str_clear(&b);
		dynamic_keymap_get_part(&other, (enum dynamic_part)part, &b);
		ok(a.len == b.len && !memcmp(a.data, b.data, a.len), "%s stays as it was then", name);
	}
	ok(!dynamic_part_find("lights", &found), "there is no such part");
	other.held = held.held;
	dynamic_keymap_diff(&held, &other, &diff);
	ok(!diff.count, "nothing differs");
	dynamic_places_release(&diff);
	str_release(&a);
	str_release(&b);
	dynamic_keymap_release(&held);
	dynamic_keymap_release(&other);
}

/* Each place changed by itself is the one that differs. */
static void test_each_place(void)
{
	struct dynamic_keymap held, other = { 0 };
	struct dynamic_places all = { 0 };
	size_t found = 0;

	fill(&held);
	for (int part = 0; part < DYNAMIC_PARTS; part++)
		dynamic_keymap_places(&held, (enum dynamic_part)part, &all);
	for (size_t i = 0; i < all.count; i++) {
		uint8_t room[DYNAMIC_PLACE_BYTES], changed[64];
		struct dynamic_places diff = { 0 };
		const uint8_t *bytes;
		size_t len = dynamic_keymap_get(&held, all.item[i], room, &bytes);

		memcpy(changed, bytes, len);
		changed[len - 1] ^= 1;
		dynamic_keymap_copy(&other, &held);
		found += dynamic_keymap_has(&held, all.item[i], bytes, len) &&
			 !dynamic_keymap_has(&held, all.item[i], changed, len) &&
			 !dynamic_keymap_has(&held, all.item[i], bytes, len - 1) &&
			 !dynamic_keymap_has(&held, all.item[i], bytes, 0) &&
			 dynamic_keymap_put(&other, all.item[i], changed, len, &err) &&
			 dynamic_keymap_has(&other, all.item[i], changed, len) &&
			 !dynamic_keymap_put(&other, all.item[i], changed, len + 1, &err) &&
			 err.code == ERR_RANGE && !dynamic_keymap_put(&other, all.item[i], changed, 0, &err);
		dynamic_keymap_diff(&held, &other, &diff);
		found -= diff.count != 1 || !dynamic_place_equal(diff.item[0], all.item[i]);
		other.held &= ~(1u << all.item[i].part);
		found -= dynamic_keymap_has(&other, all.item[i], changed, len);
		dynamic_places_release(&diff);
		dynamic_keymap_diff(&held, &other, &diff);
		found -= diff.count > 0;
		dynamic_places_release(&diff);
	}
	ok(all.count == 24 + 8 + 2 + 8 + 14 + 2 && found == all.count,
	   "%zu of %zu places change by themselves, with as many bytes as they have, and are told", found,
	   all.count);
	dynamic_places_release(&all);
	dynamic_keymap_release(&held);
	dynamic_keymap_release(&other);
}

static void test_bytes(void)
{
	static const struct {
		struct dynamic_place place;
		size_t len;
		uint8_t byte[4];
	} rows[] = {
		{ { DYNAMIC_KEYS, 0, 0, 1 }, 2, { 74, 111 } },
		{ { DYNAMIC_TURNS, 0, 0, TURN_CW }, 2, { 75, 112 } },
		{ { DYNAMIC_SETTINGS, 7, 0, 0 }, 2, { 7, 0 } },
		{ { DYNAMIC_SETTINGS, 9, 0, 0 }, 1, { 9 } },
		{ { DYNAMIC_VALUES, 3, 4, -1 }, 2, { 7, 8 } },
		{ { DYNAMIC_VALUES, 0, 1, 4 }, 1, { 9 } },
		{ { DYNAMIC_KEYS, 2, 0, 0 }, 0, { 0 } },
		{ { DYNAMIC_KEYS, 0, 3, 0 }, 0, { 0 } },
		{ { DYNAMIC_KEYS, 0, 0, 4 }, 0, { 0 } },
		{ { DYNAMIC_KEYS, 0, 0, -1 }, 0, { 0 } },
		{ { DYNAMIC_TURNS, 0, 2, 0 }, 0, { 0 } },
		{ { DYNAMIC_TURNS, 0, 0, 2 }, 0, { 0 } },
		{ { DYNAMIC_DANCES, 3, 0, 0 }, 0, { 0 } },
		{ { DYNAMIC_SETTINGS, 8, 0, 0 }, 0, { 0 } },
		{ { DYNAMIC_VALUES, 0, 1, -1 }, 0, { 0 } },
		{ { DYNAMIC_VALUES, 3, 0x104, -1 }, 0, { 0 } },
	};
	struct dynamic_keymap held;
	struct dynamic_keymap counts = { .layers = 2, .rows = 2, .cols = 2, .macro_bytes = 9 };
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;

	fill(&held);
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t len = dynamic_keymap_get(&held, rows[i].place, room, &bytes);

		ok(len == rows[i].len && (!len || !memcmp(bytes, rows[i].byte, len)), "%s: %zu bytes",
		   printed(rows[i].place), len);
		if (!rows[i].len)
			ok(!dynamic_keymap_put(&held, rows[i].place, room, 2, &err) && err.code == ERR_RANGE,
			   "put: %s", err.text);
	}
	for (int part = 0; part < DYNAMIC_SETTINGS; part++)
		if (part != DYNAMIC_OPTIONS)
			ok(!dynamic_keymap_get(&counts, (struct dynamic_place){ .part = (uint16_t)part },
					       room, &bytes),
			   "%s have no bytes before there is room for them",
			   dynamic_part_name((enum dynamic_part)part));
	dynamic_keymap_release(&held);
}

static void test_caps(void)
{
	static const struct dynamic_keymap over[] = {
		{ .layers = DYNAMIC_MAX_LAYERS + 1 },
		{ .rows = DYNAMIC_MAX_ROWS + 1 },
		{ .cols = SIZE_MAX },
		{ .encoders = DYNAMIC_MAX_ENCODERS + 1 },
		{ .macros = DYNAMIC_MAX_MACROS + 1 },
		{ .macro_bytes = DYNAMIC_MAX_MACRO_BYTES + 1 },
		{ .entries = { [3] = { .count = DYNAMIC_MAX_ENTRIES + 1 } } },
	};
	struct dynamic_keymap held = { 0 };
	struct dynamic_value value = { .len = DYNAMIC_PLACE_BYTES + 1, .index = -1 };

	for (size_t i = 0; i < COUNT(over); i++) {
		struct dynamic_keymap one = over[i];

		ok(!dynamic_keymap_allocate(&one, &err) && err.code == ERR_RANGE && !one.key, "%s", err.text);
	}
	ok(!dynamic_keymap_put_setting(&held, (struct dynamic_setting){ .id = 1, .len = 3 }, &err), "%s",
	   err.text);
	for (int i = 0; i < DYNAMIC_MAX_SETTINGS; i++)
		if (!dynamic_keymap_put_setting(
			    &held, (struct dynamic_setting){ .id = (uint16_t)(i * 7), .len = 1 }, &err))
			ok(false, "setting %d", i * 7);
	ok(!dynamic_keymap_put_setting(&held, (struct dynamic_setting){ .id = 1, .len = 1 }, &err) &&
		   dynamic_keymap_put_setting(&held, (struct dynamic_setting){ .id = 7, .len = 2 }, &err),
	   "no room for one more, but for one that is there: %s", err.text);
	ok(!dynamic_keymap_put_value(&held, &value, &err), "%s", err.text);
	value = (struct dynamic_value){ .channel = DYNAMIC_NO_CHANNEL + 1 };
	ok(!dynamic_keymap_put_value(&held, &value, &err), "%s", err.text);
	value = (struct dynamic_value){ .index = -2 };
	ok(!dynamic_keymap_put_value(&held, &value, &err), "%s", err.text);
	for (int i = DYNAMIC_MAX_VALUES; i-- > 0;) {
		value = (struct dynamic_value){ .channel = (uint16_t)(i % 5),
						.id = (uint8_t)(i / 5),
						.len = 1 };
		if (!dynamic_keymap_put_value(&held, &value, &err))
			ok(false, "value %d", i);
	}
	value.id = 255;
	ok(held.values == DYNAMIC_MAX_VALUES && !dynamic_keymap_put_value(&held, &value, &err), "%s",
	   err.text);
	for (size_t i = 1; i < held.values; i++)
		if (held.value[i - 1].channel * 256 + held.value[i - 1].id >=
		    held.value[i].channel * 256 + held.value[i].id)
			ok(false, "values %zu are in order", i);
	dynamic_keymap_release(&held);
}

static void test_indices(void)
{
	const uint8_t far[2] = { 0, 64 };
	uint8_t bytes[2], back[2];
	int wrong = 0;
	int16_t index;

	ok(dynamic_index(NULL, 0, &index) && index == -1 && dynamic_index_bytes(-1, bytes) == 0,
	   "a value that is the only one has no index");
	for (int first = 0; first <= UINT8_MAX; first++) {
		for (int second = 0; second < 64; second++) {
			bytes[0] = (uint8_t)first;
			bytes[1] = (uint8_t)second;
			wrong += !dynamic_index(bytes, 2, &index) || dynamic_index_bytes(index, back) != 2 ||
				 memcmp(bytes, back, 2) != 0;
			wrong += !dynamic_index(bytes, 1, &index) || index != first ||
				 dynamic_index_bytes(index, back) != 1 || back[0] != first;
		}
	}
	ok(!wrong, "one byte and two come back as they were");
	ok(!dynamic_index(far, 2, &index) && !dynamic_index(bytes, 3, &index), "more is refused");
}

int main(void)
{
	test_indices();
	test_texts();
	test_parts();
	test_each_place();
	test_bytes();
	test_caps();
	return tap_done();
}
