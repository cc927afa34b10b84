/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "compile/target.h"
#include "import/keymap_json.h"
#include "import/qmk_info.h"
#include "qmk_host.h"
#include "tap.h"

/*
 * Keymaps of QMK's own tree against what QMK's json2c makes of them: both are
 * compiled by the host against the same shim, and must hold the same values.
 */
static const char *corpus;

/* The files of keyboard @id, its own first; false when none of them is there. */
static struct keyboard *read_keyboard(const char *id)
{
	struct qmk_text text[QMK_INFO_MAX_TEXTS] = { 0 };
	struct str data[QMK_INFO_MAX_TEXTS] = { 0 };
	struct diagnostics diagnostics = { 0 };
	struct keyboard *kb = NULL;
	char *folder = mem_copy_text(id), *slash;
	struct err err = { 0 };
	size_t count = 0;

	do {
		static const char *const name[] = { "info.json", "keyboard.json" };

		for (size_t i = 0; i < COUNT(name) && count < QMK_INFO_MAX_TEXTS; i++) {
			struct str path = STR_INIT;

			str_addf(&path, "%s/keyboards/%s/%s", corpus, folder, name[i]);
			if (file_read(str_text(&path), 1 << 20, &data[count], &err)) {
				text[count] =
					(struct qmk_text){ name[i], str_text(&data[count]), data[count].len };
				count++;
			}
			str_release(&path);
		}
		slash = strrchr(folder, '/');
		if (slash)
			*slash = '\0';
	} while (slash);
	if (count)
		kb = qmk_info_read(id, text, count, &diagnostics, &err);
	for (size_t i = 0; i < QMK_INFO_MAX_TEXTS; i++)
		str_release(&data[i]);
	diagnostics_release(&diagnostics);
	free(folder);
	return kb;
}

/* QMK's names of keyboards change; the corpus says by what. */
static char *keyboard_of(const char *name)
{
	struct str text = STR_INIT, path = STR_INIT;
	struct err err = { 0 };
	struct json_doc *doc = NULL;
	char *id = mem_copy_text(name);

	str_addf(&path, "%s/data/mappings/keyboard_aliases.hjson", corpus);
	if (file_read(str_text(&path), 1 << 20, &text, &err))
		doc = json_parse(str_text(&text), text.len, &err);
	for (const struct json *node = doc ? json_root(doc)->first : NULL; node; node = node->next) {
		if (strcmp(node->key, id))
			continue;
		free(id);
		id = mem_copy_text(json_text(json_find(node, "target")));
	}
	json_doc_free(doc);
	str_release(&text);
	str_release(&path);
	return id;
}

struct count {
	size_t files, read, compared, equal, settings, refused;
};

/* Whether each line of @from that starts a #define or is a variable of make is in @in too. Not wanted: the empty lists
 * of pins that QMK makes of encoder.enabled alone, and another USB id than the keyboard's. Wanted in any case: the map
 * of encoders where there is one. */
static bool has_lines(const char *in, const char *from)
{
	static const char *const skipped[] = { "#define ENCODER_A_PINS", "#define ENCODER_B_PINS",
					       "#define VENDOR_ID", "ENCODER_MAP_ENABLE = yes" };

	for (const char *line = from; *line; line += *line == '\n') {
		size_t len = strcspn(line, "\n");
		struct str whole = STR_INIT;
		bool skip = strncmp(line, "#define ", 8) && !memchr(line, '=', len);

		for (size_t i = 0; i < COUNT(skipped); i++)
			skip |= !strncmp(line, skipped[i], strlen(skipped[i]));
		str_add_bytes(&whole, line, len);
		str_add_char(&whole, '\n');
		if (!skip && !strstr(in, str_text(&whole))) {
			printf("# missing: %s", str_text(&whole));
			str_release(&whole);
			return false;
		}
		str_release(&whole);
		line += len;
	}
	return true;
}

