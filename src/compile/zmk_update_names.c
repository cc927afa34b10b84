/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "c_scan.h"
#include "model/action_walk.h"
#include "model/symbol.h"
#include "zmk_text.h"
#include "zmk_update.h"

/* What layers are called. */

/*
 * A #define of a layer's number follows when the layer gets another one, and so
 * does all that is said by its name. Where nobody knows that it means the
 * layer, the keymap has the old number: that cannot be what was meant.
 */

/* Whether a cell of @ref is a plain number to the keymap; of input processors it is. */
static bool takes_number(const struct zmk_update *u, uint32_t ref, int cell)
{
	struct action_walk walk = action_walk_start(u->source->map);

	if (!strcmp(symbol_text(ref), "zip_temp_layer"))
		return cell == 0;
	while (cell < 2 && action_walk_next(&walk))
		if (walk.action.kind == ACTION_BEHAVIOR && walk.action.arg[0] == ref &&
		    action_arg_type(walk.action, cell + 1) == ARG_NUMBER)
			return true;
	return false;
}

/* Properties whose cells the reader knows to be layers. */
static bool is_layer_list(const char *name)
{
	static const char *const lists[] = { "if-layers", "layers", "then-layer" };

	for (size_t i = 0; i < COUNT(lists); i++)
		if (!strcmp(lists[i], name))
			return true;
	return false;
}

/* Where in a text a scan is: in cells of `&ref`, or of a list that is the value of a property. */
struct where {
	char property[64]; /* before the last `=` */
	struct str word;   /* what may be one */
	uint32_t ref;      /* symbol; 0: none */
	int cell;          /* index of the next */
	bool amp;          /* the last token was & */
	bool directive;    /* and in a directive */
};

/* Nothing goes on from a directive to the text around it. */
static void begin(struct where *at, const struct c_token *token)
{
	if (token->directive != at->directive || (token->directive && token->line)) {
		at->ref = 0;
		at->amp = false;
	}
	at->directive = token->directive;
}

static void step(struct where *at, const char *text, const struct c_token *token)
{
	bool word = token->type == C_NAME || token->type == C_NUMBER;

	if (at->amp) {
		at->ref = symbol_of_bytes(text + token->span.start, token->span.len);
		at->cell = -1;
	}
	at->amp = c_token_is(text, token, "&");
	at->cell += word;
	if (c_token_is(text, token, "="))
		snprintf(at->property, sizeof(at->property), "%s", str_text(&at->word));
	if (strchr("<>;{},", text[token->span.start])) {
		at->ref = 0;
		at->cell = 0;
	}
	if (!word && !c_token_is(text, token, "-"))
		str_clear(&at->word);
	else
		str_add_bytes(&at->word, text + token->span.start, token->span.len);
}

static bool is_moved(const struct zmk_update *u, const char *text, const struct c_token *token)
{
	for (size_t i = 0; token->type == C_NAME && i < keymap_layers(u->source->map); i++) {
		uint32_t identifier = u->source->layer[i].identifier;

		if (identifier && u->plan.to[i] != (int)i && u->plan.to[i] != LAYER_GONE &&
		    c_token_is(text, token, symbol_text(identifier)))
			return true;
	}
	return false;
}

static bool refuse(const struct zmk_update *u, uint16_t file, const struct c_token *token, const char *what)
{
	size_t len;
	const char *text = source_text(u->source, file, &len), *path = source_path(u->source, file);
	int line, column;

	source_place(text, len, token->span.start, &line, &column);
	return err_set(
		u->err, ERR_REFUSED,
		"%s%sline %d: %.*s would get another number, and %s may not mean the layer by it: move "
		"layers by hand",
		path, *path ? ", " : "", line, (int)token->span.len, text + token->span.start, what);
}

