/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/via_macro.h"
#include "import/via_macro.h"
#include "live_file_private.h"

static uint32_t id_of(const struct dynamic_keymap *held)
{
	return (uint32_t)held->usb_vid << 16 | held->usb_pid;
}

static void print_macro(const struct dynamic_keymap *held, const struct definition *macro, struct str *out)
{
	struct str text = STR_INIT;

	/* What has no form there does not come back, and is told by that. */
	(void)via_macro_print(macro, held->dialect, &text);
	json_add_text(out, str_text(&text));
	str_release(&text);
}

/* Each layer in one list, a line for each row of the matrix. */
static void print_layers(const struct dynamic_keymap *held, struct str *out)
{
	const uint16_t *key = held->key;

	str_add(out, ",\n  \"layers\": [");
	for (size_t layer = 0; layer < held->layers; layer++) {
		str_add(out, layer ? ",\n    [" : "\n    [");
		for (size_t i = 0; i < held->rows * held->cols; i++) {
			str_add(out, i % held->cols ? ", " : i ? ",\n      " : "\n      ");
			live_print_keycode(held, *key++, out);
		}
		str_add(out, "\n    ]");
	}
	str_add(out, "\n  ]");
}

/* encoders[encoder][layer]: counter-clockwise, clockwise. */
static void print_encoders(const struct dynamic_keymap *held, struct str *out)
{
	str_add(out, ",\n  \"encoders\": [");
	for (size_t i = 0; i < held->encoders; i++) {
		str_add(out, i ? ",\n    [" : "\n    [");
		for (size_t layer = 0; layer < held->layers; layer++) {
			str_add(out, layer ? ", " : "");
			live_print_turns(held, layer, i, out);
		}
		str_add_char(out, ']');
	}
	str_add(out, held->encoders ? "\n  ]" : "]");
}

bool live_via_print(const struct dynamic_keymap *held, const struct via_definition *definition,
		    const char *name, struct str *out, struct diagnostics *lost, struct err *err)
{
	(void)definition;
	if (!id_of(held))
		return err_set(
			err, ERR_REFUSED,
			"the keyboard's USB id is not known, by which VIA's app tells whose file it is");
	if (!(held->held & 1u << DYNAMIC_KEYS))
		return err_set(err, ERR_RANGE, "the keys were not read: expected them for a file");
	str_add(out, "{\n  \"name\": ");
	json_add_text(out, name);
	str_addf(out, ",\n  \"vendorProductId\": %u", (unsigned)id_of(held));
	if (held->held & 1u << DYNAMIC_MACROS) {
		str_add(out, ",\n  \"macros\": [");
		live_print_macros(held, lost, "\"\"", print_macro, out);
	}
	print_layers(held, out);
	if (held->held & 1u << DYNAMIC_TURNS)
		print_encoders(held, out);
	str_add(out, "\n}\n");
	return live_tell_lost(live_format_find("via"), held, out, lost, err);
}

bool live_via_check(struct live_reader *reader, const struct json *root, struct err *err)
{
	const struct json *node = json_find(root, "vendorProductId");
	int64_t id;

	if (!json_int(node, 1, UINT32_MAX, &id) || !id_of(reader->held) ||
	    (uint32_t)id == id_of(reader->held))
		return true;
	return live_refuse(reader, node, err,
			   "the file is of %.60s (%04x:%04x), and the keyboard is %04x:%04x: give the one it "
			   "is of, or force it",
			   json_text(json_find(root, "name"))[0] ? json_text(json_find(root, "name"))
								 : "a keyboard",
			   (unsigned)(id >> 16), (unsigned)(id & UINT16_MAX), reader->held->usb_vid,
			   reader->held->usb_pid);
}

static bool read_layers(struct live_reader *reader, const struct json *layers, struct err *err)
{
	struct dynamic_keymap *held = reader->held;
	const struct json *layer = layers->first;
	size_t keys = held->rows * held->cols;

	if (!live_check_count(reader, layers, "layers", held->layers, err))
		return false;
	for (size_t l = 0; layer && l < held->layers; l++, layer = layer->next) {
		const struct json *node = layer->type == JSON_ARRAY ? layer->first : NULL;

		if (!live_check_count(reader, layer, "keys of the matrix", keys, err))
			return false;
		for (size_t i = 0; node && i < keys; i++, node = node->next)
			live_read_keycode(reader, node, &held->key[l * keys + i]);
	}
	held->held |= 1u << DYNAMIC_KEYS;
	return true;
}

static bool read_encoders(struct live_reader *reader, const struct json *encoders, struct err *err)
{
	struct dynamic_keymap *held = reader->held;
	const struct json *encoder = encoders->first;

	if (!live_check_count(reader, encoders, "encoders", held->encoders, err))
		return false;
	for (size_t e = 0; encoder && e < held->encoders; e++, encoder = encoder->next) {
		const struct json *pair = encoder->type == JSON_ARRAY ? encoder->first : NULL;

		if (!live_check_count(reader, encoder, "layers of an encoder", held->layers, err))
			return false;
		for (size_t l = 0; pair && l < held->layers; l++, pair = pair->next)
			live_read_turns(reader, pair, l, e);
	}
	held->held |= 1u << DYNAMIC_TURNS;
	return true;
}

static void read_macro(struct live_reader *reader, const struct json *node, struct definition *macro)
{
	const char *wrong = via_macro_read(json_text(node), reader->dialect, macro);

	if (node->type != JSON_TEXT)
		live_tell(reader, node, "expected a macro's text, found %s: it is empty",
			  json_type_name(node->type));
	if (wrong)
		live_tell(reader, node,
			  "\"%.40s\" is no key, delay or keys with commas between in braces: it is taken as "
			  "text",
			  wrong);
}

static bool read_root(struct live_reader *reader, const struct json *root, struct err *err)
{
	const struct json *layers = json_find(root, "layers"), *macros, *encoders;

	if (!layers || layers->type != JSON_ARRAY)
		return err_set(err, ERR_PARSE, "expected \"layers\", a list of lists of keycodes, found %s",
			       layers ? json_type_name(layers->type) : "none");
	if (!live_via_check(reader, root, err) || !read_layers(reader, layers, err))
		return false;
	encoders = live_list(reader, root, "encoders");
	macros = live_list(reader, root, "macros");
	return (!encoders || read_encoders(reader, encoders, err)) &&
	       (!macros || live_put_macros(reader, macros, read_macro, err));
}

bool live_via_read(const char *text, size_t len, bool force, struct dynamic_keymap *held,
		   struct diagnostics *diagnostics, struct err *err)
{
	return live_file_read(text, len, force, held, diagnostics, err, read_root);
}
