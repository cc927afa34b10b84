/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "hostile.h"

/*
 * In the order that they are written: first `head` and, as often as there is room, `lines`; then, behind what leads to
 * the place, `begin`, and as often `each`, then `close` as often, and `end`. In `lines`, \x0e is the number of the copy
 * and \x0f the next one. `times` is for what grows by powers, and for what is long in any case.
 */
static const struct {
	const char *name, *head, *lines, *begin, *each, *close, *end;
	size_t head_len; /* 0: up to its NUL */
	size_t times;    /* of `lines`, else of `each`; 0: as many as there is room for */
} files[] = {
	{ .name = "nothing" },
	{ .name = "a BOM alone", .head = "\xef\xbb\xbf" },
	{ .name = "a BOM before each line",
	  .lines = "\xef\xbb\xbf"
		   "a\n" },
	{ .name = "a NUL", .head = "a\0b", .head_len = 3 },
	{ .name = "UTF-16 with a BOM",
	  .head = "\xff\xfe"
		  "a\0\n\0",
	  .head_len = 6 },
	{ .name = "UTF-16 of the other order", .head = "\xfe\xff\0a\0\n", .head_len = 6 },
	{ .name = "UTF-16 without a BOM", .head = "a\0b\0c\0d\0e\0f\0\n\0", .head_len = 14 },
	{ .name = "bytes that are no UTF-8", .each = "\xff\xc0\x80\xed\xa0\x80" },
	{ .name = "control bytes", .each = "\x01\x1b[2J\x7f" },
	{ .name = "one line of 10 MB", .each = "a", .times = 10 << 20 },
	{ .name = "one long number", .each = "9" },
	{ .name = "empty lines", .each = "\n" },
	{ .name = "lines that end in CR LF", .each = "a\r\n" },
	{ .name = "lines that end in CR", .each = "a\r" },
	{ .name = "blanks", .each = " " },
	{ .name = "tabs", .each = "\t" },
	{ .name = "spliced lines", .each = "a\\\n" },
	{ .name = "backslashes", .each = "\\" },
	{ .name = "words", .each = "a " },
	{ .name = "commas", .each = "," },
	{ .name = "commas between words", .each = "a," },
	{ .name = "semicolons", .each = ";" },
	{ .name = "ampersands", .each = "&" },
	{ .name = "hashes", .lines = "#" },
	{ .name = "lines of a hash", .lines = "#\n" },
	{ .name = "nested ()", .each = "(", .close = ")" },
	{ .name = "nested []", .each = "[", .close = "]" },
	{ .name = "nested {}", .each = "{", .close = "}" },
	{ .name = "nested <>", .each = "<", .close = ">" },
	{ .name = "nested calls", .each = "a(", .close = ")" },
	{ .name = "nested objects", .each = "{\"a\":", .close = "}" },
	{ .name = "nested nodes", .each = "a{", .close = "};" },
	{ .name = "nested lists", .each = "- ", .end = "a" },
	{ .name = "lists by indent", .each = "-\n " },
	{ .name = "unclosed (", .each = "(" },
	{ .name = "unclosed [", .each = "[" },
	{ .name = "unclosed {", .each = "{" },
	{ .name = "unclosed <", .each = "<" },
	{ .name = "unclosed calls", .each = "a(" },
	{ .name = ") alone", .each = ")" },
	{ .name = "] alone", .each = "]" },
	{ .name = "} alone", .each = "};" },
	{ .name = "> alone", .each = ">" },
	{ .name = "unclosed quotes", .each = "\"\n" },
	{ .name = "unclosed quotes of characters", .each = "'\n" },
	{ .name = "a quote that is never closed", .begin = "\"", .each = "a\\\"" },
	{ .name = "quotes", .each = "\"" },
	{ .name = "a comment that is never closed", .begin = "/*", .each = "a*" },
	{ .name = "comments", .each = "/**/" },
	{ .name = "beginnings of comments", .each = "/*/" },
	{ .name = "raw text that is never closed", .each = "R\"(" },
	{ .name = "unclosed #if", .lines = "#if 1\n" },
	{ .name = "unclosed #if that is false", .lines = "#if 0\n" },
	{ .name = "#else", .lines = "#else\n" },
	{ .name = "#elif after #if 0", .head = "#if 0\n", .lines = "#elif 0\n" },
	{ .name = "#endif", .lines = "#endif\n" },
	{ .name = "#include of what is not there", .lines = "#include \"a\"\n" },
	{ .name = "#include without a name", .lines = "#include\n" },
	{ .name = "a condition of parentheses", .head = "#if ", .lines = "(" },
	{ .name = "a condition of signs", .head = "#if ", .lines = "-!~" },
	{ .name = "a condition of ?", .head = "#if ", .lines = "1?" },
	{ .name = "a condition of +", .head = "#if 1", .lines = "+1" },
	{ .name = "many macros", .lines = "#define A\x0e 1\n" },
	{ .name = "a macro many times", .head = "#define A b c\n", .each = "A " },
	{ .name = "a macro of nothing many times", .head = "#define A\n", .each = "A " },
	{ .name = "a macro in its own argument", .head = "#define A(x) x\n", .each = "A(", .close = ")" },
	{ .name = "a macro that is never closed", .head = "#define A(x) x\n", .each = "A(" },
	{ .name = "a macro with many arguments",
	  .head = "#define A(...) __VA_ARGS__\n",
	  .begin = "A(",
	  .each = "A(a),",
	  .end = ")" },
	{ .name = "a macro with many parameters", .head = "#define A(z", .lines = ",a\x0e", .end = "A(1)" },
	{ .name = "a macro that goes on in the next",
	  .head = "#define A(x) B\n#define B(x) A\n",
	  .begin = "A",
	  .each = "(1)" },
	{ .name = "macros that double",
	  .head = "#define A0 a a\n",
	  .lines = "#define A\x0f A\x0e A\x0e\n",
	  .end = "A50",
	  .times = 50 },
	{ .name = "macros that double their argument",
	  .head = "#define D(x) x x\n#define A0 a\n",
	  .lines = "#define A\x0f D(A\x0e)\n",
	  .end = "A50",
	  .times = 50 },
	{ .name = "macros that double into nothing",
	  .head = "#define A0\n",
	  .lines = "#define A\x0f A\x0e A\x0e\n",
	  .end = "A50",
	  .times = 50 },
	{ .name = "macros that double a name",
	  .head = "#define P(x) x##x\n#define Q(x) P(x)\n#define A0 a\n",
	  .lines = "#define A\x0f Q(A\x0e)\n",
	  .end = "A50",
	  .times = 50 },
	{ .name = "macros that double a text",
	  .head = "#define S(x) #x\n#define T(x) S(x)\n#define A0 \"\\\\\"\n",
	  .lines = "#define A\x0f T(A\x0e)\n",
	  .end = "A50",
	  .times = 50 },
	{ .name = "a chain of macros",
	  .head = "#define A0 a\n",
	  .lines = "#define A\x0f A\x0e\n",
	  .end = "A20000",
	  .times = 20000 },
	{ .name = "YAML's references that double",
	  .head = "a0: &a0 [x, x]\n",
	  .lines = "a\x0f: &a\x0f [*a\x0e, *a\x0e]\n",
	  .times = 50 },
	{ .name = "many members of one name", .begin = "{", .each = "\"a\":1,", .end = "\"a\":1}" },
};

