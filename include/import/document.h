/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_DOCUMENT_H
#define IMPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "model/diagnostic.h"
#include "model/keyboard.h"
#include "model/keymap.h"
#include "model/source.h"

/* A macro that is there before the text begins: MATRIX_ROWS, ENCODER_MAP_ENABLE. @value NULL: 1. */
struct import_define {
	const char *name, *value;
};

/*
 * How a reader gets the files that a document includes. @name as written, without quotes; @from the path of the file
 * that asks for it, "" for the document. True: @path (for people, and as @from of its own includes) and @text are
 * filled; *locked tells that it is not the user's to change. False with ERR_NOT_FOUND in @err: there is none.
 */
struct import_includes {
	void *data;
	bool (*read)(void *data, const char *from, const char *name, bool angled, struct str *path,
		     struct str *text, bool *locked, struct err *err);
};

/* What a reader of keymaps is given. All borrowed. */
struct import_input {
	const char *path; /* for its base name alone: "corne.keymap"; "" when there is none */
	const char *text; /* NUL-ended */
	size_t len;
	const struct keyboard *keyboard; /* NULL: not known; then the document's own, or a grid of its keys */
	const char *layout; /* of the keyboard, in formats that any of its layouts could follow; NULL: not said */
	const struct import_includes *includes; /* NULL: no file but this one */
	const struct import_define *define;
	size_t defines;
	const char *after; /* a file that is included behind the text when the keymap is not in it; NULL: none */
};

/* What a keymap file says. All is owned but `used`. Zero-initialise. */
struct document {
	char *keyboard, *keymap, *layout; /* names; "" when not said */
	char *language;                   /* host language: "german"; "" when not said */
	uint16_t usb_vid, usb_pid;        /* 0: not said */
	struct keyboard *board; /* what the file itself tells of the keyboard, or what its bindings' places in
				 * the text look like; NULL when import_input's is used */
	const struct layout *used; /* the layout that the keys follow, of either */
	const struct keymap *map;
	struct source *source;
};

void document_release(struct document *document);

#endif
