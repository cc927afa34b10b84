/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Run a command on an emulated USB bus:
 *
 *     testbed [-kln] [-r REPORT] DEVICE... -- COMMAND [ARGUMENT...]
 *
 * DEVICE is a simulated device as fake.h describes it, at port 1-1, 1-2 and so on. The command, and what it
 * starts, sees these and no others; libusb and hidapi in it are real, usbfs and sysfs are umockdev's. Run it
 * inside umockdev-wrapper. The exit status is the command's.
 *
 *     -k   add a keyboard with a raw HID interface, at port 1-9
 *     -l   plug the devices in late: half a second after the command has started
 *     -n   the devices have no nodes in /dev
 *     -r   write, for each device, where it ended, how many class requests it saw, whether the kernel's
 *          driver holds it, and what was done against its rules
 *
 * A device that leaves its bootloader is removed, and its application appears at the same port.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/usbdevice_fs.h>
#include <umockdev.h>

#include "device/fake.h"

enum { MAX_DEVICES = 8, MAX_URBS = 16, FIRST_ADDRESS = 2, TURN_US = 2000, LATE_TURNS = 250 };

struct urb {
	UMockdevIoctlClient *client; /* who submitted it: each opened node has its own */
	UMockdevIoctlData *data;
	bool silent; /* the device will not answer */
	bool done;
	int result; /* bytes or a negative errno; told when it is reaped: a change is written back once */
};

/* One port of the bus and what is plugged into it. */
struct port {
	struct fake *fake;
	unsigned number, address;
	bool present; /* on the emulated bus */
	bool driver;  /* the kernel's driver is bound to the interface */
	struct urb urb[MAX_URBS];
	size_t urbs;
	UMockdevIoctlBase *handler;
	char path[96];
};

static GMutex lock; /* models and ports: umockdev's thread handles ioctls */
static UMockdevTestbed *bed;
static struct port ports[MAX_DEVICES];
static size_t port_count;
static unsigned next_address = FIRST_ADDRESS;
static bool without_nodes;

/* glib and umockdev keep memory until exit; the command under test is still checked for leaks. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static void die(const char *what, const char *why)
{
	fprintf(stderr, "testbed: %s: %s\n", what, why);
	exit(125);
}

static int64_t now_ms(void)
{
	return g_get_monotonic_time() / 1000;
}

static void add_hex(GString *out, const void *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		g_string_append_printf(out, "%02X", ((const uint8_t *)data)[i]);
}

/* Put a device with these descriptors at a port. */
static void add_usb(struct port *port, const struct device *d, const struct str *raw)
{
	GString *text = g_string_new(NULL);
	GError *error = NULL;

	port->address = next_address++;
	snprintf(port->path, sizeof(port->path), "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-%u",
		 port->number);
	g_string_append_printf(text, "P: %s\nN: bus/usb/001/%03u=", port->path + strlen("/sys"),
			       port->address);
	add_hex(text, raw->data, raw->len);
	g_string_append_printf(text,
			       "\nE: DEVNAME=/dev/bus/usb/001/%03u\nE: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\n"
			       "E: BUSNUM=001\nE: DEVNUM=%03u\nE: PRODUCT=%x/%x/%x\nE: DRIVER=usb\n",
			       port->address, port->address, d->vid, d->pid, d->bcd);
	g_string_append_printf(
		text,
		"A: busnum=1\\n\nA: devnum=%u\\n\nA: bConfigurationValue=1\\n\nA: speed=12\\n\n"
		"A: idVendor=%04x\\n\nA: idProduct=%04x\\n\nA: bcdDevice=%04x\\n\n",
		port->address, d->vid, d->pid, d->bcd);
	if (d->manufacturer[0])
		g_string_append_printf(text, "A: manufacturer=%s\\n\n", d->manufacturer);
	if (d->product[0])
		g_string_append_printf(text, "A: product=%s\\n\n", d->product);
	if (d->serial[0])
		g_string_append_printf(text, "A: serial=%s\\n\n", d->serial);
	g_string_append(text, "H: descriptors=");
	add_hex(text, raw->data, raw->len);
	g_string_append(text, "\n\n");
	if (!umockdev_testbed_add_from_string(bed, text->str, &error))
		die("adding a device", error->message);
	g_string_free(text, TRUE);
}

