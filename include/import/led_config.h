/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_LED_CONFIG_H
#define IMPORT_LED_CONFIG_H

#include <stddef.h>

#include "base/err.h"

/* The LEDs of a g_led_config in a <keyboard>.c: matrix, positions, flags. */
struct led_config_led {
	double x, y; /* 0 to 224, 0 to 64 */
	bool x_whole, y_whole;
	int flags;
	int row, col; /* the key that it is under; -1: none */
};

struct led_config {
	struct led_config_led *led;
	size_t leds;
};

enum { LED_CONFIG_MAX_LEDS = 4096, LED_CONFIG_MAX_BYTES = 4 << 20 };

enum led_config_result { LED_CONFIG_FOUND, LED_CONFIG_NONE, LED_CONFIG_BAD };

/*
 * Finds what QMK's find_led_config() finds: NONE when there is no g_led_config and when a preprocessor line stands in
 * the text behind it. BAD when it does not fit the matrix, with the message QMK gives as a warning in @err.
 */
enum led_config_result led_config_read(struct led_config *out, const char *text, size_t len, int rows,
				       int cols, struct err *err);
void led_config_release(struct led_config *config);

#endif
