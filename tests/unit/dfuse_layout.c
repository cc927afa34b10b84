/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "flash/dfuse_layout.h"
#include "tap.h"

static bool same_region(const struct flash_region *a, const struct flash_region *b)
{
	return a->addr == b->addr && a->size == b->size && a->page == b->page && a->access == b->access;
}

static void test_good(void)
{
	static const struct {
		const char *text;
		size_t regions;
		struct flash_region first, last;
		bool truncated;
	} rows[] = {
		{ "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg",
		  3,
		  { 0x08000000, 0x10000, 0x4000, 7 },
		  { 0x08020000, 0xe0000, 0x20000, 7 },
		  false },
		{ "@Internal Flash  /0x08000000/064*0002Kg",
		  1,
		  { 0x08000000, 0x20000, 0x800, 7 },
		  { 0x08000000, 0x20000, 0x800, 7 },
		  false },
		{ "@Option Bytes  /0x1FFFF800/01*016 e",
		  1,
		  { 0x1ffff800, 16, 16, 5 },
		  { 0x1ffff800, 16, 16, 5 },
		  false },
		{ "@Internal Flash   /0x08000000/03*016Ka,01*016Kg,01*064Kg,07*128Kg",
		  4,
		  { 0x08000000, 0xc000, 0x4000, 1 },
		  { 0x08020000, 0xe0000, 0x20000, 7 },
		  false },
		{ "@Device Feature/0xFFFF0000/01*004 e",
		  1,
		  { 0xffff0000, 4, 4, 5 },
		  { 0xffff0000, 4, 4, 5 },
		  false },
		{ "@OTP Memory /0x1FFF7800/01*512 e,01*016 e",
		  2,
		  { 0x1fff7800, 512, 512, 5 },
		  { 0x1fff7a00, 16, 16, 5 },
		  false },
		{ "@SPI Flash/0x90000000/1*2Mg",
		  1,
		  { 0x90000000, 0x200000, 0x200000, 7 },
		  { 0x90000000, 0x200000, 0x200000, 7 },
		  false },
		{ "@Two zones/0x20000000/1*4Kg/0x10000000/2*8Bc",
		  2,
		  { 0x10000000, 16, 8, 3 },
		  { 0x20000000, 0x1000, 0x1000, 7 },
		  false },
		{ "@No multiplier/0x8000000/1*4g",
		  1,
		  { 0x08000000, 4, 4, 7 },
		  { 0x08000000, 4, 4, 7 },
		  false },
		{ "@Blanks at the end/0x08000000/1*4Kg  ",
		  1,
		  { 0x08000000, 0x1000, 0x1000, 7 },
		  { 0x08000000, 0x1000, 0x1000, 7 },
		  false },
		{ "@Cut/0x08000000/04*016Kg,01*064Kg,07*128K",
		  2,
		  { 0x08000000, 0x10000, 0x4000, 7 },
		  { 0x08010000, 0x10000, 0x10000, 7 },
		  true },
		{ "@Cut/0x08000000/04*016Kg,",
		  1,
		  { 0x08000000, 0x10000, 0x4000, 7 },
		  { 0x08000000, 0x10000, 0x4000, 7 },
		  true },
		{ "@Cut/0x08000000/04*016Kg/0x0801",
		  1,
		  { 0x08000000, 0x10000, 0x4000, 7 },
		  { 0x08000000, 0x10000, 0x4000, 7 },
		  true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dfuse_layout layout;
		struct err err = { 0 };
		const bool good = dfuse_layout_parse(rows[i].text, &layout, &err);
		const struct flash_region *last = &layout.region[layout.regions ? layout.regions - 1 : 0];

		ok(good && layout.regions == rows[i].regions && layout.truncated == rows[i].truncated &&
			   same_region(&layout.region[0], &rows[i].first) && same_region(last, &rows[i].last),
		   "%s%s", rows[i].text, err.text);
	}
}

static void test_bad(void)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "column 1 is not '@'" },
		{ "Internal Flash/0x08000000/1*4Kg", "column 1 is not '@'" },
		{ "@Internal Flash", "column 16 is not '/'" },
		{ "@F/08000000/1*4Kg", "column 5 is not '0x'" },
		{ "@F/0xg/1*4Kg", "column 6 is not a hex digit" },
		{ "@F/0x08000000/x", "column 15 is not a digit" },
		{ "@F/0x08000000/1x4Kg", "column 16 is not '*'" },
		{ "@F/0x08000000/1*Kg", "column 17 is not a digit" },
		{ "@F/0x08000000/1*4Kh", "column 19 is not a type, a to g" },
		{ "@F/0x08000000/1*4Kg;", "column 20 is not '/'" },
		{ "@F/0x08000000/1*4Kg x", "column 21 is not the end" },
		{ "@F/0x08000000/1*4Kg,,1*4Kg", "column 21 is not a digit" },
		{ "@F/0x08000000/1*4Kg,1*4K", "" },
		{ "@F/0x08000000/1*", "column 17 is not a digit" },
		{ "@F/0x08000000/0*4Kg", "0 parts of 4 at 0x08000000 cannot be" },
		{ "@F/0x08000000/1*0Kg", "1 parts of 0 at 0x08000000 cannot be" },
		{ "@F/0x08000000/99999999999*1Kg", "a number is over 32 bits" },
		{ "@F/0x108000000/1*1Kg", "a number is over 32 bits" },
		{ "@F/0x08000000/1*4194304Kg", "1 parts of 4194304 at 0x08000000 cannot be" },
		{ "@F/0x08000000/4294967295*4294967295Mg",
		  "4294967295 parts of 4294967295 at 0x08000000 cannot be" },
		{ "@F/0xFFFFF000/2*4Kg", "2 parts of 4 at 0xfffff000 cannot be" },
		{ "@F/0x08000000/2*4Kg/0x08001000/1*4Kg", "its parts overlap at 0x08001000" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dfuse_layout layout;
		struct err err = { 0 };
		const bool good = dfuse_layout_parse(rows[i].text, &layout, &err);

		ok(rows[i].error[0] ? !good && strstr(err.text, rows[i].error) : good, "%s: %s", rows[i].text,
		   err.text);
	}
}

