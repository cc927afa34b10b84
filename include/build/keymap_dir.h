/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BUILD_KEYMAP_DIR_H
#define BUILD_KEYMAP_DIR_H

#include "base/err.h"
#include "compile/fileset.h"

/*
 * Make the keymap folder @dir hold @files: write what is new or differs (what
 * does not keeps its time, so that make leaves it alone) and remove files of
 * ours that are no longer among them. Files that bear no mark of ours
 * (compile/marker.h) are never touched: ERR_EXISTS, and nothing is written,
 * when one is in the way or is a keymap.c or keymap.json that QMK would build
 * instead. The folder above keymaps/ must exist: ERR_NOT_FOUND, the tree has no
 * such keyboard.
 */
bool keymap_dir_write(const char *dir, const struct fileset *files, struct err *err) NODISCARD;

#endif
