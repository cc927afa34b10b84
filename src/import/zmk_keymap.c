/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "zmk_keymap_private.h"

/* What Zephyr's build defines when it preprocesses devicetree sources, behind the caller's own. */
static struct import_define *defines_of(const struct import_input *in)
{
	struct import_define *define = mem_new(in->defines + 1, sizeof(*define));

	for (size_t i = 0; i < in->defines; i++)
		define[i] = in->define[i];
	define[in->defines] = (struct import_define){ "__DTS__", NULL };
	return define;
}

/* config/corne.keymap is for the keyboard corne. */
static char *name_of_path(const char *path)
{
	const char *base = strrchr(path, '/');
	struct str name = STR_INIT;

	base = base ? base + 1 : path;
	str_add_bytes(&name, base, strcspn(base, "."));
	return str_take(&name);
}

static bool read_keymap(struct zmk_reader *reader, struct document *out, struct err *err)
{
	if (cpp_failure(reader->cpp)) {
		*err = *cpp_failure(reader->cpp);
		return false;
	}
	reader->dts = dts_parse(reader->cpp, reader->diagnostics);
	zmk_collect_behaviors(reader);
	if (!zmk_collect_layers(reader, err))
		return false;
	zmk_put_layers(reader);
	zmk_put_definitions(reader);
	zmk_put_settings(reader);
	reader->source = source_new(reader->in->text, reader->in->len, reader->map);
	zmk_put_source(reader);
	out->map = reader->map;
	out->source = reader->source;
	out->keyboard = name_of_path(reader->in->path);
	out->keymap = mem_copy_text("");
	out->language = mem_copy_text("");
	zmk_put_geometry(reader, out);
	return true;
}

bool zmk_keymap_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		     struct err *err)
{
	struct import_define *define = defines_of(in);
	struct zmk_includes includes;
	struct import_input own = *in;
	struct zmk_reader *reader = mem_new(1, sizeof(*reader));
	bool read;

	zmk_includes_init(&includes, in->includes);
	own.includes = &includes.all;
	own.define = define;
	own.defines++;
	reader->in = &own;
	reader->diagnostics = diagnostics;
	reader->cpp = cpp_run(&own, diagnostics);
	reader->token = cpp_tokens(reader->cpp, &reader->tokens);
	read = read_keymap(reader, out, err);
	zmk_release_layers(reader);
	zmk_release_behaviors(reader);
	free(reader->told);
	free(reader->macro);
	free(reader->defined);
	dts_free(reader->dts);
	cpp_free(reader->cpp);
	free(reader);
	free(define);
	return read;
}
