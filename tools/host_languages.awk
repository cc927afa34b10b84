# SPDX-License-Identifier: GPL-2.0-or-later
# data/keycodes.tsv and data/host_languages.tsv, in this order, to the tables that src/model/host_language_table.h
# declares. Run in the C locale, so that names sort as strcmp() does. Any fault in the data is told with its line
# and ends the build.
BEGIN {
	FS = "\t"
	codes = languages = names = faults = 0
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

function quoted(text, i, c, out) {
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return "\"" out "\""
}

# The bits of enum mod, and QMK's five, where one bit says that all are the right ones.
function read_modifiers(letters, i, bit, plain) {
	mods = five = 0
	for (i = 1; letters != "-" && i <= length(letters); i++) {
		bit = index("CSAGcsag", substr(letters, i, 1)) - 1
		if (bit < 0 || mods >= 2 ^ bit) {
			fault("\"" letters "\" are no letters of modifiers, in the order CSAGcsag")
			return
		}
		mods += 2 ^ bit
		plain = 2 ^ (bit % 4)
		if (five % 16 % (2 * plain) < plain)
			five += plain
		if (bit > 3 && five < 16)
			five += 16
	}
}

/^#/ {
	next
}

# The first file: row numbers by name.
FNR == NR {
	code_of[$2] = codes
	n = split($3, alias, " ")
	for (i = 1; i <= n; i++)
		code_of[alias[i]] = codes
	codes++
	next
}

{
	if (NF != 5)
		fault("has " NF " columns, not 5")
	if ($1 !~ /^[a-z0-9_]+$/)
		fault("\"" $1 "\" is no name of a language")
	if (!languages || $1 != language[languages - 1]) {
		if (languages && $1 < language[languages - 1])
			fault($1 " does not come after " language[languages - 1])
		language[languages] = $1
		first[languages++] = names
	}
	if ($2 !~ /^[A-Za-z_][A-Za-z0-9_]*$/ || length($2) > 11)
		fault("\"" $2 "\" is no C name of 11 bytes at most")
	if (($1, $2) in seen)
		fault($2 " is in line " seen[$1, $2] " already")
	seen[$1, $2] = FNR
	if (!($3 in code_of))
		fault($3 " is no keycode of data/keycodes.tsv")
	if ($5 == "" || length($5) > 7)
		fault("the legend has " length($5) " bytes, not 1 to 7")
	read_modifiers($4)
	name[names] = $2
	key[names] = code_of[$3] + mods * 65536
	folded[names] = code_of[$3] * 32 + five
	legend[names++] = $5
}

# The rows @from to @to by name into order[], and by key, first come first, into by_key[].
function sort_rows(from, to, i, j) {
	for (i = from; i < to; i++) {
		for (j = i; j > from && name[order[j - 1]] > name[i]; j--)
			order[j] = order[j - 1]
		order[j] = i
		for (j = i; j > from && folded[by_key[j - 1]] > folded[i]; j--)
			by_key[j] = by_key[j - 1]
		by_key[j] = i
	}
	for (i = from; i < to; i++)
		place[order[i]] = i
}

END {
	if (!names)
		fault("has no names")
	if (faults)
		exit 1
	first[languages] = names
	for (i = 0; i < languages; i++)
		sort_rows(first[i], first[i + 1])
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/host_languages.tsv by tools/host_languages.awk. */"
	print "#include \"src/model/host_language_table.h\"\n"
	print "const size_t host_language_table_languages = " languages ";"
	print "const struct host_language host_language_table[] = {"
	for (i = 0; i < languages; i++)
		print "\t{ " quoted(language[i]) ", " first[i] ", " first[i + 1] - first[i] " },"
	print "};\n\nconst struct host_language_name host_language_table_name[] = {"
	for (i = 0; i < names; i++)
		print "\t{ " key[order[i]] ", " quoted(name[order[i]]) ", " quoted(legend[order[i]]) " },"
	print "};\n\nconst struct host_language_of_key host_language_table_key[] = {"
	for (i = 0; i < names; i++)
		print "\t{ " folded[by_key[i]] ", " place[by_key[i]] " },"
	print "};"
}
