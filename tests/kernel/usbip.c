/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "device/fake.h"
#include "usbip.h"

enum {
	CMD_SUBMIT = 1,
	CMD_UNLINK = 2,
	RET_SUBMIT = 3,
	RET_UNLINK = 4,
	HEADER_BYTES = 48,
	MAX_TRANSFER_BYTES = 1 << 16,
	MAX_PENDING = 64,
};

/* A transfer that the host waits for. */
struct transfer {
	uint32_t number;
	bool in;
	bool silent; /* it will never be answered */
	int endpoint;
	struct usb_setup setup;
	size_t len;
	uint8_t *data; /* owned, of len */
};

struct usbip {
	int socket;
	struct gadget *gadget;
	struct transfer pending[MAX_PENDING];
	size_t pendings;
};

struct usbip *usbip_new(int socket, struct gadget *gadget)
{
	struct usbip *ip = mem_new(1, sizeof(*ip));

	*ip = (struct usbip){ .socket = socket, .gadget = gadget };
	return ip;
}

void usbip_free(struct usbip *ip)
{
	if (!ip)
		return;
	close(ip->socket);
	for (size_t i = 0; i < ip->pendings; i++)
		free(ip->pending[i].data);
	free(ip);
}

static uint32_t get_be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void put_be32(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static bool read_all(int fd, void *data, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = read(fd, (uint8_t *)data + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

static bool write_all(int fd, const void *data, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = write(fd, (const uint8_t *)data + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

/* What every device answers alike, on endpoint 0. @n: bytes or FAKE_STALL; false: the gadget is asked. */
static bool common(const struct usbip *ip, struct transfer *t, int *n)
{
	const struct str *all = &ip->gadget->descriptors;
	size_t from, len;

	if (t->setup.type == 0x00 && (t->setup.request == 5 || t->setup.request == 9)) {
		*n = 0; /* SET_ADDRESS, SET_CONFIGURATION */
		return true;
	}
	if (t->setup.type == 0x80 && t->setup.request == 0 && t->len >= 2) {
		memset(t->data, 0, 2); /* GET_STATUS */
		*n = 2;
		return true;
	}
	if (t->setup.type != 0x80 || t->setup.request != 6 ||
	    (t->setup.value >> 8 != 1 && t->setup.value >> 8 != 2))
		return false;
	from = t->setup.value >> 8 == 1 ? 0 : 18;
	len = from ? all->len - from : 18;
	len = len < t->len ? len : t->len;
	memcpy(t->data, all->data + from, len);
	*n = (int)len;
	return true;
}

static int carry_out(struct usbip *ip, struct transfer *t, int64_t now_us)
{
	struct gadget *g = ip->gadget;
	int n;

	if (!g->ops->is_there(g, now_us))
		return FAKE_GONE;
	if (!t->endpoint)
		return common(ip, t, &n) ? n : g->ops->control(g, now_us, &t->setup, t->data, t->len);
	if (t->in)
		return g->ops->in ? g->ops->in(g, now_us, t->endpoint, t->data, t->len) : FAKE_SILENT;
	return g->ops->out ? g->ops->out(g, now_us, t->endpoint, t->data, t->len) : FAKE_STALL;
}

static bool answer(struct usbip *ip, const struct transfer *t, int n)
{
	uint8_t header[HEADER_BYTES] = { 0 };
	uint32_t status = n < 0 ? (uint32_t)-EPIPE : 0, actual = n < 0 ? 0 : (uint32_t)n;

	put_be32(header, RET_SUBMIT);
	put_be32(header + 4, t->number);
	put_be32(header + 20, status);
	put_be32(header + 24, t->in || n < 0 ? actual : (uint32_t)t->len);
	return write_all(ip->socket, header, sizeof(header)) &&
	       (!t->in || !actual || write_all(ip->socket, t->data, actual));
}

static void forget(struct usbip *ip, size_t index)
{
	free(ip->pending[index].data);
	memmove(&ip->pending[index], &ip->pending[index + 1],
		(--ip->pendings - index) * sizeof(ip->pending[0]));
}

static bool unlink_transfer(struct usbip *ip, const uint8_t *command)
{
	uint8_t header[HEADER_BYTES] = { 0 };
	uint32_t number = get_be32(command + 20), status = 0;

	for (size_t i = 0; i < ip->pendings; i++)
		if (ip->pending[i].number == number) {
			forget(ip, i);
			status = (uint32_t)-ECONNRESET;
			break;
		}
	put_be32(header, RET_UNLINK);
	memcpy(header + 4, command + 4, 4);
	put_be32(header + 20, status);
	return write_all(ip->socket, header, sizeof(header));
}

static bool take(struct usbip *ip)
{
	uint8_t header[HEADER_BYTES];
	struct transfer *t = &ip->pending[ip->pendings];

	if (!read_all(ip->socket, header, sizeof(header)))
		return false;
	if (get_be32(header) == CMD_UNLINK)
		return unlink_transfer(ip, header);
	if (get_be32(header) != CMD_SUBMIT || ip->pendings == MAX_PENDING ||
	    get_be32(header + 24) > MAX_TRANSFER_BYTES)
		return false;
	*t = (struct transfer){ .number = get_be32(header + 4),
				.in = get_be32(header + 12) == 1,
				.endpoint = (int)get_be32(header + 16),
				.len = get_be32(header + 24),
				.setup = { header[40], header[41], (uint16_t)(header[42] | header[43] << 8),
					   (uint16_t)(header[44] | header[45] << 8) } };
	t->data = mem_new(t->len + 1, 1);
	ip->pendings++;
	return t->in || read_all(ip->socket, t->data, t->len);
}

/* Answer in the order in which they came, endpoint by endpoint: one that waits keeps back those behind it alone. */
static bool answer_all(struct usbip *ip, int64_t now_us)
{
	uint32_t waiting = 0;

	for (size_t i = 0; i < ip->pendings;) {
		struct transfer *t = &ip->pending[i];
		uint32_t bit = 1u << ((unsigned)(t->endpoint & 15) + (t->in ? 16 : 0));
		int n = t->silent || (waiting & bit && t->endpoint) ? FAKE_NAK : carry_out(ip, t, now_us);

		if (n == FAKE_GONE)
			return false;
		if (n == FAKE_NAK || n == FAKE_SILENT) {
			t->silent = t->silent || n == FAKE_SILENT;
			waiting |= bit;
			i++;
			continue;
		}
		if (!answer(ip, t, n))
			return false;
		forget(ip, i);
	}
	return true;
}

bool usbip_turn(struct usbip *ip, int64_t now_us, bool readable)
{
	return (!readable || take(ip)) && answer_all(ip, now_us);
}

bool usbip_waits(const struct usbip *ip)
{
	return ip->pendings > 0;
}
