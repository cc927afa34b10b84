/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_LINT_H
#define IMPORT_QMK_LINT_H

#include "import/qmk_config.h"
#include "model/diagnostic.h"

/*
 * What QMK's own lint asks of a keyboard and its keymaps, beyond what reading them tells, and names in keyboard.json
 * that nobody reads. QMK refuses what is an error here.
 */

/* Where a file lies, which is what it is asked by. */
enum qmk_lint_part {
	QMK_LINT_ABOVE = 1,    /* a folder above the keyboard's own */
	QMK_LINT_KEYBOARD = 2, /* its own folder and those in it, but for keymaps */
	QMK_LINT_KEYMAP = 4,   /* a keymap's folder and those in it */
};

/* Merged data: features that are the keymap's to choose, values that the firmware takes anyway, names that it does not
 * know. */
void qmk_lint_config(const struct qmk_config *config, const struct qmk_facts *facts,
		     struct diagnostics *diagnostics);

bool qmk_lint_is_readme(const char *path);

/* Whether a file of this name is looked into. */
bool qmk_lint_reads(const char *path, enum qmk_lint_part part);

void qmk_lint_file(const char *path, enum qmk_lint_part part, const char *text, size_t len,
		   struct diagnostics *diagnostics);

/* The name of a keymap of the keyboard @id. False when QMK looks no further. */
bool qmk_lint_keymap_name(const char *id, const char *name, struct diagnostics *diagnostics);

#endif
