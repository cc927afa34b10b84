/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "base/mem.h"
#include "import/qmk_config.h"
#include "model/symbol.h"
#include "qmk_texts.h"
#include "tap.h"

/*
 * What QMK's own info_json() gives for a keyboard, against ours: equal in value, kind of number and order of members.
 * $KEYPLANE_CORPUS has results for half of a tree, and of its files the JSON; $QMK_TEST_TREE, the tree itself, has the
 * rest, without which only those keyboards that need no more are compared.
 */
enum {
	MAX_ORACLE = 512 << 20,
	ALL = 1874,
	FROM_JSON = 1560, /* those that come out the same from JSON alone */
};

static const struct qmk_facts *facts;
static const char *corpus, *tree;

/* Where two values differ first, as a path; false: nowhere. */
static bool differ(const struct json *a, const struct json *b, struct str *path)
{
	size_t len = path->len, i = 0;

	if (a->type != b->type || a->count != b->count)
		return true;
	if (!a->first)
		return !json_equal(a, b) || (a->type == JSON_NUMBER && a->whole != b->whole);
	for (const struct json *x = a->first, *y = b->first; x; x = x->next, y = y->next, i++) {
		if (x->key)
			str_addf(path, ".%s", x->key);
		else
			str_addf(path, ".%zu", i);
		if ((x->key && strcmp(x->key, y->key)) || differ(x, y, path))
			return true;
		path->data[path->len = len] = '\0';
	}
	return false;
}

/* The lines of a file, each a JSON object, to @each; how many there were. */
static size_t for_each_row(const char *name, void (*each)(const struct json *row))
{
	char *path = file_join(corpus, name);
	struct str all = { .max = MAX_ORACLE };
	struct err err;
	size_t rows = 0;

	ok(file_read(path, MAX_ORACLE, &all, &err), "%s is there", name);
	for (char *line = all.data, *end; line && (end = strchr(line, '\n')); line = end + 1) {
		struct json_doc *doc = json_parse(line, (size_t)(end - line), &err);

		if (!doc) {
			ok(false, "%s, row %zu: %s", name, rows, err.text);
			break;
		}
		each(json_root(doc));
		json_doc_free(doc);
		rows++;
	}
	str_release(&all);
	free(path);
	return rows;
}

static size_t same, refused, other_keyboards;
static struct str odd_pins; /* the keyboards with pins that are wrong, one name for each */
static bool quiet;

static bool same_number(const struct json *key, const char *name, double otherwise, int cu)
{
	const struct json *node = json_find(key, name);
	double value = (node ? node->number : otherwise) * 100 - cu;

	return value <= 0.5 + 1e-9 && value >= -0.5 - 1e-9;
}

static bool same_key(const struct key *key, const struct json *row)
{
	const struct json *matrix = json_find(row, "matrix");

	return matrix && matrix->first->integer == key->row && matrix->first->next->integer == key->col &&
	       same_number(row, "x", 0, key->x_cu) && same_number(row, "y", 0, key->y_cu) &&
	       same_number(row, "w", 1, key->w_cu) && same_number(row, "h", 1, key->h_cu) &&
	       !strcmp(symbol_text(key->label), json_text(json_find(row, "label")));
}

/* Whether the keyboard that is drawn is what QMK's data says; @whole: also what may come from other files than JSON. */
static bool same_keyboard(const struct keyboard *kb, const struct json *info, bool whole)
{
	const struct json *layouts = json_find(info, "layouts"), *vid = json_find(info, "usb.vid");

	if (layouts->count != kb->layouts)
		return false;
	for (const struct json *node = layouts->first; node; node = node->next) {
		const struct layout *layout = keyboard_find_layout(kb, node->key);
		const struct json *keys = json_find(node, "layout");
		size_t k = 0;

		if (!layout || layout->keys != keys->count)
			return false;
		for (const struct json *key = keys->first; key; key = key->next, k++)
			if (!same_key(&layout->key[k], key))
				return false;
	}
	if (vid && kb->usb_vid != strtol(json_text(vid), NULL, 16))
		return false;
	if ((whole || json_find(info, "matrix_pins.cols")) &&
	    kb->rows != json_find(info, "matrix_size.rows")->integer)
		return false;
	return !whole || (vid && kb->cols == json_find(info, "matrix_size.cols")->integer &&
			  !strcmp(kb->processor, json_text(json_find(info, "processor"))));
}

