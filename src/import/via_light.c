/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "via_light.h"

enum { VERSION_2_EFFECTS = 37 };

static const char *const rgblight_effects[] = {
	"Off",
	"Solid Color",
	"Breathing 1",
	"Breathing 2",
	"Breathing 3",
	"Breathing 4",
	"Rainbow Mood 1",
	"Rainbow Mood 2",
	"Rainbow Mood 3",
	"Rainbow Swirl 1",
	"Rainbow Swirl 2",
	"Rainbow Swirl 3",
	"Rainbow Swirl 4",
	"Rainbow Swirl 5",
	"Rainbow Swirl 6",
	"Snake 1",
	"Snake 2",
	"Snake 3",
	"Snake 4",
	"Snake 5",
	"Snake 6",
	"Knight 1",
	"Knight 2",
	"Knight 3",
	"Christmas",
	"Static Gradient 1",
	"Static Gradient 2",
	"Static Gradient 3",
	"Static Gradient 4",
	"Static Gradient 5",
	"Static Gradient 6",
	"Static Gradient 7",
	"Static Gradient 8",
	"Static Gradient 9",
	"Static Gradient 10",
	"RGB Test",
	"Alternating",
	"Twinkle 1",
	"Twinkle 2",
	"Twinkle 3",
	"Twinkle 4",
	"Twinkle 5",
	"Twinkle 6",
};

static const char *const rgb_matrix_effects[] = {
	"Off",
	"Solid Color",
	"Alphas Mods",
	"Gradient Up Down",
	"Gradient Left Right",
	"Breathing",
	"Band Sat",
	"Band Val",
	"Band Pinwheel Sat",
	"Band Pinwheel Val",
	"Band Spiral Sat",
	"Band Spiral Val",
	"Cycle All",
	"Cycle Left Right",
	"Cycle Up Down",
	"Rainbow Moving Chevron",
	"Cycle Out In",
	"Cycle Out In Dual",
	"Cycle Pinwheel",
	"Cycle Spiral",
	"Dual Beacon",
	"Rainbow Beacon",
	"Rainbow Pinwheels",
	"Raindrops",
	"Jellybean Raindrops",
	"Hue Breathing",
	"Hue Pendulum",
	"Hue Wave",
	"Pixel Rain",
	"Pixel Flow",
	"Pixel Fractal",
	"Typing Heatmap",
	"Digital Rain",
	"Solid Reactive Simple",
	"Solid Reactive",
	"Solid Reactive Wide",
	"Solid Reactive Multiwide",
	"Solid Reactive Cross",
	"Solid Reactive Multicross",
	"Solid Reactive Nexus",
	"Solid Reactive Multinexus",
	"Splash",
	"Multisplash",
	"Solid Splash",
	"Solid Multisplash",
};

static const char *const led_matrix_effects[] = {
	"Off",
	"Solid",
	"Alphas Mods",
	"Breathing",
	"Band",
	"Band Pinwheel",
	"Band Spiral",
	"Cycle Left Right",
	"Cycle Up Down",
	"Cycle Out In",
	"Dual Beacon",
	"Solid Reactive Simple",
	"Solid Reactive Wide",
	"Solid Reactive Multiwide",
	"Solid Reactive Cross",
	"Solid Reactive Multicross",
	"Solid Reactive Nexus",
	"Solid Reactive Multinexus",
	"Solid Splash",
	"Solid Multisplash",
	"Wave Left Right",
	"Wave Up Down",
};

static const char *const vialrgb_effects[] = {
	"Off",
	"Direct",
	"Solid Color",
	"Alphas Mods",
	"Gradient Up Down",
	"Gradient Left Right",
	"Breathing",
	"Band Sat",
	"Band Val",
	"Band Pinwheel Sat",
	"Band Pinwheel Val",
	"Band Spiral Sat",
	"Band Spiral Val",
	"Cycle All",
	"Cycle Left Right",
	"Cycle Up Down",
	"Rainbow Moving Chevron",
	"Cycle Out In",
	"Cycle Out In Dual",
	"Cycle Pinwheel",
	"Cycle Spiral",
	"Dual Beacon",
	"Rainbow Beacon",
	"Rainbow Pinwheels",
	"Raindrops",
	"Jellybean Raindrops",
	"Hue Breathing",
	"Hue Pendulum",
	"Hue Wave",
	"Typing Heatmap",
	"Digital Rain",
	"Solid Reactive Simple",
	"Solid Reactive",
	"Solid Reactive Wide",
	"Solid Reactive Multiwide",
	"Solid Reactive Cross",
	"Solid Reactive Multicross",
	"Solid Reactive Nexus",
	"Solid Reactive Multinexus",
	"Splash",
	"Multisplash",
	"Solid Splash",
	"Solid Multisplash",
	"Pixel Rain",
	"Pixel Fractal",
	"Pixel Flow",
	"Flower Blooming",
	"Starlight",
	"Starlight Dual Hue",
	"Starlight Dual Sat",
	"Riverflow",
};

static const char *const backlight_effects[] = { "Off", "Breathing" };

