/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "project/format.h"
#include "project/offer.h"
#include "tap.h"
#include "temp.h"

/* A keymap of ZMK's as a person has it open: what is offered, what is typed, what is saved. */

static char root[] = "/tmp/keyplane-test-XXXXXX";

static const char text[] =
	"#include <behaviors.dtsi>\n#include <dt-bindings/zmk/keys.h>\n\n/ {\n    macros {\n"
	"        ZMK_MACRO(greet, bindings = <&kp H &kp I>;)\n    };\n    keymap {\n"
	"        compatible = \"zmk,keymap\";\n        base {\n            bindings = <&kp A &kp B &greet>;\n"
	"        };\n    };\n};\n";

static struct project *open_text(void)
{
	struct err err = { 0 };
	const char *path = temp_path(root, "own.keymap");
	struct project *project = NULL;

	if (file_write(path, text, strlen(text), FILE_REPLACE, &err))
		project = project_open(path, &(struct project_options){ 0 }, &err);
	if (!project) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	return project;
}

static void test_offers(const struct project *project)
{
	static const struct {
		const char *query, *first;
	} rows[] = {
		{ "bootloader", "&bootloader" }, { "QK_BOOT", "&bootloader" },
		{ "&bt clr", "&bt BT_CLR" },     { "greet", "&greet" },
		{ "MS_BTN1", "&mkp MB1" },       { "&studio", "&studio_unlock" },
		{ "KC_ESC", "&kp ESC" },         { "", "&none" },
	};
	size_t max = project_offers_max(project, project->map), all;
	struct offer *offer = mem_new(max, sizeof(*offer));

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str spelled = STR_INIT;
		size_t count = project_offers(project, project->map, rows[i].query, offer, max);

		if (count)
			project_print_action(project, project->map, offer[0].action, &spelled);
		is_text(str_text(&spelled), rows[i].first, "'%s' offers %s", rows[i].query, rows[i].first);
		str_release(&spelled);
	}
	all = project_offers(project, project->map, "", offer, max);
	for (size_t i = 0, twice = 0; i <= all; i++) {
		if (i == all)
			ok(!twice && all > 250, "%zu are offered, each once", all);
		for (size_t k = 0; i < all && k < i; k++)
			twice += action_equal(offer[i].action, offer[k].action);
	}
	free(offer);
}

static void test_typed(const struct project *project)
{
	static const struct {
		const char *typed, *spelled; /* NULL: refused */
	} rows[] = {
		{ "&mt LSHFT A", "&mt LSHFT A" },   { "LC(A)", "&kp LC(A)" }, { "QK_BOOT", "&bootloader" },
		{ "LT(1, KC_SPC)", "&lt 1 SPACE" }, { "&greet", "&greet" },   { "QK_LEAD", NULL },
		{ "no_such_thing", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct action action;
		struct str spelled = STR_INIT;
		struct err err = { 0 };
		bool taken = project_parse_action(project, project->map, rows[i].typed, &action, &err);

		if (taken)
			project_print_action(project, project->map, action, &spelled);
		ok(taken == (rows[i].spelled != NULL), "%s is %s%s", rows[i].typed,
		   taken ? "taken" : "refused: ", err.text);
		is_text(str_text(&spelled), rows[i].spelled ? rows[i].spelled : "", "%s", rows[i].typed);
		str_release(&spelled);
	}
}

/* In another firmware's format it is that firmware's, and reads back as that. */
static void test_formats(struct project *project)
{
	static const struct {
		const char *format, *holds;
	} rows[] = {
		{ "keymap.json", "\"MC_0\"" },
		{ "keyplane", "\"greet\"" },
		{ "zmk", "&greet" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str out = STR_INIT;
		struct diagnostics lost = { 0 };
		struct err err = { 0 };

		ok(project_print_as(project, project->map, NULL, keymap_format_find(rows[i].format), &out, &lost,
				    &err) &&
			   strstr(str_text(&out), rows[i].holds),
		   "%s: %s%s", rows[i].format, rows[i].holds, err.text);
		for (size_t k = 0; k < lost.count; k++)
			printf("# %s\n", lost.item[k].text);
		str_release(&out);
		diagnostics_release(&lost);
	}
}

static void test_save(struct project *project)
{
	const struct keymap *map;
	struct action action;
	struct err err = { 0 };
	struct str now = STR_INIT;

	ok(project_parse_action(project, project->map, "QK_BOOT", &action, &err), "typed");
	map = edit_key(project->map, 0, 1, action);
	ok(project_can_save(project, map, &err) && project_save(project, map, NULL, false, &err), "saved %s",
	   err.text);
	ok(file_read(temp_path(root, "own.keymap"), 1 << 20, &now, &err) &&
		   strstr(str_text(&now), "bindings = <&kp A &bootloader &greet>;") &&
		   now.len == strlen(text) + strlen("&bootloader") - strlen("&kp B"),
	   "one binding changed");
	str_release(&now);
	keymap_unref(map);
}

int main(void)
{
	struct project *project;

	if (!mkdtemp(root))
		return 1;
	setenv("XDG_STATE_HOME", root, 1);
	setenv("XDG_CACHE_HOME", root, 1);
	project = open_text();
	test_offers(project);
	test_typed(project);
	test_formats(project);
	test_save(project);
	project_free(project);
	temp_remove(root);
	return tap_done();
}