size_t hostile_count(void)
{
	return COUNT(files);
}

const char *hostile_name(size_t index)
{
	return files[index].name;
}

static void add_numbered(struct str *out, const char *each, size_t number)
{
	size_t len = strcspn(each, "\x0e\x0f");

	str_add_bytes(out, each, len);
	if (each[len]) {
		str_addf(out, "%zu", number + (each[len] == '\x0f'));
		add_numbered(out, each + len + 1, number);
	}
}

/* The same copies, in blocks. */
static size_t repeat_plain(struct str *out, const char *text, size_t count)
{
	enum { BLOCK = 512 };
	struct str block = STR_INIT;

	for (size_t i = 0; i < BLOCK; i++)
		str_add(&block, text);
	for (size_t i = 0; i < count / BLOCK; i++)
		str_add_bytes(out, block.data, block.len);
	for (size_t i = 0; i < count % BLOCK; i++)
		str_add(out, text);
	str_release(&block);
	return count;
}

/* @text up to @bytes of it, or @times. How often it went. */
static size_t repeat(struct str *out, const char *text, size_t bytes, size_t times)
{
	size_t count = 0, begin = out->len;

	if (text && !text[strcspn(text, "\x0e\x0f")])
		return repeat_plain(out, text, times ? times : bytes / strlen(text));

	for (; text && (times ? count < times : out->len - begin + strlen(text) <= bytes); count++)
		add_numbered(out, text, count);
	return count;
}

void hostile_make(size_t index, size_t bytes, const char *before, const char *after, struct str *out)
{
	const char *head = files[index].head, *close = files[index].close;
	size_t count;

	str_clear(out);
	if (head)
		str_add_bytes(out, head, files[index].head_len ? files[index].head_len : strlen(head));
	if (repeat(out, files[index].lines, bytes, files[index].times))
		str_add(out, "\n");
	str_add(out, before);
	str_add(out, files[index].begin ? files[index].begin : "");
	count = repeat(out, files[index].each, close ? bytes / 2 : bytes,
		       files[index].lines ? 0 : files[index].times);
	repeat(out, close, bytes, count);
	str_add(out, files[index].end ? files[index].end : "");
	str_add(out, after);
}
