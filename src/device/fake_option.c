/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "fake_option.h"

enum { MAX_OPTION_BYTES = 4096, MAX_VIOLATIONS = 1000 };

bool fake_option_number(const char *name, const char *text, long min, long max, long *out, const char **rest,
			struct err *err)
{
	char *end;

	errno = 0;
	*out = strtol(text, &end, 10);
	if (errno || end == text || *out < min || *out > max || (*end && !rest))
		return err_set(err, ERR_USAGE,
			       "simulated device: %s wants a number from %ld to %ld, not '%s'", name, min,
			       max, text);
	if (rest)
		*rest = end;
	return true;
}

bool fake_option_hex(const char *name, const char *text, uint64_t max, uint64_t *out, struct err *err)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 16);
	if (errno || end == text || *end || *out > max || text[0] == '-')
		return err_set(err, ERR_USAGE,
			       "simulated device: %s wants a hexadecimal number up to %" PRIx64 ", not '%s'",
			       name, max, text);
	return true;
}

bool fake_option_each(const char *text,
		      bool (*apply)(void *ctx, const char *name, const char *value, struct err *err),
		      void *ctx, struct err *err)
{
	char *copy, *save = NULL;
	bool good = true;

	if (strlen(text) > MAX_OPTION_BYTES)
		return err_set(err, ERR_RANGE, "simulated device: options over %d bytes", MAX_OPTION_BYTES);
	copy = mem_copy_text(text);
	for (char *item = strtok_r(copy, "&", &save); item && good; item = strtok_r(NULL, "&", &save)) {
		char *value = strchr(item, '=');

		if (!value) {
			good = err_set(err, ERR_USAGE, "simulated device: '%s' has no value", item);
			break;
		}
		*value++ = '\0';
		good = apply(ctx, item, value, err);
	}
	free(copy);
	return good;
}

uint8_t *fake_map_file(const char *path, size_t len, const char *model, bool *created, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	struct stat st;
	void *p = MAP_FAILED;

	if (fd < 0) {
		err_errno(err, errno, "opening %s", path);
		return NULL;
	}
	if (fstat(fd, &st)) {
		err_errno(err, errno, "looking at %s", path);
		goto out;
	}
	*created = !st.st_size;
	if (!*created && (size_t)st.st_size != len) {
		err_set(err, ERR_RANGE, "%s: the memory of %s has %zu bytes, not %lld", path, model, len,
			(long long)st.st_size);
		goto out;
	}
	if (*created && ftruncate(fd, (off_t)len)) {
		err_errno(err, errno, "sizing %s", path);
		goto out;
	}
	p = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		err_errno(err, errno, "mapping %s", path);
out:
	close(fd);
	return p == MAP_FAILED ? NULL : p;
}

void fake_violations_release(struct fake_violations *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->text[i]);
	free(list->text);
	*list = (struct fake_violations){ 0 };
}

void fake_violations_add(struct fake_violations *list, const char *what, unsigned number, const char *fmt,
			 va_list ap)
{
	struct str text = STR_INIT;

	if (list->count == MAX_VIOLATIONS)
		return;
	str_addf(&text, "%s %u: ", what, number);
	str_vaddf(&text, fmt, ap);
	list->text = mem_grow(list->text, list->count, &list->cap, sizeof(*list->text));
	list->text[list->count++] = str_take(&text);
}