static bool check_file(const struct zmk_update *u, uint16_t file)
{
	size_t len;
	const char *text = source_text(u->source, file, &len);
	struct c_scan scan = c_scan_start(text, len);
	struct where at = { .word = STR_INIT };
	struct c_token token;
	bool ok = true;

	while (ok && c_scan_next_code(&scan, &token)) {
		struct str what = STR_INIT;

		begin(&at, &token);
		if (is_moved(u, text, &token)) {
			if (at.ref && takes_number(u, at.ref, at.cell))
				str_addf(&what, "&%s", symbol_text(at.ref));
			else if (!at.ref && strstr(at.property, "layer") && !is_layer_list(at.property))
				str_add(&what, at.property);
		}
		if (what.len)
			ok = refuse(u, file, &token, str_text(&what));
		step(&at, text, &token);
		str_release(&what);
	}
	str_release(&at.word);
	return ok;
}

bool zmk_update_check_names(const struct zmk_update *u)
{
	for (uint16_t file = 0; u->plan.moved && file <= u->source->includes; file++)
		if ((!file || !u->source->include[file - 1].locked) && !check_file(u, file))
			return false;
	return true;
}

static int line_of(const struct zmk_update *u, uint32_t at)
{
	int line, column;

	source_place(u->source->text, u->source->len, at, &line, &column);
	return line;
}

/* Behind the brace that opens the node whose name is @name; 0: something else stands there. */
static uint32_t behind_brace(const struct zmk_update *u, struct span name)
{
	struct c_scan scan = c_scan_start(u->source->text, u->source->len);
	struct c_token token;

	scan.at = span_end(name);
	return c_scan_next_code(&scan, &token) && c_token_is(u->source->text, &token, "{")
		       ? span_end(token.span)
		       : 0;
}

/* display-name for a layer that went by its node's name, which cannot be that. */
static bool add_display_name(struct zmk_update *u, struct span name, const char *text)
{
	uint32_t at = behind_brace(u, name), indent;
	struct str line = STR_INIT;

	if (!at)
		return err_set(
			u->err, ERR_REFUSED,
			"the layer in line %d is called by a macro: its name is one of letters, digits "
			"and _",
			line_of(u, name.start));
	str_add(&line, strstr(u->source->text, "\r\n") ? "\r\n" : "\n");
	indent = at + (uint32_t)strspn(u->source->text + at, " \t\r\n");
	while (indent > at && u->source->text[indent - 1] != '\n')
		indent--;
	str_add_bytes(&line, u->source->text + indent, strspn(u->source->text + indent, " \t"));
	str_add(&line, "display-name = ");
	zmk_text_add_string(&line, text);
	str_add_char(&line, ';');
	zmk_update_put(u, 0, (struct span){ at, 0 }, str_text(&line));
	str_release(&line);
	return true;
}

static bool rename_layer(struct zmk_update *u, size_t layer)
{
	size_t origin = (size_t)u->plan.from[layer];
	struct span name = u->source->layer[origin].name;
	const char *text = symbol_text(keymap_layer_name(u->map, layer));
	struct str quoted = STR_INIT;

	if (!*text)
		return err_set(u->err, ERR_REFUSED, "a layer of ZMK's needs a name");
	if (span_is_nowhere(name))
		return err_set(u->err, ERR_REFUSED, "layer %zu has its name from a macro or another file",
			       origin);
	if (!name.start || u->source->text[name.start - 1] != '"') {
		if (!zmk_text_is_node(text))
			return add_display_name(u, name, text);
		zmk_update_put(u, 0, name, text);
		return true;
	}
	zmk_text_add_string(&quoted, text);
	quoted.data[quoted.len - 1] = '\0';
	zmk_update_put(u, 0, name, quoted.data + 1);
	str_release(&quoted);
	return true;
}

bool zmk_update_rename(struct zmk_update *u)
{
	for (size_t i = 0; u->plan.renamed && i < keymap_layers(u->map); i++) {
		int from = u->plan.from[i];

		if (from != LAYER_GONE &&
		    keymap_layer_name(u->map, i) != keymap_layer_name(u->source->map, (size_t)from) &&
		    !rename_layer(u, i))
			return false;
	}
	return true;
}
