/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "expression.h"

struct evaluation {
	const struct expression *expression;
	expression_lookup *lookup;
	const void *data;
};

static bool evaluate(const struct evaluation *e, int index, int64_t *value);

static bool evaluate_unary(const struct evaluation *e, const struct expression_node *node, int64_t *value)
{
	if (!evaluate(e, node->child, value))
		return false;
	if (node->op == OPERATOR_MINUS)
		*value = (int64_t)(0 - (uint64_t)*value);
	else if (node->op == OPERATOR_BIT_NOT)
		*value = ~*value;
	else if (node->op == OPERATOR_NOT)
		*value = !*value;
	return true;
}

/* Those that C does not define for each pair of numbers. */
static bool divide_or_shift(enum expression_operator op, int64_t a, int64_t b, int64_t *value)
{
	if (op == OPERATOR_DIVIDE || op == OPERATOR_REMAINDER) {
		if (!b || (a == INT64_MIN && b == -1))
			return false;
		*value = op == OPERATOR_DIVIDE ? a / b : a % b;
		return true;
	}
	if (b < 0 || b > 63 || a < 0)
		return false;
	*value = op == OPERATOR_SHIFT_LEFT ? (int64_t)((uint64_t)a << b) : a >> b;
	return true;
}

static int64_t calculate(enum expression_operator op, int64_t a, int64_t b)
{
	switch (op) {
	case OPERATOR_ADD:
		return (int64_t)((uint64_t)a + (uint64_t)b);
	case OPERATOR_SUBTRACT:
		return (int64_t)((uint64_t)a - (uint64_t)b);
	case OPERATOR_MULTIPLY:
		return (int64_t)((uint64_t)a * (uint64_t)b);
	case OPERATOR_LESS:
		return a < b;
	case OPERATOR_GREATER:
		return a > b;
	case OPERATOR_LESS_OR_EQUAL:
		return a <= b;
	case OPERATOR_GREATER_OR_EQUAL:
		return a >= b;
	case OPERATOR_EQUAL:
		return a == b;
	case OPERATOR_UNEQUAL:
		return a != b;
	case OPERATOR_BIT_AND:
		return a & b;
	case OPERATOR_BIT_XOR:
		return a ^ b;
	case OPERATOR_BIT_OR:
		return a | b;
	case OPERATOR_AND:
		return a && b;
	case OPERATOR_OR:
		return a || b;
	default:
		return 0;
	}
}

static bool evaluate_binary(const struct evaluation *e, const struct expression_node *node, int64_t *value)
{
	int64_t a, b;

	if (!evaluate(e, node->child, &a) || !evaluate(e, e->expression->node[node->child].next, &b))
		return false;
	switch (node->op) {
	case OPERATOR_DIVIDE:
	case OPERATOR_REMAINDER:
	case OPERATOR_SHIFT_LEFT:
	case OPERATOR_SHIFT_RIGHT:
		return divide_or_shift(node->op, a, b, value);
	default:
		*value = calculate(node->op, a, b);
		return true;
	}
}

static bool evaluate(const struct evaluation *e, int index, int64_t *value)
{
	const struct expression_node *node = &e->expression->node[index];
	uint32_t number;
	int yes;

	switch (node->type) {
	case EXPRESSION_NUMBER:
		if (!expression_number(node, &number))
			return false;
		*value = number;
		return true;
	case EXPRESSION_NAME:
	case EXPRESSION_CALL:
		return e->lookup(e->data, node, value);
	case EXPRESSION_UNARY:
		return evaluate_unary(e, node, value);
	case EXPRESSION_BINARY:
		return evaluate_binary(e, node, value);
	case EXPRESSION_CHOICE:
		if (!evaluate(e, node->child, value))
			return false;
		yes = e->expression->node[node->child].next;
		return evaluate(e, *value ? yes : e->expression->node[yes].next, value);
	}
	return false;
}

bool expression_value(const struct expression *expression, int node, expression_lookup *lookup,
		      const void *data, int64_t *value)
{
	return evaluate(&(struct evaluation){ expression, lookup, data }, node, value);
}
