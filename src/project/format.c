/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "compile/keymap_drawer.h"
#include "compile/keymap_json.h"
#include "compile/keyplane_json.h"
#include "compile/zmk_lower.h"
#include "import/keymap_c.h"
#include "import/keymap_drawer.h"
#include "import/keymap_json.h"
#include "import/keyplane_json.h"
#include "import/via_save.h"
#include "import/vil.h"
#include "import/zmk_keymap.h"
#include "model/keycode_dialect.h"
#include "model/zmk_binding.h"
#include "model/zmk_defined.h"
#include "project/format.h"

static bool ends_with(const char *path, const char *suffix)
{
	size_t len = strlen(path), end = strlen(suffix);

	return len >= end && !strcasecmp(path + len - end, suffix);
}

/* What tells one format of JSON from another. */
enum json_sort { JSON_SORT_KEYMAP, JSON_SORT_KEYPLANE, JSON_SORT_VIA, JSON_SORT_VIL };

/* Of a text that is no JSON, what its name makes of it. */
static enum json_sort sort_of_name(const char *path)
{
	return ends_with(path, ".keyplane.json") ? JSON_SORT_KEYPLANE
	       : ends_with(path, ".layout.json") ? JSON_SORT_VIA
	       : ends_with(path, ".vil")         ? JSON_SORT_VIL
						 : JSON_SORT_KEYMAP;
}

static enum json_sort sort_of_members(const struct json *root)
{
	if (!strcmp(json_text(json_find(root, "format")), KEYPLANE_JSON_FORMAT))
		return JSON_SORT_KEYPLANE;
	if (json_find(root, "vendorProductId") && json_find(root, "layers"))
		return JSON_SORT_VIA;
	if (json_find(root, "vial_protocol") && json_find(root, "layout"))
		return JSON_SORT_VIL;
	return JSON_SORT_KEYMAP;
}

static enum json_sort json_sort(const char *path, const char *text, size_t len)
{
	struct err ignored;
	struct json_doc *doc = json_parse(text, len, &ignored);
	enum json_sort sort = doc ? sort_of_members(json_root(doc)) : sort_of_name(path);

	json_doc_free(doc);
	return sort;
}

static bool is_sort(const char *path, const char *text, size_t len, enum json_sort sort)
{
	return (ends_with(path, ".json") || ends_with(path, ".hjson")) && json_sort(path, text, len) == sort;
}

static bool is_keymap_json(const char *path, const char *text, size_t len)
{
	return is_sort(path, text, len, JSON_SORT_KEYMAP);
}

static bool is_keyplane_json(const char *path, const char *text, size_t len)
{
	return is_sort(path, text, len, JSON_SORT_KEYPLANE);
}

static bool is_via_save(const char *path, const char *text, size_t len)
{
	return is_sort(path, text, len, JSON_SORT_VIA);
}

static bool is_vil(const char *path, const char *text, size_t len)
{
	return ends_with(path, ".vil") || is_sort(path, text, len, JSON_SORT_VIL);
}

static bool is_keymap_c(const char *path, const char *text, size_t len)
{
	(void)text;
	(void)len;
	return ends_with(path, ".c");
}

/* In these formats nothing has a name of the document's own. */
static bool parse_via(const char *text, const struct action_names *names, struct action *out, struct err *err)
{
	(void)names;
	return keycode_dialect_parse(DIALECT_VIA_12, text, out, err);
}

static bool print_via(struct action action, action_layer_name *layer_name, const void *data, struct str *out)
{
	uint16_t value;

	(void)layer_name;
	(void)data;
	keycode_dialect_print(DIALECT_VIA_12, action, out);
	return keycode_dialect_value(DIALECT_VIA_12, action, &value);
}

static bool parse_vial(const char *text, const struct action_names *names, struct action *out,
		       struct err *err)
{
	(void)names;
	return keycode_dialect_parse(DIALECT_VIAL_6, text, out, err);
}

static bool print_vial(struct action action, action_layer_name *layer_name, const void *data, struct str *out)
{
	uint16_t value;

	(void)layer_name;
	(void)data;
	keycode_dialect_print(DIALECT_VIAL_6, action, out);
	return keycode_dialect_value(DIALECT_VIAL_6, action, &value);
}

static bool is_keymap_drawer(const char *path, const char *text, size_t len)
{
	(void)text;
	(void)len;
	return ends_with(path, ".yaml") || ends_with(path, ".yml");
}

static bool is_zmk_keymap(const char *path, const char *text, size_t len)
{
	(void)text;
	(void)len;
	return ends_with(path, ".keymap");
}

/* QK_BOOT is &bootloader. */
static bool adopt_zmk(struct action *action)
{
	struct zmk_lowered lowered = zmk_lower_action(*action, ZMK_MAIN);

	if (lowered.match != ZMK_NOTHING)
		*action = lowered.action;
	return lowered.match != ZMK_NOTHING;
}

