/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_LIVE_JOURNAL_H
#define CLI_LIVE_JOURNAL_H

#include "live/live.h"
#include "project/live_line.h"

/*
 * Changes of a running keyboard that did not get into it, because it was unplugged or the run ended: a file for each keyboard, by
 * its ids and its UID or serial number, else its port, in $XDG_STATE_HOME/keyplane/live. Its first line is "keyplane-live 1", the second a
 * request of project/live_line.h that writes them.
 */

/* What is kept from now on: what was, without the places in @settled (NULL: none), which hold what they should, and @unsent, a
 * LIVE_WRITE (NULL: nothing), which replaces what was kept for its places. When that is nothing the file goes. */
bool live_journal_settle(const struct live_identity *identity, const struct dynamic_places *settled,
			 const struct live_request *unsent, struct err *err) NODISCARD;

/* What @held has already need not wait any longer. */
bool live_journal_settle_held(const struct live_identity *identity, const struct dynamic_keymap *held,
			      struct err *err) NODISCARD;

/* ERR_NOT_FOUND: all was sent. */
bool live_journal_read(const struct live_identity *identity, struct live_request *unsent,
		       struct err *err) NODISCARD;

#endif
