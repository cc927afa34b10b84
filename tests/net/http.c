/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http_server.h"
#include "net/http.h"
#include "tap.h"

/* What hangs must end by a time-out of its own; this is for when it does not. */
enum { TEST_MAX_S = 120 };

static struct http_server server;
static struct http *http;

/* gzip of {"a": "aa..."} with 64 a, and of 65,536 times '0'. */
static const unsigned char gzipped[] = { 0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab,
					 0x56, 0x4a, 0x54, 0xb2, 0x52, 0x50, 0x4a, 0xa4, 0x10, 0x28, 0xd5,
					 0x02, 0x00, 0xa7, 0x3b, 0x39, 0x5f, 0x49, 0x00, 0x00, 0x00 };
static const unsigned char bomb[] = {
	0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xed, 0xc1, 0x81, 0x00, 0x00, 0x00, 0x00,
	0x80, 0x20, 0xa5, 0xfd, 0xe9, 0x16, 0xa9, 0x0a, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x6a, 0x0b, 0x51, 0x49, 0x68, 0x00, 0x00, 0x01, 0x00
};

static char large[100001];

static const struct http_rule rules[] = {
	{ .path = "/plain", .body = "hello", .etag = "\"v1\"" },
	{ .path = "/weak", .body = "hello", .etag = "W/\"v1\"" },
	{ .path = "/empty" },
	{ .path = "/blank-etag", .body = "x", .headers = "ETag:   \r\n" },
	{ .path = "/spaced-etag", .body = "x", .headers = "etag: \t\"s\" \r\n" },
	{ .path = "/large", .body = large },
	{ .path = "/gzip",
	  .body = (const char *)gzipped,
	  .len = sizeof(gzipped),
	  .headers = "Content-Encoding: gzip\r\n" },
	{ .path = "/bomb",
	  .body = (const char *)bomb,
	  .len = sizeof(bomb),
	  .headers = "Content-Encoding: gzip\r\n" },
	{ .path = "/not-gzip", .body = "plainly not", .headers = "Content-Encoding: gzip\r\n" },
	{ .path = "/moved", .status = 301, .headers = "Location: /plain\r\n", .etag = "\"of the redirect\"" },
	{ .path = "/loop", .status = 302, .headers = "Location: /loop\r\n" },
	{ .path = "/to-file", .status = 302, .headers = "Location: file:///etc/passwd\r\n" },
	{ .path = "/to-ftp", .status = 302, .headers = "Location: ftp://127.0.0.1/x\r\n" },
	{ .path = "/nowhere", .status = 302 },
	{ .path = "/gone", .status = 410 },
	{ .path = "/private", .status = 401, .headers = "WWW-Authenticate: Basic realm=\"x\"\r\n" },
	{ .path = "/forbidden", .status = 403 },
	{ .path = "/busy", .status = 429 },
	{ .path = "/broken", .status = 500, .body = "<html>" },
	{ .path = "/part", .status = 206, .body = "x" },
	{ .path = "/unasked", .status = 304 },
	{ .path = "/cut", .body = large, .act = HTTP_CUT },
	{ .path = "/short", .body = "hello", .claimed = 50 },
	{ .path = "/long", .body = "hello", .claimed = 3 },
	{ .path = "/silent", .act = HTTP_SILENT },
	{ .path = "/hang", .body = "hello", .act = HTTP_HANG },
	{ .path = "/trickle", .body = "hello", .claimed = 1 << 20, .act = HTTP_TRICKLE },
	{ .path = NULL, .status = 404, .body = "<html>" },
};

static bool get(const char *path, struct http_request request, struct http_answer *out, struct err *err)
{
	char url[128];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", server.port, path);
	request.url = url;
	return http_get(http, &request, out, err);
}

static void test_answers(void)
{
	static const struct {
		const char *path, *body, *etag;
	} rows[] = {
		{ "/plain", "hello", "\"v1\"" },
		{ "/weak", "hello", "W/\"v1\"" },
		{ "/empty", "", "" },
		{ "/blank-etag", "x", "" },
		{ "/spaced-etag", "x", "\"s\"" },
		{ "/large", large, "" },
		{ "/gzip", "{\"a\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
		  "" },
		{ "/moved", "hello", "\"v1\"" },
		{ "/long", "hel", "" },
	};
	struct http_answer answer = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };
		bool good = get(rows[i].path, (struct http_request){ 0 }, &answer, &err);

		ok(good && !answer.not_modified && !strcmp(str_text(&answer.body), rows[i].body) &&
			   !strcmp(answer.etag, rows[i].etag),
		   "%s%s%s", rows[i].path, good ? "" : ": ", err.text);
	}
	http_answer_release(&answer);
}

