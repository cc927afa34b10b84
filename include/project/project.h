/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_PROJECT_H
#define PROJECT_PROJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "model/diagnostic.h"
#include "model/hardware.h"
#include "model/host_language.h"
#include "model/keyboard.h"
#include "model/keymap.h"
#include "model/source.h"
#include "project/format.h"

struct tree; /* project/tree.h */

/* What the user has open: a keyboard, one of its layouts, and a keymap for it. */
struct target;

struct project {
	char *path;                         /* the keymap file that saving writes; NULL: it has none yet */
	const struct keymap_format *format; /* of `path`; NULL: none yet */
	char *keyboard_path;                /* where the keyboard was read from; NULL: built in, or guessed */
	char *running; /* the running keyboard that it is of, as unsaved edits are kept by; NULL: it is of files */
	char *keymap_name; /* "default", "mine" */
	struct keyboard *keyboard;
	struct hardware *hardware; /* how the keyboard is wired; NULL: nothing is known of it */
	char *revision; /* of the firmware that is aimed at, as compile/input.h has it; NULL: what most have */
	const struct host_language *language; /* of the host, as the keymap says; NULL: it does not */
	bool in_tree;  /* the keyboard is one of QMK's own, by a tree or by its published data */
	bool guessed;  /* the keyboard is what the keymap alone tells of it: no file of it was found */
	size_t layout; /* index into keyboard->layout */
	const struct keymap *map; /* as it was opened; a reference of its own */
	struct source *source;    /* the text it was opened from, which edits go into; NULL: none */
	const struct keymap_format *source_format; /* of that text; NULL: none */
	struct diagnostics diagnostics;            /* what opening had to say */
	size_t keyboard_said;  /* private: so many of them, the first, are of the keyboard */
	struct source **stage; /* private: `source`, and what it was or became by writing macros out */
	size_t stages;
	char *source_path; /* private: the file of it, where the files are that it includes; NULL: none */
	struct str *
		on_disk; /* private: what was last read from or written to `path` and the source's other files */
	size_t on_disks;
	struct journal *journal; /* private: of project/journal.h; NULL until it is needed */
};

struct project_options {
	const char *qmk_home; /* a QMK tree; NULL: as tree_open() finds one */
	struct tree *tree;    /* an open one, borrowed, where names are looked for instead; NULL: none */
	const char *layout;   /* layout's name; NULL: the keymap's own, or the first */
	const char *
		keyboard; /* the keyboard that a keymap is for, as locate() takes it; NULL: as the keymap tells */
	const struct keymap_format *format; /* of a keymap; NULL: as its name and text tell */
	const char *revision; /* of the firmware that is aimed at (compile/input.h); NULL: what most have */
};

/*
 * Open @what, as locate() takes it. A keymap whose keyboard is not found is opened with the one that its text lets us
 * guess, and a warning. A keyboard opened by itself gets its default keymap where it has one that we can
 * read, and otherwise one layer of KC_NO; saving that needs a path of its own. NULL with the reason, and with near names
 * when a name was not found.
 */
struct project *project_open(const char *what, const struct project_options *options, struct err *err);
void project_free(struct project *project);

enum project_force { PROJECT_OVERWRITE = 1, PROJECT_LOSE = 2 };

/*
 * Write @map to @path (NULL: project->path) in the format that the name tells, the one that was opened where it tells
 * none: into the text that was opened when it has that format, so that all bytes but the changed ones stay, else
 * anew. What a new text would lose is refused with ERR_LOSSY unless @force has PROJECT_LOSE. @map is one that edits made of project->map. What is
 * about to be written is read back first; ERR_VERIFY when it is not @map, or when other bytes changed. A file
 * that is at @path and is not the one that was opened is refused with ERR_EXISTS
 * unless @force has PROJECT_OVERWRITE; so is one that changed on disk since it was read or written.
 * Updates path; source stays what was opened, since @map's origins refer to it.
 */
bool project_save(struct project *project, const struct keymap *map, const char *path, unsigned force,
		  struct err *err) NODISCARD;

/* Why what @slot (keymap_get_slot()) does on @layer of @map cannot be changed where it stands, for people; NULL: it can.
 * @map is one that edits made of project->map. */
const char *project_read_only(const struct project *project, const struct keymap *map, size_t layer,
			      size_t slot);

/* An action as the document would spell it, by its format, its names of layers and its other constants; QMK's spelling
 * where it is one of QMK's; the keyboard's own name for one of its keycodes. @map is one that edits made of project->map. */
bool project_parse_action(const struct project *project, const struct keymap *map, const char *text,
			  struct action *out, struct err *err) NODISCARD;

/* In words: by the keyboard's own name for its keycode where it has one, else as action_describe(). */
void project_describe_action(const struct project *project, struct action action, struct str *out);

/* The way back; false when the document's format has no way to say it. */
bool project_print_action(const struct project *project, const struct keymap *map, struct action action,
			  struct str *out);

/*
 * Write out the macro that keeps @slot on @layer from being changed: project->source is another text then, of the same
 * keymap, and *@stage its number. False with the reason. The first text has number 0.
 */
bool project_expand(struct project *project, const struct keymap *map, size_t layer, size_t slot, int *stage,
		    struct err *err) NODISCARD;

/* Take the text of that number again. */
void project_use_stage(struct project *project, int stage);

/* Whether project_expand() has something to write out there. */
bool project_can_expand(const struct project *project, const struct keymap *map, size_t layer, size_t slot);

/* @map written anew in @format, in the words of @firmware (NULL: of the format's); what that loses is told in @lost. What is
 * told of nothing and would still not read back is a warning in there, too. False when the format has no way to write it. */
bool project_print_as(const struct project *project, const struct keymap *map, const struct target *firmware,
		      const struct keymap_format *format, struct str *out, struct diagnostics *lost,
		      struct err *err) NODISCARD;

/* What saving @map, which was just done, leaves to a person: warnings with their places in the file. */
void project_left(const struct project *project, const struct keymap *map, struct diagnostics *out);

/* Whether @map can be saved where it was opened from; false with what stands in the way. True when it has no file. */
bool project_can_save(const struct project *project, const struct keymap *map, struct err *err) NODISCARD;

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
