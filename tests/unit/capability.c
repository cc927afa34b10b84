/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/capability.h"
#include "made.h"
#include "tap.h"
#include "tiny.h"

static void test_rows(void)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	size_t wrong = 0;

	for (size_t i = 0; i < capability_sample_count(); i++) {
		const struct capability_sample *s = capability_sample_at(i);
		bool apart = false;

		for (size_t j = i + 1; j < capability_sample_count(); j++) {
			bool same = !strcmp(capability_sample_at(j)->group, s->group);

			apart |= !same;
			wrong += same && apart;
		}
		wrong += capability_sample_find(s->id) != s || s->id[strspn(s->id, letters)] || !s->help[0] ||
			 s->help[strlen(s->help) - 1] == '.';
	}
	ok(!wrong && capability_sample_count() > 100, "%zu rows, ids are unique, groups stand together",
	   capability_sample_count());
	ok(!capability_sample_find("no-such-row"), "one that there is not");
}

static void test_target(const struct target *target)
{
	size_t count[CAPABILITY_NONE + 1] = { 0 }, hidden = 0, unsaid = 0;

	for (size_t i = 0; i < capability_sample_count(); i++) {
		const struct capability_sample *s = capability_sample_at(i);
		struct capability got;

		capability_try(s, target, NULL, &got);
		count[got.match]++;
		if (got.silent) {
			printf("# %s drops %s in silence\n", target->name, s->id);
			hidden++;
		}
		if (got.match != CAPABILITY_EXACT && !got.silent && !got.told.count) {
			printf("# %s does not say why %s is not exact\n", target->name, s->id);
			unsaid++;
		}
		capability_release(&got);
	}
	ok(!hidden, "%s drops nothing in silence", target->name);
	ok(!unsaid, "%s: %zu exact, %zu near, %zu not; all that is not exact is told", target->name,
	   count[CAPABILITY_EXACT], count[CAPABILITY_NEAR], count[CAPABILITY_NONE]);
	ok(count[CAPABILITY_EXACT] > 10, "%s has exact ones", target->name);
}

/* What a firmware that a row comes from does not have as it is, for a reason. */
static const struct {
	const char *id, *reason;
} not_exact[] = {
	{ "layer-tap-many", "QMK's LT has four bits for the layer" },
	{ "tap-dance-code", "the function is not there" },
};

static bool may_differ(const char *id)
{
	for (size_t i = 0; i < COUNT(not_exact); i++)
		if (!strcmp(not_exact[i].id, id))
			return true;
	return false;
}

static void test_natives(void)
{
	size_t wrong = 0;

	for (size_t i = 0; i < capability_sample_count(); i++) {
		const struct capability_sample *s = capability_sample_at(i);
		const struct target *target = target_find(s->native);
		struct capability got = { 0 };

		if (target)
			capability_try(s, target, strcmp(s->native, "zmk") ? NULL : "main", &got);
		if (!target || (got.match == CAPABILITY_EXACT) == may_differ(s->id)) {
			printf("# %s in %s: %s\n", s->id, s->native,
			       got.told.count ? got.told.item[0].text : "exact, or no such target");
			wrong++;
		}
		capability_release(&got);
	}
	ok(!wrong, "each row is exact in the firmware that it comes from");
}

/* What single actions are, with the definitions of a keymap. */
static void test_probe(void)
{
	static const struct {
		const char *text;
		enum capability_match match;
	} row[] = {
		{ "KC_A", CAPABILITY_EXACT },          { "MO(1)", CAPABILITY_EXACT },
		{ "&bt BT_CLR_ALL", CAPABILITY_NONE }, { "TD(0)", CAPABILITY_EXACT },
		{ "&bt BT_CLR_ALL", CAPABILITY_NONE },
	};
	struct keyboard *kb = tiny_keyboard(1, 4, 0);
	struct keymap *map = keymap_new(2, 4, 0);
	struct made dance = make_definition(DEFINITION_TAP_DANCE, "ESC_CAPS");
	struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .map = map, .keymap_name = "default"
	};
	struct capability_probe *probe;

	made_step(&dance, STEP_RESULT, 1, tiny_action("KC_ESC"));
	made_step(&dance, STEP_RESULT, 2, tiny_action("KC_CAPS"));
	made_put(map, &dance);
	probe = capability_probe_new(target_find("qmk"), &in);
	for (size_t i = 0; i < COUNT(row); i++) {
		struct capability_of_action got = capability_probe_action(probe, tiny_action(row[i].text));

		ok(got.match == row[i].match && !got.text[0] == (got.match == CAPABILITY_EXACT),
		   "%s on a key of QMK's: %s", row[i].text, got.text);
	}
	capability_probe_free(probe);
	keymap_unref(map);
	keyboard_free(kb);
}

int main(void)
{
	test_rows();
	test_probe();
	test_natives();
	for (size_t i = 0; i < target_count(); i++)
		test_target(target_at(i));
	return tap_done();
}
