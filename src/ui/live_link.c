/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "live_link_private.h"
#include "model/vial_setting.h"

bool live_link_holds(const struct dynamic_keymap *held, enum dynamic_part part)
{
	return held->held & 1u << part;
}

void live_link_escape(char *out, size_t size, const char *text)
{
	utf8_escape(out, size, text, strlen(text));
}

void live_link_init(struct live_link *link)
{
	*link = (struct live_link){ .instant = true };
}

static void release_trouble(struct live_trouble *trouble)
{
	free(trouble->was);
	free(trouble->wanted);
	free(trouble->got);
	free(trouble->why);
	str_release(&trouble->bytes);
}

static void release_troubles(struct live_link *link)
{
	for (size_t i = 0; i < link->troubles; i++)
		release_trouble(&link->trouble[i]);
	link->troubles = 0;
}

static void release_sending(struct live_link *link)
{
	for (size_t i = 0; i < link->sent; i++)
		str_release(&link->sending[i].bytes);
	link->sent = 0;
}

void live_link_release(struct live_link *link)
{
	release_troubles(link);
	release_sending(link);
	free(link->trouble);
	free(link->sending);
	free(link->press);
	live_event_release(&link->identity);
	live_board_release(&link->board);
	diagnostics_release(&link->told);
	dynamic_keymap_release(&link->held);
	dynamic_keymap_release(&link->coming);
	dynamic_keymap_release(&link->wanted);
	dynamic_keymap_release(&link->before);
	dynamic_places_release(&link->pending);
	*link = (struct live_link){ .instant = link->instant };
}

/* The bytes of a place; false: there is no such place. */
bool live_link_get(const struct dynamic_keymap *from, struct dynamic_place place, struct str *out)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;
	size_t len = dynamic_keymap_get(from, place, room, &bytes);

	str_clear(out);
	str_add_bytes(out, bytes, len);
	return len;
}

bool live_link_put_bytes(struct dynamic_keymap *to, struct dynamic_place place, const struct str *bytes,
			 struct err *err)
{
	return dynamic_keymap_put(to, place, (const uint8_t *)str_text(bytes), bytes->len, err);
}

static bool same_bytes(const struct str *a, const struct str *b)
{
	return a->len == b->len && !memcmp(str_text(a), str_text(b), a->len);
}

bool live_link_copy(struct dynamic_keymap *to, const struct dynamic_keymap *from, struct dynamic_place place)
{
	struct str bytes = STR_INIT;
	struct err err;
	bool good = live_link_get(from, place, &bytes) && live_link_put_bytes(to, place, &bytes, &err);

	str_release(&bytes);
	return good;
}

struct live_trouble *live_link_trouble(struct live_link *link, struct dynamic_place place)
{
	for (size_t i = 0; i < link->troubles; i++)
		if (dynamic_place_equal(link->trouble[i].place, place))
			return &link->trouble[i];
	return NULL;
}

void live_link_drop_trouble(struct live_link *link, struct live_trouble *trouble)
{
	size_t index = (size_t)(trouble - link->trouble);

	release_trouble(trouble);
	link->troubles--;
	memmove(trouble, trouble + 1, (link->troubles - index) * sizeof(*trouble));
}

/* Troubles whose value is wanted no more are over. */
static void drop_old_troubles(struct live_link *link)
{
	struct str bytes = STR_INIT;

	for (size_t i = link->troubles; i > 0; i--) {
		struct live_trouble *trouble = &link->trouble[i - 1];

		if (!live_link_get(&link->wanted, trouble->place, &bytes) ||
		    !same_bytes(&bytes, &trouble->bytes))
			live_link_drop_trouble(link, trouble);
	}
	str_release(&bytes);
}

/* What is pending: where the document differs from what will be there, but for what was refused as it is. */
void live_link_refresh(struct live_link *link)
{
	struct dynamic_places differ = { 0 };

	drop_old_troubles(link);
	dynamic_keymap_diff(&link->coming, &link->wanted, &differ);
	link->pending.count = 0;
	for (size_t i = 0; i < differ.count; i++)
		if (!live_link_trouble(link, differ.item[i]))
			dynamic_places_add(&link->pending, differ.item[i]);
	dynamic_places_release(&differ);
}

bool live_link_is_settled(const struct live_link *link)
{
	return !link->pending.count && !link->sent && !link->troubles;
}

static bool is_coming(const struct live_link *link, struct dynamic_place place)
{
	for (size_t i = 0; i < link->sent; i++)
		if (dynamic_place_equal(link->sending[i].place, place))
			return true;
	return false;
}

