/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_CPP_PRIVATE_H
#define IMPORT_CPP_PRIVATE_H

#include "import/cpp.h"

/* What bounds time and memory beside the numbers that callers know. */
enum {
	CPP_MAX_STEPS = 16 << 20,      /* tokens moved while macros are replaced */
	CPP_MAX_LIVE = CPP_MAX_TOKENS, /* tokens of arguments and replacements at one time */
	CPP_MAX_USES = 1 << 20,
	CPP_MAX_READ = 4 * CPP_MAX_BYTES, /* of all files as often as they are included */
};

/* struct cpp_token's mark. The last four are of tokens in a definition. */
enum {
	CPP_MARK_STAYS = 1,   /* never to be replaced: it was met inside its own replacement */
	CPP_MARK_BODY = 2,    /* a macro's body gave it: nobody wrote it where it is used */
	CPP_MARK_STRING = 4,  /* # stands before it */
	CPP_MARK_PASTE = 8,   /* ## follows */
	CPP_MARK_PARAM = 16,  /* a parameter: `use` is its index */
	CPP_MARK_OPTION = 32, /* __VA_OPT__: the next `use` tokens are what it holds */
};

/* A token with what replacing needs. */
struct cpp_item {
	struct cpp_token token;
	struct cpp_name *name; /* of a CPP_NAME; else NULL */
};

struct cpp_list {
	struct cpp_item *item;
	size_t count, cap;
};

/* What a name stands for that is no macro of anyone's. */
enum cpp_builtin { CPP_NOT_BUILTIN, CPP_COUNTER, CPP_FILE, CPP_INCLUDE_LEVEL, CPP_LINE };

struct cpp_definition {
	struct cpp_name *name;
	struct cpp_item *body;
	uint32_t count;
	uint32_t params;      /* with that of "..." */
	uint32_t *param_uses; /* how often each is in the body */
	enum cpp_builtin builtin;
	bool function, variadic;
	bool simple;   /* the body is the replacement as it stands */
	bool disabled; /* it is being replaced */
	struct cpp_place at, body_at;
};

struct cpp_name {
	struct cpp_definition *macro; /* NULL: none */
	uint32_t hash, len;
	uint32_t param;    /* while a macro is defined: its parameter's index, from 1 */
	uint32_t listed;   /* once all is read: its macro's index in cpp->macro, from 1 */
	uint8_t directive; /* index of the table of directives, from 1 */
	bool query;        /* __has_include and its like: #if asks with it, and #ifdef finds it */
	char text[];       /* NUL-ended */
};

/* Memory that lives as long as the struct cpp. */
struct cpp_arena {
	struct cpp_chunk *chunk;
	size_t left;
};
void *cpp_arena_get(struct cpp_arena *arena, size_t size);
char *cpp_arena_copy(struct cpp_arena *arena, const char *text, size_t len);
void cpp_arena_release(struct cpp_arena *arena);

struct cpp_names {
	struct cpp_name **slot;
	size_t count, size; /* size: a power of two */
};
uint32_t cpp_hash(const char *text, size_t len);
struct cpp_name *cpp_intern_text(struct cpp *cpp, const char *text);
const struct cpp_name *cpp_find_name(const struct cpp *cpp, const char *text, size_t len);
struct cpp_name *cpp_intern(struct cpp *cpp, const char *text, size_t len, uint32_t hash);

/* What stood before byte `at` of a text without spliced lines: all `removed` bytes up to there. */
struct cpp_splice {
	uint32_t at, removed;
};

struct cpp_text {
	struct cpp_file file;
	char *owned;   /* file.text */
	char *spliced; /* the text without backslash-newlines; NULL: there are none */
	size_t spliced_len;
	struct cpp_splice *splice;
	size_t splices;
	uint32_t *line; /* where each begins */
	size_t lines;
	struct cpp_name *guard; /* nothing of it counts when this is defined */
	bool once;              /* #pragma once */
	uint8_t *
		copied; /* bits, by byte: more depends on the token there than what is left of it; NULL: none */
	uint32_t readings;   /* how often tokens of it were read */
	uint32_t *directive; /* where those within arguments begin */
	size_t directives, directive_cap;
};

struct cpp_lexer {
	const struct cpp_text *text;  /* NULL: places are nowhere */
	const char *begin, *at, *end; /* *end is 0 */
	size_t splice;                /* the next of the text's */
	uint16_t file;
	bool line;      /* at the start of one */
	bool directive; /* a newline ends it */
	bool unclosed;  /* a comment is not */
};

