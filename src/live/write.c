/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live_private.h"

enum {
	QK_BOOT = 0x7c00,
	OLD_QK_BOOT = 0x5c00,
};

static const char *const names[LIVE_OUTCOMES] = {
	[LIVE_WRITTEN] = "written",       [LIVE_CHANGED] = "changed", [LIVE_REFUSED] = "refused",
	[LIVE_LOCKED_OUT] = "locked-out", [LIVE_UNSENT] = "unsent",
};

const char *live_outcome_name(enum live_outcome outcome)
{
	return names[outcome];
}

/* What is to be written, place by place. */
struct writing {
	struct live *live;
	const struct dynamic_keymap *wanted;
	const struct dynamic_places *places;
	enum live_outcome *outcome;
	struct watch watch;
	struct err first; /* of those that were not written */
};

/* Bytes of one place: @old, when it is known, and what is there now. */
struct written {
	const uint8_t *want, *old, *now;
	size_t len;
	bool known;
};

static bool is_locked(struct live *live)
{
	struct live_unlock lock;
	struct err ignored;

	return live_is_vial(live) && live_lock_state(live, &lock, &ignored) &&
	       (lock.lock == LIVE_LOCKED || lock.lock == LIVE_UNLOCKING);
}

/* Whether one of the keycodes in a place is the bootloader's: locked, Vial stores another number in its stead (0, or FFFF through the
 * buffer), by which what was there would be lost. Such a place is not sent. */
static bool has_bootloader_key(const struct live *live, struct dynamic_place place, const uint8_t *bytes,
			       size_t len)
{
	/* Which of its words it looks at: all four of a dance, the output of a combo, what replaces a key... */
	static const uint8_t words[DYNAMIC_PARTS] = {
		[DYNAMIC_KEYS] = 0x01,   [DYNAMIC_TURNS] = 0x01,     [DYNAMIC_DANCES] = 0x0f,
		[DYNAMIC_COMBOS] = 0x10, [DYNAMIC_OVERRIDES] = 0x02, [DYNAMIC_ALT_REPEATS] = 0x03,
	};
	const unsigned boot = live->identity.vial < VIAL_WITH_NEW_KEYCODES ? OLD_QK_BOOT : QK_BOOT;
	bool big_endian = place.part == DYNAMIC_KEYS || place.part == DYNAMIC_TURNS;

	if (live->identity.vial < (big_endian ? 0 : VIAL_WITH_GUARDED_ENTRIES))
		return false;
	for (size_t i = 0; i + 1 < len; i += 2)
		if (words[place.part] >> i / 2 & 1 &&
		    (unsigned)(bytes[i + !big_endian] << 8 | bytes[i + big_endian]) == boot)
			return true;
	return false;
}

static enum live_outcome judge(struct live *live, const struct written *w)
{
	bool same = w->known && !memcmp(w->now, w->old, w->len);

	if (!memcmp(w->now, w->want, w->len))
		return LIVE_WRITTEN;
	if (same && is_locked(live))
		return LIVE_LOCKED_OUT;
	return same ? LIVE_REFUSED : LIVE_CHANGED;
}

/* Of a place that could not be read back: while it is being unlocked Vial's says nothing and does nothing. */
static enum live_outcome failed_outcome(const struct live *live, const struct err *err)
{
	if (err->code != ERR_REFUSED)
		return LIVE_UNSENT;
	return live_is_vial(live) ? LIVE_LOCKED_OUT : LIVE_REFUSED;
}

/* Note what became of a place; only the first that failed is told. */
static void note(struct writing *w, size_t index, enum live_outcome outcome, const char *why)
{
	static const char *const texts[LIVE_OUTCOMES] = {
		[LIVE_CHANGED] = "the keyboard made something else of it",
		[LIVE_REFUSED] = "the keyboard kept what it had",
		[LIVE_LOCKED_OUT] = "the keyboard is locked",
		[LIVE_UNSENT] = "it is not known what became of it",
	};
	static const enum err_code codes[LIVE_OUTCOMES] = {
		[LIVE_CHANGED] = ERR_VERIFY,
		[LIVE_REFUSED] = ERR_REFUSED,
		[LIVE_LOCKED_OUT] = ERR_REFUSED,
		[LIVE_UNSENT] = ERR_TIMEOUT,
	};
	struct str name = STR_INIT;

	w->outcome[index] = outcome;
	if (outcome == LIVE_WRITTEN || w->first.code)
		return;
	dynamic_place_print(w->places->item[index], &name);
	err_set(&w->first, codes[outcome], "%s: %s", str_text(&name), why ? why : texts[outcome]);
	str_release(&name);
}

