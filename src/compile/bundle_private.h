/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_BUNDLE_PRIVATE_H
#define COMPILE_BUNDLE_PRIVATE_H

#include "compile/bundle.h"

/* The keyboard's name as a folder of QMK's: its id where it can be one, else made of its name. */
void bundle_add_keyboard(const struct keyboard *kb, struct str *out);

/* A text of anybody's as one line of Markdown without marks, and as a value of YAML in quotes. */
void bundle_add_markdown(const char *text, struct str *out);
void bundle_add_yaml(const char *text, struct str *out);

/* A new README.md that says whose it is, with its title and what it is for: "# NAME\n\nWHAT\n". */
struct str *bundle_add_readme(const struct bundle_input *b, const char *what, struct fileset *out);

/* The chapter "In the cloud", with its first step: how the folder gets to GitHub. */
void bundle_add_push(struct str *out);

/* The chapter of what the firmware does otherwise; nothing when that is nothing. */
void bundle_add_losses(const struct bundle_input *b, struct str *out);

/* Where GitHub finds out how to build it: the workflow's file as far as it is run on @events, "push, workflow_dispatch". */
struct str *bundle_add_workflow(const char *path, const char *events, struct fileset *out);

#endif
