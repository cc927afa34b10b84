/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "zmk_include_table.h"
#include "zmk_keymap_private.h"

/*
 * Files of ZMK's and of Zephyr's trees (app/dts, app/include, dts, include). What a keymap needs of them is known
 * without: behaviours, names of keys and words are rows of data/zmk. A name that ends in a / is all of a folder.
 */
static const char *const firmware[] = {
	"behaviors.dtsi",
	"behaviors/backlight.dtsi",
	"behaviors/bluetooth.dtsi",
	"behaviors/caps_word.dtsi",
	"behaviors/ext_power.dtsi",
	"behaviors/gresc.dtsi",
	"behaviors/key_press.dtsi",
	"behaviors/key_repeat.dtsi",
	"behaviors/key_toggle.dtsi",
	"behaviors/layer_tap.dtsi",
	"behaviors/macros.dtsi",
	"behaviors/mod_tap.dtsi",
	"behaviors/momentary_layer.dtsi",
	"behaviors/mouse_key_press.dtsi",
	"behaviors/mouse_keys.dtsi",
	"behaviors/mouse_move.dtsi",
	"behaviors/mouse_scroll.dtsi",
	"behaviors/none.dtsi",
	"behaviors/outputs.dtsi",
	"behaviors/reset.dtsi",
	"behaviors/rgb_underglow.dtsi",
	"behaviors/sensor_rotate_key_press.dtsi",
	"behaviors/soft_off.dtsi",
	"behaviors/sticky_key.dtsi",
	"behaviors/studio_unlock.dtsi",
	"behaviors/to_layer.dtsi",
	"behaviors/toggle_layer.dtsi",
	"behaviors/transparent.dtsi",
	"dt-bindings/adc/",
	"dt-bindings/gpio/",
	"dt-bindings/input/",
	"dt-bindings/led/",
	"dt-bindings/pinctrl/",
	"dt-bindings/zmk/backlight.h",
	"dt-bindings/zmk/behaviors.h",
	"dt-bindings/zmk/bt.h",
	"dt-bindings/zmk/ext_power.h",
	"dt-bindings/zmk/hid_indicators.h",
	"dt-bindings/zmk/hid_usage.h",
	"dt-bindings/zmk/hid_usage_pages.h",
	"dt-bindings/zmk/input_transform.h",
	"dt-bindings/zmk/keys.h",
	"dt-bindings/zmk/matrix-transform.h",
	"dt-bindings/zmk/matrix_transform.h",
	"dt-bindings/zmk/modifiers.h",
	"dt-bindings/zmk/mouse.h",
	"dt-bindings/zmk/outputs.h",
	"dt-bindings/zmk/pointing.h",
	"dt-bindings/zmk/reset.h",
	"dt-bindings/zmk/rgb.h",
	"input/processors.dtsi",
	"input/processors/",
	"layouts/common/",
	"layouts/cuddlykeyboards/",
	"layouts/foostan/",
	"layouts/gtips/",
	"layouts/josefadamcik/",
	"layouts/kata0510/",
	"layouts/kgoh/",
	"physical_layouts.dtsi",
	"zephyr/dt-bindings/",
};

static bool is_of_firmware(const char *name)
{
	for (size_t i = 0; i < COUNT(firmware); i++) {
		size_t len = strlen(firmware[i]);

		if (firmware[i][len - 1] == '/' ? !strncmp(name, firmware[i], len)
						: !strcmp(name, firmware[i]))
			return true;
	}
	return false;
}

static void add_lines(const char *const *line, struct str *text)
{
	while (*line)
		str_add(text, *line++);
}

