/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "qmk_facts_private.h"

#define INFO     "lib/python/qmk/info.py"
#define KEYBOARD "lib/python/qmk/keyboard.py"
#define CONFIG_H "lib/python/qmk/cli/generate/config_h.py"

/* What scripts of that time say in that file, and later ones do not. */
static const struct tell {
	enum qmk_once once;
	const char *path, *text;
} present[] = {
	{ QMK_ONCE_ARM_ATSAM, INFO, "'ARM_ATSAM'" },
	{ QMK_ONCE_AUDIO_NAMES, INFO, "_AUDIO'" },
	{ QMK_ONCE_CONFIG_H_FEATURES, INFO, "config_h_features" },
	{ QMK_ONCE_CUSTOM_IN_HEADER, INFO, "config_c['CUSTOM_MATRIX']" },
	{ QMK_ONCE_ENCODER_PADS, INFO, "ENCODERS_PAD_A" },
	{ QMK_ONCE_GAPS_IN_RESOLUTIONS, CONFIG_H, "None in resolutions" },
	{ QMK_ONCE_LEDS_OF_ONE, INFO, "Determine what feature owns" },
	{ QMK_ONCE_MASK_GENERATED, CONFIG_H, "generate_matrix_masked" },
	{ QMK_ONCE_RULES_MARK, KEYBOARD, "DEFAULT_FOLDER" },
	{ QMK_ONCE_SHORT_WARNINGS, INFO, "info.json and rules.mk, the rules.mk value wins" },
	{ QMK_ONCE_TRUE_IS_TEXT, INFO, "true_values = ['1'" },
};

/* What they do not say yet, and later ones do. */
static const struct tell absent[] = {
	{ QMK_ONCE_NO_AXIS_COUNT, INFO, "_joystick_axis_count" },
	{ QMK_ONCE_NO_BOOTMAGIC_CHECK, INFO, "Bootmagic row" },
	{ QMK_ONCE_NO_BOUNDS_CHECK, INFO, "Matrix row for key" },
	{ QMK_ONCE_NO_ENCODER_ENABLED, INFO, "['encoder']['enabled']" },
	{ QMK_ONCE_NO_FLAG_STEPS, INFO, "flag_steps" },
	{ QMK_ONCE_NO_FLAGS, CONFIG_H, "generate_flag" },
	{ QMK_ONCE_NO_MACRO_CHECK, INFO, "Layout macro should not be defined" },
	{ QMK_ONCE_NO_MARKER_CHECK, INFO, "Build marker" },
	{ QMK_ONCE_NO_MASK, INFO, "_matrix_masked" },
	{ QMK_ONCE_NO_SERIAL, INFO, "soft_serial_pin" },
	{ QMK_ONCE_NO_SPLIT_ENCODERS, INFO, "enc_right" },
	{ QMK_ONCE_NO_UNIQUE_CHECK, INFO, "Matrix location for key" },
	{ QMK_ONCE_NO_UNSIZED, INFO, "matrix size required" },
};

static bool says(const char *text, size_t len, const char *what)
{
	const char *end = text + len;
	size_t sought = strlen(what);

	while ((size_t)(end - text) >= sought &&
	       (text = memchr(text, what[0], (size_t)(end - text) - sought + 1))) {
		if (!memcmp(text, what, sought))
			return true;
		text++;
	}
	return false;
}

static void look(bool *once, const char *path, const char *text, size_t len)
{
	for (size_t i = 0; i < COUNT(present); i++)
		if (!strcmp(present[i].path, path))
			once[present[i].once] = says(text, len, present[i].text);
	/* Scripts of today may be divided and worded otherwise: what they lack says nothing. All that is looked for here
	 * was there when they still had config_h_features. */
	for (size_t i = 0; i < COUNT(absent) && once[QMK_ONCE_CONFIG_H_FEATURES]; i++)
		if (!strcmp(absent[i].path, path))
			once[absent[i].once] = !says(text, len, absent[i].text);
}

bool qmk_once_read(bool *once, const struct qmk_files *files, struct err *err)
{
	static const char *const paths[] = { INFO, CONFIG_H, KEYBOARD };

	for (size_t i = 0; i < COUNT(paths); i++) {
		const char *text;
		size_t len;
		enum qmk_file_result result = files->read(files->data, paths[i], &text, &len, err);

		if (result == QMK_FILE_FAILED)
			return err_wrap(err, "%s", paths[i]);
		if (result == QMK_FILE_READ)
			look(once, paths[i], text, len);
	}
	return true;
}
