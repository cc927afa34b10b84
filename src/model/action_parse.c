/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "action_spelling.h"
#include "expression.h"
#include "keycode_dialect_private.h"
#include "model/keycode.h"
#include "model/keymap.h"
#include "model/qmk_constant.h"
#include "model/symbol.h"
#include "model/zmk_action.h"

enum {
	VALUE_MAX = 0xffff,
	MODIFIED_MAX = 0x1fff,
	QMK_MODS_MASK = 0x1f,
	MACRO_MAX_ARGUMENTS = 2,
	TAP_DANCE_MAX = 0xff,
	LAYER_TAP_MAX = 15
};

enum outcome {
	UNDERSTOOD,
	UNKNOWN, /* fine, but not ours to know: the text is kept */
	WRONG,   /* the error says why */
};

struct parser {
	struct expression expression;
	const struct action_names *names; /* NULL: QMK's own, and no arithmetic */
	struct err *err;
};

static const struct expression_node *node_at(const struct parser *p, int index)
{
	return &p->expression.node[index];
}

static size_t children(const struct parser *p, const struct expression_node *node)
{
	size_t count = 0;

	for (int i = node->child; i != EXPRESSION_NONE; i = node_at(p, i)->next)
		count++;
	return count;
}

/* The only argument of a call; NULL when it has none or more. */
static const struct expression_node *only_argument(const struct parser *p, const struct expression_node *node)
{
	return children(p, node) == 1 ? node_at(p, node->child) : NULL;
}

/* As the argument of LT and of LCTL: a keycode and modifiers, or not such. */
static bool key_of_action(struct action action, uint32_t *key)
{
	uint16_t code = 0;

	switch (action.kind) {
	case ACTION_KEY:
		*key = action.arg[0];
		return true;
	case ACTION_NONE:
		*key = KEY(0, 0);
		return true;
	case ACTION_TRANSPARENT:
		keycode_find_value(1, &code);
		*key = KEY(code, 0);
		return true;
	default:
		return false;
	}
}

static struct action action_of_number(const struct parser *p, uint32_t number)
{
	return keycode_dialect_action(p->names ? p->names->dialect : DIALECT_NEWEST, (uint16_t)number);
}

static struct action action_of_key(uint32_t key)
{
	if (!KEY_MODS(key))
		return action_of_keycode(KEY_CODE(key));
	return (struct action){ .kind = ACTION_KEY, .arg = { key } };
}

static enum outcome read_action(const struct parser *p, const struct expression_node *node,
				struct action *out);

static bool document_number(const struct parser *p, const struct expression_node *node, int64_t *value)
{
	return p->names && p->names->number && p->names->number(p->names->data, node->text, node->len, value);
}

/* What a keycode or macro of former times is called now; NULL: it is none. A document's own names go first. */
static const char *former_name(const struct parser *p, const struct expression_node *node)
{
	const struct keycode_former *former;
	int64_t value;

	if (!p->names || document_number(p, node, &value))
		return NULL;
	former = keycode_find_former(node->text, node->len);
	return former ? former->now : NULL;
}

/* The call by the name that its macro has now. */
static struct expression_node call_name(const struct parser *p, const struct expression_node *node)
{
	const char *now = former_name(p, node);
	struct expression_node out = *node;

	if (now) {
		out.text = now;
		out.len = strlen(now);
	}
	return out;
}

/* A name for a key: of QMK's, of the host's language, or a former one of QMK's. */
static bool read_key_name(const struct parser *p, const struct expression_node *node, uint32_t *key)
{
	const char *now;
	uint16_t code;
	uint8_t mods;

	if (keycode_find(node->text, node->len, &code))
		return key_of_action(action_of_keycode(code), key);
	if (mods_find(MOD_FORM_KEY, node->text, node->len, &mods)) {
		*key = KEY(0, mods);
		return true;
	}
	if (p->names && p->names->language &&
	    host_language_key(p->names->language, node->text, node->len, key))
		return true;
	now = former_name(p, node);
	return now && keycode_find(now, strlen(now), &code) && key_of_action(action_of_keycode(code), key);
}

static bool work_out(const struct parser *p, const struct expression_node *node, int64_t *value);

/* Whether it is a macro of QMK's that takes numbers. Arguments are worked out for no other, and by no other way: each
 * way more would double the time for each call that is in another. */
