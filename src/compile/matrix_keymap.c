/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "matrix_keymap.h"
#include "model/symbol.h"

static const struct diagnostic_kind no_number = { "keymap-no-number", SEVERITY_WARNING };
static const struct diagnostic_kind not_written = { "keymap-lost", SEVERITY_WARNING };

static void size_matrix(struct matrix_printer *p)
{
	const struct keyboard *kb = p->in->keyboard;

	p->rows = kb->rows;
	p->cols = kb->cols;
	for (size_t i = 0; i < p->in->layout->keys; i++) {
		const struct key *key = &p->in->layout->key[i];

		p->rows = key->row >= p->rows ? key->row + 1 : p->rows;
		p->cols = key->col >= p->cols ? key->col + 1 : p->cols;
	}
}

static size_t place_of(const struct matrix_printer *p, const struct key *key)
{
	return (size_t)key->row * (size_t)p->cols + key->col;
}

static void find_keys(struct matrix_printer *p)
{
	const struct keyboard *kb = p->in->keyboard;

	for (size_t i = 0; i < (size_t)p->rows * (size_t)p->cols; i++)
		p->key[i] = -1;
	for (size_t i = p->in->layout->keys; i-- > 0;)
		p->key[place_of(p, &p->in->layout->key[i])] = (int)i;
	for (size_t l = 0; l < kb->layouts; l++)
		for (size_t i = 0; i < kb->layout[l].keys; i++)
			if (kb->layout[l].key[i].row < p->rows && kb->layout[l].key[i].col < p->cols)
				p->others[place_of(p, &kb->layout[l].key[i])] = true;
}

bool matrix_printer_init(struct matrix_printer *p, const struct compile_input *in, struct str *out,
			 struct diagnostics *lost, enum keycode_dialect dialect, struct err *err)
{
	size_t places;

	*p = (struct matrix_printer){ .in = in, .out = out, .lost = lost, .dialect = dialect };
	size_matrix(p);
	if (!p->rows || !p->cols)
		return err_set(err, ERR_REFUSED,
			       "the keyboard's matrix is not known, and this format is made of it");
	places = (size_t)p->rows * (size_t)p->cols;
	p->key = mem_new(places, sizeof(*p->key));
	p->others = mem_new(places, sizeof(*p->others));
	find_keys(p);
	return true;
}

void matrix_printer_release(struct matrix_printer *p)
{
	free(p->key);
	free(p->others);
	for (size_t i = 0; i < p->actions.count; i++)
		free(p->text[i]);
	free(p->text);
	action_set_release(&p->actions);
}

bool matrix_spells(enum keycode_dialect dialect, struct action action)
{
	struct str name = STR_INIT;
	struct action back;
	struct err ignored;
	uint16_t value, again;
	bool ok = keycode_dialect_value(dialect, action, &value) &&
		  action_equal(keycode_dialect_action(dialect, value), action);

	if (ok)
		keycode_dialect_print(dialect, action, &name);
	ok = ok && keycode_dialect_parse(dialect, str_text(&name), &back, &ignored) &&
	     keycode_dialect_value(dialect, back, &again) && again == value;
	str_release(&name);
	return ok;
}

/* Most actions are on many keys: words for each are looked for once. */
static const char *text_of(struct matrix_printer *p, struct action action)
{
	struct str text = STR_INIT;
	bool added;
	size_t at = action_set_add(&p->actions, action, &added);

	if (!added)
		return p->text[at];
	p->text = mem_grow(p->text, at, &p->texts, sizeof(*p->text));
	p->text[at] = NULL;
	if (matrix_spells(p->dialect, action)) {
		keycode_dialect_print(p->dialect, action, &text);
		p->text[at] = str_take(&text);
	}
	str_release(&text);
	return p->text[at];
}

void matrix_print_action(struct matrix_printer *p, struct action action, struct place place)
{
	struct str other = STR_INIT;
	const char *text;

	action = keymap_numbered(p->in->map, action);
	text = text_of(p, action);
	if (!text) {
		action_print(action, &other);
		diagnostics_add(p->lost, &no_number, place,
				"%.200s is no keycode of %s; KC_NO is in its place", str_text(&other),
				keycode_dialect_info(p->dialect)->help);
		text = "KC_NO";
	}
	json_add_text(p->out, text);
	str_release(&other);
}

void matrix_print_cell(struct matrix_printer *p, size_t layer, int row, int col, const char *absent)
{
	size_t place = (size_t)row * (size_t)p->cols + (size_t)col;
	struct place where = PLACE_NONE;

	where.layer = (int)layer;
	where.key = p->key[place];
	if (where.key >= 0)
		matrix_print_action(p, keymap_get(p->in->map, layer, (size_t)where.key), where);
	else
		str_add(p->out, p->others[place] ? "\"KC_NO\"" : absent);
}

void matrix_print_turn(struct matrix_printer *p, size_t layer, size_t encoder, enum turn turn)
{
	struct place where = PLACE_NONE;

	where.layer = (int)layer;
	where.encoder = (int)encoder;
	matrix_print_action(p, keymap_get_turn(p->in->map, layer, encoder, turn), where);
}

void matrix_tell_lost(struct matrix_printer *p, unsigned kinds)
{
	static const char *const names[DEFINITION_KIND_COUNT] = {
		[DEFINITION_MACRO] = "macros",
		[DEFINITION_COMBO] = "combos",
		[DEFINITION_TAP_DANCE] = "tap dances",
		[DEFINITION_OVERRIDE] = "key overrides",
		[DEFINITION_HOLD_TAP] = "hold-taps",
		[DEFINITION_KEYCODE] = "custom keycodes",
		[DEFINITION_BEHAVIOR] = "behaviours",
		[DEFINITION_CONDITION] = "conditional layers",
		[DEFINITION_LEADER] = "leader sequences",
		[DEFINITION_UNICODE] = "characters",
		[DEFINITION_CORRECTION] = "corrections",
		[DEFINITION_ALT_REPEAT] = "alternate repeat keys",
	};
	const struct keymap *map = p->in->map;
	bool named = false;

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		if (!(kinds & 1u << kind) && keymap_definitions(map, (enum definition_kind)kind))
			diagnostics_add(p->lost, &not_written, PLACE_NONE,
					"the format has no %s: %zu are left out", names[kind],
					keymap_definitions(map, (enum definition_kind)kind));
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		named = named || keymap_layer_name(map, layer);
	if (named)
		diagnostics_add(p->lost, &not_written, PLACE_NONE,
				"the format has no names of layers: they are left out");
}
