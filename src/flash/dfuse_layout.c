/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "flash/dfuse_layout.h"

/*
 *   layout  = "@" name zone { zone }
 *   zone    = "/" address "/" part { "," part }
 *   part    = count "*" size [ multiplier ] type
 */
struct scan {
	const char *text, *at;
	bool cut; /* the text ended where more was expected */
};

static bool complain(struct scan *s, const char *wanted, struct err *err)
{
	s->cut = !*s->at;
	return err_set(err, ERR_PARSE, "memory layout '%s': column %zu is not %s", s->text,
		       (size_t)(s->at - s->text) + 1, wanted);
}

static bool expect(struct scan *s, char c, const char *wanted, struct err *err)
{
	if (*s->at != c)
		return complain(s, wanted, err);
	s->at++;
	return true;
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : 99;
}

/* At least one digit, at most 32 bits. */
static bool number(struct scan *s, int base, uint32_t *out, struct err *err)
{
	uint64_t value = 0;

	if (digit(*s->at) >= base)
		return complain(s, base == 16 ? "a hex digit" : "a digit", err);
	for (; digit(*s->at) < base; s->at++) {
		value = value * (unsigned)base + (unsigned)digit(*s->at);
		if (value > UINT32_MAX)
			return err_set(err, ERR_RANGE, "memory layout '%s': a number is over 32 bits",
				       s->text);
	}
	*out = (uint32_t)value;
	return true;
}

static bool part(struct scan *s, uint32_t *addr, struct dfuse_layout *out, struct err *err)
{
	uint32_t count, page;
	uint64_t size, shift = 0;

	if (!number(s, 10, &count, err) || !expect(s, '*', "'*'", err) || !number(s, 10, &page, err))
		return false;
	if (*s->at && strchr("BKM ", *s->at)) {
		shift = *s->at == 'K' ? 10 : *s->at == 'M' ? 20 : 0;
		s->at++;
	}
	if (*s->at < 'a' || *s->at > 'g')
		return complain(s, "a type, a to g", err);
	size = ((uint64_t)page << shift) * count;
	if (!size || (uint64_t)page << shift > UINT32_MAX || size > UINT32_MAX - *addr)
		return err_set(err, ERR_RANGE, "memory layout '%s': %u parts of %u at 0x%08x cannot be",
			       s->text, (unsigned)count, (unsigned)page, (unsigned)*addr);
	if (out->regions == FLASH_MAX_REGIONS)
		return err_set(err, ERR_RANGE, "memory layout '%s': it has more than %d parts", s->text,
			       FLASH_MAX_REGIONS);
	out->region[out->regions++] = (struct flash_region){
		.addr = *addr,
		.size = (uint32_t)size,
		.page = page << shift,
		.access = (uint8_t)(*s->at - 'a' + 1),
	};
	*addr += (uint32_t)size;
	s->at++;
	return true;
}

static bool zone(struct scan *s, struct dfuse_layout *out, struct err *err)
{
	uint32_t addr;

	if (!expect(s, '/', "'/'", err) || !expect(s, '0', "'0x'", err) || !expect(s, 'x', "'0x'", err) ||
	    !number(s, 16, &addr, err) || !expect(s, '/', "'/'", err))
		return false;
	while (part(s, &addr, out, err)) {
		if (*s->at != ',')
			return true;
		s->at++;
	}
	return false;
}

static int compare_regions(const void *a, const void *b)
{
	const struct flash_region *x = a, *y = b;

	return x->addr < y->addr ? -1 : x->addr > y->addr;
}

static bool order(struct dfuse_layout *out, const char *text, struct err *err)
{
	qsort(out->region, out->regions, sizeof(*out->region), compare_regions);
	for (size_t i = 1; i < out->regions; i++)
		if (out->region[i].addr - out->region[i - 1].addr < out->region[i - 1].size)
			return err_set(err, ERR_RANGE, "memory layout '%s': its parts overlap at 0x%08x",
				       text, (unsigned)out->region[i].addr);
	return true;
}

bool dfuse_layout_parse(const char *text, struct dfuse_layout *out, struct err *err)
{
	struct scan s = { text, text, false };
	const char *slash = strchr(text, '/');

	*out = (struct dfuse_layout){ 0 };
	if (!expect(&s, '@', "'@'", err))
		return false;
	s.at = slash ? slash : text + strlen(text);
	do {
		if (zone(&s, out, err))
			continue;
		if (!s.cut || !out->regions)
			return false;
		out->truncated = true;
		return order(out, text, err);
	} while (*s.at && *s.at != ' ');
	/* Some end in blanks. */
	s.at += strspn(s.at, " ");
	if (*s.at)
		return complain(&s, "the end", err);
	return order(out, text, err);
}
