/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "any_model.h"
#include "base/mem.h"
#include "compile/capability.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/vial_setting.h"

static const char *const words[] = {
	"nav",
	"NAV",
	"_RAISE",
	"x",
	"copy that",
	"caf\xc3\xa9",
	"a_rather_long_name_of_forty_characters_here",
	"int",
	"default",
	"LT",
	"KC_A",
	"esc_caps",
	"1st",
	"a\"b\\c",
	"<&mo>",
	"&kp",
	"",
	"\xe2\x8f\x8e",
	"a-b.c",
	"mt",
	"key_press",
};

/* What people put on keys, one of each firmware's kind. */
static const char *const bindings[] = {
	"KC_A",
	"KC_NO",
	"KC_TRNS",
	"LCTL(LSFT(KC_C))",
	"LT(1, KC_SPC)",
	"MT(MOD_LCTL, KC_B)",
	"TD(0)",
	"TD(1)",
	"QK_MACRO_0",
	"QK_MACRO_1",
	"UM(0)",
	"UC(0x2744)",
	"QK_LEAD",
	"OSM(MOD_LSFT)",
	"OSL(1)",
	"&bt BT_SEL 1",
	"&hm LSHFT A",
	"&dot_colon",
	"&twice A",
	"&kp C_AC_BACK",
	"&rgb_ug RGB_TOG",
	"&out OUT_USB",
	"&soft_off",
	"&mo 1",
	"&lt 1 A",
	"QK_USER_3",
	"QK_KB_2",
	"TL_LOWR",
	"CW_TOGG",
	"LT(20, KC_A)",
	"MY_KEY",
	"MY_CALL(1, KC_A)",
	"0x5FF1",
	"SH_T(KC_A)",
	"LM(1, MOD_LALT)",
	"TT(1)",
	"QK_GESC",
	"PB_1",
	"MS_UP",
	"UG_NEXT",
};

static const char *const option_names[] = {
	"tapping-term-ms",
	"timeout-ms",
	"flavor",
	"bindings",
	"compatible",
	"node",
	"negative-mods",
	"suppressed-mods",
	"options",
	"value",
	"retro-tap",
	"quick-tap-ms",
	"keep-mods",
	"wait-ms",
	"tap-ms",
	"release-after-ms",
	"require-prior-idle-ms",
	"slow-release",
	"#binding-cells",
	"key-positions",
	"input-processors",
	"hold-trigger-on-release",
	"no such option",
	"layers",
};

static const char *const option_texts[] = {
	"balanced",
	"tap-preferred",
	"<&kp>, <&kp>",
	"<&mo>, <&kp>",
	"zmk,behavior-sticky-key",
	"zmk,behavior-macro-one-param",
	"zmk,behavior-sensor-rotate",
	"\"a\", \"b\"",
	"<1 2 3>",
	"<(A|B)>",
};

static const char *const setting_names[] = {
	"tapping.term",
	"tapping.permissive_hold",
	"combo.term",
	"oneshot.timeout",
	"features.console",
	"features.rgblight",
	"debounce",
	"rgblight.default.hue",
	"rgblight.animations.breathing",
	"backlight.driver",
	"caps_word.enabled",
	"host.default.nkro",
	"firmware",
	"waive.zmk-near:MS_UP",
	"usb.polling_interval",
	"mousekey.delay",
	"no.such.setting",
	"tapping.chordal_hold",
	"led_matrix.default.animation",
	"leader_key.timeout",
};

struct maker {
	struct choices *c;
	bool sound; /* only what its firmware has, and what is there */
	bool zmk;   /* it is a keymap of ZMK's */
	const char *const *text;
	size_t texts;
	struct any_model *to;
};

static bool flip(struct maker *m)
{
	return choose(m->c, 2);
}

static const char *pick_text(struct maker *m)
{
	return m->text ? m->text[choose(m->c, (uint32_t)m->texts)] : words[choose(m->c, COUNT(words))];
}

static uint32_t pick_symbol(struct maker *m)
{
	return symbol(pick_text(m));
}

static struct key make_key(struct maker *m, size_t index, const struct keyboard *kb)
{
	static const char hands[] = { 0, 'L', 'R', '*' };
	int row = (int)index / kb->cols, col = (int)index % kb->cols;
	bool odd = !choose(m->c, 8);

