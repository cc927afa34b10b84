/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "zmk_keymap_private.h"

static const struct diagnostic_kind too_many = { "zmk-definitions", SEVERITY_WARNING };
static const struct diagnostic_kind bad_value = { "zmk-value", SEVERITY_WARNING };

/* What the compatibles of processors of input begin with. */
#define PROCESSOR "zmk,input-processor-"

/* A definition while it is put together; what it points to is freed once the keymap has its copy. */
struct builder {
	struct zmk_reader *reader;
	const struct dts_node *node;
	const char *
		parent; /* label of the node that it is a child of, which is not in the text; NULL: of none */
	struct definition definition;
	size_t step_cap, position_cap, option_cap;
};

static struct dts_range where(const struct builder *b)
{
	return b->node->body ? b->node->body->name : (struct dts_range){ 0 };
}

static void add_step(struct builder *b, enum step_op op, int32_t value, struct action action)
{
	struct definition *d = &b->definition;

	if (d->steps == KEYMAP_MAX_STEPS) {
		zmk_tell(b->reader, where(b), &too_many,
			 "%s has more than %d steps: the rest is kept, but not read", b->node->name,
			 KEYMAP_MAX_STEPS);
		return;
	}
	d->step = mem_grow(d->step, d->steps, &b->step_cap, sizeof(*d->step));
	d->step[d->steps++] = (struct step){ .op = (uint16_t)op, .value = value, .action = action };
}

static void add_option(struct builder *b, struct setting option)
{
	struct definition *d = &b->definition;

	d->option = mem_grow(d->option, d->options, &b->option_cap, sizeof(*d->option));
	d->option[d->options++] = option;
}

static void add_text_option(struct builder *b, const char *name, const char *text, size_t len)
{
	add_option(b, (struct setting){ symbol(name), SETTING_TEXT, 0, symbol_of_bytes(text, len) });
}

/* Whether all of @property is one <n>. */
static bool single_number(const struct builder *b, const struct dts_property *property, int64_t *number)
{
	struct dts_cell cell;
	uint32_t at = 0;

	return property->part && !property->part->next &&
	       dts_next_cell(b->reader->dts, property->part, &at, &cell) && !cell.ref &&
	       cell.tokens.count == property->part->inside.count &&
	       zmk_read_number(b->reader, cell.tokens, number);
}

/* As model/keymap.h says of options: true, false, <n>, a string, or the value as it is spelled. */
static void read_option(struct builder *b, const struct dts_property *property)
{
	struct setting option = { .name = symbol(property->name),
				  .type = SETTING_BOOL,
				  .number = !property->deleted };
	struct str text = STR_INIT;

	if (property->part && single_number(b, property, &option.number)) {
		option.type = SETTING_NUMBER;
	} else if (property->part) {
		option.type = SETTING_TEXT;
		if (property->part->next || !dts_part_text(b->reader->dts, property->part, &text) ||
		    *str_text(&text) == '<' || *str_text(&text) == '"') {
			str_clear(&text);
			dts_spell(b->reader->dts, property->value, &text);
		}
		option.number = 0;
		option.text = symbol_of_bytes(str_text(&text), text.len);
	}
	str_release(&text);
	add_option(b, option);
}

/* Numbers of a list, one by one. False: one of them is not known. */
static bool each_number(struct builder *b, const struct dts_property *property,
			void (*take)(struct builder *b, int64_t number))
{
	for (const struct dts_part *part = property->part; part; part = part->next) {
		struct dts_cell cell;
		uint32_t at = 0;
		int64_t number;

		while (dts_next_cell(b->reader->dts, part, &at, &cell)) {
			if (cell.ref || !zmk_read_number(b->reader, cell.tokens, &number))
				return false;
			if (take)
				take(b, number);
		}
	}
	return true;
}

