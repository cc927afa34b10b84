/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "base/mem.h"
#include "import/keymap_c.h"
#include "model/action_names.h"
#include "model/symbol.h"
#include "project/keymap_context.h"
#include "project/names.h"
#include "resolve.h"
#include "tap.h"
#include "walk.h"

/*
 * Every keymap.c of a QMK tree ($QMK_TEST_TREE), and the 16-bit values that a C compiler makes of half of them, as well as
 * what QMK's own c2json makes of them ($KEYPLANE_CORPUS); those of people's own repositories ($KEYPLANE_KEYMAPS).
 */
enum { MAX_ORACLE = 512 << 20, SHOWN = 40 };

static const char *corpus, *home;
static struct tree *tree;
static struct names keyboards; /* of the tree */
static struct names seen;      /* keymaps that were opened to compare their values */

/* A keymap that was opened. */
struct opened {
	struct keyboard *kb; /* NULL: not known */
	struct keymap_context context;
	struct document document;
	struct diagnostics diagnostics;
	struct str text;
	struct err err;
	bool ok;
};

static struct keyboard *read_keyboard(const char *id)
{
	struct diagnostics ignored = { 0 };
	struct keyboard *kb = NULL;
	struct err err;
	struct qmk_config *config = tree_config(tree, id, &ignored, &err);

	if (config)
		kb = qmk_config_keyboard(config, id, &ignored, &err);
	qmk_config_free(config);
	diagnostics_release(&ignored);
	return kb;
}

/* @path, absolute or below the tree, for the keyboard @id; NULL: not known. */
static struct opened open_keymap(const char *path, const char *id)
{
	char *full = file_join(home, path);
	struct opened o = { .kb = id ? read_keyboard(id) : NULL };

	o.ok = file_read(full, KEYMAP_C_MAX_BYTES, &o.text, &o.err);
	if (o.ok) {
		keymap_context_init(&o.context, full, o.kb, tree);
		o.ok = keymap_c_read(&(struct import_input){ .path = full,
							     .text = str_text(&o.text),
							     .len = o.text.len,
							     .keyboard = o.kb,
							     .includes = &o.context.includes,
							     .define = o.context.define,
							     .defines = o.context.defines,
							     .after = o.context.after },
				     &o.document, &o.diagnostics, &o.err);
	}
	free(full);
	return o;
}

static void close_keymap(struct opened *o)
{
	document_release(&o->document);
	diagnostics_release(&o->diagnostics);
	keymap_context_release(&o->context);
	keyboard_free(o->kb);
	str_release(&o->text);
}

/* How bindings can be changed, over all keymaps. */
struct reason {
	uint32_t text;
	size_t count;
};

static struct {
	size_t files, opened, literal, editable, fixed, nowhere, keys, warned;
	struct reason reason[256];
	size_t reasons;
} tree_counts;

static void count_reason(uint32_t text)
{
	size_t i = 0;

	while (i < tree_counts.reasons && tree_counts.reason[i].text != text)
		i++;
	if (i == COUNT(tree_counts.reason))
		return;
	if (i == tree_counts.reasons)
		tree_counts.reason[tree_counts.reasons++].text = text;
	tree_counts.reason[i].count++;
}

/* A stretch must spell what the keymap says. */
static bool count_bindings(const struct document *document, const char *path)
{
	const struct source *source = document->source;
	size_t slots = keymap_slots(document->map);

	for (size_t i = 0; i < keymap_layers(document->map) * slots; i++) {
		const struct source_binding *b = &source->binding[i];
		size_t len;

		tree_counts.keys++;
		source_text(source, b->file, &len);
		if (span_end(b->span) > len) {
			printf("# %s: a binding lies outside its text\n", path);
			return false;
		}
		if (b->fixed) {
			tree_counts.fixed++;
			count_reason(b->fixed);
		} else if (span_is_nowhere(b->span)) {
			tree_counts.nowhere++;
		} else if (b->file) {
			tree_counts.editable++;
		} else {
			tree_counts.literal++;
		}
	}
	return true;
}

static bool all_in_bounds = true;

static void count_keymap(const struct opened *o, const char *path)
{
	tree_counts.files++;
	tree_counts.opened += o->ok;
	tree_counts.warned += diagnostics_count(&o->diagnostics, SEVERITY_ERROR) > 0;
	if (!o->ok)
		printf("# %s: %s\n", path, o->err.text);
	else
		all_in_bounds = count_bindings(&o->document, path) && all_in_bounds;
	for (size_t i = 0; i < o->diagnostics.count; i++)
		if (o->diagnostics.item[i].kind->severity == SEVERITY_ERROR)
			printf("# %s:%d: %s: %s\n", path, o->diagnostics.item[i].place.line,
			       o->diagnostics.item[i].kind->code, o->diagnostics.item[i].text);
}

