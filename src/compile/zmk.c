/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/marker.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "targets.h"
#include "zmk_check.h"
#include "zmk_conf.h"
#include "zmk_lower.h"
#include "zmk_print.h"

/*
 * What a shield's folder and a config folder of ZMK hold: the keymap, what
 * of the firmware it needs, and where the keyboard's keys are.
 */

static const struct diagnostic_kind debounce = { "zmk-debounce", SEVERITY_WARNING };
static const struct diagnostic_kind layout_longer = { "zmk-layout-longer", SEVERITY_NOTE };
static const struct diagnostic_kind near_to = { "zmk-near", SEVERITY_WARNING };
static const struct diagnostic_kind not_generated = { "zmk-not-generated", SEVERITY_NOTE };
static const struct diagnostic_kind option = { "zmk-option", SEVERITY_ERROR };
static const struct diagnostic_kind revision = { "zmk-revision", SEVERITY_ERROR };

/* Settings that the .conf is made of. */
static bool is_said_in_conf(const struct setting *setting)
{
	static const char *const names[] = { "debounce", "features.oled", "host.default.nkro",
					     "keyboard_name" };
	const char *name = symbol_text(setting->name);

	for (size_t i = 0; i < COUNT(names); i++)
		if (!strcmp(names[i], name))
			return true;
	return !strncmp(name, KEYMAP_KCONFIG, strlen(KEYMAP_KCONFIG));
}

static const struct keymap *words(const struct compile_input *in, struct diagnostics *lost)
{
	const struct keymap *map = zmk_lower_keymap(in, lost);

	for (size_t i = 0; i < keymap_settings(in->map); i++) {
		const struct setting *setting = keymap_setting_at(in->map, i);
		const struct keymap *more;
		struct err err;

		if (!is_said_in_conf(setting))
			continue;
		more = edit_setting_put(map, *setting, &err);
		if (!more)
			break; /* there are as many as there can be: the same as in in->map */
		keymap_unref(map);
		map = more;
	}
	return map;
}

static void check_settings(const struct zmk_shield *s, struct diagnostics *out)
{
	const struct keymap *map = s->in->map;
	const struct setting *ms = keymap_find_setting(map, "debounce");
	const char *name = zmk_conf_name(s);

	for (size_t i = 0; i < keymap_settings(map); i++) {
		const char *text = symbol_text(keymap_setting_at(map, i)->name);

		if (!strncmp(text, KEYMAP_KCONFIG, strlen(KEYMAP_KCONFIG)) &&
		    !zmk_conf_is_option(keymap_setting_at(map, i)))
			diagnostics_add(out, &option, PLACE_NONE,
					"'%s' is no option of Kconfig: capitals, digits and _ are", text);
	}
	if (ms && zmk_conf_debounce(s) < 0)
		diagnostics_add(out, &debounce, PLACE_NONE,
				"debounce is left out: ZMK takes from 0 to 16383 ms");
	if (strlen(name) > ZMK_NAME_MAX && !keymap_find_setting(map, "CONFIG_ZMK_KEYBOARD_NAME"))
		diagnostics_add_loss(out, &near_to, PLACE_NONE,
				     (struct loss_of){ LOSS_NEAR, "keyboard_name", "its beginning" },
				     "the name '%s' is cut: ZMK has room for %d bytes", name, ZMK_NAME_MAX);
}

/* Only ZMK Studio can go to another layout of the keyboard. */
static void check_layouts(const struct compile_input *in, struct diagnostics *out)
{
	const struct keyboard *kb = in->keyboard;

	for (size_t i = 0; i < kb->layouts; i++)
		if (kb->layout[i].keys > keymap_keys(in->map))
			diagnostics_add(
				out, &layout_longer, PLACE_NONE,
				"%s has %zu keys and this keymap %zu: in ZMK Studio those behind them do "
				"nothing there",
				kb->layout[i].name, kb->layout[i].keys, keymap_keys(in->map));
}

