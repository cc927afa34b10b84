/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "compile/generate.h"
#include "import/qmk_facts.h"
#include "project/generate.h"
#include "tap.h"

/*
 * Each generator against QMK's own output, for every keyboard of $KEYPLANE_CORPUS/oracle-generate.jsonl. What they are
 * given is what QMK merged, from oracle-info.jsonl, so that nothing but the generators is tried. With a tree at
 * $QMK_TEST_TREE some of the keyboards are then read from there, and the header that they include is looked for.
 */
enum { MAX_BYTES = 64 << 20, MOST_TOLD = 5, EACH_OF_TREE = 20 };

static struct count {
	const char *name;
	size_t equal, refused, different;
} counts[] = {
	{ .name = "config-h" }, { .name = "keyboard-c" }, { .name = "keyboard-h" }, { .name = "rules-mk" }
};

/* Lines of JSON. */
struct lines {
	struct str data;
	const char *at;
};

static void open_lines(const char *name, struct lines *lines)
{
	char *path = file_join(getenv("KEYPLANE_CORPUS"), name);
	struct err err;

	if (!file_read(path, MAX_BYTES, &lines->data, &err)) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	lines->at = str_text(&lines->data);
	free(path);
}

/* NULL at the end. */
static struct json_doc *next_line(struct lines *lines)
{
	size_t len = strcspn(lines->at, "\n");
	struct json_doc *doc;
	struct err err;

	if (!len)
		return NULL;
	doc = json_parse(lines->at, len, &err);
	if (!doc) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	lines->at += len + (lines->at[len] == '\n');
	return doc;
}

/* The header that default_keyboard.h includes: the tree says which, not the data. The caller frees. */
static char *header_of(const char *text)
{
	static const char start[] = "\n#include \"", usual[] = "quantum.h\"";
	const char *p = text;

	while ((p = strstr(p, start))) {
		size_t len;

		p += strlen(start);
		len = strcspn(p, "\"");
		if (strncmp(p, usual, strlen(usual)))
			return strndup(p, len);
	}
	return NULL;
}

static void tell(const char *keyboard, const char *name, const char *got, const char *want)
{
	size_t line = 1, start = 0;

	for (size_t i = 0; got[i] && got[i] == want[i]; i++)
		if (got[i] == '\n') {
			line++;
			start = i + 1;
		}
	printf("# %s, %s, line %zu\n#   got  %.*s\n#   want %.*s\n", keyboard, name, line,
	       (int)strcspn(got + start, "\n"), got + start, (int)strcspn(want + start, "\n"), want + start);
}

static void compare(struct count *count, const char *keyboard, bool made, const char *got, const char *want,
		    const struct err *err)
{
	if (!made) {
		if (count->refused++ < MOST_TOLD)
			printf("# %s, %s: %s\n", keyboard, count->name, err->text);
	} else if (strcmp(got, want)) {
		if (count->different++ < MOST_TOLD)
			tell(keyboard, count->name, got, want);
	} else {
		count->equal++;
	}
}

static void compare_merged(struct count *count, const char *keyboard, const struct generate_input *input,
			   const char *want)
{
	struct diagnostics diagnostics = { 0 };
	struct str got = STR_INIT;
	struct err err = { 0 };
	bool made = generator_find(count->name)->emit(input, &got, &diagnostics, &err);

	compare(count, keyboard, made, str_text(&got), want, &err);
	diagnostics_release(&diagnostics);
	str_release(&got);
}

static void compare_read(struct count *count, const char *keyboard, const char *want)
{
	struct diagnostics diagnostics = { 0 };
	struct str got = STR_INIT;
	struct err err = { 0 };
	bool made = project_generate(generator_find(count->name), keyboard, getenv("QMK_TEST_TREE"), &got,
				     &diagnostics, &err);

	compare(count, keyboard, made, str_text(&got), want, &err);
	diagnostics_release(&diagnostics);
	str_release(&got);
}

static bool compare_next(struct lines *infos, struct lines *texts)
{
	struct json_doc *info = next_line(infos), *text = next_line(texts);
	const struct qmk_facts *facts = qmk_facts_builtin();

	if (info && text) {
		const char *keyboard = json_text(json_member(json_root(info), "keyboard"));
		const char *other = json_text(json_member(json_root(text), "keyboard"));
		struct generate_input input = { .info = json_member(json_root(info), "info"),
						.config_h = &facts->config_h,
						.rules_mk = &facts->rules_mk };

		if (strcmp(keyboard, other)) {
			printf("Bail out! %s beside %s\n", keyboard, other);
			exit(1);
		}
		for (size_t i = 0; i < COUNT(counts); i++) {
			const char *file = generator_find(counts[i].name)->file;
			const char *want = json_text(json_member(json_root(text), file));
			char *header = header_of(want);

			input.include = header;
			compare_merged(&counts[i], keyboard, &input, want);
			free(header);
		}
	}
	json_doc_free(info);
	json_doc_free(text);
	return info && text;
}

static void report(const char *what)
{
	for (size_t i = 0; i < COUNT(counts); i++) {
		ok(counts[i].equal && !counts[i].refused && !counts[i].different,
		   "%s, %s: %zu equal, %zu different, %zu refused", what, counts[i].name, counts[i].equal,
		   counts[i].different, counts[i].refused);
		counts[i] = (struct count){ .name = counts[i].name };
	}
}

static void compare_tree(struct lines *texts)
{
	struct json_doc *text;
	size_t number = 0;

	texts->at = str_text(&texts->data);
	for (; (text = next_line(texts)); json_doc_free(text)) {
		const struct json *root = json_root(text);

		for (size_t i = 0; number % EACH_OF_TREE == 0 && i < COUNT(counts); i++)
			compare_read(&counts[i], json_text(json_member(root, "keyboard")),
				     json_text(json_member(root, generator_find(counts[i].name)->file)));
		number++;
	}
}

int main(void)
{
	struct lines infos = { 0 }, texts = { 0 };

	if (!getenv("KEYPLANE_CORPUS")) {
		printf("1..0 # SKIP set KEYPLANE_CORPUS to the folder of QMK's results\n");
		return 0;
	}
	open_lines("oracle-info.jsonl", &infos);
	open_lines("oracle-generate.jsonl", &texts);
	while (compare_next(&infos, &texts))
		;
	report("from merged data");
	if (getenv("QMK_TEST_TREE")) {
		compare_tree(&texts);
		report("from the tree");
	} else {
		ok(true, "from the tree # SKIP set QMK_TEST_TREE to a QMK tree");
	}
	str_release(&infos.data);
	str_release(&texts.data);
	return tap_done();
}
