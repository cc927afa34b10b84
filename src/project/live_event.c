/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "live_line_private.h"

/* The counts of a size, in the order of the line. */
static const struct size_row {
	const char *name;
	size_t offset;
	int64_t max;
} sizes[] = {
	{ "layers", offsetof(struct dynamic_keymap, layers), DYNAMIC_MAX_LAYERS },
	{ "rows", offsetof(struct dynamic_keymap, rows), DYNAMIC_MAX_ROWS },
	{ "cols", offsetof(struct dynamic_keymap, cols), DYNAMIC_MAX_COLS },
	{ "encoders", offsetof(struct dynamic_keymap, encoders), DYNAMIC_MAX_ENCODERS },
	{ "macros", offsetof(struct dynamic_keymap, macros), DYNAMIC_MAX_MACROS },
	{ "macro_bytes", offsetof(struct dynamic_keymap, macro_bytes), DYNAMIC_MAX_MACRO_BYTES },
};

void live_event_release(struct live_event *event)
{
	str_release(&event->text);
	str_release(&event->bytes);
	*event = (struct live_event){ 0 };
}

static void print_text(struct str *out, const char *name, const char *text)
{
	str_addf(out, ",\"%s\":", name);
	json_add_text(out, text);
}

static void print_hex(struct str *out, const char *name, const struct str *bytes)
{
	str_addf(out, ",\"%s\":\"", name);
	live_line_add_hex(out, str_text(bytes), bytes->len);
	str_add_char(out, '"');
}

static void print_count(struct str *out, const char *name, uint64_t count)
{
	str_addf(out, ",\"%s\":%" PRIu64, name, count);
}

static bool read_count(const struct json *line, const char *name, uint64_t *out, struct err *err)
{
	int64_t count;

	if (!live_line_number(line, name, 0, INT64_MAX, &count, err))
		return false;
	*out = (uint64_t)count;
	return true;
}

static bool read_int(const struct json *line, const char *name, int min, int max, int *out, struct err *err)
{
	int64_t number;

	if (!live_line_number(line, name, min, max, &number, err))
		return false;
	*out = (int)number;
	return true;
}

/* A text of any length: the line has its cap. */
static bool read_text(const struct json *line, const char *name, struct str *out, struct err *err)
{
	const struct json *node = json_find(line, name);

	if (!node || node->type != JSON_TEXT)
		return err_set(err, ERR_PARSE, "live line: \"%s\" must be a text", name);
	str_add(out, node->text);
	return true;
}

/* A number of @digits hexadecimal digits. */
static bool read_id(const struct json *line, const char *name, size_t digits, uint64_t *out, struct err *err)
{
	struct str bytes = STR_INIT;
	bool good = live_line_hex(line, name, &bytes, err);

	if (good && bytes.len * 2 != digits)
		good = err_set(err, ERR_PARSE, "live line: \"%s\" must have %zu hexadecimal digits", name,
			       digits);
	*out = 0;
	for (size_t i = 0; good && i < bytes.len; i++)
		*out = *out << 8 | (uint8_t)bytes.data[i];
	str_release(&bytes);
	return good;
}

static void print_identity(const struct live_event *event, struct str *out)
{
	print_text(out, "id", event->id);
	str_addf(out, ",\"vid\":\"%04x\",\"pid\":\"%04x\"", event->vid, event->pid);
	print_text(out, "product", event->product);
	print_text(out, "serial", event->serial);
	str_addf(out, ",\"via\":%d,\"vial\":%d,\"uid\":\"%016" PRIx64 "\"", event->via, event->vial,
		 event->uid);
	print_text(out, "dialect", keycode_dialect_info(event->dialect)->name);
	str_addf(out, ",\"firmware\":%" PRIu32 ",\"vialrgb\":%s", event->firmware,
		 event->vialrgb ? "true" : "false");
	print_text(out, "text", str_text(&event->text));
}

static bool read_dialect(const struct json *line, enum keycode_dialect *out, struct err *err)
{
	const char *name = json_text(json_find(line, "dialect"));

	return keycode_dialect_find(name, out) ||
	       err_set(err, ERR_PARSE, "live line: there is no dialect '%.60s'", name);
}

static bool read_usb_id(const struct json *line, const char *name, uint16_t *out, struct err *err)
{
	uint64_t id;
	bool good = read_id(line, name, 4, &id, err);

	*out = (uint16_t)id;
	return good;
}

static bool read_identity(const struct json *line, struct live_event *out, struct err *err)
{
	int64_t firmware;

	if (!live_line_text(line, "id", out->id, sizeof(out->id), err) ||
	    !read_usb_id(line, "vid", &out->vid, err) || !read_usb_id(line, "pid", &out->pid, err) ||
	    !live_line_text(line, "product", out->product, sizeof(out->product), err) ||
	    !live_line_text(line, "serial", out->serial, sizeof(out->serial), err) ||
	    !read_int(line, "via", -1, UINT16_MAX, &out->via, err) ||
	    !read_int(line, "vial", -1, UINT16_MAX, &out->vial, err) ||
	    !read_id(line, "uid", 16, &out->uid, err) || !read_dialect(line, &out->dialect, err) ||
	    !live_line_number(line, "firmware", 0, UINT32_MAX, &firmware, err))
		return false;
	out->firmware = (uint32_t)firmware;
	out->vialrgb = json_is_true(json_find(line, "vialrgb"));
	return read_text(line, "text", &out->text, err);
}

