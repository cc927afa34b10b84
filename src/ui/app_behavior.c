/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "model/edit.h"

/* What is said of behaviours, as text: how it is read, judged and changed. */

static bool parse_action(const void *data, const char *text, struct action *out, struct err *err)
{
	const struct app *app = data;

	return project_parse_action(app->project, app_map(app), text, out, err);
}

static bool print_action(const void *data, struct action action, struct str *out)
{
	const struct app *app = data;

	return project_print_action(app->project, app_map(app), action, out);
}

static struct field_spelling spelling_of(const struct app *app)
{
	return (struct field_spelling){ parse_action, print_action, app };
}

struct definition_teller app_teller(const struct app *app, bool ascii)
{
	return (struct definition_teller){ app_map(app), app_layout(app), ascii };
}

static const struct definition *definition_of(const struct app *app, struct behaviors_row of)
{
	return keymap_definition(app_map(app), (enum definition_kind)of.section, (size_t)of.index);
}

bool app_subject_get(const struct app *app, const struct subject *subject, struct str *out)
{
	const struct field_spelling spelling = spelling_of(app);

	if (subject->of.section == BEHAVIOR_SETTINGS)
		return setting_field_get(app_map(app), &subject->field, out);
	if (subject->of.section == BEHAVIOR_ENCODERS)
		return project_print_action(app->project, app_map(app),
					    keymap_get_turn(app_map(app), subject->layer,
							    (size_t)subject->of.index, subject->turn),
					    out);
	return field_get(app_map(app), definition_of(app, subject->of), &subject->field, &spelling, out);
}

static const struct keymap *with_setting(const struct app *app, const struct subject *subject,
					 const char *text, struct err *err)
{
	struct setting setting;

	if (!text)
		return edit_setting_remove(app_map(app), subject->field.name);
	return setting_field_parse(&subject->field, text, &setting, err)
		       ? edit_setting_put(app_map(app), setting, err)
		       : NULL;
}

static const struct keymap *with_turn(const struct app *app, const struct subject *subject, const char *text,
				      struct err *err)
{
	size_t slot = keymap_keys(app_map(app)) + (size_t)subject->of.index * TURN_COUNT + subject->turn;
	const char *why = project_read_only(app->project, app_map(app), subject->layer, slot);
	struct action action = { .kind = subject->layer ? ACTION_TRANSPARENT : ACTION_NONE };

	if (why) {
		err_set(err, ERR_REFUSED, "read-only: it %s", why);
		return NULL;
	}
	if (text && !project_parse_action(app->project, app_map(app), text, &action, err))
		return NULL;
	return edit_slot(app_map(app), subject->layer, slot, action);
}

static const struct keymap *with_field(const struct app *app, const struct subject *subject, const char *text,
				       struct err *err)
{
	const struct field_spelling spelling = spelling_of(app);
	const struct definition *before = definition_of(app, subject->of);
	const struct keymap *map = NULL;
	struct definition after;

	if (!field_set(app_map(app), before, &subject->field, text, &spelling, &after, err))
		return NULL;
	map = edit_definition_replace(app_map(app), (enum definition_kind)subject->of.section,
				      (size_t)subject->of.index, &after, err);
	definition_release(&after);
	return map;
}

/* The keymap with @text in its place, NULL for nothing; NULL with the reason. */
static const struct keymap *with(const struct app *app, const struct subject *subject, const char *text,
				 struct err *err)
{
	switch (subject->of.section) {
	case BEHAVIOR_SETTINGS:
		return with_setting(app, subject, text, err);
	case BEHAVIOR_ENCODERS:
		return with_turn(app, subject, text, err);
	default:
		return with_field(app, subject, text, err);
	}
}

bool app_subject_check(const struct app *app, const struct subject *subject, const char *text,
		       struct err *err)
{
	const struct keymap *map = with(app, subject, text, err);

	keymap_unref(map);
	return map;
}

/* What a change of it is called. */
static void label(const struct app *app, const struct subject *subject, char *out, size_t size)
{
	char name[BEHAVIORS_NAME_SIZE];

	if (subject->of.section == BEHAVIOR_SETTINGS) {
		snprintf(out, size, "%.140s", subject->field.name);
		return;
	}
	behaviors_full_name(app_map(app), subject->of, name);
	if (subject->of.section == BEHAVIOR_ENCODERS)
		snprintf(out, size, "%s %s on layer %zu", name, subject->field.label, subject->layer);
	else
		snprintf(out, size, "%s of %s", subject->field.name, name);
}