static void check(const struct compile_input *in, struct diagnostics *out)
{
	struct str missing = STR_INIT;
	enum zmk_revision known;
	struct zmk_shield s;

	if (in->revision && !zmk_revision_find(in->revision, &known))
		diagnostics_add(out, &revision, PLACE_NONE,
				"ZMK has no revision '%s' that is known here: v0.3 or main", in->revision);
	zmk_shield_init(&s, in);
	zmk_check_nodes(&s, out);
	zmk_check_bindings(&s, out);
	check_settings(&s, out);
	check_layouts(in, out);
	if (!zmk_shield_is_in_tree(in->keyboard))
		zmk_checklist_names(&s, &missing);
	if (missing.len)
		diagnostics_add(out, &not_generated, PLACE_NONE,
				"not generated, because it is not known: %s; the overlay says what to put in",
				str_text(&missing));
	str_release(&missing);
	zmk_shield_release(&s);
}

/* The file of that end; the ones of a name that somebody chose are all safe, see zmk_shield_name(). */
static struct str *add_file(const struct zmk_shield *s, struct fileset *out, const char *end)
{
	struct str path = STR_INIT;
	struct str *file;

	str_addf(&path, "%s%s", s->name, end);
	file = fileset_add(out, str_text(&path));
	str_release(&path);
	return file;
}

static void emit_overlays(const struct zmk_shield *s, struct fileset *out)
{
	zmk_layouts_emit(s, add_file(s, out, "-layouts.dtsi"));
	if (!s->split) {
		zmk_overlay_emit(s, add_file(s, out, ".overlay"));
		return;
	}
	zmk_dtsi_emit(s, add_file(s, out, ".dtsi"));
	zmk_half_emit(s, ZMK_LEFT, add_file(s, out, "_" ZMK_SHIELD_LEFT ".overlay"));
	zmk_half_emit(s, ZMK_RIGHT, add_file(s, out, "_" ZMK_SHIELD_RIGHT ".overlay"));
}

static void emit_conf(const struct zmk_shield *s, struct fileset *out)
{
	struct str text = STR_INIT, central = STR_INIT;

	zmk_conf_emit(s, &text);
	zmk_conf_central_emit(s, &central);
	if (text.len)
		*add_file(s, out, ".conf") = text;
	if (central.len)
		*add_file(s, out, "_" ZMK_SHIELD_LEFT ".conf") = central;
}

static bool emit(const struct compile_input *in, struct fileset *out, struct err *err)
{
	struct zmk_shield s;
	struct str *keymap;
	bool full = false;

	zmk_shield_init(&s, in);
	keymap = add_file(&s, out, ".keymap");
	str_add(keymap, "/* " MARKER " */\n\n");
	zmk_print_keymap(in->map, in->layout, keymap);
	emit_conf(&s, out);
	if (!zmk_shield_is_in_tree(in->keyboard))
		emit_overlays(&s, out);
	for (size_t i = 0; i < out->count; i++)
		full |= out->file[i].data.full;
	zmk_shield_release(&s);
	return !full || err_set(err, ERR_RANGE, "a file would be larger than %d bytes", STR_MAX_BYTES);
}

static const char *const paths[] = { "*.keymap",
				     "*.conf",
				     "*_" ZMK_SHIELD_LEFT ".conf",
				     "*.overlay",
				     "*-layouts.dtsi",
				     "*.dtsi",
				     "*_" ZMK_SHIELD_LEFT ".overlay",
				     "*_" ZMK_SHIELD_RIGHT ".overlay",
				     NULL };
static const char *const excludes[] = { NULL };

const struct target target_zmk = {
	.name = "zmk",
	.help = "A shield of ZMK: keymap, conf, overlays, layouts",
	.format = "zmk",
	.words = words,
	.check = check,
	.emit = emit,
	.paths = paths,
	.excludes = excludes,
	.bundler = &bundler_zmk,
};
