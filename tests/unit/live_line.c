/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "project/live_line.h"
#include "tap.h"

/* Every event and request, as it is printed. */
static const char *const events[] = {
	"{\"event\":\"identity\",\"id\":\"usb:1-4\",\"vid\":\"feed\",\"pid\":\"0001\",\"product\":\"Corne "
	"\\\"v3\\\"\","
	"\"serial\":\"vial:f64c2b3c\",\"via\":9,\"vial\":6,\"uid\":\"0123456789abcdef\",\"dialect\":\"vial-"
	"6\","
	"\"firmware\":4294967295,\"vialrgb\":true,\"text\":\"Vial 6 (VIA 9)\"}",
	"{\"event\":\"identity\",\"id\":\"fake:x\",\"vid\":\"0000\",\"pid\":\"0000\",\"product\":\"\","
	"\"serial\":\"\","
	"\"via\":12,\"vial\":-1,\"uid\":\"0000000000000000\",\"dialect\":\"via-12\",\"firmware\":0,"
	"\"vialrgb\":false,"
	"\"text\":\"\"}",
	"{\"event\":\"definition\",\"from\":\"device\",\"text\":\"{\\\"matrix\\\": {\\\"rows\\\": 1}}\\n\"}",
	"{\"event\":\"size\",\"layers\":4,\"rows\":8,\"cols\":6,\"encoders\":2,\"macros\":16,\"macro_bytes\":"
	"512,"
	"\"entries\":[8,9,10,4]}",
	"{\"event\":\"size\",\"layers\":32,\"rows\":128,\"cols\":128,\"encoders\":64,\"macros\":255,"
	"\"macro_bytes\":65535,\"entries\":[255,255,255,255]}",
	"{\"event\":\"part\",\"part\":\"keys\",\"bytes\":\"002900ff\"}",
	"{\"event\":\"part\",\"part\":\"alt-repeats\",\"bytes\":\"\"}",
	"{\"event\":\"ready\"}",
	"{\"event\":\"written\",\"request\":7,\"place\":\"key 0 1 "
	"2\",\"outcome\":\"written\",\"bytes\":\"0004\","
	"\"text\":\"\"}",
	"{\"event\":\"written\",\"request\":2147483647,\"place\":\"value - 128\",\"outcome\":\"refused\","
	"\"bytes\":\"00\",\"text\":\"it is \\\\ locked\"}",
	"{\"event\":\"done\",\"request\":7}",
	"{\"event\":\"done\",\"request\":0,\"text\":\"the firmware does not reset\"}",
	"{\"event\":\"lock\",\"state\":\"unlocking\",\"keys\":[[0,0],[3,255]],\"left\":31,\"of\":50}",
	"{\"event\":\"lock\",\"state\":\"none\",\"keys\":[],\"left\":0,\"of\":0}",
	"{\"event\":\"effects\",\"bytes\":\"00000200\"}",
	"{\"event\":\"matrix\",\"bits\":\"0400\"}",
	"{\"event\":\"traffic\",\"reports\":240,\"bytes\":7680,\"round_trips\":120,\"us\":240000,\"foreign\":"
	"0}",
	"{\"event\":\"foreign\",\"count\":3}",
	"{\"event\":\"gone\"}",
	"{\"event\":\"back\"}",
};

static const char *const requests[] = {
	"{\"do\":\"write\",\"request\":7,\"items\":[{\"place\":\"key 0 1 2\",\"bytes\":\"0004\"},"
	"{\"place\":\"macros\",\"bytes\":\"6100ff00\"}]}",
	"{\"do\":\"write\",\"request\":8,\"items\":[]}",
	"{\"do\":\"press\",\"request\":8,\"items\":[{\"place\":\"value 0 5\",\"bytes\":\"01\"}]}",
	"{\"do\":\"read\",\"request\":8,\"parts\":[\"keys\",\"values\"]}",
	"{\"do\":\"reset\",\"request\":9,\"what\":\"keymap\"}",
	"{\"do\":\"save\",\"request\":10}",
	"{\"do\":\"unlock\",\"request\":11}",
	"{\"do\":\"lock\",\"request\":12}",
	"{\"do\":\"matrix\",\"on\":true}",
	"{\"do\":\"matrix\",\"on\":false}",
	"{\"do\":\"bootloader\",\"request\":13}",
	"{\"do\":\"traffic\"}",
	"{\"do\":\"quit\"}",
};

static bool event_round(const char *line, struct str *out, struct err *err)
{
	struct live_event event = { 0 };
	bool good = live_event_parse(line, &event, err);

	str_clear(out);
	if (good)
		live_event_print(&event, out);
	live_event_release(&event);
	return good;
}

