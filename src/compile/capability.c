/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "capability_board.h"
#include "capability_told.h"
#include "compile/capability.h"
#include "model/symbol.h"

enum { LAYERS = 4 };

static const struct diagnostic_kind refused = { "target-refused", SEVERITY_ERROR };

/* A sample's parts, as bits: which of them a keymap has. */
enum part {
	PART_KEY,
	PART_TURN,
	PART_DEFINITION,
	PART_SETTING = PART_DEFINITION + CAPABILITY_DEFINITIONS,
	PARTS = PART_SETTING + CAPABILITY_SETTINGS,
};
enum { ALL_PARTS = (1 << PARTS) - 1 };

/* What a target makes of one keymap. */
struct outcome {
	bool compiled;
	struct fileset files;
	struct diagnostics told;
};

static bool has_part(const struct capability_sample *s, int part)
{
	if (part == PART_KEY)
		return s->key;
	if (part == PART_TURN)
		return s->turn[TURN_CCW];
	return part < PART_SETTING ? (bool)s->definition[part - PART_DEFINITION]
				   : (bool)s->setting[part - PART_SETTING].name;
}

/* What is in the samples is text of ours: it parses. */
struct action capability_action(const char *text)
{
	struct action action = { 0 };
	struct err err;
	bool ok = action_parse(text, &action, &err);

	assert(ok);
	(void)ok;
	return action;
}

struct setting capability_make_setting(const struct capability_setting *from)
{
	return (struct setting){ symbol(from->name), (uint16_t)from->type, from->number,
				 from->text ? symbol(from->text) : 0 };
}

void capability_add_definition(struct keymap *map, const struct capability_definition *from)
{
	struct step step[CAPABILITY_STEPS] = { 0 };
	struct setting option[CAPABILITY_OPTIONS];
	uint16_t position[COUNT(from->position)];
	struct definition to = { .kind = (uint16_t)from->kind,
				 .mods = from->mods,
				 .layer_mask = from->layer_mask,
				 .step = step,
				 .position = position,
				 .option = option };

	to.name = from->name ? symbol(from->name) : 0;
	to.text = from->text ? symbol(from->text) : 0;
	for (; to.steps < CAPABILITY_STEPS; to.steps++) {
		const struct capability_step *s = &from->step[to.steps];

		if (!s->text && !s->value)
			break;
		step[to.steps] = (struct step){ .op = (uint16_t)s->op, .value = s->value };
		if (s->text && s->op == STEP_TEXT)
			step[to.steps].text = symbol(s->text);
		else if (s->text)
			step[to.steps].action = capability_action(s->text);
	}
	for (size_t i = 0; from->position[0] != from->position[1] && i < COUNT(position); i++)
		position[to.positions++] = from->position[i];
	for (; to.options < CAPABILITY_OPTIONS && from->option[to.options].name; to.options++)
		option[to.options] = capability_make_setting(&from->option[to.options]);
	keymap_add_definition(map, &to);
}

static void put_keys(struct keymap *map, const struct capability_sample *s)
{
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t key = 0; key < CAPABILITY_KEYS; key++)
			keymap_put(map, layer, key, capability_action(layer ? "KC_TRNS" : "KC_NO"));
	for (size_t key = 1; key < CAPABILITY_KEYS; key++) {
		char letter[] = "KC_A";

		letter[3] = (char)('A' + key);
		keymap_put(map, 0, key, capability_action(letter));
	}
	for (size_t i = 0; i < CAPABILITY_BESIDE && s->beside[i]; i++)
		keymap_put(map, 0, CAPABILITY_KEYS - 1 - i, capability_action(s->beside[i]));
}