/* Checks and prepares @text, whose file.text and len are set. ERR_PARSE: it is no text. */
bool cpp_text_init(struct cpp_text *text, struct err *err) NODISCARD;
void cpp_text_release(struct cpp_text *text);

/* From 1. */
uint32_t cpp_text_line(const struct cpp_text *text, uint32_t offset);

struct cpp_lexer cpp_lexer_of_text(const struct cpp_text *text, uint16_t file);
struct cpp_lexer cpp_lexer_of_bytes(const char *text, size_t len);

/* False: the end, or of a directive's line. */
bool cpp_lex(struct cpp *cpp, struct cpp_lexer *lexer, struct cpp_item *out);

/* <...> or "..." of an #include, when that is what comes next. */
bool cpp_lex_header_name(struct cpp_lexer *lexer, struct cpp_item *out);

/* To the end of the line, of a directive as well. */
void cpp_lex_rest(struct cpp *cpp, struct cpp_lexer *lexer);

/* To the next line of a passage that is left out whose first token is a #, and that token. */
bool cpp_lex_skip(struct cpp_lexer *lexer, struct cpp_item *out);

/* Offset in the file's own bytes of the lexer's place; past a newline that is there. */
uint32_t cpp_lexer_offset(struct cpp_lexer *lexer);
uint32_t cpp_lexer_next_line(struct cpp_lexer *lexer);

/* A file that is being read. */
struct cpp_buffer {
	struct cpp_lexer lexer;
	size_t conditions;      /* how many there were when it began */
	struct cpp_name *guard; /* of the #ifndef that it began with */
	enum cpp_guard_state { CPP_GUARD_START, CPP_GUARD_OPEN, CPP_GUARD_CLOSED, CPP_GUARD_NONE } guarding;
	bool read; /* tokens of it */
};

struct cpp_condition {
	struct cpp_place at;
	bool taken, otherwise; /* otherwise: there was an #else */
};

/* Tokens that are read before the file goes on. */
struct cpp_context {
	const struct cpp_item *item;
	size_t next, count;
	struct cpp_list owned;
	struct cpp_definition *macro; /* enabled again at the end; NULL: none */
	uint32_t use;                 /* of all its tokens; CPP_DIRECT: they have their own */
	bool space, line;             /* of the first, unless `as_is` */
	bool as_is, barrier;          /* barrier: nothing behind it is read */
};

struct cpp_use_record {
	struct cpp_use use;
	uint32_t root;               /* the outermost use around it, or itself */
	uint32_t written;            /* the innermost one around it whose name no body gave, or itself */
	uint32_t first, last, count; /* its tokens of the output */
	bool open;                   /* it took arguments from behind the text it stands in */
	bool copied;                 /* more of the output depends on it than what it gives */
};

struct cpp {
	struct cpp_arena arena;
	struct cpp_names names;
	struct diagnostics *diagnostics; /* while it runs */
	const struct import_includes *includes;
	struct err failure;
	bool failed;

	struct cpp_text *text; /* room for CPP_MAX_FILES */
	size_t texts;
	size_t bytes, read_bytes;

	struct cpp_buffer *buffer;
	size_t buffers, buffer_cap;
	struct cpp_condition *condition;
	size_t conditions, condition_cap;

	struct cpp_context *context;
	size_t contexts, context_cap;
	struct cpp_list *spare; /* of freed contexts and arguments, to be used again */
	size_t spares, spare_cap;
	size_t *bound; /* where arguments begin, of all calls that are being read */
	size_t bounds, bound_cap;
	size_t steps, live;
	size_t made;      /* bytes by # and ## */
	int depth;        /* of arguments in arguments */
	int collecting;   /* arguments of a call are being read */
	bool evaluating;  /* an #if */
	bool space, line; /* of what was replaced by nothing, for the next token */
	uint32_t counter;
	struct cpp_name *defined, *va_args, *va_opt;

	struct cpp_token *token;
	size_t tokens, token_cap;
	struct cpp_use_record *use;
	size_t uses, use_cap;
	uint32_t *by_place; /* those that are written in a file, by file and place, once all is read */
	size_t places;
	struct cpp_missing *missing;
	size_t missings, missing_cap;
	struct cpp_place *skipped;
	size_t skips, skip_cap;
	struct cpp_definition *
		*definition; /* of the files, in their order, then those that are left of them */
	size_t definitions, definition_cap;
	struct cpp_macro *macro;
};

