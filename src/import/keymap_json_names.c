/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_json_private.h"
#include "model/keycode.h"
#include "model/symbol.h"

static const struct diagnostic_kind former_name = { "keymap-former-name", SEVERITY_NOTE };
static const struct diagnostic_kind no_language = { "keymap-language", SEVERITY_WARNING };
static const struct diagnostic_kind kept = { "keymap-kept", SEVERITY_NOTE };

static bool was_told(struct keymap_reader *r, uint32_t name)
{
	for (size_t i = 0; i < r->formers; i++)
		if (r->former[i] == name)
			return true;
	r->former = mem_grow(r->former, r->formers, &r->former_cap, sizeof(*r->former));
	r->former[r->formers++] = name;
	return false;
}

/* A name that QMK has given up. Names of today go first, though QMK has used some of them before. */
static void tell_former(struct keymap_reader *r, const struct json *node, const char *name, size_t len)
{
	const struct keycode_former *former = keycode_find_former(name, len);
	uint16_t code;

	if (!former || keycode_find(name, len, &code) || was_told(r, symbol_of_bytes(name, len)))
		return;
	if (former->now)
		keymap_report(r, &former_name, node, PLACE_NONE, "%s is called %s today", former->name,
			      former->now);
	else
		keymap_report(r, &former_name, node, PLACE_NONE, "QMK has no %s any more", former->name);
}

bool keymap_parse_action(struct keymap_reader *r, const struct json *node, const char *text,
			 struct action *out, struct err *err)
{
	if (!action_parse_with(text, &r->names, out, err))
		return false;
	while (*text) {
		size_t len = 0;

		while (isalnum((unsigned char)text[len]) || text[len] == '_')
			len++;
		if (len)
			tell_former(r, node, text, len);
		text += len ? len : 1;
	}
	return true;
}

void keymap_check_members(struct keymap_reader *r)
{
	static const struct {
		const char *name;
		enum json_type type;
		bool has_effect; /* on the firmware */
	} members[] = {
		{ "author", JSON_TEXT, false },       { "converter", JSON_TEXT, true },
		{ "dip_switches", JSON_ARRAY, true }, { "documentation", JSON_TEXT, false },
		{ "keyboard", JSON_TEXT, false },     { "keymap", JSON_TEXT, false },
		{ "modules", JSON_ARRAY, true },      { "notes", JSON_TEXT, false },
	};
	const struct json *language = json_find(r->root, "host_language");

	for (size_t i = 0; i < COUNT(members); i++) {
		const struct json *node = keymap_member(r, members[i].name, members[i].type);

		if (node && members[i].has_effect)
			keymap_report(
				r, &kept, node, PLACE_NONE,
				"\"%s\" stays in the file as it is: keyplane neither shows nor changes it",
				members[i].name);
	}
	if (language && language->type == JSON_TEXT && !r->names.language)
		keymap_report(r, &no_language, language, PLACE_NONE,
			      "there is no host language %s: names of its keys are not understood",
			      language->text);
}
