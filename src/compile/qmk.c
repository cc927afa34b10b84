/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/marker.h"
#include "compile/zmk_lower.h"
#include "model/keymap_name.h"
#include "model/waiver.h"
#include "qmk_private.h"
#include "targets.h"

/*
 * A keymap folder of QMK: keymap.c, and config.h, rules.mk and autocorrect_data.h where something is to be said in them.
 * No keymap.json beside them: where one with layers stands next to a keymap.c, QMK makes C of it that includes the
 * keymap.c, and keymaps[] is defined twice.
 */

static const struct diagnostic_kind keymap_name = { "qmk-keymap-name", SEVERITY_ERROR };
static const struct diagnostic_kind revision = { "qmk-revision", SEVERITY_ERROR };

void qmk_check_name(const char *name, struct diagnostics *out)
{
	struct err err;

	if (!keymap_name_check(name, &err))
		diagnostics_add(out, &keymap_name, PLACE_NONE, "%s", err.text);
}

static enum keycode_dialect dialect_of(const struct compile_input *in, struct diagnostics *out)
{
	enum keycode_dialect dialect = DIALECT_NEWEST;

	if (in->revision && *in->revision &&
	    (!keycode_dialect_find(in->revision, &dialect) || dialect > DIALECT_NEWEST)) {
		diagnostics_add(out, &revision, PLACE_NONE,
				"'%s' is no version of QMK's keycodes: use one from %s to %s", in->revision,
				keycode_dialect_info(DIALECT_QMK_0_0_1)->name,
				keycode_dialect_info(DIALECT_NEWEST)->name);
		dialect = DIALECT_NEWEST;
	}
	return dialect;
}

static void lose_unheld(struct qmk *q)
{
	for (size_t i = 0; i < keymap_definitions(q->map, DEFINITION_BEHAVIOR); i++) {
		struct str subject = STR_INIT;

		q->place = place_of_definition(DEFINITION_BEHAVIOR, i);
		qmk_add_subject(DEFINITION_BEHAVIOR, keymap_definition(q->map, DEFINITION_BEHAVIOR, i), i,
				&subject);
		qmk_lose(q, LOSS_ALL, str_text(&subject), "left out", "%s is left out: it is ZMK's",
			 str_text(&subject));
		str_release(&subject);
	}
	q->place = PLACE_NONE;
}

static void write_parts(struct qmk *q)
{
	qmk_name_definitions(q);
	qmk_find_owns(q);
	qmk_order_plays(q);
	qmk_write_settings(q);
	qmk_need_features_of_keys(q);
	qmk_write_layers(q);
	qmk_write_combos(q);
	qmk_write_swap_hands(q);
	qmk_write_dances(q);
	qmk_write_overrides(q);
	qmk_write_conditions(q);
	qmk_write_tapping(q);
	qmk_write_leader(q);
	qmk_write_alt_repeats(q);
	qmk_write_record(q);
	qmk_write_unicode(q);
	qmk_write_autocorrect(q);
	qmk_write_magic(q);
	lose_unheld(q);
	qmk_write_features(q);
}

static void add_lines(struct fileset *files, const char *path, const char *head, const char *lines)
{
	struct str *file = NULL;

	if (!lines[0])
		return;
	for (size_t i = 0; i < files->count; i++)
		if (!strcmp(files->file[i].path, path))
			file = &files->file[i].data;
	if (!file) {
		file = fileset_add(files, path);
		str_add(file, head);
	}
	str_add(file, lines);
}

void qmk_add_config(struct fileset *files, const char *lines)
{
	add_lines(files, "config.h", "// " MARKER "\n#pragma once\n", lines);
}

void qmk_add_rules(struct fileset *files, const char *lines)
{
	add_lines(files, "rules.mk", "# " MARKER "\n", lines);
}

void qmk_add_code(struct fileset *files, const char *lines)
{
	add_lines(files, "keymap.c", "", lines);
}

