/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_print.h"
#include "zmk_text.h"
#include "zmk_uses.h"

enum { LINE_MAX_BYTES = 100 };

/* What the kinds of definitions are as nodes. */
static const struct {
	const char *compatible;
	int cells; /* #binding-cells; -1: it has none */
	enum zmk_container container;
} kinds[DEFINITION_KIND_COUNT] = {
	[DEFINITION_MACRO] = { "zmk,behavior-macro", 0, ZMK_MACROS },
	[DEFINITION_COMBO] = { NULL, -1, ZMK_COMBOS },
	[DEFINITION_TAP_DANCE] = { "zmk,behavior-tap-dance", 0, ZMK_BEHAVIORS },
	[DEFINITION_OVERRIDE] = { "zmk,behavior-mod-morph", 0, ZMK_BEHAVIORS },
	[DEFINITION_HOLD_TAP] = { "zmk,behavior-hold-tap", 2, ZMK_BEHAVIORS },
	[DEFINITION_BEHAVIOR] = { NULL, -1, ZMK_BEHAVIORS },
	[DEFINITION_CONDITION] = { NULL, -1, ZMK_CONDITIONS },
};

static const struct {
	const char *name, *compatible; /* NULL: the children say theirs */
} containers[ZMK_CONTAINERS] = {
	[ZMK_BEHAVIORS] = { "behaviors", NULL },
	[ZMK_MACROS] = { "macros", NULL },
	[ZMK_COMBOS] = { "combos", "zmk,combos" },
	[ZMK_CONDITIONS] = { "conditional_layers", "zmk,conditional-layers" },
};

/* Behaviours that ZMK has no predefined one of, and macros with parameters. */
static const struct {
	const char *compatible;
	int cells;
	bool sensor;
} others[] = {
	{ "zmk,behavior-macro-one-param", 1, false }, { "zmk,behavior-macro-two-param", 2, false },
	{ "zmk,behavior-sensor-rotate", 0, true },    { "zmk,behavior-sensor-rotate-var", 2, true },
	{ "zmk,behavior-tap-dance", 0, false },
};

static const char *const mod_names[8] = { "MOD_LCTL", "MOD_LSFT", "MOD_LALT", "MOD_LGUI",
					  "MOD_RCTL", "MOD_RSFT", "MOD_RALT", "MOD_RGUI" };

static const char *option_text(const struct definition *definition, const char *name)
{
	const struct setting *option = definition_option(definition, name);

	return option && option->type == SETTING_TEXT ? symbol_text(option->text) : NULL;
}

enum zmk_container zmk_container_of(const struct definition *definition)
{
	if (definition->kind == DEFINITION_BEHAVIOR && !option_text(definition, "compatible"))
		return ZMK_CHANGES;
	return kinds[definition->kind].container;
}

void zmk_print_indent(const struct zmk_print *p, int level, struct str *out)
{
	while (level-- > 0)
		str_add(out, p->indent);
}

static void start_line(const struct zmk_print *p, int level, struct str *out)
{
	str_add_char(out, '\n');
	zmk_print_indent(p, level, out);
}

static void print_mods(const char *name, uint32_t mods, struct str *out)
{
	const char *bar = "";

	str_addf(out, "%s = <(", name);
	for (int bit = 0; bit < 8; bit++) {
		if (!(mods >> bit & 1))
			continue;
		str_addf(out, "%s%s", bar, mod_names[bit]);
		bar = "|";
	}
	str_add(out, *bar ? ")>;" : "0)>;");
}

static void print_layer(const struct zmk_print *p, size_t layer, struct str *out)
{
	const char *name = p->layer_name ? p->layer_name(p->data, (uint32_t)layer) : NULL;

	if (name)
		str_add(out, name);
	else
		str_addf(out, "%zu", layer);
}

static void print_layers(const struct zmk_print *p, const char *name, uint32_t mask, struct str *out)
{
	const char *blank = "";

	str_addf(out, "%s = <", name);
	for (size_t layer = 0; layer < KEYMAP_MAX_LAYERS; layer++) {
		if (!(mask >> layer & 1))
			continue;
		str_add(out, blank);
		print_layer(p, layer, out);
		blank = " ";
	}
	str_add(out, ">;");
}

static void print_positions(const char *name, const struct definition *d, struct str *out)
{
	str_addf(out, "%s = <", name);
	for (size_t i = 0; i < d->positions; i++)
		str_addf(out, "%s%u", i ? " " : "", d->position[i]);
	str_add(out, ">;");
}

/* What a step of a macro stands behind; "" for the controls themselves. */
static const char *const modes[] = {
	[STEP_TAP] = "macro_tap", [STEP_DOWN] = "macro_press", [STEP_UP] = "macro_release"
};

