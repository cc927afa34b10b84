/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "model/keymap.h"
#include "model/symbol.h"
#include "via_keys.h"

static const struct diagnostic_kind bad_key = { "via-key", SEVERITY_WARNING };

/* Where VIA looks for what. */
enum {
	AT_MATRIX = KLE_TOP_LEFT,
	AT_ENCODER = KLE_CENTRE,
	AT_LED = KLE_BOTTOM_LEFT,
	AT_OPTION = KLE_BOTTOM_RIGHT,
	MOST_LEDS = 1024,
};

/* A whole number up to @most at the front of @label, which is cut off with the spaces about it. */
static bool take_number(struct kle_label *label, int most, int *out)
{
	size_t digits = 0;
	int value = 0;

	while (digits < label->len && isdigit((unsigned char)label->text[digits]) && value <= most)
		value = value * 10 + (label->text[digits++] - '0');
	if (!digits || value > most)
		return false;
	while (digits < label->len && label->text[digits] == ' ')
		digits++;
	*label = (struct kle_label){ label->text + digits, label->len - digits };
	*out = value;
	return true;
}

static bool take_text(struct kle_label *label, const char *text)
{
	size_t len = strlen(text);

	if (label->len < len || memcmp(label->text, text, len) != 0)
		return false;
	*label = (struct kle_label){ label->text + len, label->len - len };
	while (label->len && label->text[0] == ' ')
		*label = (struct kle_label){ label->text + 1, label->len - 1 };
	return true;
}

bool via_label_is_pair(struct kle_label label, int most, int *first, int *second)
{
	/* The second comma is that of Chinese and Japanese keyboards. */
	return take_number(&label, most, first) &&
	       (take_text(&label, ",") || take_text(&label, "\xef\xbc\x8c")) &&
	       take_number(&label, most, second) && !label.len;
}

/* "e3" of the letter 'e', in either case. */
static bool is_indexed(struct kle_label label, char letter, int most, int *index)
{
	if (!label.len || tolower((unsigned char)label.text[0]) != letter)
		return false;
	label = (struct kle_label){ label.text + 1, label.len - 1 };
	return take_number(&label, most, index) && !label.len;
}

bool via_label_is_encoder(struct kle_label label, int *index)
{
	return is_indexed(label, 'e', KEYMAP_MAX_ENCODERS - 1, index);
}

struct taker {
	const struct json_doc *doc;
	struct via_definition *definition;
	struct diagnostics *diagnostics;
	const struct kle_key *from;
	bool used[KLE_POSITIONS]; /* labels of this key that have a meaning */
};

#define TELL(t, ...) kle_report((t)->doc, (t)->from->node, &bad_key, (t)->diagnostics, __VA_ARGS__)

static void take_option(struct taker *t, struct via_key *key)
{
	struct kle_label label = t->from->label[AT_OPTION];
	int option, choice;

	if (!label.len)
		return;
	t->used[AT_OPTION] = via_label_is_pair(label, INT16_MAX, &option, &choice);
	if (!t->used[AT_OPTION]) {
		TELL(t, "\"%.*s\" in the bottom right corner is no layout option and choice, as in 0,1",
		     (int)(label.len < 40 ? label.len : 40), label.text);
	} else if (option >= VIA_MAX_OPTIONS || choice >= VIA_MAX_CHOICES) {
		TELL(t, "layout option %d, choice %d: at most %d of %d are read; the key is always there",
		     option, choice, VIA_MAX_OPTIONS, VIA_MAX_CHOICES);
	} else {
		key->option = (int16_t)option;
		key->choice = (int16_t)choice;
	}
}

/* Vial draws the two turns of an encoder as keys: "e" in the middle, "index,turn" where the matrix would be. */
static bool is_turn(const struct kle_key *key)
{
	return key->label[AT_ENCODER].len == 1 && key->label[AT_ENCODER].text[0] == 'e';
}

static bool read_turn(const struct kle_key *key, int *encoder, int *turn)
{
	return via_label_is_pair(key->label[AT_MATRIX], INT16_MAX, encoder, turn) &&
	       *encoder < KEYMAP_MAX_ENCODERS && *turn < TURN_COUNT;
}

bool via_keys_draw_turns(const struct kle_keys *keys)
{
	bool drawn[KEYMAP_MAX_ENCODERS][TURN_COUNT] = { { false } };
	int encoder, turn;

	for (size_t i = 0; i < keys->count; i++)
		if (is_turn(&keys->key[i]) && read_turn(&keys->key[i], &encoder, &turn)) {
			drawn[encoder][turn] = true;
			if (drawn[encoder][TURN_COUNT - 1 - turn])
				return true;
		}
	return false;
}

static bool take_turn(struct taker *t, struct via_key *key)
{
	int encoder, turn;

	if (t->definition->format != VIAL_DEFINITION || !is_turn(t->from))
		return false;
	t->used[AT_ENCODER] = t->used[AT_MATRIX] = true;
	if (read_turn(t->from, &encoder, &turn)) {
		key->encoder = (int16_t)encoder;
		key->turn = (int16_t)turn;
	} else {
		TELL(t, "an encoder's turn says which one in its top left corner, as in 0,1; it is left out");
	}
	return true;
}

static void take_matrix(struct taker *t, struct via_key *key)
{
	const struct via_definition *d = t->definition;
	struct kle_label label = t->from->label[AT_MATRIX];
	int row, col;

	t->used[AT_MATRIX] = via_label_is_pair(label, INT16_MAX, &row, &col);
	if (key->shape.decal || (key->encoder != VIA_NONE && !label.len))
		return;
	if (!t->used[AT_MATRIX]) {
		TELL(t,
		     "expected the row and column of the matrix in the top left corner, as in 0,1, found "
		     "\"%.*s\"; the key is not used",
		     (int)(label.len < 40 ? label.len : 40), label.text);
	} else if (row >= d->rows || col >= d->cols) {
		TELL(t, "%d,%d is outside the matrix of %d rows and %d columns; the key is not used", row,
		     col, d->rows, d->cols);
	} else {
		key->row = (int16_t)row;
		key->col = (int16_t)col;
	}
}

static void take_indices(struct taker *t, struct via_key *key)
{
	int index;

	if (via_label_is_encoder(t->from->label[AT_ENCODER], &index)) {
		t->used[AT_ENCODER] = true;
		key->encoder = (int16_t)index;
	}
	if (is_indexed(t->from->label[AT_LED], 'l', MOST_LEDS - 1, &index)) {
		t->used[AT_LED] = true;
		key->led = (int16_t)index;
	}
}

static uint32_t legend_of(const struct taker *t)
{
	for (size_t i = 0; i < KLE_POSITIONS; i++)
		if (!t->used[i] && t->from->label[i].len)
			return symbol_of_bytes(t->from->label[i].text, t->from->label[i].len);
	return 0;
}

void via_keys_take(const struct json_doc *doc, const struct kle_keys *from, struct via_definition *d,
		   struct diagnostics *diagnostics)
{
	d->key = mem_new(from->count, sizeof(*d->key));
	for (size_t i = 0; i < from->count; i++) {
		struct taker t = { doc, d, diagnostics, &from->key[i], { false } };
		struct via_key key = { from->key[i].shape, VIA_NONE, VIA_NONE, VIA_NONE, VIA_NONE,
				       VIA_NONE,           VIA_NONE, VIA_NONE, 0 };

		take_option(&t, &key);
		if (!take_turn(&t, &key)) {
			take_indices(&t, &key);
			take_matrix(&t, &key);
		}
		key.label = legend_of(&t);
		d->key[d->keys++] = key;
	}
}
