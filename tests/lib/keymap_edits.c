/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/expand.h"
#include "keymap_edits.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "tiny.h"

struct run {
	const struct edits_format *format;
	const struct import_input *in;
	struct edits_counts *counts;
	struct document document; /* as it was read first */
	unsigned seed;
};

static unsigned next_random(struct run *run, unsigned below)
{
	run->seed = run->seed * 1664525u + 1013904223u;
	return (run->seed >> 8) % below;
}

/* The included files as an update leaves them. */
struct changed_files {
	const struct run *run;
	const struct str *text;
};

static bool read_changed(void *data, const char *from, const char *name, bool angled, struct str *path,
			 struct str *text, bool *locked, struct err *err)
{
	const struct changed_files *files = data;
	const struct import_includes *base = files->run->in->includes;
	const struct source *source = files->run->document.source;

	if (!base->read(base->data, from, name, angled, path, text, locked, err))
		return false;
	for (size_t i = 0; i < source->includes; i++)
		if (files->text[i + 1].len && !strcmp(source->include[i].path, str_text(path))) {
			str_clear(text);
			str_add_bytes(text, str_text(&files->text[i + 1]), files->text[i + 1].len);
		}
	return true;
}

static struct str *new_texts(const struct run *run)
{
	return mem_new(run->document.source->includes + 1, sizeof(struct str));
}

static void free_texts(const struct run *run, struct str *text)
{
	for (size_t i = 0; i <= run->document.source->includes; i++)
		str_release(&text[i]);
	free(text);
}

static bool read_back(const struct run *run, const struct str *text, struct document *out, struct err *err)
{
	struct changed_files files = { run, text };
	struct import_includes includes = { &files, read_changed };
	struct import_input in = *run->in;
	struct diagnostics ignored = { 0 };
	bool ok;

	if (text[0].len) {
		in.text = str_text(&text[0]);
		in.len = text[0].len;
	}
	in.includes = in.includes ? &includes : NULL;
	ok = run->format->read(&in, out, &ignored, err);
	diagnostics_release(&ignored);
	return ok;
}

/* The reason without what differs from key to key. */
static void count_reason(struct edits_counts *counts, const char *text)
{
	char plain[160];
	size_t len = 0, i = 0;

	for (; *text && len < sizeof(plain) - 1; text++)
		if (isdigit((unsigned char)*text)) {
			if (!len || plain[len - 1] != '#')
				plain[len++] = '#';
		} else {
			plain[len++] = *text;
		}
	plain[len] = '\0';
	while (i < counts->reasons && strcmp(counts->reason[i].text, plain) != 0)
		i++;
	if (i == EDITS_REASONS)
		return;
	if (i == counts->reasons)
		counts->reason[counts->reasons++].text = mem_copy_text(plain);
	counts->reason[i].count++;
}

static void show_difference(const struct run *run, const struct keymap *got, const struct keymap *want)
{
	if (keymap_layers(got) != keymap_layers(want) || keymap_slots(got) != keymap_slots(want)) {
		printf("#   layers %zu not %zu, slots %zu not %zu\n", keymap_layers(got), keymap_layers(want),
		       keymap_slots(got), keymap_slots(want));
		return;
	}
	for (size_t layer = 0; layer < keymap_layers(got); layer++)
		for (size_t slot = 0; slot < keymap_slots(got); slot++) {
			struct action a = keymap_get_slot(got, layer, slot);
			struct action b = keymap_get_slot(want, layer, slot);
			struct str text = STR_INIT;

			if (action_equal(a, b))
				continue;
			action_print(a, &text);
			str_add(&text, " not ");
			action_print(b, &text);
			printf("#   layer %zu slot %zu: %s\n", layer, slot, str_text(&text));
			str_release(&text);
			return;
		}
	printf("#   definitions or names differ (%s)\n", run->in->path);
}

static void tell(const struct run *run, const char *what, const char *why)
{
	printf("# %s: %s: %s\n", run->in->path, what, why);
}

/* Without blanks, which padding adds and takes away, and lines of #include, which new words may need. */
static char *without_blanks(const char *text, size_t len)
{
	static const char include[] = "#include <";
	char *out = mem_new(len + 1, 1);
	size_t n = 0, least = strlen(include);

	for (size_t i = 0; i < len; i++) {
		if ((!i || text[i - 1] == '\n') && len - i > least && !memcmp(text + i, include, least))
			while (i + 1 < len && text[i] != '\n')
				i++;
		else if (text[i] != ' ')
			out[n++] = text[i];
	}
	return out;
}

static bool same_but_includes(const char *before, size_t len, const struct str *after)
{
	char *old = without_blanks(before, len), *got = without_blanks(str_text(after), after->len);
	bool same;

	same = !strcmp(old, got);
	free(old);
	free(got);
	return same;
}

