# SPDX-License-Identifier: GPL-2.0-or-later
# data/qmk/pins.tsv to the table that src/import/qmk_pins_private.h declares. Any fault in the data is told with its line
# and ends the build.
BEGIN {
	FS = "\t"
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/qmk by tools/qmk_pins.awk. */"
	print "#include \"config.h\""
	print "#include \"src/import/qmk_pins_private.h\""
	print "\nconst struct qmk_pins qmk_builtin_pins[] = {"
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

# "C6-7" to { "C", 6, 7 }.
function range(pins, name, ends) {
	if (pins !~ /^[A-Z_]+[0-9][0-9]?(-[0-9][0-9]?)?$/) {
		fault("\"" pins "\" is no range of pins")
		return ""
	}
	name = pins
	sub(/[0-9].*/, "", name)
	split(substr(pins, length(name) + 1), ends, "-")
	if (ends[2] == "")
		ends[2] = ends[1]
	else if (ends[2] + 0 <= ends[1] + 0)
		fault("\"" pins "\" ends before it begins")
	return "{ \"" name "\", " ends[1] + 0 ", " ends[2] + 0 " }, "
}

/^#/ {
	next
}

{
	if (NF != 2)
		fault("has " NF " columns, not 2")
	if ($1 !~ /^[A-Za-z0-9]+$/)
		fault("\"" $1 "\" is no processor")
	if ($1 <= last)
		fault($1 " does not come after the name before it")
	last = $1
	count = split($2, all, " ")
	if (!count || count > 15)
		fault("has " count " ranges of pins, not 1 to 15")
	out = ""
	for (i = 1; i <= count; i++)
		out = out range(all[i])
	print "\t{ \"" $1 "\", \"" $2 "\", { " out "} },"
	rows++
}

END {
	print "};"
	print "const size_t qmk_builtin_pins_count = " rows + 0 ";"
	if (!rows)
		fault("has no rows")
	if (faults)
		exit 1
}