/* The lines of a file, each a JSON object, to @each. */
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

/* A list of numbers, as an array of *@count. The caller frees. */
static uint16_t *numbers_of(const struct json *list, size_t *count)
{
	uint16_t *out = mem_new(list->count + 1, sizeof(*out));

	*count = 0;
	for (const struct json *node = list->first; node; node = node->next)
		out[(*count)++] = (uint16_t)node->integer;
	return out;
}

static bool same(const struct keymap *map, struct action action, uint16_t want, const char *what,
		 size_t layer, size_t index, struct str *why)
{
	struct str text = STR_INIT;
	uint16_t value = 0;
	bool known = keymap_value(map, action, &value);

	if (known && value == want)
		return true;
	action_print(action, &text);
	if (!why->len)
		str_addf(why, "layer %zu, %s %zu: %s is %s%04x, not %04x", layer, what, index,
			 str_text(&text), known ? "" : "unknown, ", value, want);
	str_release(&text);
	return false;
}

static bool same_keys(const struct opened *o, const struct json *row, struct str *why)
{
	size_t rows = (size_t)json_find(row, "rows")->integer, cols = (size_t)json_find(row, "cols")->integer;
	size_t layers = (size_t)json_find(row, "nlayers")->integer, count;
	const struct keymap *map = o->document.map;
	uint16_t *want = numbers_of(json_find(row, "keymaps"), &count);
	bool equal = keymap_layers(map) == layers && count == layers * rows * cols;

	if (!equal)
		str_addf(why, "%zu layers, not %zu", keymap_layers(map), layers);
	for (size_t layer = 0; equal && layer < layers; layer++)
		for (size_t key = 0; equal && key < keymap_keys(map); key++) {
			const struct key *k = &o->document.used->key[key];

			equal = k->row < rows && k->col < cols &&
				same(map, keymap_get(map, layer, key),
				     want[(layer * rows + k->row) * cols + k->col], "key", layer, key, why);
		}
	free(want);
	return equal;
}

static bool same_turns(const struct opened *o, const struct json *row, struct str *why)
{
	const struct json *list = json_find(row, "encoder_map");
	const struct keymap *map = o->document.map;
	size_t count, layers = keymap_layers(map), encoders = keymap_encoders(map);
	uint16_t *want = list ? numbers_of(list, &count) : NULL;
	bool equal = true;

	if (want && count != layers * encoders * TURN_COUNT) {
		str_addf(why, "%zu turns of encoders, not %zu", layers * encoders * TURN_COUNT, count);
		equal = false;
	}
	for (size_t i = 0; want && equal && i < count; i++) {
		size_t layer = i / (encoders * TURN_COUNT), encoder = i / TURN_COUNT % encoders;

		equal = same(map, keymap_get_turn(map, layer, encoder, i % TURN_COUNT ? TURN_CCW : TURN_CW),
			     want[i], "turn", layer, i, why);
	}
	free(want);
	return equal;
}

static struct {
	size_t rows, failed, equal, refused, different;
} values;

static void compare_values(const struct json *row)
{
	const char *path = json_text(json_find(row, "path"));
	struct str why = STR_INIT;
	struct opened o;

	values.rows++;
	if (!json_find(row, "keymaps")) {
		values.failed++;
		return;
	}
	o = open_keymap(path, json_text(json_find(row, "keyboard")));
	if (!o.ok)
		values.refused++;
	else if (same_keys(&o, row, &why) && same_turns(&o, row, &why))
		values.equal++;
	else
		values.different++;
	if (why.len)
		printf("# %s: %s\n", path, str_text(&why));
	count_keymap(&o, path);
	names_add(&seen, path);
	str_release(&why);
	close_keymap(&o);
}

static void test_values(void)
{
	size_t compared;

	for_each_row("oracle-keymap-values.jsonl", compare_values);
	compared = values.equal + values.different + values.refused;
	printf("# values: %zu keymaps, of which %zu do not compile; %zu equal, %zu different, %zu refused\n",
	       values.rows, values.failed, values.equal, values.different, values.refused);
	ok(compared && values.equal * 1000 >= compared * 995, "%zu of %zu keymaps have a compiler's values",
	   values.equal, compared);
}

/*
 * QMK's c2json has the layers in the order of the text, whatever their numbers, and the texts of their bindings, of which
 * it knows no more than _______ and XXXXXXX.
 */
