/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/json.h"
#include "import/via_definition.h"
#include "project/live_project.h"

enum { MOST_END_BYTES = 32 };

/*
 * One definition is told from the next of the same keyboard by the end of what is packed: that has the checksums of all of
 * it (XZ's check of the block stands before its index and footer, which take 20 bytes). NULL: there is no home.
 */
static char *path_of(uint64_t uid, size_t size, const void *end, size_t end_len)
{
	char *dir = file_user_dir("XDG_CACHE_HOME", ".cache"), *path;
	size_t from = end_len > MOST_END_BYTES ? end_len - MOST_END_BYTES : 0;
	struct str name = STR_INIT;

	str_addf(&name, "vial/%016" PRIx64 "-%zu-", uid, size);
	for (size_t i = from; i < end_len; i++)
		str_addf(&name, "%02x", ((const uint8_t *)end)[i]);
	str_add(&name, ".json");
	path = dir ? file_join(dir, str_text(&name)) : NULL;
	str_release(&name);
	free(dir);
	return path;
}

static bool no_home(struct err *err)
{
	return err_set(err, ERR_NOT_FOUND,
		       "neither XDG_CACHE_HOME nor HOME tells where definitions are kept");
}

bool live_definition_cached(uint64_t uid, size_t size, const void *end, size_t end_len, struct str *out,
			    struct err *err)
{
	char *path = path_of(uid, size, end, end_len);
	bool ok = path ? file_read(path, JSON_MAX_BYTES, out, err) : no_home(err);

	if (ok && !via_definition_is(str_text(out), out->len))
		ok = err_set(err, ERR_NOT_FOUND, "%s is no definition", path);
	free(path);
	return ok;
}

bool live_definition_cache(uint64_t uid, size_t size, const void *end, size_t end_len, const struct str *text,
			   struct err *err)
{
	char *dir = file_user_dir("XDG_CACHE_HOME", ".cache"), *vial = dir ? file_join(dir, "vial") : NULL;
	char *path = path_of(uid, size, end, end_len);
	bool ok = path ? file_make_dirs(vial, err) &&
				  file_write(path, str_text(text), text->len, FILE_REPLACE, err)
		       : no_home(err);

	free(path);
	free(vial);
	free(dir);
	return ok;
}
