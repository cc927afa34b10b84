/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "choices.h"
#include "compile/capability.h"
#include "model/keycode.h"
#include "tap.h"
#include "tiny.h"

/*
 * Several samples in one keymap, at random: what a target has of each alone it has of each among others. A part that is
 * taken away changes the files, or what is told. KEYPLANE_SEED runs one of them.
 */
enum { ROUNDS = 60, MOST = 10, KEYS = 40, ENCODERS = 2, LAYERS = 4, FIRST_FREE = 8 };

/* A part of a keymap: what a sample puts there. */
struct part {
	const struct capability_sample *sample;
	enum { PART_KEY, PART_TURN, PART_DEFINITION, PART_SETTING } what;
	size_t index; /* key, encoder, definition or setting of the sample */
	struct action action;
};

struct mix {
	const struct capability_sample *sample[MOST];
	size_t samples;
	bool zmk;
	struct part part[MOST * 8];
	size_t parts;
	struct action beside[KEYS];
	size_t layers, keys, encoders;
	size_t count[DEFINITION_KIND_COUNT]; /* definitions so far */
};

static const struct capability_definition *definition_of(const struct capability_sample *s, size_t index)
{
	return index < CAPABILITY_DEFINITIONS ? s->definition[index] : s->on;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Whether it has to do with how dual-role keys are decided. */
static bool decides(const struct capability_sample *s)
{
	for (size_t i = 0; i <= CAPABILITY_DEFINITIONS; i++)
		if (definition_of(s, i) && definition_of(s, i)->kind == DEFINITION_HOLD_TAP)
			return true;
	for (size_t i = 0; i < CAPABILITY_SETTINGS && s->setting[i].name; i++)
		if (!strncmp(s->setting[i].name, "tapping.", 8))
			return true;
	return false;
}

/* Whether one would take the other's place: the same setting, a definition of the same name, an override of the same key,
 * a decision of the same dual-role keys. */
static bool are_rivals(const struct capability_sample *a, const struct capability_sample *b)
{
	for (size_t i = 0; i <= CAPABILITY_DEFINITIONS; i++)
		for (size_t j = 0; j <= CAPABILITY_DEFINITIONS; j++) {
			const struct capability_definition *x = definition_of(a, i), *y = definition_of(b, j);

			if (x && y && x->kind == y->kind &&
			    (same_text(x->name, y->name) || x->kind == DEFINITION_OVERRIDE ||
			     x->kind == DEFINITION_CONDITION))
				return true;
		}
	for (size_t i = 0; i < CAPABILITY_SETTINGS && a->setting[i].name; i++)
		for (size_t j = 0; j < CAPABILITY_SETTINGS && b->setting[j].name; j++)
			if (!strcmp(a->setting[i].name, b->setting[j].name))
				return true;
	return a == b || (decides(a) && decides(b));
}

static bool fits(const struct mix *mix, const struct capability_sample *s)
{
	for (size_t i = 0; i < mix->samples; i++)
		if (are_rivals(mix->sample[i], s))
			return false;
	return mix->zmk == !strcmp(s->native, "zmk");
}

/* What refers to a definition by its number refers to the sample's own. */
static struct action renumber(const struct mix *mix, struct action action)
{
	uint16_t value = action.kind == ACTION_KEY ? keycode_get(KEY_CODE(action.arg[0]))->value : 0;
	char name[24];

	if (action.kind == ACTION_TAP_DANCE) {
		action.arg[0] += (uint32_t)mix->count[DEFINITION_TAP_DANCE];
	} else if (action.kind == ACTION_UNICODE_MAP || action.kind == ACTION_UNICODE_PAIR) {
		action.arg[0] += (uint32_t)mix->count[DEFINITION_UNICODE];
		action.arg[1] +=
			action.kind == ACTION_UNICODE_PAIR ? (uint32_t)mix->count[DEFINITION_UNICODE] : 0;
	} else if (value == 0x7700) {
		snprintf(name, sizeof(name), "QK_MACRO_%zu", mix->count[DEFINITION_MACRO]);
		action = capability_action(name);
	}
	return action;
}

static void add_part(struct mix *mix, struct part part)
{
	mix->part[mix->parts++] = part;
}

static void add_sample(struct mix *mix, const struct capability_sample *s)
{
	mix->sample[mix->samples++] = s;
	if (s->layers > mix->layers)
		mix->layers = s->layers;
	if (s->key)
		add_part(mix,
			 (struct part){ s, PART_KEY, mix->keys++, renumber(mix, capability_action(s->key)) });
	if (s->turn[0])
		add_part(mix, (struct part){ .sample = s, .what = PART_TURN, .index = mix->encoders++ });
	for (size_t i = 0; i < CAPABILITY_BESIDE && s->beside[i]; i++)
		mix->beside[mix->keys++] = capability_action(s->beside[i]);
	for (size_t i = 0; i < CAPABILITY_DEFINITIONS && s->definition[i]; i++) {
		add_part(mix, (struct part){ .sample = s, .what = PART_DEFINITION, .index = i });
		mix->count[s->definition[i]->kind]++;
	}
	if (s->on)
		mix->count[s->on->kind]++;
	for (size_t i = 0; i < CAPABILITY_SETTINGS && s->setting[i].name; i++)
		add_part(mix, (struct part){ .sample = s, .what = PART_SETTING, .index = i });
}

static void make_mix(struct choices *c, struct mix *mix)
{
	size_t wanted = 2 + choose(c, MOST - 1);

	*mix = (struct mix){ .zmk = !choose(c, 3), .layers = LAYERS, .keys = FIRST_FREE };
	for (int tries = 0; tries < 200 && mix->samples < wanted; tries++) {
		const struct capability_sample *s =
			capability_sample_at(choose(c, (uint32_t)capability_sample_count()));

		if (fits(mix, s) && mix->keys + 5 < KEYS && mix->encoders < ENCODERS)
			add_sample(mix, s);
	}
}

static void put_part(struct keymap *map, const struct part *part)
{
	const struct capability_sample *s = part->sample;

	switch (part->what) {
	case PART_KEY:
		keymap_put(map, 0, part->index, part->action);
		break;
	case PART_TURN:
		for (int turn = 0; turn < TURN_COUNT; turn++)
			keymap_put_turn(map, 0, part->index, (enum turn)turn,
					capability_action(s->turn[turn]));
		break;
	case PART_DEFINITION:
		capability_add_definition(map, s->definition[part->index]);
		break;
	case PART_SETTING:
		keymap_add_setting(map, capability_make_setting(&s->setting[part->index]));
		break;
	}
}

/* Without part @but; all of them when there is no such. */
static struct keymap *make_keymap(const struct mix *mix, size_t but)
{
	static const struct capability_setting zmk = { "firmware", SETTING_TEXT, 0, "zmk" };
	struct keymap *map = keymap_new(mix->layers, KEYS, ENCODERS);
	const struct capability_sample *last = NULL;

	for (size_t layer = 1; layer < mix->layers; layer++)
		for (size_t key = 0; key < KEYS; key++)
			keymap_put(map, layer, key, capability_action("KC_TRNS"));
	for (size_t key = 1; key < FIRST_FREE; key++) {
		char letter[] = "KC_A";

		letter[3] = (char)('A' + key);
		keymap_put(map, 0, key, capability_action(letter));
	}
	for (size_t key = 0; key < KEYS; key++)
		if (mix->beside[key].kind != ACTION_NONE)
			keymap_put(map, 0, key, mix->beside[key]);
	if (mix->zmk)
		keymap_add_setting(map, capability_make_setting(&zmk));
	for (size_t i = 0; i < mix->parts; i++) {
		if (mix->part[i].sample != last && mix->part[i].sample->on)
			capability_add_definition(map, mix->part[i].sample->on);
		last = mix->part[i].sample;
		if (i != but)
			put_part(map, &mix->part[i]);
		else if (mix->part[i].action.kind == ACTION_NONE && mix->part[i].what == PART_KEY)
			keymap_put(map, 0, mix->part[i].index, capability_action("KC_TRNS"));
	}
	return map;
}

struct outcome {
	bool ok;
	struct str text; /* files and messages */
};

static struct outcome compile(const struct target *target, const struct keyboard *kb,
			      const struct keymap *map)
{
	const struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "default"
	};
	struct fileset files = { 0 };
	struct diagnostics told = { 0 };
	struct outcome out = { 0 };
	struct err err = { 0 };

	out.ok = target_compile(target, &in, &files, &told, &err);
	for (size_t i = 0; i < files.count; i++) {
		str_add(&out.text, files.file[i].path);
		str_add_bytes(&out.text, str_text(&files.file[i].data), files.file[i].data.len);
	}
	for (size_t i = 0; i < told.count; i++)
		str_addf(&out.text, "%s %s\n", told.item[i].kind->code, told.item[i].text);
	if (getenv("KEYPLANE_SEED"))
		printf("# %s: %s\n%s", target->name, err.text, str_text(&out.text));
	fileset_release(&files);
	diagnostics_release(&told);
	return out;
}

