# SPDX-License-Identifier: GPL-2.0-or-later
# data/zmk/lowering.tsv to the table that src/compile/zmk_lower.h declares. Any fault in the data is told with its line
# and ends the build.
BEGIN {
	FS = "\t"
	match_of["="] = "ZMK_EXACT"
	match_of["~"] = "ZMK_NEAR"
	match_of["-"] = "ZMK_NOTHING"
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/zmk/lowering.tsv by tools/zmk_lowering.awk. */"
	print "#include \"src/compile/zmk_lower.h\"\n"
	print "const struct zmk_lowering_row zmk_lowering_rows[] = {"
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

/^#/ {
	next
}

{
	if (NF != 5)
		fault("has " NF " columns, not 5")
	if ($1 !~ /^@?[A-Za-z_][A-Za-z0-9_]*$/)
		fault("\"" $1 "\" is no keycode and no group")
	if ($1 in seen)
		fault($1 " is there twice")
	seen[$1] = 1
	if (!($3 in match_of))
		fault("\"" $3 "\" is none of = ~ -")
	if (($3 == "-") != ($2 == ""))
		fault("a binding stands where there is one, and there alone")
	if ($2 != "" && $2 !~ /^&[a-z_]+( [A-Z0-9_]+)*$/)
		fault("\"" $2 "\" is no binding")
	if ($4 != "" && $4 != "main")
		fault("\"" $4 "\" is no revision")
	if (($3 == "=") != ($5 == ""))
		fault("what is different is told where something is, and there alone")
	if ($5 ~ /["\\]|\.$/)
		fault("has a quote or backslash, or ends in a full stop")
	printf "\t{ \"%s\", %s, %s, %s, \"%s\" },\n", $1, $2 == "" ? "NULL" : "\"" $2 "\"", match_of[$3],
		$4 == "main" ? "ZMK_MAIN" : "ZMK_V0_3", $5
	rows++
}

END {
	print "};"
	print "const size_t zmk_lowering_row_count = " rows + 0 ";"
	if (!rows)
		fault("has no rows")
	if (faults)
		exit 1
}
