/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/keycode.h"
#include "model/keycode_dialect.h"
#include "tap.h"

static void test_rows(void)
{
	static const struct {
		const char *name, *now, *last_seen;
	} rows[] = {
		{ "RESET", "QK_BOOT", "" },
		{ "KC_BTN1", "MS_BTN1", "0.0.4" },
		{ "KC_SLCK", "KC_SCRL", "" },
		{ "RGB_TOG", "UG_TOGG", "0.0.3" },
		{ "SH_TG", "SH_TOGG", "0.0.1" },
		{ "MAGIC_TOGGLE_NKRO", "NK_TOGG", "0.0.1" },
		{ "FN_MO13", "TL_LOWR", "" },
		{ "USER07", "QK_KB_7", "" },
		{ "MACRO15", "MC_15", "" },
		{ "KC_BSLASH", "KC_BSLS", "" },
		{ "EEP_RST", "EE_CLR", "" },
		{ "OUT_AUTO", "OU_AUTO", "" },
		{ "KC_GESC", "QK_GESC", "" },
		{ "UC_M_WC", "UC_WINC", "" },
		{ "KC_MS_WH_UP", "MS_WHLU", "0.0.4" },
		{ "X", "UM", "" },
		{ "AU_TOG", "AU_TOGG", "" },
		{ "XP", "UP", "" },
	};
	static const char *const none[] = { "",        "RESE",       "RESETS", "KC_A",
					    "QK_BOOT", "SAFE_RANGE", "ZZZ",    "AAA" };

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct keycode_former *row = keycode_find_former(rows[i].name, strlen(rows[i].name));

		ok(row && !strcmp(row->name, rows[i].name) && row->now && !strcmp(row->now, rows[i].now) &&
			   !strcmp(row->last_seen, rows[i].last_seen),
		   "%s is %s today: %s", rows[i].name, rows[i].now, row && row->now ? row->now : "nothing");
	}
	for (size_t i = 0; i < COUNT(none); i++)
		ok(!keycode_find_former(none[i], strlen(none[i])), "`%s` is no former name", none[i]);
	ok(keycode_find_former("BL_3", 4) && !keycode_find_former("BL_3", 4)->now,
	   "nothing does what BL_3 did");
	ok(keycode_find_former("RESET)", 5) != NULL, "a name need not end its text");
}

int main(void)
{
	test_rows();
	return tap_done();
}
