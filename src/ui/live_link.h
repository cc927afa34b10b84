/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_LIVE_LINK_H
#define UI_LIVE_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "project/live_line.h"
#include "project/live_project.h"

/*
 * A running keyboard as the editor knows it, fed by the worker's lines (project/live_line.h). What is wanted is what the
 * document says, converted by dynamic_keymap_take(); what differs from what the keyboard holds is pending.
 */
enum live_state {
	LIVE_OFF,
	LIVE_OPENING, /* nothing to draw yet */
	LIVE_READING, /* keys are there, the rest is on its way */
	LIVE_READY,
	LIVE_GONE, /* unplugged: all stays, and waits for it */
};

/* What became of a change that did not arrive as it was wanted. */
struct live_trouble {
	struct dynamic_place place;
	char outcome[16];
	char *was, *wanted, *got; /* as dynamic_keymap_describe() says them; owned */
	char *why;                /* owned, "" */
	struct str bytes;         /* that were wanted: it is over once others are */
};

/* A change that is on its way. */
struct live_sent {
	long request;
	struct dynamic_place place;
	struct str bytes;
};

struct live_press {
	bool down, ever;
	uint16_t count;   /* of presses */
	uint16_t chatter; /* of presses less than LIVE_CHATTER_MS after it was let go */
	int64_t up_ms;    /* when it was let go last; 0: never */
};
enum { LIVE_CHATTER_MS = 30 };

struct live_link {
	enum live_state state;
	int job; /* the worker; 0: none */
	long last_request;
	char id[64], name[256], text[512]; /* escaped for the screen */
	char note[480]; /* what the worker had to say last, escaped; whoever says it clears it */
	struct live_event identity;
	struct live_board board;
	struct diagnostics told;      /* by the definition's reader */
	struct dynamic_keymap held;   /* by what was read back */
	struct dynamic_keymap coming; /* the same, with what was sent */
	struct dynamic_keymap wanted; /* the document's and the menus', in its numbers */
	struct dynamic_keymap
		before; /* what was wanted when the document was made of it; nothing: it is as it was */
	struct dynamic_places pending; /* where they differ and nothing was sent yet */
	size_t sent;                   /* places whose answer is awaited */
	struct live_sent *sending;     /* owned: these, oldest first */
	size_t sending_cap;
	bool instant;
	struct live_trouble *trouble; /* owned, oldest first */
	size_t troubles, trouble_cap;
	size_t troubled; /* ever */
	char lock[16];
	struct {
		uint8_t row, col;
	} unlock_key[LIVE_LINE_KEYS];
	size_t unlock_keys;
	int unlock_left, unlock_of;
	struct live_press *press; /* owned: [row * cols + col] */
	bool matrix_on, press_selects;
	uint64_t foreign, reports, traffic_bytes, round_trips;
	int64_t us;
};

void live_link_init(struct live_link *link);
void live_link_release(struct live_link *link);

/* Take a line of the worker's. @now_ms: of the event. False with the reason, which is to be said: it is no such line. Tells
 * what changed by 1 << enum live_event_type in *@changed. */
bool live_link_line(struct live_link *link, const char *line, int64_t now_ms, unsigned *changed,
		    struct err *err);

/* The worker has ended. What it did not answer is pending again. */
void live_link_end(struct live_link *link, int status);

/* The next line to be sent, or false: what is pending when it is sent at once, or @all. */
bool live_link_send(struct live_link *link, bool all, struct str *line);

/* Any other request, numbered: @type with nothing else to say. */
void live_link_ask(struct live_link *link, enum live_request_type type, struct str *line);

/* The document is @map on @layout now. What the keyboard cannot hold is told in @lost. */
void live_link_want(struct live_link *link, const struct layout *layout, const struct keymap *map,
		    struct diagnostics *lost);

/* The document is what is wanted now. */
void live_link_drawn(struct live_link *link);

/* Whether the document has to be made anew of what is wanted. */
bool live_link_is_stale(const struct live_link *link);

/* Want these bytes at a place that no keymap has: a value, the layout options. ERR_RANGE: there is no such place. */
bool live_link_put(struct live_link *link, struct dynamic_place place, const uint8_t *bytes, size_t len,
		   struct err *err) NODISCARD;

/* Want what the keyboard holds, or will when all that was sent arrives: nothing is pending, and no trouble is left. */
void live_link_discard(struct live_link *link);

/* What was refused is pending again; @outcome NULL: all of it. */
void live_link_retry(struct live_link *link, const char *outcome);

/* As @from has it, when both have such a place. */
bool live_link_copy(struct dynamic_keymap *to, const struct dynamic_keymap *from, struct dynamic_place place);

/* Whether all that is wanted is held, by what was read back. */
bool live_link_is_settled(const struct live_link *link);

#endif
