/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "device/fake.h"
#include "tap.h"

enum { DNLOAD = 1, UPLOAD = 2, GETSTATUS = 3, CLRSTATUS = 4, GETSTATE = 5, ABORT = 6 };

static struct fake *fake;
static struct transport *t;
static struct err err;
static uint8_t status[6];

static void start(const char *spec)
{
	fake = fake_new(spec, &err);
	if (!fake) {
		ok(false, "%s: %s", spec, err.text);
		exit(1);
	}
	t = transport_fake_new(fake);
	err = (struct err){ 0 };
}

static void stop(void)
{
	transport_close(t);
	fake_free(fake);
}

static int ask(uint8_t request, uint16_t value, void *buf, size_t len)
{
	bool in = request == UPLOAD || request == GETSTATUS || request == GETSTATE;
	struct usb_setup setup = { in ? 0xa1 : 0x21, request, value, 0 };

	err.code = ERR_NONE;
	return t->ops->control(t, &setup, buf, len, 1000, &err);
}

static int get_status(void)
{
	memset(status, 0xee, sizeof(status));
	return ask(GETSTATUS, 0, status, sizeof(status));
}

static bool is(uint8_t want_status, uint8_t want_state)
{
	return status[0] == want_status && status[4] == want_state;
}

static int poll_ms(void)
{
	return status[1] | status[2] << 8 | status[3] << 16;
}

/* One DfuSe block by the book. */
static bool block(uint16_t number, const void *data, size_t len)
{
	uint8_t copy[4096];

	memcpy(copy, data, len);
	if (ask(DNLOAD, number, copy, len) < 0 || get_status() < 0 || !is(0, 4))
		return false;
	t->ops->sleep_ms(t, poll_ms());
	return get_status() == 6 && is(0, 5);
}

static bool command(uint8_t code, uint32_t addr)
{
	uint8_t data[5] = { code, (uint8_t)addr, (uint8_t)(addr >> 8), (uint8_t)(addr >> 16),
			    (uint8_t)(addr >> 24) };

	return block(0, data, code == 0x92 ? 1 : 5);
}

static void test_dfuse(void)
{
	uint8_t image[4096], back[2048];
	struct device app;
	uint32_t base;
	size_t len;
	uint8_t *memory;

	for (size_t i = 0; i < sizeof(image); i++)
		image[i] = (uint8_t)(i * 7 + (i >> 8));
	start("stm32-dfu");
	memory = fake_memory(fake, &base, &len);
	ok(base == 0x08000000 && len == 128 * 1024, "the flash of the STM32F072 model is 128 KiB");
	memory[0x1000] = memory[0x1fff] = 0;
	memory[0x2000] = 0;
	ok(command(0x41, 0x08001000) && command(0x41, 0x08001800), "two pages are erased");
	ok(memory[0x1000] == 0xff && memory[0x1fff] == 0xff && memory[0x2000] == 0, "those and no others");
	ok(command(0x21, 0x08001000) && block(2, image, 2048) && block(3, image + 2048, 2048),
	   "two blocks are written after one address");
	ok(!memcmp(memory + 0x1000, image, sizeof(image)), "they are in memory");
	ok(command(0x21, 0x08001000) && ask(ABORT, 0, NULL, 0) == 0 &&
		   ask(UPLOAD, 3, back, sizeof(back)) == 2048 && !memcmp(back, image + 2048, 2048),
	   "they are read back");
	ok(ask(ABORT, 0, NULL, 0) == 0 && command(0x21, 0x08001000) && ask(DNLOAD, 2, NULL, 0) == 0 &&
		   get_status() == 6 && is(0, 7),
	   "it leaves");
	ok(fake_place(fake) == FAKE_LEFT && get_status() < 0 && err.code == ERR_GONE, "it is gone");
	ok(t->ops->follow(t, 1000, &app, &err) && app.vid == 0xfeed && !strcmp(app.id, "fake:stm32-dfu"),
	   "the application appears in its place");
	ok(!fake_violation_count(fake), "nothing of that is a violation");
	stop();
}

