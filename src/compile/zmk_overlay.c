/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/marker.h"
#include "zmk_shield.h"

enum {
	QMK_RESOLUTION = 4, /* signals of an encoder for one turn of the keymap, when nothing is said */
	DETENTS = 20,       /* of a whole turn */
};

static void print_pins(const struct zmk_shield *s, const char *name, char *const *pin, size_t pins,
		       const char *flags, struct str *out)
{
	str_addf(out, "        %s\n", name);
	for (size_t i = 0; i < pins; i++) {
		str_add(out, i ? "            , <" : "            = <");
		zmk_pin_add(s->in->keyboard, pin[i], out);
		str_addf(out, " %s>\n", flags);
	}
	str_add(out, "            ;\n");
}

/* The side that current leaves the diodes on is read. */
static void print_matrix_pins(const struct zmk_shield *s, const struct matrix_pins *pins, struct str *out)
{
	const char *in = "(GPIO_ACTIVE_HIGH | GPIO_PULL_DOWN)", *driven = "GPIO_ACTIVE_HIGH";
	bool rows_read = s->hardware->diodes == DIODES_COL2ROW;

	print_pins(s, "row-gpios", pins->row, pins->rows, rows_read ? in : driven, out);
	print_pins(s, "col-gpios", pins->col, pins->cols, rows_read ? driven : in, out);
}

static void print_direct_pins(const struct zmk_shield *s, const struct matrix_pins *pins, struct str *out)
{
	const char *start = "            = <";

	str_add(out, "        input-gpios\n");
	for (size_t i = 0; i < pins->direct_rows * pins->direct_cols; i++) {
		if (!pins->direct[i][0])
			continue;
		str_add(out, start);
		zmk_pin_add(s->in->keyboard, pins->direct[i], out);
		str_add(out, " (GPIO_ACTIVE_LOW | GPIO_PULL_UP)>\n");
		start = "            , <";
	}
	str_add(out, "            ;\n");
}

static void print_scan_pins(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	if (s->scan == ZMK_SCAN_MATRIX)
		print_matrix_pins(s, &s->half[half], out);
	else
		print_direct_pins(s, &s->half[half], out);
}

/* @pins: they are in it, and not in the files of the halves. */
static void print_scan(const struct zmk_shield *s, bool pins, struct str *out)
{
	if (s->scan == ZMK_SCAN_UNKNOWN)
		return;
	str_addf(out, "\n    %skscan0: %skscan0 {\n", s->prefix, s->prefix);
	str_addf(out, "        compatible = \"zmk,kscan-gpio-%s\";\n",
		 s->scan == ZMK_SCAN_MATRIX ? "matrix" : "direct");
	str_add(out, "        wakeup-source;\n");
	if (s->scan == ZMK_SCAN_MATRIX)
		str_addf(out, "        diode-direction = \"%s\";\n",
			 s->hardware->diodes == DIODES_COL2ROW ? "col2row" : "row2col");
	if (pins)
		print_scan_pins(s, ZMK_LEFT, out);
	str_add(out, "    };\n");
}

static void print_encoder(const struct zmk_shield *s, size_t encoder, struct str *out)
{
	const struct encoder_pins *pins = &s->hardware->encoder[encoder];
	int resolution = pins->resolution > 0 ? pins->resolution : QMK_RESOLUTION;

	str_add(out, "\n    ");
	zmk_shield_add_encoder(s, encoder, out);
	str_add(out, ": ");
	zmk_shield_add_encoder(s, encoder, out);
	str_add(out, " {\n        compatible = \"alps,ec11\";\n        a-gpios = <");
	zmk_pin_add(s->in->keyboard, pins->a, out);
	str_add(out, " (GPIO_ACTIVE_HIGH | GPIO_PULL_UP)>;\n        b-gpios = <");
	zmk_pin_add(s->in->keyboard, pins->b, out);
	str_addf(out, " (GPIO_ACTIVE_HIGH | GPIO_PULL_UP)>;\n        steps = <%d>;\n", DETENTS * resolution);
	if (s->split)
		str_add(out, "        status = \"disabled\";\n");
	str_add(out, "    };\n");
}

static void print_encoders(const struct zmk_shield *s, struct str *out)
{
	if (!zmk_shield_has_encoders(s))
		return;
	for (size_t i = 0; i < s->hardware->encoders; i++)
		print_encoder(s, i, out);
	str_addf(out, "\n    %ssensors: %ssensors {\n        compatible = \"zmk,keymap-sensors\";\n",
		 s->prefix, s->prefix);
	str_add(out, "        sensors = <");
	for (size_t i = 0; i < s->hardware->encoders; i++) {
		str_add(out, i ? " &" : "&");
		zmk_shield_add_encoder(s, i, out);
	}
	str_addf(out, ">;\n        triggers-per-rotation = <%d>;\n    };\n", DETENTS);
}

static void print_led(const struct zmk_shield *s, const char *name, const char *pin, struct str *out)
{
	str_addf(out, "\n        %sled_%s: %sled_%s {\n            gpios = <", s->prefix, name, s->prefix,
		 name);
	zmk_pin_add(s->in->keyboard, pin, out);
	str_add(out, " GPIO_ACTIVE_HIGH>;\n        };\n");
}

