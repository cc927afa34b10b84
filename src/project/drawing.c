/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/file.h"
#include "base/json.h"
#include "drawing.h"
#include "import/kle.h"
#include "import/via_definition.h"
#include "model/symbol.h"

bool drawing_is(const struct str *text)
{
	return via_definition_is(str_text(text), text->len) || kle_is(str_text(text), text->len);
}

static struct keyboard *read_definition(const struct str *text, struct diagnostics *diagnostics,
					struct err *err)
{
	struct via_definition *definition = via_definition_read(str_text(text), text->len, diagnostics, err);
	struct keyboard *kb = definition ? via_definition_keyboard(definition) : NULL;

	via_definition_free(definition);
	return kb;
}

struct keyboard *drawing_read(const char *path, struct diagnostics *diagnostics, struct err *err)
{
	size_t first = diagnostics->count;
	struct keyboard *kb = NULL;
	struct str text = STR_INIT;

	if (!file_read(path, JSON_MAX_BYTES, &text, err))
		return NULL;
	kb = via_definition_is(str_text(&text), text.len)
		     ? read_definition(&text, diagnostics, err)
		     : kle_read(str_text(&text), text.len, diagnostics, err);
	if (!kb)
		err_wrap(err, "%s", path);
	for (size_t i = first; i < diagnostics->count; i++)
		diagnostics->item[i].file = symbol(path);
	str_release(&text);
	return kb;
}