/* A binding as it stands in the file, or the key alone that it is to send: `&kp LC(A)`, `LC(A)`. */
static bool parse_zmk(const char *text, const struct action_names *names, struct action *out, struct err *err)
{
	struct zmk_defined defined;
	struct zmk_names zmk = { .number = names->number, .data = names->data };
	uint32_t key;

	if (names->map)
		zmk = zmk_defined_names(&defined, names->map, names);
	while (*text == ' ')
		text++;
	if (text[0] == '&')
		return zmk_action_parse(text, &zmk, out, err);
	if (zmk_key_parse(text, strlen(text), &zmk, &key)) {
		*out = (struct action){ .kind = ACTION_KEY, .arg = { key } };
		return true;
	}
	return action_parse_with(text, names, out, err) &&
	       (adopt_zmk(out) ||
		err_set(err, ERR_PARSE,
			"ZMK has nothing for '%.60s': expected a binding, such as &mt LSHFT A, or a key",
			text));
}

/* Sorted by name; a test asserts it. */
static const struct keymap_format formats[] = {
	{
		.name = "keymap-drawer",
		.help = "keymap-drawer's YAML, a drawing of a keymap",
		.suffix = ".yaml",
		.is = is_keymap_drawer,
		.read = keymap_drawer_read,
		.update = keymap_drawer_update,
		.print = keymap_drawer_print,
		.no_waivers = true,
	},
	{
		.name = "keymap.c",
		.help = "QMK's in C, which is changed where it stands",
		.suffix = "keymap.c",
		.is = is_keymap_c,
		.read = keymap_c_read,
		.update = keymap_c_update,
		.print = keymap_c_print,
		.words = zmk_raise_keymap,
		.left = keymap_c_left,
	},
	{
		.name = "keymap.json",
		.help = "QMK's and its Configurator's",
		.suffix = ".json",
		.is = is_keymap_json,
		.read = keymap_json_read,
		.update = keymap_json_update,
		.print = keymap_json_print,
		.words = zmk_raise_keymap,
	},
	{
		.name = "keyplane",
		.help = "keyplane's own: all of a keymap, in terms of no firmware",
		.suffix = ".keyplane.json",
		.is = is_keyplane_json,
		.read = keyplane_json_read,
		.update = keyplane_json_update,
		.print = keyplane_json_print,
	},
	{
		.name = "via",
		.help = "what VIA's app saves and loads",
		.suffix = ".layout.json",
		.is = is_via_save,
		.read = via_save_read,
		.update = matrix_keymap_update,
		.print = via_save_print,
		.words = zmk_raise_keymap,
		.parse_action = parse_via,
		.print_action = print_via,
		.no_waivers = true,
	},
	{
		.name = "vial",
		.help = "what Vial's app saves and loads",
		.suffix = ".vil",
		.is = is_vil,
		.read = vil_read,
		.update = matrix_keymap_update,
		.print = vil_print,
		.words = zmk_raise_keymap,
		.parse_action = parse_vial,
		.print_action = print_vial,
		.no_waivers = true,
	},
	{
		.name = "zmk",
		.help = "ZMK's .keymap",
		.suffix = ".keymap",
		.is = is_zmk_keymap,
		.read = zmk_keymap_read,
		.update = zmk_keymap_update,
		.print = zmk_keymap_print,
		.words = zmk_lower_keymap,
		.adopt = adopt_zmk,
		.bindings = zmk_bindings,
		.parse_action = parse_zmk,
		.print_action = zmk_action_print,
	},
};

size_t keymap_format_count(void)
{
	return COUNT(formats);
}

const struct keymap_format *keymap_format_at(size_t index)
{
	return &formats[index];
}

const struct keymap_format *keymap_format_find(const char *name)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

const struct keymap_format *keymap_format_of(const char *path, const char *text, size_t len)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (formats[i].is(path, text, len))
			return &formats[i];
	return NULL;
}

bool keymap_format_fits_name(const struct keymap_format *format, const char *path)
{
	return ends_with(path, format->suffix);
}

const struct keymap_format *keymap_format_of_name(const char *path)
{
	const struct keymap_format *best = NULL;

	for (size_t i = 0; i < COUNT(formats); i++)
		if (keymap_format_fits_name(&formats[i], path) &&
		    (!best || strlen(formats[i].suffix) > strlen(best->suffix)))
			best = &formats[i];
	return best;
}

bool keymap_format_parse_action(const struct keymap_format *format, const char *text,
				const struct action_names *names, struct action *out, struct err *err)
{
	return format && format->parse_action ? format->parse_action(text, names, out, err)
					      : action_parse_with(text, names, out, err);
}

bool keymap_format_print_action(const struct keymap_format *format, struct action action,
				action_layer_name *layer_name, const void *data, struct str *out)
{
	if (format && format->print_action)
		return format->print_action(action, layer_name, data, out);
	action_print_with(action, layer_name, data, out);
	return action_is_qmk(action);
}
