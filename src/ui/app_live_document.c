/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/mem.h"
#include "project/journal.h"

/*
 * The document of a running keyboard: its own, made of what it holds and made anew when that changes without us, or a
 * file's that was open and is compared with it.
 */

static const struct diagnostic_kind not_held = { "live-lossy", SEVERITY_WARNING };
static const struct diagnostic_kind refused = { "live-refused", SEVERITY_ERROR };

/* An own one is made anew on another layout, and of other numbers. */
struct rewriting {
	const struct layout *from, *to;
	const struct dynamic_keymap *before, *now;
};

/* @held as a keymap, with the names of @named's layers, which no keyboard holds. */
static const struct keymap *draw(const struct dynamic_keymap *held, const struct layout *layout,
				 const struct keymap *named)
{
	struct diagnostics told = { 0 };
	struct keymap *map = dynamic_keymap_map(held, layout, &told);

	for (size_t i = 0; i < keymap_layers(map) && i < keymap_layers(named); i++)
		keymap_put_layer_name(map, i, keymap_layer_name(named, i));
	diagnostics_release(&told);
	return map;
}

/* What @map has otherwise than what was drawn is an edit, which is kept over what is drawn now. */
static const struct keymap *rewrite(void *data, const struct keymap *map)
{
	const struct rewriting *change = data;
	struct dynamic_keymap edited = { 0 }, now = { 0 };
	struct dynamic_places edits = { 0 };
	struct diagnostics lost = { 0 };
	const struct keymap *out;

	dynamic_keymap_copy(&edited, change->before);
	dynamic_keymap_take(&edited, change->from, map, &lost);
	dynamic_keymap_diff(change->before, &edited, &edits);
	dynamic_keymap_copy(&now, change->now);
	for (size_t i = 0; i < edits.count; i++)
		live_link_copy(&now, &edited, edits.item[i]);
	out = draw(&now, change->to, map);
	diagnostics_release(&lost);
	dynamic_places_release(&edits);
	dynamic_keymap_release(&edited);
	dynamic_keymap_release(&now);
	return out;
}

/* The cursor stays on its key where the new layout has it. */
static void keep_cursor(struct app *app, const struct key *key)
{
	int slot = key ? layout_find_key(app_layout(app), key->row, key->col) : app->cursor.key;

	if (slot < 0 || slot >= (int)keymap_slots(app_map(app)))
		slot = (int)geometry_first(&app->geometry);
	app->cursor.key = slot;
	app->marked.key = -1;
	app_follow(app);
}

static void remake(struct app *app, struct project *made)
{
	const struct layout *from = app_layout(app);
	struct live_link *link = &app->live;
	struct rewriting change = { from, &made->keyboard->layout[0],
				    link->before.key ? &link->before : &link->wanted, &link->wanted };
	size_t at = (size_t)app->cursor.key;
	struct key key = at < from->keys ? from->key[at] : (struct key){ 0 };
	struct project *project = app->project;
	struct keyboard *keyboard = project->keyboard;
	struct diagnostics told = project->diagnostics;
	const struct keymap *map = project->map;
	bool on_key = at < from->keys;

	/* Keys that are being chosen are not those any more. */
	while (app_is_open(app, VIEW_KEYS))
		app_pop(app);
	history_rewrite(app->history, rewrite, &change);
	project->keyboard = made->keyboard;
	project->diagnostics = made->diagnostics;
	project->map = made->map;
	app_keyboard_changed(app);
	made->keyboard = keyboard;
	made->diagnostics = told;
	made->map = map;
	keep_cursor(app, on_key ? &key : NULL);
}

static bool has_options(const struct app *app)
{
	return app->live.wanted.held & 1u << DYNAMIC_OPTIONS;
}