static void take_position(struct builder *b, int64_t number)
{
	struct definition *d = &b->definition;

	if (number < 0 || number > UINT16_MAX || d->positions == KEYMAP_MAX_KEYS) {
		zmk_tell(b->reader, where(b), &bad_value, "%s: %lld is no key's number", b->node->name,
			 (long long)number);
		return;
	}
	d->position = mem_grow(d->position, d->positions, &b->position_cap, sizeof(*d->position));
	d->position[d->positions++] = (uint16_t)number;
}

/* -1, which ZMK took for all layers once, is no layer. */
static void take_layer(struct builder *b, int64_t number)
{
	if (number >= 0 && number < KEYMAP_MAX_LAYERS)
		b->definition.layer_mask |= UINT32_C(1) << number;
	else if (number != -1)
		zmk_tell(b->reader, where(b), &bad_value, "%s: %lld is no layer", b->node->name,
			 (long long)number);
}

static void take_then(struct builder *b, int64_t number)
{
	if (number >= 0 && number < KEYMAP_MAX_LAYERS)
		add_step(b, STEP_RESULT, 0,
			 (struct action){ .kind = ACTION_LAYER_MOMENTARY, .arg = { (uint32_t)number } });
	else
		zmk_tell(b->reader, where(b), &bad_value, "%s: %lld is no layer", b->node->name,
			 (long long)number);
}

static void take_mods(struct builder *b, int64_t number)
{
	b->definition.mods = (uint8_t)number;
}

/* Whether each entry of `bindings` has the cells that its behaviour takes: <&kp A>, not <&kp>. */
static bool has_cells(struct builder *b, const struct dts_property *bindings)
{
	for (const struct dts_part *part = bindings->part; part; part = part->next) {
		const struct zmk_behavior *behavior;
		const struct cpp_token *name;
		struct dts_cell cell;
		uint32_t at = 0;

		if (!dts_next_cell(b->reader->dts, part, &at, &cell) || !cell.ref || cell.tokens.count < 2)
			return false;
		name = &b->reader->token[cell.tokens.first + 1];
		behavior = b->reader->names.behavior(b->reader, name->text, name->len);
		if (!behavior)
			behavior = zmk_behavior_find(name->text, name->len);
		if (part->inside.count == 2 && behavior && behavior->cells > 0)
			return false;
	}
	return true;
}

static void read_results(struct builder *b, const struct dts_property *property)
{
	struct zmk_bindings bindings = { 0 };

	zmk_read_bindings(b->reader, property, &bindings);
	for (size_t i = 0; i < bindings.count; i++)
		add_step(b, STEP_RESULT, b->definition.kind == DEFINITION_TAP_DANCE ? (int32_t)i + 1 : 0,
			 bindings.item[i].action);
	free(bindings.item);
}

/* The modes are the steps' own; all other controls stay. */
static void read_macro(struct builder *b, const struct dts_property *property)
{
	static const struct {
		const char *ref;
		enum step_op op;
	} modes[] = { { "macro_tap", STEP_TAP }, { "macro_press", STEP_DOWN }, { "macro_release", STEP_UP } };
	struct zmk_bindings bindings = { 0 };
	enum step_op op = STEP_TAP;

	zmk_read_bindings(b->reader, property, &bindings);
	for (size_t i = 0; i < bindings.count; i++) {
		struct action action = bindings.item[i].action;
		const char *ref = action.kind == ACTION_BEHAVIOR ? symbol_text(action.arg[0]) : "";
		bool mode = false;

		for (size_t k = 0; k < COUNT(modes); k++)
			if (!strcmp(ref, modes[k].ref)) {
				op = modes[k].op;
				mode = true;
			}
		if (!mode)
			add_step(b,
				 strncmp(ref, "macro_", 6) || !zmk_behavior_find(ref, strlen(ref))
					 ? op
					 : STEP_RESULT,
				 0, action);
	}
	free(bindings.item);
}

