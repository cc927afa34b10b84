/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "zmk_shield.h"

/* What the model says of a pin and so on, so that it cannot end the comment that it stands in. */
static void add_plain(struct str *out, const char *text)
{
	for (; *text; text++)
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-+", *text))
			str_add_char(out, *text);
}

static void add_pins(struct str *out, char *const *pin, size_t pins)
{
	for (size_t i = 0; i < pins; i++) {
		str_add_char(out, ' ');
		add_plain(out, pin[i]);
	}
}

/* Which controller QMK's pins are of. */
static void add_controller(const struct zmk_shield *s, struct str *out)
{
	const struct keyboard *kb = s->in->keyboard;

	if (*kb->processor) {
		str_add(out, " of the ");
		add_plain(out, kb->processor);
	}
	if (*kb->board) {
		str_add(out, " on a ");
		add_plain(out, kb->board);
	}
}

static bool needs_matrix(const struct zmk_shield *s, enum zmk_half half)
{
	(void)half;
	return s->scan == ZMK_SCAN_UNKNOWN;
}

static void matrix(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	const struct matrix_pins *pins = &s->half[half];

	str_add(out, " * - The matrix: which pins of ZMK's board its rows and columns are connected to.\n");
	if (pins->rows || pins->cols) {
		str_add(out, " *   QMK has rows");
		add_pins(out, pins->row, pins->rows);
		str_add(out, ", columns");
		add_pins(out, pins->col, pins->cols);
		add_controller(s, out);
		str_addf(out, ".\n");
	}
	if (pins->direct_rows) {
		str_add(out, " *   QMK has a pin for each key:");
		add_pins(out, pins->direct, pins->direct_rows * pins->direct_cols);
		add_controller(s, out);
		str_add(out, ".\n");
	}
	str_addf(out,
		 " *\n"
		 " *       / {\n"
		 " *           chosen { zmk,kscan = &%skscan0; };\n"
		 " *           %skscan0: %skscan0 {\n"
		 " *               compatible = \"zmk,kscan-gpio-matrix\";\n"
		 " *               wakeup-source;\n"
		 " *               diode-direction = \"%s\";\n"
		 " *               row-gpios = <&gpio0 1 %s>, ...; one for each row\n"
		 " *               col-gpios = <&gpio0 7 %s>, ...; one for each column\n"
		 " *           };\n"
		 " *       };\n",
		 s->prefix, s->prefix, s->prefix,
		 s->hardware->diodes == DIODES_ROW2COL ? "row2col" : "col2row",
		 s->hardware->diodes == DIODES_ROW2COL ? "GPIO_ACTIVE_HIGH"
						       : "(GPIO_ACTIVE_HIGH | GPIO_PULL_DOWN)",
		 s->hardware->diodes == DIODES_ROW2COL ? "(GPIO_ACTIVE_HIGH | GPIO_PULL_DOWN)"
						       : "GPIO_ACTIVE_HIGH");
}

static bool needs_board(const struct zmk_shield *s, enum zmk_half half)
{
	const char *pins = zmk_pins_of(s->in->keyboard);

	(void)half;
	return s->scan != ZMK_SCAN_UNKNOWN && strcmp(pins, "pro_micro") != 0;
}

static void board(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	(void)half;
	str_add(out, " * - The board: the pins are those");
	add_controller(s, out);
	str_add(out,
		".\n *   Build for a board of ZMK's that has this one, with its pins led out the same.\n");
}

/* The controllers whose pins can be known have none but the one that a Pro Micro's place is for. */
static bool needs_link(const struct zmk_shield *s, enum zmk_half half)
{
	return s->split && needs_board(s, half);
}

static void split_link(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	(void)s;
	(void)half;
	str_add(out, " * - The link of the halves: this controller has no Bluetooth. In both overlays\n"
		     " *\n"
		     " *       / { wired_split { compatible = \"zmk,wired-split\"; device = <&uart0>; }; };\n"
		     " *\n"
		     " *   with the pinctrl of that UART on the pins of the cable, crossed.\n");
}

static bool needs_encoders(const struct zmk_shield *s, enum zmk_half half)
{
	(void)half;
	return !zmk_shield_has_encoders(s) && (s->hardware->encoders || s->in->keyboard->encoders > 0);
}

