/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "deliver.h"

bool is_standard_output(const char *path)
{
	return !path || !strcmp(path, "-");
}

bool deliver(const char *path, bool force, const struct str *text, struct err *err)
{
	if (is_standard_output(path))
		return fwrite(str_text(text), 1, text->len, stdout) == text->len ||
		       err_set(err, ERR_IO, "cannot write to standard output");
	if (file_write(path, str_text(text), text->len, force ? FILE_REPLACE : FILE_CREATE, err))
		return true;
	if (err->code == ERR_EXISTS)
		err_set(err, ERR_EXISTS, "%s is there already; --force overwrites it", path);
	return false;
}
