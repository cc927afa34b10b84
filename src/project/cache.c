/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "cache_private.h"
#include "import/qmk_api.h"

#define ETAG_SUFFIX ".etag"

enum { MARK_BYTES = 17 }; /* what an ETag has in front: the hash of its text, and a blank */

const char *cache_base(const char *asked)
{
	const char *set = getenv("KEYPLANE_API");

	return asked ? asked : set && set[0] ? set : QMK_API_URL;
}

char *cache_root(void)
{
	char *dir = file_user_dir("XDG_CACHE_HOME", ".cache"), *root = dir ? file_join(dir, "api") : NULL;

	free(dir);
	return root;
}

/* A folder's name that no other base has: "keyboards.qmk.fm", "http%3a%2f%2flocalhost%3a8000". */
char *cache_folder(const char *base)
{
	static const char https[] = "https://", plain[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
	char *root = cache_root(), *folder;
	struct str name = STR_INIT;

	if (!root)
		return NULL;
	if (!strncmp(base, https, sizeof(https) - 1))
		base += sizeof(https) - 1;
	for (; *base; base++)
		if (strchr(plain, *base) || (*base == '.' && name.len))
			str_add_char(&name, *base);
		else
			str_addf(&name, "%%%02x", (unsigned char)*base);
	folder = file_join(root, str_text(&name));
	str_release(&name);
	free(root);
	return folder;
}

static char *etag_path(const char *file)
{
	struct str path = STR_INIT;

	str_addf(&path, "%s" ETAG_SUFFIX, file);
	return str_take(&path);
}

/* An ETag names its text by this, since two files cannot be replaced at once: one that belongs to another text,
 * of a process that was killed between the two or that wrote at the same time, is then no ETag. */
static uint64_t hash(const struct str *text)
{
	return hash_bytes(HASH_NONE, str_text(text), text->len);
}

static void read_etag(const char *file, const struct str *text, char *etag)
{
	char *path = etag_path(file), mark[MARK_BYTES + 1];
	struct str line = STR_INIT;
	struct err ignored;

	snprintf(mark, sizeof(mark), "%016" PRIx64 " ", hash(text));
	etag[0] = '\0';
	if (file_read(path, MARK_BYTES + CACHE_ETAG_MAX_BYTES - 1, &line, &ignored) && line.len &&
	    !strncmp(line.data, mark, MARK_BYTES))
		snprintf(etag, CACHE_ETAG_MAX_BYTES, "%s", line.data + MARK_BYTES);
	str_release(&line);
	free(path);
}

bool cache_read(const char *folder, const char *path, struct str *out, char *etag, struct err *err)
{
	char *file = file_join(folder, path);
	bool ok = file_read(file, JSON_MAX_BYTES, out, err);

	etag[0] = '\0';
	if (ok)
		read_etag(file, out, etag);
	free(file);
	return ok;
}

static bool make_folder_of(const char *file, struct err *err)
{
	char *dir = mem_copy_text(file);
	bool ok;

	*strrchr(dir, '/') = '\0';
	ok = file_make_dirs(dir, err);
	free(dir);
	return ok;
}

/* A lost ETag costs a download. */
static void write_etag(const char *file, const struct str *text, const char *etag)
{
	char *path = etag_path(file);
	struct str line = STR_INIT;
	struct err ignored;

	str_addf(&line, "%016" PRIx64 " %s", hash(text), etag);
	if (!etag[0] || !file_write(path, line.data, line.len, FILE_REPLACE, &ignored))
		unlink(path);
	str_release(&line);
	free(path);
}

bool cache_write(const char *folder, const char *path, const struct str *text, const char *etag,
		 struct err *err)
{
	char *file = file_join(folder, path);
	bool ok = make_folder_of(file, err) && file_write(file, str_text(text), text->len, FILE_REPLACE, err);

	if (ok)
		write_etag(file, text, etag);
	free(file);
	return ok;
}
