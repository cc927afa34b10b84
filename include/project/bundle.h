/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_BUNDLE_H
#define PROJECT_BUNDLE_H

#include "base/err.h"
#include "compile/bundle.h"
#include "project/project.h"

/* project_compile(), and a repository made around it (compile/bundle.h). @out is empty when this fails. */
bool project_bundle(const struct project *project, const struct keymap *map, const struct target *target,
		    const char *keymap_name, struct bundle *out, struct diagnostics *diagnostics,
		    struct err *err);

#endif
