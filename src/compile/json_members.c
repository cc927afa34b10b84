/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>

#include "json_members.h"

void json_put_text(struct json_doc *doc, const char *path, const char *text)
{
	json_put_path(doc, json_edit_root(doc), path, json_new_text(doc, text));
}

void json_put_int(struct json_doc *doc, const char *path, int64_t value)
{
	json_put_path(doc, json_edit_root(doc), path, json_new_int(doc, value));
}

void json_put_true(struct json_doc *doc, const char *path)
{
	json_put_path(doc, json_edit_root(doc), path, json_new_bool(doc, true));
}

void json_put_usb_id(struct json_doc *doc, const char *path, unsigned id)
{
	char text[16];

	snprintf(text, sizeof(text), "0x%04X", id & 0xffff);
	json_put_text(doc, path, text);
}
