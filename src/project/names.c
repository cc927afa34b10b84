/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "project/names.h"

enum { SUGGESTIONS = 3, MAX_NAME = 128 };

/* How near a name is: what was typed in full and nearly so first, then what it begins, then by its typing errors. */
enum { EXACT = 0, PREFIX = 1, PER_ERROR = 2, FAR = PER_ERROR * MAX_NAME };

enum { MIN_PREFIX = 2 }; /* a letter begins everything */

void names_add(struct names *names, const char *name)
{
	names->name = mem_grow(names->name, names->count, &names->cap, sizeof(*names->name));
	names->name[names->count++] = mem_copy_text(name);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void names_sort(struct names *names)
{
	size_t kept = 0;

	if (names->count)
		qsort(names->name, names->count, sizeof(*names->name), compare_names);
	for (size_t i = 0; i < names->count; i++) {
		if (kept && !strcmp(names->name[kept - 1], names->name[i]))
			free(names->name[i]);
		else
			names->name[kept++] = names->name[i];
	}
	names->count = kept;
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
 * alignment); @far when they are as many, or more. */
static size_t count_errors(const char *a, const char *b, size_t far)
{
	size_t rows[3][MAX_NAME + 1], *before = rows[0], *last = rows[1], *now = rows[2];
	size_t m = strlen(a), n = strlen(b);

	if (m > MAX_NAME || n > MAX_NAME || m >= n + far || n >= m + far)
		return far;
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
	return last[n] < far ? last[n] : far;
}

static size_t count_slashes(const char *text)
{
	size_t count = 0;

	for (const char *p = strchr(text, '/'); p; p = strchr(p + 1, '/'))
		count++;
	return count;
}

/* The last parts of @candidate, as many as @typed has; all of it when it has no more. */
static const char *tail_like(const char *candidate, const char *typed)
{
	size_t more = count_slashes(candidate), fewer = count_slashes(typed);

	for (; more > fewer; more--)
		candidate = strchr(candidate, '/') + 1;
	return candidate;
}

static bool begins(const char *text, const char *with, size_t len)
{
	return len >= MIN_PREFIX && !strncmp(text, with, len);
}

/* How far @candidate is from what was typed; @limit errors are too many. A board below the folder that was named is
 * as near as can be, and so is one whose maker was left out or is there too much. */
static size_t how_far(const char *candidate, const char *typed, size_t limit)
{
	const char *tail = tail_like(candidate, typed);
	size_t len = strlen(typed), errors, tail_errors;

	if (!strcmp(tail, typed) || !strcmp(candidate, tail_like(typed, candidate)) ||
	    (!strncmp(candidate, typed, len) && candidate[len] == '/'))
		return EXACT;
	for (const char *part = candidate; part; part = strchr(part, '/'), part = part ? part + 1 : NULL)
		if (begins(part, typed, len))
			return PREFIX;
	errors = count_errors(candidate, typed, limit);
	tail_errors = tail == candidate ? errors : count_errors(tail, typed, limit);
	errors = tail_errors < errors ? tail_errors : errors;
	return errors < limit ? PER_ERROR * errors : FAR;
}

void names_suggest(const struct names *names, const char *name, struct str *out)
{
	size_t limit = 2 + strlen(name) / 4, found[SUGGESTIONS], far[SUGGESTIONS], count = 0;

	for (size_t i = 0; i < names->count; i++) {
		size_t d = how_far(names->name[i], name, limit), at = count;

		if (d == FAR)
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
