# SPDX-License-Identifier: GPL-2.0-or-later
# data/qmk/members.tsv, config_h.tsv and rules_mk.tsv, in this order, to the table of settings that
# src/model/field_table.h declares: members that a number, a switch or a word says and that config.h or rules.mk has, and
# the features and effects that the firmware knows. Run in the C locale, so that names sort as strcmp() does.
BEGIN {
	FS = "\t"
	limits["bit"] = "0, 1"
	limits["byte"] = "0, 255"
	limits["uint"] = "0, 65535"
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/qmk by tools/setting_fields.awk. */"
	print "#include \"config.h\""
	print "#include \"src/model/field_table.h\"\n"
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

FNR == 1 {
	file++
}

/^#/ || /^\$/ {
	next
}

file == 1 {
	type[$1] = $2
	limit[$1] = $3
	form[$1] = $4
	flags[$1] = $5
	given[$1] = $6
	help[$1] = $7
	order[++members] = $1
	next
}

# A list in config_h.tsv names its parts: matrix.0 is a number of a list of numbers.
($2 in type) && $4 !~ /deprecated|invalid|no_c/ && $3 !~ /array|mapping|hex|version|list|type/ {
	takes[$2] = 1
}

# The words of a label: "tapping.term_per_key" as "Tapping term per key".
function label(path, text) {
	text = path
	gsub(/[._]/, " ", text)
	return toupper(substr(text, 1, 1)) substr(text, 2)
}

function is_known(path) {
	return type[path] == "known" && path ~ /^(features|(led_matrix|rgb_matrix|rgblight)\.animations)\./
}

# What is soldered: a keymap does not choose it.
function is_hardware(path) {
	return path ~ /^(bootloader|diode_direction|pin_compatible|processor|split\.enabled|split\.serial\.driver)$/ ||
		path ~ /^(eeprom|matrix_pins)\./ || path == "joystick.axis_resolution"
}

function range(path, end) {
	if (type[path] in limits)
		return limits[type[path]]
	if (limit[path] ~ /^[0-9]+\.\.[0-9]+$/) {
		split(limit[path], end, /\.\./)
		return end[1] ", " end[2]
	}
	return ""
}

function choices(path, list, n, i, name) {
	n = split(form[path], list, " ")
	name = "choice_" ++arrays
	printf "static const char *const %s[] = { ", name
	for (i = 1; i <= n; i++)
		printf "\"%s\", ", list[i]
	print "NULL };"
	return name
}

function add(path, field_type, least_and_most, choice, standard, prose) {
	prose = help[path]
	standard = default_of(path)
	if (standard != "")
		sub(/ \([^()]*\)$/, "", prose)
	gsub(/["\\]/, "\\\\&", prose)
	line[++rows] = sprintf("\t{ \"%s\", \"%s\", \"%s\", FIELD_%s, %s, \"%s\", %s, \"%s\", FIELD_QMK, 0, 0, 0 },",
		path, label(path), prose, field_type, least_and_most, prose ~ /^Milliseconds/ ? "ms" : "", choice,
		standard)
}

# What QMK's data has, or else what the prose ends in: "(200)".
function default_of(path, words) {
	if (given[path] ~ /^(true|false)$/)
		return given[path] == "true" ? "yes" : "no"
	if (given[path] ~ /^[a-z0-9_]+$/)
		return given[path]
	if (!match(help[path], /\([a-z0-9_]+\)$/))
		return ""
	return substr(help[path], RSTART + 1, RLENGTH - 2)
}

END {
	for (i = 1; i <= members; i++) {
		path = order[i]
		if (path in done)
			continue
		done[path] = 1
		if (help[path] ~ /^Not used any more/ || (!is_known(path) && !(path in takes)) || is_hardware(path))
			continue
		if (type[path] == "bool" || is_known(path))
			add(path, "SWITCH", "0, 0", "NULL")
		else if (range(path) != "")
			add(path, "NUMBER", range(path), "NULL")
		else if (type[path] == "text" && form[path] ~ /^[a-zA-Z0-9_ -]+$/)
			add(path, "CHOICE", "0, 0", choices(path))
	}
	# A member may lie between others that its schema has for another reason.
	for (i = 2; i <= rows; i++) {
		moved = line[i]
		for (k = i - 1; k && line[k] > moved; k--)
			line[k + 1] = line[k]
		line[k + 1] = moved
	}
	print "\nconst struct field setting_field_table[] = {"
	for (i = 1; i <= rows; i++)
		print line[i]
	print "};"
	print "const size_t setting_field_table_rows = " rows + 0 ";"
	if (!rows)
		fault("has no rows")
	if (faults)
		exit 1
}
