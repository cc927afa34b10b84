/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"
#include "fake_keyboard_private.h"

/* What QMK writes first of all: the day of the build, in decimal digits. */
static const uint8_t magic[3] = { 0x26, 0x05, 0x31 };

enum { OPTION_BYTES = 1 }; /* VIA_EEPROM_LAYOUT_OPTIONS_SIZE, unless a keyboard has more */

static void plan(struct fake_keyboard *k)
{
	struct fake_eeprom *e = &k->eeprom;
	size_t at = sizeof(magic);

	e->options = at;
	at += OPTION_BYTES;
	e->keys = at;
	at += fake_keymap_bytes(k);
	e->turns = at;
	at += k->layers * k->encoders * 2 * 2;
	e->macros = at;
	at += k->macro_bytes;
	for (size_t i = 0; i < FAKE_ENTRY_KINDS; i++) {
		e->entries[i] = at;
		at += k->entries[i] * fake_entry_bytes(i);
	}
	e->settings = at;
	at += fake_settings_bytes(k);
	e->values = at;
	e->len = at + fake_values_bytes(k);
}

bool fake_eeprom_open(struct fake_keyboard *k, const char *path, struct err *err)
{
	bool created = true;

	plan(k);
	if (path) {
		k->eeprom.byte = fake_map_file(path, k->eeprom.len, k->model->name, &created, err);
		if (!k->eeprom.byte)
			return false;
		k->eeprom.mapped = true;
	} else {
		k->eeprom.byte = mem_new(k->eeprom.len, 1);
	}
	if (created)
		memset(k->eeprom.byte, 0xff, k->eeprom.len);
	return true;
}

/* Another build's data is not believed, nor what an interrupted reset left. */
void fake_eeprom_start(struct fake_keyboard *k)
{
	if (memcmp(k->eeprom.byte, magic, sizeof(magic)))
		fake_eeprom_reset(k);
}

void fake_eeprom_close(struct fake_keyboard *k)
{
	if (k->eeprom.mapped)
		munmap(k->eeprom.byte, k->eeprom.len);
	else
		free(k->eeprom.byte);
}

void fake_eeprom_put(struct fake_keyboard *k, size_t at, uint8_t byte)
{
	k->changed += k->eeprom.byte[at] != byte;
	k->eeprom.byte[at] = byte;
}

uint16_t fake_eeprom_get_be16(const struct fake_keyboard *k, size_t at)
{
	return (uint16_t)(k->eeprom.byte[at] << 8 | k->eeprom.byte[at + 1]);
}

void fake_eeprom_put_be16(struct fake_keyboard *k, size_t at, uint16_t value)
{
	fake_eeprom_put(k, at, (uint8_t)(value >> 8));
	fake_eeprom_put(k, at + 1, (uint8_t)value);
}

void fake_eeprom_invalidate(struct fake_keyboard *k)
{
	for (size_t i = 0; i < sizeof(magic); i++)
		fake_eeprom_put(k, i, 0xff);
}

void fake_eeprom_reset(struct fake_keyboard *k)
{
	fake_eeprom_invalidate(k);
	for (size_t i = 0; i < OPTION_BYTES; i++)
		fake_eeprom_put(k, k->eeprom.options + i, 0);
	fake_keymap_reset(k);
	fake_macros_reset(k);
	fake_values_reset(k);
	for (size_t i = 0; i < sizeof(magic); i++)
		fake_eeprom_put(k, i, magic[i]);
}