/* The keymap of @s with the parts of it that @parts says. */
static const struct keymap *make_keymap(const struct capability_sample *s, int parts)
{
	static const struct capability_setting zmk = { "firmware", SETTING_TEXT, 0, "zmk" };
	struct keymap *map = keymap_new(s->layers ? s->layers : LAYERS, CAPABILITY_KEYS, CAPABILITY_ENCODERS);

	put_keys(map, s);
	for (int turn = 0; turn < TURN_COUNT && s->turn[turn] && parts & 1 << PART_TURN; turn++)
		keymap_put_turn(map, 0, 0, (enum turn)turn, capability_action(s->turn[turn]));
	if (s->key && parts & 1 << PART_KEY)
		keymap_put(map, 0, 0, capability_action(s->key));
	else if (s->key && capability_action(s->key).kind == ACTION_NONE)
		keymap_put(map, 0, 0,
			   capability_action("KC_TRNS")); /* nothing is not the same as no sample */
	if (!strcmp(s->native, "zmk"))
		keymap_add_setting(map, capability_make_setting(&zmk));
	if (s->on)
		capability_add_definition(map, s->on);
	for (int i = 0; i < CAPABILITY_DEFINITIONS; i++)
		if (s->definition[i] && parts & 1 << (PART_DEFINITION + i))
			capability_add_definition(map, s->definition[i]);
	for (int i = 0; i < CAPABILITY_SETTINGS; i++)
		if (s->setting[i].name && parts & 1 << (PART_SETTING + i))
			keymap_add_setting(map, capability_make_setting(&s->setting[i]));
	return map;
}

static void outcome_release(struct outcome *outcome)
{
	fileset_release(&outcome->files);
	diagnostics_release(&outcome->told);
}

static bool same_files(const struct fileset *a, const struct fileset *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->file[i].path, b->file[i].path) != 0 ||
		    a->file[i].data.len != b->file[i].data.len ||
		    memcmp(str_text(&a->file[i].data), str_text(&b->file[i].data), a->file[i].data.len) != 0)
			return false;
	return true;
}

static bool is_loss(const struct diagnostic *d, const void *unused)
{
	(void)unused;
	return d->loss != LOSS_NONE;
}

static bool is_error(const struct diagnostic *d, const void *unused)
{
	(void)unused;
	return diagnostic_severity(d) == SEVERITY_ERROR;
}

struct bench {
	const struct capability_sample *sample;
	const struct target *target;
	struct compile_input in;
};

static void compile(struct bench *b, int parts, struct outcome *out)
{
	const struct keymap *map = make_keymap(b->sample, parts);
	struct err err = { 0 };

	*out = (struct outcome){ 0 };
	b->in.map = map;
	out->compiled = target_compile(b->target, &b->in, &out->files, &out->told, &err);
	if (!out->compiled && !diagnostics_count(&out->told, SEVERITY_ERROR))
		diagnostics_add(&out->told, &refused, PLACE_NONE, "%s", err.text);
	keymap_unref(map);
}

/* Whether one of the parts changes neither the files nor the losses. */
static bool is_silent(struct bench *b, const struct outcome *whole)
{
	bool silent = false;

	for (int part = 0; part < PARTS && !silent; part++) {
		struct outcome less;
		bool told = false;

		if (!has_part(b->sample, part))
			continue;
		compile(b, ALL_PARTS & ~(1 << part), &less);
		for (size_t i = 0; i < whole->told.count; i++)
			told |= whole->told.item[i].loss &&
				!capability_tells(&less.told, &whole->told.item[i]);
		silent = less.compiled && !told && same_files(&less.files, &whole->files);
		outcome_release(&less);
	}
	return silent;
}

void capability_try(const struct capability_sample *sample, const struct target *target, const char *revision,
		    struct capability *out)
{
	struct keyboard *kb = capability_keyboard();
	struct hardware *hardware = capability_hardware();
	struct bench bench = { .sample = sample, .target = target };
	struct outcome base, whole;

	bench.in = (struct compile_input){ .keyboard = kb,
					   .layout = &kb->layout[0],
					   .keymap_name = "default",
					   .revision = revision,
					   .hardware = hardware };
	compile(&bench, 0, &base);
	compile(&bench, ALL_PARTS, &whole);
	if (base.compiled)
		capability_subtract(&whole.told, &base.told);
	*out = (struct capability){ .match = whole.compiled ? capability_worst(&whole.told)
							    : CAPABILITY_NONE };
	out->silent = out->match != CAPABILITY_NONE && is_silent(&bench, &whole);
	if (out->silent)
		out->match = CAPABILITY_NONE;
	else
		diagnostics_keep(&whole.told, whole.compiled ? is_loss : is_error, NULL);
	diagnostics_append(&out->told, &whole.told);
	outcome_release(&base);
	outcome_release(&whole);
	hardware_free(hardware);
	keyboard_free(kb);
}

void capability_release(struct capability *capability)
{
	diagnostics_release(&capability->told);
}
