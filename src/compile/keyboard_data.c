/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/generate.h"
#include "compile/keyboard_data.h"
#include "json_members.h"
#include "keyboard_data_private.h"

static const struct diagnostic_kind left_out = { "keyboard-json-none", SEVERITY_WARNING };

/* Each of these wants a driver, pins or a table of LEDs of its own. */
static const char *const needy[] = {
	"audio", "bluetooth", "dip_switch",      "haptic",          "hd44780",    "joystick", "led_matrix",
	"ps2",   "ps2_mouse", "pointing_device", "quantum_painter", "rgb_matrix", "st7565",
};

static void lose(struct keyboard_data *d, const char *subject, const char *why)
{
	const struct loss_of of = { LOSS_ALL, subject, "left out" };

	diagnostics_add_loss(d->lost, &left_out, PLACE_NONE, of, "%s: %s; it is left out of keyboard.json",
			     subject, why);
}

static void put_text(struct keyboard_data *d, const char *path, const char *text)
{
	if (text[0])
		json_put_text(d->doc, path, text);
}

static void put_names(struct keyboard_data *d)
{
	const struct keyboard *kb = d->kb;

	put_text(d, "manufacturer", kb->manufacturer);
	put_text(d, "keyboard_name", kb->name);
	put_text(d, "maintainer", kb->maintainer);
	put_text(d, "processor", kb->processor);
	put_text(d, "bootloader", kb->bootloader);
	put_text(d, "development_board", kb->board);
	if (kb->usb_vid || kb->usb_pid) {
		json_put_usb_id(d->doc, "usb.vid", kb->usb_vid);
		json_put_usb_id(d->doc, "usb.pid", kb->usb_pid);
	}
}

static void put_list(struct keyboard_data *d, const char *path, char *const *text, size_t count)
{
	struct json *list = json_new(d->doc, JSON_ARRAY);

	for (size_t i = 0; i < count; i++)
		json_append(list, json_new_text(d->doc, text[i]));
	json_put_path(d->doc, json_edit_root(d->doc), path, list);
}

static void put_direct(struct keyboard_data *d, const char *path, const struct matrix_pins *pins)
{
	struct json *rows = json_new(d->doc, JSON_ARRAY);

	json_put_path(d->doc, json_edit_root(d->doc), path, rows);
	for (size_t row = 0; row < pins->direct_rows; row++) {
		struct json *list = json_new(d->doc, JSON_ARRAY);

		for (size_t col = 0; col < pins->direct_cols; col++) {
			const char *pin = pins->direct[row * pins->direct_cols + col];

			json_append(list, json_new_text(d->doc, pin[0] ? pin : "NO_PIN"));
		}
		json_append(rows, list);
	}
}

/* The pins of one half; @paths: of its rows, its columns, its direct pins. */
static void put_pins(struct keyboard_data *d, const char *const paths[3], const struct matrix_pins *pins)
{
	if (pins->rows)
		put_list(d, paths[0], pins->row, pins->rows);
	if (pins->cols)
		put_list(d, paths[1], pins->col, pins->cols);
	if (pins->direct_rows)
		put_direct(d, paths[2], pins);
}

static void put_matrix(struct keyboard_data *d)
{
	static const char *const left[] = { "matrix_pins.rows", "matrix_pins.cols", "matrix_pins.direct" };
	static const char *const right[] = { "split.matrix_pins.right.rows", "split.matrix_pins.right.cols",
					     "split.matrix_pins.right.direct" };
	const struct hardware *h = d->h;

	if (!h || !hardware_has_matrix(h)) {
		json_put_int(d->doc, "matrix_size.rows", d->kb->rows);
		json_put_int(d->doc, "matrix_size.cols", d->kb->cols);
	}
	if (!h)
		return;
	if (h->custom_matrix) {
		json_put_true(d->doc, "matrix_pins.custom_lite");
		lose(d, "matrix", "code of the keyboard's own scans it");
	}
	if (h->diodes != DIODES_UNKNOWN)
		json_put_text(d->doc, "diode_direction", h->diodes == DIODES_COL2ROW ? "COL2ROW" : "ROW2COL");
	put_pins(d, left, &h->matrix);
	if (d->kb->split)
		put_pins(d, right, &h->right);
}

static struct json *encoder_list(struct keyboard_data *d, size_t first, size_t count)
{
	struct json *list = json_new(d->doc, JSON_ARRAY);

	for (size_t i = first; i < first + count; i++) {
		const struct encoder_pins *from = &d->h->encoder[i];
		struct json *encoder = json_new(d->doc, JSON_OBJECT);

		json_put(d->doc, encoder, "pin_a", json_new_text(d->doc, from->a));
		json_put(d->doc, encoder, "pin_b", json_new_text(d->doc, from->b));
		if (from->resolution)
			json_put(d->doc, encoder, "resolution", json_new_int(d->doc, from->resolution));
		json_append(list, encoder);
	}
	return list;
}

