/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The readers of rules.mk, config.h, headers and sources over all such files of a QMK tree. */
#include "config.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "import/assignments.h"
#include "import/layout_macros.h"
#include "import/led_config.h"
#include "tap.h"

struct sort {
	const char *end; /* of the file's path */
	/* Adds what was found to @out. */
	void (*read)(struct sort *sort, const struct str *text, const char *path, struct str *out);
	size_t files, found, complaints;
	size_t differ; /* not the same when lines end in CR and LF */
};

static void complain(struct sort *sort, const struct diagnostics *found)
{
	for (size_t i = 0; i < found->count; i++)
		printf("# %s:%d: %s\n", diagnostic_place(&found->item[i]).file, found->item[i].place.line,
		       found->item[i].text);
	sort->complaints += found->count;
}

static void take_assignments(struct sort *sort, struct assignments *all, struct str *out)
{
	for (size_t i = 0; i < all->count; i++)
		str_addf(out, "%s=%s %d\n", all->item[i].name, all->item[i].value ? all->item[i].value : "",
			 all->item[i].line);
	sort->found += all->count;
	sort->complaints += all->full;
	assignments_release(all);
}

static void read_rules(struct sort *sort, const struct str *text, const char *path, struct str *out)
{
	struct assignments all = { 0 };

	(void)path;
	rules_mk_read(&all, str_text(text), text->len, 0);
	take_assignments(sort, &all, out);
}

static void read_config(struct sort *sort, const struct str *text, const char *path, struct str *out)
{
	struct diagnostics found = { 0 };
	struct assignments all = { 0 };

	config_h_read(&all, str_text(text), text->len, 0, path, &found);
	take_assignments(sort, &all, out);
	complain(sort, &found);
	diagnostics_release(&found);
}

static void read_header(struct sort *sort, const struct str *text, const char *path, struct str *out)
{
	struct diagnostics found = { 0 };
	struct layout_macros all = { 0 };

	layout_macros_read(&all, str_text(text), text->len, path, &found);
	for (size_t i = 0; i < all.macros; i++)
		str_addf(out, "%s %zu\n", all.macro[i].name, all.macro[i].keys);
	sort->found += all.macros;
	sort->complaints += all.failed;
	complain(sort, &found);
	layout_macros_release(&all);
	diagnostics_release(&found);
}

/* The matrix is not known here: what does not fit that of one key is a g_led_config that was read. */
static void read_source(struct sort *sort, const struct str *text, const char *path, struct str *out)
{
	struct led_config led;
	struct err err = { 0 };
	enum led_config_result result = led_config_read(&led, str_text(text), text->len, 1, 1, &err);
	bool other = result == LED_CONFIG_BAD && !strstr(err.text, "matrix");

	str_addf(out, "%d %zu %s", (int)result, led.leds, err.text);
	sort->found += result != LED_CONFIG_NONE;
	sort->complaints += other;
	if (other)
		printf("# %s: %s\n", path, err.text);
	led_config_release(&led);
}

static struct sort sorts[] = {
	{ .end = "/rules.mk", .read = read_rules },
	{ .end = "/config.h", .read = read_config },
	{ .end = ".h", .read = read_header },
	{ .end = ".c", .read = read_source },
};

static struct sort *sort_of(const char *path)
{
	for (size_t i = 0; i < COUNT(sorts); i++) {
		size_t len = strlen(sorts[i].end), have = strlen(path);

		if (have > len && !strcmp(path + have - len, sorts[i].end))
			return &sorts[i];
	}
	return NULL;
}

static void add_returns(struct str *out, const struct str *text)
{
	for (size_t i = 0; i < text->len; i++) {
		if (text->data[i] == '\n' && (!i || text->data[i - 1] != '\r'))
			str_add_char(out, '\r');
		str_add_char(out, text->data[i]);
	}
}

static int visit(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	struct sort *sort = type == FTW_F ? sort_of(path) : NULL, twice;
	struct str text = STR_INIT, dos = STR_INIT, got = STR_INIT, again = STR_INIT;
	struct err err;

	(void)st;
	(void)walk;
	if (!sort)
		return 0;
	if (!file_read(path, ASSIGNMENTS_MAX_BYTES, &text, &err)) {
		ok(false, "%s", err.text);
		return 0;
	}
	twice = *sort;
	add_returns(&dos, &text);
	sort->read(sort, &text, path, &got);
	sort->read(&twice, &dos, path, &again);
	sort->files++;
	sort->differ += strcmp(str_text(&got), str_text(&again)) != 0;
	str_release(&text);
	str_release(&dos);
	str_release(&got);
	str_release(&again);
	return 0;
}

int main(void)
{
	const char *tree = getenv("QMK_TEST_TREE");
	char *keyboards;

	if (!tree) {
		printf("1..0 # SKIP set QMK_TEST_TREE to a QMK tree\n");
		return 0;
	}
	keyboards = file_join(tree, "keyboards");
	nftw(keyboards, visit, 32, FTW_PHYS);
	free(keyboards);
	for (size_t i = 0; i < COUNT(sorts); i++) {
		const struct sort *sort = &sorts[i];

		ok(sort->files > 0, "%zu files %s, %zu things found", sort->files, sort->end, sort->found);
		ok(!sort->complaints, "... without a complaint");
		ok(!sort->differ, "... the same when lines end in CR and LF");
	}
	ok(sorts[0].found && sorts[1].found && sorts[3].found, "rules, settings and LEDs are there");
	return tap_done();
}
