/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_BOARDS_H
#define TESTS_BOARDS_H

#include "model/keyboard.h"
#include "model/layout.h"

/*
 * A layout from a few words, in 1/100 key, separated by blanks:
 *   @X,Y            go there
 *   W or W*N        a key of width W and height 100, or N of them, each right of the last
 *   W/H             a key of height H
 *   W~DEG,PX,PY     a key turned by 1/100 degrees about PX,PY
 * The caller frees it.
 */
struct layout *board_of(const char *words);
void board_free(struct layout *layout);

/* Keys of random places, sizes and turns, the same for the same @seed: 1 to 80, some on top of others. */
struct layout *board_random(unsigned seed);

#define BOARD_ANSI_60                                                                        \
	"@0,0 100*13 200 @0,100 150 100*12 150 @0,200 175 100*11 225 @0,300 225 100*10 275 " \
	"@0,400 125 125 125 625 125 125 125 125"
#define BOARD_ISO_60                                                                                   \
	"@0,0 100*13 200 @0,100 150 100*12 @1375,100 125/200 @0,200 175 100*12 @0,300 125 100*11 275 " \
	"@0,400 125 125 125 625 125 125 125 125"
#define BOARD_ORTHO "@0,0 100*12 @0,100 100*12 @0,200 100*12 @0,300 100*12"
#define BOARD_CORNE                                                                                      \
	"@0,38 100 100 @200,13 100 @300,0 100 @400,13 100 @500,25 100 @900,25 100 @1000,13 100 "         \
	"@1100,0 100 @1200,13 100 @1300,38 100*2 "                                                       \
	"@0,138 100 100 @200,113 100 @300,100 100 @400,113 100 @500,125 100 @900,125 100 @1000,113 100 " \
	"@1100,100 100 @1200,113 100 @1300,138 100*2 "                                                   \
	"@0,238 100 100 @200,213 100 @300,200 100 @400,213 100 @500,225 100 @900,225 100 @1000,213 100 " \
	"@1100,200 100 @1200,213 100 @1300,238 100*2 "                                                   \
	"@400,370 100 @500,370 100 @600,320 100/150 @800,320 100/150 @900,370 100 @1000,370 100"

/* The geometry of board_of(@words) with so many encoders; the caller releases it. */
struct geometry board_geometry(const char *words, size_t encoders);

#endif