/* #define LT0 4 for each position, and the groups that the module's headers end with. */
static void add_labels(const struct zmk_key_labels *labels, struct str *text)
{
	static const struct {
		const char *group, *rows[6];
	} groups[] = {
		{ "NUMROW", { "LN", "RN" } },       { "KEYS_L", { "LT", "LM", "LB" } },
		{ "KEYS_R", { "RT", "RM", "RB" } }, { "THUMBS_L", { "LH" } },
		{ "THUMBS_R", { "RH" } },           { "THUMBS", { "LH", "RH" } },
	};
	int position = 0;

	for (const char *at = labels->names; *at; at += strspn(at, " "), position++) {
		size_t len = strcspn(at, " ");

		if (*at != '-')
			str_addf(text, "#define %.*s %d\n", (int)len, at, position);
		at += len;
	}
	for (size_t i = 0; i < COUNT(groups); i++) {
		str_addf(text, "#define %s", groups[i].group);
		for (size_t row = 0; groups[i].rows[row]; row++)
			for (const char *at = labels->names; *at; at += strspn(at, " ")) {
				size_t len = strcspn(at, " ");

				if (!strncmp(at, groups[i].rows[row], 2))
					str_addf(text, " %.*s", (int)len, at);
				at += len;
			}
		str_add(text, "\n");
	}
}

static const struct zmk_key_labels *find_labels(const char *header, size_t len)
{
	for (size_t i = 0; i < zmk_key_labels_rows; i++)
		if (strlen(zmk_key_labels_table[i].header) == len &&
		    !memcmp(zmk_key_labels_table[i].header, header, len))
			return &zmk_key_labels_table[i];
	return NULL;
}

/* The module zmk-helpers was a folder in people's repositories once, with other names. */
static const struct {
	const char *path, *labels; /* labels NULL: the path goes on with their name */
} helpers[] = {
	{ "zmk-helpers/key-labels/", NULL },
	{ "zmk-nodefree-config/keypos_def/keypos_48keys.", "4x12" },
	{ "zmk-nodefree-config/keypos_def/keypos_48keys_wide.", "4x12_wide" },
	{ "zmk-nodefree-config/keypos_def/keypos_glv80.", "glove80" },
	{ "zmk-nodefree-config/keypos_def/keypos_", NULL },
};

static bool add_helper(const char *name, struct str *text)
{
	const struct zmk_key_labels *labels = NULL;

	while (!strncmp(name, "../", 3))
		name += 3;
	if (!strcmp(name, "zmk-helpers/helper.h") || !strcmp(name, "zmk-nodefree-config/helper.h")) {
		add_lines(zmk_include_helper, text);
		return true;
	}
	for (size_t i = 0; i < COUNT(helpers) && !labels; i++) {
		const char *header = helpers[i].labels, *rest = name + strlen(helpers[i].path);
		size_t len = header ? strlen(header) : 0;

		if (strncmp(name, helpers[i].path, strlen(helpers[i].path)))
			continue;
		if (!header) {
			header = rest;
			len = strcspn(rest, ".");
			if (len > 4 && !memcmp(rest + len - 4, "keys", 4))
				len -= 4;
		}
		labels = find_labels(header, len);
	}
	if (labels)
		add_labels(labels, text);
	return labels;
}

/* As C has it, what is in quotes may be a file of the user's of the same name. */
static bool read_include(void *data, const char *from, const char *name, bool angled, struct str *path,
			 struct str *text, bool *locked, struct err *err)
{
	const struct zmk_includes *includes = data;
	bool known = is_of_firmware(name);

	if (includes->user && !(angled && known) &&
	    includes->user->read(includes->user->data, from, name, angled, path, text, locked, err))
		return true;
	*locked = true;
	str_clear(path);
	str_clear(text);
	str_addf(path, "<%s>", name);
	if (!strcmp(name, "behaviors.dtsi") || !strcmp(name, "behaviors/macros.dtsi"))
		add_lines(zmk_include_behaviors, text);
	return known || add_helper(name, text) || err_set(err, ERR_NOT_FOUND, "there is no %s", name);
}

void zmk_includes_init(struct zmk_includes *includes, const struct import_includes *user)
{
	*includes = (struct zmk_includes){ user, { includes, read_include } };
}
