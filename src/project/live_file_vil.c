/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "compile/vil_macro.h"
#include "import/vil_macro.h"
#include "live_file_private.h"

enum { FILE_VERSION = 1 };

/* The members of Vial's entries, and where the wire has them, numbers least significant first. A list in the file where they
 * have no names. */
struct field {
	const char *member;
	uint8_t at, len;
	bool is_keycode;
};

#define KEYCODE(member, at)         \
	{                           \
		member, at, 2, true \
	}
#define NUMBER(member, at, len)        \
	{                              \
		member, at, len, false \
	}

static const struct field dance[] = { KEYCODE(NULL, 0), KEYCODE(NULL, 2), KEYCODE(NULL, 4), KEYCODE(NULL, 6),
				      NUMBER(NULL, 8, 2) };
static const struct field combo[] = { KEYCODE(NULL, 0), KEYCODE(NULL, 2), KEYCODE(NULL, 4), KEYCODE(NULL, 6),
				      KEYCODE(NULL, 8) };
static const struct field override[] = {
	KEYCODE("trigger", 0),        KEYCODE("replacement", 2),         NUMBER("layers", 4, 2),
	NUMBER("trigger_mods", 6, 1), NUMBER("negative_mod_mask", 7, 1), NUMBER("suppressed_mods", 8, 1),
	NUMBER("options", 9, 1),
};
static const struct field alt_repeat[] = { KEYCODE("keycode", 0), KEYCODE("alt_keycode", 2),
					   NUMBER("allowed_mods", 4, 1), NUMBER("options", 5, 1) };

static const struct table {
	const char *member;
	enum dynamic_part part;
	const struct field *field;
	size_t fields;
} tables[] = {
	{ "tap_dance", DYNAMIC_DANCES, dance, COUNT(dance) },
	{ "combo", DYNAMIC_COMBOS, combo, COUNT(combo) },
	{ "key_override", DYNAMIC_OVERRIDES, override, COUNT(override) },
	{ "alt_repeat_key", DYNAMIC_ALT_REPEATS, alt_repeat, COUNT(alt_repeat) },
};

static uint8_t *entry_at(const struct dynamic_keymap *held, enum dynamic_part part, size_t index)
{
	const struct dynamic_entries *entries = &held->entries[part - DYNAMIC_DANCES];

	return entries->byte + index * entries->width;
}

static uint16_t get_number(const uint8_t *entry, const struct field *field)
{
	return (uint16_t)(entry[field->at] | (field->len > 1 ? entry[field->at + 1] << 8 : 0));
}

static void put_number(uint8_t *entry, const struct field *field, uint16_t number)
{
	entry[field->at] = (uint8_t)number;
	if (field->len > 1)
		entry[field->at + 1] = (uint8_t)(number >> 8);
}

static void print_step_key(void *data, struct action action, struct str *out)
{
	const struct dynamic_keymap *held = data;
	uint16_t value = 0;

	/* What has no number does not come back, and is told by that. */
	(void)keycode_dialect_value(held->dialect, action, &value);
	live_print_keycode(held, value, out);
}

static void print_macro(const struct dynamic_keymap *held, const struct definition *macro, struct str *out)
{
	vil_macro_print(macro, print_step_key, (void *)held, out);
}

/* The places of the matrix that a key is at; NULL: it is not known. The caller frees. */
static bool *find_drawn(const struct dynamic_keymap *held, const struct via_definition *definition)
{
	bool *drawn = definition ? mem_new(held->rows * held->cols, sizeof(*drawn)) : NULL;

	for (size_t i = 0; drawn && i < definition->keys; i++) {
		const struct via_key *key = &definition->key[i];

		if (key->row >= 0 && key->col >= 0 && (size_t)key->row < held->rows &&
		    (size_t)key->col < held->cols)
			drawn[(size_t)key->row * held->cols + (size_t)key->col] = true;
	}
	return drawn;
}

/* As Vial's app has it, -1 where there is no key; what is held there all the same is written. */
static void print_layers(const struct dynamic_keymap *held, const struct via_definition *definition,
			 struct str *out)
{
	bool *drawn = find_drawn(held, definition);
	const uint16_t *key = held->key;

	str_add(out, ",\n  \"layout\": [");
	for (size_t layer = 0; layer < held->layers; layer++) {
		str_add(out, layer ? ",\n    [" : "\n    [");
		for (size_t row = 0; row < held->rows; row++) {
			str_add(out, row ? ",\n      [" : "\n      [");
			for (size_t col = 0; col < held->cols; col++, key++) {
				str_add(out, col ? ", " : "");
				if (!*key && drawn && !drawn[row * held->cols + col])
					str_add(out, "-1");
				else
					live_print_keycode(held, *key, out);
			}
			str_add_char(out, ']');
		}
		str_add(out, "\n    ]");
	}
	str_add(out, "\n  ]");
	free(drawn);
}

