#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Keyboards' merged data beside QMK's own scripts, from the tree $QMK_TEST_TREE: one keyboard in a process of its own, and
# a hundred in one process. $PYTHON (python3) must have the modules that QMK's requirements.txt names, $QMK is the
# command. Run it in the build folder of a build without sanitizers.
skip() {
	echo "config.sh: skipped: $1"
	exit 0
}
tree=${QMK_TEST_TREE:-}
[ -n "$tree" ] || skip 'set QMK_TEST_TREE to a QMK tree'
python=${PYTHON:-python3}
qmk=${QMK:-qmk}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

# seconds COMMAND...: the least of five runs
seconds() {
	for _ in 1 2 3 4 5; do
		from=$(date +%s%N)
		"$@" >"$tmp/out" 2>"$tmp/err" || {
			cat "$tmp/err" >&2
			return 1
		}
		echo "$from $(date +%s%N)"
	done | awk '{ t = ($2 - $1) / 1e9; if (NR == 1 || t < least) least = t } END { if (NR == 5) printf "%.4f", least }'
}

# beside WHAT THEIRS OURS
beside() {
	echo "$1 $2 $3" | awk '{ printf "%s: QMK %.3f s, keyplane %.3f s (%.4f of it)\n", $1, $2, $3, $3 / $2 }'
}

if (cd "$tree" && "$qmk" info -kb planck/rev7 -f json >"$tmp/theirs" 2>/dev/null); then
	theirs=$(cd "$tree" && seconds "$qmk" info -kb planck/rev7 -f json)
	ours=$(seconds ./keyplane info planck/rev7 --json --qmk "$tree")
	beside one-keyboard "$theirs" "$ours"
else
	echo "config.sh: no \"$qmk info\" to compare one keyboard with; set QMK to the command"
fi

# The same hundred for both, as far apart in the list as can be.
find "$tree/keyboards" -name keyboard.json ! -path '*/keymaps/*' | sed "s|^$tree/keyboards/||; s|/keyboard.json\$||" |
	sort >"$tmp/all"
every=$(($(wc -l <"$tmp/all") / 100))
[ "$every" -gt 0 ] || every=1
awk "NR % $every == 0" "$tmp/all" >"$tmp/some"
cat >"$tmp/theirs.py" <<'PY'
import sys, time
sys.path.insert(0, 'lib/python')
import milc
milc.cli.milc_options(name='qmk', version='1.1.5', author='QMK')
import qmk.info
ids = [line.strip() for line in open(sys.argv[1])]
start = time.monotonic()
for keyboard in ids:
    qmk.info.info_json(keyboard)
print('%.4f' % (time.monotonic() - start))
PY
theirs=$(cd "$tree" && ORIG_CWD=$tree QMK_HOME=$tree "$python" "$tmp/theirs.py" "$tmp/some" 2>/dev/null) ||
	skip "$python lacks the modules of QMK's scripts"
# shellcheck disable=SC2046
ours=$(./bench/config $(cat "$tmp/some") | awk '{ print $4 }')
beside "$(wc -l <"$tmp/some" | tr -d ' ')-keyboards-in-one-process" "$theirs" "$ours"
