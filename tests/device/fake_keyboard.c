/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated keyboards against the facts of their firmwares: reports as they go over the wire, in hexadecimal. */
#include "config.h"

#include <lzma.h>
#include <string.h>

#include "ask.h"
#include "base/json.h"

struct exchange {
	const char *request, *reply; /* zeros follow; reply NULL: none comes */
};

static void check(const char *spec, const struct exchange *rows, size_t count)
{
	struct hid *hid = start(spec);

	for (size_t i = 0; i < count; i++)
		is_text(ask(hid, rows[i].request), rows[i].reply, "%s: %s", spec, rows[i].request);
	finish(hid);
}

#define CHECK(spec, ...)                                            \
	do {                                                        \
		static const struct exchange rows_[] = __VA_ARGS__; \
		check(spec, rows_, COUNT(rows_));                   \
	} while (0)

static void test_via(void)
{
	/* Neither macros nor buffers, layer count, layout options or matrix; one key at a time. */
	CHECK("via-7", {
			       { "01", "01 00 07" },
			       { "02 02", "ff 02" },
			       { "02 03", "ff 03" },
			       { "0c", "ff" },
			       { "11", "ff" },
			       { "12 00 00 1c", "ff 00 00 1c" },
			       { "04 00 01 01", "04 00 01 01 00 04" },
			       { "05 00 01 01 00 05", "05 00 01 01 00 05" },
			       { "04 00 01 01", "04 00 01 01 00 05" },
			       { "04 02 00 00", "04 02 00 00 5c" },
			       { "06", "06" },
			       { "04 00 01 01", "04 00 01 01 00 04" },
			       { "08 80", "ff 80" },
		       });
	/* Its numbers are the old ones; values have no channel. */
	CHECK("via-9", {
			       { "01", "01 00 09" },
			       { "0c", "0c 10" },
			       { "0d", "0d 01 56" },
			       { "11", "11 04" },
			       { "04 00 04 04", "04 00 04 04 51 01" },
			       { "04 00 04 09", "04 00 04 09 42 2c" },
			       { "12 00 00 04", "12 00 00 04 00 29 00 1e" },
			       { "13 00 02 02 00 04", "13 00 02 02 00 04" },
			       { "12 00 00 04", "12 00 00 04 00 29 00 04" },
			       { "12 02 56 04", "12 02 56 04 00 01" },
			       { "14 00 00 01", "ff 00 00 01" },
			       { "02 02", "02 02" },
			       { "03 02 00 00 00 05", "03 02 00 00 00 05" },
			       { "02 02", "02 02 00 00 00 05" },
			       { "03 02 00 00 01 ff", "03 02 00 00 01 ff" },
			       { "02 02", "02 02 00 00 00 ff" },

			       { "02 04", "ff 04" },
			       { "08 83", "08 83 55 ff" },
			       { "07 83 10 20", "07 83 10 20" },
			       { "08 83", "08 83 10 20" },
			       { "08 77", "08 77" },
			       { "07 09 64", "07 09 64" },
			       { "08 09", "08 09 55" },
			       { "fe 00", "ff" },
		       });
	CHECK("via-10", {
				{ "14 00 00 01", "14 00 00 01 00 a9" },
				{ "14 00 00 00", "14 00 00 00 00 aa" },
				{ "15 01 00 01 12 34", "15 01 00 01 12 34" },
				{ "14 01 00 01", "14 01 00 01 12 34" },
				{ "0a", "ff" },
				{ "0b", "ff" },
			});
	/* Channels; a core channel echoes an id that it has not, the keyboard's own says FF. */
	CHECK("via-11", {
				{ "01", "01 00 0b" },
				{ "04 00 04 04", "04 00 04 04 52 21" },
				{ "02 04", "02 04 00 00 00 01" },
				{ "08 02 04", "08 02 04 55 ff" },
				{ "08 02 09", "08 02 09" },
				{ "08 03 01", "ff 03 01" },
				{ "08 00 05", "08 00 05 01 90" },
				{ "07 00 06 01 63", "07 00 06 01 63" },
				{ "08 00 06 00", "08 00 06 00 0a" },
				{ "08 00 06 01", "08 00 06 01 63" },
				{ "08 00 09", "ff 00 09" },
				{ "09 02", "09 02" },
				{ "09 07", "ff 07" },
			});
	CHECK("via-12", {
				{ "02 04", "02 04 00 00 00 01" },
				{ "02 06", "ff 06" },
				{ "03 05 01", "03 05 01" },
				{ "07 03 02 ff", "07 03 02 ff" },
				{ "08 03 02", "08 03 02 28" },
			});
	CHECK("via-13", { { "01", "01 00 0d" }, { "02 06", "02 06 00 00 00 08" }, { "0a", "0a" } });
}

