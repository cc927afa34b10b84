/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "keymap_c_private.h"
#include "model/symbol.h"

/*
 * New definitions: elements of the tables that QMK knows them by, with what those refer to declared before them.
 * Into the table that the document has, else into one in the block that is ours at its end.
 */

/* A definition as C. */
struct made {
	struct str before; /* what must be declared before the table */
	struct str element;
};

struct table {
	enum definition_kind kind;
	const char *name, *head; /* of the array; what declares it, up to the brace */
	const char *what;        /* in words */
	bool (*make)(struct c_update *u, const struct definition *definition, size_t index, struct made *out);
};

static bool add_action(const struct c_update *u, const struct definition *definition, size_t step,
		       struct str *out)
{
	return c_update_print(u, definition->step[step].action, out, u->err);
}

static bool has_options(const struct definition *definition, size_t options)
{
	return definition->options > options || definition->text;
}

/* `const uint16_t PROGMEM name[] = {KC_A, KC_B, COMBO_END};` and COMBO(name, KC_ESC) */
static bool make_combo(struct c_update *u, const struct definition *definition, size_t index,
		       struct made *out)
{
	const char *name = symbol_text(definition->name);

	(void)index;
	if (definition->positions || definition->steps < 3 || has_options(definition, 0) ||
	    definition->layer_mask)
		return err_set(u->err, ERR_REFUSED,
			       "a combo of a keymap.c is two keys or more by what they do, and a result");
	if (!c_update_is_free(u, name))
		return err_set(
			u->err, ERR_REFUSED,
			"'%.60s' cannot name a combo: give a name of C that neither QMK nor this text has",
			name);
	str_addf(&out->before, "const uint16_t PROGMEM %s[] = {", name);
	for (size_t i = 1; i < definition->steps; i++) {
		if (!add_action(u, definition, i, &out->before))
			return false;
		str_add(&out->before, ", ");
	}
	str_add(&out->before, "COMBO_END};\n");
	str_addf(&out->element, "COMBO(%s, ", name);
	if (!add_action(u, definition, 0, &out->element))
		return false;
	str_add(&out->element, ")");
	return true;
}

/* [2] = ACTION_TAP_DANCE_DOUBLE(KC_ESC, KC_CAPS) */
static bool make_dance(struct c_update *u, const struct definition *definition, size_t index,
		       struct made *out)
{
	struct action second;

	if (definition->name || definition->steps != 2 || definition->step[0].value != 1 ||
	    definition->step[1].value != 2 || has_options(definition, 0))
		return err_set(
			u->err, ERR_REFUSED,
			"a tap dance of a keymap.c that is not code has a number, what one tap does and "
			"what two do");
	second = definition->step[1].action;
	str_addf(&out->element, "[%zu] = ACTION_TAP_DANCE_%s(", index,
		 second.kind == ACTION_LAYER_TO       ? "LAYER_MOVE"
		 : second.kind == ACTION_LAYER_TOGGLE ? "LAYER_TOGGLE"
						      : "DOUBLE");
	if (!add_action(u, definition, 0, &out->element))
		return false;
	str_add(&out->element, ", ");
	if (second.kind == ACTION_LAYER_TO || second.kind == ACTION_LAYER_TOGGLE)
		qmk_print_layer(second.arg[0], &u->names, &out->element);
	else if (!add_action(u, definition, 1, &out->element))
		return false;
	str_add(&out->element, ")");
	return true;
}

/* The options of an override are what QMK's longer calls take behind its layers. */
static bool add_override_options(struct c_update *u, const struct definition *definition, struct str *out)
{
	const struct setting *negative = definition_option(definition, "negative-mods");
	const struct setting *options = definition_option(definition, "options");

	if (definition->options > (size_t)(negative != NULL) + (options != NULL) || (options && !negative))
		return err_set(u->err, ERR_REFUSED, "a key override of a keymap.c has no such options");
	if (definition->layer_mask || negative)
		str_add(out, definition->layer_mask ? ", 0x" : ", ~0");
	if (definition->layer_mask)
		str_addf(out, "%X", (unsigned)definition->layer_mask);
	if (negative)
		str_addf(out, ", 0x%02X", (unsigned)negative->number & 0xff);
	if (options)
		str_addf(out, ", 0x%02X", (unsigned)options->number & 0xff);
	return true;
}