/* Whether each entry of `input-processors` is one that is known, so that its cells are. */
static bool are_processors(const struct builder *b, const struct dts_property *property)
{
	for (const struct dts_part *part = property->part; part; part = part->next) {
		struct dts_cell cell;
		uint32_t at = 0;

		while (dts_next_cell(b->reader->dts, part, &at, &cell)) {
			const struct zmk_behavior *behavior;
			const struct cpp_token *name = &b->reader->token[cell.tokens.first + 1];

			if (!cell.ref)
				continue;
			if (cell.tokens.count < 2)
				return false;
			behavior = b->reader->names.behavior(b->reader, name->text, name->len);
			if (!behavior)
				behavior = zmk_behavior_find(name->text, name->len);
			if (!behavior || strncmp(behavior->compatible, PROCESSOR, strlen(PROCESSOR)) != 0)
				return false;
		}
	}
	return property->part != NULL;
}

static bool read_processors(struct builder *b, const struct dts_property *property)
{
	if (b->definition.kind != DEFINITION_BEHAVIOR || b->definition.steps || !are_processors(b, property))
		return false;
	read_results(b, property);
	return true;
}

static bool read_bindings(struct builder *b, const struct dts_property *property)
{
	enum definition_kind kind = b->definition.kind;

	if (kind == DEFINITION_HOLD_TAP || (kind == DEFINITION_BEHAVIOR && !has_cells(b, property)))
		return false;
	if (kind == DEFINITION_MACRO)
		read_macro(b, property);
	else
		read_results(b, property);
	return true;
}

/* Properties that are members of a definition of that kind. */
static const struct {
	const char *name;
	uint32_t kinds; /* bits */
	void (*take)(struct builder *b, int64_t number);
} members[] = {
	{ "hold-trigger-key-positions", 1u << DEFINITION_HOLD_TAP, take_position },
	{ "if-layers", 1u << DEFINITION_CONDITION, take_layer },
	{ "key-positions", 1u << DEFINITION_COMBO, take_position },
	{ "layers", 1u << DEFINITION_BEHAVIOR | 1u << DEFINITION_COMBO, take_layer },
	{ "mods", 1u << DEFINITION_OVERRIDE, take_mods },
	{ "then-layer", 1u << DEFINITION_CONDITION, take_then },
};

static bool read_member(struct builder *b, const struct dts_property *property)
{
	if (property->deleted ||
	    (b->definition.kind == DEFINITION_BEHAVIOR && !b->parent && !strcmp(property->name, "layers")))
		return false;
	if (!strcmp(property->name, "bindings"))
		return read_bindings(b, property);
	if (!strcmp(property->name, "input-processors"))
		return read_processors(b, property);
	for (size_t i = 0; i < COUNT(members); i++) {
		if (strcmp(members[i].name, property->name) || !(members[i].kinds >> b->definition.kind & 1))
			continue;
		if (!each_number(b, property, NULL))
			return false; /* a word is not known: it stays as it is spelled */
		each_number(b, property, members[i].take);
		return true;
	}
	return false;
}

/* What the kind says already, and what the name says. */
static bool is_said(const struct builder *b, const struct dts_property *property)
{
	static const char *const said[] = { "#binding-cells", "#sensor-binding-cells", "display-name" };
	struct str text = STR_INIT;
	bool is;

	for (size_t i = 0; i < COUNT(said); i++)
		if (!strcmp(property->name, said[i]) && !property->deleted)
			return i == 2 || b->definition.kind != DEFINITION_BEHAVIOR;
	if (strcmp(property->name, "compatible") || b->definition.kind == DEFINITION_BEHAVIOR)
		return false;
	dts_text(b->reader->dts, property, &text);
	is = !strstr(str_text(&text), "-param");
	str_release(&text);
	return is;
}

