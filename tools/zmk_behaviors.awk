# SPDX-License-Identifier: GPL-2.0-or-later
# data/zmk/behaviors.tsv to the table that src/model/zmk_behavior_table.h declares. Any fault in the data is told with
# its line and ends the build.
BEGIN {
	FS = "\t"
	type["key"] = "ARG_KEY"
	type["layer"] = "ARG_LAYER"
	type["number"] = "ARG_NUMBER"
	type["word"] = "ARG_SYMBOL"
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/zmk/behaviors.tsv by tools/zmk_behaviors.awk. */"
	print "#include \"src/model/zmk_behavior_table.h\"\n"
	print "const struct zmk_behavior zmk_behavior_table[] = {"
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

/^#/ {
	next
}

{
	if (NF != 6)
		fault("has " NF " columns, not 6")
	if ($1 !~ /^[a-z_][a-z0-9_]*$/ || $2 !~ /^[a-z_][a-z0-9_]*$/)
		fault("\"" $1 "\" or \"" $2 "\" is no name")
	if ($1 <= last)
		fault($1 " does not come after the name before it")
	last = $1
	if ($3 !~ /^zmk,[a-z0-9-]+$/)
		fault("\"" $3 "\" is no compatible of ZMK's")
	if ($5 !~ /^[A-Z0-9_+ ]*$/)
		fault("\"" $5 "\" are no words")
	if ($6 == "" || $6 ~ /["\\]|\.$/)
		fault("the help is missing, has a quote or backslash, or ends in a full stop")
	cells = split($4, cell, " ")
	if (cells > 2)
		fault("has " cells " cells, not 0 to 2")
	list = ""
	for (i = 1; i <= cells; i++) {
		if (!(cell[i] in type))
			fault("\"" cell[i] "\" is no type of a cell")
		list = list (i > 1 ? ", " : "") type[cell[i]]
	}
	printf "\t{ \"%s\", \"%s\", \"%s\", %d, { %s }, \"%s\", \"%s\" },\n", $1, $2, $3, cells,
		list == "" ? "ARG_NONE" : list, $6, $5
	rows++
}

END {
	print "};"
	print "const size_t zmk_behavior_table_rows = " rows + 0 ";"
	if (!rows)
		fault("has no rows")
	if (faults)
		exit 1
}