extern const struct diagnostic_kind cpp_kind_arguments, cpp_kind_cap, cpp_kind_condition, cpp_kind_define,
	cpp_kind_directive, cpp_kind_error, cpp_kind_include, cpp_kind_include_missing, cpp_kind_paste,
	cpp_kind_text, cpp_kind_unterminated, cpp_kind_warning;

void cpp_tell(struct cpp *cpp, const struct diagnostic_kind *kind, struct cpp_place at, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/* Ends the run. Always false. */
bool cpp_fail(struct cpp *cpp, const char *fmt, ...) PRINTF_LIKE(2, 3);

bool cpp_is_punct(const struct cpp_item *item, const char *text);

/* Puts @text on top of the files being read. */
void cpp_push_buffer(struct cpp *cpp, uint16_t file);

/* The next token of the files alone. False: their end, or of the innermost while arguments are read. */
bool cpp_read(struct cpp *cpp, struct cpp_item *out);

/* The next token with macros as they are; and replaced. */
bool cpp_next_raw(struct cpp *cpp, struct cpp_item *out);
bool cpp_next(struct cpp *cpp, struct cpp_item *out);

/* All of @in, replaced, to the end of @out. Takes @in. */
void cpp_expand_list(struct cpp *cpp, struct cpp_list *in, struct cpp_list *out);

struct cpp_list cpp_list_new(struct cpp *cpp);
void cpp_list_add(struct cpp *cpp, struct cpp_list *list, const struct cpp_item *item);
void cpp_list_drop(struct cpp *cpp, struct cpp_list *list);

/* "..." of the tokens, as # gives it. */
void cpp_stringify(struct cpp *cpp, const struct cpp_item *item, size_t count, struct cpp_item *out);

/* False: the two make no token. */
bool cpp_paste(struct cpp *cpp, struct cpp_item *left, const struct cpp_item *right, struct cpp_place at);

/* A use of a macro that is being replaced. */
struct cpp_call {
	const struct cpp_definition *macro;
	struct cpp_list raw; /* the arguments with the commas between them */
	size_t bounds; /* index in cpp->bound of where they begin; each ends one before the next, at the comma */
	size_t args;
	struct cpp_item paren, close;
	uint32_t use;
};
/* Of what gave @token, which comes to @use, more of the output depends than what is left of it there. */
void cpp_mark_copied(struct cpp *cpp, uint32_t use, const struct cpp_token *token);

/* What a macro that is not `simple` is replaced by. */
void cpp_substitute(struct cpp *cpp, const struct cpp_call *call, struct cpp_list *out);

/* A directive whose # was read. False: it is none, and the # is a token. */
bool cpp_directive(struct cpp *cpp, const struct cpp_item *hash);
void cpp_directives_init(struct cpp *cpp);

/* Tells what the innermost file left open. */
void cpp_close_conditions(struct cpp *cpp);

/* #define: after the word itself. @input: of import_input. */
void cpp_define(struct cpp *cpp, struct cpp_lexer *lexer, const struct cpp_item *hash, bool input);
void cpp_define_builtins(struct cpp *cpp);

/* The rest of the line of an #if. False as well when it cannot be computed, which is told. */
bool cpp_evaluate(struct cpp *cpp, struct cpp_lexer *lexer, struct cpp_place at);

/* "defined X" after its first word: what it says takes the word's place. */
void cpp_read_defined(struct cpp *cpp, struct cpp_item *word);

/* #include: after the word itself. */
void cpp_include(struct cpp *cpp, const struct cpp_item *word);
bool cpp_has_include(struct cpp *cpp, const char *name, size_t len, bool angled, bool next);

/* Where @token was written, or else the use that it came out of. */
struct cpp_place cpp_written_at(const struct cpp *cpp, const struct cpp_token *token);

/* Whether nothing but white space and comments is between the two. */
bool cpp_is_gap(const struct cpp *cpp, struct cpp_place from, struct cpp_place to);

/* The body as it would be written. */
void cpp_spell_body(const struct cpp_definition *macro, struct str *out);

/* Numbers and the order of uses, once all is read. */
void cpp_index_uses(struct cpp *cpp);

#endif