static void check_keyboard(const struct qmk_config *config, const char *id, const struct json *info, bool whole)
{
	struct diagnostics found = { 0 };
	struct err err = { 0 };
	struct keyboard *kb = qmk_config_keyboard(config, id, &found, &err);

	if (!kb || (whole && found.count) || !same_keyboard(kb, info, whole)) {
		printf("# %s: the keyboard is not that of the data: %s\n", id,
		       found.count ? found.item[0].text : err.text);
		other_keyboards++;
	}
	keyboard_free(kb);
	diagnostics_release(&found);
}

static void note_pins(const struct diagnostics *found, const char *id)
{
	for (size_t i = 0; i < found->count; i++)
		if (!strncmp(found->item[i].kind->code, "config-pin-", strlen("config-pin-")))
			str_addf(&odd_pins, "%s ", id);
}

static void compare(const struct json *row)
{
	struct qmk_disk disk = { .root = tree ? tree : corpus };
	struct qmk_files files = qmk_disk_files(&disk);
	const char *id = json_text(json_member(row, "keyboard"));
	struct diagnostics found = { 0 };
	struct str path = STR_INIT;
	struct err err = { 0 };
	struct qmk_config *config = qmk_config_read(id, &files, facts, &found, &err);

	if (!config) {
		printf("# %s: %s\n", id, err.text);
	} else {
		bool differs = differ(json_member(row, "info"), config->info, &path);

		refused += config->refused;
		same += !differs;
		if (differs && !quiet)
			printf("# %s differs at %s\n", id, str_text(&path));
		check_keyboard(config, id, json_member(row, "info"), !differs);
	}
	str_release(&path);
	note_pins(&found, id);
	qmk_config_free(config);
	diagnostics_release(&found);
	qmk_disk_release(&disk);
}

static void test_keyboards(void)
{
	size_t rows;

	quiet = !tree;
	rows = for_each_row("oracle-info.jsonl", compare);
	ok(rows == ALL && same == (tree ? ALL : FROM_JSON), "%zu of %zu keyboards are as QMK merges them",
	   same, rows);
	ok(!refused, "none of them is refused");
	ok(!other_keyboards, "and each is drawn as its data says");
	/* A port of another processor; columns that are rows as well; an only row that is no pin. */
	if (tree)
		ok(!strcmp(str_text(&odd_pins),
			   "mechstudio/ud_40_ortho mokey/xox70 mokey/xox70 mokey/xox70 momokai/tap_trio "),
		   "pins are wrong where they are: %s", str_text(&odd_pins));
	str_release(&odd_pins);
}

/* The files of a row: those that differ from a byte's code in Latin 1 are what they were made of. */
static struct qmk_text_row *row_files(const struct json *row, struct str *latin1)
{
	const struct json *files = json_member(row, "files");
	struct qmk_text_row *out = mem_new(files->count + 1, sizeof(*out));
	bool is_latin1 = !strcmp(json_text(json_member(row, "case")), "h_latin1");
	size_t n = 0;

	for (const struct json *file = files->first; file; file = file->next, n++) {
		struct str path = STR_INIT;

		str_addf(&path, "keyboards/%s", file->key);
		out[n].path = str_take(&path);
		out[n].text = file->text;
		for (const char *c = file->text; is_latin1 && *c; c++)
			str_add_char(latin1, *c == '\xc3' ? (char)(*++c + 0x40) : *c);
		if (is_latin1)
			out[n].text = str_text(latin1);
	}
	return out;
}

static void release_files(struct qmk_text_row *rows)
{
	for (size_t i = 0; rows[i].path; i++)
		free((char *)rows[i].path);
	free(rows);
}

static bool listed(const struct json *info, const char *list, const char *text)
{
	const struct json *node = json_member(info, list);

	for (node = node ? node->first : NULL; node; node = node->next)
		if (!strcmp(json_text(node), text))
			return true;
	return false;
}

/* Whether a diagnostic of that severity begins with @text, which may be longer than diagnostics get. */
static bool diagnosed(const struct diagnostics *found, enum severity severity, const char *text)
{
	enum { LONGEST = 900 };
	size_t len = strlen(text) < LONGEST ? strlen(text) : LONGEST;

	for (size_t i = 0; i < found->count; i++)
		if (found->item[i].kind->severity == severity && !strncmp(found->item[i].text, text, len))
			return true;
	return false;
}

