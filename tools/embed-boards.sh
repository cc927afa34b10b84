#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Print the boards under folder $1 as a C source: the texts of keyboard.json and keymap.json, byte for byte.
set -eu
LC_ALL=C
export LC_ALL

bytes() {
	echo "static const unsigned char $1[] = {"
	od -An -v -tx1 "$2" | sed 's/[0-9a-f][0-9a-f]/0x&,/g'
	echo '};'
}

echo '/* Made by tools/embed-boards.sh from data/keyboards; do not edit. */'
echo '#include "project/builtin.h"'
for dir in "$1"/*/; do
	id=$(basename "$dir")
	bytes "keyboard_$id" "$dir/keyboard.json"
	bytes "keymap_$id" "$dir/keymap.json"
done
echo 'const struct builtin builtins[] = {'
for dir in "$1"/*/; do
	id=$(basename "$dir")
	name=$(sed -n 's/^ *"keyboard_name": \(".*"\),$/\1/p' "$dir/keyboard.json")
	echo "{ \"$id\", $name, (const char *)keyboard_$id, sizeof(keyboard_$id),"
	echo "(const char *)keymap_$id, sizeof(keymap_$id) },"
done
echo '};'
echo 'const size_t builtins_count = sizeof(builtins) / sizeof(builtins[0]);'
