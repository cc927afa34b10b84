/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/via_definition.h"

struct via_definition *via_definition_new(enum via_format format)
{
	struct via_definition *d = mem_new(1, sizeof(*d));
	char **const texts[] = { &d->name,  &d->lighting,     &d->keycode_sets,
				 &d->menus, &d->custom_menus, &d->custom_features,
				 &d->vial,  &d->kle,          &d->other };

	d->format = format;
	for (size_t i = 0; i < COUNT(texts); i++)
		*texts[i] = mem_copy_text("");
	return d;
}

static void free_option(struct via_option *option)
{
	for (size_t i = 0; i < option->choices; i++)
		free(option->choice[i]);
	free(option->choice);
	free(option->name);
}

void via_definition_free(struct via_definition *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->options; i++)
		free_option(&d->option[i]);
	for (size_t i = 0; i < d->presets; i++) {
		free(d->preset[i].name);
		free(d->preset[i].choice);
	}
	for (size_t i = 0; i < d->keycodes; i++) {
		free(d->keycode[i].name);
		free(d->keycode[i].title);
		free(d->keycode[i].short_name);
	}
	free(d->key);
	free(d->option);
	free(d->preset);
	free(d->keycode);
	free(d->name);
	free(d->lighting);
	free(d->keycode_sets);
	free(d->menus);
	free(d->custom_menus);
	free(d->custom_features);
	free(d->vial);
	free(d->kle);
	free(d->other);
	free(d);
}

size_t via_option_choices(const struct via_option *option)
{
	return option->choices > 2 ? option->choices : 2;
}

const char *via_option_choice_name(const struct via_option *option, size_t choice)
{
	if (choice < option->choices)
		return option->choice[choice];
	return choice ? "on" : "off";
}

static unsigned bits_of(const struct via_option *option)
{
	unsigned bits = 1;

	while (via_option_choices(option) > (size_t)1 << bits)
		bits++;
	return bits;
}

static bool check_bits(const struct via_definition *d, struct err *err)
{
	unsigned bits = 0;

	for (size_t i = 0; i < d->options; i++)
		bits += bits_of(&d->option[i]);
	return bits <= 32 || err_set(err, ERR_RANGE,
				     "the choices of %zu layout options take %u bits; the firmware keeps 32",
				     d->options, bits);
}

bool via_definition_pack(const struct via_definition *d, const uint8_t *choice, uint32_t *bits,
			 struct err *err)
{
	uint64_t all = 0;

	if (!check_bits(d, err))
		return false;
	for (size_t i = 0; i < d->options; i++) {
		size_t choices = via_option_choices(&d->option[i]);

		if (choice[i] >= choices)
			return err_set(err, ERR_RANGE, "layout option %s has %zu choices, and not number %u",
				       d->option[i].name, choices, choice[i]);
		all = all << bits_of(&d->option[i]) | choice[i];
	}
	*bits = (uint32_t)all;
	return true;
}

bool via_definition_unpack(const struct via_definition *d, uint32_t bits, uint8_t *choice, struct err *err)
{
	uint64_t rest = bits;

	if (!check_bits(d, err))
		return false;
	for (size_t i = d->options; i-- > 0;) {
		unsigned width = bits_of(&d->option[i]);
		uint64_t value = rest & (((uint64_t)1 << width) - 1);

		choice[i] = value < via_option_choices(&d->option[i]) ? (uint8_t)value : 0;
		rest >>= width;
	}
	return true;
}
