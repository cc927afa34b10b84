/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "base/mem.h"
#include "drawing.h"
#include "project/generate.h"
#include "project/locate.h"

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

static bool generate_source(const struct generator *generator, const struct located *located,
			    const struct qmk_facts *facts, const struct qmk_config *config, struct str *out,
			    struct diagnostics *diagnostics, struct err *err)
{
	char *header = located->tree ? find_header(located->tree, located->id) : NULL;
	const struct generate_input input = { .info = config->info,
					      .config_h = &facts->config_h,
					      .rules_mk = &facts->rules_mk,
					      .once = facts->once,
					      .include = header };
	bool ok = generator->emit(&input, out, diagnostics, err);

	free(header);
	return ok;
}

static bool generate_drawing(const struct generator *generator, const struct located *located,
			     const struct qmk_config *config, struct str *out,
			     struct diagnostics *diagnostics, struct err *err)
{
	struct keyboard *kb = located_keyboard(located, config, diagnostics, err);
	struct via_definition *definition = located->drawn ? drawing_definition(located->path) : NULL;
	struct hardware *hardware = kb ? located_hardware(located, config, diagnostics) : NULL;
	const struct generate_input input = { .keyboard = kb,
					      .hardware = hardware,
					      .definition = definition };
	bool ok = kb && generator->emit(&input, out, diagnostics, err);

	via_definition_free(definition);
	hardware_free(hardware);
	keyboard_free(kb);
	return ok;
}

static bool generate_keyboard(const struct generator *generator, const char *what, const char *home,
			      struct str *out, struct diagnostics *diagnostics, struct err *err)
{
	const struct qmk_facts *facts = NULL;
	struct qmk_config *config = NULL;
	struct located located;
	bool ok = false;

	if (!locate(what, home, &located, err))
		goto out;
	facts = located.tree ? tree_facts(located.tree, err) : qmk_facts_builtin();
	config = facts ? located_config(&located, diagnostics, err) : NULL;
	if (!config)
		goto out;
	if (generator->is_drawing)
		ok = generate_drawing(generator, &located, config, out, diagnostics, err);
	else if (config->refused)
		ok = err_set(err, ERR_REFUSED, "%s: QMK's own tools refuse its data: correct it first", what);
	else
		ok = generate_source(generator, &located, facts, config, out, diagnostics, err) ||
		     err_wrap(err, "%s", what);
out:
	qmk_config_free(config);
	located_release(&located);
	return ok;
}

static void take_problem(void *data, const struct schema_problem *problem)
{
	err_set(data, ERR_PARSE, "%s%s%s", problem->path, problem->path[0] ? ": " : "", problem->text);
}

/* "config" and "converter" are what is looked at; a keymap without has no settings. */
static bool take_keymap(const struct json *root, const struct qmk_facts *facts, struct generate_input *input,
			struct err *err)
{
	static const struct json none = { .type = JSON_OBJECT };
	const struct json *config = json_member(root, "config");

	*input = (struct generate_input){ .info = config ? config : &none,
					  .config_h = &facts->config_h,
					  .rules_mk = &facts->rules_mk,
					  .once = facts->once,
					  .keymap = true,
					  .converter = json_text(json_member(root, "converter")) };
	return schema_check(facts->keymap, root, take_problem, err);
}

static bool generate_keymap(const struct generator *generator, const struct str *text, const char *home,
			    struct str *out, struct diagnostics *diagnostics, struct err *err)
{
	struct tree *tree = tree_open(home, err);
	const struct qmk_facts *facts = tree ? tree_facts(tree, err) : NULL;
	struct json_doc *doc = facts ? json_parse(str_text(text), text->len, err) : NULL;
	struct generate_input input;
	bool ok = doc && take_keymap(json_root(doc), facts, &input, err) &&
		  generator->emit(&input, out, diagnostics, err);

	json_doc_free(doc);
	tree_close(tree);
	return ok;
}

bool project_generate(const struct generator *generator, const char *what, const char *home, struct str *out,
		      struct diagnostics *diagnostics, struct err *err)
{
	struct str text = STR_INIT;
	bool is_file = file_is_regular(what), ok = false;

	if (is_file && !file_read(what, JSON_MAX_BYTES, &text, err))
		goto out;
	if (!is_file || locate_is_keyboard_file(what, &text))
		ok = generate_keyboard(generator, what, home, out, diagnostics, err);
	else if (!generator->for_keymap)
		err_set(err, ERR_USAGE, "%s is made of a keyboard, and %s is a keymap", generator->name,
			what);
	else
		ok = generate_keymap(generator, &text, home, out, diagnostics, err) ||
		     err_wrap(err, "%s", what);
out:
	str_release(&text);
	return ok;
}
