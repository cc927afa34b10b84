/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "model/action_walk.h"
#include "model/keycode.h"
#include "qmk_private.h"

static const struct diagnostic_kind feature_off = { "qmk-feature-off", SEVERITY_WARNING };

/*
 * What has to be built in for keycodes to do anything, by value, as QMK's quantum.c hands them out. Features that are on
 * unless somebody turns them off have no row. Those that need hardware, or settings that only the keyboard's
 * owner knows, cannot just be turned on.
 */
static const struct feature {
	uint16_t first, last;
	const char *name;    /* of keyboard.json; in a keymap's settings "features.<it>" */
	const char *other;   /* a feature that does as well; NULL: none */
	const char *setting; /* another setting that turns it on; NULL: none */
	const char *macro;   /* of config.h that goes with it; NULL: none */
	bool stays;          /* as it is: a line of rules.mk is not enough */
	enum keycode_dialect since;
} features[] = {
	[QMK_AUTOCORRECT] = { 0x7c74, 0x7c76, "autocorrect" },
	[QMK_COMBO] = { 0x7c50, 0x7c52, "combo" },
	[QMK_KEY_OVERRIDE] = { 0x7c5d, 0x7c5f, "key_override" },
	[QMK_LEADER] = { 0x7c58, 0x7c58, "leader" },
	[QMK_REPEAT_KEY] = { 0x7c79, 0x7c7a, "repeat_key", .since = DIALECT_QMK_0_0_3 },
	[QMK_SWAP_HANDS] = { 0x5600, 0x56ff, "swap_hands" },
	[QMK_TAP_DANCE] = { 0x5700, 0x57ff, "tap_dance" },
	[QMK_UNICODE] = { 0, 0, "unicode", .other = "unicodemap" },
	[QMK_UNICODEMAP] = { 0, 0, "unicodemap" },
	[QMK_OTHER_FEATURES] = { 0x00a5, 0x00c2, "extrakey" },
	{ 0x00cd, 0x00df, "mousekey", .setting = "mouse_key.enabled" },
	{ 0x7100, 0x71ff, "midi", .macro = "MIDI_ADVANCED" },
	{ 0x7200, 0x723f, "sequencer" },
	{ 0x7400, 0x743f, "joystick", .setting = "joystick.enabled", .stays = true },
	{ 0x7440, 0x747f, "programmable_button" },
	{ 0x7480, 0x74bf, "audio", .stays = true },
	{ 0x74c0, 0x74ff, "steno", .setting = "stenography.enabled" },
	{ 0x7800, 0x7806, "backlight", .stays = true },
	{ 0x7810, 0x781a, "led_matrix", .stays = true },
	{ 0x7820, 0x7834, "rgblight", .other = "rgb_matrix", .stays = true },
	{ 0x7840, 0x784e, "rgb_matrix", .stays = true },
	{ 0x7c10, 0x7c15, "auto_shift" },
	{ 0x7c40, 0x7c4d, "haptic", .stays = true },
	{ 0x7c53, 0x7c57, "dynamic_macro" },
	{ 0x7c59, 0x7c59, "key_lock" },
	{ 0x7c60, 0x7c63, "secure", .setting = "secure.enabled", .stays = true },
	{ 0x7c70, 0x7c72, "dynamic_tapping_term" },
	{ 0x7c73, 0x7c73, "caps_word", .setting = "caps_word.enabled" },
	{ 0x7c77, 0x7c78, "tri_layer" },
	{ 0x7c7b, 0x7c7b, "layer_lock", .since = DIALECT_QMK_0_0_6 },
};
_Static_assert(COUNT(features) <= QMK_FEATURES_MAX, "a flag for each");

static const struct setting *find_setting(const struct qmk *q, const char *name)
{
	const struct setting *setting;
	struct str path = STR_INIT;

	str_addf(&path, "features.%s", name);
	setting = keymap_find_setting(q->map, str_text(&path));
	str_release(&path);
	return setting;
}

bool qmk_is_feature_on(const struct qmk *q, const char *name)
{
	const struct setting *setting = find_setting(q, name);

	return setting ? setting->number != 0 : keyboard_has_feature(q->in->keyboard, name);
}

static bool is_met(const struct qmk *q, const struct feature *f)
{
	const struct setting *setting = f->setting ? keymap_find_setting(q->map, f->setting) : NULL;

	return qmk_is_feature_on(q, f->name) || (f->other && qmk_is_feature_on(q, f->other)) ||
	       (setting && setting->number);
}

/* What a person turned off stays off. */
static bool can_turn_on(const struct qmk *q, const struct feature *f)
{
	const struct setting *by_feature = find_setting(q, f->name);
	const struct setting *by_setting = f->setting ? keymap_find_setting(q->map, f->setting) : NULL;

	return !f->stays && q->dialect >= f->since && !by_feature && !by_setting;
}

