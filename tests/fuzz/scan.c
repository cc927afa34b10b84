/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "build/place.h"
#include "build/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(const struct scan *scan)
{
	size_t len = strlen(scan->text);

	assert(len < SCAN_LINE_BYTES);
	for (size_t i = 0; i < len; i++)
		assert((unsigned char)scan->text[i] >= 0x20 && scan->text[i] != 0x7f);
	assert(!strchr(scan->image, '/') && scan->image[0] != '.');
}

/* Lines come out clean, and the same however the bytes are cut into pieces. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct scan whole, pieces; /* too large for a stack */
	const char *at = (const char *)data;
	size_t left = size, lines = 0;

	memset(&whole, 0, sizeof(whole));
	memset(&pieces, 0, sizeof(pieces));
	while (scan_take(&whole, &at, &left)) {
		check_line(&whole);
		lines++;
	}
	assert(!left);
	lines += scan_finish(&whole);
	for (size_t i = 0; i < size; i++) {
		const char *byte = (const char *)data + i;
		size_t one = 1;

		lines -= scan_take(&pieces, &byte, &one);
	}
	lines -= scan_finish(&pieces);
	assert(!lines && whole.done == pieces.done && whole.size_bytes == pieces.size_bytes);
	assert(whole.diagnostics.count == pieces.diagnostics.count && !strcmp(whole.text, pieces.text));
	for (size_t i = 0; i < whole.diagnostics.count; i++) {
		struct place place = whole.diagnostics.item[i].place;

		if (build_place_in_keymap(whole.text, place.line, place.column, &place))
			assert(place.layer >= 0 && (place.key >= 0 || place.encoder >= 0));
	}
	scan_release(&whole);
	scan_release(&pieces);
	return 0;
}
