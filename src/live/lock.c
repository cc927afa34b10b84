/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "live_private.h"

/* Polls that count down while the keys are held: vial-qmk's VIAL_UNLOCK_COUNTER_MAX. */
enum { UNLOCK_POLLS = 50 };

static bool refuse_without_lock(const struct live *live, struct err *err)
{
	return live_is_vial(live) ||
	       err_set(err, ERR_REFUSED, "%s has no lock; Vial's keyboards have", live->identity.device.id);
}

static void take_keys(struct live_unlock *out, const uint8_t *pairs)
{
	out->keys = 0;
	while (out->keys < LIVE_UNLOCK_KEYS &&
	       (pairs[2 * out->keys] != 0xff || pairs[2 * out->keys + 1] != 0xff)) {
		out->key[out->keys].row = pairs[2 * out->keys];
		out->key[out->keys].col = pairs[2 * out->keys + 1];
		out->keys++;
	}
}

static enum live_lock lock_of(bool unlocked, bool in_progress)
{
	if (in_progress)
		return LIVE_UNLOCKING;
	return unlocked ? LIVE_UNLOCKED : LIVE_LOCKED;
}

bool live_lock_state(struct live *live, struct live_unlock *out, struct err *err)
{
	struct request request = request_new(COMMAND_VIAL_LOCK_STATE);
	struct reply reply;

	*out = (struct live_unlock){ .lock = LIVE_NO_LOCK };
	if (!live_is_vial(live))
		return true;
	if (!exchange_ask_surely(&live->x, &request, &reply, err))
		return err_wrap(err, "asking for its lock");
	if (reply.byte[0] > 1 || reply.byte[1] > 1)
		return err_set(err, ERR_DEVICE, "%s does not tell its lock", live->identity.device.id);
	take_keys(out, reply.byte + 2);
	out->lock = lock_of(reply.byte[0], reply.byte[1]);
	/* Built without one: open, and no keys to hold. */
	if (out->lock == LIVE_UNLOCKED && !out->keys)
		out->lock = LIVE_NO_LOCK;
	out->of = UNLOCK_POLLS;
	out->left = out->lock == LIVE_LOCKED || out->lock == LIVE_UNLOCKING ? UNLOCK_POLLS : 0;
	live->unlock = *out;
	return true;
}

bool live_unlock_start(struct live *live, struct err *err)
{
	struct request request = request_new(COMMAND_VIAL_UNLOCK_START);
	struct live_unlock state;
	struct reply reply;

	if (!refuse_without_lock(live, err) || !live_lock_state(live, &state, err))
		return false;
	if (state.lock == LIVE_NO_LOCK || state.lock == LIVE_UNLOCKED)
		return true;
	if (!exchange_ask(&live->x, &request, &reply, err))
		return err_wrap(err, "starting to unlock");
	live->unlock.lock = LIVE_UNLOCKING;
	live->unlocked_by_us = true;
	live->polled_us = hid_now_us(live->x.hid);
	return true;
}

bool live_unlock_poll(struct live *live, struct live_unlock *out, struct err *err)
{
	struct request request = request_new(COMMAND_VIAL_UNLOCK_POLL);
	int64_t early_us = live->polled_us + LIVE_UNLOCK_POLL_MS * 1000 - hid_now_us(live->x.hid);
	struct reply reply;

	if (!refuse_without_lock(live, err))
		return false;
	if (early_us > 0)
		hid_sleep_us(live->x.hid, early_us);
	live->polled_us = hid_now_us(live->x.hid);
	if (!exchange_ask(&live->x, &request, &reply, err))
		return err_wrap(err, "unlocking");
	live->unlock.lock = lock_of(reply.byte[0], reply.byte[1]);
	live->unlock.left = reply.byte[2];
	*out = live->unlock;
	/* Only what counts down is the answer to this question; that it is open is asked for once more. */
	return (live->unlock.lock == LIVE_UNLOCKING && reply.byte[2] <= UNLOCK_POLLS) ||
	       live_lock_state(live, out, err);
}

bool live_lock(struct live *live, struct err *err)
{
	struct request request = request_new(COMMAND_VIAL_LOCK);
	struct live_unlock state;
	struct reply reply;

	if (!refuse_without_lock(live, err))
		return false;
	if (!exchange_ask(&live->x, &request, &reply, err) && (err->code != ERR_TIMEOUT || live->x.mute))
		return err_wrap(err, "locking");
	if (!live_lock_state(live, &state, err))
		return false;
	if (state.lock == LIVE_UNLOCKING)
		return err_set(
			err, ERR_REFUSED,
			"%s is being unlocked and takes nothing else; hold the keys, or plug it in again",
			live->identity.device.id);
	if (state.lock == LIVE_UNLOCKED)
		return err_set(err, ERR_VERIFY, "%s did not lock itself", live->identity.device.id);
	live->unlocked_by_us = false;
	return true;
}

bool live_relock(struct live *live, struct err *err)
{
	struct err failure = { 0 };
	bool is_ours = live->unlocked_by_us;

	live->unlocked_by_us = false;
	if (!is_ours)
		return true;
	if (live->x.mute)
		err_set(&failure, ERR_TIMEOUT, "%s does not answer", live->identity.device.id);
	else if (live_lock(live, &failure) || failure.code == ERR_GONE)
		return true;
	*err = failure;
	return err_wrap(err, "it may still be unlocked");
}

void live_leave_unlocked(struct live *live)
{
	live->unlocked_by_us = false;
}
