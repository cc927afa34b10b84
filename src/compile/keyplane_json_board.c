/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "keyplane_json_private.h"
#include "model/symbol.h"

static void print_length(const char *name, int value, int usual, struct str *out)
{
	if (value == usual)
		return;
	str_addf(out, ", \"%s\": ", name);
	str_add_hundredths(out, value);
}

static void print_key(const struct key *key, struct str *out)
{
	str_add(out, "{\"x\": ");
	str_add_hundredths(out, key->x_cu);
	str_add(out, ", \"y\": ");
	str_add_hundredths(out, key->y_cu);
	print_length("w", key->w_cu, 100, out);
	print_length("h", key->h_cu, 100, out);
	if (key->turn_cdeg) {
		print_length("r", key->turn_cdeg, 0, out);
		str_add(out, ", \"rx\": ");
		str_add_hundredths(out, key->pivot_x_cu);
		str_add(out, ", \"ry\": ");
		str_add_hundredths(out, key->pivot_y_cu);
	}
	str_addf(out, ", \"matrix\": [%u, %u]", (unsigned)key->row, (unsigned)key->col);
	if (key->encoder >= 0)
		str_addf(out, ", \"encoder\": %d", key->encoder);
	if (key->hand)
		str_addf(out, ", \"hand\": \"%c\"", key->hand);
	if (key->label) {
		str_add(out, ", \"label\": ");
		json_add_text(out, symbol_text(key->label));
	}
	str_add_char(out, '}');
}

static void print_layout(const struct json_style *style, const struct layout *layout, int depth,
			 struct str *out)
{
	str_add(out, "{\"name\": ");
	json_add_text(out, layout->name);
	str_add(out, ", \"keys\": [");
	for (size_t i = 0; i < layout->keys; i++) {
		str_add(out, i ? "," : "");
		json_style_line(style, depth + 1, out);
		print_key(&layout->key[i], out);
	}
	json_style_line(style, depth, out);
	str_add(out, "]}");
}

static void print_number(const struct json_style *style, const char *name, int number, int depth,
			 struct str *out)
{
	json_style_line(style, depth, out);
	str_addf(out, "\"%s\": %d,", name, number);
}

void keyplane_print_keyboard(const struct json_style *style, const struct keyboard *kb, int depth,
			     struct str *out)
{
	str_add_char(out, '{');
	if (kb->name[0]) {
		json_style_line(style, depth + 1, out);
		str_add(out, "\"name\": ");
		json_add_text(out, kb->name);
		str_add_char(out, ',');
	}
	print_number(style, "rows", kb->rows, depth + 1, out);
	print_number(style, "cols", kb->cols, depth + 1, out);
	print_number(style, "encoders", kb->encoders, depth + 1, out);
	if (kb->usb_vid || kb->usb_pid) {
		print_number(style, "usb_vid", kb->usb_vid, depth + 1, out);
		print_number(style, "usb_pid", kb->usb_pid, depth + 1, out);
	}
	json_style_line(style, depth + 1, out);
	str_add(out, "\"layouts\": [");
	for (size_t i = 0; i < kb->layouts; i++) {
		str_add(out, i ? "," : "");
		json_style_line(style, depth + 2, out);
		print_layout(style, &kb->layout[i], depth + 2, out);
	}
	json_style_line(style, depth + 1, out);
	str_add_char(out, ']');
	json_style_line(style, depth, out);
	str_add_char(out, '}');
}