static bool same_lines(const struct json *theirs, const struct str *ours)
{
	const char *text = ours ? str_text(ours) : "";

	return has_lines(text, json_text(theirs)) && has_lines(json_text(theirs), text);
}

/* @line: {"path", "input": a keymap.json, "keymap_c": what json2c gave}. */
static void compare(const struct json *line, struct count *count)
{
	const char *path = json_text(json_find(line, "path")), *input = json_text(json_find(line, "input"));
	struct str ours = STR_INIT, theirs = STR_INIT;
	struct diagnostics diagnostics = { 0 };
	struct keymap_json json = { 0 };
	struct fileset files = { 0 };
	struct keyboard *kb = NULL;
	struct err err = { 0 };
	const struct layout *layout;
	char *id = NULL;

	count->files++;
	if (!keymap_json_read(input, strlen(input), NULL, &json, &diagnostics, &err))
		goto out;
	id = keyboard_of(json.keyboard);
	keymap_json_release(&json);
	json = (struct keymap_json){ 0 };
	kb = read_keyboard(id);
	if (!kb || !keymap_json_read(input, strlen(input), kb, &json, &diagnostics, &err))
		goto out;
	layout = keyboard_find_layout(kb, json.layout);
	if (!layout)
		goto out;
	count->read++;
	if (!target_compile(target_find("qmk"),
			    &(struct compile_input){ kb, layout, json.map, json.source, "corpus" }, &files,
			    &diagnostics, &err)) {
		count->refused++;
		printf("# %s: %s\n", path, err.text);
		for (size_t i = 0; i < diagnostics.count; i++)
			if (diagnostics.item[i].kind->severity == SEVERITY_ERROR)
				printf("#   %s\n", diagnostics.item[i].text);
		goto out;
	}
	if (same_lines(json_find(line, "config_h"), fileset_find(&files, "config.h")) &&
	    same_lines(json_find(line, "rules_mk"), fileset_find(&files, "rules.mk")))
		count->settings++;
	else
		printf("# %s has other settings\n", path);
	if (!host_run(kb, layout, json_text(json_find(line, "keymap_c")),
		      &theirs)) /* needs more of QMK than the shim has */
		goto out;
	count->compared++;
	if (host_run(kb, layout, str_text(fileset_find(&files, "keymap.c")), &ours) &&
	    !strcmp(str_text(&ours), str_text(&theirs)))
		count->equal++;
	else
		printf("# %s differs\n", path);
out:
	fileset_release(&files);
	diagnostics_release(&diagnostics);
	keymap_json_release(&json);
	keyboard_free(kb);
	str_release(&ours);
	str_release(&theirs);
	free(id);
}

int main(void)
{
	struct str text = STR_INIT, path = STR_INIT;
	struct count count = { 0 };
	struct err err = { 0 };

	corpus = getenv("KEYPLANE_CORPUS");
	if (!corpus || !host_has_compiler()) {
		printf("1..0 # SKIP %s\n",
		       corpus ? "no C compiler" : "set KEYPLANE_CORPUS to the unpacked corpus");
		return 0;
	}
	str_addf(&path, "%s/oracle-json2c.jsonl", corpus);
	ok(file_read(str_text(&path), 64 << 20, &text, &err), "json2c's results are there%s", err.text);
	for (const char *line = str_text(&text); *line;) {
		size_t len = strcspn(line, "\n");
		struct json_doc *doc = json_parse(line, len, &err);

		if (doc)
			compare(json_root(doc), &count);
		json_doc_free(doc);
		line += len + (line[len] == '\n');
	}
	printf("# %zu keymaps, %zu for keyboards that are here: %zu compared, %zu refused\n", count.files,
	       count.read, count.compared, count.refused);
	ok(count.compared > 50 && count.equal == count.compared, "%zu of %zu keymaps hold what json2c's hold",
	   count.equal, count.compared);
	ok(count.settings > 60 && count.settings == count.read - count.refused,
	   "%zu have the settings that QMK's generators find in them", count.settings);
	str_release(&text);
	str_release(&path);
	return tap_done();
}
