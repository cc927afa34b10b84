/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NET_REMOTE_H
#define NET_REMOTE_H

#include "net/http.h"

/* Files below a base, which is a folder (its path, or file://), or a URL; without a scheme https is meant. */
struct remote;

/* NULL when @base is no folder that is there, or when nothing can be fetched (http_open()). */
struct remote *remote_open(const char *base, struct err *err);
void remote_close(struct remote *remote);

/* As http_get(), of "@path" below the base, in place of request->url. A folder's files have no ETag. */
bool remote_get(struct remote *remote, const char *path, const struct http_request *request,
		struct http_answer *out, struct err *err) NODISCARD;

#endif