static bool request_round(const char *line, struct str *out, struct err *err)
{
	struct live_request request = { 0 };
	bool good = live_request_parse(line, &request, err);

	str_clear(out);
	if (good)
		live_request_print(&request, out);
	live_request_release(&request);
	return good;
}

typedef bool round_trip(const char *line, struct str *out, struct err *err);

/* A line is printed as it was read, and no start of it is a line. */
static void test_round(const char *line, round_trip *round)
{
	char *start = mem_copy_text(line);
	struct str out = STR_INIT;
	struct err err = { 0 };
	size_t taken = 0;

	ok(round(line, &out, &err) && !strcmp(str_text(&out), line), "%.60s", line);
	if (strcmp(str_text(&out), line) != 0)
		printf("# %s%s\n", str_text(&out), err.text);
	for (size_t len = strlen(line); len-- > 0;) {
		start[len] = '\0';
		err = (struct err){ 0 };
		taken += round(start, &out, &err) || !err.code || !err.text[0];
	}
	ok(!taken, "... and nothing that ends earlier");
	str_release(&out);
	free(start);
}

static const struct {
	const char *line;
	enum err_code code;
	const char *text;
} bad_events[] = {
	{ "", ERR_PARSE, "expected a JSON object" },
	{ "[]", ERR_PARSE, "expected a JSON object" },
	{ "{\"event\":7}", ERR_PARSE, "expected a JSON object" },
	{ "{\"event\":\"dance\"}", ERR_PARSE, "unknown event 'dance'" },
	{ "{\"event\":\"progress\",\"step\":\"x\"}", ERR_NOT_FOUND, "'progress'" },
	{ "{\"event\":\"end\",\"ok\":true}", ERR_NOT_FOUND, "'end'" },
	{ "{\"event\":\"log\",\"text\":\"x\"}", ERR_NOT_FOUND, "'log'" },
	{ "{\"event\":\"part\",\"part\":\"toes\",\"bytes\":\"\"}", ERR_PARSE, "no part 'toes'" },
	{ "{\"event\":\"part\",\"part\":\"keys\",\"bytes\":\"002\"}", ERR_PARSE, "\"bytes\" must be bytes" },
	{ "{\"event\":\"part\",\"part\":\"keys\",\"bytes\":\"00xy\"}", ERR_PARSE, "not 'xy'" },
	{ "{\"event\":\"part\",\"part\":\"keys\",\"bytes\":\"00AB\"}", ERR_PARSE, "not 'AB'" },
	{ "{\"event\":\"part\",\"part\":\"keys\",\"bytes\":[0]}", ERR_PARSE, "\"bytes\" must be bytes" },
	{ "{\"event\":\"size\",\"layers\":33,\"rows\":8,\"cols\":6}", ERR_RANGE,
	  "\"layers\" must be a number from 0 to 32" },
	{ "{\"event\":\"size\",\"layers\":-1,\"rows\":8,\"cols\":6}", ERR_RANGE, "\"layers\"" },
	{ "{\"event\":\"size\",\"layers\":1e300,\"rows\":8,\"cols\":6}", ERR_RANGE, "\"layers\"" },
	{ "{\"event\":\"size\",\"layers\":1,\"rows\":1,\"cols\":1,\"encoders\":0,\"macros\":0,\"macro_"
	  "bytes\":0,"
	  "\"entries\":[1,2,3]}",
	  ERR_PARSE, "\"entries\" must be a list of 4" },
	{ "{\"event\":\"size\",\"layers\":1,\"rows\":1,\"cols\":1,\"encoders\":0,\"macros\":0,\"macro_"
	  "bytes\":0,"
	  "\"entries\":[1,2,3,256]}",
	  ERR_RANGE, "0 to 255" },
	{ "{\"event\":\"written\",\"request\":-1,\"place\":\"key 0 0 0\"}", ERR_RANGE, "\"request\"" },
	{ "{\"event\":\"written\",\"request\":1,\"place\":\"sofa 0\"}", ERR_PARSE, "live line" },
	{ "{\"event\":\"written\",\"request\":1,\"place\":3}", ERR_PARSE, "\"place\" must be a text" },
	{ "{\"event\":\"written\",\"request\":1,\"place\":\"key 0 0 0\",\"outcome\":\"a very long outcome\"}",
	  ERR_RANGE, "\"outcome\" is longer than 15 bytes" },
	{ "{\"event\":\"lock\",\"state\":\"locked\",\"keys\":[[0,0],[0,256]],\"left\":0,\"of\":0}", ERR_PARSE,
	  "a key is [row, column]" },
	{ "{\"event\":\"lock\",\"state\":\"locked\",\"keys\":[[0]],\"left\":0,\"of\":0}", ERR_PARSE,
	  "a key is" },
	{ "{\"event\":\"lock\",\"state\":\"locked\",\"keys\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],\"left\":0,"
	  "\"of\":0}",
	  ERR_RANGE, "at most 15" },
	{ "{\"event\":\"identity\",\"id\":\"x\",\"vid\":\"feeda\"}", ERR_PARSE, "\"vid\"" },
	{ "{\"event\":\"identity\",\"id\":\"x\",\"vid\":\"feed00\"}", ERR_PARSE, "4 hexadecimal digits" },
	{ "{\"event\":\"identity\",\"id\":\"x\",\"vid\":\"feed\",\"pid\":\"0000\",\"product\":\"\","
	  "\"serial\":\"\","
	  "\"via\":9,\"vial\":6,\"uid\":\"0123456789abcdef\",\"dialect\":\"klingon\"}",
	  ERR_PARSE, "no dialect 'klingon'" },
	{ "{\"event\":\"gone\",\"event\":\"back\"}", ERR_PARSE, "" },
};

