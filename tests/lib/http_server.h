/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_HTTP_SERVER_H
#define TESTS_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * A scripted HTTP server on the loopback, in a process of its own, for one client at a time. It can be started again
 * with other answers on the same port, and it ends with the test.
 */
enum http_act {
	HTTP_ANSWER,
	HTTP_CUT,     /* close behind half of the body */
	HTTP_HANG,    /* send half of the body, then nothing, until the client leaves */
	HTTP_TRICKLE, /* send the body over and over, byte by byte, until the client leaves */
	HTTP_SILENT,  /* close without a word */
};

struct http_rule {
	const char *path;    /* "/v1/keyboard_list.json"; NULL: the last row, for all others */
	int status;          /* 0: 200 */
	const char *etag;    /* with its quotes; a request that has it gets 304. NULL: none */
	const char *headers; /* further ones, each with its "\r\n"; NULL: none */
	const char *body;    /* NULL: "" */
	size_t len;          /* of the body; 0: strlen() */
	size_t claimed;      /* what Content-Length says; 0: the truth */
	enum http_act act;
};

/* What the server saw; kept over restarts. */
struct http_seen {
	int requests, conditional; /* conditional: with If-None-Match */
	char last[2048];           /* the last request, as it came */
};

struct http_server {
	int port;
	struct http_seen *seen; /* shared with the server's process */
	int listener, lifeline, notes;
	pid_t pid;
};

/* Exits with 99 when the loopback cannot be listened on. */
void http_server_open(struct http_server *server);
void http_server_close(struct http_server *server); /* connections are refused from now on */

/* Answer by @rules (borrowed for as long as it runs), in place of those of before. */
void http_server_start(struct http_server *server, const struct http_rule *rules);
void http_server_stop(struct http_server *server);

/* Until a HTTP_HANG or HTTP_TRICKLE has sent what it sends at first. */
void http_server_wait_hang(const struct http_server *server);

#endif
