/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BUILD_RUN_H
#define BUILD_RUN_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/report.h"
#include "build/plan.h"
#include "model/source.h"

enum { BUILD_GRACE_MS = 3000 }; /* less than what is given to us when we are somebody's child */

/* All borrowed. */
struct build_job {
	const struct build_plan *plan;
	const char
		*keymap_c; /* the text that was put there: finds the key that an error is about; NULL: none */
	const struct source
		*source;         /* instead, the user's own text, which is built where it is; NULL: none */
	const char *source_path; /* of it */
	const volatile sig_atomic_t *cancel; /* the build is ended once it is not 0; NULL: never */
	int grace_ms;                        /* between SIGTERM and SIGKILL then: BUILD_GRACE_MS */
	struct report
		*report; /* gets the tools' lines, progress in files (their number is not known before) and
				* diagnostics as they come */
};

struct build_outcome {
	char *image;         /* path in the tree; owned */
	uint64_t size_bytes; /* of the firmware in flash; 0: the tools did not say */
	uint64_t room_bytes; /* what the flash has for it; 0 likewise */
};

/*
 * Run the plan's command to its end. On cancel, or when @report writes to a pipe
 * that nobody reads any more (SIGPIPE is to be ignored), its process group gets SIGTERM,
 * and SIGKILL after the grace if any of it is left; no process survives the call then
 * (ERR_CANCELLED). A build that failed is ERR_IO with the first error that the
 * tools told. Release @outcome after success.
 */
bool build_run(const struct build_job *job, struct build_outcome *outcome, struct err *err) NODISCARD;
void build_outcome_release(struct build_outcome *outcome);

#endif
