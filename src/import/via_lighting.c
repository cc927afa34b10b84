/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "via_light.h"

/* An effect and how many colours it takes; the place in its list is its number. */
struct effect {
	const char *name; /* borrowed */
	int colours;
};

struct effects {
	struct effect *item;
	size_t count;
};

enum { MANY = UINT8_MAX, ROW_NONE = 255, ROW_ALL = 254 };

enum list { NO_LIST, BACKLIGHT_EFFECTS, UNDERGLOW_EFFECTS, LISTS };

struct lighting {
	bool supported[UINT8_MAX + 1];
	bool own_ids; /* the keyboard's own code answers, with channels too under the ids that it had without */
	struct effects effects[LISTS];
	int via;
	struct via_menus *out;
};

static const struct effect wt_mono_effects[] = { { "All Off", 0 }, { "All On", 0 }, { "Raindrops", 0 } };

static const struct effect wt_rgb_effects[] = {
	{ "All Off", 0 },           { "Solid Color", 1 },    { "Alphas and Mods", 2 },
	{ "Gradient Vertical", 2 }, { "Raindrops", 2 },      { "Cycle All", 0 },
	{ "Cycle Horizontal", 0 },  { "Cycle Vertical", 0 }, { "Jellybean Raindrops", 0 },
	{ "Radial All Hues", 0 },   { "Radial Color", 1 },
};

static const struct effect backlight_effects[] = { { "Off", 0 }, { "Breathing", 0 } };

/* What "extends" names: the-via/reader's presets. */
static const struct preset {
	const char *name;
	const struct effect *effect;
	size_t effects;
	bool underglow, own_ids;
	const char *supported; /* ids, as bytes */
} presets[] = {
	{ "none", NULL, 0, false, false, "" },
	{ "qmk_backlight", backlight_effects, COUNT(backlight_effects), false, false, "\x09\x0a" },
	{ "qmk_rgblight", NULL, 0, true, false, "\x80\x81\x82\x83" },
	{ "qmk_backlight_rgblight", backlight_effects, COUNT(backlight_effects), true, false,
	  "\x09\x0a\x80\x81\x82\x83" },
	{ "wt_mono_backlight", wt_mono_effects, COUNT(wt_mono_effects), false, true, "\x07\x08\x09\x0a\x0b" },
	{ "wt_rgb_backlight", wt_rgb_effects, COUNT(wt_rgb_effects), false, true,
	  "\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15" },
};

/* A colour is for the effects of a list that take from @least to @most of them. */
struct row {
	uint8_t id;
	enum via_control_type type;
	const char *label;
	uint8_t min, max;
	int16_t index; /* behind the id: this number - 1; 0: there is none */
	enum list list;
	uint8_t least, most;
};

static const struct row backlight_rows[] = {
	{ 0x09, VIA_CONTROL_RANGE, "Brightness", .max = UINT8_MAX },
	{ 0x0a, VIA_CONTROL_DROPDOWN, "Effect", .list = BACKLIGHT_EFFECTS },
	{ 0x0b, VIA_CONTROL_RANGE, "Speed", .max = 3 },
	{ 0x0c, VIA_CONTROL_COLOR, "Color 1", .list = BACKLIGHT_EFFECTS, .least = 1, .most = 2 },
	{ 0x0d, VIA_CONTROL_COLOR, "Color 2", .list = BACKLIGHT_EFFECTS, .least = 2, .most = 2 },
	{ 0x17, VIA_CONTROL_COLOR, "Color 1", .index = 1, .list = BACKLIGHT_EFFECTS, .least = 3,
	  .most = MANY },
	{ 0x17, VIA_CONTROL_COLOR, "Color 2", .index = 2, .list = BACKLIGHT_EFFECTS, .least = 3,
	  .most = MANY },
	{ 0x17, VIA_CONTROL_COLOR, "Color 3", .index = 3, .list = BACKLIGHT_EFFECTS, .least = 3,
	  .most = MANY },
	{ 0x17, VIA_CONTROL_COLOR, "Color 4", .index = 4, .list = BACKLIGHT_EFFECTS, .least = 4,
	  .most = MANY },
	{ 0x17, VIA_CONTROL_COLOR, "Color 5", .index = 5, .list = BACKLIGHT_EFFECTS, .least = 5,
	  .most = MANY },
	{ 0x17, VIA_CONTROL_COLOR, "Color 6", .index = 6, .list = BACKLIGHT_EFFECTS, .least = 6,
	  .most = MANY },
	{ 0x07, VIA_CONTROL_TOGGLE, "Off while the computer sleeps", .max = 1 },
	{ 0x08, VIA_CONTROL_RANGE, "Off after minutes, 0 never", .max = UINT8_MAX },
	{ 0x0f, VIA_CONTROL_TOGGLE, "Caps Lock light", .min = ROW_NONE, .max = ROW_ALL },
	{ 0x0e, VIA_CONTROL_COLOR, "Caps Lock color", .list = NO_LIST },
	{ 0x11, VIA_CONTROL_TOGGLE, "Layer 1 light", .min = ROW_NONE, .max = ROW_ALL },
	{ 0x10, VIA_CONTROL_COLOR, "Layer 1 color", .list = NO_LIST },
	{ 0x13, VIA_CONTROL_TOGGLE, "Layer 2 light", .min = ROW_NONE, .max = ROW_ALL },
	{ 0x12, VIA_CONTROL_COLOR, "Layer 2 color", .list = NO_LIST },
	{ 0x15, VIA_CONTROL_TOGGLE, "Layer 3 light", .min = ROW_NONE, .max = ROW_ALL },
	{ 0x14, VIA_CONTROL_COLOR, "Layer 3 color", .list = NO_LIST },
	{ 0x01, VIA_CONTROL_TOGGLE, "Split Backspace lights", .max = 1 },
	{ 0x02, VIA_CONTROL_TOGGLE, "Split left Shift lights", .max = 1 },
	{ 0x03, VIA_CONTROL_TOGGLE, "Split right Shift lights", .max = 1 },
	{ 0x04, VIA_CONTROL_TOGGLE, "7u space bar lights", .max = 1 },
	{ 0x05, VIA_CONTROL_TOGGLE, "ISO Enter lights", .max = 1 },
	{ 0x06, VIA_CONTROL_TOGGLE, "No lights under HHKB blockers", .max = 1 },
};

