/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "builder.h"

void builder_release(struct builder *b)
{
	free(b->piece);
	free(b->bytes);
	*b = (struct builder){ .unit = b->unit };
}

bool builder_add(struct builder *b, uint32_t addr, const uint8_t *data, size_t len, uint32_t where,
		 struct err *err)
{
	if (!len)
		return true;
	if (len > IMAGE_MAX_BYTES - b->len)
		return err_set(err, ERR_RANGE, "%s %u: the image is larger than %d MiB", b->unit,
			       (unsigned)where, IMAGE_MAX_BYTES >> 20);
	if (len - 1 > UINT32_MAX - addr)
		return err_set(err, ERR_RANGE, "%s %u: %zu bytes at 0x%08x pass the end of the address space",
			       b->unit, (unsigned)where, len, (unsigned)addr);
	if (b->len + len > b->size) {
		b->size = b->size ? b->size : 4096;
		while (b->size < b->len + len)
			b->size *= 2;
		b->bytes = mem_resize(b->bytes, b->size, 1);
	}
	b->piece = mem_grow(b->piece, b->pieces, &b->cap, sizeof(*b->piece));
	b->piece[b->pieces++] = (struct builder_piece){ addr, (uint32_t)len, b->len, where };
	memcpy(b->bytes + b->len, data, len);
	b->len += len;
	return true;
}

/* By address, then as they came. */
static int compare_pieces(const void *a, const void *b)
{
	const struct builder_piece *x = a, *y = b;

	if (x->addr != y->addr)
		return x->addr < y->addr ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static bool same_bytes(const struct builder *b, const struct builder_piece *piece,
		       const struct image_segment *segment, size_t overlap, struct err *err)
{
	const uint8_t *old = segment->data + (piece->addr - segment->addr), *new = b->bytes + piece->offset;

	for (size_t i = 0; i < overlap; i++)
		if (old[i] != new[i])
			return err_set(err, ERR_PARSE,
				       "%s %u: address 0x%08x is given twice, as %02x and as %02x", b->unit,
				       (unsigned)piece->where, (unsigned)(piece->addr + i), old[i], new[i]);
	return true;
}

/* Put the sorted pieces one behind the other. @out->bytes has room for all of them, so it never moves. */
static bool join(const struct builder *b, struct image *out, size_t *cap, struct err *err)
{
	for (size_t i = 0; i < b->pieces; i++) {
		const struct builder_piece *piece = &b->piece[i];
		struct image_segment *last = out->segments ? &out->segment[out->segments - 1] : NULL;
		uint64_t end = last ? (uint64_t)last->addr + last->len : 0;
		size_t overlap = 0;

		if (!last || piece->addr > end) {
			if (out->segments == IMAGE_MAX_SEGMENTS)
				return err_set(err, ERR_RANGE,
					       "%s %u: the image is in more than %d separate parts", b->unit,
					       (unsigned)piece->where, IMAGE_MAX_SEGMENTS);
			out->segment = mem_grow(out->segment, out->segments, cap, sizeof(*out->segment));
			last = &out->segment[out->segments++];
			*last = (struct image_segment){ piece->addr, 0, out->bytes + out->len };
		} else {
			overlap = end - piece->addr < piece->len ? (size_t)(end - piece->addr) : piece->len;
			if (!same_bytes(b, piece, last, overlap, err))
				return false;
		}
		memcpy(out->bytes + out->len, b->bytes + piece->offset + overlap, piece->len - overlap);
		out->len += piece->len - overlap;
		last->len += piece->len - overlap;
	}
	return true;
}

bool builder_finish(struct builder *b, struct image *out, struct err *err)
{
	size_t cap = 0;
	bool ok;

	if (!b->len) {
		builder_release(b);
		return err_set(err, ERR_PARSE, "there is nothing to flash in it");
	}
	qsort(b->piece, b->pieces, sizeof(*b->piece), compare_pieces);
	out->bytes = mem_new(b->len, 1);
	out->placed = true;
	ok = join(b, out, &cap, err);
	if (!ok)
		image_release(out);
	builder_release(b);
	return ok;
}
