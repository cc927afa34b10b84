/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "zmk_tapping.h"

enum { TERM_MS = 200 }; /* QMK's TAPPING_TERM; ZMK's of &mt and &lt */

static const struct setting *find_number(const struct keymap *map, const char *name)
{
	const struct setting *setting = keymap_find_setting(map, name);

	return setting && setting->type == SETTING_NUMBER ? setting : NULL;
}

static bool is_on(const struct keymap *map, const char *name)
{
	const struct setting *setting = keymap_find_setting(map, name);

	return setting && setting->type != SETTING_TEXT && setting->number;
}

struct zmk_tapping zmk_tapping_of_settings(const struct keymap *map)
{
	const struct setting *term = find_number(map, "tapping.term");
	const struct setting *quick = find_number(map, "tapping.quick_tap_term");
	const struct setting *idle = find_number(map, "tapping.flow_tap_term");
	struct zmk_tapping tapping = { .term_ms = term ? term->number : TERM_MS,
				       .idle_ms = idle && idle->number > 0 ? idle->number : -1,
				       .retro = is_on(map, "tapping.retro"),
				       .undecided = is_on(map, "tapping.speculative_hold") };

	tapping.quick_tap_ms = quick ? quick->number : tapping.term_ms;
	if (tapping.quick_tap_ms <= 0)
		tapping.quick_tap_ms = -1;
	tapping.flavor = symbol(is_on(map, "tapping.hold_on_other_key_press") ? "hold-preferred"
				: is_on(map, "tapping.permissive_hold")       ? "balanced"
									      : "tap-preferred");
	return tapping;
}

struct zmk_tapping zmk_tapping_by_itself(const char *ref)
{
	bool is_lt = ref && !strcmp(ref, "lt");

	return (struct zmk_tapping){ .flavor = symbol(is_lt ? "tap-preferred" : "hold-preferred"),
				     .term_ms = TERM_MS,
				     .quick_tap_ms = -1,
				     .idle_ms = -1 };
}

static void read_number(const struct definition *d, const char *name, int64_t *to)
{
	const struct setting *option = definition_option(d, name);

	if (option && option->type == SETTING_NUMBER)
		*to = option->number > 0 ? option->number : -1;
	else if (option && option->type == SETTING_BOOL && !option->number)
		*to = -1;
}

static void read_flag(const struct definition *d, const char *name, bool *to)
{
	const struct setting *option = definition_option(d, name);

	if (option && option->type == SETTING_BOOL)
		*to = option->number != 0;
}

struct zmk_tapping zmk_tapping_with(struct zmk_tapping tapping, const struct definition *definition)
{
	const struct setting *flavor = definition_option(definition, "flavor");
	int64_t term = -1;

	if (flavor && flavor->type == SETTING_TEXT)
		tapping.flavor = flavor->text;
	read_number(definition, "tapping-term-ms", &term);
	if (term > 0)
		tapping.term_ms = term;
	read_number(definition, "quick-tap-ms", &tapping.quick_tap_ms);
	read_number(definition, "require-prior-idle-ms", &tapping.idle_ms);
	read_flag(definition, "retro-tap", &tapping.retro);
	read_flag(definition, "hold-while-undecided", &tapping.undecided);
	return tapping;
}

bool zmk_tapping_equal(const struct zmk_tapping *a, const struct zmk_tapping *b)
{
	return a->flavor == b->flavor && a->term_ms == b->term_ms && a->quick_tap_ms == b->quick_tap_ms &&
	       a->idle_ms == b->idle_ms && a->retro == b->retro && a->undecided == b->undecided &&
	       a->hand == b->hand;
}

static struct setting number_option(const char *name, int64_t number)
{
	return (struct setting){ symbol(name), SETTING_NUMBER, number, 0 };
}

static struct setting flag_option(const char *name, bool on)
{
	return (struct setting){ symbol(name), SETTING_BOOL, on, 0 };
}

size_t zmk_tapping_options(const struct zmk_tapping *tapping, const struct zmk_tapping *but,
			   struct setting option[ZMK_TAPPING_OPTIONS])
{
	const struct zmk_tapping off = { .quick_tap_ms = -1, .idle_ms = -1 };
	const struct zmk_tapping *from = but ? but : &off;
	size_t count = 0;

	if (tapping->flavor != from->flavor)
		option[count++] = (struct setting){ symbol("flavor"), SETTING_TEXT, 0, tapping->flavor };
	if (tapping->term_ms != from->term_ms)
		option[count++] = number_option("tapping-term-ms", tapping->term_ms);
	if (tapping->quick_tap_ms != from->quick_tap_ms)
		option[count++] = number_option("quick-tap-ms", tapping->quick_tap_ms);
	if (tapping->retro != from->retro)
		option[count++] = flag_option("retro-tap", tapping->retro);
	if (tapping->idle_ms != from->idle_ms)
		option[count++] = number_option("require-prior-idle-ms", tapping->idle_ms);
	if (tapping->undecided != from->undecided)
		option[count++] = flag_option("hold-while-undecided", tapping->undecided);
	return count;
}

bool zmk_tapping_has(const char *property)
{
	static const char *const names[] = { "bindings",
					     "flavor",
					     "node",
					     "tapping-term-ms",
					     "retro-tap",
					     "quick-tap-ms",
					     "require-prior-idle-ms",
					     "hold-while-undecided" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (!strcmp(names[i], property))
			return true;
	return false;
}
