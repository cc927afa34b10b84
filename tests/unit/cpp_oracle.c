/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Made-up programs that are all macros: each is edited wherever that can be done (cpp_check), and those that are right
 * are compared with what the compiler on PATH makes of them.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cpp_check.h"
#include "import/cpp.h"
#include "tap.h"
#include "temp.h"

enum { PROGRAMS = 1500, MACROS = 8, MAX_OUTPUT = 64 << 20 };

static unsigned next_random(unsigned *seed, unsigned below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % below;
}

/* A macro of the program: how it is called. */
struct made {
	bool function, variadic;
	unsigned params;
};

struct program {
	unsigned seed;
	struct made macro[MACROS];
	struct str text;
};

static void add_space(struct program *p)
{
	static const char *const spaces[] = { "", " ", "  ", "\n", "/* c */", " // c\n", "\\\n" };

	str_add(&p->text, spaces[next_random(&p->seed, next_random(&p->seed, 3) ? 2 : COUNT(spaces))]);
}

static void add_argument(struct program *p, int depth);

/* A macro's name, as a call when it is a function and mostly with the arguments it takes. */
static void add_use(struct program *p, int depth, const char *inner)
{
	unsigned which = next_random(&p->seed, MACROS);
	const struct made *macro = &p->macro[which];
	unsigned args = macro->params + (macro->variadic ? next_random(&p->seed, 3) : 0);

	str_addf(&p->text, " M%u", which);
	if (!macro->function || !next_random(&p->seed, 6))
		return;
	str_add(&p->text, next_random(&p->seed, 5) ? "(" : " (");
	for (unsigned i = 0; i < args; i++) {
		str_add(&p->text, i ? "," : "");
		if (inner && next_random(&p->seed, 2))
			str_addf(&p->text, " %s ", inner);
		else
			add_argument(p, depth - 1);
	}
	str_add(&p->text, ")");
}

static void add_plain(struct program *p)
{
	static const char *const plain[] = { "a",      "b", "c1", "1", "0x2f", "\"s\\n\"", "'c'",
					     "+",      "-", "<",  "=", "&",    "...",      "()",
					     "(x, y)", "L", "%",  ";", "[" };

	str_addf(&p->text, " %s", plain[next_random(&p->seed, COUNT(plain))]);
}

static void add_argument(struct program *p, int depth)
{
	for (unsigned n = next_random(&p->seed, 3); n; n--) {
		add_space(p);
		if (depth > 0 && next_random(&p->seed, 3) == 0)
			add_use(p, depth, NULL);
		else
			add_plain(p);
	}
}

/* The name of one of the parameters; NULL: there are none. */
static const char *pick_param(struct program *p, const struct made *macro)
{
	static const char *const names[] = { "x", "y", "z" };
	unsigned which = macro->params + macro->variadic
				 ? next_random(&p->seed, macro->params + macro->variadic)
				 : macro->params;

	if (which < macro->params)
		return names[which];
	return macro->variadic ? "__VA_ARGS__" : NULL;
}

static void add_body_part(struct program *p, const struct made *macro)
{
	const char *param = pick_param(p, macro), *other = pick_param(p, macro);

	switch (next_random(&p->seed, param ? 10 : 3)) {
	case 0:
		add_plain(p);
		break;
	case 1:
	case 2:
		add_use(p, 1, param);
		break;
	case 3:
		str_addf(&p->text, " #%s", param);
		break;
	case 4:
		str_addf(&p->text, " %s##%s", param, other);
		break;
	case 5:
		str_addf(&p->text, " M##%s", param);
		break;
	case 6:
		str_addf(&p->text, " %s(%s)", param, other);
		break;
	case 7:
		str_add(&p->text, macro->variadic ? " __VA_OPT__(o __VA_ARGS__)" : " o");
		break;
	default:
		str_addf(&p->text, " %s", param);
	}
}

static void add_definition(struct program *p, unsigned which)
{
	static const char *const params[] = { "", "x", "x, y", "x, y, z" };
	const struct made *macro = &p->macro[which];

	str_addf(&p->text, "#define M%u", which);
	if (macro->function)
		str_addf(&p->text, "(%s%s)", params[macro->params],
			 !macro->variadic ? ""
			 : macro->params  ? ", ..."
					  : "...");
	for (unsigned n = next_random(&p->seed, 5); n; n--)
		add_body_part(p, macro);
	str_add(&p->text, "\n");
}

