#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Print the boards under folder $1 as a C source: the texts of keyboard.json and keymap.json, byte for byte. The other
# arguments are the files that the build knows of; a board that is not among them is an error.
set -eu
LC_ALL=C
export LC_ALL

fail() {
	echo "embed-boards.sh: $*" >&2
	exit 1
}

# The name stands alone on its line, and is a C string as it is.
name_of() {
	sed -n 's/^ *"keyboard_name": \("[^"\\]*"\),$/\1/p' "$1"
}

bytes() {
	echo "static const unsigned char $1[] = {"
	od -An -v -tx1 "$2" | sed 's/[0-9a-f][0-9a-f]/0x&,/g'
	echo '};'
}

boards=$1
shift
for dir in "$boards"/*/; do
	id=$(basename "$dir")
	case $id in
	*[!a-z0-9_]*) fail "$id: the name of a board's folder has a-z, 0-9 and _ only" ;;
	esac
	for file in keyboard.json keymap.json; do
		[ -f "$dir/$file" ] || fail "$id/$file is missing"
		case " $* " in
		*"/$id/$file "*) ;;
		*) fail "$id/$file is not in board_files of Makefile.am" ;;
		esac
	done
	[ "$(name_of "$dir/keyboard.json" | grep -c .)" = 1 ] ||
		fail "$id/keyboard.json: expected one line that is \"keyboard_name\": \"...\", with its comma and no backslash"
done

echo '/* Made by tools/embed-boards.sh from data/keyboards; do not edit. */'
echo '#include "project/builtin.h"'
for dir in "$boards"/*/; do
	id=$(basename "$dir")
	bytes "keyboard_$id" "$dir/keyboard.json"
	bytes "keymap_$id" "$dir/keymap.json"
done
echo 'const struct builtin builtins[] = {'
for dir in "$boards"/*/; do
	id=$(basename "$dir")
	name=$(name_of "$dir/keyboard.json")
	echo "{ \"$id\", $name, (const char *)keyboard_$id, sizeof(keyboard_$id),"
	echo "(const char *)keymap_$id, sizeof(keymap_$id) },"
done
echo '};'
echo 'const size_t builtins_count = sizeof(builtins) / sizeof(builtins[0]);'