static void print_encoders(const struct dynamic_keymap *held, struct str *out)
{
	bool known = held->held & 1u << DYNAMIC_TURNS;

	str_add(out, ",\n  \"encoder_layout\": [");
	for (size_t layer = 0; known && layer < held->layers; layer++) {
		str_add(out, layer ? ",\n    [" : "\n    [");
		for (size_t i = 0; i < held->encoders; i++) {
			str_add(out, i ? ", " : "");
			live_print_turns(held, layer, i, out);
		}
		str_add_char(out, ']');
	}
	str_add(out, known ? "\n  ]" : "]");
}

static void print_entry(const struct dynamic_keymap *held, const struct table *table, size_t index,
			struct str *out)
{
	const uint8_t *entry = entry_at(held, table->part, index);
	bool is_list = !table->field[0].member;

	str_add_char(out, is_list ? '[' : '{');
	for (size_t i = 0; i < table->fields; i++) {
		const struct field *field = &table->field[i];

		str_add(out, i ? ", " : "");
		if (!is_list)
			str_addf(out, "\"%s\": ", field->member);
		if (field->is_keycode)
			live_print_keycode(held, get_number(entry, field), out);
		else
			str_addf(out, "%u", get_number(entry, field));
	}
	str_add_char(out, is_list ? ']' : '}');
}

static void print_tables(const struct dynamic_keymap *held, struct str *out)
{
	for (size_t t = 0; t < COUNT(tables); t++) {
		size_t count = held->entries[tables[t].part - DYNAMIC_DANCES].count;

		if (!(held->held & 1u << tables[t].part))
			continue;
		str_addf(out, ",\n  \"%s\": [", tables[t].member);
		for (size_t i = 0; i < count; i++) {
			str_add(out, i ? ",\n    " : "\n    ");
			print_entry(held, &tables[t], i, out);
		}
		str_add(out, count ? "\n  ]" : "]");
	}
}

static void print_settings(const struct dynamic_keymap *held, struct str *out)
{
	if (!(held->held & 1u << DYNAMIC_SETTINGS))
		return;
	str_add(out, ",\n  \"settings\": {");
	for (size_t i = 0; i < held->settings; i++)
		str_addf(out, "%s\"%u\": %" PRIu32, i ? ", " : "", held->setting[i].id,
			 held->setting[i].value);
	str_add_char(out, '}');
}

bool live_vil_print(const struct dynamic_keymap *held, const struct via_definition *definition,
		    const char *name, struct str *out, struct diagnostics *lost, struct err *err)
{
	(void)name;
	if (!(held->held & 1u << DYNAMIC_KEYS))
		return err_set(err, ERR_RANGE, "the keys were not read: expected them for a file");
	str_addf(out, "{\n  \"version\": %d,\n  \"uid\": %" PRIu64, FILE_VERSION, held->uid);
	print_layers(held, definition, out);
	print_encoders(held, out);
	/* Vial's app takes no file without, and -1 is what it writes for a keyboard that has no options. */
	if (held->held & 1u << DYNAMIC_OPTIONS)
		str_addf(out, ",\n  \"layout_options\": %" PRIu32, held->options);
	else
		str_add(out, ",\n  \"layout_options\": -1");
	if (held->held & 1u << DYNAMIC_MACROS) {
		str_add(out, ",\n  \"macro\": [");
		live_print_macros(held, lost, "[]", print_macro, out);
	}
	str_addf(out, ",\n  \"vial_protocol\": %d,\n  \"via_protocol\": %d", held->vial, held->via);
	print_tables(held, out);
	print_settings(held, out);
	str_add(out, "\n}\n");
	return live_tell_lost(live_format_find("vil"), held, out, lost, err);
}

bool live_vil_check(struct live_reader *reader, const struct json *root, struct err *err)
{
	const struct json *node = json_find(root, "uid");
	uint64_t uid;

	if (!live_read_uint64(reader, node, &uid) || !uid || !reader->held->uid || uid == reader->held->uid)
		return true;
	return live_refuse(reader, node, err,
			   "the file is of the keyboard %016" PRIx64 ", and this is %016" PRIx64
			   ": give the one it is of, or force it",
			   uid, reader->held->uid);
}

/* Of the same protocols it is the keyboard's own, which knows it better than they tell. Vial's tells of its keycodes; VIA's tells
 * nothing where there is one. */
