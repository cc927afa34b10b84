/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "action_spelling.h"
#include "keycode_dialect_private.h"
#include "model/keycode.h"

enum { BASIC_MAX = 0xff, MODIFIED_MAX = 0x1fff, MODS = 0x1f };

const char *dialect_name_of_value(enum keycode_dialect dialect, uint16_t value)
{
	const struct dialect_number *row = dialect_find_number(dialect, value);

	return row && row->name != DIALECT_TABLE_NONE ? dialect_table_name[row->name].name : NULL;
}

const char *dialect_name_of_code(enum keycode_dialect dialect, uint16_t code)
{
	uint16_t value = code < DIALECT_TABLE_CODES ? dialect_table_value[dialect][code] : DIALECT_TABLE_NONE;
	const char *name = value != DIALECT_TABLE_NONE ? dialect_name_of_value(dialect, value) : NULL;

	return name ? name : keycode_short_name(code);
}

static bool find_name(const char *name, size_t len, uint16_t *index)
{
	size_t low = 0, high = dialect_table_names;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *other = dialect_table_name[middle].name;
		int order = strncmp(name, other, len);

		if (!order && !other[len]) {
			*index = (uint16_t)middle;
			return true;
		}
		if (order <= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/* The number behind the prefix of a run, as it is written there. */
static bool run_index(const struct dialect_run *run, const char *name, size_t len, uint32_t *index)
{
	size_t prefix = strlen(run->prefix);

	if (*run->suffix || len < prefix + run->digits || len > prefix + 4 ||
	    memcmp(name, run->prefix, prefix) != 0)
		return false;
	if (name[prefix] == '0' && len > prefix + run->digits)
		return false;
	*index = 0;
	for (size_t i = prefix; i < len; i++) {
		if (name[i] < '0' || name[i] > '9')
			return false;
		*index = *index * 10 + (uint32_t)(name[i] - '0');
	}
	return true;
}

static bool in_run(const struct dialect_run *run, enum keycode_dialect dialect, uint32_t index,
		   struct action *out)
{
	if (run->first + index > run->last)
		return false;
	*out = keycode_dialect_action(dialect, (uint16_t)(run->first + index));
	return true;
}

bool dialect_find_name(enum keycode_dialect dialect, const char *name, size_t len, struct action *out)
{
	const struct dialect_number *rows = &dialect_table_number[dialect_table_numbers[dialect].first];
	uint32_t number;
	uint16_t index;

	for (size_t i = 0; i < dialect_table_runs; i++) {
		const struct dialect_run *run = &dialect_table_run[i];

		if (run->dialect == dialect && run_index(run, name, len, &number))
			return in_run(run, dialect, number, out);
	}
	if (!find_name(name, len, &index) || dialect_table_name[index].code != DIALECT_TABLE_NONE)
		return false;
	for (size_t i = 0; i < dialect_table_numbers[dialect].count; i++)
		if (rows[i].name == index) {
			*out = keycode_dialect_action(dialect, rows[i].value);
			return true;
		}
	return false;
}

bool dialect_find_call(enum keycode_dialect dialect, const char *name, size_t len, uint32_t number,
		       struct action *out)
{
	for (size_t i = 0; i < dialect_table_runs; i++) {
		const struct dialect_run *run = &dialect_table_run[i];

		/* The prefix ends in the `(`. */
		if (run->dialect == dialect && *run->suffix && strlen(run->prefix) == len + 1 &&
		    !memcmp(name, run->prefix, len))
			return in_run(run, dialect, number, out);
	}
	return false;
}

static bool print_run(enum keycode_dialect dialect, uint16_t value, struct str *out)
{
	for (size_t i = 0; i < dialect_table_runs; i++) {
		const struct dialect_run *run = &dialect_table_run[i];

		if (run->dialect != dialect || value < run->first || value > run->last)
			continue;
		str_addf(out, "%s%0*d%s", run->prefix, run->digits, value - run->first, run->suffix);
		return true;
	}
	return false;
}

/* MO(1), TD(3): a number alone. */
static bool print_numbered(struct action action, struct str *out)
{
	const struct action_kind_info *info = action_kind_info(action.kind);

	if (action.kind == ACTION_RAW_NUMBER || info->arg[1] != ARG_NONE ||
	    (info->arg[0] != ARG_LAYER && info->arg[0] != ARG_DEFINITION))
		return false;
	str_addf(out, "%s(%u)", info->qmk, action.arg[0]);
	return true;
}

/* Bits that VIA tests one by one, in this order: those of a right modifier hold those of the left one. */
static const struct {
	uint8_t bits;
	const char *wrap, *mask;
} via_mods[] = {
	{ 0x01, "C", "MOD_LCTL" },    { 0x02, "S", "MOD_LSFT" },    { 0x04, "A", "MOD_LALT" },
	{ 0x08, "G", "MOD_LGUI" },    { 0x11, "RCTL", "MOD_RCTL" }, { 0x12, "RSFT", "MOD_RSFT" },
	{ 0x14, "RALT", "MOD_RALT" }, { 0x18, "RGUI", "MOD_RGUI" },
};

/* Sets that VIA wraps by one name. */
static const struct {
	uint8_t bits;
	const char *wrap;
} via_wraps[] = {
	{ 0x05, "LCA" },  { 0x06, "LSA" },  { 0x07, "MEH" },  { 0x0a, "LSG" },  { 0x0c, "LAG" },
	{ 0x0d, "LCAG" }, { 0x0f, "HYPR" }, { 0x11, "RCTL" }, { 0x12, "RSFT" }, { 0x13, "RCS" },
	{ 0x14, "RALT" }, { 0x16, "RSA" },  { 0x18, "RGUI" }, { 0x1a, "RSG" },  { 0x1c, "RAG" },
};

static void print_via_masks(uint32_t five, struct str *out)
{
	const char *bar = "";

	for (size_t i = 0; i < COUNT(via_mods); i++) {
		if ((five & via_mods[i].bits) != via_mods[i].bits)
			continue;
		str_addf(out, "%s%s", bar, via_mods[i].mask);
		bar = " | ";
	}
}

static void print_via_wrapped(uint32_t five, const char *name, struct str *out)
{
	size_t open = 0;

	for (size_t i = 0; i < COUNT(via_wraps); i++)
		if (via_wraps[i].bits == five) {
			str_addf(out, "%s(%s)", via_wraps[i].wrap, name);
			return;
		}
	for (size_t i = 0; i < COUNT(via_mods); i++) {
		if ((five & via_mods[i].bits) != via_mods[i].bits)
			continue;
		str_addf(out, "%s(", via_mods[i].wrap);
		open++;
	}
	str_add(out, name);
	str_pad(out, ')', open);
}

/* What has a key or modifiers in it. */
static bool print_via_compound(enum keycode_dialect dialect, uint16_t value, struct action action,
			       struct str *out)
{
	const char *name = dialect_name_of_value(dialect, value & BASIC_MAX);
	uint32_t five = value >> 8 & MODS;

	switch (action.kind) {
	case ACTION_KEY:
		if (value > MODIFIED_MAX || !five || !name)
			return false;
		print_via_wrapped(five, name, out);
		return true;
	case ACTION_LAYER_TAP:
		if (name)
			str_addf(out, "LT(%u,%s)", action.arg[0], name);
		return name != NULL;
	case ACTION_MOD_TAP:
		if (!name || !five)
			return false;
		str_add(out, "MT(");
		print_via_masks(five, out);
		str_addf(out, ",%s)", name);
		return true;
	case ACTION_LAYER_MOD:
	case ACTION_MOD_ONE_SHOT:
		five = mods_to_qmk((uint8_t)action.arg[action.kind == ACTION_LAYER_MOD]);
		if (!five)
			return false;
		str_add(out, action.kind == ACTION_LAYER_MOD ? "LM(" : "OSM(");
		if (action.kind == ACTION_LAYER_MOD)
			str_addf(out, "%u,", action.arg[0]);
		print_via_masks(five, out);
		str_add_char(out, ')');
		return true;
	default:
		return false;
	}
}

static bool print_via(enum keycode_dialect dialect, uint16_t value, struct str *out)
{
	struct action action = keycode_dialect_action(dialect, value);

	if (print_run(dialect, value, out) || print_via_compound(dialect, value, action, out))
		return true;
	/* The app knows neither dances nor saved default layers. */
	return action.kind != ACTION_TAP_DANCE && action.kind != ACTION_LAYER_DEFAULT_SAVED &&
	       print_numbered(action, out);
}

/* LSFT(KC_1), LT1(KC_A): Vial puts a key into the name that the upper byte has. */
static bool print_vial(enum keycode_dialect dialect, uint16_t value, struct str *out)
{
	struct action action = keycode_dialect_action(dialect, value);
	const char *name = dialect_name_of_value(dialect, value & BASIC_MAX);

	if (action.kind == ACTION_LAYER_TAP && name) {
		str_addf(out, "LT%u(%s)", action.arg[0], name);
		return true;
	}
	return print_run(dialect, value, out) || print_numbered(action, out);
}

/* The name of the upper byte with `(kc)` at its end, without that; 0: there is none. */
static size_t vial_mask(enum keycode_dialect dialect, uint16_t value, const char **mask)
{
	size_t len;

	*mask = dialect_is_vial(dialect) ? dialect_name_of_value(dialect, value & 0xff00) : NULL;
	len = *mask ? strlen(*mask) : 0;
	return len > 4 && !strcmp(*mask + len - 4, "(kc)") ? len - 4 : 0;
}

static void print_number(enum keycode_dialect dialect, uint16_t value, struct str *out)
{
	const char *name = dialect_name_of_value(dialect, value), *mask;
	const char *inner = dialect_name_of_value(dialect, value & BASIC_MAX);
	size_t len = vial_mask(dialect, value, &mask);

	if (len && inner) {
		str_add_bytes(out, mask, len);
		str_addf(out, "(%s)", inner);
	} else if (!len && name) {
		str_add(out, name);
	} else if (len || !(dialect_is_via(dialect) ? print_via : print_vial)(dialect, value, out)) {
		str_addf(out, "0x%x", value);
	}
}

void keycode_dialect_print(enum keycode_dialect dialect, struct action action, struct str *out)
{
	uint16_t value;

	if (!dialect_is_qmk(dialect) && keycode_dialect_value(dialect, action, &value))
		print_number(dialect, value, out);
	else
		action_print_in(action, dialect, NULL, NULL, out);
}

bool keycode_dialect_parse(enum keycode_dialect dialect, const char *text, struct action *out,
			   struct err *err)
{
	const struct action_names names = { .dialect = dialect };

	return action_parse_with(text, &names, out, err);
}
