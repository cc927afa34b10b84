/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "fake_keyboard_private.h"

#define K 1024

/* QMK's numbers of QK_BOOT and MO(0), before its table got versions and since. */
#define KEYCODES_OLD .qk_boot = 0x5c00, .qk_momentary = 0x5100
#define KEYCODES     .qk_boot = 0x7c00, .qk_momentary = 0x5220

#define VALUES(list)   .value = (list), .values = COUNT(list)
#define SETTINGS(list) .setting = (list), .settings = COUNT(list)

static const struct fake_value old_rgblight[] = {
	{ FAKE_NO_CHANNEL, 0x80, -1, 1, { 128 }, 0, 0 },     /* brightness */
	{ FAKE_NO_CHANNEL, 0x81, -1, 1, { 1 }, 42, 0 },      /* effect */
	{ FAKE_NO_CHANNEL, 0x82, -1, 1, { 100 }, 0, 0 },     /* speed */
	{ FAKE_NO_CHANNEL, 0x83, -1, 2, { 85, 255 }, 0, 0 }, /* hue, saturation */
};
static const struct fake_value old_backlight_rgblight[] = {
	{ FAKE_NO_CHANNEL, 0x09, -1, 1, { 255 }, 0, 3 }, /* backlight: brightness, in steps */
	{ FAKE_NO_CHANNEL, 0x0a, -1, 1, { 0 }, 1, 0 },   /* breathing */
	{ FAKE_NO_CHANNEL, 0x80, -1, 1, { 128 }, 0, 0 }, { FAKE_NO_CHANNEL, 0x81, -1, 1, { 1 }, 42, 0 },
	{ FAKE_NO_CHANNEL, 0x82, -1, 1, { 100 }, 0, 0 }, { FAKE_NO_CHANNEL, 0x83, -1, 2, { 85, 255 }, 0, 0 },
};

/* What the menu in fake_keyboard_definition.c is about: a switch, a range, a choice, a colour, a range of two bytes, and two
 * of one kind. */
#define OWN_VALUES                                                                                 \
	{ 0, 1, -1, 1, { 1 }, 1, 0 }, { 0, 2, -1, 1, { 50 }, 0, 0 }, { 0, 3, -1, 1, { 0 }, 3, 0 }, \
		{ 0, 4, -1, 2, { 170, 255 }, 0, 0 }, { 0, 5, -1, 2, { 0x01, 0x90 }, 0, 0 },        \
		{ 0, 6, 0, 1, { 10 }, 0, 0 },                                                      \
	{                                                                                          \
		0, 6, 1, 1, { 20 }, 0, 0                                                           \
	}

static const struct fake_value rgblight[] = {
	{ 2, 1, -1, 1, { 128 }, 0, 0 },
	{ 2, 2, -1, 1, { 1 }, 42, 0 },
	{ 2, 3, -1, 1, { 100 }, 0, 0 },
	{ 2, 4, -1, 2, { 85, 255 }, 0, 0 },
	OWN_VALUES,
};
enum { RGB_MATRIX_VALUES = 4 };
static const struct fake_value rgb_matrix[] = {
	{ 3, 1, -1, 1, { 128 }, 0, 0 },
	{ 3, 2, -1, 1, { 1 }, 40, 0 },
	{ 3, 3, -1, 1, { 127 }, 0, 0 },
	{ 3, 4, -1, 2, { 0, 255 }, 0, 0 },
	OWN_VALUES,
};
static const struct fake_value vialrgb[] = {
	/* mode (little-endian), speed, hue, saturation, brightness */
	{ FAKE_NO_CHANNEL, 0x41, -1, 6, { 2, 0, 127, 0, 255, 128 }, 0, 0 },
};

/* QMK's defaults. */
#define SETTINGS_1_TO_7                                                      \
	{ 1, 1, 0, 0xff },                                /* grave escape */ \
		{ 2, 2, 50, 0xffff },                     /* combo term */   \
		{ 3, 1, 0, 0xff },                        /* auto shift */   \
		{ 4, 2, 175, 0xffff }, { 5, 1, 5, 0xff }, /* one-shot */     \
		{ 6, 2, 5000, 0xffff },                                      \
	{                                                                    \
		7, 2, 200, 0xffff /* tapping term */                         \
	}
