/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "any_model.h"
#include "compile/bundle.h"
#include "compile/keyboard_data.h"
#include "compile/kle.h"
#include "compile/print.h"
#include "compile/target.h"
#include "injected.h"
#include "tap.h"

/*
 * Hostile texts as every name, label and text of models at random, into every target, bundle and printer: whatever they make of
 * it, each stays one string, one comment or one name. KEYPLANE_SEED runs one of them.
 */
enum { MODELS = 150 };

static const struct printer {
	const char *path;
	keymap_print *print;
} printers[] = {
	{ "keymap.c", keymap_c_print },
	{ "keymap.json", keymap_json_print },
	{ "keymap-drawer.yaml", keymap_drawer_print },
	{ "keyplane.json", keyplane_json_print },
	{ "via.layout.json", via_save_print },
	{ "save.vil", vil_print },
	{ "board.keymap", zmk_keymap_print },
};

static size_t files;

static bool check(uint32_t seed, const char *by, const char *path, const struct str *text)
{
	struct str why = STR_INIT;
	bool good = injected_check(path, str_text(text), text->len, &why);

	files++;
	if (!good && getenv("KEYPLANE_SEED"))
		printf("%s\n", str_text(text));
	if (!good)
		printf("# seed %u: %s, %s: %s\n", (unsigned)seed, by, path, str_text(&why));
	str_release(&why);
	return good;
}

static bool check_all(uint32_t seed, const char *by, const struct fileset *made)
{
	bool good = true;

	for (size_t i = 0; i < made->count; i++)
		good &= check(seed, by, made->file[i].path, &made->file[i].data);
	return good;
}

static bool try_bundle(uint32_t seed, const struct bundle_input *input)
{
	struct bundle bundle = { 0 };
	struct err err = { 0 };
	bool good = !bundle_make(input, &bundle, &err) ||
		    (check_all(seed, "bundle", &bundle.made) & check_all(seed, "bundle", &bundle.around));

	bundle_release(&bundle);
	return good;
}

static bool try_target(uint32_t seed, const struct target *target, const struct any_model *model)
{
	struct fileset made = { 0 };
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	bool good = true;

	if (target_compile(target, &model->in, &made, &told, &err)) {
		struct bundle_input input = { target, &model->in, &made, &told, seed % 2 };

		good = check_all(seed, target->name, &made) & try_bundle(seed, &input);
	}
	fileset_release(&made);
	diagnostics_release(&told);
	return good;
}

static bool try_printer(uint32_t seed, const struct printer *printer, const struct any_model *model)
{
	struct diagnostics lost = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	bool good =
		!printer->print(&model->in, &text, &lost, &err) || check(seed, "print", printer->path, &text);

	str_release(&text);
	diagnostics_release(&lost);
	return good;
}

static bool try_drawings(uint32_t seed, const struct any_model *model)
{
	struct diagnostics lost = { 0 };
	struct str text = STR_INIT;
	bool good;

	keyboard_data_print(model->keyboard, model->hardware, &text, &lost);
	good = check(seed, "keyboard", "keyboard.json", &text);
	str_clear(&text);
	kle_print(model->keyboard, model->in.layout, &text);
	good &= check(seed, "kle", "kle.json", &text);
	diagnostics_release(&lost);
	str_release(&text);
	return good;
}

static bool try_model(uint32_t seed)
{
	struct choices choices = { .state = seed };
	struct any_model model;
	bool good;

	any_model_make(&choices, injected_texts, injected_text_count, &model);
	good = try_drawings(seed, &model);
	for (size_t t = 0; t < target_count(); t++)
		good &= try_target(seed, target_at(t), &model);
	for (size_t p = 0; p < COUNT(printers); p++)
		good &= try_printer(seed, &printers[p], &model);
	any_model_release(&model);
	return good;
}

/* What is looked for is found. */
static void test_check(void)
{
	static const struct {
		const char *path, *text;
		bool good;
	} row[] = {
		{ "a.c", "int x; /* " INJECTED_WORD " */ char *y = \"" INJECTED_WORD "\";\n", true },
		{ "a.c", "int x; " INJECTED_WORD ";\n", false },
		{ "a.c", "char *y = \"?\?/\"; " INJECTED_WORD " = 1; //\";\n", false },
		{ "a.h", "// x \\\n" INJECTED_WORD "\nint y;\n", true },
		{ "a.h", "#include \"" INJECTED_WORD "\"\n", false },
		{ "a.h", "#define " INJECTED_WORD " 1\n", false },
		{ "a.keymap", "/ { x = \"unclosed; };\n", false },
		{ "a.json", "{\"a\": \"x " INJECTED_WORD "\"}", true },
		{ "a.json", "{\"" INJECTED_WORD "\": 1}", false },
		{ "a.json", "{\"a\": 1} x", false },
		{ "a.yml", "a: \"" INJECTED_WORD " tail\"\n", true },
		{ "a.yml", "a: b\n" INJECTED_WORD ": tail\n", false },
		{ "a.yml", "a: !x b\n", false },
		{ "a.yaml", "a: [\n", false },
		{ "rules.mk", "# x $(x)\nCOMBO_ENABLE = yes\n", true },
		{ "rules.mk", "COMBO_ENABLE = $(" INJECTED_WORD ")\n", false },
		{ "rules.mk", "all:\n", false },
		{ "x.conf", "CONFIG_X=y\nCONFIG_Y=\"a \\\" b\"\nCONFIG_Z=12\n", true },
		{ "x.conf", "CONFIG_Y=\"a\" b\"\n", false },
		{ "x.conf", INJECTED_WORD "\n", false },
		{ "Kconfig.shield", "default \"x \\\" " INJECTED_WORD "\"\n", true },
		{ "Kconfig.shield", "default \"x\" " INJECTED_WORD "\n", false },
		{ "README.md", "caf\xc3\xa9\n", true },
		{ "README.md", "\x1b[2J\n", false },
	};

	for (size_t i = 0; i < COUNT(row); i++) {
		struct str why = STR_INIT;

		ok(injected_check(row[i].path, row[i].text, strlen(row[i].text), &why) == row[i].good,
		   "%s, row %zu: %s", row[i].path, i, str_text(&why));
		str_release(&why);
	}
}

int main(void)
{
	const char *one = getenv("KEYPLANE_SEED");
	uint32_t first = one ? (uint32_t)strtoul(one, NULL, 10) : 1, last = one ? first : MODELS;
	size_t wrong = 0;

	test_check();
	for (uint32_t seed = first; seed <= last; seed++)
		wrong += !try_model(seed);
	ok(!wrong, "%u models, %zu of them with a text that is more than that", (unsigned)(last - first + 1),
	   wrong);
	ok(one || files > MODELS * 8, "%zu files", files);
	return tap_done();
}
