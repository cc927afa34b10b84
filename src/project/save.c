/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "compile/target.h"
#include "model/keymap_diff.h"
#include "model/symbol.h"
#include "model/waiver.h"
#include "project/keymap_file.h"
#include "project_private.h"
#include "unchanged.h"

static const struct diagnostic_kind stray_waivers = { "project-waivers", SEVERITY_WARNING };
static const struct diagnostic_kind unequal = { "project-unequal", SEVERITY_WARNING };

/* A text for the document, and one for each file that it includes; without a source there is the document alone. */
static size_t count_texts(const struct project *project)
{
	return project->source ? project->source->includes + 1 : 1;
}

struct str *project_new_texts(const struct project *project)
{
	return mem_new(count_texts(project), sizeof(struct str));
}

static void free_texts(struct str *text, size_t count)
{
	for (size_t i = 0; text && i < count; i++)
		str_release(&text[i]);
	free(text);
}

void project_free_texts(const struct project *project, struct str *text)
{
	free_texts(text, count_texts(project));
}

static bool goes_into_source(const struct project *project, const struct keymap_format *format)
{
	return project->source && project->source_format == format && format->update;
}

bool project_update_texts(const struct project *project, const struct keymap *map, struct str *text,
			  struct err *err)
{
	const struct source *source = project->source;

	if (!project->source_format->update(source, &project->keyboard->layout[project->layout], map, text,
					    err))
		return false;
	for (size_t i = 0; i < count_texts(project); i++) {
		size_t len;
		const char *old = source_text(source, (uint16_t)i, &len);

		if (!text[i].len)
			str_add_bytes(&text[i], old, len);
	}
	return true;
}

/* @map as @format is to say it. A reference of the caller's. */
static const struct keymap *in_words_of(const struct project *project, const struct keymap *map,
					const struct keymap_format *format, struct diagnostics *lost)
{
	const struct compile_input in = project_input(project, map);

	return goes_into_source(project, format) || !format->words ? keymap_ref(map)
								   : format->words(&in, lost);
}

/* What the user accepts; NULL: nothing, or @format has a place for it. */
static const char *find_stray_waiver(const struct keymap *map, const struct keymap_format *format)
{
	const char *id = NULL;

	for (size_t i = 0; format->no_waivers && !id && i < keymap_settings(map); i++)
		id = waiver_of(keymap_setting_at(map, i));
	return id;
}

static void accept_losses(const struct keymap *map, struct diagnostics *lost)
{
	for (size_t i = 0; i < keymap_settings(map); i++) {
		const char *id = waiver_of(keymap_setting_at(map, i));

		if (id)
			diagnostics_waive(lost, id);
	}
}

static bool print_text(const struct project *project, const struct keymap *map,
		       const struct keymap_format *format, struct str *text, struct diagnostics *lost,
		       struct err *err)
{
	const struct compile_input in = project_input(project, map);
	const char *stray = find_stray_waiver(map, format);

	if (stray)
		diagnostics_add(
			lost, &stray_waivers, PLACE_NONE,
			"what is accepted, such as '%s', is left out: files of %s have no place for it",
			stray, format->name);
	if (!format->print)
		return err_set(err, ERR_REFUSED, "%s is never written anew: save it in another format",
			       format->name);
	return format->print(&in, text, lost, err);
}

static bool print_texts(const struct project *project, const struct keymap *map,
			const struct keymap_format *format, struct str *text, struct diagnostics *lost,
			struct err *err)
{
	const char *stray = find_stray_waiver(map, format);

	if (goes_into_source(project, format) && stray)
		return err_set(
			err, ERR_REFUSED,
			"files of %s have no place for what is accepted, such as '%s': warn of it again, "
			"or save it in another format",
			format->name, stray);
	if (goes_into_source(project, format))
		return project_update_texts(project, map, text, err);
	if (project->source && project->source_format == format)
		return err_set(err, ERR_REFUSED,
			       "a file of %s is read, and not changed: save it in another format",
			       format->name);
	/* The files that the source includes have no part in it. */
	for (size_t i = 1; i < project->on_disks; i++)
		str_add_bytes(&text[i], str_text(&project->on_disk[i]), project->on_disk[i].len);
	return print_text(project, map, format, text, lost, err);
}

static const struct keymap_format *own_format(const struct project *project)
{
	return project->format          ? project->format
	       : project->source_format ? project->source_format
					: keymap_format_find("keymap.json");
}

void project_left(const struct project *project, const struct keymap *map, struct diagnostics *out)
{
	const struct keymap_format *format = own_format(project);

	if (goes_into_source(project, format) && format->left)
		format->left(project->source, map, str_text(&project->on_disk[0]), project->on_disk[0].len,
			     out);
}

bool project_can_save(const struct project *project, const struct keymap *map, struct err *err)
{
	struct diagnostics lost = { 0 };
	struct str *text = project_new_texts(project);
	const struct keymap *words = in_words_of(project, map, own_format(project), &lost);
	bool ok = print_texts(project, words, own_format(project), text, &lost, err);

	keymap_unref(words);
	project_free_texts(project, text);
	diagnostics_release(&lost);
	return ok;
}