static bool try_part(const struct target *target, const struct keyboard *kb, const struct mix *mix,
		     const struct outcome *whole, size_t part, uint32_t seed)
{
	static const char *const nouns[] = { "key", "turns", "definition", "setting" };
	struct keymap *map = make_keymap(mix, part);
	struct outcome less = compile(target, kb, map);
	struct capability alone;
	bool same = less.ok && whole->text.len == less.text.len &&
		    !memcmp(str_text(&whole->text), str_text(&less.text), less.text.len);

	keymap_unref(map);
	str_release(&less.text);
	if (!same)
		return true;
	capability_try(mix->part[part].sample, target, NULL, &alone);
	same = alone.match !=
	       CAPABILITY_NONE; /* what is told of a sample that there is nothing of tells of its parts */
	capability_release(&alone);
	if (same)
		printf("# seed %u: %s drops the %s %zu of %s\n", (unsigned)seed, target->name,
		       nouns[mix->part[part].what], mix->part[part].index, mix->part[part].sample->id);
	return !same;
}

static size_t try_mix(const struct keyboard *kb, uint32_t seed, size_t *compiled)
{
	struct choices c = { .state = seed };
	struct mix mix;
	struct keymap *map;
	size_t wrong = 0;

	make_mix(&c, &mix);
	map = make_keymap(&mix, SIZE_MAX);
	for (size_t t = 0; t < target_count(); t++) {
		struct outcome whole = compile(target_at(t), kb, map);

		compiled[t] += whole.ok;
		for (size_t part = 0; whole.ok && part < mix.parts; part++)
			wrong += !try_part(target_at(t), kb, &mix, &whole, part, seed);
		str_release(&whole.text);
	}
	keymap_unref(map);
	return wrong;
}

int main(void)
{
	const char *one = getenv("KEYPLANE_SEED");
	uint32_t first = one ? (uint32_t)strtoul(one, NULL, 10) : 1, last = one ? first : ROUNDS;
	struct keyboard *kb = tiny_keyboard(4, 10, ENCODERS);
	size_t *compiled = mem_new(target_count(), sizeof(*compiled)), wrong = 0;

	for (uint32_t seed = first; seed <= last; seed++)
		wrong += try_mix(kb, seed, compiled);
	ok(!wrong, "of %u mixes %zu parts are dropped in silence", (unsigned)(last - first + 1), wrong);
	for (size_t t = 0; t < target_count(); t++)
		ok(one || compiled[t], "%s compiles %zu of them", target_at(t)->name, compiled[t]);
	free(compiled);
	keyboard_free(kb);
	return tap_done();
}
