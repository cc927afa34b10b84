/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/report.h"
#include "live_link_private.h"

/* The widths of Vial's entries, by part - DYNAMIC_DANCES: model/dynamic_keymap.h. */
static const size_t entry_widths[] = { 10, 10, 10, 6 };

static bool take_identity(struct live_link *link, struct live_event *event, MAYBE_UNUSED int64_t now_ms,
			  MAYBE_UNUSED struct err *err)
{
	live_event_release(&link->identity);
	link->identity = *event;
	*event = (struct live_event){ 0 };
	live_link_escape(link->id, sizeof(link->id), link->identity.id);
	live_link_escape(link->name, sizeof(link->name), link->identity.product);
	live_link_escape(link->text, sizeof(link->text), str_text(&link->identity.text));
	link->state = LIVE_OPENING;
	return true;
}

static bool take_definition(struct live_link *link, struct live_event *event, MAYBE_UNUSED int64_t now_ms,
			    struct err *err)
{
	live_board_release(&link->board);
	diagnostics_release(&link->told);
	if (!live_board_init(&link->board, str_text(&event->text), event->text.len, link->identity.via,
			     link->identity.vial, link->identity.vialrgb, &link->told, err))
		return false;
	link->board.menus.firmware_version = link->identity.firmware;
	return true;
}

static void copy_identity(struct dynamic_keymap *to, const struct live_event *identity)
{
	to->dialect = identity->dialect;
	to->via = identity->via;
	to->vial = identity->vial;
	to->uid = identity->uid;
	to->usb_vid = identity->vid;
	to->usb_pid = identity->pid;
}

static bool same_size(const struct dynamic_keymap *a, const struct dynamic_keymap *b)
{
	for (size_t i = 0; i < COUNT(a->entries); i++)
		if (a->entries[i].count != b->entries[i].count)
			return false;
	return a->layers == b->layers && a->rows == b->rows && a->cols == b->cols &&
	       a->encoders == b->encoders && a->macros == b->macros && a->macro_bytes == b->macro_bytes;
}

/* One that is told again when the keyboard is back keeps what is wanted. */
static bool take_size(struct live_link *link, struct live_event *event, MAYBE_UNUSED int64_t now_ms,
		      struct err *err)
{
	struct dynamic_keymap *size = &event->size;

	if (link->held.key && same_size(&link->held, size))
		return true;
	if (!link->identity.id[0] || !link->board.definition)
		return err_set(err, ERR_DEVICE,
			       "the worker tells the size of a keyboard that it did not name and draw");
	if (!size->layers || !size->rows || !size->cols)
		return err_set(err, ERR_DEVICE, "the keyboard tells %zu layers of %zu rows and %zu columns",
			       size->layers, size->rows, size->cols);
	dynamic_keymap_release(&link->held);
	link->held = *size;
	copy_identity(&link->held, &link->identity);
	for (size_t i = 0; i < COUNT(link->held.entries); i++)
		link->held.entries[i].width = entry_widths[i];
	if (!dynamic_keymap_allocate(&link->held, err))
		return false;
	dynamic_keymap_copy(&link->coming, &link->held);
	dynamic_keymap_copy(&link->wanted, &link->held);
	free(link->press);
	link->press = mem_new(link->held.rows * link->held.cols, sizeof(*link->press));
	return true;
}

/* Make @to's part that of what is held, but for @keep, which it has otherwise. */
static bool merge_part(struct dynamic_keymap *to, const struct live_event *event,
		       const struct dynamic_places *keep, struct err *err)
{
	struct dynamic_keymap before = { 0 };
	bool good;

	dynamic_keymap_copy(&before, to);
	good = dynamic_keymap_put_part(to, event->part, (const uint8_t *)str_text(&event->bytes),
				       event->bytes.len, err);
	/* A place that is not there any more has nothing to keep. */
	for (size_t i = 0; good && i < keep->count; i++)
		if (keep->item[i].part == event->part)
			live_link_copy(to, &before, keep->item[i]);
	dynamic_keymap_release(&before);
	return good;
}

static bool take_part(struct live_link *link, struct live_event *event, MAYBE_UNUSED int64_t now_ms,
		      struct err *err)
{
	struct dynamic_places edited = { 0 }, coming = { 0 }, none = { 0 };
	bool good;

	if (!link->held.key)
		return err_set(err, ERR_DEVICE, "the worker tells of %s before how many there are",
			       dynamic_part_name(event->part));
	live_link_keep(link);
	dynamic_keymap_diff(&link->held, &link->wanted, &edited);
	dynamic_keymap_diff(&link->held, &link->coming, &coming);
	good = merge_part(&link->held, event, &none, err) && merge_part(&link->coming, event, &coming, err) &&
	       merge_part(&link->wanted, event, &edited, err);
	dynamic_places_release(&edited);
	dynamic_places_release(&coming);
	if (!good)
		return false;
	if (event->part == DYNAMIC_KEYS && link->state < LIVE_READING)
		link->state = LIVE_READING;
	return true;
}