void app_live_redraw(struct app *app)
{
	struct live_link *link = &app->live;
	struct project *made;
	struct err err = { 0 };
	bool chosen, stale = live_link_is_stale(link);

	if (!app_live_is_own(app)) {
		live_link_drawn(link);
		return;
	}
	chosen = has_options(app) && live_board_choose(&link->board, link->wanted.options);
	if (chosen || stale) {
		made = live_project_new(&link->board, &link->held, link->name, &err);
		if (made)
			remake(app, made);
		else
			app_say(app, STYLE_ERROR, "%s", err.text);
		project_free(made);
		keymap_unref(app->live_map);
		app->live_map = keymap_ref(app_map(app));
	}
	live_link_drawn(link);
}

/* What the journal keeps unsaved edits of a keyboard by. */
static char *running_name(const struct live_event *identity)
{
	struct str name = STR_INIT;

	if (identity->uid)
		str_addf(&name, "vial %016" PRIx64, identity->uid);
	else
		str_addf(&name, "%04x:%04x", identity->vid, identity->pid);
	if (identity->serial[0])
		str_addf(&name, " %s", identity->serial);
	return str_take(&name);
}

/* By its ids, and because all of its keys are in the matrix. */
static bool is_of_keyboard(const struct app *app)
{
	const struct keyboard *keyboard = app->project ? app->project->keyboard : NULL;
	const struct live_link *link = &app->live;

	if (!keyboard || !keyboard->usb_vid || keyboard->usb_vid != link->identity.vid ||
	    keyboard->usb_pid != link->identity.pid || keymap_encoders(app_map(app)) != link->held.encoders)
		return false;
	for (size_t i = 0; i < app_layout(app)->keys; i++) {
		const struct key *key = &app_layout(app)->key[i];

		if (key->row >= link->held.rows || key->col >= link->held.cols)
			return false;
	}
	return true;
}

static void attach(struct app *app, bool own)
{
	app->live_attached = true;
	app->live_replaced = false;
	app->live_own = own;
	keymap_unref(app->live_map);
	app->live_map = own ? keymap_ref(app_map(app)) : NULL;
	live_link_drawn(&app->live);
}

/* A file of the same keyboard stays the document. What it says otherwise is sent when that is asked for. */
static void connect(struct app *app)
{
	attach(app, false);
	app->live.instant = false;
}

/* The keyboard's own document is shown from here on. */
static void call_take(void *state, struct effects *effects)
{
	struct app *app = state;
	struct live_link *link = &app->live;
	struct err err = { 0 };
	struct project *project;

	if (link->state < LIVE_READING || app->live_attached)
		return;
	if (has_options(app))
		live_board_choose(&link->board, link->wanted.options);
	project = live_project_new(&link->board, &link->held, link->name, &err);
	if (!project) {
		app_live_close(app, effects);
		app_say(app, STYLE_ERROR, "%s", err.text);
		return;
	}
	project->running = running_name(&link->identity);
	if (app->project && history_is_modified(app->history))
		journal_remove(app->project);
	app_take_project(app, project);
	attach(app, true);
	if (!app->problems.count)
		app_say(app, STYLE_OK, "%s: %s", link->name, link->text);
	if (link->state == LIVE_READY)
		app_live_parts(app, true, effects);
}

static void take(MAYBE_UNUSED struct app *app, struct effects *effects)
{
	effects_add_call(effects, call_take);
}

static void answer_take(struct app *app, char key, struct effects *effects)
{
	if (key == 's')
		app_save(app, NULL, false, take, effects);
	else
		take(app, effects);
}

/* A file that tells no keyboard, or this one, is read for it: then both have the same keys. */
static bool open_file(struct app *app)
{
	const struct keyboard *keyboard = app->project->keyboard;
	struct project *project;
	struct err ignored;

	if (!app->project->path || history_is_modified(app->history) ||
	    (!app->project->guessed && (!keyboard->usb_vid || keyboard->usb_vid != app->live.identity.vid ||
					keyboard->usb_pid != app->live.identity.pid)))
		return false;
	/* One that is of another keyboard is no failure: the keyboard's own takes its place. */
	project = live_project_open(&app->live.board, &app->live.held, app->project->path, &ignored);
	if (project)
		app_take_project(app, project);
	return project;
}

