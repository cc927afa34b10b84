/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_TAPPING_H
#define COMPILE_ZMK_TAPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/keymap.h"

/*
 * How a tap is told from a hold: what ZMK's hold-taps have as properties, and QMK as settings for all keys and options for
 * some (HOLD_TAP with steps).
 */
struct zmk_tapping {
	uint32_t flavor; /* symbol: "tap-preferred" */
	int64_t term_ms;
	int64_t quick_tap_ms, idle_ms; /* -1: off */
	bool retro, undecided;
	char hand; /* 'L', 'R': only keys of the other hand, and those of both, make it a hold; 0: all do */
};

/* For all keys of a keymap of QMK's. */
struct zmk_tapping zmk_tapping_of_settings(const struct keymap *map);

/* Of a hold-tap of ZMK's that says nothing: &lt, &mt, or NULL: one of the keymap's own. */
struct zmk_tapping zmk_tapping_by_itself(const char *ref);

/* With what the options of a definition say. */
struct zmk_tapping zmk_tapping_with(struct zmk_tapping tapping, const struct definition *definition);

bool zmk_tapping_equal(const struct zmk_tapping *a, const struct zmk_tapping *b);

/* As options: those in which @tapping differs from @but; NULL: all that need to be said. How many. */
enum { ZMK_TAPPING_OPTIONS = 6 };
size_t zmk_tapping_options(const struct zmk_tapping *tapping, const struct zmk_tapping *but,
			   struct setting option[ZMK_TAPPING_OPTIONS]);

/* The properties that it holds: no other option is lost on the way. */
bool zmk_tapping_has(const char *property);

#endif
