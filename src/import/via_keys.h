/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_VIA_KEYS_H
#define IMPORT_VIA_KEYS_H

#include "base/json.h"
#include "kle_rows.h"
#include "model/diagnostic.h"
#include "model/via_definition.h"

/* Whether the label is two whole numbers up to @most with a comma between them: a place in the matrix, or an option's
 * choice. */
bool via_label_is_pair(struct kle_label label, int most, int *first, int *second);

/* Whether it is "e3", an encoder's index. */
bool via_label_is_encoder(struct kle_label label, int *index);

/* Whether both turns of an encoder are drawn as keys, as only Vial has them. */
bool via_keys_draw_turns(const struct kle_keys *keys);

/* Put @from, a drawing with VIA's labels, into @definition, whose matrix is known. What is wrong is told. */
void via_keys_take(const struct json_doc *doc, const struct kle_keys *from, struct via_definition *definition,
		   struct diagnostics *diagnostics);

#endif