struct listed {
	const struct keymap *map;
	const struct json *names;                /* of layers, in the order of the text */
	size_t layer[KEYMAP_MAX_LAYERS], layers; /* which they are */
};

static bool find_listed(const void *data, const char *name, size_t len, int64_t *value)
{
	const struct listed *listed = data;
	size_t i = 0;

	for (const struct json *node = listed->names->first; node && i < listed->layers;
	     node = node->next, i++)
		if (strlen(json_text(node)) == len && !memcmp(json_text(node), name, len)) {
			*value = (int64_t)listed->layer[i];
			return true;
		}
	return false;
}

static void list_layers(const struct document *document, struct listed *listed)
{
	for (size_t i = 0; i < keymap_layers(document->map); i++) {
		uint32_t start = document->source->layer[i].keys.start;
		size_t at = listed->layers;

		if (!document->source->layer[i].keys.len)
			continue;
		for (; at && document->source->layer[listed->layer[at - 1]].keys.start > start; at--)
			listed->layer[at] = listed->layer[at - 1];
		listed->layer[at] = i;
		listed->layers++;
	}
}

static struct {
	size_t rows, no_layers, equal, reordered, count, unlike, only_ours;
	size_t keys, same, names, different;
} c2json;

/* One binding: the same action, or a text that c2json cannot tell the meaning of. */
static bool same_binding(const struct listed *listed, struct action ours, const char *text)
{
	const struct action_names names = { .dialect = DIALECT_NEWEST,
					    .number = find_listed,
					    .data = listed };
	struct action theirs = { 0 };
	uint16_t a = 0, b = 0;
	struct err ignored;

	c2json.keys++;
	if (!action_parse_with(text, &names, &theirs, &ignored) || theirs.kind == ACTION_RAW) {
		c2json.names++;
		return true;
	}
	if (action_equal(ours, theirs) ||
	    (keymap_value(listed->map, ours, &a) && keymap_value(listed->map, theirs, &b) && a == b)) {
		c2json.same++;
		return true;
	}
	c2json.different++;
	return false;
}

static bool same_layers(const struct listed *listed, const struct json *layers, const char *path)
{
	size_t at = 0;

	for (const struct json *layer = layers->first; layer; layer = layer->next, at++) {
		size_t key = 0;

		for (const struct json *node = layer->first; node; node = node->next, key++)
			if (key >= keymap_keys(listed->map) ||
			    !same_binding(listed, keymap_get(listed->map, listed->layer[at], key),
					  json_text(node))) {
				printf("# %s: layer %zu, key %zu is %s to c2json\n", path, listed->layer[at],
				       key, json_text(node));
				return false;
			}
	}
	return true;
}

static void compare_c2json(const struct json *row)
{
	const char *path = json_text(json_find(row, "path"));
	const struct json *said = json_find(row, "cpp"), *layers = json_find(said, "layers");
	struct opened o;
	struct listed listed = { .layers = 0 };
	bool in_order = true;

	c2json.rows++;
	if (!layers || strcmp(json_text(json_find(said, "status")), "ok") != 0) {
		said = json_find(row, "nocpp");
		layers = json_find(said, "layers");
	}
	if (!layers || strcmp(json_text(json_find(said, "status")), "ok") != 0) {
		c2json.no_layers++;
		return;
	}
	o = open_keymap(path, json_text(json_find(row, "targets")->first));
	listed.names = json_find(said, "names");
	listed.map = o.document.map;
	if (o.ok)
		list_layers(&o.document, &listed);
	for (size_t i = 0; i < listed.layers; i++)
		in_order = in_order && listed.layer[i] == i;
	if (!o.ok)
		c2json.only_ours++;
	else if (listed.layers != layers->count)
		c2json.count++;
	else if (!same_layers(&listed, layers, path))
		c2json.unlike++;
	else if (in_order && listed.layers == keymap_layers(o.document.map))
		c2json.equal++;
	else
		c2json.reordered++;
	if (o.ok && listed.layers != layers->count)
		printf("# %s: %zu layers, and %zu to c2json\n", path, listed.layers, layers->count);
	close_keymap(&o);
}

static void test_c2json(void)
{
	for_each_row("oracle-c2json.jsonl", compare_c2json);
	printf("# c2json: %zu keymaps, of which it reads %zu; %zu equal, %zu with layers out of order or "
	       "left out, "
	       "%zu with others, %zu of another number of layers, %zu refused by us\n",
	       c2json.rows, c2json.rows - c2json.no_layers, c2json.equal, c2json.reordered, c2json.unlike,
	       c2json.count, c2json.only_ours);
	printf("# of its %zu bindings %zu are equal, %zu have names that it does not know, %zu differ\n",
	       c2json.keys, c2json.same, c2json.names, c2json.different);
}

