/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "usb_id_private.h"

const struct usb_id *usb_id_find(uint16_t vid, uint16_t pid)
{
	for (size_t i = 0; i < usb_id_row_count; i++)
		if (usb_id_rows[i].vid == vid && usb_id_rows[i].pid == pid)
			return &usb_id_rows[i];
	return NULL;
}

size_t usb_id_count(void)
{
	return usb_id_row_count;
}

const struct usb_id *usb_id_at(size_t index)
{
	return index < usb_id_row_count ? &usb_id_rows[index] : NULL;
}
