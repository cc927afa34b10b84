/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "qmk_private.h"

/* What the keys of group "magic" switch, on or off from the start: keymap_config_t of QMK's keycode_config.h. */

static const char prefix[] = "magic.";

static const char *const members[] = {
	"autocorrect_enable",
	"capslock_to_control",
	"nkro",
	"no_gui",
	"oneshot_enable",
	"swap_backslash_backspace",
	"swap_control_capslock",
	"swap_escape_capslock",
	"swap_grave_esc",
	"swap_lalt_lgui",
	"swap_lctl_lgui",
	"swap_ralt_rgui",
	"swap_rctl_rgui",
};

bool qmk_is_magic(const char *setting)
{
	if (strncmp(setting, prefix, strlen(prefix)) != 0)
		return false;
	for (size_t i = 0; i < COUNT(members); i++)
		if (!strcmp(setting + strlen(prefix), members[i]))
			return true;
	return false;
}

void qmk_write_magic(struct qmk *q)
{
	struct str lines = STR_INIT;

	for (size_t i = 0; i < COUNT(members); i++) {
		const struct setting *setting;
		struct str name = STR_INIT;

		str_addf(&name, "%s%s", prefix, members[i]);
		setting = keymap_find_setting(q->map, str_text(&name));
		if (setting)
			str_addf(&lines, "    keymap_config.%s = %s;\n", members[i],
				 setting->number ? "true" : "false");
		str_release(&name);
	}
	if (lines.len)
		str_addf(&q->functions, "\nvoid keyboard_post_init_user(void) {\n%s}\n", str_text(&lines));
	str_release(&lines);
}
