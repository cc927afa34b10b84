/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_CACHE_H
#define PROJECT_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "project/names.h"

/*
 * What was fetched of QMK's keyboard API (import/qmk_api.h), in $XDG_CACHE_HOME/keyplane/api (~/.cache/keyplane/api): a
 * folder for each base that it came from, with the files as they lie there. That folder can be a base itself.
 */

/* What is asked: @asked, else $KEYPLANE_API, else QMK's own. */
const char *cache_base(const char *asked);

/* The folder of @base, which need not be there; NULL when neither XDG_CACHE_HOME nor HOME tells where. The caller
 * frees. */
char *cache_folder(const char *base);

enum { CACHE_ETAG_MAX_BYTES = 256 };

/* Read @path ("v1/keyboard_list.json"). @etag[CACHE_ETAG_MAX_BYTES] gets what the server called these very bytes; ""
 * when that is not known. */
bool cache_read(const char *folder, const char *path, struct str *out, char *etag, struct err *err) NODISCARD;

/* Write it all or not at all, whoever else reads or writes it now, and remember @etag ("": there is none). */
bool cache_write(const char *folder, const char *path, const struct str *text, const char *etag,
		 struct err *err) NODISCARD;

/* A keyboard that was fetched. */
struct cached_keyboard {
	char *id;
	char *path;   /* of info.json */
	char *keymap; /* path of its default keymap; NULL: none was fetched */
	struct str text;
	struct json_doc *doc;    /* that text */
	const struct json *info; /* of doc: the keyboard's data, merged */
};

/* Look for @name, aliases followed, in the folder of cache_base(NULL) first, then in the others by name. False with
 * ERR_NOT_FOUND when it was never fetched, and with what is wrong when the file that is there cannot be used. */
bool cache_find(const char *name, struct cached_keyboard *out, struct err *err) NODISCARD;
void cached_keyboard_release(struct cached_keyboard *keyboard);

/* Its data alone, as text: a part of keyboard->text. */
const char *cached_keyboard_data(const struct cached_keyboard *keyboard, size_t *len);

/* The keyboards that were fetched, from wherever. Not sorted. */
void cache_list(struct names *out);

/* Whether @name could be a keyboard that is yet to be fetched: of the right letters, and neither a file that is there
 * nor called like one. */
bool cache_may_fetch(const char *name);

/* ", did you mean a, b or c" of the keyboards that @folder's list has; nothing when none is near. */
void cache_suggest(const char *folder, const char *name, struct str *out);

#endif
