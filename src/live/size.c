/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "live_private.h"

enum {
	LAYERS_ASSUMED = 4,
	MAX_KEYMAP_BYTES = 0x10000,
};

/* @len bytes, most significant first; 0 when the firmware has no answer. */
static bool ask_number(struct live *live, enum command command, size_t len, size_t *out, struct err *err)
{
	struct request request = request_new(command);
	struct reply reply;

	if (!exchange_ask(&live->x, &request, &reply, err))
		return false;
	*out = 0;
	for (size_t i = 0; !reply.refused && i < len; i++)
		*out = *out << 8 | reply.byte[1 + i];
	return true;
}

static bool ask_entries(struct live *live, struct dynamic_keymap *size, struct err *err)
{
	struct request request = request_new(COMMAND_VIAL_COUNT_ENTRIES);
	struct reply reply;

	if (live->identity.vial < VIAL_WITH_ENTRIES)
		return true;
	if (!exchange_ask(&live->x, &request, &reply, err))
		return false;
	for (size_t i = 0; i < COUNT(size->entries); i++)
		size->entries[i].count = reply.refused ? 0 : reply.byte[i];
	return true;
}

struct sizing {
	struct live *live;
	struct dynamic_keymap *size;
};

/* Entries first: their answer is weak, the others behind it certain. */
static bool ask_sizes(void *data, struct err *err)
{
	struct sizing *sizing = data;
	struct live *live = sizing->live;
	struct dynamic_keymap *size = sizing->size;

	size->layers = LAYERS_ASSUMED;
	return ask_entries(live, size, err) &&
	       ask_number(live, COMMAND_GET_MACRO_COUNT, 1, &size->macros, err) &&
	       ask_number(live, COMMAND_GET_MACRO_SIZE, 2, &size->macro_bytes, err) &&
	       (live->identity.via < VIA_WITH_BUFFERS ||
		ask_number(live, COMMAND_GET_LAYER_COUNT, 1, &size->layers, err));
}

bool live_set_size(struct live *live, int rows, int cols, int encoders, struct err *err)
{
	struct dynamic_keymap size = { 0 };
	struct sizing sizing = { live, &size };

	if (rows < 1 || rows > DYNAMIC_MAX_ROWS || cols < 1 || cols > DYNAMIC_MAX_COLS || encoders < 0)
		return err_set(err, ERR_RANGE, "a matrix of %d rows and %d columns, %d encoders", rows, cols,
			       encoders);
	if (!exchange_surely(&live->x, ask_sizes, &sizing, err))
		return err_wrap(err, "asking for its size");
	if (size.layers < 1)
		return err_set(err, ERR_DEVICE, "%s says that it has no layers", live->identity.device.id);
	size.rows = (size_t)rows;
	size.cols = (size_t)cols;
	size.encoders = (size_t)encoders;
	if (size.layers * size.rows * size.cols * 2 > MAX_KEYMAP_BYTES)
		return err_set(err, ERR_RANGE,
			       "%zu layers of %d by %d keys are more than VIA's offsets reach", size.layers,
			       rows, cols);
	live->told = size;
	if (!dynamic_keymap_allocate(&size, err))
		return err_wrap(err, "%s", live->identity.device.id);
	size.dialect = live->held.dialect;
	size.via = live->held.via;
	size.vial = live->held.vial;
	size.uid = live->held.uid;
	size.usb_vid = live->held.usb_vid;
	size.usb_pid = live->held.usb_pid;
	dynamic_keymap_release(&live->held);
	live->held = size;
	return true;
}
