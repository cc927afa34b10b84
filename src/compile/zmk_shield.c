/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "zmk_shield.h"
#include "zmk_shield_table.h"
#include "zmk_text.h"

enum { NAME_MAX_BYTES = 32 };

/* Behind the name of a keyboard that is called like one of ZMK's tree, and is wired as QMK has it. */
#define OTHER "_qmk"

/* Parts of an id that say which one of a keyboard it is, and not which keyboard. */
static const char *const kinds_of[] = { "ansi",     "base",     "default", "hotswap", "iso",
					"left",     "promicro", "right",   "rp2040",  "solder",
					"soldered", "standard", "usb",     "wired",   "wireless" };

static bool is_kind(const char *part, size_t len)
{
	size_t word = strcspn(part, "0123456789_/");

	if (word > len)
		word = len;
	if (word <= 1 || (word == 3 && !strncmp(part, "rev", 3)) || (word == 2 && !strncmp(part, "mk", 2)) ||
	    (word <= 4 && !strncmp(part, "ver", 3)))
		return true;
	for (size_t i = 0; i < COUNT(kinds_of); i++)
		if (strlen(kinds_of[i]) == len && !strncmp(part, kinds_of[i], len))
			return true;
	return false;
}

/* The end of an id that names a keyboard: "iris/rev8" of "keebio/iris/rev8". */
static const char *last_parts(const char *id)
{
	const char *end = id + strlen(id);

	for (;;) {
		const char *start = end;

		while (start > id && start[-1] != '/')
			start--;
		if (start == id || !is_kind(start, (size_t)(end - start)))
			return start;
		end = start - 1;
	}
}

/* Without what a half has behind its name. */
static size_t without_half(const char *name)
{
	static const char *const halves[] = { "_left", "_lh", "_rh", "_right" };
	size_t len = strlen(name);

	for (size_t i = 0; i < COUNT(halves); i++) {
		size_t tail = strlen(halves[i]);

		if (len > tail && !strcmp(name + len - tail, halves[i]))
			return len - tail;
	}
	return len;
}

const struct zmk_tree_row *zmk_tree_find(const char *name, size_t len)
{
	for (size_t i = 0; i < zmk_shield_table_rows; i++)
		if (!strncmp(zmk_shield_table[i].name, name, len) && !zmk_shield_table[i].name[len])
			return &zmk_shield_table[i];
	return NULL;
}

static bool is_in_tree(const char *name)
{
	return zmk_tree_find(name, without_half(name));
}

/* Nothing is known of it but the name of a keymap of ZMK's, and where ZMK has its keys. */
bool zmk_shield_is_in_tree(const struct keyboard *kb)
{
	return !*kb->id && !kb->usb_vid && is_in_tree(kb->name);
}

void zmk_shield_name(const struct keyboard *kb, struct str *out)
{
	struct str name = STR_INIT;

	zmk_text_add_name(&name, last_parts(kb->id), false);
	if (!name.len)
		zmk_text_add_name(&name, kb->name, false);
	if (!name.len)
		str_add(&name, "keyboard");
	if (*name.data < 'a')
		str_add(out, "kb_");
	if (name.len > NAME_MAX_BYTES - strlen(OTHER))
		name.len = NAME_MAX_BYTES - strlen(OTHER);
	while (name.data[name.len - 1] == '_')
		name.len--;
	name.data[name.len] = '\0';
	str_add(out, name.data);
	if (is_in_tree(name.data) && !zmk_shield_is_in_tree(kb))
		str_add(out, OTHER);
	str_release(&name);
}

const char *zmk_shield_requires(const struct compile_input *in)
{
	return zmk_pins_of(in->keyboard);
}

/* How many keys have a pin of their own. @index (may be NULL): of each place, how many do before it. */
static size_t count_pins(const struct matrix_pins *pins, uint16_t *index)
{
	size_t count = 0;

	for (size_t i = 0; i < pins->direct_rows * pins->direct_cols; i++) {
		if (index)
			index[i] = (uint16_t)count;
		count += pins->direct[i][0] != '\0';
	}
	return count;
}

static bool are_known(const struct keyboard *kb, char *const *pin, size_t pins)
{
	for (size_t i = 0; i < pins; i++)
		if (!zmk_pin_add(kb, pin[i], NULL))
			return false;
	return pins > 0;
}

static enum zmk_scan scan_of(const struct zmk_shield *s, const struct matrix_pins *pins)
{
	const struct keyboard *kb = s->in->keyboard;