static void test_time(void)
{
	uint8_t data[2048] = { 0 };

	start("stm32-dfu");
	ask(DNLOAD, 2, data, sizeof(data));
	get_status();
	ok(is(0, 4) && poll_ms() == 104, "a write announces its time");
	ok(get_status() < 0 && err.code == ERR_STALL && fake_violation_count(fake) == 1,
	   "asking early is a violation and stalls");
	t->ops->sleep_ms(t, 104);
	ok(get_status() == 6 && is(0, 5), "asking in time is answered");
	stop();
	start("stm32f4-dfu");
	ask(DNLOAD, 2, data, sizeof(data));
	get_status();
	ok(get_status() == 6 && is(0, 4) && fake_violation_count(fake) == 1,
	   "the STM32F4 answers busy to that");
	stop();
	start("stm32-dfu?extra=100&poll=40");
	ask(DNLOAD, 2, data, sizeof(data));
	for (int turn = 0; turn < 3; turn++) {
		get_status();
		ok(is(0, 4) && poll_ms() == 40, "busy, turn %d", turn);
		t->ops->sleep_ms(t, 40);
	}
	get_status();
	ok(is(0, 4), "still busy just before the end");
	t->ops->sleep_ms(t, 40);
	ok(get_status() == 6 && is(0, 5) && !fake_violation_count(fake), "done after more than announced");
	stop();
}

/* After a refused step: @want as the status, dfuERROR, one violation if @violates; CLRSTATUS mends it. */
static void check_error(uint8_t want, bool violates, const char *what)
{
	get_status();
	ok(is(want, 10) && fake_violation_count(fake) == violates, "%s: dfuERROR, status %u", what, want);
	ok(ask(CLRSTATUS, 0, NULL, 0) == 0 && get_status() == 6 && is(0, 2), "%s: CLRSTATUS mends it", what);
}

static void test_refusals(void)
{
	uint8_t data[2048] = { 0 };

	start("stm32-dfu");
	ok(command(0x21, 0x08000000) && block(2, data, 2048), "a block on erased flash");
	ok(!block(2, data, 2048), "the same again is refused");
	check_error(6, true, "unerased");
	stop();
	start("stm32-dfu");
	ok(!command(0x21, 0x08020000), "an address past the end is refused");
	check_error(1, true, "past the end");
	stop();
	start("stm32-dfu");
	ok(!command(0x41, 0x1ffff800), "erase of option bytes is refused");
	check_error(1, true, "option bytes");
	stop();
	start("stm32-dfu");
	ok(command(0x21, 0x0801f800) && !(block(2, data, 2048) && block(3, data, 2048)),
	   "a block past the end is refused");
	check_error(1, true, "block past the end");
	stop();
	start("stm32-dfu");
	ok(command(0x21, 0x08000000) && ask(UPLOAD, 2, data, 2048) < 0 && err.code == ERR_STALL,
	   "reading in dfuDNLOAD-IDLE stalls");
	check_error(15, true, "wrong state");
	stop();
	start("stm32-dfu");
	ok(ask(DNLOAD, 0, data, 3) < 0 && err.code == ERR_STALL, "a command that is none stalls");
	check_error(15, true, "no command");
	stop();
	start("stm32-dfu");
	ok(ask(DNLOAD, 1, data, 2) < 0 && err.code == ERR_STALL, "block 1 stalls");
	check_error(15, true, "block 1");
	stop();
	start("stm32-dfu");
	ok(ask(CLRSTATUS, 0, NULL, 0) == 0, "CLRSTATUS without an error");
	check_error(14, true, "CLRSTATUS");
	stop();
	start("stm32-dfu");
	ok(command(0x21, 0x08000000) && block(2, data, 2048) && block(3, data, 100) &&
		   fake_violation_count(fake) == 1,
	   "a short block without its own address is a violation");
	stop();
	start("stm32-dfu");
	ask(DNLOAD, 0, NULL, 0);
	get_status();
	ok(fake_violation_count(fake) == 1, "leaving into blank flash is a violation");
	stop();
}

