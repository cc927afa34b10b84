/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "../../src/cli/live_write.h"
#include "base/mem.h"
#include "device/fake_keyboard.h"
#include "tap.h"
#include "temp.h"

enum { EDITS = 500, MAX_REPORTS = 4000, RUN_LAYERS = 5 };

/* What one session of a load comes to. */
struct session {
	bool begun; /* it came as far as writing */
	bool ok;
	struct err err;
	uint64_t reports;
	char *eeprom; /* owned */
	size_t len;
	enum live_outcome worst;
};

/* All keys of some layers, which are written together, and every other key of those above, until there are enough. */
static void edit(struct dynamic_keymap *wanted)
{
	const size_t keys = wanted->rows * wanted->cols, layers = wanted->layers;
	size_t edits = 0;

	for (size_t i = 0; i < RUN_LAYERS * keys; i++, edits++)
		wanted->key[i] = (uint16_t)(0x0104 + i % 20);
	for (size_t i = RUN_LAYERS * keys; i < layers * keys && edits < EDITS; i += 2, edits++)
		wanted->key[i] = (uint16_t)(0x0204 + i % 20);
}

static bool write_edits(struct live_desk *desk, struct live_options *opt, struct session *out)
{
	struct live_changes changes = { .wait_s = 2 };
	bool ok;

	if (!live_desk_define(desk, opt, &out->err))
		return false;
	while (!live_desk_read(desk, 1 << DYNAMIC_KEYS | 1 << DYNAMIC_MACROS, opt, &out->err))
		if (out->err.code != ERR_GONE || !live_desk_wait(desk, changes.wait_s, opt, &out->err))
			return false;
	dynamic_keymap_copy(&changes.wanted, live_held(desk->live));
	edit(&changes.wanted);
	live_changes_find(&changes, live_held(desk->live), LIVE_ALL_PARTS);
	out->begun = changes.places.count == EDITS;
	ok = live_changes_write(&changes, desk, opt, &out->err);
	for (size_t i = 0; i < changes.places.count; i++)
		if (changes.outcome[i] > out->worst)
			out->worst = changes.outcome[i];
	live_changes_release(&changes);
	return ok;
}

static void run(const char *faults, struct session *out)
{
	struct live_options opt = { .report = { .out = fopen("/dev/null", "w") } };
	struct live_desk desk = { 0 };
	char spec[128];

	*out = (struct session){ 0 };
	snprintf(spec, sizeof(spec), "fake:vial-6?unlocked=1%s", faults);
	if (live_desk_open(&desk, spec, &out->err))
		out->ok = write_edits(&desk, &opt, out);
	if (desk.live) {
		const uint8_t *eeprom = fake_keyboard_eeprom(hid_fake(desk.hid), &out->len);

		out->reports = live_traffic(desk.live).reports_out;
		out->eeprom = mem_new(out->len, 1);
		memcpy(out->eeprom, eeprom, out->len);
	}
	live_desk_release(&desk);
	fclose(opt.report.out);
}

static void test_unplug(const struct session *want, const char *option)
{
	size_t lost = 0, runs = 0, early = 0;

	for (uint64_t at = 1; at <= want->reports && at < MAX_REPORTS; at++, runs++) {
		struct session got;
		char faults[64];

		snprintf(faults, sizeof(faults), "&%s=%llu&replug_ms=500", option, (unsigned long long)at);
		run(faults, &got);
		if (!got.begun && got.err.code == ERR_GONE)
			early++; /* before its size was known: nothing was written, nothing is lost */
		else if (!got.ok || got.worst != LIVE_WRITTEN || got.len != want->len ||
			 memcmp(got.eeprom, want->eeprom, want->len) != 0)
			lost++;
		free(got.eeprom);
	}
	ok(!lost && runs == want->reports && early < 40,
	   "%s at each of %zu reports of a session of %d edits: %zu came out otherwise, %zu did not begin",
	   option, runs, EDITS, lost, early);
}

int main(void)
{
	char dir[] = "/tmp/keyplane-test-XXXXXX";
	struct session want;

	if (!mkdtemp(dir))
		return 99;
	setenv("HOME", dir, 1);
	unsetenv("XDG_STATE_HOME");
	unsetenv("XDG_CACHE_HOME");
	run("", &want);
	free(want.eeprom);
	run("", &want); /* its definition is kept now */
	ok(want.ok && want.begun && want.worst == LIVE_WRITTEN, "%d edits by %llu reports", EDITS,
	   (unsigned long long)want.reports);
	test_unplug(&want, "unplug");
	test_unplug(&want, "unplug_after");
	free(want.eeprom);
	temp_remove(dir);
	return tap_done();
}