	return (struct key){
		.x_cu = (int16_t)(odd ? (int)choose(m->c, 3000) - 100 : col * 100),
		.y_cu = (int16_t)(odd ? (int)choose(m->c, 1500) - 100 : row * 100),
		.w_cu = (int16_t)(odd ? choose(m->c, 700) : 100),
		.h_cu = (int16_t)(odd ? choose(m->c, 300) : 100),
		.turn_cdeg = (int16_t)(odd ? (int)choose(m->c, 36000) - 18000 : 0),
		.pivot_x_cu = (int16_t)(odd ? choose(m->c, 3000) : 0),
		.row = (uint8_t)row,
		.col = (uint8_t)col,
		.encoder = (int8_t)(odd && kb->encoders ? (int)choose(m->c, (uint32_t)kb->encoders) : -1),
		.hand = kb->split ? hands[choose(m->c, COUNT(hands))] : 0,
		.label = odd ? pick_symbol(m) : 0,
	};
}

/* The matrix need not be full, nor the keys in its order. */
static void make_layout(struct maker *m, struct layout *layout)
{
	const struct keyboard *kb = m->to->keyboard;
	size_t places = (size_t)(kb->rows * kb->cols), skip = choose(m->c, (uint32_t)places);

	layout->name = mem_copy_text(m->text ? pick_text(m) : "LAYOUT_odd");
	layout->key = mem_new(places, sizeof(*layout->key));
	for (size_t i = 0; i < places; i++)
		if (places == 1 || i != skip)
			layout->key[layout->keys++] = make_key(m, i, kb);
	for (size_t i = 0; choose(m->c, 2) && i + 1 < layout->keys; i += 2) {
		struct key key = layout->key[i];

		layout->key[i] = layout->key[i + 1];
		layout->key[i + 1] = key;
	}
}

static void make_keyboard(struct maker *m)
{
	static const char *const processors[] = { "atmega32u4", "RP2040", "STM32F303", "", "nrf52840" };
	struct keyboard *kb = m->to->keyboard = keyboard_new();

	kb->rows = 1 + (int)choose(m->c, 8);
	kb->cols = 1 + (int)choose(m->c, 12);
	kb->split = !choose(m->c, 3);
	kb->encoders = flip(m) ? (int)choose(m->c, 5) : 0;
	kb->usb_vid = (uint16_t)choose(m->c, 0x10000);
	kb->usb_pid = (uint16_t)choose(m->c, 0x10000);
	mem_set_text(&kb->id, m->text ? pick_text(m) : "some/keyboard");
	mem_set_text(&kb->name, pick_text(m));
	mem_set_text(&kb->manufacturer, pick_text(m));
	mem_set_text(&kb->maintainer, pick_text(m));
	mem_set_text(&kb->processor, processors[choose(m->c, COUNT(processors))]);
	mem_set_text(&kb->bootloader, flip(m) ? "caterina" : "rp2040");
	mem_set_text(&kb->board, flip(m) ? "promicro" : "");
	kb->layouts = 1;
	kb->layout = mem_new(1, sizeof(*kb->layout));
	make_layout(m, &kb->layout[0]);
}

static char *pick_pin(struct maker *m)
{
	static const char *const pins[] = { "D3", "F4", "GP12", "A10", "NO_PIN", "", "P0_13" };

	return mem_copy_text(m->text && flip(m) ? pick_text(m) : pins[choose(m->c, COUNT(pins))]);
}

static char **make_pins(struct maker *m, size_t count)
{
	char **pin = mem_new(count + 1, sizeof(*pin));

	for (size_t i = 0; i < count; i++)
		pin[i] = pick_pin(m);
	return pin;
}

