/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/mem.h"

/*
 * A running keyboard beside the document: a worker has it open. What the document becomes goes to it, what it answers comes
 * back; which document it is follows in app_live_document.c.
 */

void app_live_say(struct app *app, const char *line, struct effects *effects)
{
	if (app->live.job)
		effects_add_argv(effects, EFFECT_SEND, app->live.job, (const char *const[]){ line, NULL });
}

void app_live_ask(struct app *app, enum live_request_type type, struct effects *effects)
{
	struct str line = STR_INIT;

	live_link_ask(&app->live, type, &line);
	app_live_say(app, str_text(&line), effects);
	str_release(&line);
}

void app_live_close(struct app *app, struct effects *effects)
{
	if (app->live.job) {
		effects_add(effects, EFFECT_SEND, app->live.job);
		app->live_leaving = app->live.job;
	}
	live_link_release(&app->live);
	menus_release(&app->menus);
	keymap_unref(app->live_map);
	app->live_map = NULL;
	app->live_attached = app->live_replaced = app->live_own = app->live_offered = app->live_asked =
		app->live_applies = app->live_quits = false;
	app->live_lost = 0;
}

bool app_live_is_own(const struct app *app)
{
	return app->live_attached && app->live_own;
}

bool app_live_is_settled(const struct app *app)
{
	return !app->live_attached || (live_link_is_settled(&app->live) && !app->live_lost);
}

/* "layer 0 key 13" where the layout has it, else as the command line says it. */
static void place_text(const struct app *app, struct dynamic_place place, struct str *out)
{
	int slot = app_live_slot(app, place);

	if (slot >= 0)
		str_addf(out, "layer %d key %d", place.a, slot);
	else
		dynamic_place_print(place, out);
}

static void answer_unlock(struct app *app, char key, struct effects *effects)
{
	struct err err;

	if (key == 'y' && !run_unlock(app, "", effects, &err))
		app_say(app, STYLE_ERROR, "%s", err.text);
}

/* The newest trouble, which has just been told. */
static void say_trouble(struct app *app)
{
	const struct live_trouble *trouble = &app->live.trouble[app->live.troubles - 1];
	struct str place = STR_INIT;

	place_text(app, trouble->place, &place);
	/* What is typed elsewhere is not to be taken for an answer. */
	if (!strcmp(trouble->outcome, "locked-out") && app_top(app) == VIEW_BOARD)
		app_ask(app, "yn", answer_unlock, "The keyboard is locked: %s stays %.40s. Unlock it?",
			str_text(&place), trouble->got);
	else
		app_say(app, STYLE_ERROR, "%s: wanted %s, got %s, was %s%s%s  (e lists it)", str_text(&place),
			trouble->wanted, trouble->got, trouble->was, trouble->why[0] ? ": " : "",
			trouble->why);
	str_release(&place);
}

static void on_lock(struct app *app, bool was_unlocked)
{
	const char *lock = app->live.lock;

	if (!strcmp(lock, "unlocking") ||
	    (!app_is_open(app, VIEW_UNLOCK) && !(was_unlocked && !strcmp(lock, "locked"))))
		return;
	while (app_is_open(app, VIEW_UNLOCK))
		app_pop(app);
	app_say(app, strcmp(lock, "locked") ? STYLE_OK : STYLE_WARNING, "the keyboard is %s", lock);
}

static void on_state(struct app *app, unsigned changed)
{
	if (changed & 1u << LIVE_EVENT_GONE)
		app_say(app, STYLE_WARNING, "%s is unplugged: edits go on, %s when it is back",
			app->live.name, app->live.instant ? "and are sent" : "and A sends them");
	if (changed & 1u << LIVE_EVENT_BACK)
		app_say(app, STYLE_OK, "%s is back", app->live.name);
	if (changed & 1u << LIVE_EVENT_FOREIGN && !app->live_foreign) {
		app->live_foreign = true;
		app_say(app, STYLE_WARNING, "another program talks to %s, too: close it, or both will err",
			app->live.name);
	}
}

