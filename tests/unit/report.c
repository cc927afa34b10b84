/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/report.h"
#include "tap.h"

/* What was printed since the last call. The caller frees. */
static char *printed(FILE *f)
{
	long size = ftell(f);
	char *text = mem_new((size_t)size + 1, 1);

	rewind(f);
	if (fread(text, 1, (size_t)size, f) != (size_t)size)
		abort();
	rewind(f);
	return text;
}

/* The only line printed, as an event. */
static struct report_event read_back(FILE *f, bool *good)
{
	char *text = printed(f), *end = strchr(text, '\n');
	struct report_event event = { 0 };
	struct err err = { 0 };

	*good = end && !end[1];
	if (end)
		*end = '\0';
	*good = *good && report_parse(text, &event, &err);
	if (!*good)
		printf("# %s: %s\n", text, err.text);
	free(text);
	return event;
}

static void test_round_trip(FILE *f)
{
	struct report r = { .style = REPORT_JSON, .out = f };
	static const struct report_loss loss = { "near", "combo \"copy\"", "&kp A", "zmk-near:combo \"copy\"",
						 true };
	struct report_place place = { "a b\"\\.c", 12, 3, 0, 59, 2, 7, "combo", "base", "KC_A", "copy" };
	struct report_event e;
	struct err err = { 0 };
	char *text;
	bool good;

	report_progress(&r, "write", 8192, 999999999999999, "bytes");
	e = read_back(f, &good);
	ok(good && e.type == REPORT_EVENT_PROGRESS && !strcmp(e.name, "write") && !strcmp(e.unit, "bytes") &&
		   e.done == 8192 && e.total == 999999999999999,
	   "progress comes back");
	report_log(&r, "tab\t esc\x1b[31m \"quoted\" ä");
	e = read_back(f, &good);
	ok(good && e.type == REPORT_EVENT_LOG && !strcmp(e.text, "tab\t esc\x1b[31m \"quoted\" ä"),
	   "a log line comes back, control bytes and all");
	report_log(&r, "two\nlines");
	e = read_back(f, &good);
	ok(good && !strcmp(e.text, "two\nlines"), "a newline does not end the line");
	report_log(&r, "latin1 \xe4.");
	e = read_back(f, &good);
	ok(good && !strcmp(e.text, "latin1 \xef\xbf\xbd."), "what is not UTF-8 is replaced");
	report_wait(&r, "press reset");
	e = read_back(f, &good);
	ok(good && e.type == REPORT_EVENT_WAIT && !strcmp(e.text, "press reset"), "wait comes back");
	report_result(&r, "image", "/x/y.hex");
	e = read_back(f, &good);
	ok(good && e.type == REPORT_EVENT_RESULT && !strcmp(e.name, "image") && !strcmp(e.text, "/x/y.hex"),
	   "a result comes back");
	report_name(&r, "keyboard",
		    "b\xe4"
		    "d",
		    "tree");
	text = printed(f);
	ok(!strcmp(text, "{\"event\":\"keyboard\",\"keyboard\":\"b\xef\xbf\xbd"
			 "d\",\"from\":\"tree\"}\n"),
	   "one of a list, and what is not UTF-8 in its name: %s", text);
	free(text);
	report_diagnostic(&r, "error", "cc", place, "expected ';'");
	e = read_back(f, &good);
	ok(good && e.type == REPORT_EVENT_DIAGNOSTIC && !strcmp(e.severity, "error") &&
		   !strcmp(e.name, "cc") && !strcmp(e.file, place.file) && e.line == 12 && e.column == 3 &&
		   e.layer == 0 && e.key == 59 && e.encoder == 2 && e.definition == 7 &&
		   !strcmp(e.kind, "combo") && !e.loss[0] && !e.waived && !strcmp(e.text, "expected ';'"),
	   "a diagnostic comes back");
	report_loss(&r, "note", "zmk-near", place, "text", &loss);
	e = read_back(f, &good);
	ok(good && !strcmp(e.loss, "near") && !strcmp(e.instead, "&kp A") &&
		   !strcmp(e.id, "zmk-near:combo \"copy\"") && e.waived,
	   "and a loss");
	report_diagnostic(&r, "note", "x", REPORT_NOWHERE, "t");
	e = read_back(f, &good);
	ok(good && !e.file[0] && e.line == -1 && e.column == -1 && e.layer == -1 && e.key == -1 &&
		   e.encoder == -1,
	   "and so do the members that it does not have");
	report_end(&r, NULL);
	e = read_back(f, &good);
	ok(good && e.type == REPORT_EVENT_END && e.ok, "success comes back");
	for (int code = ERR_USAGE; code <= ERR_CANCELLED; code++) {
		err_set(&err, (enum err_code)code, "why");
		report_end(&r, &err);
		e = read_back(f, &good);
		ok(good && !e.ok && !strcmp(e.name, err_code_name((enum err_code)code)) &&
			   !strcmp(e.text, "why"),
		   "failure comes back: %s", e.name);
	}
}