/* One <...> for each stretch of steps in one mode, and for as many as fit a line. */
static void print_macro(const struct zmk_print *p, const struct definition *d, int level, struct str *out)
{
	uint16_t mode = STEP_TAP;
	size_t line = 0;

	str_add(out, "bindings");
	for (size_t i = 0; i < d->steps; i++) {
		const struct step *step = &d->step[i];
		bool other = step->op < COUNT(modes) && step->op != mode;

		if (!line || other || out->len - line > LINE_MAX_BYTES) {
			str_add(out, line ? ">" : "");
			start_line(p, level + 1, out);
			line = out->len;
			str_add(out, i ? ", <" : "= <");
			if (other)
				str_addf(out, "&%s ", modes[mode = step->op]);
		} else {
			str_add_char(out, ' ');
		}
		zmk_action_print(step->action, p->layer_name, p->data, out);
	}
	str_add(out, d->steps ? ">" : " = <&none>");
	if (d->steps)
		start_line(p, level + 1, out);
	str_add_char(out, ';');
}

/* Whether what a node has instead of bindings are processors of input. */
static bool are_processors(const struct zmk_print *p, const struct definition *d)
{
	static const char processor[] = "zmk,input-processor-";
	struct action first = d->step[0].action;

	return d->kind == DEFINITION_BEHAVIOR && first.kind == ACTION_BEHAVIOR &&
	       !strncmp(zmk_compatible_of(p->map, symbol_text(first.arg[0])), processor, strlen(processor));
}

/* Each in a <> of its own. */
static void print_bindings(const struct zmk_print *p, const struct definition *d, struct str *out)
{
	str_add(out, are_processors(p, d) ? "input-processors = " : "bindings = ");
	for (size_t i = 0; i < d->steps; i++) {
		str_add(out, i ? ", <" : "<");
		zmk_action_print(d->step[i].action, p->layer_name, p->data, out);
		str_add_char(out, '>');
	}
	str_add_char(out, ';');
}

/* Properties that are members of the definition. */
static void print_members(const struct zmk_print *p, const struct definition *d, int level, struct str *out)
{
	if (d->positions) {
		start_line(p, level, out);
		print_positions(d->kind == DEFINITION_COMBO ? "key-positions" : "hold-trigger-key-positions",
				d, out);
	}
	if (d->kind == DEFINITION_CONDITION) {
		start_line(p, level, out);
		print_layers(p, "if-layers", d->layer_mask, out);
		start_line(p, level, out);
		str_add(out, "then-layer = <");
		print_layer(p, d->steps ? d->step[0].action.arg[0] : 0, out);
		str_add(out, ">;");
		return;
	}
	if (d->kind == DEFINITION_MACRO || d->steps) {
		start_line(p, level, out);
		if (d->kind == DEFINITION_MACRO)
			print_macro(p, d, level, out);
		else
			print_bindings(p, d, out);
	}
	if (d->mods || d->kind == DEFINITION_OVERRIDE) {
		start_line(p, level, out);
		print_mods("mods", d->mods, out);
	}
	if (d->layer_mask) {
		start_line(p, level, out);
		print_layers(p, "layers", d->layer_mask, out);
	}
}

/* An option by its type; see model/keymap.h. */
static void print_option(const struct setting *option, struct str *out)
{
	const char *name = symbol_text(option->name), *text = symbol_text(option->text);

	if (option->type == SETTING_BOOL) {
		str_addf(out, option->number ? "%s;" : "/delete-property/ %s;", name);
	} else if (option->type == SETTING_NUMBER && !strcmp(name, "keep-mods")) {
		print_mods(name, (uint32_t)option->number, out);
	} else if (option->type == SETTING_NUMBER) {
		str_addf(out, option->number < 0 ? "%s = <(%lld)>;" : "%s = <%lld>;", name,
			 (long long)option->number);
	} else if (*text == '<' || *text == '"') {
		str_addf(out, "%s = %s;", name, text);
	} else {
		str_addf(out, "%s = ", name);
		zmk_text_add_string(out, text);
		str_add_char(out, ';');
	}
}

static bool is_cells(const char *name)
{
	return !strcmp(name, "#binding-cells") || !strcmp(name, "#sensor-binding-cells");
}

static void print_options(const struct zmk_print *p, const struct definition *d, int level, struct str *out)
{
	for (size_t i = 0; i < d->options; i++) {
		const char *name = symbol_text(d->option[i].name);

		if (!strcmp(name, "node") || !strcmp(name, "parent") || !strcmp(name, "compatible") ||
		    is_cells(name))
			continue;
		start_line(p, level, out);
		print_option(&d->option[i], out);
	}
	if (!d->text)
		return;
	start_line(p, level, out);
	str_add(out, "display-name = ");
	zmk_text_add_string(out, symbol_text(d->text));
	str_add_char(out, ';');
}

