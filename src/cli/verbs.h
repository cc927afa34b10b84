/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "cli/cli.h"

/* The run functions of the rows in cli.c, one file a verb. */
int cmd_behaviors(const struct verb *verb, int argc, char **argv);
int cmd_build(const struct verb *verb, int argc, char **argv);
int cmd_check(const struct verb *verb, int argc, char **argv);
int cmd_compile(const struct verb *verb, int argc, char **argv);
int cmd_config(const struct verb *verb, int argc, char **argv);
int cmd_convert(const struct verb *verb, int argc, char **argv);
int cmd_devices(const struct verb *verb, int argc, char **argv);
int cmd_diff(const struct verb *verb, int argc, char **argv);
int cmd_draw(const struct verb *verb, int argc, char **argv);
int cmd_edit(const struct verb *verb, int argc, char **argv);
int cmd_fetch(const struct verb *verb, int argc, char **argv);
int cmd_flash(const struct verb *verb, int argc, char **argv);
int cmd_fmt(const struct verb *verb, int argc, char **argv);
int cmd_generate(const struct verb *verb, int argc, char **argv);
int cmd_help(const struct verb *verb, int argc, char **argv);
int cmd_info(const struct verb *verb, int argc, char **argv);
int cmd_keycode(const struct verb *verb, int argc, char **argv);
int cmd_lint(const struct verb *verb, int argc, char **argv);
int cmd_list(const struct verb *verb, int argc, char **argv);
int cmd_live(const struct verb *verb, int argc, char **argv);
int cmd_new(const struct verb *verb, int argc, char **argv);
int cmd_targets(const struct verb *verb, int argc, char **argv);
int cmd_version(const struct verb *verb, int argc, char **argv);

#endif
