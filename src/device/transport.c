/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "transport_private.h"

struct transport *transport_open(const char *id, struct err *err)
{
	if (!strncmp(id, "fake:", 5))
		return transport_fake_open(id + 5, err);
	if (!strncmp(id, "usb:", 4))
		return transport_usb_open(id, err);
	err_set(err, ERR_USAGE,
		"'%s' is no device; one is called like usb:1-4.2 or fake:stm32-dfu, see keyplane devices",
		id);
	return NULL;
}

void transport_close(struct transport *t)
{
	if (t)
		t->ops->close(t);
}

int transport_control_failed(const struct transport *t, const struct usb_setup *setup, enum err_code code,
			     int timeout_ms, struct err *err)
{
	const char *id = t->device.id;

	switch (code) {
	case ERR_STALL:
		err_set(err, code, "%s refused request %u (it stalled)", id, setup->request);
		break;
	case ERR_TIMEOUT:
		err_set(err, code, "%s did not answer request %u within %d ms", id, setup->request,
			timeout_ms);
		break;
	case ERR_GONE:
		err_set(err, code, "%s was unplugged or has restarted", id);
		break;
	default:
		err_set(err, code, "request %u to %s failed on the bus", setup->request, id);
		break;
	}
	return -1;
}
