/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_PROJECT_H
#define PROJECT_PROJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "model/diagnostic.h"
#include "model/keyboard.h"
#include "model/keymap.h"
#include "model/source.h"

struct tree; /* project/tree.h */

/* What the user has open: a keyboard, one of its layouts, and a keymap for it. */
struct project {
	char *path;          /* the keymap file that saving writes; NULL: it has none yet */
	char *keyboard_path; /* where the keyboard was read from; NULL: built in */
	char *keymap_name;   /* "default", "mine" */
	struct keyboard *keyboard;
	size_t layout;                  /* index into keyboard->layout */
	const struct keymap *map;       /* as it was opened; a reference of its own */
	struct source *source;          /* the text it was opened from, which edits go into; NULL: none */
	struct diagnostics diagnostics; /* what opening had to say */
	size_t keyboard_said;           /* private: so many of them, the first, are of the keyboard */
	char *on_disk;                  /* private: the bytes last read from or written to `path` */
	size_t on_disk_len;
	struct journal *journal; /* private: of project/journal.h; NULL until it is needed */
};

struct project_options {
	const char *qmk_home; /* a QMK tree; NULL: as tree_open() finds one */
	struct tree *tree;    /* an open one, borrowed, where names are looked for instead; NULL: none */
	const char *layout;   /* layout's name; NULL: the keymap's own, or the first */
};

/*
 * Open @what, as locate() takes it. A keyboard opened by itself gets its default keymap where it has one that we can
 * read, and otherwise one layer of KC_NO; saving that needs a path of its own. NULL with the reason, and with near names
 * when a name was not found.
 */
struct project *project_open(const char *what, const struct project_options *options, struct err *err);
void project_free(struct project *project);

/*
 * Write @map to @path (NULL: project->path) as keymap.json: into the text that
 * was opened where there is one, so that unknown members and the user's own
 * layout of the file stay. @map is one that edits made of project->map. What is
 * about to be written is read back first; ERR_VERIFY when it is not @map. A file
 * that is at @path and is not the one that was opened is refused with ERR_EXISTS
 * unless @force; so is one that changed on disk since it was read or written.
 * Updates path; source stays what was opened, since @map's origins refer to it.
 */
bool project_save(struct project *project, const struct keymap *map, const char *path, bool force,
		  struct err *err) NODISCARD;

/* What saving @map would write. */
bool project_print(const struct project *project, const struct keymap *map, struct str *out,
		   struct err *err) NODISCARD;

/* A keymap that project_print() wrote for the same document. NULL when it does not read back. The caller unrefs. */
const struct keymap *project_parse(const struct project *project, const char *text, size_t len,
				   struct err *err);

/*
 * Read the keyboard again, whose files have changed, and keep @map, which edits made of project->map. ERR_RANGE when the
 * layout has another number of keys or encoders now, ERR_NOT_FOUND when it is gone: the project is as it was then.
 */
bool project_reload_keyboard(struct project *project, const struct keymap *map, struct err *err) NODISCARD;

/* Names of the boards that are compiled in, sorted. */
size_t project_builtin_count(void);
const char *project_builtin_name(size_t index);
const char *project_builtin_help(size_t index); /* "60 % ANSI" */

#endif
