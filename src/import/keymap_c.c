/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"
#include "model/waiver.h"

static const struct diagnostic_kind bad_turns = { "keymap-c-encoders", SEVERITY_WARNING };

static void forget(struct keymap_c *r)
{
	free(r->match);
	free(r->object);
	free(r->function);
	r->match = NULL;
	r->object = NULL;
	r->function = NULL;
	r->objects = r->object_cap = r->functions = r->function_cap = 0;
	r->layer_enum = (struct c_run){ 0, 0 };
	c_constants_release(&r->constants);
	cpp_free(r->cpp);
}

static void release(struct keymap_c *r)
{
	forget(r);
	free(r->former);
	free(r->defined);
	free(r->part);
	c_layers_release(&r->keys);
	c_layers_release(&r->turns);
	str_release(&r->text);
}

/* The first line of what conditions left out that has the name keymaps; 0: none. */
static int skipped_line(const struct keymap_c *r)
{
	static const char name[] = "keymaps[";

	for (size_t i = 0; i < cpp_skipped_count(r->cpp); i++) {
		struct cpp_place place = cpp_skipped(r->cpp, i);
		const struct cpp_file *file = cpp_file(r->cpp, place.file);
		size_t end = span_end(place.span) - (sizeof(name) - 1);
		int line, column;

		if (place.span.len < sizeof(name) || place.file)
			continue;
		for (size_t at = place.span.start; at <= end; at++)
			if (!memcmp(file->text + at, name, sizeof(name) - 1)) {
				source_place(file->text, file->len, at, &line, &column);
				return line;
			}
	}
	return 0;
}

static bool no_keymap(const struct keymap_c *r, struct err *err)
{
	const struct err *failure = cpp_failure(r->cpp);
	int line = skipped_line(r);

	if (failure)
		return err_set(err, failure->code, "%s", failure->text);
	if (line)
		return err_set(err, ERR_NOT_FOUND,
			       "line %d: keymaps[] is under a condition that does not hold; expected one "
			       "that does",
			       line);
	if (cpp_missing_count(r->cpp))
		return err_set(err, ERR_NOT_FOUND,
			       "there is no keymaps[] in it, and %zu of the files that it includes are not "
			       "here; expected const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = "
			       "{ ... };",
			       cpp_missing_count(r->cpp));
	return err_set(err, ERR_NOT_FOUND,
		       "there is no keymaps[] in it; expected const uint16_t PROGMEM "
		       "keymaps[][MATRIX_ROWS][MATRIX_COLS] = { ... };");
}

static bool read_layers(struct keymap_c *r, struct err *err)
{
	const struct c_object *keys = c_find_object(r, "keymaps");
	const struct c_object *turns = c_find_object(r, "encoder_map");

	if (!keys)
		return no_keymap(r, err);
	if (!c_read_layers(r, keys, err))
		return false;
	if (turns)
		c_read_turns(r, turns);
	c_choose_layout(r);
	return r->layout->keys || err_set(err, ERR_NOT_FOUND, "keymaps[] binds no keys");
}

static size_t count_encoders(const struct keymap_c *r)
{
	size_t most = r->in->keyboard ? (size_t)r->in->keyboard->encoders : 0;

	for (size_t i = 0; i < r->turns.count; i++)
		for (size_t b = 0; b < r->turns.item[i].bindings; b++)
			if (r->turns.item[i].binding[b].row >= most)
				most = r->turns.item[i].binding[b].row + 1u;
	return most < KEYMAP_MAX_ENCODERS ? most : KEYMAP_MAX_ENCODERS;
}

static void put_turns(struct keymap_c *r)
{
	for (size_t i = 0; i < r->turns.count; i++) {
		const struct c_layer *layer = &r->turns.item[i];

		if (layer->number >= keymap_layers(r->map)) {
			c_report(r, &bad_turns, layer->entry.first,
				 "encoder_map[] has a layer %zu, and keymaps[] has %zu", layer->number,
				 keymap_layers(r->map));
			continue;
		}
		for (size_t b = 0; b < layer->bindings; b++)
			keymap_put_turn(r->map, layer->number, layer->binding[b].row,
					(enum turn)layer->binding[b].col, layer->binding[b].action);
	}
}

static void put_layers(struct keymap_c *r)
{
	r->map = keymap_new(r->keys.layers, r->layout->keys, count_encoders(r));
	for (size_t i = 0; i < r->keys.layers; i++)
		keymap_put_layer_origin(r->map, i, (int)i);
	for (size_t i = 0; i < r->keys.count; i++) {
		const struct c_layer *layer = &r->keys.item[i];

		for (size_t b = 0; b < layer->bindings; b++)
			if (layer->binding[b].key != C_NO_KEY)
				keymap_put(r->map, layer->number, layer->binding[b].key,
					   layer->binding[b].action);
	}
	put_turns(r);
}

static void fill(struct keymap_c *r, struct document *out)
{
	put_layers(r);
	c_read_tables(r);
	c_read_keychron(r);
	waiver_put_all(r->map, r->in->text, r->in->len);
	*out = (struct document){
		.keyboard = mem_copy_text(""),
		.keymap = mem_copy_text(""),
		.layout = mem_copy_text(r->layout->name),
		.language = mem_copy_text(r->names.language ? host_language_name(r->names.language) : ""),
		.board = r->board,
		.used = r->layout,
		.map = r->map,
	};
	c_name_layers(r);
	c_tell_missing(r);
	c_tell_code(r);
	out->source = c_make_source(r);
}

/* What the preprocessor tells, but for files that are not here: most are the firmware's (c_tell_missing()). */
static void take_told(struct diagnostics *all, struct diagnostics *told)
{
	size_t kept = 0;

	for (size_t i = 0; i < told->count; i++) {
		if (strcmp(told->item[i].kind->code, "cpp-include-missing") != 0)
			told->item[kept++] = told->item[i];
		else
			free(told->item[i].text);
	}
	told->count = kept;
	diagnostics_append(all, told);
	diagnostics_release(told);
}

static void parse(struct keymap_c *r, const struct import_input *in, struct diagnostics *told)
{
	size_t tokens;

	r->cpp = cpp_run(in, told);
	r->token = cpp_tokens(r->cpp, &tokens);
	r->tokens = (uint32_t)tokens;
	c_set_names(r);
	c_parse(r);
}

/* Places in the document stay what they are when something is behind it. */
static void parse_with_after(struct keymap_c *r, struct diagnostics *told)
{
	struct import_input longer = *r->in;

	forget(r);
	diagnostics_release(told);
	str_add_bytes(&r->text, r->in->text, r->in->len);
	str_addf(&r->text, "\n#include \"%s\"\n", r->in->after);
	longer.text = str_text(&r->text);
	longer.len = r->text.len;
	parse(r, &longer, told);
}

bool keymap_c_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		   struct err *err)
{
	struct keymap_c r = { .in = in, .diagnostics = diagnostics, .layer = -1 };
	struct diagnostics told = { 0 };
	bool ok;

	if (in->len > KEYMAP_C_MAX_BYTES)
		return err_set(err, ERR_RANGE, "the file is larger than %d bytes", KEYMAP_C_MAX_BYTES);
	parse(&r, in, &told);
	if (in->after && !c_find_object(&r, "keymaps"))
		parse_with_after(&r, &told);
	take_told(diagnostics, &told);
	ok = read_layers(&r, err);
	if (ok)
		fill(&r, out);
	else
		keyboard_free(r.board);
	release(&r);
	return ok;
}