static void test_failures(void)
{
	static const struct {
		const char *path;
		enum err_code code;
		const char *text;
	} rows[] = {
		{ "/no-such", ERR_NOT_FOUND, "no such file (HTTP 404)" },
		{ "/gone", ERR_NOT_FOUND, "no such file (HTTP 410)" },
		{ "/private", ERR_REFUSED, "the server does not let us (HTTP 401)" },
		{ "/forbidden", ERR_REFUSED, "HTTP 403" },
		{ "/busy", ERR_IO, "in trouble (HTTP 429)" },
		{ "/broken", ERR_IO, "in trouble (HTTP 500)" },
		{ "/part", ERR_IO, "HTTP 206, where 200 was expected" },
		{ "/unasked", ERR_IO, "HTTP 304, where 200 was expected" },
		{ "/nowhere", ERR_IO, "HTTP 302, where 200 was expected" },
		{ "/loop", ERR_REFUSED, "in circles" },
		{ "/to-file", ERR_REFUSED, "only http and https" },
		{ "/to-ftp", ERR_REFUSED, "only http and https" },
		{ "/cut", ERR_IO, "in the middle of the answer" },
		{ "/short", ERR_IO, "in the middle of the answer" },
		{ "/silent", ERR_IO, "without an answer" },
		{ "/not-gzip", ERR_IO, "gzip is damaged" },
	};
	struct http_answer answer = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };

		ok(!get(rows[i].path, (struct http_request){ 0 }, &answer, &err) &&
			   err.code == rows[i].code && strstr(err.text, rows[i].text) &&
			   strstr(err.text, rows[i].path) && !answer.body.len,
		   "%s: %s", rows[i].path, err.text);
	}
	http_answer_release(&answer);
}

static void test_urls(void)
{
	static const struct {
		const char *url;
		enum err_code code;
	} rows[] = {
		{ "file:///etc/passwd", ERR_REFUSED },
		{ "ftp://127.0.0.1/x", ERR_REFUSED },
		{ "", ERR_USAGE },
		{ "http://", ERR_USAGE },
		{ "http://127.0.0.1:99999/", ERR_USAGE },
		{ "http://me:secret@127.0.0.1/", ERR_USAGE },
		{ "http://127.0.0.1/a b\r\nX: y", ERR_USAGE },
	};
	struct http_answer answer = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };

		ok(!http_get(http, &(struct http_request){ .url = rows[i].url }, &answer, &err) &&
			   err.code == rows[i].code,
		   "url %zu: %s", i, err.text);
	}
	http_answer_release(&answer);
}

/* The scripted server speaks no TLS: what was https fails with it, or before it where no CA certificates are. */
static void test_https(void)
{
	static const char *const schemes[] = { "https://", "" };
	struct http_answer answer = { 0 };

	for (size_t i = 0; i < COUNT(schemes); i++) {
		struct err err = { 0 };
		char url[64];

		snprintf(url, sizeof(url), "%s127.0.0.1:%d/plain", schemes[i], server.port);
		ok(!http_get(http, &(struct http_request){ .url = url }, &answer, &err) &&
			   (strstr(err.text, "no TLS with this server") ||
			    strstr(err.text, "no CA certificates")),
		   "'%s' is https: %s", schemes[i], err.text);
	}
	http_answer_release(&answer);
}

static void test_etag(void)
{
	static const char *const bad[] = { "", "a b", "a\r\nX: y", "\"\xc3\xa4\"" };
	int before = server.seen->conditional;
	struct http_answer answer = { 0 };
	struct err err = { 0 };

	ok(get("/plain", (struct http_request){ .etag = "\"v1\"" }, &answer, &err) && answer.not_modified &&
		   !answer.body.len,
	   "an ETag that is the server's: not modified");
	ok(get("/plain", (struct http_request){ .etag = "\"v0\"" }, &answer, &err) && !answer.not_modified &&
		   !strcmp(str_text(&answer.body), "hello"),
	   "another one: the new body");
	ok(server.seen->conditional == before + 2, "both were asked with If-None-Match");
	for (size_t i = 0; i < COUNT(bad); i++)
		ok(get("/plain", (struct http_request){ .etag = bad[i] }, &answer, &err) &&
			   server.seen->conditional == before + 2,
		   "what is no ETag is not sent: %zu", i);
	http_answer_release(&answer);
}