#define SETTINGS_OF_MOUSE                                                                                  \
	{ 9, 2, 10, 0xffff }, { 10, 2, 20, 0xffff }, { 11, 2, 8, 0xffff }, { 12, 2, 10, 0xffff },          \
		{ 13, 2, 30, 0xffff }, { 14, 2, 10, 0xffff }, { 15, 2, 80, 0xffff }, { 16, 2, 8, 0xffff }, \
	{                                                                                                  \
		17, 2, 40, 0xffff                                                                          \
	}
#define SETTINGS_18_TO_21                                                 \
	{ 18, 2, 10, 0xffff }, { 19, 2, 80, 0xffff }, { 20, 1, 5, 0xff }, \
	{                                                                 \
		21, 4, 0, 0x3ff /* magic: its ten switches */             \
	}

static const struct fake_setting settings_4[] = { SETTINGS_1_TO_7, { 8, 1, 0, 0xff }, SETTINGS_OF_MOUSE };
static const struct fake_setting settings_5[] = {
	SETTINGS_1_TO_7, { 8, 1, 0, 0xff }, SETTINGS_OF_MOUSE, SETTINGS_18_TO_21
};
static const struct fake_setting settings_6[] = {
	SETTINGS_1_TO_7,        SETTINGS_OF_MOUSE,  SETTINGS_18_TO_21,
	{ 22, 1, 0, 0xff },     { 23, 1, 0, 0xff }, { 24, 1, 0, 0xff },
	{ 25, 2, 200, 0xffff }, { 26, 1, 0, 0xff }, { 27, 2, 0, 0xffff },
};

#define VIAL_SERIAL "vial:f64c2b3c"

