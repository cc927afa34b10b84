/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/cpp.h"
#include "tap.h"

/* Files to include, in pairs of name and text. A name that begins with "locked/" is the tree's. */
struct files {
	const char *const *pair;
	int reads;
};

static bool read_pair(void *data, const char *from, const char *name, bool angled, struct str *path,
		      struct str *text, bool *locked, struct err *err)
{
	struct files *files = data;

	(void)from;
	(void)angled;
	files->reads++;
	for (size_t i = 0; files->pair && files->pair[i]; i += 2)
		if (!strcmp(files->pair[i], name)) {
			str_add(path, name);
			str_add(text, files->pair[i + 1]);
			*locked = !strncmp(name, "locked/", 7);
			return true;
		}
	if (!strcmp(name, "forbidden.h"))
		return err_set(err, ERR_PERMISSION, "not allowed");
	return err_set(err, ERR_NOT_FOUND, "there is none");
}

struct run {
	struct cpp *cpp;
	struct diagnostics diagnostics;
	struct str out; /* the tokens, with one space where there was any */
	struct files files;
};

static struct run run_bytes(const char *text, size_t len, const char *const *pairs)
{
	static const struct import_define defines[] = { { "GIVEN", NULL },
							{ "VALUE", "7" },
							{ "F(x)", "<x>" } };
	struct run run = { .files = { pairs, 0 } };
	struct import_includes includes = { &run.files, read_pair };
	struct import_input in = { .path = "keymap.c",
				   .text = text,
				   .len = len,
				   .includes = &includes,
				   .define = defines,
				   .defines = COUNT(defines) };
	const struct cpp_token *token;
	size_t count;

	run.cpp = cpp_run(&in, &run.diagnostics);
	token = cpp_tokens(run.cpp, &count);
	for (size_t i = 0; i < count; i++) {
		if (i && token[i].space)
			str_add_char(&run.out, ' ');
		str_add_bytes(&run.out, token[i].text, token[i].len);
	}
	return run;
}

static struct run run_text(const char *text, const char *const *pairs)
{
	return run_bytes(text, strlen(text), pairs);
}

static void release(struct run *run)
{
	cpp_free(run->cpp);
	diagnostics_release(&run->diagnostics);
	str_release(&run->out);
}

static bool is_told(const struct run *run, const char *code)
{
	for (size_t i = 0; i < run->diagnostics.count; i++)
		if (!strcmp(run->diagnostics.item[i].kind->code, code))
			return true;
	return false;
}

