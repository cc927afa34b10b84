/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "model/qmk_layer_call.h"

/* Sorted by name. */
static const struct {
	const char *name;
	unsigned arguments;
} calls[] = {
	{ "ACTION_DEFAULT_LAYER_SET", 1 << 0 },
	{ "ACTION_LAYER_MODS", 1 << 0 },
	{ "ACTION_LAYER_MOMENTARY", 1 << 0 },
	{ "ACTION_LAYER_ONESHOT", 1 << 0 },
	{ "ACTION_LAYER_TAP_KEY", 1 << 0 },
	{ "ACTION_LAYER_TAP_TOGGLE", 1 << 0 },
	{ "ACTION_LAYER_TOGGLE", 1 << 0 },
	{ "ACTION_TAP_DANCE_LAYER_MOVE", 1 << 1 },
	{ "ACTION_TAP_DANCE_LAYER_TOGGLE", 1 << 1 },
	{ "DF", 1 << 0 },
	{ "IS_LAYER_OFF", 1 << 0 },
	{ "IS_LAYER_OFF_STATE", 1 << 1 },
	{ "IS_LAYER_ON", 1 << 0 },
	{ "IS_LAYER_ON_STATE", 1 << 1 },
	{ "LM", 1 << 0 },
	{ "LT", 1 << 0 },
	{ "MO", 1 << 0 },
	{ "OSL", 1 << 0 },
	{ "PDF", 1 << 0 },
	{ "TG", 1 << 0 },
	{ "TO", 1 << 0 },
	{ "TT", 1 << 0 },
	{ "layer_invert", 1 << 0 },
	{ "layer_move", 1 << 0 },
	{ "layer_off", 1 << 0 },
	{ "layer_on", 1 << 0 },
	{ "layer_state_cmp", 1 << 1 },
	{ "layer_state_is", 1 << 0 },
	{ "set_oneshot_layer", 1 << 0 },
	{ "set_single_default_layer", 1 << 0 },
	{ "set_single_persistent_default_layer", 1 << 0 },
	{ "update_tri_layer", 1 << 0 | 1 << 1 | 1 << 2 },
	{ "update_tri_layer_state", 1 << 1 | 1 << 2 | 1 << 3 },
};

static int compare(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int order = memcmp(a, b, a_len < b_len ? a_len : b_len);

	return order ? order : (a_len > b_len) - (a_len < b_len);
}

unsigned qmk_layer_arguments(const char *name, size_t len)
{
	size_t first = 0, end = COUNT(calls);

	while (first < end) {
		size_t middle = first + (end - first) / 2;
		int order = compare(name, len, calls[middle].name, strlen(calls[middle].name));

		if (!order)
			return calls[middle].arguments;
		if (order < 0)
			end = middle;
		else
			first = middle + 1;
	}
	return 0;
}
