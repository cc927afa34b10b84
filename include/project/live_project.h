/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LIVE_PROJECT_H
#define PROJECT_LIVE_PROJECT_H

#include "base/err.h"
#include "model/dynamic_keymap.h"
#include "model/three_way.h"
#include "model/via_definition.h"
#include "model/via_menu.h"
#include "project/project.h"

/*
 * Where the definition of a running keyboard comes from, besides the keyboard itself.
 */

/* Vial's, kept from the last time, by UID, packed size and its last bytes: $XDG_CACHE_HOME/keyplane/vial. read: ERR_NOT_FOUND. */
bool live_definition_cached(uint64_t uid, size_t size, const void *end, size_t end_len, struct str *out,
			    struct err *err) NODISCARD;
bool live_definition_cache(uint64_t uid, size_t size, const void *end, size_t end_len, const struct str *text,
			   struct err *err) NODISCARD;

/*
 * A definition for a keyboard of these ids in @folder (all .json files in it and below; what is listed is kept in an index in
 * the cache, so that the next time only changed files are read); @folder NULL: $KEYPLANE_DEFINITIONS, else
 * $XDG_DATA_HOME/keyplane/definitions. Of several the one with VIA's newer format, then the first by path. ERR_NOT_FOUND, with
 * what to do.
 */
bool live_definition_find(const char *folder, uint16_t vid, uint16_t pid, struct str *path, struct str *text,
			  struct err *err) NODISCARD;

/* A definition made of what locate() finds as @keyboard (keyboard.json, a QMK keyboard, a built-in board). */
bool live_definition_of(const char *keyboard, const char *qmk_home, struct str *text,
			struct err *err) NODISCARD;

/* What a running keyboard is to its user. All owned. Zero-initialise; release it. */
struct live_board {
	struct via_definition *definition;
	struct keyboard *keyboard; /* its first layout is the one that is chosen now, "LAYOUT" */
	struct via_menus menus;    /* lights and custom menus; with @vialrgb those of VialRGB; Vial's settings */
	uint8_t choice[VIA_MAX_OPTIONS];
};
/* @via: the protocol of the keyboard (Vial: 9), by which its lights have other ids (import/via_menu.h). @vial: Vial's, -1 for none,
 * by which its definition is read. */
bool live_board_init(struct live_board *board, const char *definition, size_t len, int via, int vial,
		     bool vialrgb, struct diagnostics *diagnostics, struct err *err) NODISCARD;
void live_board_release(struct live_board *board);
/* Choose the layout by the keyboard's 32 bits: board->keyboard is another then. False: it is the same. */
bool live_board_choose(struct live_board *board, uint32_t options);

/* A project without a file, of what the keyboard holds: its map is dynamic_keymap_map(), its keyboard one of its own, as
 * board->keyboard is now. What cannot be drawn is told in project->diagnostics. @name: of the keyboard, when the definition
 * tells none. Saving it needs a path, whose name decides the format, else it is .vil for Vial and VIA's JSON for VIA. ERR_RANGE: it has no layer. */
struct project *live_project_new(const struct live_board *board, const struct dynamic_keymap *held,
				 const char *name, struct err *err);

/*
 * A keymap file, for the keyboard that runs. .vil, VIA's files and dumps (live_file.h) have its matrix and are opened on board->keyboard; others on
 * the keyboard that they name, or on this one when that is not found. The keys of the project's layout are in either case keys
 * of the definition, by row and column, and may stand in another order than those of board->keyboard, or be others that its
 * options give: dynamic_keymap_map() of what is held, for the project's layout, has the same keys and encoders. ERR_REFUSED when
 * the file says that it is of another keyboard (UID, VID:PID), ERR_RANGE when its keys or encoders are not this one's.
 */
struct project *live_project_open(const struct live_board *board, const struct dynamic_keymap *held,
				  const char *path, struct err *err);

/*
 * What was flashed last: the keymap that an image was built from, kept when flashing it succeeded, by the keyboard's name and ids,
 * in $XDG_STATE_HOME/keyplane/flashed. get: for the keys of the project's layout, by their row and column, whatever the order
 * that they were flashed in; of a keyboard that goes by another name what was flashed to the only one of its ids. A
 * reference; NULL with ERR_NOT_FOUND.
 */
bool flashed_put(const struct project *project, const struct keymap *map, struct err *err) NODISCARD;
const struct keymap *flashed_get(const struct project *project, struct err *err);

/* The same in two steps, of two processes: @image was built from @map; @image was flashed, and the keymap that it was built
 * from, if it was built here, is what was flashed last: else ERR_NOT_FOUND. */
bool flashed_built(const struct project *project, const struct keymap *map, const void *image, size_t len,
		   struct err *err) NODISCARD;
bool flashed_image(const void *image, size_t len, struct err *err) NODISCARD;

#endif
