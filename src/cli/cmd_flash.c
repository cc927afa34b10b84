/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "device/list.h"
#include "device/watch.h"
#include "flash/run.h"
#include "flash/safety.h"
#include "project/live_project.h"
#include "stop.h"
#include "verbs.h"

struct options {
	const char *device, *driver, *mcu, *base, *force, *usb_id;
	long timeout_s;
	bool wait, dry_run, json;
};

/* Is this a bootloader that we would flash, going by the options alone? */
static bool is_candidate(const struct device *d, void *ctx)
{
	const struct options *opt = ctx;
	const bool known = d->known && !strcmp(d->known->kind, "bootloader") && d->known->driver[0];

	if (opt->device)
		return !strcmp(d->id, opt->device) && (known || opt->driver);
	return known && (!opt->driver || !strcmp(d->known->driver, opt->driver));
}

/* The one that is attached. With none, *@out stays untouched and *@found false. */
static bool find_attached(const struct options *opt, struct device *out, bool *found, struct err *err)
{
	struct devices list = { 0 };
	struct str ids = STR_INIT;
	size_t count = 0;
	bool good = devices_scan(&list, err);

	for (size_t i = 0; good && i < list.count; i++)
		if (is_candidate(&list.item[i], (void *)opt)) {
			*out = list.item[i];
			str_addf(&ids, "%s%s", count++ ? ", " : "", out->id);
		}
	*found = count == 1;
	if (count > 1)
		good = err_set(err, ERR_REFUSED, "%zu bootloaders are attached; choose with --device: %s",
			       count, str_text(&ids));
	str_release(&ids);
	devices_release(&list);
	return good;
}

/* What may be opened: "usb:1-4.2", "fake:..." as the user wrote it. */
static bool choose_device(const struct options *opt, struct report *report, char *id, size_t size,
			  struct err *err)
{
	struct device_wait how = { .match = is_candidate, .ctx = (void *)opt, .cancel = stop_flag() };
	struct device device;
	bool found = false;

	if (opt->device && (!strncmp(opt->device, "fake:", 5) || !opt->wait)) {
		snprintf(id, size, "%s", opt->device);
		return true;
	}
	if (!find_attached(opt, &device, &found, err))
		return false;
	if (!found && !opt->wait)
		return err_set(err, ERR_NOT_FOUND,
			       "no bootloader that can be flashed is attached; press the keyboard's reset "
			       "button, or "
			       "use --wait and press it then");
	if (!found) {
		how.timeout_ms = (int)opt->timeout_s * 1000;
		report_wait(report, "press the reset button of the keyboard, or its QK_BOOT key");
		if (!device_wait(&how, &device, err))
			return false;
	}
	snprintf(id, size, "%s", device.id);
	return true;
}

static bool read_hex(const char *text, char end, unsigned long max, unsigned long *out, const char **rest)
{
	char *stop_at;

	*out = strtoul(text, &stop_at, 16);
	*rest = stop_at + 1;
	return stop_at != text && *stop_at == end && *out <= max && !strpbrk(text, "+- ");
}

/* What the options say about the job; no device is touched before all of them are known to be right. */
static bool read_options(const struct options *opt, struct flash_job *job, struct err *err)
{
	struct flash_findings none = { .count = 0 };
	unsigned long base = 0, vid = 0, pid = 0;
	const char *rest;

	if (opt->base && !read_hex(opt->base, '\0', UINT32_MAX, &base, &rest))
		return err_set(err, ERR_USAGE, "--base wants an address in hex, 0x08000000, not '%s'",
			       opt->base);
	if (opt->usb_id && (!read_hex(opt->usb_id, ':', UINT16_MAX, &vid, &rest) ||
			    !read_hex(rest, '\0', UINT16_MAX, &pid, &rest)))
		return err_set(err, ERR_USAGE,
			       "--usb-id wants vendor and product in hex, feed:6060, not '%s'", opt->usb_id);
	if (opt->driver && !flash_driver_find(opt->driver, err))
		return false;
	if (opt->timeout_s < 1 || opt->timeout_s > 24 * 3600)
		return err_set(err, ERR_USAGE, "--timeout wants 1 to 86400 seconds, not %ld", opt->timeout_s);
	if ((job->has_base = opt->base))
		job->base = (uint32_t)base;
	if ((job->has_keyboard = opt->usb_id)) {
		job->keyboard_vid = (uint16_t)vid;
		job->keyboard_pid = (uint16_t)pid;
	}
	job->options.mcu = opt->mcu;
	job->force = opt->force;
	job->dry_run = opt->dry_run;
	return flash_force(&none, opt->force, err);
}

