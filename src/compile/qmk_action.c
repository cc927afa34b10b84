/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/action_names.h"
#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "qmk_private.h"

/* Actions in tables of C. */

enum {
	VALUE_MACRO = 0x7700, /* QK_MACRO to QK_MACRO_MAX */
	MACRO_MAX = 128,
	MACRO_NAMED = 32, /* QK_MACRO_0 to QK_MACRO_31 have names */
	OWN_MAX = 400,    /* from SAFE_RANGE on there are 448 keycodes, some of them the user's */
};

static const struct diagnostic_kind expression = { "qmk-expression", SEVERITY_ERROR };
static const struct diagnostic_kind near = { "qmk-near", SEVERITY_WARNING };
static const struct diagnostic_kind none = { "qmk-none", SEVERITY_WARNING };

void qmk_lose(struct qmk *q, enum loss loss, const char *subject, const char *instead, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	if (q->quiet)
		return;
	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	diagnostics_add_loss(q->out, loss == LOSS_NEAR ? &near : &none, q->place,
			     (struct loss_of){ loss, subject, instead }, "%s", str_text(&text));
	str_release(&text);
}

uint32_t qmk_layers_of(const struct qmk *q, const struct definition *definition)
{
	return definition->layer_mask & ((UINT32_C(1) << (keymap_layers(q->map) - 1) << 1) - 1);
}

/* An action of which QMK has nothing. */
static struct action lose_action(struct qmk *q, struct action action, const char *why)
{
	struct str text = STR_INIT;

	action_print(action, &text);
	qmk_lose(q, LOSS_ALL, str_text(&text), "KC_NO", "%s becomes KC_NO: %s", str_text(&text), why);
	str_release(&text);
	return (struct action){ .kind = ACTION_NONE };
}

bool qmk_find_macro(const struct qmk *q, struct action action, size_t *index)
{
	size_t count = keymap_definitions(q->map, DEFINITION_MACRO);
	uint16_t value;

	if (action.kind == ACTION_BEHAVIOR || action.kind == ACTION_RAW)
		return qmk_find_definition(q, DEFINITION_MACRO, action.arg[0], index);
	if ((action.kind != ACTION_KEY && action.kind != ACTION_RAW_NUMBER) ||
	    !action_qmk_value(action, &value) || value < VALUE_MACRO || value >= VALUE_MACRO + MACRO_MAX)
		return false;
	*index = value - VALUE_MACRO;
	return *index < count;
}

void qmk_add_macro_keycode(size_t index, struct str *out)
{
	str_addf(out, index < MACRO_NAMED ? "QK_MACRO_%zu" : "QK_MACRO + %zu", index);
}

/* A mod-morph: its two results, by the modifiers. */
static bool is_morph(const struct qmk *q, struct action action, size_t *index)
{
	return action.kind == ACTION_BEHAVIOR &&
	       qmk_find_definition(q, DEFINITION_OVERRIDE, action.arg[0], index) &&
	       keymap_definition(q->map, DEFINITION_OVERRIDE, *index)->steps == 2;
}

static bool needs_own(const struct qmk *q, struct action action)
{
	size_t index;

	if (action.kind == ACTION_KEY_TOGGLE)
		return qmk_is_plain_key((struct action){ .kind = ACTION_KEY, .arg = { action.arg[0] } });
	if (action.kind == ACTION_RAW)
		return !qmk_find_definition(q, DEFINITION_KEYCODE, action.arg[0], &index) &&
		       qmk_find_macro(q, action, &index) && index >= MACRO_MAX;
	if (action.kind != ACTION_BEHAVIOR || action.flags)
		return false;
	return is_morph(q, action, &index) || (qmk_find_macro(q, action, &index) && index >= MACRO_MAX);
}

const struct qmk_own *qmk_own_of(const struct qmk *q, struct action action)
{
	if (action.kind == ACTION_KEY_TOGGLE || action.kind == ACTION_BEHAVIOR || action.kind == ACTION_RAW)
		for (size_t i = 0; i < q->owns; i++)
			if (action_equal(q->own[i].action, action))
				return &q->own[i];
	return NULL;
}

static void add_own(struct qmk *q, struct action action)
{
	struct str wanted = STR_INIT;
	const char *stem = "TOGGLE";
	size_t index;

	if (action.kind == ACTION_KEY_TOGGLE) {
		const char *name = keycode_short_name(KEY_CODE(action.arg[0]));

		str_add(&wanted, "TOGGLE_");
		qmk_add_capitals(&wanted, strncmp(name, "KC_", 3) != 0 ? name : name + 3);
	} else {
		stem = is_morph(q, action, &index) ? "MORPH" : "MACRO";
		qmk_add_capitals(&wanted, symbol_text(action.arg[0]));
	}
	q->own = mem_grow(q->own, q->owns, &q->own_cap, sizeof(*q->own));
	q->own[q->owns++] = (struct qmk_own){ action, qmk_take_name(q, str_text(&wanted), stem) };
	str_release(&wanted);
}

void qmk_find_owns(struct qmk *q)
{
	struct action_walk walk = action_walk_start(q->map);

	while (q->owns < OWN_MAX && action_walk_next(&walk))
		if (needs_own(q, walk.action) && !qmk_own_of(q, walk.action))
			add_own(q, walk.action);
}

static struct action fit_to_dialect(struct qmk *q, struct action action)
{
	const char *version = keycode_dialect_info(q->dialect)->name;
	struct str text = STR_INIT;
	uint16_t value;

