/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/err.h"
#include "command.h"

enum { DEADLINE_MS = 500, SLOW_DEADLINE_MS = 2000 };

#define GET  true, false
#define SET  false, false
#define SLOW false, true

/* Name, its bytes, how many of them, how many the reply repeats, where its own end, kind, tail. */
static const struct command_row rows[] = {
	[COMMAND_VERSION] = { "protocol version", { 0x01 }, 1, 1, 3, GET, TAIL_KEPT },
	[COMMAND_GET_VALUE] = { "keyboard value", { 0x02 }, 1, 2, 6, GET, TAIL_KEPT },
	[COMMAND_GET_MATRIX] = { "matrix", { 0x02, 0x03 }, 2, 2, 32, GET, TAIL_MAYBE },
	[COMMAND_SET_VALUE] = { "set keyboard value", { 0x03 }, 1, 6, 6, SET, TAIL_KEPT },
	[COMMAND_GET_KEY] = { "key", { 0x04 }, 1, 4, 6, GET, TAIL_KEPT },
	[COMMAND_SET_KEY] = { "set key", { 0x05 }, 1, 4, 6, SET, TAIL_KEPT },
	[COMMAND_RESET_KEYMAP] = { "reset keymap", { 0x06 }, 1, 1, 1, SLOW, TAIL_KEPT },
	[COMMAND_SET_CUSTOM] = { "set custom value", { 0x07 }, 1, 2, 32, SET, TAIL_NONE },
	[COMMAND_GET_CUSTOM] = { "custom value", { 0x08 }, 1, 2, 32, GET, TAIL_MAYBE },
	[COMMAND_VIALRGB_EFFECTS] = { "VialRGB's effects", { 0x08, 0x42 }, 2, 2, 2, GET, TAIL_NONE },
	[COMMAND_SAVE_CUSTOM] = { "save custom values", { 0x09 }, 1, 2, 2, SLOW, TAIL_MAYBE },
	[COMMAND_RESET_EEPROM] = { "reset EEPROM", { 0x0a }, 1, 1, 1, SLOW, TAIL_KEPT },
	[COMMAND_BOOTLOADER] = { "bootloader", { 0x0b }, 1, 1, 1, SET, TAIL_KEPT },
	[COMMAND_GET_MACRO_COUNT] = { "macro count", { 0x0c }, 1, 1, 2, GET, TAIL_KEPT },
	[COMMAND_GET_MACRO_SIZE] = { "macro size", { 0x0d }, 1, 1, 3, GET, TAIL_KEPT },
	[COMMAND_GET_MACROS] = { "macros", { 0x0e }, 1, 4, 32, GET, TAIL_KEPT },
	[COMMAND_SET_MACROS] = { "set macros", { 0x0f }, 1, 4, 32, SLOW, TAIL_KEPT },
	[COMMAND_RESET_MACROS] = { "reset macros", { 0x10 }, 1, 1, 1, SLOW, TAIL_KEPT },
	[COMMAND_GET_LAYER_COUNT] = { "layer count", { 0x11 }, 1, 1, 2, GET, TAIL_KEPT },
	[COMMAND_GET_KEYS] = { "keys", { 0x12 }, 1, 4, 32, GET, TAIL_KEPT },
	[COMMAND_SET_KEYS] = { "set keys", { 0x13 }, 1, 4, 32, SLOW, TAIL_KEPT },
	[COMMAND_GET_TURN] = { "encoder", { 0x14 }, 1, 4, 6, GET, TAIL_KEPT },
	[COMMAND_SET_TURN] = { "set encoder", { 0x15 }, 1, 4, 6, SET, TAIL_KEPT },
	[COMMAND_VIAL_ID] = { "Vial's id", { 0xfe, 0x00 }, 2, 0, 32, GET, TAIL_MAYBE },
	[COMMAND_VIAL_SIZE] = { "size of the definition", { 0xfe, 0x01 }, 2, 0, 4, GET, TAIL_KEPT },
	[COMMAND_VIAL_PAGE] = { "page of the definition", { 0xfe, 0x02 }, 2, 0, 32, GET, TAIL_NONE },
	[COMMAND_VIAL_GET_TURNS] = { "encoder", { 0xfe, 0x03 }, 2, 0, 4, GET, TAIL_KEPT },
	[COMMAND_VIAL_SET_TURN] = { "set encoder", { 0xfe, 0x04 }, 2, 5, 7, SET, TAIL_KEPT },
	[COMMAND_VIAL_LOCK_STATE] = { "lock", { 0xfe, 0x05 }, 2, 0, 32, GET, TAIL_MAYBE },
	[COMMAND_VIAL_UNLOCK_START] = { "start to unlock", { 0xfe, 0x06 }, 2, 2, 2, SET, TAIL_KEPT },
	[COMMAND_VIAL_UNLOCK_POLL] = { "unlock", { 0xfe, 0x07 }, 2, 0, 3, SET, TAIL_KEPT },
	[COMMAND_VIAL_LOCK] = { "lock", { 0xfe, 0x08 }, 2, 2, 2, SET, TAIL_KEPT },
	[COMMAND_VIAL_LIST_SETTINGS] = { "list of settings", { 0xfe, 0x09 }, 2, 0, 32, GET, TAIL_MAYBE },
	[COMMAND_VIAL_GET_SETTING] = { "setting", { 0xfe, 0x0a }, 2, 0, 5, GET, TAIL_KEPT },
	[COMMAND_VIAL_SET_SETTING] = { "set setting", { 0xfe, 0x0b }, 2, 0, 8, SET, TAIL_KEPT },
	[COMMAND_VIAL_RESET_SETTINGS] = { "reset settings", { 0xfe, 0x0c }, 2, 2, 2, SLOW, TAIL_KEPT },
	[COMMAND_VIAL_COUNT_ENTRIES] = { "number of entries", { 0xfe, 0x0d }, 2, 0, 32, GET, TAIL_MAYBE },
	[COMMAND_VIAL_GET_ENTRY] = { "entry", { 0xfe, 0x0d }, 2, 0, 11, GET, TAIL_KEPT },
	[COMMAND_VIAL_SET_ENTRY] = { "set entry", { 0xfe, 0x0d }, 2, 0, 14, SET, TAIL_KEPT },
	[COMMAND_VIABLE] = { "Viable's id", { 0xdf, 0x00 }, 2, 1, 2, GET, TAIL_MAYBE },
	[COMMAND_KEYCHRON_VERSION] = { "Keychron's protocol", { 0xa0 }, 1, 1, 4, GET, TAIL_MAYBE },
	[COMMAND_KEYCHRON_FIRMWARE] = { "Keychron's firmware", { 0xa1 }, 1, 1, 32, GET, TAIL_MAYBE },
	[COMMAND_KEYCHRON_FEATURES] = { "Keychron's features", { 0xa2 }, 1, 1, 3, GET, TAIL_MAYBE },
	[COMMAND_KEYCHRON_DEFAULT_LAYER] = { "default layer", { 0xa3 }, 1, 1, 2, GET, TAIL_MAYBE },
	[COMMAND_KEYCHRON_DFU_INFO] = { "bootloader's name", { 0xa7, 0x02 }, 2, 2, 32, GET, TAIL_MAYBE },
};
_Static_assert(COUNT(rows) == COMMAND_COUNT, "a row for each command");

const struct command_row *command_row(enum command command)
{
	return &rows[command];
}

int command_deadline_ms(enum command command)
{
	return rows[command].is_slow ? SLOW_DEADLINE_MS : DEADLINE_MS;
}