static enum keycode_dialect dialect_of(const struct live_reader *reader, const struct json *root)
{
	enum { FIRST_NEW = 6 };
	static const struct {
		int least;
		enum keycode_dialect dialect;
	} of_via[] = { { 12, DIALECT_VIA_12 }, { 11, DIALECT_VIA_11 }, { 10, DIALECT_VIA_10 } };
	const struct dynamic_keymap *held = reader->held;
	int64_t vial, via;

	if (!json_int(json_find(root, "vial_protocol"), INT32_MIN, INT32_MAX, &vial) ||
	    !json_int(json_find(root, "via_protocol"), INT32_MIN, INT32_MAX, &via) ||
	    (vial == held->vial && via == held->via))
		return held->dialect;
	if (vial >= 0)
		return vial < FIRST_NEW ? DIALECT_VIAL_5 : DIALECT_VIAL_6;
	for (size_t i = 0; i < COUNT(of_via); i++)
		if (via >= of_via[i].least)
			return of_via[i].dialect;
	return DIALECT_VIA_9;
}

static void read_row(struct live_reader *reader, const struct json *row, uint16_t *key)
{
	const struct json *node = row->type == JSON_ARRAY ? row->first : NULL;
	int64_t absent;

	for (size_t col = 0; node && col < reader->held->cols; col++, node = node->next)
		if (!json_int(node, -1, -1, &absent))
			live_read_keycode(reader, node, &key[col]);
}

static bool read_layers(struct live_reader *reader, const struct json *layers, struct err *err)
{
	struct dynamic_keymap *held = reader->held;
	const struct json *layer = layers->first;

	if (!live_check_count(reader, layers, "layers", held->layers, err))
		return false;
	for (size_t l = 0; layer && l < held->layers; l++, layer = layer->next) {
		const struct json *row = layer->type == JSON_ARRAY ? layer->first : NULL;

		if (!live_check_count(reader, layer, "rows", held->rows, err))
			return false;
		for (size_t r = 0; row && r < held->rows; r++, row = row->next) {
			if (!live_check_count(reader, row, "columns", held->cols, err))
				return false;
			read_row(reader, row, &held->key[(l * held->rows + r) * held->cols]);
		}
	}
	held->held |= 1u << DYNAMIC_KEYS;
	return true;
}

static bool read_encoders(struct live_reader *reader, const struct json *layers, struct err *err)
{
	struct dynamic_keymap *held = reader->held;
	const struct json *layer = layers ? layers->first : NULL;

	if (!layer)
		return true;
	if (!live_check_count(reader, layers, "layers of encoders", held->layers, err))
		return false;
	for (size_t l = 0; layer && l < held->layers; l++, layer = layer->next) {
		const struct json *pair = layer->type == JSON_ARRAY ? layer->first : NULL;

		if (!live_check_count(reader, layer, "encoders", held->encoders, err))
			return false;
		for (size_t e = 0; pair && e < held->encoders; e++, pair = pair->next)
			live_read_turns(reader, pair, l, e);
	}
	held->held |= 1u << DYNAMIC_TURNS;
	return true;
}

static struct action read_step_key(void *data, const struct json *node)
{
	struct live_reader *reader = data;
	uint16_t value;

	return live_read_keycode(reader, node, &value) ? keycode_dialect_action(reader->held->dialect, value)
						       : (struct action){ .kind = ACTION_NONE };
}

static void tell_step(void *data, const struct json *node)
{
	live_tell(data, node,
		  "expected a step such as [\"tap\", \"KC_A\"], [\"text\", \"hello\"] or [\"delay\", 100]: "
		  "it is "
		  "left out");
}

static void read_macro(struct live_reader *reader, const struct json *node, struct definition *macro)
{
	const struct vil_macro_reader of_vil = { reader, read_step_key, tell_step };

	if (node->type != JSON_ARRAY)
		live_tell(reader, node, "expected a macro's list of steps, found %s: it is empty",
			  json_type_name(node->type));
	vil_macro_read(node, &of_vil, macro);
}

static void read_field(struct live_reader *reader, const struct json *node, const struct field *field,
		       uint8_t *entry)
{
	int64_t most = field->len > 1 ? UINT16_MAX : UINT8_MAX, number;
	uint16_t keycode;

	if (field->is_keycode) {
		if (live_read_keycode(reader, node, &keycode))
			put_number(entry, field, keycode);
	} else if (json_int(node, 0, most, &number)) {
		put_number(entry, field, (uint16_t)number);
	} else {
		live_tell(reader, node, "expected a number up to %d: what is held there stays", (int)most);
	}
}

