/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/print.h"
#include "compile/via_definition.h"
#include "compile/zmk_lower.h"
#include "keymap_rewrite.h"
#include "matrix_keymap.h"
#include "qmk.h"
#include "targets.h"
#include "via_firmware.h"

/*
 * A keymap folder of QMK with VIA on, the definition that VIA's app knows the board by, and a saved keymap that puts the
 * macros into it: the firmware keeps those in EEPROM, where no source can.
 */

static const struct diagnostic_kind near_to = { "via-near", SEVERITY_WARNING },
				    nothing_of = { "via-none", SEVERITY_WARNING };

static const struct via_firmware via_firmware = {
	.app = "VIA's app",
	.near = &near_to,
	.none = &nothing_of,
	.dialect = DIALECT_VIA_12,
	.keycodes = 256,
};

/* VIA's app finds a board by its USB id, and a key by its place in the matrix. */
static bool has_app(const struct compile_input *in)
{
	return via_has_matrix(in) && (in->keyboard->usb_vid || in->keyboard->usb_pid);
}

static bool is_for_app(const struct definition *definition, size_t index)
{
	return definition->kind == DEFINITION_MACRO && index < VIA_MOST_MACROS &&
	       via_holds_macro(definition, via_macro_has_key);
}

/* A macro without steps is one that keymap.c does not play, so that VIA's code does. */
static bool for_firmware(const struct keymap_rewrite *how, struct definition *definition, size_t index)
{
	if (definition->kind == DEFINITION_KEYCODE)
		return via_is_own(how->data, definition);
	if (is_for_app(definition, index))
		definition->steps = 0;
	return true;
}

static bool for_firmware_alone(const struct keymap_rewrite *how, struct definition *definition, size_t index)
{
	(void)index;
	return definition->kind != DEFINITION_KEYCODE || via_is_own(how->data, definition);
}

static struct action macro_number(const struct keymap_rewrite *how, struct action action)
{
	return via_macro_number(how->from, action);
}

static bool is_qmk_setting(const struct keymap_rewrite *how, const struct setting *setting)
{
	return via_is_qmk_setting(how->data, setting);
}

static struct compile_input in_firmware(const struct via_firmware *firmware, const struct compile_input *in)
{
	struct compile_input built = *in;

	built.map = keymap_rewrite(
		&(struct keymap_rewrite){ .from = in->map,
					  .data = firmware,
					  .action = macro_number,
					  .definition = has_app(in) ? for_firmware : for_firmware_alone,
					  .setting = is_qmk_setting });
	return built;
}

static bool for_app(const struct keymap_rewrite *how, struct definition *definition, size_t index)
{
	(void)how;
	if (!is_for_app(definition, index))
		definition->steps = 0;
	return true;
}

static void check_definitions(const struct via_firmware *firmware, const struct keymap *map,
			      struct diagnostics *out)
{
	static const struct {
		enum definition_kind kind;
		const char *text;
	} rows[] = {
		{ DEFINITION_MACRO,
		  "the firmware plays it; the app shows it empty and cannot hold all of its steps" },
		{ DEFINITION_COMBO, "it works; the app does not show it and cannot change it" },
		{ DEFINITION_TAP_DANCE, "it works; the app shows its keys as numbers and cannot change it" },
		{ DEFINITION_OVERRIDE, "it works; the app does not show it and cannot change it" },
		{ DEFINITION_ALT_REPEAT, "it works; the app does not show it and cannot change it" },
	};

	for (size_t r = 0; r < COUNT(rows); r++)
		for (size_t i = 0; i < keymap_definitions(map, rows[r].kind); i++)
			if (!is_for_app(keymap_definition(map, rows[r].kind, i), i) &&
			    (rows[r].kind != DEFINITION_OVERRIDE ||
			     !keymap_definition(map, rows[r].kind, i)->name))
				via_lose_definition(firmware, map, out, place_of_definition(rows[r].kind, i),
						    LOSS_NEAR, "fixed in the firmware", rows[r].text);
}

