/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/via_menu.h"

static void release_control(struct via_control *control)
{
	for (size_t i = 0; i < control->choices; i++)
		free(control->choice[i].name);
	free(control->choice);
	free(control->label);
	free(control->id);
	free(control->show_if);
}

void via_menus_release(struct via_menus *menus)
{
	for (size_t i = 0; i < menus->controls; i++)
		release_control(&menus->control[i]);
	free(menus->control);
	free(menus->by_id);
	*menus = (struct via_menus){ 0 };
}

/* How many of by_id have an id before @id. */
static size_t count_before(const struct via_menus *menus, const char *id)
{
	size_t low = 0, high = menus->ids;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(menus->control[menus->by_id[middle]].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first of several that share an id is found. */
static void index_id(struct via_menus *menus, size_t index)
{
	const char *id = menus->control[index].id;
	size_t at = count_before(menus, id);

	while (at < menus->ids && !strcmp(menus->control[menus->by_id[at]].id, id))
		at++;
	menus->by_id = mem_grow(menus->by_id, menus->ids, &menus->id_cap, sizeof(*menus->by_id));
	memmove(&menus->by_id[at + 1], &menus->by_id[at], (menus->ids - at) * sizeof(*menus->by_id));
	menus->by_id[at] = index;
	menus->ids++;
}

static size_t find_parent(const struct via_menus *menus, size_t index)
{
	size_t at = index - 1;

	if (menus->control[index].depth == 0)
		return index;
	assert(index > 0);
	while (menus->control[at].depth >= menus->control[index].depth)
		at = menus->control[at].parent;
	return at;
}

void via_menus_add(struct via_menus *menus, const struct via_control *control)
{
	struct via_control *added;
	size_t index = menus->controls;

	menus->control = mem_grow(menus->control, index, &menus->cap, sizeof(*menus->control));
	added = &menus->control[index];
	*added = *control;
	added->label = mem_copy_text(control->label ? control->label : "");
	added->id = mem_copy_text(control->id ? control->id : "");
	added->show_if = mem_copy_text(control->show_if ? control->show_if : "");
	added->choice = control->choices ? mem_new(control->choices, sizeof(*added->choice)) : NULL;
	for (size_t i = 0; i < control->choices; i++)
		added->choice[i] = (struct via_choice){ mem_copy_text(control->choice[i].name),
							control->choice[i].value };
	menus->controls++;
	added->parent = find_parent(menus, index);
	if (added->id[0])
		index_id(menus, index);
}

static const struct via_control *find_id(const struct via_menus *menus, const char *id)
{
	size_t at = count_before(menus, id);

	return at < menus->ids && !strcmp(menus->control[menus->by_id[at]].id, id)
		       ? &menus->control[menus->by_id[at]]
		       : NULL;
}

static char *take_choice_name(struct via_control *control, uint32_t value)
{
	struct str name = STR_INIT;

	for (size_t i = 0; i < control->choices; i++) {
		if (control->choice[i].value == value && control->choice[i].name) {
			str_add(&name, control->choice[i].name);
			return str_take(&name);
		}
	}
	str_addf(&name, "%u", value);
	return str_take(&name);
}

void via_menus_keep_choices(struct via_menus *menus, const char *id, const uint32_t *value, size_t count)
{
	const struct via_control *found = find_id(menus, id);
	struct via_control *control = found ? &menus->control[found - menus->control] : NULL;
	struct via_choice *kept;

	if (!control || count > VIA_MAX_MENU_CHOICES)
		return;
	kept = mem_new(count, sizeof(*kept));
	for (size_t i = 0; i < count; i++)
		kept[i] = (struct via_choice){ take_choice_name(control, value[i]), value[i] };
	for (size_t i = 0; i < control->choices; i++)
		free(control->choice[i].name);
	free(control->choice);
	control->choice = kept;
	control->choices = count;
}

/* What an expression asks for. */
struct lookup {
	const struct via_menus *menus;
	const struct dynamic_keymap *held;
};

/* As VIA's app: a name is the first byte of its value, whatever it means. */
static bool look_up(const void *data, const char *id, unsigned byte, uint32_t *out)
{
	const struct lookup *lookup = data;
	const struct via_control *control = find_id(lookup->menus, id);
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;

	if (!control && !strcmp(id, "id_firmware_version")) {
		*out = lookup->menus->firmware_version;
		return byte == 0;
	}
	if (!control || control->place.part != DYNAMIC_VALUES || byte >= control->len ||
	    dynamic_keymap_get(lookup->held, control->place, room, &bytes) <= control->offset + byte)
		return false;
	*out = bytes[control->offset + byte];
	return true;
}

static size_t length_in(const struct dynamic_keymap *values, struct dynamic_place place)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;

	return dynamic_keymap_get(values, place, room, &bytes);
}

bool via_control_is_shown(const struct via_menus *menus, size_t index, const struct dynamic_keymap *held)
{
	const struct lookup lookup = { menus, held };
	const struct dynamic_place place = menus->control[index].place;
	struct err err;

	if (place.part == DYNAMIC_SETTINGS && !length_in(held, place))
		return false;
	for (;; index = menus->control[index].parent) {
		const struct via_control *control = &menus->control[index];
		bool shown = true;

		if (control->show_if[0] && via_show_if(control->show_if, look_up, &lookup, &shown, &err) &&
		    !shown)
			return false;
		if (control->parent == index)
			return true;
	}
}

void via_menus_values(const struct via_menus *menus, struct dynamic_keymap *out)
{
	struct err err;

	for (size_t i = 0; i < menus->controls; i++) {
		const struct via_control *control = &menus->control[i];
		const struct dynamic_value value = { .channel = control->place.a,
						     .id = (uint8_t)control->place.b,
						     .index = control->place.c,
						     .len = (uint8_t)(control->offset + control->len) };

		if (control->place.part != DYNAMIC_VALUES || control->type == VIA_CONTROL_BUTTON ||
		    length_in(out, control->place) >= value.len)
			continue;
		if (!dynamic_keymap_put_value(out, &value, &err))
			return; /* more than a keyboard can be asked for */
	}
}
