/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_lower.h"

const struct diagnostic_kind zmk_renamed = { "zmk-renamed", SEVERITY_NOTE };
static const struct diagnostic_kind near_to = { "zmk-near", SEVERITY_WARNING };
static const struct diagnostic_kind no_equivalent = { "zmk-no-equivalent", SEVERITY_WARNING };

/* Either side is as good: "LSFT(KC_BSPC)". */
static void add_trigger(const struct definition *override, struct str *out)
{
	struct action trigger = override->step[0].action;

	if (trigger.kind == ACTION_KEY)
		trigger.arg[0] |= KEY(0, (override->mods | override->mods >> 4) & 0x0f);
	action_print(trigger, out);
}

void zmk_add_subject(const struct keymap *map, enum definition_kind kind, size_t index, struct str *out)
{
	static const char *const called[DEFINITION_KIND_COUNT] = {
		[DEFINITION_MACRO] = "macro",
		[DEFINITION_COMBO] = "combo",
		[DEFINITION_TAP_DANCE] = "tap dance",
		[DEFINITION_OVERRIDE] = "key override",
		[DEFINITION_HOLD_TAP] = "hold-tap",
		[DEFINITION_KEYCODE] = "keycode",
		[DEFINITION_BEHAVIOR] = "behavior",
		[DEFINITION_CONDITION] = "conditional layer",
		[DEFINITION_LEADER] = "leader sequence",
		[DEFINITION_UNICODE] = "character",
		[DEFINITION_CORRECTION] = "correction",
		[DEFINITION_ALT_REPEAT] = "alternate repeat key",
	};
	const struct definition *d = keymap_definition(map, kind, index);

	str_addf(out, "%s ", called[kind]);
	if (d->name)
		str_add(out, symbol_text(d->name));
	else if (kind == DEFINITION_OVERRIDE && d->steps)
		add_trigger(d, out);
	else
		str_addf(out, "%zu", index);
}

void zmk_enter(struct zmk_lower *z, enum definition_kind kind, size_t index)
{
	str_clear(&z->subject);
	zmk_add_subject(z->from, kind, index, &z->subject);
	z->place = place_of_definition(kind, index);
}

void zmk_leave(struct zmk_lower *z)
{
	str_clear(&z->subject);
	z->place = PLACE_NONE;
}

void zmk_tell(struct zmk_lower *z, const struct diagnostic_kind *kind, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	diagnostics_add(z->lost, kind, z->place, "%s", str_text(&text));
	str_release(&text);
}

static void lose(const struct zmk_lower *z, struct loss_of of, const char *text)
{
	diagnostics_add_loss(z->lost, of.loss == LOSS_NEAR ? &near_to : &no_equivalent, z->place, of, "%s",
			     text);
}

void zmk_lose(struct zmk_lower *z, struct loss_of of, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	lose(z, of, str_text(&text));
	str_release(&text);
}

void zmk_lose_definition(struct zmk_lower *z, enum loss loss, const char *instead, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	lose(z, (struct loss_of){ loss, str_text(&z->subject), instead }, str_text(&text));
	str_release(&text);
}

void zmk_lose_action(struct zmk_lower *z, struct action action, struct zmk_lowered low)
{
	struct str from = STR_INIT, to = STR_INIT;

	if (low.match == ZMK_EXACT)
		return;
	action_print(action, &from);
	zmk_action_print(low.action, NULL, NULL, &to);
	zmk_lose(z,
		 (struct loss_of){ low.match == ZMK_NEAR ? LOSS_NEAR : LOSS_ALL, str_text(&from),
				   str_text(&to) },
		 "%s becomes %s: %s", str_text(&from), str_text(&to), low.note);
	str_release(&from);
	str_release(&to);
}
