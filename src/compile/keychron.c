/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "keychron.h"
#include "model/symbol.h"
#include "qmk.h"
#include "targets.h"

/*
 * A keymap folder for Keychron's tree of QMK, and VIA's files for the board. Boards of one family share their code: the
 * wireless ones and those with a cable have it called from the keymap, the Pro boards call it themselves.
 */

static const struct diagnostic_kind no_family = { "keychron-family", SEVERITY_NOTE };
static const struct diagnostic_kind bad_setting = { "keychron-setting", SEVERITY_ERROR };

static bool is_boards(const struct definition *definition)
{
	return definition->kind == DEFINITION_KEYCODE &&
	       keychron_keycode_find_any(symbol_text(definition->name));
}

static const struct diagnostic_kind near_to = { "keychron-near", SEVERITY_WARNING },
				    nothing_of = { "keychron-none", SEVERITY_WARNING };

const struct via_firmware keychron_firmware = {
	.app = "VIA's app",
	.near = &near_to,
	.none = &nothing_of,
	.dialect = DIALECT_VIA_12,
	.keycodes = 256,
	.is_boards = is_boards,
	.settings = "keychron.",
};

static const struct {
	struct qmk_flavour flavour;
	unsigned keycodes; /* that the family's boards define, up to its flavour's first one */
	const char *rules, *code;
} families[] = {
	[KEYCHRON_WIRELESS] = { { "keychron_common.h", "NEW_SAFE_RANGE", "process_record_keychron_common" },
				16,
				"",
				"" },
	[KEYCHRON_BLUETOOTH] = { { NULL, "NEW_SAFE_RANGE", NULL }, 13, "", "" },
	/* Some boards with a cable have two more than the table says. */
	[KEYCHRON_WIRED] = { { "keychron_common.h", "QK_KB_13", "process_record_keychron" },
			     11,
			     "VPATH += keyboards/keychron/common\n"
			     "SRC += keychron_common.c\n",
			     "\nvoid housekeeping_task_user(void) {\n"
			     "    housekeeping_task_keychron();\n"
			     "}\n" },
};

/* Settings of a keymap that are Keychron's: macros of its config.h, by family; NULL: it has none. */
static const struct {
	const char *setting;
	enum setting_type type;
	int64_t max; /* of numbers */
	const char *macro[KEYCHRON_FAMILY_COUNT];
} settings[] = {
	{ "keychron.battery_level_time", SETTING_NUMBER, 60000, { "BAT_LEVEL_ON_INTERVAL", NULL, NULL } },
	{ "keychron.connected_backlight_timeout",
	  SETTING_NUMBER,
	  86400,
	  { "CONNECTED_BACKLIGHT_DISABLE_TIMEOUT", "CONNECTED_BACKLIGHT_DISABLE_TIMEOUT", NULL } },
	{ "keychron.connected_idle_time", SETTING_NUMBER, 65535, { "CONNECTED_IDLE_TIME", NULL, NULL } },
	{ "keychron.disconnected_backlight_timeout",
	  SETTING_NUMBER,
	  86400,
	  { "DISCONNECTED_BACKLIGHT_DISABLE_TIMEOUT", "DISCONNECTED_BACKLIGHT_DISABLE_TIMEOUT", NULL } },
	{ "keychron.usb_in_wireless",
	  SETTING_BOOL,
	  1,
	  { "KEEP_USB_CONNECTION_IN_WIRELESS_MODE", "KEEP_USB_CONNECTION_IN_BLUETOOTH_MODE", NULL } },
	{ "keychron.wireless_nkro",
	  SETTING_BOOL,
	  1,
	  { "WIRELESS_NKRO_ENABLE", "BLUETOOTH_NKRO_ENABLE", NULL } },
};

static void check_value(const struct setting *setting, size_t row, enum keychron_family family,
			struct diagnostics *out)
{
	const char *name = settings[row].setting;

	if (setting->type != settings[row].type)
		diagnostics_add(out, &bad_setting, PLACE_NONE, "setting %s must be %s", name,
				settings[row].type == SETTING_BOOL ? "true or false" : "a number");
	else if (setting->number < 0 || setting->number > settings[row].max)
		diagnostics_add(out, &bad_setting, PLACE_NONE, "setting %s must be from 0 to %lld", name,
				(long long)settings[row].max);
	else if (!settings[row].macro[family])
		via_lose(&keychron_firmware, out, PLACE_NONE, (struct loss_of){ LOSS_ALL, name, "left out" },
			 "setting %s: boards of this family have nothing of that", name);
}