	if (q->dialect == DIALECT_NEWEST || action.kind == ACTION_RAW || action.kind == ACTION_RAW_NUMBER ||
	    action.kind == ACTION_TAP_DANCE || keycode_dialect_value(q->dialect, action, &value))
		return action;
	action_print(action, &text);
	if (action.kind == ACTION_LAYER_DEFAULT_SAVED) {
		action.kind = ACTION_LAYER_DEFAULT;
		qmk_lose(q, LOSS_NEAR, str_text(&text), "DF",
			 "%s becomes DF: keycodes %s cannot keep the default layer over a restart",
			 str_text(&text), version);
	} else {
		str_clear(&text);
		str_addf(&text, "keycodes %s of QMK do not have it yet", version);
		action = lose_action(q, action, str_text(&text));
	}
	str_release(&text);
	return action;
}

struct action qmk_fit_action(struct qmk *q, struct action action)
{
	size_t index;

	if (qmk_own_of(q, action) ||
	    (action.kind == ACTION_BEHAVIOR && !action.flags && qmk_find_macro(q, action, &index)))
		return action;
	if (needs_own(q, action))
		return lose_action(q, action, "there are too many keycodes of its sort");
	if (action_is_qmk(action))
		return fit_to_dialect(q, action);
	return lose_action(q, action, "QMK has nothing that does it");
}

/* Texts and names inside an action were written by somebody: they are C only when our own parser says so. */
static bool check_expression(struct qmk *q, struct action action)
{
	struct str text = STR_INIT;
	struct action again;
	struct err err = { 0 };
	bool ok;

	action_print(action, &text);
	ok = action_parse(str_text(&text), &again, &err);
	if (!ok && !q->quiet)
		diagnostics_add(q->out, &expression, q->place, "'%s' cannot stand in C: %s", str_text(&text),
				err.text);
	str_release(&text);
	return ok;
}

static const char *layer_name(const void *data, uint32_t layer)
{
	const struct qmk *q = data;

	return layer < KEYMAP_MAX_LAYERS ? q->names.layer[layer] : NULL;
}

/* The name of C that definition @index has; NULL: its number does. */
static const char *name_of(const struct qmk *q, enum definition_kind kind, size_t index)
{
	return index < keymap_definitions(q->map, kind) ? q->name[kind][index] : NULL;
}

static void add_dance(struct qmk *q, struct action action, struct str *out)
{
	size_t index = action.arg[0];
	const char *name;

	if ((action.flags & ACTION_BY_NAME) &&
	    !qmk_find_definition(q, DEFINITION_TAP_DANCE, action.arg[0], &index)) {
		if (check_expression(q, action)) /* other code has it */
			action_print(action, out);
		else
			str_add(out, "XXXXXXX");
		return;
	}
	name = name_of(q, DEFINITION_TAP_DANCE, index);
	if (name)
		str_addf(out, "TD(%s)", name);
	else
		str_addf(out, "TD(%zu)", index);
}

static void add_character(const struct qmk *q, uint32_t index, struct str *out)
{
	const char *name = name_of(q, DEFINITION_UNICODE, index);

	if (name)
		str_add(out, name);
	else
		str_addf(out, "%u", index);
}

static void add_unicode(struct qmk *q, struct action action, struct str *out)
{
	size_t index;

	if (action.kind == ACTION_UNICODE) {
		if (qmk_find_character(q, action.arg[0], &index))
			str_addf(out, "UM(%zu)", index);
		else
			action_print(action, out);
		return;
	}
	str_add(out, action.kind == ACTION_UNICODE_MAP ? "UM(" : "UP(");
	add_character(q, action.arg[0], out);
	if (action.kind == ACTION_UNICODE_PAIR) {
		str_add(out, ", ");
		add_character(q, action.arg[1], out);
	}
	str_add_char(out, ')');
}

static void add_raw(struct qmk *q, struct action action, struct str *out)
{
	size_t index;

	if (qmk_find_definition(q, DEFINITION_KEYCODE, action.arg[0], &index))
		str_add(out, q->name[DEFINITION_KEYCODE][index]);
	else if (qmk_find_macro(q, action, &index) && index < MACRO_MAX)
		qmk_add_macro_keycode(index, out);
	else if (check_expression(q, action))
		action_print(action, out);
	else
		str_add(out, "XXXXXXX");
}

void qmk_add_action(struct qmk *q, struct action action, struct str *out)
{
	const struct qmk_own *own = qmk_own_of(q, action);
	size_t index;

	if (own) {
		str_add(out, own->name);
		return;
	}
	action = qmk_fit_action(q, action);
	switch (action.kind) {
	case ACTION_NONE:
		str_add(out, "XXXXXXX");
		break;
	case ACTION_TRANSPARENT:
		str_add(out, "_______");
		break;
	case ACTION_BEHAVIOR:
		if (qmk_find_macro(q, action, &index))
			qmk_add_macro_keycode(index, out);
		break;
	case ACTION_TAP_DANCE:
		add_dance(q, action, out);
		break;
	case ACTION_UNICODE:
	case ACTION_UNICODE_MAP:
	case ACTION_UNICODE_PAIR:
		add_unicode(q, action, out);
		break;
	case ACTION_RAW:
		add_raw(q, action, out);
		break;
	default:
		if (!q->only_check)
			action_print_in(action, q->dialect, layer_name, q, out);
		break;
	}
}
