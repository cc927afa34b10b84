/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>

#include "import/led_config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the text says, a key of an LED is in the matrix, and what is bad has a message. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (int rows = 1; rows <= 4; rows++) {
		struct led_config config;
		struct err err = { 0 };
		enum led_config_result result =
			led_config_read(&config, (const char *)data, size, rows, 2, &err);

		assert((result == LED_CONFIG_FOUND) == (config.leds > 0));
		assert((result == LED_CONFIG_BAD) == (err.text[0] != '\0'));
		for (size_t i = 0; i < config.leds; i++) {
			assert(config.led[i].row >= -1 && config.led[i].row < rows);
			assert(config.led[i].col >= -1 && config.led[i].col < 2);
		}
		led_config_release(&config);
	}
	return 0;
}
