/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_FAKE_KEYBOARD_PRIVATE_H
#define DEVICE_FAKE_KEYBOARD_PRIVATE_H

#include "base/str.h"
#include "device/fake_keyboard.h"
#include "fake_option.h"

enum {
	FAKE_MAX_ROWS = 64,
	FAKE_MAX_COLS = 32, /* bits of QMK's matrix_row_t */
	FAKE_MAX_LAYERS = 32,
	FAKE_MAX_VALUES = 16,
	FAKE_MAX_PLANS = 16,
	FAKE_MAX_CLAMPS = 8,
	FAKE_MAX_STUCK = 8,
	FAKE_MAX_HELD = 16,
	FAKE_VALUE_BYTES = 6,
	FAKE_NO_CHANNEL = 0x100,
	FAKE_QUEUE_REPORTS = 64, /* as hidraw: the oldest goes when one more comes */
	FAKE_BUFFER_BYTES = 28,  /* at most in one report */
	FAKE_UNLOCK_KEYS = 2,
};

/* VIA's commands, quantum/via.h. */
enum {
	VIA_GET_PROTOCOL = 0x01,
	VIA_GET_KEYBOARD_VALUE = 0x02,
	VIA_SET_KEYBOARD_VALUE = 0x03,
	VIA_GET_KEYCODE = 0x04,
	VIA_SET_KEYCODE = 0x05,
	VIA_RESET_KEYMAP = 0x06,
	VIA_SET_VALUE = 0x07,
	VIA_GET_VALUE = 0x08,
	VIA_SAVE_VALUES = 0x09,
	VIA_RESET_EEPROM = 0x0a,
	VIA_BOOTLOADER = 0x0b,
	VIA_MACRO_COUNT = 0x0c,
	VIA_MACRO_BYTES = 0x0d,
	VIA_MACRO_GET = 0x0e,
	VIA_MACRO_SET = 0x0f,
	VIA_MACRO_RESET = 0x10,
	VIA_LAYER_COUNT = 0x11,
	VIA_KEYMAP_GET = 0x12,
	VIA_KEYMAP_SET = 0x13,
	VIA_ENCODER_GET = 0x14,
	VIA_ENCODER_SET = 0x15,
	VIA_UI_SYNC = 0x16,
	VIAL_PREFIX = 0xfe,
	VIA_UNHANDLED = 0xff,
};

/* Vial's entries, in the order of the counts that it tells. */
enum fake_entries { FAKE_DANCES, FAKE_COMBOS, FAKE_OVERRIDES, FAKE_ALT_REPEATS, FAKE_ENTRY_KINDS };

/* A value of the lights, or one of the keyboard's own. */
struct fake_value {
	uint16_t channel; /* FAKE_NO_CHANNEL */
	uint8_t id;
	int16_t index; /* the byte behind the id; -1: there is none */
	uint8_t len;
	uint8_t fallback[FAKE_VALUE_BYTES];
	uint8_t max;    /* of one byte: more is cut to it; 0: all are good */
	uint8_t levels; /* of one byte: it is kept as one of so many steps; 0: as it is */
};

struct fake_keyboard_model {
	const char *name, *product, *serial;
	uint16_t vid, pid;
	/* One report: fills the reply into @msg. False: it is not answered. */
	bool (*receive)(struct fake_keyboard *k, uint8_t msg[HID_REPORT_BYTES]);
	int via, vial; /* protocols; vial -1: it does not speak it */
	uint8_t rows, cols, layers, encoders;
	uint8_t macros;
	uint16_t macro_bytes;
	uint8_t entries[FAKE_ENTRY_KINDS];
	uint16_t qk_boot, qk_momentary; /* numbers of QK_BOOT and MO(0) */
	bool resets;                    /* takes command 0A */
	bool jumps;                     /* takes command 0B */
	bool vialrgb;
	bool matrix_is_secret; /* without VIA_INSECURE no key is ever told to be pressed */
	const struct fake_value *value;
	size_t values;
	const struct fake_setting *setting;
	size_t settings;
	const char *lighting; /* in the definition; NULL: none */
};

/* Vial's QMK settings, by id. */
struct fake_setting {
	uint8_t id, len;
	uint32_t fallback, mask; /* mask: bits that are kept */
};

enum fake_plan_kind {
	FAKE_PLAN_LATE,
	FAKE_PLAN_SILENT,
	FAKE_PLAN_LOST,
	FAKE_PLAN_TWICE,
	FAKE_PLAN_FOREIGN,
	FAKE_PLAN_SYNC,
	FAKE_PLAN_UNPLUG,
	FAKE_PLAN_UNPLUG_AFTER,
};

struct fake_plan {
	enum fake_plan_kind kind;
	unsigned at;
	bool onwards;
};

struct fake_clamp {
	uint16_t channel;
	uint8_t id;
	uint32_t max;
};

struct fake_spot {
	uint8_t layer, row, col;
};

/* Where the parts lie in the EEPROM; they follow each other. */
struct fake_eeprom {
	uint8_t *byte;
	size_t len;
	bool mapped; /* it is a file */
	size_t options, keys, turns, macros, entries[FAKE_ENTRY_KINDS], settings, values;
};

struct fake_reply {
	int64_t due_us;
	uint8_t report[HID_REPORT_BYTES];
};

struct fake_lock {
	bool unlocked, in_progress;
	uint8_t counter;
	int64_t since_us;
};

struct fake_keyboard {
	const struct fake_keyboard_model *model;
	struct device device;
	uint64_t uid;
	/* as the model's, or as the options say */
	size_t rows, cols, layers, encoders, macros, macro_bytes, entries[FAKE_ENTRY_KINDS];
	char *definition;
	uint8_t *packed; /* the definition as Vial's firmware has it */
	size_t packed_len;

