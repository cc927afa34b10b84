/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/action_set.h"
#include "tap.h"

enum { MANY = 5000 };

static struct action nth(uint32_t n)
{
	return (struct action){ .kind = (uint16_t)(n % ACTION_KIND_COUNT),
				.flags = (uint16_t)(n % 3),
				.arg = { n / 7, n % 2 ? 1u << 31 : 0, n } };
}

int main(void)
{
	struct action_set set = { 0 };
	size_t wrong = 0;
	bool added;

	for (uint32_t round = 0; round < 2; round++)
		for (uint32_t n = 0; n < MANY; n++) {
			wrong += action_set_add(&set, nth(n), &added) != n;
			wrong += added != !round;
		}
	ok(!wrong && set.count == MANY, "%d actions are each there once, and keep their numbers", MANY);
	wrong = 0;
	for (uint32_t n = 0; n < MANY; n++)
		wrong += !action_equal(set.action[n], nth(n));
	ok(!wrong, "in the order that they came in");
	action_set_release(&set);
	ok(!set.count, "released");
	return tap_done();
}
