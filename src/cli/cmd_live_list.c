/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "device/list.h"
#include "live/live.h"
#include "live_verbs.h"
#include "print_json.h"

/* What is known of one, once it was said hello to. */
struct found {
	const struct device *device;
	struct live *live;     /* NULL: it could not be opened */
	struct str text;       /* how it describes itself, or why it could not be opened and what to do */
	struct str rule;       /* that would help */
	enum err_code problem; /* ERR_NONE: there is none */
};

static void look(const struct device *device, struct found *out)
{
	struct hid *hid;
	struct err err = { 0 };

	*out = (struct found){ .device = device };
	if (!device->openable) {
		out->problem = ERR_PERMISSION;
		device_open_help(device, &out->text);
		if (device_needs_rule(device))
			device_udev_rule(device, &out->rule);
		return;
	}
	hid = hid_open_device(device->id, &err);
	out->live = hid ? live_open(hid, &err) : NULL;
	if (out->live) {
		live_describe(out->live, &out->text);
	} else {
		out->problem = err.code;
		str_add(&out->text, err.text);
	}
}

static void found_release(struct found *found)
{
	live_close(found->live);
	str_release(&found->text);
	str_release(&found->rule);
}

static void add_hex(cJSON *to, const char *name, unsigned value)
{
	char text[8];

	snprintf(text, sizeof(text), "%04x", value);
	cJSON_AddStringToObject(to, name, text);
}

static void add_text(cJSON *to, const char *name, const char *text)
{
	struct str shown = STR_INIT;

	str_add_escaped(&shown, text);
	cJSON_AddStringToObject(to, name, str_text(&shown));
	str_release(&shown);
}

static void add_identity(cJSON *to, const struct live_identity *identity)
{
	char uid[20];

	cJSON_AddNumberToObject(to, "via", identity->via);
	if (identity->vial >= 0) {
		snprintf(uid, sizeof(uid), "%016" PRIx64, identity->uid);
		cJSON_AddNumberToObject(to, "vial", identity->vial);
		cJSON_AddStringToObject(to, "uid", uid);
	}
	cJSON_AddStringToObject(to, "dialect", keycode_dialect_info(identity->dialect)->name);
	if (identity->keychron_firmware[0])
		add_text(to, "keychron_firmware", identity->keychron_firmware);
}

static cJSON *found_json(const struct found *found)
{
	cJSON *out = cJSON_CreateObject();

	cJSON_AddStringToObject(out, "id", found->device->id);
	add_hex(out, "vid", found->device->vid);
	add_hex(out, "pid", found->device->pid);
	add_text(out, "manufacturer", found->device->manufacturer);
	add_text(out, "product", found->device->product);
	add_text(out, "serial", found->device->serial);
	if (found->live) {
		add_identity(out, live_identity(found->live));
		add_text(out, "text", str_text(&found->text));
	} else {
		cJSON_AddStringToObject(out, "code", err_code_name(found->problem));
		add_text(out, "problem", str_text(&found->text));
	}
	if (found->rule.len)
		cJSON_AddStringToObject(out, "rule", str_text(&found->rule));
	return out;
}

static void print_row(const struct found *found)
{
	const struct device *d = found->device;
	char name[256];

	utf8_escape(name, sizeof(name), d->product, strlen(d->product));
	printf("%-22s %04x:%04x  %s\n  ", d->id, d->vid, d->pid, name[0] ? name : "(no name)");
	utf8_escape(name, sizeof(name), str_text(&found->text), found->text.len);
	puts(name);
}

static void print_all(const struct devices *list, bool json)
{
	cJSON *array = cJSON_CreateArray();
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct found found;

		if (!list->item[i].raw_hid)
			continue;
		count++;
		look(&list->item[i], &found);
		if (json)
			cJSON_AddItemToArray(array, found_json(&found));
		else
			print_row(&found);
		found_release(&found);
	}
	if (json) {
		print_json(array);
		return;
	}
	cJSON_Delete(array);
	if (!count)
		puts("no keyboard with a raw HID interface is attached: its firmware must be built with VIA "
		     "or\nVial (VIA_ENABLE = yes). keyplane devices --all lists every USB device.");
}

int live_list_verb(const struct verb *verb, int argc, char **argv)
{
	bool json = false, simulated = false;
	const struct option_row rows[] = {
		{ "--json", 0, OPTION_FLAG, &json, NULL, "print an array" },
		{ "--simulated", 0, OPTION_FLAG, &simulated, NULL, "also list the simulated keyboards" },
	};
	struct devices list = { 0 };
	struct err err = { 0 };
	int status;

	if (cli_parse(verb, argc, argv, rows, COUNT(rows), NULL, 0, &status) < 0)
		return status;
	if (!devices_scan(&list, &err))
		return cli_fail(&err);
	if (simulated)
		devices_add_fakes(&list);
	print_all(&list, json);
	devices_release(&list);
	return EXIT_OK;
}
