/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/action_walk.h"
#include "qmk_private.h"

/*
 * layer_state_set_user(): layers that are on while several others are. A layer that is on so can be a condition of another:
 * the state is the least one that fulfils all, and with the conditions in the order in which they need each other
 * one pass finds it. Conditions that wait for one another are tried until nothing changes.
 */

struct conditions {
	uint32_t when[KEYMAP_MAX_DEFINITIONS]; /* layers that must be on */
	uint8_t then[KEYMAP_MAX_DEFINITIONS];  /* the layer that is on then */
	size_t count;
	bool is_circle;
};

static bool read_condition(struct qmk *q, size_t index, struct conditions *all)
{
	const struct definition *condition = keymap_definition(q->map, DEFINITION_CONDITION, index);
	uint32_t when = qmk_layers_of(q, condition), then;
	struct str subject = STR_INIT;
	bool sound = when == condition->layer_mask && when && condition->steps == 1 &&
		     action_has_layer(condition->step[0].action, &then) && then < keymap_layers(q->map);

	qmk_add_subject(DEFINITION_CONDITION, condition, index, &subject);
	q->place = place_of_definition(DEFINITION_CONDITION, index);
	if (!sound) {
		qmk_lose(q, LOSS_ALL, str_text(&subject), "left out", "%s is left out: it needs layers",
			 str_text(&subject));
	} else {
		all->when[all->count] = when;
		all->then[all->count++] = (uint8_t)then;
	}
	str_release(&subject);
	return sound;
}

/* Those first that no other one is still to be tried for. */
static void sort_conditions(struct conditions *all)
{
	size_t done = 0;

	while (done < all->count) {
		uint32_t pending = 0;
		size_t next = done;

		for (size_t i = done; i < all->count; i++)
			pending |= UINT32_C(1) << all->then[i];
		for (size_t i = done; i < all->count; i++) {
			uint32_t when = all->when[i];
			uint8_t then = all->then[i];

			if (when & pending)
				continue;
			all->when[i] = all->when[next];
			all->then[i] = all->then[next];
			all->when[next] = when;
			all->then[next++] = then;
		}
		all->is_circle = next == done;
		if (all->is_circle)
			return;
		done = next;
	}
}

/* Layers that are on by being the default one: 0, and what DF() goes to. */
static uint32_t default_layers(const struct keymap *map)
{
	struct action_walk walk = action_walk_start(map);
	uint32_t layers = 1;

	while (action_walk_next(&walk))
		if ((walk.action.kind == ACTION_LAYER_DEFAULT ||
		     walk.action.kind == ACTION_LAYER_DEFAULT_SAVED) &&
		    walk.action.arg[0] < KEYMAP_MAX_LAYERS)
			layers |= UINT32_C(1) << walk.action.arg[0];
	return layers;
}

static void add_bits(const struct qmk *q, uint32_t layers, struct str *out)
{
	const char *bar = "";

	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++) {
		if (!(layers >> i & 1))
			continue;
		str_addf(out, "%s(layer_state_t)1 << ", bar);
		qmk_print_layer(i, &q->names, out);
		bar = " | ";
	}
}

static void write_conditions(struct qmk *q, const struct conditions *all, uint32_t defaults)
{
	struct str *out = &q->functions;
	const char *indent = all->is_circle ? "        " : "    ";

	if (all->is_circle)
		str_addf(out, "    for (uint8_t i = 0; i < %zu; i++) {\n", all->count);
	for (size_t i = 0; i < all->count; i++) {
		str_addf(out, "%swhen = ", indent);
		add_bits(q, all->when[i], out);
		str_addf(out, ";\n%sif ((%s & when) == when) {\n%s    state |= (layer_state_t)1 << ", indent,
			 all->when[i] & defaults ? "(state | default_layer_state)" : "state", indent);
		qmk_print_layer(all->then[i], &q->names, out);
		str_addf(out, ";\n%s}\n", indent);
	}
	if (all->is_circle)
		str_add(out, "    }\n");
}

void qmk_write_conditions(struct qmk *q)
{
	struct conditions *all = mem_new(1, sizeof(*all));
	uint32_t then = 0;

	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_CONDITION); i++)
		if (read_condition(q, i, all))
			then |= UINT32_C(1) << all->then[all->count - 1];
	q->place = PLACE_NONE;
	if (all->count) {
		sort_conditions(all);
		str_add(&q->functions, "\nlayer_state_t layer_state_set_user(layer_state_t state) {\n"
				       "    layer_state_t when;\n"
				       "\n"
				       "    state &= ~(");
		add_bits(q, then, &q->functions);
		str_add(&q->functions, ");\n");
		write_conditions(q, all, default_layers(q->map));
		str_add(&q->functions, "    return state;\n}\n");
	}
	free(all);
}