/* A keyboard that the keymaps of @folder are for: of that name, or the first below it. The caller frees; NULL: none. */
static char *find_keyboard(const char *folder)
{
	struct err ignored;
	char *found = resolve(tree, folder, &ignored);
	size_t len = strlen(folder);

	for (size_t i = 0; !found && i < keyboards.count; i++)
		if (!strncmp(keyboards.name[i], folder, len) && keyboards.name[i][len] == '/')
			found = mem_copy_text(keyboards.name[i]);
	return found;
}

/* keyboards/<folder>/keymaps/<name>: of <folder>. */
static char *keyboard_of(const char *path)
{
	static const char top[] = "keyboards/";
	const char *start = strstr(path, top), *end = start ? strstr(start, "/keymaps/") : NULL;
	char *folder, *id;

	if (!end)
		return NULL;
	folder = mem_copy_text(start + strlen(top));
	folder[end - start - (long)strlen(top)] = '\0';
	id = find_keyboard(folder);
	free(folder);
	return id;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

/* @path is the tree's with a slash and then what it is called elsewhere. */
static void count_unseen(const char *path, const char *text, size_t len)
{
	const char *name = path + strlen(home) + 1;
	struct opened o;
	char *id;

	(void)text;
	(void)len;
	if (seen.count && bsearch(name, seen.name, seen.count, sizeof(seen.name[0]), compare_texts))
		return;
	id = keyboard_of(name);
	o = open_keymap(name, id);
	count_keymap(&o, name);
	close_keymap(&o);
	free(id);
}

static int compare_reasons(const void *a, const void *b)
{
	const struct reason *x = a, *y = b;

	return (y->count > x->count) - (y->count < x->count);
}

/* Their counts, and how many are opened of a hundred at least. They are forgotten. */
static void tell_counts(const char *what, size_t least)
{
	printf("# %s: %zu keymaps, %zu opened, %zu with errors\n", what, tree_counts.files,
	       tree_counts.opened, tree_counts.warned);
	printf("# bindings: %zu; %zu can be changed in the document, %zu in a file beside it, %zu stand "
	       "nowhere, %zu are fixed\n",
	       tree_counts.keys, tree_counts.literal, tree_counts.editable, tree_counts.nowhere,
	       tree_counts.fixed);
	qsort(tree_counts.reason, tree_counts.reasons, sizeof(tree_counts.reason[0]), compare_reasons);
	for (size_t i = 0; i < tree_counts.reasons && i < SHOWN; i++)
		printf("#   %zu: %s\n", tree_counts.reason[i].count, symbol_text(tree_counts.reason[i].text));
	ok(tree_counts.files && tree_counts.opened * 100 >= tree_counts.files * least,
	   "%zu of %zu keymaps are opened", tree_counts.opened, tree_counts.files);
	ok(all_in_bounds, "each binding lies in its text");
	memset(&tree_counts, 0, sizeof(tree_counts));
}

static void test_tree(void)
{
	tree_list(tree, &keyboards);
	names_sort(&seen);
	walk_files(home, "/keymap.c", count_unseen);
	tell_counts("the tree", 99);
}

static void count_peoples(const char *path, const char *text, size_t len)
{
	char *id = keyboard_of(path);
	struct opened o = open_keymap(path, id);

	(void)text;
	(void)len;
	count_keymap(&o, path);
	close_keymap(&o);
	free(id);
}

/* Keymaps of people's own repositories, for keyboards of the tree as it is now: some are gone from it. */
static void test_people(const char *folder)
{
	walk_files(folder, "/keymap.c", count_peoples);
	tell_counts("people's own", 95);
}

int main(void)
{
	struct err err;

	corpus = getenv("KEYPLANE_CORPUS");
	home = getenv("QMK_TEST_TREE");
	if (!home) {
		printf("1..0 # SKIP set QMK_TEST_TREE to a QMK tree, and KEYPLANE_CORPUS to reference "
		       "data\n");
		return 0;
	}
	tree = tree_open(home, &err);
	ok(tree, "the tree opens");
	if (tree && corpus) {
		test_values();
		test_c2json();
	}
	if (tree)
		test_tree();
	if (tree && getenv("KEYPLANE_KEYMAPS"))
		test_people(getenv("KEYPLANE_KEYMAPS"));
	names_release(&keyboards);
	names_release(&seen);
	tree_close(tree);
	return tap_done();
}
