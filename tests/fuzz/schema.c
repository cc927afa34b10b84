/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count_problem(void *data, const struct schema_problem *problem)
{
	assert(problem->path && *problem->text && problem->node);
	++*(size_t *)data;
}

static void check_facts(void *data, const struct schema_facts *facts)
{
	(void)data;
	assert(*facts->path && facts->schema);
}

static void check_value(const struct schema *schema, const struct json *value)
{
	size_t first = 0, all = 0;
	bool valid = schema_check(schema, value, count_problem, &first);

	assert(first == !valid);
	assert(schema_check_all(schema, value, count_problem, &all) == valid && (all > 0) == !valid);
}

/* A schema whose id is s, "---", a value. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char separator[] = "\n---\n";
	struct schema_store *store = schema_store_new();
	const char *text = (const char *)data;
	size_t len = 0;
	struct err err = { 0 };
	const struct schema *schema = NULL;

	while (len < size &&
	       (size - len < strlen(separator) || memcmp(text + len, separator, strlen(separator)) != 0))
		len++;
	if (schema_store_add(store, "s.jsonschema", text, len, &err) && schema_store_finish(store, &err))
		schema = schema_find(store, "s");
	else
		assert(err.code != ERR_NONE);
	if (schema)
		schema_walk(schema, check_facts, NULL);
	if (schema && len < size) {
		struct json_doc *doc =
			json_parse(text + len + strlen(separator), size - len - strlen(separator), &err);

		if (doc)
			check_value(schema, json_root(doc));
		json_doc_free(doc);
	}
	schema_store_free(store);
	return 0;
}