static void test_long_text(FILE *f)
{
	struct report r = { .style = REPORT_JSON, .out = f };
	char *text = mem_new(200001, 1);
	struct report_event e;
	bool good;

	for (int i = 0; i < 200000; i += 2)
		memcpy(text + i, "ä", 2);
	text[0] = text[1] = 'x';
	text[2] = 'y';
	text[3] = 'z';
	report_log(&r, text);
	e = read_back(f, &good);
	ok(good && strlen(e.text) == sizeof(e.text) - 2 && !strcmp(e.text + strlen(e.text) - 2, "ä"),
	   "a huge text is cut between code points");
	memset(text, 0x01, 200000); /* six bytes each as JSON */
	report_log(&r, text);
	e = read_back(f, &good);
	ok(good && strlen(e.text) == sizeof(e.text) - 1, "even when each byte needs an escape");
	free(text);
}

static void test_hostile(void)
{
	static const char *const rows[] = {
		"",
		"null",
		"[]",
		"not JSON",
		"{",
		"{}",
		"{\"event\":\"log\"}",
		"{\"event\":\"log\",\"text\":7}",
		"{\"event\":\"log\",\"text\":null}",
		"{\"event\":7,\"text\":\"x\"}",
		"{\"event\":\"nonsense\",\"text\":\"x\"}",
		"{\"event\":\"log\",\"text\":\"x\"} trailing",
		"{\"event\":\"progress\",\"step\":\"s\",\"done\":-1,\"total\":2,\"unit\":\"u\"}",
		"{\"event\":\"progress\",\"step\":\"s\",\"done\":1e300,\"total\":2,\"unit\":\"u\"}",
		"{\"event\":\"progress\",\"step\":\"s\",\"done\":\"1\",\"total\":2,\"unit\":\"u\"}",
		"{\"event\":\"progress\",\"step\":\"s\",\"done\":1,\"unit\":\"u\"}",
		"{\"event\":\"diagnostic\",\"severity\":\"e\",\"code\":\"c\",\"text\":\"t\",\"line\":-4}",
		"{\"event\":\"diagnostic\",\"severity\":\"e\",\"code\":\"c\",\"text\":\"t\",\"key\":1e12}",
		"{\"event\":\"diagnostic\",\"severity\":\"e\",\"code\":\"c\",\"text\":\"t\",\"file\":1}",
		"{\"event\":\"end\"}",
		"{\"event\":\"end\",\"ok\":1}",
		"{\"event\":\"end\",\"ok\":false}",
	};
	struct report_event event;
	struct err err = { 0 };
	char *big = mem_new(100001, 1);

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(!report_parse(rows[i], &event, &err) && err.code == ERR_PARSE, "row %zu is refused: %s", i,
		   err.text);
	memset(big, '[', 100000);
	ok(!report_parse(big, &event, &err) && err.code == ERR_RANGE, "a huge line is refused: %s", err.text);
	big[60000] = '\0';
	ok(!report_parse(big, &event, &err) && err.code == ERR_PARSE, "a deep one too");
	free(big);
}

