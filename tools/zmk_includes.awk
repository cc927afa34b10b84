# SPDX-License-Identifier: GPL-2.0-or-later
# data/zmk/include/* and data/zmk/key_labels.tsv to the tables that src/import/zmk_include_table.h declares. Any fault in
# the data is told with its line and ends the build.
BEGIN {
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/zmk by tools/zmk_includes.awk. */"
	print "#include \"config.h\""
	print "#include \"src/import/zmk_include_table.h\""
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

# As a C string.
function quoted(text, i, c, out) {
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return "\"" out "\\n\""
}

FNR == 1 {
	if (files++)
		print "\tNULL,\n};"
	labels = FILENAME ~ /\.tsv$/
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\..*/, "", name)
	if (labels)
		print "\nconst struct zmk_key_labels zmk_key_labels_table[] = {"
	else
		print "\nconst char *const zmk_include_" name "[] = {"
}

!labels {
	print "\t" quoted($0) ","
	next
}

/^#/ {
	next
}

{
	if (split($0, column, "\t") != 2)
		fault("a row has a name and labels, parted by a tab")
	if (column[1] <= last)
		fault(column[1] " does not come after the name before it")
	last = column[1]
	if (column[2] !~ /^[A-Z0-9-]+( [A-Z0-9-]+)*$/)
		fault("\"" column[2] "\" are no labels")
	print "\t{ \"" column[1] "\", \"" column[2] "\" },"
	rows++
}

END {
	if (!labels || files != 3)
		fault("expected two includes, and key_labels.tsv last")
	print "};"
	print "const size_t zmk_key_labels_rows = " rows + 0 ";"
	if (faults)
		exit 1
}
