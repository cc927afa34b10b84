/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "compile/generate.h"
#include "import/qmk_facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the data holds: a keymap's config.h is definitions of one line each, and its rules.mk assignments. */
static void check_config_line(const char *line, size_t len)
{
	static const char *const starts[] = { "#pragma once", "#undef ", "#define " };
	bool known = !len;

	for (size_t i = 0; i < COUNT(starts); i++)
		known = known || !strncmp(line, starts[i], strlen(starts[i]));
	assert(known && !memchr(line, '\r', len) && (!len || line[len - 1] != '\\'));
}

static void check_rule_line(const char *line, size_t len)
{
	size_t name = strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

	assert(!len || (name && !strncmp(line + name, " = ", 3)));
	for (size_t i = 0; i < len; i++)
		assert(!strchr("$#\\;`&|<>'(){}!*?~\r\t", line[i]));
}

static void check_lines(const char *text, void (*check)(const char *line, size_t len))
{
	for (const char *line = text; *line;) {
		size_t len = strcspn(line, "\n");

		check(line, len);
		line += len + (line[len] == '\n');
	}
}

static void emit(const struct generator *generator, const struct json *info, bool keymap)
{
	const struct qmk_facts *facts = qmk_facts_builtin();
	struct generate_input input = { .info = info,
					.config_h = &facts->config_h,
					.rules_mk = &facts->rules_mk };
	struct diagnostics diagnostics = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	bool made;

	/* Those are of a keyboard and not of its data. */
	if (generator->is_drawing)
		return;
	input.keymap = keymap;
	made = generator->emit(&input, &text, &diagnostics, &err);
	assert(made || err.text[0]);
	if (made && keymap && !strcmp(generator->name, "config-h"))
		check_lines(str_text(&text), check_config_line);
	if (made && keymap && !strcmp(generator->name, "rules-mk"))
		check_lines(str_text(&text), check_rule_line);
	diagnostics_release(&diagnostics);
	str_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err;
	struct json_doc *doc = json_parse((const char *)data, size, &err);

	if (!doc || json_root(doc)->type != JSON_OBJECT) {
		json_doc_free(doc);
		return 0;
	}
	for (size_t i = 0; i < generator_count(); i++) {
		emit(generator_at(i), json_root(doc), false);
		if (generator_at(i)->for_keymap)
			emit(generator_at(i), json_root(doc), true);
	}
	json_doc_free(doc);
	return 0;
}
