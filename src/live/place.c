/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "live_private.h"
#include "model/vial_setting.h"

enum { VALUE_OPTIONS = 0x02 };

/* What a reply has from @at on, unless the firmware has no answer. */
static size_t take(const struct reply *reply, size_t at, uint8_t *bytes, size_t len)
{
	if (reply->refused)
		return 0;
	memcpy(bytes, reply->byte + at, len);
	return len;
}

static struct request key_request(enum command command, struct dynamic_place place)
{
	struct request request = request_new(command);

	request.byte[1] = (uint8_t)place.a;
	request.byte[2] = (uint8_t)place.b;
	request.byte[3] = (uint8_t)place.c;
	return request;
}

static bool get_key(struct live *live, struct dynamic_place place, uint8_t *bytes, size_t *len,
		    struct err *err)
{
	struct request request = key_request(COMMAND_GET_KEY, place);
	struct reply reply;

	if (!exchange_ask(&live->x, &request, &reply, err))
		return false;
	*len = take(&reply, 4, bytes, 2);
	return true;
}

static bool set_key(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
		    struct err *err)
{
	struct request request = key_request(COMMAND_SET_KEY, place);
	struct reply reply;

	memcpy(request.byte + 4, bytes, len);
	return exchange_ask(&live->x, &request, &reply, err);
}

/* Vial answers with both turns at once. */
static bool get_turn(struct live *live, struct dynamic_place place, uint8_t *bytes, size_t *len,
		     struct err *err)
{
	struct request request = key_request(COMMAND_GET_TURN, place);
	struct reply reply;
	size_t at = 4;

	*len = 0;
	if (!live_is_vial(live) && live->identity.via < VIA_WITH_TURNS)
		return true;
	if (live_is_vial(live)) {
		request = request_new(COMMAND_VIAL_GET_TURNS);
		request.byte[2] = (uint8_t)place.a;
		request.byte[3] = (uint8_t)place.b;
		at = place.c == TURN_CW ? 2 : 0;
	}
	if (!exchange_ask(&live->x, &request, &reply, err))
		return false;
	*len = take(&reply, at, bytes, 2);
	return true;
}

static bool set_turn(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
		     struct err *err)
{
	struct request request = key_request(COMMAND_SET_TURN, place);
	struct reply reply;

	if (live_is_vial(live)) {
		request = request_new(COMMAND_VIAL_SET_TURN);
		request.byte[2] = (uint8_t)place.a;
		request.byte[3] = (uint8_t)place.b;
		request.byte[4] = (uint8_t)place.c;
		memcpy(request.byte + 5, bytes, len);
	} else {
		memcpy(request.byte + 4, bytes, len);
	}
	return exchange_ask(&live->x, &request, &reply, err);
}

/* Before 9 that value was the firmware's version. */
static bool get_options(struct live *live, struct dynamic_place place, uint8_t *bytes, size_t *len,
			struct err *err)
{
	struct request request = request_new(COMMAND_GET_VALUE);
	struct reply reply;

	(void)place;
	*len = 0;
	if (live->identity.via < VIA_WITH_OPTIONS)
		return true;
	request.byte[1] = VALUE_OPTIONS;
	if (!exchange_ask(&live->x, &request, &reply, err))
		return false;
	*len = take(&reply, 2, bytes, 4);
	return true;
}

static bool set_options(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
			struct err *err)
{
	struct request request = request_new(COMMAND_SET_VALUE);
	struct reply reply;

	(void)place;
	if (live->identity.via < VIA_WITH_OPTIONS)
		return true;
	request.byte[1] = VALUE_OPTIONS;
	memcpy(request.byte + 2, bytes, len);
	return exchange_ask(&live->x, &request, &reply, err);
}

/* Operations on entries are in pairs, get and set, by kind; 0 counts them. */
static struct request entry_request(enum command command, struct dynamic_place place)
{
	struct request request = request_new(command);
	uint8_t kind = (uint8_t)(place.part - DYNAMIC_DANCES);

	request.byte[2] = (uint8_t)(1 + 2 * kind + (command == COMMAND_VIAL_SET_ENTRY));
	request.byte[3] = (uint8_t)place.a;
	return request;
}

static bool get_entry(struct live *live, struct dynamic_place place, uint8_t *bytes, size_t *len,
		      struct err *err)
{
	struct request request = entry_request(COMMAND_VIAL_GET_ENTRY, place);
	size_t width = live->held.entries[place.part - DYNAMIC_DANCES].width;
	struct reply reply;

	*len = 0;
	if (live->identity.vial < VIAL_WITH_ENTRIES)
		return true;
	if (!exchange_ask(&live->x, &request, &reply, err))
		return false;
	if (!reply.refused && reply.byte[0] != 0)
		return err_set(err, ERR_DEVICE, "%s says that it has no %s %u (status %u)",
			       live->identity.device.id, dynamic_part_name((enum dynamic_part)place.part),
			       place.a, reply.byte[0]);
	*len = take(&reply, 1, bytes, width);
	return true;
}

