/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_QMK_ONCE_H
#define MODEL_QMK_ONCE_H

/*
 * What QMK's scripts once did and no longer do. A Vial tree's are years behind, and most trees' some months: each has
 * some of these. Where none is said, all is as QMK does it today.
 */
enum qmk_once {
	QMK_ONCE_NEVER, /* never said of any tree */

	QMK_ONCE_ARM_ATSAM,         /* ARM_ATSAM of rules.mk names the platform */
	QMK_ONCE_AUDIO_NAMES,       /* B5_AUDIO of config.h and its like are audio.pins */
	QMK_ONCE_CONFIG_H_FEATURES, /* what rules.mk says of features is in "config_h_features", too */
	QMK_ONCE_CUSTOM_IN_HEADER, /* CUSTOM_MATRIX is config.h's; what that says replaces all of matrix_pins. Lite
				     alone is not generated. */
	QMK_ONCE_ENCODER_PADS,        /* ENCODERS_PAD_A is what is ENCODER_A_PINS now */
	QMK_ONCE_GAPS_IN_RESOLUTIONS, /* one encoder without a resolution, and none's is generated */
	QMK_ONCE_LEDS_OF_ONE, /* g_led_config is for rgb_matrix or else led_matrix, if on, and always wins */
	QMK_ONCE_MASK_GENERATED, /* MATRIX_MASKED is generated where dip switches or handedness need it */
	QMK_ONCE_RULES_MARK, /* a rules.mk makes a folder a keyboard, too, and its DEFAULT_FOLDER leads on */
	QMK_ONCE_SHORT_WARNINGS, /* what is said twice, of encoders and features, is told without both values */
	QMK_ONCE_TRUE_IS_TEXT,   /* true and false of config.h and rules.mk are texts like any other */

	QMK_ONCE_NO_AXIS_COUNT,      /* joystick.axis_count is not derived */
	QMK_ONCE_NO_BOOTMAGIC_CHECK, /* where Bootmagic's key is, is not checked */
	QMK_ONCE_NO_BOUNDS_CHECK,    /* nor that keys are within the matrix */
	QMK_ONCE_NO_ENCODER_ENABLED, /* encoder.enabled is not derived */
	QMK_ONCE_NO_FLAG_STEPS,      /* nor is flag_steps of LEDs */
	QMK_ONCE_NO_FLAGS,       /* a flag is generated as other names are, and not at all when it is false */
	QMK_ONCE_NO_MACRO_CHECK, /* LAYOUT macros of headers are no error */
	QMK_ONCE_NO_MARKER_CHECK, /* no keyboard.json is no warning */
	QMK_ONCE_NO_MASK,         /* matrix_pins.masked is not derived */
	QMK_ONCE_NO_SERIAL, /* split.soft_serial_pin and split.soft_serial_speed are left where they are */
	QMK_ONCE_NO_SPLIT_ENCODERS, /* encoders on the right are those that are listed, split or not */
	QMK_ONCE_NO_UNIQUE_CHECK,   /* two keys at one place of the matrix are no error */
	QMK_ONCE_NO_UNSIZED,        /* a keyboard without matrix_size is refused */

	QMK_ONCE_COUNT
};

#endif
