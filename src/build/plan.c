/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "build/plan.h"
#include "model/keymap_name.h"

enum { MAX_KEYBOARD_BYTES = 160 };

static bool check_keyboard(const char *name, struct err *err)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZ-/");

	if (!len)
		return err_set(err, ERR_NOT_FOUND,
			       "the keyboard has no QMK name, so no QMK tree can build it; open it by name, "
			       "or from a "
			       "keyboards folder");
	if (name[len] || len > MAX_KEYBOARD_BYTES || name[0] == '/' || name[len - 1] == '/' ||
	    name[0] == '-' || strstr(name, "//"))
		return err_set(
			err, ERR_RANGE,
			"keyboard name '%.80s': expected folders of a-z, A-Z, 0-9, _ and - with / between",
			name);
	return true;
}

static char *text(const char *fmt, ...) PRINTF_LIKE(1, 2);

static char *text(const char *fmt, ...)
{
	struct str s = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	return str_take(&s);
}

static void set_command(struct build_plan *plan, const struct build_request *request)
{
	char **arg = plan->argv;

	if (request->qmk) {
		*arg++ = mem_copy_text(request->qmk);
		*arg++ = mem_copy_text("compile");
		*arg++ = mem_copy_text("-j");
		*arg++ = text("%d", request->jobs);
		*arg++ = mem_copy_text("-kb");
		*arg++ = mem_copy_text(request->keyboard);
		*arg++ = mem_copy_text("-km");
		*arg++ = mem_copy_text(request->keymap);
	} else {
		*arg++ = mem_copy_text(request->make);
		*arg++ = text("-j%d", request->jobs);
		*arg++ = text("%s:%s", request->keyboard, request->keymap);
	}
	/* QMK_HOME keeps the qmk program from taking the tree that it was set up with; SKIP_GIT saves the seconds that
	 * make takes to compare submodules; LC_ALL has compilers speak the words that the scanner knows. */
	plan->env[0] = text("QMK_HOME=%s", request->tree);
	plan->env[1] = mem_copy_text("SKIP_GIT=yes");
	plan->env[2] = mem_copy_text("LC_ALL=C");
	if (request->userspace)
		plan->env[3] = text("QMK_USERSPACE=%s", request->userspace);
}

static const char *likeliest_format(const char *processor)
{
	if (!strncasecmp(processor, "at", 2) && strncasecmp(processor, "at32", 4))
		return "hex";
	return !strncasecmp(processor, "rp2040", 6) ? "uf2" : "bin";
}

static void set_image_names(struct build_plan *plan, const struct build_request *request)
{
	static const char *const formats[BUILD_FORMATS] = { "bin", "hex", "uf2" };
	const char *first = likeliest_format(request->processor);
	char *stem = text("%s_%s", request->keyboard, request->keymap);
	size_t n = 1;

	for (char *c = stem; *c; c++)
		if (*c == '/')
			*c = '_';
	plan->image_name[0] = text("%s.%s", stem, first);
	for (size_t i = 0; i < BUILD_FORMATS; i++)
		if (strcmp(formats[i], first))
			plan->image_name[n++] = text("%s.%s", stem, formats[i]);
	free(stem);
}

bool build_plan_init(struct build_plan *plan, const struct build_request *request, struct err *err)
{
	*plan = (struct build_plan){ 0 };
	if (!keymap_name_check(request->keymap, err) || !check_keyboard(request->keyboard, err))
		return false;
	set_command(plan, request);
	set_image_names(plan, request);
	plan->cwd = mem_copy_text(request->tree);
	plan->keymap_dir =
		text("%s/keyboards/%s/keymaps/%s", request->tree, request->keyboard, request->keymap);
	return true;
}

bool build_plan_check_keyboard(const struct build_plan *plan, struct err *err)
{
	char *keyboard = mem_copy_text(plan->keymap_dir);
	bool ok;

	for (int up = 0; up < 2; up++)
		*strrchr(keyboard, '/') = '\0';
	ok = file_is_dir(keyboard) ||
	     err_set(err, ERR_NOT_FOUND, "the QMK tree has no such keyboard: %s is not there", keyboard);
	free(keyboard);
	return ok;
}

void build_plan_release(struct build_plan *plan)
{
	for (size_t i = 0; i < COUNT(plan->argv); i++)
		free(plan->argv[i]);
	for (size_t i = 0; i < COUNT(plan->env); i++)
		free(plan->env[i]);
	for (size_t i = 0; i < COUNT(plan->image_name); i++)
		free(plan->image_name[i]);
	free(plan->cwd);
	free(plan->keymap_dir);
	*plan = (struct build_plan){ 0 };
}