static void read_entry(struct live_reader *reader, const struct json *node, const struct table *table,
		       uint8_t *entry)
{
	bool is_list = !table->field[0].member;
	const struct json *item = node->first;

	if (node->type != (is_list ? JSON_ARRAY : JSON_OBJECT)) {
		live_tell(reader, node,
			  "expected %s for an item of \"%s\", found %s: what is held there stays",
			  is_list ? "a list" : "an object", table->member, json_type_name(node->type));
		return;
	}
	for (size_t i = 0; i < table->fields; i++) {
		const struct json *member = is_list ? item : json_find(node, table->field[i].member);

		if (member)
			read_field(reader, member, &table->field[i], entry);
		item = is_list && item ? item->next : NULL;
	}
}

/* A file for a keyboard with more of them has them empty at the end, most often. */
static bool read_table(struct live_reader *reader, const struct json *list, const struct table *table,
		       struct err *err)
{
	struct dynamic_keymap *held = reader->held;
	size_t count = held->entries[table->part - DYNAMIC_DANCES].count;
	const struct json *node = list->first;

	if (list->count > count &&
	    !live_refuse(reader, list, err, "the file has %zu of \"%s\", and the keyboard has room for %zu",
			 list->count, table->member, count))
		return false;
	for (size_t i = 0; node && i < count; i++, node = node->next)
		read_entry(reader, node, table, entry_at(held, table->part, i));
	held->held |= 1u << table->part;
	return true;
}

static bool read_tables(struct live_reader *reader, const struct json *root, struct err *err)
{
	for (size_t i = 0; i < COUNT(tables); i++) {
		const struct json *list = live_list(reader, root, tables[i].member);

		if (list && !read_table(reader, list, &tables[i], err))
			return false;
	}
	return true;
}

static void read_setting(struct live_reader *reader, const struct json *node)
{
	struct dynamic_keymap *held = reader->held;
	char *end;
	unsigned long id = strtoul(node->key, &end, 10);

	for (size_t i = 0; i < held->settings; i++) {
		struct dynamic_setting *setting = &held->setting[i];
		int64_t most = ((int64_t)1 << 8 * setting->len) - 1, number;

		if (setting->id != id || *end || end == node->key)
			continue;
		if (json_int(node, 0, most, &number))
			setting->value = (uint32_t)number;
		else
			live_tell(reader, node, "setting %u: expected a number up to %lld: it stays as it is",
				  setting->id, (long long)most);
		return;
	}
	live_tell(reader, node, "the keyboard has no setting %.20s: it is left out", node->key);
}

static void read_settings(struct live_reader *reader, const struct json *settings)
{
	if (settings->type != JSON_OBJECT) {
		live_tell(reader, settings, "\"settings\" must be an object, found %s: they are not used",
			  json_type_name(settings->type));
		return;
	}
	for (const struct json *node = settings->first; node; node = node->next)
		read_setting(reader, node);
	reader->held->held |= 1u << DYNAMIC_SETTINGS;
}

static void read_options(struct live_reader *reader, const struct json *node)
{
	int64_t options;

	if (json_int(node, 0, UINT32_MAX, &options)) {
		reader->held->options = (uint32_t)options;
		reader->held->held |= 1u << DYNAMIC_OPTIONS;
	} else if (node && !json_int(node, -1, -1, &options)) {
		live_tell(reader, node, "\"layout_options\" must be a number of 32 bits: it is not used");
	}
}

static bool read_root(struct live_reader *reader, const struct json *root, struct err *err)
{
	const struct json *layers = json_find(root, "layout"), *macros,
			  *settings = json_find(root, "settings");

	if (!layers || layers->type != JSON_ARRAY)
		return err_set(err, ERR_PARSE,
			       "expected \"layout\", a list of layers of rows of keycodes, found %s",
			       layers ? json_type_name(layers->type) : "none");
	reader->dialect = dialect_of(reader, root);
	if (!live_vil_check(reader, root, err) || !read_layers(reader, layers, err) ||
	    !read_encoders(reader, live_list(reader, root, "encoder_layout"), err))
		return false;
	read_options(reader, json_find(root, "layout_options"));
	macros = live_list(reader, root, "macro");
	if (macros && !live_put_macros(reader, macros, read_macro, err))
		return false;
	if (settings)
		read_settings(reader, settings);
	return read_tables(reader, root, err);
}

bool live_vil_read(const char *text, size_t len, bool force, struct dynamic_keymap *held,
		   struct diagnostics *diagnostics, struct err *err)
{
	return live_file_read(text, len, force, held, diagnostics, err, read_root);
}
