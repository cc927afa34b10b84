# SPDX-License-Identifier: GPL-2.0-or-later
# data/usb_ids.tsv to the table behind usb_id_find(). Refuses rows that are malformed or out of order.
BEGIN {
	FS = "\t"
	print "/* Made from data/usb_ids.tsv by tools/usb_ids.awk. */"
	print "#include \"config.h\""
	print "#include \"usb_id_private.h\""
	print "const struct usb_id usb_id_rows[] = {"
}
function fail(text)
{
	printf "%s:%d: %s\n", FILENAME, FNR, text >"/dev/stderr"
	failed = 1
	exit 1
}
/^#/ || /^$/ { next }
{
	if (NF != 6)
		fail("a row has 6 columns, not " NF)
	if ($1 !~ /^[0-9a-f][0-9a-f][0-9a-f][0-9a-f]$/ || $2 !~ /^[0-9a-f][0-9a-f][0-9a-f][0-9a-f]$/)
		fail("VID and PID are four lower case hex digits")
	if ($3 != "bootloader" && $3 != "keyboard")
		fail("the kind is bootloader or keyboard, not " $3)
	if ($4 == "" || $0 ~ /["\\]/)
		fail("a name is missing, or a quote or backslash is there")
	if ($1 $2 <= last)
		fail("rows are in order of VID and PID, each once")
	last = $1 $2
	printf "\t{ 0x%s, 0x%s, \"%s\", \"%s\", \"%s\", \"%s\" },\n", $1, $2, $3, $4, $5, $6
	rows++
}
END {
	if (failed)
		exit 1
	print "};"
	printf "const size_t usb_id_row_count = %d;\n", rows
}