/* Whether @after is @before with something put in, blanks apart. */
static bool only_adds(const char *before, size_t len, const struct str *after)
{
	char *old = without_blanks(before, len), *got = without_blanks(str_text(after), after->len);
	size_t old_len = strlen(old), got_len = strlen(got), head = 0, tail = 0;

	while (head < old_len && old[head] == got[head])
		head++;
	while (tail < old_len && tail < got_len && old[old_len - tail - 1] == got[got_len - tail - 1])
		tail++;
	free(old);
	free(got);
	return head + tail >= old_len;
}

/* Whether @after is @before with something else at @span, blanks apart. */
static bool keeps_the_rest(const char *before, size_t len, struct span span, const struct str *after)
{
	char *head = without_blanks(before, span.start), *got = without_blanks(str_text(after), after->len);
	char *tail = without_blanks(before + span_end(span), len - span_end(span));
	size_t head_len = strlen(head), tail_len = strlen(tail), got_len = strlen(got);
	bool same = got_len > head_len + tail_len && !memcmp(got, head, head_len) &&
		    !memcmp(got + got_len - tail_len, tail, tail_len);

	free(head);
	free(got);
	free(tail);
	return same;
}

static size_t count_changed_lines(const char *a, const char *b)
{
	size_t lines = 0;

	while (*a || *b) {
		size_t a_len = strcspn(a, "\n"), b_len = strcspn(b, "\n");

		lines += a_len != b_len || memcmp(a, b, a_len) != 0;
		a += a_len + (a[a_len] == '\n');
		b += b_len + (b[b_len] == '\n');
	}
	return lines;
}

static void compare_texts(struct run *run, const struct source_binding *at, const struct str *text,
			  struct edits_counts *counts)
{
	const struct source *source = run->document.source;
	bool kept = true;
	size_t lines = 0;

	for (uint16_t file = 0; file <= source->includes; file++) {
		size_t len;
		const char *before = source_text(source, file, &len);

		if (!text[file].len)
			continue;
		if (file != at->file)
			kept = kept && same_but_includes(before, len, &text[file]);
		else if (span_is_nowhere(at->span))
			kept = kept && only_adds(before, len, &text[file]);
		else
			kept = kept && keeps_the_rest(before, len, at->span, &text[file]);
		lines += count_changed_lines(before, str_text(&text[file]));
	}
	counts->lines[lines < EDITS_LINES ? lines : EDITS_LINES - 1]++;
	if (kept)
		counts->exact++;
	else
		tell(run, "an edit changed other bytes", "");
}

/* The macro that stands in the way, written out: the same keymap, and this key is no longer of that macro. */
static void try_expand(struct run *run, size_t layer, size_t slot)
{
	const struct source_binding *at = source_binding(run->document.source, layer, slot);
	struct str *text = new_texts(run);
	struct document back = { 0 };
	struct err err = { 0 };

	if (!span_is_nowhere(at->call) && source_expand(run->document.source, layer, slot, text, &err)) {
		run->counts->expanded++;
		if (!read_back(run, text, &back, &err)) {
			tell(run, "a macro written out cannot be read back", err.text);
		} else if (!keymap_equal(back.map, run->document.map)) {
			tell(run, "a macro written out reads back as something else", "");
			show_difference(run, back.map, run->document.map);
		} else {
			run->counts->expanded_same++;
		}
	}
	document_release(&back);
	free_texts(run, text);
}

static void try_edit(struct run *run, size_t layer, size_t slot, struct action action)
{
	const struct source *source = run->document.source;
	const struct keymap *map = edit_slot(source->map, layer, slot, action);
	struct str *text = new_texts(run);
	struct document back = { 0 };
	struct err err = { 0 };

	run->counts->edits++;
	if (!run->format->update(source, run->document.used, map, text, &err)) {
		count_reason(run->counts, err.text);
		try_expand(run, layer, slot);
	} else {
		run->counts->accepted++;
		if (!read_back(run, text, &back, &err)) {
			tell(run, "an edit cannot be read back", err.text);
		} else if (!keymap_equal(back.map, map)) {
			struct str what = STR_INIT;

			action_print(action, &what);
			str_addf(&what, " on layer %zu slot %zu", layer, slot);
			tell(run, "an edit reads back as something else", str_text(&what));
			show_difference(run, back.map, map);
			str_release(&what);
		} else {
			compare_texts(run, source_binding(source, layer, slot), text, run->counts);
		}
	}
	document_release(&back);
	free_texts(run, text);
	keymap_unref(map);
}

static void try_edits(struct run *run, size_t edits)
{
	const struct keymap *map = run->document.map;
	unsigned actions = 0;

	while (run->format->action[actions])
		actions++;
	for (size_t i = 0; i < edits; i++) {
		size_t layer = next_random(run, (unsigned)keymap_layers(map));
		size_t slot = next_random(run, (unsigned)keymap_slots(map));
		struct action action = tiny_action(run->format->action[next_random(run, actions)]);
		uint32_t target;

		if (action_has_layer(action, &target))
			action = action_with_layer(action, next_random(run, (unsigned)keymap_layers(map)));
		if (!action_equal(action, keymap_get_slot(map, layer, slot)))
			try_edit(run, layer, slot, action);
	}
}

