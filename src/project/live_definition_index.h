/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LIVE_DEFINITION_INDEX_H
#define PROJECT_LIVE_DEFINITION_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * What .json files a folder has, in it and below, and which of them are definitions of VIA's for which keyboard. Links to files
 * are followed, links to folders are not; what is hidden, or called with a newline, is left out.
 */
struct definition_file {
	char *path;         /* below the folder */
	int64_t changed_ns; /* its ctime: no edit leaves it */
	int64_t size;
	uint64_t inode;
	uint16_t vid, pid; /* of a definition */
	int format;        /* enum via_format; -1: it is no definition, or too long for one */
};

struct definition_index {
	struct definition_file *file; /* by path */
	size_t files, cap;
	size_t read; /* how many files were read for it */
};

enum { DEFINITION_INDEX_MAX_FILES = 1 << 16, DEFINITION_INDEX_MAX_DEPTH = 16 };

/* With @use_kept files that are as they were the last time, as an index in the cache has them, are not read again. The cache gets
 * the new one when it can be written. ERR_RANGE: too many files. */
bool definition_index_make(const char *folder, bool use_kept, struct definition_index *out,
			   struct err *err) NODISCARD;
void definition_index_release(struct definition_index *index);

#endif
