/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "device/fake.h"
#include "transport_private.h"

enum {
	CONTROL_MS = 1, /* what any request takes, so that polling without sleep comes to its deadline too */
	RESTART_MS = 300,
};

struct fake_transport {
	struct transport t;
	struct fake *fake;
	bool owned;
	int64_t now_ms;
};

static struct fake_transport *self(struct transport *t)
{
	return (struct fake_transport *)t;
}

static int fake_transport_control(struct transport *t, const struct usb_setup *setup, void *buf, size_t len,
				  int timeout_ms, struct err *err)
{
	struct fake_transport *ft = self(t);
	int64_t deadline_ms = ft->now_ms + timeout_ms, ready_ms;
	int n;

	assert(timeout_ms > 0 && len <= TRANSPORT_MAX_BYTES);
	ft->now_ms += CONTROL_MS;
	while ((n = fake_control(ft->fake, ft->now_ms, setup, buf, len)) == FAKE_NAK) {
		ready_ms = fake_ready_ms(ft->fake);
		if (ready_ms > deadline_ms) {
			n = FAKE_SILENT;
			break;
		}
		ft->now_ms = ready_ms;
	}
	if (n >= 0)
		return n;
	if (n == FAKE_SILENT)
		ft->now_ms = deadline_ms;
	return transport_control_failed(t, setup,
					n == FAKE_STALL    ? ERR_STALL
					: n == FAKE_SILENT ? ERR_TIMEOUT
							   : ERR_GONE,
					timeout_ms, err);
}

static bool fake_transport_claim(struct transport *t, uint8_t interface, uint8_t alt, struct err *err)
{
	struct usb_setup setup = { 0x01, 11, alt, interface };

	return fake_transport_control(t, &setup, NULL, 0, 1000, err) >= 0 ||
	       err_wrap(err, "interface %u, alternate setting %u", interface, alt);
}

static bool fake_transport_reset(struct transport *t, struct err *err)
{
	struct fake_transport *ft = self(t);

	ft->now_ms += RESTART_MS;
	fake_reset(ft->fake, ft->now_ms);
	return fake_place(ft->fake) == FAKE_ATTACHED ||
	       err_set(err, ERR_GONE, "%s was unplugged or has restarted", t->device.id);
}

static bool fake_transport_follow(struct transport *t, int timeout_ms, struct device *out, struct err *err)
{
	struct fake_transport *ft = self(t);

	if (timeout_ms >= RESTART_MS && fake_successor(ft->fake, out)) {
		ft->now_ms += RESTART_MS;
		return true;
	}
	ft->now_ms += timeout_ms;
	return err_set(err, ERR_TIMEOUT, "no device came back where %s was within %d ms", t->device.id,
		       timeout_ms);
}

static int64_t fake_transport_now_ms(struct transport *t)
{
	return self(t)->now_ms;
}

static void fake_transport_sleep_ms(struct transport *t, int ms)
{
	self(t)->now_ms += ms;
}

static void fake_transport_close(struct transport *t)
{
	struct fake_transport *ft = self(t);

	for (size_t i = 0; ft->owned && i < fake_violation_count(ft->fake); i++)
		fprintf(stderr, "%s: violation: %s\n", t->device.id, fake_violation(ft->fake, i));
	if (ft->owned)
		fake_free(ft->fake);
	free(ft);
}

static const struct transport_ops ops = {
	.name = "fake",
	.control = fake_transport_control,
	.claim = fake_transport_claim,
	.reset = fake_transport_reset,
	.follow = fake_transport_follow,
	.now_ms = fake_transport_now_ms,
	.sleep_ms = fake_transport_sleep_ms,
	.close = fake_transport_close,
};

struct transport *transport_fake_new(struct fake *f)
{
	struct fake_transport *ft = mem_new(1, sizeof(*ft));

	ft->t.ops = &ops;
	ft->t.device = *fake_device(f);
	ft->fake = f;
	return &ft->t;
}

struct transport *transport_fake_open(const char *spec, struct err *err)
{
	struct fake *f = fake_new(spec, err);
	struct transport *t;

	if (!f)
		return NULL;
	t = transport_fake_new(f);
	self(t)->owned = true;
	return t;
}

struct fake *transport_fake(struct transport *t)
{
	return t->ops == &ops ? self(t)->fake : NULL;
}
