/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_PLAIN_LEGEND_H
#define MODEL_PLAIN_LEGEND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * Keys by the words that people print on drawings of keyboards, on a US layout: "A", "!", "ESC", "Ctl+C". Modifiers of
 * the right hand have names of their own, RCtl, RSft, AltGr, RGui. What is written is read back as the same key.
 */
void plain_legend_key(uint32_t key, struct str *out);

/* Names of modifiers alone, "LCTL+LSFT". */
void plain_legend_mods(uint8_t mods, struct str *out);

/* Words in any case, also others than those that are written: "Escape", "Space", "Shift". False: they are none that
 * have one meaning. */
bool plain_legend_find_key(const char *text, uint32_t *key);
bool plain_legend_find_mods(const char *text, uint8_t *mods);

#endif
