/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a letter typed into the picker costs: each prefix of some queries, over all keycodes. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "model/keycode.h"

enum { ROUNDS = 200, HITS = 50 };

int main(void)
{
	static const char *const queries[] = { "space", "volume up", "kc_lsft", "rgb matrix", "!", "boot" };
	uint16_t hits[HITS];
	struct timespec start, end;
	size_t count = 0, found = 0, names = 0;
	double us;

	for (size_t i = 0; i < keycode_count(); i++) {
		names++;
		for (const char *p = keycode_get((uint16_t)i)->aliases; *p; p += *p == ' ', names++)
			p += strcspn(p, " ");
	}
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < COUNT(queries); i++)
			for (size_t len = 1; len <= strlen(queries[i]); len++, count++) {
				char typed[32] = "";

				memcpy(typed, queries[i], len);
				found += keycode_search(typed, hits, HITS);
			}
	clock_gettime(CLOCK_MONOTONIC, &end);
	us = (double)(end.tv_sec - start.tv_sec) * 1e6 + (double)(end.tv_nsec - start.tv_nsec) / 1e3;
	if (!found)
		return 1;
	printf("keycode search: %.0f us/query over %zu names\n", us / (double)count, names);
	return 0;
}