	if (s->hardware->custom_matrix)
		return ZMK_SCAN_UNKNOWN;
	for (size_t i = 0; i < pins->direct_rows * pins->direct_cols; i++)
		if (pins->direct[i][0] && !zmk_pin_add(kb, pins->direct[i], NULL))
			return ZMK_SCAN_UNKNOWN;
	if (count_pins(pins, NULL))
		return ZMK_SCAN_DIRECT;
	return s->hardware->diodes != DIODES_UNKNOWN && are_known(kb, pins->row, pins->rows) &&
			       are_known(kb, pins->col, pins->cols)
		       ? ZMK_SCAN_MATRIX
		       : ZMK_SCAN_UNKNOWN;
}

/* What is not said of the right half is as on the left. */
static void find_halves(struct zmk_shield *s)
{
	const struct matrix_pins *right = &s->hardware->right;

	s->half[ZMK_LEFT] = s->half[ZMK_RIGHT] = s->hardware->matrix;
	if (right->rows) {
		s->half[ZMK_RIGHT].row = right->row;
		s->half[ZMK_RIGHT].rows = right->rows;
	}
	if (right->cols) {
		s->half[ZMK_RIGHT].col = right->col;
		s->half[ZMK_RIGHT].cols = right->cols;
	}
	if (right->direct_rows) {
		s->half[ZMK_RIGHT].direct = right->direct;
		s->half[ZMK_RIGHT].direct_rows = right->direct_rows;
		s->half[ZMK_RIGHT].direct_cols = right->direct_cols;
	}
	s->scan = scan_of(s, &s->half[ZMK_LEFT]);
	if (s->split && scan_of(s, &s->half[ZMK_RIGHT]) != s->scan)
		s->scan = ZMK_SCAN_UNKNOWN;
	for (int half = 0; half < ZMK_HALVES; half++) {
		const struct matrix_pins *pins = &s->half[half];

		s->direct[half] = mem_new(pins->direct_rows * pins->direct_cols + 1, sizeof(**s->direct));
		s->directs[half] = count_pins(pins, s->direct[half]);
	}
}

static void find_matrix(struct zmk_shield *s)
{
	const struct keyboard *kb = s->in->keyboard;

	s->rows = s->scan == ZMK_SCAN_DIRECT ? 1 : kb->rows;
	s->cols = s->scan == ZMK_SCAN_DIRECT ? 1 : kb->cols;
	if (s->split && s->scan == ZMK_SCAN_DIRECT) {
		s->col_offset = (int)s->directs[ZMK_LEFT];
	} else if (s->split) {
		s->row_offset = kb->rows / 2;
	}
	for (size_t i = 0; i < kb->layouts; i++)
		for (size_t key = 0; key < kb->layout[i].keys; key++) {
			struct zmk_place place = zmk_shield_place(s, &kb->layout[i].key[key]);

			if (place.row >= s->rows)
				s->rows = place.row + 1;
			if (place.col >= s->cols)
				s->cols = place.col + 1;
		}
}

struct zmk_place zmk_shield_place(const struct zmk_shield *s, const struct key *key)
{
	int half_rows = s->in->keyboard->rows / 2, row = key->row;
	enum zmk_half half = s->split && row >= half_rows ? ZMK_RIGHT : ZMK_LEFT;
	const struct matrix_pins *pins = &s->half[half];
	struct zmk_place place = { 0, half == ZMK_RIGHT ? s->col_offset : 0 };
	size_t at;

	if (s->scan != ZMK_SCAN_DIRECT)
		return (struct zmk_place){ key->row, key->col };
	row -= half == ZMK_RIGHT ? half_rows : 0;
	at = (size_t)row * pins->direct_cols + key->col;
	if ((size_t)row >= pins->direct_rows || key->col >= pins->direct_cols || !pins->direct[at][0])
		return (struct zmk_place){ key->row + 1, key->col }; /* a row that is never read */
	place.col += s->direct[half][at];
	return place;
}

enum zmk_half zmk_shield_encoder_half(const struct zmk_shield *s, size_t encoder)
{
	const struct hardware *h = s->hardware;

	return s->split && encoder + h->right_encoders >= h->encoders ? ZMK_RIGHT : ZMK_LEFT;
}