static void print_definition(const struct live_event *event, struct str *out)
{
	print_text(out, "from", event->from);
	print_text(out, "text", str_text(&event->text));
}

static bool read_definition(const struct json *line, struct live_event *out, struct err *err)
{
	return live_line_text(line, "from", out->from, sizeof(out->from), err) &&
	       read_text(line, "text", &out->text, err);
}

static size_t *size_of(struct dynamic_keymap *size, const struct size_row *row)
{
	return (size_t *)((char *)size + row->offset);
}

static void print_size(const struct live_event *event, struct str *out)
{
	struct dynamic_keymap size = event->size;

	for (size_t i = 0; i < COUNT(sizes); i++)
		print_count(out, sizes[i].name, *size_of(&size, &sizes[i]));
	str_add(out, ",\"entries\":[");
	for (size_t i = 0; i < COUNT(size.entries); i++)
		str_addf(out, "%s%zu", i ? "," : "", size.entries[i].count);
	str_add_char(out, ']');
}

static bool read_size(const struct json *line, struct live_event *out, struct err *err)
{
	const struct json *entries = json_find(line, "entries"), *node;
	int64_t count;
	size_t i = 0;

	for (size_t n = 0; n < COUNT(sizes); n++) {
		if (!live_line_number(line, sizes[n].name, 0, sizes[n].max, &count, err))
			return false;
		*size_of(&out->size, &sizes[n]) = (size_t)count;
	}
	if (!entries || entries->type != JSON_ARRAY || entries->count != COUNT(out->size.entries))
		return err_set(err, ERR_PARSE, "live line: \"entries\" must be a list of %zu numbers",
			       COUNT(out->size.entries));
	for (node = entries->first; node; node = node->next) {
		if (!json_int(node, 0, DYNAMIC_MAX_ENTRIES, &count))
			return err_set(err, ERR_RANGE, "live line: of \"entries\" there are 0 to %d each",
				       DYNAMIC_MAX_ENTRIES);
		out->size.entries[i++].count = (size_t)count;
	}
	return true;
}

static void print_part(const struct live_event *event, struct str *out)
{
	print_text(out, "part", dynamic_part_name(event->part));
	print_hex(out, "bytes", &event->bytes);
}

static bool read_part(const struct json *line, struct live_event *out, struct err *err)
{
	const char *name = json_text(json_find(line, "part"));

	return (dynamic_part_find(name, &out->part) ||
		err_set(err, ERR_PARSE, "live line: there is no part '%.60s'", name)) &&
	       live_line_hex(line, "bytes", &out->bytes, err);
}

static void print_bytes(const struct live_event *event, struct str *out)
{
	print_hex(out, "bytes", &event->bytes);
}

static bool read_bytes(const struct json *line, struct live_event *out, struct err *err)
{
	return live_line_hex(line, "bytes", &out->bytes, err);
}

static void print_written(const struct live_event *event, struct str *out)
{
	str_addf(out, ",\"request\":%ld,\"place\":\"", event->request);
	dynamic_place_print(event->place, out);
	str_add_char(out, '"');
	print_text(out, "outcome", event->outcome);
	print_hex(out, "bytes", &event->bytes);
	print_text(out, "text", str_text(&event->text));
}

static bool read_written(const struct json *line, struct live_event *out, struct err *err)
{
	return live_line_request(line, &out->request, err) && live_line_place(line, &out->place, err) &&
	       live_line_text(line, "outcome", out->outcome, sizeof(out->outcome), err) &&
	       live_line_hex(line, "bytes", &out->bytes, err) && read_text(line, "text", &out->text, err);
}

static void print_done(const struct live_event *event, struct str *out)
{
	str_addf(out, ",\"request\":%ld", event->request);
	if (event->text.len)
		print_text(out, "text", str_text(&event->text));
}

static bool read_done(const struct json *line, struct live_event *out, struct err *err)
{
	return live_line_request(line, &out->request, err) &&
	       (!json_find(line, "text") || read_text(line, "text", &out->text, err));
}

static void print_lock(const struct live_event *event, struct str *out)
{
	print_text(out, "state", event->lock);
	str_add(out, ",\"keys\":[");
	for (size_t i = 0; i < event->keys; i++)
		str_addf(out, "%s[%d,%d]", i ? "," : "", event->key[i].row, event->key[i].col);
	str_addf(out, "],\"left\":%d,\"of\":%d", event->left, event->of);
}

