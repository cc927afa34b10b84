/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LIVE_LIVE_H
#define LIVE_LIVE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "device/hid.h"
#include "model/dynamic_keymap.h"

/*
 * A running keyboard with VIA's or Vial's firmware, opened: one command at a time, each with a deadline; replies are matched to
 * the command, what does not match is drained and counted; a get is asked again at most three times, what changes something
 * is sent again only when it was not answered and reading back shows that it did not arrive. It keeps what was read back last.
 * Replies of Vial's do not say what was asked: src/live/exchange.h has how a late or a foreign one is told from ours.
 * Facts of the wire: QMK's via.h and via.c, vial-qmk's vial.h and vial.c, by their versions; Keychron's keychron_raw_hid.c.
 */
struct live;

enum live_lock {
	LIVE_NO_LOCK, /* the firmware has none */
	LIVE_LOCKED,
	LIVE_UNLOCKING,
	LIVE_UNLOCKED,
};

struct live_identity {
	struct device device; /* port, ids, names, serial number */
	int via;              /* VIA protocol, 7 to 13 */
	int vial;             /* Vial protocol; -1: it is none */
	uint64_t uid;         /* Vial's */
	bool vialrgb;
	bool keychron;              /* answers to Keychron's commands */
	uint32_t keychron_features; /* A2's bytes, first in the low bits */
	char keychron_firmware[32], keychron_mcu[32];
	int default_layer; /* Keychron's; -1: not told */
	uint32_t firmware; /* version that VIA's definition compares with; 0: not told */
	int keycodes;      /* version of QMK's table, as VIA 13 tells: 0x000008; -1 */
	enum keycode_dialect dialect;
};

/*
 * Say hello: which protocol it speaks. @hid is taken, also on failure. ERR_DEVICE for what does not answer as any of them,
 * ERR_REFUSED for XAP and Viable, which we do not speak, with their name; ERR_RANGE for a version that is not known yet, told
 * with what to do.
 */
struct live *live_open(struct hid *hid, struct err *err);
void live_close(struct live *live);          /* live_relock(), whatever comes of that; NULL is fine */
void live_leave_unlocked(struct live *live); /* ... which it stays then */

const struct live_identity *live_identity(const struct live *live);
/* One line: "VIA 12, QMK firmware 0x00000001" or "Vial 6 (VIA 9), UID 0123456789abcdef". */
void live_describe(const struct live *live, struct str *out);

/* Vial: its definition as it lies in the keyboard, XZ or LZMA. The size first, at most LIVE_MAX_DEFINITION_BYTES; @hash_pages:
 * the last two pages alone, which tell it from another one of the same size. */
enum { LIVE_MAX_DEFINITION_BYTES = 1 << 20 };
bool live_definition_size(struct live *live, size_t *size, struct err *err) NODISCARD;
bool live_read_definition_end(struct live *live, size_t size, struct str *out, struct err *err) NODISCARD;
bool live_read_definition(struct live *live, size_t size, struct str *out, struct err *err) NODISCARD;

/* The matrix and how many encoders there are, from the definition. Layers, macros and entries are asked for here. */
bool live_set_size(struct live *live, int rows, int cols, int encoders, struct err *err) NODISCARD;

/* The values that are to be read, of a keyboard that does not tell which it has: as via_menus_values() gives them. Taken as a
 * copy. VialRGB's are known. */
void live_set_values(struct live *live, const struct dynamic_keymap *values);

/* What was read back last; borrowed. */
const struct dynamic_keymap *live_held(const struct live *live);

/* How it goes, between any two commands: false stops (ERR_CANCELLED). */
typedef bool live_progress(void *data, enum dynamic_part part, size_t done, size_t total);

/* Read a part. A part that this firmware has not is held with nothing in it. */
bool live_read(struct live *live, enum dynamic_part part, live_progress *progress, void *data,
	       struct err *err) NODISCARD;
/* Read one place again (MACROS: all). */
bool live_read_place(struct live *live, struct dynamic_place place, struct err *err) NODISCARD;

enum live_outcome {
	LIVE_WRITTEN, /* it holds what was wanted: read back */
	LIVE_CHANGED, /* it holds something else than before, and than what was wanted: the firmware cut it */
	LIVE_REFUSED, /* it holds what it held */
	/* Refused, and the keyboard is locked: unlocking may help. The bootloader's keycode is not sent to one that is locked: it
	 * would keep neither that nor what it had. */
	LIVE_LOCKED_OUT,
	LIVE_UNSENT, /* it was not tried, or it is not known what became of it: the keyboard is gone, or does not answer */
	LIVE_OUTCOMES
};
const char *live_outcome_name(enum live_outcome outcome); /* "written" */

