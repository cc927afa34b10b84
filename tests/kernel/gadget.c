/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "gadget.h"

struct gadget *gadget_new(const char *spec, struct err *err)
{
	return gadget_fake_new(spec, err);
}

void gadget_free(struct gadget *g)
{
	if (!g)
		return;
	str_release(&g->descriptors);
	g->ops->free(g);
}
