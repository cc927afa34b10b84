/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "build/place.h"

/* The byte at @line and @column; NULL when the text has none there. */
static const char *find_byte(const char *text, int line, int column)
{
	for (int at = 1; at < line; at++) {
		text = strchr(text, '\n');
		if (!text)
			return NULL;
		text++;
	}
	return column >= 1 && (size_t)column <= strcspn(text, "\n") ? text + column - 1 : NULL;
}

/*
 * Both arrays nest alike: the array's brace, then a layer's parenthesis or
 * brace, then elements between commas. Texts of actions hold neither quotes
 * nor comments (action_parse() sees to it), so brackets can be counted.
 */
static bool find_element(const char *array, const char *target, int *layer, int *element)
{
	int depth = 1;

	*layer = -1;
	*element = -1;
	for (const char *at = array; *at && depth; at++) {
		if (depth == 1 && strchr("({", *at)) {
			++*layer;
			*element = 0;
		} else if (depth == 2 && *at == ',') {
			++*element;
		}
		depth += strchr("({", *at) ? 1 : strchr(")}", *at) ? -1 : 0;
		if (at == target)
			return depth > 1;
	}
	return false;
}

bool build_place_in_keymap(const char *text, int line, int column, struct place *place)
{
	static const char *const arrays[] = { "keymaps[][MATRIX_ROWS][MATRIX_COLS] = {",
					      "encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {" };
	const char *target = find_byte(text, line, column);
	int layer, element;

	for (size_t i = 0; target && i < COUNT(arrays); i++) {
		const char *array = strstr(text, arrays[i]);

		if (!array || !find_element(array + strlen(arrays[i]), target, &layer, &element))
			continue;
		place->layer = layer;
		*(i ? &place->encoder : &place->key) = element;
		return true;
	}
	return false;
}

bool build_place_in_source(const struct source *source, int line, int column, struct place *place)
{
	size_t slots = keymap_slots(source->map), keys = keymap_keys(source->map);
	const char *at = find_byte(source->text, line, column);
	size_t offset = at ? (size_t)(at - source->text) : 0;

	for (size_t i = 0; at && source->binding && i < keymap_layers(source->map) * slots; i++) {
		const struct source_binding *binding = &source->binding[i];
		size_t slot = i % slots;

		if (binding->file || offset < binding->span.start ||
		    offset >= binding->span.start + binding->span.len)
			continue;
		place->layer = (int)(i / slots);
		if (slot < keys)
			place->key = (int)slot;
		else
			place->encoder = (int)((slot - keys) / TURN_COUNT);
		return true;
	}
	return false;
}
