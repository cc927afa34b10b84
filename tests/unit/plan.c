/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "build/plan.h"
#include "tap.h"

static struct build_request request(const char *keyboard, const char *keymap)
{
	return (struct build_request){
		.tree = "/q",
		.keyboard = keyboard,
		.keymap = keymap,
		.qmk = "/bin/qmk",
		.make = "/bin/make",
		.processor = "atmega32u4",
		.jobs = 2,
	};
}

/* argv with a space between. */
static bool command_is(const struct build_plan *plan, const char *expected)
{
	char text[512] = "";

	for (char *const *arg = plan->argv; *arg; arg++) {
		strcat(text, *arg);
		strcat(text, arg[1] ? " " : "");
	}
	if (strcmp(text, expected))
		printf("# %s\n", text);
	return !strcmp(text, expected);
}

static void test_command(void)
{
	struct build_request r = request("keebio/iris/rev8", "mine");
	struct build_plan plan;
	struct err err = { 0 };

	ok(build_plan_init(&plan, &r, &err) &&
		   command_is(&plan, "/bin/qmk compile -j 2 -kb keebio/iris/rev8 -km mine"),
	   "qmk builds it");
	ok(!strcmp(plan.cwd, "/q") &&
		   !strcmp(plan.keymap_dir, "/q/keyboards/keebio/iris/rev8/keymaps/mine") &&
		   !strcmp(plan.env[0], "QMK_HOME=/q") && !plan.env[3],
	   "in the tree");
	build_plan_release(&plan);
	r.qmk = NULL;
	ok(build_plan_init(&plan, &r, &err) && command_is(&plan, "/bin/make -j2 keebio/iris/rev8:mine"),
	   "or make does");
	build_plan_release(&plan);
}

static void test_formats(void)
{
	static const struct {
		const char *processor, *first;
	} rows[] = {
		{ "atmega32u4", "dz60_mine.hex" }, { "at90usb1286", "dz60_mine.hex" },
		{ "AT32F415", "dz60_mine.bin" },   { "STM32F303", "dz60_mine.bin" },
		{ "RP2040", "dz60_mine.uf2" },     { "", "dz60_mine.bin" },
	};
	struct build_request r = request("dz60", "mine");
	struct build_plan plan;
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		r.processor = rows[i].processor;
		ok(build_plan_init(&plan, &r, &err) && !strcmp(plan.image_name[0], rows[i].first) &&
			   strcmp(plan.image_name[1], rows[i].first) &&
			   strcmp(plan.image_name[2], rows[i].first) &&
			   strcmp(plan.image_name[1], plan.image_name[2]),
		   "'%s' is likeliest to give %s", rows[i].processor, rows[i].first);
		build_plan_release(&plan);
	}
	r = request("keebio/iris/rev8", "a_1");
	ok(build_plan_init(&plan, &r, &err) && !strcmp(plan.image_name[0], "keebio_iris_rev8_a_1.hex"),
	   "folders become underscores");
	build_plan_release(&plan);
}

static void test_hostile(void)
{
	static const char *const keymaps[] = {
		"",     ".",
		"..",   "../x",
		"a/b",  "Mine",
		"a b",  "a;b",
		"$(x)", "-j9",
		"all",  "a:flash",
		"a\n",  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	};
	static const char *const keyboards[] = {
		"",
		"..",
		"../..",
		"a/../b",
		"/etc",
		"a//b",
		"a/",
		"-kb",
		"a b",
		"a:b",
		"$(x)",
		"a\nb",
		"a/./b",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	};
	struct build_plan plan;
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT(keymaps); i++) {
		struct build_request r = request("dz60", keymaps[i]);

		ok(!build_plan_init(&plan, &r, &err) && err.code == ERR_RANGE, "keymap %zu: %s", i, err.text);
		build_plan_release(&plan);
	}
	for (size_t i = 0; i < COUNT(keyboards); i++) {
		struct build_request r = request(keyboards[i], "mine");

		ok(!build_plan_init(&plan, &r, &err), "keyboard %zu: %s", i, err.text);
		build_plan_release(&plan);
	}
}

int main(void)
{
	test_command();
	test_formats();
	test_hostile();
	return tap_done();
}