static void test_output(void)
{
	static const struct {
		const char *what, *text, *out;
	} rows[] = {
		{ "plain text", "a  b\n c/**/d // e\nf", "a b c d f" },
		{ "the longest punctuators", "a+++b<<=c...d->e##f%:%:g", "a+++b<<=c...d->e##f%:%:g" },
		{ "numbers", "0x1p-3 .5e+1 1.2.3 08z 1+2", "0x1p-3 .5e+1 1.2.3 08z 1+2" },
		{ "quotes with prefixes", "L'a' u8\"b\" U\"\\\"\" LR\"x()\")x\"",
		  "L'a' u8\"b\" U\"\\\"\" LR\"x()\")x\"" },
		{ "a spliced name", "ab\\\ncd e\\\r\nf g\\ \t\nh", "abcd ef gh" },
		{ "a spliced comment", "a // b\\\nc\nd", "a d" },
		{ "lines that end in CR", "#define A 1\rA\r\nA", "1 1" },
		{ "a BOM", "\xef\xbb\xbf#define A 1\nA", "1" },
		{ "an object", "#define A b c\nxA A;", "xA b c;" },
		{ "an object that begins with a parenthesis", "#define A (b)\nA(c)", "(b)(c)" },
		{ "a function", "#define A(x, y) y-x\nA(1, 2) A((1,2),3) A(,)", "2-1 3-(1,2) -" },
		{ "a function's name alone", "#define A(x) x\nA A;A(A)(1)\nA\n(2)", "A A;A(1) 2" },
		{ "a function without parameters", "#define A() x\nA() A( ) A(/**/)", "x x x" },
		{ "an argument of many lines", "#define A(x) [x]\nA(1\n,) A(1\n2)", "A(1 ,) [1 2]" },
		{ "a macro in itself", "#define A A b\n#define B C\n#define C B\nA B C", "A b B C" },
		{ "arguments in their own macro", "#define f(x) <x>\nf(f(f(1)))", "<<<1>>>" },
		{ "a macro that ends in another's name", "#define f(a) a*g\n#define g(a) f(a)\nf(2)(9)",
		  "2*9*g" },
		{ "an object that names a function", "#define F G\n#define G(x) {x}\nF (1) F", "{1} G" },
		{ "#", "#define S(x) #x\nS( a  b\n c ) S(\"a\\n\") S('\"') S() S(\\)",
		  "\"a b c\" \"\\\"a\\\\n\\\"\" \"'\\\"'\" \"\" \"\"" },
		{ "# of what is not replaced", "#define S(x) #x\n#define T(x) S(x)\n#define A 1\nS(A) T(A)",
		  "\"A\" \"1\"" },
		{ "##", "#define P(x, y) x##y\nP(a, b) P(, b) P(a,) P(1, e)P(+,+) P(a b, c d)",
		  "ab b a 1e++ a bc d" },
		{ "## of what is not replaced",
		  "#define P(x, y) x##y\n#define A 1\n#define AB 2\nP(A, B) P(A, C)", "2 AC" },
		{ "## in an object", "#define A b ## c\n#define bc 3\nA", "3" },
		{ "## from left to right",
		  "#define t(x,y,z) x ## y ## z\nt(1,2,3) t(,4,5) t(6,,7) t(8,9,) t(10,,) t(,,)",
		  "123 45 67 89 10" },
		{ "## of what makes no token", "#define A &##b\nA", "&b" },
		{ "L ## #x", "#define W(x) L ## #x\nW(a)", "L\"a\"" },
		{ "a # made by ## is none",
		  "#define H # ## #\n#define M(a) #a\n#define I(a) M(a)\n#define J(c, d) I(c H d)\nJ(x, y)",
		  "\"x ## y\"" },
		{ "...", "#define V(x, ...) x:__VA_ARGS__\nV(1) V(1,) V(1,2,3)", "1: 1: 1:2,3" },
		{ "named ...", "#define V(x...) <x>\nV() V(1) V(1,2)", "<> <1> <1,2>" },
		{ ", ## __VA_ARGS__", "#define V(x, ...) g(x, ## __VA_ARGS__)\nV(1) V(1,) V(1,2) V(1,2,3)",
		  "g(1) g(1,) g(1,2) g(1,2,3)" },
		{ ", ## when it is all there is", "#define V(a...) g(, ## a)\nV() V(1) V(,)",
		  "g() g(,1) g(,,)" },
		{ "__VA_OPT__",
		  "#define V(x, ...) x __VA_OPT__(; __VA_ARGS__)\n#define E\nV(1) V(1,) V(1, E) V(1, 2)",
		  "1 1 1 1 ; 2" },
		{ "## and __VA_OPT__", "#define V(x, ...) __VA_OPT__(a x ## x) ## b\nV(q) V(q, r)",
		  "b a qqb" },
		{ "# and __VA_OPT__", "#define V(...) #__VA_OPT__(h __VA_ARGS__)\nV() V( a )",
		  "\"\" \"h a\"" },
		{ "what is replaced by nothing",
		  "#define E\n#define S(x) #x\n#define T(x) S(x)\nT(a E b) T(-E-) a E(b)",
		  "\"a b\" \"--\" a (b)" },
		{ "directives among arguments", "#define A(x) <x>\nA(1\n#ifdef A\n2\n#else\n3\n#endif\n)",
		  "<1 2>" },
		{ "#define among arguments", "#define A(x) <x>\nA(\n#define B 3\nB)", "<3>" },
		{ "#undef", "#define A 1\nA\n#undef A\nA", "1 A" },
		{ "# alone and in a line", "#\na # define b\n", "a # define b" },
		{ "digraphs", "%:define A 1\nA <: %>", "1 <: %>" },
		{ "devicetree's names", "#binding-cells = <1>;\n #size-cells;\nx: node@1f { a-b; }; &{/c}",
		  "#binding-cells = <1>; #size-cells; x: node@1f { a-b; }; &{/c}" },
		{ "devicetree's names in macros", "#define N(c) #binding-cells = <c>;\nN(2)",
		  "#binding-cells = <2>;" },
		{ "what we were given", "GIVEN VALUE F(2)", "1 7 <2>" },
		{ "__LINE__ and __COUNTER__", "__LINE__\n__LINE__ __COUNTER__ __COUNTER__", "1 2 0 1" },
		{ "__LINE__ in macros", "#define A __LINE__\n#define I(x) x\nA I(\nA\n__LINE__)", "3 4 5" },
		{ "_Pragma", "a _Pragma(\"once\") b", "a b" },
		{ "REPEAT by deferred macros",
		  "#define EVAL(...) EV1(EV1(__VA_ARGS__))\n#define EV1(...) EV2(EV2(__VA_ARGS__))\n#define "
		  "EV2(...) __VA_ARGS__\n#define EMPTY()\n#define DEFER(id) id EMPTY()\n#define OBS(...) "
		  "__VA_ARGS__ DEFER(EMPTY)()\n#define REP_I() REP\n#define REP(n) n "
		  "OBS(REP_I)()(n)\nEVAL(REP(1))",
		  "1 1 1 1 REP_I ()(1)" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run run = run_text(rows[i].text, NULL);

		is_text(str_text(&run.out), rows[i].out, "%s", rows[i].what);
		release(&run);
	}
}

static void test_conditions(void)
{
	static const struct {
		const char *expression;
		bool value;
	} rows[] = {
		{ "1", true },
		{ "0", false },
		{ "nothing", false },
		{ "!nothing", true },
		{ "VALUE == 7", true },
		{ "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9", true },
		{ "7 - 2 - 1 == 4", true },
		{ "-1 < 0 && -1 > 0u", true },
		{ "1 << 4 == 0x10 && 0b101 == 5 && 010 == 8", true },
		{ "-8 >> 1 == -4 && -8 / 3 == -2 && -8 % 3 == -2", true },
		{ "(0 ? 1 : 2) == 2 && (1 ? 0 : 1 / 0) == 0", true },
		{ "0 && 1 / 0 || 1 || 1 / 0", true },
		{ "'a' == 97 && '\\n' == 10 && '\\x41' == 65 && 'ab' == 24930 && '\\377' < 0", true },
		{ "~0 == -1 && !0 == 1 && +1 == 1", true },
		{ "18446744073709551615u == -1", true },
		{ "(1, 0)", false },
		{ "defined GIVEN && defined(VALUE) && !defined nothing && !defined(nothing)", true },
		{ "__has_include(<there.h>) && !__has_include(\"absent.h\")", true },
		{ "defined __has_include && !__has_attribute(x)", true },
		{ "IS_THERE", true },
		{ "F2(3) == 4", true },
		{ "1 ? 2 ? 3 : 0 : 0", true },
		{ "5 & 4 ^ 1 | 8", true },
		{ "(-9223372036854775807 - 1) / -1 != 0", true },
	};
	static const char *const wrong[] = { "",        "1 +",      "1 1", "(1",    "1 / 0", "1.5", "\"a\"",
					     "defined", "defined(", "1 ?", "1 ? 2", "== 1",  "''",  "%" };
	static const char *const there[] = { "there.h", "", NULL };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;
		struct run run;

		str_addf(&text,
			 "#define IS_THERE defined(GIVEN)\n#define F2(x) x + 1\n#if "
			 "%s\nyes\n#else\nno\n#endif",
			 rows[i].expression);
		run = run_text(str_text(&text), there);
		is_text(str_text(&run.out), rows[i].value ? "yes" : "no", "#if %s", rows[i].expression);
		ok(run.diagnostics.count == 0, "nothing is wrong with it");
		release(&run);
		str_release(&text);
	}
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct str text = STR_INIT;
		struct run run;

		str_addf(&text, "#if %s\nyes\n#else\nno\n#endif", wrong[i]);
		run = run_text(str_text(&text), there);
		is_text(str_text(&run.out), "no", "#if %s is false", wrong[i]);
		ok(is_told(&run, "cpp-condition"), "and told");
		release(&run);
		str_release(&text);
	}
}

