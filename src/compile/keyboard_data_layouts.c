/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "keyboard_data_private.h"
#include "model/symbol.h"

static const char prefix[] = "LAYOUT", small[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

/* Those that QMK's schema takes although they have capitals. */
static const char *const old_names[] = {
	"LAYOUT_1x2uC",
	"LAYOUT_1x2uL",
	"LAYOUT_1x2uR",
	"LAYOUT_2x2uC",
	"LAYOUT_2x3uC",
	"LAYOUT_625uC",
	"LAYOUT_ortho_3x12_1x2uC",
	"LAYOUT_ortho_4x12_1x2uC",
	"LAYOUT_ortho_4x12_1x2uL",
	"LAYOUT_ortho_4x12_1x2uR",
	"LAYOUT_ortho_5x12_1x2uC",
	"LAYOUT_ortho_5x12_2x2uC",
	"LAYOUT_ortho_5x14_1x2uC",
	"LAYOUT_ortho_5x14_1x2uL",
	"LAYOUT_ortho_5x14_1x2uR",
	"LAYOUT_planck_1x2uC",
	"LAYOUT_planck_1x2uL",
	"LAYOUT_planck_1x2uR",
	"LAYOUT_preonic_1x2uC",
	"LAYOUT_preonic_1x2uL",
	"LAYOUT_preonic_1x2uR",
};

static bool is_macro(const char *name)
{
	size_t len = strlen(prefix);

	for (size_t i = 0; i < COUNT(old_names); i++)
		if (!strcmp(name, old_names[i]))
			return true;
	return !strncmp(name, prefix, len) &&
	       (!name[len] || (name[len] == '_' && !name[len + strspn(name + len, small)]));
}

/* What others call layouts: "Corne 5-column" is LAYOUT_corne_5_column. */
static char *make_macro(const char *name)
{
	struct str out = STR_INIT;
	size_t len = strlen(prefix);

	str_add(&out, prefix);
	if (!strncasecmp(name, prefix, len))
		name += len + strspn(name + len, "_");
	if (name[0])
		str_add_char(&out, '_');
	for (; *name; name++) {
		char c = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;

		str_add_char(&out, strchr(small, c) ? c : '_');
	}
	return str_take(&out);
}

static bool is_taken(char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (names[i] && !strcmp(names[i], name))
			return true;
	return false;
}

/* @name, which is taken over, with a number where one of @names is called so. */
static char *number_apart(char *const *names, size_t count, char *name)
{
	struct str out = STR_INIT;

	str_add(&out, name);
	for (size_t n = 2; is_taken(names, count, str_text(&out)); n++) {
		str_clear(&out);
		str_addf(&out, "%s_%zu", name, n);
	}
	free(name);
	return str_take(&out);
}

/* Of each layout, in order. What is QMK's name already stays, whatever is made of others. */
static char **macro_names(const struct keyboard *kb)
{
	char **names = mem_new(kb->layouts + 1, sizeof(*names));

	for (size_t i = 0; i < kb->layouts; i++)
		if (is_macro(kb->layout[i].name))
			names[i] = mem_copy_text(kb->layout[i].name);
	for (size_t i = 0; i < kb->layouts; i++)
		if (!names[i])
			names[i] = number_apart(names, kb->layouts, make_macro(kb->layout[i].name));
	return names;
}

static void free_names(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

char *keyboard_data_macro(const struct keyboard *kb, size_t layout)
{
	char **names = macro_names(kb), *name = mem_copy_text(names[layout]);

	free_names(names, kb->layouts);
	return name;
}

static void put_cu(struct keyboard_data *d, struct json *key, const char *name, int hundredths)
{
	json_put(d->doc, key, name,
		 hundredths % 100 ? json_new_number(d->doc, hundredths / 100.0)
				  : json_new_int(d->doc, hundredths / 100));
}

static void put_label(struct keyboard_data *d, struct json *key, const char *label)
{
	char *line = mem_copy_text(label);

	for (char *c = strchr(line, '\n'); c; c = strchr(c, '\n'))
		*c = ' ';
	json_put(d->doc, key, "label", json_new_text(d->doc, line));
	free(line);
}

static struct json *new_key(struct keyboard_data *d, const struct key *from, int left, int top)
{
	struct json *key = json_new(d->doc, JSON_OBJECT), *place = json_new(d->doc, JSON_ARRAY);
	const char hand[2] = { from->hand, '\0' };

	if (from->label)
		put_label(d, key, symbol_text(from->label));
	json_append(place, json_new_int(d->doc, from->row));
	json_append(place, json_new_int(d->doc, from->col));
	json_put(d->doc, key, "matrix", place);
	put_cu(d, key, "x", from->x_cu - left);
	put_cu(d, key, "y", from->y_cu - top);
	if (from->w_cu != 100)
		put_cu(d, key, "w", from->w_cu);
	if (from->h_cu != 100)
		put_cu(d, key, "h", from->h_cu);
	if (from->turn_cdeg) {
		put_cu(d, key, "r", from->turn_cdeg);
		put_cu(d, key, "rx", from->pivot_x_cu - left);
		put_cu(d, key, "ry", from->pivot_y_cu - top);
	}
	if (from->encoder >= 0)
		json_put(d->doc, key, "encoder", json_new_int(d->doc, from->encoder));
	if (from->hand)
		json_put(d->doc, key, "hand", json_new_text(d->doc, hand));
	return key;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* How far the layout lies left of and above the corner, none of which QMK's schema takes; 0 or less. */
static void find_corner(const struct layout *layout, int *left, int *top)
{
	*left = *top = 0;
	for (size_t i = 0; i < layout->keys; i++) {
		const struct key *key = &layout->key[i];

		*left = least(*left, key->x_cu);
		*top = least(*top, key->y_cu);
		if (key->turn_cdeg) {
			*left = least(*left, key->pivot_x_cu);
			*top = least(*top, key->pivot_y_cu);
		}
	}
}

void keyboard_data_put_layouts(struct keyboard_data *d)
{
	struct json *root = json_edit_root(d->doc);
	struct json *layouts = json_put(d->doc, root, "layouts", json_new(d->doc, JSON_OBJECT));
	char **names = macro_names(d->kb);

	for (size_t i = 0; i < d->kb->layouts; i++) {
		const struct layout *layout = &d->kb->layout[i];
		struct json *node = json_new(d->doc, JSON_OBJECT), *keys = json_new(d->doc, JSON_ARRAY);
		int left, top;

		find_corner(layout, &left, &top);
		for (size_t k = 0; k < layout->keys; k++)
			json_append(keys, new_key(d, &layout->key[k], left, top));
		json_put(d->doc, node, "layout", keys);
		json_put(d->doc, layouts, names[i], node);
	}
	free_names(names, d->kb->layouts);
	if (!d->kb->aliases)
		return;
	layouts = json_put(d->doc, root, "layout_aliases", json_new(d->doc, JSON_OBJECT));
	for (size_t i = 0; i < d->kb->aliases; i++)
		json_put(d->doc, layouts, d->kb->alias[i].alias, json_new_text(d->doc, d->kb->alias[i].name));
}
