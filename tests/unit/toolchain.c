/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "build/toolchain.h"
#include "tap.h"

static char dir[] = "/tmp/keyplane-toolchain-XXXXXX";

static void make_dir(const char *name)
{
	char *path = file_join(dir, name);
	struct err err;

	if (!file_make_dirs(path, &err))
		printf("Bail out! %s\n", err.text);
	free(path);
}

static void make_file(const char *name, const char *text, mode_t mode)
{
	char *path = file_join(dir, name);
	struct err err;

	if (!file_write(path, text, strlen(text), FILE_REPLACE, &err) || chmod(path, mode))
		printf("Bail out! cannot write %s\n", path);
	free(path);
}

static void test_processors(void)
{
	static const struct {
		const char *processor, *chain, *submodule;
	} rows[] = {
		{ "atmega32u4", "AVR", "lib/lufa" },   { "at90usb1286", "AVR", "lib/lufa" },
		{ "atmega32a", "AVR", "lib/vusb" },    { "atmega328p", "AVR", "lib/vusb" },
		{ "attiny85", "AVR", "lib/vusb" },     { "STM32F303", "ARM", "lib/chibios" },
		{ "stm32f072", "ARM", "lib/chibios" }, { "MK20DX256", "ARM", "lib/chibios" },
		{ "MKL26Z64", "ARM", "lib/chibios" },  { "WB32FQ95", "ARM", "lib/chibios" },
		{ "AT32F415", "ARM", "lib/chibios" },  { "cortex-m4", "ARM", "lib/chibios" },
		{ "RP2040", "RP2040", "lib/chibios" }, { "GD32VF103", "RISC-V", "lib/chibios" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct toolchain *chain = toolchain_find(rows[i].processor);

		ok(chain && !strcmp(chain->name, rows[i].chain) &&
			   !strcmp(chain->submodule[0], rows[i].submodule),
		   "%s is %s", rows[i].processor, rows[i].chain);
	}
	ok(!toolchain_find("") && !toolchain_find("unknown") && !toolchain_find("z80"),
	   "no guess for what is not known");
}

static void test_find_program(void)
{
	char *path = NULL, *found;
	struct str s = STR_INIT;

	make_dir("bin1/make");
	make_dir("bin2");
	make_file("bin1/qmk", "", 0644);
	make_file("bin2/qmk", "", 0755);
	make_file("bin2/make", "", 0755);
	str_addf(&s, ":.:relative:/nonexistent:%s/bin1:%s/bin2:", dir, dir);
	path = str_take(&s);
	found = toolchain_find_program(path, "qmk");
	ok(found && strstr(found, "/bin2/qmk"), "a file that cannot be run is passed over");
	free(found);
	found = toolchain_find_program(path, "make");
	ok(found && strstr(found, "/bin2/make"), "and so is a folder");
	free(found);
	ok(!toolchain_find_program(path, "nothing") && !toolchain_find_program("", "qmk"),
	   "not there, not found");
	free(path);
}

static bool has(const struct diagnostics *all, const char *code, const char *text)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->item[i].kind->code, code) && strstr(all->item[i].text, text))
			return true;
	for (size_t i = 0; i < all->count; i++)
		printf("# %s: %s\n", all->item[i].kind->code, all->item[i].text);
	return false;
}

static bool check(const char *processor, const char *path, struct diagnostics *out)
{
	struct toolchain_programs programs;
	char *tree = file_join(dir, "tree");
	bool good = toolchain_check(tree, toolchain_find(processor), path, &programs, out);

	toolchain_programs_release(&programs);
	free(tree);
	return good;
}

static void test_check(void)
{
	struct diagnostics d = { 0 };
	struct str s = STR_INIT;
	char *path;

	str_addf(&s, "%s/bin", dir);
	path = str_take(&s);
	ok(!check("atmega32u4", path, &d) && has(&d, "tree-missing", "git clone"), "no tree: how to get one");
	ok(has(&d, "program-missing", "apt-get install make") &&
		   has(&d, "program-missing", "apt-get install gcc-avr avr-libc") &&
		   has(&d, "qmk-missing", "pip install"),
	   "no programs: how to get each, all at once");
	diagnostics_release(&d);

	make_dir("tree/keyboards");
	ok(!check("atmega32u4", path, &d) && has(&d, "tree-incomplete", "is not a QMK tree"),
	   "some folder is not a tree");
	diagnostics_release(&d);

	make_dir("tree/builddefs");
	make_dir("tree/quantum");
	make_dir("tree/lib/printf/src");
	make_file("tree/Makefile", "", 0644);
	make_dir("bin");
	make_file("bin/make", "", 0755);
	make_file("bin/avr-gcc", "", 0755);
	make_file("bin/riscv64-unknown-elf-gcc", "", 0755);
	ok(!check("atmega32u4", path, &d) &&
		   has(&d, "submodule-missing", "submodule update --init --depth 1 lib/lufa") && d.count == 2,
	   "a submodule that is not checked out, and none that is");
	diagnostics_release(&d);
	make_dir("tree/lib/lufa");
	ok(!check("atmega32u4", path, &d), "an empty folder is not checked out");
	diagnostics_release(&d);
	make_file("tree/.gitmodules", "[submodule \"lib/lufa\"]\n\tpath = lib/lufa\n", 0644);
	make_file("tree/lib/lufa/README", "", 0644);
	ok(check("atmega32u4", path, &d) && d.count == 1, "all there, but for qmk: that is a warning");
	diagnostics_release(&d);
	ok(!check("RP2040", path, &d) && !has(&d, "submodule-missing", "") &&
		   has(&d, "program-missing", "gcc-arm-none-eabi"),
	   "a fork that has no such submodule does not want it");
	diagnostics_release(&d);
	ok(check("GD32VF103", path, &d), "any of the compilers will do");
	diagnostics_release(&d);
	ok(check("", path, &d) && has(&d, "processor-unknown", "no processor"),
	   "an unknown processor is told");
	diagnostics_release(&d);
	free(path);
}

int main(void)
{
	struct str s = STR_INIT;
	int failed;

	if (!mkdtemp(dir))
		return 99;
	test_processors();
	test_find_program();
	test_check();
	str_addf(&s, "rm -rf %s", dir);
	failed = system(str_text(&s));
	str_release(&s);
	return tap_done() || failed;
}