/* Of Vial's lights only what there is can be chosen. */
static bool take_effects(struct live_link *link, struct live_event *event, MAYBE_UNUSED int64_t now_ms,
			 MAYBE_UNUSED struct err *err)
{
	const uint8_t *byte = (const uint8_t *)str_text(&event->bytes);
	uint32_t effect[VIA_MAX_MENU_CHOICES];
	size_t count = 0;

	for (; count < COUNT(effect) && 2 * count + 1 < event->bytes.len; count++)
		effect[count] = byte[2 * count] | (uint32_t)byte[2 * count + 1] << 8;
	via_menus_keep_choices(&link->board.menus, "id_vialrgb_effect", effect, count);
	return true;
}

static bool take_ready(struct live_link *link, MAYBE_UNUSED struct live_event *event,
		       MAYBE_UNUSED int64_t now_ms, struct err *err)
{
	if (!live_link_holds(&link->held, DYNAMIC_KEYS))
		return err_set(err, ERR_DEVICE, "the worker is ready without having told of the keys");
	link->state = LIVE_READY;
	return true;
}

static char *describe(const struct dynamic_keymap *held, struct dynamic_place place)
{
	struct str text = STR_INIT;
	char *escaped;
	size_t size;

	dynamic_keymap_describe(held, place, &text);
	size = 4 * text.len + 1;
	escaped = mem_new(size, 1);
	live_link_escape(escaped, size, str_text(&text));
	str_release(&text);
	return escaped;
}

/* @was is taken. */
static void add_trouble(struct live_link *link, const struct live_event *event, const struct live_sent *sent,
			char *was)
{
	struct live_trouble *trouble = live_link_trouble(link, event->place);
	struct dynamic_keymap tried = { 0 };
	char why[480];
	struct err err;

	if (trouble)
		live_link_drop_trouble(link, trouble);
	link->trouble = mem_grow(link->trouble, link->troubles, &link->trouble_cap, sizeof(*link->trouble));
	trouble = &link->trouble[link->troubles++];
	link->troubled++;
	*trouble = (struct live_trouble){ .place = event->place, .was = was };
	live_link_escape(trouble->outcome, sizeof(trouble->outcome), event->outcome);
	live_link_escape(why, sizeof(why), str_text(&event->text));
	dynamic_keymap_copy(&tried, &link->held);
	if (live_link_put_bytes(&tried, event->place, &sent->bytes, &err))
		trouble->wanted = describe(&tried, event->place);
	else
		trouble->wanted = mem_copy_text(err.text);
	trouble->got = describe(&link->held, event->place);
	trouble->why = mem_copy_text(why);
	str_add_bytes(&trouble->bytes, str_text(&sent->bytes), sent->bytes.len);
	dynamic_keymap_release(&tried);
}

static size_t find_sent(const struct live_link *link, long request, struct dynamic_place place)
{
	size_t i = 0;

	while (i < link->sent &&
	       (link->sending[i].request != request || !dynamic_place_equal(link->sending[i].place, place)))
		i++;
	return i;
}

static bool take_written(struct live_link *link, struct live_event *event, MAYBE_UNUSED int64_t now_ms,
			 struct err *err)
{
	size_t index = find_sent(link, event->request, event->place);
	/* Unplugged is no trouble: it is sent when the keyboard is back. */
	bool written = !strcmp(event->outcome, "written"),
	     waits = !strcmp(event->outcome, "unsent") && link->state == LIVE_GONE, good;
	struct live_trouble *over = live_link_trouble(link, event->place);
	char *was;

	if (index == link->sent)
		return err_set(err, ERR_DEVICE, "the worker answers what was not asked, request %ld",
			       event->request);
	was = written || waits ? NULL : describe(&link->held, event->place);
	good = !event->bytes.len || live_link_put_bytes(&link->held, event->place, &event->bytes, err);
	if (was)
		add_trouble(link, event, &link->sending[index], was);
	else if (written && over)
		live_link_drop_trouble(link, over);
	live_link_forget(link, index);
	live_link_settle(link, event->place);
	return good;
}

/* What the worker did not answer place by place is not known to have arrived. */
static bool take_done(struct live_link *link, struct live_event *event, MAYBE_UNUSED int64_t now_ms,
		      MAYBE_UNUSED struct err *err)
{
	for (size_t i = link->sent; i > 0; i--) {
		struct dynamic_place place = link->sending[i - 1].place;

		if (link->sending[i - 1].request != event->request)
			continue;
		live_link_forget(link, i - 1);
		live_link_settle(link, place);
	}
	if (event->text.len)
		live_link_escape(link->note, sizeof(link->note), str_text(&event->text));
	return true;
}