static const char *override_call(const struct definition *definition)
{
	if (definition_option(definition, "options"))
		return "ko_make_with_layers_negmods_and_options";
	if (definition_option(definition, "negative-mods"))
		return "ko_make_with_layers_and_negmods";
	return definition->layer_mask ? "ko_make_with_layers" : "ko_make_basic";
}

/* `const key_override_t name = ko_make_basic(0x22, KC_BSPC, KC_DEL);` and &name */
static bool make_override(struct c_update *u, const struct definition *definition, size_t index,
			  struct made *out)
{
	char name[40];

	if (definition->name || definition->steps != 2 || definition->positions || definition->text)
		return err_set(u->err, ERR_REFUSED,
			       "a key override of a keymap.c has modifiers, a key and what replaces it");
	do
		snprintf(name, sizeof(name), "keyplane_override_%zu", index++);
	while (!c_update_is_free(u, name));
	str_addf(&out->before, "const key_override_t %s = %s(0x%02X, ", name, override_call(definition),
		 definition->mods);
	if (!add_action(u, definition, 0, &out->before))
		return false;
	str_add(&out->before, ", ");
	if (!add_action(u, definition, 1, &out->before) || !add_override_options(u, definition, &out->before))
		return false;
	str_add(&out->before, ");\n");
	str_addf(&out->element, "&%s", name);
	return true;
}

static const struct table tables[] = {
	{ DEFINITION_COMBO, "key_combos", "combo_t key_combos[] = ", "combo", make_combo },
	{ DEFINITION_TAP_DANCE, "tap_dance_actions", "tap_dance_action_t tap_dance_actions[] = ", "tap dance",
	  make_dance },
	{ DEFINITION_OVERRIDE, "key_overrides", "const key_override_t *key_overrides[] = ", "key override",
	  make_override },
};

/* Where the document has a table: where its declaration begins, its last token but the brace, and the brace. */
struct place_of {
	bool found;
	struct c_token first, last, open, close;
};

/* @scan is behind the name of the table, in [ ] = { ... }. */
static bool take_table(struct c_scan *scan, struct place_of *out)
{
	struct c_token token;
	int depth = 0;

	do {
		if (!c_scan_next_code(scan, &token) || c_token_is(scan->text, &token, ";"))
			return false;
	} while (!c_token_is(scan->text, &token, "{"));
	out->open = out->last = token;
	while (c_scan_next_code(scan, &token)) {
		if (token.directive)
			return false;
		if (!depth && c_token_is(scan->text, &token, "}")) {
			out->close = token;
			return out->found = true;
		}
		depth += c_token_is(scan->text, &token, "{") - c_token_is(scan->text, &token, "}");
		out->last = token;
	}
	return false;
}

static struct place_of find_table(const char *text, size_t len, const char *name)
{
	struct c_scan scan = c_scan_start(text, len);
	struct place_of place = { .found = false };
	struct c_token token;
	bool start = true;
	int depth = 0;

	while (c_scan_next_code(&scan, &token)) {
		if (token.directive) {
			start = true;
			continue;
		}
		if (start)
			place.first = token;
		depth += c_token_is(text, &token, "{") - c_token_is(text, &token, "}");
		start = !depth && (c_token_is(text, &token, ";") || c_token_is(text, &token, "}"));
		if (!depth && token.type == C_NAME && c_token_is(text, &token, name) &&
		    take_table(&scan, &place))
			return place;
	}
	return place;
}

static uint32_t line_start(const char *text, uint32_t at)
{
	while (at && text[at - 1] != '\n')
		at--;
	return at;
}

/* Behind the last element of a table, in the manner of that one; @first: none has been put there yet. */
static void put_element(struct c_update *u, const struct place_of *place, const char *element, bool first)
{
	const char *text = u->source->text;
	uint32_t end = span_end(place->last.span), line = line_start(text, place->last.span.start);
	bool comma = c_token_is(text, &place->last, ",");
	bool empty = place->last.span.start == place->open.span.start;
	struct str out = STR_INIT;

	if (memchr(text + end, '\n', place->close.span.start - end)) {
		if (first && !comma && !empty)
			rewrite_replace(&u->rewrite[0], (struct span){ end, 0 }, ",");
		/* Behind the comment of the last element. */
		end += (uint32_t)strcspn(text + end, "\r\n");
		c_update_add_text(u, &out, "\n");
		str_add_bytes(&out, text + line, strspn(text + line, " \t"));
		str_addf(&out, "%s%s,", empty ? "    " : "", element);
	} else {
		str_addf(&out, "%s %s%s", comma || (first && empty) ? "" : ",", element, comma ? "," : "");
	}
	rewrite_replace(&u->rewrite[0], (struct span){ end, 0 }, str_text(&out));
	str_release(&out);
}

