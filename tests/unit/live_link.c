/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/ui/live_link.h"
#include "tap.h"

#define IDENTITY                                                                                    \
	"{\"event\":\"identity\",\"id\":\"fake:x\",\"vid\":\"feed\",\"pid\":\"0001\",\"product\":"  \
	"\"Pad\\u001b\","                                                                           \
	"\"serial\":\"\",\"via\":9,\"vial\":6,\"uid\":\"0000000000000007\",\"dialect\":\"vial-6\"," \
	"\"firmware\":0,\"vialrgb\":false,\"text\":\"Vial 6\"}"
#define DEFINITION                                                                                           \
	"{\"event\":\"definition\",\"from\":\"device\",\"text\":\"{\\\"name\\\":\\\"Pad\\\",\\\"matrix\\\":" \
	"{\\\"rows\\\":1,\\\"cols\\\":3},\\\"layouts\\\":{\\\"labels\\\":[\\\"Split\\\"],\\\"keymap\\\":"    \
	"[[\\\"0,0\\\",\\\"0,1\\\\n\\\\n\\\\n0,0\\\",\\\"0,2\\\\n\\\\n\\\\n0,1\\\"]]}}\"}"
#define SIZE                                                                                          \
	"{\"event\":\"size\",\"layers\":1,\"rows\":1,\"cols\":3,\"encoders\":0,\"macros\":2,\"macro_" \
	"bytes\":8,"                                                                                  \
	"\"entries\":[1,0,0,0]}"
#define KEYS(bytes) "{\"event\":\"part\",\"part\":\"keys\",\"bytes\":\"" bytes "\"}"
#define READY       "{\"event\":\"ready\"}"

static const char *const opening[] = { IDENTITY, DEFINITION, SIZE, KEYS("000400050006"), READY };

static int64_t now_ms;

static bool feed(struct live_link *link, const char *line, unsigned changed)
{
	struct err err = { 0 };
	unsigned got = 0;
	bool good = live_link_line(link, line, now_ms, &got, &err);

	if (!good || got != changed)
		printf("# %s: %s, changed %x\n", line, err.text, got);
	return good && got == changed;
}

static bool refuses(struct live_link *link, const char *line, const char *text)
{
	struct err err = { 0 };
	unsigned changed;
	bool good = live_link_line(link, line, now_ms, &changed, &err);

	if (good || !strstr(err.text, text))
		printf("# %s: %s\n", line, good ? "taken" : err.text);
	return !good && !changed && strstr(err.text, text);
}

static bool written(struct live_link *link, long request, const char *place, const char *outcome,
		    const char *bytes)
{
	char line[300];

	snprintf(
		line, sizeof(line),
		"{\"event\":\"written\",\"request\":%ld,\"place\":\"%s\",\"outcome\":\"%s\",\"bytes\":\"%s\","
		"\"text\":\"why\"}",
		request, place, outcome, bytes);
	return feed(link, line, 1u << LIVE_EVENT_WRITTEN);
}

static void start(struct live_link *link)
{
	unsigned changed;
	struct err err;

	live_link_init(link);
	link->job = 1;
	for (size_t i = 0; i < COUNT(opening); i++)
		live_link_line(link, opening[i], now_ms, &changed, &err);
}

static struct dynamic_place key(int col)
{
	return (struct dynamic_place){ .part = DYNAMIC_KEYS, .c = (int16_t)col };
}

static bool put(struct live_link *link, int col, uint8_t code)
{
	struct err err = { 0 };

	return live_link_put(link, key(col), (const uint8_t[]){ 0, code }, 2, &err);
}

static bool sends(struct live_link *link, bool all, const char *want)
{
	struct str line = STR_INIT;
	bool sent = live_link_send(link, all, &line), good = sent == (want != NULL);

	good = good && (!want || !strcmp(str_text(&line), want));
	if (!good)
		printf("# sent %s\n", str_text(&line));
	str_release(&line);
	return good;
}

#define WRITE(request, place, bytes)                                                                       \
	"{\"do\":\"write\",\"request\":" request ",\"items\":[{\"place\":\"" place "\",\"bytes\":\"" bytes \
	"\"}]}"

/* Sent, whatever it says. */
static void send(struct live_link *link)
{
	struct str line = STR_INIT;

	live_link_send(link, true, &line);
	str_release(&line);
}

