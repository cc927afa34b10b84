/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "net/remote.h"

struct remote {
	char *base;
	struct http *http; /* NULL: a folder */
};

/* The folder that @base names; NULL when it is a URL. */
static const char *folder_of(const char *base)
{
	static const char scheme[] = "file://", host[] = "localhost/";

	if (strncmp(base, scheme, sizeof(scheme) - 1) != 0)
		return base[0] == '/' || base[0] == '.' || file_is_dir(base) ? base : NULL;
	base += sizeof(scheme) - 1;
	return strncmp(base, host, sizeof(host) - 1) ? base : base + sizeof(host) - 2;
}

struct remote *remote_open(const char *base, struct err *err)
{
	const char *folder = folder_of(base);
	struct http *http = NULL;
	struct remote *remote;

	if (!base[0]) {
		err_set(err, ERR_USAGE,
			"the URL is empty: expected one like https://keyboards.qmk.fm, or a folder");
		return NULL;
	}
	if (folder && !file_is_dir(folder)) {
		err_set(err, ERR_NOT_FOUND, "%s is no folder", folder);
		return NULL;
	}
	if (!folder) {
		http = http_open(err);
		if (!http)
			return NULL;
	}
	remote = mem_new(1, sizeof(*remote));
	remote->base = mem_copy_text(folder ? folder : base);
	remote->http = http;
	return remote;
}

void remote_close(struct remote *remote)
{
	if (!remote)
		return;
	http_close(remote->http);
	free(remote->base);
	free(remote);
}

bool remote_get(struct remote *remote, const char *path, const struct http_request *request,
		struct http_answer *out, struct err *err)
{
	char *full = file_join(remote->base, path);
	struct http_request at = *request;
	bool ok;

	at.url = full;
	if (remote->http) {
		ok = http_get(remote->http, &at, out, err);
	} else {
		http_answer_release(out);
		ok = file_read(full, at.max_bytes ? at.max_bytes : HTTP_MAX_BYTES, &out->body, err);
	}
	free(full);
	return ok;
}
