/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/mem.h"
#include "kle_rows.h"
#include "model/symbol.h"

static const struct diagnostic_kind bad_value = { "kle-value", SEVERITY_WARNING };
static const struct diagnostic_kind bad_key = { "kle-key", SEVERITY_ERROR };

enum { ALIGNMENTS = 8, USUAL_ALIGNMENT = 4, FULL_TURN_CDEG = 36000, MOST = KLE_MAX_CU / 100 };

struct reader {
	const struct json_doc *doc;
	struct diagnostics *diagnostics;
	struct kle_keys *out;
	double x, y, pivot_x, pivot_y, turn; /* what holds for the keys that follow */
	double w, h, x2, y2, w2, h2;         /* of the next key alone */
	bool second, decal, stepped, homing; /* likewise */
	bool ghost, full;
	int alignment;
	uint32_t colour, legend_colour;
	size_t row;
};

void kle_report(const struct json_doc *doc, const struct json *node, const struct diagnostic_kind *kind,
		struct diagnostics *diagnostics, const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	struct str s = STR_INIT;
	va_list ap;

	json_place(doc, node->span.start, &place.line, &place.column);
	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	diagnostics_add(diagnostics, kind, place, "%s", str_text(&s));
	str_release(&s);
}

/* Where the n-th line of a key's text stands, by alignment; -1: nowhere. */
static const signed char positions[ALIGNMENTS][KLE_POSITIONS] = {
	{ 0, 6, 2, 8, 9, 11, 3, 5, 1, 4, 7, 10 },         /* none */
	{ 1, 7, -1, -1, 9, 11, 4, -1, -1, -1, -1, 10 },   /* columns centred */
	{ 3, -1, 5, -1, 9, 11, -1, -1, 4, -1, -1, 10 },   /* rows centred */
	{ 4, -1, -1, -1, 9, 11, -1, -1, -1, -1, -1, 10 }, /* both */
	{ 0, 6, 2, 8, 10, -1, 3, 5, 1, 4, 7, -1 },        /* 4 to 7: the same, the front centred */
	{ 1, 7, -1, -1, 10, -1, 4, -1, -1, -1, -1, -1 },   { 3, -1, 5, -1, 10, -1, -1, -1, 4, -1, -1, -1 },
	{ 4, -1, -1, -1, 10, -1, -1, -1, -1, -1, -1, -1 },
};

static struct kle_label trim(const char *text, size_t len)
{
	while (len && isspace((unsigned char)text[0])) {
		text++;
		len--;
	}
	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	return (struct kle_label){ text, len };
}

static void read_labels(const struct json *node, int alignment, struct kle_label *label)
{
	const char *line = node->text, *end;

	for (int i = 0; i < KLE_POSITIONS; i++, line = end + 1) {
		int position = positions[alignment][i];

		end = line + strcspn(line, "\n");
		if (position >= 0)
			label[position] = trim(line, (size_t)(end - line));
		if (!*end)
			return;
	}
}

/* Members that are a length. */
struct member {
	const char *name;
	size_t offset;
	bool second; /* gives the key its second rectangle */
};

static const struct member members[] = {
	{ "w", offsetof(struct reader, w), false },  { "h", offsetof(struct reader, h), false },
	{ "x2", offsetof(struct reader, x2), true }, { "y2", offsetof(struct reader, y2), true },
	{ "w2", offsetof(struct reader, w2), true }, { "h2", offsetof(struct reader, h2), true },
};

/* A number between -@most and @most; another is told. */
static bool read_number(struct reader *r, const struct json *object, const char *name, int most, double *out)
{
	const struct json *node = json_find(object, name);

	if (!node)
		return false;
	if (node->type == JSON_NUMBER && fabs(node->number) <= most) {
		*out = node->number;
		return true;
	}
	kle_report(r->doc, node, &bad_value, r->diagnostics,
		   "\"%s\" must be a number up to %d, found %s; it is not used", name, most,
		   node->type == JSON_NUMBER ? "a larger one" : json_type_name(node->type));
	return false;
}

static void read_flag(const struct json *object, const char *name, bool *out)
{
	const struct json *node = json_find(object, name);

	if (node)
		*out = json_is_true(node);
}

static void read_colour(const struct json *object, const char *name, uint32_t *out)
{
	const struct json *node = json_find(object, name);

	if (node && node->type == JSON_TEXT)
		*out = symbol(node->text);
}

static void read_alignment(struct reader *r, const struct json *object)
{
	const struct json *node = json_find(object, "a");
	int64_t value;

	if (!node)
		return;
	if (json_int(node, 0, ALIGNMENTS - 1, &value))
		r->alignment = (int)value;
	else
		kle_report(r->doc, node, &bad_value, r->diagnostics,
			   "\"a\" must be a whole number from 0 to %d; it is not used", ALIGNMENTS - 1);
}

/* A new pivot is where the keys behind it begin. */
static void read_pivot(struct reader *r, const struct json *object)
{
	bool has_x = read_number(r, object, "rx", MOST, &r->pivot_x);
	bool has_y = read_number(r, object, "ry", MOST, &r->pivot_y);

	if (has_x || has_y) {
		r->x = r->pivot_x;
		r->y = r->pivot_y;
	}
}