/* What the keyboard has from now on, where it was built here. */
static void remember(const struct str *image, struct report *report)
{
	struct err err;

	if (!flashed_image(str_text(image), image->len, &err) && err.code != ERR_NOT_FOUND)
		report_log(report, err.text);
}

static bool flash(const struct options *opt, const char *path, struct report *report, struct err *err)
{
	struct flash_job job = { .cancel = stop_flag(), .report = report };
	struct image image = { 0 };
	struct str file = STR_INIT;
	char id[512];
	bool good = false;

	if (!stop_listen(err) || !read_options(opt, &job, err))
		return false;
	if (!file_read(path, IMAGE_MAX_FILE_BYTES, &file, err))
		goto out;
	if (!image_read(&image, str_text(&file), file.len, err)) {
		err_wrap(err, "%s", path);
		goto out;
	}
	if (!choose_device(opt, report, id, sizeof(id), err) || !(job.transport = transport_open(id, err)))
		goto out;
	job.image = &image;
	job.driver = flash_driver_for(&job.transport->device, opt->driver, err);
	good = job.driver && flash_run(&job, err);
	if (good && !opt->dry_run)
		remember(&file, report);
out:
	transport_close(job.transport);
	image_release(&image);
	str_release(&file);
	return good;
}

int cmd_flash(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { .timeout_s = 60 };
	struct str drivers = flash_driver_names();
	const struct option_row rows[] = {
		{ "--base", 0, OPTION_TEXT, &opt.base, "ADDR", "where a raw binary goes (hex)" },
		{ "--device", 'd', OPTION_TEXT, &opt.device, "ID", "which one; see keyplane devices" },
		{ "--driver", 0, OPTION_TEXT, &opt.driver, "NAME", str_text(&drivers) },
		{ "--dry-run", 'n', OPTION_FLAG, &opt.dry_run, NULL, "check all and say what would be done" },
		{ "--force", 0, OPTION_TEXT, &opt.force, "CODE,...",
		  "go on although these say no; see keyplane help checks" },
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL, "one JSON object a line for what happens" },
		{ "--mcu", 'm', OPTION_TEXT, &opt.mcu, "NAME", "the chip, for bootloaders that do not tell" },
		{ "--timeout", 0, OPTION_NUMBER, &opt.timeout_s, "SECONDS", "how long --wait waits (60)" },
		{ "--usb-id", 0, OPTION_TEXT, &opt.usb_id, "VID:PID", "the keyboard that it must be for" },
		{ "--wait", 'w', OPTION_FLAG, &opt.wait, NULL, "wait until a bootloader is attached" },
	};
	struct report report = { .out = stdout, .to_terminal = isatty(STDOUT_FILENO) };
	struct err err = { 0 };
	const char *path[1];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), path, 1, &status);
	bool good;

	str_release(&drivers);
	if (n < 0)
		return status;
	report.style = opt.json ? REPORT_JSON : REPORT_TEXT;
	if (n == 0)
		good = err_set(&err, ERR_USAGE, "flash what? A .hex, .bin, .dfu or .uf2 file");
	else
		good = flash(&opt, path[0], &report, &err);
	report_end(&report, good ? NULL : &err);
	return good ? EXIT_OK : cli_fail(&err);
}
