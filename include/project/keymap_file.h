/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_KEYMAP_FILE_H
#define PROJECT_KEYMAP_FILE_H

#include "project/format.h"
#include "project/locate.h"

enum { KEYMAP_FILE_MAX_BYTES = 16 << 20 };

/* A keymap's file: its bytes, and what they are. Zero-initialise. */
struct keymap_file {
	char *path; /* as it was given; owned */
	struct str text;
	const struct keymap_format *format;
	const struct source *source; /* borrowed: the files that it includes are there; NULL: on disk */
	const struct str
		*include;   /* borrowed: what they are to hold, [1] and on, as project_save() has them */
	const char *layout; /* borrowed; as import_input has it */
};

/* @format NULL: as name and text tell; ERR_PARSE, with those that are known, when they tell of none. */
bool keymap_file_read(const char *path, const struct keymap_format *format, struct keymap_file *out,
		      struct err *err) NODISCARD;

/* The keymap in a folder that is a keymap's: keymap.json or keymap.c, as QMK takes them; NULL: it is none. The caller
 * frees. */
char *keymap_file_in_folder(const char *folder);

/* The same of a text that is at hand. */
bool keymap_file_take(const char *path, const char *text, size_t len, const struct keymap_format *format,
		      struct keymap_file *out, struct err *err) NODISCARD;
void keymap_file_release(struct keymap_file *file);

/* Its format's reader, with the files that it includes. @keyboard NULL: not known. Errors name the file. */
bool keymap_file_parse(const struct keymap_file *file, const struct keyboard *keyboard, struct document *out,
		       struct diagnostics *diagnostics, struct err *err) NODISCARD;

/* Which keyboard it is for: the one that it names, else by its place. @home: a QMK tree, as tree_open() takes it. True with
 * @out->id NULL and the reason in @err: none that can be found, or (ERR_NONE) the one that it describes itself. */
bool keymap_file_locate(const struct keymap_file *file, const char *home, struct located *out,
			struct err *err) NODISCARD;

#endif