static void read_properties(struct reader *r, const struct json *object)
{
	double by;

	for (size_t i = 0; i < COUNT(members); i++)
		if (read_number(r, object, members[i].name, MOST, (double *)((char *)r + members[i].offset)))
			r->second = r->second || members[i].second;
	read_number(r, object, "r", FULL_TURN_CDEG / 100, &r->turn);
	read_pivot(r, object);
	r->x += read_number(r, object, "x", MOST, &by) ? by : 0;
	r->y += read_number(r, object, "y", MOST, &by) ? by : 0;
	read_alignment(r, object);
	read_flag(object, "d", &r->decal);
	read_flag(object, "l", &r->stepped);
	read_flag(object, "n", &r->homing);
	read_flag(object, "g", &r->ghost);
	read_colour(object, "c", &r->colour);
	read_colour(object, "t", &r->legend_colour);
}

static bool in_range(const double *value, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fabs(value[i]) > MOST)
			return false;
	return true;
}

static int16_t hundredths(double value)
{
	return (int16_t)lround(value * 100);
}

/* Of a rectangle that is the first one again, nothing is kept. */
static void set_second(const struct reader *r, struct kle_shape *shape)
{
	double w2 = r->w2 > 0 ? r->w2 : r->w, h2 = r->h2 > 0 ? r->h2 : r->h;

	shape->x2_cu = hundredths(r->x2);
	shape->y2_cu = hundredths(r->y2);
	shape->w2_cu = hundredths(w2);
	shape->h2_cu = hundredths(h2);
	if (!shape->x2_cu && !shape->y2_cu && shape->w2_cu == shape->w_cu && shape->h2_cu == shape->h_cu)
		shape->w2_cu = shape->h2_cu = 0;
}

static int16_t turn_of(double degrees)
{
	int turn = (int)lround(degrees * 100) % FULL_TURN_CDEG;

	return (int16_t)(turn > FULL_TURN_CDEG / 2     ? turn - FULL_TURN_CDEG
			 : turn <= -FULL_TURN_CDEG / 2 ? turn + FULL_TURN_CDEG
						       : turn);
}

static struct kle_shape shape_of(const struct reader *r)
{
	struct kle_shape shape = { .x_cu = hundredths(r->x),
				   .y_cu = hundredths(r->y),
				   .w_cu = hundredths(r->w),
				   .h_cu = hundredths(r->h),
				   .turn_cdeg = turn_of(r->turn),
				   .decal = r->decal,
				   .ghost = r->ghost,
				   .stepped = r->stepped,
				   .homing = r->homing,
				   .colour = r->colour,
				   .legend_colour = r->legend_colour };

	if (r->second)
		set_second(r, &shape);
	if (shape.turn_cdeg) {
		shape.pivot_x_cu = hundredths(r->pivot_x);
		shape.pivot_y_cu = hundredths(r->pivot_y);
	}
	return shape;
}

static void add_key(struct reader *r, const struct json *node)
{
	const double lengths[] = { r->x, r->y, r->w, r->h };
	struct kle_key key = { .node = node, .row = r->row };

	if (r->out->count == KLE_MAX_KEYS) {
		if (!r->full)
			kle_report(r->doc, node, &bad_key, r->diagnostics,
				   "more than %d keys; those from here on are left out", KLE_MAX_KEYS);
		r->full = true;
		return;
	}
	if (!in_range(lengths, COUNT(lengths)) || r->w < 0.01 || r->h < 0.01) {
		kle_report(r->doc, node, &bad_key, r->diagnostics,
			   "a key of %g by %g at %g, %g cannot be drawn; it is left out", r->w, r->h, r->x,
			   r->y);
		return;
	}
	key.shape = shape_of(r);
	read_labels(node, r->alignment, key.label);
	r->out->key = mem_grow(r->out->key, r->out->count, &r->out->cap, sizeof(key));
	r->out->key[r->out->count++] = key;
}

static void begin_key(struct reader *r)
{
	r->w = r->h = 1;
	r->x2 = r->y2 = r->w2 = r->h2 = 0;
	r->second = r->decal = r->stepped = r->homing = false;
}

static void read_item(struct reader *r, const struct json *item)
{
	if (item->type == JSON_OBJECT) {
		read_properties(r, item);
	} else if (item->type == JSON_TEXT) {
		add_key(r, item);
		r->x += r->w;
		begin_key(r);
	} else {
		kle_report(r->doc, item, &bad_value, r->diagnostics,
			   "expected a key's labels in quotes or its properties in braces, found %s; it is "
			   "left out",
			   json_type_name(item->type));
	}
}

static void read_row(struct reader *r, const struct json *row)
{
	begin_key(r);
	for (const struct json *item = row->first; item; item = item->next)
		read_item(r, item);
	r->x = r->pivot_x;
	r->y += 1;
	r->row++;
}

static bool is_one_row(const struct json *rows)
{
	bool key = false;

	for (const struct json *item = rows->first; item; item = item->next) {
		if (item->type == JSON_ARRAY)
			return false;
		key = key || item->type == JSON_TEXT;
	}
	return key;
}

void kle_rows_read(const struct json_doc *doc, const struct json *rows, struct kle_keys *out,
		   struct diagnostics *diagnostics)
{
	struct reader r = {
		.doc = doc, .diagnostics = diagnostics, .out = out, .alignment = USUAL_ALIGNMENT
	};

	if (is_one_row(rows)) {
		read_row(&r, rows);
	} else {
		for (const struct json *row = rows->first; row; row = row->next) {
			if (row->type == JSON_ARRAY)
				read_row(&r, row);
			else if (row->type != JSON_OBJECT)
				kle_report(doc, row, &bad_value, diagnostics,
					   "expected a row of keys in [], found %s; it is left out",
					   json_type_name(row->type));
		}
	}
}
