/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/json.h"
#include "compile/keyboard_data.h"
#include "model/symbol.h"

static void add_text(struct str *out, const char *name, const char *text)
{
	if (!text[0])
		return;
	str_addf(out, "    \"%s\": ", name);
	json_add_text(out, text);
	str_add(out, ",\n");
}

static void add_length(struct str *out, const char *name, int value)
{
	str_addf(out, ", \"%s\": ", name);
	str_add_hundredths(out, value);
}

static void add_key(struct str *out, const struct key *key)
{
	str_addf(out, "{\"matrix\": [%d, %d]", key->row, key->col);
	if (key->label) {
		str_add(out, ", \"label\": ");
		json_add_text(out, symbol_text(key->label));
	}
	add_length(out, "x", key->x_cu);
	add_length(out, "y", key->y_cu);
	if (key->w_cu != 100)
		add_length(out, "w", key->w_cu);
	if (key->h_cu != 100)
		add_length(out, "h", key->h_cu);
	if (key->turn_cdeg) {
		add_length(out, "r", key->turn_cdeg);
		add_length(out, "rx", key->pivot_x_cu);
		add_length(out, "ry", key->pivot_y_cu);
	}
	if (key->encoder >= 0)
		str_addf(out, ", \"encoder\": %d", key->encoder);
	str_add_char(out, '}');
}

static void add_layout(struct str *out, const struct layout *layout)
{
	str_add(out, "        ");
	json_add_text(out, layout->name);
	str_add(out, ": {\n            \"layout\": [");
	for (size_t i = 0; i < layout->keys; i++) {
		str_add(out, i ? ",\n                " : "\n                ");
		add_key(out, &layout->key[i]);
	}
	str_add(out, "\n            ]\n        }");
}

void keyboard_data_print(const struct keyboard *kb, struct str *out)
{
	str_add(out, "{\n");
	add_text(out, "keyboard_name", kb->name);
	add_text(out, "manufacturer", kb->manufacturer);
	add_text(out, "maintainer", kb->maintainer);
	if (kb->usb_vid || kb->usb_pid)
		str_addf(out, "    \"usb\": {\"vid\": \"0x%04X\", \"pid\": \"0x%04X\"},\n", kb->usb_vid,
			 kb->usb_pid);
	str_addf(out, "    \"matrix_size\": {\"rows\": %d, \"cols\": %d},\n    \"layouts\": {\n", kb->rows,
		 kb->cols);
	for (size_t i = 0; i < kb->layouts; i++) {
		add_layout(out, &kb->layout[i]);
		str_add(out, i + 1 < kb->layouts ? ",\n" : "\n");
	}
	str_add(out, "    }\n}\n");
}
