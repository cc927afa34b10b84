/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "zmk_lower.h"

enum {
	TAPPING_TERM_MS = 200, /* QMK's TAPPING_TERM; ZMK's of &mt and &lt */
	TRI_LOWER = 1,         /* QMK's TRI_LAYER_LOWER_LAYER and so on */
	TRI_UPPER = 2,
	TRI_ADJUST = 3,
};

struct setting zmk_number_option(const char *name, int64_t number)
{
	return (struct setting){ symbol(name), SETTING_NUMBER, number, 0 };
}

struct setting zmk_text_option(const char *name, const char *text)
{
	return (struct setting){ symbol(name), SETTING_TEXT, 0, symbol(text) };
}

static struct setting flag_option(const char *name)
{
	return (struct setting){ symbol(name), SETTING_BOOL, 1, 0 };
}

static bool is_on(const struct zmk_lower *z, const char *name)
{
	const struct setting *setting = keymap_find_setting(z->from, name);

	return setting && setting->number;
}

static int64_t number_of(const struct zmk_lower *z, const char *name, int64_t otherwise)
{
	const struct setting *setting = keymap_find_setting(z->from, name);

	return setting && setting->type == SETTING_NUMBER ? setting->number : otherwise;
}

static const char *flavor(const struct zmk_lower *z)
{
	if (is_on(z, "tapping.hold_on_other_key_press"))
		return "hold-preferred";
	return is_on(z, "tapping.permissive_hold") ? "balanced" : "tap-preferred";
}

size_t zmk_hold_tap_options(struct zmk_lower *z, int term_ms, struct setting option[ZMK_HOLD_TAP_OPTIONS])
{
	int64_t usual = number_of(z, "tapping.term", TAPPING_TERM_MS), term = term_ms ? term_ms : usual;
	int64_t idle = number_of(z, "tapping.flow_tap_term", 0);
	size_t count = 0;

	option[count++] = zmk_text_option("flavor", flavor(z));
	option[count++] = zmk_number_option("tapping-term-ms", term);
	option[count++] = zmk_number_option("quick-tap-ms", term);
	if (is_on(z, "tapping.retro"))
		option[count++] = flag_option("retro-tap");
	if (idle > 0)
		option[count++] = zmk_number_option("require-prior-idle-ms", idle);
	if (is_on(z, "tapping.speculative_hold"))
		option[count++] = flag_option("hold-while-undecided");
	return count;
}

static bool has_kind(const struct zmk_lower *z, enum action_kind kind)
{
	struct action_walk walk = action_walk_start(z->to);

	while (action_walk_next(&walk))
		if (walk.action.kind == kind)
			return true;
	return false;
}

static void change_node(struct zmk_lower *z, const char *ref, struct setting *option, size_t options)
{
	struct definition change = {
		.kind = DEFINITION_BEHAVIOR, .name = symbol(ref), .option = option, .options = options
	};

	if (options)
		zmk_add(z, &change);
}

/* ZMK has these of its own where they are the same. */
static void change_hold_tap(struct zmk_lower *z, const char *ref, const char *usual_flavor)
{
	struct setting option[ZMK_HOLD_TAP_OPTIONS], kept[ZMK_HOLD_TAP_OPTIONS];
	size_t options = zmk_hold_tap_options(z, 0, option), count = 0;

	for (size_t i = 0; i < options; i++) {
		const char *name = symbol_text(option[i].name);

		if (!strcmp(name, "flavor") && !strcmp(symbol_text(option[i].text), usual_flavor))
			continue;
		if (!strcmp(name, "tapping-term-ms") && option[i].number == TAPPING_TERM_MS)
			continue;
		kept[count++] = option[i];
	}
	change_node(z, ref, kept, count);
}

static void tell_differences(struct zmk_lower *z)
{
	static const struct {
		const char *setting;
		enum loss loss;
		const char *instead, *text;
	} row[] = {
		{ "oneshot.tap_toggle", LOSS_ALL, "left out", "taps do not lock a one-shot key in ZMK" },
		{ "tapping.chordal_hold", LOSS_ALL, "left out",
		  "chordal hold is left out: give hold-trigger-key-positions to a hold-tap for each hand" },
		{ "tapping.flow_tap_term", LOSS_NEAR, "require-prior-idle-ms",
		  "flow tap becomes require-prior-idle-ms, which holds for all keys" },
		{ "tapping.speculative_hold", LOSS_NEAR, "hold-while-undecided",
		  "speculative hold becomes hold-while-undecided, which holds for all keys" },
	};

	for (size_t i = 0; i < COUNT(row); i++)
		if (is_on(z, row[i].setting))
			zmk_lose(z, (struct loss_of){ row[i].loss, row[i].setting, row[i].instead }, "%s",
				 row[i].text);
}

static bool has_keycode(const struct keymap *map, const char *name)
{
	struct action_walk walk = action_walk_start(map);
	uint16_t code = 0;

	keycode_find(name, strlen(name), &code);
	while (action_walk_next(&walk))
		if (walk.action.kind == ACTION_KEY && walk.action.arg[0] == KEY(code, 0))
			return true;
	return false;
}

static void add_tri_layer(struct zmk_lower *z)
{
	struct step then = { .op = STEP_RESULT,
			     .action = { .kind = ACTION_LAYER_MOMENTARY, .arg = { TRI_ADJUST } } };
	struct definition tri = { .kind = DEFINITION_CONDITION,
				  .layer_mask = 1u << TRI_LOWER | 1u << TRI_UPPER,
				  .step = &then,
				  .steps = 1 };

	if (keymap_layers(z->from) <= TRI_ADJUST ||
	    (!has_keycode(z->from, "QK_TRI_LAYER_LOWER") && !has_keycode(z->from, "QK_TRI_LAYER_UPPER")))
		return;
	tri.name = zmk_take_name(z, "tri_layer", "tri_layer");
	zmk_add(z, &tri);
}

void zmk_lower_defaults(struct zmk_lower *z)
{
	int64_t timeout = number_of(z, "oneshot.timeout", 0);

	if (zmk_is_native(z->from))
		return;
	if (has_kind(z, ACTION_MOD_TAP))
		change_hold_tap(z, "mt", "hold-preferred");
	if (has_kind(z, ACTION_LAYER_TAP))
		change_hold_tap(z, "lt", "tap-preferred");
	if (timeout > 0) {
		struct setting option = zmk_number_option("release-after-ms", timeout);

		if (has_kind(z, ACTION_MOD_ONE_SHOT))
			change_node(z, "sk", &option, 1);
		if (has_kind(z, ACTION_LAYER_ONE_SHOT))
			change_node(z, "sl", &option, 1);
	}
	tell_differences(z);
	add_tri_layer(z);
}