static void make_hardware(struct maker *m)
{
	const struct keyboard *kb = m->to->keyboard;
	struct hardware *h = m->to->hardware = hardware_new();

	h->diodes = (enum diode_direction)choose(m->c, 3);
	h->custom_matrix = !choose(m->c, 5);
	if (choose(m->c, 4)) {
		h->matrix.rows = (size_t)(kb->split ? (kb->rows + 1) / 2 : kb->rows);
		h->matrix.cols = (size_t)kb->cols;
		h->matrix.row = make_pins(m, h->matrix.rows);
		h->matrix.col = make_pins(m, h->matrix.cols);
	}
	h->encoders = flip(m) ? (size_t)kb->encoders : 0;
	h->encoder = mem_new(h->encoders + 1, sizeof(*h->encoder));
	for (size_t i = 0; i < h->encoders; i++) {
		h->encoder[i].a = pick_pin(m);
		h->encoder[i].b = pick_pin(m);
		h->encoder[i].resolution = (int)choose(m->c, 5);
	}
	h->right_encoders = kb->split ? choose(m->c, (uint32_t)h->encoders + 1) : 0;
	h->debounce_ms = (int)choose(m->c, 12) - 1;
	mem_set_text(&h->usb_version, flip(m) ? "1.0.0" : pick_text(m));
	mem_set_text(&h->split.transport, flip(m) ? "serial" : "i2c");
	mem_set_text(&h->underglow.driver, pick_text(m));
	free(h->underglow.pin);
	h->underglow.pin = pick_pin(m);
	h->underglow.leds = (int)choose(m->c, 40);
	free(h->backlight_pin);
	h->backlight_pin = pick_pin(m);
	h->backlight_levels = (int)choose(m->c, 32);
	free(h->caps_lock_pin);
	h->caps_lock_pin = pick_pin(m);
}

static uint32_t pick_arg(struct maker *m, enum arg_type type, size_t layers)
{
	switch (type) {
	case ARG_KEY:
		return KEY(1 + choose(m->c, (uint32_t)keycode_count() - 1), flip(m) ? choose(m->c, 256) : 0);
	case ARG_LAYER:
		return choose(m->c, (uint32_t)layers + (uint32_t)!choose(m->c, 40));
	case ARG_MODS:
		return 1 + choose(m->c, 255);
	case ARG_NUMBER:
		return choose(m->c, 1 << 16);
	case ARG_DEFINITION:
		return choose(m->c, 4);
	case ARG_SYMBOL:
	case ARG_NONE:
		break;
	}
	return 0;
}

/* Texts get into actions through their parsers alone; those that are told to be others as names of one dance or layer. */
static bool parse_named(struct maker *m, struct action *action)
{
	static const char *const shapes[] = { "%s",  "%s(1, KC_A)", "TD(%s)", "LT(%s, KC_A)",
					      "&%s", "&%s A 1",     "&kp %s" };
	const char *shape = shapes[m->text ? 2 + choose(m->c, 2) : choose(m->c, COUNT(shapes))],
		   *hole = strchr(shape, '%');
	struct str text = STR_INIT;
	struct err err;
	bool parsed;

	str_add_bytes(&text, shape, (size_t)(hole - shape));
	str_add(&text, pick_text(m));
	str_add(&text, hole + 2);
	parsed = action_parse(str_text(&text), action, &err);
	str_release(&text);
	return parsed;
}

static struct action pick_action(struct maker *m, size_t layers)
{
	struct action action = { .kind = (uint16_t)choose(m->c, ACTION_KIND_COUNT) };
	struct err err;

	if (choose(m->c, 3) && action_parse(bindings[choose(m->c, COUNT(bindings))], &action, &err))
		return action;
	if (action.kind == ACTION_BEHAVIOR || action.kind == ACTION_RAW || !choose(m->c, 6))
		return parse_named(m, &action) ? action : (struct action){ .kind = ACTION_NONE };
	for (int i = 0; i < 3; i++)
		action.arg[i] = pick_arg(m, action_arg_type(action, i), layers);
	return action;
}

/* Whether a sound keymap may have it: in its firmware's words, and of layers and definitions that there are. */
static bool is_sound(const struct maker *m, const struct keymap *map, struct action action)
{
	uint32_t layer = 0;

	if (action_has_layer(action, &layer) && (layer >= keymap_layers(map) || layer > 15))
		return false;
	switch ((enum action_kind)action.kind) {
	case ACTION_BEHAVIOR:
	case ACTION_KEY_ONE_SHOT:
		return m->zmk;
	case ACTION_TAP_DANCE:
		return !m->zmk && !action.flags &&
		       action.arg[0] < keymap_definitions(map, DEFINITION_TAP_DANCE);
	case ACTION_UNICODE_MAP:
	case ACTION_UNICODE_PAIR:
		return !m->zmk && action.arg[0] < keymap_definitions(map, DEFINITION_UNICODE) &&
		       action.arg[1] < keymap_definitions(map, DEFINITION_UNICODE);
	case ACTION_RAW:
	case ACTION_RAW_NUMBER:
		return false;
	default:
		return m->zmk || action_is_qmk(action);
	}
}

