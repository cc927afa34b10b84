/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "json_text.h"

struct update {
	const struct source *source;
	const struct layout *layout;
	const struct keymap *map;
	struct json_old old;
	struct json_text json;
};

static bool update_layers(struct update *u, struct err *err)
{
	struct str value = STR_INIT;

	if (rewrite_fits(u->source, u->map)) {
		for (size_t layer = 0; layer < keymap_layers(u->map); layer++)
			rewrite_layer(&u->json.rewrite, u->source, layer, u->map, layer, json_replace_action);
		return true;
	}
	if (u->old.layers && u->old.layers->count > KEYMAP_MAX_LAYERS)
		return err_set(err, ERR_REFUSED,
			       "the text has %zu layers and %d were read: writing the list anew would lose "
			       "the others",
			       u->old.layers->count, KEYMAP_MAX_LAYERS);
	json_print_layers(&u->json.style, u->layout, u->map, &u->old, &value);
	json_text_set(&u->json, "layers", str_text(&value));
	str_release(&value);
	return true;
}

static void update_encoders(struct update *u)
{
	struct str value = STR_INIT;

	if (rewrite_turns_fit(u->source, u->map)) {
		for (size_t layer = 0; layer < keymap_layers(u->map); layer++)
			rewrite_turns(&u->json.rewrite, u->source, layer, u->map, layer, json_replace_action);
		return;
	}
	if (!u->old.encoders && !keymap_has_turns(u->map))
		return;
	json_print_encoders(&u->json.style, u->map, &u->old, &value);
	json_text_set(&u->json, "encoders", str_text(&value));
	str_release(&value);
}

static bool names_changed(const struct update *u)
{
	size_t layers = keymap_layers(u->map), before = keymap_layers(u->source->map);
	bool any = keymap_has_names(u->map) || keymap_has_names(u->source->map);

	if (layers != before)
		return any;
	for (size_t layer = 0; layer < layers; layer++)
		if (keymap_layer_name(u->map, layer) != keymap_layer_name(u->source->map, layer))
			return true;
	return false;
}

static void update_names(struct update *u)
{
	const struct json *ours = json_find(u->json.root, "keyplane"),
			  *names = json_find(ours, "layer_names");
	struct str value = STR_INIT, text = STR_INIT;

	if (!names_changed(u))
		return;
	json_print_names(u->map, &value);
	if (names) {
		rewrite_replace(&u->json.rewrite, names->span, str_text(&value));
	} else if (ours && ours->type == JSON_OBJECT) {
		str_add(&text, !ours->first                  ? ""
			       : json_text_needs_comma(ours) ? ", "
							     : u->json.style.newline);
		str_addf(&text, "\"layer_names\": %s", str_text(&value));
		rewrite_replace(&u->json.rewrite, (struct span){ json_text_end(ours), 0 }, str_text(&text));
	} else {
		str_addf(&text, "{\"layer_names\": %s}", str_text(&value));
		json_text_set(&u->json, "keyplane", str_text(&text));
	}
	str_release(&value);
	str_release(&text);
}

bool keymap_json_update(const struct source *source, const struct layout *layout, const struct keymap *map,
			struct str *out, struct err *err)
{
	struct update u = { .source = source, .layout = layout, .map = map };
	bool ok = true;

	if (!json_text_open(&u.json, source->text, source->len, err))
		return false;
	u.old = (struct json_old){ source, json_find(u.json.root, "layers"),
				   json_find(u.json.root, "encoders") };
	if (!keymap_equal(map, source->map)) {
		ok = update_layers(&u, err);
		update_encoders(&u);
		update_names(&u);
	}
	if (ok)
		rewrite_print(&u.json.rewrite, source->text, (struct span){ 0, (uint32_t)source->len }, out);
	json_text_close(&u.json);
	return ok && (keymap_same_tables(map, source->map) ||
		      keymap_json_update_tables(source->map, map, out, err));
}
