/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "script.h"

static int script_control(struct transport *t, const struct usb_setup *setup, void *buf, size_t len,
			  int timeout_ms, struct err *err)
{
	struct script *s = (struct script *)t;
	const struct script_step *step = &s->step[s->next];
	const bool in = setup->type & 0x80;

	(void)timeout_ms;
	if (s->next == s->steps || step->request != setup->request || step->value != setup->value ||
	    (step->result >= 0 && (in ? (size_t)step->result > len : (size_t)step->result != len)) ||
	    (!in && step->data && memcmp(step->data, buf, len)) || s->now_ms < step->at_ms) {
		printf("# step %zu at %lld ms: request %u value %u with %zu bytes\n", s->next,
		       (long long)s->now_ms, setup->request, setup->value, len);
		s->wrong++;
		err_set(err, ERR_IO, "not in the script");
		return -1;
	}
	s->next++;
	if (step->result < 0) {
		err_set(err, (enum err_code) - step->result, "as the script says");
		return -1;
	}
	if (in)
		memcpy(buf, step->data, (size_t)step->result);
	return step->result;
}

static bool script_claim(struct transport *t, uint8_t interface, uint8_t alt, struct err *err)
{
	(void)t, (void)interface, (void)alt, (void)err;
	return true;
}

static bool script_reset(struct transport *t, struct err *err)
{
	(void)err;
	((struct script *)t)->resets++;
	return true;
}

static int64_t script_now_ms(struct transport *t)
{
	return ((struct script *)t)->now_ms;
}

static void script_sleep_ms(struct transport *t, int ms)
{
	((struct script *)t)->now_ms += ms;
}

static const struct transport_ops ops = {
	.name = "script",
	.control = script_control,
	.claim = script_claim,
	.reset = script_reset,
	.now_ms = script_now_ms,
	.sleep_ms = script_sleep_ms,
};

void script_init(struct script *script, const struct script_step *steps, size_t count)
{
	*script = (struct script){ .base = { .ops = &ops }, .step = steps, .steps = count };
}

bool script_done(const struct script *script)
{
	return script->next == script->steps && !script->wrong;
}
