/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_QMK_PLAY_H
#define TESTS_QMK_PLAY_H

/*
 * The rest of a program that plays a compiled keymap.c: QMK's functions, which print what they are told, and what QMK
 * does with tap dances, macros and layers, as far as a keymap sees of it.
 */
#include <stdio.h>

layer_state_t layer_state, default_layer_state = 1;
static uint8_t play_mods, play_hidden;

int get_highest_layer(layer_state_t state)
{
	int layer = 0;

	while (state >>= 1)
		layer++;
	return layer;
}

void layer_on(uint8_t layer)
{
	printf(" +L%d", layer);
}
void layer_off(uint8_t layer)
{
	printf(" -L%d", layer);
}
void layer_invert(uint8_t layer)
{
	printf(" !L%d", layer);
}
void layer_move(uint8_t layer)
{
	printf(" =L%d", layer);
}
void default_layer_set(layer_state_t state)
{
	printf(" default %x", (unsigned)state);
}
uint8_t get_mods(void)
{
	return play_mods;
}
uint8_t get_oneshot_mods(void)
{
	return 0;
}
void add_oneshot_mods(uint8_t mods)
{
	printf(" oneshot %02x", mods);
}
void set_oneshot_layer(uint8_t layer, uint8_t state)
{
	printf(" oneshot L%d %d", layer, state);
}
void clear_oneshot_layer_state(int state)
{
	printf(" cleared %d", state);
}
void set_suppressed_override_mods(uint8_t mods)
{
	play_hidden = mods;
}
void clear_suppressed_override_mods(void)
{
	play_hidden = 0;
}
void register_code16(uint16_t code)
{
	printf(" +%04x", code);
}
void unregister_code16(uint16_t code)
{
	printf(" -%04x", code);
}
void tap_code16(uint16_t code)
{
	printf(" *%04x", code);
}
void wait_ms(unsigned ms)
{
	if (ms)
		printf(" %ums", ms);
}
void send_unicode_string(const char *text)
{
	printf(" u\"%s\"", text);
}
void process_record(keyrecord_t *record)
{
	printf(" %c%04x", record->event.pressed ? '>' : '<', record->keycode);
}

/* Each event of @events in turn: d and u the key itself, i another key, t the term is over. */
static inline void play_dance(tap_dance_action_t *dance, const char *events)
{
	tap_dance_state_t state = { 0 };

	for (; *events; events++) {
		bool ends = *events == 'i' || *events == 't';

		state.pressed = *events == 'd' || (ends && state.pressed);
		if (*events == 'd') {
			state.count++;
			dance->on_each_tap(&state, NULL);
		}
		if (ends && state.count && !state.finished) {
			state.interrupted = *events == 'i';
			state.finished = true;
			dance->on_dance_finished(&state, NULL);
			if (!state.pressed) {
				dance->on_reset(&state, NULL);
				state = (tap_dance_state_t){ 0 };
			}
		}
		if (*events == 'u' && state.finished) {
			dance->on_reset(&state, NULL);
			state = (tap_dance_state_t){ 0 };
		}
	}
	printf("\n");
}

#endif
