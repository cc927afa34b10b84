#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The same keymap through QMK's own `qmk json2c`, as the command line runs it: its whole process, with Python's start. $QMK_BIN
# is that program (qmk), $QMK_TEST_TREE the tree it runs on. Run it in the build folder of a build without sanitizers.
skip() {
	echo "targets.sh: skipped: $1"
	exit 0
}
qmk=${QMK_BIN:-qmk}
command -v "$qmk" >/dev/null || skip 'no qmk; set QMK_BIN'
[ -n "${QMK_TEST_TREE:-}" ] || skip 'set QMK_TEST_TREE to a QMK tree'
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

./bench/targets "$tmp/keymap.json" || exit 1
times >"$tmp/before"
(cd "$QMK_TEST_TREE" && QMK_HOME=$QMK_TEST_TREE "$qmk" json2c "$tmp/keymap.json") >"$tmp/theirs.c" 2>"$tmp/err"
times >"$tmp/after"
grep -q keymaps "$tmp/theirs.c" || skip "qmk json2c made no keymap: $(tail -n 1 "$tmp/err")"
# The second line of each: user and system time of what this shell has waited for.
cat "$tmp/before" "$tmp/after" | awk '
	{ gsub(/[ms]/, " "); at[NR] = $1 * 60 + $2 + $3 * 60 + $4 }
	END { printf "targets: qmk json2c of the same keymap %.0f ms of CPU\n", (at[4] - at[2]) * 1000 }'