static void test_many(void)
{
	struct str text = STR_INIT;
	struct dfuse_layout layout;
	struct err err = { 0 };

	str_add(&text, "@F/0x08000000/1*1Kg");
	for (int i = 1; i < FLASH_MAX_REGIONS; i++)
		str_add(&text, ",1*1Kg");
	ok(dfuse_layout_parse(str_text(&text), &layout, &err) && layout.regions == FLASH_MAX_REGIONS,
	   "as many parts as there is room for");
	str_add(&text, ",1*1Kg");
	ok(!dfuse_layout_parse(str_text(&text), &layout, &err) && err.code == ERR_RANGE, "one more: %s",
	   err.text);
	str_release(&text);
}

/* Any cut gives no region that the whole does not have. */
static void test_cuts(void)
{
	static const char whole[] = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";
	size_t wrong = 0;

	for (size_t n = 0; n < sizeof(whole) - 1; n++) {
		char *cut = mem_new(n + 1, 1);
		struct dfuse_layout layout;
		struct err err = { 0 };

		memcpy(cut, whole, n);
		if (dfuse_layout_parse(cut, &layout, &err))
			wrong += layout.regions > 2 || layout.region[0].size != 0x10000 ||
				 (layout.regions == 2 && layout.region[1].size != 0x10000);
		else
			wrong += !err.text[0];
		free(cut);
	}
	ok(!wrong, "a cut layout promises nothing that is not there");
}

int main(void)
{
	test_good();
	test_bad();
	test_many();
	test_cuts();
	return tap_done();
}
