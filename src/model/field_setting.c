/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "field_private.h"
#include "model/symbol.h"

size_t setting_field_count(void)
{
	return setting_field_table_rows;
}

const struct field *setting_field_at(size_t index)
{
	assert(index < setting_field_table_rows);
	return &setting_field_table[index];
}

static int by_name(const void *name, const void *field)
{
	return strcmp(name, ((const struct field *)field)->name);
}

const struct field *setting_field_find(const char *name)
{
	return bsearch(name, setting_field_table, setting_field_table_rows, sizeof(*setting_field_table),
		       by_name);
}

bool setting_field_get(const struct keymap *map, const struct field *field, struct str *out)
{
	const struct setting *setting = keymap_find_setting(map, field->name);

	if (!setting)
		return false;
	if (setting->type == SETTING_TEXT)
		str_add(out, symbol_text(setting->text));
	else if (setting->type == SETTING_BOOL)
		str_add(out, setting->number ? "yes" : "no");
	else
		str_addf(out, "%lld", (long long)setting->number);
	return true;
}

bool setting_field_parse(const struct field *field, const char *text, struct setting *out, struct err *err)
{
	static const struct definition none = { 0 };
	const struct field_context c = { .definition = &none, .field = field };
	struct field_value value = { 0 };
	bool ok = field_parse(&c, text, &value, err);

	*out = (struct setting){
		.name = symbol(field->name),
		.type = field->type == FIELD_SWITCH   ? SETTING_BOOL
			: field->type == FIELD_NUMBER ? SETTING_NUMBER
						      : SETTING_TEXT,
		.number = value.number,
		.text = value.text,
	};
	field_value_release(&value);
	return ok;
}
