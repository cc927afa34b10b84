/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_scan.h"
#include "model/symbol.h"
#include "zmk_text.h"
#include "zmk_turns.h"
#include "zmk_update.h"

/* What layers are in a text: nodes in the order of their numbers, #defines of those numbers, and numbers. */

static const struct source_layer *source_layer(const struct zmk_update *u, size_t layer)
{
	return &u->source->layer[layer];
}

static int line_of(const struct zmk_update *u, uint32_t at)
{
	int line, column;

	source_place(u->source->text, u->source->len, at, &line, &column);
	return line;
}

static bool lies_in(struct span inner, struct span outer)
{
	return outer.len && inner.start >= outer.start && span_end(inner) <= span_end(outer);
}

static bool is_gone(const struct zmk_update *u, size_t layer)
{
	return u->plan.to[layer] == LAYER_GONE;
}

/* The #define of a new layer, in the manner of the others: whether they are in capitals. */
static char *make_define(const struct zmk_update *u, size_t layer)
{
	const char *like = symbol_text(source_layer(u, 0)->identifier);
	const char *name = symbol_text(keymap_layer_name(u->map, layer));
	bool capitals = !like[strcspn(like, "abcdefghijklmnopqrstuvwxyz")];
	struct str text = STR_INIT;
	size_t len;

	/* A name by itself may be a key's, which it would take the place of. */
	str_add(&text, *like == '_' ? "_" : capitals ? "L_" : "l_");
	zmk_text_add_name(&text, name, capitals);
	if (text.len < 3)
		str_addf(&text, "%zu", layer);
	len = text.len;
	for (int n = 2; zmk_update_has_word(u, str_text(&text)); n++) {
		text.len = len;
		str_addf(&text, "_%d", n);
	}
	return str_take(&text);
}

/* New layers get a #define where all others have one in this file. */
static bool has_defines(const struct zmk_update *u)
{
	for (size_t i = 0; i < keymap_layers(u->source->map); i++)
		if (span_is_nowhere(source_layer(u, i)->enumerator))
			return false;
	return true;
}

static void name_layers(struct zmk_update *u)
{
	bool defines = has_defines(u);

	for (size_t i = 0; i < keymap_layers(u->map); i++) {
		int from = u->plan.from[i];

		if (from == LAYER_GONE && defines)
			u->define[i] = make_define(u, i);
		else if (from != LAYER_GONE && source_layer(u, (size_t)from)->identifier)
			u->define[i] = mem_copy_text(symbol_text(source_layer(u, (size_t)from)->identifier));
	}
}

/* A condition between layers decides which of them there are: it cannot keep its place when they move. */
static bool check_between(const struct zmk_update *u, uint32_t from, uint32_t to)
{
	struct c_scan scan = c_scan_start(u->source->text, to);
	struct c_token token;

	scan.at = from;
	while (c_scan_next_code(&scan, &token))
		if (c_token_is(u->source->text, &token, "#"))
			return err_set(u->err, ERR_REFUSED,
				       "there is a directive between two layers, in line %d: put the layers "
				       "in their new order by hand",
				       line_of(u, token.span.start));
	return true;
}

static bool find_pieces(struct zmk_update *u)
{
	for (size_t i = 0; i < keymap_layers(u->source->map); i++) {
		struct span entry = source_layer(u, i)->entry;

		if (span_is_nowhere(entry))
			return err_set(
				u->err, ERR_REFUSED,
				"layer %zu has no node of its own in this file, so that layers cannot be "
				"added, moved or deleted here",
				i);
		if (i && entry.start < span_end(u->piece[i - 1].span))
			return err_set(u->err, ERR_REFUSED,
				       "layers %zu and %zu are not one behind the other in the text", i - 1,
				       i);
		if (i && !check_between(u, span_end(u->piece[i - 1].span), entry.start))
			return false;
		u->piece[u->pieces++] = (struct zmk_piece){ .layer = (int)i, .span = entry };
	}
	return true;
}

