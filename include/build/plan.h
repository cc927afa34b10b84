/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BUILD_PLAN_H
#define BUILD_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* What is to be built. All borrowed. */
struct build_request {
	const char *tree;      /* folder of the QMK tree */
	const char *keyboard;  /* QMK's name: "keebio/iris/rev8" */
	const char *keymap;    /* "mine" */
	const char *userspace; /* the keymap is in it; NULL: in the tree */
	const char *qmk;       /* the qmk program; NULL: run make instead */
	const char *make;      /* the make program */
	const char *processor; /* decides which image format is the likeliest */
	int jobs;              /* compilers at a time, from 1 */
};

enum { BUILD_FORMATS = 3 };

/* The command that builds it, and where its results are. All owned. */
struct build_plan {
	char *argv[9];    /* NULL-ended; argv[0] is a path */
	char *env[5];     /* "NAME=value" over our own environment; NULL-ended */
	char *cwd;        /* the tree */
	char *keymap_dir; /* where our sources go: <tree>/keyboards/<keyboard>/keymaps/<keymap> */
	char *image_name[BUILD_FORMATS]; /* "keebio_iris_rev8_mine.hex", the likeliest first */
};

/*
 * False for a keymap name that is not [a-z0-9_]+ of at most 64 bytes, or is a
 * word of make's targets, and for a keyboard name that could leave the
 * keyboards folder. Nothing is looked up on disk. Release @plan either way.
 */
bool build_plan_init(struct build_plan *plan, const struct build_request *request, struct err *err) NODISCARD;

/* Whether the tree has the keyboard; ERR_NOT_FOUND. */
bool build_plan_check_keyboard(const struct build_plan *plan, struct err *err) NODISCARD;

void build_plan_release(struct build_plan *plan);

#endif
