/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_QMK_SEND_STRING_H
#define COMPILE_QMK_SEND_STRING_H

#include "base/str.h"
#include "model/action.h"
#include "qmk.h"

/* The words of SEND_STRING(), of QMK's send_string.h. */

/* A key of 8 bits, with or without modifiers: what it has words for. */
bool qmk_is_sendable(struct action action);

/* SS_LCTL(SS_TAP(X_A)); SS_DOWN(X_LCTL) SS_DOWN(X_A); SS_UP(X_A) SS_UP(X_LCTL). */
void qmk_add_ss_tap(struct str *out, uint32_t key);
void qmk_add_ss_down(struct str *out, uint32_t key);
void qmk_add_ss_up(struct str *out, uint32_t key);

#endif
