/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "keycode_facts.h"
#include "model/zmk_key.h"
#include "project/names.h"
#include "verbs.h"

enum { OPERANDS_MAX = 16 };

struct options {
	const char *dialect_name, *language_name;
	bool json;

	enum keycode_dialect dialect;
	const struct host_language *language;
};

static void print_facts(const struct options *opt, const struct keycode_facts *facts)
{
	(opt->json ? keycode_facts_print_json : keycode_facts_print)(facts);
}

static bool is_name(const char *text)
{
	if (!isalpha((unsigned char)*text) && *text != '_')
		return false;
	while (isalnum((unsigned char)*text) || *text == '_')
		text++;
	return !*text;
}

/* A number by itself, of 16 bits. */
static bool read_number(const char *text, uint16_t *number)
{
	unsigned long value;
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	value = strtoul(text, &end, 0);
	if (*end || value > UINT16_MAX)
		return false;
	*number = (uint16_t)value;
	return true;
}

/* Whether all dialects make the same of @number. */
static bool is_one_everywhere(uint16_t number)
{
	struct action first = keycode_dialect_action(DIALECT_NEWEST, number);

	for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++)
		if (!action_equal(keycode_dialect_action(d, number), first))
			return false;
	return true;
}

static void add_words(struct names *names, const char *words)
{
	while (*words) {
		size_t len = strcspn(words, " ");
		struct str word = STR_INIT;

		str_add_bytes(&word, words, len);
		names_add(names, str_text(&word));
		str_release(&word);
		words += len + (words[len] == ' ');
	}
}

/* ", did you mean ..." of all names of keycodes that are not of one language. Small letters are taken for large ones. */
static void suggest(const char *typed, struct str *out)
{
	struct names names = { 0 };
	struct str name = STR_INIT;

	for (uint16_t code = 0; code < keycode_count(); code++) {
		names_add(&names, keycode_get(code)->name);
		add_words(&names, keycode_get(code)->aliases);
	}
	for (size_t i = 0; i < keycode_former_count(); i++)
		names_add(&names, keycode_former_at(i)->name);
	for (size_t i = 0; i < zmk_key_count(); i++) {
		names_add(&names, zmk_key_at(i)->name);
		add_words(&names, zmk_key_at(i)->aliases);
	}
	names_sort(&names);
	for (const char *p = typed; *p; p++)
		str_add_char(&name, (char)toupper((unsigned char)*p));
	names_suggest(&names, str_text(&name), out);
	names_release(&names);
	str_release(&name);
}

static bool refuse_unknown(const char *asked, struct err *err)
{
	struct str near = STR_INIT;

	if (is_name(asked))
		suggest(asked, &near);
	err_set(err, ERR_NOT_FOUND,
		is_name(asked) ? "there is no keycode %s%s"
			       : "nobody can tell what %s does: not "
				 "all of its names are known%s",
		asked, str_text(&near));
	str_release(&near);
	return false;
}

/* A name that some host languages have, each for a key of its own. */
static size_t explain_in_languages(const struct options *opt, struct keycode_facts facts)
{
	size_t found = 0;
	uint32_t key;

	for (size_t i = 0; i < host_language_count(); i++) {
		facts.language = host_language_at(i);
		if (!host_language_key(facts.language, facts.asked, strlen(facts.asked), &key))
			continue;
		facts.action = (struct action){ .kind = ACTION_KEY, .arg = { key } };
		print_facts(opt, &facts);
		found++;
	}
	return found;
}

/* A name that no table of QMK's, nor the chosen language, has: one of ZMK's, of other languages, or of apps alone. */
static bool explain_other_name(const struct options *opt, const char *asked, struct err *err)
{
	struct keycode_facts facts = { .asked = asked, .language = opt->language };
	const struct zmk_key *zmk = zmk_key_find(asked, strlen(asked), &facts.instead);
	const struct keycode_former *former = keycode_find_former(asked, strlen(asked));

	if (zmk) {
		facts.action = (struct action){ .kind = ACTION_KEY, .arg = { zmk->key } };
		print_facts(opt, &facts);
		return true;
	}
	return (!opt->language && explain_in_languages(opt, facts)) ||
	       (opt->json ? keycode_app_name_print_json : keycode_app_name_print)(asked, former) ||
	       refuse_unknown(asked, err);
}

static bool explain(const struct options *opt, const char *asked, struct err *err)
{
	const struct action_names names = { .language = opt->language, .dialect = opt->dialect };
	struct keycode_facts facts = { .asked = asked, .language = opt->language };
	uint16_t number;

	if (!opt->dialect_name && read_number(asked, &number) && !is_one_everywhere(number)) {
		(opt->json ? keycode_number_print_json : keycode_number_print)(asked, number);
		return true;
	}
	if (!action_parse_with(asked, &names, &facts.action, err))
		return err_wrap(err, "%s", asked);
	if (facts.action.kind == ACTION_RAW)
		return is_name(asked) ? explain_other_name(opt, asked, err) : refuse_unknown(asked, err);
	facts.former = keycode_find_former(asked, strlen(asked));
	print_facts(opt, &facts);
	return true;
}

static bool check_options(struct options *opt, struct err *err)
{
	struct names names = { 0 };
	struct str near = STR_INIT;

	opt->dialect = DIALECT_NEWEST;
	if (opt->dialect_name && !keycode_dialect_find(opt->dialect_name, &opt->dialect)) {
		for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++)
			str_addf(&near, "%s%s", d ? ", " : "", keycode_dialect_info(d)->name);
		err_set(err, ERR_USAGE, "--dialect: there is no %s; there are %s", opt->dialect_name,
			str_text(&near));
		str_release(&near);
		return false;
	}
	if (!opt->language_name)
		return true;
	opt->language = host_language_find(opt->language_name);
	if (opt->language)
		return true;
	for (size_t i = 0; i < host_language_count(); i++)
		names_add(&names, host_language_name(host_language_at(i)));
	names_suggest(&names, opt->language_name, &near);
	err_set(err, ERR_USAGE, "--language: QMK has no %s%s", opt->language_name, str_text(&near));
	names_release(&names);
	str_release(&near);
	return false;
}

/* What a shell took apart: &mt LSHFT A, LT(1, KC_A). */
static void join(const char *const *operand, int count, struct str *out)
{
	for (int i = 0; i < count; i++)
		str_addf(out, "%s%s", i ? " " : "", operand[i]);
}

int cmd_keycode(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--dialect", 0, OPTION_TEXT, &opt.dialect_name, "NAME",
		  "read it as this one does: 0.0.1 to 0.0.8, via-9 to via-12, vial-5, vial-6" },
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL,
		  "print an object a line, and what came of it last" },
		{ "--language", 0, OPTION_TEXT, &opt.language_name, "NAME",
		  "know the names of a host language, such as german, and say what it types" },
	};
	struct report report = { .style = REPORT_JSON, .out = stdout };
	struct str asked = STR_INIT;
	struct err err = { 0 };
	const char *operand[OPERANDS_MAX];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), operand, OPERANDS_MAX, &status);
	bool ok;

	if (n < 0)
		return status;
	join(operand, n, &asked);
	ok = asked.len ? check_options(&opt, &err) && explain(&opt, str_text(&asked), &err)
		       : err_set(&err, ERR_USAGE, "keycode wants a name, a number or an expression");
	if (opt.json)
		report_end(&report, ok ? NULL : &err);
	str_release(&asked);
	return ok ? EXIT_OK : cli_fail(&err);
}
