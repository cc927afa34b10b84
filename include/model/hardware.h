/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_HARDWARE_H
#define MODEL_HARDWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How a keyboard is wired, as far as it is known: the side of it that a keymap does not need and a firmware does. Pins
 * have the names of QMK's keyboard.json, "D3", "GP12", "A10", "NO_PIN"; texts are owned, never NULL, "" when not said.
 * Lists that are not said are empty.
 */
enum diode_direction { DIODES_UNKNOWN, DIODES_COL2ROW, DIODES_ROW2COL };

/* The matrix of one half, or of all of the keyboard. */
struct matrix_pins {
	char **row, **col; /* with diodes */
	size_t rows, cols;
	char **direct; /* without: [row * direct_cols + col], "" where there is no key */
	size_t direct_rows, direct_cols;
};

struct encoder_pins {
	char *a, *b;
	int resolution; /* steps for one turn of the keymap; 0: not said, QMK takes 4 */
};

struct hardware {
	char *board; /* QMK's name of ChibiOS's board where it is not the processor's usual one; "BLACKPILL" */
	enum diode_direction diodes;
	struct matrix_pins matrix;       /* of the left half when split */
	struct matrix_pins right;        /* of the right half; empty when it is the same */
	bool custom_matrix;              /* scanned by code: nothing is known of its pins */
	struct encoder_pins *encoder;    /* in the keymap's order: the left half's first */
	size_t encoders, right_encoders; /* all of them; the last of these are the right half's */
	struct {
		char *transport;                  /* "serial", "i2c" */
		char *serial_pin, *serial_driver; /* "vendor", "usart" */
		char *handedness_pin;
	} split;
	struct {
		char *pin, *driver; /* WS2812's data; "pwm", "vendor" */
		int leds;           /* 0: not said */
	} underglow;
	char *backlight_pin, *backlight_driver; /* "pwm", "timer" */
	int backlight_levels;                   /* 0: not said */
	char *caps_lock_pin, *num_lock_pin, *scroll_lock_pin;
	int indicators_on; /* the level that lights those three: 0, 1; -1: not said, QMK takes 1 */
	int debounce_ms;   /* -1: not said */
	char *usb_version; /* device_version: "1.0.0" */
};

struct hardware *hardware_new(void); /* nothing known */
void hardware_free(struct hardware *hardware);

bool hardware_equal(const struct hardware *a, const struct hardware *b);

/* Whether the pins of the whole matrix are known. */
bool hardware_has_matrix(const struct hardware *hardware);

#endif