static void encoders(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	const struct hardware *h = s->hardware;

	(void)half;
	str_add(out, " * - The encoders: the two pins of each.");
	if (h->encoders)
		str_add(out, " QMK has");
	for (size_t i = 0; i < h->encoders; i++) {
		str_add(out, i ? ", " : " ");
		add_plain(out, h->encoder[i].a);
		str_add(out, " and ");
		add_plain(out, h->encoder[i].b);
	}
	str_addf(out,
		 "%s\n"
		 " *\n"
		 " *       / {\n"
		 " *           %sencoder: %sencoder {\n"
		 " *               compatible = \"alps,ec11\";\n"
		 " *               a-gpios = <&gpio0 3 (GPIO_ACTIVE_HIGH | GPIO_PULL_UP)>;\n"
		 " *               b-gpios = <&gpio0 4 (GPIO_ACTIVE_HIGH | GPIO_PULL_UP)>;\n"
		 " *               steps = <80>;\n"
		 " *           };\n"
		 " *           %ssensors: %ssensors {\n"
		 " *               compatible = \"zmk,keymap-sensors\";\n"
		 " *               sensors = <&%sencoder>; all of them, in the keymap's order\n"
		 " *               triggers-per-rotation = <20>;\n"
		 " *           };\n"
		 " *       };\n",
		 h->encoders ? "." : "", s->prefix, s->prefix, s->prefix, s->prefix, s->prefix);
}

static bool needs_underglow(const struct zmk_shield *s, enum zmk_half half)
{
	(void)half;
	return s->uses.underglow || *s->hardware->underglow.pin;
}

static void underglow(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	(void)half;
	str_add(out, " * - Underglow: WS2812 LEDs on the MOSI pin of an SPI bus of the board.");
	if (*s->hardware->underglow.pin) {
		str_add(out, " QMK has pin ");
		add_plain(out, s->hardware->underglow.pin);
		str_add_char(out, '.');
	}
	str_addf(out,
		 "\n"
		 " *   In boards/<board>.overlay beside this file: its pinctrl, and\n"
		 " *\n"
		 " *       &spi3 { led_strip: ws2812@0 {\n"
		 " *           compatible = \"worldsemi,ws2812-spi\";\n"
		 " *           reg = <0>;\n"
		 " *           spi-max-frequency = <4000000>;\n"
		 " *           chain-length = <%d>;\n"
		 " *           spi-one-frame = <0x70>;\n"
		 " *           spi-zero-frame = <0x40>;\n"
		 " *           color-mapping = <LED_COLOR_ID_GREEN LED_COLOR_ID_RED LED_COLOR_ID_BLUE>;\n"
		 " *       }; };\n"
		 " *       / { chosen { zmk,underglow = &led_strip; }; };\n",
		 s->hardware->underglow.leds > 0 ? s->hardware->underglow.leds : 10);
	if (s->uses.underglow)
		str_add(out,
			" *   Or take CONFIG_ZMK_RGB_UNDERGLOW and CONFIG_WS2812_STRIP out of the .conf.\n");
}

static bool needs_backlight(const struct zmk_shield *s, enum zmk_half half)
{
	(void)half;
	return s->uses.backlight || *s->hardware->backlight_pin;
}

static void backlight(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	(void)half;
	if (zmk_shield_has_backlight(s)) {
		str_add(out, " * - Dimming the backlight: it goes on and off below. For more make it "
			     "pwm-leds on a PWM\n"
			     " *   channel of the board.\n");
		return;
	}
	str_add(out, " * - The backlight: its pin.");
	if (*s->hardware->backlight_pin) {
		str_add(out, " QMK has ");
		add_plain(out, s->hardware->backlight_pin);
		str_add_char(out, '.');
	}
	str_addf(out,
		 "\n"
		 " *\n"
		 " *       / {\n"
		 " *           chosen { zmk,backlight = &%sbacklight; };\n"
		 " *           %sbacklight: %sbacklight {\n"
		 " *               compatible = \"gpio-leds\"; or pwm-leds, with pwms, to dim it\n"
		 " *               %sled_backlight { gpios = <&gpio0 9 GPIO_ACTIVE_HIGH>; };\n"
		 " *           };\n"
		 " *       };\n",
		 s->prefix, s->prefix, s->prefix, s->prefix);
	if (s->uses.backlight)
		str_add(out, " *   Or take CONFIG_ZMK_BACKLIGHT out of the .conf.\n");
}

