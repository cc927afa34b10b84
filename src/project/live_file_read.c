/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live_file_private.h"

static const struct diagnostic_kind left_out = { "live-file-value", SEVERITY_WARNING };

static void tell(struct live_reader *reader, const struct json *node, const char *fmt, va_list ap)
{
	struct place place = PLACE_NONE;
	struct str text = STR_INIT;

	json_place(reader->doc, node->span.start, &place.line, &place.column);
	str_vaddf(&text, fmt, ap);
	diagnostics_add(reader->told, &left_out, place, "%s", str_text(&text));
	str_release(&text);
}

void live_tell(struct live_reader *reader, const struct json *node, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(reader, node, fmt, ap);
	va_end(ap);
}

bool live_refuse(struct live_reader *reader, const struct json *node, struct err *err, const char *fmt, ...)
{
	struct str text = STR_INIT;
	int line, column;
	va_list ap;

	va_start(ap, fmt);
	if (reader->force) {
		tell(reader, node, fmt, ap);
	} else {
		json_place(reader->doc, node->span.start, &line, &column);
		str_vaddf(&text, fmt, ap);
		err_set(err, ERR_REFUSED, "line %d, column %d: %s", line, column, str_text(&text));
	}
	va_end(ap);
	str_release(&text);
	return reader->force;
}

const struct json *live_list(struct live_reader *reader, const struct json *object, const char *name)
{
	const struct json *list = json_find(object, name);

	if (!list || list->type == JSON_ARRAY)
		return list;
	live_tell(reader, list, "\"%s\" must be a list, found %s: it is not used", name,
		  json_type_name(list->type));
	return NULL;
}

bool live_check_count(struct live_reader *reader, const struct json *list, const char *what, size_t count,
		      struct err *err)
{
	if (list->type == JSON_ARRAY && list->count == count)
		return true;
	if (list->type != JSON_ARRAY)
		return live_refuse(reader, list, err, "expected a list of %zu %s, found %s", count, what,
				   json_type_name(list->type));
	return live_refuse(reader, list, err, "the file has %zu %s, and the keyboard has %zu", list->count,
			   what, count);
}

/* The number that the keyboard has for what the file calls @number. One without a name may be something else there: false, and
 * @value stays. */
static bool translate(const struct live_reader *reader, uint16_t number, uint16_t *value)
{
	enum keycode_dialect own = reader->held->dialect;
	struct action action = keycode_dialect_action(reader->dialect, number);

	if (own == reader->dialect) {
		*value = number;
		return true;
	}
	return action.kind != ACTION_RAW_NUMBER && keycode_dialect_value(own, action, value);
}

/* A name of the file's means what it does there; one that another version of the program has is taken, too. */
static bool find_value(const struct live_reader *reader, const char *text, uint16_t *value, struct err *err)
{
	struct action action;
	uint16_t number;

	if (!keycode_dialect_parse(reader->dialect, text, &action, err))
		return false;
	if (keycode_dialect_value(reader->dialect, action, &number))
		return translate(reader, number, value) ||
		       err_set(err, ERR_NOT_FOUND, "the keyboard's firmware has no such keycode");
	return keycode_dialect_value(reader->held->dialect, action, value) ||
	       err_set(err, ERR_NOT_FOUND, "it has no number");
}

bool live_read_keycode(struct live_reader *reader, const struct json *node, uint16_t *value)
{
	struct err err = { 0 };
	int64_t number;

	if (json_int(node, 0, UINT16_MAX, &number)) {
		if (translate(reader, (uint16_t)number, value))
			return true;
		err_set(&err, ERR_NOT_FOUND, "the keyboard's firmware numbers its keycodes otherwise");
	} else if (node->type == JSON_TEXT) {
		if (!node->text[0]) {
			*value = 0;
			return true;
		}
		if (find_value(reader, node->text, value, &err))
			return true;
	} else {
		err_set(&err, ERR_PARSE, "expected a keycode such as \"KC_A\", found %s",
			json_type_name(node->type));
	}
	live_tell(reader, node, "%.60s%s%s; what is held there stays", json_text(node),
		  json_text(node)[0] ? ": " : "", err.text);
	return false;
}

void live_read_turns(struct live_reader *reader, const struct json *pair, size_t layer, size_t encoder)
{
	uint16_t *turn = &reader->held->turn[(layer * reader->held->encoders + encoder) * TURN_COUNT];
	const struct json *node = pair->type == JSON_ARRAY ? pair->first : NULL;
	int64_t absent;

	if (!node || pair->count != TURN_COUNT) {
		live_tell(reader, pair, "expected two keycodes, turned left and turned right; not used");
		return;
	}
	for (size_t i = 0; i < TURN_COUNT; i++, node = node->next)
		if (!json_int(node, -1, -1, &absent))
			live_read_keycode(reader, node, &turn[i]);
}

bool live_put_macros(struct live_reader *reader, const struct json *list,
		     void (*read_macro)(struct live_reader *reader, const struct json *node,
					struct definition *macro),
		     struct err *err)
{
	size_t most = reader->held->macros, count = list->count < most ? list->count : most, used = 0;
	struct definition *macro = mem_new(list->count, sizeof(*macro));
	const struct definition **each = mem_new(count, sizeof(*each));
	const struct json *node = list->first;
	bool ok = true;

	for (size_t i = 0; i < list->count; i++, node = node->next) {
		macro[i].kind = DEFINITION_MACRO;
		read_macro(reader, node, &macro[i]);
		used = macro[i].steps ? i + 1 : used;
		if (i < count)
			each[i] = &macro[i];
	}
	if (used > most)
		ok = live_refuse(reader, list, err,
				 "the file has %zu macros, and the keyboard has room for %zu", used, most);
	ok = ok && (!count || dynamic_macros_write(reader->held, each, count, err));
	reader->held->held |= 1u << DYNAMIC_MACROS;
	for (size_t i = 0; i < list->count; i++)
		definition_release(&macro[i]);
	free(macro);
	free(each);
	return ok;
}

bool live_read_uint64(struct live_reader *reader, const struct json *node, uint64_t *out)
{
	enum { MOST_DIGITS = 20 };
	char digits[MOST_DIGITS + 1] = "";

	if (!node || node->type != JSON_NUMBER || node->span.len > MOST_DIGITS)
		return false;
	memcpy(digits, reader->text + node->span.start, node->span.len);
	if (!digits[0] || strspn(digits, "0123456789") != strlen(digits))
		return false;
	errno = 0;
	*out = strtoull(digits, NULL, 10);
	return errno == 0;
}

bool live_file_read(const char *text, size_t len, bool force, struct dynamic_keymap *held,
		    struct diagnostics *diagnostics, struct err *err,
		    bool (*read_root)(struct live_reader *reader, const struct json *root, struct err *err))
{
	struct json_doc *doc = json_parse(text, len, err);
	struct dynamic_keymap copy = { 0 };
	struct live_reader reader = { .doc = doc,
				      .text = text,
				      .dialect = held->dialect,
				      .held = &copy,
				      .told = diagnostics,
				      .force = force };
	bool ok;

	if (!doc)
		return false;
	dynamic_keymap_copy(&copy, held);
	ok = json_root(doc)->type == JSON_OBJECT
		     ? read_root(&reader, json_root(doc), err)
		     : err_set(err, ERR_PARSE, "expected an object in braces, found %s",
			       json_type_name(json_root(doc)->type));
	if (ok)
		dynamic_keymap_copy(held, &copy);
	dynamic_keymap_release(&copy);
	json_doc_free(doc);
	return ok;
}
