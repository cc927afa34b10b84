# SPDX-License-Identifier: GPL-2.0-or-later
# data/keycodes.tsv and data/zmk/keys.tsv, in this order, to the tables that src/model/zmk_key_table.h declares. Run
# in the C locale, so that names sort as strcmp() does. Any fault in the data is told with its line and ends the
# build.
BEGIN {
	FS = "\t"
	codes = rows = names = faults = 0
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

# A former name is not to be written any more.
function add_name(name, former) {
	if (name !~ /^[A-Z][A-Z0-9_]*$/)
		fault("\"" name "\" is no name of a key")
	if (name in line_of)
		fault(name " is in line " line_of[name] " already")
	line_of[name] = FNR
	name_at[++names] = name
	row_of[name] = rows
	is_former[name] = former
}

/^#/ {
	next
}

# The first file: row numbers by usage.
FNR == NR {
	code_of[$5] = codes++
	next
}

{
	if (NF != 7)
		fault("has " NF " columns, not 7")
	usage = $1 ":" $2
	if (!(usage in code_of))
		fault("no row of data/keycodes.tsv has the usage " usage)
	if ($3 != "-" && $3 != "S")
		fault("\"" $3 "\" is neither - nor S")
	if ((usage, $3) in line_of_key)
		fault("usage " usage " with modifiers " $3 " is in line " line_of_key[usage, $3] " already")
	line_of_key[usage, $3] = FNR
	add_name($4, $4 == $7)
	n = split($6, alias, " ")
	for (i = 1; i <= n; i++)
		add_name(alias[i], 0)
	n = $4 == $7 ? 0 : split($7, alias, " ")
	for (i = 1; i <= n; i++)
		add_name(alias[i], 1)
	if ($5 != $4 && index(" " $6 " ", " " $5 " ") == 0)
		fault($5 " is neither the name nor an alias")
	key[rows] = code_of[usage] + ($3 == "S" ? 2 * 65536 : 0)
	row[rows] = "\t{ \"" $4 "\", \"" $6 "\", \"" ($4 == $7 ? "" : $7) "\", \"" $5 "\", " $1 ", " $2 ", " \
		key[rows] " },"
	rows++
}

# Shell sort.
function sort_names(gap, i, j, name) {
	for (gap = int(names / 2); gap > 0; gap = int(gap / 2))
		for (i = gap + 1; i <= names; i++) {
			name = name_at[i]
			for (j = i; j > gap && name_at[j - gap] > name; j -= gap)
				name_at[j] = name_at[j - gap]
			name_at[j] = name
		}
}

function sort_keys(i, j) {
	for (i = 0; i < rows; i++) {
		for (j = i; j > 0 && key[by_key[j - 1]] > key[i]; j--)
			by_key[j] = by_key[j - 1]
		by_key[j] = i
	}
}

END {
	if (!rows)
		fault("has no keys")
	if (faults)
		exit 1
	sort_names()
	sort_keys()
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/zmk/keys.tsv by tools/zmk_keys.awk. */"
	print "#include \"src/model/zmk_key_table.h\"\n"
	print "const size_t zmk_key_table_rows = " rows ", zmk_key_table_names = " names ";"
	print "const struct zmk_key zmk_key_table[] = {"
	for (i = 0; i < rows; i++)
		print row[i]
	print "};\n\nconst struct zmk_key_name zmk_key_table_name[] = {"
	for (i = 1; i <= names; i++)
		print "\t{ \"" name_at[i] "\", " row_of[name_at[i]] ", " (is_former[name_at[i]] ? "true" : "false") " },"
	print "};\n\nconst uint16_t zmk_key_table_key[] = {"
	for (i = 0; i < rows; i++)
		print "\t" by_key[i] ","
	print "};"
}
