/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_BOARDS_CHECK_H
#define TESTS_BOARDS_CHECK_H

#include "ui/board.h"

/*
 * What must hold of steps over every layout: each slot is led to and can be left, and two steps one way and two back
 * lead home. NULL, or what is wrong.
 */
const char *geometry_fault(struct geometry *geometry);

/*
 * What must hold of every drawing: each slot has cells inside its own frame that are no other's, lines close those
 * cells off all round, and no line ends in nothing. NULL, or what is wrong.
 */
const char *board_fault(const struct board *board);

#endif