static void on_line(struct app *app, const struct event *event, struct effects *effects)
{
	struct live_link *link = &app->live;
	bool was_unlocked = !strcmp(link->lock, "unlocked");
	bool undefined = link->state == LIVE_OPENING && link->text[0] && !link->board.definition;
	size_t troubled = link->troubled;
	unsigned changed;
	struct err err = { 0 };

	if (!live_link_line(link, event->text, event->now_ms, &changed, &err))
		app_say(app, STYLE_ERROR, undefined ? "%s; here: :live %s --definition FILE" : "%s", err.text,
			link->id);
	if (link->note[0])
		app_say(app, STYLE_WARNING, "%s", link->note);
	link->note[0] = '\0';
	if (changed & (1u << LIVE_EVENT_PART | 1u << LIVE_EVENT_READY))
		app_live_parts(app, changed & 1u << LIVE_EVENT_READY, effects);
	if (link->troubled > troubled)
		say_trouble(app);
	if (changed & 1u << LIVE_EVENT_LOCK)
		on_lock(app, was_unlocked);
	on_state(app, changed);
}

static void on_end(struct app *app, const struct event *event)
{
	struct live_link *link = &app->live;
	bool quits = app->live_quits;

	live_link_end(link, event->status);
	while (app_is_open(app, VIEW_UNLOCK))
		app_pop(app);
	if (link->note[0] && !app->message[0])
		app_say(app, STYLE_ERROR, "%s", link->note);
	link->note[0] = '\0';
	app->live_quits = false;
	if (quits)
		app_say(app, STYLE_ERROR, "the keyboard did not confirm all: look before you quit");
}

/* How it ended is told on both ways. */
static void say_stderr(struct app *app, const char *text)
{
	static const char prefix[] = "keyplane: ";
	char why[400];

	if (!strncmp(text, prefix, strlen(prefix)))
		text += strlen(prefix);
	snprintf(why, sizeof(why), "%s", text);
	if (!strstr(app->message, why))
		app_say(app, STYLE_WARNING, "%s", why);
}

void app_live_event(struct app *app, const struct event *event, struct effects *effects)
{
	if (event->type == EVENT_JOB_END) {
		on_end(app, event);
	} else if (event->status == 2) {
		say_stderr(app, event->text);
	} else {
		on_line(app, event, effects);
	}
}

void app_live_changed(struct app *app, struct effects *effects)
{
	app_live_redraw(app);
	app_live_follow(app, effects);
}

/* One request at a time: when it is answered comes the next. */
void app_live_follow(struct app *app, struct effects *effects)
{
	struct live_link *link = &app->live;
	struct str line = STR_INIT;

	app_live_follow_document(app, effects);
	if (!app->live_attached)
		return;
	if (live_link_send(link, app->live_applies, &line))
		app_live_say(app, str_text(&line), effects);
	str_release(&line);
	app->live_applies = app->live_applies && link->pending.count;
	if (!app_live_is_settled(app))
		return;
	/* What the keyboard holds is saved, unless it is to be a file, too. */
	if (app_live_is_own(app) && !app->project->path && history_is_modified(app->history)) {
		history_mark_saved(app->history);
		app_journal(app, effects);
	}
	if (app->live_quits)
		effects_add(effects, EFFECT_QUIT, 0);
}

static void answer_quit(struct app *app, char key, struct effects *effects)
{
	struct err err;

	if (key == 'd') {
		app_live_close(app, effects);
		app_discard_and_quit(effects);
		return;
	}
	app->live_quits = run_apply(app, "", effects, &err);
	if (!app->live_quits)
		app_say(app, STYLE_ERROR, "%s", err.text);
}

bool app_live_quit(struct app *app)
{
	const struct live_link *link = &app->live;
	size_t count;

	if (!app_live_is_own(app) || app->project->path || app_live_is_settled(app))
		return false;
	if (link->sent && !link->pending.count && !link->troubles && !app->live_lost &&
	    link->state != LIVE_GONE) {
		app->live_quits = true;
		app_say(app, STYLE_TEXT, "waiting for the keyboard to confirm");
	} else {
		count = link->pending.count + link->sent + link->troubles + app->live_lost;
		app_ask(app, "ad", answer_quit, "%zu change%s not on the keyboard.", count,
			count == 1 ? " is" : "s are");
	}
	return true;
}

