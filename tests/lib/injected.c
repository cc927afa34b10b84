/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/utf8.h"
#include "import/cpp.h"
#include "injected.h"

#define WORD INJECTED_WORD
#define LONG "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

const char *const injected_texts[] = {
	"x\"; " WORD " tail",
	"x\\\"; " WORD " tail",
	"x\\",
	"\" " WORD " \"",
	"' " WORD " '",
	"x\n" WORD " tail",
	"x\n" WORD " = tail",
	"x\r" WORD " tail",
	"x\r\n" WORD ": tail",
	"x\n\t" WORD " tail",
	"x*/ " WORD " /* tail",
	"/* " WORD " tail",
	"// " WORD " tail",
	"x // \\\n" WORD " tail",
	"x?\?/\" " WORD " tail",
	"x*?\?/\n/ " WORD " tail",
	"x\"; } " WORD " tail",
	"x\n#include \"" WORD "\"\n",
	"x\n#include <" WORD ">\n",
	"x\n#define " WORD " tail\n",
	"#error " WORD " tail",
	"x>; " WORD " = <1>; tail",
	"x\"; }; " WORD ": node { }; tail",
	"/include/ \"" WORD "\"",
	"/delete-node/ &" WORD " ;",
	"x, " WORD " , tail",
	"x) " WORD " ( tail",
	"x } " WORD " { tail",
	"x ] " WORD " [ tail",
	"x\", \"" WORD "\": \"tail",
	"x\"}, {\"" WORD "\": 1",
	"\x01\x02 " WORD " \x1b[2J\x7f",
	"\xff\xfe " WORD " \xc3\x28 \xed\xa0\x80",
	"\xe2\x80\xa8" WORD " \xe2\x80\xa9 tail",
	"%s%n%s " WORD " %99999d",
	"$(" WORD " tail)",
	"$(shell " WORD " tail)",
	"${" WORD "}",
	"`" WORD " tail`",
	"; " WORD " tail",
	"| " WORD " tail",
	"& " WORD " tail",
	"{{ " WORD " }}",
	"${{ " WORD " }}",
	": " WORD " tail",
	"x: " WORD " tail",
	"- " WORD " tail",
	"? " WORD " tail",
	"&anchor " WORD " tail",
	"*" WORD " tail",
	"!" WORD " tail",
	"!!python/object:" WORD " tail",
	"|\n  " WORD ": tail",
	"x\n---\n" WORD ": tail",
	"x # " WORD " tail",
	"[" WORD ", tail]",
	"{" WORD ": tail}",
	"\"" WORD "\": tail",
	"yes",
	"null",
	"~",
	"1e3",
	"0x10",
	"# " WORD " tail",
	"x](" WORD ")[tail",
	"<script>" WORD "</script>",
	"../../" WORD "/tail",
	"/" WORD "/tail",
	"C:\\" WORD "\\tail",
	"CONFIG_" WORD "=y\nCONFIG_TAIL=y",
	"",
	" ",
	"int",
	"main",
	"__FILE__",
	"DEL",
	"key_press",
	LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG,
};
const size_t injected_text_count = COUNT(injected_texts);

static bool ends(const char *path, const char *with)
{
	size_t len = strlen(path), tail = strlen(with);

	return len >= tail && !strcmp(path + len - tail, with);
}

static bool is_word(const char *text, size_t len)
{
	return len == strlen(WORD) && !memcmp(text, WORD, len);
}

