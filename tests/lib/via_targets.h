/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_VIA_TARGETS_H
#define TESTS_VIA_TARGETS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile/target.h"
#include "golden.h"
#include "import/document.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

/* Keyboards, keymaps and what comes of them, for the targets that an app changes the keymap of. */

struct via_result {
	struct fileset files;
	struct diagnostics told;
	struct err err;
	bool ok;
};

static inline struct via_result via_compile(const char *target, const struct keyboard *kb,
					    const struct keymap *map)
{
	struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "mine"
	};
	struct via_result r = { 0 };

	r.ok = target_compile(target_find(target), &in, &r.files, &r.told, &r.err);
	return r;
}

static inline void via_release(struct via_result *r)
{
	fileset_release(&r->files);
	diagnostics_release(&r->told);
}

static inline const char *via_text(const struct via_result *r, const char *path)
{
	const struct str *data = fileset_find(&r->files, path);

	return data ? str_text(data) : "";
}

/* The diagnostic of that code and subject. */
static inline const struct diagnostic *via_find(const struct via_result *r, const char *code,
						const char *subject)
{
	for (size_t i = 0; i < r->told.count; i++) {
		const struct diagnostic *d = &r->told.item[i];

		if (!strcmp(d->kind->code, code) &&
		    (!subject || (d->subject && !strcmp(d->subject, subject))))
			return d;
	}
	return NULL;
}

/* All files one after the other, and what was told, as tests/golden/@name has them. */
static inline bool via_golden(const char *name, const struct via_result *r)
{
	struct str all = STR_INIT;
	bool same;

	for (size_t i = 0; i < r->files.count; i++)
		str_addf(&all, "==== %s\n%s", r->files.file[i].path, str_text(&r->files.file[i].data));
	str_add(&all, "==== told\n");
	for (size_t i = 0; i < r->told.count; i++) {
		const struct diagnostic *d = &r->told.item[i];

		str_addf(&all, "%s %s", severity_name(d->kind->severity), d->kind->code);
		if (d->subject)
			str_addf(&all, " [%s -> %s]", d->subject, d->instead);
		str_addf(&all, ": %s\n", d->text);
	}
	same = golden_text(name, str_text(&all));
	str_release(&all);
	return same;
}

/* Three rows of four, the last key the press of the only encoder. */
static inline struct keyboard *via_keyboard(void)
{
	struct keyboard *kb = tiny_keyboard(3, 4, 1);

	free(kb->id);
	free(kb->name);
	free(kb->processor);
	kb->id = mem_copy_text("maker/board");
	kb->name = mem_copy_text("Board \"12\"");
	kb->processor = mem_copy_text("RP2040");
	kb->usb_vid = 0xfeed;
	kb->usb_pid = 0x0012;
	kb->layout[0].key[11].encoder = 0;
	return kb;
}

static inline void via_add_feature(struct keyboard *kb, const char *name)
{
	kb->feature = realloc(kb->feature, (kb->features + 1) * sizeof(*kb->feature));
	kb->feature[kb->features++] = mem_copy_text(name);
}

static inline struct keymap *via_keymap(size_t layers)
{
	static const char *const text[] = { "KC_ESC", "KC_Q",  "RCTL_T(KC_W)",  "LT(1, KC_E)",
					    "KC_A",   "MO(1)", "QK_MACRO_0",    "KC_EXLM",
					    "KC_Z",   "KC_X",  "OSM(MOD_LSFT)", "KC_MUTE" };
	struct keymap *map = keymap_new(layers, 12, 1);

	for (size_t layer = 0; layer < layers; layer++) {
		for (size_t i = 0; i < 12; i++)
			keymap_put(map, layer, i, tiny_action(layer ? "KC_TRNS" : text[i]));
		keymap_put_turn(map, layer, 0, TURN_CCW, tiny_action(layer ? "KC_TRNS" : "KC_VOLD"));
		keymap_put_turn(map, layer, 0, TURN_CW, tiny_action(layer ? "KC_TRNS" : "KC_VOLU"));
	}
	return map;
}

static inline struct step via_tap(const char *action)
{
	return (struct step){ .op = STEP_TAP, .action = tiny_action(action) };
}

static inline struct step via_type(const char *text)
{
	return (struct step){ .op = STEP_TEXT, .text = symbol(text) };
}

static inline struct step via_do(int value, const char *action)
{
	return (struct step){ .op = STEP_RESULT, .value = value, .action = tiny_action(action) };
}

static inline void via_define(struct keymap *map, enum definition_kind kind, const char *name,
			      struct step *step, size_t steps)
{
	keymap_add_definition(map, &(struct definition){ .kind = (uint16_t)kind,
							 .name = name ? symbol(name) : 0,
							 .step = step,
							 .steps = steps });
}

static inline void via_set_text(struct keymap *map, const char *name, const char *text)
{
	keymap_add_setting(
		map, (struct setting){ .name = symbol(name), .type = SETTING_TEXT, .text = symbol(text) });
}

static inline void via_set_number(struct keymap *map, const char *name, int64_t number)
{
	keymap_add_setting(
		map, (struct setting){ .name = symbol(name), .type = SETTING_NUMBER, .number = number });
}

#endif
