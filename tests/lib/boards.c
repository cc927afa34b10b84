/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "boards.h"

static void add(struct layout *layout, struct key key)
{
	layout->key = mem_resize(layout->key, layout->keys + 1, sizeof(key));
	layout->key[layout->keys++] = key;
}

struct layout *board_of(const char *words)
{
	struct layout *layout = mem_new(1, sizeof(*layout));
	int x = 0, y = 0, used;

	layout->name = mem_copy_text("LAYOUT");
	for (; *words; words += used) {
		int w, h = 100, count = 1, turn = 0, px = 0, py = 0, more = 0;

		used = 0;
		if (sscanf(words, " @%d,%d %n", &x, &y, &used) == 2)
			continue;
		assert(sscanf(words, " %d%n", &w, &used) == 1);
		if (sscanf(words + used, "/%d%n", &h, &more) == 1 ||
		    sscanf(words + used, "*%d%n", &count, &more) == 1)
			used += more;
		if (sscanf(words + used, "~%d,%d,%d%n", &turn, &px, &py, &more) == 3)
			used += more;
		for (; count; count--, x += w)
			add(layout, (struct key){ .x_cu = (int16_t)x,
						  .y_cu = (int16_t)y,
						  .w_cu = (int16_t)w,
						  .h_cu = (int16_t)h,
						  .turn_cdeg = (int16_t)turn,
						  .pivot_x_cu = (int16_t)px,
						  .pivot_y_cu = (int16_t)py,
						  .encoder = -1 });
		while (words[used] == ' ')
			used++;
	}
	return layout;
}

void board_free(struct layout *layout)
{
	free(layout->name);
	free(layout->key);
	free(layout);
}

static int next(unsigned *seed, int count)
{
	*seed = *seed * 1103515245u + 12345u;
	return (int)((*seed >> 12) % (unsigned)count);
}

struct layout *board_random(unsigned seed)
{
	static const int sizes[] = { 100, 100, 100, 125, 150, 175, 200, 225, 625, 50, 75, 1 };
	struct layout *layout = board_of("");
	int keys = 1 + next(&seed, 80), wide = 100 + next(&seed, 1900), high = 100 + next(&seed, 700);
	int odd = next(&seed, 4), turned = next(&seed, 3);

	for (int i = 0; i < keys; i++) {
		int grid = odd == 0 ? 1 : odd == 1 ? 25 : 100;
		struct key key = { .x_cu = (int16_t)(next(&seed, wide) / grid * grid),
				   .y_cu = (int16_t)(next(&seed, high) / grid * grid),
				   .w_cu = (int16_t)sizes[next(&seed, COUNT(sizes))],
				   .h_cu = (int16_t)(next(&seed, 9) ? 100 : sizes[next(&seed, COUNT(sizes))]),
				   .encoder = -1 };

		if (!turned && !next(&seed, 3)) {
			key.turn_cdeg = (int16_t)(next(&seed, 36000) - 18000);
			key.pivot_x_cu = (int16_t)next(&seed, 2000);
			key.pivot_y_cu = (int16_t)next(&seed, 1000);
		}
		add(layout, key);
	}
	return layout;
}

struct geometry board_geometry(const char *words, size_t encoders)
{
	struct layout *layout = board_of(words);
	struct geometry g;

	geometry_init(&g, layout, encoders);
	board_free(layout);
	return g;
}
