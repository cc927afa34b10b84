# SPDX-License-Identifier: GPL-2.0-or-later
# data/zmk/layouts.tsv to the table that src/import/zmk_layout_table.h declares. Any fault in the data is told with its
# line and ends the build.
BEGIN {
	FS = "\t"
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/zmk/layouts.tsv by tools/zmk_layouts.awk. */"
	print "#include \"config.h\""
	print "#include \"src/import/zmk_layout_table.h\""
	print "\nconst struct zmk_layout zmk_layout_table[] = {"
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

/^#/ {
	next
}

{
	if (NF != 4)
		fault("has " NF " columns, not 4")
	if ($1 !~ /^[a-z0-9_]+( [a-z0-9_]+)*$/ || $2 !~ /^[a-z0-9_]+$/ || $3 ~ /["\\]/ || $3 == "")
		fault("\"" $1 "\", \"" $2 "\" or \"" $3 "\" is no name")
	keys = split($4, key, " ")
	for (i = 1; i <= keys; i++)
		if (key[i] !~ /^[0-9]+\.[0-9]+:-?[0-9]+,-?[0-9]+(,[0-9]+,[0-9]+(,-?[0-9]+,-?[0-9]+,-?[0-9]+)?)?$/)
			fault("\"" key[i] "\" is no key such as 0.1:100,0,150,100")
	printf "\t{ \"%s\", \"%s\", \"%s\", %d,\n", $1, $2, $3, keys
	for (i = 1; i <= keys; i += 8) {
		line = key[i]
		for (j = i + 1; j < i + 8 && j <= keys; j++)
			line = line " " key[j]
		printf "\t  \"%s\"%s\n", line (i + 8 <= keys ? " " : ""), i + 8 <= keys ? "" : " },"
	}
	rows++
}

END {
	print "};"
	print "const size_t zmk_layout_table_rows = " rows + 0 ";"
	if (!rows)
		fault("has no rows")
	if (faults)
		exit 1
}