/* A #define of another file has a number that does not follow. */
static bool check_defines(const struct zmk_update *u)
{
	for (size_t i = 0; i < keymap_layers(u->source->map); i++)
		if (source_layer(u, i)->identifier && span_is_nowhere(source_layer(u, i)->enumerator) &&
		    u->plan.to[i] != (int)i)
			return err_set(u->err, ERR_REFUSED,
				       "%s is %zu by what is defined elsewhere: layers before it cannot be "
				       "added, moved or deleted here",
				       symbol_text(source_layer(u, i)->identifier), i);
	return true;
}

static bool has_place(const struct zmk_update *u, size_t layer, size_t slot)
{
	const struct source_binding *at = source_binding(u->source, layer, slot);

	return at->fixed || !span_is_nowhere(at->span);
}

/* How many keys and encoders there are is what the fullest layer says. */
static bool check_sizes(const struct zmk_update *u)
{
	size_t keys = keymap_keys(u->map), slots = keymap_slots(u->map);
	bool key = false, turn = slots == keys;

	for (size_t i = 0; i < keymap_layers(u->map); i++) {
		int from = u->plan.from[i];

		key |= from == LAYER_GONE || has_place(u, (size_t)from, keys - 1);
		turn |= zmk_turns_said(u->map, i) == keymap_encoders(u->map);
	}
	return (key && turn) || err_set(u->err, ERR_REFUSED, "no layer that is left has %s",
					key ? "bindings of all encoders: say on another layer what they do"
					    : "bindings of all keys: add those that are missing first");
}

bool zmk_update_plan(struct zmk_update *u)
{
	if (!u->source->layer)
		return (!u->plan.moved && !u->plan.renamed) ||
		       err_set(u->err, ERR_REFUSED, "the layers of this file have no places in its text");
	name_layers(u);
	return !u->plan.moved || (check_sizes(u) && check_defines(u) && find_pieces(u));
}

void zmk_update_release(struct zmk_update *u)
{
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		free(u->define[i]);
	for (size_t i = 0; i < u->pieces; i++)
		rewrite_release(&u->piece[i].rewrite);
	zmk_update_release_definitions(u);
	str_release(&u->added);
}

/* Whether it goes away with what is deleted. */
static bool goes_away(const struct zmk_update *u, struct span span)
{
	for (size_t i = 0; i < keymap_layers(u->source->map); i++)
		if (is_gone(u, i) && (lies_in(span, source_layer(u, i)->entry) ||
				      lies_in(span, source_layer(u, i)->enumerator)))
			return true;
	return false;
}

/* One of several in `layers = <1 2>` goes, with the blank before or behind it. */
static bool drop_from_list(struct zmk_update *u, struct span span)
{
	const char *text = u->source->text;
	uint32_t start = span.start, end = span_end(span), open = start;

	while (open && !strchr("<>;{}", text[open - 1]))
		open--;
	if (!open || text[open - 1] != '<')
		return false;
	for (open--; open && strchr(" \t\r\n=", text[open - 1]);)
		open--;
	if (open < 6 || memcmp(text + open - 6, "layers", 6) || (open > 6 && text[open - 7] == '-'))
		return false;
	if (start && strchr(" \t", text[start - 1]))
		while (start && strchr(" \t", text[start - 1]))
			start--;
	else if (text[end] != '>')
		end += (uint32_t)strspn(text + end, " \t");
	else
		return false;
	zmk_update_put(u, 0, (struct span){ start, end - start }, "");
	return true;
}

static bool put_number(struct zmk_update *u, struct span span, uint32_t layer)
{
	char number[16];
	int to;

	if (layer >= keymap_layers(u->source->map) || goes_away(u, span) || zmk_update_is_taken(u, 0, span))
		return true;
	to = u->plan.to[layer];
	if (to == (int)layer)
		return true;
	if (to == LAYER_GONE)
		return drop_from_list(u, span) ||
		       err_set(u->err, ERR_REFUSED,
			       "line %d speaks of layer %u, which is deleted: take it out there first",
			       line_of(u, span.start), layer);
	snprintf(number, sizeof(number), "%d", to);
	zmk_update_put(u, 0, span, number);
	return true;
}

