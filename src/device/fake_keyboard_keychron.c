/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_keyboard_private.h"

/* Keychron's keychron_raw_hid.c and dfu_info.c: some commands come before VIA's, the rest is VIA's. */

enum {
	PROTOCOL = 0xa0,
	FIRMWARE = 0xa1,
	FEATURES = 0xa2,
	DEFAULT_LAYER = 0xa3,
	MISC = 0xa7,
	MISC_PROTOCOL = 0x01,
	MISC_DFU_INFO = 0x02,
	PROTOCOL_VERSION = 2,
	COMMAND_SET = 2,
	HAS_DEFAULT_LAYER = 0x01,
	HAS_QUICK_START = 0x01, /* of the second byte */
	HAS_NKRO = 0x02,
	HAS_DFU_INFO = 0x01,
	INFO_MCU = 1,
	INFO_BOOTLOADER = 2,
	BOOTLOADER_STM32 = 1,
};

static void put_dfu_info(uint8_t *msg)
{
	static const char mcu[] = "STM32L432";
	size_t len = strlen(mcu);

	msg[2] = 0; /* success */
	msg[3] = INFO_MCU;
	msg[4] = (uint8_t)len;
	memcpy(msg + 5, mcu, len);
	msg[5 + len] = INFO_BOOTLOADER;
	msg[6 + len] = 1;
	msg[7 + len] = BOOTLOADER_STM32;
}

static void receive_misc(uint8_t *msg)
{
	if (msg[1] == MISC_PROTOCOL) {
		msg[2] = 0; /* success */
		msg[3] = PROTOCOL_VERSION;
		msg[4] = 0;
		msg[5] = HAS_DFU_INFO;
	} else if (msg[1] == MISC_DFU_INFO) {
		put_dfu_info(msg);
	} else {
		msg[0] = VIA_UNHANDLED;
		msg[1] = 0;
	}
}

bool fake_keychron_receive(struct fake_keyboard *k, uint8_t *msg)
{
	static const char firmware[] = "v1.0.3 2025-04-18-09:30:00";

	switch (msg[0]) {
	case PROTOCOL:
		msg[1] = PROTOCOL_VERSION;
		msg[2] = 0;
		msg[3] = COMMAND_SET;
		break;
	case FIRMWARE:
		memcpy(msg + 1, firmware, sizeof(firmware));
		break;
	case FEATURES:
		msg[1] = 0;
		msg[2] = HAS_DEFAULT_LAYER;
		msg[3] = HAS_QUICK_START | HAS_NKRO;
		break;
	case DEFAULT_LAYER:
		msg[1] = 0;
		msg[2] = 0;
		break;
	case MISC:
		receive_misc(msg);
		break;
	default:
		return fake_via_receive(k, msg);
	}
	return true;
}
