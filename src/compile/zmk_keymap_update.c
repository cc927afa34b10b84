/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_scan.h"
#include "waiver_lines.h"
#include "zmk_update.h"

static bool lies_in(const struct zmk_piece *piece, uint16_t file, struct span span)
{
	return piece->file == file && span.start >= piece->span.start &&
	       span_end(span) <= span_end(piece->span);
}

static struct rewrite *rewrite_of(struct zmk_update *u, uint16_t file, struct span span)
{
	for (size_t i = 0; i < u->pieces; i++)
		if (lies_in(&u->piece[i], file, span))
			return &u->piece[i].rewrite;
	for (size_t i = 0; i < u->moves; i++)
		if (lies_in(&u->moved[i], file, span))
			return &u->moved[i].rewrite;
	return &u->rewrite[file];
}

void zmk_update_put(struct zmk_update *u, uint16_t file, struct span span, const char *with)
{
	str_add(&u->added, with);
	str_add_char(&u->added, '\n');
	rewrite_replace(rewrite_of(u, file, span), span, with);
}

static bool overlaps(const struct rewrite *rewrite, struct span span)
{
	for (size_t i = 0; i < rewrite->parts; i++) {
		struct span part = rewrite->part[i].span;

		if (part.start < span_end(span) && span.start < span_end(part))
			return true;
	}
	return false;
}

bool zmk_update_is_taken(const struct zmk_update *u, uint16_t file, struct span span)
{
	const struct rewrite *rewrite = rewrite_of((struct zmk_update *)u, file, span);

	return overlaps(rewrite, span) || (rewrite != &u->rewrite[file] && overlaps(&u->rewrite[file], span));
}

const char *zmk_update_layer_name(const void *data, uint32_t layer)
{
	const struct zmk_update *u = data;

	return layer < KEYMAP_MAX_LAYERS ? u->define[layer] : NULL;
}

bool zmk_update_has_word(const struct zmk_update *u, const char *name)
{
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		if (u->define[i] && !strcmp(u->define[i], name))
			return true;
	return c_scan_source_has_name(u->source, name) ||
	       c_scan_has_name(str_text(&u->added), u->added.len, name);
}

static bool update_layer(struct zmk_update *u, size_t layer)
{
	struct rewrite *rewrite = rewrite_new_all(u->source);
	bool ok = zmk_update_bindings(u, (size_t)u->plan.from[layer], layer, rewrite);

	for (uint16_t file = 0; ok && file <= u->source->includes; file++)
		for (size_t i = 0; i < rewrite[file].parts; i++)
			zmk_update_put(u, file, rewrite[file].part[i].span, rewrite[file].part[i].with);
	rewrite_free_all(rewrite, u->source);
	return ok;
}

static void put_line(void *data, struct span span, const char *with)
{
	zmk_update_put(data, 0, span, with);
}

/* A file that is included twice gives two things one place. */
static bool check_apart(const struct zmk_update *u)
{
	for (uint16_t file = 0; file <= u->source->includes; file++) {
		size_t len;

		source_text(u->source, file, &len);
		if (!rewrite_is_apart(&u->rewrite[file], (struct span){ 0, (uint32_t)len }))
			return err_set(u->err, ERR_REFUSED,
				       "two changes meet in one place%s%s: make them one by one",
				       file ? " of " : "", source_path(u->source, file));
	}
	return true;
}

static bool update(struct zmk_update *u)
{
	if (keymap_keys(u->map) != keymap_keys(u->source->map) ||
	    keymap_encoders(u->map) != keymap_encoders(u->source->map))
		return err_set(u->err, ERR_REFUSED,
			       "the keymap has another number of keys or encoders than the text");
	if (!zmk_update_plan(u) || !zmk_update_check_names(u) || !zmk_update_plan_definitions(u))
		return false;
	for (size_t i = 0; i < keymap_layers(u->map); i++)
		if (u->plan.from[i] != LAYER_GONE && !update_layer(u, i))
			return false;
	if (!zmk_update_definitions(u) || !zmk_update_references(u) || !zmk_update_rename(u) ||
	    !zmk_update_block(u))
		return false;
	zmk_update_renames(u);
	if (!zmk_update_place_definitions(u) || (u->pieces && !zmk_update_place(u)))
		return false;
	zmk_update_includes(u);
	return waiver_lines_update(u->source, u->map, "what it says is in the keyboard's .conf", put_line, u,
				   u->err) &&
	       check_apart(u);
}

bool zmk_keymap_update(const struct source *source, const struct layout *layout, const struct keymap *map,
		       struct str *out, struct err *err)
{
	struct zmk_update u = { .source = source, .layout = layout, .map = map, .err = err };
	bool ok;

	u.rewrite = rewrite_new_all(source);
	layer_plan_make(&u.plan, source->map, map);
	ok = update(&u);
	for (uint16_t file = 0; ok && file <= source->includes; file++) {
		size_t len;
		const char *text = source_text(source, file, &len);

		if (u.rewrite[file].parts)
			rewrite_print(&u.rewrite[file], text, (struct span){ 0, (uint32_t)len }, &out[file]);
	}
	ok = ok && (!u.plan.moved || zmk_update_check_deleted(&u, out));
	rewrite_free_all(u.rewrite, source);
	zmk_update_release(&u);
	return ok;
}
