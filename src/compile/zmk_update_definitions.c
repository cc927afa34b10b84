/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "c_scan.h"
#include "model/action_walk.h"
#include "model/symbol.h"
#include "model/zmk_defined.h"
#include "zmk_update.h"

/* Definitions that the text has, changed in their nodes. */

static struct reference_change change_of(const struct zmk_rename *rename)
{
	return (struct reference_change){ .kind = DEFINITION_BEHAVIOR,
					  .name = rename->before,
					  .next = rename->after };
}

struct action zmk_update_renamed(const struct zmk_update *u, struct action action)
{
	for (size_t i = 0; i < u->renames; i++) {
		struct reference_change change = change_of(&u->rename[i]);

		action = reference_follow(&change, action);
	}
	return action;
}

struct definition zmk_update_kept(const struct zmk_update *u, const struct definition *definition)
{
	struct definition kept = definition_copy(definition);
	size_t layers = keymap_layers(u->source->map);
	uint32_t known = layers < 32 ? (UINT32_C(1) << layers) - 1 : UINT32_MAX;

	/* What speaks of a layer that there is none of goes on to do so. */
	kept.layer_mask = layer_plan_mask(&u->plan, kept.layer_mask & known) | (kept.layer_mask & ~known);
	for (size_t i = 0; i < kept.steps; i++)
		kept.step[i].action =
			zmk_update_renamed(u, action_renumbered(kept.step[i].action, u->plan.to, layers));
	for (size_t i = 0; i < u->renames; i++) {
		struct reference_change change = change_of(&u->rename[i]);

		for (size_t k = 0; k < kept.options; k++)
			kept.option[k] = reference_follow_option(&change, kept.option[k]);
	}
	return kept;
}

static bool refuse(const struct zmk_update *u, const struct definition *definition,
		   const struct source_binding *at)
{
	const char *why = at && at->fixed ? symbol_text(at->fixed) : "the text has no place for it";

	return err_set(u->err, ERR_REFUSED, "%s cannot be changed where it is defined: %s",
		       symbol_text(definition->name), why);
}

static const struct source_binding *part_of(const struct source_definition *place, enum source_part_of of)
{
	const struct source_part *part = place ? source_find_part(place, of, 0) : NULL;

	return part ? &part->at : NULL;
}

/* Whether the line that begins at @at is blank; *@next gets the start of the one behind it. */
static bool is_blank_line(const char *text, size_t len, uint32_t at, uint32_t *next)
{
	*next = at + (uint32_t)strspn(text + at, " \t\r");
	if (*next >= len || text[*next] != '\n')
		return false;
	++*next;
	return true;
}

/* The node's lines, with one of the two blank lines that they lie between, or the one before the end of a list. */
static struct span lines_of(const char *text, size_t len, struct span node)
{
	uint32_t start = node.start, next, ignored;

	if (start < 2 || text[start - 1] != '\n')
		return node;
	for (start--; start && text[start - 1] != '\n';)
		start--;
	if (!is_blank_line(text, len, start, &ignored))
		return node;
	if (is_blank_line(text, len, span_end(node), &next))
		return (struct span){ node.start, next - node.start };
	if (text[span_end(node) + strspn(text + span_end(node), " \t")] == '}')
		return (struct span){ start, span_end(node) - start };
	return node;
}

static bool delete_node(struct zmk_update *u, const struct definition *definition,
			const struct source_definition *place)
{
	size_t len;
	const char *text;
	struct span lines;

	if (!place || span_is_nowhere(place->entry))
		return refuse(u, definition, part_of(place, SOURCE_VALUE));
	text = source_text(u->source, place->file, &len);
	lines = lines_of(text, len, place->entry);
	/* The blank line may have gone with the node before. */
	zmk_update_put(u, place->file, zmk_update_is_taken(u, place->file, lines) ? place->entry : lines, "");
	return true;
}

