/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines that begin with #, and what conditions leave out: C11 6.10. */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "cpp_private.h"

/* The word of a directive, and where the lexer is: behind it. */
struct directive {
	struct cpp_lexer *lexer;
	const struct cpp_item *hash, *word;
};

static struct cpp_buffer *top(struct cpp *cpp)
{
	return &cpp->buffer[cpp->buffers - 1];
}

static void do_define(struct cpp *cpp, const struct directive *d)
{
	cpp_define(cpp, d->lexer, d->hash, false);
}

static void do_undef(struct cpp *cpp, const struct directive *d)
{
	struct cpp_item name;

	if (cpp_lex(cpp, d->lexer, &name) && name.name)
		name.name->macro = NULL;
	else
		cpp_tell(cpp, &cpp_kind_directive, d->word->token.at, "#undef takes the name of a macro");
}

static void do_include(struct cpp *cpp, const struct directive *d)
{
	cpp_include(cpp, d->word);
}

static void do_message(struct cpp *cpp, const struct directive *d)
{
	const char *text = d->lexer->at + strspn(d->lexer->at, " \t");
	size_t len = strcspn(text, "\r\n");
	bool is_error = !strcmp(d->word->name->text, "error");

	cpp_tell(cpp, is_error ? &cpp_kind_error : &cpp_kind_warning, d->word->token.at, "#%s: %.*s",
		 d->word->name->text, (int)(len > 300 ? 300 : len), text);
}

static void do_pragma(struct cpp *cpp, const struct directive *d)
{
	struct cpp_item item;

	if (cpp_lex(cpp, d->lexer, &item) && item.name && !strcmp(item.name->text, "once"))
		cpp->text[d->lexer->file].once = true;
}

static void do_nothing(struct cpp *cpp, const struct directive *d)
{
	(void)cpp;
	(void)d;
}

static bool is_defined(struct cpp *cpp, const struct directive *d)
{
	struct cpp_item name;

	if (cpp_lex(cpp, d->lexer, &name) && name.name)
		return name.name->macro || name.name->query;
	cpp_tell(cpp, &cpp_kind_directive, d->word->token.at, "#%s takes the name of a macro",
		 d->word->name->text);
	return false;
}

/* The name X of a file that is all "#ifndef X", when @d is that. */
static struct cpp_name *guard_of(struct cpp *cpp, const struct directive *d)
{
	struct cpp_lexer ahead = *d->lexer;
	struct cpp_item name;

	if (strcmp(d->word->name->text, "ifndef") || !cpp_lex(cpp, &ahead, &name))
		return NULL;
	return name.name;
}

static void skip(struct cpp *cpp, struct cpp_lexer *lexer);

/* To the end of the line, and past what is not to be read when @active is false. */
static void enter(struct cpp *cpp, struct cpp_lexer *lexer, bool active)
{
	cpp_lex_rest(cpp, lexer);
	if (!active)
		skip(cpp, lexer);
}

static bool test(struct cpp *cpp, const struct directive *d)
{
	const char *word = d->word->name->text;

	word += !strncmp(word, "el", 2) ? 2 : 0;
	if (!strcmp(word, "if"))
		return cpp_evaluate(cpp, d->lexer, d->word->token.at);
	return is_defined(cpp, d) == !strcmp(word, "ifdef");
}

static void do_if(struct cpp *cpp, const struct directive *d)
{
	struct cpp_buffer *buffer = top(cpp);
	struct cpp_condition *condition;
	bool active;

	if (buffer->guarding == CPP_GUARD_START) {
		buffer->guard = guard_of(cpp, d);
		buffer->guarding = buffer->guard ? CPP_GUARD_OPEN : CPP_GUARD_NONE;
	} else if (buffer->guarding == CPP_GUARD_CLOSED) {
		buffer->guarding = CPP_GUARD_NONE;
	}
	active = test(cpp, d);
	cpp->condition =
		mem_grow(cpp->condition, cpp->conditions, &cpp->condition_cap, sizeof(*cpp->condition));
	condition = &cpp->condition[cpp->conditions++];
	*condition = (struct cpp_condition){ .at = d->word->token.at, .taken = active };
	enter(cpp, d->lexer, active);
}

