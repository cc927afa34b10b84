/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Run a command on a kernel that has simulated devices on its virtual USB bus (vhci-hcd), as root of a machine of its own:
 *
 *     bed [-l] [-r REPORT] DEVICE... -- COMMAND [ARGUMENT...]
 *
 * as tests/usb/testbed does it without a kernel. The exit status is the command's. The signals USR1 and USR2 pull the plug of
 * the first device, and put it back.
 *
 *     -l   plug the devices in late: half a second after the command has started
 *     -r   write, for each device, where it ended, how many requests it saw, and what was done against its rules
 *
 * A device that leaves, or was unplugged and comes back, is enumerated anew at its port.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "gadget.h"
#include "usbip.h"

enum {
	MAX_DEVICES = 4,
	PORTS = 30, /* of a controller of vhci-hcd, half of them of USB 2: each device has one to itself */
	FULL_SPEED = 2, /* enum usb_device_speed */
	LATE_MS = 500,
	AWAY_MS = 200, /* a device that comes back as another one */
	SETTLE_MS = 10000,
};

struct port {
	struct gadget *gadget;
	struct usbip *ip; /* NULL: nothing is plugged in */
	int socket;
	int number;
	bool left;       /* it was plugged in */
	int64_t back_ms; /* when what left comes back, or what it became; 0: nothing comes */
};

static struct port ports[MAX_DEVICES];
static size_t port_count;
static volatile sig_atomic_t pull, put_back;

static void die(const char *what, const char *why)
{
	fprintf(stderr, "bed: %s: %s\n", what, why);
	exit(125);
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The kernel's hub of that port may still be taking leave of what was there. */
static bool attach(int number, int socket)
{
	char line[64];
	int fd = open("/sys/devices/platform/vhci_hcd.0/attach", O_WRONLY | O_CLOEXEC), len;
	bool ok;

	if (fd < 0)
		die("vhci-hcd", strerror(errno));
	len = snprintf(line, sizeof(line), "%d %d %d %d", number, socket, number + 1, FULL_SPEED);
	ok = write(fd, line, (size_t)len) == len;
	close(fd);
	return ok;
}

static void plug(struct port *port)
{
	int64_t give_up = clock_now_ms() + SETTLE_MS;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		die("socketpair", strerror(errno));
	while (!attach(port->number, pair[0])) {
		if (clock_now_ms() > give_up)
			die("attaching a device", strerror(errno));
		usleep(20000);
	}
	close(pair[0]);
	port->socket = pair[1];
	port->ip = usbip_new(pair[1], port->gadget);
	port->left = false;
	port->back_ms = 0;
}

static void plug_all(void)
{
	for (size_t i = 0; i < port_count; i++)
		plug(&ports[i]);
}

static void unplug(struct port *port)
{
	usbip_free(port->ip);
	port->ip = NULL;
	port->left = true;
}

/* One turn for all: requests, what left, what comes back. */
static void serve(int timeout_ms)
{
	struct pollfd fds[MAX_DEVICES];

	for (size_t i = 0; i < port_count; i++) {
		fds[i] = (struct pollfd){ .fd = ports[i].ip ? ports[i].socket : -1, .events = POLLIN };
		if (ports[i].ip && usbip_waits(ports[i].ip))
			timeout_ms = 1;
	}
	if (poll(fds, port_count, timeout_ms) < 0)
		return;
	for (size_t i = 0; i < port_count; i++) {
		struct port *port = &ports[i];

		if (port->ip && !usbip_turn(port->ip, now_us(), fds[i].revents != 0)) {
			unplug(port);
			if (port->gadget->ops->turn && port->gadget->ops->turn(port->gadget, now_us()))
				port->back_ms = clock_now_ms() + AWAY_MS;
		}
		if (port->left && !port->back_ms && !pull &&
		    port->gadget->ops->is_there(port->gadget, now_us()))
			port->back_ms = clock_now_ms() + AWAY_MS;
		if (port->back_ms && clock_now_ms() >= port->back_ms)
			plug(port);
	}
	if (pull == 1 && ports[0].ip) {
		unplug(&ports[0]);
		pull = 2;
	}
	if (put_back && !ports[0].ip) {
		pull = put_back = 0;
		plug(&ports[0]);
	}
}

/* Until the kernel has nothing more to ask, for half a second. */
static void settle(void)
{
	for (int64_t until = clock_now_ms() + LATE_MS; clock_now_ms() < until;)
		serve(10);
}

static int run(char **argv, bool late)
{
	int64_t late_ms = clock_now_ms() + LATE_MS;
	pid_t pid, done;
	int status;

	pid = fork();
	if (pid < 0)
		die("fork", strerror(errno));
	if (!pid) {
		execvp(argv[0], argv);
		fprintf(stderr, "bed: %s: %s\n", argv[0], strerror(errno));
		_exit(127);
	}
	while (!(done = waitpid(pid, &status, WNOHANG))) {
		if (late && clock_now_ms() >= late_ms) {
			plug_all();
			late = false;
		}
		serve(late ? 10 : 20);
	}
	if (done < 0)
		die("waitpid", strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void write_report(const char *path)
{
	FILE *out = fopen(path, "w");

	if (!out)
		die(path, strerror(errno));
	for (size_t i = 0; i < port_count; i++)
		ports[i].gadget->ops->report(ports[i].gadget, out);
	if (fclose(out))
		die(path, strerror(errno));
}

static void on_signal(int number)
{
	if (number == SIGUSR1)
		pull = 1;
	else
		put_back = 1;
}

int main(int argc, char **argv)
{
	const char *report = NULL;
	bool late = false;
	struct err err;
	int option, status;

	while ((option = getopt(argc, argv, "+lr:")) != -1) {
		if (option == '?')
			return 125;
		late = late || option == 'l';
		report = option == 'r' ? optarg : report;
	}
	if (!strcmp(argv[optind - 1], "--"))
		optind--;
	for (; argv[optind] && strcmp(argv[optind], "--"); optind++) {
		struct port *port = &ports[port_count];

		if (port_count == MAX_DEVICES)
			die(argv[optind], "too many devices");
		port->number = (int)port_count++ * PORTS;
		port->gadget = gadget_new(argv[optind], &err);
		if (!port->gadget)
			die(argv[optind], err.text);
	}
	if (!argv[optind] || !argv[optind + 1])
		die("start", "no command");
	signal(SIGPIPE, SIG_IGN);
	signal(SIGUSR1, on_signal);
	signal(SIGUSR2, on_signal);
	if (!late) {
		plug_all();
		settle();
	}
	status = run(argv + optind + 1, late);
	if (report)
		write_report(report);
	for (size_t i = 0; i < port_count; i++) {
		unplug(&ports[i]);
		gadget_free(ports[i].gadget);
	}
	return status;
}
