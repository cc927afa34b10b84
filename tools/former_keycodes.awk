# SPDX-License-Identifier: GPL-2.0-or-later
# data/keycodes.tsv and data/former_keycodes.tsv, in this order, to the table that src/model/former_keycode_table.h
# declares. Run in the C locale. Any fault in the data is told with its line and ends the build.
BEGIN {
	FS = "\t"
	rows = faults = 0
	known["LCS"] = known["UM"] = known["UP"] = 1
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

/^#/ {
	next
}

FNR == NR {
	known[$2] = 1
	n = split($3, alias, " ")
	for (i = 1; i <= n; i++)
		known[alias[i]] = 1
	next
}

{
	if (NF != 3)
		fault("has " NF " columns, not 3")
	if ($1 !~ /^[A-Za-z_][A-Za-z0-9_]*$/)
		fault("\"" $1 "\" is no C name")
	if ($1 in known)
		fault($1 " is a name of data/keycodes.tsv still")
	if (rows && $1 <= last)
		fault($1 " does not come after " last)
	if ($2 != "-" && !($2 in known))
		fault($2 " is no name of data/keycodes.tsv")
	if ($3 != "-" && $3 !~ /^[0-9]+\.[0-9]+\.[0-9]+$/)
		fault("\"" $3 "\" is no version")
	last = $1
	row[rows++] = "\t{ \"" $1 "\", " ($2 == "-" ? "NULL" : "\"" $2 "\"") ", \"" ($3 == "-" ? "" : $3) "\" },"
}

END {
	if (!rows)
		fault("has no names")
	if (faults)
		exit 1
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/former_keycodes.tsv by tools/former_keycodes.awk. */"
	print "#include \"src/model/former_keycode_table.h\"\n"
	print "const size_t former_keycode_table_rows = " rows ";"
	print "const struct keycode_former former_keycode_table[] = {"
	for (i = 0; i < rows; i++)
		print row[i]
	print "};"
}
