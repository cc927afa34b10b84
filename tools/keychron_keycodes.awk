# SPDX-License-Identifier: GPL-2.0-or-later
# data/keychron/keycodes.tsv to the table that src/model/keychron_keycode_table.h declares. Any fault in the data is told
# with its line and ends the build.
BEGIN {
	FS = "\t"
	rows = faults = 0
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

/^#/ { next }

NF != 4 {
	fault("has " NF " columns, not 4")
	next
}

$1 !~ /^[ -~]+$/ || $1 ~ /["\\]/ { fault("a title is empty, or has quotes") }

{
	line = "\t{ \"" $1 "\", { "
	for (i = 2; i <= 4; i++) {
		if ($i !~ /^-$|^[0-9]+( [A-Z][A-Z0-9_]+)+$/)
			fault("\"" $i "\" is no number with names")
		split($i, part, " ")
		number = $i == "-" ? -1 : part[1]
		if (number >= 0 && (i, number) in taken)
			fault("number " number " stands twice in column " i)
		taken[i, number]
		names = $i == "-" ? "" : substr($i, length(part[1]) + 2)
		line = line (i > 2 ? ", " : "") "{ " number ", \"" names "\" }"
	}
	row[rows++] = line " } },"
}

END {
	if (faults)
		exit 1
	print "/* Made from data/keychron/keycodes.tsv by tools/keychron_keycodes.awk. */"
	print "#include \"src/model/keychron_keycode_table.h\"\n"
	print "const size_t keychron_keycode_rows = " rows ";"
	print "const struct keychron_keycode keychron_keycode_row[] = {"
	for (i = 0; i < rows; i++)
		print row[i]
	print "};"
}
