/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiled.h"
#include "qmk_host.h"
#include "rich_keymap.h"
#include "tap.h"

/* Compiled keymaps are run: what a person presses, and what comes of it. */

/* What @code prints in a program that has the keymap and tests/lib/qmk_play.h; the caller frees. */
static char *play(const struct keymap *map, const char *code)
{
	const char *srcdir = getenv("srcdir");
	char dir[] = "/tmp/keyplane-played-XXXXXX";
	struct keyboard *kb = tiny_keyboard(1, (int)keymap_keys(map), 0);
	struct result r = compile(kb, map);
	struct str board = STR_INIT, program = STR_INIT, command = STR_INIT, out = STR_INIT;
	char buf[4096];
	FILE *pipe = NULL;
	size_t n;

	if (!r.ok || !mkdtemp(dir)) {
		release(&r);
		keyboard_free(kb);
		return mem_copy_text(r.err.text);
	}
	host_board(&board, kb, &kb->layout[0]);
	str_addf(&program,
		 "#define QMK_KEYBOARD_H \"board.h\"\n#include \"board.h\"\nconst char *sent;\n"
		 "#include \"keymap.c\"\n#include \"qmk_play.h\"\nint main(void)\n{\n%s\n\treturn 0;\n}\n",
		 code);
	str_addf(&command,
		 "cd %s && cc -std=gnu11 -w -I\"$OLDPWD/%s/tests/lib\" -I%s/tests/lib -o played main.c && "
		 "./played; "
		 "rm -rf %s",
		 dir, srcdir ? srcdir : ".", srcdir ? srcdir : ".", dir);
	if (host_put(dir, "board.h", str_text(&board)) && host_put(dir, "main.c", str_text(&program)) &&
	    host_put(dir, "keymap.c", text_of(&r, "keymap.c")))
		pipe = popen(str_text(&command), "r");
	while (pipe && (n = fread(buf, 1, sizeof(buf), pipe)))
		str_add_bytes(&out, buf, n);
	if (pipe)
		pclose(pipe);
	str_release(&board);
	str_release(&program);
	str_release(&command);
	release(&r);
	keyboard_free(kb);
	return str_take(&out);
}

static void plays(const struct keymap *map, const char *code, const char *want, const char *what)
{
	char *have = play(map, code);

	is_text(have, want, "%s", what);
	free(have);
}

static struct keymap *one_dance(const int *taps, const char *const *action, size_t count)
{
	struct keymap *map = keymap_new(2, 1, 0);
	struct rich dance = rich(DEFINITION_TAP_DANCE, "D", "");

	keymap_put(map, 0, 0, tiny_action("TD(0)"));
	for (size_t i = 0; i < count; i++)
		rich_step(&dance, STEP_RESULT, taps[i], action[i]);
	rich_add(map, &dance);
	return map;
}

/* As Vial has them: tap, hold, double tap, tap and hold. */
static void test_full_dance(void)
{
	static const int taps[] = { 1, -1, 2, -2 };
	static const char *const action[] = { "KC_A", "MO(1)", "KC_B", "KC_C" };
	struct keymap *map = one_dance(taps, action, COUNT(taps));

	plays(map,
	      "play_dance(&tap_dance_actions[0], \"dut\");\n"
	      "play_dance(&tap_dance_actions[0], \"dtu\");\n"
	      "play_dance(&tap_dance_actions[0], \"dudut\");\n"
	      "play_dance(&tap_dance_actions[0], \"dudtu\");\n"
	      "play_dance(&tap_dance_actions[0], \"diu\");\n"
	      "play_dance(&tap_dance_actions[0], \"dudiu\");\n"
	      "play_dance(&tap_dance_actions[0], \"dududut\");\n"
	      "play_dance(&tap_dance_actions[0], \"dudududut\");\n",
	      " +0004 -0004\n"
	      " +L1 -L1\n"
	      " +0005 -0005\n"
	      " +0006 -0006\n"
	      " +0004 -0004\n"
	      " *0004 +0004 -0004\n"
	      " *0004 *0004 *0004\n"
	      " *0004 *0004 *0004 *0004\n",
	      "a dance with a result for each way");
	keymap_unref(map);
}