static void test_opening(void)
{
	struct live_link link;

	live_link_init(&link);
	link.job = 1;
	ok(feed(&link, IDENTITY, 1u << LIVE_EVENT_IDENTITY) && link.state == LIVE_OPENING &&
		   !strchr(link.name, '\033') && !strncmp(link.name, "Pad", 3),
	   "it has a name, which cannot steer the terminal");
	ok(feed(&link, DEFINITION, 1u << LIVE_EVENT_DEFINITION) && feed(&link, SIZE, 1u << LIVE_EVENT_SIZE) &&
		   link.state == LIVE_OPENING && link.held.layers == 1,
	   "a drawing and a size");
	ok(feed(&link, KEYS("000400050006"), 1u << LIVE_EVENT_PART) && link.state == LIVE_READING &&
		   link.wanted.key[2] == 6 && live_link_is_stale(&link),
	   "its keys are there before the rest is read");
	live_link_drawn(&link);
	ok(!live_link_is_stale(&link), "and drawn once");
	ok(feed(&link, READY, 1u << LIVE_EVENT_READY) && link.state == LIVE_READY &&
		   live_link_is_settled(&link),
	   "it is ready, with nothing to send");
	ok(sends(&link, true, NULL), "and nothing is sent");
	live_link_release(&link);
}

static void test_instant(void)
{
	struct live_link link;

	start(&link);
	ok(put(&link, 1, 0x0a) && link.pending.count == 1, "a change is pending");
	ok(sends(&link, false, WRITE("1", "key 0 0 1", "000a")) && !link.pending.count && link.sent == 1 &&
		   !live_link_is_settled(&link),
	   "and sent at once");
	ok(sends(&link, false, NULL), "once");
	ok(link.held.key[1] == 5, "what is held is what was read back last");
	ok(put(&link, 1, 5) && sends(&link, false, WRITE("2", "key 0 0 1", "0005")) && link.sent == 2,
	   "taken back on its way, it is sent again: the keyboard will have it otherwise");
	ok(written(&link, 1, "key 0 0 1", "written", "000a") && link.held.key[1] == 10 && !link.pending.count,
	   "the first answer changes what is held, not what will be");
	ok(written(&link, 2, "key 0 0 1", "written", "0005") && link.held.key[1] == 5 &&
		   live_link_is_settled(&link),
	   "and the second settles it");
	ok(put(&link, 0, 0x10) && put(&link, 2, 0x11) &&
		   sends(&link, false,
			 "{\"do\":\"write\",\"request\":3,\"items\":[{\"place\":\"key 0 0 "
			 "0\",\"bytes\":\"0010\"},"
			 "{\"place\":\"key 0 0 2\",\"bytes\":\"0011\"}]}"),
	   "what waits goes together");
	ok(feed(&link, "{\"event\":\"done\",\"request\":3,\"text\":\"no\\u0007\"}", 1u << LIVE_EVENT_DONE) &&
		   !link.sent && link.pending.count == 2 && link.note[0] && !strchr(link.note, '\a'),
	   "a request that failed as a whole leaves all of it pending, and says why: %s", link.note);
	live_link_release(&link);
}

static void test_staged(void)
{
	struct live_link link;

	start(&link);
	link.instant = false;
	put(&link, 0, 0x20);
	ok(sends(&link, false, NULL) && link.pending.count == 1, "staged, a change waits");
	ok(put(&link, 0, 4) && !link.pending.count, "and is none when it is taken back");
	put(&link, 0, 0x20);
	live_link_discard(&link);
	ok(!link.pending.count && link.wanted.key[0] == 4 && live_link_is_stale(&link),
	   "discarded, what is wanted is what is held");
	put(&link, 0, 0x20);
	ok(sends(&link, true, WRITE("1", "key 0 0 0", "0020")), "applied, it is sent");
	live_link_release(&link);
}

static void test_refused(void)
{
	struct live_link link;

	start(&link);
	put(&link, 0, 0x20);
	sends(&link, false, WRITE("1", "key 0 0 0", "0020"));
	ok(written(&link, 1, "key 0 0 0", "changed", "0000") && link.troubles == 1 && !link.pending.count &&
		   link.held.key[0] == 0 && link.wanted.key[0] == 0x20,
	   "what the firmware cut is a trouble, and stays wanted");
	ok(strcmp(link.trouble[0].was, link.trouble[0].wanted) != 0 &&
		   strcmp(link.trouble[0].got, link.trouble[0].wanted) != 0 && link.trouble[0].was[0] &&
		   !strcmp(link.trouble[0].why, "why") && !strcmp(link.trouble[0].outcome, "changed"),
	   "it tells what was %s, wanted %s, got %s", link.trouble[0].was, link.trouble[0].wanted,
	   link.trouble[0].got);
	ok(sends(&link, false, NULL) && sends(&link, true, NULL), "it is not sent again by itself");
	ok(put(&link, 1, 9) && link.troubles == 1 && link.pending.count == 1, "nor with another change");
	live_link_retry(&link, "locked-out");
	ok(link.troubles == 1, "nor for another reason");
	ok(put(&link, 0, 0x21) && !link.troubles && link.pending.count == 2, "another value is a new try");
	send(&link);
	live_link_release(&link);

	start(&link);
	put(&link, 0, 0x20);
	sends(&link, false, WRITE("1", "key 0 0 0", "0020"));
	written(&link, 1, "key 0 0 0", "locked-out", "0004");
	ok(link.troubles == 1 && sends(&link, false, NULL), "a locked keyboard refuses");
	ok(feed(&link, "{\"event\":\"lock\",\"state\":\"unlocking\",\"keys\":[[0,0]],\"left\":3,\"of\":50}",
		1u << LIVE_EVENT_LOCK) &&
		   link.troubles == 1 && link.unlock_keys == 1 && link.unlock_left == 3,
	   "which keys are to be held is known, and for how long");
	ok(feed(&link, "{\"event\":\"lock\",\"state\":\"unlocked\",\"keys\":[],\"left\":0,\"of\":50}",
		1u << LIVE_EVENT_LOCK) &&
		   !link.troubles && sends(&link, false, WRITE("2", "key 0 0 0", "0020")),
	   "unlocked, it is sent again");
	live_link_release(&link);
}