static const struct row underglow_rows[] = {
	{ 0x80, VIA_CONTROL_RANGE, "Brightness", .max = UINT8_MAX },
	{ 0x81, VIA_CONTROL_DROPDOWN, "Effect", .list = UNDERGLOW_EFFECTS },
	{ 0x82, VIA_CONTROL_RANGE, "Speed", .max = UINT8_MAX },
	{ 0x83, VIA_CONTROL_COLOR, "Color", .list = UNDERGLOW_EFFECTS, .least = 1, .most = MANY },
};

static const char *const effect_ids[LISTS] = {
	[BACKLIGHT_EFFECTS] = "id_effect", [UNDERGLOW_EFFECTS] = "id_underglow_effect"
};

static bool takes(const struct row *row, const struct effect *effect)
{
	return effect->colours >= row->least && effect->colours <= row->most;
}

/* The effects that @row is for, as an expression: "{id_effect} == 1 || {id_effect} >= 3 && {id_effect} <= 7". */
static void add_condition(const struct row *row, const struct effects *effects, struct str *out)
{
	const char *id = effect_ids[row->list];

	for (size_t i = 0, end; i < effects->count; i = end + 1) {
		for (end = i; end < effects->count && takes(row, &effects->item[end]);)
			end++;
		if (end == i)
			continue;
		str_add(out, out->len ? " || " : "");
		if (end == i + 1)
			str_addf(out, "{%s} == %zu", id, i);
		else
			str_addf(out, "{%s} >= %zu && {%s} <= %zu", id, i, id, end - 1);
	}
}

static struct dynamic_place place_of(const struct lighting *l, const struct row *row)
{
	const struct via_light_value *light = l->own_ids ? NULL : via_light_without_channel(row->id);
	struct dynamic_place place = { DYNAMIC_VALUES, DYNAMIC_NO_CHANNEL, row->id,
				       (int16_t)(row->index - 1) };

	if (l->via >= VIA_CHANNELS_FROM) {
		place.a = light ? light->channel : 0;
		place.b = light ? light->id : row->id;
	}
	return place;
}

static void add_row(struct lighting *l, const struct row *row)
{
	const struct effects *effects = &l->effects[row->list];
	bool effect = row->type == VIA_CONTROL_DROPDOWN, colour = row->type == VIA_CONTROL_COLOR;
	struct via_control control = { .type = row->type,
				       .label = mem_copy_text(row->label),
				       .id = mem_copy_text(effect ? effect_ids[row->list] : ""),
				       .place = place_of(l, row),
				       .len = colour ? 2 : 1,
				       .min = row->min,
				       .max = colour ? UINT16_MAX : row->max,
				       .depth = 2 };
	struct str condition = STR_INIT;
	const char **names = mem_new(effects->count, sizeof(*names));

	for (size_t i = 0; i < effects->count; i++)
		names[i] = effects->item[i].name;
	if (colour && row->list)
		add_condition(row, effects, &condition);
	control.show_if = mem_copy_text(str_text(&condition));
	if (condition.len || !colour || !row->list)
		via_light_add_choices(l->out, control, names, effect ? effects->count : 0);
	free(names);
	free(control.label);
	free(control.id);
	free(control.show_if);
	str_release(&condition);
}

