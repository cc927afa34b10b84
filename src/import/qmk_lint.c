/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "import/qmk_lint.h"

static const struct diagnostic_kind kind_default = { "lint-default", SEVERITY_ERROR };
static const struct diagnostic_kind kind_feature = { "lint-feature", SEVERITY_ERROR };
static const struct diagnostic_kind kind_feature_unknown = { "lint-feature-unknown", SEVERITY_NOTE };
static const struct diagnostic_kind kind_keymap_name = { "lint-keymap-name", SEVERITY_ERROR };
static const struct diagnostic_kind kind_member_unknown = { "lint-member-unknown", SEVERITY_NOTE };

struct lint {
	const struct qmk_config *config;
	const struct qmk_facts *facts;
	struct diagnostics *diagnostics;
};

static void report(struct lint *lint, const struct diagnostic_kind *kind, const struct json *node,
		   const char *fmt, ...) PRINTF_LIKE(4, 5);

static void report(struct lint *lint, const struct diagnostic_kind *kind, const struct json *node,
		   const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	struct str text = STR_INIT;
	const char *path;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	if (qmk_config_place(lint->config, node, &path, &place.line, &place.column))
		diagnostics_add_in_file(lint->diagnostics, kind, path, place, "%s", str_text(&text));
	else
		diagnostics_add(lint->diagnostics, kind, PLACE_NONE, "%s", str_text(&text));
	str_release(&text);
}

/* Off or on: a keyboard may not say it. */
static void check_features(struct lint *lint)
{
	static const char *const forbidden[] = { "combo", "dip_switch_map", "encoder_map", "tap_dance",
						 "via" };
	const struct json *features = json_member(lint->config->info, "features");

	for (size_t i = 0; i < COUNT(forbidden); i++) {
		const struct json *node = json_member(features, forbidden[i]);

		if (node)
			report(lint, &kind_feature, node,
			       "features.%s is for keymaps to choose, not for a keyboard; take it out",
			       forbidden[i]);
	}
}

/* Every value of @defaults, whose path is @path, that @info says again. */
static void check_defaults(struct lint *lint, const struct json *defaults, const struct json *info,
			   struct str *path)
{
	size_t len = path->len;

	for (const struct json *node = defaults ? defaults->first : NULL; node && info; node = node->next) {
		const struct json *said = json_member(info, node->key);
		struct str value = STR_INIT;

		str_addf(path, "%s%s", len ? "." : "", node->key);
		if (node->type == JSON_OBJECT) {
			check_defaults(lint, node, said, path);
		} else if (said && json_equal(node, said)) {
			json_add_line(&value, node);
			report(lint, &kind_default, said, "%s: the firmware takes %s anyway; take it out",
			       str_text(path), str_text(&value));
		}
		str_release(&value);
		path->len = len;
		path->data[len] = '\0';
	}
}

/* Only what a JSON file says, since QMK adds to it. */
static bool is_said(const struct lint *lint, const struct json *node)
{
	const char *path, *end;
	int line, column;

	if (!qmk_config_place(lint->config, node, &path, &line, &column))
		return false;
	end = strrchr(path, '.');
	return end && !strcmp(end, ".json");
}

static void check_feature_names(struct lint *lint)
{
	const struct json *features = json_member(lint->config->info, "features");
	struct str path = STR_INIT;

	for (const struct json *node = features ? features->first : NULL; node; node = node->next) {
		const struct qmk_member *member;

		str_clear(&path);
		str_addf(&path, "features.%s", node->key);
		member = qmk_member_find(str_text(&path));
		if (is_said(lint, node) && (!member || strcmp(member->path, str_text(&path)) != 0))
			report(lint, &kind_feature_unknown, node,
			       "the firmware has no feature \"%s\"; is it misspelt?", node->key);
	}
	str_release(&path);
}

static bool is_mapped(const struct qmk_map *map, const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < map->count; i++) {
		const char *key = map->row[i].info_key;

		if (!strncmp(key, path, len) && (!key[len] || key[len] == '.'))
			return true;
	}
	return false;
}

/* The maps have members that the schema lacks, "mousekey.delay" among them. */
static bool is_known(const struct lint *lint, const char *path)
{
	return qmk_member_find(path) || is_mapped(&lint->facts->config_h, path) ||
	       is_mapped(&lint->facts->rules_mk, path);
}

/* Names in objects that QMK's schema leaves open: most are misspelt, or of another version. */
static void check_names(struct lint *lint, const struct json *object, struct str *path)
{
	size_t len = path->len;

	for (const struct json *node = object->first; node; node = node->next) {
		str_addf(path, "%s%s", len ? "." : "", node->key);
		if (!is_known(lint, str_text(path)) && is_said(lint, node))
			report(lint, &kind_member_unknown, node,
			       "%s is no member that QMK knows; is it misspelt?", str_text(path));
		else if (node->type == JSON_OBJECT && strcmp(str_text(path), "layouts") != 0)
			check_names(lint, node, path);
		path->len = len;
		path->data[len] = '\0';
	}
}

void qmk_lint_config(const struct qmk_config *config, const struct qmk_facts *facts,
		     struct diagnostics *diagnostics)
{
	struct lint lint = { config, facts, diagnostics };
	struct str path = STR_INIT;

	check_features(&lint);
	check_defaults(&lint, facts->code_defaults, config->info, &path);
	check_feature_names(&lint);
	check_names(&lint, config->info, &path);
	str_release(&path);
}

bool qmk_lint_keymap_name(const char *id, const char *name, struct diagnostics *diagnostics)
{
	static const char first[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	static const char rest[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

	if (!strcmp(name, "via") || !strcmp(name, "vial")) {
		diagnostics_add(
			diagnostics, &kind_keymap_name, PLACE_NONE,
			"keymap %s of %s: such a keymap does not belong into QMK's tree; keep it elsewhere",
			name, id);
		return false;
	}
	if (strlen(name) < 2 || strspn(name, first) == 0 || strspn(name, rest) != strlen(name))
		diagnostics_add(diagnostics, &kind_keymap_name, PLACE_NONE,
				"keymap %s of %s: expected a name of two or more of a-z, 0-9 and _", name,
				id);
	return true;
}
