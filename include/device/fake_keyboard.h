/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_FAKE_KEYBOARD_H
#define DEVICE_FAKE_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "device/device.h"
#include "device/hid.h"

/*
 * Simulated keyboards: pure models of what QMK's firmware with VIA's, Vial's or Keychron's part does with reports,
 * EEPROM and time. They serve demonstrations and tests, in-process (hid_open_device("fake:...")) or behind an emulated USB bus. A
 * model is strict: what real firmware would not forgive (a size over 28, a write past the end of the keymap) is a violation.
 *
 * A specification is "MODEL" or "MODEL?OPTION&OPTION...". Models: via-7, via-9, via-10, via-11, via-12, via-13, vial-4,
 * vial-5, vial-6, keychron, and xap and viable, which speak another protocol. Options:
 *
 *   eeprom=PATH        the EEPROM is this file, mapped: created with the firmware's defaults when there is none, else of
 *                      the exact size
 *   rows=N cols=N layers=N encoders=N macros=N macro_bytes=N entries=N   entries: of dances, combos, overrides and
 *                      alternate repeat keys each
 *   vid=HEX pid=HEX uid=HEX serial=TEXT name=TEXT
 *   rtt_us=N           of virtual time from a report to its reply, 2000 unless told; write_us=N more for each EEPROM byte
 *                      that changes, 0 unless told
 *   late=N             the Nth report is answered late_ms (700 unless told) later than usual; N+ means all from the Nth on
 *   silent=N           it is carried out, and not answered
 *   lost=N             it is neither carried out nor answered
 *   twice=N            it is answered twice
 *   foreign=N          another program's reply comes before its own
 *   sync=N             an unsolicited UI_SYNC comes before its reply (VIA 12 and up; reports that there were changes)
 *   unplug=N           be gone before the Nth report is carried out; unplug_after=N: after, before it is answered
 *   replug_ms=N        come back that much later; else it never does. EEPROM stays, faults of the plan are spent.
 *   clamp=CHANNEL:ID:MAX   a custom value is cut to MAX
 *   stuck=LAYER:ROW:COL    writing this key changes nothing
 *   unlocked=1 insecure=1  Vial's lock: open from the start; built without one
 *   held=ROW:COL       this key is pressed from the start; held=unlock: those that unlock are
 */
struct fake_keyboard;

struct fake_keyboard *fake_keyboard_new(const char *spec, struct err *err);
void fake_keyboard_free(struct fake_keyboard *keyboard);

/* The models' names, in order; NULL past the last. */
const char *fake_keyboard_model_name(size_t index);

/* As enumeration would give it; borrowed. */
const struct device *fake_keyboard_device(const struct fake_keyboard *keyboard);

/* One output report at @now_us of any clock that does not go backwards. False: it is gone. */
bool fake_keyboard_write(struct fake_keyboard *keyboard, int64_t now_us,
			 const uint8_t report[HID_REPORT_BYTES]);

/* 1: the next report that is due; 0: none yet, *@due_us is when one will be, INT64_MAX for never; -1: it is gone. */
int fake_keyboard_read(struct fake_keyboard *keyboard, int64_t now_us, uint8_t report[HID_REPORT_BYTES],
		       int64_t *due_us);

/* INT64_MAX: it is gone for good; 0: it is there. Else when it comes back. */
int64_t fake_keyboard_back_us(const struct fake_keyboard *keyboard);
void fake_keyboard_replug(struct fake_keyboard *keyboard);
void fake_keyboard_unplug(struct fake_keyboard *keyboard);

/* Hold a key down, or let it go. */
void fake_keyboard_press(struct fake_keyboard *keyboard, int row, int col, bool down);

/* All that survives power-off; borrowed, writable so that a test can prepare it. */
uint8_t *fake_keyboard_eeprom(struct fake_keyboard *keyboard, size_t *len);

/* The definition that belongs to it, as VIA's app or Vial's has it (JSON); borrowed. */
const char *fake_keyboard_definition(const struct fake_keyboard *keyboard);

/* Reports so far, and what was done against the firmware's rules. */
unsigned fake_keyboard_reports(const struct fake_keyboard *keyboard);
size_t fake_keyboard_violation_count(const struct fake_keyboard *keyboard);
const char *fake_keyboard_violation(const struct fake_keyboard *keyboard, size_t index); /* borrowed */
bool fake_keyboard_jumped(const struct fake_keyboard *keyboard); /* to its bootloader */

/* A way to it with a virtual clock: waiting takes no time. @keyboard is borrowed and outlives it. */
struct hid *hid_fake_new(struct fake_keyboard *keyboard);

/* The model behind one, borrowed; NULL: it is none. */
struct fake_keyboard *hid_fake(struct hid *hid);

#endif
