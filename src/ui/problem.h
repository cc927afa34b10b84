/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_PROBLEM_H
#define UI_PROBLEM_H

#include "base/report.h"
#include "model/diagnostic.h"

/* A diagnostic as the list shows it, from this process or from a worker child. A value. */
struct problem {
	enum severity severity;
	char code[48];
	struct place place;
	char file[256]; /* "": the keymap itself */
	char text[512];
	enum loss loss;
	char instead[256];
	char id[1060]; /* of a loss: what it is waived by; else "" */
	bool waived;
	bool built; /* a worker told it */
};

/* Sorted: errors first. Zero-initialise. */
struct problems {
	struct problem *item;
	size_t count, cap;
};

void problems_release(struct problems *all);
void problems_release_found(struct problems *all); /* all but those of workers */
void problems_add_diagnostics(struct problems *all, const struct diagnostics *from);
void problems_add_event(struct problems *all, const struct report_event *event);
size_t problems_count(const struct problems *all, enum severity severity);

#endif
