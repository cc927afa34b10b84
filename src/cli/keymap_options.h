/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_KEYMAP_OPTIONS_H
#define CLI_KEYMAP_OPTIONS_H

#include "cli/cli.h"
#include "project/project.h"

/* What verbs that open keymaps are told of them. */
struct keymap_options {
	const char *from, *keyboard, *qmk;
};

/* The format of that name; NULL with those that there are. */
const struct keymap_format *find_keymap_format(const char *name, struct err *err);

/* NULL with the reason. */
struct project *open_keymap(const char *path, const struct keymap_options *opt, struct err *err);

#endif
