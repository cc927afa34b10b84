/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_REPORT_H
#define BASE_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

/*
 * How long work (build, flash) tells what it is doing: as text for a person,
 * or as one JSON object a line (--json). The JSON form is what the editor
 * reads from its worker children and what scripts read; the same process
 * serves both.
 *
 *   {"event":"progress","step":"write","done":8192,"total":65536,"unit":"bytes"}
 *   {"event":"log","text":"Compiling: keymap.c"}
 *   {"event":"diagnostic","severity":"error","code":"cc","file":"keymap.c","line":12,"column":3,
 *    "layer":0,"key":12,"text":"..."}          (members that do not apply are left out; also "encoder")
 *   {"event":"diagnostic","severity":"warning","code":"zmk-near","kind":"combo","definition":0,"name":"copy",
 *    "loss":"near","subject":"combo copy","instead":"...","id":"zmk-near:combo copy","waived":false,"text":"..."}
 *   {"event":"wait","text":"press the reset button"}
 *   {"event":"result","name":"image","value":"/path/dz60_mine.hex"}
 *   {"event":"keyboard","keyboard":"planck/rev7","from":"tree"}
 *   {"event":"end","ok":true}                  (the last line, always)
 *   {"event":"end","ok":false,"code":"not-found","text":"..."}
 */
enum report_style { REPORT_TEXT, REPORT_JSON };

struct report {
	enum report_style style;
	FILE *out;        /* borrowed */
	bool to_terminal; /* TEXT: progress redraws one line; else only whole steps are printed */
	int64_t last_ms;  /* private: progress is printed at most 20 times a second, and always at the end */
	uint64_t last_done; /* private */
	char last_step[32]; /* private */
	bool bar_open;      /* private: the cursor stands behind a progress bar */
};

/* Within a step progress never goes backwards: such a call is dropped. Total is known before the first call; 0 for
 * work that cannot be counted beforehand. */
void report_progress(struct report *r, const char *step, uint64_t done, uint64_t total, const char *unit);
void report_log(struct report *r, const char *text);
void report_wait(struct report *r, const char *text);
void report_result(struct report *r, const char *name, const char *value);

/* One of a list: @event tells what it is, @from where it comes from; NULL: that does not apply. TEXT: the name. */
void report_name(struct report *r, const char *event, const char *name, const char *from);

struct report_place {
	const char *file;                                  /* NULL: there is none */
	int line, column, layer, key, encoder, definition; /* -1: does not apply */
	const char *kind; /* "combo": of which that definition is one; NULL: it does not apply */
	/* For a person to know the layer, the key and the definition by; NULL: nothing. */
	const char *layer_name, *key_name, *definition_name;
};
#define REPORT_NOWHERE ((struct report_place){ NULL, -1, -1, -1, -1, -1, -1, NULL, NULL, NULL, NULL })

/* TEXT: "keymap.json:12:5: error: layer 1 (nav), key 29 (KC_F on layer 0): there is no tap dance 3 [tap-dance]". */
void report_diagnostic(struct report *r, const char *severity, const char *code, struct report_place place,
		       const char *text);

/* The same of something that a firmware does not have as it is. */
struct report_loss {
	const char *loss;              /* "near", "none" */
	const char *subject, *instead; /* what it is, and what there is instead */
	const char *id;                /* what it is waived by */
	bool waived;
};
void report_loss(struct report *r, const char *severity, const char *code, struct report_place place,
		 const char *text, const struct report_loss *loss);

/* The last call: @err NULL for success. TEXT prints nothing for a failure (the verb's cli_fail() does). */
void report_end(struct report *r, const struct err *err);

const char *err_code_name(enum err_code code); /* "not-found" */

/* One line, read back. Texts are NUL-ended copies, cut to size between code points; they may hold control bytes, so
 * whoever shows one escapes it. */
enum report_event_type {
	REPORT_EVENT_PROGRESS,
	REPORT_EVENT_LOG,
	REPORT_EVENT_DIAGNOSTIC,
	REPORT_EVENT_WAIT,
	REPORT_EVENT_RESULT,
	REPORT_EVENT_END,
};
struct report_event {
	enum report_event_type type;
	char name[32];        /* PROGRESS: step; RESULT: name; DIAGNOSTIC and END: code */
	char unit[16];        /* PROGRESS */
	char severity[16];    /* DIAGNOSTIC */
	char file[512];       /* DIAGNOSTIC; "" when there is none */
	char text[1024];      /* LOG, WAIT, DIAGNOSTIC, END: text; RESULT: value */
	uint64_t done, total; /* PROGRESS */
	int line, column, layer, key, encoder, definition; /* DIAGNOSTIC; -1 */
	char kind[16];               /* DIAGNOSTIC: of the definition; "" when there is none */
	char loss[8];                /* DIAGNOSTIC: "near", "none"; "" when it is no loss */
	char instead[256], id[1060]; /* DIAGNOSTIC, of a loss */
	bool waived;                 /* DIAGNOSTIC */
	bool ok;                     /* END */
};
bool report_parse(const char *line, struct report_event *out, struct err *err) NODISCARD;

#endif