struct light_control {
	enum via_control_type type;
	const char *label, *id;
	struct via_light_value value;
	const char *show_if; /* NULL: always */
	const char *const *choice;
	size_t choices;
};

static const struct light_control backlight[] = {
	{ VIA_CONTROL_RANGE, "Brightness", "id_qmk_backlight_brightness", { 1, 1, 0x09 }, .show_if = NULL },
	{ VIA_CONTROL_DROPDOWN,
	  "Effect",
	  "id_qmk_backlight_effect",
	  { 1, 2, 0x0a },
	  .choice = backlight_effects,
	  .choices = COUNT(backlight_effects) },
};

static const char with_underglow[] = "{id_qmk_rgblight_effect} != 0";
static const char with_underglow_colour[] = "{id_qmk_rgblight_effect} != 0 && {id_qmk_rgblight_effect} != 35";

static const struct light_control rgblight[] = {
	{ VIA_CONTROL_RANGE, "Brightness", "id_qmk_rgblight_brightness", { 2, 1, 0x80 }, .show_if = NULL },
	{ VIA_CONTROL_DROPDOWN,
	  "Effect",
	  "id_qmk_rgblight_effect",
	  { 2, 2, 0x81 },
	  .choice = rgblight_effects,
	  .choices = COUNT(rgblight_effects) },
	{ VIA_CONTROL_RANGE,
	  "Speed",
	  "id_qmk_rgblight_effect_speed",
	  { 2, 3, 0x82 },
	  .show_if = with_underglow },
	{ VIA_CONTROL_COLOR,
	  "Color",
	  "id_qmk_rgblight_color",
	  { 2, 4, 0x83 },
	  .show_if = with_underglow_colour },
};

static const char with_rgb_matrix[] = "{id_qmk_rgb_matrix_effect} != 0";

/* Firmware without channels answers for these under the ids of rgblight. */
static const struct light_control rgb_matrix[] = {
	{ VIA_CONTROL_RANGE, "Brightness", "id_qmk_rgb_matrix_brightness", { 3, 1, 0x80 }, .show_if = NULL },
	{ VIA_CONTROL_DROPDOWN,
	  "Effect",
	  "id_qmk_rgb_matrix_effect",
	  { 3, 2, 0x81 },
	  .choice = rgb_matrix_effects,
	  .choices = COUNT(rgb_matrix_effects) },
	{ VIA_CONTROL_RANGE,
	  "Speed",
	  "id_qmk_rgb_matrix_effect_speed",
	  { 3, 3, 0x82 },
	  .show_if = with_rgb_matrix },
	{ VIA_CONTROL_COLOR, "Color", "id_qmk_rgb_matrix_color", { 3, 4, 0x83 }, .show_if = with_rgb_matrix },
};

static const struct light_control audio[] = {
	{ VIA_CONTROL_TOGGLE, "Audio", "id_qmk_audio_enable", { 4, 1, -1 }, .show_if = NULL },
	{ VIA_CONTROL_TOGGLE, "Clicks", "id_qmk_audio_clicky_enable", { 4, 2, -1 }, .show_if = NULL },
};

static const char with_led_matrix[] = "{id_qmk_led_matrix_effect} != 0";

static const struct light_control led_matrix[] = {
	{ VIA_CONTROL_RANGE, "Brightness", "id_qmk_led_matrix_brightness", { 5, 1, -1 }, .show_if = NULL },
	{ VIA_CONTROL_DROPDOWN,
	  "Effect",
	  "id_qmk_led_matrix_effect",
	  { 5, 2, -1 },
	  .choice = led_matrix_effects,
	  .choices = COUNT(led_matrix_effects) },
	{ VIA_CONTROL_RANGE,
	  "Speed",
	  "id_qmk_led_matrix_effect_speed",
	  { 5, 3, -1 },
	  .show_if = with_led_matrix },
};

/* In the order in which an id without a channel is looked up. */
static const struct section {
	const char *name;
	const struct light_control *control;
	size_t controls;
} sections[] = {
	{ "Backlight", backlight, COUNT(backlight) },
	{ "Underglow", rgblight, COUNT(rgblight) },
	{ "RGB Matrix", rgb_matrix, COUNT(rgb_matrix) },
	{ "LED Matrix", led_matrix, COUNT(led_matrix) },
	{ "Sound", audio, COUNT(audio) },
};

enum section_index { BACKLIGHT, UNDERGLOW, RGB_MATRIX, LED_MATRIX, SOUND };

static const struct {
	const char *name, *label;
	enum section_index first, last;
} menus[] = {
	{ "qmk_backlight", "Lighting", BACKLIGHT, BACKLIGHT },
	{ "qmk_rgblight", "Lighting", UNDERGLOW, UNDERGLOW },
	{ "qmk_backlight_rgblight", "Lighting", BACKLIGHT, UNDERGLOW },
	{ "qmk_rgb_matrix", "Lighting", RGB_MATRIX, RGB_MATRIX },
	{ "qmk_led_matrix", "Lighting", LED_MATRIX, LED_MATRIX },
	{ "qmk_audio", "Audio", SOUND, SOUND },
};

static char *text(const char *of)
{
	return mem_copy_text(of);
}

