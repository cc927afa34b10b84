/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "live_line_private.h"

void live_line_add_hex(struct str *out, const void *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < len; i++) {
		str_add_char(out, digits[byte[i] >> 4]);
		str_add_char(out, digits[byte[i] & 15]);
	}
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool live_line_hex(const struct json *line, const char *name, struct str *out, struct err *err)
{
	const struct json *node = json_find(line, name);
	const char *text = json_text(node);
	size_t len = strlen(text);

	if (!node || node->type != JSON_TEXT || len % 2)
		return err_set(err, ERR_PARSE, "live line: \"%s\" must be bytes in hexadecimal", name);
	for (size_t i = 0; i < len; i += 2) {
		int high = digit(text[i]), low = digit(text[i + 1]);

		if (high < 0 || low < 0)
			return err_set(err, ERR_PARSE,
				       "live line: \"%s\" must be bytes in hexadecimal, not '%.2s'", name,
				       text + i);
		str_add_char(out, (char)(high << 4 | low));
	}
	return true;
}

bool live_line_number(const struct json *line, const char *name, int64_t min, int64_t max, int64_t *out,
		      struct err *err)
{
	return json_int(json_find(line, name), min, max, out) ||
	       err_set(err, ERR_RANGE, "live line: \"%s\" must be a number from %" PRId64 " to %" PRId64,
		       name, min, max);
}

bool live_line_request(const struct json *line, long *out, struct err *err)
{
	int64_t number;

	if (!live_line_number(line, "request", 0, INT32_MAX, &number, err))
		return false;
	*out = (long)number;
	return true;
}

bool live_line_text(const struct json *line, const char *name, char *out, size_t size, struct err *err)
{
	const struct json *node = json_find(line, name);

	if (!node || node->type != JSON_TEXT)
		return err_set(err, ERR_PARSE, "live line: \"%s\" must be a text", name);
	if (strlen(node->text) >= size)
		return err_set(err, ERR_RANGE, "live line: \"%s\" is longer than %zu bytes", name, size - 1);
	snprintf(out, size, "%s", node->text);
	return true;
}

bool live_line_place(const struct json *line, struct dynamic_place *out, struct err *err)
{
	const struct json *node = json_find(line, "place");

	if (!node || node->type != JSON_TEXT)
		return err_set(err, ERR_PARSE, "live line: \"place\" must be a text");
	return dynamic_place_parse(node->text, out, err) || err_wrap(err, "live line");
}

struct json_doc *live_line_parse(const char *line, const char *member, struct err *err)
{
	struct json_doc *doc = json_parse(line, strlen(line), err);
	const struct json *name = doc ? json_find(json_root(doc), member) : NULL;

	if (doc && (!name || name->type != JSON_TEXT)) {
		err_set(err, ERR_PARSE, "live line: expected a JSON object with \"%s\", not '%.60s'", member,
			line);
		json_doc_free(doc);
		return NULL;
	}
	return doc;
}

/* Requests. */

void live_request_release(struct live_request *request)
{
	for (size_t i = 0; i < request->items; i++)
		str_release(&request->item[i].bytes);
	free(request->item);
	*request = (struct live_request){ 0 };
}

void live_request_add(struct live_request *request, struct dynamic_place place, const uint8_t *bytes,
		      size_t len)
{
	struct live_item *item;

	request->item = mem_grow(request->item, request->items, &request->room, sizeof(*request->item));
	item = &request->item[request->items++];
	*item = (struct live_item){ .place = place };
	str_add_bytes(&item->bytes, bytes, len);
}

static void print_items(const struct live_request *request, struct str *out)
{
	str_add(out, ",\"items\":[");
	for (size_t i = 0; i < request->items; i++) {
		const struct live_item *item = &request->item[i];

		str_addf(out, "%s{\"place\":\"", i ? "," : "");
		dynamic_place_print(item->place, out);
		str_add(out, "\",\"bytes\":\"");
		live_line_add_hex(out, str_text(&item->bytes), item->bytes.len);
		str_add(out, "\"}");
	}
	str_add_char(out, ']');
}

static bool read_items(const struct json *line, struct live_request *out, struct err *err)
{
	const struct json *items = json_find(line, "items");

	if (!items || items->type != JSON_ARRAY || items->count > LIVE_LINE_ITEMS)
		return err_set(err, ERR_RANGE, "live line: \"items\" must be a list of at most %d",
			       LIVE_LINE_ITEMS);
	for (const struct json *node = items->first; node; node = node->next) {
		struct dynamic_place place;

		if (!live_line_place(node, &place, err))
			return false;
		live_request_add(out, place, NULL, 0);
		if (!live_line_hex(node, "bytes", &out->item[out->items - 1].bytes, err))
			return false;
	}
	return true;
}