static bool has_encoder_pins(const struct keyboard_data *d)
{
	if (!d->h || d->h->encoders != (size_t)d->kb->encoders)
		return false;
	for (size_t i = 0; i < d->h->encoders; i++)
		if (!d->h->encoder[i].a[0] || !d->h->encoder[i].b[0])
			return false;
	return true;
}

/* A right half that says nothing has the left's: that it has none must be said. */
static void put_encoders(struct keyboard_data *d)
{
	struct json *root = json_edit_root(d->doc);
	size_t right;

	if (!d->kb->encoders)
		return;
	if (!has_encoder_pins(d)) {
		lose(d, "encoders", "their pins are not known");
		return;
	}
	right = d->kb->split ? d->h->right_encoders : 0;
	json_put_path(d->doc, root, "encoder.rotary", encoder_list(d, 0, d->h->encoders - right));
	if (d->kb->split)
		json_put_path(d->doc, root, "split.encoder.right.rotary",
			      encoder_list(d, d->h->encoders - right, right));
}

static void put_wires(struct keyboard_data *d)
{
	const struct hardware *h = d->h;
	const struct {
		const char *path, *text;
	} texts[] = {
		{ "board", h->board },
		{ "usb.device_version", h->usb_version },
		{ "split.transport.protocol", h->split.transport },
		{ "split.serial.pin", h->split.serial_pin },
		{ "split.serial.driver", h->split.serial_driver },
		{ "split.handedness.pin", h->split.handedness_pin },
		{ "ws2812.pin", h->underglow.pin },
		{ "ws2812.driver", h->underglow.driver },
		{ "backlight.pin", h->backlight_pin },
		{ "backlight.driver", h->backlight_driver },
		{ "indicators.caps_lock", h->caps_lock_pin },
		{ "indicators.num_lock", h->num_lock_pin },
		{ "indicators.scroll_lock", h->scroll_lock_pin },
	};
	const struct {
		const char *path;
		int value;
		bool said;
	} numbers[] = {
		{ "rgblight.led_count", h->underglow.leds, h->underglow.leds > 0 },
		{ "backlight.levels", h->backlight_levels, h->backlight_levels > 0 },
		{ "indicators.on_state", h->indicators_on, h->indicators_on >= 0 },
		{ "debounce", h->debounce_ms, h->debounce_ms >= 0 },
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		put_text(d, texts[i].path, texts[i].text);
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (numbers[i].said)
			json_put_int(d->doc, numbers[i].path, numbers[i].value);
}

/* What a feature lacks here to be built; NULL: nothing. */
static const char *lacks(const struct keyboard_data *d, const char *feature)
{
	for (size_t i = 0; i < COUNT(needy); i++)
		if (!strcmp(feature, needy[i]))
			return "its driver and its data are not known";
	if (!strcmp(feature, "encoder") && (!d->kb->encoders || !has_encoder_pins(d)))
		return "no pins of encoders are known";
	if (!strcmp(feature, "backlight") && (!d->h || !d->h->backlight_pin[0]))
		return "its pin is not known";
	if (!strcmp(feature, "rgblight") && (!d->h || !d->h->underglow.pin[0] || !d->h->underglow.leds))
		return "the pin and the number of its LEDs are not known";
	return NULL;
}

static void put_features(struct keyboard_data *d)
{
	struct json *features = json_new(d->doc, JSON_OBJECT);

	for (size_t i = 0; i < d->kb->features; i++) {
		const char *name = d->kb->feature[i], *why = lacks(d, name);

		if (name[0] < 'a' || name[0] > 'z' ||
		    name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")])
			why = "QMK has no feature of such a name";
		if (why)
			lose(d, name, why);
		else
			json_put(d->doc, features, name, json_new_bool(d->doc, true));
	}
	if (features->count)
		json_put_path(d->doc, json_edit_root(d->doc), "features", features);
}

void keyboard_data_print(const struct keyboard *kb, const struct hardware *h, struct str *out,
			 struct diagnostics *lost)
{
	struct keyboard_data d = { .doc = json_doc_new(), .kb = kb, .h = h, .lost = lost };

	put_names(&d);
	if (kb->split)
		json_put_true(d.doc, "split.enabled");
	put_matrix(&d);
	put_encoders(&d);
	if (h)
		put_wires(&d);
	put_features(&d);
	keyboard_data_put_layouts(&d);
	generate_info_json(json_root(d.doc), true, out);
	json_doc_free(d.doc);
}