bool app_commit_if_savable(struct app *app, const struct keymap *map, struct effects *effects,
			   struct err *err, const char *what)
{
	if (!map)
		return false;
	if (!app_is_savable(app, map, err)) {
		keymap_unref(map);
		return false;
	}
	app_commit(app, map, effects, "%s", what);
	return true;
}

bool app_subject_put(struct app *app, const struct subject *subject, const char *text,
		     struct effects *effects, struct err *err)
{
	const struct keymap *map = with(app, subject, text, err);
	struct str now = STR_INIT;
	char what[160];
	bool ok;

	if (map && keymap_equal(map, app_map(app))) {
		keymap_unref(map);
		app_say(app, STYLE_DIM, "it is so already");
		return true;
	}
	label(app, subject, what, sizeof(what));
	ok = app_commit_if_savable(app, map, effects, err, what);
	if (ok && app_subject_get(app, subject, &now))
		app_say(app, STYLE_OK, "%s: %s", what, str_text(&now));
	else if (ok)
		app_say(app, STYLE_OK, "%s: not said any more", what);
	str_release(&now);
	return ok;
}

static bool take_action(struct app *app, struct action action, struct effects *effects, struct err *err)
{
	struct str text = STR_INIT;
	bool ok;

	project_print_action(app->project, app_map(app), action, &text);
	ok = app_subject_put(app, &app->behavior.subject, str_text(&text), effects, err);
	str_release(&text);
	return ok;
}

static bool take_keys(struct app *app, const uint16_t *key, size_t count, struct effects *effects,
		      struct err *err)
{
	struct str text = STR_INIT;
	bool ok;

	for (size_t i = 0; i < count; i++)
		str_addf(&text, "%s%d", i ? " " : "", key[i]);
	ok = app_subject_put(app, &app->behavior.subject, count ? str_text(&text) : NULL, effects, err);
	str_release(&text);
	return ok;
}

static void pick_keys(struct app *app, const struct subject *subject)
{
	uint16_t key[KEYMAP_MAX_KEYS];
	struct str text = STR_INIT, title = STR_INIT;
	const char *at;
	size_t count = 0;
	char name[BEHAVIORS_NAME_SIZE];

	app_subject_get(app, subject, &text);
	for (at = str_text(&text); *at && count < COUNT(key); at += strspn(at, " ")) {
		char *end;
		unsigned long number = strtoul(at, &end, 10);

		if (end == at)
			break;
		key[count++] = (uint16_t)(number < UINT16_MAX ? number : UINT16_MAX);
		at = end;
	}
	behaviors_full_name(app_map(app), subject->of, name);
	str_addf(&title, "%s of %s", subject->field.label, name);
	app_pick_keys(app, str_text(&title), key, count, take_keys);
	str_release(&title);
	str_release(&text);
}

static bool switch_over(struct app *app, const struct subject *subject, struct effects *effects,
			struct err *err)
{
	struct str text = STR_INIT;
	const char *now = subject->field.fallback;
	bool ok;

	if (app_subject_get(app, subject, &text))
		now = str_text(&text);
	ok = app_subject_put(app, subject, !strcmp(now, "yes") || !strcmp(now, "true") ? "no" : "yes",
			     effects, err);
	str_release(&text);
	return ok;
}

bool app_change(struct app *app, const struct subject *subject, struct effects *effects, struct err *err)
{
	app->behavior.subject = *subject;
	switch (subject->field.type) {
	case FIELD_SWITCH:
		return switch_over(app, subject, effects, err);
	case FIELD_ACTION:
		app_pick_action(app, take_action);
		break;
	case FIELD_ACTIONS:
	case FIELD_STEPS:
		app_open_parts(app, subject);
		break;
	case FIELD_POSITIONS:
		pick_keys(app, subject);
		break;
	case FIELD_MODS:
	case FIELD_LAYERS:
		app_open_switches(app, subject);
		break;
	case FIELD_CHOICE:
		app_choose_value(app, subject);
		break;
	case FIELD_BEHAVIOR:
		app_choose_behavior(app, subject);
		break;
	default:
		app_type_value(app, subject);
		break;
	}
	return true;
}