static void test_request(void)
{
	struct http_answer answer = { 0 };
	struct err err = { 0 };

	setenv("HOME", "/nonexistent", 1);
	ok(get("/plain", (struct http_request){ 0 }, &answer, &err) &&
		   strstr(server.seen->last, "\r\nUser-Agent: keyplane/" PACKAGE_VERSION "\r\n") &&
		   strstr(server.seen->last, "\r\nAccept-Encoding: gzip\r\n") &&
		   !strstr(server.seen->last, "Authorization") && !strstr(server.seen->last, "Cookie"),
	   "the request says who we are, asks for gzip and tells nothing else");
	http_answer_release(&answer);
}

static void test_size(void)
{
	static const struct {
		const char *path;
		size_t max_bytes;
		bool good;
	} rows[] = {
		{ "/plain", 5, true },      { "/plain", 4, false },   { "/large", 100000, true },
		{ "/large", 99999, false }, { "/bomb", 65536, true }, { "/bomb", 65535, false },
		{ "/trickle", 3, false },
	};
	struct http_answer answer = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };
		bool good = get(rows[i].path, (struct http_request){ .max_bytes = rows[i].max_bytes },
				&answer, &err);

		ok(good == rows[i].good && (good || (err.code == ERR_RANGE && !answer.body.len)),
		   "%s, of which %zu bytes are wanted: %s", rows[i].path, rows[i].max_bytes, err.text);
	}
	http_answer_release(&answer);
}

static void test_timeouts(void)
{
	struct http_answer answer = { 0 };
	struct err err = { 0 };

	ok(!get("/hang", (struct http_request){ .stall_ms = 100 }, &answer, &err) &&
		   err.code == ERR_TIMEOUT && strstr(err.text, "nothing came for 100 ms"),
	   "a server that stops in the middle: %s", err.text);
	ok(!get("/trickle", (struct http_request){ .total_ms = 200 }, &answer, &err) &&
		   err.code == ERR_TIMEOUT && strstr(err.text, "took too long"),
	   "a server that never ends: %s", err.text);
	http_answer_release(&answer);
}

struct watch {
	int calls, left;
	uint64_t done, total;
	bool backwards;
};

static bool on_progress(void *data, uint64_t done, uint64_t total)
{
	struct watch *watch = data;

	watch->calls++;
	watch->backwards |= done < watch->done;
	watch->done = done;
	watch->total = total ? total : watch->total;
	return !watch->left || --watch->left;
}

static void test_progress(void)
{
	struct watch watch = { .left = 3 };
	struct http_request request = { .progress = on_progress, .data = &watch };
	struct http_answer answer = { 0 };
	struct err err = { 0 };

	ok(!get("/hang", request, &answer, &err) && err.code == ERR_CANCELLED && watch.calls == 3,
	   "the one who is told can cancel: %s", err.text);
	watch = (struct watch){ 0 };
	request.total_ms = 300;
	ok(!get("/trickle", request, &answer, &err) && watch.calls > 1 && watch.done > 0 &&
		   watch.total == 1 << 20 && !watch.backwards,
	   "progress is told, with the total that the server named");
	http_answer_release(&answer);
}

static void test_refused(void)
{
	struct http_answer answer = { 0 };
	struct err err = { 0 };

	http_server_close(&server);
	ok(!get("/plain", (struct http_request){ 0 }, &answer, &err) && err.code == ERR_IO &&
		   strstr(err.text, "is the network up"),
	   "nobody listens: %s", err.text);
	http_answer_release(&answer);
}

int main(void)
{
	static const char *const proxies[] = { "http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY",
					       "ALL_PROXY" };
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT(proxies); i++)
		unsetenv(proxies[i]);
	alarm(TEST_MAX_S);
	signal(SIGPIPE, SIG_IGN);
	memset(large, 'x', sizeof(large) - 1);
	http = http_open(&err);
	if (!http) {
		printf("1..0 # SKIP %s\n", err.text);
		return 0;
	}
	http_server_open(&server);
	http_server_start(&server, rules);
	test_answers();
	test_failures();
	test_urls();
	test_https();
	test_etag();
	test_request();
	test_size();
	test_timeouts();
	test_progress();
	test_refused();
	http_close(http);
	return tap_done();
}