/* How many cells a node of @compatible takes; -1: not known. */
static int cells_of(const char *compatible, bool *sensor)
{
	*sensor = false;
	for (size_t i = 0; i < COUNT(others); i++) {
		if (strcmp(others[i].compatible, compatible))
			continue;
		*sensor = others[i].sensor;
		return others[i].cells;
	}
	for (size_t i = 0; i < zmk_behavior_count(); i++)
		if (!strcmp(zmk_behavior_at(i)->compatible, compatible))
			return zmk_behavior_at(i)->cells;
	return -1;
}

static void print_compatible(const struct zmk_print *p, const struct definition *d, int level,
			     struct str *out)
{
	const char *compatible = option_text(d, "compatible");
	int cells = kinds[d->kind].cells;
	bool sensor = false;

	if (compatible)
		cells = cells_of(compatible, &sensor);
	else
		compatible = kinds[d->kind].compatible;
	if (!compatible)
		return;
	start_line(p, level, out);
	str_add(out, "compatible = ");
	if (*compatible == '"')
		str_add(out, compatible);
	else
		zmk_text_add_string(out, compatible);
	str_add_char(out, ';');
	for (size_t i = 0; i < d->options; i++) {
		if (!strcmp(symbol_text(d->option[i].name), "#input-processor-cells"))
			cells = -1;
		if (!is_cells(symbol_text(d->option[i].name)))
			continue;
		start_line(p, level, out);
		print_option(&d->option[i], out);
		cells = -1;
	}
	if (cells < 0)
		return;
	start_line(p, level, out);
	str_addf(out, "#%sbinding-cells = <%d>;", sensor ? "sensor-" : "", cells);
}

/* Label of the node that a change is a child of; NULL: it is none. */
static const char *parent_of(const struct definition *d)
{
	const char *parent = zmk_container_of(d) == ZMK_CHANGES ? option_text(d, "parent") : NULL;

	return parent && zmk_text_is_name(parent) ? parent : NULL;
}

/* The node of one definition, all its lines indented by @level. */
static void print_definition(const struct zmk_print *p, const struct definition *d, int level,
			     struct str *out)
{
	enum zmk_container container = zmk_container_of(d);
	const char *name = symbol_text(d->name), *node = option_text(d, "node"), *parent = parent_of(d);

	start_line(p, level, out);
	if (parent) {
		str_addf(out, "&%s {", parent);
		start_line(p, ++level, out);
		str_addf(out, "%s {", name);
	} else if (container == ZMK_CHANGES)
		str_addf(out, "&%s {", name);
	else if (container == ZMK_COMBOS || container == ZMK_CONDITIONS)
		str_addf(out, "%s {", name);
	else
		str_addf(out, "%s: %s {", name, node ? node : name);
	print_compatible(p, d, level + 1, out);
	print_members(p, d, level + 1, out);
	print_options(p, d, level + 1, out);
	start_line(p, level, out);
	str_add(out, "};");
	if (parent) {
		start_line(p, level - 1, out);
		str_add(out, "};");
	}
	str_add_char(out, '\n');
}

static size_t print_all(const struct zmk_print *p, enum zmk_container container, zmk_takes *takes,
			const void *data, int level, struct str *out)
{
	size_t printed = 0;

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		for (size_t i = 0; i < keymap_definitions(p->map, (enum definition_kind)kind); i++) {
			const struct definition *d = keymap_definition(p->map, (enum definition_kind)kind, i);

			if (kind == DEFINITION_KEYCODE || zmk_container_of(d) != container ||
			    (takes && !takes(data, d)))
				continue;
			print_definition(p, d, level, out);
			printed++;
		}
	}
	return printed;
}

void zmk_print_changes(const struct zmk_print *p, zmk_takes *takes, const void *data, struct str *out)
{
	print_all(p, ZMK_CHANGES, takes, data, 0, out);
}

size_t zmk_print_containers(const struct zmk_print *p, zmk_takes *takes, const void *data, struct str *out)
{
	size_t printed = 0;

	for (int container = ZMK_BEHAVIORS; container < ZMK_CONTAINERS; container++) {
		struct str nodes = STR_INIT;

		if (print_all(p, (enum zmk_container)container, takes, data, 2, &nodes)) {
			if (printed++)
				str_add_char(out, '\n');
			zmk_print_indent(p, 1, out);
			str_addf(out, "%s {", containers[container].name);
			if (containers[container].compatible) {
				start_line(p, 2, out);
				str_addf(out, "compatible = \"%s\";\n", containers[container].compatible);
			}
			/* The first node's blank line is the container's when there is nothing else. */
			str_add(out, str_text(&nodes));
			zmk_print_indent(p, 1, out);
			str_add(out, "};\n");
		}
		str_release(&nodes);
	}
	return printed;
}
