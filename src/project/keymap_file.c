/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "import/keymap_c.h"
#include "import/zmk_keymap.h"
#include "locate_private.h"
#include "project/keymap_context.h"
#include "project/keymap_file.h"
#include "project/zmk_repository.h"

static bool find_format(struct keymap_file *file, struct err *err)
{
	struct str known = STR_INIT;

	if (!file->format)
		file->format = keymap_format_of(file->path, str_text(&file->text), file->text.len);
	if (file->format)
		return true;
	for (size_t i = 0; i < keymap_format_count(); i++)
		str_addf(&known, "%s%s", i ? ", " : "", keymap_format_at(i)->name);
	err_set(err, ERR_PARSE, "%s is no keymap of a sort that is known: %s", file->path, str_text(&known));
	str_release(&known);
	return false;
}

static bool take(struct keymap_file *file, const char *path, const struct keymap_format *format,
		 struct err *err)
{
	file->path = mem_copy_text(path);
	file->format = format;
	if (find_format(file, err))
		return true;
	keymap_file_release(file);
	return false;
}

bool keymap_file_read(const char *path, const struct keymap_format *format, struct keymap_file *out,
		      struct err *err)
{
	return file_read(path, KEYMAP_FILE_MAX_BYTES, &out->text, err) && take(out, path, format, err);
}

char *keymap_file_in_folder(const char *folder)
{
	static const char *const names[] = { "keymap.json", "keymap.c" };

	for (size_t i = 0; i < COUNT(names); i++) {
		char *path = file_join(folder, names[i]);

		if (file_is_regular(path))
			return path;
		free(path);
	}
	return NULL;
}

bool keymap_file_take(const char *path, const char *text, size_t len, const struct keymap_format *format,
		      struct keymap_file *out, struct err *err)
{
	str_add_bytes(&out->text, text, len);
	return take(out, path, format, err);
}

void keymap_file_release(struct keymap_file *file)
{
	free(file->path);
	str_release(&file->text);
	*file = (struct keymap_file){ 0 };
}

static bool parse_in_context(const struct keymap_file *file, struct import_input *in, struct document *out,
			     struct diagnostics *diagnostics, struct err *err)
{
	struct keymap_context context;
	bool ok;

	keymap_context_init(&context, file->path, in->keyboard, NULL);
	for (size_t i = 1; file->source && i <= file->source->includes; i++)
		keymap_context_put(&context, source_path(file->source, (uint16_t)i), &file->include[i]);
	in->includes = &context.includes;
	in->define = context.define;
	in->defines = context.defines;
	in->after = context.after;
	ok = file->format->read(in, out, diagnostics, err);
	keymap_context_release(&context);
	return ok;
}

static bool parse_in_repository(const struct keymap_file *file, struct import_input *in, struct document *out,
				struct diagnostics *diagnostics, struct err *err)
{
	struct zmk_repository repository;
	bool ok;

	zmk_repository_init(&repository, file->path);
	for (size_t i = 1; file->source && i <= file->source->includes; i++)
		zmk_repository_put(&repository, source_path(file->source, (uint16_t)i), &file->include[i]);
	in->includes = &repository.includes;
	ok = file->format->read(in, out, diagnostics, err);
	zmk_repository_release(&repository);
	return ok;
}

bool keymap_file_parse(const struct keymap_file *file, const struct keyboard *keyboard, struct document *out,
		       struct diagnostics *diagnostics, struct err *err)
{
	struct import_input in = {
		.path = file->path,
		.text = str_text(&file->text),
		.len = file->text.len,
		.keyboard = keyboard,
		.layout = file->layout,
	};
	bool ok;

	if (file->format->read == keymap_c_read)
		ok = parse_in_context(file, &in, out, diagnostics, err);
	else if (file->format->read == zmk_keymap_read)
		ok = parse_in_repository(file, &in, out, diagnostics, err);
	else
		ok = file->format->read(&in, out, diagnostics, err);
	return ok || err_wrap(err, "%s", file->path);
}

bool keymap_file_locate(const struct keymap_file *file, const char *home, struct located *out,
			struct err *err)
{
	struct diagnostics ignored = { 0 };
	struct document document = { 0 };
	bool ok = keymap_file_parse(file, NULL, &document, &ignored, err);

	*out = (struct located){ 0 };
	if (ok && document.board && !document.board->guessed)
		err_set(err, ERR_NONE, "it has a keyboard of its own");
	else if (ok)
		ok = locate_for_keymap(file->path, &document, home, out, err);
	document_release(&document);
	diagnostics_release(&ignored);
	return ok;
}
