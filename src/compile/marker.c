/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "compile/marker.h"

bool marker_is_ours(const char *text, size_t len)
{
	static const char *const line[] = { "/* " MARKER " */", "// " MARKER, "# " MARKER,
					    "<!-- " MARKER " -->" };

	for (size_t i = 0; i < COUNT(line); i++) {
		size_t want = strlen(line[i]);

		if (len >= want && !memcmp(text, line[i], want) &&
		    (len == want || strchr("\r\n", text[want])))
			return true;
	}
	return false;
}
