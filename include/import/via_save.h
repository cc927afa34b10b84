/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_VIA_SAVE_H
#define IMPORT_VIA_SAVE_H

#include "import/document.h"

/*
 * What VIA's app saves and loads (the-via/app: save-load.tsx): {name, vendorProductId, macros, layers, encoders}; each
 * layer is the matrix row by row, encoders[encoder][layer] has both turns. Its keycodes are those of the protocol that
 * the firmware spoke, which the file does not say: the newest, unless it has numbers or names that only protocols up to
 * 10 have.
 *
 * ERR_REFUSED when @in has a keyboard with another USB id, or one whose matrix has another size: the list could not be
 * told apart into rows then. Without a keyboard the matrix is drawn as a grid of rows that its length divides into.
 */
bool via_save_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		   struct err *err) NODISCARD;

#endif
