/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/hardware.h"
#include "qmk_keyboard_private.h"

/* A pin becomes a word of C and of devicetree. No processor's is longer. */
enum { LONGEST_PIN = 32, LONGEST_WORD = 64, MAX_RESOLUTION = 127, MAX_LEDS = 10000, MAX_LEVELS = 31 };
enum { MAX_DEBOUNCE_MS = 255 };

static const char word_characters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

static bool is_word(const char *text, size_t longest)
{
	size_t len = strlen(text);

	return len && len <= longest && strspn(text, word_characters) == len;
}

static void wrong(struct keyboard_reader *r, const struct json *node, const char *path, const char *what)
{
	keyboard_report(r, &keyboard_bad_value, node, -1, "\"%s\" must be %s; it is not used", path, what);
}

/* The name of a pin as QMK's schema has them, null and numbers among them; NULL: it is none. The caller frees. */
static char *pin_text(const struct json *node)
{
	struct str number = STR_INIT;
	int64_t value;

	if (node->type == JSON_NULL)
		return mem_copy_text("NO_PIN");
	if (json_int(node, 0, INT32_MAX, &value)) {
		str_addf(&number, "%d", (int)value);
		return str_take(&number);
	}
	return is_word(json_text(node), LONGEST_PIN) ? mem_copy_text(json_text(node)) : NULL;
}

static void read_pin(struct keyboard_reader *r, const char *path, char **to)
{
	const struct json *node = json_find(r->info, path);
	char *text = node ? pin_text(node) : NULL;

	if (node && !text)
		wrong(r, node, path, "the name of a pin");
	if (text && strcmp(text, "NO_PIN"))
		mem_set_text(to, text);
	free(text);
}

static void read_word(struct keyboard_reader *r, const char *path, char **to)
{
	const struct json *node = json_find(r->info, path);

	if (node && !is_word(json_text(node), LONGEST_WORD))
		wrong(r, node, path, "a word");
	else if (node)
		mem_set_text(to, node->text);
}

static void read_number(struct keyboard_reader *r, const char *path, int low, int high, int *to)
{
	const struct json *node = json_find(r->info, path);
	int64_t value;

	if (node && !json_int(node, low, high, &value))
		keyboard_report(r, &keyboard_bad_value, node, -1,
				"\"%s\" must be a whole number from %d to %d; it is not used", path, low,
				high);
	else if (node)
		*to = (int)value;
}

static void free_pins(char **pin, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(pin[i]);
	free(pin);
}

/* The list @name of @pins; nothing of it when one of them is no pin. */
static void read_list(struct keyboard_reader *r, const struct json *pins, const char *name, size_t most,
		      char ***out, size_t *count)
{
	const struct json *list = json_member(pins, name);
	char **pin;
	size_t n = 0;

	if (!list)
		return;
	if (list->type != JSON_ARRAY || list->count > most) {
		keyboard_report(r, &keyboard_bad_value, list, -1,
				"\"%s\" must be a list of at most %zu pins; it is not used", name, most);
		return;
	}
	pin = mem_new(list->count + 1, sizeof(*pin));
	for (const struct json *node = list->first; node; node = node->next) {
		pin[n] = pin_text(node);
		if (!pin[n]) {
			wrong(r, node, name, "a list of names of pins");
			free_pins(pin, n);
			return;
		}
		n++;
	}
	*out = pin;
	*count = n;
}

/* Columns of the longest row, as the firmware's matrix has them; 0, and a complaint, when it is no matrix of pins. */
static size_t direct_width(struct keyboard_reader *r, const struct json *direct)
{
	size_t cols = 0;

	if (direct->type != JSON_ARRAY || direct->count > KEYBOARD_MAX_ROWS) {
		wrong(r, direct, "direct", "a list of rows of pins");
		return 0;
	}
	for (const struct json *row = direct->first; row; row = row->next) {
		if (row->type != JSON_ARRAY || row->count > KEYBOARD_MAX_COLS) {
			wrong(r, row, "direct", "a list of rows of pins");
			return 0;
		}
		cols = row->count > cols ? row->count : cols;
	}
	return cols;
}

