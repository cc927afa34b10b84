/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <lzma.h>
#include <string.h>

#include "import/xz.h"

/* Pages of 32 bytes are read of a keyboard; behind the packed bytes the last one has whatever the firmware left there. */
enum { ROOM_BYTES = 4096, MAX_TRAILING_BYTES = 31 };

static const unsigned char xz_magic[] = { 0xfd, '7', 'z', 'X', 'Z', 0 };

static bool start(lzma_stream *stream, const void *packed, size_t len, struct err *err)
{
	bool is_xz = len >= sizeof(xz_magic) && !memcmp(packed, xz_magic, sizeof(xz_magic));
	lzma_ret ret = is_xz ? lzma_stream_decoder(stream, XZ_MAX_MEMORY_BYTES, 0)
			     : lzma_alone_decoder(stream, XZ_MAX_MEMORY_BYTES);

	stream->next_in = packed;
	stream->avail_in = len;
	return ret == LZMA_OK ||
	       err_set(err, ERR_IO, "liblzma cannot be used (its code %d): is there memory left", (int)ret);
}

static bool refuse(lzma_ret ret, const lzma_stream *stream, struct err *err)
{
	unsigned long long at = stream->total_in;

	switch (ret) {
	case LZMA_MEMLIMIT_ERROR:
		return err_set(err, ERR_RANGE,
			       "unpacking it would take %llu bytes of memory: expected at most %d",
			       (unsigned long long)lzma_memusage(stream), XZ_MAX_MEMORY_BYTES);
	case LZMA_FORMAT_ERROR:
		return err_set(err, ERR_PARSE, "it is neither XZ nor LZMA: expected fd 37 7a 58 5a 00 first");
	case LZMA_OPTIONS_ERROR:
		return err_set(err, ERR_PARSE,
			       "it is XZ of a kind that is not known, at byte %llu: pack it as `xz` does by "
			       "itself",
			       at);
	case LZMA_BUF_ERROR:
		return err_set(err, ERR_PARSE, "it ends in the middle, after %llu bytes", at);
	case LZMA_MEM_ERROR:
		return err_set(err, ERR_IO, "there is no memory left to unpack it");
	default:
		return err_set(err, ERR_PARSE, "it is damaged, at byte %llu", at);
	}
}

/* To the end of the stream, or the first thing that is wrong. */
static bool unpack(lzma_stream *stream, struct str *out, struct err *err)
{
	uint8_t room[ROOM_BYTES];
	lzma_ret ret;

	do {
		stream->next_out = room;
		stream->avail_out = sizeof(room);
		ret = lzma_code(stream, LZMA_FINISH);
		if (stream->total_out > XZ_MAX_UNPACKED_BYTES)
			return err_set(err, ERR_RANGE, "it unpacks to more than %d bytes, which is the most",
				       XZ_MAX_UNPACKED_BYTES);
		str_add_bytes(out, room, sizeof(room) - stream->avail_out);
	} while (ret == LZMA_OK);
	if (ret != LZMA_STREAM_END)
		return refuse(ret, stream, err);
	if (stream->avail_in > MAX_TRAILING_BYTES)
		return err_set(err, ERR_PARSE, "%zu bytes are behind its end: expected at most %d, of a page",
			       stream->avail_in, MAX_TRAILING_BYTES);
	return true;
}

bool xz_unpack(const void *packed, size_t len, struct str *out, struct err *err)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	size_t before = out->len;
	bool ok = start(&stream, packed, len, err) && unpack(&stream, out, err) &&
		  (!out->full || err_set(err, ERR_RANGE, "there is no room for what it unpacks to"));

	lzma_end(&stream);
	if (!ok && out->data) {
		out->len = before;
		out->data[before] = '\0';
	}
	return ok;
}
