# SPDX-License-Identifier: GPL-2.0-or-later
# data/fields.tsv to the table that src/model/field_table.h declares. Any fault in the data is told with its line and ends
# the build.
BEGIN {
	FS = "\t"
	split("macro combo tap-dance override hold-tap keycode behavior condition leader unicode correction alt-repeat", list, " ")
	for (i in list)
		kind[list[i]] = 1
	split("name text action actions steps positions mods layers switch number choice behavior cells", list, " ")
	for (i in list)
		type[list[i]] = 1
	split("name text mods layers positions steps step keys tap option bit binding layer parameters", list, " ")
	for (i in list)
		holds[list[i]] = 1
	split("step keys tap bit binding", list, " ")
	for (i in list)
		indexed[list[i]] = 1
	bit["q"] = "FIELD_QMK"
	bit["z"] = "FIELD_ZMK"
	bit["v"] = "FIELD_VIAL"
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/fields.tsv by tools/fields.awk. */"
	print "#include \"config.h\""
	print "#include \"src/model/field_table.h\"\n"
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

function is_text(text) {
	return text != "" && text !~ /["\\]|\.$/
}

# "q z" as bits of C.
function firmwares(letters, i, c, out) {
	for (i = 1; i <= length(letters); i++) {
		c = substr(letters, i, 1)
		if (!(c in bit))
			fault("\"" c "\" is no firmware")
		out = out (i > 1 ? " | " : "") bit[c]
	}
	return out == "" ? "0" : out
}

# The name of the array of choices, which is printed.
function choices(words, list, n, i, name) {
	if (words == "")
		return "NULL"
	if (words in array)
		return array[words]
	n = split(words, list, " ")
	name = array[words] = "choice_" ++arrays
	printf "static const char *const %s[] = { ", name
	for (i = 1; i <= n; i++)
		printf "\"%s\", ", list[i]
	print "NULL };"
	return name
}

function least_and_most(limits, end) {
	if (limits == "")
		return "0, 0"
	if (limits !~ /^-?[0-9]+\.\.[0-9]+$/) {
		fault("\"" limits "\" are no limits such as 0..31")
		return "0, 0"
	}
	split(limits, end, /\.\./)
	if (end[1] + 0 > end[2] + 0)
		fault("\"" limits "\" has its limits the wrong way round")
	return end[1] ", " end[2]
}

/^#/ {
	next
}

{
	if (NF != 12)
		fault("has " NF " columns, not 12")
	if ($2 !~ /^[a-z][a-z0-9-]*$/)
		fault("\"" $2 "\" is no name")
	if (!($3 in type))
		fault("\"" $3 "\" is no type")
	if (($3 == "choice") != ($7 != ""))
		fault("a choice has choices, and nothing else has")
	if ($3 == "number" && $5 == "")
		fault("a number has limits")
	if (split($4, held, " ") < 1 || !(held[1] in holds) || (held[1] in indexed) != (held[2] ~ /^-?[0-9]+$/))
		fault("\"" $4 "\" is nothing that a definition holds")
	if ($9 == "")
		fault("it is for no firmware")
	if (!is_text($11) || !is_text($12))
		fault("the label or help is missing, has a quote or backslash, or ends in a full stop")
	upper = toupper($3)
	store = toupper(held[1])
	row = sprintf("{ \"%s\", \"%s\", \"%s\", FIELD_%s, %s, \"%s\", %s, \"%s\", %s, %s, STORE_%s, %d }", $2, $11, $12,
		upper, least_and_most($5), $6, choices($7), $8, firmwares($9), firmwares($10), store,
		held[2])
	count = split($1, owner, " ")
	for (i = 1; i <= count; i++) {
		if (!(owner[i] in kind) && owner[i] !~ /^zmk,[a-z0-9-]+$/)
			fault("\"" owner[i] "\" is neither a kind of definitions nor a compatible of ZMK's")
		if ((owner[i], $2) in seen)
			fault(owner[i] " has " $2 " in line " seen[owner[i], $2] " already")
		seen[owner[i], $2] = FNR
		line[++rows] = sprintf("\t{ \"%s\", %s },", owner[i], row)
	}
}

END {
	print "\nconst struct field_row field_table[] = {"
	for (i = 1; i <= rows; i++)
		print line[i]
	print "};"
	print "const size_t field_table_rows = " rows + 0 ";"
	if (!rows)
		fault("has no rows")
	if (faults)
		exit 1
}
