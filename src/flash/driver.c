/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "flash/driver.h"

/* Alphabetical; a test asserts it. */
static const struct flash_driver *const drivers[] = {
	&flash_driver_dfu,
	&flash_driver_dfuse,
	&flash_driver_halfkay,
};

const struct flash_driver *flash_driver_at(size_t index)
{
	return index < COUNT(drivers) ? drivers[index] : NULL;
}

const struct flash_driver *flash_driver_find(const char *name)
{
	for (size_t i = 0; i < COUNT(drivers); i++)
		if (!strcmp(drivers[i]->name, name))
			return drivers[i];
	return NULL;
}

const struct flash_driver *flash_driver_for(const struct device *device, const char *name, struct err *err)
{
	const struct flash_driver *driver;

	if (!name && !device->known) {
		err_set(err, ERR_NOT_FOUND,
			"%s is %04x:%04x, which is no bootloader that is known; name the driver with "
			"--driver",
			device->id, device->vid, device->pid);
		return NULL;
	}
	if (!name && !device->known->driver[0]) {
		err_set(err, ERR_NOT_FOUND, "%s is %s, %s", device->id, device->known->name,
			strcmp(device->known->kind, "bootloader")
				? "which runs its firmware; put it in its bootloader first"
				: "for which there is no driver yet");
		return NULL;
	}
	driver = flash_driver_find(name ? name : device->known->driver);
	if (!driver)
		err_set(err, ERR_USAGE, "there is no driver '%s'; there are dfu, dfuse and halfkay",
			name ? name : device->known->driver);
	return driver;
}