static void test_groups(void)
{
	static const struct {
		const char *text, *out, *skipped; /* the last with | between them */
	} rows[] = {
		{ "#if 0\na\n#endif\nb", "b", "a\n" },
		{ "#if 1\na\n#else\nb\n c\n#endif\n", "a", "b\n c\n" },
		{ "#if 0\na\n#elif 1\nb\n#elif 1\nc\n#else\nd\n#endif", "b", "a\n|c\n|d\n" },
		{ "#ifdef GIVEN\na\n#endif\n#ifndef GIVEN\nb\n#endif", "a", "b\n" },
		{ "#if 0\n#if 1\na\n#else\nb\n#endif\n#elif defined x\nc\n#else\nd\n#endif", "d",
		  "#if 1\na\n#else\nb\n#endif\n|c\n" },
		{ "#if 0\ndon't /* look\n/* '\n#endif\n*/ here \" #endif\n  # /**/ endif x\nb", "b",
		  "don't /* look\n/* '\n#endif\n*/ here \" #endif\n" },
		{ "#if 0\n#else\n#endif\n#if 1\n#elif 1/0\nb\n#endif", "", "b\n" },
		{ "#ifdef a\nb\n#elifdef GIVEN\nc\n#elifndef GIVEN\nd\n#endif", "c", "b\n|d\n" },
		{ "#if 0\na\n", "", "a\n" },
		{ "#if 0\r\na\r\n#endif\r\n", "", "a\r\n" },
		{ "a\n#if 0\nb\\\n#endif\nc\n#endif", "a", "b\\\n#endif\nc\n" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run run = run_text(rows[i].text, NULL);
		struct str skipped = STR_INIT;

		for (size_t n = 0; n < cpp_skipped_count(run.cpp); n++) {
			struct cpp_place at = cpp_skipped(run.cpp, n);

			str_add(&skipped, n ? "|" : "");
			str_add_bytes(&skipped, rows[i].text + at.span.start, at.span.len);
		}
		is_text(str_text(&run.out), rows[i].out, "condition %zu", i);
		is_text(str_text(&skipped), rows[i].skipped, "what it left out");
		str_release(&skipped);
		release(&run);
	}
}

/* More files than the first room for them. */
static void test_many_includes(void)
{
	enum { FILES = CPP_MAX_FILES + 1 };
	static char name[FILES][16];
	const char *pairs[2 * FILES + 1] = { NULL };
	struct str text = STR_INIT;
	struct run run;

	for (int i = 0; i < FILES; i++) {
		snprintf(name[i], sizeof(name[i]), "%d.h", i);
		pairs[2 * i] = name[i];
		pairs[2 * i + 1] = "x";
		str_addf(&text, "#include \"%d.h\"\ny\n", i);
		if (i != CPP_MAX_FILES - 2 && i != CPP_MAX_FILES - 1)
			continue;
		run = run_text(str_text(&text), pairs);
		ok(!cpp_failure(run.cpp) == (i == CPP_MAX_FILES - 2), "%d files are included", i);
		ok(run.out.len == 4 * (CPP_MAX_FILES - 1) - 1, "with what is in them");
		release(&run);
	}
	str_release(&text);
}

static void test_includes(void)
{
	static const char *const pairs[] = {
		"a.h",       "#define A 1\na",
		"guarded.h", "// x\n#ifndef G\n#define G\ng\n#endif\n",
		"once.h",    "#pragma once\no",
		"loop.h",    "#include \"loop.h\"\n",
		"call.h",    "f",
		"open.h",    "f(1",
		"if.h",      "#if 1\ni",
		NULL,
	};
	static const struct {
		const char *text, *out, *code;
	} rows[] = {
		{ "#include \"a.h\"\nA", "a 1", NULL },
		{ "#include <a.h>\nA", "a 1", NULL },
		{ "#define H \"a.h\"\n#include H\nA", "a 1", NULL },
		{ "#define L <a.\n#define M h>\n#include L M\nA", "A", "cpp-include-missing" },
		{ "#define N(x) <x.h>\n#include N(a)\nA", "a 1", NULL },
		{ "#include \"guarded.h\"\n#include \"guarded.h\"\n", "g", NULL },
		{ "#include \"once.h\"\n#include \"once.h\"\n", "o", NULL },
		{ "#include \"a.h\"\n#include \"a.h\"\n", "a a", NULL },
		{ "#include \"absent.h\"\nb", "b", "cpp-include-missing" },
		{ "#include QMK_KEYBOARD_H\nb", "b", "cpp-include-missing" },
		{ "#include \"forbidden.h\"\nb", "b", "cpp-include" },
		{ "#include\nb", "b", "cpp-directive" },
		{ "a\n#include \"loop.h\"\nb", "a", "cpp-cap" },
		{ "#define f(x) <x>\n#include \"call.h\"\n(1)", "f (1)", NULL },
		{ "#define f(x) <x>\n#include \"open.h\"\n) f(2)", "f(1 ) <2>", "cpp-unterminated" },
		{ "#include \"if.h\"\nb", "i b", "cpp-unterminated" },
	};
	struct run run;

	for (size_t i = 0; i < COUNT(rows); i++) {
		run = run_text(rows[i].text, pairs);
		is_text(str_text(&run.out), rows[i].out, "include %zu", i);
		ok(rows[i].code ? is_told(&run, rows[i].code) : !run.diagnostics.count, "it tells %s",
		   rows[i].code ? rows[i].code : "nothing");
		release(&run);
	}
	test_many_includes();
	run = run_text("\n#include <x/y.h>\n#include Z\n", pairs);
	ok(cpp_missing_count(run.cpp) == 2, "what is missing is remembered");
	is_text(cpp_missing(run.cpp, 0)->name, "x/y.h", "by its name");
	ok(cpp_missing(run.cpp, 0)->angled && !cpp_missing(run.cpp, 1)->angled, "with how it was asked for");
	ok(cpp_missing(run.cpp, 0)->at.span.start == 10 && cpp_missing(run.cpp, 0)->at.span.len == 7,
	   "and where");
	is_text(cpp_missing(run.cpp, 1)->name, "Z", "a macro that is none is missing, too");
	ok(run.diagnostics.item[0].kind->severity == SEVERITY_NOTE, "which is but a note");
	release(&run);
}

static void test_told(void)
{
	static const struct {
		const char *text, *out, *code;
		int line, column;
	} rows[] = {
		{ "a\n#error no\nb", "a b", "cpp-error", 2, 2 },
		{ "#warning no\nb", "b", "cpp-warning", 1, 2 },
		{ "#foo\nb", "b", "cpp-directive", 1, 2 },
		{ "#endif\nb", "b", "cpp-directive", 1, 2 },
		{ "#else\nb", "b", "cpp-directive", 1, 2 },
		{ "#if 1\n#else\n#else\n#endif\nb", "b", "cpp-directive", 3, 2 },
		{ "#if 1\nb", "b", "cpp-unterminated", 1, 2 },
		{ "b /* c\n", "b", "cpp-unterminated", 2, 1 },
		{ "a 'b // c\nd", "a 'b // c d", "cpp-unterminated", 1, 3 },
		{ "#define\nb", "b", "cpp-define", 1, 1 },
		{ "#define 1\nb", "b", "cpp-define", 1, 1 },
		{ "#define defined\nb", "b", "cpp-define", 1, 1 },
		{ "#define A(x\nA", "A", "cpp-define", 1, 9 },
		{ "#define A(x,)\nA", "A", "cpp-define", 1, 9 },
		{ "#define A(x, x)\nA", "A", "cpp-define", 1, 9 },
		{ "#define A(..., x)\nA", "A", "cpp-define", 1, 9 },
		{ "#define A ## b\nA", "A", "cpp-define", 1, 9 },
		{ "#define A b ##\nA", "A", "cpp-define", 1, 9 },
		{ "#define A(...) __VA_OPT__\nA", "A", "cpp-define", 1, 9 },
		{ "#define A(x) x\nA(1, 2) b A()", "A(1, 2) b", "cpp-arguments", 2, 1 },
		{ "#define A(x, y) x\nA(1) b A((1)", "A(1) b A((1)", "cpp-arguments", 2, 1 },
		{ "#define A(x) x\n#define B 1\n B A((B\nb", "1 A((B b", "cpp-unterminated", 3, 4 },
		{ "#define A() x\nA(1)", "A(1)", "cpp-arguments", 2, 1 },
		{ "#define A &##b\nA", "&b", "cpp-paste", 1, 11 },
		{ "#ifdef\n#endif\nb", "b", "cpp-directive", 1, 2 },
		{ "#undef 1\nb", "b", "cpp-directive", 1, 2 },
	};
	struct run run;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct diagnostic *d;

		run = run_text(rows[i].text, NULL);
		is_text(str_text(&run.out), rows[i].out, "what is wrong %zu is passed over", i);
		d = run.diagnostics.count ? &run.diagnostics.item[0] : NULL;
		is_text(d ? d->kind->code : "nothing", rows[i].code, "it is told");
		ok(d && d->place.line == rows[i].line && d->place.column == rows[i].column, "at %d:%d",
		   rows[i].line, rows[i].column);
		release(&run);
	}
	run = run_bytes("a\0b", 3, NULL);
	ok(cpp_failure(run.cpp) && strstr(cpp_failure(run.cpp)->text, "NUL"), "a NUL is refused");
	release(&run);
	run = run_bytes("\xff\xfe"
			"a\0",
			4, NULL);
	ok(cpp_failure(run.cpp) && strstr(cpp_failure(run.cpp)->text, "UTF-16"), "UTF-16 is refused");
	release(&run);
	run = run_text("# 1 \"x.c\" 2\n#pragma x\n#line 3\n#ident \"a\"\nb", NULL);
	ok(run.diagnostics.count == 0, "directives for compilers are passed over");
	release(&run);
}