static void test_sectors(void)
{
	static const struct {
		uint32_t at, first, last;
	} rows[] = {
		{ 0x00000, 0x00000, 0x03fff }, { 0x07fff, 0x04000, 0x07fff }, { 0x10000, 0x10000, 0x1ffff },
		{ 0x20001, 0x20000, 0x3ffff }, { 0x7ffff, 0x60000, 0x7ffff },
	};
	uint32_t base;
	size_t len;

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t *memory;
		size_t erased = 0;

		start("stm32f4-dfu");
		memory = fake_memory(fake, &base, &len);
		memset(memory, 0, len);
		ok(len == 512 * 1024 && command(0x41, base + rows[i].at), "erase at %05x", rows[i].at);
		for (size_t k = 0; k < len; k++)
			erased += memory[k] == 0xff;
		ok(memory[rows[i].first] == 0xff && memory[rows[i].last] == 0xff &&
			   erased == rows[i].last - rows[i].first + 1,
		   "it is %05x to %05x", rows[i].first, rows[i].last);
		stop();
	}
}

static void test_protected(void)
{
	uint8_t data[64] = { 0 };
	uint32_t base;
	size_t len;
	uint8_t *memory;

	start("stm32-dfu?rdp=1");
	memory = fake_memory(fake, &base, &len);
	memory[5] = 0x42;
	ok(ask(UPLOAD, 2, data, sizeof(data)) < 0 && err.code == ERR_STALL, "a protected device is not read");
	check_error(11, false, "protected, read");
	ok(!command(0x41, base), "nor erased");
	check_error(11, false, "protected, erase");
	data[0] = 0x92;
	ask(DNLOAD, 0, data, 1);
	get_status();
	ok(is(0, 4) && fake_place(fake) == FAKE_RESTARTED && memory[5] == 0xff,
	   "unprotecting erases all and restarts it");
	fake_replug(fake);
	ok(ask(UPLOAD, 2, data, sizeof(data)) == 64 && data[5] == 0xff, "then it can be read");
	stop();
}

static void test_faults(void)
{
	int64_t before;

	start("stm32-dfu?stall=2&timeout=3&short=4&nak=5&nak_ms=300&unplug=6");
	ok(get_status() == 6, "the first is sound");
	ok(get_status() < 0 && err.code == ERR_STALL, "the second stalls");
	before = t->ops->now_ms(t);
	ok(get_status() < 0 && err.code == ERR_TIMEOUT && t->ops->now_ms(t) - before == 1000,
	   "the third is never answered");
	ok(get_status() == 3, "the fourth is short");
	before = t->ops->now_ms(t);
	ok(get_status() == 6 && t->ops->now_ms(t) - before == 301, "the fifth is late");
	ok(get_status() < 0 && err.code == ERR_GONE && fake_place(fake) == FAKE_UNPLUGGED,
	   "then it is unplugged");
	ok(get_status() < 0 && err.code == ERR_GONE, "and stays so");
	fake_replug(fake);
	ok(get_status() == 6 && is(0, 2), "until it is plugged in");
	ok(!fake_violation_count(fake), "a fault is no violation");
	stop();
	start("stm32-dfu?stall=2+&nak=1&nak_ms=5000");
	ok(get_status() < 0 && err.code == ERR_TIMEOUT, "later than the timeout is a timeout");
	t->ops->sleep_ms(t, 5000);
	ok(get_status() == 6, "and sound afterwards");
	for (int i = 0; i < 5; i++)
		ok(get_status() < 0 && err.code == ERR_STALL, "N+ goes on, %d", i);
	stop();
	start("stm32-dfu?state=error");
	check_error(14, false, "left in an error");
	stop();
	start("stm32-dfu?state=upload-idle");
	get_status();
	ok(is(0, 9) && ask(ABORT, 0, NULL, 0) == 0 && get_status() == 6 && is(0, 2), "left while reading");
	stop();
}

