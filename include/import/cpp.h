/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_CPP_H
#define IMPORT_CPP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "base/str.h"
#include "import/document.h"
#include "model/diagnostic.h"

/*
 * C's preprocessor (C11 6.10 and what GCC adds: __VA_OPT__, named and pasted variable arguments, __has_include, #warning,
 * #elifdef), for C and for devicetree sources, that remembers where each token of its output came from, so that an edit
 * can go back there. Tolerant: an include that is not there is remembered and passed over; a directive that is wrong is
 * told and passed over; an unknown name in #if is 0; a call with the wrong number of arguments stays as it is written.
 *
 * Otherwise than GCC: #include_next finds nothing when import_includes gives the asking file itself; there is no
 * __DATE__ and no __TIME__; non-ASCII letters are no part of names; #binding-cells is no directive in C either.
 *
 * Codes of @diagnostics: cpp-arguments, cpp-cap, cpp-condition, cpp-define, cpp-directive, cpp-error (#error, which does
 * not end the run), cpp-include, cpp-include-missing, cpp-paste, cpp-text (UTF-16, a NUL), cpp-unterminated, cpp-warning.
 */
enum {
	CPP_MAX_BYTES = 16 << 20, /* of all files together */
	CPP_MAX_TOKENS = 4 << 20, /* of the output */
	CPP_MAX_DEPTH = 200,      /* of includes, and of macros in arguments of macros */
	CPP_MAX_FILES = 512,
};

enum cpp_type {
	CPP_NAME,
	CPP_NUMBER,    /* a pp-number: 12, 0x1F, 1e3 */
	CPP_TEXT,      /* "..." with its prefix and quotes */
	CPP_CHARACTER, /* '...' likewise */
	CPP_PUNCT,     /* the longest of C's punctuators */
	CPP_OTHER, /* a character that begins no token: @, \, non-ASCII; an unclosed quote with the rest of its line */
};

/* A stretch of one of the files; file 0 is the document. */
struct cpp_place {
	uint16_t file;
	struct span span;
};

enum { CPP_DIRECT = UINT32_MAX };

struct cpp_token {
	uint8_t type; /* enum cpp_type */
	bool space;   /* white space, a comment or a newline stands before it */
	bool line;    /* it is the first of its line */
	uint8_t mark; /* private */
	uint32_t len;
	const char *text;    /* not NUL-ended; lives as long as the struct cpp */
	struct cpp_place at; /* where it is spelled: in the text, in a macro's body, in an argument */
	uint32_t use;        /* of cpp_use(): the innermost macro use that brought it; CPP_DIRECT: none */
};

/* One use of a macro that was replaced. */
struct cpp_use {
	uint32_t outer; /* the use that this name came out of; CPP_DIRECT: it stands in a file by itself */
	struct cpp_place at; /* the name, with all of the file that its replacement took as arguments; of the
			      * name alone when those came from elsewhere */
	const char *name;    /* NUL-ended */
	struct cpp_place body; /* where the macro was defined; span nowhere: by import_input */
};

struct cpp_file {
	const char *path; /* "" for the document */
	const char *text;
	size_t len;
	bool locked;
};

struct cpp;

/* Run over @in's text. Never NULL: what is wrong is in @diagnostics, and what was read until then is there. */
struct cpp *cpp_run(const struct import_input *in, struct diagnostics *diagnostics);
void cpp_free(struct cpp *cpp);

/* Why it ended early: a cap; NULL: it reached the end. */
const struct err *cpp_failure(const struct cpp *cpp);

/* The output, uses, files. Borrowed. */
const struct cpp_token *cpp_tokens(const struct cpp *cpp, size_t *count);
const struct cpp_use *cpp_use(const struct cpp *cpp, uint32_t index);
const struct cpp_file *cpp_file(const struct cpp *cpp, uint16_t index);
size_t cpp_files(const struct cpp *cpp);

/* The use around all that @use came out of, or itself. Asking cpp_use() for each on the way can take long. */
uint32_t cpp_outermost(const struct cpp *cpp, uint32_t use);

/* Whether someone wrote @token where it is, or as an argument. False: a macro's body gave it. */
bool cpp_is_written(const struct cpp_token *token);

/* An #include that was not there; in the order of the text. */
struct cpp_missing {
	struct cpp_place at;
	const char *name;
	bool angled;
};
size_t cpp_missing_count(const struct cpp *cpp);
const struct cpp_missing *cpp_missing(const struct cpp *cpp, size_t index);

/* Every macro that the files (not import_input) define and that was so at the end, in the order of definition. */
struct cpp_macro {
	const char *name, *body; /* NUL-ended; body: its tokens with one space where there was any */
	bool function;
	struct cpp_place at, body_at; /* the whole directive with its newline; the body */
};
size_t cpp_macro_count(const struct cpp *cpp);
const struct cpp_macro *cpp_macro_at(const struct cpp *cpp, size_t index);

/* Of object-like ones; NULL: none. */
const struct cpp_macro *cpp_find_macro(const struct cpp *cpp, const char *name, size_t len);

/* Stretches that a condition left out, in the order of the text: whole lines, without the directives around them. */
size_t cpp_skipped_count(const struct cpp *cpp);
struct cpp_place cpp_skipped(const struct cpp *cpp, size_t index);

/*
 * The stretch of a file to replace when the output tokens [first, first + count) are to become something else and
 * nothing else is to change: the tokens themselves; the use of a macro when it gives these tokens and no
 * other; the part of a macro's argument that they are spelled in, when they are wholly there and there is only one
 * copy of it in the output. False with a reason for people in @why and, when a macro is the reason, in @call its innermost
 * use that is written in a file of the user's, where it can be written out (else nowhere). Never a stretch of a locked
 * file, across a directive, or in a macro's body.
 */
bool cpp_find_stretch(const struct cpp *cpp, size_t first, size_t count, struct cpp_place *out,
		      struct str *why, struct cpp_place *call);

/* What the use at @call, outermost or written in another's argument, is replaced by, as it would be written there: its
 * tokens with one space where there was white space. False: no such use. */
bool cpp_expand(const struct cpp *cpp, struct cpp_place call, struct str *out);

/* Where a person looks for @token: its outermost use. Line and column from 1. */
void cpp_where(const struct cpp *cpp, const struct cpp_token *token, uint16_t *file, int *line, int *column);

/* Line and column (bytes), both from 1, of where @at begins; however long its file is. */
void cpp_line(const struct cpp *cpp, struct cpp_place at, int *line, int *column);

#endif
