/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "build/toolchain.h"

enum { GITMODULES_MAX_BYTES = 64 << 10 };

static const struct diagnostic_kind tree_missing = { "tree-missing", SEVERITY_ERROR };
static const struct diagnostic_kind tree_incomplete = { "tree-incomplete", SEVERITY_ERROR };
static const struct diagnostic_kind submodule_missing = { "submodule-missing", SEVERITY_ERROR };
static const struct diagnostic_kind program_missing = { "program-missing", SEVERITY_ERROR };
static const struct diagnostic_kind qmk_missing = { "qmk-missing", SEVERITY_WARNING };
static const struct diagnostic_kind processor_unknown = { "processor-unknown", SEVERITY_WARNING };

static const struct toolchain avr_lufa = {
	"AVR", { "avr-gcc" }, "apt-get install gcc-avr avr-libc", { "lib/lufa" }
};
static const struct toolchain avr_vusb = {
	"AVR", { "avr-gcc" }, "apt-get install gcc-avr avr-libc", { "lib/vusb" }
};
static const struct toolchain arm = {
	"ARM",
	{ "arm-none-eabi-gcc" },
	"apt-get install gcc-arm-none-eabi",
	{ "lib/chibios", "lib/chibios-contrib", "lib/printf" },
};
static const struct toolchain rp2040 = {
	"RP2040",
	{ "arm-none-eabi-gcc" },
	"apt-get install gcc-arm-none-eabi",
	{ "lib/chibios", "lib/chibios-contrib", "lib/printf", "lib/pico-sdk" },
};
static const struct toolchain riscv = {
	"RISC-V",
	{ "riscv32-unknown-elf-gcc", "riscv64-unknown-elf-gcc" },
	"apt-get install gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf",
	{ "lib/chibios", "lib/chibios-contrib", "lib/printf" },
};

/* The first prefix that fits, in any case: the names of QMK's keyboard schema. AVRs without USB go by V-USB. */
static const struct {
	const char *prefix;
	const struct toolchain *chain;
} processors[] = {
	{ "atmega32a", &avr_vusb }, { "atmega328", &avr_vusb }, { "attiny", &avr_vusb },
	{ "atmega", &avr_lufa },    { "at90usb", &avr_lufa },   { "RP2040", &rp2040 },
	{ "STM32", &arm },          { "cortex-m", &arm },       { "MK", &arm },
	{ "WB32", &arm },           { "AT32", &arm },           { "GD32V", &riscv },
	{ "risc-v", &riscv },
};

const struct toolchain *toolchain_find(const char *processor)
{
	for (size_t i = 0; i < COUNT(processors); i++)
		if (!strncasecmp(processor, processors[i].prefix, strlen(processors[i].prefix)))
			return processors[i].chain;
	return NULL;
}

void toolchain_programs_release(struct toolchain_programs *programs)
{
	free(programs->qmk);
	free(programs->make);
	free(programs->compiler);
	*programs = (struct toolchain_programs){ 0 };
}

char *toolchain_find_program(const char *path, const char *name)
{
	while (*path) {
		size_t len = strcspn(path, ":");
		struct str s = STR_INIT;

		str_add_bytes(&s, path, len);
		str_addf(&s, "/%s", name);
		/* Not "." and the like: what runs must not depend on where we stand. */
		if (path[0] == '/' && !access(str_text(&s), X_OK) && file_is_regular(str_text(&s)))
			return str_take(&s);
		str_release(&s);
		path += len;
		path += *path == ':';
	}
	return NULL;
}

static bool folder_has_entries(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	bool any = false;

	while (dir && !any && (entry = readdir(dir)))
		any = strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	if (dir)
		closedir(dir);
	return any;
}

/* Whether .gitmodules gives @path. A tree without that file (an unpacked archive) is taken to want all. */
static bool tree_wants(const struct str *modules, const char *path)
{
	const char *at = str_text(modules);

	if (!modules->len)
		return true;
	while ((at = strstr(at, path))) {
		size_t len = strlen(path);

		if (at[len] == '\n' || at[len] == '\r' || !at[len])
			return true;
		at += len;
	}
	return false;
}

