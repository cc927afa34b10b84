/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "device/list.h"
#include "device/watch.h"
#include "print_json.h"
#include "verbs.h"

struct devices_options {
	bool json, watch, all, simulated;
};

static const char *kind_of(const struct device *d)
{
	return d->known ? d->known->kind : d->raw_hid ? "keyboard" : "other";
}

/* What the table calls the device: what it is, else what it says that it is. */
static void name_of(const struct device *d, char *out, size_t size)
{
	if (d->known)
		snprintf(out, size, "%s", d->known->name);
	else if (d->product[0])
		utf8_escape(out, size, d->product, strlen(d->product));
	else
		snprintf(out, size, "(no name)");
}

enum { ID_COLS = 22 }; /* of the table at least; of lines that come one by one, always */

static void print_row(const struct device *d, const char *mark, int id_cols)
{
	char name[256];

	name_of(d, name, sizeof(name));
	printf("%s%-*s %04x:%04x  %-10s  %-8s %s\n", mark, id_cols, d->id, d->vid, d->pid, kind_of(d),
	       d->known && d->known->driver[0] ? d->known->driver : "-", name);
	if (!d->openable && device_is_relevant(d)) {
		struct str help = STR_INIT;

		device_open_help(d, &help);
		printf("%s  %s\n", mark, str_text(&help));
		str_release(&help);
	}
}

static void add_text(cJSON *to, const char *name, const char *text)
{
	char escaped[4 * DEVICE_MAX_STRING_BYTES];

	utf8_escape(escaped, sizeof(escaped), text, strlen(text));
	cJSON_AddStringToObject(to, name, escaped);
}

static void add_hex(cJSON *to, const char *name, unsigned value)
{
	char text[8];

	snprintf(text, sizeof(text), "%04x", value);
	cJSON_AddStringToObject(to, name, text);
}

static cJSON *device_json(const struct device *d)
{
	cJSON *out = cJSON_CreateObject(), *alts;

	cJSON_AddStringToObject(out, "id", d->id);
	add_hex(out, "vid", d->vid);
	add_hex(out, "pid", d->pid);
	add_hex(out, "bcd", d->bcd);
	cJSON_AddStringToObject(out, "kind", kind_of(d));
	if (d->known) {
		cJSON_AddStringToObject(out, "name", d->known->name);
		cJSON_AddStringToObject(out, "driver", d->known->driver);
		cJSON_AddStringToObject(out, "bootloader", d->known->bootloader);
	}
	add_text(out, "manufacturer", d->manufacturer);
	add_text(out, "product", d->product);
	add_text(out, "serial", d->serial);
	alts = cJSON_AddArrayToObject(out, "alternates");
	for (size_t i = 0; i < d->alts; i++) {
		cJSON *alt = cJSON_CreateObject();

		cJSON_AddNumberToObject(alt, "interface", d->alt[i].interface);
		cJSON_AddNumberToObject(alt, "alternate", d->alt[i].alt);
		add_text(alt, "name", d->alt[i].name);
		cJSON_AddItemToArray(alts, alt);
	}
	cJSON_AddBoolToObject(out, "raw_hid", d->raw_hid);
	cJSON_AddStringToObject(out, "node", d->node);
	cJSON_AddBoolToObject(out, "openable", d->openable);
	if (!d->openable) {
		struct str text = STR_INIT;

		device_open_help(d, &text);
		cJSON_AddStringToObject(out, "problem", str_text(&text));
		str_clear(&text);
		device_udev_rule(d, &text);
		if (device_needs_rule(d))
			cJSON_AddStringToObject(out, "rule", str_text(&text));
		str_release(&text);
	}
	return out;
}

static bool shown(const struct devices_options *opt, const struct device *d)
{
	return opt->all || device_is_relevant(d);
}

