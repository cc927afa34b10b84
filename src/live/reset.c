/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "live_private.h"
#include "model/vial_setting.h"

enum { MAX_RESETS = 2 };

/* Vial's firmware resets its entries and settings with the keymap (vial-qmk: dynamic_keymap_reset()). */
enum {
	KEYMAP_PARTS = 1 << DYNAMIC_KEYS | 1 << DYNAMIC_TURNS | 1 << DYNAMIC_DANCES | 1 << DYNAMIC_COMBOS |
		       1 << DYNAMIC_OVERRIDES | 1 << DYNAMIC_ALT_REPEATS | 1 << DYNAMIC_SETTINGS,
};

static const struct {
	enum command command;
	unsigned parts; /* that are to be read again */
} resets[] = {
	[LIVE_RESET_KEYMAP] = { COMMAND_RESET_KEYMAP, KEYMAP_PARTS },
	[LIVE_RESET_MACROS] = { COMMAND_RESET_MACROS, 1u << DYNAMIC_MACROS },
	[LIVE_RESET_SETTINGS] = { COMMAND_VIAL_RESET_SETTINGS, 1u << DYNAMIC_SETTINGS },
	[LIVE_RESET_EEPROM] = { COMMAND_RESET_EEPROM, (1u << DYNAMIC_PARTS) - 1 },
};

unsigned live_reset_parts(enum live_reset what)
{
	return resets[what].parts;
}

static bool refuse(const struct live *live, enum command command, struct err *err)
{
	return err_set(err, ERR_REFUSED, "%s does not let us: %s", live->identity.device.id,
		       command_row(command)->name);
}

/* Doing it twice does no more than doing it once, so it may be asked again. */
static bool ask_twice(struct live *live, enum command command, struct reply *reply, struct err *err)
{
	struct request request = request_new(command);

	for (int i = 0; i < MAX_RESETS; i++) {
		if (exchange_ask(&live->x, &request, reply, err))
			return true;
		if (err->code != ERR_TIMEOUT || live->x.mute)
			return false;
	}
	return false;
}

bool live_reset(struct live *live, enum live_reset what, struct err *err)
{
	enum command command = resets[what].command;
	struct live_unlock lock;
	struct reply reply;

	if (what == LIVE_RESET_SETTINGS && live->identity.vial < VIAL_WITH_SETTINGS)
		return refuse(live, command, err);
	/* Asked to, while it is being unlocked, it says yes and does nothing. */
	if (!live_lock_state(live, &lock, err))
		return false;
	if (lock.lock == LIVE_UNLOCKING)
		return refuse(live, command, err);
	live->held.held &= ~resets[what].parts;
	if (!ask_twice(live, command, &reply, err))
		return false;
	return !reply.refused || refuse(live, command, err);
}

bool live_save_values(struct live *live, uint16_t channel, struct err *err)
{
	struct request request = request_new(COMMAND_SAVE_CUSTOM);
	struct reply reply;

	if (channel == DYNAMIC_NO_CHANNEL)
		request.echo = 1;
	else
		request.byte[1] = (uint8_t)channel;
	for (int i = 0; i < MAX_RESETS; i++) {
		if (exchange_ask(&live->x, &request, &reply, err))
			return !reply.refused || refuse(live, COMMAND_SAVE_CUSTOM, err);
		if (err->code != ERR_TIMEOUT || live->x.mute)
			return false;
	}
	return false;
}

bool live_bootloader(struct live *live, struct err *err)
{
	struct request request = request_new(COMMAND_BOOTLOADER);
	struct live_unlock lock;
	struct reply reply;

	/* A locked one's answer is the same as an open one's. */
	if (!live_lock_state(live, &lock, err))
		return false;
	if (lock.lock == LIVE_LOCKED || lock.lock == LIVE_UNLOCKING)
		return err_set(err, ERR_REFUSED, "%s is locked; unlock it first", live->identity.device.id);
	if (!exchange_ask(&live->x, &request, &reply, err))
		return err->code == ERR_GONE;
	return !reply.refused || refuse(live, COMMAND_BOOTLOADER, err);
}
