/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_UNCHANGED_H
#define PROJECT_UNCHANGED_H

#include "model/source.h"

/*
 * Whether no more than bindings differs between the text @before and the text @after that was read again: what stands
 * between them is the same but for blanks, and so is each binding whose action stayed. That is to hold when an edit changed
 * bindings alone; of any other edit (layers, definitions, settings) nothing is said: true.
 */
bool unchanged_outside(const struct source *before, const struct source *after);

#endif
