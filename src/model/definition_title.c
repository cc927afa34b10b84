/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "field_private.h"
#include "model/reference.h"
#include "model/symbol.h"
#include "model/term.h"

/* What is said of a field with that name; false: nothing. */
static bool add_field(const struct keymap *map, const struct definition *d, const char *name,
		      const struct field_spelling *spelling, struct str *out)
{
	const struct field *field = field_find(d, name);

	return field && field_get(map, d, field, spelling, out);
}

/* What it does, by the fields that tell: the keys, a colon, what they become. */
static const struct {
	const char *keys, *other_keys, *result;
} tellers[DEFINITION_KIND_COUNT] = {
	[DEFINITION_COMBO] = { "keys", "key-positions", "result" },
	[DEFINITION_OVERRIDE] = { "mods", "trigger", "replacement" },
	[DEFINITION_HOLD_TAP] = { "keys", NULL, NULL },
	[DEFINITION_CONDITION] = { "if-layers", NULL, "then-layer" },
	[DEFINITION_LEADER] = { "keys", NULL, "code" },
	[DEFINITION_UNICODE] = { "character", NULL, NULL },
	[DEFINITION_CORRECTION] = { "mistake", NULL, "correction" },
	[DEFINITION_ALT_REPEAT] = { "key", NULL, "alternate" },
};

static void tell(const struct keymap *map, const struct definition *d, const struct field_spelling *spelling,
		 struct str *out)
{
	size_t before = out->len;

	if (tellers[d->kind].keys)
		add_field(map, d, tellers[d->kind].keys, spelling, out);
	if (tellers[d->kind].other_keys) {
		if (out->len > before && d->kind == DEFINITION_OVERRIDE)
			str_add_char(out, ' ');
		add_field(map, d, tellers[d->kind].other_keys, spelling, out);
	}
	if (tellers[d->kind].result) {
		str_add(out, ": ");
		add_field(map, d, tellers[d->kind].result, spelling, out);
	}
}

void definition_title(const struct keymap *map, enum definition_kind kind, size_t index,
		      const struct field_spelling *spelling, struct str *out)
{
	const struct definition *d = keymap_definition(map, kind, index);
	size_t before = out->len;

	if (d->name && kind != DEFINITION_CORRECTION) {
		const struct setting *parent = definition_option(d, "parent");

		if (parent)
			str_addf(out, "&%s ", symbol_text(parent->text));
		else if (kind == DEFINITION_BEHAVIOR && !reference_is_named(d))
			str_add_char(out, '&');
		str_add(out, symbol_text(d->name));
		return;
	}
	tell(map, d, spelling, out);
	if (out->len == before)
		str_addf(out, "%s %zu", term_of_definition(kind), index);
}