bool zmk_update_references(struct zmk_update *u)
{
	for (size_t i = 0; u->plan.moved && i < u->source->references; i++)
		if (!put_number(u, u->source->reference[i].span, u->source->reference[i].layer))
			return false;
	return true;
}

/* What new layers are like: what they are a copy of, else the one before them, else the first that is left.
 * */
static const struct zmk_piece *find_like(const struct zmk_update *u, size_t layer)
{
	if (u->plan.copy[layer] != LAYER_GONE)
		return &u->piece[u->plan.copy[layer]];
	for (size_t i = layer; i-- > 0;)
		if (u->plan.from[i] != LAYER_GONE)
			return &u->piece[u->plan.from[i]];
	for (size_t i = layer; i < keymap_layers(u->map); i++)
		if (u->plan.from[i] != LAYER_GONE)
			return &u->piece[u->plan.from[i]];
	return &u->piece[0];
}

/* White space between two pieces, if nothing else is there: behind piece @index, else before it. */
static struct span gap_at(const struct zmk_update *u, size_t index)
{
	size_t after = index + 1 < u->pieces ? index + 1 : index;
	struct span gap = { 0, 0 };

	if (after) {
		gap.start = span_end(u->piece[after - 1].span);
		gap.len = u->piece[after].span.start - gap.start;
	}
	return strspn(u->source->text + gap.start, " \t\r\n") >= gap.len ? gap
									 : (struct span){ gap.start, 0 };
}

static void print_piece(const struct zmk_update *u, const struct zmk_piece *piece, struct str *out)
{
	rewrite_print((struct rewrite *)&piece->rewrite, u->source->text, piece->span, out);
}

static bool print_member(struct zmk_update *u, size_t layer, struct str *out)
{
	if (u->plan.from[layer] == LAYER_GONE)
		return zmk_update_print_new(u, find_like(u, layer), layer, out);
	print_piece(u, &u->piece[u->plan.from[layer]], out);
	return true;
}

static void put_text(struct zmk_update *u, struct span span, const struct str *text)
{
	size_t len = text ? text->len : 0;

	if (len != span.len || (len && memcmp(str_text(text), u->source->text + span.start, len)))
		rewrite_replace(&u->rewrite[0], span, text ? str_text(text) : "");
}

static bool stays_in_order(const struct zmk_update *u)
{
	int before = LAYER_GONE;

	for (size_t i = 0; i < keymap_layers(u->map); i++) {
		if (u->plan.from[i] == LAYER_GONE)
			continue;
		if (u->plan.from[i] < before)
			return false;
		before = u->plan.from[i];
	}
	return true;
}

/* New layers behind those before them, with what parts two layers of this text. */
static void insert(struct zmk_update *u, int before, const struct str *text)
{
	struct span gap = gap_at(u, before < 0 ? 0 : (size_t)before);
	struct str with = STR_INIT;
	uint32_t at = before < 0 ? u->piece[0].span.start : span_end(u->piece[before].span);

	if (u->pieces == 1)
		str_add(&with, before < 0 ? "" : strstr(u->source->text, "\r\n") ? "\r\n" : "\n");
	else if (before >= 0)
		str_add_bytes(&with, u->source->text + gap.start, gap.len);
	str_add_bytes(&with, str_text(text), text->len);
	if (before < 0 && u->pieces > 1)
		str_add_bytes(&with, u->source->text + gap.start, gap.len);
	else if (before < 0)
		str_add(&with, strstr(u->source->text, "\r\n") ? "\r\n" : "\n");
	rewrite_replace(&u->rewrite[0], (struct span){ at, 0 }, str_text(&with));
	str_release(&with);
}

/* With the white space that parted it from the next one. */
static void delete_piece(struct zmk_update *u, size_t index)
{
	struct span span = u->piece[index].span, gap = gap_at(u, index);

	rewrite_replace(&u->rewrite[0], span, "");
	if (gap.len)
		rewrite_replace(&u->rewrite[0], gap, "");
}