/* What a request comes to: bytes, FAKE_NAK, FAKE_SILENT or a negative errno. */
static int run_control(struct port *port, const struct usb_setup *setup, void *buf, size_t len)
{
	int n = fake_control(port->fake, now_ms(), setup, buf, len);

	return n == FAKE_STALL ? -EPIPE : n == FAKE_GONE ? -ESHUTDOWN : n;
}

static void run_urb(struct port *port, struct urb *u)
{
	const struct usbdevfs_urb *urb = (const struct usbdevfs_urb *)u->data->data;
	const uint8_t *raw = urb->buffer;
	struct usb_setup setup = { raw[0], raw[1], (uint16_t)(raw[2] | raw[3] << 8),
				   (uint16_t)(raw[4] | raw[5] << 8) };

	if (u->silent || u->done)
		return;
	u->result = run_control(port, &setup, (uint8_t *)urb->buffer + 8, (size_t)urb->buffer_length - 8);
	u->silent = u->result == FAKE_SILENT;
	u->done = u->result != FAKE_NAK && u->result != FAKE_SILENT;
}

static int submit(struct port *port, UMockdevIoctlClient *client, UMockdevIoctlData *data)
{
	struct usbdevfs_urb *urb = (struct usbdevfs_urb *)data->data;
	struct urb *u = &port->urb[port->urbs];

	if (fake_place(port->fake) != FAKE_ATTACHED)
		return -ENODEV;
	if (urb->type != USBDEVFS_URB_TYPE_CONTROL || urb->buffer_length < 8 || port->urbs == MAX_URBS)
		return -EINVAL;
	if (!umockdev_ioctl_data_resolve(data, offsetof(struct usbdevfs_urb, buffer),
					 (gsize)urb->buffer_length, NULL))
		return -EFAULT;
	*u = (struct urb){ .client = client, .data = g_object_ref(data) };
	port->urbs++;
	run_urb(port, u);
	return 0;
}

/* Give back an URB that is done. The nodes poll as ready always here, so wait a little when there is none. */
static int reap(struct port *port, UMockdevIoctlClient *client, UMockdevIoctlData *arg,
		UMockdevIoctlData **taken)
{
	struct usbdevfs_urb *urb;

	for (size_t i = 0; i < port->urbs; i++) {
		struct urb *u = &port->urb[i];

		if (u->client != client)
			continue;
		run_urb(port, u);
		if (!u->done)
			continue;
		urb = (struct usbdevfs_urb *)u->data->data;
		urb->status = u->result < 0 ? u->result : 0;
		urb->actual_length = u->result < 0 ? 0 : u->result;
		umockdev_ioctl_data_set_ptr(arg, 0, u->data);
		*taken = u->data;
		memmove(u, u + 1, (--port->urbs - i) * sizeof(*u));
		return 0;
	}
	if (fake_place(port->fake) != FAKE_ATTACHED)
		return -ENODEV;
	g_usleep(TURN_US);
	return -EAGAIN;
}

static int discard(struct port *port, UMockdevIoctlClient *client, gulong addr)
{
	for (size_t i = 0; i < port->urbs; i++)
		if (port->urb[i].client == client && port->urb[i].data->client_addr == addr &&
		    !port->urb[i].done) {
			port->urb[i].result = -ENOENT;
			port->urb[i].done = true;
			return 0;
		}
	return -EINVAL;
}

/* The synchronous request of libusb 0.1. */
static int sync_control(struct port *port, UMockdevIoctlData *data)
{
	struct usbdevfs_ctrltransfer *ctrl = (struct usbdevfs_ctrltransfer *)data->data;
	struct usb_setup setup = { ctrl->bRequestType, ctrl->bRequest, ctrl->wValue, ctrl->wIndex };
	int64_t deadline = now_ms() + ctrl->timeout;
	int n = FAKE_NAK;

	if (ctrl->wLength && !umockdev_ioctl_data_resolve(data, offsetof(struct usbdevfs_ctrltransfer, data),
							  ctrl->wLength, NULL))
		return -EFAULT;
	while (n == FAKE_NAK || n == FAKE_SILENT) {
		if (n == FAKE_NAK)
			n = run_control(port, &setup, ctrl->data, ctrl->wLength);
		if (n >= 0 || n == -EPIPE)
			return n;
		if (n == -ESHUTDOWN)
			return -ENODEV;
		if (now_ms() >= deadline)
			return -ETIMEDOUT;
		g_usleep(TURN_US);
	}
	return -EIO;
}