/* What the keyboard holds changes without us: reset, by itself, while it was gone. */
static void test_merge(void)
{
	struct live_link link;

	start(&link);
	link.instant = false;
	put(&link, 0, 0x20);
	live_link_drawn(&link);
	ok(feed(&link, KEYS("000400150016"), 1u << LIVE_EVENT_PART) && link.wanted.key[0] == 0x20 &&
		   link.wanted.key[1] == 0x15 && link.wanted.key[2] == 0x16 && link.pending.count == 1 &&
		   live_link_is_stale(&link),
	   "an edit outlives it, what was not edited follows");
	live_link_drawn(&link);
	ok(feed(&link, KEYS("002000150016"), 1u << LIVE_EVENT_PART) && live_link_is_settled(&link) &&
		   !live_link_is_stale(&link),
	   "what is there already is not sent");
	ok(feed(&link, SIZE, 1u << LIVE_EVENT_SIZE) && link.wanted.key[0] == 0x20,
	   "the same size again loses nothing");
	ok(feed(&link, "{\"event\":\"part\",\"part\":\"macros\",\"bytes\":\"6100000000000000\"}",
		1u << LIVE_EVENT_PART) &&
		   link.wanted.macro[0] == 'a' && live_link_is_stale(&link),
	   "a part that comes later is drawn");
	live_link_release(&link);
}

static void test_settings(void)
{
	const struct dynamic_place term = { .part = DYNAMIC_SETTINGS, .a = 7 };
	const struct dynamic_place magic = { .part = DYNAMIC_SETTINGS, .a = 21 };
	struct err err = { 0 };
	struct live_link link;

	start(&link);
	ok(feed(&link,
		"{\"event\":\"part\",\"part\":\"settings\",\"bytes\":\"070002c800150004"
		"00000000\"}",
		1u << LIVE_EVENT_PART),
	   "settings are told");
	live_link_drawn(&link);
	ok(live_link_put(&link, magic, (const uint8_t[]){ 0x80, 0, 0, 0 }, 4, &err) &&
		   link.pending.count == 1 && !live_link_is_stale(&link),
	   "one that no keymap has a name for is not drawn");
	ok(live_link_put(&link, term, (const uint8_t[]){ 0x96, 0 }, 2, &err) && link.pending.count == 2 &&
		   live_link_is_stale(&link),
	   "one of a name is");
	live_link_release(&link);
}

static void test_unplugged(void)
{
	struct live_link link;

	start(&link);
	put(&link, 0, 0x20);
	sends(&link, false, WRITE("1", "key 0 0 0", "0020"));
	ok(feed(&link, "{\"event\":\"gone\"}", 1u << LIVE_EVENT_GONE) && link.state == LIVE_GONE &&
		   link.sent == 1,
	   "gone with a change on its way");
	put(&link, 1, 0x21);
	ok(link.pending.count == 1 && sends(&link, true, NULL), "edits go on and wait");
	ok(written(&link, 1, "key 0 0 0", "unsent", "") && !link.troubles && link.pending.count == 2,
	   "what was not sent waits with them");
	ok(feed(&link, "{\"event\":\"back\"}", 1u << LIVE_EVENT_BACK) && link.state == LIVE_READING &&
		   feed(&link, KEYS("000400050006"), 1u << LIVE_EVENT_PART) &&
		   feed(&link, READY, 1u << LIVE_EVENT_READY) && link.wanted.key[0] == 0x20 &&
		   link.wanted.key[1] == 0x21 && link.pending.count == 2,
	   "back, none is lost");
	send(&link);
	link.state = LIVE_READY;
	live_link_end(&link, 1);
	ok(!link.job && !link.sent && link.pending.count == 2 && link.state == LIVE_GONE && link.note[0],
	   "nor when the worker ends: %s", link.note);
	ok(sends(&link, true, NULL), "to which nothing is sent");
	live_link_release(&link);

	start(&link);
	put(&link, 0, 0x20);
	sends(&link, false, WRITE("1", "key 0 0 0", "0020"));
	ok(written(&link, 1, "key 0 0 0", "unsent", "") && link.troubles == 1 && !link.pending.count,
	   "what a keyboard that is there did not answer is a trouble");
	live_link_release(&link);
}