static void tell_no_app(const struct via_firmware *firmware, const struct compile_input *in,
			struct diagnostics *out)
{
	via_lose(firmware, out, PLACE_NONE, (struct loss_of){ LOSS_ALL, "via.json", "left out" },
		 "the keyboard's %s is not known, and VIA's app finds %s by it: there is nothing for the "
		 "app, and "
		 "macros are fixed in the firmware",
		 via_has_matrix(in) ? "USB id" : "matrix", via_has_matrix(in) ? "a board" : "keys");
}

void via_check(const struct via_firmware *firmware, const struct qmk_flavour *flavour,
	       const struct compile_input *in, struct diagnostics *out)
{
	struct compile_input built = in_firmware(firmware, in);

	qmk_check_as(&built, flavour, out);
	if (has_app(in)) {
		struct keymap *map = via_with_values(firmware, flavour, in, &built);

		check_definitions(firmware, in->map, out);
		via_check_keys(firmware, map, out);
		via_check_definition(firmware, in, out);
		keymap_unref(map);
	} else {
		tell_no_app(firmware, in, out);
	}
	keymap_unref(built.map);
	via_check_room(firmware, in, 0, out);
}

/* @map: with values. */
static bool emit_save(const struct compile_input *in, const struct keymap *map, struct diagnostics *told,
		      struct fileset *out, struct err *err)
{
	struct keymap *saved = keymap_rewrite(&(struct keymap_rewrite){ .from = map, .definition = for_app });
	struct compile_input save = *in;
	bool ok;

	via_pad_macros(saved);
	save.map = saved;
	ok = via_save_print(&save, fileset_add(out, "keymap.layout.json"), told, err);
	keymap_unref(saved);
	return ok;
}

static bool emit_app(const struct compile_input *in, const struct keymap *map, struct fileset *out,
		     struct err *err)
{
	struct diagnostics told = { 0 }; /* by check() */
	struct via_definition *definition = via_definition_for(in, map, NULL);
	bool ok;

	via_definition_print(definition, VIA_DEFINITION_V3, fileset_add(out, "via.json"), &told);
	via_definition_print(definition, VIA_DEFINITION_V2, fileset_add(out, "via_v2.json"), &told);
	ok = emit_save(in, map, &told, out, err);
	via_definition_free(definition);
	diagnostics_release(&told);
	return ok;
}

bool via_emit(const struct via_firmware *firmware, const struct qmk_flavour *flavour,
	      const struct compile_input *in, struct fileset *out, struct err *err)
{
	struct compile_input built = in_firmware(firmware, in);
	struct str config = STR_INIT, first = STR_INIT;
	struct qmk_flavour own = via_flavour(firmware, flavour, built.map, &first);
	bool ok = qmk_emit(&built, &own, out, err);

	via_add_counts(in, &config);
	qmk_add_config(out, str_text(&config));
	qmk_add_rules(out, "VIA_ENABLE = yes\n");
	if (ok && has_app(in)) {
		struct keymap *map = via_with_values(firmware, &own, in, &built);

		ok = emit_app(in, map, out, err);
		keymap_unref(map);
	}
	keymap_unref(built.map);
	str_release(&config);
	str_release(&first);
	return ok;
}

static const struct qmk_flavour via_qmk = { .first_keycode = "QK_KB_0" };

static void check(const struct compile_input *in, struct diagnostics *out)
{
	via_check(&via_firmware, &via_qmk, in, out);
}

static bool emit(const struct compile_input *in, struct fileset *out, struct err *err)
{
	return via_emit(&via_firmware, &via_qmk, in, out, err);
}

const char *const via_paths[] = { "keymap.c", "autocorrect_data.h", "config.h",    "keymap.layout.json",
				  "rules.mk", "via.json",           "via_v2.json", NULL };
const char *const via_excludes[] = { "keymap.json", NULL };

const struct target target_via = {
	.name = "via",
	.help = "A keymap folder for QMK with VIA, VIA's definition of the board, and a saved keymap for its "
		"app",
	.words = zmk_raise_keymap,
	.check = check,
	.emit = emit,
	.paths = via_paths,
	.excludes = via_excludes,
	.bundler = &bundler_via,
};
