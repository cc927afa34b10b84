/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>

#include "import/xz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str out = STR_INIT;
	struct err err = { 0 };
	bool ok = xz_unpack(data, size, &out, &err);

	assert(ok ? out.len <= XZ_MAX_UNPACKED_BYTES : !out.len && err.code != ERR_NONE);
	str_release(&out);
	return 0;
}
