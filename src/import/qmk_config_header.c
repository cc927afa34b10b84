/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arithmetic.h"
#include "base/json_python.h"
#include "python_text.h"
#include "qmk_config_private.h"

/* What config.h says that no map can tell: pins, encoders, the two halves. */
struct header {
	struct qmk_merge *m;
	const struct assignments *all;
};

/* Bytes of @text without those in @drop; the caller frees. */
static char *without(const char *text, const char *drop)
{
	struct str out = STR_INIT;

	for (; *text; text++)
		if (!strchr(drop, *text))
			str_add_char(&out, *text);
	return str_take(&out);
}

/* The text that @name is defined as; "" when it is not. False where it has none, over which QMK falls. */
static bool text_of(struct qmk_merge *m, const struct assignments *all, const char *name,
		    const struct assignment **a, const char **text)
{
	*a = assignments_find(all, name);
	*text = *a && (*a)->value ? (*a)->value : "";
	if (!*a || ((*a)->value && !(*a)->undefined))
		return true;
	return qmk_config_refuse_name(m, CONFIG_NAME_UNUSABLE, *a, "%s in config.h has no value", name);
}

/* A character may be several bytes. */
static char *behind_first(char *text)
{
	if (*text)
		do
			text++;
		while ((*text & 0xc0) == 0x80);
	return text;
}

static char *start_of_last(char *text, char *end)
{
	if (text < end)
		do
			end--;
		while (text < end && (*end & 0xc0) == 0x80);
	return end;
}

bool qmk_config_inside(struct qmk_merge *m, const struct assignments *all, const char *name,
		       const struct assignment **a, char **inside)
{
	const char *text;
	char *start, *end;

	*inside = NULL;
	if (!text_of(m, all, name, a, &text))
		return false;
	start = *inside = without(text, " ");
	end = start + strlen(start);
	start = behind_first(start);
	end = start_of_last(start, end);
	memmove(*inside, start, (size_t)(end - start));
	(*inside)[end - start] = '\0';
	return true;
}

/* Pins of "{ B0, NO_PIN, 3 }". */
static struct json *pin_list(struct header *h, const char *pins)
{
	struct json *list = json_new(h->m->doc, JSON_ARRAY);
	const char *comma;

	do {
		struct slice pin = { pins, pins + strcspn(pins, ",") };
		int64_t number;
		char *copy;

		comma = *pin.end ? pin.end : NULL;
		pins = pin.end + 1;
		pin = python_strip(pin);
		copy = slice_copy(pin);
		if (!*copy || !strcmp(copy, "NO_PIN"))
			json_append(list, json_new(h->m->doc, JSON_NULL));
		else if (strspn(copy, "0123456789") == strlen(copy) &&
			 qmk_python_int(copy, strlen(copy), &number))
			json_append(list, json_new_int(h->m->doc, number));
		else
			json_append(list, json_new_text(h->m->doc, copy));
		free(copy);
	} while (comma);
	return list;
}

/* One cell of a table: a number, or a pin; NULL: no such. */
static struct json *table_cell(struct header *h, const char *text, size_t len, bool of_int)
{
	struct str copy = STR_INIT;
	struct json *node;
	int64_t number;

	if (of_int)
		return qmk_python_int(text, len, &number) ? json_new_int(h->m->doc, number) : NULL;
	str_add_bytes(&copy, text, len);
	node = strcmp(str_text(&copy), "NO_PIN") ? json_new_text(h->m->doc, str_text(&copy))
						 : json_new(h->m->doc, JSON_NULL);
	str_release(&copy);
	return node;
}

static struct json *table_row(struct header *h, struct slice text, bool of_int)
{
	struct json *row = json_new(h->m->doc, JSON_ARRAY), *cell;
	const char *comma;

	if (slice_starts(text, "{"))
		text.at++;
	if (text.at < text.end && text.end[-1] == '}')
		text.end--;
	do {
		comma = slice_find(text, ",");
		cell = table_cell(h, text.at, (size_t)((comma ? comma : text.end) - text.at), of_int);
		if (cell)
			json_append(row, cell);
		text.at = comma ? comma + 1 : text.end;
	} while (comma && cell);
	return cell ? row : NULL;
}

/* "{A,B},{C,D}" as a list of lists; what is behind the last brace is not looked at. NULL when there is none, or a cell
 * is not what it must be: QMK falls over that. */
