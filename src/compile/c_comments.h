/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_C_COMMENTS_H
#define COMPILE_C_COMMENTS_H

#include "c_scan.h"
#include "compile/rewrite.h"

/* Where the line of @at begins; @least at the least. */
uint32_t c_line_start(const char *text, uint32_t at, uint32_t least);

/* Nothing but blanks. */
bool c_is_blank(const char *text, uint32_t from, uint32_t to);

/*
 * Take the comments out of a text that was copied from another layer's: those before its first token, and
 * with @inner those in it that stand at the end of a line, or are a line of their own, and say something
 * together.
 */
void c_drop_comments(struct rewrite *rewrite, const char *text, size_t len, const struct c_tokens *tokens,
		     bool inner);

#endif
