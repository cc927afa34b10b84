/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "import/dts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_range(struct dts_range range, size_t tokens)
{
	assert((size_t)range.first + range.count <= tokens);
}

static void check_node(const struct dts *dts, const struct dts_node *node, size_t tokens)
{
	for (const struct dts_property *property = node->property; property; property = property->next) {
		check_range(property->tokens, tokens);
		check_range(property->value, tokens);
		for (const struct dts_part *part = property->part; part; part = part->next) {
			struct str text = STR_INIT;
			struct dts_cell cell;
			uint32_t at = 0;
			int64_t number;

			check_range(part->tokens, tokens);
			check_range(part->inside, tokens);
			while (dts_next_cell(dts, part, &at, &cell)) {
				assert(cell.tokens.count && at <= part->inside.count);
				dts_number(dts, cell.tokens, NULL, NULL, &number);
			}
			dts_part_text(dts, part, &text);
			str_release(&text);
		}
	}
	for (const struct dts_body *body = node->body; body; body = body->next) {
		check_range(body->tokens, tokens);
		check_range(body->inside, tokens);
	}
	for (const struct dts_node *child = node->child; child; child = child->next)
		assert(child->parent == node && (!child->next || child->next->previous == child));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diagnostics found = { 0 };
	struct import_input in = { .path = "fuzz.dts" };
	struct str text = STR_INIT;
	struct cpp *cpp;
	struct dts *dts;
	size_t tokens;

	str_add_bytes(&text, data, size);
	in.text = str_text(&text);
	in.len = text.len;
	cpp = cpp_run(&in, &found);
	dts = dts_parse(cpp, &found);
	cpp_tokens(cpp, &tokens);
	for (const struct dts_node *node = dts_root(dts); node; node = dts_next(dts_root(dts), node))
		check_node(dts, node, tokens);
	for (const struct dts_node *node = dts_foreign(dts); node; node = node->next)
		check_node(dts, node, tokens);
	dts_free(dts);
	cpp_free(cpp);
	diagnostics_release(&found);
	str_release(&text);
	return 0;
}
