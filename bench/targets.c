/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a keymap of 100 keys and 16 layers costs in CPU time, compiled to each target. With a path: its keymap.json goes there. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/mem.h"
#include "compile/capability.h"

enum { ROWS = 5, COLS = 20, LAYERS = 16, ENCODERS = 2, ROUNDS = 100 };

static double cpu_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static struct keyboard *make_keyboard(void)
{
	struct keyboard *kb = keyboard_new();
	struct layout *layout = kb->layout = mem_new(1, sizeof(*kb->layout));

	mem_set_text(&kb->id, "bench");
	mem_set_text(&kb->name, "Bench");
	kb->rows = ROWS;
	kb->cols = COLS;
	kb->encoders = ENCODERS;
	kb->usb_vid = 0xfeed;
	kb->usb_pid = 1;
	kb->layouts = 1;
	layout->name = mem_copy_text("LAYOUT");
	layout->keys = ROWS * COLS;
	layout->key = mem_new(layout->keys, sizeof(*layout->key));
	for (size_t i = 0; i < layout->keys; i++)
		layout->key[i] = (struct key){ .x_cu = (int16_t)(i % COLS * 100),
					       .y_cu = (int16_t)(i / COLS * 100),
					       .w_cu = 100,
					       .h_cu = 100,
					       .row = (uint8_t)(i / COLS),
					       .col = (uint8_t)(i % COLS),
					       .encoder = -1 };
	return kb;
}

/* Keys as people have them, and what else a large keymap has. */
static struct keymap *make_keymap(void)
{
	static const char *const keys[] = { "KC_TRNS",       "KC_A",    "LCTL(KC_C)", "LT(2, KC_SPC)",
					    "LSFT_T(KC_D)",  "MO(3)",   "KC_NO",      "KC_VOLU",
					    "OSM(MOD_LSFT)", "KC_EXLM", "TG(4)",      "UG_TOGG",
					    "QK_MACRO_0",    "MS_UP",   "TD(0)" };
	static const char *const samples[] = { "combo", "tap-dance", "macro", "override", "tapping-term" };
	struct keymap *map = keymap_new(LAYERS, ROWS * COLS, ENCODERS);

	for (size_t layer = 0; layer < LAYERS; layer++) {
		for (size_t key = 0; key < ROWS * COLS; key++)
			keymap_put(map, layer, key, capability_action(keys[(layer * 7 + key) % COUNT(keys)]));
		for (size_t encoder = 0; encoder < ENCODERS; encoder++) {
			keymap_put_turn(map, layer, encoder, TURN_CCW, capability_action("KC_VOLD"));
			keymap_put_turn(map, layer, encoder, TURN_CW, capability_action("KC_VOLU"));
		}
	}
	for (size_t i = 0; i < COUNT(samples); i++) {
		const struct capability_sample *s = capability_sample_find(samples[i]);

		if (s->definition[0])
			capability_add_definition(map, s->definition[0]);
		if (s->setting[0].name)
			keymap_add_setting(map, capability_make_setting(&s->setting[0]));
	}
	return map;
}

/* False when it is refused; @main_file (may be NULL) gets the file that one reads. */
static bool compile(const struct target *target, const struct compile_input *in, struct str *main_file,
		    struct err *err)
{
	struct fileset files = { 0 };
	struct diagnostics told = { 0 };
	bool ok = target_compile(target, in, &files, &told, err);

	if (ok && main_file)
		str_add(main_file, str_text(&target_main_file(target, &files)->data));
	fileset_release(&files);
	diagnostics_release(&told);
	return ok;
}

static bool write_json(const struct compile_input *in, const char *path, struct err *err)
{
	struct str text = STR_INIT;
	bool ok = compile(target_find("qmk-json"), in, &text, err) &&
		  file_write(path, str_text(&text), text.len, FILE_REPLACE, err);

	str_release(&text);
	return ok;
}

static bool measure(const struct compile_input *in, struct err *err)
{
	double all = 0;

	for (size_t t = 0; t < target_count(); t++) {
		double start = cpu_ms(), each;

		for (int i = 0; i < ROUNDS; i++)
			if (!compile(target_at(t), in, NULL, err))
				return false;
		each = (cpu_ms() - start) / ROUNDS;
		all += each;
		printf("targets: %d keys, %d layers: %s %.2f ms of CPU\n", ROWS * COLS, LAYERS,
		       target_at(t)->name, each);
	}
	printf("targets: all of them %.2f ms of CPU\n", all);
	return true;
}

int main(int argc, char **argv)
{
	struct keyboard *kb = make_keyboard();
	struct keymap *map = make_keymap();
	const struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "default"
	};
	struct err err = { 0 };
	bool ok = argc > 1 ? write_json(&in, argv[1], &err) : measure(&in, &err);

	if (!ok)
		fprintf(stderr, "targets: %s\n", err.text);
	keymap_unref(map);
	keyboard_free(kb);
	return !ok;
}