static bool is_connected(const struct app *app, struct err *err)
{
	return (app->live_attached && app->live.job && app->live.state >= LIVE_READING &&
		app->live.state != LIVE_GONE) ||
	       err_set(err, ERR_USAGE,
		       app->live_attached ? "%s is unplugged: it is waited for"
					  : "no keyboard is open; :live opens one",
		       app->live.name);
}

COMMAND(live_close)
{
	if (!app->live.job && !app->live_attached)
		return err_set(err, ERR_USAGE, "no keyboard is open; :live opens one");
	app_live_close(app, effects);
	app_say(app, STYLE_TEXT, "the keyboard is closed; the keymap stays open");
	return true;
}

COMMAND(apply)
{
	size_t count;

	if (!is_connected(app, err))
		return false;
	live_link_retry(&app->live, NULL);
	count = app->live.pending.count;
	app->live_applies = count;
	if (count)
		app_say(app, STYLE_TEXT, "%zu change%s sent to %s", count, count == 1 ? " is" : "s are",
			app->live.name);
	else
		app_say(app, STYLE_DIM, "the keyboard holds what you see");
	return true;
}

COMMAND(discard)
{
	if (!app->live_attached)
		return err_set(err, ERR_USAGE, "no keyboard is open; :live opens one");
	if (live_link_is_settled(&app->live) && !app->live_lost)
		return err_set(err, ERR_USAGE, "the keyboard holds what you see");
	app->live_applies = false;
	app_live_take_back(app, effects);
	app_say(app, STYLE_OK, "back to what the keyboard holds; u takes it back");
	return true;
}

static void answer_reset(struct app *app, char key, struct effects *effects)
{
	struct live_request request = { .type = LIVE_RESET, .request = ++app->live.last_request };
	struct str line = STR_INIT;

	if (key != 'y')
		return;
	snprintf(request.what, sizeof(request.what), "%s", app->live_reset);
	live_request_print(&request, &line);
	app_live_say(app, str_text(&line), effects);
	str_release(&line);
	app_say(app, STYLE_TEXT, "the firmware's own %s is put back", app->live_reset);
}

COMMAND(live_reset)
{
	static const char *const whats[] = { "keymap", "macros", "settings", "eeprom" };
	size_t i = 0;

	while (i < COUNT(whats) && strcmp(whats[i], args[0] ? args : "keymap") != 0)
		i++;
	if (i == COUNT(whats))
		return err_set(err, ERR_USAGE,
			       "what is reset is keymap, macros, settings or eeprom, not '%s'", args);
	if (!is_connected(app, err))
		return false;
	app->live_reset = whats[i];
	app_ask(app, "yn", answer_reset, "Reset the keyboard's %s to what its firmware was built with?",
		whats[i]);
	return true;
}

COMMAND(unlock)
{
	if (!is_connected(app, err))
		return false;
	if (!app->live.lock[0] || !strcmp(app->live.lock, "none"))
		return err_set(err, ERR_USAGE, "this keyboard's firmware has no lock");
	if (!strcmp(app->live.lock, "unlocked"))
		return err_set(err, ERR_USAGE, "the keyboard is unlocked already");
	if (strcmp(app->live.lock, "unlocking") != 0)
		app_live_ask(app, LIVE_UNLOCK, effects);
	app_push(app, VIEW_UNLOCK);
	return true;
}

COMMAND(lock)
{
	if (!is_connected(app, err))
		return false;
	if (strcmp(app->live.lock, "unlocked") != 0)
		return err_set(err, ERR_USAGE, "the keyboard is not unlocked");
	app_live_ask(app, LIVE_LOCK, effects);
	return true;
}

void app_live_status(const struct app *app, struct str *out)
{
	static const char *const states[] = { "", "opening", "reading", "live", "unplugged" };
	const struct live_link *link = &app->live;

	if (!link->state)
		return;
	str_addf(out, "  [%s", states[link->state]);
	if (link->pending.count)
		str_addf(out, ", %zu pending", link->pending.count);
	if (link->sent)
		str_addf(out, ", %zu sent", link->sent);
	if (link->troubles)
		str_addf(out, ", %zu refused", link->troubles);
	str_add_char(out, ']');
}
