/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_LIVE_LINK_PRIVATE_H
#define UI_LIVE_LINK_PRIVATE_H

#include "live_link.h"

bool live_link_holds(const struct dynamic_keymap *held, enum dynamic_part part);
void live_link_escape(char *out, size_t size, const char *text);

/* The bytes of a place, in @out. False: there is no such place. */
bool live_link_get(const struct dynamic_keymap *from, struct dynamic_place place, struct str *out);
bool live_link_put_bytes(struct dynamic_keymap *to, struct dynamic_place place, const struct str *bytes,
			 struct err *err) NODISCARD;
/* What is wanted is about to change without the document. */
void live_link_keep(struct live_link *link);

struct live_trouble *live_link_trouble(struct live_link *link, struct dynamic_place place);
void live_link_drop_trouble(struct live_link *link, struct live_trouble *trouble);

/* What was sent is answered: `coming` is what is held there, when nothing else is on its way. */
void live_link_forget(struct live_link *link, size_t index);
void live_link_settle(struct live_link *link, struct dynamic_place place);

/* Make `pending` anew. */
void live_link_refresh(struct live_link *link);

#endif
