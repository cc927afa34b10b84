/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "import/qmk_facts.h"

/* Each a list of what QMK has a platform for; not all that a keyboard.json may name is in one. */
static const char *const chibios[] = {
	"AT32F415",  "GD32VF103", "MK20DX128", "MK20DX256",     "MK64FX512", "MK66FX1M0", "MKL26Z64",
	"RP2040",    "STM32F042", "STM32F072", "STM32F103",     "STM32F303", "STM32F401", "STM32F405",
	"STM32F407", "STM32F411", "STM32F446", "STM32G0B1",     "STM32G431", "STM32G474", "STM32H723",
	"STM32H733", "STM32L412", "STM32L422", "STM32L432",     "STM32L433", "STM32L442", "STM32L443",
	"WB32F3G71", "WB32FQ95",  "cortex-m0", "cortex-m0plus", "cortex-m3", "cortex-m4",
};
static const char *const lufa[] = {
	"at90usb1286", "at90usb1287", "at90usb162", "at90usb646", "at90usb647",
	"atmega16u2",  "atmega16u4",  "atmega32u2", "atmega32u4",
};
static const char *const v_usb[] = { "atmega328", "atmega328p", "atmega32a", "attiny85" };

static const struct {
	const char *const *processor;
	size_t count;
	const char *type, *protocol;
} platforms[] = {
	{ chibios, COUNT(chibios), "arm", "ChibiOS" },
	{ lufa, COUNT(lufa), "avr", "LUFA" },
	{ v_usb, COUNT(v_usb), "avr", "V-USB" },
};

const char *qmk_processor_type(const char *processor, const char **protocol)
{
	for (size_t i = 0; i < COUNT(platforms); i++) {
		for (size_t k = 0; k < platforms[i].count; k++) {
			if (strcmp(platforms[i].processor[k], processor))
				continue;
			*protocol = platforms[i].protocol;
			return platforms[i].type;
		}
	}
	*protocol = NULL;
	return NULL;
}
