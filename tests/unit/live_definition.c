/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "import/via_definition.h"
#include "project/live_project.h"
#include "tap.h"
#include "temp.h"
#include "walk.h"

/* Definitions by what they are for, those that a keyboard had, and those that are made of its data. */

static char root[] = "/tmp/keyplane-definition-XXXXXX";
static struct err err;

static void write_text(const char *name, const char *text)
{
	if (!file_write(temp_path(root, name), text, strlen(text), FILE_REPLACE, &err))
		abort();
}

static void make_dir(const char *name)
{
	if (!file_make_dirs(temp_path(root, name), &err))
		abort();
}

/* @more: members between, such as what makes it of version 2. */
static void write_definition(const char *path, const char *name, const char *vid, const char *pid,
			     const char *more)
{
	struct str text = STR_INIT;

	str_addf(&text,
		 "{\"name\": \"%s\", \"vendorId\": \"%s\", \"productId\": \"%s\", %s"
		 "\"matrix\": {\"rows\": 1, \"cols\": 2}, \"layouts\": {\"keymap\": [[\"0,0\", \"0,1\"]]}}",
		 name, vid, pid, more);
	write_text(path, str_text(&text));
	str_release(&text);
}

static bool find(const char *folder, uint16_t vid, uint16_t pid, struct str *path, struct str *text)
{
	err = (struct err){ 0 };
	str_clear(path);
	str_clear(text);
	return live_definition_find(folder, vid, pid, path, text, &err);
}

/* Which file it is, below the folder. */
static const char *found(const char *folder, uint16_t vid, uint16_t pid)
{
	static char name[256];
	struct str path = STR_INIT, text = STR_INIT;
	bool ok = find(folder, vid, pid, &path, &text);

	snprintf(name, sizeof(name), "%s", ok ? str_text(&path) + strlen(folder) + 1 : "");
	str_release(&path);
	str_release(&text);
	return name;
}

static void test_find(void)
{
	const char *folder = temp_path(root, "definitions");
	char own[256];

	snprintf(own, sizeof(own), "%s", folder);
	make_dir("definitions/v3/maker");
	make_dir("definitions/src");
	write_definition("definitions/v3/maker/b.json", "B", "0x1234", "0x0001", "");
	write_definition("definitions/v3/maker/a.json", "A", "0x1234", "0x0001", "");
	write_definition("definitions/src/a.json", "A", "0x1234", "0x0001", "\"lighting\": \"none\", ");
	write_definition("definitions/src/old.json", "Old", "0x1234", "0x0002", "\"lighting\": \"none\", ");
	write_definition("definitions/z.json", "A vial.json with ids", "0x1234", "0x0002", "\"vial\": {}, ");
	write_text("definitions/broken.json", "{\"vendorId\": \"0x1234\", \"productId\": \"0x0003\"}");
	write_text("definitions/no.json", "[");
	is_text(found(own, 0x1234, 1), "v3/maker/a.json",
		"of several: the newer format, then the first by path");
	is_text(found(own, 0x1234, 2), "src/old.json", "VIA's version 2, where there is none of version 3");
	is_text(found(own, 0x1234, 3), "", "one without keys is none: %s", err.text);
	ok(err.code == ERR_NOT_FOUND && strstr(err.text, "1234:0003") && strstr(err.text, own),
	   "what was looked for, and where");
	is_text(found(temp_path(root, "nowhere"), 0x1234, 1), "", "a folder that is not there: %s", err.text);
	ok(err.code == ERR_NOT_FOUND, "is none");
	setenv("KEYPLANE_DEFINITIONS", own, 1);
	{
		struct str path = STR_INIT, text = STR_INIT;

		ok(find(NULL, 0x1234, 1, &path, &text) && strstr(str_text(&text), "\"A\""),
		   "KEYPLANE_DEFINITIONS tells of a folder: %s", err.text);
		str_release(&path);
		str_release(&text);
	}
	unsetenv("KEYPLANE_DEFINITIONS");
}

/* What was found once is found again as files come, change and go. */
static void test_changes(void)
{
	char own[256];

	snprintf(own, sizeof(own), "%s", temp_path(root, "changing"));
	make_dir("changing");
	write_definition("changing/a.json", "A", "0x0001", "0x0001", "");
	is_text(found(own, 1, 1), "a.json", "one");
	write_definition("changing/b.json", "B", "0x0001", "0x0002", "");
	is_text(found(own, 1, 2), "b.json", "another one");
	write_definition("changing/a.json", "A", "0x0001", "0x0003", "");
	is_text(found(own, 1, 1), "", "one of other ids, as long as it was");
	is_text(found(own, 1, 3), "a.json", "by those");
	unlink(temp_path(root, "changing/b.json"));
	is_text(found(own, 1, 2), "", "one that is gone");
}

