/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_FIELD_PRIVATE_H
#define MODEL_FIELD_PRIVATE_H

#include "field_table.h"

/* What a field says, between a person's text and the definition. */
struct field_value {
	int64_t number; /* of a NUMBER, SWITCH; MODS and LAYERS as bits */
	uint32_t
		text; /* symbol: of a NAME, TEXT, CHOICE, BEHAVIOR (without the &), CELLS (without < and >) */
	struct step *step; /* owned: of an ACTION, ACTIONS, STEPS */
	size_t steps, step_cap;
	uint16_t *position; /* owned: of POSITIONS */
	size_t positions, position_cap;
};
void field_value_release(struct field_value *value);
void field_value_add(struct field_value *value, struct step step);
void field_value_add_position(struct field_value *value, uint16_t position);

/* Whose field it is, and how actions are spelled there. Borrowed. */
struct field_context {
	const struct keymap *map; /* NULL: any layer and key will do */
	const struct definition *definition;
	const struct field *field;
	const struct field_spelling *spelling; /* NULL: QMK's */
};

bool field_parse(const struct field_context *c, const char *text, struct field_value *out,
		 struct err *err) NODISCARD;
void field_print(const struct field_context *c, const struct field_value *value, struct str *out);

/* Parts of these. A STEPS text, with the column of what is wrong. */
bool field_parse_steps(const struct field_context *c, const char *text, struct field_value *out,
		       struct err *err) NODISCARD;
bool field_parse_actions(const struct field_context *c, const char *text, struct field_value *out,
			 struct err *err) NODISCARD;
void field_print_steps(const struct field_context *c, const struct field_value *value, struct str *out);
bool field_parse_action(const struct field_context *c, const char *text, struct action *out,
			struct err *err) NODISCARD;
void field_print_action(const struct field_spelling *spelling, struct action action, struct str *out);

/* What @definition says; FIELD_RAW: it says it in `text` alone, by other means than the field's type has. */
enum field_said { FIELD_UNSAID, FIELD_SAID, FIELD_RAW };
enum field_said field_load(const struct definition *definition, const struct field *field,
			   struct field_value *out);

/* Puts @value, or nothing when it is NULL, into a definition that is nobody else's. */
void field_store(const struct keymap *map, struct definition *definition, const struct field *field,
		 const struct field_value *value);

/* field_option.c: the same of an option (NULL: there is none), and what these are made of. */
enum field_said field_load_option(const struct setting *option, const struct field *field,
				  struct field_value *out);
void field_store_option(const struct keymap *map, struct definition *d, const struct field *field,
			const struct field_value *value);
enum field_said field_load_raw(const struct setting *option, struct field_value *out);
void field_put_text(struct definition *d, const char *name, const char *text);
void field_put_number(struct definition *d, const char *name, int64_t number);
void field_remove_option(struct definition *d, const char *name);

#endif
