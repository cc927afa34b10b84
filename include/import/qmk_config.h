/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_CONFIG_H
#define IMPORT_QMK_CONFIG_H

#include "base/err.h"
#include "base/json.h"
#include "import/qmk_facts.h"
#include "import/qmk_files.h"
#include "model/diagnostic.h"
#include "model/hardware.h"
#include "model/keyboard.h"

/*
 * A keyboard's data as QMK merges it: keyboard.json and info.json of its folder and up to five above, rules.mk,
 * config.h, LAYOUT macros and g_led_config of all of them, what its development board stands for, and what follows from
 * all that. Equal to what QMK's info_json() gives, order of members too; QMK lets the folder above win where its
 * documentation says the opposite, and so do we, with a diagnostic.
 */
struct qmk_config {
	struct json_doc *doc;
	const struct json *info; /* what info_json() returns */
	bool refused; /* QMK's own tools give up on this keyboard; an error in diagnostics says why */
	const struct json *salvaged;      /* private: with what a schema made QMK leave out; NULL: nothing */
	struct qmk_config_origin *origin; /* private: the files that were read */
	size_t origins;
};

/*
 * @id is the keyboard's folder below keyboards/, aliases resolved. What is wrong goes to @diagnostics with file, line
 * and column, what QMK would drop in silence among it; what cannot be read or parsed is left out, and the rest merged.
 * NULL, with the reason, only when nothing is left to show.
 */
struct qmk_config *qmk_config_read(const char *id, const struct qmk_files *files,
				   const struct qmk_facts *facts, struct diagnostics *diagnostics,
				   struct err *err);

/* The same with what a keymap says: @folder is the keymap's, "keyboards/planck/keymaps/mine". QMK's keymap_json(). */
struct qmk_config *qmk_config_read_keymap(const char *id, const char *folder, const struct qmk_files *files,
					  const struct qmk_facts *facts, struct diagnostics *diagnostics,
					  struct err *err);

/* A text that is merged already: what `qmk info` prints, or an answer of QMK's keyboard API, whose keyboard @id is taken. */
struct qmk_config *qmk_config_parse(const char *id, const char *path, const char *text, size_t len,
				    struct diagnostics *diagnostics, struct err *err);

void qmk_config_free(struct qmk_config *config);

/* Where @node of config->info was said. False when it was derived. *@path is borrowed. */
bool qmk_config_place(const struct qmk_config *config, const struct json *node, const char **path, int *line,
		      int *column);

/* The files that it was read from, in the order of reading; NULL behind the last. Borrowed. */
const char *qmk_config_file(const struct qmk_config *config, size_t index);

/* The keyboard to draw and edit, also by files that QMK leaves out because its schema refuses them. NULL when no layout
 * can be used. */
struct keyboard *qmk_config_keyboard(const struct qmk_config *config, const char *id,
				     struct diagnostics *diagnostics, struct err *err);

/* How it is wired. What is said otherwise than QMK says it is left out, with a warning. The caller frees. */
struct hardware *qmk_config_hardware(const struct qmk_config *config, struct diagnostics *diagnostics);

#endif
