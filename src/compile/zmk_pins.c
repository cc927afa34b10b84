/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "zmk_shield.h"

/* Controllers with the pins of SparkFun's Pro Micro, by QMK's development_board, whose pins QMK names by the AVR. */
static const char *const pro_micros[] = { "elite_c", "promicro" };

/* The Arduino number that ZMK's &pro_micro counts by, of each pin of the ATmega32U4 that is led out. */
static const struct {
	const char *pin;
	int number;
} pro_micro_pins[] = {
	{ "B1", 15 }, { "B2", 16 }, { "B3", 14 }, { "B4", 8 },  { "B5", 9 },  { "B6", 10 },
	{ "C6", 5 },  { "D0", 3 },  { "D1", 2 },  { "D2", 0 },  { "D3", 1 },  { "D4", 4 },
	{ "D7", 6 },  { "E6", 7 },  { "F4", 21 }, { "F5", 20 }, { "F6", 19 }, { "F7", 18 },
};

enum { RP2040_PINS = 30, STM32_PINS = 16 };

static bool is_pro_micro(const struct keyboard *kb)
{
	for (size_t i = 0; i < COUNT(pro_micros); i++)
		if (!strcmp(kb->board, pro_micros[i]))
			return true;
	return false;
}

/* All of @text as a number below @end. */
static bool small_number(const char *text, int end, int *out)
{
	char *rest;
	long number;

	if (*text < '0' || *text > '9')
		return false;
	number = strtol(text, &rest, 10);
	*out = (int)number;
	return !*rest && number < end;
}

static bool pro_micro_pin(const char *pin, struct str *out)
{
	for (size_t i = 0; i < COUNT(pro_micro_pins); i++)
		if (!strcmp(pro_micro_pins[i].pin, pin)) {
			if (out)
				str_addf(out, "&pro_micro %d", pro_micro_pins[i].number);
			return true;
		}
	return false;
}

static bool rp2040_pin(const char *pin, struct str *out)
{
	int number;

	if (strncmp(pin, "GP", 2) || !small_number(pin + 2, RP2040_PINS, &number))
		return false;
	if (out)
		str_addf(out, "&gpio0 %d", number);
	return true;
}

static bool stm32_pin(const char *pin, struct str *out)
{
	int number;

	if (*pin < 'A' || *pin > 'K' || !small_number(pin + 1, STM32_PINS, &number))
		return false;
	if (out)
		str_addf(out, "&gpio%c %d", *pin - 'A' + 'a', number);
	return true;
}

/* Whose pins they are. */
static const struct {
	const char *name;
	const char *processor; /* its beginning; NULL: it goes by the board */
	bool (*pin)(const char *pin, struct str *out);
} pins[] = {
	{ "rp2040", "RP2040", rp2040_pin },
	{ "stm32", "STM32", stm32_pin },
	{ "pro_micro", NULL, pro_micro_pin },
};

static int find_pins(const struct keyboard *kb)
{
	for (size_t i = 0; i < COUNT(pins); i++)
		if (pins[i].processor ? !strncmp(kb->processor, pins[i].processor, strlen(pins[i].processor))
				      : is_pro_micro(kb))
			return (int)i;
	return -1;
}

const char *zmk_pins_of(const struct keyboard *kb)
{
	int found = find_pins(kb);

	return found < 0 ? "" : pins[found].name;
}

bool zmk_pin_add(const struct keyboard *kb, const char *pin, struct str *out)
{
	int found = find_pins(kb);

	return found >= 0 && pins[found].pin(pin, out);
}
