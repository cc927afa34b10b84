/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/via_menu.h"
#include "via_light.h"

static const struct diagnostic_kind bad_menu = { "via-menu", SEVERITY_WARNING };
static const struct diagnostic_kind old_menu = { "via-menu-protocol", SEVERITY_NOTE };

enum { MAX_DEPTH = 8 };

struct reader {
	int via;
	const struct via_definition *definition;
	struct via_menus *out;
	struct diagnostics *diagnostics;
	const char *in; /* the label around, for complaints */
	size_t too_old; /* controls that the protocol has no place for */
	bool full;
};

static bool wrong(struct reader *r, const char *what, const char *expected)
{
	diagnostics_add(r->diagnostics, &bad_menu, PLACE_NONE,
			"menu \"%s\": \"%s\": expected %s; it is left out", r->in, what, expected);
	return false;
}

static bool has_room(struct reader *r)
{
	if (r->out->controls < VIA_MAX_CONTROLS)
		return true;
	if (!r->full)
		diagnostics_add(r->diagnostics, &bad_menu, PLACE_NONE,
				"more than %d controls in all menus; those from here on are left out",
				VIA_MAX_CONTROLS);
	r->full = true;
	return false;
}

static bool read_text(struct reader *r, const struct json *node, const char *name, char **out)
{
	const struct json *found = json_find(node, name);

	*out = mem_copy_text(json_text(found));
	if (!found || (found->type == JSON_TEXT && strlen(found->text) <= VIA_MAX_MENU_TEXT))
		return true;
	return wrong(r, name, "a text of up to 200 bytes");
}

static bool never(const void *data, const char *id, unsigned byte, uint32_t *out)
{
	(void)data;
	(void)id;
	(void)byte;
	(void)out;
	return false;
}

/* What is no expression is told, and the control is shown always. */
static char *read_show_if(struct reader *r, const struct json *node)
{
	const struct json *found = json_find(node, "showIf");
	struct err err = { .text = "expected a text" };
	bool shown;

	if (!found || (found->type == JSON_TEXT && via_show_if(found->text, never, NULL, &shown, &err)))
		return mem_copy_text(json_text(found));
	diagnostics_add(r->diagnostics, &bad_menu, PLACE_NONE,
			"menu \"%s\": showIf \"%.100s\": %s; it is not used", r->in, json_text(found),
			err.text);
	return mem_copy_text("");
}

/* ["id", channel, value, byte, byte]: a place by the protocol. False: it has none. */
static bool read_place(struct reader *r, const struct json *content, struct via_control *control)
{
	const struct json *item = content->first ? content->first->next : NULL;
	const struct via_light_value *light;
	uint8_t bytes[4];
	size_t count = 0;
	int16_t index;
	int64_t number;

	for (; item; item = item->next) {
		if (count == COUNT(bytes) || !json_int(item, 0, UINT8_MAX, &number))
			return wrong(r, control->label,
				     "[\"id\", channel, value] in \"content\", and up to two bytes more");
		bytes[count++] = (uint8_t)number;
	}
	if (count < 2 || !dynamic_index(&bytes[2], count - 2, &index))
		return wrong(r, control->label,
			     "[\"id\", channel, value] in \"content\", and up to two bytes more");
	control->place = (struct dynamic_place){ DYNAMIC_VALUES, bytes[0], bytes[1], index };
	if (r->via >= VIA_CHANNELS_FROM)
		return true;
	light = via_light_by_channel(bytes[0], bytes[1]);
	r->too_old += !light || light->without_channel < 0;
	if (!light || light->without_channel < 0)
		return false;
	control->place.a = DYNAMIC_NO_CHANNEL;
	control->place.b = (uint16_t)light->without_channel;
	return true;
}

static bool read_range(struct reader *r, const struct json *options, struct via_control *control)
{
	int64_t min, max;

	if (!options || options->type != JSON_ARRAY || options->count != 2 ||
	    !json_int(options->first, 0, UINT16_MAX, &min) || !json_int(options->last, min, UINT16_MAX, &max))
		return wrong(r, control->label, "[least, most] in \"options\", up to 65535");
	control->min = (uint32_t)min;
	control->max = (uint32_t)max;
	control->len = max > UINT8_MAX ? 2 : 1;
	return true;
}

/* A number, or a list of bytes, the first of which is the most significant. */
static bool read_bytes(const struct json *node, uint32_t *value, uint8_t *len)
{
	const struct json *item = node->type == JSON_ARRAY ? node->first : node;
	size_t count = node->type == JSON_ARRAY ? node->count : 1;
	int64_t number;

	if (!count || count > sizeof(*value))
		return false;
	*value = 0;
	*len = (uint8_t)count;
	for (; count; count--, item = item->next) {
		if (!json_int(item, 0, UINT8_MAX, &number))
			return false;
		*value = *value << 8 | (uint32_t)number;
	}
	return true;
}