const char *project_read_only(const struct project *project, const struct keymap *map, size_t layer,
			      size_t slot)
{
	int origin = keymap_layer_origin(map, layer);
	uint32_t fixed;

	if (!goes_into_source(project, own_format(project)) || origin < 0)
		return NULL;
	fixed = source_binding(project->source, (size_t)origin, slot)->fixed;
	return fixed ? symbol_text(fixed) : NULL;
}

/* What is in @text; @source: it goes into that, and the texts behind it are the files that it includes; NULL: it
 * stands alone. */
static bool parse(const struct project *project, const struct keymap_format *format,
		  const struct source *source, const struct str *text, struct document *out, struct err *err)
{
	const char *path = project->path ? project->path : "";
	struct keymap_file file = { 0 };
	struct diagnostics ignored = { 0 };
	bool ok = keymap_file_take(path, str_text(text), text->len, format, &file, err);

	file.layout = project->keyboard->layout[project->layout].name;
	file.source = source;
	file.include = text;
	ok = ok && keymap_file_parse(&file, project->keyboard, out, &ignored, err);
	diagnostics_release(&ignored);
	keymap_file_release(&file);
	return ok;
}

/* A text that does not read back as @map, or in which other things changed, never reaches the disk; one that loses what it
 * told reads back at least. */
static bool verify(const struct project *project, const struct keymap *map,
		   const struct keymap_format *format, const struct str *text, bool loses, struct err *err)
{
	const struct source *source = goes_into_source(project, format) ? project->source : NULL;
	struct document back = { 0 };
	bool ok = !text->full && parse(project, format, source, text, &back, err) &&
		  (loses || keymap_equal(back.map, map));

	if (!ok)
		err_set(err, ERR_VERIFY,
			"nothing was written: the file would not read back as the keymap; please report this "
			"with the "
			"file");
	else if (source && !unchanged_outside(source, back.source))
		ok = err_set(err, ERR_VERIFY,
			     "nothing was written: more would change in the file than was edited; please "
			     "report this "
			     "with the file");
	document_release(&back);
	return ok;
}

static bool same_file(const char *a, const char *b)
{
	return a && b && (!strcmp(a, b) || file_is_same(a, b));
}

/* Whether @path still holds what was last read from or written to it; one that is gone has nothing to lose. */
static bool is_unchanged(const char *path, const struct str *known, struct err *err)
{
	struct str now = STR_INIT;
	bool ok = file_read(path, KEYMAP_FILE_MAX_BYTES, &now, err), same;

	same = ok && now.len == known->len && !memcmp(str_text(&now), str_text(known), now.len);
	str_release(&now);
	if (same || (!ok && err->code == ERR_NOT_FOUND))
		return true;
	if (!ok && err->code != ERR_RANGE)
		return false;
	return err_set(err, ERR_EXISTS,
		       "%s has changed on disk since it was read: write it to another file, or force it",
		       path);
}

static bool same_text(const struct str *a, const struct str *b)
{
	return a->len == b->len && !memcmp(str_text(a), str_text(b), a->len);
}

/* The files that the document includes and that changed are written with it, where they are. */
static bool add_includes(const struct project *project, const char *path, struct str *text, bool force,
			 struct file_item *item, size_t *items, struct err *err)
{
	for (size_t i = 1; i < project->on_disks; i++) {
		const char *name = source_path(project->source, (uint16_t)i);

		if (same_text(&text[i], &project->on_disk[i]))
			continue;
		if (!same_file(path, project->source_path))
			return err_set(
				err, ERR_REFUSED,
				"an edit is in %s, which the file includes: save it where it was opened, "
				"%s",
				name, project->source_path ? project->source_path : "its own folder");
		if (!force && !is_unchanged(name, &project->on_disk[i], err))
			return false;
		item[(*items)++] = (struct file_item){ name, str_text(&text[i]), text[i].len, FILE_REPLACE };
	}
	return true;
}

static bool write_texts(struct project *project, const char *path, struct str *text, bool force,
			struct err *err)
{
	bool own = same_file(project->path, path);
	struct file_item *item = mem_new(count_texts(project) + 1, sizeof(*item));
	size_t items = 1;
	bool ok;

	item[0] = (struct file_item){ path, str_text(&text[0]), text[0].len,
				      own || force ? FILE_REPLACE : FILE_CREATE };
	ok = (!own || force || is_unchanged(path, &project->on_disk[0], err)) &&
	     add_includes(project, path, text, force, item, &items, err);
	if (ok) {
		ok = file_write_all(item, items, err);
		if (!ok && err->code == ERR_EXISTS)
			err_set(err, ERR_EXISTS, "%s is there already: give another name, or force it", path);
	}
	free(item);
	return ok;
}