static const char *spoil_from, *spoil_to;

static void spoil_file(const char *path, const char *text, size_t len)
{
	struct str changed = STR_INIT;
	char *at;

	str_add_bytes(&changed, text, len);
	at = strstr(changed.data, spoil_from);
	if (at) {
		memcpy(at, spoil_to, strlen(spoil_to));
		if (!file_write(path, changed.data, len, FILE_REPLACE, &err))
			abort();
	}
	str_release(&changed);
}

/* What the indices say of a file is not so. */
static void spoil_index(const char *from, const char *to)
{
	spoil_from = from;
	spoil_to = to;
	walk_files(temp_path(root, "cache/keyplane/definitions"), "", spoil_file);
}

static void test_stale(void)
{
	char own[256];

	snprintf(own, sizeof(own), "%s", temp_path(root, "stale"));
	make_dir("stale");
	write_definition("stale/a.json", "A", "0xabcd", "0x0001", "");
	is_text(found(own, 0xabcd, 1), "a.json", "one that is indexed");
	spoil_index("abcd 0001", "abcd 0002");
	is_text(found(own, 0xabcd, 2), "", "an index that is wrong finds nothing that is not there: %s",
		err.text);
	is_text(found(own, 0xabcd, 1), "a.json", "and is made anew");
}

static void test_links(void)
{
	char own[256];

	snprintf(own, sizeof(own), "%s", temp_path(root, "links"));
	make_dir("links/deep");
	make_dir("elsewhere");
	write_definition("elsewhere/far.json", "Far", "0x0007", "0x0001", "");
	write_definition("elsewhere/in.json", "In", "0x0007", "0x0002", "");
	if (symlink("..", temp_path(root, "links/deep/loop")) ||
	    symlink("../elsewhere/far.json", temp_path(root, "links/near.json")) ||
	    symlink("../elsewhere", temp_path(root, "links/folder")) ||
	    symlink("itself.json", temp_path(root, "links/itself.json")) ||
	    mkfifo(temp_path(root, "links/pipe.json"), 0600))
		abort();
	is_text(found(own, 7, 1), "near.json", "a link to a file is followed");
	is_text(found(own, 7, 2), "", "one to a folder is not, nor round in circles");
	if (symlink("links", temp_path(root, "by_link")))
		abort();
	snprintf(own, sizeof(own), "%s", temp_path(root, "by_link"));
	is_text(found(own, 7, 1), "near.json", "the folder itself may be one");
}

static void test_size(void)
{
	struct str text = STR_INIT;
	char own[256];

	snprintf(own, sizeof(own), "%s", temp_path(root, "size"));
	make_dir("size");
	write_definition("size/b.json", "B", "0x0009", "0x0001", "");
	str_add(&text,
		"{\"name\": \"Long\", \"vendorId\": \"0x0009\", \"productId\": \"0x0001\", \"matrix\": "
		"{\"rows\": 1, \"cols\": 2}, \"layouts\": {\"keymap\": [[\"0,0\", \"0,1\"]]}, \"x\": \"");
	str_pad(&text, 'x', 5 << 20);
	str_add(&text, "\"}");
	write_text("size/a.json", str_text(&text));
	is_text(found(own, 9, 1), "b.json", "a file that is too long is none");
	str_release(&text);
}

static void test_cache(void)
{
	static const uint8_t end[40] = { 1, 2, 3, [38] = 0xfe, 0xff }, other[40] = { [39] = 1 };
	struct str text = STR_INIT, out = STR_INIT;

	str_add(&text, "{\"matrix\": {\"rows\": 1, \"cols\": 1}, \"layouts\": {\"keymap\": [[\"0,0\"]]}}");
	ok(!live_definition_cached(0x8123456789abcdef, 200, end, 40, &out, &err) && err.code == ERR_NOT_FOUND,
	   "no definition yet: %s", err.text);
	ok(live_definition_cache(0x8123456789abcdef, 200, end, 40, &text, &err), "it is kept: %s", err.text);
	ok(live_definition_cached(0x8123456789abcdef, 200, end, 40, &out, &err), "it is there: %s", err.text);
	is_text(str_text(&out), str_text(&text), "as it was");
	ok(!live_definition_cached(0x8123456789abcdef, 201, end, 40, &out, &err), "not by another size");
	ok(!live_definition_cached(0x8123456789abcdee, 200, end, 40, &out, &err), "not by another UID");
	ok(!live_definition_cached(0x8123456789abcdef, 200, other, 40, &out, &err), "not by another end");
	str_clear(&text);
	str_add(&text, "{}");
	ok(live_definition_cache(1, 2, end, 8, &text, &err) &&
		   !live_definition_cached(1, 2, end, 8, &out, &err) && err.code == ERR_NOT_FOUND,
	   "what is no definition is not there: %s", err.text);
	str_release(&text);
	str_release(&out);
}