static void make(struct program *p, unsigned seed)
{
	p->seed = seed;
	str_clear(&p->text);
	for (unsigned i = 0; i < MACROS; i++) {
		p->macro[i].function = next_random(&p->seed, 4);
		p->macro[i].variadic = p->macro[i].function && next_random(&p->seed, 3) == 0;
		p->macro[i].params = p->macro[i].function ? next_random(&p->seed, 4) : 0;
	}
	for (unsigned i = 0; i < MACROS; i++)
		add_definition(p, i);
	for (unsigned n = 1 + next_random(&p->seed, 6); n; n--) {
		add_use(p, 3, NULL);
		add_space(p);
		add_plain(p);
		str_add(&p->text, "\n");
	}
}

static struct import_input input_of(const struct str *text)
{
	return (struct import_input){ .path = "", .text = str_text(text), .len = text->len };
}

/* Whether nothing is wrong with it; the tokens go to @out. */
static bool run(const struct str *text, struct str *out)
{
	struct import_input in = input_of(text);
	struct diagnostics told = { 0 };
	struct cpp *cpp = cpp_run(&in, &told);
	bool fine = !told.count && !cpp_failure(cpp);

	str_clear(out);
	cpp_check_spell(cpp, out);
	cpp_free(cpp);
	diagnostics_release(&told);
	return fine;
}

static void test_changes(void)
{
	struct program p = { 0 };
	size_t changed = 0;
	struct str why = STR_INIT;

	for (unsigned i = 0; i < PROGRAMS && !why.len; i++) {
		struct import_input in;

		make(&p, i);
		in = input_of(&p.text);
		cpp_check(&in, 4, &changed, &why);
	}
	ok(!why.len, "a change of what can be changed changes nothing else: %zu of %d programs", changed,
	   PROGRAMS);
	if (why.len)
		printf("# %s\n", str_text(&why));
	ok(changed > PROGRAMS, "much can be");
	str_release(&p.text);
	str_release(&why);
}

static bool compile(const char *folder, const struct str *text, struct str *out)
{
	const char *source = temp_path(folder, "macros.c"), *result = temp_path(folder, "macros.i");
	struct str command = STR_INIT;
	struct err err;
	bool ran;

	str_addf(&command, "cc -E -P -std=gnu11 '%s' >'%s' 2>/dev/null", source, result);
	ran = file_write(source, text->data, text->len, FILE_CREATE, &err) &&
	      system(str_text(&command)) == 0 && file_read(result, MAX_OUTPUT, out, &err);
	str_release(&command);
	return ran;
}

/* All programs that are right, one after the other, and what is ours of them. */
static size_t join_programs(struct str *all, struct str *ours)
{
	struct program p = { 0 };
	struct str out = STR_INIT;
	size_t count = 0;

	for (unsigned i = 0; i < PROGRAMS; i++) {
		make(&p, i);
		if (!run(&p.text, &out))
			continue;
		str_add_bytes(all, p.text.data, p.text.len);
		str_add_bytes(ours, str_text(&out), out.len);
		for (int n = 0; n < MACROS; n++)
			str_addf(all, "#undef M%d\n", n);
		str_addf(all, "end_of_%u\n", i);
		str_addf(ours, "end_of_%u\n", i);
		count++;
	}
	str_release(&p.text);
	str_release(&out);
	return count;
}

static void test_compiler(void)
{
	char folder[] = "/tmp/keyplane-cpp-XXXXXX";
	struct str all = STR_INIT, ours = STR_INIT, theirs = STR_INIT, out = STR_INIT;
	size_t count = join_programs(&all, &ours), at = 0;

	if (system("cc --version >/dev/null 2>&1") != 0 || !mkdtemp(folder)) {
		ok(true, "programs are as a compiler has them # SKIP there is no cc");
	} else {
		ok(compile(folder, &all, &theirs), "a compiler takes %zu programs", count);
		run(&theirs, &out);
		while (ours.data[at] && ours.data[at] == str_text(&out)[at])
			at++;
		ok(ours.len == out.len && at == out.len, "programs are as a compiler has them");
		if (at < ours.len)
			printf("# %s\n", strstr(ours.data + at, "end_of"));
		temp_remove(folder);
	}
	str_release(&all);
	str_release(&ours);
	str_release(&theirs);
	str_release(&out);
}

int main(void)
{
	test_changes();
	test_compiler();
	return tap_done();
}
