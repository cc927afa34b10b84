/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>

#include "import/via_definition.h"
#include "model/symbol.h"
#include "project/live_file.h"
#include "tap.h"

/* What a keyboard holds comes back from each format, bit by bit, in the parts that the format holds; the rest is told. */

enum { TRIES = 8, ALL_VALUES = 0x10000, SETTINGS = 4, VALUES = 3 };

#define BIT(part) (1u << (part))

static struct err err;

/* xorshift64: the same numbers everywhere. */
static uint64_t state = 0x9e3779b97f4a7c15u;

static uint64_t next_random(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static size_t below(size_t limit)
{
	return (size_t)(next_random() % limit);
}

static void fill(void *to, size_t len)
{
	for (size_t i = 0; i < len; i++)
		((uint8_t *)to)[i] = (uint8_t)next_random();
}

static const char text[] = "Hello, World: x = y; \"q\" 50% `a` ~";

/* Of steps that are no two texts in turn, which would come back as one. */
static struct definition random_macro(const struct dynamic_keymap *held)
{
	static struct step step[8];
	struct definition macro = { .kind = DEFINITION_MACRO, .step = step, .steps = below(COUNT(step)) };

	for (size_t i = 0; i < macro.steps; i++) {
		uint16_t key =
			(uint16_t)(held->vial >= 5 && below(2) ? 0x0100 + below(0x1000) : 4 + below(90));

		step[i] = (struct step){ .op = (uint16_t)below(3),
					 .action = keycode_dialect_action(held->dialect, key) };
		if (i % 3 == 1 && (held->via >= 11 || held->vial >= 2))
			step[i] = (struct step){ .op = STEP_DELAY, .value = (int32_t)(1 + below(5000)) };
		if (i % 4 == 2)
			step[i] =
				(struct step){ .op = STEP_TEXT, .text = symbol(text + below(strlen(text))) };
	}
	return macro;
}

static void fill_macros(struct dynamic_keymap *held)
{
	struct definition macro[4];
	const struct definition *each[COUNT(macro)];

	for (size_t i = 0; i < COUNT(macro); i++) {
		struct definition made = random_macro(held);

		macro[i] = definition_copy(&made);
		each[i] = &macro[i];
	}
	if (!dynamic_macros_write(held, each, COUNT(macro), &err)) {
		printf("# %s\n", err.text);
		fflush(stdout);
		abort();
	}
	for (size_t i = 0; i < COUNT(macro); i++)
		definition_release(&macro[i]);
}

static void fill_settings(struct dynamic_keymap *held)
{
	static const uint8_t lens[SETTINGS] = { 1, 2, 4, 2 };

	for (size_t i = 0; i < SETTINGS; i++) {
		struct dynamic_setting setting = { .id = (uint16_t)(1 + i * 7), .len = lens[i] };

		setting.value = (uint32_t)(next_random() & (((uint64_t)1 << 8 * lens[i]) - 1));
		if (!dynamic_keymap_put_setting(held, setting, &err))
			abort();
	}
	for (size_t i = 0; i < VALUES; i++) {
		struct dynamic_value value = { .channel = i ? (uint16_t)i : DYNAMIC_NO_CHANNEL,
					       .id = (uint8_t)i,
					       .index = -1,
					       .len = 2 };

		fill(value.byte, value.len);
		value.byte[0] |= 1;
		if (!dynamic_keymap_put_value(held, &value, &err))
			abort();
	}
}

static struct dynamic_keymap keyboard(enum keycode_dialect dialect, int via, int vial)
{
	struct dynamic_keymap held = { .dialect = dialect,
				       .via = via,
				       .vial = vial,
				       .uid = vial >= 0 ? 0xfedcba9876543210 : 0,
				       .usb_vid = 0xfeed,
				       .usb_pid = 0x6061,
				       .layers = 3,
				       .rows = 4,
				       .cols = 5,
				       .encoders = 2,
				       .macros = 6,
				       .macro_bytes = 400 };

	if (vial >= 4)
		for (size_t i = 0; i < COUNT(held.entries); i++)
			held.entries[i].count = 2 + i;
	if (!dynamic_keymap_allocate(&held, &err))
		abort();
	return held;
}

/* Numbers of all sorts, in every part. */
static void randomise(struct dynamic_keymap *held)
{
	fill(held->key, held->layers * held->rows * held->cols * sizeof(*held->key));
	fill(held->turn, held->layers * held->encoders * TURN_COUNT * sizeof(*held->turn));
	fill(&held->options, sizeof(held->options));
	for (size_t i = 0; i < COUNT(held->entries); i++)
		fill(held->entries[i].byte, held->entries[i].count * held->entries[i].width);
	held->held = BIT(DYNAMIC_PARTS) - 1;
	fill_macros(held);
	fill_settings(held);
}

/* The same keyboard with nothing in it. */
static struct dynamic_keymap blank(const struct dynamic_keymap *of)
{
	struct dynamic_keymap out = { 0 };

	dynamic_keymap_copy(&out, of);
	if (!dynamic_keymap_allocate(&out, &err))
		abort();
	out.held = 0;
	out.options = 0;
	for (size_t i = 0; i < out.settings; i++)
		out.setting[i].value = 0;
	for (size_t i = 0; i < out.values; i++)
		memset(out.value[i].byte, 0, sizeof(out.value[i].byte));
	return out;
}

/* Places of @parts that are not the same. */
static size_t count_other(const struct dynamic_keymap *a, const struct dynamic_keymap *b, unsigned parts)
{
	struct dynamic_places places = { 0 };
	size_t other = 0;

	dynamic_keymap_diff(a, b, &places);
	for (size_t i = 0; i < places.count; i++)
		other += parts >> places.item[i].part & 1;
	dynamic_places_release(&places);
	return other;
}

/* Printed in @format and read into a keyboard that holds nothing: the parts of the format are all there. */
static bool comes_back(const struct live_format *format, const struct dynamic_keymap *held,
		       size_t *lost_count)
{
	struct dynamic_keymap back = blank(held);
	struct diagnostics lost = { 0 }, told = { 0 };
	struct str out = STR_INIT;
	unsigned parts = format->parts & held->held;
	bool ok;

	err = (struct err){ 0 };
	ok = format->print(held, NULL, "Little", &out, &lost, &err) &&
	     format->read(str_text(&out), out.len, false, &back, &told, &err);
	if (ok && (parts & ~back.held || count_other(held, &back, parts) || told.count)) {
		printf("# %s: parts %x of %x, %zu other, %s\n", format->name, back.held, parts,
		       count_other(held, &back, parts), told.count ? told.item[0].text : "");
		for (size_t i = 0; i < lost.count; i++)
			printf("# %s\n", lost.item[i].text);
		ok = false;
	}
	*lost_count = lost.count + lost.dropped;
	str_release(&out);
	diagnostics_release(&lost);
	diagnostics_release(&told);
	dynamic_keymap_release(&back);
	return ok;
}

/* One of these firmwares, and what its files say of it. */
static const struct firmware {
	enum keycode_dialect dialect;
	int via, vial;
} firmwares[] = {
	{ DIALECT_VIA_9, 9, -1 },      { DIALECT_VIA_10, 10, -1 },    { DIALECT_VIA_11, 11, -1 },
	{ DIALECT_VIA_12, 12, -1 },    { DIALECT_QMK_0_0_8, 13, -1 }, { DIALECT_QMK_0_0_1, 13, -1 },
	{ DIALECT_QMK_0_0_5, 13, -1 }, { DIALECT_VIAL_5, 9, 1 },      { DIALECT_VIAL_5, 9, 5 },
	{ DIALECT_VIAL_6, 9, 6 },
};

static void test_random(const struct live_format *format)
{
	bool is_via = !strcmp(format->name, "via");
	size_t good = 0, tries = 0, lost, said = 0;

	for (size_t i = 0; i < COUNT(firmwares); i++) {
		/* VIA's syntax of macros has no keys of 16 bits. */
		for (int n = 0; n < TRIES && !(is_via && firmwares[i].vial >= 5); n++) {
			const struct firmware *f = &firmwares[i];
			struct dynamic_keymap held = keyboard(f->dialect, f->via, f->vial);

			randomise(&held);
			tries++;
			good += comes_back(format, &held, &lost);
			said += lost;
			dynamic_keymap_release(&held);
		}
	}
	ok(good == tries, "%s: %zu of %zu random keymaps come back: %s", format->name, good, tries, err.text);
	ok(strcmp(format->name, "keyplane") ? said >= tries : !said, "%s: what has no place is told: %zu",
	   format->name, said);
}

/* Every number of 16 bits, a layer for each of its upper ones, in each firmware's words. */
static void test_all_values(const struct live_format *format)
{
	size_t good = 0, lost;

	for (size_t i = 0; i < COUNT(firmwares); i++) {
		struct dynamic_keymap held = { .dialect = firmwares[i].dialect,
					       .via = firmwares[i].via,
					       .vial = firmwares[i].vial,
					       .usb_vid = 1,
					       .layers = 32,
					       .rows = 128,
					       .cols = 16,
					       .held = BIT(DYNAMIC_KEYS) };

		if (!dynamic_keymap_allocate(&held, &err))
			abort();
		held.held = BIT(DYNAMIC_KEYS);
		for (size_t value = 0; value < ALL_VALUES; value++)
			held.key[value] = (uint16_t)value;
		good += comes_back(format, &held, &lost) && !lost;
		dynamic_keymap_release(&held);
	}
	ok(good == COUNT(firmwares),
	   "%s: each of 65536 keycodes comes back in %zu of %zu firmwares' words: %s", format->name, good,
	   COUNT(firmwares), err.text);
}

static bool read_into(const char *format, const char *from, bool force, struct dynamic_keymap *held,
		      struct diagnostics *told)
{
	diagnostics_release(told);
	err = (struct err){ 0 };
	return live_format_find(format)->read(from, strlen(from), force, held, told, &err);
}

static void print_to(const char *format, const struct dynamic_keymap *held,
		     const struct via_definition *definition, struct str *out, struct diagnostics *lost)
{
	diagnostics_release(lost);
	str_clear(out);
	err = (struct err){ 0 };
	if (!live_format_find(format)->print(held, definition, "Little", out, lost, &err))
		printf("# %s: %s\n", format, err.text);
}

/* All 64 bits, and -1 where neither a key nor a keycode is. */
static void test_vil(void)
{
	static const char board[] = "{\"matrix\": {\"rows\": 1, \"cols\": 4}, \"layouts\": {\"keymap\": "
				    "[[\"0,0\", \"0,1\"]]}}";
	static const uint64_t uids[] = {
		1, 0x7fffffffffffffff, 0x8000000000000000, 0xfffffffffffffffe, UINT64_MAX, 9007199254740993
	};
	struct dynamic_keymap held = {
		.dialect = DIALECT_VIAL_6, .via = 9, .vial = 6, .layers = 1, .rows = 1, .cols = 4
	};
	struct diagnostics told = { 0 }, lost = { 0 };
	struct via_definition *definition = via_definition_read(board, strlen(board), &told, &err);
	struct str out = STR_INIT;
	size_t good = 0;

	if (!dynamic_keymap_allocate(&held, &err))
		abort();
	held.held = BIT(DYNAMIC_KEYS);
	held.key[0] = 4;
	held.key[3] = 5;
	print_to("vil", &held, definition, &out, &lost);
	ok(strstr(str_text(&out), "[\"KC_A\", \"KC_NO\", -1, \"KC_B\"]") && !lost.count,
	   "places without a key are -1, unless something is there all the same");
	for (size_t i = 0; i < COUNT(uids); i++) {
		held.uid = uids[i];
		print_to("vil", &held, NULL, &out, &lost);
		good += read_into("vil", str_text(&out), false, &held, &told);
		held.uid = uids[i] - 1;
		good += i == 0 ||
			(!read_into("vil", str_text(&out), false, &held, &told) && err.code == ERR_REFUSED &&
			 !live_file_is_of(str_text(&out), out.len, &held, &err));
		good += read_into("vil", str_text(&out), true, &held, &told) && (i == 0 || told.count == 1);
	}
	ok(good == 3 * COUNT(uids), "a UID of 64 bits is told from its neighbour: %s", err.text);
	via_definition_free(definition);
	dynamic_keymap_release(&held);
	diagnostics_release(&told);
	diagnostics_release(&lost);
	str_release(&out);
}

/* As the app writes it, on one line, and with numbers, which it reads, too. */
static void test_vil_of_the_app(void)
{
	static const char file[] =
		"{\"version\": 1, \"uid\": 18364758544493064720, \"layout\": ["
		"[[\"KC_A\", \"LT1(KC_B)\", 7, \"\", -1], [\"KC_NO\", \"0x1234\", \"USER00\", \"TD(3)\", "
		"\"M2\"],"
		" [-1, -1, -1, -1, -1], [-1, -1, -1, -1, -1]],"
		"[[\"KC_TRNS\", -1, -1, -1, -1], [-1, -1, -1, -1, -1], [-1, -1, -1, -1, -1], [-1, -1, -1, "
		"-1, -1]],"
		"[[\"KC_TRNS\", -1, -1, -1, -1], [-1, -1, -1, -1, -1], [-1, -1, -1, -1, -1], [-1, -1, -1, "
		"-1, -1]]],"
		"\"encoder_layout\": [[[\"KC_VOLD\", \"KC_VOLU\"], [\"KC_NO\", -1]], [[\"KC_NO\", "
		"\"KC_NO\"], "
		"[\"KC_NO\", \"KC_NO\"]], [[\"KC_NO\", \"KC_NO\"], [\"KC_NO\", \"KC_NO\"]]],"
		"\"layout_options\": 4294967295,"
		"\"macro\": [[[\"text\", \"hi\"], [\"tap\", \"KC_A\", \"LCTL(KC_C)\"], [\"delay\", 300]], "
		"[], [], [], "
		"[], []],"
		"\"vial_protocol\": 6, \"via_protocol\": 9,"
		"\"tap_dance\": [[\"KC_A\", \"KC_B\", \"KC_C\", \"KC_D\", 200], [\"KC_NO\", \"KC_NO\", "
		"\"KC_NO\", "
		"\"KC_NO\", 65535]],"
		"\"combo\": [[\"KC_A\", \"KC_B\", \"KC_NO\", \"KC_NO\", \"KC_ESC\"]],"
		"\"key_override\": [{\"trigger\": \"KC_A\", \"replacement\": \"KC_B\", \"layers\": 65535, "
		"\"trigger_mods\": 2, \"negative_mod_mask\": 1, \"suppressed_mods\": 255, \"options\": 135}],"
		"\"alt_repeat_key\": [{\"keycode\": \"KC_A\", \"alt_keycode\": \"KC_B\", \"allowed_mods\": "
		"255, "
		"\"options\": 9}],"
		"\"settings\": {\"1\": 5, \"8\": 65535, \"99\": 1}}";
	static const uint8_t override[] = { 4, 0, 5, 0, 0xff, 0xff, 2, 1, 255, 135 },
			     repeat[] = { 4, 0, 5, 0, 255, 9 };
	static const uint8_t macro[] = { 'h', 'i', 1, 1, 4, 1, 5, 6, 1, 1, 4, 46, 2, 0 };
	struct dynamic_keymap held = keyboard(DIALECT_VIAL_6, 9, 6);
	struct diagnostics told = { 0 };

	fill_settings(&held);
	held.key[4] = 0x4321;
	ok(read_into("vil", file, false, &held, &told), "a file of the app's: %s", err.text);
	ok(told.count == 1 && strstr(told.item[0].text, "99"), "what the keyboard has not is told: %s",
	   told.count ? told.item[0].text : "");
	ok(held.key[0] == 4 && held.key[1] == 0x4105 && held.key[2] == 7 && held.key[3] == 0 &&
		   held.key[4] == 0x4321 && held.key[6] == 0x1234 && held.key[7] == 0x7e00 &&
		   held.key[8] == 0x5703 && held.key[9] == 0x7702,
	   "keys by name and number; -1 leaves what is there");
	ok(held.turn[0] == 0xaa && held.turn[1] == 0xa9 && held.options == UINT32_MAX, "encoders, options");
	ok(!memcmp(held.macro, macro, sizeof(macro)), "a macro's bytes");
	ok(held.entries[0].byte[0] == 4 && held.entries[0].byte[8] == 200 &&
		   held.entries[0].byte[18] == 255 && held.entries[1].byte[8] == 0x29,
	   "tap dances and combos");
	ok(!memcmp(held.entries[2].byte, override, sizeof(override)) &&
		   !memcmp(held.entries[3].byte, repeat, sizeof(repeat)),
	   "key overrides and alternate repeat keys");
	ok(held.setting[0].value == 5 && held.setting[1].value == 65535, "settings by their ids");
	diagnostics_release(&told);
	dynamic_keymap_release(&held);
}

/* A name means the same key of another firmware; a number does not. */
static void test_other_firmware(void)
{
	static const char file[] =
		"{\"uid\": 0, \"layout\": [[[\"RESET\", \"0x5f80\", \"USER03\", 24450, \"TO(1)\"]]], "
		"\"encoder_layout\": [], \"vial_protocol\": 5, \"via_protocol\": 9}";
	struct dynamic_keymap held = {
		.dialect = DIALECT_VIAL_6, .via = 9, .vial = 6, .layers = 1, .rows = 1, .cols = 5
	};
	struct diagnostics told = { 0 };

	if (!dynamic_keymap_allocate(&held, &err))
		abort();
	ok(read_into("vil", file, false, &held, &told), "a file of Vial's protocol 5 for one of 6: %s",
	   err.text);
	ok(held.key[0] == 0x7c00 && held.key[2] == 0x7e03 && held.key[4] == 0x5201,
	   "names are the same keys");
	ok(held.key[1] == 0x7e00 && held.key[3] == 0x7e02, "so are numbers that have a name there: %04x %04x",
	   held.key[1], held.key[3]);
	ok(read_into("vil",
		     "{\"uid\": 0, \"layout\": [[[\"0x5eff\", \"KC_A\", 4, 5, \"no such\"]]], "
		     "\"vial_protocol\": 5, \"via_protocol\": 9}",
		     false, &held, &told) &&
		   told.count == 2 && held.key[0] == 0x7c00 && held.key[1] == 4 && held.key[4] == 0x5201,
	   "one without a name is left out, and told: %s", told.count ? told.item[0].text : err.text);
	dynamic_keymap_release(&held);
	diagnostics_release(&told);
}

static void test_via(void)
{
	static const char file[] = "{\"name\": \"Little\", \"vendorProductId\": 4276969569, \"macros\": "
				   "[\"a{KC_A}{+KC_LSFT}b{-KC_LSFT}\", "
				   "\"\", \"\", \"\", \"\", \"\"], \"layers\": [[\"KC_A\", \"MO(1)\"], "
				   "[\"KC_TRNS\", \"0x5f12\"]], \"encoders\": "
				   "[[[\"KC_VOLD\", \"KC_VOLU\"], [\"KC_NO\", \"KC_NO\"]]]}";
	static const uint8_t macro[] = { 'a', 1, 1, 4, 1, 2, 0xe1, 'b', 1, 3, 0xe1, 0 };
	struct dynamic_keymap held = { .dialect = DIALECT_VIA_12,
				       .via = 12,
				       .vial = -1,
				       .usb_vid = 0xfeed,
				       .usb_pid = 0x6061,
				       .layers = 2,
				       .rows = 1,
				       .cols = 2,
				       .encoders = 1,
				       .macros = 6,
				       .macro_bytes = 64 },
			      copy = { 0 };
	struct diagnostics told = { 0 };
	struct str out = STR_INIT;

	if (!dynamic_keymap_allocate(&held, &err))
		abort();
	ok(read_into("via", file, false, &held, &told) && !told.count, "a file of the app's: %s",
	   told.count ? told.item[0].text : err.text);
	ok(held.key[0] == 4 && held.key[1] == 0x5221 && held.key[2] == 1 && held.key[3] == 0x5f12 &&
		   held.turn[0] == 0xaa && held.turn[1] == 0xa9 && !memcmp(held.macro, macro, sizeof(macro)),
	   "its keys, turns and macros");
	dynamic_keymap_copy(&copy, &held);
	held.usb_pid = 0x6062;
	ok(!read_into("via", file, false, &held, &told) && err.code == ERR_REFUSED &&
		   strstr(err.text, "feed:6062"),
	   "of another keyboard it is refused: %s", err.text);
	ok(!live_file_is_of(file, strlen(file), &held, &err) && err.code == ERR_REFUSED,
	   "which can be asked");
	ok(read_into("via", file, true, &held, &told) && told.count == 1, "forced, it is told and taken: %s",
	   err.text);
	held.usb_vid = held.usb_pid = 0;
	diagnostics_release(&told);
	ok(!live_format_find("via")->print(&held, NULL, "Little", &out, &told, &err) &&
		   err.code == ERR_REFUSED,
	   "a keyboard without ids has no such file: %s", err.text);
	dynamic_keymap_release(&held);
	dynamic_keymap_release(&copy);
	diagnostics_release(&told);
	str_release(&out);
}

/* What is refused, or no such file, leaves all as it was; forced, what both have is taken. */
static void test_refused(void)
{
	static const char *const broken[] = {
		"",
		"[]",
		"{}",
		"{\"layout\": 3}",
		"{\"layers\": {}}",
		"nonsense",
		"{\"keyplane\": \"dynamic-keymap\", \"version\": 2}",
		"{\"keyplane\": \"dynamic-keymap\", \"version\": 1, \"dialect\": \"?\"}"
	};
	struct dynamic_keymap held = keyboard(DIALECT_VIAL_6, 9, 6), small = { 0 }, before = { 0 };
	struct diagnostics told = { 0 }, lost = { 0 };
	struct str out = STR_INIT;
	const struct live_format *format;
	size_t good = 0, refused = 0, taken = 0;

	randomise(&held);
	small = keyboard(DIALECT_VIAL_6, 9, 6);
	dynamic_keymap_release(&small);
	small = (struct dynamic_keymap){ .dialect = DIALECT_VIAL_6,
					 .via = 9,
					 .vial = 6,
					 .uid = held.uid,
					 .usb_vid = held.usb_vid,
					 .usb_pid = held.usb_pid,
					 .layers = 2,
					 .rows = 2,
					 .cols = 3,
					 .encoders = 1,
					 .macros = 2,
					 .macro_bytes = 300 };
	if (!dynamic_keymap_allocate(&small, &err))
		abort();
	dynamic_keymap_copy(&before, &small);
	for (size_t i = 0; (format = live_format_at(i)); i++) {
		for (size_t n = 0; n < COUNT(broken); n++) {
			bool read = read_into(format->name, broken[n], true, &small, &told);

			good += !read && err.code == ERR_PARSE && err.text[0];
			if (read || err.code != ERR_PARSE)
				printf("# %s takes %s: %s\n", format->name, broken[n], err.text);
		}
		print_to(format->name, &held, NULL, &out, &lost);
		refused += !read_into(format->name, str_text(&out), false, &small, &told) &&
			   err.code == ERR_REFUSED && !small.held;
		good += !memcmp(small.key, before.key, 2 * 2 * 3 * sizeof(*small.key));
		taken += read_into(format->name, str_text(&out), true, &small, &told) && told.count;
		good += !strcmp(format->name, "via") ||
			(small.key[0] == held.key[0] && small.key[11] == held.key[1 * 20 + 1 * 5 + 2]);
		dynamic_keymap_copy(&small, &before);
	}
	ok(good == 3 * (COUNT(broken) + 2), "what is no file of the format changes nothing (%zu)", good);
	ok(refused == 3, "a file of another size is refused: %s", err.text);
	ok(taken == 3, "and forced: %s", err.text);
	dynamic_keymap_release(&held);
	dynamic_keymap_release(&small);
	dynamic_keymap_release(&before);
	diagnostics_release(&told);
	diagnostics_release(&lost);
	str_release(&out);
}

static void test_lost(void)
{
	struct dynamic_keymap held = keyboard(DIALECT_VIAL_6, 9, 6), back;
	struct diagnostics lost = { 0 }, told = { 0 };
	struct str out = STR_INIT;

	held.held = BIT(DYNAMIC_KEYS) | BIT(DYNAMIC_MACROS);
	memcpy(held.macro, "ab\x01\x09\0cd\xff\0ef", 11);
	print_to("vil", &held, NULL, &out, &lost);
	ok(lost.count == 3 &&
		   strstr(str_text(&out), "[[\"text\", \"ab\"]],\n    [],\n    [[\"text\", \"ef\"]]"),
	   "bytes of macros that are no step are told: %s", lost.count ? lost.item[0].text : "");
	print_to("keyplane", &held, NULL, &out, &lost);
	back = blank(&held);
	ok(!lost.count && read_into("keyplane", str_text(&out), false, &back, &told) &&
		   !memcmp(back.macro, held.macro, held.macro_bytes),
	   "and kept in hex");
	held.held = BIT(DYNAMIC_MACROS);
	diagnostics_release(&lost);
	ok(!live_format_find("vil")->print(&held, NULL, "", &out, &lost, &err) && err.code == ERR_RANGE,
	   "without keys there is no file: %s", err.text);
	dynamic_keymap_release(&back);
	dynamic_keymap_release(&held);
	diagnostics_release(&lost);
	diagnostics_release(&told);
	str_release(&out);
}

static void test_formats(void)
{
	static const struct {
		const char *text, *format;
	} rows[] = {
		{ "{\"vendorProductId\": 1, \"layers\": []}", "via" },
		{ "{\"vial_protocol\": 6, \"layout\": []}", "vil" },
		{ "{\"keyplane\": \"dynamic-keymap\"}", "keyplane" },
		{ "{\"keyboard\": \"x\", \"layers\": []}", "" },
		{ "#include QMK_KEYBOARD_H", "" },
		{ "", "" },
	};
	const struct live_format *format;
	struct dynamic_keymap held = keyboard(DIALECT_VIAL_6, 9, 6);
	struct diagnostics lost = { 0 };
	struct str out = STR_INIT;

	for (size_t i = 0; i < COUNT(rows); i++) {
		format = live_format_of(rows[i].text, strlen(rows[i].text));
		is_text(format ? format->name : "", rows[i].format, "%.40s", rows[i].text);
	}
	randomise(&held);
	for (size_t i = 0; (format = live_format_at(i)); i++) {
		print_to(format->name, &held, NULL, &out, &lost);
		ok(live_format_of(str_text(&out), out.len) == format &&
			   format == live_format_find(format->name),
		   "%s is known by its text", format->name);
	}
	ok(!live_format_find("json"), "no other");
	dynamic_keymap_release(&held);
	diagnostics_release(&lost);
	str_release(&out);
}

int main(void)
{
	const struct live_format *format;

	for (size_t i = 0; (format = live_format_at(i)); i++) {
		test_random(format);
		test_all_values(format);
	}
	test_vil();
	test_vil_of_the_app();
	test_other_firmware();
	test_via();
	test_refused();
	test_lost();
	test_formats();
	return tap_done();
}