static void test_of(void)
{
	struct diagnostics told = { 0 };
	struct str text = STR_INIT;
	struct via_definition *d = NULL;
	struct keyboard *kb;
	char *drawn;

	ok(live_definition_of("split_3x6_3", NULL, &text, &err), "of a built-in board: %s", err.text);
	d = via_definition_read(str_text(&text), text.len, &told, &err);
	kb = d ? via_definition_keyboard(d) : NULL;
	ok(kb && kb->layout[0].keys == 42 && d->format == VIA_DEFINITION_V3 && !told.count,
	   "a definition of all its keys: %s", err.text);
	keyboard_free(kb);
	via_definition_free(d);
	make_dir("own");
	write_text("own/keyboard.json",
		   "{\"keyboard_name\": \"Own\", \"usb\": {\"vid\": \"0x1209\", \"pid\": \"0x0042\"},"
		   "\"processor\": \"STM32F103\", \"bootloader\": \"stm32duino\","
		   "\"matrix_pins\": {\"rows\": [\"A0\"], \"cols\": [\"A1\", \"A2\", \"A3\"]},"
		   "\"diode_direction\": \"COL2ROW\", \"layouts\": {"
		   "\"LAYOUT_a\": {\"layout\": [{\"matrix\": [0, 0], \"x\": 0, \"y\": 0, \"w\": 2}]},"
		   "\"LAYOUT_b\": {\"layout\": [{\"matrix\": [0, 0], \"x\": 0, \"y\": 0},"
		   "{\"matrix\": [0, 1], \"x\": 1, \"y\": 0}]}}}");
	str_clear(&text);
	drawn = file_join(root, "own/keyboard.json");
	ok(live_definition_of(drawn, NULL, &text, &err), "of a keyboard.json: %s", err.text);
	free(drawn);
	d = via_definition_read(str_text(&text), text.len, &told, &err);
	ok(d && d->format == VIA_DEFINITION_V3 && d->usb_vid == 0x1209 && d->usb_pid == 0x42 &&
		   d->rows == 1 && d->cols == 3 && d->options == 1 && !told.count,
	   "a definition of VIA's, with its second layout as an option: %s", err.text);
	via_definition_free(d);
	str_clear(&text);
	ok(!live_definition_of("no_such_keyboard", temp_path(root, "none"), &text, &err),
	   "of none there is none: %s", err.text);
	drawn = file_join(root, "definitions/v3/maker/a.json");
	ok(live_definition_of(drawn, NULL, &text, &err) && strstr(str_text(&text), "\"name\": \"A\""),
	   "a definition is itself");
	free(drawn);
	write_text("own/keyboard.json", "{\"keyboard_name\": \"Own\", \"layouts\": {\"LAYOUT\": {\"layout\": "
					"[{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}]}}}");
	str_clear(&text);
	drawn = file_join(root, "own/keyboard.json");
	ok(live_definition_of(drawn, NULL, &text, &err) && !strstr(str_text(&text), "vendorId"),
	   "without ids it is as Vial has them: %s", err.text);
	free(drawn);
	write_text("kle.json", "[[\"0,0\", \"0,1\"], [\"1,0\"]]");
	drawn = file_join(root, "kle.json");
	str_clear(&text);
	err = (struct err){ 0 };
	ok(live_definition_of(drawn, NULL, &text, &err) == via_definition_is(str_text(&text), text.len),
	   "a drawing of KLE's is a definition, or told why not: %s", err.text);
	free(drawn);
	diagnostics_release(&told);
	str_release(&text);
}

int main(void)
{
	if (!mkdtemp(root))
		return 1;
	setenv("XDG_CACHE_HOME", temp_path(root, "cache"), 1);
	setenv("XDG_DATA_HOME", temp_path(root, "data"), 1);
	unsetenv("KEYPLANE_DEFINITIONS");
	test_find();
	test_changes();
	test_stale();
	test_links();
	test_size();
	test_cache();
	test_of();
	temp_remove(root);
	return tap_done();
}
