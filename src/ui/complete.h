/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_COMPLETE_H
#define UI_COMPLETE_H

#include "app_private.h"

/* Completions of @word: the one of @index goes to @out. Returns how many there are. */
size_t complete_keycode(const struct app *app, const char *word, size_t index, char *out, size_t size);
size_t complete_keyboard(const struct app *app, const char *word, size_t index, char *out, size_t size);
/* Kinds of behaviours (behaviors.h); fields of the form, or settings. */
size_t complete_kind(const struct app *app, const char *word, size_t index, char *out, size_t size);
size_t complete_field(const struct app *app, const char *word, size_t index, char *out, size_t size);
/* Of the selected value of the keyboard's menus. */
size_t complete_choice(const struct app *app, const char *word, size_t index, char *out, size_t size);
size_t complete_option(const struct app *app, const char *word, size_t index, char *out, size_t size);

/* <Tab> in the `:` prompt: put the next completion of the word before the cursor. */
void complete_next(struct app *app);

#endif
