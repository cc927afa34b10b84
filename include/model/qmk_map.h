/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_QMK_MAP_H
#define MODEL_QMK_MAP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How a name in config.h or rules.mk and a member of keyboard.json say the same thing: QMK's
 * data/mappings/info_config.hjson and info_rules.hjson. Readers take the member from the name, generators write the
 * name from the member.
 */
enum qmk_value_type {
	QMK_RAW,
	QMK_INT,
	QMK_HEX,
	QMK_BOOL, /* true or false */
	QMK_FLAG, /* defined or not */
	QMK_TEXT, /* "str": in quotes */
	QMK_LIST, /* separated by blanks */
	QMK_ARRAY,
	QMK_ARRAY_INT,
	QMK_ARRAY_ARRAY_INT,
	QMK_MAPPING,     /* an object: each member is a name of its own */
	QMK_BCD_VERSION, /* 0x0123 is 1.2.3 */
};

struct qmk_map_row {
	const char *name;     /* "DEBOUNCE" */
	const char *info_key; /* dotted, a number indexes a list: "audio.pins.0" */
	enum qmk_value_type type;
	bool to_json, to_c, warn_duplicate;
	bool deprecated, invalid;
	const char *replace_with; /* NULL: nothing */
};

/* In the order of the file, which is the order of what is generated. Texts belong to whoever made the map. */
struct qmk_map {
	const struct qmk_map_row *row;
	size_t count;
};

#endif
