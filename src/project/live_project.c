/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/file.h"
#include "base/mem.h"
#include "project/keymap_file.h"
#include "project/live_file.h"
#include "project/live_project.h"
#include "project_private.h"

/* The keyboard of @board by what it says of itself: a definition need not tell its ids, nor its name. */
static struct keyboard *new_keyboard(const struct live_board *board, const struct dynamic_keymap *held,
				     const char *name)
{
	struct keyboard *kb = via_definition_keyboard_chosen(board->definition, board->choice);

	if (held->usb_vid || held->usb_pid) {
		kb->usb_vid = held->usb_vid;
		kb->usb_pid = held->usb_pid;
	}
	if (!kb->name[0] && name)
		mem_set_text(&kb->name, name);
	kb->vial_uid = held->uid;
	kb->layout_options = held->options;
	kb->encoders = (int)held->encoders;
	for (size_t i = 0; i < kb->layout[0].keys; i++)
		if (kb->layout[0].key[i].encoder >= kb->encoders)
			kb->layout[0].key[i].encoder = -1;
	return kb;
}

struct project *live_project_new(const struct live_board *board, const struct dynamic_keymap *held,
				 const char *name, struct err *err)
{
	struct project *project;

	if (!held->layers) {
		err_set(err, ERR_RANGE, "the keyboard has no layer: expected at least one");
		return NULL;
	}
	project = mem_new(1, sizeof(*project));
	project->keyboard = new_keyboard(board, held, name);
	project->keymap_name = mem_copy_text("default");
	project->format = keymap_format_find(held->vial >= 0 ? "vial" : "via");
	project->map = dynamic_keymap_map(held, &project->keyboard->layout[0], &project->diagnostics);
	return project;
}

/* The first key of @layout that the definition draws nowhere; NULL: it has all of them. */
static const struct key *find_other(const struct layout *layout, const struct via_definition *definition)
{
	bool drawn[KEYBOARD_MAX_ROWS][KEYBOARD_MAX_COLS] = { 0 };

	for (size_t i = 0; i < definition->keys; i++)
		if (definition->key[i].row != VIA_NONE)
			drawn[definition->key[i].row][definition->key[i].col] = true;
	for (size_t i = 0; i < layout->keys; i++) {
		const struct key *key = &layout->key[i];

		if (key->row >= KEYBOARD_MAX_ROWS || key->col >= KEYBOARD_MAX_COLS ||
		    !drawn[key->row][key->col])
			return key;
	}
	return NULL;
}

static bool check_keys(const struct project *project, const struct live_board *board,
		       const struct dynamic_keymap *held, struct err *err)
{
	const struct layout *layout = &project->keyboard->layout[project->layout];
	const struct key *other = find_other(layout, board->definition);
	size_t encoders = keymap_encoders(project->map);

	if (other)
		return err_set(err, ERR_RANGE,
			       "%s is for another keyboard: its %s has a key at row %d, column %d, and this "
			       "one has none there",
			       project->path, layout->name, other->row, other->col);
	if (encoders != held->encoders)
		return err_set(err, ERR_RANGE, "%s is for %zu encoders, and the keyboard has %zu",
			       project->path, encoders, held->encoders);
	return true;
}

/* All that a keyboard held, in its firmware's numbers: no keymap's format, and of this keyboard alone. */
static struct project *open_dump(const struct live_board *board, const struct dynamic_keymap *held,
				 const char *path, struct err *err)
{
	struct dynamic_keymap dumped = { 0 };
	struct diagnostics told = { 0 };
	struct project *project = NULL;
	struct str text = STR_INIT;

	dynamic_keymap_copy(&dumped, held);
	if (file_read(path, KEYMAP_FILE_MAX_BYTES, &text, err) &&
	    live_format_find("keyplane")->read(str_text(&text), text.len, false, &dumped, &told, err))
		project = live_project_new(board, &dumped, NULL, err);
	if (project) {
		project->path = mem_copy_text(path);
		diagnostics_append(&project->diagnostics, &told);
	}
	dynamic_keymap_release(&dumped);
	diagnostics_release(&told);
	str_release(&text);
	return project;
}

/* Whose file it is; one that has its keys by row and column is opened for this keyboard whatever that is called. */
static bool look_at(const char *path, const struct dynamic_keymap *held, bool *has_matrix, bool *is_dump,
		    struct err *err)
{
	struct keymap_file file = { 0 };
	bool ok = keymap_file_read(path, NULL, &file, err) &&
		  (live_file_is_of(str_text(&file.text), file.text.len, held, err) ||
		   err_wrap(err, "%s", path));

	*has_matrix =
		ok && (file.format == keymap_format_find("vial") || file.format == keymap_format_find("via"));
	*is_dump = ok && live_format_of(str_text(&file.text), file.text.len) == live_format_find("keyplane");
	keymap_file_release(&file);
	return ok;
}

/* On the running keyboard itself. */
static struct project *open_on(const struct live_board *board, const struct dynamic_keymap *held,
			       const char *path, struct err *err)
{
	struct project *project = mem_new(1, sizeof(*project));

	project->keyboard = new_keyboard(board, held, NULL);
	if (project_read_file(project, path, err))
		return project;
	project_free(project);
	return NULL;
}

static struct project *open_file(const struct live_board *board, const struct dynamic_keymap *held,
				 const char *path, struct err *err)
{
	struct project *project;
	bool has_matrix, is_dump;

	if (!look_at(path, held, &has_matrix, &is_dump, err))
		return NULL;
	if (is_dump)
		return open_dump(board, held, path, err);
	if (has_matrix)
		return open_on(board, held, path, err);
	project = project_open(path, NULL, err);
	if (project && !project->path) {
		err_set(err, ERR_USAGE, "%s is a keyboard: expected a keymap", path);
	} else if (project && project->guessed && project->keyboard->guessed) {
		project_free(project);
		return open_on(board, held, path, err);
	} else {
		return project;
	}
	project_free(project);
	return NULL;
}

struct project *live_project_open(const struct live_board *board, const struct dynamic_keymap *held,
				  const char *path, struct err *err)
{
	struct project *project = open_file(board, held, path, err);

	if (!project || check_keys(project, board, held, err))
		return project;
	project_free(project);
	return NULL;
}
