/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_HOST_LANGUAGE_H
#define MODEL_HOST_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Keyboard layouts of the host, as QMK has them in keymap_<language>.h: names
 * for what a keycode types there, DE_Z for KC_Y. A struct host_language is a
 * static row.
 */
struct host_language;

size_t host_language_count(void);
const struct host_language *host_language_at(size_t index); /* sorted by name */

/* By QMK's name, "german" or "uk"; NULL: none. */
const struct host_language *host_language_find(const char *name);

/* By the header that brings it, "keymap_german.h", with or without folders; NULL: none. */
const struct host_language *host_language_of_header(const char *header);

const char *host_language_name(const struct host_language *language);

/* KEY() that "DE_ADIA" means. False when the language has no such name. */
bool host_language_key(const struct host_language *language, const char *name, size_t len, uint32_t *key);

/* What KEY() @key types there, UTF-8, and the name for it; NULL: the language says nothing of it. Static. */
const char *host_language_legend(const struct host_language *language, uint32_t key);
const char *host_language_key_name(const struct host_language *language, uint32_t key);

#endif
