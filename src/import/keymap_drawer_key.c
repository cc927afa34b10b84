/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "keymap_drawer_private.h"
#include "model/plain_legend.h"
#include "model/symbol.h"

/* What is behind some words in the place of what a key does when it is held. */
static const struct {
	const char *word;
	enum action_kind layer; /* beside a layer's name */
	enum action_kind key;   /* beside a key; ACTION_NONE: nothing */
} held_words[] = {
	{ "default", ACTION_LAYER_DEFAULT, ACTION_NONE },
	{ "sticky", ACTION_LAYER_ONE_SHOT, ACTION_KEY_ONE_SHOT },
	{ "tap-toggle", ACTION_LAYER_TAP_TOGGLE, ACTION_NONE },
	{ "to", ACTION_LAYER_TO, ACTION_NONE },
	{ "toggle", ACTION_LAYER_TOGGLE, ACTION_KEY_TOGGLE },
};

/* What no action has (a legend for Shift, corners) stays in the text and is not looked at. */
struct legends {
	const char *tap, *hold, *type;
};

static struct legends legends_of(struct drawer_reader *r, const yaml_node_t *node)
{
	struct legends legends = { "", "", "" };

	if (!yaml_text_is(node, YAML_MAPPING_NODE)) {
		legends.tap = yaml_text_scalar(node);
		return legends;
	}
	legends.tap = yaml_text_scalar(yaml_text_member(&r->yaml, node, "t", "tap"));
	if (!legends.tap[0])
		legends.tap = yaml_text_scalar(yaml_text_member(&r->yaml, node, "center", NULL));
	legends.hold = yaml_text_scalar(yaml_text_member(&r->yaml, node, "h", "hold"));
	if (!legends.hold[0])
		legends.hold = yaml_text_scalar(yaml_text_member(&r->yaml, node, "bottom", NULL));
	legends.type = yaml_text_scalar(yaml_text_member(&r->yaml, node, "type", NULL));
	return legends;
}

static bool find_layer(const struct drawer_reader *r, const char *name, uint32_t *layer)
{
	for (*layer = 0; *layer < r->layers; ++*layer)
		if (name[0] && !strcmp(r->layer[*layer].name, name))
			return true;
	return false;
}

/* A layer's name goes before a word of several letters that is a key's, too. */
static bool read_tap(const struct drawer_reader *r, const char *tap, struct action *out)
{
	struct err ignored;
	uint32_t layer, key;

	if (!tap[0]) {
		*out = (struct action){ .kind = ACTION_NONE };
		return true;
	}
	if (tap[1] && find_layer(r, tap, &layer)) {
		*out = (struct action){ .kind = ACTION_LAYER_MOMENTARY, .arg = { layer } };
		return true;
	}
	if (plain_legend_find_key(tap, &key)) {
		*out = (struct action){ .kind = ACTION_KEY, .arg = { key } };
		return true;
	}
	return action_parse(tap, out, &ignored) && out->kind != ACTION_RAW;
}

/* "sticky" and its like. */
static bool read_word(const struct drawer_reader *r, const struct legends *l, struct action *out)
{
	uint32_t layer, key;
	uint8_t mods;

	for (size_t i = 0; i < COUNT(held_words); i++) {
		if (strcmp(held_words[i].word, l->hold))
			continue;
		if (find_layer(r, l->tap, &layer)) {
			*out = (struct action){ .kind = (uint16_t)held_words[i].layer, .arg = { layer } };
			return true;
		}
		if (held_words[i].key == ACTION_KEY_ONE_SHOT && plain_legend_find_mods(l->tap, &mods)) {
			*out = (struct action){ .kind = ACTION_MOD_ONE_SHOT, .arg = { mods } };
			return true;
		}
		if (held_words[i].key && plain_legend_find_key(l->tap, &key)) {
			*out = (struct action){ .kind = (uint16_t)held_words[i].key, .arg = { key } };
			return true;
		}
	}
	return false;
}

static bool read_hold(const struct drawer_reader *r, const struct legends *l, struct action *out)
{
	uint32_t layer, key;
	uint8_t mods;

	if (read_word(r, l, out))
		return true;
	if (!plain_legend_find_key(l->tap, &key))
		return false;
	if (find_layer(r, l->hold, &layer))
		*out = (struct action){ .kind = ACTION_LAYER_TAP, .arg = { layer, key } };
	else if (plain_legend_find_mods(l->hold, &mods))
		*out = (struct action){ .kind = ACTION_MOD_TAP, .arg = { mods, key } };
	else
		return false;
	return true;
}

static struct action raw_of(const struct legends *l)
{
	struct str text = STR_INIT;
	struct action action = { .kind = ACTION_RAW };

	str_add(&text, l->tap);
	if (l->hold[0])
		str_addf(&text, "%s%s", text.len ? " / " : "", l->hold);
	action.arg[0] = symbol(str_text(&text));
	str_release(&text);
	return action;
}

struct action drawer_action(struct drawer_reader *r, const yaml_node_t *node)
{
	struct legends l = legends_of(r, node);
	struct action action;

	if (!strcmp(l.type, "trans") || !strcmp(l.tap, "\xe2\x96\xbd") ||
	    (!strcmp(l.type, "held") && !l.tap[0]))
		return (struct action){ .kind = ACTION_TRANSPARENT };
	if (l.hold[0] ? read_hold(r, &l, &action) : read_tap(r, l.tap, &action))
		return action;
	return raw_of(&l);
}
