/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_LIVE_UNLOCK_H
#define CLI_LIVE_UNLOCK_H

#include "live_open.h"

/*
 * Unlock a Vial keyboard, if it is locked: tell which keys are to be held, drawn when its definition is known, and poll until
 * they were held long enough. A signal gives up, and locks it. Nothing to do: true.
 */
bool live_unlock_by_hand(struct live_desk *desk, struct live_options *opt, struct err *err) NODISCARD;

#endif