/* The condition that @d goes on with or ends; NULL: there is none, which is told. */
static struct cpp_condition *open_condition(struct cpp *cpp, const struct directive *d)
{
	if (cpp->conditions > top(cpp)->conditions)
		return &cpp->condition[cpp->conditions - 1];
	cpp_tell(cpp, &cpp_kind_directive, d->word->token.at, "#%s without an #if before it",
		 d->word->name->text);
	return NULL;
}

static void leave_guard(struct cpp *cpp)
{
	struct cpp_buffer *buffer = top(cpp);

	if (cpp->conditions == buffer->conditions + 1)
		buffer->guarding = CPP_GUARD_NONE;
}

/* Whether what follows an #else or #elif is read. */
static bool go_on(struct cpp *cpp, struct cpp_condition *condition, const struct directive *d)
{
	bool is_else = !strcmp(d->word->name->text, "else");

	leave_guard(cpp);
	if (condition->otherwise)
		cpp_tell(cpp, &cpp_kind_directive, d->word->token.at, "#%s after #else", d->word->name->text);
	condition->otherwise |= is_else;
	if (condition->taken)
		return false;
	/* Evaluating may move the conditions when it asks for files. */
	return is_else || test(cpp, d);
}

static void do_else(struct cpp *cpp, const struct directive *d)
{
	struct cpp_condition *condition = open_condition(cpp, d);

	if (!condition)
		return;
	/* What came before was read, so that all that follows is not. */
	go_on(cpp, condition, d);
	enter(cpp, d->lexer, false);
}

static void do_endif(struct cpp *cpp, const struct directive *d)
{
	struct cpp_buffer *buffer = top(cpp);

	if (!open_condition(cpp, d))
		return;
	cpp->conditions--;
	if (buffer->guarding == CPP_GUARD_OPEN && cpp->conditions == buffer->conditions)
		buffer->guarding = CPP_GUARD_CLOSED;
}

/* What a condition of its own opens, goes on with and ends is followed where it is not read, too. */
enum condition_role { NO_CONDITION, OPENS, GOES_ON, ENDS };

static const struct {
	const char *name;
	void (*run)(struct cpp *cpp, const struct directive *d);
	enum condition_role role;
} directives[] = {
	{ "assert", do_nothing, NO_CONDITION },
	{ "define", do_define, NO_CONDITION },
	{ "elif", do_else, GOES_ON },
	{ "elifdef", do_else, GOES_ON },
	{ "elifndef", do_else, GOES_ON },
	{ "else", do_else, GOES_ON },
	{ "endif", do_endif, ENDS },
	{ "error", do_message, NO_CONDITION },
	{ "ident", do_nothing, NO_CONDITION },
	{ "if", do_if, OPENS },
	{ "ifdef", do_if, OPENS },
	{ "ifndef", do_if, OPENS },
	{ "import", do_include, NO_CONDITION },
	{ "include", do_include, NO_CONDITION },
	{ "include_next", do_include, NO_CONDITION },
	{ "line", do_nothing, NO_CONDITION },
	{ "pragma", do_pragma, NO_CONDITION },
	{ "sccs", do_nothing, NO_CONDITION },
	{ "unassert", do_nothing, NO_CONDITION },
	{ "undef", do_undef, NO_CONDITION },
	{ "warning", do_message, NO_CONDITION },
};

void cpp_directives_init(struct cpp *cpp)
{
	for (size_t i = 0; i < COUNT(directives); i++)
		cpp_intern_text(cpp, directives[i].name)->directive = (uint8_t)(i + 1);
}

static void add_skipped(struct cpp *cpp, uint16_t file, uint32_t start, uint32_t end)
{
	if (end <= start)
		return;
	cpp->skipped = mem_grow(cpp->skipped, cpp->skips, &cpp->skip_cap, sizeof(*cpp->skipped));
	cpp->skipped[cpp->skips++] = (struct cpp_place){ file, { start, end - start } };
}

/* Where the line begins that the byte at @offset is in. */
static uint32_t line_start(const struct cpp *cpp, uint16_t file, uint32_t offset)
{
	const struct cpp_text *text = &cpp->text[file];

	return text->line[cpp_text_line(text, offset) - 1];
}

