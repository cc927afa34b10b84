/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "model/layout.h"
#include "model/symbol.h"
#include "via_firmware.h"
#include "vial_identity.h"

static const struct diagnostic_kind bad_uid = { "vial-uid", SEVERITY_ERROR };
static const struct diagnostic_kind bad_unlock = { "vial-unlock", SEVERITY_ERROR };

struct uid {
	uint8_t byte[VIAL_UID_BYTES];
};

struct unlock {
	int row[VIAL_UNLOCK_KEYS], col[VIAL_UNLOCK_KEYS];
	size_t keys;
};

static bool parse_uid(const char *text, struct uid *out)
{
	if (!strncmp(text, "0x", 2))
		text += 2;
	if (strlen(text) != 2 * VIAL_UID_BYTES || strspn(text, "0123456789abcdefABCDEF") != strlen(text))
		return false;
	for (size_t i = 0; i < VIAL_UID_BYTES; i++) {
		const char digits[] = { text[2 * i], text[2 * i + 1], '\0' };

		out->byte[i] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return true;
}

/* With its zero, so that "ab", "c" is not "a", "bc". */
static uint64_t hash(uint64_t sum, const char *text)
{
	return hash_bytes(sum, text, strlen(text) + 1);
}

static struct uid uid_of(const struct compile_input *in)
{
	const struct setting *setting = keymap_find_setting(in->map, VIAL_UID);
	const struct keyboard *kb = in->keyboard;
	uint64_t sum = HASH_NONE;
	struct uid uid;

	if (setting && setting->type == SETTING_TEXT && parse_uid(symbol_text(setting->text), &uid))
		return uid;
	sum = hash(sum, kb->id[0] ? kb->id : kb->name);
	sum = hash(sum, in->layout->name);
	for (size_t i = 0; i < VIAL_UID_BYTES; i++)
		uid.byte[i] = (uint8_t)(sum >> (8 * (VIAL_UID_BYTES - 1 - i)));
	return uid;
}

static bool parse_unlock(const char *text, const struct layout *layout, struct unlock *out)
{
	*out = (struct unlock){ .keys = 0 };
	while (*text) {
		int used = 0, row, col;

		if (out->keys == VIAL_UNLOCK_KEYS || !isdigit((unsigned char)*text) ||
		    sscanf(text, "%3d,%3d%n", &row, &col, &used) != 2 ||
		    layout_find_key(layout, row, col) < 0)
			return false;
		out->row[out->keys] = row;
		out->col[out->keys++] = col;
		text += used;
		if (*text && *text++ != ' ')
			return false;
	}
	return out->keys > 0;
}

static void add_key(struct unlock *out, const struct key *key)
{
	out->row[out->keys] = key->row;
	out->col[out->keys++] = key->col;
}

static struct unlock unlock_of(const struct compile_input *in)
{
	const struct setting *setting = keymap_find_setting(in->map, VIAL_UNLOCK);
	struct geometry geometry;
	struct unlock unlock;
	size_t first, last;

	if (setting && setting->type == SETTING_TEXT &&
	    parse_unlock(symbol_text(setting->text), in->layout, &unlock))
		return unlock;
	unlock = (struct unlock){ .keys = 0 };
	geometry_init(&geometry, in->layout, 0);
	first = geometry_first(&geometry);
	last = geometry_last(&geometry);
	geometry_release(&geometry);
	add_key(&unlock, &in->layout->key[first]);
	if (last != first)
		add_key(&unlock, &in->layout->key[last]);
	return unlock;
}

void vial_check_identity(const struct compile_input *in, struct diagnostics *out)
{
	const struct setting *uid = keymap_find_setting(in->map, VIAL_UID);
	const struct setting *unlock = keymap_find_setting(in->map, VIAL_UNLOCK);
	struct unlock keys;
	struct uid bytes;

	if (uid && (uid->type != SETTING_TEXT || !parse_uid(symbol_text(uid->text), &bytes)))
		diagnostics_add(out, &bad_uid, PLACE_NONE,
				"setting " VIAL_UID " must be %d hexadecimal digits, such as "
				"\"0123456789ABCDEF\"",
				2 * VIAL_UID_BYTES);
	if (unlock &&
	    (unlock->type != SETTING_TEXT || !parse_unlock(symbol_text(unlock->text), in->layout, &keys)))
		diagnostics_add(
			out, &bad_unlock, PLACE_NONE,
			"setting " VIAL_UNLOCK
			" must be up to %d keys of the layout by row and column, such as \"0,0 4,12\"",
			VIAL_UNLOCK_KEYS);
}

static void add_list(struct str *config, const char *name, const int *value, size_t count)
{
	struct str list = STR_INIT;

	for (size_t i = 0; i < count; i++)
		str_addf(&list, i ? ", %d" : "{ %d", value[i]);
	str_add(&list, " }");
	via_add_define(config, name, str_text(&list));
	str_release(&list);
}

void vial_add_identity(const struct compile_input *in, struct str *config)
{
	struct unlock unlock = unlock_of(in);
	struct uid uid = uid_of(in);
	struct str bytes = STR_INIT;

	for (size_t i = 0; i < VIAL_UID_BYTES; i++)
		str_addf(&bytes, i ? ", 0x%02X" : "{ 0x%02X", uid.byte[i]);
	str_add(&bytes, " }");
	via_add_define(config, "VIAL_KEYBOARD_UID", str_text(&bytes));
	str_release(&bytes);
	add_list(config, "VIAL_UNLOCK_COMBO_ROWS", unlock.row, unlock.keys);
	add_list(config, "VIAL_UNLOCK_COMBO_COLS", unlock.col, unlock.keys);
}

void vial_put_uid(const struct compile_input *in, struct keymap *map)
{
	struct uid uid = uid_of(in);
	struct str text = STR_INIT;

	if (keymap_find_setting(map, VIAL_UID))
		return;
	for (size_t i = 0; i < VIAL_UID_BYTES; i++)
		str_addf(&text, "%02X", uid.byte[i]);
	keymap_add_setting(map, (struct setting){ .name = symbol(VIAL_UID),
						  .type = SETTING_TEXT,
						  .text = symbol(str_text(&text)) });
	str_release(&text);
}

uint64_t vial_uid_number(const struct keymap *map)
{
	const struct setting *setting = keymap_find_setting(map, VIAL_UID);
	uint64_t number = 0;
	struct uid uid;

	if (!setting || setting->type != SETTING_TEXT || !parse_uid(symbol_text(setting->text), &uid))
		return 0;
	for (size_t i = VIAL_UID_BYTES; i-- > 0;)
		number = number << 8 | uid.byte[i];
	return number;
}
