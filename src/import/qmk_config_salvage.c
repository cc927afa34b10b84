/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "qmk_config_private.h"

/*
 * QMK leaves a file out when its schema finds one fault in it, and with it the layouts. To draw such a keyboard, and to
 * mend it, what the file says is merged after all, into data of its own.
 */
bool qmk_config_any_dropped(const struct qmk_config *config)
{
	for (size_t i = 0; i < config->origins; i++)
		if (config->origin[i].dropped)
			return true;
	return false;
}

/* What followed from there being nothing. */
static void take_derived(struct json *info)
{
	static const char *const derived[] = { "processor", "bootloader", "matrix_size", "maintainer",
					       "keyboard_name" };

	for (size_t i = 0; i < COUNT(derived); i++) {
		const struct json *node = json_member(info, derived[i]);

		if (node && !node->file)
			json_take(info, derived[i]);
	}
}

void qmk_config_salvage(struct qmk_merge *m)
{
	struct qmk_merge salvage = *m;
	struct qmk_config *config = m->config;
	bool ok = true, refused = config->refused;

	if (!qmk_config_any_dropped(config) || json_member(m->info, "layouts")->count)
		return;
	salvage.hollow = false;
	salvage.info = json_copy(m->doc, m->info);
	take_derived(salvage.info);
	for (size_t i = 0; ok && i < config->origins; i++)
		if (config->origin[i].dropped)
			ok = qmk_merge_file(&salvage, json_copy(m->doc, json_root(config->origin[i].doc)));
	if (ok && qmk_config_apply_defaults(&salvage) && qmk_config_derive(&salvage))
		qmk_config_check(&salvage);
	config->salvaged = salvage.info;
	config->refused = refused;
}