static bool read_lock(const struct json *line, struct live_event *out, struct err *err)
{
	const struct json *keys = json_find(line, "keys");

	if (!live_line_text(line, "state", out->lock, sizeof(out->lock), err))
		return false;
	if (!keys || keys->type != JSON_ARRAY || keys->count > LIVE_LINE_KEYS)
		return err_set(err, ERR_RANGE, "live line: \"keys\" must be a list of at most %d",
			       LIVE_LINE_KEYS);
	for (const struct json *node = keys->first; node; node = node->next) {
		int64_t row, col;

		if (node->type != JSON_ARRAY || node->count != 2 ||
		    !json_int(node->first, 0, UINT8_MAX, &row) || !json_int(node->last, 0, UINT8_MAX, &col))
			return err_set(err, ERR_PARSE, "live line: a key is [row, column]");
		out->key[out->keys].row = (uint8_t)row;
		out->key[out->keys++].col = (uint8_t)col;
	}
	return read_int(line, "left", 0, UINT16_MAX, &out->left, err) &&
	       read_int(line, "of", 0, UINT16_MAX, &out->of, err);
}

static void print_matrix(const struct live_event *event, struct str *out)
{
	print_hex(out, "bits", &event->bytes);
}

static bool read_matrix(const struct json *line, struct live_event *out, struct err *err)
{
	return live_line_hex(line, "bits", &out->bytes, err);
}

static void print_traffic(const struct live_event *event, struct str *out)
{
	print_count(out, "reports", event->reports);
	print_count(out, "bytes", event->traffic_bytes);
	print_count(out, "round_trips", event->round_trips);
	str_addf(out, ",\"us\":%" PRId64, event->us);
	print_count(out, "foreign", event->foreign);
}

static bool read_traffic(const struct json *line, struct live_event *out, struct err *err)
{
	return read_count(line, "reports", &out->reports, err) &&
	       read_count(line, "bytes", &out->traffic_bytes, err) &&
	       read_count(line, "round_trips", &out->round_trips, err) &&
	       live_line_number(line, "us", 0, INT64_MAX, &out->us, err) &&
	       read_count(line, "foreign", &out->foreign, err);
}

static void print_foreign(const struct live_event *event, struct str *out)
{
	print_count(out, "count", event->foreign);
}

static bool read_foreign(const struct json *line, struct live_event *out, struct err *err)
{
	return read_count(line, "count", &out->foreign, err);
}

static const struct event_row {
	const char *name;
	void (*print)(const struct live_event *event, struct str *out); /* NULL: nothing else */
	bool (*read)(const struct json *line, struct live_event *out, struct err *err);
} events[] = {
	[LIVE_EVENT_IDENTITY] = { "identity", print_identity, read_identity },
	[LIVE_EVENT_DEFINITION] = { "definition", print_definition, read_definition },
	[LIVE_EVENT_SIZE] = { "size", print_size, read_size },
	[LIVE_EVENT_PART] = { "part", print_part, read_part },
	[LIVE_EVENT_EFFECTS] = { "effects", print_bytes, read_bytes },
	[LIVE_EVENT_READY] = { "ready", NULL, NULL },
	[LIVE_EVENT_WRITTEN] = { "written", print_written, read_written },
	[LIVE_EVENT_DONE] = { "done", print_done, read_done },
	[LIVE_EVENT_LOCK] = { "lock", print_lock, read_lock },
	[LIVE_EVENT_MATRIX] = { "matrix", print_matrix, read_matrix },
	[LIVE_EVENT_TRAFFIC] = { "traffic", print_traffic, read_traffic },
	[LIVE_EVENT_FOREIGN] = { "foreign", print_foreign, read_foreign },
	[LIVE_EVENT_GONE] = { "gone", NULL, NULL },
	[LIVE_EVENT_BACK] = { "back", NULL, NULL },
};
_Static_assert(COUNT(events) == LIVE_EVENT_COUNT, "a row for each event");

void live_event_print(const struct live_event *event, struct str *out)
{
	str_addf(out, "{\"event\":\"%s\"", events[event->type].name);
	if (events[event->type].print)
		events[event->type].print(event, out);
	str_add_char(out, '}');
}

static bool read_event(const struct json *line, struct live_event *out, struct err *err)
{
	static const char *const reports[] = { "diagnostic", "end", "log", "progress", "result", "wait" };
	const char *name = json_text(json_find(line, "event"));

	for (size_t i = 0; i < COUNT(events); i++) {
		if (strcmp(events[i].name, name) != 0)
			continue;
		out->type = (enum live_event_type)i;
		return !events[i].read || events[i].read(line, out, err);
	}
	for (size_t i = 0; i < COUNT(reports); i++)
		if (!strcmp(reports[i], name))
			return err_set(err, ERR_NOT_FOUND, "'%s' is no event of a keyboard", name);
	return err_set(err, ERR_PARSE, "live line: unknown event '%.60s'", name);
}

bool live_event_parse(const char *line, struct live_event *out, struct err *err)
{
	struct json_doc *doc = live_line_parse(line, "event", err);
	bool good = doc && read_event(json_root(doc), out, err);

	json_doc_free(doc);
	return good;
}
