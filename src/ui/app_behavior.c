/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "model/edit.h"
#include "model/symbol.h"

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

struct field_spelling app_spelling(const struct app *app)
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
	const struct field_spelling spelling = app_spelling(app);

	if (subject->of.section == SECTION_SETTINGS)
		return setting_field_get(app_map(app), &subject->field, out);
	if (subject->of.section == SECTION_ENCODERS)
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
	const struct field_spelling spelling = app_spelling(app);
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
	case SECTION_SETTINGS:
		return with_setting(app, subject, text, err);
	case SECTION_ENCODERS:
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
	char name[96];

	if (subject->of.section == SECTION_SETTINGS) {
		snprintf(out, size, "%.140s", subject->field.name);
		return;
	}
	behaviors_name(app_map(app), subject->of, name);
	if (subject->of.section == SECTION_ENCODERS)
		snprintf(out, size, "%s %s on layer %zu", name, subject->field.label, subject->layer);
	else
		snprintf(out, size, "%s of %s %.60s", subject->field.name,
			 behaviors_term(subject->of.section), name);
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
