/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "bundle_private.h"
#include "compile/marker.h"
#include "model/keyboard_name.h"

static const char small[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

static char *placed(const struct bundle_input *b, const char *path)
{
	const struct bundler *bundler = b->target->bundler;
	struct str out = STR_INIT;

	bundler->place(bundler, b, path, &out);
	return str_take(&out);
}

static void put_files(const struct bundle_input *b, struct bundle *out)
{
	const struct bundler *bundler = b->target->bundler;

	for (size_t i = 0; i < b->files->count; i++) {
		const struct file_entry *file = &b->files->file[i];
		struct str path = STR_INIT;
		bool around = bundler->place(bundler, b, file->path, &path);

		str_add_bytes(fileset_add(around ? &out->around : &out->made, str_text(&path)),
			      str_text(&file->data), file->data.len);
		str_release(&path);
	}
}

/* Where the files of @patterns stand; NULL-ended. @made: also those that the target made. */
static char **places(const struct bundle_input *b, const char *const *patterns, bool made)
{
	size_t count = 0, n = 0;
	char **list;

	while (patterns[count])
		count++;
	list = mem_new(count + 1, sizeof(*list));
	for (size_t i = 0; i < count; i++) {
		char *path = target_path(b->target, patterns[i], b->files);

		if (path && (made || !fileset_find(b->files, path)))
			list[n++] = placed(b, path);
		free(path);
	}
	return list;
}

bool bundle_make(const struct bundle_input *b, struct bundle *out, struct err *err)
{
	const struct bundler *bundler = b->target->bundler;

	*out = (struct bundle){ 0 };
	if (!bundler)
		return err_set(err, ERR_REFUSED, "what %s makes is no repository's: there is no bundle of it",
			       b->target->name);
	if (!bundler->around(bundler, b, &out->around, err)) {
		bundle_release(out);
		return false;
	}
	put_files(b, out);
	out->unmade = places(b, b->target->paths, false);
	out->excluded = places(b, b->target->excludes, true);
	return true;
}

static void free_list(char **list)
{
	for (size_t i = 0; list && list[i]; i++)
		free(list[i]);
	free(list);
}

void bundle_release(struct bundle *bundle)
{
	fileset_release(&bundle->made);
	fileset_release(&bundle->around);
	free_list(bundle->unmade);
	free_list(bundle->excluded);
	*bundle = (struct bundle){ 0 };
}

/* @text in small letters, each run of other bytes than those, digits and _ as one _, none at an end. */
static void add_word(const char *text, struct str *out)
{
	size_t before = out->len;

	for (; *text; text++) {
		char c = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
		bool gap = c == '_' || !strchr(small, c);

		if (!gap)
			str_add_char(out, c);
		else if (out->len > before && out->data[out->len - 1] != '_')
			str_add_char(out, '_');
	}
	while (out->len > before && out->data[out->len - 1] == '_')
		out->data[--out->len] = '\0';
}

void bundle_add_keyboard(const struct keyboard *kb, struct str *out)
{
	enum { LONGEST = 64 };
	struct str name = STR_INIT;
	struct err ignored;

	if (keyboard_name_check(kb->id, &ignored)) {
		str_add(out, kb->id);
		return;
	}
	add_word(kb->name, &name);
	if (name.len > LONGEST)
		name.data[name.len = LONGEST] = '\0';
	if (!keyboard_name_check(str_text(&name), &ignored))
		str_add(out, name.len ? "kb_" : "keyboard");
	str_add(out, str_text(&name));
	str_release(&name);
}

/* One line of UTF-8, without what steers a terminal or cannot stand in YAML. */
static void add_line(const char *text, struct str *out)
{
	char bytes[4];
	size_t used;

	for (size_t left = strlen(text); left; text += used, left -= used) {
		uint32_t code = utf8_decode(text, left, &used);
		bool control =
			code < ' ' || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029;

		str_add_bytes(out, bytes, utf8_encode(control ? ' ' : code, bytes));
	}
}

void bundle_add_markdown(const char *text, struct str *out)
{
	struct str line = STR_INIT;

	add_line(text, &line);
	for (const char *c = str_text(&line); *c; c++) {
		if (strchr("\\`*[]<>", *c))
			str_add_char(out, '\\');
		str_add_char(out, *c);
	}
	str_release(&line);
}

void bundle_add_yaml(const char *text, struct str *out)
{
	struct str line = STR_INIT;

	add_line(text, &line);
	json_add_text(out, str_text(&line));
	str_release(&line);
}

struct str *bundle_add_readme(const struct bundle_input *b, const char *what, struct fileset *out)
{
	const struct keyboard *kb = b->in->keyboard;
	struct str *readme = fileset_add(out, "README.md");

	str_add(readme, "<!-- " MARKER " -->\n\n# ");
	bundle_add_markdown(kb->name[0] ? kb->name : kb->id[0] ? kb->id : "Keyboard", readme);
	str_addf(readme,
		 "\n\n%s\n\nkeyplane writes these files anew when it compiles into this folder again, but "
		 "for those whose\n"
		 "first line does not say so any more: what you change by hand, take that line out of.\n",
		 what);
	return readme;
}

static int compare(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_losses(const struct diagnostic *a, const struct diagnostic *b)
{
	int order = compare(a->kind->code, b->kind->code);

	order = order ? order : compare(a->subject, b->subject);
	return order ? order : compare(a->instead, b->instead);
}

static int by_loss(const void *a, const void *b)
{
	const struct diagnostic *x = *(const struct diagnostic *const *)a,
				*y = *(const struct diagnostic *const *)b;
	int order = compare_losses(x, y);

	return order ? order : (x > y) - (x < y);
}

/* The same thing, lost on many keys, is told once. */
void bundle_add_losses(const struct bundle_input *b, struct str *out)
{
	const struct diagnostics *all = b->diagnostics;
	const struct diagnostic **left = mem_new(all->count + 1, sizeof(*left));
	size_t count = 0;

	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].loss != LOSS_NONE)
			left[count++] = &all->item[i];
	qsort(left, count, sizeof(*left), by_loss);
	if (count)
		str_add(out, "\n## What is otherwise here\n\n");
	for (size_t i = 0; i < count; i++) {
		if (i && !compare_losses(left[i - 1], left[i]))
			continue;
		str_add(out, "- ");
		bundle_add_markdown(left[i]->text, out);
		str_add_char(out, '\n');
	}
	free(left);
}

void bundle_add_push(struct str *out)
{
	str_add(out, "\n## In the cloud\n\n"
		     "1. Make an empty repository on GitHub, and put this folder there:\n\n"
		     "       git init -b main\n       git add -A\n       git commit -m \"Keymap\"\n"
		     "       git remote add origin https://github.com/YOU/REPOSITORY.git\n"
		     "       git push -u origin main\n\n");
}

struct str *bundle_add_workflow(const char *path, const char *events, struct fileset *out)
{
	struct str *workflow = fileset_add(out, path);

	str_addf(workflow, "# " MARKER "\nname: Build firmware\n\non: [%s]\n\n", events);
	return workflow;
}