	struct fake_eeprom eeprom;
	uint8_t value[FAKE_MAX_VALUES][FAKE_VALUE_BYTES]; /* in RAM until they are saved */
	uint32_t pressed[FAKE_MAX_ROWS];
	struct fake_spot unlock_key[FAKE_UNLOCK_KEYS];
	struct fake_lock lock;
	bool insecure, starts_unlocked;

	int64_t now_us, busy_until_us, rtt_us, write_us, late_us, replug_us; /* replug -1: never */
	bool gone, jumped;         /* jumped: it answers once more and is gone then */
	int64_t back_us, leave_us; /* leave: when it jumps to its bootloader */
	unsigned reports, changed; /* changed: bytes of the EEPROM by this report */
	struct fake_reply queue[FAKE_QUEUE_REPORTS];
	size_t queued;

	struct fake_plan plan[FAKE_MAX_PLANS];
	size_t plans;
	struct fake_clamp clamp[FAKE_MAX_CLAMPS];
	size_t clamps;
	struct fake_spot stuck[FAKE_MAX_STUCK];
	size_t stucks;
	struct fake_spot held[FAKE_MAX_HELD];
	size_t helds;
	bool holds_unlock;

	struct fake_violations violations;
};

extern const struct fake_keyboard_model fake_keyboard_models[];
extern const size_t fake_keyboard_model_count;

/* Options into @k, whose model is set. *@eeprom gets the path (the caller frees) or NULL. */
bool fake_keyboard_options(struct fake_keyboard *k, const char *text, char **eeprom, struct err *err);

void fake_keyboard_violate(struct fake_keyboard *k, const char *fmt, ...) PRINTF_LIKE(2, 3);
size_t fake_entry_bytes(enum fake_entries kind);

/* The definition as JSON, and packed when the model is Vial's. */
void fake_keyboard_define(struct fake_keyboard *k);

/* EEPROM: @path NULL keeps it in memory. */
bool fake_eeprom_open(struct fake_keyboard *k, const char *path, struct err *err);
void fake_eeprom_close(struct fake_keyboard *k);
void fake_eeprom_put(struct fake_keyboard *k, size_t at, uint8_t byte);
uint16_t fake_eeprom_get_be16(const struct fake_keyboard *k, size_t at);
void fake_eeprom_put_be16(struct fake_keyboard *k, size_t at, uint16_t value);
void fake_eeprom_start(struct fake_keyboard *k);      /* at power-on */
void fake_eeprom_reset(struct fake_keyboard *k);      /* as the firmware does on its first start */
void fake_eeprom_invalidate(struct fake_keyboard *k); /* so that the next start is like the first */

/* Whether it is a split board: its right half lies below the left one in the matrix, and both have their outermost column first. */
bool fake_is_split(const struct fake_keyboard *k);

/* What the firmware was built with. */
uint16_t fake_default_key(const struct fake_keyboard *k, size_t layer, size_t row, size_t col);
uint16_t fake_default_turn(const struct fake_keyboard *k, size_t layer, size_t encoder, bool clockwise);
void fake_keymap_reset(struct fake_keyboard *k); /* keys and encoders; Vial: also entries and settings */
void fake_macros_reset(struct fake_keyboard *k);
size_t fake_keymap_bytes(const struct fake_keyboard *k);
/* Offset of a key in the keymap, of an encoder's turn among them; SIZE_MAX: there is none. */
size_t fake_key_offset(const struct fake_keyboard *k, size_t layer, size_t row, size_t col);
size_t fake_turn_offset(const struct fake_keyboard *k, size_t layer, size_t encoder, bool clockwise);
void fake_keymap_put(struct fake_keyboard *k, size_t offset, uint8_t byte); /* but for what is stuck */

/* One report each, of one firmware. */
bool fake_via_receive(struct fake_keyboard *k, uint8_t *msg);
bool fake_vial_receive(struct fake_keyboard *k, uint8_t *msg);
bool fake_keychron_receive(struct fake_keyboard *k, uint8_t *msg);
bool fake_xap_receive(struct fake_keyboard *k, uint8_t *msg);
bool fake_viable_receive(struct fake_keyboard *k, uint8_t *msg);

/* Commands 07 to 09. */
void fake_value_receive(struct fake_keyboard *k, uint8_t *msg);
void fake_values_start(struct fake_keyboard *k); /* from the EEPROM */
void fake_values_reset(struct fake_keyboard *k);
void fake_values_sync(struct fake_keyboard *k, uint8_t *msg); /* one changes by itself: UI_SYNC tells which */
void fake_vialrgb_receive(struct fake_keyboard *k, uint8_t *msg);
size_t fake_values_bytes(const struct fake_keyboard *k); /* in the EEPROM */

/* Vial's settings. */
size_t fake_settings_bytes(const struct fake_keyboard *k);
void fake_settings_receive(struct fake_keyboard *k, uint8_t *msg); /* FE 09 to FE 0C */
void fake_settings_reset(struct fake_keyboard *k);

/* Vial's entries, FE 0D. */
void fake_entries_receive(struct fake_keyboard *k, uint8_t *msg);
void fake_entries_reset(struct fake_keyboard *k);

/* Whether Vial's lock stands in the way of what it guards. */
bool fake_is_locked(const struct fake_keyboard *k);
/* What is kept of a keycode that is set: Vial's firewall. */
uint16_t fake_firewall(const struct fake_keyboard *k, uint16_t keycode);
#endif