/* That of a running keyboard, which held all of it: what it holds now takes its place. */
static bool is_of_before(const struct app *app)
{
	return app->project->running && !app->project->path && !history_is_modified(app->history);
}

/* Which document it is. */
static void call_attach(void *state, struct effects *effects)
{
	struct app *app = state;
	struct live_link *link = &app->live;

	if (link->state < LIVE_READING || app->live_attached)
		return;
	if (has_options(app))
		live_board_choose(&link->board, link->wanted.options);
	if (app->project && !is_of_before(app) && (is_of_keyboard(app) || open_file(app))) {
		connect(app);
		app_live_parts(app, link->state == LIVE_READY, effects);
	} else if (app->project && history_is_modified(app->history)) {
		app_ask(app, "sd", answer_take,
			"This keymap has unsaved edits; the keyboard's takes its place.");
	} else {
		call_take(app, effects);
	}
}

static void say_differences(struct app *app)
{
	size_t count = app->live.pending.count;

	if (count)
		app_say(app, STYLE_WARNING,
			"this file and %s differ in %zu place%s: g c compares them, A sends the file's, "
			":discard takes the keyboard's",
			app->live.name, count, count == 1 ? "" : "s");
	else
		app_say(app, STYLE_OK, "%s holds what this file says", app->live.name);
}

void app_live_parts(struct app *app, bool ready, struct effects *effects)
{
	struct live_link *link = &app->live;

	/* A file is compared with what is drawn, which the layout options say. */
	if (!app->live_attached && !app->live_asked && link->state >= LIVE_READING &&
	    (ready || !app->project || has_options(app))) {
		effects_add_call(effects, call_attach);
		app->live_asked = true;
	}
	if (!app->live_attached)
		return;
	if (app->live_own) {
		app_live_redraw(app);
	} else {
		/* With each part more can be compared. */
		keymap_unref(app->live_map);
		app->live_map = NULL;
		app_live_follow_document(app, effects);
	}
	if (!ready || app->live_offered)
		return;
	app->live_offered = true;
	if (app->live_own)
		app_offer_recovery(app);
	else
		say_differences(app);
}

static void want(struct app *app)
{
	const struct keymap *map = app_map(app);
	struct diagnostics lost = { 0 };

	live_link_want(&app->live, app_layout(app), map, &lost);
	if (lost.count > app->live_lost)
		app_say(app, STYLE_WARNING, "the keyboard cannot hold this: %s", lost.item[0].text);
	app->live_lost = lost.count;
	diagnostics_release(&lost);
	keymap_unref(app->live_map);
	app->live_map = keymap_ref(map);
}

void app_live_follow_document(struct app *app, struct effects *effects)
{
	if (app->live_replaced && !is_of_keyboard(app))
		app_live_close(app, effects);
	else if (app->live_replaced)
		connect(app);
	if (!app->live_attached)
		return;
	if (app->live_map != app_map(app))
		want(app);
}

void app_live_take_back(struct app *app, struct effects *effects)
{
	struct live_link *link = &app->live;

	/* The layout first: what is drawn on it is an edit like others. */
	if (live_link_copy(&link->wanted, &link->coming, (struct dynamic_place){ .part = DYNAMIC_OPTIONS }))
		app_live_redraw(app);
	live_link_discard(link);
	live_link_drawn(link);
	app->live_lost = 0;
	app_commit(app, draw(&link->wanted, app_layout(app), app_map(app)), effects,
		   "what the keyboard holds");
}

int app_live_slot(const struct app *app, struct dynamic_place place)
{
	if (!app->project)
		return -1;
	if (place.part == DYNAMIC_KEYS)
		return layout_find_key(app_layout(app), place.b, place.c);
	if (place.part == DYNAMIC_TURNS && place.b < keymap_encoders(app_map(app)))
		return (int)(app_layout(app)->keys + (size_t)place.b * TURN_COUNT) + place.c;
	return -1;
}