/* One row of direct pins; where there is no key is "". */
static bool read_direct_row(struct keyboard_reader *r, const struct json *row, char **to)
{
	for (const struct json *node = row->first; node; node = node->next, to++) {
		char *text = pin_text(node);

		if (!text) {
			wrong(r, node, "direct", "a list of rows of pins");
			return false;
		}
		mem_set_text(to, strcmp(text, "NO_PIN") ? text : "");
		free(text);
	}
	return true;
}

static void read_direct(struct keyboard_reader *r, const struct json *pins, struct matrix_pins *out)
{
	const struct json *direct = json_member(pins, "direct");
	size_t cols = direct ? direct_width(r, direct) : 0, count = cols ? cols * direct->count : 0, i = 0;
	char **pin;

	if (!count)
		return;
	pin = mem_new(count, sizeof(*pin));
	for (size_t n = 0; n < count; n++)
		pin[n] = mem_copy_text("");
	for (const struct json *row = direct->first; row; row = row->next, i++) {
		if (!read_direct_row(r, row, &pin[i * cols])) {
			free_pins(pin, count);
			return;
		}
	}
	out->direct = pin;
	out->direct_rows = direct->count;
	out->direct_cols = cols;
}

static void read_pins(struct keyboard_reader *r, const struct json *pins, struct matrix_pins *out)
{
	if (!pins)
		return;
	read_list(r, pins, "rows", KEYBOARD_MAX_ROWS, &out->row, &out->rows);
	read_list(r, pins, "cols", KEYBOARD_MAX_COLS, &out->col, &out->cols);
	read_direct(r, pins, out);
}

static void copy_pins(char **from, size_t count, char ***to, size_t *to_count)
{
	*to = mem_new(count + 1, sizeof(**to));
	for (size_t i = 0; i < count; i++)
		(*to)[i] = mem_copy_text(from[i]);
	*to_count = count;
}

/* A right half that tells of its rows alone has the left's columns, and the other way round. */
static void read_right(struct keyboard_reader *r, struct hardware *h)
{
	read_pins(r, json_find(r->info, "split.matrix_pins.right"), &h->right);
	if (h->right.cols && !h->right.rows)
		copy_pins(h->matrix.row, h->matrix.rows, &h->right.row, &h->right.rows);
	if (h->right.rows && !h->right.cols)
		copy_pins(h->matrix.col, h->matrix.cols, &h->right.col, &h->right.cols);
}

static void read_diodes(struct keyboard_reader *r, struct hardware *h)
{
	const struct json *node = json_member(r->info, "diode_direction");

	if (!strcmp(json_text(node), "COL2ROW"))
		h->diodes = DIODES_COL2ROW;
	else if (!strcmp(json_text(node), "ROW2COL"))
		h->diodes = DIODES_ROW2COL;
	else if (node)
		wrong(r, node, "diode_direction", "COL2ROW or ROW2COL");
}

/* An encoder without a pin that can be used keeps its place: the keymap counts it. */
static char *encoder_pin(struct keyboard_reader *r, const struct json *encoder, const char *name)
{
	const struct json *node = json_member(encoder, name);
	char *text = node ? pin_text(node) : NULL;

	if (!text)
		wrong(r, node ? node : encoder, name, "the name of a pin");
	return text ? text : mem_copy_text("");
}

static void add_encoder(struct keyboard_reader *r, const struct json *node, struct encoder_pins *out)
{
	const struct json *resolution = json_member(node, "resolution");
	int64_t value = 0;

	out->a = encoder_pin(r, node, "pin_a");
	out->b = encoder_pin(r, node, "pin_b");
	if (resolution && !json_int(resolution, 1, MAX_RESOLUTION, &value))
		wrong(r, resolution, "resolution", "a whole number from 1 to 127");
	out->resolution = (int)value;
}

static const struct json *list_at(const struct keyboard_reader *r, const char *path)
{
	const struct json *node = json_find(r->info, path);

	return node && node->type == JSON_ARRAY ? node : NULL;
}

static size_t add_encoders(struct keyboard_reader *r, const struct json *list, struct hardware *h)
{
	size_t before = h->encoders;

	for (const struct json *node = list ? list->first : NULL; node; node = node->next)
		add_encoder(r, node, &h->encoder[h->encoders++]);
	return h->encoders - before;
}