/* A name of the word's own, an include of it, a directive that is none. */
static bool check_tokens(const struct cpp *cpp, const struct diagnostics *told, struct str *why)
{
	size_t count;
	const struct cpp_token *token = cpp_tokens(cpp, &count);

	for (size_t i = 0; i < count; i++)
		if ((token[i].type == CPP_NAME && is_word(token[i].text, token[i].len)) ||
		    (token[i].type == CPP_OTHER && token[i].text[0] != '@' && token[i].text[0] != '\\'))
			str_addf(why, "the token %.*s", (int)token[i].len, token[i].text);
	for (size_t i = 0; i < cpp_missing_count(cpp); i++)
		if (strstr(cpp_missing(cpp, i)->name, WORD))
			str_addf(why, "an include of %s", cpp_missing(cpp, i)->name);
	if (cpp_find_macro(cpp, WORD, strlen(WORD)))
		str_add(why, "a macro of its name");
	for (size_t i = 0; i < told->count; i++)
		if (strcmp(told->item[i].kind->code, "cpp-include-missing") != 0)
			str_addf(why, "%s: %s", told->item[i].kind->code, told->item[i].text);
	return !why->len;
}

static bool check_cpp(const char *text, size_t len, struct str *why)
{
	const struct import_input in = { .path = "", .text = text, .len = len };
	struct diagnostics told = { 0 };
	struct cpp *cpp = cpp_run(&in, &told);
	bool good = check_tokens(cpp, &told, why);

	cpp_free(cpp);
	diagnostics_release(&told);
	return good;
}

/* As a C compiler sees it that knows trigraphs, too. */
static bool check_c(const char *text, size_t len, struct str *why)
{
	struct str spliced = STR_INIT;
	bool good;

	for (const char *at = text; *at; at++) {
		bool trigraph = !strncmp(at, "?\?/", 3);

		str_add_char(&spliced, trigraph ? '\\' : *at);
		at += trigraph ? 2 : 0;
	}
	good = check_cpp(text, len, why) && check_cpp(str_text(&spliced), spliced.len, why);
	str_release(&spliced);
	return good;
}

static bool check_json_node(const cJSON *node, struct str *why)
{
	for (; node && !why->len; node = node->next) {
		if (node->string && !strcmp(node->string, WORD))
			str_add(why, "a member of its name");
		if (cJSON_IsString(node) && !strcmp(node->valuestring, WORD))
			str_add(why, "a value of its own");
		check_json_node(node->child, why);
	}
	return !why->len;
}

static bool is_utf8(const char *text, size_t len, struct str *why)
{
	size_t used;

	for (; len; text += used, len -= used)
		if (utf8_decode(text, len, &used) == 0xfffd && used < 3)
			str_add(why, "no UTF-8; ");
	return !why->len;
}

static bool check_json(const char *text, size_t len, struct str *why)
{
	cJSON *root = cJSON_ParseWithLengthOpts(text, len + 1, NULL, true);

	if (!root)
		str_addf(why, "no JSON: %.60s", cJSON_GetErrorPtr() ? cJSON_GetErrorPtr() : "");
	check_json_node(root, why);
	cJSON_Delete(root);
	return is_utf8(text, len, why);
}

/* No tags, anchors or aliases: a text that was meant as one is quoted. */
static void check_yaml_event(const yaml_event_t *event, struct str *why)
{
	const char *value = (const char *)event->data.scalar.value;

	if (event->type == YAML_ALIAS_EVENT)
		str_add(why, "an alias");
	else if (event->type == YAML_SCALAR_EVENT && (event->data.scalar.tag || event->data.scalar.anchor))
		str_addf(why, "a tag or an anchor at %s", value);
	else if (event->type == YAML_SCALAR_EVENT && !strcmp(value, WORD))
		str_add(why, "a scalar of its own");
}

static bool check_yaml(const char *text, size_t len, struct str *why)
{
	yaml_parser_t parser;
	yaml_event_t event;
	size_t documents = 0;
	bool end = false;

	yaml_parser_initialize(&parser);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	while (!end && !why->len) {
		if (!yaml_parser_parse(&parser, &event)) {
			str_addf(why, "no YAML, line %zu: %s", parser.problem_mark.line + 1, parser.problem);
			break;
		}
		documents += event.type == YAML_DOCUMENT_START_EVENT;
		end = event.type == YAML_STREAM_END_EVENT;
		check_yaml_event(&event, why);
		yaml_event_delete(&event);
	}
	if (documents > 1)
		str_add(why, "two documents");
	yaml_parser_delete(&parser);
	return !why->len;
}

