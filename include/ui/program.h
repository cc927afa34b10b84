/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_PROGRAM_H
#define UI_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/grid.h"

/*
 * What runs on a screen: a reducer. update() turns an event into a new state
 * and a list of effects to carry out; draw() paints all of the state. Neither
 * touches a file, a descriptor, a clock or the terminal: ui/run.h does, for a
 * terminal and for scripts alike.
 */
enum event_type {
	EVENT_START,    /* once, first: rows, cols */
	EVENT_KEY,      /* key: canonical name, see ui/key.h */
	EVENT_PASTE,    /* text: bracketed paste */
	EVENT_RESIZE,   /* rows, cols */
	EVENT_JOB_LINE, /* job: text is a line that the child wrote; status: to which descriptor, 1 or 2 */
	EVENT_JOB_END,  /* job: status is its exit status, or 128 + signal */
	EVENT_TIMER,    /* the timer asked for by EFFECT_TIMER is due */
	EVENT_RESUME,   /* back from suspension */
	EVENT_HANGUP,   /* SIGHUP or SIGTERM: the last event; save what must not be lost */
	EVENT_TROUBLE,  /* an effect could not be carried out; text says why, as in struct err */
};

struct event {
	enum event_type type;
	char key[32];
	const char *text; /* borrowed for the call */
	int rows, cols;
	int job, status;
	int64_t now_ms; /* monotonic; set on every event */
};

enum effect_type {
	EFFECT_QUIT, /* number: exit status */
	EFFECT_SUSPEND,
	EFFECT_REDRAW, /* repaint everything: the screen may be spoilt */
	EFFECT_SPAWN,  /* argv: a child of ours; number: the job's id, chosen by the program */
	EFFECT_TALK,   /* the same, of a child that is written to with EFFECT_SEND */
	EFFECT_SEND,   /* number: job id; argv[0]: a line, without newline; NULL: there are no more */
	EFFECT_CANCEL, /* number: job id: SIGTERM, SIGKILL 5 s later */
	EFFECT_TIMER,  /* number: ms from now; replaces the one before; -1: none */
	EFFECT_DUMP,   /* argv[0]: write the screen that is shown to this file */
	EFFECT_CALL, /* impure work of the program's own (open, save), run after update(); its effects come last */
};

enum { EFFECTS_MAX = 16, EFFECT_ARGS_MAX = 24 };

struct effects;
struct effect {
	enum effect_type type;
	long number;
	char *argv[EFFECT_ARGS_MAX +
		   1]; /* owned by the list, NULL-ended. argv[0] "keyplane" is our own binary */
	void (*call)(void *state, struct effects *effects);
};

struct effects {
	struct effect item[EFFECTS_MAX];
	size_t count;
};

void effects_add(struct effects *effects, enum effect_type type, long number);
/* @argv is copied; NULL-ended. */
void effects_add_argv(struct effects *effects, enum effect_type type, long number, const char *const *argv);
void effects_add_call(struct effects *effects, void (*call)(void *state, struct effects *effects));
void effects_release(struct effects *effects);

struct program {
	void *state;
	void (*update)(void *state, const struct event *event, struct effects *effects);
	void (*draw)(const void *state, struct grid *grid);
};

#endif
