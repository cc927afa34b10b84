/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/marker.h"
#include "model/symbol.h"
#include "qmk_private.h"
#include "qmk_trie.h"

/* autocorrect_data.h, as QMK's generate-autocorrect-data makes it of a list of typos: the same checks, the same bytes. */

enum { TYPO_MAX = 127, TYPO_SHORT = 5, BYTES_A_LINE = 16 };

static const struct diagnostic_kind typo_short = { "qmk-typo-short", SEVERITY_WARNING };

static void lose(struct qmk *q, size_t index, const char *why)
{
	struct str subject = STR_INIT;

	q->place = place_of_definition(DEFINITION_CORRECTION, index);
	qmk_add_subject(DEFINITION_CORRECTION, keymap_definition(q->map, DEFINITION_CORRECTION, index), index,
			&subject);
	qmk_lose(q, LOSS_ALL, str_text(&subject), "left out", "%s is left out: %s", str_text(&subject), why);
	str_release(&subject);
}

/* Small letters, `:` where a word begins or ends, no blanks around. */
static void add_typo(struct str *out, const char *text)
{
	static const char blanks[] = " \t";
	size_t len;

	text += strspn(text, blanks);
	for (len = strlen(text); len && strchr(blanks, text[len - 1]); len--)
		;
	for (size_t i = 0; i < len; i++) {
		bool capital = text[i] >= 'A' && text[i] <= 'Z';

		str_add_char(out, text[i] == ' ' ? ':' : capital ? (char)(text[i] - 'A' + 'a') : text[i]);
	}
}

static const char *fault_of(const struct qmk_typo *typo)
{
	const char *c = typo->typo;
	int backspaces;

	while (*c == '\'' || *c == ':' || (*c >= 'a' && *c <= 'z'))
		c++;
	if (*c || c == typo->typo)
		return "what is mistyped has letters from a to z, ' and : for the edge of a word";
	if (strspn(typo->typo, ":") == strlen(typo->typo))
		return "it has no letter";
	if (strlen(typo->typo) > TYPO_MAX)
		return "it has more than 127 characters";
	for (c = typo->correction; qmk_is_typeable(*c) && *c; c++)
		;
	if (*c)
		return "QMK types ASCII only";
	backspaces = qmk_typo_backspaces(typo);
	if (backspaces < 0)
		return "it begins with what is mistyped";
	return backspaces > QMK_TYPO_MAX_BACKSPACES ? "more than 63 characters would have to go" : NULL;
}

/* A typo inside another one: the longer one would never come. */
static void drop_inner(struct qmk *q, struct qmk_typo *typo, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t other = 0; other < i && typo[i].typo; other++) {
			size_t longer;

			if (!typo[other].typo)
				continue;
			if (strstr(typo[other].typo, typo[i].typo))
				longer = strcmp(typo[other].typo, typo[i].typo) != 0 ? other : i;
			else if (strstr(typo[i].typo, typo[other].typo))
				longer = i;
			else
				continue;
			lose(q, typo[longer].index,
			     "another typo is part of this one, and corrected before it");
			free(typo[longer].typo);
			typo[longer].typo = NULL;
		}
}

static size_t read_typos(struct qmk *q, struct qmk_typo *typo)
{
	size_t count = keymap_definitions(q->map, DEFINITION_CORRECTION), kept = 0;

	for (size_t i = 0; i < count; i++) {
		const struct definition *d = keymap_definition(q->map, DEFINITION_CORRECTION, i);
		struct str text = STR_INIT;
		const char *why;

		add_typo(&text, symbol_text(d->name));
		typo[i] = (struct qmk_typo){ str_take(&text), symbol_text(d->text), i };
		why = fault_of(&typo[i]);
		if (!why)
			continue;
		lose(q, i, why);
		free(typo[i].typo);
		typo[i].typo = NULL;
	}
	drop_inner(q, typo, count);
	for (size_t i = 0; i < count; i++)
		if (typo[i].typo)
			typo[kept++] = typo[i];
	return kept;
}

static void warn_of_short(struct qmk *q, const struct qmk_typo *typo, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(typo[i].typo) < TYPO_SHORT)
			diagnostics_add(
				q->out, &typo_short,
				place_of_definition(DEFINITION_CORRECTION, typo[i].index),
				"'%s' has fewer than %d characters, and may be part of words that are right",
				typo[i].typo, TYPO_SHORT);
}

static void add_file(const struct qmk_typo *typo, size_t count, const struct str *data, struct str *out)
{
	const struct qmk_typo *shortest = typo, *longest = typo;

	for (size_t i = 1; i < count; i++) {
		shortest = strlen(typo[i].typo) < strlen(shortest->typo) ? &typo[i] : shortest;
		longest = strlen(typo[i].typo) > strlen(longest->typo) ? &typo[i] : longest;
	}
	str_addf(out, "// " MARKER "\n#pragma once\n\n// %zu entries:\n", count);
	for (size_t i = 0; i < count; i++)
		str_addf(out, "//   %s\n", typo[i].typo);
	str_addf(out,
		 "\n#define AUTOCORRECT_MIN_LENGTH %zu // \"%s\"\n"
		 "#define AUTOCORRECT_MAX_LENGTH %zu // \"%s\"\n"
		 "#define DICTIONARY_SIZE %zu\n"
		 "\n"
		 "static const uint8_t autocorrect_data[DICTIONARY_SIZE] PROGMEM = {",
		 strlen(shortest->typo), shortest->typo, strlen(longest->typo), longest->typo, data->len);
	for (size_t i = 0; i < data->len; i++)
		str_addf(out, "%s0x%02X%s", i % BYTES_A_LINE ? " " : "\n    ",
			 (unsigned)(unsigned char)data->data[i], i + 1 < data->len ? "," : "");
	str_add(out, "\n};\n");
}

void qmk_write_autocorrect(struct qmk *q)
{
	size_t count = keymap_definitions(q->map, DEFINITION_CORRECTION);
	struct qmk_typo *typo = mem_new(count + 1, sizeof(*typo));
	struct str data = STR_INIT;

	q->place = count ? place_of_definition(DEFINITION_CORRECTION, 0) : PLACE_NONE;
	if (count && qmk_need(q, QMK_AUTOCORRECT, "a correction")) {
		count = read_typos(q, typo);
		warn_of_short(q, typo, count);
		if (count && qmk_add_trie(typo, count, &data))
			add_file(typo, count, &data, fileset_add(q->files, "autocorrect_data.h"));
		else if (count)
			qmk_lose(q, LOSS_ALL, "corrections", "left out",
				 "the corrections are left out: they would take more than 64 KB");
		for (size_t i = 0; i < count; i++)
			free(typo[i].typo);
	}
	q->place = PLACE_NONE;
	str_release(&data);
	free(typo);
}
