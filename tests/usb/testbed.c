/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Run a command on an emulated USB bus:
 *
 *     testbed [-klnp] [-c FOLDER] [-r REPORT] DEVICE... -- COMMAND [ARGUMENT...]
 *
 * DEVICE is a simulated device as fake.h or fake_keyboard.h describes it, at port 1-1, 1-2 and so on. The command, and what it
 * starts, sees these and no others; libusb and hidapi in it are real, usbfs and sysfs are umockdev's. Run it
 * inside umockdev-wrapper. The exit status is the command's.
 *
 *     -c   a file plug-N or unplug-N that appears in this folder does so with the keyboard at port 1-N, and is removed;
 *          one that is unplugged so before the command starts is not there at first
 *     -k   add a keyboard with a raw HID interface, at port 1-9
 *     -l   plug the devices in late: half a second after the command has started
 *     -n   the devices have no nodes in /dev
 *     -p   the keyboards have nodes that nobody may open
 *     -r   write, for each device, where it ended, how many class requests it saw, whether the kernel's
 *          driver holds it, and what was done against its rules
 *
 * A device that leaves its bootloader is removed, and its application appears at the same port; a keyboard that was unplugged
 * comes back as its options say.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/capability.h>
#include <umockdev.h>

#include "bed_port.h"

enum { MAX_DEVICES = 8, FIRST_ADDRESS = 2, LATE_TURNS = 250 };

static UMockdevTestbed *bed;
static struct port ports[MAX_DEVICES];
static size_t port_count;
static unsigned next_address = FIRST_ADDRESS;
static bool without_nodes, forbidden;
static const char *control;

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

static void remove_node(const struct port *port)
{
	char *root = umockdev_testbed_get_root_dir(bed), path[512];

	snprintf(path, sizeof(path), "%s/dev/bus/usb/001/%03u", root, port->address);
	if (unlink(path))
		die(path, strerror(errno));
	g_free(root);
}

static void plug_model(struct port *port)
{
	struct str raw = STR_INIT;
	const char *why;

	bed_keyboard_descriptors(&port->keyboard, &raw);
	add_usb(port, fake_keyboard_device(port->keyboard.model), &raw);
	why = bed_keyboard_plug(&port->keyboard, port->path, port->number);
	if (!why && (forbidden || without_nodes))
		why = bed_keyboard_deny(&port->keyboard, without_nodes);
	if (why)
		die("adding a keyboard", why);
	port->present = true;
	str_release(&raw);
}

static void plug(struct port *port)
{
	struct str raw = STR_INIT;
	const char *why = NULL;

	if (!port->fake) {
		plug_model(port);
		return;
	}
	fake_descriptors(port->fake, &raw);
	add_usb(port, fake_device(port->fake), &raw);
	if (without_nodes)
		remove_node(port);
	else
		why = bed_usbfs_attach(port, bed);
	if (why)
		die("serving usbfs", why);
	port->present = true;
	port->driver = fake_device(port->fake)->alt[0].class == 0x03;
	str_release(&raw);
}

