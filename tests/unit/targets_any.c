/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "any_model.h"
#include "compile/target.h"
#include "model/edit.h"
#include "tap.h"

/*
 * Models made at random, for every target: each compiles or is refused with an error that says why, gives the same bytes
 * twice, and no key of it is dropped without a word. KEYPLANE_SEED runs one of them.
 */
enum { MODELS = 150, KEYS_TRIED = 6 };

struct result {
	struct fileset files;
	struct diagnostics told;
	struct err err;
	bool ok;
};

static struct result compile(const struct target *target, const struct compile_input *in)
{
	struct result r = { 0 };

	r.ok = target_compile(target, in, &r.files, &r.told, &r.err);
	return r;
}

static void release(struct result *r)
{
	fileset_release(&r->files);
	diagnostics_release(&r->told);
}

static bool same_files(const struct fileset *a, const struct fileset *b)
{
	bool same = a->count == b->count;

	for (size_t i = 0; same && i < a->count; i++)
		same = !strcmp(a->file[i].path, b->file[i].path) &&
		       a->file[i].data.len == b->file[i].data.len &&
		       !memcmp(str_text(&a->file[i].data), str_text(&b->file[i].data), a->file[i].data.len);
	return same;
}

static bool same_told(const struct diagnostics *a, const struct diagnostics *b)
{
	bool same = a->count == b->count && a->dropped == b->dropped;

	for (size_t i = 0; same && i < a->count; i++)
		same = a->item[i].kind == b->item[i].kind && !strcmp(a->item[i].text, b->item[i].text) &&
		       !memcmp(&a->item[i].place, &b->item[i].place, sizeof(a->item[i].place));
	return same;
}

/* A refusal has its reasons; what is compiled is what the target says that it makes. */
static const char *find_fault(const struct target *target, const struct compile_input *in)
{
	struct result first = compile(target, in), second = compile(target, in);
	const char *fault = NULL;

	if (first.ok != second.ok || !same_files(&first.files, &second.files) ||
	    !same_told(&first.told, &second.told))
		fault = "is not the same twice";
	else if (!first.ok && !first.err.text[0])
		fault = "is refused without a reason";
	else if (first.ok && !target_main_file(target, &first.files))
		fault = "has not the file that one reads";
	else if (first.ok && diagnostics_count(&first.told, SEVERITY_ERROR))
		fault = "is compiled with errors";
	for (size_t i = 0; !fault && i < first.files.count; i++)
		if (!fileset_path_is_safe(first.files.file[i].path))
			fault = "has a path that leads elsewhere";
	for (size_t i = 0; !fault && i < first.told.count; i++)
		if (first.told.item[i].loss &&
		    (!first.told.item[i].subject[0] || !first.told.item[i].instead[0]))
			fault = "has a loss without a subject";
	release(&first);
	release(&second);
	return fault;
}

/* Whether a key that does nothing in its stead makes neither other files nor other messages. */
static bool is_dropped(const struct target *target, const struct any_model *model, size_t layer, size_t key)
{
	static const enum action_kind instead[] = { ACTION_NONE, ACTION_TRANSPARENT };
	struct compile_input in = model->in;
	struct action was = keymap_get(model->map, layer, key);
	struct result whole = compile(target, &in), less;
	const struct keymap *map =
		edit_key(model->map, layer, key, (struct action){ .kind = instead[was.kind == ACTION_NONE] });
	bool dropped;

	in.map = map;
	less = compile(target, &in);
	dropped = whole.ok && less.ok && !whole.told.dropped && same_files(&whole.files, &less.files) &&
		  same_told(&whole.told, &less.told);
	release(&whole);
	release(&less);
	keymap_unref(map);
	return dropped;
}

static bool try_model(uint32_t seed, size_t *compiled)
{
	struct choices choices = { .state = seed };
	struct any_model model;
	bool good = true;

	any_model_make(&choices, NULL, 0, &model);
	for (size_t t = 0; t < target_count(); t++) {
		const struct target *target = target_at(t);
		const char *fault = find_fault(target, &model.in);
		struct result r = compile(target, &model.in);

		if (fault)
			printf("# seed %u: %s %s\n", (unsigned)seed, target->name, fault);
		good &= !fault;
		compiled[t] += r.ok;
		for (int i = 0; r.ok && i < KEYS_TRIED && keymap_keys(model.map); i++) {
			size_t layer = choose(&choices, (uint32_t)keymap_layers(model.map));
			size_t key = choose(&choices, (uint32_t)keymap_keys(model.map));
			struct str text = STR_INIT;

			if (!is_dropped(target, &model, layer, key))
				continue;
			action_print(keymap_get(model.map, layer, key), &text);
			printf("# seed %u: %s drops %s of layer %zu, key %zu\n", (unsigned)seed, target->name,
			       str_text(&text), layer, key);
			str_release(&text);
			good = false;
		}
		release(&r);
	}
	any_model_release(&model);
	return good;
}

int main(void)
{
	const char *one = getenv("KEYPLANE_SEED");
	uint32_t first = one ? (uint32_t)strtoul(one, NULL, 10) : 1, last = one ? first : MODELS;
	size_t *compiled = calloc(target_count(), sizeof(*compiled)), wrong = 0;

	for (uint32_t seed = first; seed <= last; seed++)
		wrong += !try_model(seed, compiled);
	ok(!wrong, "%u models, %zu of them with a fault", (unsigned)(last - first + 1), wrong);
	for (size_t t = 0; t < target_count(); t++)
		ok(one || compiled[t], "%s compiles %zu of them", target_at(t)->name, compiled[t]);
	free(compiled);
	return tap_done();
}