static void assemble(struct qmk *q)
{
	struct str *file = fileset_add(q->files, "keymap.c");

	str_add(file, "// " MARKER "\n#include QMK_KEYBOARD_H\n");
	if (q->flavour->include)
		str_addf(file, "#include \"%s\"\n", q->flavour->include);
	qmk_emit_language(q->in, file);
	waiver_print_all(q->map, file);
	str_addf(file, "\n%s", str_text(&q->tables));
	qmk_write_helpers(q, file);
	str_add(file, str_text(&q->functions));
	file->full |= q->tables.full || q->functions.full;
	qmk_add_config(q->files, str_text(&q->config));
	qmk_add_rules(q->files, str_text(&q->rules));
}

static struct qmk *begin(const struct compile_input *in, const struct qmk_flavour *flavour,
			 struct fileset *files, struct diagnostics *out)
{
	struct qmk *q = mem_new(1, sizeof(*q));

	q->in = in;
	q->flavour = flavour;
	q->map = in->map;
	q->out = out;
	q->files = files;
	q->place = PLACE_NONE;
	q->playing.kind = DEFINITION_KIND_COUNT;
	q->dialect = dialect_of(in, out);
	return q;
}

/* @files NULL: it is only to be checked. */
static void compile(const struct compile_input *in, const struct qmk_flavour *flavour, struct fileset *files,
		    struct diagnostics *out)
{
	struct fileset ignored = { 0 };
	struct qmk *q = begin(in, flavour, files ? files : &ignored, out);

	q->only_check = !files;
	if (in->layout->keys == keymap_keys(in->map)) { /* the model's check has told */
		write_parts(q);
		if (files)
			assemble(q);
		qmk_release_plays(q);
		qmk_release_names(q);
	}
	str_release(&q->tables);
	str_release(&q->functions);
	str_release(&q->config);
	str_release(&q->rules);
	free(q->character);
	free(q->character_index);
	free(q);
	fileset_release(&ignored);
}

struct qmk_own *qmk_list_owns(const struct compile_input *in, const struct qmk_flavour *flavour,
			      size_t *count)
{
	struct diagnostics told = { 0 };
	struct qmk *q = begin(in, flavour, NULL, &told);
	struct qmk_own *own;

	qmk_name_definitions(q);
	qmk_find_owns(q);
	own = q->own;
	*count = q->owns;
	q->own = NULL;
	q->owns = 0;
	qmk_release_names(q);
	free(q);
	diagnostics_release(&told);
	return own;
}

void qmk_free_owns(struct qmk_own *own, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(own[i].name);
	free(own);
}

static const struct qmk_flavour plain = { .first_keycode = "SAFE_RANGE" };

void qmk_check_as(const struct compile_input *in, const struct qmk_flavour *flavour, struct diagnostics *out)
{
	qmk_check_name(in->keymap_name, out);
	qmk_check_source(in, out);
	compile(in, flavour, NULL, out);
}

void qmk_check(const struct compile_input *in, struct diagnostics *out)
{
	qmk_check_as(in, &plain, out);
}

bool qmk_emit(const struct compile_input *in, const struct qmk_flavour *flavour, struct fileset *out,
	      struct err *err)
{
	struct diagnostics told = { 0 };
	const struct str *file;

	compile(in, flavour, out, &told);
	diagnostics_release(&told);
	file = fileset_find(out, "keymap.c");
	return (file && !file->full) ||
	       err_set(err, ERR_RANGE, "keymap.c would be larger than %d bytes", STR_MAX_BYTES);
}

static bool emit(const struct compile_input *in, struct fileset *out, struct err *err)
{
	return qmk_emit(in, &plain, out, err);
}

static const char *const paths[] = { "keymap.c", "autocorrect_data.h", "config.h", "rules.mk", NULL };
static const char *const excludes[] = { "keymap.json", NULL };

const struct target target_qmk = {
	.name = "qmk",
	.help = "A keymap folder for QMK: keymap.c, config.h, rules.mk",
	.format = "keymap.c",
	.words = zmk_raise_keymap,
	.check = qmk_check,
	.emit = emit,
	.paths = paths,
	.excludes = excludes,
	.bundler = &bundler_qmk,
};
