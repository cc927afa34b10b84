/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "config_private.h"

static bool is_plain(const struct json *value)
{
	return value->type != JSON_ARRAY && value->type != JSON_OBJECT;
}

/* A text that would be taken for something else without its quotes, as an element: "" and "a, b". */
static bool needs_quotes(const char *text)
{
	return !*text || strpbrk(text, ", \t\"[]{}");
}

static bool is_plain_list(const struct json *value)
{
	if (value->type != JSON_ARRAY || !value->count)
		return false;
	for (const struct json *node = value->first; node; node = node->next)
		if (!is_plain(node) || (node->type == JSON_TEXT && needs_quotes(node->text)))
			return false;
	return true;
}

void config_add_value(struct str *out, const struct json *value)
{
	if (value->type == JSON_TEXT) {
		str_add(out, value->text);
		return;
	}
	if (!is_plain_list(value)) {
		json_add_line(out, value);
		return;
	}
	for (const struct json *node = value->first; node; node = node->next) {
		str_add(out, node == value->first ? "" : ", ");
		config_add_value(out, node);
	}
}

void config_add_summary(struct str *out, const struct json *value)
{
	bool records = value->first && !is_plain(value->first);

	if (value->type == JSON_OBJECT)
		str_addf(out, "%zu %s", value->count, value->count == 1 ? "member" : "members");
	else if (value->type == JSON_ARRAY && (records || !value->count))
		str_addf(out, "%zu %s", value->count, value->count == 1 ? "element" : "elements");
	else
		config_add_value(out, value);
}

/* What @typed, one word or JSON, says by itself; NULL: a text. */
static struct json *literal(struct json_doc *doc, const char *typed)
{
	struct err ignored;
	struct json_doc *parsed = json_parse(typed, strlen(typed), &ignored);
	const struct json *root = parsed ? json_root(parsed) : NULL;
	struct json *value = NULL;

	if (root && !root->bare)
		value = json_copy(doc, root);
	json_doc_free(parsed);
	return value;
}

static bool type_fits(enum schema_type type, const struct json *value)
{
	static const enum json_type types[] = {
		[SCHEMA_BOOL] = JSON_BOOL, [SCHEMA_INT] = JSON_NUMBER, [SCHEMA_NUMBER] = JSON_NUMBER,
		[SCHEMA_TEXT] = JSON_TEXT, [SCHEMA_LIST] = JSON_ARRAY, [SCHEMA_OBJECT] = JSON_OBJECT,
	};

	return type == SCHEMA_ANY || types[type] == value->type;
}

static struct json *parse_bool(struct json_doc *doc, const char *typed)
{
	static const struct {
		const char *word;
		bool yes;
	} words[] = { { "true", true }, { "false", false }, { "yes", true },
		      { "no", false },  { "on", true },     { "off", false } };

	for (size_t i = 0; i < COUNT(words); i++)
		if (!strcmp(words[i].word, typed))
			return json_new_bool(doc, words[i].yes);
	return NULL;
}

/* One plain value: what it says by itself where that may stand there, else a text. */
static struct json *parse_plain(struct json_doc *doc, const struct schema_facts *facts, const char *typed)
{
	struct json *value;

	if (facts->type == SCHEMA_BOOL)
		return parse_bool(doc, typed);
	if (facts->type == SCHEMA_TEXT && typed[0] != '"')
		return json_new_text(doc, typed);
	value = literal(doc, typed);
	if (value && type_fits(facts->type, value) &&
	    (facts->type != SCHEMA_ANY || schema_check(facts->schema, value, NULL, NULL)))
		return value;
	return facts->type == SCHEMA_ANY || facts->type == SCHEMA_TEXT ? json_new_text(doc, typed) : value;
}

/* "B1, B2" or "B1 B2". */
static struct json *parse_list(struct json_doc *doc, const struct schema_facts *element, const char *typed)
{
	struct json *list = json_new(doc, JSON_ARRAY);
	char *copy = mem_copy_text(typed), *save = NULL;

	for (char *word = strtok_r(copy, ", \t", &save); word; word = strtok_r(NULL, ", \t", &save)) {
		struct json *value = parse_plain(doc, element, word);

		json_append(list, value ? value : json_new_text(doc, word));
	}
	free(copy);
	return list;
}

static bool is_list_of_plain(const struct schema_facts *element)
{
	return element && element->type != SCHEMA_LIST && element->type != SCHEMA_OBJECT;
}

static char *trimmed(const char *typed)
{
	size_t len;
	char *copy;

	typed += strspn(typed, " \t");
	len = strlen(typed);
	while (len && (typed[len - 1] == ' ' || typed[len - 1] == '\t'))
		len--;
	copy = mem_copy_text(typed);
	copy[len] = '\0';
	return copy;
}

static void add_bounds(const struct schema_facts *facts, struct str *out)
{
	if (facts->has_min && facts->has_max)
		str_addf(out, " from %g to %g", facts->min, facts->max);
	else if (facts->has_min)
		str_addf(out, " of at least %g", facts->min);
	else if (facts->has_max)
		str_addf(out, " of at most %g", facts->max);
}

