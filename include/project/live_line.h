/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LIVE_LINE_H
#define PROJECT_LIVE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/dynamic_keymap.h"

/*
 * What the editor and the worker that has a keyboard open (`keyplane live serve DEVICE`) say to each other: one JSON object a
 * line. Bytes are hex, places are as dynamic_place_print() has them. The worker's lines are also base/report.h's: progress,
 * log, and the end, which is its last.
 *
 * The worker's:
 *   {"event":"identity","id":"usb:1-4","vid":"feed","pid":"0000","product":"Corne","serial":"...","via":9,"vial":6,
 *    "uid":"0123456789abcdef","dialect":"vial-6","firmware":0,"vialrgb":false,"text":"Vial 6 (VIA 9), ..."}
 *   {"event":"definition","from":"device","text":"{...}"}       also "cache", or the path of a file
 *   {"event":"size","layers":4,"rows":8,"cols":6,"encoders":2,"macros":16,"macro_bytes":512,"entries":[8,8,8,4]}
 *   {"event":"part","part":"keys","bytes":"0029..."}            as dynamic_keymap_get_part() has them
 *   {"event":"effects","bytes":"00000200"}                    VialRGB's that there are: two bytes each, least significant first
 *   {"event":"ready"}                                           all parts were read
 *   {"event":"written","request":7,"place":"key 0 1 2","outcome":"written","bytes":"0004","text":""}
 *                                                               bytes: what it holds now; text: why not
 *   {"event":"done","request":7}                                all of that request; "text" when it failed as a whole
 *   {"event":"lock","state":"unlocking","keys":[[0,0],[3,5]],"left":31,"of":50}
 *   {"event":"matrix","bits":"0400..."}                         when it changed
 *   {"event":"traffic","reports":240,"bytes":7680,"round_trips":120,"us":240000,"foreign":0}   on request, and with "ready"
 *   {"event":"foreign","count":3}                               another program talks to this keyboard, too
 *   {"event":"gone"}, {"event":"back"}                          unplugged; there again, its parts follow anew
 *   {"event":"end","ok":true}
 *
 * The editor's, on the worker's standard input, whose end is "quit":
 *   {"do":"write","request":7,"items":[{"place":"key 0 1 2","bytes":"0004"}]}
 *   {"do":"press","request":8,"items":[{"place":"value 0 5","bytes":"01"}]}   what is no value but something to do: a button
 *   {"do":"read","request":8,"parts":["keys"]}
 *   {"do":"reset","request":9,"what":"keymap"}                  keymap, macros, settings, eeprom
 *   {"do":"save","request":10}                                  lights and custom values, over power-off
 *   {"do":"unlock","request":11}  {"do":"lock","request":12}
 *   {"do":"matrix","on":true}
 *   {"do":"bootloader","request":13}
 *   {"do":"traffic"}
 *   {"do":"quit"}
 * Requests are carried out one after the other. While the keyboard is gone writes wait, and are compared with what it holds when it
 * is back: what is there already is "written".
 */
enum live_event_type {
	LIVE_EVENT_IDENTITY,
	LIVE_EVENT_DEFINITION,
	LIVE_EVENT_SIZE,
	LIVE_EVENT_PART,
	LIVE_EVENT_EFFECTS,
	LIVE_EVENT_READY,
	LIVE_EVENT_WRITTEN,
	LIVE_EVENT_DONE,
	LIVE_EVENT_LOCK,
	LIVE_EVENT_MATRIX,
	LIVE_EVENT_TRAFFIC,
	LIVE_EVENT_FOREIGN,
	LIVE_EVENT_GONE,
	LIVE_EVENT_BACK,
	LIVE_EVENT_COUNT
};

enum {
	LIVE_LINE_KEYS = 15,
	LIVE_LINE_ITEMS = 4096, /* in one WRITE */
};

/* A line of the worker's. Zero-initialise; texts and bytes are owned: release it. To be shown, texts must be escaped. */
struct live_event {
	enum live_event_type type;
	char id[64], product[256], serial[256];
	uint16_t vid, pid;
	int via, vial;
	uint64_t uid;
	uint32_t firmware;
	enum keycode_dialect dialect;
	bool vialrgb;
	char from[512];             /* DEFINITION */
	struct str text;            /* IDENTITY, DEFINITION, WRITTEN, DONE */
	struct dynamic_keymap size; /* SIZE: the counts alone */
	enum dynamic_part part;
	struct str bytes; /* PART, EFFECTS, WRITTEN, MATRIX: as bytes */
	long request;
	struct dynamic_place place;
	char outcome[16]; /* as live/live.h names them */
	char lock[16];    /* "none", "locked", "unlocking", "unlocked" */
	struct {
		uint8_t row, col;
	} key[LIVE_LINE_KEYS];
	size_t keys;
	int left, of;
	uint64_t reports, traffic_bytes, round_trips, foreign;
	int64_t us;
};
void live_event_release(struct live_event *event);
void live_event_print(const struct live_event *event, struct str *out); /* without newline */
/* False with ERR_NOT_FOUND: it is a line of base/report.h; else with what is wrong. */
bool live_event_parse(const char *line, struct live_event *out, struct err *err) NODISCARD;

enum live_request_type {
	LIVE_WRITE,
	LIVE_PRESS,
	LIVE_READ,
	LIVE_RESET,
	LIVE_SAVE,
	LIVE_UNLOCK,
	LIVE_LOCK,
	LIVE_MATRIX,
	LIVE_BOOTLOADER,
	LIVE_TRAFFIC,
	LIVE_QUIT,
	LIVE_REQUEST_COUNT
};

struct live_item {
	struct dynamic_place place;
	struct str bytes;
};

/* A line of the editor's. Zero-initialise; release it. */
struct live_request {
	enum live_request_type type;
	long request;
	struct live_item *item; /* WRITE, PRESS; owned */
	size_t items, room;
	unsigned parts; /* READ: 1 << enum dynamic_part */
	char what[16];  /* RESET */
	bool on;        /* MATRIX */
};
void live_request_release(struct live_request *request);
void live_request_add(struct live_request *request, struct dynamic_place place, const uint8_t *bytes,
		      size_t len);
void live_request_print(const struct live_request *request, struct str *out); /* without newline */
bool live_request_parse(const char *line, struct live_request *out, struct err *err) NODISCARD;

#endif