static struct json *table(struct header *h, const struct assignment *a, const char *text, bool of_int)
{
	struct json *list = json_new(h->m->doc, JSON_ARRAY), *row = NULL;
	const char *last = strrchr(text, '}'), *cut;
	struct slice rest = { text, last ? last + 1 : text };

	do {
		cut = slice_find(rest, "},{");
		row = last ? table_row(h, (struct slice){ rest.at, cut ? cut : rest.end }, of_int) : NULL;
		if (row)
			json_append(list, row);
		rest.at = cut ? cut + 3 : rest.end;
	} while (row && cut);
	if (row)
		return qmk_config_mark(list, a);
	qmk_config_refuse_name(h->m, CONFIG_NAME_UNUSABLE, a, "%s in config.h is no list of lists%s", a->name,
			       of_int ? " of whole numbers" : "");
	return NULL;
}

static struct json *compute(struct header *h, const struct assignment *a)
{
	struct arithmetic_number number;
	struct err err;

	if (!a->value) {
		qmk_config_refuse_name(h->m, CONFIG_NAME_UNUSABLE, a, "%s in config.h has no value", a->name);
		return NULL;
	}
	if (!arithmetic_compute(a->value, &number, &err)) {
		qmk_config_refuse_name(h->m, CONFIG_NAME_UNUSABLE, a, "%s in config.h: %s", a->name,
				       err.text);
		return NULL;
	}
	return qmk_config_mark(number.whole ? json_new_int(h->m->doc, (int64_t)number.value)
					    : json_new_number(h->m->doc, number.value),
			       a);
}

static bool put_size(struct header *h)
{
	const struct assignment *rows_a = assignments_find(h->all, "MATRIX_ROWS");
	const struct assignment *cols_a = assignments_find(h->all, "MATRIX_COLS");
	struct json *size, *rows, *cols;

	if (!rows_a || !cols_a)
		return true;
	if (json_member(h->m->info, "matrix_size"))
		qmk_config_report_name(
			h->m, CONFIG_MATRIX_TWICE, rows_a,
			"Matrix size is specified in both info.json and config.h, the config.h values win.");
	cols = compute(h, cols_a);
	rows = cols ? compute(h, rows_a) : NULL;
	if (!rows)
		return false;
	size = json_put(h->m->doc, h->m->info, "matrix_size", json_new(h->m->doc, JSON_OBJECT));
	json_put(h->m->doc, size, "cols", cols);
	json_put(h->m->doc, size, "rows", rows);
	return true;
}

/* @name without braces; "" when there is nothing in it. In new memory. */
static bool pins_of(struct header *h, const char *name, const struct assignment **a, char **pins)
{
	const char *text;
	char *bare;
	struct slice s;

	*pins = NULL;
	if (!text_of(h->m, h->all, name, a, &text))
		return false;
	bare = without(text, "{}");
	s = python_strip((struct slice){ bare, bare + strlen(bare) });
	*pins = slice_copy(s);
	free(bare);
	return true;
}

/* A half's pins as config.h has them. */
struct pins {
	const struct assignment *rows_a, *cols_a, *direct_a;
	char *rows, *cols, *direct;
};

static bool read_pins(struct header *h, bool right, struct pins *p)
{
	*p = (struct pins){ 0 };
	return pins_of(h, right ? "MATRIX_ROW_PINS_RIGHT" : "MATRIX_ROW_PINS", &p->rows_a, &p->rows) &&
	       pins_of(h, right ? "MATRIX_COL_PINS_RIGHT" : "MATRIX_COL_PINS", &p->cols_a, &p->cols) &&
	       qmk_config_inside(h->m, h->all, right ? "DIRECT_PINS_RIGHT" : "DIRECT_PINS", &p->direct_a,
				 &p->direct);
}

static void release_pins(struct pins *p)
{
	free(p->rows);
	free(p->cols);
	free(p->direct);
}

static void put_pin_list(struct header *h, struct json *into, const char *key, const struct assignment *a,
			 const char *pins)
{
	json_put(h->m->doc, into, key, qmk_config_mark(pin_list(h, pins), a));
}

static bool put_direct(struct header *h, struct json *into, const struct pins *p)
{
	struct json *direct = table(h, p->direct_a, p->direct, false);

	if (direct)
		json_put(h->m->doc, into, "direct", direct);
	return direct;
}

