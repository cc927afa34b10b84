/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/keycode.h"
#include "qmk_private.h"

/*
 * What a key does, as statements: QMK's own functions for what is common (action_layer.h, action_util.h, quantum.h), and
 * for the rest the keycode handed to QMK as if a key were pressed.
 */

enum { BASIC_MAX = 0xff };

/* What stands for the action's arguments: %L its layer, %M its modifiers as bits, %K its keycode. */
static const struct statement {
	enum action_kind kind;
	const char *press, *release, *tap; /* NULL: press and release, one after the other */
} statements[] = {
	{ ACTION_KEY, "register_code16(%K);", "unregister_code16(%K);", "tap_code16(%K);" },
	{ ACTION_LAYER_MOMENTARY, "layer_on(%L);", "layer_off(%L);", NULL },
	{ ACTION_LAYER_TOGGLE, "layer_invert(%L);", "", NULL },
	{ ACTION_LAYER_TO, "layer_move(%L);", "", NULL },
	{ ACTION_LAYER_DEFAULT, "default_layer_set((layer_state_t)1 << %L);", "", NULL },
	{ ACTION_LAYER_ONE_SHOT, "set_oneshot_layer(%L, ONESHOT_START);",
	  "clear_oneshot_layer_state(ONESHOT_PRESSED);", NULL },
	{ ACTION_MOD_ONE_SHOT, "add_oneshot_mods(%M);", "", NULL },
};

void qmk_add_mod_bits(unsigned mods, struct str *out)
{
	static const struct {
		unsigned mods;
		const char *name;
	} rows[] = {
		{ MOD_LCTL | MOD_RCTL, "MOD_MASK_CTRL" }, { MOD_LSFT | MOD_RSFT, "MOD_MASK_SHIFT" },
		{ MOD_LALT | MOD_RALT, "MOD_MASK_ALT" },  { MOD_LGUI | MOD_RGUI, "MOD_MASK_GUI" },
		{ MOD_LCTL, "MOD_BIT(KC_LCTL)" },         { MOD_LSFT, "MOD_BIT(KC_LSFT)" },
		{ MOD_LALT, "MOD_BIT(KC_LALT)" },         { MOD_LGUI, "MOD_BIT(KC_LGUI)" },
		{ MOD_RCTL, "MOD_BIT(KC_RCTL)" },         { MOD_RSFT, "MOD_BIT(KC_RSFT)" },
		{ MOD_RALT, "MOD_BIT(KC_RALT)" },         { MOD_RGUI, "MOD_BIT(KC_RGUI)" },
	};
	const char *bar = "";

	for (size_t i = 0; i < COUNT(rows); i++) {
		if ((mods & rows[i].mods) != rows[i].mods)
			continue;
		str_addf(out, "%s%s", bar, rows[i].name);
		mods &= ~rows[i].mods;
		bar = " | ";
	}
	if (!*bar)
		str_add_char(out, '0');
}

bool qmk_is_plain_key(struct action action)
{
	return action.kind == ACTION_KEY && keycode_get(KEY_CODE(action.arg[0]))->value <= BASIC_MAX;
}

static const struct statement *find_statement(struct action action)
{
	for (size_t i = 0; i < COUNT(statements); i++)
		if (statements[i].kind == action.kind &&
		    (action.kind != ACTION_KEY || qmk_is_plain_key(action)))
			return &statements[i];
	return NULL;
}

static void add_line(struct qmk *q, struct action action, const char *form, int indent, struct str *out)
{
	if (!*form)
		return;
	str_pad(out, ' ', (size_t)indent);
	for (; *form; form++) {
		if (*form != '%') {
			str_add_char(out, *form);
			continue;
		}
		form++;
		if (*form == 'L')
			qmk_print_layer(action.arg[0], &q->names, out);
		else if (*form == 'M')
			qmk_add_mod_bits(action.arg[0], out);
		else
			qmk_add_action(q, action, out);
	}
	str_add_char(out, '\n');
}

/* Held or tapped is told by keys alone: played by code, such a key is tapped. */
static struct action without_hold(struct qmk *q, struct action action)
{
	bool first = action.kind == ACTION_SWAP_HANDS_TAP;
	struct action key = { .kind = ACTION_KEY, .arg = { action.arg[first ? 0 : 1] } };
	struct str text = STR_INIT, tap = STR_INIT;

	if (!first && action.kind != ACTION_MOD_TAP && action.kind != ACTION_LAYER_TAP)
		return action;
	action_print(action, &text);
	action_print(key, &tap);
	qmk_lose(q, LOSS_NEAR, str_text(&text), str_text(&tap),
		 "%s becomes %s where it is no key that is pressed: holding it is left out", str_text(&text),
		 str_text(&tap));
	str_release(&text);
	str_release(&tap);
	return key;
}

