/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_CACHE_PRIVATE_H
#define PROJECT_CACHE_PRIVATE_H

#include "project/cache.h"

/* The folder that has one for each base; NULL when nothing tells where. The caller frees. */
char *cache_root(void);

#endif
