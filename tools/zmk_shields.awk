# SPDX-License-Identifier: GPL-2.0-or-later
# data/zmk/shields.tsv to the table that src/compile/zmk_shield_table.h declares. Any fault in the data is told with its
# line and ends the build.
BEGIN {
	FS = "\t"
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/zmk/shields.tsv by tools/zmk_shields.awk. */"
	print "#include \"config.h\""
	print "#include \"src/compile/zmk_shield_table.h\""
	print "\nconst struct zmk_tree_row zmk_shield_table[] = {"
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

/^#/ {
	next
}

{
	if (NF != 3)
		fault("expected name, what and halves, with tabs between")
	if ($1 !~ /^[a-z][a-z0-9_]*$/)
		fault("\"" $1 "\" is no name of a shield")
	if ($1 <= last)
		fault($1 " does not come after the name before it")
	last = $1
	if ($2 != "board" && $2 != "shield")
		fault("\"" $2 "\" is neither board nor shield")
	if ($3 != "-" && $3 !~ /^[a-z]+,[a-z]+$/)
		fault("\"" $3 "\" is no pair of halves")
	split($3, half, ",")
	if ($3 == "-")
		printf "\t{ \"%s\", %s, NULL, NULL },\n", $1, $2 == "board" ? "true" : "false"
	else
		printf "\t{ \"%s\", %s, \"%s\", \"%s\" },\n", $1, $2 == "board" ? "true" : "false", half[1], half[2]
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
