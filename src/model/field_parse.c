/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "field_private.h"
#include "model/symbol.h"
#include "model/term.h"
#include "zmk_cell.h"

enum {
	NAME_MAX_BYTES = 63, /* C11 tells external names apart by 31 bytes, and others by 63 */
	MISTAKE_MAX_BYTES = 60,
	DEPTH_MAX = 16, /* of parentheses in cells */
};

/* One of several words with spaces or commas between. False: there are no more. */
static bool next_word(const char **at, const char **word, size_t *len)
{
	*at += strspn(*at, " \t,");
	*word = *at;
	*len = strcspn(*at, " \t,");
	*at += *len;
	return *len;
}

static bool is_word(const char *word, size_t len, const char *text)
{
	return strlen(text) == len && !strncasecmp(word, text, len);
}

static int column(const char *text, const char *at)
{
	return (int)(at - text) + 1;
}

/* Whether it is a node of its own that bindings name. */
static bool is_behavior(const struct definition *d)
{
	return d->kind == DEFINITION_BEHAVIOR
		       ? definition_option(d, "compatible") != NULL
		       : d->kind != DEFINITION_COMBO && d->kind != DEFINITION_CONDITION;
}

static bool parse_name(const struct field_context *c, const char *text, struct field_value *out,
		       struct err *err)
{
	size_t len = 0;

	while (zmk_is_name(text[len]))
		len++;
	if (!len || text[len] || zmk_is_digit(*text) || len > NAME_MAX_BYTES)
		return err_set(
			err, ERR_PARSE,
			"\"%.80s\" is no name: it must be letters, digits and _, at most %d, and begin "
			"with no digit",
			text, NAME_MAX_BYTES);
	if (c->field->type == FIELD_NAME && c->map && keymap_is_zmk(c->map) && is_behavior(c->definition) &&
	    zmk_behavior_find(text, len))
		return err_set(err, ERR_EXISTS, "%s is a behaviour of ZMK's own: choose another name", text);
	out->text = symbol(text);
	return true;
}

/* QMK's autocorrect knows no more. */
static bool check_mistake(const char *text, struct err *err)
{
	size_t len = strlen(text);

	if (!len || len > MISTAKE_MAX_BYTES || strspn(text, "abcdefghijklmnopqrstuvwxyz':") != len)
		return err_set(err, ERR_PARSE, "a mistake has a to z, ' and : only, at most %d of them",
			       MISTAKE_MAX_BYTES);
	return true;
}

static bool parse_text(const struct field_context *c, const char *text, struct field_value *out,
		       struct err *err)
{
	size_t len = strlen(text), used = 0, characters = 0;

	for (size_t at = 0; at < len; at += used, characters++) {
		uint32_t code = utf8_decode(text + at, len - at, &used);

		if (code < ' ' || code == 0x7f || (code == 0xfffd && used == 1))
			return err_set(err, ERR_PARSE, "column %zu: a control character or a broken one",
				       at + 1);
	}
	if (len > SYMBOL_MAX_BYTES)
		return err_set(err, ERR_RANGE, "it is longer than %d bytes", SYMBOL_MAX_BYTES);
	if (c->field->max && (characters < (size_t)c->field->min || characters > (size_t)c->field->max))
		return err_set(err, ERR_RANGE, "expected %d to %d characters, found %zu", c->field->min,
			       c->field->max, characters);
	if (c->definition->kind == DEFINITION_CORRECTION && c->field->store == STORE_NAME &&
	    !check_mistake(text, err))
		return false;
	out->text = symbol(text);
	return true;
}

bool field_parse_action(const struct field_context *c, const char *text, struct action *out, struct err *err)
{
	const struct field_spelling *spelling = c->spelling;

	return spelling && spelling->parse ? spelling->parse(spelling->data, text, out, err)
					   : action_parse(text, out, err);
}

static bool parse_action(const struct field_context *c, const char *text, struct field_value *out,
			 struct err *err)
{
	struct step step = { .op = STEP_RESULT, .value = c->field->store == STORE_TAP ? c->field->index : 0 };

	if (!field_parse_action(c, text, &step.action, err))
		return false;
	field_value_add(out, step);
	return true;
}