static void plug_all(void)
{
	for (size_t i = 0; i < port_count; i++)
		if (ports[i].fake || !bed_keyboard_is_gone(&ports[i].keyboard))
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

static void take_away(struct port *port)
{
	umockdev_testbed_uevent(bed, port->path, "remove");
	umockdev_testbed_remove_device(bed, port->path);
}

/* Whether this is asked for of the port, which it is once. */
static bool is_told(const struct port *port, const char *what)
{
	char path[512];

	snprintf(path, sizeof(path), "%.400s/%s-%u", control, what, port->number);
	return !unlink(path);
}

static void obey(struct port *port)
{
	if (!control)
		return;
	if (is_told(port, "unplug"))
		fake_keyboard_unplug(port->keyboard.model);
	if (is_told(port, "plug") && !port->present) {
		fake_keyboard_replug(port->keyboard.model);
		plug(port);
	}
}

static void follow_keyboard(struct port *port)
{
	obey(port);
	if (port->present) {
		bed_keyboard_serve(&port->keyboard);
		if (!bed_keyboard_is_gone(&port->keyboard))
			return;
		port->present = false;
		bed_keyboard_unplug(&port->keyboard, port->path);
		take_away(port);
	} else if (bed_keyboard_comes_back(&port->keyboard)) {
		plug(port);
	}
}

/* Take from the bus what has left, and put there what it became. */
static void follow(struct port *port)
{
	struct device next;
	bool has_next;

	if (!port->fake) {
		follow_keyboard(port);
		return;
	}
	g_mutex_lock(&bed_lock);
	has_next = fake_successor(port->fake, &next);
	if (fake_place(port->fake) == FAKE_ATTACHED || !port->present) {
		g_mutex_unlock(&bed_lock);
		return;
	}
	port->present = false;
	g_mutex_unlock(&bed_lock);
	take_away(port);
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

static void write_keyboard_report(const struct bed_keyboard *keyboard, FILE *out)
{
	const struct fake_keyboard *k = keyboard->model;

	fprintf(out, "device %s place=%s reports=%u violations=%zu\n", fake_keyboard_device(k)->id,
		bed_keyboard_is_gone(keyboard) ? "unplugged" : "attached", fake_keyboard_reports(k),
		fake_keyboard_violation_count(k));
	for (size_t i = 0; i < fake_keyboard_violation_count(k); i++)
		fprintf(out, "violation %s\n", fake_keyboard_violation(k, i));
}

static void write_report(const char *path)
{
	static const char *const places[] = { "attached", "left", "unplugged", "restarted" };
	FILE *out = fopen(path, "w");

	if (!out)
		die(path, strerror(errno));
	for (size_t i = 0; i < port_count; i++) {
		const struct fake *f = ports[i].fake;

		if (!f) {
			write_keyboard_report(&ports[i].keyboard, out);
			continue;
		}
		fprintf(out, "device %s place=%s requests=%u driver=%s violations=%zu\n", fake_device(f)->id,
			places[fake_place(f)], fake_transfers(f), ports[i].driver ? "bound" : "none",
			fake_violation_count(f));
		for (size_t k = 0; k < fake_violation_count(f); k++)
			fprintf(out, "violation %s\n", fake_violation(f, k));
	}
	if (fclose(out))
		die(path, strerror(errno));
}

/* What root may do in spite of a node's permissions, the command may not. Others have not got it. */
static void give_up_override(void)
{
	if (forbidden && !geteuid() &&
	    (prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0) ||
	     prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0)))
		_exit(126);
}

static int run(char **argv, int late_turns)
{
	pid_t pid = fork(), done;
	int status;

	if (pid < 0)
		die("fork", strerror(errno));
	if (!pid) {
		give_up_override();
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

	while ((option = getopt(argc, argv, "+c:klnpr:")) != -1) {
		if (option == '?')
			return 125;
		keyboard = keyboard || option == 'k';
		late = late || option == 'l';
		without_nodes = without_nodes || option == 'n';
		forbidden = forbidden || option == 'p';
		control = option == 'c' ? optarg : control;
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
		if (!port->fake && err.code == ERR_NOT_FOUND)
			port->keyboard =
				(struct bed_keyboard){ fake_keyboard_new(argv[optind], &err), .bed = bed };
		if (!port->fake && !port->keyboard.model)
			die(argv[optind], err.text);
		if (!port->fake && control && is_told(port, "unplug"))
			fake_keyboard_unplug(port->keyboard.model);
	}
	if (!late)
		plug_all();
	if (keyboard)
		plug_keyboard();
	if (!argv[optind] || !argv[optind + 1])
		die("start", "no command");
	status = run(argv + optind + 1, late ? LATE_TURNS : 0);
	g_mutex_lock(&bed_lock);
	if (report)
		write_report(report);
	g_mutex_unlock(&bed_lock);
	for (size_t i = 0; i < port_count; i++)
		fake_free(ports[i].fake), fake_keyboard_free(ports[i].keyboard.model);
	g_object_unref(bed);
	return status;
}
