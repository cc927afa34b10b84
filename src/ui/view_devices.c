/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "base/mem.h"
#include "wrap.h"

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct app *app = data;
	const struct device_seen *device = &app->devices.item[index];
	bool chosen = app->device && !strcmp(app->device, device->id);

	snprintf(out->left, sizeof(out->left), "%s%s", device->id, chosen ? " *" : "");
	snprintf(out->right, sizeof(out->right), "%-10s %-.90s%s%s", device->kind, device->name,
		 device->driver[0] ? "  flashed by " : "", device->driver);
	out->style = device->trouble[0] ? STYLE_WARNING : STYLE_TEXT;
}

void view_devices_draw(const struct app *app, struct grid *grid, struct rect area)
{
	struct chooser_list list = {
		app, app->devices.count, row, 22,
		"none is connected; for a bootloader press the keyboard's reset button"
	};
	size_t at = app->device_list.selected;
	const char *trouble = at < app->devices.count ? app->devices.item[at].trouble : "";
	int rows = area.rows > 12 ? 12 : area.rows, told = wrap_rows(trouble, area.cols - 4);
	struct rect box = { area.row + area.rows - rows, area.col, rows, area.cols };

	/* What helps is told in full as long as some devices are seen. */
	if (told > rows / 2)
		told = rows / 2;
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	grid_text(grid, box, box.row, box.col + 2, STYLE_TITLE, " keyboards and bootloaders ");
	chooser_draw(&app->device_list, &list, NULL, grid,
		     (struct rect){ box.row + 1, box.col + 1, box.rows - 2 - told, box.cols - 2 });
	wrap_draw(grid, (struct rect){ box.row + box.rows - 1 - told, box.col + 2, told, box.cols - 4 },
		  STYLE_WARNING, trouble);
}

bool view_devices_key(struct app *app, const char *key, struct effects *effects)
{
	bool requery;

	(void)effects;
	return chooser_key(&app->device_list, key, app->devices.count, false, &requery);
}

bool view_devices_take(struct app *app, struct effects *effects, struct err *err)
{
	const struct device_seen *device;

	if (app->device_list.selected >= app->devices.count)
		return true;
	device = &app->devices.item[app->device_list.selected];
	if (device->trouble[0])
		return err_set(err, ERR_PERMISSION, "%s", device->trouble);
	if (!strcmp(device->kind, "keyboard")) {
		app_pop(app);
		app_live_open(app, &(struct live_source){ .device = mem_copy_text(device->id) }, effects);
		return true;
	}
	if (!device->driver[0])
		return err_set(err, ERR_USAGE, "%s is not a bootloader that can be flashed yet", device->id);
	if (!option_set(app, "device", device->id, err))
		return false;
	app_pop(app);
	app_say(app, STYLE_OK, "flashing goes to %s", device->id);
	return true;
}

COMMAND(devices)
{
	app->device_list.selected = 0;
	app_push(app, VIEW_DEVICES);
	return true;
}