static bool is_macro(const struct parser *p, const struct expression_node *node)
{
	static const int64_t zero[MACRO_MAX_ARGUMENTS];
	size_t args = children(p, node);
	uint32_t ignored;

	return node->type == EXPRESSION_CALL && args && args <= MACRO_MAX_ARGUMENTS &&
	       qmk_macro_value(node->text, node->len, zero, args, &ignored);
}

static bool work_out_macro(const struct parser *p, const struct expression_node *node, int64_t *value)
{
	int64_t arg[MACRO_MAX_ARGUMENTS];
	uint32_t number;
	size_t args = 0;

	for (int i = node->child; i != EXPRESSION_NONE; i = node_at(p, i)->next)
		if (!work_out(p, node_at(p, i), &arg[args++]))
			return false;
	qmk_macro_value(node->text, node->len, arg, args, &number);
	*value = number;
	return true;
}

/* The number that a name or a call is to the compiler. */
static bool look_up(const void *data, const struct expression_node *node, int64_t *value)
{
	const struct parser *p = data;
	struct action action;
	uint32_t constant;
	uint16_t number;

	if (node->type == EXPRESSION_NAME) {
		if (qmk_constant_find(node->text, node->len, &constant)) {
			*value = constant;
			return true;
		}
		if (document_number(p, node, value))
			return true;
	}
	if (is_macro(p, node))
		return work_out_macro(p, node, value);
	if (read_action(p, node, &action) != UNDERSTOOD || !action_qmk_value(action, &number))
		return false;
	*value = number;
	return true;
}

/* Arithmetic over what the document's names stand for. */
static bool work_out(const struct parser *p, const struct expression_node *node, int64_t *value)
{
	return p->names &&
	       expression_value(&p->expression, (int)(node - p->expression.node), look_up, p, value);
}

static bool read_key(const struct parser *p, const struct expression_node *node, uint32_t *key)
{
	const struct expression_node *argument;
	struct expression_node name;
	uint32_t number;
	uint8_t mods;

	switch (node->type) {
	case EXPRESSION_NAME:
		return read_key_name(p, node, key);
	case EXPRESSION_NUMBER:
		return expression_number(node, &number) && number <= VALUE_MAX &&
		       key_of_action(action_of_number(p, number), key);
	case EXPRESSION_CALL:
		argument = only_argument(p, node);
		if (!argument || !read_key(p, argument, key))
			return false;
		if (expression_is(node, "ANY"))
			return true;
		name = call_name(p, node);
		if (!mods_find(MOD_FORM_WRAP, name.text, name.len, &mods))
			return false;
		*key = KEY(KEY_CODE(*key), KEY_MODS(*key) | mods);
		return true;
	default:
		return false;
	}
}

/* As the argument of a behaviour, where a constant is the key that it is the number of. */
static bool read_key_argument(const struct parser *p, const struct expression_node *node, uint32_t *key)
{
	int64_t value;

	if (read_key(p, node, key))
		return true;
	return node->type != EXPRESSION_CALL && work_out(p, node, &value) && value >= 0 &&
	       value <= MODIFIED_MAX && key_of_action(action_of_qmk_value((uint16_t)value), key);
}

/* MOD_LCTL | MOD_LSFT, or QMK's five bits as a number. */
static bool read_mod_set(const struct parser *p, const struct expression_node *node, uint8_t *mods)
{
	const struct expression_node *left;
	uint32_t number;
	uint8_t more;

	switch (node->type) {
	case EXPRESSION_NAME:
		return mods_find(MOD_FORM_MASK, node->text, node->len, mods);
	case EXPRESSION_NUMBER:
		return expression_number(node, &number) && mods_from_qmk(number, mods);
	case EXPRESSION_BINARY:
		left = node_at(p, node->child);
		if (node->op != OPERATOR_BIT_OR || !read_mod_set(p, left, mods) ||
		    !read_mod_set(p, node_at(p, left->next), &more))
			return false;
		*mods |= more;
		return true;
	default:
		return false;
	}
}

static bool read_mods(const struct parser *p, const struct expression_node *node, uint8_t *mods)
{
	int64_t value;

	return read_mod_set(p, node, mods) ||
	       (work_out(p, node, &value) && mods_from_qmk((uint32_t)value & QMK_MODS_MASK, mods));
}

