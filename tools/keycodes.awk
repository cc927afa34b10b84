# SPDX-License-Identifier: GPL-2.0-or-later
# data/keycodes.tsv to the tables that src/model/keycode_table.h declares. Run in the C locale, so that names sort
# as strcmp() does. Any fault in the data is told with its line and ends the build.
BEGIN {
	FS = "\t"
	rows = qmk_rows = names = faults = 0
	last = -1
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

function hex(text, i, value) {
	value = 0
	for (i = 3; i <= length(text); i++)
		value = value * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
	return value
}

# As a C string; the bytes of UTF-8 stand for themselves.
function quoted(text, i, c, out) {
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return "\"" out "\""
}

function add_name(name) {
	if (name !~ /^[A-Za-z_][A-Za-z0-9_]*$/)
		fault("\"" name "\" is no C name")
	if (length(name) > 60)
		fault(name " is longer than 60 bytes")
	if (name in line_of)
		fault(name " is in line " line_of[name] " already")
	line_of[name] = FNR
	name_at[++names] = name
	row_of[name] = rows
}

/^#/ {
	next
}

# The usage of HID, such as 7:0x2C, as two fields of C.
function usage_of(text, part) {
	if (text == "-")
		return "0, 0"
	if (text !~ /^[0-9]+:0x[0-9A-F]+$/)
		fault("\"" text "\" is no usage such as 7:0x2C")
	else if (text in usage_line)
		fault("usage " text " is in line " usage_line[text] " already")
	usage_line[text] = FNR
	split(text, part, ":")
	return part[1] ", " part[2]
}

function check_value() {
	if ($1 !~ /^0x[0-9A-F][0-9A-F][0-9A-F][0-9A-F]$/)
		fault("\"" $1 "\" is no value such as 0x002C")
	value = hex($1)
	if (value <= last)
		fault($1 " does not come after the value before it")
	last = value
}

{
	if (NF != 8)
		fault("has " NF " columns, not 8")
	for (i = 4; i <= 8; i++)
		if ($i == "")
			fault("column " i " is empty")
		else if (length($i) > 60)
			fault("column " i " is longer than 60 bytes")
	n = split($3, alias, " ")
	if ($1 == "-") {
		if ($5 == "-" || n)
			fault("a key without a value needs a usage, and has no aliases")
	} else {
		check_value()
		if (qmk_rows < rows)
			fault("a key with a value comes after one without")
		add_name($2)
		for (i = 1; i <= n; i++)
			add_name(alias[i])
		qmk_rows = rows + 1
	}
	row[rows] = "\t{ " quoted($2) ", " quoted($3) ", " quoted($4) ", " quoted($6) ", " quoted($7) ", " \
		quoted($8) ", " ($1 == "-" ? "KEYCODE_NO_VALUE" : $1) ", " usage_of($5) " },"
	typed[rows] = n && length(alias[1]) < length($2) ? alias[1] : $2
	rows++
}

# Shell sort: the names come nearly sorted by group.
function sort_names(gap, i, j, name) {
	for (gap = int(names / 2); gap > 0; gap = int(gap / 2))
		for (i = gap + 1; i <= names; i++) {
			name = name_at[i]
			for (j = i; j > gap && name_at[j - gap] > name; j -= gap)
				name_at[j] = name_at[j - gap]
			name_at[j] = name
		}
}

END {
	if (!rows)
		fault("has no keycodes")
	if (faults)
		exit 1
	sort_names()
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/keycodes.tsv by tools/keycodes.awk. */"
	print "#include \"src/model/keycode_table.h\"\n"
	print "const size_t keycode_table_rows = " rows ", keycode_table_qmk_rows = " qmk_rows ";"
	print "const struct keycode keycode_table[] = {"
	for (i = 0; i < rows; i++)
		print row[i]
	print "};\n\nconst char *const keycode_table_typed[] = {"
	for (i = 0; i < rows; i++)
		print "\t" quoted(typed[i]) ","
	print "};\n\nconst size_t keycode_table_names = " names ";"
	print "const struct keycode_name keycode_table_name[] = {"
	for (i = 1; i <= names; i++)
		print "\t{ " quoted(name_at[i]) ", " row_of[name_at[i]] " },"
	print "};"
}
