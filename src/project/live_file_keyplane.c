/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "live_file_private.h"

enum { FILE_VERSION = 1, USUAL_LINE_BYTES = 32, HEX = 16 };

/* What tells how long the parts are. */
static const struct {
	const char *member;
	size_t at; /* in struct dynamic_keymap */
} counts[] = {
	{ "layers", offsetof(struct dynamic_keymap, layers) },
	{ "rows", offsetof(struct dynamic_keymap, rows) },
	{ "cols", offsetof(struct dynamic_keymap, cols) },
	{ "encoders", offsetof(struct dynamic_keymap, encoders) },
	{ "macros", offsetof(struct dynamic_keymap, macros) },
	{ "macro_bytes", offsetof(struct dynamic_keymap, macro_bytes) },
	{ "dances", offsetof(struct dynamic_keymap, entries[0].count) },
	{ "combos", offsetof(struct dynamic_keymap, entries[1].count) },
	{ "overrides", offsetof(struct dynamic_keymap, entries[2].count) },
	{ "alt_repeats", offsetof(struct dynamic_keymap, entries[3].count) },
};

static size_t *count_at(struct dynamic_keymap *held, size_t index)
{
	return (size_t *)((char *)held + counts[index].at);
}

/* Bytes in a line: a row of the matrix, a layer's encoders, an entry. */
static size_t line_bytes(const struct dynamic_keymap *held, enum dynamic_part part)
{
	size_t bytes = part == DYNAMIC_KEYS    ? held->cols * 2
		       : part == DYNAMIC_TURNS ? held->encoders * 2 * TURN_COUNT
		       : part >= DYNAMIC_DANCES && part <= DYNAMIC_ALT_REPEATS
			       ? held->entries[part - DYNAMIC_DANCES].width
			       : USUAL_LINE_BYTES;

	return bytes ? bytes : USUAL_LINE_BYTES;
}

static void print_part(const struct dynamic_keymap *held, enum dynamic_part part, struct str *out)
{
	size_t line = line_bytes(held, part);
	struct str bytes = STR_INIT;

	dynamic_keymap_get_part(held, part, &bytes);
	str_add_char(out, '[');
	for (size_t i = 0; i < bytes.len; i++) {
		if (i % line == 0)
			str_add(out, i ? "\",\n      \"" : "\n      \"");
		str_addf(out, "%02x", (uint8_t)bytes.data[i]);
	}
	str_add(out, bytes.len ? "\"\n    ]" : "]");
	str_release(&bytes);
}

bool live_keyplane_print(const struct dynamic_keymap *held, const struct via_definition *definition,
			 const char *name, struct str *out, struct diagnostics *lost, struct err *err)
{
	struct dynamic_keymap sizes = *held;
	bool any = false;

	(void)definition;
	str_addf(out,
		 "{\n  \"keyplane\": \"dynamic-keymap\",\n  \"version\": %d,\n  \"name\": ", FILE_VERSION);
	json_add_text(out, name);
	str_addf(out,
		 ",\n  \"dialect\": \"%s\",\n  \"via\": %d,\n  \"vial\": %d,\n  \"uid\": \"%016" PRIx64
		 "\",\n"
		 "  \"vid\": \"%04x\",\n  \"pid\": \"%04x\"",
		 keycode_dialect_info(held->dialect)->name, held->via, held->vial, held->uid, held->usb_vid,
		 held->usb_pid);
	for (size_t i = 0; i < COUNT(counts); i++)
		str_addf(out, ",\n  \"%s\": %zu", counts[i].member, *count_at(&sizes, i));
	str_add(out, ",\n  \"parts\": {");
	for (int part = 0; part < DYNAMIC_PARTS; part++) {
		if (!(held->held & 1u << part))
			continue;
		str_addf(out, "%s\n    \"%s\": ", any ? "," : "", dynamic_part_name((enum dynamic_part)part));
		print_part(held, (enum dynamic_part)part, out);
		any = true;
	}
	str_add(out, "\n  }\n}\n");
	return live_tell_lost(live_format_find("keyplane"), held, out, lost, err);
}

/* @digits hexadecimal digits and nothing else. */
static bool read_hex(const struct json *node, size_t digits, uint64_t *out)
{
	const char *text = json_text(node);

	if (strlen(text) != digits || strspn(text, "0123456789abcdefABCDEF") != digits)
		return false;
	*out = strtoull(text, NULL, HEX);
	return true;
}

bool live_keyplane_check(struct live_reader *reader, const struct json *root, struct err *err)
{
	const struct dynamic_keymap *held = reader->held;
	const struct json *uid_node = json_find(root, "uid");
	uint64_t uid = 0, vid = 0, pid = 0;

	if (read_hex(uid_node, 16, &uid) && uid && held->uid && uid != held->uid &&
	    !live_refuse(reader, uid_node, err,
			 "the file is of the keyboard %016" PRIx64 ", and this is %016" PRIx64
			 ": give the one it is of, or force it",
			 uid, held->uid))
		return false;
	if (read_hex(json_find(root, "vid"), 4, &vid) && read_hex(json_find(root, "pid"), 4, &pid) &&
	    (vid || pid) && (held->usb_vid || held->usb_pid) &&
	    (vid != held->usb_vid || pid != held->usb_pid) &&
	    !live_refuse(reader, json_find(root, "vid"), err,
			 "the file is of %04x:%04x, and the keyboard is %04x:%04x: give the one it is of, or "
			 "force it",
			 (unsigned)vid, (unsigned)pid, held->usb_vid, held->usb_pid))
		return false;
	return true;
}