static void put(struct zmk_reader *reader, const struct dts_node *node, enum definition_kind kind,
		const char *name, const char *parent)
{
	struct builder b = { .reader = reader, .node = node, .parent = parent };
	const struct dts_property *display = dts_find_property(node, "display-name");
	struct str text = STR_INIT;

	if (reader->definitions++ >= KEYMAP_MAX_DEFINITIONS) {
		if (reader->definitions == KEYMAP_MAX_DEFINITIONS + 1)
			zmk_tell(reader, where(&b), &too_many,
				 "there are more than %d behaviors, macros and combos: %s and the rest are "
				 "kept, "
				 "but not read",
				 KEYMAP_MAX_DEFINITIONS, node->name);
		return;
	}
	b.definition.kind = (uint16_t)kind;
	b.definition.name = symbol(name);
	if (display && dts_text(reader->dts, display, &text))
		b.definition.text = symbol_of_bytes(str_text(&text), text.len);
	str_release(&text);
	if (parent)
		add_text_option(&b, "parent", parent, strlen(parent));
	if (*node->name != '&' && strcmp(name, node->name))
		add_text_option(&b, "node", node->name, strlen(node->name));
	for (const struct dts_property *property = node->property; property; property = property->next)
		if (!is_said(&b, property) && !read_member(&b, property) &&
		    (!property->deleted || *node->name == '&' || parent))
			read_option(&b, property);
	reader->defined =
		mem_grow(reader->defined, reader->defineds, &reader->defined_cap, sizeof(*reader->defined));
	reader->defined[reader->defineds++] =
		(struct zmk_defined_node){ kind, reader->defined_of[kind]++, node };
	keymap_add_definition(reader->map, &b.definition);
	free(b.definition.step);
	free(b.definition.position);
	free(b.definition.option);
}

static enum definition_kind kind_of(const struct zmk_reader *reader, const struct dts_node *node)
{
	static const struct {
		const char *compatible;
		enum definition_kind kind;
	} kinds[] = {
		{ "zmk,behavior-hold-tap", DEFINITION_HOLD_TAP },
		{ "zmk,behavior-macro", DEFINITION_MACRO },
		{ "zmk,behavior-macro-one-param", DEFINITION_MACRO },
		{ "zmk,behavior-macro-two-param", DEFINITION_MACRO },
		{ "zmk,behavior-mod-morph", DEFINITION_OVERRIDE },
		{ "zmk,behavior-tap-dance", DEFINITION_TAP_DANCE },
	};

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (dts_is_compatible(reader->dts, node, kinds[i].compatible))
			return kinds[i].kind;
	return DEFINITION_BEHAVIOR;
}

static void put_children(struct zmk_reader *reader, const char *compatible, enum definition_kind kind)
{
	const struct dts_node *root = dts_root(reader->dts);

	for (const struct dts_node *node = root; node; node = dts_next(root, node)) {
		if (!dts_is_compatible(reader->dts, node, compatible))
			continue;
		for (const struct dts_node *child = node->child; child; child = child->next)
			put(reader, child, kind, child->name, NULL);
		return; /* the firmware looks at the first one alone */
	}
}

static bool is_own(const struct zmk_reader *reader, const struct dts_node *node)
{
	const struct zmk_behavior *own =
		node->label ? reader->names.behavior(reader, node->label->name, strlen(node->label->name))
			    : NULL;

	return own && own->node == node->name;
}

/* What a file that is not there has, and the children that are put into it: overrides of a listener by layer. */
static void put_foreign(struct zmk_reader *reader, const struct dts_node *node)
{
	if (node->property)
		put(reader, node, DEFINITION_BEHAVIOR, node->name + 1, NULL);
	for (const struct dts_node *child = node->child; child; child = child->next)
		if (child->property && !dts_find_property(child, "compatible"))
			put(reader, child, DEFINITION_BEHAVIOR, child->name, node->name + 1);
}

void zmk_put_definitions(struct zmk_reader *reader)
{
	const struct dts_node *root = dts_root(reader->dts);

	for (const struct dts_node *node = root; node; node = dts_next(root, node))
		if (is_own(reader, node))
			put(reader, node, kind_of(reader, node), node->label->name, NULL);
	put_children(reader, "zmk,combos", DEFINITION_COMBO);
	put_children(reader, "zmk,conditional-layers", DEFINITION_CONDITION);
	for (const struct dts_node *node = dts_foreign(reader->dts); node; node = node->next)
		if (node->name[1] != '{')
			put_foreign(reader, node);
}