static void check_submodules(const char *tree, const struct toolchain *chain, struct diagnostics *out)
{
	char *name = file_join(tree, ".gitmodules");
	struct str modules = STR_INIT, missing = STR_INIT;
	struct err err = { 0 };

	if (!file_read(name, GITMODULES_MAX_BYTES, &modules, &err))
		str_clear(&modules);
	for (const char *const *path = chain->submodule; *path; path++) {
		char *folder = file_join(tree, *path);

		if (tree_wants(&modules, *path) && !folder_has_entries(folder))
			str_addf(&missing, " %s", *path);
		free(folder);
	}
	if (missing.len)
		diagnostics_add(out, &submodule_missing, PLACE_NONE,
				"the QMK tree lacks%s; run: git -C %s submodule update --init --depth 1%s",
				str_text(&missing), tree, str_text(&missing));
	str_release(&missing);
	str_release(&modules);
	free(name);
}

/* False when there is no tree at all. */
static bool check_tree(const char *tree, struct diagnostics *out)
{
	static const char *const folders[] = { "builddefs", "keyboards", "quantum" };
	char *makefile = file_join(tree, "Makefile");
	bool whole = file_is_regular(makefile);

	free(makefile);
	if (!file_is_dir(tree)) {
		diagnostics_add(out, &tree_missing, PLACE_NONE,
				"there is no QMK tree at %s; run: git clone --depth 1 --recurse-submodules "
				"--shallow-submodules https://github.com/qmk/qmk_firmware %s",
				tree, tree);
		return false;
	}
	for (size_t i = 0; i < COUNT(folders); i++) {
		char *folder = file_join(tree, folders[i]);

		whole = whole && file_is_dir(folder);
		free(folder);
	}
	if (!whole)
		diagnostics_add(
			out, &tree_incomplete, PLACE_NONE,
			"%s is not a QMK tree: expected Makefile, builddefs, keyboards and quantum in it; "
			"name another with --qmk or QMK_HOME",
			tree);
	return whole;
}

static void check_compiler(const struct toolchain *chain, const char *path,
			   struct toolchain_programs *programs, struct diagnostics *out)
{
	for (const char *const *name = chain->compiler; *name && !programs->compiler; name++)
		programs->compiler = toolchain_find_program(path, *name);
	if (!programs->compiler)
		diagnostics_add(out, &program_missing, PLACE_NONE,
				"%s, the compiler for %s processors, is not on the search path; run: %s",
				chain->compiler[0], chain->name, chain->install);
}

bool toolchain_check(const char *tree, const struct toolchain *chain, const char *path,
		     struct toolchain_programs *programs, struct diagnostics *out)
{
	size_t errors = diagnostics_count(out, SEVERITY_ERROR);

	*programs = (struct toolchain_programs){
		.qmk = toolchain_find_program(path, "qmk"),
		.make = toolchain_find_program(path, "gmake"), /* GNU make where make is another */
	};
	if (!programs->make)
		programs->make = toolchain_find_program(path, "make");
	if (check_tree(tree, out) && chain)
		check_submodules(tree, chain, out);
	if (!programs->make)
		diagnostics_add(out, &program_missing, PLACE_NONE,
				"make is not on the search path; run: apt-get install make");
	if (!programs->qmk)
		diagnostics_add(
			out, &qmk_missing, PLACE_NONE,
			"qmk is not on the search path, so make is run directly; a tree newer than 2021 "
			"needs it all the same; run: python3 -m pip install --user qmk");
	if (chain)
		check_compiler(chain, path, programs, out);
	else
		diagnostics_add(
			out, &processor_unknown, PLACE_NONE,
			"the keyboard's file names no processor that we know, so its compiler was not "
			"looked for");
	return diagnostics_count(out, SEVERITY_ERROR) == errors;
}
