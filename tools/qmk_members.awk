# SPDX-License-Identifier: GPL-2.0-or-later
# data/qmk/members.tsv, then those of other schemas, to the texts of the schemas and the table of members that
# src/import/qmk_facts_private.h declares. The first has the types and the prose. Run in the C locale, so that paths
# sort as strcmp() does. Any fault in the data is told with its line and ends the build.
BEGIN {
	FS = "\t"
	json["bool"] = "boolean"
	json["int"] = "integer"
	json["number"] = "number"
	json["text"] = "string"
	json["list"] = "array"
	json["object"] = "object"
	json["null"] = "null"
	least["text"] = "minLength"
	most["text"] = "maxLength"
	least["list"] = "minItems"
	most["list"] = "maxItems"
	least["int"] = least["number"] = "minimum"
	most["int"] = most["number"] = "maximum"
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from data/qmk by tools/qmk_members.awk. */"
	print "#include \"config.h\""
	print "#include \"src/import/qmk_facts_private.h\""
}

function fault(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	faults++
}

# As a string of C, and of JSON.
function quoted(text, i, c, out) {
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return "\"" out "\""
}

function emit(text) {
	print "\t" quoted(text) ","
}

# "a b" as "a", "b".
function words(text, word, n, i, out) {
	n = split(text, word, " ")
	for (i = 1; i <= n; i++)
		out = out (i > 1 ? ", " : "") quoted(word[i])
	return out
}

# The value of a flag name=value; "" when the row does not have it.
function flag_value(name, flag, n, i) {
	n = split($5, flag, " ")
	for (i = 1; i <= n; i++)
		if (index(flag[i], name "=") == 1)
			return substr(flag[i], length(name) + 2)
	return ""
}

function has_flag(name) {
	return index(" " $5 " ", " " name " ") > 0
}

function check_flags(flag, n, i) {
	n = split($5, flag, " ")
	for (i = 1; i <= n; i++)
		if (flag[i] !~ /^(required|closed|deprecated|or|(id|not|or)=.+)$/)
			fault("\"" flag[i] "\" is no flag")
}

# "words" or "/pattern/" as the members of a schema.
function form_of(form) {
	if (form ~ /^\/.*\/$/)
		return "\"pattern\": " quoted(substr(form, 2, length(form) - 2))
	if (form ~ /^\$/)
		return reference(substr(form, 2))
	return "\"enum\": [" words(form) "]"
}

