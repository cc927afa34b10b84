/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "capability_told.h"

bool capability_tells(const struct diagnostics *all, const struct diagnostic *d)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].kind == d->kind && !strcmp(all->item[i].text, d->text))
			return true;
	return false;
}

static bool is_new(const struct diagnostic *d, const void *base)
{
	return !capability_tells(base, d);
}

void capability_subtract(struct diagnostics *all, const struct diagnostics *base)
{
	diagnostics_keep(all, is_new, base);
}

static enum capability_match match_of(const struct diagnostic *d)
{
	if (d->loss == LOSS_ALL || diagnostic_severity(d) == SEVERITY_ERROR)
		return CAPABILITY_NONE;
	return d->loss == LOSS_NEAR ? CAPABILITY_NEAR : CAPABILITY_EXACT;
}

/* NULL: all is exact. */
static const struct diagnostic *find_worst(const struct diagnostics *told)
{
	const struct diagnostic *worst = NULL;

	for (size_t i = 0; i < told->count; i++)
		if (match_of(&told->item[i]) > (worst ? match_of(worst) : CAPABILITY_EXACT))
			worst = &told->item[i];
	return worst;
}

enum capability_match capability_worst(const struct diagnostics *told)
{
	const struct diagnostic *worst = find_worst(told);

	return worst ? match_of(worst) : CAPABILITY_EXACT;
}

const char *capability_reason(const struct diagnostics *told)
{
	const struct diagnostic *worst = find_worst(told);

	return worst ? worst->text : "";
}