static bool page(const uint8_t *data, size_t len)
{
	uint8_t copy[1024];

	memcpy(copy, data, len);
	return ask(DNLOAD, 0, copy, len) == (int)len && get_status() == 6 && is(0, 5);
}

static void test_stm32duino(void)
{
	uint8_t image[1024], back[1024];
	uint32_t base;
	size_t len;
	uint8_t *memory;

	for (size_t i = 0; i < sizeof(image); i++)
		image[i] = (uint8_t)(i * 5);
	start("stm32duino");
	memory = fake_memory(fake, &base, &len);
	memset(memory, 0, len);
	ok(t->ops->claim(t, 0, 2, &err), "alternate setting 2");
	ok(page(image, 1024) && page(image, 100), "two blocks");
	ok(!memcmp(memory + 0x2000, image, 1024) && !memcmp(memory + 0x2400, image, 100) &&
		   memory[0x2400 + 100] == 0xff && memory[0x1fff] == 0 && memory[0x2800] == 0,
	   "each erases and writes its page");
	ok(ask(ABORT, 0, NULL, 0) == 0 && ask(UPLOAD, 0, back, 1024) == 1024 && !memcmp(back, image, 1024) &&
		   ask(UPLOAD, 1, back, 1024) == 1024 && !memcmp(back, image, 100),
	   "they are read back");
	ok(ask(UPLOAD, (128 - 8) - 1, back, 1024) == 1024 && ask(UPLOAD, 128 - 8, back, 1024) == 0,
	   "up to the end of flash");
	ok(page(image, 1024) && ask(DNLOAD, 1, NULL, 0) == 0 && get_status() == 6 && is(0, 8),
	   "it manifests");
	ok(!t->ops->reset(t, &err) && err.code == ERR_GONE && fake_place(fake) == FAKE_LEFT,
	   "a reset starts it");
	ok(!fake_violation_count(fake), "nothing of that is a violation");
	stop();

	start("stm32duino");
	memory = fake_memory(fake, &base, &len);
	ok(t->ops->claim(t, 0, 2, &err) && page(image, 1024), "a block");
	get_status();
	ok(is(0, 2) && fake_violation_count(fake) == 1, "a second GETSTATUS drops it to dfuIDLE");
	ok(page(image + 1, 512) && memory[0x2000] == image[1], "and the next block is at the start again");
	ok(page(image, 512) && fake_violation_count(fake) == 2, "a block after a short one is a violation");
	stop();
	start("stm32duino?stall=3");
	ok(t->ops->claim(t, 0, 2, &err) && page(image, 1024) && !page(image, 1024) && get_status() == 6 &&
		   is(0, 2) && !fake_violation_count(fake),
	   "after a request that failed the host may ask why");
	stop();
	start("stm32duino");
	ok(ask(CLRSTATUS, 0, NULL, 0) < 0 && err.code == ERR_STALL && get_status() == 6 && is(0, 10),
	   "CLRSTATUS while idle is an error");
	ok(ask(CLRSTATUS, 0, NULL, 0) == 0 && get_status() == 6 && is(0, 2), "which CLRSTATUS mends");
	ok(ask(DNLOAD, 0, image, 1024) < 0 && get_status() == 6 && is(0, 10),
	   "alternate setting 0 is refused");
	ok(!t->ops->claim(t, 0, 3, &err) && err.code == ERR_STALL, "there is no alternate setting 3");
	stop();
}

static int report(uint32_t header, size_t header_len, uint8_t fill, size_t len)
{
	uint8_t buf[2048];
	struct usb_setup setup = { 0x21, 9, 0x0200, 0 };

	memset(buf, 0, header_len);
	for (size_t i = 0; i < 3 && i < header_len; i++)
		buf[i] = (uint8_t)(header >> 8 * i);
	memset(buf + header_len, fill, len);
	return t->ops->control(t, &setup, buf, header_len + len, 2000, &err);
}

