/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/str.h"
#include "build/artefact.h"

enum {
	IMAGE_MAX_BYTES = 64 << 20,
	FILE_TIME_SLACK_S = 2, /* FAT keeps even seconds */
};

/* @dir/@name if it is a file of @since or later, newer than *@best, which it then replaces. */
static void consider(const char *dir, const char *name, time_t since, char **best, struct timespec *best_time)
{
	char *path = file_join(dir, name);
	struct stat st;

	if (!stat(path, &st) && S_ISREG(st.st_mode) && st.st_mtim.tv_sec >= since - FILE_TIME_SLACK_S &&
	    (!*best || st.st_mtim.tv_sec > best_time->tv_sec ||
	     (st.st_mtim.tv_sec == best_time->tv_sec && st.st_mtim.tv_nsec > best_time->tv_nsec))) {
		free(*best);
		*best = path;
		*best_time = st.st_mtim;
		return;
	}
	free(path);
}

char *artefact_find(const struct build_plan *plan, const char *said, time_t since, struct err *err)
{
	char *build_dir = file_join(plan->cwd, ".build"), *best = NULL;
	struct timespec best_time;

	if (said[0])
		consider(plan->cwd, said, since, &best, &best_time);
	for (size_t i = 0; !said[0] && i < BUILD_FORMATS; i++) {
		consider(plan->cwd, plan->image_name[i], since, &best, &best_time);
		consider(build_dir, plan->image_name[i], since, &best, &best_time);
	}
	if (!best)
		err_set(err, ERR_NOT_FOUND, "the build ended well but left no new image: expected %s in %s",
			said[0] ? said : plan->image_name[0], plan->cwd);
	free(build_dir);
	return best;
}

bool artefact_copy(const char *from, const char *to, bool force, struct err *err)
{
	struct str data = { .max = IMAGE_MAX_BYTES };
	bool ok = file_read(from, IMAGE_MAX_BYTES, &data, err) &&
		  file_write(to, str_text(&data), data.len, force ? FILE_REPLACE : FILE_CREATE, err);

	str_release(&data);
	return ok;
}
