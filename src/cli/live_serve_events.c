/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "live_serve.h"

void serve_say(const struct live_event *event)
{
	struct str line = STR_INIT;

	live_event_print(event, &line);
	puts(str_text(&line));
	fflush(stdout);
	str_release(&line);
}

void serve_say_identity(const struct serve *serve)
{
	const struct live_identity *identity = live_identity(serve->desk.live);
	struct live_event event = { .type = LIVE_EVENT_IDENTITY,
				    .vid = identity->device.vid,
				    .pid = identity->device.pid,
				    .via = identity->via,
				    .vial = identity->vial,
				    .uid = identity->uid,
				    .firmware = identity->firmware,
				    .vialrgb = identity->vialrgb,
				    .dialect = identity->dialect };

	snprintf(event.id, sizeof(event.id), "%s", identity->device.id);
	snprintf(event.product, sizeof(event.product), "%.*s", (int)sizeof(event.product) - 1,
		 identity->device.product);
	snprintf(event.serial, sizeof(event.serial), "%.*s", (int)sizeof(event.serial) - 1,
		 identity->device.serial);
	live_describe(serve->desk.live, &event.text);
	serve_say(&event);
	live_event_release(&event);
}

void serve_say_definition(const struct serve *serve)
{
	/* Lent, not released. */
	struct live_event event = { .type = LIVE_EVENT_DEFINITION, .text = serve->desk.text };

	snprintf(event.from, sizeof(event.from), "%s", str_text(&serve->desk.from));
	serve_say(&event);
}

void serve_say_size(const struct serve *serve)
{
	const struct live_event event = { .type = LIVE_EVENT_SIZE, .size = *live_held(serve->desk.live) };

	serve_say(&event);
}

void serve_say_part(const struct serve *serve, enum dynamic_part part)
{
	struct live_event event = { .type = LIVE_EVENT_PART, .part = part };

	dynamic_keymap_get_part(live_held(serve->desk.live), part, &event.bytes);
	serve_say(&event);
	live_event_release(&event);
}

void serve_say_effects(const uint16_t *effect, size_t count)
{
	struct live_event event = { .type = LIVE_EVENT_EFFECTS };

	for (size_t i = 0; i < count; i++) {
		str_add_char(&event.bytes, (char)(effect[i] & 0xff));
		str_add_char(&event.bytes, (char)(effect[i] >> 8));
	}
	serve_say(&event);
	live_event_release(&event);
}

void serve_say_done(long request, const char *text)
{
	struct live_event event = { .type = LIVE_EVENT_DONE, .request = request };

	str_add(&event.text, text);
	serve_say(&event);
	live_event_release(&event);
}

void serve_say_lock(const struct live_unlock *unlock)
{
	static const char *const names[] = {
		[LIVE_NO_LOCK] = "none",
		[LIVE_LOCKED] = "locked",
		[LIVE_UNLOCKING] = "unlocking",
		[LIVE_UNLOCKED] = "unlocked",
	};
	struct live_event event = {
		.type = LIVE_EVENT_LOCK, .keys = unlock->keys, .left = unlock->left, .of = unlock->of
	};

	snprintf(event.lock, sizeof(event.lock), "%s", names[unlock->lock]);
	for (size_t i = 0; i < unlock->keys; i++) {
		event.key[i].row = unlock->key[i].row;
		event.key[i].col = unlock->key[i].col;
	}
	serve_say(&event);
}

void serve_say_traffic(struct serve *serve)
{
	const struct live_traffic traffic = live_traffic(serve->desk.live);

	serve_say(&(struct live_event){ .type = LIVE_EVENT_TRAFFIC,
					.reports = traffic.reports_out + traffic.reports_in,
					.traffic_bytes = traffic.bytes,
					.round_trips = traffic.round_trips,
					.us = traffic.us,
					.foreign = traffic.foreign });
}
