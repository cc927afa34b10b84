/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_VIA_MENU_H
#define IMPORT_VIA_MENU_H

#include <stdbool.h>

#include "model/diagnostic.h"
#include "model/via_definition.h"
#include "model/via_menu.h"

/*
 * The menus of a definition: version 3's "menus" (caniusevia.com/docs/custom_ui), version 2's "lighting" and "customMenus",
 * with those that they merely name taken from tables of ours; and with @vialrgb those of Vial's RGB commands.
 *
 * @via: the protocol that the keyboard speaks (Vial: 9). Up to 10 the lights that a definition names have ids without a
 * channel, from 11 on channels; menus of the definition's own need 11. What is wrong, or is more than the caps allow, is
 * told and left out.
 */
void via_menu_read(const struct via_definition *definition, int via, bool vialrgb, struct via_menus *out,
		   struct diagnostics *diagnostics);

#endif
