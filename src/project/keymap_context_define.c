/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "compile/generate.h"
#include "keymap_context_private.h"

/*
 * The macros that QMK's build gives to a keymap.c: of features and names on the command line (its builddefs), and
 * of every config.h, which are included before it.
 */

enum { MAX_BYTES = 1 << 20, MAX_DEFINES = 20000 };

/* What a feature turns on besides itself. */
static const struct {
	const char *feature, *also;
} implied[] = {
	{ "MOUSEKEY_ENABLE", "MOUSE_ENABLE" },         { "POINTING_DEVICE_ENABLE", "MOUSE_ENABLE" },
	{ "VIA_ENABLE", "DYNAMIC_KEYMAP_ENABLE" },     { "VIA_ENABLE", "RAW_ENABLE" },
	{ "VIA_ENABLE", "TRI_LAYER_ENABLE" },          { "DYNAMIC_KEYMAP_ENABLE", "SEND_STRING_ENABLE" },
	{ "UNICODE_ENABLE", "UNICODE_COMMON_ENABLE" }, { "UNICODEMAP_ENABLE", "UNICODE_COMMON_ENABLE" },
	{ "UCIS_ENABLE", "UNICODE_COMMON_ENABLE" },
};

/* Those that are on unless rules.mk says no. */
static const char *const usual[] = { "GRAVE_ESC_ENABLE", "MAGIC_ENABLE", "SEND_STRING_ENABLE",
				     "SPACE_CADET_ENABLE" };

static void read_rules_of(struct keymap_surroundings *at, const char *folder)
{
	char *path = file_join(folder, "rules.mk");
	struct str text = STR_INIT;
	struct err ignored;

	if (file_is_regular(path) && file_read(path, MAX_BYTES, &text, &ignored))
		rules_mk_read(&at->rules, str_text(&text), text.len, 0);
	str_release(&text);
	free(path);
}

/* USER_NAME, which may be set with := (model: the reader of rules.mk takes the colon for a part of the name). */
static const char *user_name(const struct keymap_surroundings *at)
{
	const struct assignment *name = assignments_find(&at->rules, "USER_NAME :");

	if (!name)
		name = assignments_find(&at->rules, "USER_NAME");
	return name && name->value && name->value[0] ? name->value : at->keymap;
}

void keymap_context_read_rules(struct keymap_surroundings *at)
{
	read_rules_of(at, at->folder);
	at->user = mem_copy_text(user_name(at));
	for (size_t i = 0; i < at->tops.count; i++) {
		struct str folder = STR_INIT;

		str_addf(&folder, "%s/users/%s", at->tops.name[i], at->user);
		read_rules_of(at, str_text(&folder));
		str_release(&folder);
	}
}

static void define(struct keymap_surroundings *at, const char *name, const char *value)
{
	names_add(&at->texts, name);
	names_add(&at->texts, value);
}

static void upper(char *text)
{
	for (; *text; text++)
		*text = (char)toupper((unsigned char)*text);
}

static bool is_defined(const struct keymap_surroundings *at, const char *name)
{
	for (size_t i = 0; i + 1 < at->texts.count; i += 2)
		if (!strcmp(at->texts.name[i], name))
			return true;
	return false;
}

/* NAME_ENABLE by rules.mk; @otherwise: it does not say. */
static bool is_on(const struct keymap_surroundings *at, const char *name, bool otherwise)
{
	const struct assignment *rule = assignments_find(&at->rules, name);

	return rule && rule->value ? !strcmp(rule->value, "yes") : otherwise;
}

static void define_features(struct keymap_surroundings *at, const struct keyboard *keyboard)
{
	for (size_t i = 0; i < COUNT(usual); i++)
		if (is_on(at, usual[i], true))
			define(at, usual[i], "");
	for (size_t i = 0; keyboard && i < keyboard->features; i++) {
		struct str name = STR_INIT;

		str_addf(&name, "%s_enable", keyboard->feature[i]);
		upper(name.data);
		if (is_on(at, str_text(&name), true) && !is_defined(at, str_text(&name)))
			define(at, str_text(&name), "");
		str_release(&name);
	}
	for (size_t i = 0; i < at->rules.count; i++) {
		const char *name = at->rules.item[i].name;
		size_t len = strlen(name);

		if (len > 7 && !strcmp(name + len - 7, "_ENABLE") && is_on(at, name, false) &&
		    !is_defined(at, name))
			define(at, name, "");
	}
	for (size_t i = 0; i < COUNT(implied); i++)
		if (is_defined(at, implied[i].feature) && !is_defined(at, implied[i].also))
			define(at, implied[i].also, "");
}

