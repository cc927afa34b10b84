/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "fake_private.h"

#define K 1024u

#define ST_STRINGS .manufacturer = "STMicroelectronics", .product = "STM32  BOOTLOADER"

/* CanDnload, CanUpload, WillDetach; 255 ms; 2048 bytes; DfuSe 1.1a. */
#define DFUSE_EXTRA                                                  \
	{                                                            \
		0x09, 0x21, 0x0b, 0xff, 0x00, 0x00, 0x08, 0x1a, 0x01 \
	}

/* HID 1.11, no country, one report descriptor of 21 bytes. */
#define HALFKAY_EXTRA                                                \
	{                                                            \
		0x09, 0x21, 0x11, 0x01, 0x00, 0x01, 0x22, 0x15, 0x00 \
	}

#define HALFKAY(model, code_bytes, block, form)                                                           \
	{                                                                                                 \
		.name = model, .ops = &fake_halfkay_ops, .vid = 0x16c0, .pid = 0x0478, .bcd = 0x0100,     \
		.manufacturer = "", .product = "", .serial = "0001", .class = 0x03, .alt = { "" },        \
		.extra = HALFKAY_EXTRA, .region = { { 0, { { (code_bytes) / (block), block } }, true } }, \
		.block_bytes = block, .mass_erase_ms = 900, .write_ms = 8, .address = form                \
	}

const struct fake_model fake_models[] = {
	{
		.name = "stm32-dfu", /* like an STM32F072xB */
		.ops = &fake_dfuse_ops,
		.vid = 0x0483,
		.pid = 0xdf11,
		.bcd = 0x2200,
		ST_STRINGS,
		.serial = "FFFFFFFEFFFF",
		.class = 0xfe,
		.subclass = 1,
		.protocol = 2,
		.alt = { "@Internal Flash  /0x08000000/064*0002Kg", "@Option Bytes  /0x1FFFF800/01*016 e" },
		.extra = DFUSE_EXTRA,
		.region = { { 0x08000000, { { 64, 2 * K } }, true }, { 0x1ffff800, { { 1, 16 } }, false } },
		.block_bytes = 2 * K,
		.erase_ms = 36,
		.mass_erase_ms = 80,
		.write_ms = 104,
		.set_ms = 6,
		.stalls_when_early = true,
	},
	{
		.name = "stm32duino", /* an STM32F103xB whose first 8 KiB are the bootloader */
		.ops = &fake_stm32duino_ops,
		.vid = 0x1eaf,
		.pid = 0x0003,
		.bcd = 0x0201,
		.manufacturer = "LeafLabs",
		.product = "Maple 003",
		.serial = "LLM 003",
		.class = 0xfe,
		.subclass = 1,
		.protocol = 2,
		.alt = { "STM32duino bootloader v1.0  ERROR. Upload to RAM not supported.",
			 "STM32duino bootloader v1.0  Upload to Flash 0x8005000",
			 "STM32duino bootloader v1.0  Upload to Flash 0x8002000" },
		.extra = { 0x09, 0x21, 0x03, 0xff, 0x00, 0x00, 0x04, 0x10, 0x01 },
		.region = { { 0x08000000, { { 128, 1 * K } }, true } },
		.block_bytes = 1 * K,
		.first_writable = 8 * K,
		.write_ms = 45,
	},
	{
		.name = "stm32f4-dfu", /* like an STM32F411xE */
		.ops = &fake_dfuse_ops,
		.vid = 0x0483,
		.pid = 0xdf11,
		.bcd = 0x2200,
		ST_STRINGS,
		.serial = "367834593132",
		.class = 0xfe,
		.subclass = 1,
		.protocol = 2,
		.alt = { "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,03*128Kg",
			 "@Option Bytes  /0x1FFFC000/01*016 e", "@OTP Memory /0x1FFF7800/01*512 e,01*016 e",
			 "@Device Feature/0xFFFF0000/01*004 e" },
		.extra = DFUSE_EXTRA,
		.region = { { 0x08000000, { { 4, 16 * K }, { 1, 64 * K }, { 3, 128 * K } }, true },
			    { 0x1fffc000, { { 1, 16 } }, false },
			    { 0x1fff7800, { { 1, 528 } }, false },
			    { 0xffff0000, { { 1, 4 } }, false } },
		.block_bytes = 2 * K,
		.erase_ms = 250,
		.mass_erase_ms = 100,
		.write_ms = 14,
		.set_ms = 1,
	},
	/* Code size, block and address form by chip: PJRC's loader for the same boards. */
	HALFKAY("halfkay", 32256, 128, ADDRESS_LO_HI), /* Teensy 2.0, ATmega32U4 */
	HALFKAY("halfkay-micromod", 16515072, 1024, ADDRESS_LONG),
	HALFKAY("halfkay-teensy10", 15872, 128, ADDRESS_LO_HI),
	HALFKAY("halfkay-teensy30", 131072, 1024, ADDRESS_LONG),
	HALFKAY("halfkay-teensy32", 262144, 1024, ADDRESS_LONG),
	HALFKAY("halfkay-teensy35", 524288, 1024, ADDRESS_LONG),
	HALFKAY("halfkay-teensy36", 1048576, 1024, ADDRESS_LONG),
	HALFKAY("halfkay-teensy40", 2031616, 1024, ADDRESS_LONG),
	HALFKAY("halfkay-teensy41", 8126464, 1024, ADDRESS_LONG),
	HALFKAY("halfkay-teensylc", 63488, 512, ADDRESS_LONG),
	HALFKAY("halfkay-teensypp10", 64512, 256, ADDRESS_LO_HI),
	HALFKAY("halfkay-teensypp20", 130048, 256, ADDRESS_PAGE),
};

const size_t fake_model_count = COUNT(fake_models);