static bool read_toggle(struct reader *r, const struct json *options, struct via_control *control)
{
	uint8_t len;

	control->max = 1;
	control->len = 1;
	if (!options)
		return true;
	if (options->type != JSON_ARRAY || options->count != 2 ||
	    !read_bytes(options->first, &control->min, &control->len) ||
	    !read_bytes(options->last, &control->max, &len) || len != control->len)
		return wrong(r, control->label, "[off, on] in \"options\"");
	return true;
}

static bool read_button(struct reader *r, const struct json *options, struct via_control *control)
{
	const struct json *first = options && options->type == JSON_ARRAY ? options->first : options;

	control->min = 1;
	control->len = 1;
	if (first && !read_bytes(first, &control->min, &control->len))
		return wrong(r, control->label, "[value] in \"options\"");
	control->max = control->min;
	return true;
}

/* Names that are their own numbers, or [name, number] pairs. */
static bool read_choice(const struct json *node, size_t index, struct via_choice *out)
{
	const struct json *name = node->type == JSON_ARRAY ? node->first : node;
	int64_t number = (int64_t)index;

	if (!name || name->type != JSON_TEXT || strlen(name->text) > VIA_MAX_MENU_TEXT ||
	    (node->type == JSON_ARRAY && !json_int(name->next, 0, UINT8_MAX, &number)))
		return false;
	*out = (struct via_choice){ mem_copy_text(name->text), (uint32_t)number };
	return true;
}

static bool read_dropdown(struct reader *r, const struct json *options, struct via_control *control)
{
	control->len = 1;
	if (!options || options->type != JSON_ARRAY || !options->count ||
	    options->count > VIA_MAX_MENU_CHOICES)
		return wrong(r, control->label, "a list of up to 256 choices in \"options\"");
	control->choice = mem_new(options->count, sizeof(*control->choice));
	for (const struct json *node = options->first; node; node = node->next, control->choices++)
		if (!read_choice(node, control->choices, &control->choice[control->choices]))
			return wrong(r, control->label, "choices that are names, or [\"name\", number]");
	return true;
}

static bool read_two_bytes(struct reader *r, const struct json *options, struct via_control *control)
{
	(void)r;
	(void)options;
	control->len = 2;
	control->max = UINT16_MAX;
	return true;
}

static bool read_label(struct reader *r, const struct json *options, struct via_control *control)
{
	(void)r;
	(void)options;
	control->len = DYNAMIC_PLACE_BYTES;
	return true;
}

static const struct {
	const char *name;
	enum via_control_type type;
	bool (*read)(struct reader *r, const struct json *options, struct via_control *control);
} types[] = {
	{ "label", VIA_CONTROL_LABEL, read_label },
	{ "button", VIA_CONTROL_BUTTON, read_button },
	{ "toggle", VIA_CONTROL_TOGGLE, read_toggle },
	{ "range", VIA_CONTROL_RANGE, read_range },
	{ "dropdown", VIA_CONTROL_DROPDOWN, read_dropdown },
	{ "keycode", VIA_CONTROL_KEYCODE, read_two_bytes },
	{ "color", VIA_CONTROL_COLOR, read_two_bytes },
	{ "color-palette", VIA_CONTROL_COLOR_PALETTE, read_two_bytes },
};

static void release(struct via_control *control)
{
	for (size_t i = 0; i < control->choices; i++)
		free(control->choice[i].name);
	free(control->choice);
	free(control->label);
	free(control->id);
	free(control->show_if);
}

/* A palette paints the LEDs of the drawing: value 1 of channel 0, the LED and how many follow it on the wire. */
static void add_palette(struct reader *r, struct via_control control)
{
	const struct via_definition *d = r->definition;

	control.type = VIA_CONTROL_LABEL;
	control.place = (struct dynamic_place){ .part = DYNAMIC_PARTS };
	via_menus_add(r->out, &control);
	for (size_t i = 0; i < d->keys && r->via >= VIA_CHANNELS_FROM && has_room(r); i++) {
		const uint8_t led[2] = { (uint8_t)d->key[i].led, 1 };
		struct via_control key = { .type = VIA_CONTROL_COLOR_PALETTE,
					   .len = 2,
					   .max = UINT16_MAX,
					   .depth = control.depth + 1 };
		struct str label = STR_INIT;

		if (d->key[i].led < 0 || d->key[i].led > UINT8_MAX || d->key[i].row < 0)
			continue;
		key.place = (struct dynamic_place){ DYNAMIC_VALUES, 0, 1, -1 };
		dynamic_index(led, 2, &key.place.c);
		str_addf(&label, "Key in row %d, column %d", d->key[i].row, d->key[i].col);
		key.label = str_take(&label);
		via_menus_add(r->out, &key);
		free(key.label);
	}
}

/* A line of text: a LABEL without a place. */
static void add_text(struct reader *r, struct via_control *control, const char *more)
{
	struct str text = STR_INIT;

	str_addf(&text, "%s%s%.*s", control->label, more[0] && control->label[0] ? ": " : "",
		 VIA_MAX_MENU_TEXT, more);
	free(control->label);
	control->label = str_take(&text);
	control->type = VIA_CONTROL_LABEL;
	control->place = (struct dynamic_place){ .part = DYNAMIC_PARTS };
	via_menus_add(r->out, control);
}