/* As many as the keyboard has, which read_encoders() of qmk_config_keyboard.c counts by the same rules. */
static void read_encoders(struct keyboard_reader *r, bool split, struct hardware *h)
{
	const struct json *left = list_at(r, "encoder.rotary"), *right = NULL;
	size_t count = left ? left->count : 0;

	if (split)
		right = json_find(r->info, "split.encoder.right.rotary")
				? list_at(r, "split.encoder.right.rotary")
				: left;
	count += right ? right->count : 0;
	if (!count || count > KEYBOARD_MAX_ENCODERS)
		return;
	h->encoder = mem_new(count, sizeof(*h->encoder));
	add_encoders(r, left, h);
	h->right_encoders = add_encoders(r, right, h);
}

static void read_texts(struct keyboard_reader *r, struct hardware *h)
{
	const struct {
		const char *path;
		void (*read)(struct keyboard_reader *r, const char *path, char **to);
		char **to;
	} rows[] = {
		{ "board", read_word, &h->board },
		{ "split.transport.protocol", read_word, &h->split.transport },
		{ "split.serial.pin", read_pin, &h->split.serial_pin },
		{ "split.serial.driver", read_word, &h->split.serial_driver },
		{ "split.handedness.pin", read_pin, &h->split.handedness_pin },
		{ "ws2812.driver", read_word, &h->underglow.driver },
		{ "rgblight.pin", read_pin, &h->underglow.pin }, /* what QMK called it before */
		{ "ws2812.pin", read_pin, &h->underglow.pin },
		{ "backlight.pin", read_pin, &h->backlight_pin },
		{ "backlight.driver", read_word, &h->backlight_driver },
		{ "indicators.caps_lock", read_pin, &h->caps_lock_pin },
		{ "indicators.num_lock", read_pin, &h->num_lock_pin },
		{ "indicators.scroll_lock", read_pin, &h->scroll_lock_pin },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		rows[i].read(r, rows[i].path, rows[i].to);
}

static void read_numbers(struct keyboard_reader *r, struct hardware *h)
{
	read_number(r, "rgblight.led_count", 0, MAX_LEDS, &h->underglow.leds);
	if (!h->underglow.leds && !strcmp(json_text(json_find(r->info, "rgb_matrix.driver")), "ws2812"))
		read_number(r, "rgb_matrix.led_count", 0, MAX_LEDS, &h->underglow.leds);
	read_number(r, "backlight.levels", 1, MAX_LEVELS, &h->backlight_levels);
	read_number(r, "indicators.on_state", 0, 1, &h->indicators_on);
	read_number(r, "debounce", 0, MAX_DEBOUNCE_MS, &h->debounce_ms);
}

/* "1.0.0": two digits at most, then one each, as USB's BCD has them. */
static void read_usb_version(struct keyboard_reader *r, struct hardware *h)
{
	const struct json *node = json_find(r->info, "usb.device_version");
	const char *text = json_text(node), *minor = text + strspn(text, "0123456789");
	bool good = minor > text && minor <= text + 2 && minor[0] == '.' && minor[1] >= '0' &&
		    minor[1] <= '9' && minor[2] == '.' && minor[3] >= '0' && minor[3] <= '9' && !minor[4];

	if (node && !good)
		wrong(r, node, "usb.device_version", "of the form 1.2.3");
	else if (node)
		mem_set_text(&h->usb_version, text);
}

struct hardware *qmk_config_hardware(const struct qmk_config *config, struct diagnostics *diagnostics)
{
	struct keyboard_reader r = { .config = config,
				     .info = config->salvaged ? config->salvaged : config->info,
				     .diagnostics = diagnostics };
	bool split = json_is_true(json_find(r.info, "split.enabled"));
	const struct json *pins = json_member(r.info, "matrix_pins");
	struct hardware *h = hardware_new();

	read_pins(&r, pins, &h->matrix);
	if (split)
		read_right(&r, h);
	h->custom_matrix =
		json_is_true(json_member(pins, "custom")) || json_is_true(json_member(pins, "custom_lite"));
	read_diodes(&r, h);
	read_encoders(&r, split, h);
	read_texts(&r, h);
	read_numbers(&r, h);
	read_usb_version(&r, h);
	return h;
}
