/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_LED_CONFIG_H
#define IMPORT_LED_CONFIG_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* The LEDs of a g_led_config in a <keyboard>.c: matrix, positions, flags. */
struct led_config_led {
	/* 0 to 224, 0 to 64, but nobody checked. NAN: a name that QMK does not know and takes for null. */
	double x, y;
	bool x_whole, y_whole; /* written as an int: 16 and 16.0 print differently */
	int flags;             /* LED_CONFIG_NO_FLAGS: no whole number */
	int row, col;          /* the key that it is under; -1: none */
};

struct led_config {
	struct led_config_led *led;
	size_t leds;
};

enum { LED_CONFIG_MAX_LEDS = 4096, LED_CONFIG_MAX_BYTES = 4 << 20, LED_CONFIG_NO_FLAGS = INT_MIN };

enum led_config_result { LED_CONFIG_FOUND, LED_CONFIG_NONE, LED_CONFIG_BAD };

/*
 * Finds what QMK's find_led_config() finds: NONE when there is no g_led_config or when it has no LED, and
 * when a preprocessor line stands in the text behind it. BAD when it does not fit the matrix, with the
 * message that QMK gives as a warning behind "led_config: <file>: " in @err; then @out is empty, as it is for
 * NONE.
 */
enum led_config_result led_config_read(struct led_config *out, const char *text, size_t len, int rows,
				       int cols, struct err *err);
void led_config_release(struct led_config *config);

#endif
