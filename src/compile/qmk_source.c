/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json.h"
#include "model/keycode.h"
#include "qmk.h"

static const struct diagnostic_kind alias_name = { "qmk-alias-name", SEVERITY_ERROR };
static const struct diagnostic_kind language = { "qmk-host-language", SEVERITY_ERROR };
static const struct diagnostic_kind left_out = { "qmk-left-out", SEVERITY_WARNING };

/* The keymap.json that the keymap was read from; NULL when it was read from something else. The caller frees. */
static struct json_doc *read_source(const struct source *source)
{
	struct err err = { 0 };
	struct json_doc *doc = source ? json_parse(source->text, source->len, &err) : NULL;

	if (doc && json_find(json_root(doc), "layers"))
		return doc;
	json_doc_free(doc);
	return NULL;
}

static void tell(const struct json_doc *doc, const struct json *node, const char *path,
		 struct diagnostics *out)
{
	struct place place = PLACE_NONE;

	json_place(doc, node->key_span.start, &place.line, &place.column);
	diagnostics_add(
		out, &left_out, place,
		"%s is not compiled to keymap.c: it is left out; QMK itself builds it from keymap.json",
		path);
}

/* Settings of a keymap are numbers, switches and words; what else "config" holds is in the text alone. */
static void check_config(const struct json_doc *doc, const struct json *object, struct str *path,
			 struct diagnostics *out)
{
	size_t len = path->len;

	for (const struct json *node = object->first; node; node = node->next) {
		str_addf(path, ".%s", node->key);
		if (node->type == JSON_OBJECT)
			check_config(doc, node, path, out);
		else if (node->type == JSON_ARRAY || (node->type == JSON_NUMBER && !node->whole))
			tell(doc, node, str_text(path), out);
		path->len = len;
		path->data[len] = '\0';
	}
}

static bool is_language(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return len && len <= 40 && !text[len];
}

static bool is_alias(const char *text)
{
	uint16_t code;

	return qmk_is_identifier(text) && !keycode_find(text, strlen(text), &code);
}

/* Other names for keycodes of the user's own: each is @out's to complain about, or goes to @text as a macro. */
static void each_alias(const struct json_doc *doc, struct str *text, struct diagnostics *out)
{
	const struct json *keycodes = json_find(json_root(doc), "keycodes");

	for (const struct json *node = keycodes ? keycodes->first : NULL; node; node = node->next) {
		const struct json *aliases = json_find(node, "aliases");
		const char *name = json_text(json_find(node, "key"));

		for (const struct json *alias = aliases ? aliases->first : NULL; alias; alias = alias->next) {
			struct place place = PLACE_NONE;

			if (text && is_alias(json_text(alias)) && qmk_is_identifier(name))
				str_addf(text, "#define %s %s\n", json_text(alias), name);
			if (!out || is_alias(json_text(alias)))
				continue;
			json_place(doc, alias->span.start, &place.line, &place.column);
			diagnostics_add(out, &alias_name, place,
					"an alias is a name of C that is no keycode of QMK, not '%s'",
					json_text(alias));
		}
	}
}

void qmk_check_source(const struct compile_input *in, struct diagnostics *out)
{
	static const char *const unheld[] = { "converter", "dip_switches", "modules" };
	struct json_doc *doc = read_source(in->source);
	const struct json *node;
	struct str path = STR_INIT;

	if (!doc)
		return;
	for (size_t i = 0; i < COUNT(unheld); i++) {
		node = json_find(json_root(doc), unheld[i]);
		if (node && (node->count || node->type == JSON_TEXT))
			tell(doc, node, unheld[i], out);
	}
	node = json_find(json_root(doc), "config");
	str_add(&path, "config");
	if (node && node->type == JSON_OBJECT)
		check_config(doc, node, &path, out);
	str_release(&path);
	each_alias(doc, NULL, out);
	node = json_find(json_root(doc), "host_language");
	if (node && !is_language(json_text(node))) {
		struct place place = PLACE_NONE;

		json_place(doc, node->span.start, &place.line, &place.column);
		diagnostics_add(out, &language, place, "host_language must be one word, such as \"german\"");
	}
	json_doc_free(doc);
}

void qmk_emit_language(const struct compile_input *in, struct str *out)
{
	struct json_doc *doc = read_source(in->source);
	const char *name = doc ? json_text(json_find(json_root(doc), "host_language")) : "";

	if (!name[0] && in->language && is_language(in->language))
		name = in->language;
	if (name[0])
		str_addf(out, "#include \"keymap_%s.h\"\n#include \"sendstring_%s.h\"\n", name, name);
	json_doc_free(doc);
}

void qmk_emit_aliases(const struct source *source, struct str *out)
{
	struct json_doc *doc = read_source(source);
	size_t before = out->len;

	if (doc)
		each_alias(doc, out, NULL);
	if (out->len > before)
		str_add_char(out, '\n');
	json_doc_free(doc);
}
