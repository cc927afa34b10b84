/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LIVE_COMMAND_H
#define LIVE_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The commands of VIA's, Vial's and Keychron's firmware that we send. */
enum command {
	COMMAND_VERSION,
	COMMAND_GET_VALUE,
	COMMAND_GET_MATRIX,
	COMMAND_SET_VALUE,
	COMMAND_GET_KEY,
	COMMAND_SET_KEY,
	COMMAND_RESET_KEYMAP,
	COMMAND_SET_CUSTOM,
	COMMAND_GET_CUSTOM,
	COMMAND_VIALRGB_EFFECTS,
	COMMAND_SAVE_CUSTOM,
	COMMAND_RESET_EEPROM,
	COMMAND_BOOTLOADER,
	COMMAND_GET_MACRO_COUNT,
	COMMAND_GET_MACRO_SIZE,
	COMMAND_GET_MACROS,
	COMMAND_SET_MACROS,
	COMMAND_RESET_MACROS,
	COMMAND_GET_LAYER_COUNT,
	COMMAND_GET_KEYS,
	COMMAND_SET_KEYS,
	COMMAND_GET_TURN,
	COMMAND_SET_TURN,
	COMMAND_VIAL_ID,
	COMMAND_VIAL_SIZE,
	COMMAND_VIAL_PAGE,
	COMMAND_VIAL_GET_TURNS,
	COMMAND_VIAL_SET_TURN,
	COMMAND_VIAL_LOCK_STATE,
	COMMAND_VIAL_UNLOCK_START,
	COMMAND_VIAL_UNLOCK_POLL,
	COMMAND_VIAL_LOCK,
	COMMAND_VIAL_LIST_SETTINGS,
	COMMAND_VIAL_GET_SETTING,
	COMMAND_VIAL_SET_SETTING,
	COMMAND_VIAL_RESET_SETTINGS,
	COMMAND_VIAL_COUNT_ENTRIES,
	COMMAND_VIAL_GET_ENTRY,
	COMMAND_VIAL_SET_ENTRY,
	COMMAND_VIABLE,
	COMMAND_KEYCHRON_VERSION,
	COMMAND_KEYCHRON_FIRMWARE,
	COMMAND_KEYCHRON_FEATURES,
	COMMAND_KEYCHRON_DEFAULT_LAYER,
	COMMAND_KEYCHRON_DFU_INFO,
	COMMAND_COUNT
};

enum {
	VIA_UNHANDLED = 0xff,
	VIA_UI_SYNC = 0x16, /* comes unasked */
	VIAL_PREFIX = 0xfe,
	VIA_DATA = 4, /* where the data of a buffer begins */
	VIA_MAX_DATA = 28,
};

/*
 * A reply is the request's own buffer with the answer written into it, in QMK's firmware and in all that were made from it. So
 * what lies behind the answer comes back, and a number of ours there (the tail) tells to which request a reply belongs, which
 * Vial's replies do not tell otherwise.
 */
enum tail {
	TAIL_KEPT,  /* the answer leaves it alone */
	TAIL_MAYBE, /* some firmware, or some answer, writes over it */
	TAIL_NONE,  /* it could be taken for a part of what is asked */
};

struct command_row {
	const char *name;
	uint8_t byte[2]; /* what it begins with */
	uint8_t bytes;   /* of those */
	uint8_t echo;    /* that the reply repeats; Vial's: 0 when it writes from byte 0 on */
	uint8_t used;    /* up to where the reply's own bytes reach; requests of a size say so themselves */
	bool is_get;     /* it changes nothing: may be asked again */
	bool is_slow;    /* it may write much EEPROM */
	enum tail tail;
};

const struct command_row *command_row(enum command command);
int command_deadline_ms(enum command command);

#endif
