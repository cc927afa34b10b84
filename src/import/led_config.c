/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/json_python.h"
#include "base/mem.h"
#include "c_lexer.h"
#include "c_text.h"
#include "import/led_config.h"

/* NAN: a name that stands for no number, as NO_LED does. */
struct value {
	double number;
	bool whole;
};

struct values {
	struct value *item;
	size_t count, cap;
};

enum { VALUES_MAX = 65536, SECTION_MATRIX = 1, SECTION_POSITION = 2, SECTION_FLAGS = 3 };

struct reader {
	struct values matrix, position, flags;
	size_t *row_end; /* for each row of the matrix: how many values it and those before it have */
	size_t rows, row_cap;
	bool type_seen, inside;
	int depth, section;
	struct err *err;
};

static const struct {
	const char *name;
	int value;
} known_names[] = {
	{ "LED_FLAG_ALL", 255 },     { "LED_FLAG_NONE", 0 },     { "LED_FLAG_MODIFIER", 1 },
	{ "LED_FLAG_UNDERGLOW", 2 }, { "LED_FLAG_KEYLIGHT", 4 }, { "LED_FLAG_INDICATOR", 8 },
};

/* The complaint of Python's int() or float(). */
static bool not_a_number(struct reader *r, enum c_token_type type, const char *text)
{
	static const char *const what[] = {
		[C_TOKEN_INTEGER] = "invalid literal for int() with base 10",
		[C_TOKEN_HEX] = "invalid literal for int() with base 0",
		[C_TOKEN_FLOAT] = "could not convert string to float",
	};
	struct str quoted = STR_INIT;

	json_add_python_text(&quoted, text);
	err_set(r->err, ERR_PARSE, "%s: %s", what[type], str_text(&quoted));
	str_release(&quoted);
	return false;
}

static bool number_of(struct reader *r, const struct c_token *token, struct value *value)
{
	char *text = slice_copy(token->text), *end;
	bool fine;

	value->whole = token->type != C_TOKEN_FLOAT;
	value->number = strtod(text, &end);
	/* Suffixes and hexadecimal floats are C's alone. */
	fine = !*end && (value->whole || !strpbrk(text, "xX"));
	if (!fine)
		not_a_number(r, token->type, text);
	free(text);
	return fine;
}

static bool value_of(struct reader *r, const struct c_token *token, struct value *value)
{
	if (token->type != C_TOKEN_NAME)
		return number_of(r, token, value);
	*value = (struct value){ NAN, true };
	for (size_t i = 0; i < COUNT(known_names); i++)
		if (slice_is(token->text, known_names[i].name))
			value->number = known_names[i].value;
	return true;
}

/* Where a value at this place goes; NULL: it is none of ours. */
static struct values *values_here(struct reader *r)
{
	if (r->section == SECTION_MATRIX && r->depth == 3)
		return &r->matrix;
	if (r->section == SECTION_POSITION && r->depth == 3)
		return &r->position;
	return r->section == SECTION_FLAGS && r->depth == 2 ? &r->flags : NULL;
}

static bool too_large(struct reader *r)
{
	return err_set(r->err, ERR_RANGE, "g_led_config has more than %d LEDs or %d values",
		       LED_CONFIG_MAX_LEDS, VALUES_MAX);
}

static bool add_value(struct reader *r, const struct c_token *token)
{
	struct values *values = values_here(r);

	if (!values)
		return true;
	if (values->count >= VALUES_MAX)
		return too_large(r);
	values->item = mem_grow(values->item, values->count, &values->cap, sizeof(*values->item));
	return value_of(r, token, &values->item[values->count++]);
}

static bool open_brace(struct reader *r)
{
	if (++r->depth == 2 && r->section <= SECTION_FLAGS)
		r->section++;
	return true;
}

static bool close_brace(struct reader *r)
{
	if (values_here(r) == &r->matrix) {
		if (r->rows >= VALUES_MAX)
			return too_large(r);
		r->row_end = mem_grow(r->row_end, r->rows, &r->row_cap, sizeof(*r->row_end));
		r->row_end[r->rows++] = r->matrix.count;
	}
	r->depth--;
	return true;
}

/* Up to the name, in whatever the type's name came before. */
static void look_for_name(struct reader *r, struct slice word)
{
	if (slice_is(word, "led_config_t"))
		r->type_seen = true;
	else if (r->type_seen && slice_is(word, "g_led_config"))
		r->inside = true;
}

/* QMK's scripts know by the number of open braces what they look at. They do not stop behind the first ";": a
 * later use of the name goes on counting. */
static enum led_config_result read_tokens(struct reader *r, const struct c_text *c)
{
	struct c_lexer lexer = c_lexer_init(str_text(&c->text), c->text.len);
	struct c_token token;
	bool fine = true;

	while (fine && c_lexer_next(&lexer, &token)) {
		if (!r->inside)
			look_for_name(r, token.text);
		else if (slice_is(token.text, ";"))
			r->inside = false;
		else if (slice_is(token.text, "{"))
			fine = open_brace(r);
		else if (slice_is(token.text, "}"))
			fine = close_brace(r);
		else if (token.type == C_TOKEN_PREPROCESSOR)
			return LED_CONFIG_NONE;
		else if (token.type != C_TOKEN_OTHER)
			fine = add_value(r, &token);
	}
	if (!fine)
		return LED_CONFIG_BAD;
	return r->section ? LED_CONFIG_FOUND : LED_CONFIG_NONE;
}

static size_t row_start(const struct reader *r, size_t row)
{
	return row ? r->row_end[row - 1] : 0;
}