static void test_other_dances(void)
{
	static const int hold[] = { 1, -1 }, gaps[] = { 1, 3 };
	static const char *const hold_action[] = { "KC_A", "KC_LSFT" }, *const gap_action[] = { "KC_A",
												"QK_BOOT" };
	struct keymap *map = one_dance(hold, hold_action, 2);

	plays(map,
	      "play_dance(&tap_dance_actions[0], \"dut\");\n"
	      "play_dance(&tap_dance_actions[0], \"dtu\");\n"
	      "play_dance(&tap_dance_actions[0], \"dudut\");\n"
	      "play_dance(&tap_dance_actions[0], \"dudtu\");\n",
	      " +0004 -0004\n"
	      " +00e1 -00e1\n"
	      " *0004 +0004 -0004\n"
	      " *0004 +00e1 -00e1\n",
	      "one that is held or tapped");
	keymap_unref(map);
	map = one_dance(gaps, gap_action, 2);
	plays(map,
	      "play_dance(&tap_dance_actions[0], \"dut\");\n"
	      "play_dance(&tap_dance_actions[0], \"dudut\");\n"
	      "play_dance(&tap_dance_actions[0], \"dududu\");\n",
	      " +0004 -0004\n"
	      " *0004 +0004 -0004\n"
	      " >7c00 <7c00\n",
	      "one that ends with its third tap, without waiting");
	keymap_unref(map);
}

static void add_condition(struct keymap *map, uint32_t when, const char *then)
{
	struct rich r = rich(DEFINITION_CONDITION, "", "");

	r.definition.layer_mask = when;
	rich_step(&r, STEP_RESULT, 0, then);
	rich_add(map, &r);
}

#define TRY_ALL                                  \
	"for (unsigned s = 0; s < 64; s += 2)\n" \
	"	printf(\"%x \", (unsigned)layer_state_set_user(s));\n"

/* The least state that has what is asked for and fulfils all, found by trying. */
static void add_states(const uint32_t (*condition)[2], size_t count, struct str *out)
{
	for (uint32_t s = 0; s < 64; s += 2) {
		uint32_t state = s, before;

		for (size_t i = 0; i < count; i++)
			state &= ~(UINT32_C(1) << condition[i][1]);
		do {
			before = state;
			for (size_t i = 0; i < count; i++)
				if (((state | 1) & condition[i][0]) == condition[i][0])
					state |= UINT32_C(1) << condition[i][1];
		} while (state != before);
		str_addf(out, "%x ", state);
	}
}

static void test_conditions(void)
{
	static const uint32_t sets[][3][2] = {
		{ { 0x06, 3 }, { 0x06, 3 }, { 0x06, 3 } }, /* as tri layers are */
		{ { 0x18, 5 }, { 0x06, 3 }, { 0x02, 4 } }, /* each needs a later one */
		{ { 0x0a, 4 }, { 0x12, 3 }, { 0x06, 5 } }, /* two wait for each other */
		{ { 0x0a, 4 }, { 0x10, 3 }, { 0x06, 4 } }, /* and are started by a third */
		{ { 0x07, 3 }, { 0x09, 5 }, { 0x20, 4 } }, /* the default layer is on */
	};

	for (size_t i = 0; i < COUNT(sets); i++) {
		struct keymap *map = keymap_new(6, 1, 0);
		struct str want = STR_INIT;

		for (size_t c = 0; c < 3; c++) {
			char then[12];

			snprintf(then, sizeof(then), "MO(%u)", (unsigned)sets[i][c][1]);
			add_condition(map, sets[i][c][0], then);
		}
		add_states(sets[i], 3, &want);
		plays(map, TRY_ALL, str_text(&want), "layers by other layers");
		str_release(&want);
		keymap_unref(map);
	}
}

#define PRESS(keycode)                                                              \
	"process_record_user(" keycode ", &(keyrecord_t){ .event = { true } });\n"  \
	"printf(\" hidden %02x\", play_hidden);\n"                                  \
	"process_record_user(" keycode ", &(keyrecord_t){ .event = { false } });\n" \
	"printf(\" hidden %02x\\n\", play_hidden);\n"

