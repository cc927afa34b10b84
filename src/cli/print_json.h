/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_PRINT_JSON_H
#define CLI_PRINT_JSON_H

#include <cjson/cJSON.h>

/* A line of standard output. Takes @value. */
void print_json(cJSON *value);

#endif
