/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "behavior_form.h"
#include "model/edit.h"

static void forget_parts(struct behavior_form *form)
{
	for (size_t i = 0; i < form->parts; i++)
		free(form->part[i]);
	form->parts = 0;
}

void behavior_form_release(struct behavior_form *form)
{
	forget_parts(form);
	free(form->part);
	free(form->row);
	free(form->choice);
	free(form->hit);
	*form = (struct behavior_form){ 0 };
}

bool behavior_is_in(const struct keymap *map, struct behaviors_row row)
{
	size_t count = row.section < BEHAVIOR_ENCODERS
			       ? keymap_definitions(map, (enum definition_kind)row.section)
			       : keymap_encoders(map);

	return row.index >= 0 && (size_t)row.index < count;
}

static void add_row(struct behavior_form *form, struct behavior_row row)
{
	form->row = mem_grow(form->row, form->rows, &form->cap, sizeof(*form->row));
	form->row[form->rows++] = row;
}

/* Fields of other firmwares are left out, unless something is said there. */
static void list_fields(struct behavior_form *form, const struct keymap *map, const struct definition *d)
{
	unsigned firmwares = field_firmwares_of(map);

	for (size_t i = 0; i < field_count(d); i++) {
		const struct field *field = field_at(d, i);
		struct str said = STR_INIT;

		if (field->firmwares & firmwares || field_get(map, d, field, NULL, &said))
			add_row(form, (struct behavior_row){ .what = ROW_VALUE,
							     .subject = { form->of, *field, 0, 0 } });
		str_release(&said);
	}
}

static void list_uses(struct behavior_form *form, const struct keymap *map)
{
	struct place *place = mem_new(FORM_USES_MAX, sizeof(*place));
	size_t listed;

	form->uses = edit_definition_uses(map, (enum definition_kind)form->of.section, (size_t)form->of.index,
					  place, FORM_USES_MAX);
	listed = form->uses < FORM_USES_MAX ? form->uses : FORM_USES_MAX;
	if (form->uses || behaviors_section(form->of.section)->used)
		add_row(form, (struct behavior_row){ .what = ROW_USES });
	for (size_t i = 0; i < listed; i++)
		add_row(form, (struct behavior_row){ .what = ROW_USE, .place = place[i] });
	free(place);
}

static void list_turns(struct behavior_form *form, const struct keymap *map)
{
	static const struct field turns[] = {
		[TURN_CCW] = { .name = "ccw",
			       .label = "counterclockwise",
			       .help = "What turning it to the left does on this layer",
			       .type = FIELD_ACTION,
			       .unit = "",
			       .fallback = "" },
		[TURN_CW] = { .name = "cw",
			      .label = "clockwise",
			      .help = "What turning it to the right does on this layer",
			      .type = FIELD_ACTION,
			      .unit = "",
			      .fallback = "" },
	};

	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (int turn = 0; turn < TURN_COUNT; turn++)
			add_row(form, (struct behavior_row){
					      .what = ROW_VALUE,
					      .subject = { form->of, turns[turn], layer, (enum turn)turn } });
}

void behavior_form_list(struct behavior_form *form, const struct keymap *map)
{
	form->rows = form->uses = 0;
	if (form->of.section == BEHAVIOR_ENCODERS) {
		list_turns(form, map);
	} else {
		list_fields(form, map,
			    keymap_definition(map, (enum definition_kind)form->of.section,
					      (size_t)form->of.index));
		list_uses(form, map);
	}
	if (form->list.selected >= form->rows)
		form->list.selected = form->rows ? form->rows - 1 : 0;
}

const struct behavior_row *behavior_form_row(const struct behavior_form *form)
{
	return form->list.selected < form->rows ? &form->row[form->list.selected] : NULL;
}

static void add_range(const struct field *field, const char *what, struct str *out)
{
	str_add(out, what);
	if (field->min > INT32_MIN && field->max < INT32_MAX)
		str_addf(out, " from %d to %d", field->min, field->max);
	if (field->unit[0])
		str_addf(out, " (%s)", field->unit);
}

static void add_how_many(const struct field *field, const char *what, struct str *out)
{
	if (field->min == 1 && field->max == 1)
		str_addf(out, "one of the %s", what);
	else if (field->min == field->max)
		str_addf(out, "%d %s", field->min, what);
	else
		str_addf(out, "%d to %d %s", field->min, field->max, what);
}

