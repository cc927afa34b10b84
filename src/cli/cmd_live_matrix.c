/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live_unlock.h"
#include "live_verbs.h"
#include "print_json.h"
#include "stop.h"

enum { MAX_SECONDS = 24 * 3600 };

struct options {
	struct live_options live;
	long seconds; /* 0: until a signal */
	bool unlock;
};

static bool is_down(const uint8_t *bits, size_t key)
{
	return bits[key / 8] >> key % 8 & 1;
}

static void tell(const struct dynamic_keymap *held, size_t key, bool down, const struct options *opt)
{
	const char *name = down ? "press" : "release";
	cJSON *line;

	if (!opt->live.json) {
		printf("%-8s row %zu, column %zu\n", name, key / held->cols, key % held->cols);
		return;
	}
	line = cJSON_CreateObject();
	cJSON_AddStringToObject(line, "event", name);
	cJSON_AddNumberToObject(line, "row", (double)(key / held->cols));
	cJSON_AddNumberToObject(line, "column", (double)(key % held->cols));
	print_json(line);
}

static bool watch(struct live_desk *desk, uint8_t *now, uint8_t *before, size_t len,
		  const struct options *opt, struct err *err)
{
	const struct dynamic_keymap *held = live_held(desk->live);
	const int64_t end_us = hid_now_us(desk->hid) + (int64_t)opt->seconds * 1000000;

	while (!*stop_flag() && !ferror(stdout) && (!opt->seconds || hid_now_us(desk->hid) < end_us)) {
		if (!live_read_matrix(desk->live, now, len, err))
			return false;
		for (size_t key = 0; key < held->rows * held->cols; key++)
			if (is_down(now, key) != is_down(before, key))
				tell(held, key, is_down(now, key), opt);
		memcpy(before, now, len);
		fflush(stdout);
		hid_sleep_us(desk->hid, LIVE_MATRIX_POLL_MS * 1000);
	}
	return true;
}

/* All keys are let go as long as it is locked, which is no defect of theirs. */
static bool check_lock(struct live_desk *desk, struct options *opt, struct err *err)
{
	struct live_unlock state;

	if (opt->unlock)
		return live_unlock_by_hand(desk, &opt->live, err);
	if (live_identity(desk->live)->vial < 0)
		return true;
	return live_lock_state(desk->live, &state, err) &&
	       (state.lock == LIVE_NO_LOCK || state.lock == LIVE_UNLOCKED ||
		err_set(err, ERR_REFUSED, "the keyboard is locked and does not tell its keys; use --unlock"));
}

static bool matrix(struct live_desk *desk, struct options *opt, struct err *err)
{
	size_t len;
	uint8_t *bits;
	bool ok;

	if (!live_desk_define(desk, &opt->live, err) || !check_lock(desk, opt, err))
		return false;
	len = (live_held(desk->live)->rows * live_held(desk->live)->cols + 7) / 8;
	bits = mem_new(len, 2);
	ok = watch(desk, bits, bits + len, len, opt, err);
	free(bits);
	return ok;
}

int live_matrix_verb(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row own[] = {
		{ "--seconds", 's', OPTION_NUMBER, &opt.seconds, "N", "stop after so long" },
		{ "--unlock", 'u', OPTION_FLAG, &opt.unlock, NULL,
		  "unlock a keyboard of Vial's first, and lock it again at the end" },
	};
	struct live_desk desk = { 0 };
	struct err err = { 0 };
	const char *operand[1];
	int status, n = live_parse(verb, argc, argv, &opt.live, own, COUNT(own), operand, COUNT(operand),
				   &status);
	bool ok;

	if (n < 0)
		return status;
	if (opt.seconds < 0 || opt.seconds > MAX_SECONDS)
		ok = err_set(&err, ERR_USAGE, "--seconds wants 0 to %d, not %ld", MAX_SECONDS, opt.seconds);
	else
		ok = stop_listen(&err) && live_desk_open(&desk, n ? operand[0] : NULL, &err) &&
		     matrix(&desk, &opt, &err);
	live_desk_release(&desk);
	return live_end(&opt.live, ok, EXIT_OK, &err);
}