/* Of each place in the matrix which key it is, so that many places are looked up at once. */
static int16_t *index_keys(const struct app *app)
{
	const struct layout *layout = app_layout(app);
	size_t count = app->live.held.rows * app->live.held.cols;
	int16_t *slot = mem_new(count, sizeof(*slot));

	for (size_t i = 0; i < count; i++)
		slot[i] = -1;
	for (size_t i = 0; i < layout->keys; i++) {
		size_t at = (size_t)layout->key[i].row * app->live.held.cols + (size_t)layout->key[i].col;

		if (at < count)
			slot[at] = (int16_t)i;
	}
	return slot;
}

struct noting {
	const struct app *app;
	int16_t *slot;
	struct board_note *out;
};

static void note(const struct noting *noting, struct dynamic_place place, struct board_note what)
{
	const struct app *app = noting->app;
	int slot = -1;

	if (place.a != app->cursor.layer)
		return;
	if (place.part == DYNAMIC_KEYS)
		slot = noting->slot[(size_t)place.b * app->live.held.cols + (size_t)place.c];
	else if (place.part == DYNAMIC_TURNS)
		slot = app_live_slot(app, place);
	if (slot >= 0)
		noting->out[slot] = what;
}

void app_live_notes(const struct app *app, struct board_note *out)
{
	const struct live_link *link = &app->live;
	static const struct board_note sent = { "~", STYLE_DIM }, pending = { "*", STYLE_WARNING },
				       trouble = { "!", STYLE_ERROR };
	struct noting noting = { app, NULL, out };

	if (!app->live_attached || live_link_is_settled(link))
		return;
	noting.slot = index_keys(app);
	for (size_t i = 0; i < link->sent; i++)
		note(&noting, link->sending[i].place, sent);
	for (size_t i = 0; i < link->pending.count; i++)
		note(&noting, link->pending.item[i], pending);
	for (size_t i = 0; i < link->troubles; i++)
		note(&noting, link->trouble[i].place, trouble);
	free(noting.slot);
}

static struct place place_of(const struct app *app, struct dynamic_place at)
{
	static const enum definition_kind kinds[] = { DEFINITION_TAP_DANCE, DEFINITION_COMBO,
						      DEFINITION_OVERRIDE };
	int slot = app_live_slot(app, at);

	if (slot >= 0 && at.part == DYNAMIC_KEYS)
		return place_of_key(at.a, (size_t)slot);
	if (slot >= 0)
		return place_of_encoder(at.a, at.b);
	if (at.part >= DYNAMIC_DANCES && at.part < DYNAMIC_DANCES + COUNT(kinds))
		return place_of_definition(kinds[at.part - DYNAMIC_DANCES], at.a);
	return PLACE_NONE;
}

void app_live_diagnose(const struct app *app, struct diagnostics *out)
{
	const struct live_link *link = &app->live;
	struct diagnostics lost = { 0 };
	struct dynamic_keymap copy = { 0 };

	if (!app->live_attached)
		return;
	for (size_t i = 0; i < link->troubles; i++) {
		const struct live_trouble *trouble = &link->trouble[i];
		struct place place = place_of(app, trouble->place);
		struct str name = STR_INIT;

		dynamic_place_print(trouble->place, &name);
		diagnostics_add(out, &refused, place, "%s%s%s: wanted %s, got %s, was %s%s%s",
				place.layer < 0 && place.kind < 0 ? str_text(&name) : "",
				place.layer < 0 && place.kind < 0 ? " " : "", trouble->outcome,
				trouble->wanted, trouble->got, trouble->was, trouble->why[0] ? ": " : "",
				trouble->why);
		str_release(&name);
	}
	dynamic_keymap_copy(&copy, &link->wanted);
	dynamic_keymap_take(&copy, app_layout(app), app_map(app), &lost);
	for (size_t i = 0; i < lost.count; i++)
		diagnostics_add(out, &not_held, lost.item[i].place, "the keyboard cannot hold this: %s",
				lost.item[i].text);
	diagnostics_release(&lost);
	dynamic_keymap_release(&copy);
}