static void put_in_place(struct zmk_update *u, const struct str *text)
{
	int before = LAYER_GONE;

	for (size_t i = 0; i < keymap_layers(u->map); i++) {
		if (u->plan.from[i] == LAYER_GONE) {
			insert(u, before, &text[i]);
			continue;
		}
		before = u->plan.from[i];
		put_text(u, u->piece[before].span, &text[i]);
	}
	for (size_t i = 0; i < u->pieces; i++)
		if (is_gone(u, i))
			delete_piece(u, i);
}

/* The first in the place of the first, and so on. */
static void put_anew(struct zmk_update *u, const struct str *text)
{
	size_t layers = keymap_layers(u->map);
	struct str rest = STR_INIT;

	for (size_t i = 0; i < u->pieces && i < layers; i++) {
		str_clear(&rest);
		str_add_bytes(&rest, str_text(&text[i]), text[i].len);
		for (size_t k = u->pieces; i + 1 == u->pieces && k < layers; k++) {
			struct span gap = gap_at(u, i);

			str_add_bytes(&rest, u->source->text + gap.start, gap.len);
			str_add_bytes(&rest, str_text(&text[k]), text[k].len);
		}
		put_text(u, u->piece[i].span, &rest);
	}
	for (size_t i = layers; i < u->pieces; i++)
		delete_piece(u, i);
	str_release(&rest);
}

/* `#define L_NEW 3` behind the line of the layer before it; those of deleted layers go. */
static void place_defines(struct zmk_update *u)
{
	for (size_t i = 0; i < keymap_layers(u->source->map); i++)
		if (is_gone(u, i) && source_layer(u, i)->enumerator.len)
			rewrite_replace(&u->rewrite[0], source_layer(u, i)->enumerator, "");
	for (size_t i = 0; i < keymap_layers(u->map); i++) {
		struct str line = STR_INIT;
		struct span beside;

		if (u->plan.from[i] != LAYER_GONE || !u->define[i])
			continue;
		beside = source_layer(u, (size_t)find_like(u, i)->layer)->enumerator;
		str_addf(&line, "#define %s %zu%s", u->define[i], i,
			 strstr(u->source->text, "\r\n") ? "\r\n" : "\n");
		rewrite_replace(&u->rewrite[0], (struct span){ i ? span_end(beside) : beside.start, 0 },
				str_text(&line));
		str_release(&line);
	}
}

bool zmk_update_place(struct zmk_update *u)
{
	size_t layers = keymap_layers(u->map);
	struct str *text = mem_new(layers, sizeof(*text));
	bool ok = true;

	for (size_t i = 0; ok && i < layers; i++)
		ok = print_member(u, i, &text[i]);
	if (ok && stays_in_order(u))
		put_in_place(u, text);
	else if (ok)
		put_anew(u, text);
	if (ok)
		place_defines(u);
	for (size_t i = 0; i < layers; i++)
		str_release(&text[i]);
	free(text);
	return ok;
}

/* The name of a deleted layer that stands in @text; NULL: none. */
static const char *find_deleted(const struct zmk_update *u, const char *text, size_t len)
{
	struct c_scan scan = c_scan_start(text, len);
	struct c_token token;

	while (c_scan_next_code(&scan, &token))
		for (size_t i = 0; token.type == C_NAME && i < keymap_layers(u->source->map); i++) {
			uint32_t identifier = source_layer(u, i)->identifier;

			if (is_gone(u, i) && identifier && c_token_is(text, &token, symbol_text(identifier)))
				return symbol_text(identifier);
		}
	return NULL;
}

bool zmk_update_check_deleted(const struct zmk_update *u, const struct str *out)
{
	for (uint16_t file = 0; file <= u->source->includes; file++) {
		size_t len;
		const char *text = source_text(u->source, file, &len), *name;

		if (out[file].len) {
			text = str_text(&out[file]);
			len = out[file].len;
		}
		name = find_deleted(u, text, len);
		if (name)
			return err_set(u->err, ERR_REFUSED,
				       "%s is used elsewhere%s%s: take it out there first", name,
				       file ? ", in " : "", source_path(u->source, file));
	}
	return true;
}
