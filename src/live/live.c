/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "live_private.h"

static void hold_identity(struct live *live)
{
	struct dynamic_keymap *held = &live->held;

	held->dialect = live->identity.dialect;
	held->via = live->identity.via;
	held->vial = live->identity.vial;
	held->uid = live->identity.uid;
	held->usb_vid = live->identity.device.vid;
	held->usb_pid = live->identity.device.pid;
}

struct live *live_open(struct hid *hid, struct err *err)
{
	struct live *live = mem_new(1, sizeof(*live));

	exchange_init(&live->x, hid);
	live->opened_us = hid_now_us(hid);
	if (!hello(&live->x, &live->identity, err)) {
		live_close(live);
		return NULL;
	}
	hold_identity(live);
	live_set_values(live, NULL);
	return live;
}

void live_close(struct live *live)
{
	struct err untold;

	if (!live)
		return;
	live_relock(live, &untold);
	exchange_release(&live->x);
	dynamic_keymap_release(&live->held);
	dynamic_keymap_release(&live->asked);
	free(live);
}

const struct live_identity *live_identity(const struct live *live)
{
	return &live->identity;
}

const struct dynamic_keymap *live_held(const struct live *live)
{
	return &live->held;
}

void live_describe(const struct live *live, struct str *out)
{
	const struct live_identity *identity = &live->identity;

	if (identity->vial >= 0)
		str_addf(out, "Vial %d (VIA %d), UID %016" PRIx64, identity->vial, identity->via,
			 identity->uid);
	else
		str_addf(out, "VIA %d", identity->via);
	if (identity->firmware)
		str_addf(out, ", QMK firmware 0x%08" PRIx32, identity->firmware);
	if (identity->keycodes > 0)
		str_addf(out, ", keycodes %x.%x.%x", (unsigned)identity->keycodes >> 16,
			 (unsigned)identity->keycodes >> 8 & 0xff, (unsigned)identity->keycodes & 0xff);
	if (identity->keychron_firmware[0])
		str_addf(out, ", Keychron %s", identity->keychron_firmware);
	if (identity->keychron_mcu[0])
		str_addf(out, ", %s", identity->keychron_mcu);
}

void live_set_values(struct live *live, const struct dynamic_keymap *values)
{
	/* Vial's RGB commands: mode (2 bytes), speed, hue, saturation, brightness. */
	static const struct dynamic_value mode = {
		.channel = DYNAMIC_NO_CHANNEL, .id = 0x41, .index = -1, .len = 6
	};
	struct err ignored;

	free(live->asked.value);
	live->asked.value = NULL;
	live->asked.values = 0;
	for (size_t i = 0; values && i < values->values; i++)
		(void)dynamic_keymap_put_value(&live->asked, &values->value[i], &ignored);
	if (live->identity.vialrgb)
		(void)dynamic_keymap_put_value(&live->asked, &mode, &ignored);
}

struct live_traffic live_traffic(const struct live *live)
{
	const struct hid *hid = live->x.hid;

	return (struct live_traffic){
		.reports_out = hid->reports_out,
		.reports_in = hid->reports_in,
		.bytes = (hid->reports_out + hid->reports_in) * HID_REPORT_BYTES,
		.round_trips = live->x.round_trips,
		.foreign = live->x.foreign,
		.late = live->x.late,
		.us = hid_now_us(live->x.hid) - live->opened_us,
	};
}