static bool has_file(const struct diagnostics *found, const char *code, const char *file)
{
	for (size_t i = 0; i < found->count; i++)
		if (!strcmp(found->item[i].kind->code, code) && found->item[i].file &&
		    strstr(file, symbol_text(found->item[i].file)))
			return true;
	return false;
}

/* Whether a line that QMK logs is told here, in the data or as a diagnostic. */
static bool is_told(const struct json *line, const struct json *info, const struct diagnostics *found,
		    const char *id)
{
	static const char dropped[] = "Not including data from file: ", broken[] = "Invalid JSON encountered",
			  unknown[] = "Unknown error attempting to load",
			  macro[] = "Invalid LAYOUT macro in ";
	const char *level = json_text(line->first), *text = json_text(line->first->next);
	bool error = !strcmp(level, "error");
	size_t len = strlen(id);

	if (!strncmp(text, id, len) && !strncmp(text + len, ": ", 2))
		return listed(info, error ? "parse_errors" : "parse_warnings", text + len + 2) ||
		       diagnosed(found, error ? SEVERITY_ERROR : SEVERITY_WARNING, text + len + 2);
	if (!strncmp(text, dropped, strlen(dropped)))
		return has_file(found, "config-schema", text + strlen(dropped));
	if (!strncmp(text, broken, strlen(broken)) || !strncmp(text, unknown, strlen(unknown)))
		return has_file(found, "config-syntax", text);
	if (!strncmp(text, macro, strlen(macro)))
		return has_file(found, "layout-macro", text);
	if (!strncmp(text, "\t: ", 3))
		text += 2;
	return diagnosed(found, error ? SEVERITY_ERROR : SEVERITY_WARNING, text + 1) ||
	       diagnosed(found, error ? SEVERITY_ERROR : SEVERITY_WARNING, text);
}

static void compare_case(const struct json *row)
{
	const char *name = json_text(json_member(row, "case")), *id = json_text(json_member(row, "keyboard"));
	const struct json *info = json_member(row, "info");
	struct str latin1 = STR_INIT, path = STR_INIT;
	struct qmk_text_row *rows = row_files(row, &latin1);
	struct qmk_disk disk = { .root = corpus, .over = rows };
	struct qmk_files files = qmk_disk_files(&disk);
	struct diagnostics found = { 0 };
	struct err err = { 0 };
	struct qmk_config *config = qmk_config_read(id, &files, facts, &found, &err);

	if (info)
		ok(config && !config->refused && !differ(info, config->info, &path), "%s is as QMK has it %s",
		   name, config ? str_text(&path) : err.text);
	else
		ok((!config || config->refused) && diagnostics_count(&found, SEVERITY_ERROR),
		   "%s is refused, as QMK does: %s", name, json_text(json_member(row, "error")));
	for (const struct json *line = json_member(row, "log")->first; line; line = line->next) {
		bool told = is_told(line, config ? config->info : NULL, &found, id);

		if (!told)
			ok(false, "%s: it is told that %s", name, json_text(line->first->next));
	}
	str_release(&path);
	str_release(&latin1);
	qmk_config_free(config);
	diagnostics_release(&found);
	qmk_disk_release(&disk);
	release_files(rows);
}

static struct qmk_facts *read_facts(void)
{
	struct qmk_disk disk = { .root = corpus };
	struct qmk_files files = qmk_disk_files(&disk);
	struct err err = { 0 };
	struct qmk_facts *read = qmk_facts_read(&files, &err);

	if (!read)
		printf("Bail out! %s\n", err.text);
	qmk_disk_release(&disk);
	return read;
}

int main(void)
{
	struct qmk_facts *read;

	corpus = getenv("KEYPLANE_CORPUS");
	tree = getenv("QMK_TEST_TREE");
	if (!corpus) {
		printf("1..0 # SKIP set KEYPLANE_CORPUS to the folder of the reference corpus\n");
		return 0;
	}
	facts = read = read_facts();
	if (!read)
		return 1;
	ok(for_each_row("edge-cases.jsonl", compare_case) > 100, "the edge cases are there");
	test_keyboards();
	qmk_facts_free(read);
	return tap_done();
}