static void try_layers(struct run *run, const char *what, const struct keymap *map)
{
	struct str *text = new_texts(run);
	struct document back = { 0 };
	struct err err = { 0 };

	if (!map)
		goto out;
	run->counts->layers++;
	if (!run->format->update(run->document.source, run->document.used, map, text, &err)) {
		count_reason(run->counts, err.text);
		goto out;
	}
	run->counts->layers_accepted++;
	if (!read_back(run, text, &back, &err)) {
		tell(run, what, err.text);
	} else if (!update_is_kept(run->document.source, map, back.map)) {
		tell(run, what, "reads back as something else");
		show_difference(run, back.map, map);
	} else {
		run->counts->layers_exact++;
	}
out:
	document_release(&back);
	free_texts(run, text);
	keymap_unref(map);
}

static void try_all_layers(struct run *run)
{
	const struct keymap *map = run->document.map;
	size_t layers = keymap_layers(map), last = layers - 1, middle = layers / 2;
	uint32_t name = symbol("Extra 1");
	struct err err;

	try_layers(run, "a layer at the end", edit_layer_add(map, layers, -1, name, &err));
	try_layers(run, "a layer at the front", edit_layer_add(map, 0, -1, 0, &err));
	try_layers(run, "a copy in the middle", edit_layer_add(map, middle, 0, name, &err));
	try_layers(run, "a copy of the last", edit_layer_add(map, layers, (int)last, name, &err));
	try_layers(run, "renamed", edit_layer_rename(map, middle, name));
	if (layers == 1)
		return;
	try_layers(run, "the first deleted", edit_layer_delete(map, 0, NULL, &err));
	try_layers(run, "the last deleted", edit_layer_delete(map, last, NULL, &err));
	try_layers(run, "the first moved to the end", edit_layer_move(map, 0, last));
	try_layers(run, "the last moved to the middle", edit_layer_move(map, last, middle));
}

static void try_nothing(struct run *run)
{
	const struct source *source = run->document.source;
	struct str *text = new_texts(run);
	struct err err = { 0 };
	bool same = run->format->update(source, run->document.used, source->map, text, &err);

	for (uint16_t file = 0; file <= source->includes; file++) {
		size_t len;
		const char *before = source_text(source, file, &len);

		same = same && (!text[file].len ||
				(text[file].len == len && !memcmp(before, str_text(&text[file]), len)));
	}
	run->counts->untouched += same;
	if (!same)
		tell(run, "nothing edited, but not the same", err.text);
	free_texts(run, text);
}

void edits_run(const struct edits_format *format, const struct import_input *in, size_t edits, unsigned seed,
	       struct edits_counts *counts)
{
	struct run run = { .format = format, .in = in, .counts = counts, .seed = seed };
	struct diagnostics ignored = { 0 };
	struct err err = { 0 };

	if (format->read(in, &run.document, &ignored, &err) && run.document.source) {
		const struct keymap *map = run.document.map;

		counts->files++;
		counts->keys += keymap_layers(map) * keymap_slots(map);
		try_nothing(&run);
		if (keymap_slots(map))
			try_edits(&run, edits);
		try_all_layers(&run);
	} else {
		counts->unread++;
	}
	document_release(&run.document);
	diagnostics_release(&ignored);
}

static int compare_reasons(const void *a, const void *b)
{
	const struct edits_reason *x = a, *y = b;

	return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->text, y->text);
}

void edits_print(const char *what, const struct edits_counts *counts)
{
	struct edits_counts sorted = *counts;

	printf("# %s: %zu files (%zu not read), %zu keys; %zu the same without an edit\n", what,
	       counts->files, counts->unread, counts->keys, counts->untouched);
	printf("#   %zu edits, %zu accepted, %zu exact; lines changed:", counts->edits, counts->accepted,
	       counts->exact);
	for (size_t i = 0; i < EDITS_LINES; i++)
		printf(" %zu%s:%zu", i, i + 1 == EDITS_LINES ? "+" : "", counts->lines[i]);
	printf("\n#   %zu changes of layers, %zu accepted, %zu exact\n", counts->layers,
	       counts->layers_accepted, counts->layers_exact);
	printf("#   %zu macros written out, %zu the same keymap\n", counts->expanded, counts->expanded_same);
	qsort(sorted.reason, sorted.reasons, sizeof(sorted.reason[0]), compare_reasons);
	for (size_t i = 0; i < sorted.reasons; i++)
		printf("#   refused %zu: %s\n", sorted.reason[i].count, sorted.reason[i].text);
}

void edits_release(struct edits_counts *counts)
{
	for (size_t i = 0; i < counts->reasons; i++)
		free(counts->reason[i].text);
	*counts = (struct edits_counts){ 0 };
}
