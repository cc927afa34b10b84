/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_KEYMAP_OPTIONS_H
#define CLI_KEYMAP_OPTIONS_H

#include "cli/cli.h"
#include "compile/target.h"
#include "project/project.h"

/* What verbs that open keymaps are told of them. */
struct keymap_options {
	const char *from, *keyboard, *qmk, *revision;
};

/* The format of that name; NULL with those that there are. */
const struct keymap_format *find_keymap_format(const char *name, struct err *err);

/* NULL with the reason. */
struct project *open_keymap(const char *path, const struct keymap_options *opt, struct err *err);

/* Whether @firmware counts its versions so (NULL: any may); else what it may be. NULL is fine. */
bool check_revision(const char *revision, const struct target *firmware, struct err *err);

/* What --waive names is accepted; an id that none has is a note among them. */
void waive_losses(const struct option_list *ids, struct diagnostics *lost);

#endif
