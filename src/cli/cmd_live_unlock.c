/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live_unlock.h"
#include "live_verbs.h"
#include "model/symbol.h"
#include "picture.h"
#include "print_json.h"
#include "stop.h"

/* The board, with a word on the keys that are to be held. */
static bool draw(const struct live_desk *desk, const struct live_unlock *unlock, struct err *err)
{
	const struct keyboard *keyboard = desk->board.keyboard;
	struct layout layout = keyboard->layout[0];
	struct board_view view = { .labels = &layout, .selected = -1 };
	struct paper paper;
	struct board board;
	bool ok;

	layout.key = mem_new(layout.keys + 1, sizeof(*layout.key));
	for (size_t i = 0; i < layout.keys; i++) {
		layout.key[i] = keyboard->layout[0].key[i];
		layout.key[i].label = 0;
		for (size_t j = 0; j < unlock->keys; j++)
			if (layout.key[i].row == unlock->key[j].row &&
			    layout.key[i].col == unlock->key[j].col)
				layout.key[i].label = symbol("XXX");
	}
	picture_paper(&paper);
	ok = picture_place(&layout, (size_t)keyboard->encoders, &paper, &board, err);
	if (ok) {
		picture_print(&board, &view, "hold the keys with XXX until it is unlocked", &paper);
		board_release(&board);
	}
	free(layout.key);
	return ok;
}

static bool tell_keys(const struct live_desk *desk, const struct live_unlock *unlock,
		      const struct live_options *opt, struct err *err)
{
	cJSON *line, *keys;

	if (!opt->json) {
		for (size_t i = 0; i < unlock->keys; i++)
			printf("%s row %u column %u", i ? "," : "hold the keys at", unlock->key[i].row,
			       unlock->key[i].col);
		putchar('\n');
		return !desk->board.keyboard || draw(desk, unlock, err);
	}
	line = cJSON_CreateObject();
	cJSON_AddStringToObject(line, "event", "hold");
	keys = cJSON_AddArrayToObject(line, "keys");
	for (size_t i = 0; i < unlock->keys; i++) {
		const int place[] = { unlock->key[i].row, unlock->key[i].col };

		cJSON_AddItemToArray(keys, cJSON_CreateIntArray(place, COUNT(place)));
	}
	print_json(line);
	return true;
}

static bool poll_until_open(struct live_desk *desk, struct live_unlock *state, struct live_options *opt,
			    struct err *err)
{
	while (state->lock == LIVE_UNLOCKING) {
		if (*stop_flag())
			return err_set(err, ERR_CANCELLED, "given up");
		if (!live_unlock_poll(desk->live, state, err))
			return false;
		/* Letting a key go begins anew, which a report of progress has no words for. */
		if (state->of >= state->left)
			report_progress(&opt->report, "unlock", (uint64_t)(state->of - state->left),
					(uint64_t)state->of, "polls");
	}
	return state->lock == LIVE_UNLOCKED || err_set(err, ERR_REFUSED, "the keyboard stayed locked");
}

bool live_unlock_by_hand(struct live_desk *desk, struct live_options *opt, struct err *err)
{
	struct live_unlock state;
	struct err unlocked = { 0 };
	bool ok;

	if (live_identity(desk->live)->vial < 0)
		return true;
	if (!live_lock_state(desk->live, &state, err))
		return false;
	if (state.lock == LIVE_NO_LOCK || state.lock == LIVE_UNLOCKED)
		return true;
	if (!tell_keys(desk, &state, opt, err))
		return false;
	fflush(stdout);
	state.lock = LIVE_UNLOCKING;
	ok = live_unlock_start(desk->live, err) && poll_until_open(desk, &state, opt, err);
	if (!ok && err->code != ERR_GONE && !live_relock(desk->live, &unlocked))
		err_set(err, err->code, "%s", unlocked.text);
	return ok;
}

static bool lock(struct live_desk *desk, struct err *err)
{
	if (live_identity(desk->live)->vial < 0)
		return err_set(err, ERR_REFUSED, "this keyboard has no lock: only Vial's firmware has");
	return live_lock(desk->live, err);
}

static bool unlock(struct live_desk *desk, struct live_options *opt, struct err *err)
{
	if (live_identity(desk->live)->vial < 0)
		return err_set(err, ERR_REFUSED, "this keyboard has no lock: only Vial's firmware has");
	if (!live_desk_define(desk, opt, err) || !live_unlock_by_hand(desk, opt, err))
		return false;
	live_leave_unlocked(desk->live);
	return true;
}

int live_unlock_verb(const struct verb *verb, int argc, char **argv)
{
	struct live_options opt = { 0 };
	struct live_desk desk = { 0 };
	struct err err = { 0 };
	const char *operand[1];
	int status, n = live_parse(verb, argc, argv, &opt, NULL, 0, operand, COUNT(operand), &status);
	bool ok;

	if (n < 0)
		return status;
	ok = stop_listen(&err) && live_desk_open(&desk, n ? operand[0] : NULL, &err) &&
	     unlock(&desk, &opt, &err);
	live_desk_release(&desk);
	if (ok && !opt.json)
		puts("unlocked, until it is unplugged or keyplane live lock");
	return live_end(&opt, ok, EXIT_OK, &err);
}

int live_lock_verb(const struct verb *verb, int argc, char **argv)
{
	struct live_options opt = { 0 };
	struct live_desk desk = { 0 };
	struct err err = { 0 };
	const char *operand[1];
	int status, n = live_parse(verb, argc, argv, &opt, NULL, 0, operand, COUNT(operand), &status);
	bool ok;

	if (n < 0)
		return status;
	ok = live_desk_open(&desk, n ? operand[0] : NULL, &err) && lock(&desk, &err);
	live_desk_release(&desk);
	return live_end(&opt, ok, EXIT_OK, &err);
}