static bool may_lose(const struct diagnostics *lost, const struct keymap_format *format, bool force,
		     struct err *err)
{
	const struct diagnostic *first = NULL;
	struct str rest = STR_INIT;
	size_t count = lost->dropped;

	for (size_t i = 0; i < lost->count; i++) {
		if (diagnostic_severity(&lost->item[i]) == SEVERITY_NOTE)
			continue;
		first = first ? first : &lost->item[i];
		count++;
	}
	if (!first || force)
		return true;
	if (count > 1)
		str_addf(&rest, " (and %zu more)", count - 1);
	err_set(err, ERR_LOSSY, "%s cannot hold all of this keymap: %s%s", format->name, first->text,
		str_text(&rest));
	str_release(&rest);
	return false;
}

/* What was written is what is known of the disk from now on. */
static void keep_texts(struct project *project, const char *path, const struct keymap_format *format,
		       struct str *text)
{
	char *copy = mem_copy_text(path);

	free(project->path);
	project->path = copy;
	project->format = format;
	free_texts(project->on_disk, project->on_disks);
	project->on_disk = text;
	project->on_disks = count_texts(project);
}

static const struct keymap_format *format_for(const struct project *project, const char *path)
{
	const struct keymap_format *own = own_format(project),
				   *named = path ? keymap_format_of_name(path) : NULL;

	return !named || keymap_format_fits_name(own, path) ? own : named;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Formats that want an identifier make one of a name: nav_keys, NAV_KEYS. */
static bool same_letters(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a && !is_letter(*a))
			a++;
		while (*b && !is_letter(*b))
			b++;
		if ((*a | 0x20) != (*b | 0x20) || !*a || !*b)
			return !*a && !*b;
	}
}

/* Layers that get names where a format wants some lose nothing. */
static size_t count_losses(const struct keymap_diff *diff, const struct keymap *before,
			   const struct keymap *after)
{
	size_t losses = 0;

	for (size_t i = 0; i < diff->changes; i++) {
		const struct keymap_change *change = &diff->change[i];
		bool renamed = change->kind == CHANGE_LAYER_RENAMED;
		uint32_t name = renamed ? keymap_layer_name(before, (size_t)change->a) : 0;

		losses += !renamed ||
			  (name && !same_letters(symbol_text(name),
						 symbol_text(keymap_layer_name(after, (size_t)change->b))));
	}
	return losses;
}

/* What a new text does not give back although nobody said so. */
static bool tell_differences(const struct project *project, const struct keymap *map,
			     const struct keymap_format *format, const struct str *text,
			     struct diagnostics *lost, struct err *err)
{
	const struct layout *layout = &project->keyboard->layout[project->layout];
	struct keymap_side before = { map, layout }, after = { NULL, layout };
	struct document back = { 0 };
	struct keymap_diff diff = { 0 };
	size_t losses = 0;
	bool ok = parse(project, format, NULL, text, &back, err) ||
		  err_wrap(err, "what was written does not read back; please report this with the file");

	after.map = back.map;
	if (ok) {
		keymap_diff(&before, &after, &diff);
		losses = count_losses(&diff, map, back.map);
	}
	if (losses && !lost->count)
		diagnostics_add(lost, &unequal, PLACE_NONE, "%zu things read back otherwise than they are",
				losses);
	keymap_diff_release(&diff);
	document_release(&back);
	return ok;
}

bool project_print_as(const struct project *project, const struct keymap *map, const struct target *firmware,
		      const struct keymap_format *format, struct str *out, struct diagnostics *lost,
		      struct err *err)
{
	const struct compile_input in = project_input(project, map);
	const struct keymap *(*own)(const struct compile_input *, struct diagnostics *) =
		firmware && firmware->words ? firmware->words : format->words;
	const struct keymap *words = own ? own(&in, lost) : keymap_ref(map);
	bool ok = print_text(project, words, format, out, lost, err) &&
		  tell_differences(project, words, format, out, lost, err);

	accept_losses(map, lost);
	keymap_unref(words);
	return ok;
}

bool project_save(struct project *project, const struct keymap *map, const char *path, unsigned force,
		  struct err *err)
{
	const struct keymap_format *format = format_for(project, path);
	const struct keymap *words;
	struct diagnostics lost = { 0 };
	struct str *text;
	bool ok;

	path = path ? path : project->path;
	if (!path)
		return err_set(err, ERR_USAGE, "the keymap has no file yet: give a name to write it to");
	text = project_new_texts(project);
	words = in_words_of(project, map, format, &lost);
	ok = print_texts(project, words, format, text, &lost, err);
	accept_losses(map, &lost);
	ok = ok && may_lose(&lost, format, force & PROJECT_LOSE, err) &&
	     verify(project, words, format, &text[0], lost.count, err) &&
	     write_texts(project, path, text, force & PROJECT_OVERWRITE, err);
	keymap_unref(words);
	if (ok)
		keep_texts(project, path, format, text);
	else
		project_free_texts(project, text);
	diagnostics_release(&lost);
	return ok;
}