static enum qmk_answer answer(struct qmk *q, const struct feature *f, const char *what)
{
	if (is_met(q, f))
		return QMK_IS_ON;
	if (can_turn_on(q, f))
		return QMK_TURNED_ON;
	if (f->stays && !q->in->keyboard->features && !find_setting(q, f->name))
		return QMK_IS_ON; /* the keyboard does not say what it has */
	diagnostics_add(q->out, &feature_off, q->place,
			"%s does nothing while the feature %s is off: set features.%s", what, f->name,
			f->name);
	return QMK_STAYS_OFF;
}

bool qmk_need(struct qmk *q, enum qmk_feature feature, const char *what)
{
	assert(feature < COUNT(features));
	if (q->answer[feature] == QMK_NOT_ASKED)
		q->answer[feature] = answer(q, &features[feature], what);
	return qmk_is_needed(q, feature);
}

bool qmk_is_needed(const struct qmk *q, enum qmk_feature feature)
{
	return q->answer[feature] == QMK_IS_ON || q->answer[feature] == QMK_TURNED_ON;
}

bool qmk_has_table(struct qmk *q, enum qmk_feature feature, size_t count, const char *what)
{
	if (q->flavour->has_tables)
		return false;
	if (count)
		return qmk_need(q, feature, what);
	return qmk_is_needed(q, feature) || qmk_is_feature_on(q, features[feature].name);
}

/* The number of what @action does when tapped; 0 when that is nothing of the table. */
static uint16_t tapped_value(struct action action)
{
	const struct action_kind_info *info = action_kind_info(action.kind);
	uint16_t value;

	for (int i = 0; i < 2; i++)
		if (info->arg[i] == ARG_KEY && action.kind != ACTION_SWAP_HANDS_TAP)
			return keycode_get(KEY_CODE(action.arg[i]))->value;
	if (action.kind == ACTION_TAP_DANCE && (action.flags & ACTION_BY_NAME))
		return features[QMK_TAP_DANCE].first;
	return (action.kind == ACTION_TAP_DANCE || action.kind == ACTION_SWAP_HANDS_TAP) &&
			       action_qmk_value(action, &value)
		       ? value
		       : 0;
}

static bool is_for(const struct qmk *q, size_t feature, struct action action, uint16_t value)
{
	if (feature == QMK_KEY_OVERRIDE && action.kind == ACTION_BEHAVIOR)
		return qmk_own_of(q, action) != NULL; /* a mod-morph hides modifiers as overrides do */
	return value && value >= features[feature].first && value <= features[feature].last;
}

static void need_for_key(struct qmk *q, struct action action, const struct place *place)
{
	uint16_t value = tapped_value(action);

	if (value < features[QMK_OTHER_FEATURES].first && action.kind != ACTION_BEHAVIOR)
		return; /* a layer, or a plain key, as most are */
	for (size_t i = 0; i < COUNT(features); i++) {
		struct str text = STR_INIT;

		if (q->answer[i] != QMK_NOT_ASKED || !is_for(q, i, action, value))
			continue;
		q->place = *place;
		action_print(action, &text);
		qmk_need(q, (enum qmk_feature)i, str_text(&text));
		str_release(&text);
	}
}

void qmk_need_features_of_keys(struct qmk *q)
{
	struct action_walk walk = action_walk_start(q->map);
	bool has_map = keymap_definitions(q->map, DEFINITION_UNICODE) || qmk_is_feature_on(q, "unicodemap");
	bool has_characters = false;

	while (action_walk_next(&walk)) {
		need_for_key(q, walk.action, &walk.place);
		has_characters |= walk.action.kind == ACTION_UNICODE;
		has_map |= walk.action.kind == ACTION_UNICODE_MAP || walk.action.kind == ACTION_UNICODE_PAIR;
	}
	q->place = PLACE_NONE;
	if (has_map) /* it has what UC() types as well */
		qmk_need(q, QMK_UNICODEMAP, "a Unicode map");
	else if (has_characters)
		qmk_need(q, QMK_UNICODE, "a Unicode character");
}

/* In the order of their names. */
void qmk_write_features(struct qmk *q)
{
	const struct feature *last = NULL;

	for (;;) {
		const struct feature *next = NULL;

		for (size_t i = 0; i < COUNT(features); i++)
			if (q->answer[i] == QMK_TURNED_ON &&
			    (!last || strcmp(features[i].name, last->name) > 0) &&
			    (!next || strcmp(features[i].name, next->name) < 0))
				next = &features[i];
		if (!next)
			return;
		qmk_add_capitals(&q->rules, next->name);
		str_add(&q->rules, "_ENABLE = yes\n");
		if (next->macro)
			qmk_define(q, next->macro, NULL);
		last = next;
	}
}