/* Through a function of ours, which takes the keycode and whether it goes down. */
static void add_calls(struct qmk *q, struct action action, enum qmk_helper helper, enum qmk_phase phase,
		      int indent, struct str *out)
{
	const char *function = helper == QMK_PRESS_OWN ? "press_own" : "press_keycode";
	struct str keycode = STR_INIT;

	q->helper[helper] = true;
	qmk_add_action(q, action, &keycode);
	for (int i = 0; i < 2; i++) {
		if (phase == (i ? QMK_PRESS : QMK_RELEASE))
			continue;
		str_pad(out, ' ', (size_t)indent);
		str_addf(out, "%s(%s, %s);\n", function, str_text(&keycode), i ? "false" : "true");
	}
	str_release(&keycode);
}

/* press_keycode() takes a record that carries its keycode, which QMK's has for combos and for the repeat key. */
static bool can_press_keycodes(struct qmk *q, struct action action)
{
	struct str text = STR_INIT;
	bool can;

	action_print(action, &text);
	can = (q->dialect >= DIALECT_QMK_0_0_2 && keymap_definitions(q->map, DEFINITION_COMBO) &&
	       qmk_need(q, QMK_COMBO, "a combo")) ||
	      qmk_need(q, QMK_REPEAT_KEY, str_text(&text));
	if (!can)
		qmk_lose(q, LOSS_ALL, str_text(&text), "nothing",
			 "%s does nothing where it is no key that is pressed: that takes the feature "
			 "repeat_key",
			 str_text(&text));
	str_release(&text);
	return can;
}

static bool is_played_by_us(const struct qmk *q, struct action action)
{
	size_t index;

	return qmk_own_of(q, action) || qmk_find_macro(q, action, &index);
}

static bool lose_circle(struct qmk *q, struct action action)
{
	bool nested = action.kind == ACTION_TAP_DANCE && q->playing.kind == DEFINITION_TAP_DANCE;
	struct str text = STR_INIT;

	if (!nested && !qmk_plays_itself(q, action))
		return false;
	action_print(action, &text);
	qmk_lose(q, LOSS_ALL, str_text(&text), "left out", "%s is left out here: %s", str_text(&text),
		 nested ? "no tap dance can begin in another one" : "it would never end");
	str_release(&text);
	return true;
}

void qmk_add_statement(struct qmk *q, struct action action, enum qmk_phase phase, int indent, struct str *out)
{
	const struct statement *s;

	q->quiet = phase == QMK_RELEASE;
	action = qmk_fit_action(q, action);
	action = without_hold(q, action);
	s = find_statement(action);
	if (action.kind == ACTION_NONE || action.kind == ACTION_TRANSPARENT || lose_circle(q, action))
		;
	else if (is_played_by_us(q, action)) {
		add_calls(q, action, QMK_PRESS_OWN, phase, indent, out);
	} else if (s && s->tap && phase == QMK_TAP) {
		add_line(q, action, s->tap, indent, out);
	} else if (s) {
		if (phase != QMK_RELEASE)
			add_line(q, action, s->press, indent, out);
		if (phase != QMK_PRESS)
			add_line(q, action, s->release, indent, out);
	} else if (can_press_keycodes(q, action)) {
		add_calls(q, action, QMK_PRESS_KEYCODE, phase, indent, out);
	}
	q->quiet = false;
}

void qmk_write_helpers(struct qmk *q, struct str *out)
{
	static const char *const text[QMK_HELPER_COUNT] = {
		[QMK_ACTIVE_MODS] = "\n"
				    "static uint8_t active_mods(void) {\n"
				    "#ifdef NO_ACTION_ONESHOT\n"
				    "    return get_mods();\n"
				    "#else\n"
				    "    return get_mods() | get_oneshot_mods();\n"
				    "#endif\n"
				    "}\n",
		[QMK_HIDE_MODS] = "\n"
				  "void set_suppressed_override_mods(uint8_t mods);\n"
				  "void clear_suppressed_override_mods(void);\n",
		[QMK_PRESS_KEYCODE] = "\n"
				      "static void press_keycode(uint16_t keycode, bool pressed) {\n"
				      "    process_record(&(keyrecord_t){.event = MAKE_COMBOEVENT(pressed), "
				      ".keycode = keycode});\n"
				      "}\n",
		[QMK_PRESS_OWN] =
			"\n"
			"static void press_own(uint16_t keycode, bool pressed) {\n"
			"    process_record_user(keycode, &(keyrecord_t){.event = {.pressed = pressed}});\n"
			"}\n",
	};

	for (size_t i = 0; i < COUNT(text); i++)
		if (q->helper[i])
			str_add(out, text[i]);
}