static void test_macros(void)
{
	static const char text[] = "  #define A 1 +\\\n 2 // c\r\n#define B(x, ...) # x ## "
				   "__VA_ARGS__\n#define C\n#define D\n#undef D\n"
				   "#define A(y)\n";
	struct run run = run_text(text, NULL);
	const struct cpp_macro *macro;

	ok(cpp_macro_count(run.cpp) == 3, "macros that were so at the end");
	macro = cpp_macro_at(run.cpp, 0);
	is_text(macro->name, "B", "in their order");
	is_text(macro->body, "#x## __VA_ARGS__", "with their bodies");
	ok(macro->function && !cpp_find_macro(run.cpp, "B", 1), "a function is not found as an object");
	ok(!cpp_find_macro(run.cpp, "A", 1), "nor what was made one");
	ok(cpp_find_macro(run.cpp, "C", 1) == cpp_macro_at(run.cpp, 1), "an object is found");
	ok(!cpp_find_macro(run.cpp, "D", 1) && !cpp_find_macro(run.cpp, "nothing", 7), "what is none is not");
	ok(!cpp_find_macro(run.cpp, "GIVEN", 5), "nor what was given");
	release(&run);
	run = run_text("x\n  #define A 1 +\\\n 2 // c\r\ny", NULL);
	macro = cpp_find_macro(run.cpp, "A", 1);
	ok(macro && macro->at.span.start == 2 && macro->at.span.len == 26, "a directive is its whole lines");
	ok(macro && macro->body_at.span.start == 14 && macro->body_at.span.len == 7, "and its body");
	is_text(macro ? macro->body : "", "1 + 2", "whose lines are joined");
	release(&run);
}

