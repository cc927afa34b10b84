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

struct str flash_driver_names(void)
{
	struct str names = STR_INIT;

	for (size_t i = 0; i < COUNT(drivers); i++)
		str_addf(&names, "%s%s", i ? ", " : "", drivers[i]->name);
	return names;
}

const struct flash_driver *flash_driver_find(const char *name, struct err *err)
{
	struct str names;

	for (size_t i = 0; i < COUNT(drivers); i++)
		if (!strcmp(drivers[i]->name, name))
			return drivers[i];
	names = flash_driver_names();
	err_set(err, ERR_USAGE, "there is no driver '%s'; there are %s", name, str_text(&names));
	str_release(&names);
	return NULL;
}

const struct flash_driver *flash_driver_for(const struct device *device, const char *name, struct err *err)
{
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
	return flash_driver_find(name ? name : device->known->driver, err);
}
