/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "import/document.h"

void document_release(struct document *document)
{
	free(document->keyboard);
	free(document->keymap);
	free(document->layout);
	free(document->language);
	keyboard_free(document->board);
	keymap_unref(document->map);
	source_free(document->source);
	*document = (struct document){ 0 };
}