const struct fake_keyboard_model fake_keyboard_models[] = {
	{
		.name = "keychron",
		.product = "Simulated Keychron V1",
		.serial = "",
		.vid = 0x3434,
		.pid = 0x0311,
		.receive = fake_keychron_receive,
		.via = 12,
		.vial = -1,
		.rows = 6,
		.cols = 15,
		.layers = 4,
		.encoders = 1,
		.macros = 16,
		.macro_bytes = 2 * K,
		KEYCODES,
		.value = rgb_matrix,
		.values = RGB_MATRIX_VALUES,
		.lighting = "qmk_rgb_matrix",
	},
	{
		.name = "via-10",
		.product = "Simulated VIA 10",
		.serial = "",
		.vid = 0x4b50,
		.pid = 0x000a,
		.receive = fake_via_receive,
		.via = 10,
		.vial = -1,
		.rows = 5,
		.cols = 15,
		.layers = 4,
		.encoders = 1,
		.macros = 16,
		.macro_bytes = 323,
		KEYCODES_OLD,
		VALUES(old_rgblight),
		.lighting = "qmk_rgblight",
	},
	{
		.name = "via-11",
		.product = "Simulated VIA 11",
		.serial = "",
		.vid = 0x4b50,
		.pid = 0x000b,
		.receive = fake_via_receive,
		.via = 11,
		.vial = -1,
		.rows = 5,
		.cols = 15,
		.layers = 4,
		.encoders = 1,
		.macros = 16,
		.macro_bytes = 319,
		KEYCODES,
		VALUES(rgblight),
		.lighting = "qmk_rgblight",
	},
	{
		.name = "via-12",
		.product = "Simulated VIA 12",
		.serial = "",
		.vid = 0x4b50,
		.pid = 0x000c,
		.receive = fake_via_receive,
		.via = 12,
		.vial = -1,
		.rows = 6,
		.cols = 17,
		.layers = 4,
		.encoders = 2,
		.macros = 16,
		.macro_bytes = 2 * K,
		KEYCODES,
		VALUES(rgb_matrix),
		.lighting = "qmk_rgb_matrix",
	},
	{
		.name = "via-13",
		.product = "Simulated VIA 13",
		.serial = "",
		.vid = 0x4b50,
		.pid = 0x000d,
		.receive = fake_via_receive,
		.via = 13,
		.vial = -1,
		.rows = 5,
		.cols = 14,
		.layers = 4,
		.encoders = 1,
		.macros = 16,
		.macro_bytes = 2 * K,
		KEYCODES,
		.resets = true,
		.matrix_is_secret = true,
		VALUES(rgb_matrix),
		.lighting = "qmk_rgb_matrix",
	},
	{
		.name = "via-7",
		.product = "Simulated VIA 7",
		.serial = "",
		.vid = 0x4b50,
		.pid = 0x0007,
		.receive = fake_via_receive,
		.via = 7,
		.vial = -1,
		.rows = 4,
		.cols = 12,
		.layers = 4,
		KEYCODES_OLD,
		.resets = true,
		.jumps = true,
	},
	{
		.name = "via-9",
		.product = "Simulated VIA 9",
		.serial = "",
		.vid = 0x4b50,
		.pid = 0x0009,
		.receive = fake_via_receive,
		.via = 9,
		.vial = -1,
		.rows = 5,
		.cols = 15,
		.layers = 4,
		.macros = 16,
		.macro_bytes = 342,
		KEYCODES_OLD,
		.resets = true,
		.jumps = true,
		VALUES(old_backlight_rgblight),
		.lighting = "qmk_backlight_rgblight",
	},
	{
		.name = "viable",
		.product = "Simulated Viable",
		.serial = "viable:0001",
		.vid = 0x4b50,
		.pid = 0x00df,
		.receive = fake_viable_receive,
		.via = 12,
		.vial = -1,
		.rows = 4,
		.cols = 12,
		.layers = 4,
		.macros = 16,
		.macro_bytes = K,
		KEYCODES,
	},
	{
		.name = "vial-4",
		.product = "Simulated Vial 4",
		.serial = VIAL_SERIAL,
		.vid = 0x4b50,
		.pid = 0x0104,
		.receive = fake_vial_receive,
		.via = 9,
		.vial = 4,
		.rows = 4,
		.cols = 12,
		.layers = 4,
		.encoders = 1,
		.macros = 16,
		.macro_bytes = 420,
		.entries = { 8, 8, 0, 0 },
		KEYCODES_OLD,
		.jumps = true,
		VALUES(old_rgblight),
		SETTINGS(settings_4),
		.lighting = "qmk_rgblight",
	},
	{
		.name = "vial-5",
		.product = "Simulated Vial 5",
		.serial = VIAL_SERIAL,
		.vid = 0x4b50,
		.pid = 0x0105,
		.receive = fake_vial_receive,
		.via = 9,
		.vial = 5,
		.rows = 5,
		.cols = 14,
		.layers = 4,
		.encoders = 1,
		.macros = 16,
		.macro_bytes = 720,
		.entries = { 16, 16, 16, 0 },
		KEYCODES_OLD,
		.jumps = true,
		VALUES(old_rgblight),
		SETTINGS(settings_5),
		.lighting = "qmk_rgblight",
	},
	{
		.name = "vial-6",
		.product = "Simulated Vial 6",
		.serial = VIAL_SERIAL,
		.vid = 0x4b50,
		.pid = 0x0106,
		.receive = fake_vial_receive,
		.via = 9,
		.vial = 6,
		.rows = 12,
		.cols = 7,
		.layers = 10,
		.encoders = 2,
		.macros = 32,
		.macro_bytes = 2 * K,
		.entries = { 32, 32, 32, 32 },
		KEYCODES,
		.jumps = true,
		.vialrgb = true,
		VALUES(vialrgb),
		SETTINGS(settings_6),
		.lighting = "vialrgb",
	},
	{
		.name = "xap",
		.product = "Simulated XAP",
		.serial = "",
		.vid = 0x4b50,
		.pid = 0x00ff,
		.receive = fake_xap_receive,
		.via = -1,
		.vial = -1,
		.rows = 4,
		.cols = 12,
		.layers = 4,
		KEYCODES,
	},
};

const size_t fake_keyboard_model_count = COUNT(fake_keyboard_models);
