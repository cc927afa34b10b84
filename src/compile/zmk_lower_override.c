/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/symbol.h"
#include "zmk_lower.h"

/* QMK's key overrides, which have no name: a mod-morph at each key that is the trigger. NULL: it is none of
 * them, or none that ZMK can have. */
static const struct definition *override_at(const struct zmk_lower *z, size_t index)
{
	const struct definition *override = keymap_definition(z->from, DEFINITION_OVERRIDE, index);
	bool sound = override->steps == 2 && override->step[0].action.kind != ACTION_NONE && override->mods;

	return sound && !override->name ? override : NULL;
}

/* Vial's, whose place is kept. */
static bool is_off(const struct definition *override)
{
	const struct setting *enabled = definition_option(override, "enabled");

	return enabled && enabled->type == SETTING_BOOL && !enabled->number;
}

/* The last of the first @count overrides that @action triggers and that holds on the same layers as @like. */
static bool find_override(const struct zmk_lower *z, size_t count, struct action action,
			  const struct definition *like, uint32_t layer_bit, size_t *index)
{
	for (*index = count; (*index)-- > 0;) {
		const struct definition *override = override_at(z, *index);

		if (!override || is_off(override) || !action_equal(override->step[0].action, action))
			continue;
		if (like ? override->layer_mask == like->layer_mask
			 : !override->layer_mask || override->layer_mask & layer_bit)
			return true;
	}
	return false;
}

static struct action override_action(const struct zmk_lower *z, size_t index)
{
	return zmk_behavior_action(z->name[DEFINITION_OVERRIDE][index], ARG_NONE, 0, ARG_NONE, 0);
}

struct action zmk_overridden(const struct zmk_lower *z, size_t layer, struct action action)
{
	size_t index, count = keymap_definitions(z->from, DEFINITION_OVERRIDE);

	if (!find_override(z, count, action, NULL, 1u << layer, &index))
		return action;
	return override_action(z, index);
}

/* Which of the trigger's modifiers stay down while the replacement is pressed. */
static int64_t kept_mods(const struct definition *override)
{
	const struct setting *suppressed = definition_option(override, "suppressed-mods");

	return suppressed ? override->mods & ~suppressed->number : 0;
}

static int64_t option_number(const struct definition *override, const char *name, int64_t otherwise)
{
	const struct setting *option = definition_option(override, name);

	return option && option->type == SETTING_NUMBER ? option->number : otherwise;
}

/* What is different: QMK's other options than those that it has by itself are about the moment that it begins at. */
static void tell_override(struct zmk_lower *z, const struct definition *override)
{
	uint8_t kinds = (uint8_t)((override->mods | override->mods >> 4) & 0x0f);
	int64_t options = option_number(override, "options", ZMK_OVERRIDE_USUAL);
	bool several = kinds & (kinds - 1) && !(options & ZMK_OVERRIDE_ONE_MOD);

	zmk_lose_definition(z, LOSS_NEAR, "a mod-morph",
			    "it becomes a mod-morph: what is held when the key goes down decides%s%s%s",
			    several ? ", any one of its modifiers is enough" : "",
			    option_number(override, "negative-mods", 0) ? ", and none forbids it" : "",
			    (options | ZMK_OVERRIDE_ONE_MOD) != (ZMK_OVERRIDE_USUAL | ZMK_OVERRIDE_ONE_MOD)
				    ? ", and its other options are left out"
				    : "");
}

static void lower_override(struct zmk_lower *z, const struct definition *override, size_t index)
{
	struct step step[2] = { { .op = STEP_RESULT }, { .op = STEP_RESULT } };
	struct setting keep = zmk_number_option("keep-mods", kept_mods(override));
	struct definition to = { .kind = DEFINITION_OVERRIDE,
				 .name = z->name[DEFINITION_OVERRIDE][index],
				 .mods = override->mods,
				 .step = step,
				 .steps = 2 };
	size_t before;

	if (find_override(z, index, override->step[0].action, override, 0, &before))
		step[0].action = override_action(z, before);
	else
		step[0].action = zmk_lower(z, override->step[0].action);
	step[1].action = zmk_lower(z, override->step[1].action);
	if (keep.number) {
		to.option = &keep;
		to.options = 1;
	}
	zmk_add(z, &to);
}

void zmk_lower_overrides(struct zmk_lower *z)
{
	for (size_t i = 0; i < keymap_definitions(z->from, DEFINITION_OVERRIDE); i++) {
		const struct definition *override = override_at(z, i);

		zmk_enter(z, DEFINITION_OVERRIDE, i);
		if (override && is_off(override)) {
			zmk_lose_definition(z, LOSS_ALL, "left out", "it is left out: it is switched off");
		} else if (override) {
			tell_override(z, override);
			lower_override(z, override, i);
		} else if (!keymap_definition(z->from, DEFINITION_OVERRIDE, i)->name) {
			zmk_lose_definition(z, LOSS_ALL, "left out",
					    "it is left out: ZMK's need a key and modifiers");
		}
	}
	zmk_leave(z);
}
