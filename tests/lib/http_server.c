/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http_server.h"

enum { TRICKLE_MS = 5, TLS_HELLO = 22 };

static void die(const char *what)
{
	perror(what);
	exit(99);
}

void http_server_open(struct http_server *server)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(at);

	*server = (struct http_server){ .listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };
	if (server->listener < 0 || bind(server->listener, (struct sockaddr *)&at, sizeof(at)) ||
	    listen(server->listener, 16) || getsockname(server->listener, (struct sockaddr *)&at, &size))
		die("loopback");
	server->port = ntohs(at.sin_port);
	server->seen =
		mmap(NULL, sizeof(*server->seen), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (server->seen == MAP_FAILED)
		die("mmap");
}

void http_server_close(struct http_server *server)
{
	http_server_stop(server);
	if (server->listener >= 0)
		close(server->listener);
	munmap(server->seen, sizeof(*server->seen));
	server->seen = NULL;
	server->listener = -1;
}

/* Everything up to the empty line. False when the client left before that,or speaks TLS. */
static bool read_request(int client, char *out, size_t size)
{
	size_t len = 0;

	for (;;) {
		ssize_t n = read(client, out + len, size - 1 - len);

		if (n <= 0 || out[0] == TLS_HELLO)
			return false;
		len += (size_t)n;
		out[len] = '\0';
		if (strstr(out, "\r\n\r\n"))
			return true;
	}
}

static void send_all(int client, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(client, data, len);

		if (n <= 0)
			return;
		data += n;
		len -= (size_t)n;
	}
}

/* Whether the client, or the test, left within @ms (-1: wait for it). */
static bool has_left(int client, int lifeline, int ms)
{
	struct pollfd fds[] = { { client, POLLIN, 0 }, { lifeline, POLLIN, 0 } };

	return poll(fds, 2, ms) != 0;
}

static bool has_etag(const char *request, const char *etag)
{
	char line[512];

	snprintf(line, sizeof(line), "\r\nIf-None-Match: %s\r\n", etag);
	return strcasestr(request, line);
}

static const struct http_rule *find_rule(const struct http_rule *rules, const char *request)
{
	const char *path = strchr(request, ' ');
	size_t len = path ? strcspn(++path, " ") : 0;

	while (rules->path && (strlen(rules->path) != len || strncmp(rules->path, path, len) != 0))
		rules++;
	return rules;
}

static void send_head(int client, const struct http_rule *rule, int status, size_t len)
{
	char head[1024];
	int n = snprintf(head, sizeof(head), "HTTP/1.1 %d Scripted\r\nConnection: close\r\n%s%s%s%s", status,
			 rule->etag ? "ETag: " : "", rule->etag ? rule->etag : "", rule->etag ? "\r\n" : "",
			 rule->headers ? rule->headers : "");

	if (status != 304)
		n += snprintf(head + n, sizeof(head) - (size_t)n, "Content-Length: %zu\r\n", len);
	n += snprintf(head + n, sizeof(head) - (size_t)n, "\r\n");
	send_all(client, head, (size_t)n);
}

static void answer(int client, const struct http_rule *rule, const char *request, int notes, int lifeline)
{
	const char *body = rule->body ? rule->body : "";
	size_t len = rule->len ? rule->len : strlen(body);
	int status = rule->status ? rule->status : 200;
	bool unchanged = rule->etag && has_etag(request, rule->etag);

	if (rule->act == HTTP_SILENT)
		return;
	send_head(client, rule, unchanged ? 304 : status, rule->claimed ? rule->claimed : len);
	if (unchanged)
		return;
	send_all(client, body, rule->act == HTTP_ANSWER ? len : len / 2);
	if (rule->act == HTTP_HANG || rule->act == HTTP_TRICKLE)
		send_all(notes, "!", 1);
	if (rule->act == HTTP_HANG)
		has_left(client, lifeline, -1);
	for (size_t i = 0; rule->act == HTTP_TRICKLE && !has_left(client, lifeline, TRICKLE_MS); i++)
		send_all(client, body + i % len, 1);
}

static void serve(const struct http_server *server, const struct http_rule *rules, int notes, int lifeline)
{
	struct http_seen *seen = server->seen;
	char request[2048];
	int client;

	while (!has_left(lifeline, lifeline, 0)) {
		struct pollfd fds[] = { { server->listener, POLLIN, 0 }, { lifeline, POLLIN, 0 } };

		if (poll(fds, 2, -1) < 0 || fds[1].revents)
			return;
		client = accept(server->listener, NULL, NULL);
		if (client >= 0 && read_request(client, request, sizeof(request))) {
			memcpy(seen->last, request, sizeof(request));
			seen->requests++;
			seen->conditional += strcasestr(request, "\r\nIf-None-Match: ") != NULL;
			answer(client, find_rule(rules, request), request, notes, lifeline);
		}
		/* What the client has yet to read is lost when the socket closes on bytes that nobody read. */
		if (client >= 0) {
			shutdown(client, SHUT_WR);
			close(client);
		}
	}
}

/* No program that a test runs gets these. */
static void make_pipe(int ends[2])
{
	if (pipe(ends) || fcntl(ends[0], F_SETFD, FD_CLOEXEC) || fcntl(ends[1], F_SETFD, FD_CLOEXEC))
		die("pipe");
}

void http_server_start(struct http_server *server, const struct http_rule *rules)
{
	int notes[2], lifeline[2];

	http_server_stop(server);
	make_pipe(notes);
	make_pipe(lifeline);
	fflush(stdout);
	server->pid = fork();
	if (server->pid < 0)
		die("fork");
	if (!server->pid) {
		signal(SIGPIPE, SIG_IGN);
		close(notes[0]);
		close(lifeline[1]);
		serve(server, rules, notes[1], lifeline[0]);
		_exit(0);
	}
	close(notes[1]);
	close(lifeline[0]);
	server->notes = notes[0];
	server->lifeline = lifeline[1];
}

void http_server_stop(struct http_server *server)
{
	if (!server->pid)
		return;
	close(server->lifeline);
	close(server->notes);
	waitpid(server->pid, NULL, 0);
	server->pid = 0;
}

void http_server_wait_hang(const struct http_server *server)
{
	char note;

	if (read(server->notes, &note, 1) != 1)
		die("the server ended");
}
