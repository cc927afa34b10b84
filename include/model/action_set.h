/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ACTION_SET_H
#define MODEL_ACTION_SET_H

#include "model/action.h"

/* Actions, each once, numbered as they came: what is found out of one need not be found out again for the thousand keys
 * that have it. Zero-initialise. */
struct action_set {
	struct action *action; /* [number] */
	size_t count, cap;
	uint32_t *slot; /* private: numbers from 1 by their hash; 0: free */
	size_t slots;
};

void action_set_release(struct action_set *set);

/* The number of @action; *@added: it is new. */
size_t action_set_add(struct action_set *set, struct action action, bool *added);

#endif
