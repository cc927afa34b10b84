#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Print file $2 as a C source: `const char $1[]`, NUL-ended, byte for byte.
set -eu
LC_ALL=C
export LC_ALL

echo "/* Made by tools/embed-text.sh from $(basename "$2"); do not edit. */"
echo "extern const char $1[];"
echo "const char $1[] = {"
od -An -v -tx1 "$2" | sed 's/[0-9a-f][0-9a-f]/0x&,/g'
echo "0 };"