static void check_setting(const struct setting *setting, enum keychron_family family, struct diagnostics *out)
{
	const char *name = symbol_text(setting->name);
	enum keychron_family said;

	for (size_t i = 0; i < COUNT(settings); i++) {
		if (strcmp(settings[i].setting, name))
			continue;
		check_value(setting, i, family, out);
		return;
	}
	if (strcmp(name, KEYCHRON_FAMILY))
		via_lose(&keychron_firmware, out, PLACE_NONE, (struct loss_of){ LOSS_ALL, name, "left out" },
			 "setting %s is none of Keychron's: it is left out", name);
	else if (setting->type != SETTING_TEXT || !keychron_family_find(symbol_text(setting->text), &said))
		diagnostics_add(out, &bad_setting, PLACE_NONE,
				"setting " KEYCHRON_FAMILY
				" must be \"wireless\", \"bluetooth\" or \"wired\"");
}

static void add_settings(const struct compile_input *in, enum keychron_family family, struct str *config)
{
	for (size_t i = 0; i < COUNT(settings); i++) {
		const struct setting *setting = keymap_find_setting(in->map, settings[i].setting);
		const char *macro = settings[i].macro[family];
		char value[24] = "";

		if (!setting || !macro)
			continue;
		if (setting->type == SETTING_NUMBER)
			snprintf(value, sizeof(value), "%lld", (long long)setting->number);
		if (setting->type == SETTING_BOOL && !setting->number)
			str_addf(config, "\n#undef %s\n", macro);
		else
			via_add_define(config, macro, value);
	}
}

/* White boards of the wireless family have two keycodes more. */
static struct via_firmware firmware_of(const struct compile_input *in)
{
	enum keychron_family family = keychron_family(in);
	struct via_firmware firmware = keychron_firmware;

	firmware.first_keycode = keychron_first(family, in->keyboard->id) + families[family].keycodes;
	if (family == KEYCHRON_WIRELESS && keyboard_has_feature(in->keyboard, "led_matrix"))
		firmware.first_keycode += 2;
	return firmware;
}

/* The table of keycodes that the tree has. */
static struct compile_input of_tree(const struct compile_input *in)
{
	struct compile_input of = *in;

	of.revision = in->revision ? in->revision : "0.0.3";
	return of;
}

static void check(const struct compile_input *in, struct diagnostics *out)
{
	struct via_firmware firmware = firmware_of(in);
	struct compile_input of = of_tree(in);

	via_check(&firmware, &families[keychron_family(in)].flavour, &of, out);
	if (!keychron_is_board(in->keyboard->id) && !keymap_find_setting(in->map, KEYCHRON_FAMILY))
		diagnostics_add(out, &no_family, PLACE_NONE,
				"by its name the keyboard is none of Keychron's: it is taken for a wireless "
				"one, unless "
				"setting " KEYCHRON_FAMILY " says otherwise");
	for (size_t i = 0; i < keymap_settings(in->map); i++)
		if (!via_is_qmk_setting(&keychron_firmware, keymap_setting_at(in->map, i)))
			check_setting(keymap_setting_at(in->map, i), keychron_family(in), out);
}

static bool emit(const struct compile_input *in, struct fileset *out, struct err *err)
{
	enum keychron_family family = keychron_family(in);
	struct via_firmware firmware = firmware_of(in);
	struct compile_input of = of_tree(in);
	struct str config = STR_INIT;
	bool ok = via_emit(&firmware, &families[family].flavour, &of, out, err);

	add_settings(in, family, &config);
	qmk_add_config(out, str_text(&config));
	qmk_add_rules(out, families[family].rules);
	qmk_add_code(out, families[family].code);
	str_release(&config);
	return ok;
}

const struct target target_keychron = {
	.name = "keychron",
	.help = "A keymap folder for Keychron's tree of QMK, with its radio's keys, and VIA's files",
	.words = keychron_words,
	.check = check,
	.emit = emit,
	.paths = via_paths,
	.excludes = via_excludes,
	.bundler = &bundler_keychron,
};
