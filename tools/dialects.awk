# SPDX-License-Identifier: GPL-2.0-or-later
# data/keycodes.tsv and data/dialects/{qmk,via,vial}.tsv, in this order, to the tables that
# src/model/keycode_dialect_table.h declares. Run in the C locale, so that names sort as strcmp() does. Any fault in
# the data is told with its line and ends the build.
BEGIN {
	FS = "\t"
	codes = names = runs = faults = file = 0
	QMK = 0
	VIA = 8
	VIAL = 12
	DIALECTS = 14
	NONE = 65535
	# What an app has no name for is what it is in this version of QMK's; of what is older, the keys alone.
	base[8] = base[9] = base[10] = base[12] = 0
	base[11] = base[13] = 7
	keys_alone[8] = keys_alone[9] = keys_alone[12] = 1
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

function hex(text, i, value) {
	if (text !~ /^0x[0-9A-F][0-9A-F][0-9A-F][0-9A-F]$/) {
		fault("\"" text "\" is no value such as 0x002C")
		return 0
	}
	value = 0
	for (i = 3; i <= 6; i++)
		value = value * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
	return value
}

# A name is one keycode in all dialects that have it.
function add_name(name, code) {
	if (!(name in code_of_name)) {
		name_at[++names] = name
		code_of_name[name] = code
	} else if (code_of_name[name] != code) {
		fault(name " is another keycode elsewhere")
	}
}

# The first name of a number is the one that is printed.
function add_number(dialect, value, code, name) {
	if ((dialect, value) in code_at && code_at[dialect, value] != code)
		fault(name " has the value of another keycode")
	if (!((dialect, value) in code_at)) {
		code_at[dialect, value] = code
		name_of[dialect, value] = name
		number[dialect, ++numbers[dialect]] = value
	}
	if (code == NONE)
		return
	if ((dialect, code) in value_at && value_at[dialect, code] != value)
		fault(name " has another value than its keycode's other name")
	value_at[dialect, code] = value
}

function code_named(name) {
	if (name == "-")
		return NONE
	if (!(name in code_of)) {
		fault(name " is no keycode of data/keycodes.tsv")
		return NONE
	}
	return code_of[name]
}

function add_versions(name, code, text, part, i, n, ends, value, version) {
	n = split(text, part, " ")
	for (i = 1; i <= n; i++) {
		if (part[i] !~ /^[1-8](-[1-8])?(=0x[0-9A-F]+)?$/) {
			fault("\"" part[i] "\" are no versions such as 1-8 or 1=0x002C")
			continue
		}
		value = index(part[i], "=") ? hex(substr(part[i], index(part[i], "=") + 1)) : value_of_code[code]
		split(part[i], ends, /[-=]/)
		if (part[i] !~ /-/)
			ends[2] = ends[1]
		for (version = ends[1]; version <= ends[2] + 0; version++)
			add_number(QMK + version - 1, value, code, name)
	}
}

# USERnn and its like: all of its numbers, which other rows do not have.
function add_run(name, code, dialect, text, ends, i, prefix, digits) {
	split(text, ends, "-")
	first = hex(ends[1])
	last = hex(ends[2])
	digits = name ~ /nn/ ? 2 : 1
	prefix = name
	sub(/n.*/, "", prefix)
	run[runs++] = "\t{ " dialect ", \"" prefix "\", \"" (name ~ /\(/ ? ")" : "") "\", " digits ", " \
		ends[1] ", " ends[2] ", " code " },"
	for (i = first; i <= last; i++)
		if (!((dialect, i) in code_at) && i - first < run_rows[code] && \
		    !((dialect, code + i - first) in value_at)) {
			code_at[dialect, i] = code + i - first
			value_at[dialect, code + i - first] = i
			number[dialect, ++numbers[dialect]] = i
		}
}

# The rows of an app: a value for each dialect from @first on.
function add_app(first, count, i, code) {
	if (NF != 2 + count)
		fault("has " NF " columns, not " 2 + count)
	code = code_named($2)
	if ($1 !~ /^[A-Z]+\(?n+\)?$/)
		add_name($1, code)
	for (i = 0; i < count; i++) {
		if ($(3 + i) == "-")
			continue
		if ($(3 + i) ~ /-/)
			add_run($1, code, first + i, $(3 + i))
		else
			add_number(first + i, hex($(3 + i)), code, $1)
	}
}

FNR == 1 {
	file++
}

/^#/ {
	next
}

file == 1 && $1 != "-" {
	code_of[$2] = codes
	n = split($3, alias, " ")
	for (i = 1; i <= n; i++)
		code_of[alias[i]] = codes
	value_of_code[codes] = hex($1)
	is_key[codes] = $5 ~ /^7:/
	# How many rows with the same name but for its number follow.
	stem = $2
	sub(/[0-9]+$/, "", stem)
	run_start = stem == last_stem && codes ? run_start : codes
	last_stem = stem
	run_rows[run_start]++
	codes++
}

file == 2 {
	if (NF != 3)
		fault("has " NF " columns, not 3")
	add_name($1, code_named($2))
	add_versions($1, code_of_name[$1], $3)
}

file == 3 {
	add_app(VIA, 4)
}

file == 4 {
	add_app(VIAL, 2)
}

function add_base(dialect, from, i, value, code) {
	for (i = 1; i <= numbers[from]; i++) {
		value = number[from, i]
		code = code_at[from, value]
		if (code == NONE || (dialect, value) in code_at || (dialect, code) in value_at || \
		    (dialect in keys_alone && !is_key[code]))
			continue
		code_at[dialect, value] = code
		value_at[dialect, code] = value
		number[dialect, ++numbers[dialect]] = value
	}
}

# Shell sorts.
function sort_names(gap, i, j, name) {
	for (gap = int(names / 2); gap > 0; gap = int(gap / 2))
		for (i = gap + 1; i <= names; i++) {
			name = name_at[i]
			for (j = i; j > gap && name_at[j - gap] > name; j -= gap)
				name_at[j] = name_at[j - gap]
			name_at[j] = name
		}
	for (i = 1; i <= names; i++)
		place[name_at[i]] = i - 1
}

function sort_numbers(dialect, count, gap, i, j, value) {
	count = numbers[dialect]
	for (gap = int(count / 2); gap > 0; gap = int(gap / 2))
		for (i = gap + 1; i <= count; i++) {
			value = number[dialect, i]
			for (j = i; j > gap && number[dialect, j - gap] > value; j -= gap)
				number[dialect, j] = number[dialect, j - gap]
			number[dialect, j] = value
		}
}

function print_numbers(dialect, i, value, name) {
	for (i = 1; i <= numbers[dialect]; i++) {
		value = number[dialect, i]
		name = name_of[dialect, value]
		print "\t{ " value ", " code_at[dialect, value] ", " (name == "" ? NONE : place[name]) " },"
	}
}

function print_values(dialect, i, line) {
	line = "\t{"
	for (i = 0; i < codes; i++)
		line = line (i ? "," : "") (i % 16 ? " " : "\n\t\t") \
			((dialect, i) in value_at ? value_at[dialect, i] : NONE)
	print line "\n\t},"
}

END {
	if (!names)
		fault("has no names")
	if (faults)
		exit 1
	for (d in base)
		add_base(d + 0, base[d])
	sort_names()
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/dialects/ by tools/dialects.awk. */"
	print "#include \"src/model/keycode_dialect_table.h\"\n"
	print "const size_t dialect_table_names = " names ", dialect_table_runs = " runs ";"
	print "const struct dialect_name dialect_table_name[] = {"
	for (i = 1; i <= names; i++)
		print "\t{ \"" name_at[i] "\", " code_of_name[name_at[i]] " },"
	print "};\n\nconst struct dialect_run dialect_table_run[] = {"
	for (i = 0; i < runs; i++)
		print run[i]
	print "};\n\nconst struct dialect_number dialect_table_number[] = {"
	for (d = 0; d < DIALECTS; d++) {
		sort_numbers(d)
		print_numbers(d)
	}
	print "};\n\nconst struct dialect_numbers dialect_table_numbers[] = {"
	for (d = 0; d < DIALECTS; d++) {
		print "\t{ " start + 0 ", " numbers[d] + 0 " },"
		start += numbers[d]
	}
	print "};\n\nconst uint16_t dialect_table_value[][DIALECT_TABLE_CODES] = {"
	for (d = 0; d < DIALECTS; d++)
		print_values(d)
	print "};\n\n_Static_assert(DIALECT_TABLE_CODES == " codes ", \"a value for each keycode of QMK's\");"
}