static void test_matrix(void)
{
	struct live_link link;

	start(&link);
	now_ms = 1000;
	ok(feed(&link, "{\"event\":\"matrix\",\"bits\":\"04\"}", 1u << LIVE_EVENT_MATRIX) &&
		   link.press[2].down && link.press[2].ever && link.press[2].count == 1 &&
		   !link.press[2].chatter && !link.press[0].ever,
	   "a key is pressed");
	now_ms = 1100;
	feed(&link, "{\"event\":\"matrix\",\"bits\":\"00\"}", 1u << LIVE_EVENT_MATRIX);
	ok(!link.press[2].down && link.press[2].ever && link.press[2].up_ms == 1100, "and let go");
	now_ms = 1100 + LIVE_CHATTER_MS - 1;
	feed(&link, "{\"event\":\"matrix\",\"bits\":\"04\"}", 1u << LIVE_EVENT_MATRIX);
	ok(link.press[2].count == 2 && link.press[2].chatter == 1, "pressed at once it chatters");
	now_ms = 2000;
	feed(&link, "{\"event\":\"matrix\",\"bits\":\"00\"}", 1u << LIVE_EVENT_MATRIX);
	now_ms = 2000 + LIVE_CHATTER_MS;
	feed(&link, "{\"event\":\"matrix\",\"bits\":\"04\"}", 1u << LIVE_EVENT_MATRIX);
	ok(link.press[2].count == 3 && link.press[2].chatter == 1, "later it does not");
	feed(&link, "{\"event\":\"gone\"}", 1u << LIVE_EVENT_GONE);
	ok(!link.press[2].down, "unplugged none is pressed");
	live_link_release(&link);
}

static void test_hostile(void)
{
	struct live_link link;

	live_link_init(&link);
	ok(refuses(&link, KEYS("0000"), "before how many"), "keys before the size");
	ok(refuses(&link, READY, "without having told"), "ready before the keys");
	ok(refuses(&link, SIZE, "did not name"), "a size before the name");
	ok(refuses(&link, "{\"event\":\"matrix\",\"bits\":\"00\"}", "pressed keys"), "presses of nothing");
	ok(refuses(&link, "nonsense", "expected a JSON object"), "no line at all");
	feed(&link, IDENTITY, 1u << LIVE_EVENT_IDENTITY);
	ok(refuses(&link, "{\"event\":\"definition\",\"from\":\"device\",\"text\":\"{\"}", ""),
	   "a definition that is none");
	ok(refuses(&link, SIZE, "and draw"), "a size without one");
	live_link_release(&link);

	start(&link);
	ok(refuses(&link, KEYS("0004"), "") && link.held.key[0] == 4 && link.wanted.key[0] == 4,
	   "too few keys");
	ok(refuses(&link, "{\"event\":\"matrix\",\"bits\":\"0000\"}", "2 bytes"), "too many presses");
	ok(refuses(&link,
		   "{\"event\":\"written\",\"request\":9,\"place\":\"key 0 0 0\",\"outcome\":\"written\","
		   "\"bytes\":\"0004\",\"text\":\"\"}",
		   "not asked"),
	   "an answer to nothing");
	ok(refuses(&link, "{\"event\":\"end\",\"ok\":false,\"code\":\"gone\",\"text\":\"pulled\\u001b[2J\"}",
		   "pulled") &&
		   feed(&link, "{\"event\":\"end\",\"ok\":true}", 0),
	   "how it ended is said when it was not well");
	ok(feed(&link, "{\"event\":\"log\",\"text\":\"note\\u001b\"}", 0) && !strncmp(link.note, "note", 4) &&
		   !strchr(link.note, '\033'),
	   "what is logged is a note");
	live_link_end(&link, 0);
	live_link_release(&link);
}

int main(void)
{
	test_opening();
	test_instant();
	test_staged();
	test_refused();
	test_merge();
	test_settings();
	test_unplugged();
	test_matrix();
	test_hostile();
	return tap_done();
}