static cJSON *list_json(const struct devices_options *opt, const struct devices *list)
{
	cJSON *out = cJSON_CreateArray();

	for (size_t i = 0; i < list->count; i++)
		if (shown(opt, &list->item[i]))
			cJSON_AddItemToArray(out, device_json(&list->item[i]));
	return out;
}

static void print_list(const struct devices_options *opt, const struct devices *list)
{
	size_t count = 0, id_cols = ID_COLS;

	for (size_t i = 0; i < list->count; i++) {
		size_t len = strlen(list->item[i].id);

		if (!shown(opt, &list->item[i]))
			continue;
		count++;
		if (len > id_cols)
			id_cols = len;
	}
	if (!count) {
		puts(opt->all
			     ? "no USB device is attached"
			     : "no bootloader and no keyboard with a raw HID interface is attached\n\n"
			       "To bring a keyboard into its bootloader, press the reset button on its "
			       "board, or its\n"
			       "QK_BOOT key, or hold the top left key (or Escape) while you plug it in.\n"
			       "keyplane devices --watch shows what comes and goes, --all every USB device.");
		return;
	}
	printf("%-*s %-9s  %-10s  %-8s %s\n", (int)id_cols, "DEVICE", "VID:PID", "KIND", "DRIVER", "NAME");
	for (size_t i = 0; i < list->count; i++)
		if (shown(opt, &list->item[i]))
			print_row(&list->item[i], "", (int)id_cols);
}

static void print_changes(const struct devices_options *opt, const struct devices *list, const char *event,
			  const char *mark)
{
	for (size_t i = 0; i < list->count; i++) {
		cJSON *out;

		if (!shown(opt, &list->item[i]))
			continue;
		if (!opt->json) {
			print_row(&list->item[i], mark, ID_COLS);
			continue;
		}
		out = cJSON_CreateObject();
		cJSON_AddStringToObject(out, "event", event);
		cJSON_AddItemToObject(out, "device", device_json(&list->item[i]));
		print_json(out);
	}
}

static void on_change(const struct devices *added, const struct devices *removed, void *ctx)
{
	print_changes(ctx, removed, "removed", "- ");
	print_changes(ctx, added, "added", "+ ");
	fflush(stdout);
}

/* Whoever started it may be gone without a word, and nothing be there to be told for days. */
static bool is_read(void *ctx)
{
	struct pollfd out = { .fd = STDOUT_FILENO };

	(void)ctx;
	return poll(&out, 1, 0) <= 0 || !(out.revents & POLLERR);
}

static bool print_now(const struct devices_options *opt, struct err *err)
{
	struct devices list = { 0 };
	bool good = devices_scan(&list, err);

	if (good && opt->simulated)
		devices_add_fakes(&list);
	if (good && opt->json)
		print_json(list_json(opt, &list));
	else if (good)
		print_list(opt, &list);
	devices_release(&list);
	return good;
}

int cmd_devices(const struct verb *verb, int argc, char **argv)
{
	struct devices_options opt = { 0 };
	const struct option_row rows[] = {
		{ "--all", 'a', OPTION_FLAG, &opt.all, NULL, "list every USB device" },
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL,
		  "print an array; with --watch, an object a line for what is added or removed" },
		{ "--simulated", 0, OPTION_FLAG, &opt.simulated, NULL,
		  "also list the simulated bootloaders and keyboards, for flash, live and tests" },
		{ "--watch", 'w', OPTION_FLAG, &opt.watch, NULL, "go on, and tell what comes and goes" },
	};
	struct device_wait how = { .changed = on_change, .goes_on = is_read, .ctx = &opt, .timeout_ms = -1 };
	struct device unused;
	struct err err = { 0 };
	int status;

	if (cli_parse(verb, argc, argv, rows, COUNT(rows), NULL, 0, &status) < 0)
		return status;
	if (opt.watch ? !device_wait(&how, &unused, &err) : !print_now(&opt, &err))
		return cli_fail(&err);
	return EXIT_OK;
}