static bool read_control(struct reader *r, const struct json *node, struct via_control *control)
{
	const struct json *content = json_find(node, "content"), *options = json_find(node, "options");
	const char *name = json_text(json_find(node, "type"));
	size_t type = 0;

	while (type < COUNT(types) && strcmp(types[type].name, name) != 0)
		type++;
	if (type == COUNT(types))
		return wrong(r, control->label, "a \"type\" that VIA has, as \"range\"");
	control->type = types[type].type;
	if (!content || content->type != JSON_ARRAY || !content->first || content->first->type != JSON_TEXT ||
	    strlen(content->first->text) > VIA_MAX_MENU_TEXT)
		return wrong(r, control->label, "[\"id\", channel, value] in \"content\"");
	if (!types[type].read(r, options, control))
		return false;
	if (control->type == VIA_CONTROL_COLOR_PALETTE) {
		add_palette(r, *control);
		return true;
	}
	if (control->type == VIA_CONTROL_LABEL && content->count == 1) {
		add_text(r, control, content->first->text);
		return true;
	}
	if (!read_place(r, content, control))
		return false;
	control->id = mem_copy_text(content->first->text);
	via_menus_add(r->out, control);
	return true;
}

static void read_node(struct reader *r, const struct json *node, int depth);

static void read_group(struct reader *r, const struct json *node, struct via_control *group)
{
	const struct json *content = json_find(node, "content");
	const char *around = r->in;

	if (content && content->type == JSON_TEXT) {
		add_text(r, group, content->text);
		return;
	}
	if (!content || content->type != JSON_ARRAY) {
		wrong(r, group->label, "a list of controls in \"content\"");
		return;
	}
	via_menus_add(r->out, group);
	if (group->label[0])
		r->in = group->label;
	for (const struct json *item = content->first; item; item = item->next)
		read_node(r, item, group->depth + 1);
	r->in = around;
}

static void read_node(struct reader *r, const struct json *node, int depth)
{
	struct via_control control = { .type = VIA_CONTROL_LABEL,
				       .place = { .part = DYNAMIC_PARTS },
				       .depth = depth };

	if (!has_room(r))
		return;
	if (depth == 0 && node->type == JSON_TEXT) {
		if (!via_light_add(node->text, r->via, r->out))
			wrong(r, node->text, "a menu that VIA has, as \"qmk_rgblight\"");
		return;
	}
	if (node->type != JSON_OBJECT || depth > MAX_DEPTH) {
		wrong(r, json_type_name(node->type),
		      "an object with \"label\" and \"content\", not too deep");
		return;
	}
	if (read_text(r, node, "label", &control.label)) {
		control.show_if = read_show_if(r, node);
		if (json_find(node, "type"))
			read_control(r, node, &control);
		else
			read_group(r, node, &control);
	}
	release(&control);
}

/* A member that the definition keeps as JSON. */
static void read_member(struct reader *r, const char *text, const char *name,
			void (*read)(struct reader *r, const struct json *root))
{
	struct err err = { 0 };
	struct json_doc *doc = text[0] ? json_parse_items(text, strlen(text), &err) : NULL;

	r->in = name;
	if (doc && json_root(doc)->first)
		read(r, json_root(doc)->first);
	else if (text[0])
		diagnostics_add(r->diagnostics, &bad_menu, PLACE_NONE, "\"%s\": %s", name, err.text);
	json_doc_free(doc);
}

static void read_list(struct reader *r, const struct json *root)
{
	if (root->type != JSON_ARRAY) {
		wrong(r, json_type_name(root->type), "a list of menus");
		return;
	}
	for (const struct json *node = root->first; node; node = node->next)
		read_node(r, node, 0);
}

static void read_lighting(struct reader *r, const struct json *root)
{
	struct err err = { 0 };

	if (!via_lighting_read(root, r->via, r->out, &err))
		diagnostics_add(r->diagnostics, &bad_menu, PLACE_NONE, "%s; there are no lights", err.text);
}

void via_menu_read(const struct via_definition *definition, int via, bool vialrgb, struct via_menus *out,
		   struct diagnostics *diagnostics)
{
	struct reader r = { .via = via, .definition = definition, .out = out, .diagnostics = diagnostics };

	read_member(&r, definition->lighting, "lighting", read_lighting);
	read_member(&r, definition->menus, "menus", read_list);
	read_member(&r, definition->custom_menus, "customMenus", read_list);
	if (vialrgb)
		via_light_add_vialrgb(out);
	if (r.too_old)
		diagnostics_add(diagnostics, &old_menu, PLACE_NONE,
				"%zu controls of the menus need VIA's protocol %d, the keyboard speaks %d; "
				"they are left out",
				r.too_old, VIA_CHANNELS_FROM, via);
}
