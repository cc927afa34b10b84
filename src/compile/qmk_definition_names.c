/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/keycode.h"
#include "model/qmk_constant.h"
#include "model/symbol.h"
#include "qmk_private.h"

/* What C calls the definitions of a keymap. A name that will do stays as it is, so that it reads back. */

static const struct diagnostic_kind renamed = { "qmk-renamed", SEVERITY_NOTE };

static const struct {
	const char *title;
	const char *stem; /* of a name of C that is made up; NULL: C has none for it */
} kinds[DEFINITION_KIND_COUNT] = {
	[DEFINITION_MACRO] = { "macro", NULL },
	[DEFINITION_COMBO] = { "combo", "COMBO" },
	[DEFINITION_TAP_DANCE] = { "tap dance", "DANCE" },
	[DEFINITION_OVERRIDE] = { "key override", NULL },
	[DEFINITION_HOLD_TAP] = { "hold-tap", NULL },
	[DEFINITION_KEYCODE] = { "keycode", "MY" },
	[DEFINITION_BEHAVIOR] = { "behavior", NULL },
	[DEFINITION_CONDITION] = { "condition", NULL },
	[DEFINITION_LEADER] = { "leader sequence", NULL },
	[DEFINITION_UNICODE] = { "character", "CHARACTER" },
	[DEFINITION_CORRECTION] = { "correction", NULL },
	[DEFINITION_ALT_REPEAT] = { "alternate repeat key", NULL },
};

void qmk_add_subject(enum definition_kind kind, const struct definition *definition, size_t index,
		     struct str *out)
{
	if (definition->name)
		str_addf(out, "%s %s", kinds[kind].title, symbol_text(definition->name));
	else
		str_addf(out, "%s %zu", kinds[kind].title, index);
}

static size_t slot_of(const struct qmk *q, uint32_t name)
{
	size_t slot = name * UINT32_C(2654435761) & (q->taken_size - 1);

	while (q->taken[slot] && q->taken[slot] != name)
		slot = (slot + 1) & (q->taken_size - 1);
	return slot;
}

static bool is_taken(const struct qmk *q, uint32_t name)
{
	return q->taken[slot_of(q, name)] != 0;
}

static void take(struct qmk *q, uint32_t name)
{
	if (2 * (q->takens + 1) > q->taken_size) {
		uint32_t *old = q->taken;
		size_t size = q->taken_size;

		q->taken_size = size ? 2 * size : 256;
		q->taken = mem_new(q->taken_size, sizeof(*q->taken));
		for (size_t i = 0; i < size; i++)
			if (old[i])
				q->taken[slot_of(q, old[i])] = old[i];
		free(old);
	}
	q->takens += !is_taken(q, name);
	q->taken[slot_of(q, name)] = name;
}

/* Pins are macros of the processor: D3, GP12. */
static bool is_pin(const char *name)
{
	size_t digits;

	name += !strncmp(name, "GP", 2) ? 2 : *name >= 'A' && *name <= 'K' ? 1 : 0;
	digits = strspn(name, "0123456789");
	return digits && digits <= 2 && !name[digits];
}

/* Macros of QMK and of C's library that are no keycodes, and what the emitted C itself says. */
static const char *const reserved[] = {
	"ARRAY_SIZE",
	"COMBO_END",
	"COMBO_TERM",
	"DICTIONARY_SIZE",
	"EOF",
	"FALSE",
	"FLOW_TAP_TERM",
	"LAYOUT",
	"MATRIX_COLS",
	"MATRIX_ROWS",
	"MAX_LAYER",
	"NULL",
	"NUM_DIRECTIONS",
	"NUM_ENCODERS",
	"ONESHOT_PRESSED",
	"ONESHOT_START",
	"PROGMEM",
	"QUICK_TAP_TERM",
	"TAPPING_TERM",
	"TAPPING_TOGGLE",
	"TAP_CODE_DELAY",
	"TRUE",
	"active_mods",
	"alt_repeat",
	"alt_repeat_bare",
	"alt_repeat_fits",
	"alt_repeat_tapped",
	"alt_repeats",
	"bool",
	"combo_should_trigger",
	"combo_t",
	"default_layer_state",
	"encoder_hand_swap_config",
	"encoder_map",
	"false",
	"get_alt_repeat_key_keycode_user",
	"get_combo_must_hold",
	"get_combo_must_press_in_order",
	"get_combo_must_tap",
	"get_combo_term",
	"get_flow_tap_term",
	"get_hold_on_other_key_press",
	"get_permissive_hold",
	"get_quick_tap_term",
	"get_retro_tapping",
	"get_speculative_hold",
	"get_tapping_term",
	"hand_swap_config",
	"key_combos",
	"key_override_t",
	"key_overrides",
	"keycode",
	"keymaps",
	"keypos_t",
	"keyrecord_t",
	"layer_state",
	"layer_state_set_user",
	"layer_state_t",
	"leader_end_user",
	"main",
	"press_keycode",
	"press_own",
	"process_combo_key_release",
	"process_record",
	"process_record_user",
	"record",
	"tap_dance_action_t",
	"tap_dance_actions",
	"tap_dance_state_t",
	"true",
	"uint16_t",
	"uint32_t",
	"uint8_t",
	"unicode_map",
};