static bool needs_indicators(const struct zmk_shield *s, enum zmk_half half)
{
	const char *name, *pin;

	(void)half;
	for (size_t i = 0; (pin = zmk_shield_indicator(s, i, &name)); i++)
		if (*pin && (s->revision == ZMK_V0_3 || !zmk_pin_add(s->in->keyboard, pin, NULL)))
			return true;
	return false;
}

static void indicators(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	const char *name, *pin;

	(void)half;
	str_add(out, " * - LEDs that show locks:");
	for (size_t i = 0; (pin = zmk_shield_indicator(s, i, &name)); i++) {
		if (!*pin)
			continue;
		str_addf(out, " %s on ", name);
		add_plain(out, pin);
	}
	str_add(out, s->revision == ZMK_V0_3 ? ".\n *   ZMK v0.3 has none; main has zmk,indicator-leds.\n"
					     : ".\n *   Nodes zmk,indicator-leds and gpio-leds, with their "
					       "pins on ZMK's board.\n");
}

static bool has_feature(const struct zmk_shield *s, const char *const *feature)
{
	for (; *feature; feature++)
		if (keyboard_has_feature(s->in->keyboard, *feature))
			return true;
	return false;
}

static bool needs_display(const struct zmk_shield *s, enum zmk_half half)
{
	static const char *const features[] = { "lcd", "oled", "quantum_painter", "st7565", NULL };

	(void)half;
	return has_feature(s, features);
}

static void display(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	(void)s;
	(void)half;
	str_add(out, " * - The display: a node for its driver on the I2C or SPI bus of the board, chosen as "
		     "zephyr,display,\n"
		     " *   and CONFIG_ZMK_DISPLAY=y in the .conf.\n");
}

static bool needs_pointing(const struct zmk_shield *s, enum zmk_half half)
{
	static const char *const features[] = { "pointing_device", "ps2", NULL };

	(void)half;
	return has_feature(s, features);
}

static void pointing(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	(void)s;
	(void)half;
	str_add(out, " * - The pointing device: a driver of Zephyr's or of a module for its sensor, a "
		     "zmk,input-listener for\n"
		     " *   it, and CONFIG_ZMK_POINTING=y in the .conf.\n");
}

static bool needs_power(const struct zmk_shield *s, enum zmk_half half)
{
	(void)half;
	return s->uses.ext_power;
}

static void power(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	(void)s;
	(void)half;
	str_add(out, " * - Power of LEDs and displays, which &ext_power switches: unless the board has it, a "
		     "node\n"
		     " *   EXT_POWER { compatible = \"zmk,ext-power-generic\"; control-gpios = <...>; };\n");
}

static bool needs_wake(const struct zmk_shield *s, enum zmk_half half)
{
	(void)half;
	return s->uses.soft_off;
}

static void wake(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	(void)s;
	(void)half;
	str_add(out,
		" * - What switches it on again after &soft_off, unless that is the reset button: a node\n"
		" *   zmk,soft-off-wakeup-sources with what wakes it.\n");
}

static const struct {
	bool (*needed)(const struct zmk_shield *s, enum zmk_half half);
	void (*print)(const struct zmk_shield *s, enum zmk_half half, struct str *out);
	const char *what; /* in a message */
} items[] = {
	{ needs_matrix, matrix, "the matrix" },
	{ needs_board, board, "the board" },
	{ needs_link, split_link, "the link of the halves" },
	{ needs_encoders, encoders, "encoders" },
	{ needs_underglow, underglow, "underglow" },
	{ needs_backlight, backlight, "the backlight" },
	{ needs_indicators, indicators, "LEDs that show locks" },
	{ needs_display, display, "the display" },
	{ needs_pointing, pointing, "the pointing device" },
	{ needs_power, power, "what &ext_power switches" },
	{ needs_wake, wake, "what wakes it after &soft_off" },
};

void zmk_checklist_names(const struct zmk_shield *s, struct str *out)
{
	for (size_t i = 0; i < COUNT(items); i++)
		if (items[i].needed(s, ZMK_LEFT))
			str_addf(out, "%s%s", out->len ? ", " : "", items[i].what);
}

void zmk_checklist_print(const struct zmk_shield *s, enum zmk_half half, struct str *out)
{
	struct str list = STR_INIT;

	for (size_t i = 0; i < COUNT(items); i++)
		if (items[i].needed(s, half))
			items[i].print(s, half, &list);
	if (list.len)
		str_addf(out,
			 "/*\n * NOT GENERATED, because it is not known here. Put it in by hand:\n *\n%s "
			 "*/\n\n",
			 str_text(&list));
	str_release(&list);
}