static bool take_lock(struct live_link *link, struct live_event *event, MAYBE_UNUSED int64_t now_ms,
		      MAYBE_UNUSED struct err *err)
{
	_Static_assert(sizeof(link->unlock_key) == sizeof(event->key), "the same keys");

	memcpy(link->lock, event->lock, sizeof(link->lock));
	memcpy(link->unlock_key, event->key, sizeof(link->unlock_key));
	link->unlock_keys = event->keys;
	link->unlock_left = event->left;
	link->unlock_of = event->of;
	if (!strcmp(link->lock, "unlocked") || !strcmp(link->lock, "none"))
		live_link_retry(link, "locked-out");
	return true;
}

static void press(struct live_press *key, bool down, int64_t now_ms)
{
	if (down == key->down)
		return;
	key->down = down;
	if (!down) {
		key->up_ms = now_ms;
		return;
	}
	key->chatter += key->ever && now_ms - key->up_ms < LIVE_CHATTER_MS && key->chatter < UINT16_MAX;
	key->count += key->count < UINT16_MAX;
	key->ever = true;
}

static bool take_matrix(struct live_link *link, struct live_event *event, int64_t now_ms, struct err *err)
{
	size_t keys = link->held.rows * link->held.cols;

	if (event->bytes.len != (keys + 7) / 8)
		return err_set(err, ERR_DEVICE, "the worker tells of %zu bytes of pressed keys, not %zu",
			       event->bytes.len, (keys + 7) / 8);
	for (size_t i = 0; i < keys; i++)
		press(&link->press[i], event->bytes.data[i / 8] >> i % 8 & 1, now_ms);
	return true;
}

static bool take_traffic(struct live_link *link, struct live_event *event, MAYBE_UNUSED int64_t now_ms,
			 MAYBE_UNUSED struct err *err)
{
	link->reports = event->reports;
	link->traffic_bytes = event->traffic_bytes;
	link->round_trips = event->round_trips;
	link->us = event->us;
	link->foreign = event->foreign;
	return true;
}

static bool take_foreign(struct live_link *link, struct live_event *event, MAYBE_UNUSED int64_t now_ms,
			 MAYBE_UNUSED struct err *err)
{
	link->foreign = event->foreign;
	return true;
}

static bool take_gone(struct live_link *link, MAYBE_UNUSED struct live_event *event,
		      MAYBE_UNUSED int64_t now_ms, MAYBE_UNUSED struct err *err)
{
	link->state = LIVE_GONE;
	for (size_t i = 0; link->press && i < link->held.rows * link->held.cols; i++)
		link->press[i].down = false;
	return true;
}

static bool take_back(struct live_link *link, MAYBE_UNUSED struct live_event *event,
		      MAYBE_UNUSED int64_t now_ms, MAYBE_UNUSED struct err *err)
{
	link->state = live_link_holds(&link->held, DYNAMIC_KEYS) ? LIVE_READING : LIVE_OPENING;
	return true;
}

/* False as live_link_line(). The event is the taker's. */
typedef bool taker(struct live_link *link, struct live_event *event, int64_t now_ms, struct err *err);
static taker *const takers[] = {
	[LIVE_EVENT_IDENTITY] = take_identity, [LIVE_EVENT_DEFINITION] = take_definition,
	[LIVE_EVENT_SIZE] = take_size,         [LIVE_EVENT_PART] = take_part,
	[LIVE_EVENT_EFFECTS] = take_effects,   [LIVE_EVENT_READY] = take_ready,
	[LIVE_EVENT_WRITTEN] = take_written,   [LIVE_EVENT_DONE] = take_done,
	[LIVE_EVENT_LOCK] = take_lock,         [LIVE_EVENT_MATRIX] = take_matrix,
	[LIVE_EVENT_TRAFFIC] = take_traffic,   [LIVE_EVENT_FOREIGN] = take_foreign,
	[LIVE_EVENT_GONE] = take_gone,         [LIVE_EVENT_BACK] = take_back,
};
_Static_assert(COUNT(takers) == LIVE_EVENT_COUNT, "a taker for each event");

/* How it ended when that was not well, and what it has to say on the way. */
static bool take_report(struct live_link *link, const char *line, struct err *err)
{
	struct report_event report;
	char text[480];

	if (!report_parse(line, &report, err))
		return false;
	live_link_escape(text, sizeof(text), report.text);
	if (report.type == REPORT_EVENT_END && !report.ok)
		return err_set(err, ERR_DEVICE, "%s", text);
	if (report.type == REPORT_EVENT_LOG || report.type == REPORT_EVENT_WAIT)
		memcpy(link->note, text, sizeof(link->note));
	return true;
}

bool live_link_line(struct live_link *link, const char *line, int64_t now_ms, unsigned *changed,
		    struct err *err)
{
	struct live_event event = { 0 };
	unsigned bit;
	bool good;

	*changed = 0;
	if (!live_event_parse(line, &event, err)) {
		live_event_release(&event);
		return err->code == ERR_NOT_FOUND && take_report(link, line, err);
	}
	bit = 1u << event.type;
	good = takers[event.type](link, &event, now_ms, err);
	live_event_release(&event);
	if (link->held.key)
		live_link_refresh(link);
	if (good)
		*changed = bit;
	return good;
}
