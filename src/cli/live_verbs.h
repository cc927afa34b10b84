/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_LIVE_VERBS_H
#define CLI_LIVE_VERBS_H

#include "cli/cli.h"

/* The run functions of the rows in cmd_live.c. */
int live_bootloader_verb(const struct verb *verb, int argc, char **argv);
int live_diff_verb(const struct verb *verb, int argc, char **argv);
int live_dump_verb(const struct verb *verb, int argc, char **argv);
int live_get_verb(const struct verb *verb, int argc, char **argv);
int live_list_verb(const struct verb *verb, int argc, char **argv);
int live_load_verb(const struct verb *verb, int argc, char **argv);
int live_lock_verb(const struct verb *verb, int argc, char **argv);
int live_matrix_verb(const struct verb *verb, int argc, char **argv);
int live_reset_verb(const struct verb *verb, int argc, char **argv);
int live_serve_verb(const struct verb *verb, int argc, char **argv);
int live_set_verb(const struct verb *verb, int argc, char **argv);
int live_unlock_verb(const struct verb *verb, int argc, char **argv);

#endif