static void test_vial(void)
{
	CHECK("vial-6?uid=0123456789abcdef",
	      {
		      { "01", "01 00 09" },
		      { "fe 00", "06 00 00 00 ef cd ab 89 67 45 23 01 01" },
		      { "fe 03 00 01", "00 ac 00 ab" },
		      { "fe 04 00 01 01 12 34", "fe 04 00 01 01 12 34" },
		      { "fe 03 00 01", "00 ac 12 34" },
		      { "14 00 00 01", "ff 00 00 01" },
		      { "fe 63", "fe 63" },
		      { "fe 09 10", "11 00 12 00 13 00 14 00 15 00 16 00 17 00 18 00 19 00 1a 00 1b 00 "
				    "ff ff ff ff ff ff ff ff ff ff" },
		      { "fe 0a 07", "00 c8" },
		      { "fe 0b 07 00 2c 01", "00 0b 07 00 2c 01" },
		      { "fe 0a 07", "00 2c 01" },
		      { "fe 0b 15 00 ff ff ff ff", "00 0b 15 00 ff ff ff ff" },
		      { "fe 0a 15", "00 ff 03" },
		      { "fe 0a 08", "ff 0a 08" },
		      { "fe 0c", "fe 0c" },
		      { "fe 0a 07", "00 c8" },
		      { "fe 0d 00",
			"20 20 20 20 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
			"00 00 00 00 00 03" },
		      { "fe 0d 01 00", "00 00 00 00 00 00 00 00 00 c8" },
		      { "fe 0d 04 1f 04 00 05 00 00 00 00 00 29", "00 0d 04 1f 04 00 05 00 00 00 00 00 29" },
		      { "fe 0d 03 1f", "00 04 00 05 00 00 00 00 00 29" },
		      { "fe 0d 05 01", "00 00 00 00 00 ff ff 00 00 00 07" },
		      { "fe 0d 08 02 04 00 05 00 0f 09", "00 0d 08 02 04 00 05 00 0f 09" },
		      { "fe 0d 07 02", "00 04 00 05 00 0f 09" },
		      { "fe 0d 03 20", "ff" },
		      { "08 40", "08 40 01 00 c8" },
		      { "08 41", "08 41 02 00 7f 00 ff 80" },
		      { "07 41 06 00 10 20 30 ff", "07 41 06 00 10 20 30 ff" },
		      { "08 41", "08 41 06 00 10 20 30 c8" },
		      { "07 41 63 00 10 20 30 40", "07 41 63 00 10 20 30 40" },
		      { "08 41", "08 41 02 00 10 20 30 40" },
		      { "08 42 0d",
			"08 42 0e 00 0f 00 10 00 11 00 13 00 18 00 1d 00 20 00 27 00 29 00 ff ff ff ff ff ff "
			"ff ff ff ff" },
		      { "08 43", "08 43 54" },
		      { "08 44 08", "08 44 25 05 04 01 01" },
	      });
	/* Neither overrides nor alternate repeat keys; the settings are fewer. */
	CHECK("vial-4", {
				{ "fe 0d 00", "08 08" },
				{ "fe 0d 05 00", "fe 0d 05" },
				{ "fe 0d 07 00", "fe 0d 07" },
				{ "fe 0a 08", "00 00 08" },
				{ "fe 0a 12", "ff 0a 12" },
			});
	CHECK("vial-5", { { "fe 0d 00", "10 10 10" },
			  { "fe 0d 05 00", "00 00 00 00 00 ff ff 00 00 00 07" },
			  { "fe 0a 12", "00 0a" } });
}