static void print_parts(const struct live_request *request, struct str *out)
{
	const char *before = "";

	str_add(out, ",\"parts\":[");
	for (enum dynamic_part part = 0; part < DYNAMIC_PARTS; part++) {
		if (!(request->parts & 1u << part))
			continue;
		str_addf(out, "%s\"%s\"", before, dynamic_part_name(part));
		before = ",";
	}
	str_add_char(out, ']');
}

static bool read_parts(const struct json *line, struct live_request *out, struct err *err)
{
	const struct json *parts = json_find(line, "parts");
	enum dynamic_part part;

	if (!parts || parts->type != JSON_ARRAY)
		return err_set(err, ERR_PARSE, "live line: \"parts\" must be a list");
	for (const struct json *node = parts->first; node; node = node->next) {
		if (!dynamic_part_find(json_text(node), &part))
			return err_set(err, ERR_PARSE, "live line: there is no part '%.60s'",
				       json_text(node));
		out->parts |= 1u << part;
	}
	return true;
}

static void print_what(const struct live_request *request, struct str *out)
{
	str_add(out, ",\"what\":");
	json_add_text(out, request->what);
}

static bool read_what(const struct json *line, struct live_request *out, struct err *err)
{
	return live_line_text(line, "what", out->what, sizeof(out->what), err);
}

static void print_on(const struct live_request *request, struct str *out)
{
	str_addf(out, ",\"on\":%s", request->on ? "true" : "false");
}

static bool read_on(const struct json *line, struct live_request *out, struct err *err)
{
	const struct json *on = json_find(line, "on");

	if (!on || on->type != JSON_BOOL)
		return err_set(err, ERR_PARSE, "live line: \"on\" must be true or false");
	out->on = on->yes;
	return true;
}

static const struct request_row {
	const char *name;
	bool numbered;
	void (*print)(const struct live_request *request, struct str *out); /* NULL: nothing else */
	bool (*read)(const struct json *line, struct live_request *out, struct err *err);
} requests[] = {
	[LIVE_WRITE] = { "write", true, print_items, read_items },
	[LIVE_PRESS] = { "press", true, print_items, read_items },
	[LIVE_READ] = { "read", true, print_parts, read_parts },
	[LIVE_RESET] = { "reset", true, print_what, read_what },
	[LIVE_SAVE] = { "save", true, NULL, NULL },
	[LIVE_UNLOCK] = { "unlock", true, NULL, NULL },
	[LIVE_LOCK] = { "lock", true, NULL, NULL },
	[LIVE_MATRIX] = { "matrix", false, print_on, read_on },
	[LIVE_BOOTLOADER] = { "bootloader", true, NULL, NULL },
	[LIVE_TRAFFIC] = { "traffic", false, NULL, NULL },
	[LIVE_QUIT] = { "quit", false, NULL, NULL },
};
_Static_assert(COUNT(requests) == LIVE_REQUEST_COUNT, "a row for each request");

void live_request_print(const struct live_request *request, struct str *out)
{
	const struct request_row *row = &requests[request->type];

	str_addf(out, "{\"do\":\"%s\"", row->name);
	if (row->numbered)
		str_addf(out, ",\"request\":%ld", request->request);
	if (row->print)
		row->print(request, out);
	str_add_char(out, '}');
}

static bool read_request(const struct json *line, struct live_request *out, struct err *err)
{
	const char *name = json_text(json_find(line, "do"));

	for (size_t i = 0; i < COUNT(requests); i++) {
		if (strcmp(requests[i].name, name) != 0)
			continue;
		out->type = (enum live_request_type)i;
		return (!requests[i].numbered || live_line_request(line, &out->request, err)) &&
		       (!requests[i].read || requests[i].read(line, out, err));
	}
	return err_set(err, ERR_PARSE, "live line: unknown request '%.60s'", name);
}

bool live_request_parse(const char *line, struct live_request *out, struct err *err)
{
	struct json_doc *doc = live_line_parse(line, "do", err);
	bool good = doc && read_request(json_root(doc), out, err);

	json_doc_free(doc);
	return good;
}