static const struct {
	const char *line;
	enum err_code code;
	const char *text;
} bad_requests[] = {
	{ "", ERR_PARSE, "expected a JSON object with \"do\"" },
	{ "{\"event\":\"ready\"}", ERR_PARSE, "expected a JSON object with \"do\"" },
	{ "{\"do\":\"explode\",\"request\":1}", ERR_PARSE, "unknown request 'explode'" },
	{ "{\"do\":\"write\",\"items\":[]}", ERR_RANGE, "\"request\"" },
	{ "{\"do\":\"write\",\"request\":1}", ERR_RANGE, "\"items\"" },
	{ "{\"do\":\"write\",\"request\":1,\"items\":[7]}", ERR_PARSE, "\"place\"" },
	{ "{\"do\":\"write\",\"request\":1,\"items\":[{\"place\":\"key 0 0 0\"}]}", ERR_PARSE, "\"bytes\"" },
	{ "{\"do\":\"read\",\"request\":1,\"parts\":[\"keys\",\"toes\"]}", ERR_PARSE, "no part 'toes'" },
	{ "{\"do\":\"read\",\"request\":1,\"parts\":\"keys\"}", ERR_PARSE, "must be a list" },
	{ "{\"do\":\"reset\",\"request\":1}", ERR_PARSE, "\"what\"" },
	{ "{\"do\":\"matrix\",\"on\":1}", ERR_PARSE, "true or false" },
};

static void test_bad(const char *line, enum err_code code, const char *text, round_trip *round)
{
	struct str out = STR_INIT;
	struct err err = { 0 };

	ok(!round(line, &out, &err) && err.code == code && strstr(err.text, text), "%.60s: %s", line,
	   err.text);
	str_release(&out);
}

static void test_many(void)
{
	struct live_request request = { .type = LIVE_WRITE, .request = 1 };
	uint8_t bytes[] = { 0, 4 };
	struct str out = STR_INIT;
	struct err err = { 0 };

	for (int i = 0; i < LIVE_LINE_ITEMS; i++)
		live_request_add(&request, (struct dynamic_place){ .part = DYNAMIC_KEYS }, bytes,
				 sizeof(bytes));
	live_request_print(&request, &out);
	live_request_release(&request);
	ok(live_request_parse(str_text(&out), &request, &err) && request.items == LIVE_LINE_ITEMS,
	   "as many items as there may be");
	live_request_add(&request, (struct dynamic_place){ .part = DYNAMIC_KEYS }, bytes, sizeof(bytes));
	str_clear(&out);
	live_request_print(&request, &out);
	live_request_release(&request);
	ok(!live_request_parse(str_text(&out), &request, &err) && err.code == ERR_RANGE, "one more: %s",
	   err.text);
	live_request_release(&request);
	str_release(&out);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(events); i++)
		test_round(events[i], event_round);
	for (size_t i = 0; i < COUNT(requests); i++)
		test_round(requests[i], request_round);
	for (size_t i = 0; i < COUNT(bad_events); i++)
		test_bad(bad_events[i].line, bad_events[i].code, bad_events[i].text, event_round);
	for (size_t i = 0; i < COUNT(bad_requests); i++)
		test_bad(bad_requests[i].line, bad_requests[i].code, bad_requests[i].text, request_round);
	test_many();
	return tap_done();
}