static void test_progress(FILE *f)
{
	struct report json = { .style = REPORT_JSON, .out = f };
	char *text;

	report_progress(&json, "write", 5, 10, "bytes");
	free(printed(f));
	report_progress(&json, "write", 4, 10, "bytes");
	text = printed(f);
	ok(!*text, "progress does not go backwards");
	free(text);
	report_progress(&json, "write", 10, 10, "bytes");
	text = printed(f);
	ok(!!strstr(text, "\"done\":10"), "the last call is printed, however soon");
	free(text);
	report_progress(&json, "verify", 0, 10, "bytes");
	text = printed(f);
	ok(!!strstr(text, "\"verify\""), "a new step begins again");
	free(text);
}

static void test_text(FILE *f)
{
	struct report plain = { .out = f }, terminal = { .out = f, .to_terminal = true };
	struct report_place place = { "keymap.c", 12, 3, 1, 4, -1, -1, NULL, "nav", "KC_F on layer 0", NULL },
			    knob = { NULL, 7, -1, 1, -1, 0, -1, NULL, NULL, NULL, NULL },
			    named = { NULL, -1, -1, -1, -1, -1, 2, "combo", NULL, NULL, "copy" },
			    numbered = { NULL, -1, -1, -1, -1, -1, 2, "override", NULL, NULL, NULL };
	struct err err = { .code = ERR_IO, .text = "secret" };
	char *text;

	report_progress(&plain, "write", 0, 10, "bytes");
	report_progress(&plain, "write", 10, 10, "bytes");
	report_log(&plain, "esc\x1b[2J");
	report_diagnostic(&plain, "error", "cc", place, "what");
	report_diagnostic(&plain, "warning", "x", knob, "why");
	report_diagnostic(&plain, "note", "y", REPORT_NOWHERE, "so");
	report_diagnostic(&plain, "note", "z", named, "this");
	report_diagnostic(&plain, "note", "z", numbered, "that");
	report_result(&plain, "image", "/x");
	report_end(&plain, &err);
	text = printed(f);
	ok(!strcmp(text, "write: 10 bytes\nesc\\x1b[2J\n"
			 "keymap.c:12:3: error: layer 1 (nav), key 4 (KC_F on layer 0): what [cc]\n"
			 "line 7: warning: layer 1, encoder 0: why [x]\nnote: so [y]\n"
			 "note: combo copy: this [z]\nnote: override 2: that [z]\nimage: /x\n"),
	   "plain text has whole steps, and nothing that steers a terminal");
	free(text);
	report_progress(&terminal, "write", 5, 10, "bytes");
	report_log(&terminal, "said");
	report_progress(&terminal, "write", 10, 10, "bytes");
	report_end(&terminal, NULL);
	text = printed(f);
	ok(!strcmp(text, "\rwrite    [############            ]  50 %  5/10 bytes\x1b[K\r\x1b[Ksaid\n"
			 "\rwrite    [########################] 100 %  10/10 bytes\x1b[K\n"),
	   "a terminal gets one line that is redrawn");
	free(text);
	report_progress(&terminal, "compile", 5, 0, "files");
	report_end(&terminal, NULL);
	text = printed(f);
	ok(!strcmp(text, "\rcompile  5 files\x1b[K\n"),
	   "without a total there is no bar, and the line is ended");
	free(text);
}

int main(void)
{
	FILE *f = tmpfile();

	if (!f)
		return 99;
	test_round_trip(f);
	test_long_text(f);
	test_hostile();
	test_progress(f);
	test_text(f);
	fclose(f);
	return tap_done();
}
