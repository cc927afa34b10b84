/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"
#include "waiver_lines.h"

void c_update_put(struct c_update *u, uint16_t file, struct span span, const char *with)
{
	for (size_t i = 0; !file && i < u->pieces; i++) {
		struct c_piece *piece = &u->piece[i];

		if (span.start >= piece->span.start && span_end(span) <= span_end(piece->span)) {
			rewrite_replace(&piece->rewrite, span, with);
			return;
		}
	}
	rewrite_replace(&u->rewrite[file], span, with);
}

bool c_update_print_text(const struct c_update *u, struct rewrite *rewrite, uint16_t file,
			 struct span stretch, struct str *out)
{
	size_t len;
	const char *text = source_text(u->source, file, &len);
	int line, column;

	if (rewrite_is_apart(rewrite, stretch)) {
		rewrite_print(rewrite, text, stretch, out);
		return true;
	}
	source_place(text, len, stretch.start, &line, &column);
	return err_set(u->err, ERR_REFUSED,
		       "what would change from line %d on is part of each other: change it by hand", line);
}

void c_update_add_text(const struct c_update *u, struct str *out, const char *text)
{
	const char *newline = strstr(u->source->text, "\r\n") ? "\r\n" : "\n";

	for (; *text; text++)
		if (*text == '\n')
			str_add(out, newline);
		else
			str_add_char(out, *text);
}

static bool put_bindings(struct c_update *u, const struct c_target *target, size_t targets)
{
	struct rewrite *rewrite = rewrite_new_all(u->source);
	bool ok = c_update_bindings(u, target, targets, rewrite);

	for (uint16_t file = 0; ok && file <= u->source->includes; file++)
		for (size_t i = 0; i < rewrite[file].parts; i++)
			c_update_put(u, file, rewrite[file].part[i].span, rewrite[file].part[i].with);
	rewrite_free_all(rewrite, u->source);
	return ok;
}

/* Each layer is a grid, and the turns of all of them are one: a line for each layer, as a rule. */
static bool update_bindings(struct c_update *u)
{
	struct c_target turns[KEYMAP_MAX_LAYERS];
	size_t count = 0, keys = keymap_keys(u->map), slots = keymap_slots(u->map);

	for (size_t i = 0; i < keymap_layers(u->map); i++) {
		struct c_target target = { (size_t)u->plan.from[i], i, 0, keys };

		if (u->plan.from[i] == LAYER_GONE)
			continue;
		if (!put_bindings(u, &target, 1))
			return false;
		turns[count++] = (struct c_target){ (size_t)u->plan.from[i], i, keys, slots };
	}
	return put_bindings(u, turns, count);
}

static void put_line(void *data, struct span span, const char *with)
{
	c_update_put(data, 0, span, with);
}

static bool update(struct c_update *u)
{
	if (keymap_keys(u->map) != keymap_keys(u->source->map) ||
	    keymap_encoders(u->map) != keymap_encoders(u->source->map))
		return err_set(u->err, ERR_REFUSED,
			       "the keymap has another number of keys or encoders than the text");
	c_update_find_defines(u);
	return c_update_plan_layers(u) && update_bindings(u) && (!u->pieces || c_update_place_layers(u)) &&
	       c_update_definitions(u) &&
	       waiver_lines_update(u->source, u->map, "it is one of the config.h and rules.mk beside it",
				   put_line, u, u->err);
}

bool keymap_c_update(const struct source *source, const struct layout *layout, const struct keymap *map,
		     struct str *out, struct err *err)
{
	struct c_update u = { .source = source, .layout = layout, .map = map, .err = err };
	bool ok;

	u.rewrite = rewrite_new_all(source);
	ok = update(&u);
	for (uint16_t file = 0; ok && file <= source->includes; file++) {
		size_t len;

		source_text(source, file, &len);
		if (u.rewrite[file].parts)
			ok = c_update_print_text(&u, &u.rewrite[file], file,
						 (struct span){ 0, (uint32_t)len }, &out[file]);
	}
	ok = ok && (!u.plan.moved || c_update_check_deleted(&u, str_text(&out[0]), out[0].len));
	rewrite_free_all(u.rewrite, source);
	for (size_t i = 0; i < u.pieces; i++)
		rewrite_release(&u.piece[i].rewrite);
	free(u.piece);
	free(u.define);
	qmk_names_release(&u.names);
	return ok;
}
