/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_FORM_H
#define UI_FORM_H

#include "base/str.h"
#include "chooser.h"
#include "project/config.h"
#include "ui/line.h"

/* A line of the form: a member, or the heading of a group. */
struct form_row {
	enum config_group group;
	const struct config_field *field; /* NULL: a heading; good until the next change */
};

/* The form of a keyboard's data: what is open, what is listed of it, what is being typed. Zero-initialise. */
struct form {
	struct config *config; /* owned; NULL: not open */
	struct line filter;    /* words that a member's name, value or help must have */
	bool only_said;        /* leave out what nobody says */
	struct chooser list;
	struct form_row *row;
	size_t rows, row_cap;
	char *at; /* the selected member's path: it stays selected when the rows change */

	char *list_path; /* the list whose elements are shown */
	struct chooser elements;

	char *path;   /* the member whose value is typed */
	bool inserts; /* as a new element there */
	struct chooser value;
	const struct json **choice; /* of an enum: those that match what is typed */
	size_t choices;
	char why[480]; /* what is wrong with what is typed; "" for nothing */

	char **diff; /* lines of what saving would change */
	size_t diff_lines, diff_cap;
	struct chooser diff_list;
	bool leave; /* close the form when it is saved */
};

void form_open(struct form *form, struct config *config); /* which is taken */
void form_close(struct form *form);

/* The file's path, of a tree's without what is above the tree's keyboards. Borrowed. */
const char *form_path(const struct form *form);

/* List the rows again after a change; what is selected stays within what is there. */
void form_list(struct form *form);

/* The filter is another: the first that it lets through is selected. */
void form_filter(struct form *form);

/* The selected member; NULL when none is listed. */
const struct config_field *form_field(const struct form *form);

/* Select the member at @path, or the first below it; false when none is listed. */
bool form_go(struct form *form, const char *path);

/* Select the member that has this problem, if one has; a filter that hides it goes. */
void form_go_problem(struct form *form, const char *problem);

/* What was selected by its row is what is selected now; a heading passes it on, down or up. */
void form_selected(struct form *form, bool up);

/* To the first member of the next group that is listed, or of the one before. */
void form_go_group(struct form *form, int direction);

/* The list at list_path; NULL when there is none. */
const struct json *form_elements(const struct form *form);

/* Start to type a value for @path: @text is what there is. */
void form_type(struct form *form, const char *path, const char *text, bool inserts);

/* What is typed changed: judge it, and find the choices that match. */
void form_typed(struct form *form);

/* The lines of what saving would change. */
void form_list_diff(struct form *form);

#endif