void live_link_forget(struct live_link *link, size_t index)
{
	str_release(&link->sending[index].bytes);
	link->sent--;
	memmove(&link->sending[index], &link->sending[index + 1],
		(link->sent - index) * sizeof(*link->sending));
}

/* What will be there is what is there, when nothing is on its way. */
void live_link_settle(struct live_link *link, struct dynamic_place place)
{
	if (!is_coming(link, place))
		live_link_copy(&link->coming, &link->held, place);
}

void live_link_end(struct live_link *link, int status)
{
	link->job = 0;
	link->matrix_on = false;
	while (link->sent) {
		struct dynamic_place place = link->sending[link->sent - 1].place;

		live_link_forget(link, link->sent - 1);
		live_link_settle(link, place);
	}
	if (link->held.key)
		live_link_refresh(link);
	if (status && !link->note[0])
		snprintf(link->note, sizeof(link->note), "the worker ended with status %d", status);
	link->state = live_link_holds(&link->held, DYNAMIC_KEYS) ? LIVE_GONE : LIVE_OFF;
}

static void add_sent(struct live_link *link, long request, struct dynamic_place place,
		     const struct str *bytes)
{
	struct live_sent *sent;

	link->sending = mem_grow(link->sending, link->sent, &link->sending_cap, sizeof(*link->sending));
	sent = &link->sending[link->sent++];
	*sent = (struct live_sent){ .request = request, .place = place };
	str_add_bytes(&sent->bytes, str_text(bytes), bytes->len);
}

bool live_link_send(struct live_link *link, bool all, struct str *line)
{
	struct live_request request = { .type = LIVE_WRITE };
	struct str bytes = STR_INIT;
	size_t count = link->pending.count;

	if (!count || !(link->instant || all) || !link->job || link->state < LIVE_READING ||
	    link->state == LIVE_GONE)
		return false;
	request.request = ++link->last_request;
	if (count > LIVE_LINE_ITEMS)
		count = LIVE_LINE_ITEMS;
	for (size_t i = 0; i < count; i++) {
		struct dynamic_place place = link->pending.item[i];

		live_link_get(&link->wanted, place, &bytes);
		live_request_add(&request, place, (const uint8_t *)str_text(&bytes), bytes.len);
		add_sent(link, request.request, place, &bytes);
		live_link_copy(&link->coming, &link->wanted, place);
	}
	live_request_print(&request, line);
	live_request_release(&request);
	str_release(&bytes);
	live_link_refresh(link);
	return true;
}

void live_link_ask(struct live_link *link, enum live_request_type type, struct str *line)
{
	live_request_print(&(struct live_request){ .type = type, .request = ++link->last_request }, line);
}

void live_link_want(struct live_link *link, const struct layout *layout, const struct keymap *map,
		    struct diagnostics *lost)
{
	dynamic_keymap_take(&link->wanted, layout, map, lost);
	live_link_drawn(link);
	live_link_refresh(link);
}

void live_link_keep(struct live_link *link)
{
	if (!link->before.key)
		dynamic_keymap_copy(&link->before, &link->wanted);
}

void live_link_drawn(struct live_link *link)
{
	dynamic_keymap_release(&link->before);
}

bool live_link_is_stale(const struct live_link *link)
{
	enum { NOT_DRAWN = 1u << DYNAMIC_OPTIONS | 1u << DYNAMIC_VALUES };
	struct dynamic_places differ = { 0 };
	bool stale = link->before.key && (link->before.held ^ link->wanted.held) & ~(unsigned)NOT_DRAWN;

	if (link->before.key)
		dynamic_keymap_diff(&link->before, &link->wanted, &differ);
	for (size_t i = 0; i < differ.count; i++)
		stale |= !(1u << differ.item[i].part & NOT_DRAWN) &&
			 (differ.item[i].part != DYNAMIC_SETTINGS || vial_setting_find(differ.item[i].a));
	dynamic_places_release(&differ);
	return stale;
}

bool live_link_put(struct live_link *link, struct dynamic_place place, const uint8_t *bytes, size_t len,
		   struct err *err)
{
	live_link_keep(link);
	if (!dynamic_keymap_put(&link->wanted, place, bytes, len, err))
		return false;
	live_link_refresh(link);
	return true;
}

void live_link_discard(struct live_link *link)
{
	release_troubles(link);
	live_link_keep(link);
	dynamic_keymap_copy(&link->wanted, &link->coming);
	live_link_refresh(link);
}

void live_link_retry(struct live_link *link, const char *outcome)
{
	for (size_t i = link->troubles; i > 0; i--)
		if (!outcome || !strcmp(link->trouble[i - 1].outcome, outcome))
			live_link_drop_trouble(link, &link->trouble[i - 1]);
	if (link->held.key)
		live_link_refresh(link);
}
