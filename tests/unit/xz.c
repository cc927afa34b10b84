/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <lzma.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "import/xz.h"
#include "tap.h"

/* What is unpacked is compared with what was packed by liblzma itself. */

enum { ROOM = 1 << 16, PAGE = 32 };

static const char board[] = "{\"name\":\"Little\",\"matrix\":{\"rows\":2,\"cols\":3},\"layouts\":{\"keymap\":"
			    "[[\"0,0\",\"0,1\",\"0,2\"],[\"1,0\",\"1,1\",\"1,2\"]]}}";

struct packed {
	uint8_t byte[ROOM];
	size_t len;
};

/* Packed by @stream, whose encoder is set. */
static void finish(lzma_stream *stream, const void *data, size_t len, struct packed *out)
{
	stream->next_in = data;
	stream->avail_in = len;
	stream->next_out = out->byte;
	stream->avail_out = sizeof(out->byte);
	if (lzma_code(stream, LZMA_FINISH) != LZMA_STREAM_END)
		abort();
	out->len = sizeof(out->byte) - stream->avail_out;
	lzma_end(stream);
}

static void pack_xz(const void *data, size_t len, uint32_t preset, struct packed *out)
{
	lzma_stream stream = LZMA_STREAM_INIT;

	if (lzma_easy_encoder(&stream, preset, LZMA_CHECK_CRC64) != LZMA_OK)
		abort();
	finish(&stream, data, len, out);
}

static void pack_lzma(const void *data, size_t len, uint32_t preset, struct packed *out)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	lzma_options_lzma options;

	if (lzma_lzma_preset(&options, preset) || lzma_alone_encoder(&stream, &options) != LZMA_OK)
		abort();
	finish(&stream, data, len, out);
}

static void pack(bool xz, const void *data, size_t len, struct packed *out)
{
	(xz ? pack_xz : pack_lzma)(data, len, LZMA_PRESET_DEFAULT, out);
}

/* A copy of exact size, so that a read behind the end is seen. */
static bool unpack(const uint8_t *byte, size_t len, struct str *out, struct err *err)
{
	uint8_t *copy = mem_new(len ? len : 1, 1);
	bool ok;

	memcpy(copy, byte, len);
	*err = (struct err){ 0 };
	ok = xz_unpack(copy, len, out, err);
	free(copy);
	return ok;
}

static void test_there_and_back(bool xz)
{
	const char *name = xz ? "XZ" : "LZMA";
	struct str out = STR_INIT;
	struct packed packed;
	struct err err;

	pack(xz, board, strlen(board), &packed);
	str_add(&out, "before ");
	ok(unpack(packed.byte, packed.len, &out, &err), "%s is unpacked: %s", name, err.text);
	is_text(str_text(&out) + strlen("before "), board, "%s: behind what was there", name);
	str_release(&out);
	pack(xz, "", 0, &packed);
	ok(unpack(packed.byte, packed.len, &out, &err) && out.len == 0, "%s of nothing is nothing", name);
	str_release(&out);
}

/* Every length short of all is refused, and leaves what was there. */
static void test_cut(bool xz)
{
	struct str out = STR_INIT;
	struct packed packed;
	size_t wrong = 0;
	struct err err;

	pack(xz, board, strlen(board), &packed);
	str_add(&out, "before");
	for (size_t len = 0; len < packed.len; len++)
		wrong += unpack(packed.byte, len, &out, &err) || err.code != ERR_PARSE || !err.text[0] ||
			 strcmp(str_text(&out), "before") != 0;
	ok(!wrong, "%s that is cut anywhere is refused: %s", xz ? "XZ" : "LZMA", err.text);
	str_release(&out);
}

