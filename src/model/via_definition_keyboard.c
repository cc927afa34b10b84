/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/via_definition.h"

/* "_" and @text as part of a name: "_split_backspace". What has no letter or digit of ASCII becomes its number. */
static void add_part(struct str *out, const char *text, size_t number)
{
	size_t start = out->len;

	for (; *text; text++) {
		char c = (char)tolower((unsigned char)*text);

		if (isascii((unsigned char)c) && isalnum((unsigned char)c)) {
			if (out->len == start || (text[-1] != c && !isalnum((unsigned char)text[-1])))
				str_add_char(out, '_');
			str_add_char(out, c);
		}
	}
	if (out->len == start)
		str_addf(out, "_%zu", number);
}

static void add_layout(struct keyboard *kb, const struct via_definition *d, const uint8_t *choice,
		       struct str *name)
{
	size_t len = name->len;
	struct layout layout;

	if (kb->layouts == KEYBOARD_MAX_LAYOUTS) {
		str_clear(name);
		return;
	}
	for (int n = 2; keyboard_find_layout(kb, str_text(name)); n++) {
		name->len = len;
		str_addf(name, "_%d", n);
	}
	via_definition_layout(d, choice, str_text(name), &layout);
	if (layout.keys) {
		kb->layout = mem_resize(kb->layout, kb->layouts + 1, sizeof(*kb->layout));
		kb->layout[kb->layouts++] = layout;
	} else {
		free(layout.name);
		free(layout.key);
	}
	str_clear(name);
}

static void add_presets(struct keyboard *kb, const struct via_definition *d)
{
	struct str name = STR_INIT;

	for (size_t i = 0; i < d->presets; i++) {
		uint8_t choice[VIA_MAX_OPTIONS] = { 0 };

		for (size_t o = 0; o < d->options && o < d->preset[i].choices; o++)
			choice[o] = d->preset[i].choice[o];
		str_add(&name, "LAYOUT");
		add_part(&name, d->preset[i].name, i);
		add_layout(kb, d, choice, &name);
	}
	str_release(&name);
}

static void add_choices(struct keyboard *kb, const struct via_definition *d)
{
	struct str name = STR_INIT;

	for (size_t i = 0; i < d->options; i++) {
		for (size_t c = 1; c < via_option_choices(&d->option[i]); c++) {
			uint8_t choice[VIA_MAX_OPTIONS] = { 0 };

			choice[i] = (uint8_t)c;
			str_add(&name, "LAYOUT");
			add_part(&name, d->option[i].name, i);
			if (d->option[i].choices)
				add_part(&name, via_option_choice_name(&d->option[i], c), c);
			add_layout(kb, d, choice, &name);
		}
	}
	str_release(&name);
}

/* Makers put line ends into names, to have them on two lines of a key. */
static char *one_line(const char *text)
{
	char *line = mem_copy_text(text);

	for (char *c = line; *c; c++)
		*c = iscntrl((unsigned char)*c) ? ' ' : *c;
	return line;
}

static void add_keycodes(struct keyboard *kb, const struct via_definition *d)
{
	kb->keycodes = d->keycodes < KEYBOARD_MAX_KEYCODES ? d->keycodes : KEYBOARD_MAX_KEYCODES;
	kb->keycode = mem_new(kb->keycodes, sizeof(*kb->keycode));
	for (size_t i = 0; i < kb->keycodes; i++)
		kb->keycode[i] = (struct keyboard_keycode){ one_line(d->keycode[i].name),
							    one_line(d->keycode[i].title),
							    one_line(d->keycode[i].short_name) };
}

/* With the layout that @choice gives. */
static struct keyboard *new_keyboard(const struct via_definition *d, const uint8_t *choice)
{
	struct keyboard *kb = keyboard_new();
	struct str name = STR_INIT;

	mem_set_text(&kb->name, d->name);
	kb->usb_vid = d->usb_vid;
	kb->usb_pid = d->usb_pid;
	kb->rows = d->rows;
	kb->cols = d->cols;
	for (size_t i = 0; i < d->keys; i++)
		if (d->key[i].encoder >= kb->encoders)
			kb->encoders = d->key[i].encoder + 1;
	add_keycodes(kb, d);
	str_add(&name, "LAYOUT");
	add_layout(kb, d, choice, &name);
	str_release(&name);
	return kb;
}

struct keyboard *via_definition_keyboard(const struct via_definition *d)
{
	struct keyboard *kb = new_keyboard(d, NULL);

	add_presets(kb, d);
	add_choices(kb, d);
	return kb;
}

struct keyboard *via_definition_keyboard_chosen(const struct via_definition *d, const uint8_t *choice)
{
	struct keyboard *kb = new_keyboard(d, choice);

	if (kb->layouts)
		return kb;
	keyboard_free(kb);
	return NULL;
}
