/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_PASTE_H
#define UI_PASTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Bracketed paste, as xterm's ctlseqs has it. Terminals that follow ECMA-48 and do not know the mode ignore it. */
#define PASTE_ON    "\x1b[?2004h"
#define PASTE_OFF   "\x1b[?2004l"
#define PASTE_BEGIN "200" /* of CSI 200 ~ */
#define PASTE_END   "\x1b[201~"

/* What comes between CSI 200 ~ and CSI 201 ~. */
struct paste {
	bool open;       /* bytes go here, not to keys */
	size_t matched;  /* bytes of PASTE_END that came last */
	struct str text; /* .max caps it; once it is full the rest is dropped */
};

void paste_begin(struct paste *paste);

/* Take a byte. True when it was the last: the paste is closed then, its text with newlines for returns and without
 * NUL bytes. */
bool paste_add(struct paste *paste, char byte);

#endif