static void release(struct via_control *control)
{
	free(control->label);
	free(control->id);
	free(control->show_if);
}

void via_light_add_label(struct via_menus *out, const char *name, int depth)
{
	struct via_control label = { .type = VIA_CONTROL_LABEL,
				     .label = text(name),
				     .place = { .part = DYNAMIC_PARTS },
				     .depth = depth };

	via_menus_add(out, &label);
	release(&label);
}

void via_light_add_choices(struct via_menus *out, struct via_control control, const char *const *names,
			   size_t count)
{
	control.choice = mem_new(count, sizeof(*control.choice));
	control.choices = count;
	for (size_t i = 0; i < count; i++)
		control.choice[i] = (struct via_choice){ text(names[i]), (uint32_t)i };
	via_menus_add(out, &control);
	for (size_t i = 0; i < count; i++)
		free(control.choice[i].name);
	free(control.choice);
}

static void add_control(struct via_menus *out, const struct light_control *from, bool channels)
{
	const struct via_light_value *v = &from->value;
	bool colour = from->type == VIA_CONTROL_COLOR;
	struct via_control control = { .type = from->type,
				       .label = text(from->label),
				       .id = text(from->id),
				       .show_if = text(from->show_if),
				       .place = { DYNAMIC_VALUES, channels ? v->channel : DYNAMIC_NO_CHANNEL,
						  channels ? v->id : (uint16_t)v->without_channel, -1 },
				       .len = colour ? 2 : 1,
				       .max = from->type == VIA_CONTROL_TOGGLE ? 1
					      : colour                         ? UINT16_MAX
									       : UINT8_MAX,
				       .depth = 2 };

	via_light_add_choices(out, control, from->choice, from->choices);
	release(&control);
}

bool via_light_add(const char *name, int via, struct via_menus *out)
{
	bool channels = via >= VIA_CHANNELS_FROM;
	size_t at = 0;

	while (at < COUNT(menus) && strcmp(menus[at].name, name) != 0)
		at++;
	if (at == COUNT(menus))
		return false;
	if (!channels && sections[menus[at].first].control->value.without_channel < 0)
		return true; /* nothing of it can be changed */
	via_light_add_label(out, menus[at].label, 0);
	for (size_t s = menus[at].first; s <= menus[at].last; s++) {
		via_light_add_label(out, sections[s].name, 1);
		for (size_t i = 0; i < sections[s].controls; i++)
			add_control(out, &sections[s].control[i], channels);
	}
	return true;
}

/* Value 0x41: mode of two bytes, least significant first, speed, hue, saturation, brightness. */
static const struct {
	enum via_control_type type;
	const char *label, *id, *show_if;
	uint8_t offset, len;
} vialrgb[] = {
	{ VIA_CONTROL_DROPDOWN, "Effect", "id_vialrgb_effect", "", 0, 2 },
	{ VIA_CONTROL_RANGE, "Brightness", "id_vialrgb_brightness", "{id_vialrgb_effect} != 0", 5, 1 },
	{ VIA_CONTROL_RANGE, "Speed", "id_vialrgb_speed", "{id_vialrgb_effect} != 0", 2, 1 },
	{ VIA_CONTROL_COLOR, "Color", "id_vialrgb_color", "{id_vialrgb_effect} != 0", 3, 2 },
};

void via_light_add_vialrgb(struct via_menus *out)
{
	via_light_add_label(out, "Lighting", 0);
	via_light_add_label(out, "VialRGB", 1);
	for (size_t i = 0; i < COUNT(vialrgb); i++) {
		bool effect = vialrgb[i].type == VIA_CONTROL_DROPDOWN;
		struct via_control control = { .type = vialrgb[i].type,
					       .label = text(vialrgb[i].label),
					       .id = text(vialrgb[i].id),
					       .show_if = text(vialrgb[i].show_if),
					       .place = { DYNAMIC_VALUES, DYNAMIC_NO_CHANNEL, 0x41, -1 },
					       .offset = vialrgb[i].offset,
					       .len = vialrgb[i].len,
					       .little_endian = effect,
					       .max = vialrgb[i].len == 2 ? UINT16_MAX : UINT8_MAX,
					       .depth = 2 };

		via_light_add_choices(out, control, vialrgb_effects, effect ? COUNT(vialrgb_effects) : 0);
		release(&control);
	}
}

const struct via_light_value *via_light_by_channel(unsigned channel, unsigned id)
{
	for (size_t s = 0; s < COUNT(sections); s++)
		for (size_t i = 0; i < sections[s].controls; i++)
			if (sections[s].control[i].value.channel == channel &&
			    sections[s].control[i].value.id == id)
				return &sections[s].control[i].value;
	return NULL;
}

const struct via_light_value *via_light_without_channel(unsigned id)
{
	for (size_t s = 0; s < COUNT(sections); s++)
		for (size_t i = 0; i < sections[s].controls; i++)
			if (sections[s].control[i].value.without_channel == (int)id)
				return &sections[s].control[i].value;
	return NULL;
}

size_t via_light_underglow_effects(const char *const **names)
{
	*names = rgblight_effects;
	return VERSION_2_EFFECTS;
}
