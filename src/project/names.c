/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "project_private.h"

enum { SUGGESTIONS = 3, MAX_NAME = 128, FAR = MAX_NAME };

void names_add(struct names *names, const char *name)
{
	names->name = mem_grow(names->name, names->count, &names->cap, sizeof(*names->name));
	names->name[names->count++] = mem_copy_text(name);
}

void names_release(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->name[i]);
	free(names->name);
	*names = (struct names){ 0 };
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Insertions, deletions, replacements and swaps of neighbours that make one of the other (optimal string
 * alignment). */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][MAX_NAME + 1], *before = rows[0], *last = rows[1], *now = rows[2];
	size_t m = strlen(a), n = strlen(b);

	if (m > MAX_NAME || n > MAX_NAME)
		return FAR;
	for (size_t j = 0; j <= n; j++)
		last[j] = j;
	for (size_t i = 1; i <= m; i++) {
		size_t *spare = before;

		now[0] = i;
		for (size_t j = 1; j <= n; j++) {
			now[j] = least(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[n];
}

/* How far @candidate is from what was typed. A board below the folder that was named, and one of that name in
 * another folder, are as near as can be. */
static size_t how_far(const char *candidate, const char *typed)
{
	const char *slash = strrchr(candidate, '/');
	size_t len = strlen(typed), far = distance(candidate, typed), tail;

	if (!strncmp(candidate, typed, len) && candidate[len] == '/')
		return 0;
	if (slash) {
		tail = distance(slash + 1, typed);
		far = tail < far ? tail : far;
	}
	return far;
}

void names_suggest(const struct names *names, const char *name, struct str *out)
{
	size_t limit = 1 + strlen(name) / 4, found[SUGGESTIONS], far[SUGGESTIONS], count = 0;

	for (size_t i = 0; i < names->count; i++) {
		size_t d = how_far(names->name[i], name), at = count;

		if (d > limit || (i && !strcmp(names->name[i - 1], names->name[i])))
			continue;
		while (at && far[at - 1] > d)
			at--;
		if (at == SUGGESTIONS)
			continue;
		count += count < SUGGESTIONS;
		for (size_t move = count - 1; move > at; move--) {
			found[move] = found[move - 1];
			far[move] = far[move - 1];
		}
		found[at] = i;
		far[at] = d;
	}
	for (size_t i = 0; i < count; i++)
		str_addf(out, "%s%s",
			 i == 0          ? ", did you mean "
			 : i + 1 < count ? ", "
					 : " or ",
			 names->name[found[i]]);
}