static enum outcome read_number(const struct parser *p, const struct expression_node *node, const char *what,
				uint32_t max, uint32_t *out)
{
	int64_t value;

	if (node->type != EXPRESSION_NUMBER) {
		if (!work_out(p, node, &value) || value < 0 || value > max)
			return UNKNOWN;
		*out = (uint32_t)value;
		return UNDERSTOOD;
	}
	if (expression_number(node, out) && *out <= max)
		return UNDERSTOOD;
	err_set(p->err, ERR_RANGE, "the %s is %.*s, but must be a number of 0 to %u (0x%X)", what,
		(int)node->len, node->text, max, max);
	return WRONG;
}

/* The argument types of kinds[], and what QMK has room for where that depends on the kind. */
static enum outcome read_argument(const struct parser *p, const struct expression_node *node, int index,
				  struct action *out)
{
	uint32_t *arg = &out->arg[index];
	uint8_t mods;

	switch (action_kind_info(out->kind)->arg[index]) {
	case ARG_KEY:
		return read_key_argument(p, node, arg) ? UNDERSTOOD : UNKNOWN;
	case ARG_MODS:
		if (!read_mods(p, node, &mods))
			return UNKNOWN;
		*arg = mods;
		return UNDERSTOOD;
	case ARG_LAYER:
		return read_number(p, node, "layer", KEYMAP_MAX_LAYERS - 1, arg);
	case ARG_DEFINITION:
		if (node->type != EXPRESSION_NAME)
			return read_number(p, node, "tap dance", TAP_DANCE_MAX, arg);
		out->flags |= ACTION_BY_NAME;
		*arg = symbol_of_bytes(node->text, node->len);
		return UNDERSTOOD;
	case ARG_NUMBER:
		if (out->kind == ACTION_UNICODE)
			return read_number(p, node, "code point", 0x7fff, arg);
		return read_number(p, node, "index into the Unicode map",
				   out->kind == ACTION_UNICODE_PAIR ? 0x7f : 0x3fff, arg);
	default:
		return UNKNOWN;
	}
}

static int arguments(const struct action_kind_info *info)
{
	return (info->arg[0] != ARG_NONE) + (info->arg[1] != ARG_NONE);
}

/* MO(1), LT(1, KC_SPC): the spellings of kinds[]. */
static enum outcome read_kind(const struct parser *p, const struct expression_node *node,
			      enum action_kind kind, struct action *out)
{
	const struct action_kind_info *info = action_kind_info(kind);
	enum outcome worst = UNDERSTOOD;
	int index = 0;

	if (children(p, node) != (size_t)arguments(info)) {
		err_set(p->err, ERR_PARSE, "%s takes %d argument%s, not %zu", info->qmk, arguments(info),
			arguments(info) == 1 ? "" : "s", children(p, node));
		return WRONG;
	}
	*out = (struct action){ .kind = (uint16_t)kind };
	for (int i = node->child; i != EXPRESSION_NONE; i = node_at(p, i)->next) {
		enum outcome outcome = read_argument(p, node_at(p, i), index++, out);

		if (outcome > worst)
			worst = outcome;
	}
	return worst;
}

/* CUSTOM(3) of VIA, LT1(KC_A) of Vial. */
static enum outcome read_dialect_call(const struct parser *p, const struct expression_node *node,
				      struct action *out)
{
	const struct expression_node *argument = only_argument(p, node);
	uint32_t number = 0;

	if (!p->names || !argument)
		return UNKNOWN;
	if (expression_number(argument, &number) &&
	    dialect_find_call(p->names->dialect, node->text, node->len, number, out))
		return UNDERSTOOD;
	if (!dialect_is_vial(p->names->dialect) || node->len < 3 || node->len > 4 ||
	    memcmp(node->text, "LT", 2))
		return UNKNOWN;
	number = 0;
	for (size_t i = 2; i < node->len; i++) {
		if (node->text[i] < '0' || node->text[i] > '9')
			return UNKNOWN;
		number = number * 10 + (uint32_t)(node->text[i] - '0');
	}
	if (number > LAYER_TAP_MAX)
		return UNKNOWN;
	*out = (struct action){ .kind = ACTION_LAYER_TAP, .arg = { number } };
	return read_argument(p, argument, 1, out);
}

static enum outcome read_call(const struct parser *p, const struct expression_node *node, struct action *out)
{
	const struct expression_node *argument = only_argument(p, node);
	struct expression_node name = call_name(p, node);
	uint8_t mods;