/* Where pins go: what config.h says once stood for all of matrix_pins. NULL: refused. */
static struct json *left_pins(struct header *h, struct json **made)
{
	struct json *info = h->m->info;

	if (!h->m->facts->once[QMK_ONCE_CUSTOM_IN_HEADER])
		return qmk_config_object(h->m, info, "matrix_pins");
	if (!*made)
		*made = json_new(h->m->doc, JSON_OBJECT);
	return *made;
}

static void warn_pins(struct header *h, enum qmk_config_kind kind, const struct assignment *a,
		      const char *what)
{
	qmk_config_report_name(h->m, kind, a,
			       "%s specified in both info.json and config.h, the config.h values win.", what);
}

static void put_custom(struct header *h, struct json **made)
{
	const struct assignment *custom = assignments_find(h->all, "CUSTOM_MATRIX");
	struct json *into;

	if (!h->m->facts->once[QMK_ONCE_CUSTOM_IN_HEADER] || !custom ||
	    (custom->value && !custom->undefined && !strcmp(custom->value, "no")))
		return;
	if (json_find(h->m->info, "matrix_pins.custom"))
		warn_pins(h, CONFIG_CUSTOM_TWICE, custom, "Custom Matrix is");
	into = left_pins(h, made);
	json_put(h->m->doc, into, "custom", qmk_config_mark(json_new_bool(h->m->doc, true), custom));
	if (custom->value && !custom->undefined && !strcmp(custom->value, "lite"))
		json_put(h->m->doc, into, "custom_lite",
			 qmk_config_mark(json_new_bool(h->m->doc, true), custom));
}

static bool put_left_pins(struct header *h, const struct pins *p)
{
	struct json *info = h->m->info, *into, *made = NULL;

	if (p->rows[0] && p->cols[0]) {
		if (json_find(info, "matrix_pins.cols") && json_find(info, "matrix_pins.rows"))
			warn_pins(h, CONFIG_MATRIX_TWICE, p->rows_a, "Matrix pins are");
		into = left_pins(h, &made);
		if (!into)
			return false;
		put_pin_list(h, into, "cols", p->cols_a, p->cols);
		put_pin_list(h, into, "rows", p->rows_a, p->rows);
	}
	if (p->direct[0]) {
		if (json_find(info, "matrix_pins.direct"))
			warn_pins(h, CONFIG_MATRIX_TWICE, p->direct_a, "Direct pins are");
		into = left_pins(h, &made);
		if (!into || !put_direct(h, into, p))
			return false;
	}
	put_custom(h, &made);
	if (made)
		json_put(h->m->doc, info, "matrix_pins", made);
	return true;
}

static bool put_matrix(struct header *h)
{
	struct pins p;
	bool ok = read_pins(h, false, &p) && put_size(h) && put_left_pins(h, &p);

	release_pins(&p);
	return ok;
}

static bool put_right_pins(struct header *h)
{
	static const char *const right[] = { "split", "matrix_pins", "right", NULL };
	struct json *into;
	struct pins p;
	bool ok = read_pins(h, true, &p);

	if (ok && (p.rows[0] || p.cols[0] || p.direct[0])) {
		const struct assignment *a = p.rows[0] ? p.rows_a : p.cols[0] ? p.cols_a : p.direct_a;

		if (qmk_truthy(json_find(h->m->info, "split.matrix_pins.right")))
			qmk_config_report_name(h->m, CONFIG_MATRIX_TWICE, a,
					       "Right hand matrix data is specified in both info.json and "
					       "config.h, the config.h values win.");
		into = qmk_config_object_at(h->m, right);
		ok = into;
		if (ok && p.cols[0])
			put_pin_list(h, into, "cols", p.cols_a, p.cols);
		if (ok && p.rows[0])
			put_pin_list(h, into, "rows", p.rows_a, p.rows);
		if (ok && p.direct[0])
			ok = put_direct(h, into, &p);
	}
	release_pins(&p);
	return ok;
}

