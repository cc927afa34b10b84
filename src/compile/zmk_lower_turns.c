/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_lower.h"
#include "zmk_turns.h"

/*
 * What an encoder does on a layer is one binding in ZMK, of both turns. A layer
 * that says nothing of its last encoders leaves them to the layers below;
 * for one turn alone, or an encoder before another, there is no such word.
 */

static struct zmk_turns turns_at(const struct keymap *map, size_t layer, size_t encoder)
{
	return (struct zmk_turns){ keymap_get_turn(map, layer, encoder, TURN_CCW),
				   keymap_get_turn(map, layer, encoder, TURN_CW) };
}

/* The turn that shows through @layer from below; none when no layer has one. */
static struct action show_through(struct zmk_lower *z, size_t layer, size_t encoder, enum turn turn)
{
	struct action action = { .kind = ACTION_TRANSPARENT };
	struct str text = STR_INIT;

	while (action.kind == ACTION_TRANSPARENT && layer-- > 0)
		action = keymap_get_turn(z->to, layer, encoder, turn);
	if (action.kind == ACTION_TRANSPARENT)
		action.kind = ACTION_NONE;
	zmk_action_print(action, NULL, NULL, &text);
	zmk_lose(z, (struct loss_of){ LOSS_NEAR, "encoder: KC_TRNS", str_text(&text) },
		 "what shows through from the layer below is written out: ZMK says both turns of an encoder, "
		 "and all encoders before it");
	str_release(&text);
	return action;
}

static void lower_encoder(struct zmk_lower *z, size_t layer, size_t encoder)
{
	struct step step[TURN_COUNT];
	struct definition rotate = { .kind = DEFINITION_BEHAVIOR, .step = step, .steps = TURN_COUNT };
	struct setting option[] = { zmk_text_option("compatible", "zmk,behavior-sensor-rotate"),
				    zmk_number_option("#sensor-binding-cells", 0) };
	struct zmk_turns turns;
	struct str text = STR_INIT;

	for (int turn = 0; turn < TURN_COUNT; turn++)
		if (keymap_get_turn(z->to, layer, encoder, (enum turn)turn).kind == ACTION_TRANSPARENT)
			keymap_put_turn(z->to, layer, encoder, (enum turn)turn,
					show_through(z, layer, encoder, (enum turn)turn));
	turns = turns_at(z->to, layer, encoder);
	if (!zmk_turns_print(z->to, turns, NULL, NULL, &text)) {
		rotate.name = zmk_take_name(z, "turns", "turns");
		rotate.option = option;
		rotate.options = COUNT(option);
		step[0] = (struct step){ .op = STEP_RESULT, .action = turns.cw };
		step[1] = (struct step){ .op = STEP_RESULT, .action = turns.ccw };
		zmk_add(z, &rotate);
	}
	str_release(&text);
}

static bool does_nothing(const struct keymap *map, size_t encoder)
{
	for (int turn = 0; turn < TURN_COUNT; turn++) {
		struct action action = keymap_get_turn(map, 0, encoder, (enum turn)turn);

		if (action.kind != ACTION_NONE && action.kind != ACTION_TRANSPARENT)
			return false;
	}
	return true;
}

/* On the first layer what does nothing shows through, too: then it need not be said. */
static void silence(struct zmk_lower *z)
{
	for (size_t i = keymap_encoders(z->to); i-- > 0 && does_nothing(z->to, i);)
		for (int turn = 0; turn < TURN_COUNT; turn++)
			keymap_put_turn(z->to, 0, i, (enum turn)turn,
					(struct action){ .kind = ACTION_TRANSPARENT });
}

void zmk_lower_turns(struct zmk_lower *z)
{
	for (size_t layer = 0; layer < keymap_layers(z->from); layer++) {
		size_t said;

		for (size_t i = 0; i < keymap_encoders(z->from) * TURN_COUNT; i++) {
			enum turn turn = (enum turn)(i % TURN_COUNT);

			z->place = place_of_encoder(layer, i / TURN_COUNT);
			keymap_put_turn(z->to, layer, i / TURN_COUNT, turn,
					zmk_lower(z, keymap_get_turn(z->from, layer, i / TURN_COUNT, turn)));
		}
		if (!layer)
			silence(z);
		said = zmk_turns_said(z->to, layer);
		for (size_t i = 0; i < said; i++) {
			z->place.encoder = (int)i;
			lower_encoder(z, layer, i);
		}
	}
	z->place = PLACE_NONE;
}
