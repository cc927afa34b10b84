/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "device/fake_keyboard.h"
#include "gadget.h"

struct gadget *gadget_new(const char *spec, struct err *err)
{
	size_t len = strcspn(spec, "?");

	for (size_t i = 0; fake_keyboard_model_name(i); i++)
		if (!strncmp(fake_keyboard_model_name(i), spec, len) && !fake_keyboard_model_name(i)[len])
			return gadget_keyboard_new(spec, err);
	return gadget_fake_new(spec, err);
}

void gadget_free(struct gadget *g)
{
	if (!g)
		return;
	str_release(&g->descriptors);
	g->ops->free(g);
}