/* The kernel knows which settings there are. */
static int set_interface(struct port *port, const struct usbdevfs_setinterface *choice)
{
	struct usb_setup setup = { 0x01, 11, (uint16_t)choice->altsetting, (uint16_t)choice->interface };
	int n = run_control(port, &setup, NULL, 0);

	return n == -EPIPE ? -EINVAL : n;
}

static int driver_ioctl(struct port *port, const struct usbdevfs_ioctl *command)
{
	bool connect = command->ioctl_code == (int)USBDEVFS_CONNECT;

	if (!connect && command->ioctl_code != (int)USBDEVFS_DISCONNECT)
		return -ENOTTY;
	if (port->driver == connect)
		return connect ? -EBUSY : -ENODATA;
	port->driver = connect;
	return 0;
}

static int handle(struct port *port, UMockdevIoctlClient *client, UMockdevIoctlData **taken)
{
	unsigned request = (unsigned)umockdev_ioctl_client_get_request(client);
	UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg(client), *data;

	if (request == USBDEVFS_DISCARDURB)
		return discard(port, client, *(gulong *)arg->data);
	data = _IOC_SIZE(request) ? umockdev_ioctl_data_resolve(arg, 0, _IOC_SIZE(request), NULL) : NULL;
	if (fake_place(port->fake) != FAKE_ATTACHED && request != USBDEVFS_REAPURBNDELAY &&
	    request != USBDEVFS_REAPURB)
		return -ENODEV;
	switch (request) {
	case USBDEVFS_GET_CAPABILITIES:
		*(uint32_t *)data->data = 0;
		return 0;
	case USBDEVFS_SUBMITURB:
		return submit(port, client, data);
	case USBDEVFS_REAPURB:
	case USBDEVFS_REAPURBNDELAY:
		return reap(port, client, data, taken);
	case USBDEVFS_CONTROL:
		return sync_control(port, data);
	case USBDEVFS_CLAIMINTERFACE:
		return port->driver ? -EBUSY : 0;
	case USBDEVFS_RELEASEINTERFACE:
	case USBDEVFS_SETCONFIGURATION:
		return 0;
	case USBDEVFS_SETINTERFACE:
		return set_interface(port, (struct usbdevfs_setinterface *)data->data);
	case USBDEVFS_RESET:
		fake_reset(port->fake, now_ms());
		return fake_place(port->fake) == FAKE_ATTACHED ? 0 : -ENODEV;
	case USBDEVFS_GETDRIVER:
		if (!port->driver)
			return -ENODATA;
		strcpy(((struct usbdevfs_getdriver *)data->data)->driver, "usbhid");
		return 0;
	case USBDEVFS_IOCTL:
		return driver_ioctl(port, (struct usbdevfs_ioctl *)data->data);
	default:
		return -ENOTTY;
	}
}

static gboolean on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer user)
{
	UMockdevIoctlData *taken = NULL;
	int result;

	(void)base;
	g_mutex_lock(&lock);
	result = handle(user, client, &taken);
	umockdev_ioctl_client_complete(client, result < 0 ? -1 : result, result < 0 ? -result : 0);
	g_mutex_unlock(&lock);
	if (taken)
		g_object_unref(taken);
	return TRUE;
}

/* A node was closed: what it still had submitted is dropped. */
static void on_vanished(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer user)
{
	struct port *port = user;

	(void)base;
	g_mutex_lock(&lock);
	for (size_t i = port->urbs; i-- > 0;)
		if (port->urb[i].client == client) {
			g_object_unref(port->urb[i].data);
			memmove(&port->urb[i], &port->urb[i + 1], (--port->urbs - i) * sizeof(port->urb[i]));
		}
	g_mutex_unlock(&lock);
}