static void test_halfkay(void)
{
	static const struct {
		const char *name;
		size_t code, block, header;
		unsigned shift;
	} rows[] = {
		{ "halfkay", 32256, 128, 2, 0 },
		{ "halfkay-micromod", 16515072, 1024, 64, 0 },
		{ "halfkay-teensy10", 15872, 128, 2, 0 },
		{ "halfkay-teensy30", 131072, 1024, 64, 0 },
		{ "halfkay-teensy32", 262144, 1024, 64, 0 },
		{ "halfkay-teensy35", 524288, 1024, 64, 0 },
		{ "halfkay-teensy36", 1048576, 1024, 64, 0 },
		{ "halfkay-teensy40", 2031616, 1024, 64, 0 },
		{ "halfkay-teensy41", 8126464, 1024, 64, 0 },
		{ "halfkay-teensylc", 63488, 512, 64, 0 },
		{ "halfkay-teensypp10", 64512, 256, 2, 0 },
		{ "halfkay-teensypp20", 130048, 256, 2, 8 },
	};
	uint32_t base;
	size_t len;

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t header = rows[i].header, size = rows[i].block;
		uint32_t last = (uint32_t)(rows[i].code - size);
		uint8_t *memory;
		bool sound;

		start(rows[i].name);
		memory = fake_memory(fake, &base, &len);
		memory[last - 1] = 7;
		sound = report(0, header, 0x11, size) == (int)(header + size) &&
			report(last >> rows[i].shift, header, 0x22, size) == (int)(header + size);
		ok(sound && len == rows[i].code && memory[0] == 0x11 && memory[last] == 0x22 &&
			   memory[len - 1] == 0x22 && memory[last - 1] == 0xff,
		   "%s: the first and the last block", rows[i].name);
		ok(report(0xffffff, header, 0, size) >= 0 && fake_place(fake) == FAKE_LEFT &&
			   !fake_violation_count(fake),
		   "%s: it starts", rows[i].name);
		stop();
	}
	start("halfkay");
	ok(report(128, 2, 0x11, 128) > 0 && fake_violation_count(fake) == 1, "block 0 must come first");
	ok(report(0, 2, 0x11, 127) < 0 && err.code == ERR_STALL && fake_violation_count(fake) == 2,
	   "a wrong length stalls");
	ok(report(32256, 2, 0x11, 128) < 0 && err.code == ERR_STALL && fake_violation_count(fake) == 3,
	   "a block past the end stalls");
	ok(report(64, 2, 0x11, 128) < 0 && fake_violation_count(fake) == 4,
	   "so does one that is not aligned");
	ok(report(0, 2, 0x11, 128) > 0 && report(256, 2, 0x11, 128) > 0 && report(256, 2, 0x11, 128) > 0 &&
		   fake_violation_count(fake) == 5,
	   "a block that is written twice is a violation");
	stop();
	start("halfkay?extra=5000&app=none");
	ok(report(0, 2, 0x11, 128) > 0 && report(128, 2, 0x11, 128) < 0 && err.code == ERR_TIMEOUT,
	   "while it erases it answers nothing");
	stop();
}

