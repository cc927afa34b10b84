/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/expand.h"

bool source_expand(const struct source *source, size_t layer, size_t slot, struct str *out, struct err *err)
{
	const struct source_binding *at = source_binding(source, layer, slot);
	const struct source_expansion *expansion;
	size_t len;
	const char *text = source_text(source, at->file, &len);

	if (!at->fixed)
		return err_set(err, ERR_REFUSED, "it comes from no macro that would have to be written out");
	expansion = span_is_nowhere(at->call) ? NULL : source_find_expansion(source, at->file, at->call);
	if (!expansion)
		return err_set(err, ERR_REFUSED,
			       "there is no use of a macro that could be written out for it");
	if (at->file && source->include[at->file - 1].locked)
		return err_set(err, ERR_REFUSED, "%s is not yours to change", source_path(source, at->file));
	str_add_bytes(&out[at->file], text, expansion->call.start);
	str_add(&out[at->file], expansion->text);
	str_add_bytes(&out[at->file], text + span_end(expansion->call), len - span_end(expansion->call));
	return true;
}
