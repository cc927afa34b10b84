/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Since some moment in the past; never goes backwards. */
int64_t clock_now_ms(void);
int64_t clock_now_us(void);

void clock_sleep_us(int64_t us); /* all of it, whatever signals come */

#endif
