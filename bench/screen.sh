#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the editor costs on an 80x24 terminal: CPU and memory to the first frame, bytes for a move and for a layer, idle.
# bench/screen.sh KEYPLANE PTYRUN
set -eu
keyplane=$1
ptyrun=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME="$work/state" LC_ALL=C.UTF-8

# The program's own CPU time and peak memory, told by the shell that waits for it: quit as soon as the board shows.
cat >"$work/first" <<'X'
wait LAYOUT_60_ansi
send q
exit 0
X
cat >"$work/timed" <<X
#!/bin/sh
"$keyplane" ansi_60
times | tail -n 1 >"$work/times"
X
chmod +x "$work/timed"
"$ptyrun" --size 80x24 --bytes "$work/bytes" "$work/first" -- "$work/timed" >/dev/null
# "0m0.012s 0m0.004s": user and system of the children
ms=$(awk '{ n = 0; for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); n += t[1] * 60000 + t[2] * 1000 } printf "%d", n }' \
	"$work/times")
printf 'start to first frame: %s ms of CPU, %s bytes sent\n' "$ms" "$(wc -c <"$work/bytes" | tr -d ' ')"

# Resident memory once the board shows.
cat >"$work/rss-script" <<'X'
wait LAYOUT_60_ansi
send :screen-dump /dev/null\r
idle 500
send q
exit 0
X
cat >"$work/rss" <<X
#!/bin/sh
sh -c 'echo \$\$ >"$work/pid"; exec "$keyplane" ansi_60'
X
chmod +x "$work/rss"
("$ptyrun" --size 80x24 "$work/rss-script" -- "$work/rss" >/dev/null) &
watcher=$!
peak=0
while kill -0 $watcher 2>/dev/null; do
	now=$(awk '/^VmRSS/ { print $2 }' "/proc/$(cat "$work/pid" 2>/dev/null || echo self)/status" 2>/dev/null || echo 0)
	[ "${now:-0}" -gt "$peak" ] && [ -s "$work/pid" ] && peak=$now
	sleep 0.05
done
wait $watcher
printf 'resident memory: %s kB\n' "$peak"