static void attach(struct port *port)
{
	char node[64];
	GError *error = NULL;

	snprintf(node, sizeof(node), "/dev/bus/usb/001/%03u", port->address);
	port->handler = g_object_new(UMOCKDEV_TYPE_IOCTL_BASE, NULL);
	g_signal_connect(port->handler, "handle-ioctl", G_CALLBACK(on_ioctl), port);
	g_signal_connect(port->handler, "client-vanished", G_CALLBACK(on_vanished), port);
	if (!umockdev_testbed_attach_ioctl(bed, node, port->handler, &error))
		die(node, error->message);
}

static void remove_node(const struct port *port)
{
	char *root = umockdev_testbed_get_root_dir(bed), path[512];

	snprintf(path, sizeof(path), "%s/dev/bus/usb/001/%03u", root, port->address);
	if (unlink(path))
		die(path, strerror(errno));
	g_free(root);
}

static void plug(struct port *port)
{
	struct str raw = STR_INIT;

	fake_descriptors(port->fake, &raw);
	add_usb(port, fake_device(port->fake), &raw);
	if (without_nodes)
		remove_node(port);
	else
		attach(port);
	port->present = true;
	port->driver = fake_device(port->fake)->alt[0].class == 0x03;
	str_release(&raw);
}

static void plug_all(void)
{
	for (size_t i = 0; i < port_count; i++)
		plug(&ports[i]);
}

/* The application: a keyboard, of which nothing but its ids matters. */
static void plug_successor(struct port *port, const struct device *d)
{
	struct str raw = STR_INIT;
	const uint8_t bytes[] = { 0x12, 0x01, 0x00, 0x02, 0, 0, 0, 0x40, (uint8_t)d->vid,
				  (uint8_t)(d->vid >> 8), (uint8_t)d->pid, (uint8_t)(d->pid >> 8), 0, 1, 0, 0,
				  0, 1,
				  /* configuration and one interface without endpoints */
				  0x09, 0x02, 0x12, 0x00, 0x01, 0x01, 0x00, 0x80, 0x32, 0x09, 0x04, 0, 0, 0,
				  0xff, 0, 0, 0 };

	str_add_bytes(&raw, bytes, sizeof(bytes));
	add_usb(port, d, &raw);
	str_release(&raw);
}

/* Take from the bus what has left, and put there what it became. */
static void follow(struct port *port)
{
	struct device next;
	bool has_next;

	g_mutex_lock(&lock);
	has_next = fake_successor(port->fake, &next);
	if (fake_place(port->fake) == FAKE_ATTACHED || !port->present) {
		g_mutex_unlock(&lock);
		return;
	}
	port->present = false;
	g_mutex_unlock(&lock);
	umockdev_testbed_uevent(bed, port->path, "remove");
	umockdev_testbed_remove_device(bed, port->path);
	if (has_next)
		plug_successor(port, &next);
}