/* After a failure: whether it makes sense to go on with the next. */
static bool goes_on(const struct writing *w, const struct err *err)
{
	return err->code == ERR_NONE || (err->code == ERR_TIMEOUT && !w->live->x.mute) ||
	       err->code == ERR_DEVICE || err->code == ERR_REFUSED;
}

/* Sets a place and reads it back; once more when it was not answered and still has what it had. */
static bool set_and_read(struct live *live, struct dynamic_place place, struct written *w, uint8_t *now,
			 struct err *err)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *held;

	w->now = now;
	for (int sends = 0; sends < MAX_SENDS; sends++) {
		bool answered = place_set(live, place, w->want, w->len, err);

		if (!answered && (err->code != ERR_TIMEOUT || live->x.mute))
			return false;
		if (!live_read_place(live, place, err))
			return false;
		dynamic_keymap_get(&live->held, place, room, &held);
		memcpy(now, held, w->len);
		if (answered || !w->known || memcmp(now, w->old, w->len) != 0)
			return true;
	}
	return true;
}

static bool write_place(struct writing *w, size_t index, struct err *err)
{
	struct live *live = w->live;
	struct dynamic_place place = w->places->item[index];
	uint8_t want_room[DYNAMIC_PLACE_BYTES], old_room[DYNAMIC_PLACE_BYTES], old[DYNAMIC_PLACE_BYTES],
		now[DYNAMIC_PLACE_BYTES];
	const uint8_t *held;
	struct written written = { .old = old, .known = live->held.held >> place.part & 1 };

	written.len = dynamic_keymap_get(w->wanted, place, want_room, &written.want);
	if (!written.len || dynamic_keymap_get(&live->held, place, old_room, &held) != written.len) {
		note(w, index, LIVE_REFUSED, "the keyboard has no such place");
		return true;
	}
	memcpy(old, held, written.len);
	if (has_bootloader_key(live, place, written.want, written.len) && is_locked(live)) {
		note(w, index, LIVE_LOCKED_OUT, NULL);
		return true;
	}
	if (!set_and_read(live, place, &written, now, err)) {
		note(w, index, failed_outcome(live, err), err->text);
		return false;
	}
	note(w, index, judge(live, &written), NULL);
	return true;
}

/*
 * All macros. The last byte is anything but 0 while they are written, so that the firmware plays none that is half there; what
 * cannot be guarded like that is not begun (Vial's is locked). Not reset first: that would lose them when the rest fails.
 */
static bool write_macro_bytes(struct live *live, const uint8_t *want, uint8_t *now, bool known, size_t len,
			      struct err *err)
{
	static const uint8_t guard = 0xff;
	size_t last = len - 1;

	if (known && !memcmp(now, want, len))
		return true;
	if (!region_write(live, &region_macros, last, now + last, false, &guard, 1, err))
		return false;
	if (now[last] != guard)
		return true;
	return region_write(live, &region_macros, 0, now, known, want, last, err) &&
	       region_write(live, &region_macros, last, now + last, false, want + last, 1, err);
}

static bool write_macros(struct writing *w, size_t index, struct err *err)
{
	struct live *live = w->live;
	struct dynamic_keymap *held = &live->held;
	size_t len = held->macro_bytes;
	bool known = held->held >> DYNAMIC_MACROS & 1, ok;
	struct written written = { .want = w->wanted->macro, .len = len, .known = known };
	uint8_t *old, *now;

	if (!len || w->wanted->macro_bytes != len) {
		note(w, index, LIVE_REFUSED, "the keyboard has another size of macros");
		return true;
	}
	old = mem_new(len, 1);
	now = mem_new(len, 1);
	memcpy(old, held->macro, len);
	memcpy(now, held->macro, len);
	/* Halfway nobody knows: they are to be read again then. */
	held->held &= ~(1u << DYNAMIC_MACROS);
	ok = write_macro_bytes(live, w->wanted->macro, now, known, len, err);
	if (ok) {
		memcpy(held->macro, now, len);
		held->held |= (unsigned)known << DYNAMIC_MACROS;
		written.old = old;
		written.now = now;
		note(w, index, judge(live, &written), NULL);
	} else {
		note(w, index, failed_outcome(live, err), err->text);
	}
	free(old);
	free(now);
	return ok;
}