static void put_before(struct c_update *u, uint32_t at, const struct str *text)
{
	struct str out = STR_INIT;

	c_update_add_text(u, &out, str_text(text));
	rewrite_replace(&u->rewrite[0], (struct span){ at, 0 }, str_text(&out));
	str_release(&out);
}

/* In the block that is ours, which comes to be when it is not there. */
static void put_block(struct c_update *u, const struct str *block)
{
	const struct source *source = u->source;
	struct str out = STR_INIT;
	uint32_t at = (uint32_t)source->len;

	if (!span_is_nowhere(source->ours)) {
		at = span_end(source->ours) - (uint32_t)strlen(SOURCE_OURS_END);
		c_update_add_text(u, &out, str_text(block));
	} else {
		bool ended = source->len && source->text[source->len - 1] == '\n';

		c_update_add_text(u, &out, ended ? "\n" : "\n\n");
		c_update_add_text(u, &out, SOURCE_OURS_BEGIN "\n");
		c_update_add_text(u, &out, str_text(block));
		c_update_add_text(u, &out, SOURCE_OURS_END "\n");
	}
	rewrite_replace(&u->rewrite[0], (struct span){ at, 0 }, str_text(&out));
	str_release(&out);
}

/* The definitions of one kind from index @first on. */
static bool put_new(struct c_update *u, const struct table *table, size_t first, struct str *block)
{
	struct place_of place = find_table(u->source->text, u->source->len, table->name);
	size_t count = keymap_definitions(u->map, table->kind);
	struct str elements = STR_INIT;
	bool ok = true;

	if (!place.found && first)
		return err_set(u->err, ERR_REFUSED,
			       "%s[] is no plain list in this file: put the %s there by hand", table->name,
			       table->what);
	for (size_t i = first; i < count && ok; i++) {
		const struct definition *definition = keymap_definition(u->map, table->kind, i);
		struct made made = { STR_INIT, STR_INIT };

		ok = table->make(u, definition, i, &made);
		if (ok && place.found) {
			put_before(u, place.first.span.start, &made.before);
			put_element(u, &place, str_text(&made.element), i == first);
		} else if (ok) {
			str_add(block, str_text(&made.before));
			str_addf(&elements, "    %s,\n", str_text(&made.element));
		}
		str_release(&made.before);
		str_release(&made.element);
	}
	if (elements.len)
		str_addf(block, "%s{\n%s};\n", table->head, str_text(&elements));
	str_release(&elements);
	return ok;
}

static const struct table *find_kind(enum definition_kind kind)
{
	for (size_t i = 0; i < COUNT(tables); i++)
		if (tables[i].kind == kind)
			return &tables[i];
	return NULL;
}

bool c_update_definitions(struct c_update *u)
{
	struct str block = STR_INIT;
	bool ok = true;

	/* What layers that move do to definitions is in the text already, or reads back as something else. */
	for (int kind = 0; !u->plan.moved && ok && kind < DEFINITION_KIND_COUNT; kind++) {
		size_t before = keymap_definitions(u->source->map, (enum definition_kind)kind);
		size_t after = keymap_definitions(u->map, (enum definition_kind)kind);
		const struct table *table = find_kind((enum definition_kind)kind);

		for (size_t i = 0; i < before && ok; i++)
			if (i >= after ||
			    !definition_equal(
				    keymap_definition(u->source->map, (enum definition_kind)kind, i),
				    keymap_definition(u->map, (enum definition_kind)kind, i)))
				ok = err_set(u->err, ERR_REFUSED,
					     "what a keymap.c defines besides its layers is changed by hand");
		if (ok && after > before && !table)
			ok = err_set(u->err, ERR_REFUSED,
				     "a keymap.c has combos, tap dances and key overrides; the rest is code");
		if (ok && after > before)
			ok = put_new(u, table, before, &block);
	}
	if (ok && block.len)
		put_block(u, &block);
	str_release(&block);
	return ok;
}