/* A keyboard with VIA's interface beside its boot keyboard. */
static void plug_keyboard(void)
{
	static const char text[] =
		"P: /devices/pci0000:00/0000:00:14.0/usb1/1-9\n"
		"N: bus/usb/001/100="
		"120100020000004001A02123000101020001"
		"090222000101008032090400000003000000092111010001222200\n"
		"E: DEVNAME=/dev/bus/usb/001/100\nE: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\n"
		"E: BUSNUM=001\nE: DEVNUM=100\nE: PRODUCT=a001/2321/100\nE: DRIVER=usb\n"
		"A: busnum=1\\n\nA: devnum=100\\n\nA: bConfigurationValue=1\\n\nA: speed=12\\n\n"
		"A: idVendor=a001\\n\nA: idProduct=2321\\n\nA: bcdDevice=0100\\n\n"
		"A: manufacturer=Made\\n\nA: product=Split \033[31m keyboard\\n\n"
		"H: descriptors="
		"120100020000004001A02123000101020001"
		"090222000101008032090400000003000000092111010001222200\n\n"
		"P: /devices/pci0000:00/0000:00:14.0/usb1/1-9/1-9:1.0\n"
		"E: DEVTYPE=usb_interface\nE: SUBSYSTEM=usb\nE: DRIVER=usbhid\n"
		"A: bInterfaceNumber=00\\n\n\n"
		"P: /devices/pci0000:00/0000:00:14.0/usb1/1-9/1-9:1.0/0003:A001:2321.0001\n"
		"E: SUBSYSTEM=hid\nE: HID_ID=0003:0000A001:00002321\nE: HID_NAME=Made Split keyboard\n"
		"E: HID_UNIQ=\n"
		"H: "
		"report_descriptor=0660FF0961A1010962150026FF009520750881020963150026FF00952075089102C0\n\n"
		"P: /devices/pci0000:00/0000:00:14.0/usb1/1-9/1-9:1.0/0003:A001:2321.0001/hidraw/hidraw0\n"
		"N: hidraw0\nE: DEVNAME=/dev/hidraw0\nE: SUBSYSTEM=hidraw\nE: MAJOR=240\nE: MINOR=0\n"
		"L: device=../../../0003:A001:2321.0001\n\n";
	GError *error = NULL;

	if (!umockdev_testbed_add_from_string(bed, text, &error))
		die("adding the keyboard", error->message);
}

static void write_report(const char *path)
{
	static const char *const places[] = { "attached", "left", "unplugged", "restarted" };
	FILE *out = fopen(path, "w");

	if (!out)
		die(path, strerror(errno));
	for (size_t i = 0; i < port_count; i++) {
		const struct fake *f = ports[i].fake;

		fprintf(out, "device %s place=%s requests=%u driver=%s violations=%zu\n", fake_device(f)->id,
			places[fake_place(f)], fake_transfers(f), ports[i].driver ? "bound" : "none",
			fake_violation_count(f));
		for (size_t k = 0; k < fake_violation_count(f); k++)
			fprintf(out, "violation %s\n", fake_violation(f, k));
	}
	if (fclose(out))
		die(path, strerror(errno));
}

static int run(char **argv, int late_turns)
{
	pid_t pid = fork(), done;
	int status;

	if (pid < 0)
		die("fork", strerror(errno));
	if (!pid) {
		execvp(argv[0], argv);
		fprintf(stderr, "testbed: %s: %s\n", argv[0], strerror(errno));
		_exit(127);
	}
	while (!(done = waitpid(pid, &status, WNOHANG))) {
		if (late_turns > 0 && !--late_turns)
			plug_all();
		for (size_t i = 0; i < port_count; i++)
			follow(&ports[i]);
		g_usleep(TURN_US);
	}
	if (done < 0)
		die("waitpid", strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	const char *report = NULL;
	bool keyboard = false, late = false;
	struct err err;
	int option, status;

	while ((option = getopt(argc, argv, "+klnr:")) != -1) {
		if (option == '?')
			return 125;
		keyboard = keyboard || option == 'k';
		late = late || option == 'l';
		without_nodes = without_nodes || option == 'n';
		report = option == 'r' ? optarg : report;
	}
	if (!strcmp(argv[optind - 1], "--"))
		optind--;
	bed = umockdev_testbed_new(); /* before it, the next call cannot tell */
	if (!umockdev_in_mock_environment())
		die("start", "run it inside umockdev-wrapper");
	for (; argv[optind] && strcmp(argv[optind], "--"); optind++) {
		struct port *port = &ports[port_count++];

		if (port_count > MAX_DEVICES)
			die(argv[optind], "too many devices");
		port->number = (unsigned)port_count;
		port->fake = fake_new(argv[optind], &err);
		if (!port->fake)
			die(argv[optind], err.text);
	}
	if (!late)
		plug_all();
	if (keyboard)
		plug_keyboard();
	if (!argv[optind] || !argv[optind + 1])
		die("start", "no command");
	status = run(argv + optind + 1, late ? LATE_TURNS : 0);
	g_mutex_lock(&lock);
	if (report)
		write_report(report);
	g_mutex_unlock(&lock);
	for (size_t i = 0; i < port_count; i++)
		fake_free(ports[i].fake);
	g_object_unref(bed);
	return status;
}
