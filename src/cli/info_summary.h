/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_INFO_SUMMARY_H
#define CLI_INFO_SUMMARY_H

#include "model/keymap.h"
#include "picture.h"
#include "project/locate.h"

/* What `keyplane info` tells a person of. All borrowed. */
struct info_subject {
	const struct located *located;
	const struct qmk_config *config;
	const struct keyboard *keyboard; /* NULL: it has no layout that can be used */
	size_t layout;                   /* which is drawn */
	const struct keymap *map;        /* whose legends are drawn; NULL: keys have their numbers */
	const struct diagnostics *diagnostics;
};

/* On standard output: the drawing, what is known, and what is wrong; no wider than @paper where it can be broken. */
void info_summary(const struct info_subject *subject, const struct paper *paper);

#endif