function reference(type) {
	if (type ~ /^\.\//)
		return "\"$ref\": \"" type "\""
	if (!(type in defined))
		fault("\"" type "\" is no type")
	return "\"$ref\": \"" (schemas == 1 ? "" : "./keyboard.jsonschema") "#/definitions/" type "\""
}

# What the row says of a value itself.
function assertions(type, limit, names, out) {
	type = $2
	if (type == "any")
		return ""
	if (!(type in json))
		return reference(type)
	out = "\"type\": \"" json[type] "\""
	if ($3 != "") {
		if ($3 !~ /^[0-9]*\.\.[0-9]*$/ || !(type in least))
			fault("\"" $3 "\" is no limit of " type)
		split($3, limit, /\.\./)
		if (limit[1] != "")
			out = out ", \"" least[type] "\": " limit[1]
		if (limit[2] != "")
			out = out ", \"" most[type] "\": " limit[2]
	}
	if ($4 != "")
		out = out ", " (type == "object" ? "\"propertyNames\": {" form_of($4) "}" : form_of($4))
	if (has_flag("closed"))
		out = out ", \"additionalProperties\": false"
	names = flag_value("not")
	if (names != "") {
		gsub(/,/, " ", names)
		out = out ", \"not\": {\"required\": [" words(names) "]}"
	}
	return out
}

# Objects that are open, from the root at 0 to `top`: path, whether something is in them, which of their parts is open,
# what their required members are, and what ends them.
function open_node(before, path, also) {
	path_at[++top] = path
	part_at[top] = required_at[top] = ""
	filled_at[top] = also != ""
	end_at[top] = "}"
	if (has_flag("or"))
		end_at[top] = "}, {\"type\": \"string\"}]}"
	else if (flag_value("or") != "")
		end_at[top] = "}, {\"type\": \"string\", \"enum\": [" quoted(flag_value("or")) "]}]}"
	if (end_at[top] != "}")
		before = before "{\"oneOf\": ["
	emit(before "{" also)
}

function close_node(out) {
	if (part_at[top] == "properties")
		out = "}"
	if (required_at[top] != "")
		out = out ", \"required\": [" words(required_at[top]) "]"
	emit(out end_at[top])
	top--
}

# Start @part of the innermost object, or go on in it; the text that does so.
function part(name, out) {
	if (part_at[top] == name)
		return ", "
	out = (part_at[top] == "properties" ? "}" : "") (filled_at[top] ? ", " : "") "\"" name "\": "
	part_at[top] = name
	filled_at[top] = 1
	return out (name == "properties" ? "{" : "")
}

function add_member(parent, name) {
	parent = name = $1
	if (!sub(/\.[^.]*$/, "", parent))
		parent = "."
	sub(/^.*\./, "", name)
	while (top > 0 && path_at[top] != parent)
		close_node()
	if (path_at[top] != parent)
		fault($1 " does not follow \"" parent "\" or another member of it")
	if (has_flag("required"))
		required_at[top] = required_at[top] " " name
	if (name == "*")
		open_node(part("additionalProperties"), $1, assertions())
	else if (name == "#")
		open_node(part("items"), $1, assertions())
	else
		open_node(part("properties") quoted(name) ": ", $1, assertions())
}

function add_type(name) {
	name = substr($1, 2)
	if (!(name in defined))
		type_at[++types] = name
	defined[name] = defined[name] (name in defined && defined[name] != "" ? ", " : "") "{" assertions() "}"
	alternatives[name]++
}

function close_schema(i, name) {
	if (!schemas)
		return
	while (top > 0)
		close_node()
	if (schemas == 1) {
		emit((part_at[0] == "properties" ? "}" : "") ", \"definitions\": {")
		for (i = 1; i <= types; i++) {
			name = type_at[i]
			emit((i > 1 ? ", " : "") quoted(name) ": " \
				(alternatives[name] > 1 ? "{\"oneOf\": [" defined[name] "]}" : defined[name]))
		}
		part_at[0] = "properties"
	}
	emit((part_at[0] == "properties" ? "}" : "") "}")
	print "\tNULL,\n};"
}

function open_schema(name) {
	close_schema()
	schemas++
	name = FILENAME
	sub(/^.*\//, "", name)
	sub(/\.tsv$/, "", name)
	print "\nconst char *const qmk_builtin_" name "[] = {"
	top = -1
}

function add_prose() {
	if ($7 == "" || length($7) > 70)
		fault("the prose has " length($7) " characters, not 1 to 70")
	path_of[++members] = $1
	prose[$1] = $7
	fallback[$1] = $6
}

function check_known(parent) {
	parent = $1
	sub(/[^.]*$/, "*", parent)
	if (!((schemas, parent) in seen))
		fault("there is no " parent)
}

FNR == 1 {
	open_schema()
}

/^#/ {
	next
}

{
	if (NF != 7)
		fault("has " NF " columns, not 7")
	if ((schemas, $1) in seen && $1 !~ /^\$/)
		fault($1 " is there twice")
	seen[schemas, $1] = 1
	check_flags()
	if ($1 ~ /^\$/) {
		add_type()
		next
	}
	if (schemas == 1)
		add_prose()
	else if ($6 $7 != "")
		fault("only members.tsv has defaults and prose")
	if ($2 == "known") {
		check_known()
		next
	}
	if ($1 == ".")
		open_node("", ".", "\"$id\": " quoted(flag_value("id")) ", " assertions())
	else
		add_member()
}

# Shell sort.
function sort_paths(gap, i, j, path) {
	for (gap = int(members / 2); gap > 0; gap = int(gap / 2))
		for (i = gap + 1; i <= members; i++) {
			path = path_of[i]
			for (j = i; j > gap && path_of[j - gap] > path; j -= gap)
				path_of[j] = path_of[j - gap]
			path_of[j] = path
		}
}

END {
	close_schema()
	sort_paths()
	print "\nconst struct qmk_member qmk_builtin_member[] = {"
	for (i = 1; i <= members; i++) {
		path = path_of[i]
		print "\t{ " quoted(path) ", " quoted(prose[path]) ", " \
			(fallback[path] == "" ? "NULL" : quoted(fallback[path])) " },"
	}
	print "};\nconst size_t qmk_builtin_member_count = " members ";"
	if (faults || !members)
		exit 1
}
