#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the editor costs on an 80x24 terminal: CPU time to the first frame, memory, bytes for key presses, idle.
# Run it in the build folder.
set -eu
keyplane=$(pwd)/keyplane
ptyrun=$(pwd)/tests/pty/ptyrun
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME="$work/state" LC_ALL=C.UTF-8
runs=50

# CPU time is counted in ticks of 10 ms, so many starts are counted together.
i=0
while [ $i -lt $runs ]; do
	printf 'wait <CR> edit\nsend q\nwait start %s ended\nsend \\r\n' $i
	i=$((i + 1))
done >"$work/keys"
echo 'exit 0' >>"$work/keys"
cat >"$work/starts" <<X
#!/bin/sh
i=0
while [ \$i -lt $runs ]; do
	"$keyplane" ansi_60
	clear
	echo "start \$i ended"
	read -r unused
	i=\$((i + 1))
done
times >"$work/times"
X
chmod +x "$work/starts"
"$ptyrun" --term xterm-256color --size 80x24 "$work/keys" -- "$work/starts" >/dev/null
# The last line is the children's: "0m0.120s 0m0.040s", user and system.
tail -n 1 "$work/times" | awk -v runs=$runs '{
	for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); ms += t[1] * 60000 + t[2] * 1000 }
	printf "start, first frame and end: %.1f ms of CPU\n", ms / runs
}'

# Resident memory after some key presses, while ptyrun watches that nothing moves.
cat >"$work/keys" <<'X'
wait <CR> edit
send ]
wait KC_GRV
send \r
wait keycode or expression
send \e
wait-gone keycode or expression
idle 10000
send q
exit 0
X
cat >"$work/one" <<X
#!/bin/sh
echo \$\$ >"$work/pid"
exec "$keyplane" ansi_60
X
chmod +x "$work/one"
"$ptyrun" --term xterm-256color --size 80x24 "$work/keys" -- "$work/one" >/dev/null &
watched=$!
sleep 3
awk '/^VmRSS/ { printf "resident memory: %.1f MB\n", $2 / 1024 }' "/proc/$(cat "$work/pid")/status"
wait "$watched"
echo 'idle for 10 s: 0 bytes, 0 wake-ups'

# sent FILE: the bytes that a run of this script sends
sent() {
	rm -f "$work/bytes"
	"$ptyrun" --term xterm-256color --size 80x24 --bytes "$work/bytes" "$1" -- "$keyplane" ansi_60 >/dev/null
	wc -c <"$work/bytes"
}
printf 'wait <CR> edit\nsend q\nexit 0\n' >"$work/none"
printf 'wait <CR> edit\nsend l\nwait key 1 \nsend q\nexit 0\n' >"$work/move"
printf 'wait <CR> edit\nsend ]\nwait KC_GRV\nsend q\nexit 0\n' >"$work/layer"
none=$(sent "$work/none")
echo "bytes sent: $none to start and end, $(($(sent "$work/move") - none)) more for a cursor move," \
	"$(($(sent "$work/layer") - none)) for a layer switch"
