/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_CAPABILITY_H
#define COMPILE_CAPABILITY_H

#include <stdbool.h>
#include <stddef.h>

#include "compile/target.h"
#include "model/keymap.h"

/*
 * What each firmware can do, found out by compiling: a sample is a small keymap that uses one thing, and what a target
 * makes of it is the answer. No table says it.
 */

enum {
	CAPABILITY_STEPS = 8,
	CAPABILITY_DEFINITIONS = 3,
	CAPABILITY_SETTINGS = 2,
	CAPABILITY_BESIDE = 4,
	CAPABILITY_OPTIONS = 4,
};

/* A step, a definition and a setting of model/keymap.h as texts. Actions are spelled as action_parse() takes them. */
struct capability_step {
	enum step_op op;
	int value;
	const char *text; /* of STEP_TEXT the text, else the action */
};
struct capability_setting {
	const char *name;
	enum setting_type type;
	int number;
	const char *text;
};
struct capability_definition {
	enum definition_kind kind;
	const char *name, *text; /* NULL: none */
	uint8_t mods;
	uint32_t layer_mask;
	struct capability_step step[CAPABILITY_STEPS]; /* an action, a text, or a value but zero in each */
	uint16_t position[2];                          /* both or, when equal, none */
	struct capability_setting option[CAPABILITY_OPTIONS];
};

/*
 * One row of the matrix. Its keymap has 16 keys, two encoders and 4 layers unless it says otherwise: KC_B to KC_P on
 * layer 0 from key 1 on. Key 0 is the sample's.
 */
struct capability_sample {
	const char *id;     /* "tap-dance": unique, never changes its meaning */
	const char *group;  /* rows of one group stand together */
	const char *native; /* the firmware that it comes from: "qmk", "zmk", "via", "vial", "keychron" */
	const char *help;   /* one line, no full stop */

	/* Parts of it: each must change what is compiled, or be told. */
	const char *key;              /* the action of key 0 */
	const char *turn[TURN_COUNT]; /* the actions of encoder 0 */
	const struct capability_definition *definition[CAPABILITY_DEFINITIONS];
	struct capability_setting setting[CAPABILITY_SETTINGS];

	/* What it works on, and is not part of it. */
	const char *beside[CAPABILITY_BESIDE]; /* actions of the keys from 1 on */
	const struct capability_definition *on;
	size_t layers; /* 0: 4 */
};

/* Groups one after the other. */
size_t capability_sample_count(void);
const struct capability_sample *capability_sample_at(size_t index);
const struct capability_sample *capability_sample_find(const char *id); /* NULL: none */

/* What a sample's texts are, for keymaps that are put together from several. */
struct action capability_action(const char *text);
struct setting capability_make_setting(const struct capability_setting *from);
void capability_add_definition(struct keymap *map, const struct capability_definition *from);

enum capability_match {
	CAPABILITY_EXACT,
	CAPABILITY_NEAR, /* something is different, and told */
	CAPABILITY_NONE, /* it is left out, or nothing is compiled */
};

struct capability {
	enum capability_match match;
	/* A part of it changes nothing of what is compiled, and no loss tells that, nor that all of it is lost: a fault of
	 * the target's. The match is CAPABILITY_NONE then. */
	bool silent;
	/* What is told of it: losses, of a refusal the errors, of a silent one what else there is. Owned. */
	struct diagnostics told;
};

/* @revision as struct compile_input has it. Pure. */
void capability_try(const struct capability_sample *sample, const struct target *target, const char *revision,
		    struct capability *out);
void capability_release(struct capability *capability);

/*
 * What a target makes of single actions on a key, with the definitions and settings of a keymap: words() and check() of
 * one that has nothing else. What was found is remembered.
 */
struct capability_probe;
struct capability_probe *capability_probe_new(const struct target *target, const struct compile_input *in);
void capability_probe_free(struct capability_probe *probe);

struct capability_of_action {
	enum capability_match match;
	const char *text; /* what is told of it; "" when it is exact. Stays until the probe is freed */
};
struct capability_of_action capability_probe_action(struct capability_probe *probe, struct action action);

#endif