/* Follows a directive of what is left out. True: from here on, it is read. */
static bool is_end_of_skip(struct cpp *cpp, const struct directive *d, int *depth, bool *boundary)
{
	enum condition_role role = d->word->name && d->word->name->directive
					   ? directives[d->word->name->directive - 1].role
					   : NO_CONDITION;

	*boundary = role > OPENS && !*depth;
	if (*boundary && role == GOES_ON) {
		size_t index = cpp->conditions - 1;
		bool active = go_on(cpp, &cpp->condition[index], d);

		cpp->condition[index].taken |= active;
		return active;
	}
	if (*boundary)
		do_endif(cpp, d);
	*depth += (role == OPENS) - (role == ENDS);
	return *boundary;
}

/* From the newline of a directive to that of the one that ends what is left out. */
static void skip(struct cpp *cpp, struct cpp_lexer *lexer)
{
	uint32_t start = cpp_lexer_next_line(lexer);
	struct cpp_item hash, word;
	int depth = 0;

	lexer->directive = false;
	while (cpp_lex_skip(lexer, &hash)) {
		struct directive d = { lexer, &hash, &word };
		bool done, boundary;

		lexer->directive = true;
		if (!cpp_lex(cpp, lexer, &word)) {
			lexer->directive = false;
			continue;
		}
		done = is_end_of_skip(cpp, &d, &depth, &boundary);
		if (boundary) {
			add_skipped(cpp, lexer->file, start,
				    line_start(cpp, lexer->file, hash.token.at.span.start));
			cpp_lex_rest(cpp, lexer);
			start = cpp_lexer_next_line(lexer);
		}
		if (done)
			return;
		lexer->directive = false;
	}
	add_skipped(cpp, lexer->file, start, (uint32_t)cpp->text[lexer->file].file.len);
}

/* Where directives among arguments are. */
static void note_directive(struct cpp *cpp, const struct cpp_item *hash)
{
	struct cpp_text *text = &cpp->text[hash->token.at.file];

	if (!cpp->collecting || text->file.locked)
		return;
	text->directive =
		mem_grow(text->directive, text->directives, &text->directive_cap, sizeof(*text->directive));
	text->directive[text->directives++] = hash->token.at.span.start;
}

static void run(struct cpp *cpp, const struct directive *d)
{
	struct cpp_buffer *buffer = top(cpp);
	const struct cpp_name *name = d->word->name;

	if (!name || !name->directive) {
		/* A line marker of another preprocessor is a number. */
		if (d->word->token.type != CPP_NUMBER)
			cpp_tell(cpp, &cpp_kind_directive, d->word->token.at, "#%.*s is no directive",
				 (int)(d->word->token.len < 100 ? d->word->token.len : 100),
				 d->word->token.text);
		return;
	}
	if (buffer->guarding != CPP_GUARD_OPEN && directives[name->directive - 1].role == NO_CONDITION)
		buffer->guarding = CPP_GUARD_NONE;
	directives[name->directive - 1].run(cpp, d);
}

bool cpp_directive(struct cpp *cpp, const struct cpp_item *hash)
{
	struct cpp_lexer *lexer = &top(cpp)->lexer, behind = *lexer;
	struct cpp_item word;
	struct directive d = { lexer, hash, &word };
	size_t buffers = cpp->buffers;

	lexer->directive = true;
	if (!cpp_lex(cpp, lexer, &word)) {
		lexer->directive = false;
		return true;
	}
	/* #binding-cells is a name of devicetree's. */
	if (word.name && *lexer->at == '-') {
		*lexer = behind;
		return false;
	}
	note_directive(cpp, hash);
	run(cpp, &d);
	/* The file that was included is on top of the one with the directive, whose rest is not to be read. */
	lexer = &cpp->buffer[buffers - 1].lexer;
	cpp_lex_rest(cpp, lexer);
	lexer->directive = false;
	return true;
}

void cpp_close_conditions(struct cpp *cpp)
{
	struct cpp_buffer *buffer = top(cpp);

	while (cpp->conditions > buffer->conditions) {
		buffer->guarding = CPP_GUARD_NONE;
		cpp_tell(cpp, &cpp_kind_unterminated, cpp->condition[--cpp->conditions].at,
			 "this #if is never closed: expected an #endif");
	}
	if (buffer->lexer.unclosed)
		cpp_tell(cpp, &cpp_kind_unterminated,
			 (struct cpp_place){ buffer->lexer.file,
					     { (uint32_t)cpp->text[buffer->lexer.file].file.len, 0 } },
			 "a comment is never closed: expected a */");
}