static void test_lock(void)
{
	/* The unlock keys are told; what is guarded comes back as it went out. */
	CHECK("vial-6?held=5:3", { { "fe 05", "00 00 00 00 0b 06 ff ff ff ff ff ff ff ff ff ff ff ff ff ff "
					      "ff ff ff ff ff ff ff ff ff ff ff ff" },
				   { "02 03", "02 03" },
				   { "0f 00 00 01 41", "0f 00 00 01 41" },
				   { "0e 00 00 01", "0e 00 00 01" },
				   { "0b", "0b" },
				   { "01", "01 00 09" } });
	CHECK("vial-6?held=5:3&unlocked=1", { { "02 03", "02 03 00 00 00 00 00 08" },
					      { "0f 00 00 01 41", "0f 00 00 01 41" },
					      { "0e 00 00 01", "0e 00 00 01 41" },
					      { "fe 08", "fe 08" },
					      { "02 03", "02 03" } });
	CHECK("vial-6?insecure=1", { { "fe 05", "01 00 ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff "
						"ff ff ff ff ff ff ff ff ff ff ff ff" },
				     { "0b", "ff" },
				     { "fe 08", "fe 08" },
				     { "fe 05", "01 00 ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff "
						"ff ff ff ff ff ff ff ff ff ff ff ff" } });
	/* QK_BOOT: one key becomes nothing, in a buffer FFFF, also when half of it is there already; up to 5 a key stays. */
	CHECK("vial-6",
	      { { "05 00 01 01 7c 00", "05 00 01 01 7c" },
		{ "04 00 01 01", "04 00 01 01" },
		{ "13 00 00 06 00 04 7c 00 00 05", "13 00 00 06 00 04 ff ff 00 05" },
		{ "12 00 00 06", "12 00 00 06 00 04 ff ff 00 05" },
		{ "13 00 01 01 00", "13 00 01 01" },
		{ "13 00 00 01 7c", "13 00 00 01 ff" },
		{ "fe 04 00 00 01 7c 00", "fe 04 00 00 01 7c" },
		{ "fe 03 00 00", "00 aa" },
		{ "fe 0d 04 00 04 00 05 00 00 00 00 00 00 7c", "00 0d 04 00 04 00 05 00 00 00 00 00 00 7c" },
		{ "fe 0d 03 00", "00 04 00 05" } });
	CHECK("vial-5",
	      { { "05 00 01 01 5c 00", "05 00 01 01 5c" }, { "04 00 01 01", "04 00 01 01 00 14" } });
	CHECK("vial-6?unlocked=1",
	      { { "05 00 01 01 7c 00", "05 00 01 01 7c" }, { "04 00 01 01", "04 00 01 01 7c" } });
}

/* Poll @count times every @ms; the last reply. */
static const char *poll_lock(struct hid *hid, int count, int ms)
{
	const char *reply = "";

	for (int i = 0; i < count; i++) {
		hid_sleep_us(hid, ms * 1000 - 2000);
		reply = ask(hid, "fe 07");
	}
	return reply;
}

static void test_unlock(void)
{
	struct hid *hid = start("vial-6?held=unlock");
	struct fake_keyboard *k = hid_fake(hid);

	is_text(ask(hid, "fe 07"), "00", "polling before starting is told nothing");
	is_text(ask(hid, "fe 06"), "fe 06", "unlocking starts");
	is_text(poll_lock(hid, 10, 150), "00 01 28", "ten polls that far apart count");
	is_text(poll_lock(hid, 1, 90), "00 01 32", "one that comes too soon begins anew");
	is_text(poll_lock(hid, 10, 150), "00 01 28", "and on");
	fake_keyboard_press(k, 0, 0, false);
	is_text(poll_lock(hid, 1, 150), "00 01 32", "so does a key that is let go");
	fake_keyboard_press(k, 0, 0, true);
	is_text(ask(hid, "05 00 01 01 00 05"), "05 00 01 01 00 05", "a command that must wait is echoed");
	is_text(ask(hid, "01"), "01", "so is the hello");
	is_text(ask(hid, "fe 00"), "06 00 00 00 07 00 ae 5f 00 00 00 00 01",
		"who it is is told all the same");
	is_text(poll_lock(hid, 49, 150), "00 01 01", "one is left");
	is_text(poll_lock(hid, 1, 150), "01", "open");
	is_text(ask(hid, "04 00 01 01"), "04 00 01 01 00 1e", "nothing was written meanwhile");
	is_text(ask(hid, "0b"), "0b", "the bootloader answers first");
	ok(fake_keyboard_jumped(k), "it jumps");
	hid_sleep_us(hid, 200000);
	is_text(ask(hid, "01"), "gone", "and is gone then");
	ok(fake_keyboard_back_us(k) == INT64_MAX && !hid_reopen(hid, 1000, NULL, &ask_err) &&
		   ask_err.code == ERR_TIMEOUT,
	   "for good: %s", ask_err.text);
	finish(hid);
}

