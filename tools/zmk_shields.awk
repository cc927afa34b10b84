# SPDX-License-Identifier: GPL-2.0-or-later
# data/zmk/shields.tsv to the table that src/compile/zmk_shield_table.h declares. Any fault in the data is told with its
# line and ends the build.
BEGIN {
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/zmk/shields.tsv by tools/zmk_shields.awk. */"
	print "#include \"config.h\""
	print "#include \"src/compile/zmk_shield_table.h\""
	print "\nconst char *const zmk_shield_table[] = {"
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

/^#/ {
	next
}

{
	if ($0 !~ /^[a-z][a-z0-9_]*$/)
		fault("\"" $0 "\" is no name of a shield")
	if ($0 <= last)
		fault($0 " does not come after the name before it")
	last = $0
	printf "\t\"%s\",\n", $0
	rows++
}

END {
	print "};"
	print "const size_t zmk_shield_table_rows = " rows + 0 ";"
	if (!rows)
		fault("has no rows")
	if (faults)
		exit 1
}
