# SPDX-License-Identifier: GPL-2.0-or-later
# data/qmk/config_h.tsv, rules_mk.tsv and boards.tsv to the tables that src/import/qmk_facts_private.h declares. Any
# fault in the data is told with its line and ends the build.
BEGIN {
	FS = "\t"
	types["raw"] = "QMK_RAW"
	types["int"] = "QMK_INT"
	types["hex"] = "QMK_HEX"
	types["bool"] = "QMK_BOOL"
	types["flag"] = "QMK_FLAG"
	types["str"] = "QMK_TEXT"
	types["list"] = "QMK_LIST"
	types["array"] = "QMK_ARRAY"
	types["array.int"] = "QMK_ARRAY_INT"
	types["array.array.int"] = "QMK_ARRAY_ARRAY_INT"
	types["mapping"] = "QMK_MAPPING"
	types["bcd_version"] = "QMK_BCD_VERSION"
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/qmk by tools/qmk_facts.awk. */"
	print "#include \"config.h\""
	print "#include \"src/import/qmk_facts_private.h\""
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

function close_table() {
	if (table == "")
		return
	if (!rows)
		fault("has no rows")
	print "};"
	print "const size_t " table "_count = " rows ";"
}

function open_table() {
	close_table()
	table = FILENAME
	sub(/^.*\//, "", table)
	sub(/\.tsv$/, "", table)
	table = "qmk_builtin_" table
	rows = 0
	print "\nconst struct " (table ~ /boards/ ? "qmk_board" : "qmk_map_row") " " table "[] = {"
}

function text(column) {
	return $column == "" ? "NULL" : "\"" $column "\""
}

# Whether the row has the flag; it counts those that it was asked for.
function has(flag) {
	if (index(" " $4 " ", " " flag " ") == 0)
		return "false"
	flags++
	return "true"
}

function lacks(flag) {
	return has(flag) == "true" ? "false" : "true"
}

function map_row(out, words) {
	if ($1 !~ /^[A-Z_][A-Z0-9_]*$/)
		fault("\"" $1 "\" is no name of a macro")
	if ($2 !~ /^[a-z0-9_.]+$/)
		fault("\"" $2 "\" is no path of a member")
	if (!($3 in types))
		fault("\"" $3 "\" is no type")
	flags = 0
	out = text(1) ", " text(2) ", " types[$3] ", " lacks("no_json") ", " lacks("no_c") ", " lacks("no_warn") ", " \
		has("deprecated") ", " has("invalid") ", " text(5)
	if (split($4, words, " ") != flags)
		fault("\"" $4 "\" has what is no flag")
	return out
}

function board_row() {
	if ($1 <= last)
		fault($1 " does not come after the name before it")
	last = $1
	return text(1) ", " text(2) ", " text(3) ", " text(4) ", " text(5)
}

FNR == 1 {
	open_table()
}

/^#/ {
	next
}

{
	if (NF != 5)
		fault("has " NF " columns, not 5")
	if ($0 ~ /["\\]/)
		fault("has a quote or a backslash")
	if ((table, $1) in seen)
		fault($1 " is there twice")
	seen[table, $1] = 1
	print "\t{ " (table ~ /boards/ ? board_row() : map_row()) " },"
	rows++
}

END {
	close_table()
	if (faults)
		exit 1
}
