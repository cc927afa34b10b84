/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LIVE_PRIVATE_H
#define LIVE_PRIVATE_H

#include "exchange.h"
#include "live/live.h"

/* Since which protocol there is what. */
enum {
	VIA_WITH_BUFFERS = 9,
	VIA_WITH_OPTIONS = 9,
	VIA_WITH_TURNS = 10,
	VIA_WITH_ROW_OFFSET = 12,
	VIAL_WITH_ENTRIES = 4,
	VIAL_WITH_GUARDED_ENTRIES = 5,
	VIAL_WITH_NEW_KEYCODES = 6,
};

enum {
	MAX_SENDS = 3
}; /* of what changes something: the second and third when the one before did not arrive */

struct live {
	struct exchange x;
	struct live_identity identity;
	struct dynamic_keymap held;
	struct dynamic_keymap
		told; /* counts alone: the size that was set and told, also of parts that it keeps to itself */
	struct dynamic_keymap asked; /* values alone: those that are to be read */
	int64_t opened_us;
	struct live_unlock unlock; /* the keys, as they were told last */
	int64_t polled_us;
	bool unlocked_by_us;
};

static inline bool live_is_vial(const struct live *live)
{
	return live->identity.vial >= 0;
}

/* hello.c: which firmware it is. @hid must not be spoken to before. */
bool hello(struct exchange *x, struct live_identity *identity, struct err *err) NODISCARD;

/* place.c: one place on the wire. get: *@len is 0 when the firmware has no answer. MACROS has none of these. */
bool place_get(struct live *live, struct dynamic_place place, uint8_t *bytes, size_t *len,
	       struct err *err) NODISCARD;
bool place_set(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
	       struct err *err) NODISCARD;

/* region.c: a stretch of the firmware's buffer of keys or of macros. */
struct region {
	enum command get, set;
	const char *name;
};
extern const struct region region_keys, region_macros;

/* How far a reading or a writing is; false from it: it was cancelled. */
struct watch {
	live_progress *progress;
	void *data;
	enum dynamic_part part;
	size_t done, total;
};
bool watch_step(struct watch *watch, size_t done, struct err *err) NODISCARD;

/* *@len is less when the firmware has no answer. @step: bytes a report. */
bool region_read(struct live *live, const struct region *region, size_t at, size_t step, uint8_t *bytes,
		 size_t *len, struct watch *watch, struct err *err) NODISCARD;
/* Write @want where it differs from @bytes (all of it when @bytes is not known), and read it back into @bytes. */
bool region_write(struct live *live, const struct region *region, size_t at, uint8_t *bytes, bool known,
		  const uint8_t *want, size_t len, struct err *err) NODISCARD;

#endif