static struct action pick_sound(struct maker *m, const struct keymap *map)
{
	for (int tries = 0; tries < 8; tries++) {
		struct action action = pick_action(m, keymap_layers(map));

		if (!m->sound || is_sound(m, map, action))
			return action;
	}
	return (struct action){ .kind = ACTION_TRANSPARENT };
}

/* The sample's, with other texts where all of them are to be others. */
static void add_as_sample(struct maker *m, struct keymap *map, const struct capability_definition *from)
{
	struct keymap *made = keymap_new(1, 1, 0);
	struct step step[CAPABILITY_STEPS];
	struct setting option[CAPABILITY_OPTIONS];
	struct definition d;

	capability_add_definition(made, from);
	d = *keymap_definition(made, from->kind, 0);
	for (size_t i = 0; i < d.steps; i++)
		step[i] = d.step[i];
	for (size_t i = 0; i < d.options; i++)
		option[i] = d.option[i];
	if (m->text) {
		d.name = d.name ? pick_symbol(m) : 0;
		d.text = flip(m) ? pick_symbol(m) : d.text;
		for (size_t i = 0; i < d.steps; i++)
			step[i].text = step[i].op == STEP_TEXT ? pick_symbol(m) : 0;
		for (size_t i = 0; i < d.options; i++)
			if (option[i].type == SETTING_TEXT && !choose(m->c, 3))
				option[i].text = pick_symbol(m);
	}
	d.step = step;
	d.option = option;
	keymap_add_definition(map, &d);
	keymap_unref(made);
}

/* What a sample has, when nothing there has its name. */
static void add_sample(struct maker *m, struct keymap *map)
{
	const struct capability_sample *s =
		capability_sample_at(choose(m->c, (uint32_t)capability_sample_count()));
	bool fits = m->zmk == !strcmp(s->native, "zmk");

	for (size_t i = 0; i < CAPABILITY_DEFINITIONS && s->definition[i]; i++) {
		const struct capability_definition *d = s->definition[i];

		for (size_t j = 0; j < keymap_definitions(map, d->kind); j++)
			fits &= keymap_definition(map, d->kind, j)->name != symbol(d->name ? d->name : "");
		for (size_t p = 0; p < COUNT(d->position); p++)
			fits &= d->position[p] < keymap_keys(map);
		fits &= !d->layer_mask || keymap_layers(map) > 3;
	}
	for (size_t i = 0; i < CAPABILITY_SETTINGS && s->setting[i].name; i++)
		fits &= !keymap_find_setting(map, s->setting[i].name);
	for (size_t i = 0; fits && i < CAPABILITY_DEFINITIONS && s->definition[i]; i++)
		add_as_sample(m, map, s->definition[i]);
	for (size_t i = 0; fits && i < CAPABILITY_SETTINGS && s->setting[i].name; i++)
		keymap_add_setting(map, capability_make_setting(&s->setting[i]));
}

static struct setting pick_setting(struct maker *m, const char *name, const char *const *text, size_t texts)
{
	struct setting setting = { .name = symbol(name), .type = (uint16_t)choose(m->c, 3) };

	if (setting.type == SETTING_BOOL)
		setting.number = choose(m->c, 2);
	else if (setting.type == SETTING_NUMBER)
		setting.number = (int64_t)choose(m->c, 3000) - (choose(m->c, 20) ? 0 : 2000);
	else
		setting.text = flip(m) ? symbol(text[choose(m->c, (uint32_t)texts)]) : pick_symbol(m);
	return setting;
}

