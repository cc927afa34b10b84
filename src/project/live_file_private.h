/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LIVE_FILE_PRIVATE_H
#define PROJECT_LIVE_FILE_PRIVATE_H

#include "base/json.h"
#include "project/live_file.h"

/* A file that is being read. */
struct live_reader {
	const struct json_doc *doc;
	const char *text;
	enum keycode_dialect dialect; /* of the file's keycodes */
	struct dynamic_keymap *held;  /* a copy, which becomes the keyboard's when all went well */
	struct diagnostics *told;
	bool force;
};

/* Of live_format's read(): @read_root gets the file's root. */
bool live_file_read(const char *text, size_t len, bool force, struct dynamic_keymap *held,
		    struct diagnostics *diagnostics, struct err *err,
		    bool (*read_root)(struct live_reader *reader, const struct json *root, struct err *err));

/* A warning about @node. */
void live_tell(struct live_reader *reader, const struct json *node, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* What would be refused with ERR_REFUSED, and is told instead when it is forced. */
bool live_refuse(struct live_reader *reader, const struct json *node, struct err *err, const char *fmt, ...)
	PRINTF_LIKE(4, 5) NODISCARD;

/* Member @name of @object when it is a list; one that is something else is told. */
const struct json *live_list(struct live_reader *reader, const struct json *object, const char *name);

/* @list has @count of @what, or it is refused: "3 rows, and the keyboard has 4". */
bool live_check_count(struct live_reader *reader, const struct json *list, const char *what, size_t count,
		      struct err *err) NODISCARD;

/* A keycode by name or number, as the keyboard numbers it. False: it is told. */
bool live_read_keycode(struct live_reader *reader, const struct json *node, uint16_t *value);

/* The same of two, counter-clockwise and clockwise, for a turn of an encoder. */
void live_read_turns(struct live_reader *reader, const struct json *pair, size_t layer, size_t encoder);

/* What is held becomes these macros; more than there is room for are refused. */
bool live_put_macros(struct live_reader *reader, const struct json *list,
		     void (*read_macro)(struct live_reader *reader, const struct json *node,
					struct definition *macro),
		     struct err *err) NODISCARD;

/* A number of 64 bits, which base/json keeps as a double when it is over 63. */
bool live_read_uint64(struct live_reader *reader, const struct json *node, uint64_t *out);

/* A keycode in quotes. */
void live_print_keycode(const struct dynamic_keymap *held, uint16_t value, struct str *out);
void live_print_turns(const struct dynamic_keymap *held, size_t layer, size_t encoder, struct str *out);

/* Each macro of the buffer by @print, with commas and lines between; "" for those that it has no more. False: it was not
 * read. */
void live_print_macros(const struct dynamic_keymap *held, struct diagnostics *lost, const char *none,
		       void (*print_macro)(const struct dynamic_keymap *held, const struct definition *macro,
					   struct str *out),
		       struct str *out);

/* What @text, which @format printed of @held, does not give back. False when it cannot be read at all. */
bool live_tell_lost(const struct live_format *format, const struct dynamic_keymap *held,
		    const struct str *text, struct diagnostics *lost, struct err *err) NODISCARD;

/* The rows of live_file.c. */
bool live_vil_print(const struct dynamic_keymap *held, const struct via_definition *definition,
		    const char *name, struct str *out, struct diagnostics *lost, struct err *err);
bool live_vil_read(const char *text, size_t len, bool force, struct dynamic_keymap *held,
		   struct diagnostics *diagnostics, struct err *err);
bool live_via_print(const struct dynamic_keymap *held, const struct via_definition *definition,
		    const char *name, struct str *out, struct diagnostics *lost, struct err *err);
bool live_via_read(const char *text, size_t len, bool force, struct dynamic_keymap *held,
		   struct diagnostics *diagnostics, struct err *err);
bool live_keyplane_print(const struct dynamic_keymap *held, const struct via_definition *definition,
			 const char *name, struct str *out, struct diagnostics *lost, struct err *err);
bool live_keyplane_read(const char *text, size_t len, bool force, struct dynamic_keymap *held,
			struct diagnostics *diagnostics, struct err *err);

/* Who the file is of: ERR_REFUSED when that is another keyboard. */
bool live_vil_check(struct live_reader *reader, const struct json *root, struct err *err) NODISCARD;
bool live_via_check(struct live_reader *reader, const struct json *root, struct err *err) NODISCARD;
bool live_keyplane_check(struct live_reader *reader, const struct json *root, struct err *err) NODISCARD;

#endif