/*
 * Write what @wanted has at @place, and read it back; live_held() has then what the keyboard holds. One key is one
 * write and one read. Keys that lie together are written by the buffer when that is fewer reports. @outcome[places->count].
 * True when all are LIVE_WRITTEN; else @err says the first that is not (ERR_VERIFY, ERR_REFUSED, ERR_GONE...), and the rest is
 * tried all the same unless the keyboard is gone.
 */
bool live_write(struct live *live, const struct dynamic_keymap *wanted, const struct dynamic_places *places,
		enum live_outcome *outcome, live_progress *progress, void *data, struct err *err) NODISCARD;

/* After ERR_GONE: wait for the same keyboard and open it again. What it holds is not believed any more: live_held() has no
 * part until it is read. ERR_REFUSED when another firmware answers (protocol, UID or size differ). */
bool live_reopen(struct live *live, int timeout_ms, const volatile sig_atomic_t *cancel,
		 struct err *err) NODISCARD;

enum live_reset {
	LIVE_RESET_KEYMAP, /* to the firmware's own; Vial's entries and settings, too */
	LIVE_RESET_MACROS,
	LIVE_RESET_SETTINGS, /* Vial's QMK settings */
	LIVE_RESET_EEPROM,   /* all; most firmwares do not let us */
};
unsigned live_reset_parts(enum live_reset what); /* 1 << enum dynamic_part: of what it may put back */
bool live_reset(struct live *live, enum live_reset what,
		struct err *err) NODISCARD; /* ERR_REFUSED: the firmware does not */
/* VialRGB: which effects the firmware has, by Vial's numbers, ascending; none of another keyboard. */
enum { LIVE_MAX_EFFECTS = 256 };
bool live_read_effects(struct live *live, uint16_t effect[LIVE_MAX_EFFECTS], size_t *count,
		       struct err *err) NODISCARD;
/* Write a value that is no value but something to do, a button of VIA's menus: it is not read back. ERR_REFUSED: the firmware has
 * no such thing. */
bool live_press(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
		struct err *err) NODISCARD;
bool live_save_values(struct live *live, uint16_t channel, struct err *err) NODISCARD; /* over power-off */
bool live_bootloader(struct live *live,
		     struct err *err) NODISCARD; /* ERR_REFUSED: the firmware does not do it */

/* Vial's lock. */
enum { LIVE_UNLOCK_KEYS = 15, LIVE_UNLOCK_POLL_MS = 200 };
struct live_unlock {
	enum live_lock lock;
	struct {
		uint8_t row, col;
	} key[LIVE_UNLOCK_KEYS]; /* that are to be held */
	size_t keys;
	int left, of; /* polls that are still needed */
};
bool live_lock_state(struct live *live, struct live_unlock *out, struct err *err) NODISCARD;
bool live_unlock_start(struct live *live, struct err *err) NODISCARD;
/* Once every LIVE_UNLOCK_POLL_MS: faster than 100 ms begins anew, so it waits for the rest of that time. */
bool live_unlock_poll(struct live *live, struct live_unlock *out, struct err *err) NODISCARD;
bool live_lock(struct live *live, struct err *err) NODISCARD;
/* Lock it again when we unlocked it, once: before live_close(), for who wants to know. False: it may still be unlocked. One that is
 * unplugged is locked. */
bool live_relock(struct live *live, struct err *err);

/* Which keys are pressed: @bits[row * cols + col] in order, least significant bit first, (rows * cols + 7) / 8 bytes. All are let go
 * while a Vial keyboard is locked, and on others built without VIA_INSECURE. */
bool live_read_matrix(struct live *live, uint8_t *bits, size_t len, struct err *err) NODISCARD;
enum { LIVE_MATRIX_POLL_MS = 20 };

/* Take what came unasked: UI_SYNC. @parts: 1 << enum dynamic_part of what must be read again; @places: those of them that it named
 * and that are held, added; none when it meant all. */
bool live_listen(struct live *live, int timeout_ms, unsigned *parts, struct dynamic_places *places,
		 struct err *err) NODISCARD;

struct live_traffic {
	uint64_t reports_out, reports_in, bytes; /* both ways */
	uint64_t round_trips;
	uint64_t foreign, late; /* replies to nobody's question, and to ours that came too late */
	int64_t us;             /* since it was opened */
};
struct live_traffic live_traffic(const struct live *live);

#endif