static bool is_one_of(const char *text, size_t len, const char *chars)
{
	for (size_t i = 0; i < len; i++)
		if (!text[i] || !strchr(chars, text[i]))
			return false;
	return len;
}

#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

/* rules.mk: a variable, = or := or +=, and words without a sign that make or a shell would take up. */
static bool is_rule(const char *line, size_t len)
{
	size_t name = strcspn(line, " "), sign = strcspn(line + name + (name < len), " ");

	return name + sign + 1 <= len && is_one_of(line, name, CAPITALS) &&
	       is_one_of(line + name + 1, sign, ":+?=") &&
	       is_one_of(line + name + sign + 1, len - name - sign - 1,
			 " -./+_abcdefghijklmnopqrstuvwxyz" CAPITALS);
}

/* Kconfig: y, n, a number, or a text in quotes that ends where the line does. */
static bool is_choice(const char *line, size_t len)
{
	const char *value = memchr(line, '=', len);
	size_t rest = value ? len - (size_t)(++value - line) : 0;

	if (!value || !is_one_of(line, (size_t)(value - line) - 1, CAPITALS) || !rest)
		return false;
	if (*value != '"')
		return is_one_of(value, rest, "0123456789xabcdefyn-");
	for (size_t i = 1; i + 1 < rest; i++) {
		if (value[i] == '"')
			return false;
		i += value[i] == '\\';
	}
	return rest > 1 && value[rest - 1] == '"';
}

static bool check_lines(const char *text, bool (*is)(const char *line, size_t len), struct str *why)
{
	while (*text && !why->len) {
		size_t len = strcspn(text, "\n");

		if (len && *text != '#' && !is(text, len))
			str_addf(why, "the line '%.*s'", (int)len, text);
		if (memchr(text, '\r', len))
			str_add(why, "a carriage return");
		text += len + (text[len] == '\n');
	}
	return !why->len;
}

/* The word of its own, or a quote that is not closed: Kconfig's files, whatever else they say. */
static bool is_quoted(const char *line, size_t len)
{
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		if (line[i] == '\\' && quoted)
			i++;
		else if (line[i] == '"')
			quoted = !quoted;
		else if (!quoted && !strncmp(line + i, WORD, strlen(WORD)))
			return false;
	}
	return !quoted;
}

/* What a person reads: nothing that steers a terminal. */
static bool check_prose(const char *text, size_t len, struct str *why)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' && text[i] != '\n')
			str_addf(why, "a control byte, %02x; ", (unsigned)text[i]);
	return is_utf8(text, len, why);
}

bool injected_check(const char *path, const char *text, size_t len, struct str *why)
{
	static const char *const c[] = { ".c", ".h" }, *const dts[] = { ".keymap", ".overlay", ".dtsi" };
	static const char *const json[] = { ".json", ".vil" };
	static const char *const yaml[] = { ".yaml", ".yml" };

	for (size_t i = 0; i < COUNT(c); i++)
		if (ends(path, c[i]))
			return check_c(text, len, why);
	for (size_t i = 0; i < COUNT(dts); i++)
		if (ends(path, dts[i]))
			return check_cpp(text, len, why);
	for (size_t i = 0; i < COUNT(json); i++)
		if (ends(path, json[i]))
			return check_json(text, len, why);
	for (size_t i = 0; i < COUNT(yaml); i++)
		if (ends(path, yaml[i]))
			return check_yaml(text, len, why);
	if (ends(path, ".mk"))
		return check_lines(text, is_rule, why);
	if (ends(path, ".conf"))
		return check_lines(text, is_choice, why);
	if (strstr(path, "Kconfig"))
		return check_lines(text, is_quoted, why);
	if (ends(path, ".md"))
		return check_prose(text, len, why);
	return true;
}