static bool set_entry(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
		      struct err *err)
{
	struct request request = entry_request(COMMAND_VIAL_SET_ENTRY, place);
	struct reply reply;

	memcpy(request.byte + 4, bytes, len);
	return exchange_ask(&live->x, &request, &reply, err);
}

static bool get_setting(struct live *live, struct dynamic_place place, uint8_t *bytes, size_t *len,
			struct err *err)
{
	struct request request = request_new(COMMAND_VIAL_GET_SETTING);
	struct reply reply;

	*len = 0;
	if (live->identity.vial < VIAL_WITH_ENTRIES)
		return true;
	request.byte[2] = (uint8_t)place.a;
	request.byte[3] = (uint8_t)(place.a >> 8);
	if (!exchange_ask(&live->x, &request, &reply, err))
		return false;
	if (reply.byte[0] == 0)
		*len = take(&reply, 1, bytes, vial_setting_bytes(place.a));
	return true;
}

static bool set_setting(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
			struct err *err)
{
	struct request request = request_new(COMMAND_VIAL_SET_SETTING);
	struct reply reply;

	request.byte[2] = (uint8_t)place.a;
	request.byte[3] = (uint8_t)(place.a >> 8);
	memcpy(request.byte + 4, bytes, len);
	return exchange_ask(&live->x, &request, &reply, err);
}

/* Channel, when there are channels; id; which of several. */
static size_t start_value(struct request *request, struct dynamic_place place)
{
	size_t at = 1;

	if (place.a != DYNAMIC_NO_CHANNEL)
		request->byte[at++] = (uint8_t)place.a;
	request->byte[at++] = (uint8_t)place.b;
	at += dynamic_index_bytes(place.c, request->byte + at);
	request->echo = at;
	return at;
}

static bool get_value(struct live *live, struct dynamic_place place, uint8_t *bytes, size_t *len,
		      struct err *err)
{
	struct request request = request_new(COMMAND_GET_CUSTOM);
	size_t at = start_value(&request, place);
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *asked;
	struct reply reply;

	*len = dynamic_keymap_get(&live->asked, place, room, &asked);
	request.used = at + *len;
	if (!*len)
		return true;
	if (!exchange_ask(&live->x, &request, &reply, err))
		return false;
	*len = take(&reply, at, bytes, *len);
	return true;
}

static bool set_value(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
		      struct err *err)
{
	struct request request = request_new(COMMAND_SET_CUSTOM);
	size_t at = start_value(&request, place);
	struct reply reply;

	memcpy(request.byte + at, bytes, len);
	return exchange_ask(&live->x, &request, &reply, err);
}

bool live_press(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
		struct err *err)
{
	struct request request = request_new(COMMAND_SET_CUSTOM);
	struct reply reply;
	size_t at;

	if (place.part != DYNAMIC_VALUES || len > DYNAMIC_PLACE_BYTES)
		return err_set(err, ERR_RANGE, "expected a value of up to %d bytes", DYNAMIC_PLACE_BYTES);
	at = start_value(&request, place);
	memcpy(request.byte + at, bytes, len);
	if (!exchange_ask(&live->x, &request, &reply, err))
		return false;
	return !reply.refused || err_set(err, ERR_REFUSED, "the firmware does not know value %u", place.b);
}

static const struct {
	bool (*get)(struct live *live, struct dynamic_place place, uint8_t *bytes, size_t *len,
		    struct err *err);
	bool (*set)(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
		    struct err *err);
} parts[DYNAMIC_PARTS] = {
	[DYNAMIC_KEYS] = { get_key, set_key },
	[DYNAMIC_TURNS] = { get_turn, set_turn },
	[DYNAMIC_OPTIONS] = { get_options, set_options },
	[DYNAMIC_DANCES] = { get_entry, set_entry },
	[DYNAMIC_COMBOS] = { get_entry, set_entry },
	[DYNAMIC_OVERRIDES] = { get_entry, set_entry },
	[DYNAMIC_ALT_REPEATS] = { get_entry, set_entry },
	[DYNAMIC_SETTINGS] = { get_setting, set_setting },
	[DYNAMIC_VALUES] = { get_value, set_value },
};

bool place_get(struct live *live, struct dynamic_place place, uint8_t *bytes, size_t *len, struct err *err)
{
	return parts[place.part].get(live, place, bytes, len, err);
}

bool place_set(struct live *live, struct dynamic_place place, const uint8_t *bytes, size_t len,
	       struct err *err)
{
	return parts[place.part].set(live, place, bytes, len, err);
}