/* B5_AUDIO and its like. */
static void put_audio(struct header *h)
{
	static const char *const pins[] = { "B5", "B6", "B7", "C4", "C5", "C6" };
	struct json *list = json_new(h->m->doc, JSON_ARRAY), *audio;

	for (size_t i = 0; i < COUNT(pins) && h->m->facts->once[QMK_ONCE_AUDIO_NAMES]; i++) {
		char name[sizeof("B5_AUDIO")];
		const struct assignment *a;

		snprintf(name, sizeof(name), "%s_AUDIO", pins[i]);
		a = assignments_find(h->all, name);
		if (a && !a->undefined)
			json_append(list, qmk_config_mark(json_new_text(h->m->doc, pins[i]), a));
	}
	if (!list->count)
		return;
	audio = json_put(h->m->doc, h->m->info, "audio", json_new(h->m->doc, JSON_OBJECT));
	json_put(h->m->doc, audio, "pins", list);
}

static bool put_secure(struct header *h)
{
	static const char *const secure[] = { "secure", NULL };
	const struct assignment *a;
	struct json *sequence, *into = NULL;
	const struct json *before;
	char *unlock;
	bool ok = qmk_config_inside(h->m, h->all, "SECURE_UNLOCK_SEQUENCE", &a, &unlock);

	if (ok && unlock[0]) {
		sequence = table(h, a, unlock, true);
		into = sequence ? qmk_config_object_at(h->m, secure) : NULL;
		before = json_member(into, "unlock_sequence");
		if (before) {
			struct str text = STR_INIT;

			json_add_python(&text, before);
			qmk_config_report_name(
				h->m, CONFIG_HEADER_WINS, a,
				"Secure unlock sequence is specified in both config.h "
				"(SECURE_UNLOCK_SEQUENCE) and info.json "
				"(secure.unlock_sequence) (Value: %s), the config.h value wins.",
				str_text(&text));
			str_release(&text);
		}
		if (into)
			json_put(h->m->doc, into, "unlock_sequence", sequence);
		ok = into;
	}
	free(unlock);
	return ok;
}

/* Names that QMK has moved: @from of @object to @to of its member @into. */
static bool move(struct header *h, struct json *object, const char *from, const char *into, const char *to)
{
	struct json *target;

	if (!json_member(object, from))
		return true;
	target = qmk_config_object(h->m, object, into);
	if (target)
		json_put(h->m->doc, target, to, json_take(object, from));
	return target;
}

static bool move_split(struct header *h)
{
	struct json *split = json_member(h->m->info, "split");

	if (!move(h, split, "matrix_grid", "handedness", "matrix_grid"))
		return false;
	return h->m->facts->once[QMK_ONCE_NO_SERIAL] ||
	       (move(h, split, "soft_serial_pin", "serial", "pin") &&
		move(h, split, "soft_serial_speed", "serial", "speed"));
}

static void put_protocol(struct header *h, struct json *transport, const struct assignment *i2c)
{
	const struct json *before = json_member(transport, "protocol");
	struct json *protocol = json_new_text(h->m->doc, i2c ? "i2c" : "serial");

	if (!i2c && before)
		return;
	if (before) {
		struct str text = STR_INIT;

		json_add_python(&text, transport);
		qmk_config_report_name(
			h->m, CONFIG_HEADER_WINS, i2c,
			"Split transport is specified in both config.h (USE_I2C) and info.json "
			"(split.transport.protocol) (Value: %s), the config.h value wins.",
			str_text(&text));
		str_release(&text);
	}
	json_put(h->m->doc, transport, "protocol", i2c ? qmk_config_mark(protocol, i2c) : protocol);
}

static bool put_transport(struct header *h)
{
	static const char *const path[] = { "split", "transport", NULL };
	const struct assignment *i2c = assignments_find(h->all, "USE_I2C");
	struct json *transport;

	if (i2c && (i2c->value || i2c->undefined))
		i2c = NULL;
	if (i2c || json_find(h->m->info, "split.enabled")) {
		transport = qmk_config_object_at(h->m, path);
		if (!transport)
			return false;
		put_protocol(h, transport, i2c);
	}
	transport = json_member(json_member(h->m->info, "split"), "transport");
	return move(h, transport, "sync_matrix_state", "sync", "matrix_state") &&
	       move(h, transport, "sync_modifiers", "sync", "modifiers");
}

bool qmk_config_apply_header(struct qmk_merge *m, const struct assignments *all)
{
	struct header h = { m, all };

	if (!qmk_config_apply_map(m, &m->facts->config_h, all, "config.h") || !put_matrix(&h))
		return false;
	put_audio(&h);
	return put_secure(&h) && move_split(&h) && put_transport(&h) && put_right_pins(&h) &&
	       qmk_config_apply_encoders(m, all);
}