/* Its label in every place that has it; the node's name goes along when it was the same. */
static bool rename_node(struct zmk_update *u, const struct definition *before, const struct definition *after,
			const struct source_definition *place)
{
	bool node = !definition_option(before, "node");

	if (!place || !source_find_part(place, SOURCE_NAME, 0))
		return refuse(u, before, part_of(place, SOURCE_VALUE));
	for (size_t i = 0; i < place->parts; i++) {
		const struct source_part *part = &place->part[i];

		if (part->of != SOURCE_NAME && (part->of != SOURCE_NODE || !node))
			continue;
		if (part->at.fixed)
			return refuse(u, before, &part->at);
		zmk_update_put(u, part->at.file, part->at.span, symbol_text(after->name));
	}
	return true;
}

static bool has_reference(const struct zmk_update *u, uint32_t name)
{
	const char *text = u->source->text;
	struct c_scan scan = c_scan_start(text, u->source->len);
	struct c_token token, before = { .type = C_COMMENT };

	while (c_scan_next_code(&scan, &token)) {
		if (c_token_is(text, &token, symbol_text(name)) && c_token_is(text, &before, "&"))
			return true;
		before = token;
	}
	return false;
}

/* What encoders do is held for each layer, as the behaviours that layers name do it. */
static bool check_sensor(const struct zmk_update *u, const struct definition *before,
			 const struct definition *after)
{
	static const char sensor[] = "zmk,behavior-sensor-rotate";
	const struct setting *compatible = definition_option(before, "compatible"),
			     *old = definition_option(before, "bindings"),
			     *now = after ? definition_option(after, "bindings") : NULL;
	bool same =
		after && before->steps == after->steps && !old == !now && (!old || setting_equal(old, now));

	for (size_t i = 0; same && i < before->steps; i++)
		same = action_equal(before->step[i].action, after->step[i].action);
	if (same || before->kind != DEFINITION_BEHAVIOR || !compatible || compatible->type != SETTING_TEXT ||
	    strncmp(symbol_text(compatible->text), sensor, strlen(sensor)) != 0 ||
	    !has_reference(u, before->name))
		return true;
	return err_set(u->err, ERR_REFUSED,
		       "%s is what encoders do on a layer: change it there, turn by turn",
		       symbol_text(before->name));
}

static bool update_one(struct zmk_update *u, struct zmk_kind_plan *plan, size_t old)
{
	const struct definition *before = plan->old[old], *after;
	struct definition kept;
	bool ok = true;

	after = plan->to[old] == LAYER_GONE ? NULL : plan->now[plan->to[old]];
	if (plan->to[old] == LAYER_GONE) {
		if (!check_sensor(u, before, NULL))
			return false;
		u->block_changed |= plan->ours[old];
		return plan->ours[old] || delete_node(u, before, plan->place[old]);
	}
	kept = zmk_update_kept(u, before);
	if (!definition_equal(&kept, after)) {
		u->block_changed |= plan->ours[old];
		ok = check_sensor(u, &kept, after);
		if (ok && !plan->ours[old] && before->name != after->name)
			ok = rename_node(u, before, after, plan->place[old]);
		kept.name = after->name;
		if (!plan->ours[old] && ok && !definition_equal(&kept, after))
			ok = plan->place[old] ? zmk_update_properties(u, plan->place[old], &kept, after)
					      : refuse(u, before, NULL);
	}
	definition_release(&kept);
	return ok;
}

/* What bindings of it say behind its name. */
static const struct zmk_behavior *cells_of(struct zmk_defined *defined, const struct keymap *map,
					   uint32_t name)
{
	struct zmk_names names = zmk_defined_names(defined, map, NULL);
	const char *ref = symbol_text(name);

	return names.behavior(names.data, ref, strlen(ref));
}

static bool same_cells(const struct zmk_behavior *a, const struct zmk_behavior *b)
{
	return !a || !b || (a->cells == b->cells && a->cell[0] == b->cell[0] && a->cell[1] == b->cell[1]);
}