/* -DNAME and -DNAME=value of OPT_DEFS. */
static void define_options(struct keymap_surroundings *at)
{
	const struct assignment *options = assignments_find(&at->rules, "OPT_DEFS");
	const char *text = options && options->value ? options->value : "";

	for (;;) {
		size_t len;

		text += strspn(text, " \t");
		len = strcspn(text, " \t");
		if (!len)
			return;
		if (len > 2 && !strncmp(text, "-D", 2)) {
			char *word = mem_new(len - 1, 1), *equals;

			memcpy(word, text + 2, len - 2);
			equals = strchr(word, '=');
			if (equals)
				*equals = '\0';
			define(at, word, equals ? equals + 1 : "1");
			free(word);
		}
		text += len;
	}
}

/* Behind the next part of a keyboard's name; 0: there are no more. */
static size_t next_level(const char *id, size_t end)
{
	if (!id[end])
		return 0;
	end += id[end] == '/';
	return end + strcspn(id + end, "/");
}

/* KEYBOARD_planck and KEYBOARD_planck_rev7 of planck/rev7. */
static void define_names(struct keymap_surroundings *at)
{
	struct str name = STR_INIT;

	for (size_t end = 0; (end = next_level(at->id, end));) {
		str_clear(&name);
		str_add(&name, "KEYBOARD_");
		str_add_bytes(&name, at->id, end);
		for (char *c = name.data; *c; c++)
			if (!isalnum((unsigned char)*c))
				*c = '_';
		define(at, str_text(&name), "");
	}
	str_release(&name);
	define(at, "QMK_KEYBOARD_H", "\"default_keyboard.h\"");
}

static void define_matrix(struct keymap_surroundings *at, const struct keyboard *keyboard)
{
	struct str number = STR_INIT;

	if (keyboard && keyboard->rows && keyboard->cols) {
		str_addf(&number, "%d", keyboard->rows);
		define(at, "MATRIX_ROWS", str_text(&number));
		str_clear(&number);
		str_addf(&number, "%d", keyboard->cols);
		define(at, "MATRIX_COLS", str_text(&number));
	}
	if (keyboard && keyboard->encoders) {
		str_clear(&number);
		str_addf(&number, "%d", keyboard->encoders);
		define(at, "NUM_ENCODERS", str_text(&number));
	}
	if (keyboard && keyboard->split)
		define(at, "SPLIT_KEYBOARD", "");
	str_release(&number);
}

/* #include of @name when a file of that name is below one of the tops. */
static bool include(const struct keymap_surroundings *at, const char *name, struct str *out)
{
	bool found = false;

	for (size_t i = 0; !found && i < at->tops.count; i++) {
		char *path = file_join(at->tops.name[i], name);

		found = file_is_regular(path);
		free(path);
	}
	if (found)
		str_addf(out, "#include \"%s\"\n", name);
	return found;
}

/* The keyboard's config.h, from the top down. */
static void include_configs(const struct keymap_surroundings *at, struct str *out)
{
	struct str name = STR_INIT;

	for (size_t end = 0; (end = next_level(at->id, end));) {
		str_clear(&name);
		str_addf(&name, "keyboards/%.*s/config.h", (int)end, at->id);
		include(at, str_text(&name), out);
	}
	str_release(&name);
}

/* Its own header: QMK takes the topmost. */
static void include_header(const struct keymap_surroundings *at, struct str *out)
{
	struct str name = STR_INIT;
	bool found = false;

	for (size_t start = 0, end = 0; !found && (end = next_level(at->id, end)); start = end + 1) {
		str_clear(&name);
		str_addf(&name, "keyboards/%.*s/%.*s.h", (int)end, at->id, (int)(end - start),
			 at->id + start);
		found = include(at, str_text(&name), out);
	}
	str_release(&name);
}

