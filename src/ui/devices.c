/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "devices.h"

void devices_seen_release(struct devices_seen *seen)
{
	free(seen->item);
	*seen = (struct devices_seen){ 0 };
}

static struct device_seen *find(struct devices_seen *seen, const char *id)
{
	for (size_t i = 0; i < seen->count; i++)
		if (!strcmp(seen->item[i].id, id))
			return &seen->item[i];
	return NULL;
}

static const char *text_of(const struct json *device, const char *member)
{
	return json_text(json_find(device, member));
}

static void add(struct devices_seen *seen, const struct json *device)
{
	struct device_seen *row = find(seen, text_of(device, "id"));
	const char *name = text_of(device, "name");

	if (!row) {
		seen->item = mem_grow(seen->item, seen->count, &seen->cap, sizeof(*seen->item));
		row = &seen->item[seen->count++];
	}
	*row = (struct device_seen){ 0 };
	snprintf(row->id, sizeof(row->id), "%s", text_of(device, "id"));
	snprintf(row->kind, sizeof(row->kind), "%s", text_of(device, "kind"));
	snprintf(row->name, sizeof(row->name), "%s", name[0] ? name : text_of(device, "product"));
	snprintf(row->driver, sizeof(row->driver), "%s", text_of(device, "driver"));
	snprintf(row->trouble, sizeof(row->trouble), "%s", text_of(device, "problem"));
}

static void take_out(struct devices_seen *seen, const char *id)
{
	struct device_seen *row = find(seen, id);

	if (!row)
		return;
	memmove(row, row + 1, (size_t)(seen->item + seen->count - row - 1) * sizeof(*row));
	seen->count--;
}

bool devices_seen_line(struct devices_seen *seen, const char *line, struct err *err)
{
	struct json_doc *doc = json_parse(line, strlen(line), err);
	const struct json *root = doc ? json_root(doc) : NULL, *device = json_find(root, "device");
	bool ok = true;

	seen->arrived[0] = '\0';
	if (!root || (root->type != JSON_ARRAY && (!device || device->type != JSON_OBJECT))) {
		if (doc)
			err_set(err, ERR_PARSE, "this is no line of the verb devices: %s", line);
		ok = false;
	} else if (root->type == JSON_ARRAY) {
		seen->count = 0;
		for (device = root->first; device; device = device->next)
			add(seen, device);
	} else if (!strcmp(text_of(root, "event"), "removed")) {
		take_out(seen, text_of(device, "id"));
	} else {
		add(seen, device);
		snprintf(seen->arrived, sizeof(seen->arrived), "%s", text_of(device, "id"));
	}
	json_doc_free(doc);
	return ok;
}

size_t devices_seen_flashable(const struct devices_seen *seen)
{
	size_t count = 0;

	for (size_t i = 0; i < seen->count; i++)
		count += seen->item[i].driver[0] && strcmp(seen->item[i].kind, "bootloader") == 0;
	return count;
}
