# SPDX-License-Identifier: GPL-2.0-or-later
# A machine of our own to run a script in, with a real kernel and the host's files.
# KEYPLANE_KERNEL: a folder in which Debian's package of a kernel was unpacked (boot/vmlinuz-*, lib/modules).
set -u
srcdir=${srcdir:-.}

skip() {
	echo "1..0 # SKIP $1"
	exit 0
}

[ -n "${KEYPLANE_KERNEL:-}" ] || skip 'set KEYPLANE_KERNEL to the folder of an unpacked kernel package (./dev test does)'
vmlinuz=$(ls "$KEYPLANE_KERNEL"/boot/vmlinuz-* 2>/dev/null | head -n 1)
[ -n "$vmlinuz" ] || skip "$KEYPLANE_KERNEL has no kernel"
command -v qemu-system-x86_64 >/dev/null 2>&1 || skip 'qemu-system-x86_64 is not installed'
command -v busybox >/dev/null 2>&1 || skip 'busybox is not installed'

tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT

# needed MODULE: the files of what it needs and its own, those that must be loaded first in front. Built-in ones have none.
needed() {
	find "$KEYPLANE_KERNEL/lib/modules" '(' -name "$1.ko" -o -name "$(echo "$1" | tr _ -).ko" ')' | while read -r file; do
		for other in $(tr '\0' '\n' <"$file" | sed -n 's/^depends=//p' | tr ',' ' '); do
			needed "$other"
		done
		echo "$file"
	done
}

# boot SCRIPT SECONDS: run it in the machine, as root, in a folder with its `guest`, and leave there what it wrote. Modules:
# what the machine itself needs, the virtual USB bus, and drivers of what is plugged into it.
boot() {
	mkdir -p "$tmp/initramfs/bin" "$tmp/initramfs/lib" "$tmp/results"
	cp "$(command -v busybox)" "$tmp/initramfs/bin/busybox"
	cp "$srcdir/tests/kernel/init" "$tmp/initramfs/init"
	chmod +x "$tmp/initramfs/init"
	for module in virtio_pci 9p 9pnet_virtio overlay vhci_hcd usbhid hid_generic cdc_acm; do
		needed "$module"
	done | awk '!seen[$0]++' >"$tmp/initramfs/modules"
	while read -r file; do cp "$file" "$tmp/initramfs/lib/"; done <"$tmp/initramfs/modules"
	(cd "$tmp/initramfs" && find . | busybox cpio -o -H newc 2>/dev/null) >"$tmp/initramfs.cpio"
	cp "$1" "$tmp/results/guest"
	# The kernel that can be asked for may be there and not work: software emulation always does.
	timeout -k 5 "$2" qemu-system-x86_64 -accel tcg -M pc,hpet=off -cpu max -smp 1 -m 768 -nodefaults -no-reboot \
		-display none -serial "file:$tmp/console" -kernel "$vmlinuz" -initrd "$tmp/initramfs.cpio" \
		-append 'console=ttyS0 quiet panic=-1 mitigations=off' \
		-virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
		-virtfs "local,path=$tmp/results,mount_tag=results,security_model=none"
}