/*
 * @tokens of the output, which are @count from the nth that is spelled as @text is.
 */
static size_t find_token(const struct cpp *cpp, const char *text, size_t nth)
{
	size_t count;
	const struct cpp_token *token = cpp_tokens(cpp, &count);

	for (size_t i = 0; i < count; i++)
		if (strlen(text) == token[i].len && !memcmp(text, token[i].text, token[i].len) && !nth--)
			return i;
	return SIZE_MAX;
}

/* What a call is replaced by is told for each that has one. */
static void test_stretch(void)
{
	static const char *const pairs[] = { "locked/l.h", "#define L(x) {x}\n#define LA l a\nlocked",
					     "own.h",      "own",
					     "call.h",     "W(q)",
					     NULL };
	static const struct {
		const char *text, *token;
		size_t nth, count;
		const char *found, *why; /* found: the stretch, or the call when why is there */
		const char *expanded;
	} rows[] = {
		{ "a KC_B c", "KC_B", 0, 1, "KC_B", NULL, NULL },
		{ "a LT ( 1 , /* x */ B ) c", "LT", 0, 6, "LT ( 1 , /* x */ B )", NULL, NULL },
		{ "LT(1,\\\n A)", "LT", 0, 6, "LT(1,\\\n A)", NULL, NULL },
		{ "LT(1,\n#if 1\n A)\n#endif", "LT", 0, 6, "",
		  "is in pieces that something else stands between", NULL },
		{ "#define W(...) L(__VA_ARGS__)\nW(A, MO(1), C)", "A", 0, 1, "A", NULL, NULL },
		{ "#define W(...) L(__VA_ARGS__)\nW(A, MO(1), C)", "MO", 0, 4, "MO(1)", NULL, NULL },
		{ "#define W(...) L(__VA_ARGS__)\nW(A, MO(1), C)", "L", 0, 1, "W(A, MO(1), C)",
		  "comes from the macro W, defined at line 1", "L(A, MO(1), C)" },
		{ "#define ONE KC_A\nx ONE y", "KC_A", 0, 1, "ONE", NULL, NULL },
		{ "#define TWO KC_A, KC_B\nx TWO y", "KC_A", 0, 1, "TWO",
		  "comes from the macro TWO, defined at line 1", "KC_A, KC_B" },
		{ "#define TWO KC_A, KC_B\nx TWO y", "KC_A", 0, 3, "TWO", NULL, NULL },
		{ "#define TWO KC_A, KC_B\nx TWO y", "x", 0, 4, "x TWO", NULL, NULL },
		{ "#define TWO KC_A, KC_B\nx TWO y", "x", 0, 2, "TWO",
		  "comes from the macro TWO, defined at line 1", "KC_A, KC_B" },
		{ "#define ROW A, B\n#define W(...) L(__VA_ARGS__)\nW(ROW, C)", "B", 0, 1, "ROW",
		  "comes from the macro ROW, defined at line 1", "A, B" },
		{ "#define ROW A, B\n#define W(...) L(__VA_ARGS__)\nW(ROW, C)", "C", 0, 1, "C", NULL, NULL },
		{ "#define ROW A, B\n#define W(...) L(__VA_ARGS__)\nW(ROW, C)", "A", 0, 5, "ROW, C", NULL,
		  NULL },
		{ "#define HRM(k) LT(1, k)\n#define W(...) L(__VA_ARGS__)\nW(HRM(A), C)", "LT", 0, 6,
		  "HRM(A)", NULL, NULL },
		{ "#define HRM(k) LT(1, k)\n#define W(...) L(__VA_ARGS__)\nW(HRM(A), C)", "A", 0, 1, "A",
		  NULL, NULL },
		{ "#define HRM(k) LT(1, k)\n#define W(...) L(__VA_ARGS__)\nW(HRM(A), C)", "1", 0, 1, "HRM(A)",
		  "comes from the macro HRM, defined at line 1", "LT(1, A)" },
		{ "#define K(x) KC_##x\n#define W(...) L(__VA_ARGS__)\nW(K(A), K(B))", "KC_B", 0, 1, "K(B)",
		  NULL, NULL },
		{ "#define W(x, y) L(KC_##x, KC_##y)\nW(A, B)", "KC_B", 0, 1, "W(A, B)",
		  "comes from the macro W, defined at line 1", "L(KC_A, KC_B)" },
		{ "#define ID(x) x\nID(A)", "A", 0, 1, "ID(A)", NULL, NULL },
		{ "#define DUP(x) x x\nDUP(A)", "A", 0, 1, "",
		  "is an argument that the macro DUP uses more than once", NULL },
		{ "#define DUP(x) x x\nDUP(A)", "A", 0, 2, "DUP(A)", NULL, NULL },
		{ "#define DUP(x) <x x>\nDUP(A)", "A", 0, 2, "",
		  "is an argument that the macro DUP uses more than once", NULL },
		{ "#define B 1\n#define DUP(x) <x x>\nDUP(B)", "1", 0, 1, "DUP(B)",
		  "comes from the macro DUP, defined at line 2", "<1 1>" },
		{ "#define B 1\n#define DUP(x) <x x>\n#define ID(x) <x>\nDUP(ID(B))", "1", 1, 1, "DUP(ID(B))",
		  "comes from the macro DUP, defined at line 2", "< <1> <1> >" },
		{ "#define B(x) x x\n#define A(x) <B(x)>\nA(q)", "q", 0, 1, "",
		  "is an argument that the macro A uses more than once", NULL },
		{ "#define H 1\n#define B(x) x x\n#define A(x) <B(x)>\nA(H)", "1", 0, 1, "A(H)",
		  "comes from the macro A, defined at line 3", "<1 1>" },
		{ "#define S(x) #x x\nS(A)", "A", 0, 1, "",
		  "is an argument that the macro S uses more than once", NULL },
		{ "#define SW(a, b) b a\nSW(A, B)", "B", 0, 2, "SW(A, B)", NULL, NULL },
		{ "#define SW(a, b) <b a>\nSW(A, B)", "B", 0, 2, "",
		  "is in pieces that something else stands between", NULL },
		{ "#define SW(a, b) <b a>\nSW(A, B)", "B", 0, 1, "B", NULL, NULL },
		{ "#define FIRST(a, b) <a>\nFIRST(A, B)", "A", 0, 1, "A", NULL, NULL },
		{ "#define F G\n#define G(x) <x>\nF (A)", "<", 0, 3, "F (A)", NULL, NULL },
		{ "#define F G\n#define G(x) <x>\nF (A)", "A", 0, 1, "A", NULL, NULL },
		{ "#define F G\n#define G(x) <x>\n#define ID(x) [x\nID(F)(A)", "<", 0, 3, "ID(F)(A)",
		  "comes from the macro ID, defined at line 3", "[<A>" },
		{ "#define ID(x) x\n#define G(x) <x>\nID(G)(A) B", "<", 0, 4, "ID(G)(A) B", NULL, NULL },
		{ "#define W(...) L(__VA_ARGS__)\nW(A, LT(\n#if 1\n1\n#else\n2\n#endif\n, B), C)", "LT", 0, 6,
		  "", "is in pieces that something else stands between", NULL },
		{ "#define W(...) L(__VA_ARGS__)\n#define M(x) x x\nW(A, M(\n#if 1\n1\n#endif\n), C)", "1", 0,
		  2, "", "has a directive such as #if in it", NULL },
		{ "#define W(...) L(__VA_ARGS__)\nW(A,\n#if 1\nB\n#else\nC\n#endif\n)", "B", 0, 1, "B", NULL,
		  NULL },
		{ "#define W(x) <x>\nW(\n#define B q w\nB)", "q", 0, 1, "B",
		  "comes from the macro B, defined at line 3", "q w" },
		{ "#include \"locked/l.h\"\nb", "locked", 0, 1, "",
		  "is in locked/l.h, which belongs to the tree", NULL },
		{ "#include \"locked/l.h\"\nL(b)", "b", 0, 1, "b", NULL, NULL },
		{ "#include \"locked/l.h\"\nLA", "l", 0, 1, "LA",
		  "comes from the macro LA, defined in locked/l.h at line 2", "l a" },
		{ "#include \"own.h\"\nb", "own", 0, 1, "own", NULL, NULL },
		{ "#include \"own.h\"\n#include \"own.h\"\nb", "own", 0, 1, "",
		  "is in own.h, which is included more than once", NULL },
		{ "#include \"own.h\"\nb", "own", 0, 2, "", "is in pieces that something else stands between",
		  NULL },
		{ "#define W(x) <x>\n#include \"call.h\"\n", "q", 0, 1, "q", NULL, NULL },
		{ "F(1)", "1", 0, 1, "1", NULL, NULL },
		{ "VALUE F(1)", "<", 0, 1, "F(1)", "comes from the macro F", "<1>" },
		{ "VALUE", "7", 0, 1, "VALUE", NULL, NULL },
		{ "__LINE__", "1", 0, 1, "__LINE__", NULL, NULL },
		{ "#define E\na E b", "a", 0, 2, "", "is in pieces that something else stands between",
		  NULL },
		{ "#define A(x) B(x)\n#define B(x) C(x)\n#define C(x) [x]\nA(A(q))", "q", 0, 1, "q", NULL,
		  NULL },
		{ "#define A(x) B(x)\n#define B(x) C(x)\n#define C(x) [x]\nA(A(q))", "[", 1, 3, "A(q)", NULL,
		  NULL },
		{ "a", "a", 0, 0, "", "is not in the text", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run run = run_text(rows[i].text, pairs);
		size_t at = find_token(run.cpp, rows[i].token, rows[i].nth);
		struct cpp_place place = { 0 }, call;
		struct str why = STR_INIT, found = STR_INIT, expanded = STR_INIT;
		bool is_found;

		ok(at != SIZE_MAX, "stretch %zu: there is %s", i, rows[i].token);
		is_found = cpp_find_stretch(run.cpp, at, rows[i].count, &place, &why, &call);
		if (!is_found)
			place = call;
		str_add_bytes(&found, cpp_file(run.cpp, place.file)->text + place.span.start, place.span.len);
		is_text(str_text(&found), rows[i].found, "its place");
		ok(is_found == !rows[i].why, "it is%s found", rows[i].why ? " not" : "");
		is_text(is_found ? "" : str_text(&why), rows[i].why ? rows[i].why : "", "with the reason");
		if (rows[i].expanded) {
			ok(cpp_expand(run.cpp, call, &expanded), "the call can be written out");
			is_text(str_text(&expanded), rows[i].expanded, "as its tokens");
		}
		str_release(&why);
		str_release(&found);
		str_release(&expanded);
		release(&run);
	}
}

static void test_places(void)
{
	static const char text[] = "\xef\xbb\xbf#define A(x) x + 1\r\nab\\\r\ncd A(\r\n e)\r\n";
	struct run run = run_text(text, NULL);
	const struct cpp_token *token;
	uint16_t file;
	size_t count;
	int line, column;

	token = cpp_tokens(run.cpp, &count);
	ok(count == 4, "four tokens");
	ok(!strncmp(text + token[0].at.span.start, "ab\\\r\ncd A", token[0].at.span.len) &&
		   token[0].at.span.len == 7,
	   "a spliced token has its bytes of the file");
	ok(text[token[1].at.span.start] == 'e', "an argument is where it is spelled");
	ok(text[token[2].at.span.start] == '+', "a body's token is in the body");
	ok(token[0].line && !token[1].line && token[0].space && token[2].space, "lines and spaces");
	cpp_where(run.cpp, &token[3], &file, &line, &column);
	ok(file == 0 && line == 3 && column == 4, "for people it is where the macro is used");
	ok(cpp_use(run.cpp, token[3].use)->outer == CPP_DIRECT, "the use stands by itself");
	is_text(cpp_use(run.cpp, token[3].use)->name, "A", "and has a name");
	ok(cpp_files(run.cpp) == 1, "one file");
	release(&run);
}

/* What grows without end ends early, and says so; more of that in cpp_hostile. */
static void test_caps(void)
{
	struct str text = STR_INIT;
	struct run run;

	str_add(&text, "#define A0 b b\n");
	for (int i = 0; i < 40; i++)
		str_addf(&text, "#define A%d A%d A%d\n", i + 1, i, i);
	run = run_text(str_text(&text), NULL);
	ok(!cpp_failure(run.cpp), "macros that could explode are no harm");
	release(&run);
	str_add(&text, "a A40 c");
	run = run_text(str_text(&text), NULL);
	ok(cpp_failure(run.cpp) && is_told(&run, "cpp-cap"), "what they give is too much");
	ok(run.out.len > 1000 && !strncmp(str_text(&run.out), "a b b b", 7), "what came before is there");
	release(&run);
	str_clear(&text);
	str_add(&text, "#define A(x) x\n");
	for (int i = 0; i < CPP_MAX_DEPTH + 2; i++)
		str_add(&text, "A(");
	str_pad(&text, ')', CPP_MAX_DEPTH + 2);
	run = run_text(str_text(&text), NULL);
	ok(cpp_failure(run.cpp) && strstr(cpp_failure(run.cpp)->text, "deep"), "arguments in arguments: %s",
	   cpp_failure(run.cpp) ? cpp_failure(run.cpp)->text : "no failure");
	release(&run);
	str_release(&text);
}

int main(void)
{
	test_output();
	test_conditions();
	test_groups();
	test_includes();
	test_told();
	test_macros();
	test_stretch();
	test_places();
	test_caps();
	return tap_done();
}
