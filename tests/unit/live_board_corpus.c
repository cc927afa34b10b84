/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "boards_check.h"
#include "project/live_project.h"
#include "tap.h"
#include "temp.h"
#include "walk.h"

/*
 * VIA's own definitions ($KEYPLANE_CORPUS), each as that of a keyboard that runs: it opens, what the keyboard holds becomes a
 * project that is drawn in the editor's room, and every choice of every layout option can be chosen by the keyboard's 32 bits.
 */
enum { ROWS = 19, COLS = 80, LAYERS = 2, MANY = 97 };

static struct {
	size_t files, opened, drawn, mapped, choices, chosen, without_keys, too_wide, controls, asked, found;
} count;

static const char *corpus;

static bool is_drawn(const char *path, const struct layout *layout, size_t encoders)
{
	struct geometry g;
	struct board board;
	const char *fault;

	geometry_init(&g, layout, encoders);
	board_init(&board, &g, ROWS, COLS, BOARD_PITCH_AUTO);
	fault = board_fault(&board);
	if (!fault)
		fault = geometry_fault(&g);
	if (fault)
		printf("# %s: %s\n", path, fault);
	board_release(&board);
	geometry_release(&g);
	return !fault;
}

/* A keyboard that holds a number of its own for each key. */
static void check_project(const char *path, const struct live_board *board)
{
	struct dynamic_keymap held = { .dialect = DIALECT_VIA_12,
				       .via = 12,
				       .vial = -1,
				       .usb_vid = 0xfeed,
				       .usb_pid = 1,
				       .layers = LAYERS,
				       .rows = (size_t)board->definition->rows,
				       .cols = (size_t)board->definition->cols,
				       .encoders = (size_t)board->keyboard->encoders };
	const struct layout *layout = &board->keyboard->layout[0];
	struct project *project;
	struct err err = { 0 };
	size_t wrong = 0;

	if (!dynamic_keymap_allocate(&held, &err))
		abort();
	for (size_t i = 0; i < held.layers * held.rows * held.cols; i++)
		held.key[i] = (uint16_t)(4 + i % MANY);
	held.held = 1u << DYNAMIC_KEYS | 1u << DYNAMIC_TURNS;
	project = live_project_new(board, &held, "Board", &err);
	for (size_t i = 0; project && i < layout->keys; i++) {
		size_t at = ((held.rows + layout->key[i].row) * held.cols + layout->key[i].col) % MANY;

		wrong += !action_equal(keymap_get(project->map, 1, i),
				       keycode_dialect_action(held.dialect, (uint16_t)(4 + at)));
	}
	if (!project || wrong || keymap_keys(project->map) != layout->keys)
		printf("# %s: %zu keys are not what is held %s\n", path, wrong, err.text);
	else
		count.mapped++;
	project_free(project);
	dynamic_keymap_release(&held);
}

static void check_choice(const char *path, struct live_board *board, const uint8_t *choice)
{
	const struct via_definition *d = board->definition;
	uint8_t before[VIA_MAX_OPTIONS], back[VIA_MAX_OPTIONS] = { 0 };
	struct err err = { 0 };
	struct layout want;
	uint32_t bits = 0;
	bool packed = via_definition_pack(d, choice, &bits, &err) &&
		      via_definition_unpack(d, bits, back, &err) && !memcmp(choice, back, d->options);
	bool changed;

	memcpy(before, board->choice, sizeof(before));
	changed = live_board_choose(board, bits);
	via_definition_layout(d, choice, "LAYOUT", &want);
	count.choices++;
	if (packed && !want.keys)
		count.without_keys += !changed && !memcmp(board->choice, before, sizeof(before));
	else if (packed && changed == !!memcmp(before, choice, sizeof(before)) &&
		 !memcmp(board->choice, choice, sizeof(before)) &&
		 board->keyboard->layout[0].keys == want.keys &&
		 is_drawn(path, &board->keyboard->layout[0], (size_t)board->keyboard->encoders))
		count.chosen++;
	else
		printf("# %s: cannot be chosen: %s\n", path, err.text);
	free(want.name);
	free(want.key);
}

/* All of one option, one after the other, and back. */
static void check_choices(const char *path, struct live_board *board)
{
	const struct via_definition *d = board->definition;
	uint8_t none[VIA_MAX_OPTIONS] = { 0 };
	struct err err;
	uint32_t bits;

	if (!via_definition_pack(d, none, &bits, &err)) {
		count.too_wide++;
		return;
	}
	for (size_t i = 0; i < d->options; i++) {
		uint8_t choice[VIA_MAX_OPTIONS] = { 0 };
		size_t choices = via_option_choices(&d->option[i]);

		for (size_t c = 1; c <= choices; c++) {
			choice[i] = (uint8_t)(c % choices);
			check_choice(path, board, choice);
		}
	}
}

/* One of many: each asking looks at all files. */
static void check_find(const struct live_board *board)
{
	struct str path = STR_INIT, text = STR_INIT;
	struct err err = { 0 };

	if (count.files % MANY)
		return;
	count.asked++;
	if (live_definition_find(corpus, board->definition->usb_vid, board->definition->usb_pid, &path, &text,
				 &err))
		count.found++;
	else
		printf("# %04x:%04x: %s\n", board->definition->usb_vid, board->definition->usb_pid, err.text);
	str_release(&path);
	str_release(&text);
}

static void check_file(const char *path, const char *text, size_t len)
{
	struct diagnostics told = { 0 };
	struct live_board board = { 0 };
	struct err err = { 0 };
	int via = strstr(path, "/v3/") ? 12 : 9;

	count.files++;
	if (!live_board_init(&board, text, len, via, -1, false, &told, &err)) {
		printf("# %s: %s\n", path, err.text);
	} else {
		count.opened++;
		count.controls += board.menus.controls;
		count.drawn += is_drawn(path, &board.keyboard->layout[0], (size_t)board.keyboard->encoders);
		check_project(path, &board);
		check_choices(path, &board);
		check_find(&board);
		live_board_release(&board);
	}
	diagnostics_release(&told);
}

int main(void)
{
	static const char *const folders[] = { "v3", "src" };
	char cache[] = "/tmp/keyplane-boards-XXXXXX";

	corpus = getenv("KEYPLANE_CORPUS");
	if (!corpus) {
		printf("1..0 # SKIP set KEYPLANE_CORPUS to the unpacked corpus\n");
		return 0;
	}
	if (!mkdtemp(cache))
		return 1;
	setenv("XDG_CACHE_HOME", cache, 1);
	for (size_t i = 0; i < COUNT(folders); i++) {
		char *folder = file_join(corpus, folders[i]);

		corpus = folder;
		walk_files(folder, ".json", check_file);
		corpus = getenv("KEYPLANE_CORPUS");
		free(folder);
	}
	temp_remove(cache);
	ok(count.files > 1000 && count.opened == count.files, "%zu of %zu definitions open", count.opened,
	   count.files);
	ok(count.drawn == count.opened, "%zu are drawn", count.drawn);
	ok(count.mapped == count.opened, "%zu are projects of what a keyboard holds", count.mapped);
	ok(count.choices > 1000 && count.chosen + count.without_keys == count.choices,
	   "%zu of %zu choices of layouts can be chosen; %zu give no key; of %zu keyboards they are over 32 "
	   "bits",
	   count.chosen, count.choices, count.without_keys, count.too_wide);
	ok(count.controls > 1000, "their menus have %zu controls", count.controls);
	ok(count.asked && count.found == count.asked, "%zu of %zu are found by their ids", count.found,
	   count.asked);
	return tap_done();
}