bool zmk_shield_has_encoders(const struct zmk_shield *s)
{
	const struct hardware *h = s->hardware;

	for (size_t i = 0; i < h->encoders; i++)
		if (!zmk_pin_add(s->in->keyboard, h->encoder[i].a, NULL) ||
		    !zmk_pin_add(s->in->keyboard, h->encoder[i].b, NULL))
			return false;
	return h->encoders > 0;
}

/* As ZMK's own shields call them, for keymaps that speak of theirs. */
void zmk_shield_add_encoder(const struct zmk_shield *s, size_t encoder, struct str *out)
{
	size_t left = s->hardware->encoders - s->hardware->right_encoders, count = s->hardware->encoders;
	enum zmk_half half = zmk_shield_encoder_half(s, encoder);

	str_add(out, s->prefix);
	if (s->split) {
		str_add(out, half == ZMK_RIGHT ? "right_" : "left_");
		count = half == ZMK_RIGHT ? s->hardware->right_encoders : left;
	}
	str_add(out, "encoder");
	if (count > 1)
		str_addf(out, "_%zu", encoder + 1 - (half == ZMK_RIGHT ? left : 0));
}

/* Whether a behaviour of the keymap is called as a node of ours would be. */
static bool is_prefix_taken(const struct keymap *map, const char *prefix)
{
	static const char *const stems[] = { "backlight", "encoder",      "kscan",        "layout_",
					     "led_",      "left_encoder", "position_map", "right_encoder",
					     "sensors",   "transform_" };

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, (enum definition_kind)kind); i++) {
			const struct definition *d = keymap_definition(map, (enum definition_kind)kind, i);
			const char *name = symbol_text(d->name);

			if (d->kind == DEFINITION_BEHAVIOR && !definition_option(d, "compatible"))
				continue;
			if (strncmp(name, prefix, strlen(prefix)) != 0)
				continue;
			for (size_t k = 0; k < COUNT(stems); k++)
				if (!strncmp(name + strlen(prefix), stems[k], strlen(stems[k])))
					return true;
		}
	return false;
}

static void find_prefix(struct zmk_shield *s)
{
	struct str prefix = STR_INIT;

	while (is_prefix_taken(s->in->map, str_text(&prefix))) {
		str_add(&prefix, prefix.len ? "x" : s->name);
		str_add_char(&prefix, '_');
	}
	s->prefix = str_take(&prefix);
}

static bool is_layout_named(const struct zmk_shield *s, size_t layouts, const char *name)
{
	for (size_t i = 0; i < layouts; i++)
		if (!strcmp(s->layout[i], name))
			return true;
	return false;
}

/* "split_3x6_3" of LAYOUT_split_3x6_3. */
static const char *layout_stem(const struct layout *layout)
{
	return strncmp(layout->name, "LAYOUT", 6) ? layout->name : layout->name + 6;
}

static void name_layouts(struct zmk_shield *s)
{
	const struct keyboard *kb = s->in->keyboard;

	s->layout = mem_new(kb->layouts + 1, sizeof(*s->layout));
	for (size_t i = 0; i < kb->layouts; i++) {
		struct str name = STR_INIT;
		const char *stem = layout_stem(&kb->layout[i]);
		size_t len;

		zmk_text_add_name(&name, stem, false);
		if (!name.len)
			str_add(&name, "default");
		len = name.len;
		for (int n = 2; is_layout_named(s, i, str_text(&name)); n++) {
			name.len = len;
			str_addf(&name, "_%d", n);
		}
		s->layout[i] = str_take(&name);
	}
}

void zmk_shield_init(struct zmk_shield *s, const struct compile_input *in)
{
	struct str name = STR_INIT;

	*s = (struct zmk_shield){ .in = in, .split = in->keyboard->split };
	if (!in->hardware)
		s->nothing = hardware_new();
	s->hardware = in->hardware ? in->hardware : s->nothing;
	if (!in->revision || !zmk_revision_find(in->revision, &s->revision))
		s->revision = ZMK_V0_3;
	zmk_shield_name(in->keyboard, &name);
	s->name = str_take(&name);
	s->uses = zmk_uses_find(in->map);
	find_prefix(s);
	name_layouts(s);
	find_halves(s);
	find_matrix(s);
}

void zmk_shield_release(struct zmk_shield *s)
{
	for (size_t i = 0; i < s->in->keyboard->layouts; i++)
		free(s->layout[i]);
	for (int half = 0; half < ZMK_HALVES; half++)
		free(s->direct[half]);
	free(s->layout);
	free(s->prefix);
	free(s->name);
	hardware_free(s->nothing);
}