static void test_matrix(void)
{
	/* 12 and up: from a row on, what fits; 6 rows of 17 columns take 3 bytes each. */
	CHECK("via-12?held=0:16&held=5:0",
	      { { "02 03 00", "02 03 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01" },
		{ "02 03 05", "02 03 05 00 00 01" },
		{ "02 03 06", "02 03 06" } });
	CHECK("via-12?rows=20&cols=9&held=13:8&held=14:1",
	      { { "02 03 00", "02 03 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
			      "00 00 00 01" },
		{ "02 03 0e", "02 03 0e 00 02" } });
	CHECK("via-11?held=1:14", { { "02 03", "02 03 00 00 40" } });
	/* Older ones leave the report alone when they think that the rows do not fit. */
	CHECK("via-10?rows=14&cols=8&held=0:0", { { "02 03", "02 03 01" } });
	CHECK("via-10?rows=15&cols=8&held=0:0", { { "02 03", "02 03" } });
	CHECK("via-11?rows=28&cols=8&held=0:0", { { "02 03", "02 03 01" } });
	CHECK("via-11?rows=29&cols=8&held=0:0", { { "02 03", "02 03" } });
	CHECK("via-13?held=0:0", { { "02 03 00", "02 03" } });
	CHECK("via-13?held=0:0&insecure=1", { { "02 03 00", "02 03 00 00 01" } });
}

static void test_others(void)
{
	CHECK("keychron",
	      {
		      { "a0", "a0 02 00 02" },
		      { "a1",
			"a1 76 31 2e 30 2e 33 20 32 30 32 35 2d 30 34 2d 31 38 2d 30 39 3a 33 30 3a 30 30" },
		      { "a2", "a2 00 01 03" },
		      { "a3", "a3" },
		      { "a7 01", "a7 01 00 02 00 01" },
		      { "a7 02", "a7 02 00 01 09 53 54 4d 33 32 4c 34 33 32 02 01 01" },
		      { "a7 05", "ff" },
		      { "a8", "ff" },
		      { "01", "01 00 0c" },
	      });
	CHECK("xap", { { "01", "01" },
		       { "34 12 02 00 00", "34 12 01 04 00 00 03" },
		       { "34 12 02 00 07", "34 12" },
		       { "fe ff 02 00 00", "silent" } });
	CHECK("viable", { { "01", "01 00 0c" }, { "fe 00", "ff" }, { "df 00", "df 00 01" } });
}

static void test_macros(void)
{
	CHECK("via-12?macro_bytes=40", { { "0d", "0d 00 28" },
					 { "0f 00 27 01 ff", "0f 00 27 01 ff" },
					 { "0f 00 00 03 68 69 00", "0f 00 00 03 68 69" },
					 { "0e 00 1c 1c", "0e 00 1c 1c 00 00 00 00 00 00 00 00 00 00 00 ff" },
					 { "10", "10" },
					 { "0e 00 00 03", "0e 00 00 03" } });
}

