/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/json.h"
#include "kle_rows.h"
#include "model/symbol.h"

enum { LINES = 12 }; /* of labels */

/* The properties of one key, an object when there are any. */
struct properties {
	struct str *out;
	bool any;
};

static void begin_property(struct properties *p, const char *name)
{
	str_addf(p->out, p->any ? ", \"%s\": " : "{\"%s\": ", name);
	p->any = true;
}

static void add_length(struct properties *p, const char *name, int value, int usual)
{
	if (value == usual)
		return;
	begin_property(p, name);
	str_add_hundredths(p->out, value);
}

static void add_flag(struct properties *p, const char *name, bool yes, bool usual)
{
	if (yes == usual)
		return;
	begin_property(p, name);
	str_add(p->out, yes ? "true" : "false");
}

static void add_colour(struct properties *p, const char *name, uint32_t colour, uint32_t last,
		       const char *usual)
{
	if (colour == last)
		return;
	begin_property(p, name);
	json_add_text(p->out, colour ? symbol_text(colour) : usual);
}

static bool same_turn(const struct kle_shape *a, const struct kle_shape *b)
{
	return a->turn_cdeg == b->turn_cdeg && a->pivot_x_cu == b->pivot_x_cu &&
	       a->pivot_y_cu == b->pivot_y_cu;
}

/* A new angle, or a line above or below, wants a row of its own. */
static void begin_row(struct kle_writer *w, const struct kle_shape *shape)
{
	if (w->open && same_turn(shape, &w->last) && shape->y_cu == w->y) {
		str_add(w->out, ", ");
		return;
	}
	if (w->open) {
		str_add(w->out, "]");
		w->x = w->last.pivot_x_cu;
		w->y += 100;
	}
	str_addf(w->out, "%s\n%s[", w->any ? "," : "", w->indent);
	w->open = true;
}

static void add_turn(struct kle_writer *w, struct properties *p, const struct kle_shape *shape)
{
	add_length(p, "r", shape->turn_cdeg, w->last.turn_cdeg);
	if (shape->pivot_x_cu == w->last.pivot_x_cu && shape->pivot_y_cu == w->last.pivot_y_cu)
		return;
	begin_property(p, "rx");
	str_add_hundredths(w->out, shape->pivot_x_cu);
	begin_property(p, "ry");
	str_add_hundredths(w->out, shape->pivot_y_cu);
	w->x = shape->pivot_x_cu;
	w->y = shape->pivot_y_cu;
}

static void add_properties(struct kle_writer *w, const struct kle_shape *shape)
{
	struct properties p = { w->out, false };

	add_turn(w, &p, shape);
	add_length(&p, "y", shape->y_cu - w->y, 0);
	add_length(&p, "x", shape->x_cu - w->x, 0);
	add_colour(&p, "c", shape->colour, w->last.colour, "#cccccc");
	add_colour(&p, "t", shape->legend_colour, w->last.legend_colour, "#000000");
	add_flag(&p, "g", shape->ghost, w->last.ghost);
	add_length(&p, "w", shape->w_cu, 100);
	add_length(&p, "h", shape->h_cu, 100);
	if (shape->w2_cu) {
		add_length(&p, "x2", shape->x2_cu, 0);
		add_length(&p, "y2", shape->y2_cu, 0);
		add_length(&p, "w2", shape->w2_cu, 0);
		add_length(&p, "h2", shape->h2_cu, 0);
	}
	add_flag(&p, "l", shape->stepped, false);
	add_flag(&p, "n", shape->homing, false);
	add_flag(&p, "d", shape->decal, false);
	if (p.any)
		str_add(w->out, "}, ");
}

static void set_pair(struct str *line, int first, int second)
{
	if (first >= 0)
		str_addf(line, "%d,%d", first, second);
}

/* Which line of the text stands where, with the usual alignment. */
enum { LINE_TOP_LEFT = 0, LINE_BOTTOM_LEFT = 1, LINE_TOP_RIGHT = 2, LINE_BOTTOM_RIGHT = 3, LINE_CENTRE = 9 };

static void add_text(struct str *out, const struct kle_text *text)
{
	struct str line[LINES] = { STR_INIT }, all = STR_INIT;
	int last = 0;

	if (text->turn >= 0) {
		set_pair(&line[LINE_TOP_LEFT], text->encoder, text->turn);
		str_add(&line[LINE_CENTRE], "e");
	} else {
		set_pair(&line[LINE_TOP_LEFT], text->row, text->col);
		if (text->encoder >= 0)
			str_addf(&line[LINE_CENTRE], "e%d", text->encoder);
	}
	if (text->led >= 0)
		str_addf(&line[LINE_BOTTOM_LEFT], "l%d", text->led);
	set_pair(&line[LINE_BOTTOM_RIGHT], text->option, text->choice);
	for (const char *c = symbol_text(text->label); *c; c++)
		str_add_char(&line[LINE_TOP_RIGHT], *c == '\n' ? ' ' : *c);
	for (int i = 0; i < LINES; i++)
		last = line[i].len ? i : last;
	for (int i = 0; i < LINES; i++) {
		if (i <= last)
			str_addf(&all, i ? "\n%s" : "%s", str_text(&line[i]));
		str_release(&line[i]);
	}
	json_add_text(out, str_text(&all));
	str_release(&all);
}

void kle_write_key(struct kle_writer *w, const struct kle_shape *shape, const struct kle_text *text)
{
	begin_row(w, shape);
	add_properties(w, shape);
	add_text(w->out, text);
	w->last = *shape;
	w->x = shape->x_cu + shape->w_cu;
	w->y = shape->y_cu;
	w->any = true;
}

void kle_write_end(struct kle_writer *w)
{
	if (w->open)
		str_add_char(w->out, ']');
	w->open = false;
}