static void test_own_keycodes(void)
{
	struct keymap *map = keymap_new(1, 3, 0);
	struct rich morph = rich(DEFINITION_OVERRIDE, "dot_colon", ""),
		    mixed = rich(DEFINITION_MACRO, "", "");

	keymap_put(map, 0, 0, tiny_action("&dot_colon"));
	keymap_put(map, 0, 1, tiny_action("&kt LSHFT"));
	keymap_put(map, 0, 2, tiny_action("QK_MACRO_0"));
	rich_step(&morph, STEP_RESULT, 0, "KC_DOT");
	rich_step(&morph, STEP_RESULT, 0, "KC_COLN");
	morph.definition.mods = MOD_LSFT | MOD_LCTL;
	rich_number(&morph, "keep-mods", MOD_LCTL);
	rich_add(map, &morph);
	rich_step(&mixed, STEP_TAP, 0, "OSL(0)");
	rich_step(&mixed, STEP_TAP, 0, "LM(0, MOD_LCTL)");
	rich_step(&mixed, STEP_RESULT, 0, "&macro_pause_for_release");
	rich_step(&mixed, STEP_TAP, 0, "TO(0)");
	rich_add(map, &mixed);
	plays(map,
	      PRESS("DOT_COLON") "play_mods = MOD_BIT(KC_LSFT);\n" PRESS(
		      "DOT_COLON") "play_mods = MOD_BIT(KC_LCTL);\n" PRESS("DOT_COLON") PRESS("TOGGLE_LSFT")
		      PRESS("TOGGLE_LSFT") PRESS("QK_MACRO_0"),
	      " +0037 hidden 00 -0037 hidden 00\n"
	      " +0233 hidden 02 -0233 hidden 00\n"
	      " +0233 hidden 02 -0233 hidden 00\n"
	      " +00e1 hidden 00 hidden 00\n"
	      " -00e1 hidden 00 hidden 00\n"
	      " oneshot L0 3 cleared 1 >5001 <5001 hidden 00 =L0 hidden 00\n",
	      "keys that are none of QMK's, and a macro of more than keys");
	keymap_unref(map);
}

static void add_alt_repeat(struct keymap *map, const char *key, const char *alternate, uint8_t mods,
			   const char *option)
{
	struct rich r = rich(DEFINITION_ALT_REPEAT, "", "");

	r.definition.mods = mods;
	rich_step(&r, STEP_RESULT, 0, key);
	rich_step(&r, STEP_RESULT, 0, alternate);
	if (option)
		rich_switch(&r, option, strcmp(option, "enabled") != 0);
	rich_add(map, &r);
}

#define ASK(code, mods) "printf(\" %04x\", get_alt_repeat_key_keycode_user(" #code ", " #mods "));\n"

/* As Vial's firmware finds them; 0001 leaves it to QMK. */
static void test_alt_repeats(void)
{
	struct keymap *map = keymap_new(1, 1, 0);

	keymap_put(map, 0, 0, tiny_action("QK_AREP"));
	add_alt_repeat(map, "KC_A", "KC_B", 0, NULL);
	add_alt_repeat(map, "LCTL(KC_A)", "KC_C", 0, NULL);
	add_alt_repeat(map, "KC_D", "RCTL(KC_E)", MOD_LSFT, "bidirectional");
	add_alt_repeat(map, "LSFT(KC_F)", "LT(1, KC_G)", MOD_LALT, "ignore-handedness");
	add_alt_repeat(map, "KC_H", "KC_I", 0, "enabled");
	add_alt_repeat(map, "KC_A", "KC_Z", MOD_LCTL, NULL);
	plays(map, ASK(KC_A, 0) ASK(KC_A, 0x01) ASK(KC_A, 0x10) ASK(LCTL(KC_A), 0) ASK(LCTL_T(KC_A), 0),
	      " 0005 0006 0001 0006 0005", "those with more modifiers, which must be held, come first");
	plays(map,
	      ASK(KC_D, 0) ASK(KC_D, 0x02) ASK(KC_D, 0x20) ASK(KC_D, 0x01) ASK(RCTL(KC_E), 0) ASK(KC_E, 0x12)
		      ASK(KC_E, 0x01),
	      " 1108 1108 0001 0001 0007 0007 0001", "other modifiers may be held that are said; both ways");
	plays(map, ASK(KC_F, 0) ASK(KC_F, 0x02) ASK(KC_F, 0x20) ASK(KC_F, 0x60) ASK(KC_G, 0) ASK(KC_H, 0),
	      " 0001 000a 000a 000a 0001 0001",
	      "either hand; a dual-role key is tapped; what is switched off is not there");
	add_alt_repeat(map, "KC_J", "KC_K", MOD_LGUI, "default");
	plays(map, ASK(KC_H, 0) ASK(KC_H, 0x08) ASK(KC_H, 0x01) ASK(KC_J, 0) ASK(KC_A, 0) ASK(MO(1), 0),
	      " 000e 000e 0001 000e 0005 000e", "what is done behind all the others");
	keymap_unref(map);
}

int main(void)
{
	if (!host_has_compiler()) {
		printf("1..0 # SKIP set CC to a C compiler\n");
		return 0;
	}
	test_full_dance();
	test_other_dances();
	test_conditions();
	test_own_keycodes();
	test_alt_repeats();
	return tap_done();
}