	if (argument && expression_is(node, "ANY"))
		return read_action(p, argument, out);
	if (argument && mods_find(MOD_FORM_TAP, name.text, name.len, &mods)) {
		*out = (struct action){ .kind = ACTION_MOD_TAP, .arg = { mods } };
		return read_argument(p, argument, 1, out);
	}
	for (enum action_kind kind = 0; kind < ACTION_KIND_COUNT; kind++) {
		const struct action_kind_info *info = action_kind_info(kind);

		if (info->qmk && arguments(info) && expression_is(&name, info->qmk))
			return read_kind(p, node, kind, out);
	}
	return read_dialect_call(p, node, out);
}

/* KC_A + 1: only what has a name then; else the text says more. */
static enum outcome read_arithmetic(const struct parser *p, const struct expression_node *node,
				    struct action *out)
{
	int64_t value;

	if (!work_out(p, node, &value) || value < 0 || value > VALUE_MAX)
		return UNKNOWN;
	*out = action_of_qmk_value((uint16_t)value);
	return out->kind == ACTION_RAW_NUMBER ? UNKNOWN : UNDERSTOOD;
}

static enum outcome read_action(const struct parser *p, const struct expression_node *node,
				struct action *out)
{
	enum outcome outcome;
	uint32_t key, number;
	uint8_t mods;

	if (read_key(p, node, &key)) {
		*out = action_of_key(key);
		return UNDERSTOOD;
	}
	switch (node->type) {
	case EXPRESSION_NAME:
		if (p->names && dialect_find_name(p->names->dialect, node->text, node->len, out))
			return UNDERSTOOD;
		if (!mods_find(MOD_FORM_ONE_SHOT, node->text, node->len, &mods))
			return UNKNOWN;
		*out = (struct action){ .kind = ACTION_MOD_ONE_SHOT, .arg = { mods } };
		return UNDERSTOOD;
	case EXPRESSION_NUMBER:
		outcome = read_number(p, node, "keycode", VALUE_MAX, &number);
		if (outcome == UNDERSTOOD)
			*out = action_of_number(p, number);
		return outcome;
	case EXPRESSION_CALL:
		return read_call(p, node, out);
	default:
		return read_arithmetic(p, node, out);
	}
}

/* The whole text; of ANY(x), as QMK's Configurator writes what it does not know, x alone. */
static struct action keep_text(const struct parser *p, const char *text)
{
	const struct expression_node *node = node_at(p, p->expression.root);
	const char *end = text + strlen(text);

	for (;;) {
		text += strspn(text, " ");
		while (end[-1] == ' ')
			end--;
		/* In parentheses, ANY(x) does not begin the text: then all is kept. */
		if (node->type != EXPRESSION_CALL || node->text != text || !expression_is(node, "ANY") ||
		    children(p, node) != 1)
			break;
		text = strchr(text, '(') + 1;
		end--;
		node = node_at(p, node->child);
	}
	return (struct action){ .kind = ACTION_RAW, .arg = { symbol_of_bytes(text, (size_t)(end - text)) } };
}

static bool parse_as_zmk(const char *text, const struct action_names *names, struct action *out,
			 struct err *err)
{
	const struct zmk_names zmk = { .number = names ? names->number : NULL,
				       .data = names ? names->data : NULL };

	return zmk_action_parse(text, &zmk, out, err);
}

bool action_parse_with(const char *text, const struct action_names *names, struct action *out,
		       struct err *err)
{
	struct parser p; /* its 1,000 nodes are not cleared: they are written before they are read */

	p.names = names;
	p.err = err;
	text += strspn(text, " ");
	if (!*text)
		return err_set(err, ERR_PARSE,
			       "no action is given; expected one such as KC_A or LT(1, KC_SPC)");
	if (*text == '&')
		return parse_as_zmk(text, names, out, err);
	if (!expression_parse(text, &p.expression, err))
		return false;
	switch (read_action(&p, node_at(&p, p.expression.root), out)) {
	case UNDERSTOOD:
		return true;
	case UNKNOWN:
		*out = keep_text(&p, text);
		return true;
	case WRONG:
		break;
	}
	return false;
}

bool action_parse(const char *text, struct action *out, struct err *err)
{
	return action_parse_with(text, NULL, out, err);
}

bool action_number(const char *text, const struct action_names *names, int64_t *value)
{
	struct err ignored;
	struct parser p; /* not cleared, as above */

	p.names = names;
	p.err = &ignored;
	return text[strspn(text, " ")] && expression_parse(text, &p.expression, &ignored) &&
	       work_out(&p, node_at(&p, p.expression.root), value);
}
