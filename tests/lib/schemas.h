/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_SCHEMAS_H
#define TESTS_SCHEMAS_H

#include <stdio.h>
#include <stdlib.h>

#include "base/schema.h"

/* A store of the one schema { "$id": "s", @members } from the file s.jsonschema; NULL with an error. */
static inline struct schema_store *schemas_new(const char *members, struct err *err)
{
	struct schema_store *store = schema_store_new();
	struct str text = STR_INIT;
	bool fits;

	str_addf(&text, "{\"$id\": \"s\", %s}", members);
	fits = schema_store_add(store, "s.jsonschema", str_text(&text), text.len, err) &&
	       schema_store_finish(store, err);
	str_release(&text);
	if (fits)
		return store;
	schema_store_free(store);
	return NULL;
}

/* The same where it is no question whether. */
static inline struct schema_store *schemas_get(const char *members)
{
	struct err err;
	struct schema_store *store = schemas_new(members, &err);

	if (!store)
		printf("Bail out! %s: %s\n", members, err.text), exit(1);
	return store;
}

#endif
