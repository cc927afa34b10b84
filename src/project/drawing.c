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

struct via_definition *drawing_definition(const char *path)
{
	struct via_definition *definition = NULL;
	struct diagnostics told = { 0 };
	struct str text = STR_INIT;
	struct err ignored;

	if (file_read(path, JSON_MAX_BYTES, &text, &ignored) && via_definition_is(str_text(&text), text.len))
		definition = via_definition_read(str_text(&text), text.len, &told, &ignored);
	diagnostics_release(&told);
	str_release(&text);
	return definition;
}