/* A pin of the controller switches it on and off; what dims it is the board's own. */
static void print_backlight(const struct zmk_shield *s, struct str *out)
{
	if (!zmk_shield_has_backlight(s))
		return;
	str_addf(out, "\n    %sbacklight: %sbacklight {\n        compatible = \"gpio-leds\";\n", s->prefix,
		 s->prefix);
	print_led(s, "backlight", s->hardware->backlight_pin, out);
	str_add(out, "    };\n");
}

bool zmk_shield_has_backlight(const struct zmk_shield *s)
{
	return zmk_pin_add(s->in->keyboard, s->hardware->backlight_pin, NULL);
}

const char *zmk_shield_indicator(const struct zmk_shield *s, size_t index, const char **name)
{
	const struct {
		const char *name, *pin;
	} indicator[] = { { "caps_lock", s->hardware->caps_lock_pin },
			  { "num_lock", s->hardware->num_lock_pin },
			  { "scroll_lock", s->hardware->scroll_lock_pin } };

	if (index >= COUNT(indicator))
		return NULL;
	*name = indicator[index].name;
	return indicator[index].pin;
}

static bool has_indicators(const struct zmk_shield *s)
{
	const char *name, *pin;

	for (size_t i = 0; s->revision == ZMK_MAIN && (pin = zmk_shield_indicator(s, i, &name)); i++)
		if (zmk_pin_add(s->in->keyboard, pin, NULL))
			return true;
	return false;
}

static void add_capitals(const char *text, struct str *out)
{
	for (; *text; text++)
		str_add_char(out, *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text);
}

static void print_indicators(const struct zmk_shield *s, struct str *out)
{
	const char *name, *pin;

	if (!has_indicators(s))
		return;
	str_add(out, "\n    indicator_leds {\n        compatible = \"gpio-leds\";\n");
	for (size_t i = 0; (pin = zmk_shield_indicator(s, i, &name)); i++)
		if (zmk_pin_add(s->in->keyboard, pin, NULL))
			print_led(s, name, pin, out);
	str_add(out, "    };\n\n    indicators {\n        compatible = \"zmk,indicator-leds\";\n");
	for (size_t i = 0; (pin = zmk_shield_indicator(s, i, &name)); i++) {
		if (!zmk_pin_add(s->in->keyboard, pin, NULL))
			continue;
		str_addf(out, "\n        %s {\n            indicator = <HID_INDICATOR_", name);
		add_capitals(name, out);
		str_addf(out, ">;\n            leds = <&%sled_%s>;\n        };\n", s->prefix, name);
	}
	str_add(out, "    };\n");
}

static void print_chosen(const struct zmk_shield *s, struct str *out)
{
	const struct keyboard *kb = s->in->keyboard;
	size_t used = 0;

	for (size_t i = 0; i < kb->layouts; i++)
		if (&kb->layout[i] == s->in->layout)
			used = i;
	str_add(out, "    chosen {\n");
	if (zmk_shield_has_backlight(s))
		str_addf(out, "        zmk,backlight = &%sbacklight;\n", s->prefix);
	if (s->scan != ZMK_SCAN_UNKNOWN)
		str_addf(out, "        zmk,kscan = &%skscan0;\n", s->prefix);
	str_addf(out, "        zmk,physical-layout = &%slayout_%s;\n    };\n", s->prefix, s->layout[used]);
}

/* What both halves have in common, or all of a keyboard in one part. */
static void print_shared(const struct zmk_shield *s, bool pins, struct str *out)
{
	str_add(out, "#include <dt-bindings/zmk/matrix_transform.h>\n");
	if (has_indicators(s))
		str_add(out, "#include <dt-bindings/zmk/hid_indicators.h>\n");
	str_addf(out, "#include \"%s-layouts.dtsi\"\n\n/ {\n", s->name);
	print_chosen(s, out);
	zmk_transforms_print(s, out);
	print_scan(s, pins, out);
	print_encoders(s, out);
	print_backlight(s, out);
	print_indicators(s, out);
	str_add(out, "};\n");
}

void zmk_overlay_emit(const struct zmk_shield *s, struct str *out)
{
	str_add(out, "/* " MARKER " */\n\n");
	zmk_checklist_print(s, ZMK_LEFT, out);
	print_shared(s, true, out);
}

void zmk_dtsi_emit(const struct zmk_shield *s, struct str *out)
{
	str_add(out, "/* " MARKER " */\n\n");
	print_shared(s, false, out);
}

static void print_offsets(const struct zmk_shield *s, struct str *out)
{
	for (size_t i = 0; i < s->in->keyboard->layouts; i++)
		str_addf(out, "\n&%stransform_%s {\n    %s-offset = <%d>;\n};\n", s->prefix, s->layout[i],
			 s->col_offset ? "col" : "row", s->col_offset ? s->col_offset : s->row_offset);
}

void zmk_half_emit(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	str_add(out, "/* " MARKER " */\n\n");
	zmk_checklist_print(s, half, out);
	str_addf(out, "#include \"%s.dtsi\"\n", s->name);
	if (half == ZMK_RIGHT)
		print_offsets(s, out);
	if (s->scan != ZMK_SCAN_UNKNOWN) {
		str_addf(out, "\n&%skscan0 {\n", s->prefix);
		print_scan_pins(s, half, out);
		str_add(out, "};\n");
	}
	for (size_t i = 0; zmk_shield_has_encoders(s) && i < s->hardware->encoders; i++) {
		if (zmk_shield_encoder_half(s, i) != half)
			continue;
		str_addf(out, "\n&");
		zmk_shield_add_encoder(s, i, out);
		str_add(out, " {\n    status = \"okay\";\n};\n");
	}
}
