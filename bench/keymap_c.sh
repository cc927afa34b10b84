#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Keymaps in C beside QMK's own c2json, both in one process, without cpp, which it runs for each file otherwise: a hundred of
# the tree $QMK_TEST_TREE, as far apart as can be. $PYTHON (python3) must have the modules that QMK's requirements.txt
# names. Run it in the build folder of a build without sanitizers.
skip() {
	echo "keymap_c.sh: skipped: $1"
	exit 0
}
tree=${QMK_TEST_TREE:-}
[ -n "$tree" ] || skip 'set QMK_TEST_TREE to a QMK tree'
python=${PYTHON:-python3}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

find "$tree/keyboards" -path '*/keymaps/*' -name keymap.c | sort >"$tmp/all"
every=$(($(wc -l <"$tmp/all") / 100))
[ "$every" -gt 0 ] || every=1
awk "NR % $every == 0" "$tmp/all" >"$tmp/some"
cat >"$tmp/theirs.py" <<'PY'
import pathlib, sys, time
sys.path.insert(0, 'lib/python')
import milc
milc.cli.milc_options(name='qmk', version='1.1.5', author='QMK')
import qmk.keymap
paths = [pathlib.Path(line.strip()) for line in open(sys.argv[1])]
start = time.monotonic()
for path in paths:
    qmk.keymap.c2json('any', 'any', path, use_cpp=False)
print('%.4f' % (time.monotonic() - start))
PY
theirs=$(cd "$tree" && ORIG_CWD=$tree QMK_HOME=$tree "$python" "$tmp/theirs.py" "$tmp/some" 2>/dev/null) ||
	skip "$python lacks the modules of QMK's scripts"
# shellcheck disable=SC2046
ours=$(./bench/keymap_c $(cat "$tmp/some") | awk '/refused/ { print $(NF - 1) }')
echo "$(wc -l <"$tmp/some" | tr -d ' ')-keymaps $theirs $ours" |
	awk '{ printf "%s: QMK %.3f s, keyplane %.3f s with files and macros of the build (%.4f of it)\n", $1, $2, $3, $3 / $2 }'