/* What real firmware would not forgive. */
static void test_violations(void)
{
	static const struct {
		const char *spec, *request, *says;
	} rows[] = {
		{ "via-12", "12 00 00 1d", "29 bytes" },
		{ "via-12", "0f 00 00 20", "32 bytes" },
		{ "via-12", "13 03 2f 02 00 04", "816" },
		{ "via-12", "0f 07 ff 02 00 00", "2048" },
		{ "via-12", "05 04 00 00 00 04", "key 4:0:0" },
		{ "via-12", "15 00 02 00 00 04", "encoder 2" },
		{ "vial-6", "fe 04 0a 00 00 00 04", "encoder 0 of layer 10" },
		{ "vial-6", "13 06 8f 02 00 04", "1680" },
		{ "vial-6", "13 00 01 00", "odd offset 1" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct fake_keyboard *k = fake_keyboard_new(rows[i].spec, &ask_err);
		struct hid *hid = hid_fake_new(k);

		(void)ask(hid, rows[i].request);
		ok(fake_keyboard_violation_count(k) == 1 &&
			   strstr(fake_keyboard_violation(k, 0), rows[i].says) &&
			   !strncmp(fake_keyboard_violation(k, 0), "report 1: ", 10),
		   "%s: %s", rows[i].request,
		   fake_keyboard_violation_count(k) ? fake_keyboard_violation(k, 0) : "nothing");
		hid_close_device(hid);
		fake_keyboard_free(k);
	}
}

/* What it is packed with comes out as the definition again. */
static void test_definition(void)
{
	struct hid *hid = start("vial-6?rows=4&cols=12&name=Odd \"\\ name");
	uint64_t limit = UINT64_C(64) << 20;
	uint8_t packed[8192], out[16384];
	size_t size, in_at = 0, out_at = 0;
	struct json_doc *doc;
	unsigned bytes[2];

	ok(sscanf(ask(hid, "fe 01"), "%x %x", &bytes[0], &bytes[1]) == 2, "its size is told");
	size = bytes[0] | bytes[1] << 8;
	for (size_t page = 0; page * 32 < size && size <= sizeof(packed); page++) {
		char request[32];

		snprintf(request, sizeof(request), "fe 02 %02x %02x", (unsigned)page & 0xff,
			 (unsigned)page >> 8);
		from_hex(ask(hid, request), packed + page * 32);
	}
	is_text(ask(hid, "fe 02 ff ff"), "fe 02 ff ff", "a page behind its end");
	ok(lzma_stream_buffer_decode(&limit, 0, NULL, packed, &in_at, size, out, &out_at, sizeof(out)) ==
			   LZMA_OK &&
		   out_at == strlen(fake_keyboard_definition(hid_fake(hid))) &&
		   !memcmp(out, fake_keyboard_definition(hid_fake(hid)), out_at),
	   "%zu bytes become %zu again", size, out_at);
	doc = json_parse((const char *)out, out_at, &ask_err);
	ok(doc, "JSON");
	if (doc) {
		const struct json *root = json_root(doc);

		is_text(json_text(json_find(root, "name")), "Odd \"\\ name", "the name");
		ok(json_find(root, "matrix.rows")->integer == 4 &&
			   json_find(root, "matrix.cols")->integer == 12,
		   "the matrix");
		ok(json_find(root, "layouts.keymap")->count == 8 &&
			   json_find(root, "layouts.labels")->count == 2,
		   "rows, encoders and choices");
	}
	json_doc_free(doc);
	finish(hid);
}

static void test_specs(void)
{
	static const char *const bad[] = {
		"nothing",
		"",
		"via-12?",
		"via-12?rows",
		"via-12?rows=0",
		"via-12?rows=65",
		"via-12?x=1",
		"via-12?held=9:0",
		"via-12?held=0",
		"via-12?stuck=0:1",
		"via-12?stuck=9:0:0",
		"via-12?late=0",
		"via-12?late=1-",
		"via-12?clamp=3",
		"via-12?clamp=3:1",
		"via-12?clamp=x:1:2",
		"vial-6?sync=1",
		"via-12?entries=4",
		"via-12?vid=12345",
		"vial-6?uid=x",
		"via-12?layers=32&rows=64&cols=32",
		"stm32-dfu",
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct fake_keyboard *k = fake_keyboard_new(bad[i], &ask_err);

		ok(!strcmp(bad[i], "via-12?") ? k != NULL : !k, "%s: %s", bad[i], k ? "fine" : ask_err.text);
		fake_keyboard_free(k);
	}
	ok(!hid_open_device("elsewhere", &ask_err) && ask_err.code == ERR_USAGE, "no id: %s", ask_err.text);
	for (size_t i = 0; fake_keyboard_model_name(i); i++) {
		struct fake_keyboard *k = fake_keyboard_new(fake_keyboard_model_name(i), &ask_err);
		struct json_doc *doc = NULL;

		ok(!i || strcmp(fake_keyboard_model_name(i - 1), fake_keyboard_model_name(i)) < 0,
		   "%s: in order", fake_keyboard_model_name(i));
		ok(k && fake_keyboard_device(k)->raw_hid &&
			   !strncmp(fake_keyboard_device(k)->id, "fake:", 5) &&
			   !strcmp(fake_keyboard_device(k)->id + 5, fake_keyboard_model_name(i)),
		   "its device");
		doc = k ? json_parse(fake_keyboard_definition(k), strlen(fake_keyboard_definition(k)),
				     &ask_err)
			: NULL;
		ok(doc, "its definition");
		json_doc_free(doc);
		fake_keyboard_free(k);
	}
}

int main(void)
{
	test_via();
	test_vial();
	test_lock();
	test_unlock();
	test_matrix();
	test_others();
	test_macros();
	test_violations();
	test_definition();
	test_specs();
	return tap_done();
}