/* The bytes of a part, of all its lines; false: it is none. */
static bool read_bytes(const struct json *list, struct str *out)
{
	if (list->type != JSON_ARRAY)
		return false;
	for (const struct json *line = list->first; line; line = line->next) {
		const char *text = json_text(line);
		size_t digits = strlen(text);

		if (line->type != JSON_TEXT || digits % 2 || strspn(text, "0123456789abcdefABCDEF") != digits)
			return false;
		for (size_t i = 0; i < digits; i += 2) {
			const char byte[] = { text[i], text[i + 1], '\0' };

			str_add_char(out, (char)strtoul(byte, NULL, HEX));
		}
	}
	return !out->full;
}

/* A keyboard of the sizes that the file says, with the parts that it has. */
static bool read_parts(struct live_reader *reader, const struct json *root, struct dynamic_keymap *file,
		       struct err *err)
{
	const struct json *parts = json_find(root, "parts");

	for (size_t i = 0; i < COUNT(counts); i++) {
		const struct json *node = json_find(root, counts[i].member);
		int64_t count;

		if (!json_int(node, 0, DYNAMIC_MAX_MACRO_BYTES, &count))
			return err_set(err, ERR_PARSE, "expected a number \"%s\", found %s", counts[i].member,
				       node ? json_type_name(node->type) : "none");
		*count_at(file, i) = (size_t)count;
	}
	if (!dynamic_keymap_allocate(file, err))
		return false;
	if (!parts || parts->type != JSON_OBJECT)
		return err_set(err, ERR_PARSE, "expected an object \"parts\", found %s",
			       parts ? json_type_name(parts->type) : "none");
	for (const struct json *node = parts->first; node; node = node->next) {
		enum dynamic_part part;
		struct str bytes = STR_INIT;
		bool ok = true;

		if (!dynamic_part_find(node->key, &part))
			live_tell(reader, node, "\"%.20s\" is no part of a keymap: it is left out",
				  node->key);
		else
			ok = read_bytes(node, &bytes)
				     ? dynamic_keymap_put_part(file, part, (const uint8_t *)str_text(&bytes),
							       bytes.len, err)
				     : err_set(err, ERR_PARSE, "\"%s\" must be a list of lines in hex",
					       node->key);
		str_release(&bytes);
		if (!ok)
			return false;
	}
	return true;
}

static bool check_sizes(struct live_reader *reader, const struct json *root, struct dynamic_keymap *file,
			struct err *err)
{
	for (size_t i = 0; i < COUNT(counts); i++) {
		size_t here = *count_at(reader->held, i), there = *count_at(file, i);

		if (here != there && !live_refuse(reader, json_find(root, counts[i].member), err,
						  "the file has %zu %s, and the keyboard has %zu", there,
						  counts[i].member, here))
			return false;
	}
	return true;
}

/* What the file has of @part and the keyboard has a place for. */
static void take_part(struct live_reader *reader, const struct json *root, const struct dynamic_keymap *file,
		      enum dynamic_part part)
{
	struct dynamic_places places = { 0 };
	struct dynamic_keymap *held = reader->held;
	size_t left = 0;

	dynamic_keymap_places(file, part, &places);
	for (size_t i = 0; i < places.count; i++) {
		uint8_t room[DYNAMIC_PLACE_BYTES];
		const uint8_t *bytes;
		size_t len = dynamic_keymap_get(file, places.item[i], room, &bytes);
		struct err ignored;

		left += len && !dynamic_keymap_put(held, places.item[i], bytes, len, &ignored);
	}
	if (left)
		live_tell(reader, json_find(root, "parts"),
			  "the keyboard has no room for %zu of \"%s\": they are left out", left,
			  dynamic_part_name(part));
	held->held |= 1u << part;
	dynamic_places_release(&places);
}

static bool check_dialect(struct live_reader *reader, const struct json *root, struct err *err)
{
	const struct json *node = json_find(root, "dialect");

	if (!node || !keycode_dialect_find(json_text(node), &reader->dialect))
		return err_set(err, ERR_PARSE, "expected \"dialect\", such as \"vial-6\", found %.40s",
			       node ? json_text(node) : "none");
	return reader->dialect == reader->held->dialect ||
	       live_refuse(reader, node, err,
			   "the file has numbers of %s, and the keyboard of %s: other keycodes would come of "
			   "them; dump it as vil or via, which have names",
			   json_text(node), keycode_dialect_info(reader->held->dialect)->name);
}

static bool read_root(struct live_reader *reader, const struct json *root, struct err *err)
{
	struct dynamic_keymap file = { 0 };
	int64_t version;
	bool ok;

	if (strcmp(json_text(json_find(root, "keyplane")), "dynamic-keymap") != 0)
		return err_set(err, ERR_PARSE, "expected \"keyplane\": \"dynamic-keymap\"");
	if (!json_int(json_find(root, "version"), 1, FILE_VERSION, &version))
		return err_set(err, ERR_PARSE, "the file is of another version: expected \"version\": %d",
			       FILE_VERSION);
	ok = live_keyplane_check(reader, root, err) && check_dialect(reader, root, err) &&
	     read_parts(reader, root, &file, err) && check_sizes(reader, root, &file, err);
	for (int part = 0; ok && part < DYNAMIC_PARTS; part++)
		if (file.held & 1u << part)
			take_part(reader, root, &file, (enum dynamic_part)part);
	dynamic_keymap_release(&file);
	return ok;
}

bool live_keyplane_read(const char *text, size_t len, bool force, struct dynamic_keymap *held,
			struct diagnostics *diagnostics, struct err *err)
{
	return live_file_read(text, len, force, held, diagnostics, err, read_root);
}
