/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "base/mem.h"
#include "project/generate.h"

enum { MAX_LEVELS = 5 }; /* of folders that QMK's make looks for headers in */

/* The header that a keyboard's generated one includes: "planck.h", of the folder nearest to the top that has one. NULL:
 * none has. The caller frees. */
static char *find_header(struct tree *tree, const char *id)
{
	const struct qmk_files *files = tree_files(tree);
	char *folder = mem_copy_text(id), *found = NULL;

	for (int level = 0; files && level < MAX_LEVELS; level++) {
		const char *name = file_base(folder);
		struct str path = STR_INIT;
		char *slash = strrchr(folder, '/');

		str_addf(&path, "keyboards/%s/%s.h", folder, name);
		if (files->exists(files->data, str_text(&path))) {
			free(found);
			found = mem_copy_text(file_base(str_text(&path)));
		}
		str_release(&path);
		if (!slash)
			break;
		*slash = '\0';
	}
	free(folder);
	return found;
}

static bool generate_keyboard(const struct generator *generator, struct tree *tree, const char *id,
			      struct generate_input *input, struct str *out, struct diagnostics *diagnostics,
			      struct err *err)
{
	struct qmk_config *config = tree_config(tree, id, diagnostics, err);
	char *header;
	bool ok;

	if (!config)
		return false;
	header = find_header(tree, id);
	input->keyboard = id;
	input->info = config->info;
	input->include = header;
	if (config->refused)
		ok = err_set(err, ERR_REFUSED, "QMK's own tools refuse the data of %s: correct it first", id);
	else
		ok = generator->emit(input, out, diagnostics, err) || err_wrap(err, "%s", id);
	free(header);
	qmk_config_free(config);
	return ok;
}

static bool generate_keymap(const struct generator *generator, const char *path, struct generate_input *input,
			    struct str *out, struct diagnostics *diagnostics, struct err *err)
{
	static const struct json empty = { .type = JSON_OBJECT };
	struct str text = STR_INIT;
	struct json_doc *doc = NULL;
	const struct json *config, *converter;
	bool ok = false;

	if (!generator->for_keymap)
		return err_set(err, ERR_USAGE, "%s is made of a keyboard, not of a keymap", generator->name);
	if (!file_read(path, JSON_MAX_BYTES, &text, err))
		goto out;
	doc = json_parse(str_text(&text), text.len, err);
	if (!doc) {
		err_wrap(err, "%s", path);
		goto out;
	}
	config = json_member(json_root(doc), "config");
	converter = json_member(json_root(doc), "converter");
	input->keymap = true;
	input->info = config ? config : &empty;
	input->converter = converter ? json_text(converter) : NULL;
	if (input->info->type != JSON_OBJECT || (converter && converter->type != JSON_TEXT))
		err_set(err, ERR_PARSE, "%s: expected \"config\" to be an object and \"converter\" a text",
			path);
	else
		ok = generator->emit(input, out, diagnostics, err) || err_wrap(err, "%s", path);
out:
	json_doc_free(doc);
	str_release(&text);
	return ok;
}

bool project_generate(const struct generator *generator, struct tree *tree, const char *what, struct str *out,
		      struct diagnostics *diagnostics, struct err *err)
{
	const struct qmk_facts *facts = tree_facts(tree, err);
	struct generate_input input = { 0 };
	char *id;
	bool ok;

	if (!facts)
		return false;
	input.config_h = &facts->config_h;
	input.rules_mk = &facts->rules_mk;
	if (file_is_regular(what))
		return generate_keymap(generator, what, &input, out, diagnostics, err);
	id = tree_resolve(tree, what, err);
	ok = id && generate_keyboard(generator, tree, id, &input, out, diagnostics, err);
	free(id);
	return ok;
}