/* The patterns of QMK's schemas, in words. */
static const char *pattern_words(const char *pattern)
{
	static const struct {
		const char *pattern, *words;
	} rows[] = {
		{ "^0x[0-9A-F]{2}$", "0x and two upper-case hexadecimal digits, as 0x1F" },
		{ "^0x[0-9A-F]{4}$", "0x and four upper-case hexadecimal digits, as 0xFEED" },
		{ "^[0-9]{1,2}\\.[0-9]\\.[0-9]$", "a version, as 1.0.0" },
		{ "^[0-9a-z_]*$", "lower-case letters, digits and _" },
		{ "^[a-z][a-z0-9_]*$", "lower-case letters, digits and _, a letter first" },
		{ "^[0-9a-z][0-9a-z_/]*$", "a folder in lower case, as planck/rev7" },
		{ "^[A-Z][A-Zs_0-9]*$", "a keycode's name, as MY_KEY" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (!strcmp(rows[i].pattern, pattern))
			return rows[i].words;
	return pattern;
}

static void add_choices(const struct json *choices, struct str *out)
{
	str_add(out, "one of ");
	for (const struct json *node = choices->first; node; node = node->next) {
		str_add(out, node == choices->first ? "" : ", ");
		config_add_value(out, node);
	}
}

/* QMK's schema has no name for them: it takes the names of several processors' pins, numbers and null. */
static bool takes_pins(const struct schema_facts *facts)
{
	struct json_doc *doc = json_doc_new();
	bool takes = facts->type == SCHEMA_ANY &&
		     schema_check(facts->schema, json_new_text(doc, "GP5"), NULL, NULL) &&
		     !schema_check(facts->schema, json_new_text(doc, "any text"), NULL, NULL);

	json_doc_free(doc);
	return takes;
}

void config_add_expected(struct str *out, const struct schema_facts *facts,
			 const struct schema_facts *element)
{
	static const char *const names[] = {
		[SCHEMA_ANY] = "a value",      [SCHEMA_BOOL] = "yes or no", [SCHEMA_INT] = "a whole number",
		[SCHEMA_NUMBER] = "a number",  [SCHEMA_TEXT] = "a text",    [SCHEMA_LIST] = "a list",
		[SCHEMA_OBJECT] = "an object",
	};

	if (facts->choices) {
		add_choices(facts->choices, out);
	} else if (facts->pattern) {
		str_add(out, pattern_words(facts->pattern));
	} else if (takes_pins(facts)) {
		str_add(out, "a pin, as B5, GP12 or NO_PIN");
	} else {
		str_add(out, names[facts->type]);
		if (facts->type == SCHEMA_TEXT && (facts->has_min || facts->has_max))
			str_add(out, " with a length");
		add_bounds(facts, out);
	}
	if (facts->type == SCHEMA_LIST && element) {
		str_add(out, ", each ");
		config_add_expected(out, element, NULL);
	}
}

/* What jsonschema says, where our own words would not tell what part of the value is meant. */
static void keep_problem(void *data, const struct schema_problem *problem)
{
	struct str *out = data;

	if (problem->path[0])
		str_addf(out, "%s: ", problem->path);
	str_add(out, problem->text);
}

static bool check_value(const struct schema_facts *facts, const struct json *value, struct err *err)
{
	struct str why = STR_INIT;
	bool ok = schema_check(facts->schema, value, keep_problem, &why);

	if (!ok && !takes_pins(facts) &&
	    (facts->type == SCHEMA_ANY || facts->type == SCHEMA_LIST || facts->type == SCHEMA_OBJECT)) {
		err_set(err, ERR_RANGE, "%.400s", str_text(&why));
	} else if (!ok) {
		str_clear(&why);
		config_add_expected(&why, facts, NULL);
		err_set(err, ERR_RANGE, "expected %.400s", str_text(&why));
	}
	str_release(&why);
	return ok;
}

struct json_doc *config_parse_value(const struct schema_facts *facts, const struct schema_facts *element,
				    const char *typed, const struct json **value, struct err *err)
{
	struct json_doc *doc = json_doc_new();
	char *text = trimmed(typed);
	struct str expected = STR_INIT;
	struct json *made;

	if (facts->type == SCHEMA_LIST && text[0] != '[' && is_list_of_plain(element))
		made = parse_list(doc, element, text);
	else
		made = parse_plain(doc, facts, text);
	if (!made || !type_fits(facts->type, made)) {
		config_add_expected(&expected, facts, element);
		err_set(err, ERR_PARSE, "expected %.400s", str_text(&expected));
		made = NULL;
	}
	*value = made;
	if (!made || !check_value(facts, made, err)) {
		json_doc_free(doc);
		doc = NULL;
	}
	free(text);
	str_release(&expected);
	return doc;
}
