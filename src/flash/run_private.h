/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_RUN_PRIVATE_H
#define FLASH_RUN_PRIVATE_H

#include "flash/run.h"
#include "flash/steps.h"

/* How far it came: what a failure has to say depends on it. */
enum run_stage { STAGE_UNTOUCHED, STAGE_CHANGED, STAGE_WRITTEN };

/* One flash on its way. */
struct run {
	struct flash_watch watch; /* first: the callback casts back */
	const struct flash_job *job;
	struct flash_geometry geometry;
	struct flash_plan plan;
	enum run_stage stage;
	const char *step;
	size_t done, total; /* of the step, before the running call */
};

/* Progress is that of @step, of @total bytes, from here on. */
void flash_step_begin(struct run *r, const char *step, size_t total);

/* What the device and the image have in a zone, in one new piece of memory, the device's first. NULL: it failed. */
uint8_t *flash_read_zone(struct run *r, const struct flash_zone *zone, struct err *err);

/* Find the pages that the device holds already, and take them out of the plan. */
bool flash_compare(struct run *r, struct err *err) NODISCARD;

#endif
