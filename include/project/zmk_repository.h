/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_ZMK_REPOSITORY_H
#define PROJECT_ZMK_REPOSITORY_H

#include "import/document.h"

/*
 * The files that a .keymap on disk may include, for import_input: those of the repository that it is in. That is the
 * nearest folder above it with .git, build.yaml, zephyr/module.yml, west.yml or config/west.yml; when there is none its
 * own folder, or the one that this is the config of. Files are looked for beside the file that asks, in the keymap's folder, in config, include, dts and their like, in
 * the folders of boards and shields, and in modules that were fetched into the repository, whose files are locked. Never
 * outside of the repository, by .. or by a symbolic link.
 */
struct zmk_repository {
	struct import_includes includes;
	struct zmk_folders *folders; /* private */
};

/* Of the keymap at @path, which need not be there. */
void zmk_repository_init(struct zmk_repository *repository, const char *path);

/* What the file at @path is to hold, in place of what it has on disk; @path as a reader was given it. Borrowed. */
void zmk_repository_put(struct zmk_repository *repository, const char *path, const struct str *text);
void zmk_repository_release(struct zmk_repository *repository);

#endif
