/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "compile/via_definition.h"
#include "drawing.h"
#include "import/via_definition.h"
#include "live_definition_index.h"
#include "project/live_project.h"
#include "project/locate.h"

/* The one that was asked for, else the user's own; NULL: nothing tells of one. The caller frees. */
static char *definitions_folder(const char *asked)
{
	const char *set = getenv("KEYPLANE_DEFINITIONS");
	char *data, *folder;

	if (asked || (set && set[0]))
		return mem_copy_text(asked ? asked : set);
	data = file_user_dir("XDG_DATA_HOME", ".local/share");
	folder = data ? file_join(data, "definitions") : NULL;
	free(data);
	return folder;
}

/* VIA's version 3, then its version 2, then Vial's, which need not say for which ids it is. */
static int rank(int format)
{
	static const int ranks[] = {
		[VIA_DEFINITION_V3] = 3, [VIA_DEFINITION_V2] = 2, [VIAL_DEFINITION] = 1
	};

	return format < 0 ? 0 : ranks[format];
}

static const struct definition_file *find_best(const struct definition_index *index, uint16_t vid,
					       uint16_t pid)
{
	const struct definition_file *best = NULL;

	for (size_t i = 0; i < index->files; i++) {
		const struct definition_file *file = &index->file[i];

		if (file->vid == vid && file->pid == pid &&
		    rank(file->format) > (best ? rank(best->format) : 0))
			best = file;
	}
	return best;
}

/* Whether the file still is what the index says of it. */
static bool read_definition(const char *path, const struct definition_file *file, struct str *text,
			    struct err *err)
{
	struct diagnostics told = { 0 };
	struct via_definition *definition = NULL;
	bool ok = file_read(path, JSON_MAX_BYTES, text, err);

	if (ok)
		definition = via_definition_read(str_text(text), text->len, &told, err);
	ok = definition && ((definition->usb_vid == file->vid && definition->usb_pid == file->pid &&
			     (int)definition->format == file->format) ||
			    err_set(err, ERR_NOT_FOUND, "%s changed while it was read", path));
	via_definition_free(definition);
	diagnostics_release(&told);
	return ok;
}

static bool not_found(const char *folder, uint16_t vid, uint16_t pid, struct err *err)
{
	return err_set(err, ERR_NOT_FOUND,
		       "no definition for %04x:%04x in %s: put the JSON file there that the keyboard's maker "
		       "gives for VIA, or the one of github.com/the-via/keyboards; or name one by "
		       "--definition FILE, or a "
		       "keyboard of QMK's by --keyboard KB",
		       vid, pid, folder);
}

/* *@stale: it is not what the index said, which is of a clock that went back. */
static bool find_in(const char *folder, bool use_kept, uint16_t vid, uint16_t pid, struct str *path,
		    struct str *text, bool *stale, struct err *err)
{
	struct definition_index index;
	const struct definition_file *best;
	bool ok = definition_index_make(folder, use_kept, &index, err);

	*stale = false;
	if (!ok)
		return false;
	best = find_best(&index, vid, pid);
	if (best) {
		char *full = file_join(folder, best->path);

		str_clear(path);
		str_add(path, full);
		ok = read_definition(full, best, text, err);
		*stale = !ok;
		free(full);
	} else {
		ok = not_found(folder, vid, pid, err);
	}
	definition_index_release(&index);
	return ok;
}

bool live_definition_find(const char *asked, uint16_t vid, uint16_t pid, struct str *path, struct str *text,
			  struct err *err)
{
	char *folder = definitions_folder(asked);
	bool stale, ok;

	if (!folder)
		return err_set(err, ERR_NOT_FOUND,
			       "neither KEYPLANE_DEFINITIONS nor HOME tells where definitions are: set one");
	ok = find_in(folder, true, vid, pid, path, text, &stale, err) ||
	     (stale && find_in(folder, false, vid, pid, path, text, &stale, err));
	free(folder);
	return ok;
}

static bool print_definition(struct via_definition *definition, struct str *text, struct err *err)
{
	struct diagnostics lost = { 0 };
	enum via_format format =
		definition->usb_vid || definition->usb_pid ? VIA_DEFINITION_V3 : VIAL_DEFINITION;

	/* What it loses is what another format would say otherwise: a keyboard's data has none of that. */
	via_definition_print(definition, format, text, &lost);
	diagnostics_release(&lost);
	return !text->full || err_set(err, ERR_RANGE, "the definition would be too long");
}

static bool definition_of_keyboard(const struct keyboard *kb, struct str *text, struct err *err)
{
	struct via_definition *definition;
	bool ok;

	if (!kb->layout[0].keys || kb->rows < 1 || kb->cols < 1)
		return err_set(err, ERR_RANGE, "nothing tells where %s has its keys in the matrix",
			       kb->id[0] ? kb->id : "the keyboard");
	definition = via_definition_of(kb, &kb->layout[0]);
	if (!definition->name[0])
		mem_set_text(&definition->name, kb->id);
	/* Layouts beyond 32 bits cannot be chosen on a keyboard at all. */
	(void)via_definition_add_options(definition, kb, &kb->layout[0]);
	ok = print_definition(definition, text, err);
	via_definition_free(definition);
	return ok;
}

/* A definition as it stands, with all that it says. */
static bool take_drawn(const struct located *located, struct str *text)
{
	struct err ignored;

	str_clear(text);
	if (located->drawn && file_read(located->path, JSON_MAX_BYTES, text, &ignored) &&
	    via_definition_is(str_text(text), text->len))
		return true;
	str_clear(text);
	return false;
}

bool live_definition_of(const char *keyboard, const char *qmk_home, struct str *text, struct err *err)
{
	struct diagnostics told = { 0 };
	struct qmk_config *config;
	struct keyboard *kb = NULL;
	struct located located;
	bool ok = locate(keyboard, qmk_home, &located, err);

	if (ok && !take_drawn(&located, text)) {
		config = located_config(&located, &told, err);
		kb = config ? located_keyboard(&located, config, &told, err) : NULL;
		ok = kb && definition_of_keyboard(kb, text, err);
		qmk_config_free(config);
	}
	keyboard_free(kb);
	located_release(&located);
	diagnostics_release(&told);
	return ok;
}