static bool is_reserved(const char *name)
{
	uint32_t value;
	uint16_t code;

	for (size_t i = 0; i < COUNT(reserved); i++)
		if (!strcmp(reserved[i], name))
			return true;
	return is_pin(name) || keycode_find(name, strlen(name), &code) ||
	       qmk_constant_find(name, strlen(name), &value);
}

void qmk_add_small(const char *name, struct str *out)
{
	for (; *name; name++)
		str_add_char(out, *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name);
}

char *qmk_take_name(struct qmk *q, const char *wanted, const char *stem)
{
	struct str name = STR_INIT;
	size_t len;

	str_add(&name, wanted);
	if (!qmk_is_identifier(wanted) || is_reserved(wanted) || is_taken(q, symbol(wanted))) {
		str_clear(&name);
		str_addf(&name, "%s_", stem);
		qmk_add_capitals(&name, wanted);
		len = name.len;
		for (int n = 2; is_reserved(str_text(&name)) || is_taken(q, symbol(str_text(&name))); n++) {
			name.len = len;
			str_addf(&name, "_%d", n);
		}
	}
	take(q, symbol(str_text(&name)));
	return str_take(&name);
}

static void name_definition(struct qmk *q, enum definition_kind kind, size_t index)
{
	const struct definition *definition = keymap_definition(q->map, kind, index);
	char number[24];

	snprintf(number, sizeof(number), "%zu", index);
	if (!definition->name && kind != DEFINITION_COMBO && kind != DEFINITION_KEYCODE)
		return; /* its number does */
	q->name[kind][index] =
		qmk_take_name(q, definition->name ? symbol_text(definition->name) : number, kinds[kind].stem);
	if (definition->name && strcmp(q->name[kind][index], symbol_text(definition->name)) != 0)
		diagnostics_add(q->out, &renamed, place_of_definition((int)kind, index),
				"the %s '%s' becomes %s in C", kinds[kind].title,
				symbol_text(definition->name), q->name[kind][index]);
}

static int by_name(const void *a, const void *b)
{
	const struct qmk_by_name *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return x->index - y->index;
}

static void sort_names(struct qmk *q)
{
	size_t count = 0;

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		count += keymap_definitions(q->map, (enum definition_kind)kind);
	q->by_name = mem_new(count + 1, sizeof(*q->by_name));
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(q->map, (enum definition_kind)kind); i++)
			q->by_name[q->by_names++] = (struct qmk_by_name){
				keymap_definition(q->map, (enum definition_kind)kind, i)->name,
				(uint16_t)kind,
				(uint16_t)i,
			};
	qsort(q->by_name, q->by_names, sizeof(*q->by_name), by_name);
}

void qmk_name_definitions(struct qmk *q)
{
	static const enum definition_kind order[] = { DEFINITION_KEYCODE, DEFINITION_TAP_DANCE,
						      DEFINITION_UNICODE, DEFINITION_COMBO };

	qmk_names_init(&q->names, q->map);
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		if (q->names.layer[i])
			take(q, symbol(q->names.layer[i]));
	take(q, symbol(q->in->layout->name));
	sort_names(q);
	for (size_t i = 0; i < COUNT(order); i++) {
		size_t count = keymap_definitions(q->map, order[i]);

		q->name[order[i]] = mem_new(count + 1, sizeof(**q->name));
		for (size_t index = 0; index < count; index++)
			name_definition(q, order[i], index);
	}
}

void qmk_release_names(struct qmk *q)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		for (size_t i = 0;
		     q->name[kind] && i < keymap_definitions(q->map, (enum definition_kind)kind); i++)
			free(q->name[kind][i]);
		free(q->name[kind]);
	}
	for (size_t i = 0; i < q->owns; i++)
		free(q->own[i].name);
	free(q->own);
	free(q->by_name);
	free(q->taken);
	qmk_names_release(&q->names);
}

bool qmk_find_definition(const struct qmk *q, enum definition_kind kind, uint32_t name, size_t *index)
{
	const struct qmk_by_name wanted = { name, (uint16_t)kind, 0 };
	size_t low = 0, high = q->by_names;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_name(&q->by_name[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!name || low == q->by_names || q->by_name[low].kind != kind || q->by_name[low].name != name)
		return false;
	*index = q->by_name[low].index;
	return true;
}
