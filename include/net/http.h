/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * One file from an HTTP server, blocking, with libcurl, which is loaded at the first http_open() and not before: its
 * thirty libraries would double the time that each start of the program takes.
 *
 * Only http and https; https never leads to http. Proxies are those of curl's environment variables (https_proxy,
 * http_proxy, all_proxy, no_proxy). No name, password, cookie or file of the user's is ever sent or read.
 *
 * The process ignores SIGPIPE while one of these is open (src/cli/stop.h).
 */
struct http;

enum {
	HTTP_MAX_BYTES = 32 << 20,
	HTTP_CONNECT_MS = 15000,
	HTTP_STALL_MS = 20000,
	HTTP_TOTAL_MS = 300000,
	HTTP_REDIRECTS = 5,
	HTTP_ETAG_MAX_BYTES = 256,
};

struct http_request {
	const char *url;
	const char *etag; /* of what the caller has already; NULL: nothing */

	/* 0 stands for the constant above. */
	size_t max_bytes; /* of the body, as it is after gzip is undone */
	int connect_ms;
	int stall_ms; /* without a byte */
	int total_ms;

	/* Called at least ten times a second; false cancels. @done and @total are bytes on the wire, @total 0 when the
	 * server did not say. NULL: nobody asks. */
	bool (*progress)(void *data, uint64_t done, uint64_t total);
	void *data;
};

/* Zero-initialise. */
struct http_answer {
	bool not_modified;              /* what the caller has is what the server has; the body is empty */
	char etag[HTTP_ETAG_MAX_BYTES]; /* "" when the server gave none */
	struct str body;
};

/* NULL when there is no libcurl on this machine. A handle keeps its connection for the next request. */
struct http *http_open(struct err *err);
void http_close(struct http *http);

/*
 * False, with what to do about it: ERR_NOT_FOUND (404, 410), ERR_RANGE (too large), ERR_TIMEOUT, ERR_CANCELLED,
 * ERR_USAGE (not a URL, or one with a password), ERR_REFUSED (TLS, a redirect that is not followed, the server says
 * no), and ERR_IO for what may go away by itself: no network, a cut connection, 5xx.
 */
bool http_get(struct http *http, const struct http_request *request, struct http_answer *out,
	      struct err *err) NODISCARD;
void http_answer_release(struct http_answer *answer);

/* Whether @text can be sent as an ETag: printable ASCII without blanks, of at most HTTP_ETAG_MAX_BYTES - 1. */
bool http_is_etag(const char *text);

#endif