/* enum keyboard_keycodes, as QMK makes it of the keyboard's data. */
static void add_keycodes(const struct json *info, struct str *out)
{
	const struct json *keycodes = info ? json_find(info, "keycodes") : NULL;

	if (!keycodes || keycodes->type != JSON_ARRAY || !keycodes->first)
		return;
	str_add(out, "enum keyboard_keycodes {\n");
	for (const struct json *k = keycodes->first; k; k = k->next)
		str_addf(out, "%s%s,\n", json_text(json_find(k, "key")),
			 k == keycodes->first ? " = QK_KB_0" : "");
	str_add(out, "};\n");
}

/* info_config.h of the keyboard's data. */
static void add_generated(const struct qmk_config *config, struct tree *tree, struct str *out)
{
	const struct generator *generator = generator_find("config-h");
	struct diagnostics ignored = { 0 };
	struct err err;
	const struct qmk_facts *facts = tree_facts(tree, &err);
	struct str text = STR_INIT;

	if (facts && generator->emit(&(struct generate_input){ .info = config->info,
							       .config_h = &facts->config_h,
							       .rules_mk = &facts->rules_mk,
							       .once = facts->once },
				     &text, &ignored, &err))
		str_add(out, str_text(&text));
	diagnostics_release(&ignored);
	str_release(&text);
}

static void include_own(const struct keymap_surroundings *at, struct str *out)
{
	char *path = file_join(at->folder, "config.h");
	struct str name = STR_INIT;

	str_addf(&name, "users/%s/config.h", at->user);
	include(at, str_text(&name), out);
	if (file_is_regular(path))
		str_add(out, "#include \"config.h\"\n");
	str_release(&name);
	free(path);
}

/* The macros of the command line, and room for @more. */
static struct import_define *list_texts(const struct keymap_surroundings *at, size_t more)
{
	size_t count = at->texts.count / 2;
	struct import_define *list = mem_new(count + more + 1, sizeof(*list));

	for (size_t i = 0; i < count; i++)
		list[i] = (struct import_define){ at->texts.name[2 * i], at->texts.name[2 * i + 1] };
	return list;
}

/* The macros that all config.h leave. Those with arguments have no place in import_input. */
static void run_config(struct keymap_context *context, const struct str *text)
{
	struct keymap_surroundings *at = context->at;
	struct import_define *first = list_texts(at, 0);
	struct diagnostics ignored = { 0 };
	size_t macros;

	at->config = cpp_run(&(struct import_input){ .path = "config.h",
						     .text = str_text(text),
						     .len = text->len,
						     .includes = &context->includes,
						     .define = first,
						     .defines = at->texts.count / 2 },
			     &ignored);
	macros = cpp_macro_count(at->config);
	if (macros > MAX_DEFINES)
		macros = MAX_DEFINES;
	context->define = list_texts(at, macros);
	context->defines = at->texts.count / 2;
	for (size_t i = 0; i < macros; i++) {
		const struct cpp_macro *macro = cpp_macro_at(at->config, i);

		if (!macro->function)
			context->define[context->defines++] =
				(struct import_define){ macro->name, macro->body };
	}
	free(first);
	diagnostics_release(&ignored);
}

void keymap_context_define(struct keymap_context *context, const struct keyboard *keyboard)
{
	struct keymap_surroundings *at = context->at;
	struct diagnostics ignored = { 0 };
	struct str text = STR_INIT;
	struct err err;
	struct qmk_config *config =
		at->tree && at->id[0] ? tree_config(at->tree, at->id, &ignored, &err) : NULL;

	define_features(at, keyboard);
	define_options(at);
	define_names(at);
	define_matrix(at, keyboard);
	add_keycodes(config ? config->info : NULL, &at->header);
	include_header(at, &at->header);
	include_configs(at, &text);
	if (config)
		add_generated(config, at->tree, &text);
	include_own(at, &text);
	run_config(context, &text);
	str_release(&text);
	qmk_config_free(config);
	diagnostics_release(&ignored);
}