static void add_definition(struct maker *m, struct keymap *map)
{
	struct step step[6];
	uint16_t position[4];
	struct setting option[4];
	struct definition d = { .kind = (uint16_t)choose(m->c, DEFINITION_KIND_COUNT),
				.steps = choose(m->c, COUNT(step) + 1),
				.positions = choose(m->c, COUNT(position) + 1),
				.options = choose(m->c, COUNT(option) + 1),
				.step = step,
				.position = position,
				.option = option };

	for (size_t i = 0; i < d.steps; i++) {
		step[i] = (struct step){ .op = (uint16_t)choose(m->c, STEP_RESULT + 1),
					 .value = (int32_t)choose(m->c, 300) - 2 };
		if (step[i].op == STEP_TEXT)
			step[i].text = pick_symbol(m);
		else if (step[i].op != STEP_DELAY && step[i].op != STEP_BEEP)
			step[i].action = pick_action(m, keymap_layers(map));
	}
	for (size_t i = 0; i < d.positions; i++)
		position[i] =
			(uint16_t)choose(m->c, (uint32_t)keymap_keys(map) + (uint32_t)!choose(m->c, 40));
	for (size_t i = 0; i < d.options; i++)
		option[i] = pick_setting(m,
					 m->text && !choose(m->c, 4)
						 ? pick_text(m)
						 : option_names[choose(m->c, COUNT(option_names))],
					 option_texts, COUNT(option_texts));
	d.mods = (uint8_t)(flip(m) ? choose(m->c, 256) : 0);
	d.name = choose(m->c, 4) ? pick_symbol(m) : 0;
	d.text = flip(m) ? pick_symbol(m) : 0;
	d.layer_mask = flip(m) ? choose(m->c, 1u << (keymap_layers(map) < 20 ? keymap_layers(map) : 20)) : 0;
	keymap_add_definition(map, &d);
}

static void make_keymap(struct maker *m)
{
	size_t layers = choose(m->c, 12) ? 1 + choose(m->c, 5) : 1 + choose(m->c, KEYMAP_MAX_LAYERS);
	size_t keys = m->to->keyboard->layout[0].keys, encoders = (size_t)m->to->keyboard->encoders;
	struct keymap *map = m->to->map = keymap_new(layers, keys, encoders);

	if (m->zmk)
		keymap_add_setting(map,
				   (struct setting){ symbol("firmware"), SETTING_TEXT, 0, symbol("zmk") });
	for (uint32_t left = choose(m->c, 12); m->sound && left; left--)
		add_sample(m, map);
	for (size_t layer = 0; layer < layers; layer++) {
		for (size_t key = 0; key < keys; key++)
			keymap_put(map, layer, key, pick_sound(m, map));
		for (size_t turn = 0; turn < encoders * TURN_COUNT; turn++)
			keymap_put_turn(map, layer, turn / TURN_COUNT, (enum turn)(turn % TURN_COUNT),
					pick_sound(m, map));
		if (flip(m))
			keymap_put_layer_name(map, layer, pick_symbol(m));
	}
	for (uint32_t left = m->sound ? 0 : choose(m->c, 10); left; left--)
		add_definition(m, map);
	for (uint32_t left = m->sound ? 0 : choose(m->c, 6); left; left--)
		keymap_add_setting(map,
				   pick_setting(m,
						m->text && !choose(m->c, 3)
							? pick_text(m)
							: setting_names[choose(m->c, COUNT(setting_names))],
						words, COUNT(words)));
}

void any_model_make(struct choices *choices, const char *const *text, size_t texts, struct any_model *out)
{
	static const char *const revisions[] = { NULL, "v0.3", "main", "0.0.5", "no such" };
	struct maker maker = { .c = choices, .text = text, .texts = texts, .to = out };

	*out = (struct any_model){ 0 };
	maker.sound = choose(choices, 3);
	maker.zmk = !choose(choices, 3);
	make_keyboard(&maker);
	if (flip(&maker))
		make_hardware(&maker);
	make_keymap(&maker);
	out->in = (struct compile_input){
		.keyboard = out->keyboard,
		.layout = &out->keyboard->layout[0],
		.map = out->map,
		.keymap_name = "default",
		.language = choose(choices, 4) ? NULL : "german",
		.revision = revisions[choose(choices, maker.sound ? 3 : COUNT(revisions))],
		.hardware = out->hardware,
	};
}

void any_model_release(struct any_model *model)
{
	keymap_unref(model->map);
	hardware_free(model->hardware);
	keyboard_free(model->keyboard);
}