/* Actions with that name whose cells are those. */
static size_t count_uses(const struct keymap *map, uint32_t name, const struct zmk_behavior *cells)
{
	struct action_walk walk = action_walk_start(map);
	size_t count = 0;

	while (action_walk_next(&walk)) {
		bool same = walk.action.kind == ACTION_BEHAVIOR && walk.action.arg[0] == name;

		for (int i = 0; same && i < 2; i++)
			same = action_arg_type(walk.action, i + 1) ==
			       (i < cells->cells ? cells->cell[i] : ARG_NONE);
		count += same;
	}
	return count;
}

/* A binding that stays as it is must not come to mean something else. */
static bool check_cells(const struct zmk_update *u)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		const struct zmk_kind_plan *plan = &u->kind[kind];

		for (size_t i = 0; i < plan->after; i++) {
			const struct definition *old =
				plan->from[i] == LAYER_GONE ? NULL : plan->old[plan->from[i]];
			struct zmk_defined was, is;
			const struct zmk_behavior *before;
			size_t uses;

			if (!old || !reference_is_named(old))
				continue;
			before = cells_of(&was, u->source->map, old->name);
			if (same_cells(before, cells_of(&is, u->map, plan->now[i]->name)))
				continue;
			uses = count_uses(u->map, plan->now[i]->name, before);
			if (uses)
				return err_set(
					u->err, ERR_REFUSED,
					"%s would take other cells, and %zu bindings have those it takes "
					"now: change these to something else first",
					symbol_text(plan->now[i]->name), uses);
		}
	}
	return true;
}

bool zmk_update_definitions(struct zmk_update *u)
{
	if (!check_cells(u))
		return false;
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		struct zmk_kind_plan *plan = &u->kind[kind];

		for (size_t i = 0; i < plan->before; i++)
			if (!update_one(u, plan, i))
				return false;
		for (size_t i = 0; i < plan->after; i++)
			u->block_changed |= plan->from[i] == LAYER_GONE;
	}
	return true;
}

/* `&hm` and no other token, wherever it is not replaced with what is around it. */
static void rename_in_file(struct zmk_update *u, uint16_t file)
{
	size_t len;
	const char *text = source_text(u->source, file, &len);
	struct c_scan scan = c_scan_start(text, len);
	struct c_token token, before = { .type = C_COMMENT };

	while (c_scan_next_code(&scan, &token)) {
		bool reference = token.type == C_NAME && before.type == C_PUNCT &&
				 c_token_is(text, &before, "&") && span_end(before.span) == token.span.start;

		for (size_t i = 0; reference && i < u->renames; i++)
			if (c_token_is(text, &token, symbol_text(u->rename[i].before)) &&
			    !zmk_update_is_taken(u, file, token.span))
				zmk_update_put(u, file, token.span, symbol_text(u->rename[i].after));
		before = token;
	}
}

void zmk_update_renames(struct zmk_update *u)
{
	for (uint16_t file = 0; u->renames && file <= u->source->includes; file++)
		if (!file || !u->source->include[file - 1].locked)
			rename_in_file(u, file);
}

bool zmk_update_place_definitions(struct zmk_update *u)
{
	for (size_t i = 0; i < u->moves; i++)
		if (!rewrite_is_apart(&u->moved[i].rewrite, u->moved[i].span))
			return err_set(u->err, ERR_REFUSED,
				       "two changes meet in one node: make them one by one");
	for (size_t i = 0; i < u->moves; i++) {
		struct zmk_piece *piece = &u->moved[i], *from = &u->moved[u->moved_to[i]];
		struct str text = STR_INIT;
		size_t len;

		rewrite_print(&from->rewrite, source_text(u->source, from->file, &len), from->span, &text);
		rewrite_replace(&u->rewrite[piece->file], piece->span, str_text(&text));
		str_release(&text);
	}
	return true;
}
