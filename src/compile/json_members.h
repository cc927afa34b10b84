/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_JSON_MEMBERS_H
#define COMPILE_JSON_MEMBERS_H

#include "base/json_edit.h"

/* Members of a document's root, at dotted paths (json_put_path()). */
void json_put_text(struct json_doc *doc, const char *path, const char *text);
void json_put_int(struct json_doc *doc, const char *path, int64_t value);
void json_put_true(struct json_doc *doc, const char *path);
void json_put_usb_id(struct json_doc *doc, const char *path, unsigned id); /* "0x1209" */

#endif
