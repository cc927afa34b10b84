/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_KEYMAP_CONTEXT_PRIVATE_H
#define PROJECT_KEYMAP_CONTEXT_PRIVATE_H

#include "import/assignments.h"
#include "import/cpp.h"
#include "project/keymap_context.h"

struct keymap_surroundings {
	char *folder, *keymap; /* of the keymap; its name */
	char *user;            /* whose users/<name> is read */
	char *id;              /* of the keyboard; "" when it is not known */
	struct tree *tree;     /* NULL: none */
	struct keymap_context_text {
		const char *path;
		const struct str *text;
	} * over; /* files whose texts are given */
	size_t overs, over_cap;
	struct names tops;        /* folders that have keyboards/ and users/ */
	struct names folders;     /* where files are looked for */
	size_t own;               /* so many of them, the first, are the keymap's and the user's */
	char *after;              /* NULL: none */
	struct assignments rules; /* of rules.mk of these */
	struct str header;        /* what QMK_KEYBOARD_H says */
	struct names texts;       /* of the macros that the build defines: name and value in turn */
	struct cpp *config;       /* of all config.h; the other macros lie there */
};

/* keymap_context_define.c */
void keymap_context_read_rules(struct keymap_surroundings *at);
void keymap_context_define(struct keymap_context *context, const struct keyboard *keyboard);

#endif