void field_expected(const struct field *field, struct str *out)
{
	static const char *const words[FIELD_TYPE_COUNT] = {
		[FIELD_NAME] = "letters, digits and _, no digit first",
		[FIELD_TEXT] = "any text",
		[FIELD_ACTION] = "what a key can do",
		[FIELD_ACTIONS] = "things that keys can do",
		[FIELD_STEPS] = "steps",
		[FIELD_POSITIONS] = "keys of the board",
		[FIELD_MODS] = "modifiers",
		[FIELD_LAYERS] = "layers",
		[FIELD_SWITCH] = "yes or no",
		[FIELD_NUMBER] = "a number",
		[FIELD_CHOICE] = "one of ",
		[FIELD_BEHAVIOR] = "a behaviour without its cells, &kp or one of your own",
		[FIELD_CELLS] = "cells as devicetree has them",
	};

	switch (field->type) {
	case FIELD_NUMBER:
		add_range(field, words[field->type], out);
		return;
	case FIELD_ACTIONS:
	case FIELD_STEPS:
	case FIELD_POSITIONS:
	case FIELD_LAYERS:
		add_how_many(field, words[field->type], out);
		return;
	default:
		str_add(out, words[field->type]);
	}
	for (size_t i = 0; field->type == FIELD_CHOICE && field->choice[i]; i++)
		str_addf(out, "%s%s", i ? ", " : "", field->choice[i]);
}

void behavior_choices_begin(struct behavior_form *form)
{
	form->choices = form->hits = 0;
}

void behavior_choices_add(struct behavior_form *form, const char *text, const char *help)
{
	struct behavior_choice *choice;

	form->choice = mem_grow(form->choice, form->choices, &form->choice_cap, sizeof(*form->choice));
	choice = &form->choice[form->choices++];
	snprintf(choice->text, sizeof(choice->text), "%s", text);
	snprintf(choice->help, sizeof(choice->help), "%s", help);
}

/* Those that begin with what is typed, then those that have it further in. */
void behavior_choices_find(struct behavior_form *form)
{
	const char *typed = form->value.query.text;

	free(form->hit);
	form->hit = mem_new(form->choices + 1, sizeof(*form->hit));
	form->hits = 0;
	for (int further = 0; further <= 1; further++)
		for (size_t i = 0; i < form->choices; i++) {
			const char *at = strcasestr(form->choice[i].text, typed);

			if (at && (at > form->choice[i].text) == further)
				form->hit[form->hits++] = i;
		}
}

static void add_part(struct behavior_form *form, const char *text, size_t len)
{
	while (len && text[0] == ' ') {
		text++;
		len--;
	}
	while (len && text[len - 1] == ' ')
		len--;
	if (!len)
		return;
	form->part = mem_grow(form->part, form->parts, &form->part_cap, sizeof(*form->part));
	form->part[form->parts] = mem_new(len + 1, 1);
	memcpy(form->part[form->parts++], text, len);
}

void behavior_parts_split(struct behavior_form *form, const char *text)
{
	const char *from = text;
	bool quoted = false;
	int depth = 0;

	forget_parts(form);
	for (; *text; text++) {
		if (quoted && *text == '\\' && text[1])
			text++;
		else if (*text == '"')
			quoted = !quoted;
		else if (!quoted && *text == '(')
			depth++;
		else if (!quoted && *text == ')')
			depth--;
		else if (!quoted && depth <= 0 && *text == ',') {
			add_part(form, from, (size_t)(text - from));
			from = text + 1;
		}
	}
	add_part(form, from, (size_t)(text - from));
	if (form->part_list.selected >= form->parts)
		form->part_list.selected = form->parts ? form->parts - 1 : 0;
}

void behavior_parts_join(const struct behavior_form *form, struct str *out)
{
	for (size_t i = 0; i < form->parts; i++)
		str_addf(out, "%s%s", i ? ", " : "", form->part[i]);
}

void behavior_parts_put(struct behavior_form *form, size_t at, bool inserts, const char *text)
{
	if (!inserts) {
		mem_set_text(&form->part[at], text);
		return;
	}
	form->part = mem_grow(form->part, form->parts, &form->part_cap, sizeof(*form->part));
	memmove(&form->part[at + 1], &form->part[at], (form->parts++ - at) * sizeof(*form->part));
	form->part[at] = mem_copy_text(text);
}

void behavior_parts_delete(struct behavior_form *form, size_t at)
{
	free(form->part[at]);
	memmove(&form->part[at], &form->part[at + 1], (--form->parts - at) * sizeof(*form->part));
}