static void test_options(void)
{
	static const char *const bad[] = {
		"",
		"stm32",
		"stm32-dfux",
		"stm32-dfu?what=1",
		"stm32-dfu?stall",
		"stm32-dfu?stall=",
		"stm32-dfu?stall=0",
		"stm32-dfu?stall=-1",
		"stm32-dfu?stall=1x",
		"stm32-dfu?stall=1++",
		"stm32-dfu?poll=99999999",
		"stm32-dfu?poll=1+",
		"stm32-dfu?rdp=2",
		"stm32-dfu?app=12",
		"stm32-dfu?app=123g:0000",
		"stm32-dfu?app=1234:00001",
		"stm32-dfu?state=well",
		"stm32-dfu?stall=1&stall=1&stall=1&stall=1&stall=1&stall=1&stall=1&stall=1&stall=1",
		"stm32-dfu?memory=/nowhere/at/all",
		"stm32-dfu?memory=a&memory=b&poll=x",
	};
	struct device app;

	for (size_t i = 0; i < COUNT(bad); i++) {
		err = (struct err){ 0 };
		fake = fake_new(bad[i], &err);
		ok(!fake && err.code && err.text[0], "refused: %s (%s)", bad[i], err.text);
		fake_free(fake);
	}
	start("halfkay?app=16C0:0486");
	report(0, 2, 0x11, 128);
	report(0xffffff, 2, 0, 128);
	ok(fake_successor(fake, &app) && app.vid == 0x16c0 && app.pid == 0x0486, "app= names what appears");
	stop();
	ok(!transport_open("fake:nothing", &err) && err.code == ERR_NOT_FOUND, "no such simulated device");
	ok(!transport_open("nothing", &err) && err.code == ERR_USAGE, "no such kind of device");
	for (size_t i = 0; fake_model_name(i); i++) {
		char id[64];

		snprintf(id, sizeof(id), "fake:%s", fake_model_name(i));
		t = transport_open(id, &err);
		ok(t && !strcmp(t->device.id, id) && transport_fake(t) && t->device.known, "%s opens", id);
		transport_close(t);
	}
}

static void test_memory_file(void)
{
	char dir[] = "/tmp/keyplane-test-XXXXXX", path[64], spec[128];
	struct str text = STR_INIT;
	uint32_t base;
	size_t len;

	if (!mkdtemp(dir)) {
		ok(false, "a temporary folder");
		return;
	}
	snprintf(path, sizeof(path), "%s/flash", dir);
	snprintf(spec, sizeof(spec), "stm32-dfu?memory=%s", path);
	start(spec);
	ok(fake_memory(fake, &base, &len)[77] == 0xff, "a new memory file is erased");
	ok(command(0x21, 0x08000800) && block(2, "abcd", 4), "a block is written");
	stop();
	ok(file_read(path, 1 << 20, &text, &err) && text.len == len &&
		   !memcmp(text.data + 0x800, "abcd\xff", 5),
	   "it is in the file");
	start(spec);
	ok(!memcmp(fake_memory(fake, &base, &len) + 0x800, "abcd", 4),
	   "and in the device that opens it next");
	stop();
	snprintf(spec, sizeof(spec), "stm32f4-dfu?memory=%s", path);
	ok(!fake_new(spec, &err) && err.code == ERR_RANGE, "a file of another size is refused: %s", err.text);
	unlink(path);
	rmdir(dir);
	str_release(&text);
}

static void test_descriptors(void)
{
	for (size_t i = 0; fake_model_name(i); i++) {
		struct str raw = STR_INIT;
		const struct device *d;
		const uint8_t *p;
		size_t at = 18, alts = 0, extra = 0;

		start(fake_model_name(i));
		d = fake_device(fake);
		fake_descriptors(fake, &raw);
		p = (const uint8_t *)raw.data;
		ok(p[0] == 18 && p[1] == 1 && (p[8] | p[9] << 8) == d->vid &&
			   (p[10] | p[11] << 8) == d->pid && (size_t)(p[20] | p[21] << 8) == raw.len - 18,
		   "%s: device and configuration descriptors", d->id);
		for (; at < raw.len && p[at]; at += p[at]) {
			alts += p[at + 1] == 4;
			extra += p[at + 1] == 0x21 && !memcmp(p + at, d->alt[d->alts - 1].extra, p[at]);
		}
		ok(at == raw.len && alts == d->alts && extra == 1, "%s: %zu alternate settings", d->id, alts);
		str_release(&raw);
		stop();
	}
}

int main(void)
{
	test_dfuse();
	test_time();
	test_refusals();
	test_sectors();
	test_protected();
	test_faults();
	test_stm32duino();
	test_halfkay();
	test_options();
	test_memory_file();
	test_descriptors();
	return tap_done();
}
