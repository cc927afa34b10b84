/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_LIVE_OPEN_H
#define CLI_LIVE_OPEN_H

#include "base/report.h"
#include "cli/cli.h"
#include "live/live.h"
#include "project/live_project.h"

/* What all sub-verbs of live are told, and where their output goes. */
struct live_options {
	const char *definition, *definitions, *keyboard, *qmk;
	bool json;
	struct report report; /* on standard output */
};

/* cli_parse() with the options that are @opt's, between those of @own. */
int live_parse(const struct verb *verb, int argc, char **argv, struct live_options *opt,
	       const struct option_row *own, size_t owns, const char **operand, int max, int *status);

/* The last line of --json, and the exit status: @done for success, and for a failure after which EXIT_LOST says more. */
int live_end(struct live_options *opt, bool ok, int done, const struct err *err);

/* Whether a word of the command line names a device: "usb:1-4", "fake:vial-6", "feed:6060". */
bool live_is_device(const char *word);

/* The device among @operand[*count], the first, if that is one: taken out of them. NULL: the only keyboard is meant. */
const char *live_take_device(const char **operand, int *count);

/* A running keyboard, opened, with what is known of it. Zero-initialise; release it. */
struct live_desk {
	struct live *live;
	struct hid *hid;     /* borrowed of @live: time goes by it */
	struct str text;     /* its definition, JSON */
	struct str from;     /* "device", "cache", "simulated", or the path of a file */
	struct str packaged; /* private: what a simulated one brings along */
	struct live_board board;
};

/* Say hello to the keyboard that @device names; NULL: the only one that is attached. */
bool live_desk_open(struct live_desk *desk, const char *device, struct err *err) NODISCARD;

/* Find its definition, and tell the session what that says: size and values. What is wrong in it goes to standard error. */
bool live_desk_define(struct live_desk *desk, const struct live_options *opt, struct err *err) NODISCARD;

/* Read parts, 1 << enum dynamic_part, with progress on opt->report; the layout is then what the keyboard's options say. */
bool live_desk_read(struct live_desk *desk, unsigned parts, struct live_options *opt,
		    struct err *err) NODISCARD;

/* After ERR_GONE: wait for it so long, and open it again. */
bool live_desk_wait(struct live_desk *desk, long seconds, struct live_options *opt,
		    struct err *err) NODISCARD;

void live_desk_release(
	struct live_desk
		*desk); /* locks the keyboard again when we unlocked it, or says so on standard error */

enum { LIVE_ALL_PARTS = (1 << DYNAMIC_PARTS) - 1 };

/* Whether that is how long to wait for a keyboard; ERR_USAGE. */
bool live_check_wait(long seconds, struct err *err) NODISCARD;

/* "keys,macros"; NULL: all. */
bool live_parse_parts(const char *text, unsigned *parts, struct err *err) NODISCARD;

#endif
