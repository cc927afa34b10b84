/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/ui/paste.h"
#include "base/mem.h"
#include "ui/key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A name is its own canonical spelling, fits an event, and types one character at most. */
static void check_name(const char *name)
{
	char again[KEY_NAME_SIZE];
	struct err err = { 0 };
	const char *text = key_text(name);

	assert(memchr(name, '\0', KEY_NAME_SIZE));
	assert(key_parse(name, again, &err) == strlen(name) && !strcmp(name, again));
	assert(!text || (text[0] && strlen(text) <= 4));
}

static void check_keys(const char *text)
{
	char name[KEY_NAME_SIZE];
	struct err err = { 0 };
	size_t used;

	for (const char *at = text; *at; at += used) {
		used = key_parse(at, name, &err);
		if (!used) {
			assert(err.code == ERR_PARSE);
			break;
		}
		assert(used <= strlen(at));
		check_name(name);
	}
	if (text[0] && key_from_csi(text + 1, text[0], name))
		check_name(name);
	if (key_from_curses(text, 0, name))
		check_name(name);
}

/* A paste is what stands before the first end, but for NUL bytes and with newlines for returns. */
static void check_paste(const char *data, size_t size)
{
	struct paste paste = { 0 };
	struct str want = STR_INIT;
	size_t at = 0, end_len = strlen(PASTE_END);
	bool closed = false;

	paste_begin(&paste);
	while (at < size && !closed)
		closed = paste_add(&paste, data[at++]);
	assert(closed == !paste.open);
	if (closed) {
		assert(!memcmp(data + at - end_len, PASTE_END, end_len));
		for (size_t i = 0; i < at - end_len; i++)
			if (data[i])
				str_add_char(&want, data[i] == '\r' ? '\n' : data[i]);
		assert(!strcmp(str_text(&want), str_text(&paste.text)));
	} else {
		for (size_t i = 0; i + end_len <= size; i++)
			assert(memcmp(data + i, PASTE_END, end_len) != 0);
	}
	str_release(&want);
	str_release(&paste.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_new(size + 1, 1);

	memcpy(text, data, size);
	check_keys(text);
	check_paste(text, size);
	free(text);
	return 0;
}