static void add_section(struct lighting *l, const char *name, const struct row *row, size_t rows)
{
	bool begun = false;

	for (size_t i = 0; i < rows; i++) {
		if (!l->supported[row[i].id])
			continue;
		if (!begun)
			via_light_add_label(l->out, name, 1);
		begun = true;
		add_row(l, &row[i]);
	}
}

static void add_menu(struct lighting *l)
{
	bool any = false;

	for (size_t i = 0; i < COUNT(l->supported); i++)
		any |= l->supported[i];
	if (!any)
		return;
	via_light_add_label(l->out, "Lighting", 0);
	add_section(l, "Backlight", backlight_rows, COUNT(backlight_rows));
	add_section(l, "Underglow", underglow_rows, COUNT(underglow_rows));
}

static void add_effect(struct effects *effects, const char *name, int colours)
{
	effects->item = mem_resize(effects->item, effects->count + 1, sizeof(*effects->item));
	effects->item[effects->count++] = (struct effect){ name, colours };
}

/* Rainbows have their own colours. */
static bool is_colourless(size_t underglow)
{
	return underglow == 0 || (underglow >= 6 && underglow <= 14);
}

static bool take_preset(struct lighting *l, const char *name, struct err *err)
{
	const struct preset *preset = NULL;
	const char *const *names;
	size_t count;

	for (size_t i = 0; i < COUNT(presets); i++)
		if (!strcmp(presets[i].name, name))
			preset = &presets[i];
	if (!preset)
		return err_set(err, ERR_PARSE,
			       "\"lighting\": \"%.60s\" is none that VIA has, as \"qmk_rgblight\"", name);
	l->own_ids = preset->own_ids;
	for (const char *id = preset->supported; *id; id++)
		l->supported[(uint8_t)*id] = true;
	for (size_t i = 0; i < preset->effects; i++)
		add_effect(&l->effects[BACKLIGHT_EFFECTS], preset->effect[i].name, preset->effect[i].colours);
	count = preset->underglow ? via_light_underglow_effects(&names) : 0;
	for (size_t i = 0; i < count; i++)
		add_effect(&l->effects[UNDERGLOW_EFFECTS], names[i], is_colourless(i) ? 0 : 1);
	return true;
}

static bool read_effects(const struct json *list, struct effects *effects, struct err *err)
{
	if (!list)
		return true;
	if (list->type != JSON_ARRAY || list->count > VIA_MAX_MENU_CHOICES)
		return err_set(err, ERR_PARSE, "\"lighting\": \"%s\" must be a list of up to %d effects",
			       list->key, VIA_MAX_MENU_CHOICES);
	effects->count = 0;
	for (const struct json *item = list->first; item; item = item->next) {
		const struct json *name = item->type == JSON_ARRAY ? item->first : NULL;
		int64_t colours;

		if (!name || name->type != JSON_TEXT || strlen(name->text) > VIA_MAX_MENU_TEXT ||
		    !json_int(name->next, 0, MANY, &colours))
			return err_set(err, ERR_PARSE,
				       "\"lighting\": effect %zu of \"%s\" must be [\"name\", colours]",
				       effects->count, list->key);
		add_effect(effects, name->text, (int)colours);
	}
	return true;
}

static bool read_supported(const struct json *list, struct lighting *l, struct err *err)
{
	int64_t id;

	if (!list)
		return true;
	if (list->type != JSON_ARRAY)
		return err_set(err, ERR_PARSE, "\"lighting\": \"%s\" must be a list of ids", list->key);
	memset(l->supported, 0, sizeof(l->supported));
	for (const struct json *item = list->first; item; item = item->next) {
		if (!json_int(item, 0, UINT8_MAX, &id))
			return err_set(err, ERR_PARSE,
				       "\"lighting\": an id of \"%s\" must be a number up to 255", list->key);
		l->supported[id] = true;
	}
	return true;
}

static bool read_object(const struct json *object, struct lighting *l, struct err *err)
{
	return take_preset(l, json_text(json_find(object, "extends")), err) &&
	       read_effects(json_find(object, "effects"), &l->effects[BACKLIGHT_EFFECTS], err) &&
	       read_effects(json_find(object, "underglowEffects"), &l->effects[UNDERGLOW_EFFECTS], err) &&
	       read_supported(json_find(object, "supportedLightingValues"), l, err);
}

bool via_lighting_read(const struct json *lighting, int via, struct via_menus *out, struct err *err)
{
	struct lighting l = { .via = via, .out = out };
	bool ok;

	if (lighting->type == JSON_TEXT && via_light_add(lighting->text, via, out))
		return true;
	if (lighting->type == JSON_TEXT && !strcmp(lighting->text, "vialrgb"))
		return true; /* the keyboard says so, too */
	ok = lighting->type == JSON_OBJECT ? read_object(lighting, &l, err)
					   : take_preset(&l, json_text(lighting), err);
	if (ok)
		add_menu(&l);
	for (size_t i = 0; i < LISTS; i++)
		free(l.effects[i].item);
	return ok;
}