/* XZ has checksums over all of it: no changed bit is taken. */
static void test_damage(void)
{
	struct str out = STR_INIT;
	struct packed packed;
	size_t wrong = 0;
	struct err err;

	pack(true, board, strlen(board), &packed);
	for (size_t bit = 0; bit < packed.len * 8; bit++) {
		packed.byte[bit / 8] ^= (uint8_t)(1 << bit % 8);
		wrong += unpack(packed.byte, packed.len, &out, &err) || out.len;
		packed.byte[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	ok(!wrong, "XZ with any bit changed is refused, and nothing is left of it");
	str_release(&out);
}

static void test_padding(bool xz)
{
	const char *name = xz ? "XZ" : "LZMA";
	struct str out = STR_INIT;
	struct packed packed;
	struct err err;

	pack(xz, board, strlen(board), &packed);
	memset(packed.byte + packed.len, 0xfe, PAGE);
	ok(unpack(packed.byte, packed.len + PAGE - 1, &out, &err) && !strcmp(str_text(&out), board),
	   "%s: what the last page has behind it is no matter: %s", name, err.text);
	str_clear(&out);
	ok(!unpack(packed.byte, packed.len + PAGE, &out, &err) && err.code == ERR_PARSE, "%s: a page is: %s",
	   name, err.text);
	str_release(&out);
}

/* A few kilobytes that would be more than a definition may be. */
static void test_bomb(bool xz)
{
	const char *name = xz ? "XZ" : "LZMA";
	size_t most = XZ_MAX_UNPACKED_BYTES;
	char *zeros = mem_new(most + 1, 1);
	struct str out = STR_INIT;
	struct packed packed;
	struct err err;

	pack(xz, zeros, most, &packed);
	ok(unpack(packed.byte, packed.len, &out, &err) && out.len == most, "%s of the most bytes is unpacked",
	   name);
	str_release(&out);
	pack(xz, zeros, most + 1, &packed);
	ok(!unpack(packed.byte, packed.len, &out, &err) && err.code == ERR_RANGE && out.size <= 2 * most,
	   "%s of one more is not: %s", name, err.text);
	str_release(&out);
	free(zeros);
}

static void test_memory(void)
{
	struct str out = STR_INIT;
	struct packed packed;
	struct err err;

	pack_xz(board, strlen(board), 9 | LZMA_PRESET_EXTREME, &packed);
	ok(!unpack(packed.byte, packed.len, &out, &err) && err.code == ERR_RANGE,
	   "XZ that takes too much memory is refused: %s", err.text);
	pack_lzma(board, strlen(board), LZMA_PRESET_DEFAULT, &packed);
	memset(packed.byte + 1, 0xff, 4);
	ok(!unpack(packed.byte, packed.len, &out, &err) && err.code == ERR_RANGE,
	   "so is LZMA whose dictionary is said to be of 4 GiB: %s", err.text);
	str_release(&out);
}

/* Liblzma takes texts that could be an LZMA header for cut LZMA. */
static void test_other(void)
{
	static const char *const texts[] = { "", "{", "{\"name\": \"not packed\"}", "BZh91AY&SY............",
					     "\x1f\x8b\x08.................." };
	struct str out = STR_INIT, small = { .max = 10 };
	struct packed packed;
	size_t wrong = 0;
	struct err err;

	for (size_t i = 0; i < COUNT(texts); i++)
		wrong += unpack((const uint8_t *)texts[i], strlen(texts[i]), &out, &err) ||
			 err.code != ERR_PARSE || out.len;
	ok(!wrong, "what is neither is refused: %s", err.text);
	pack(true, board, strlen(board), &packed);
	ok(!unpack(packed.byte, packed.len, &small, &err) && err.code == ERR_RANGE && !small.len,
	   "room that is too small: %s", err.text);
	str_release(&out);
	str_release(&small);
}

int main(void)
{
	for (int xz = 0; xz < 2; xz++) {
		test_there_and_back(xz);
		test_cut(xz);
		test_padding(xz);
		test_bomb(xz);
	}
	test_damage();
	test_memory();
	test_other();
	return tap_done();
}