/* How many values of the matrix stand in rows that were closed. */
static size_t indexes(const struct reader *r)
{
	return row_start(r, r->rows);
}

static bool check_rows(const struct reader *r, int rows, int cols)
{
	if (r->rows != (size_t)rows && r->rows * 2 != (size_t)rows)
		return err_set(r->err, ERR_PARSE, "Unable to parse g_led_config matrix data");
	for (size_t i = 0; i < r->rows; i++) {
		size_t len = r->row_end[i] - row_start(r, i);

		if (len != (size_t)cols)
			return err_set(r->err, ERR_PARSE,
				       "Number of columns in row %zu (%zu) does not match matrix (%d)", i,
				       len, cols);
	}
	return true;
}

static void add_value_text(struct str *out, const struct value *value)
{
	struct json node = { .type = JSON_NUMBER, .number = value->number, .whole = value->whole };

	if (value->whole)
		str_addf(out, "%.0f", value->number + 0.0); /* there is no -0 among ints */
	else
		json_add_number(out, &node);
}

static bool check_largest(const struct reader *r)
{
	struct str text = STR_INIT;
	struct value max = { -INFINITY, true };

	for (size_t i = 0; i < indexes(r); i++)
		if (r->matrix.item[i].number > max.number)
			max = r->matrix.item[i];
	if (max.number < (double)r->flags.count)
		return true;
	add_value_text(&text, &max);
	err_set(r->err, ERR_PARSE, "LED index %s is OOB in g_led_config - should be < %zu", str_text(&text),
		r->flags.count);
	str_release(&text);
	return false;
}

static bool check(const struct reader *r, int rows, int cols)
{
	size_t positions = (r->position.count + 1) / 2;

	if (!check_rows(r, rows, cols))
		return false;
	if (positions != r->flags.count)
		return err_set(r->err, ERR_PARSE,
			       "Number of g_led_config physical positions (%zu) does not match number of "
			       "flags (%zu)",
			       positions, r->flags.count);
	if (!check_largest(r))
		return false;
	for (size_t i = 0; i < indexes(r); i++)
		if (!r->matrix.item[i].whole)
			return err_set(r->err, ERR_PARSE, "matrix indexes are not all ints");
	if (r->position.count % 2)
		return err_set(r->err, ERR_PARSE, "Malformed g_led_config position data");
	return true;
}

/* A whole number that a flag may be; the file's own limits are the schema's matter. */
static int flags_of(const struct value *value)
{
	double n = value->number;

	return n == floor(n) && fabs(n) < INT_MAX ? (int)n : LED_CONFIG_NO_FLAGS;
}

/* Which LED each key has. An index below 0 counts from the end, as it does for Python. */
static bool place_keys(struct reader *r, struct led_config *out)
{
	for (size_t row = 0; row < r->rows; row++) {
		size_t start = row_start(r, row);

		for (size_t i = start; i < r->row_end[row]; i++) {
			double index = r->matrix.item[i].number;

			if (isnan(index))
				continue;
			if (index < 0)
				index += (double)out->leds;
			if (index < 0)
				return err_set(r->err, ERR_PARSE, "list index out of range");
			out->led[(size_t)index].row = (int)row;
			out->led[(size_t)index].col = (int)(i - start);
		}
	}
	return true;
}

static bool make(struct reader *r, struct led_config *out)
{
	if (r->flags.count > LED_CONFIG_MAX_LEDS)
		return too_large(r);
	out->leds = r->flags.count;
	out->led = mem_new(out->leds, sizeof(*out->led));
	for (size_t i = 0; i < out->leds; i++) {
		const struct value *x = &r->position.item[2 * i], *y = x + 1;

		out->led[i] = (struct led_config_led){ .x = x->number,
						       .y = y->number,
						       .x_whole = x->whole,
						       .y_whole = y->whole,
						       .flags = flags_of(&r->flags.item[i]),
						       .row = -1,
						       .col = -1 };
	}
	return place_keys(r, out);
}

static enum led_config_result read_prepared(struct reader *r, const struct c_text *c, struct led_config *out,
					    int rows, int cols)
{
	enum led_config_result result = read_tokens(r, c);

	if (result != LED_CONFIG_FOUND)
		return result;
	if (!check(r, rows, cols) || !make(r, out))
		result = LED_CONFIG_BAD;
	else if (!out->leds)
		result = LED_CONFIG_NONE;
	if (result != LED_CONFIG_FOUND)
		led_config_release(out);
	return result;
}

enum led_config_result led_config_read(struct led_config *out, const char *text, size_t len, int rows,
				       int cols, struct err *err)
{
	struct reader r = { .err = err };
	enum led_config_result result = LED_CONFIG_NONE;
	struct c_text c = { 0 };

	*out = (struct led_config){ 0 };
	if (len > LED_CONFIG_MAX_BYTES) {
		err_set(err, ERR_RANGE, "the file is larger than %d bytes", LED_CONFIG_MAX_BYTES);
		return LED_CONFIG_BAD;
	}
	c_text_read(&c, text, len);
	c_text_blank_comments(&c);
	c_text_join(&c);
	/* Most files have none, and need no look at their tokens. */
	if (slice_find((struct slice){ str_text(&c.text), str_text(&c.text) + c.text.len }, "g_led_config"))
		result = read_prepared(&r, &c, out, rows, cols);
	c_text_release(&c);
	free(r.matrix.item);
	free(r.position.item);
	free(r.flags.item);
	free(r.row_end);
	return result;
}

void led_config_release(struct led_config *config)
{
	free(config->led);
	*config = (struct led_config){ 0 };
}