static bool check_count(const struct field *field, size_t count, const char *what, struct err *err)
{
	if (field->max && count > (size_t)field->max)
		return err_set(err, ERR_RANGE, "%zu %s are more than %d", count, what, field->max);
	if (count < (size_t)field->min)
		return err_set(err, ERR_RANGE, "it needs %d %s or more, found %zu", field->min, what, count);
	return true;
}

static bool parse_actions(const struct field_context *c, const char *text, struct field_value *out,
			  struct err *err)
{
	return field_parse_actions(c, text, out, err) && check_count(c->field, out->steps, "actions", err);
}

static bool parse_steps(const struct field_context *c, const char *text, struct field_value *out,
			struct err *err)
{
	if (!field_parse_steps(c, text, out, err))
		return false;
	if (!out->steps && c->map && c->field->required & field_firmwares_of(c->map))
		return err_set(err, ERR_USAGE, "%s cannot be left out", c->field->name);
	return true;
}

static bool has_position(const struct field_value *value, uint16_t position)
{
	for (size_t i = 0; i < value->positions; i++)
		if (value->position[i] == position)
			return true;
	return false;
}

static bool parse_positions(const struct field_context *c, const char *text, struct field_value *out,
			    struct err *err)
{
	size_t keys = c->map ? keymap_keys(c->map) : KEYMAP_MAX_KEYS, len;
	const char *at = text, *word;

	while (next_word(&at, &word, &len)) {
		char *end;
		unsigned long key = strtoul(word, &end, 10);

		if (!zmk_is_digit(*word) || end != word + len)
			return err_set(err, ERR_PARSE,
				       "column %d: \"%.*s\" is no key; expected numbers, of which the first "
				       "key is 0",
				       column(text, word), (int)(len < 40 ? len : 40), word);
		if (key >= keys)
			return err_set(err, ERR_NOT_FOUND,
				       "column %d: there is no key %lu: the last one is %zu",
				       column(text, word), key, keys - 1);
		if (has_position(out, (uint16_t)key))
			return err_set(err, ERR_PARSE, "column %d: key %lu is there already",
				       column(text, word), key);
		field_value_add_position(out, (uint16_t)key);
	}
	return check_count(c->field, out->positions, "keys", err);
}

static const char *const mod_constants[] = { "MOD_LCTL", "MOD_LSFT", "MOD_LALT", "MOD_LGUI",
					     "MOD_RCTL", "MOD_RSFT", "MOD_RALT", "MOD_RGUI" };

static bool parse_mods(const struct field_context *c, const char *text, struct field_value *out,
		       struct err *err)
{
	const char *at = text, *word;
	size_t len;

	(void)c;
	while (next_word(&at, &word, &len)) {
		int bit = 0;

		if (is_word(word, len, "none") || is_word(word, len, "|"))
			continue;
		while (bit < TERM_MODS && !is_word(word, len, term_of_mod(bit)) &&
		       !is_word(word, len, mod_constants[bit]))
			bit++;
		if (bit == TERM_MODS)
			return err_set(err, ERR_PARSE,
				       "column %d: \"%.*s\" is no modifier; expected left-ctrl, left-shift, "
				       "left-alt, left-gui, or right- of these, or none",
				       column(text, word), (int)(len < 40 ? len : 40), word);
		out->number |= INT64_C(1) << bit;
	}
	return true;
}

/* -1: no layer is called that. */
static int find_layer(const struct keymap *map, const char *word, size_t len)
{
	char *end;
	unsigned long number = strtoul(word, &end, 10);
	size_t layers = map ? keymap_layers(map) : KEYMAP_MAX_LAYERS;

	if (zmk_is_digit(*word) && end == word + len)
		return number < layers ? (int)number : -1;
	for (size_t i = 0; map && i < layers; i++)
		if (is_word(word, len, symbol_text(keymap_layer_name(map, i))))
			return (int)i;
	return -1;
}

static bool parse_layers(const struct field_context *c, const char *text, struct field_value *out,
			 struct err *err)
{
	const char *at = text, *word;
	size_t len, count = 0;

	while (next_word(&at, &word, &len)) {
		int layer = find_layer(c->map, word, len);

		if (layer < 0)
			return err_set(
				err, ERR_NOT_FOUND,
				"column %d: there is no layer \"%.*s\"; expected names, or numbers from "
				"0 to %zu",
				column(text, word), (int)(len < 40 ? len : 40), word,
				(c->map ? keymap_layers(c->map) : KEYMAP_MAX_LAYERS) - 1);
		count += !(out->number >> layer & 1);
		out->number |= INT64_C(1) << layer;
	}
	return check_count(c->field, count, "layers", err);
}