static size_t key_at(const struct dynamic_keymap *held, struct dynamic_place place)
{
	return ((size_t)place.a * held->rows + place.b) * held->cols + (size_t)place.c;
}

static bool is_key(const struct dynamic_keymap *held, struct dynamic_place place)
{
	return place.part == DYNAMIC_KEYS && place.a < held->layers && place.b < held->rows && place.c >= 0 &&
	       (size_t)place.c < held->cols;
}

/* Whether a key may go with its neighbours. */
static bool may_run(const struct writing *w, struct dynamic_place place)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;

	return is_key(&w->live->held, place) && dynamic_keymap_get(w->wanted, place, room, &bytes) == 2 &&
	       !has_bootloader_key(w->live, place, bytes, 2);
}

/* How many from @first on lie one behind the other in the buffer. */
static size_t run_length(const struct writing *w, size_t first)
{
	const struct dynamic_keymap *held = &w->live->held;
	const struct dynamic_place *item = w->places->item;
	size_t count = 1;

	if (!may_run(w, item[first]) || w->live->identity.via < VIA_WITH_BUFFERS ||
	    w->wanted->rows != held->rows || w->wanted->cols != held->cols ||
	    w->wanted->layers != held->layers)
		return 1;
	while (first + count < w->places->count && may_run(w, item[first + count]) &&
	       key_at(held, item[first + count]) == key_at(held, item[first]) + count)
		count++;
	return count;
}

static void key_bytes(const uint16_t *key, size_t count, uint8_t *bytes)
{
	for (size_t i = 0; i < count; i++) {
		bytes[2 * i] = (uint8_t)(key[i] >> 8);
		bytes[2 * i + 1] = (uint8_t)key[i];
	}
}

static bool write_run(struct writing *w, size_t first, size_t count, struct err *err)
{
	struct live *live = w->live;
	struct dynamic_keymap *held = &live->held;
	size_t at = key_at(held, w->places->item[first]), len = 2 * count;
	bool known = held->held >> DYNAMIC_KEYS & 1, ok;
	uint8_t *bytes = mem_new(3 * count, 2), *want = bytes, *old = bytes + len, *now = old + len;

	key_bytes(w->wanted->key + at, count, want);
	key_bytes(held->key + at, count, old);
	memcpy(now, old, len);
	ok = region_write(live, &region_keys, 2 * at, now, known, want, len, err);
	for (size_t i = 0; i < count; i++) {
		struct written one = { want + 2 * i, old + 2 * i, now + 2 * i, 2, known };

		if (!ok) {
			note(w, first + i, failed_outcome(live, err), err->text);
			continue;
		}
		held->key[at + i] = (uint16_t)(one.now[0] << 8 | one.now[1]);
		note(w, first + i, judge(live, &one), NULL);
	}
	free(bytes);
	return ok;
}

/* The places from @first on that are written together; *@count of them. */
static bool write_next(struct writing *w, size_t first, size_t *count, struct err *err)
{
	*count = run_length(w, first);
	if (*count > 1)
		return write_run(w, first, *count, err);
	if (w->places->item[first].part == DYNAMIC_MACROS)
		return write_macros(w, first, err);
	return write_place(w, first, err);
}

bool live_write(struct live *live, const struct dynamic_keymap *wanted, const struct dynamic_places *places,
		enum live_outcome *outcome, live_progress *progress, void *data, struct err *err)
{
	struct writing w = { .live = live, .wanted = wanted, .places = places, .outcome = outcome };
	struct err last = { 0 }, stopped = { 0 };
	size_t count;

	for (size_t i = 0; i < places->count; i++)
		outcome[i] = LIVE_UNSENT;
	w.watch = (struct watch){ .progress = progress, .data = data, .total = places->count };
	for (size_t i = 0; i < places->count; i += count) {
		last.code = ERR_NONE;
		w.watch.part = (enum dynamic_part)places->item[i].part;
		if (!write_next(&w, i, &count, &last) && !goes_on(&w, &last))
			break;
		/* After the last there is nothing left to stop. */
		if (!watch_step(&w.watch, count, &stopped) && i + count < places->count) {
			last = stopped;
			break;
		}
	}
	/* That it is gone, or was stopped, says more than what happened to one place. */
	if (last.code == ERR_GONE || last.code == ERR_CANCELLED || last.code == ERR_IO)
		*err = last;
	else if (w.first.code)
		*err = w.first;
	else
		return true;
	return false;
}