static bool parse_switch(const struct field_context *c, const char *text, struct field_value *out,
			 struct err *err)
{
	static const char *const words[] = { "no", "yes", "off", "on", "false", "true", "0", "1" };

	(void)c;
	for (size_t i = 0; i < COUNT(words); i++)
		if (!strcasecmp(text, words[i])) {
			out->number = i % 2;
			return true;
		}
	return err_set(err, ERR_PARSE, "\"%.40s\" is neither yes nor no", text);
}

static bool parse_number(const struct field_context *c, const char *text, struct field_value *out,
			 struct err *err)
{
	const struct field *field = c->field;
	const char *unit = *field->unit ? " " : "";
	long number;
	char *end;

	number = strtol(text, &end, 10);
	if (end == text || *text == ' ' || *text == '+')
		return err_set(err, ERR_PARSE, "\"%.40s\" is no number; expected one from %d to %d%s%s", text,
			       field->min, field->max, unit, field->unit);
	end += strspn(end, " ");
	if (*end && strcmp(end, field->unit) != 0)
		return err_set(err, ERR_PARSE, "\"%.40s\" is no number; expected one from %d to %d%s%s", text,
			       field->min, field->max, unit, field->unit);
	if (number < field->min || number > field->max)
		return err_set(err, ERR_RANGE, "%.40s is out of range: expected %d to %d%s%s", text,
			       field->min, field->max, unit, field->unit);
	out->number = number;
	return true;
}

static bool parse_choice(const struct field_context *c, const char *text, struct field_value *out,
			 struct err *err)
{
	struct str list = STR_INIT;

	for (size_t i = 0; c->field->choice[i]; i++) {
		if (!strcmp(c->field->choice[i], text)) {
			out->text = symbol(text);
			str_release(&list);
			return true;
		}
		str_addf(&list, "%s%s", i ? ", " : "", c->field->choice[i]);
	}
	err_set(err, ERR_PARSE, "\"%.40s\" is none of these: %s", text, str_text(&list));
	str_release(&list);
	return false;
}

static bool parse_behavior(const struct field_context *c, const char *text, struct field_value *out,
			   struct err *err)
{
	return parse_name(c, text + (*text == '&'), out, err);
}

/* Nothing that could end the list. */
static bool parse_cells(const struct field_context *c, const char *text, struct field_value *out,
			struct err *err)
{
	int depth = 0;

	(void)c;
	for (const char *at = text; *at; at++) {
		depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
		if ((!zmk_is_name(*at) && !strchr(" ()|&+-*", *at)) || depth < 0 || depth > DEPTH_MAX)
			return err_set(err, ERR_PARSE, "column %d: \"%.1s\" cannot stand in a list of cells",
				       column(text, at), at);
	}
	if (depth)
		return err_set(err, ERR_PARSE, "a ) is missing at the end");
	if (!*text || strlen(text) > ZMK_ACTION_MAX_BYTES)
		return err_set(err, ERR_RANGE, "expected words or numbers, at most %d bytes",
			       ZMK_ACTION_MAX_BYTES);
	out->text = symbol(text);
	return true;
}

bool field_parse(const struct field_context *c, const char *text, struct field_value *out, struct err *err)
{
	static bool (*const parsers[FIELD_TYPE_COUNT])(const struct field_context *c, const char *text,
						       struct field_value *out, struct err *err) = {
		[FIELD_NAME] = parse_name,     [FIELD_TEXT] = parse_text,
		[FIELD_ACTION] = parse_action, [FIELD_ACTIONS] = parse_actions,
		[FIELD_STEPS] = parse_steps,   [FIELD_POSITIONS] = parse_positions,
		[FIELD_MODS] = parse_mods,     [FIELD_LAYERS] = parse_layers,
		[FIELD_SWITCH] = parse_switch, [FIELD_NUMBER] = parse_number,
		[FIELD_CHOICE] = parse_choice, [FIELD_BEHAVIOR] = parse_behavior,
		[FIELD_CELLS] = parse_cells,
	};

	return parsers[c->field->type](c, text, out, err);
}
