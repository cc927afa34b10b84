/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_QMK_HOST_H
#define TESTS_QMK_HOST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "model/keyboard.h"
#include "model/keycode.h"

/*
 * Compile a keymap.c with the host's compiler against qmk_shim.h, run it, and
 * get back what its tables hold: the truth about the C that we emit.
 */
static inline bool host_has_compiler(void)
{
	return system("cc --version >/dev/null 2>&1") == 0;
}

/* Modifiers by QMK's five bits, as quantum_keycodes.h and modifiers.h spell them. */
static const struct host_mods {
	const char *stem;
	unsigned bits;
} host_mods[] = {
	{ "LCTL", 0x01 }, { "LSFT", 0x02 }, { "LALT", 0x04 }, { "LGUI", 0x08 }, { "RCTL", 0x11 },
	{ "RSFT", 0x12 }, { "RALT", 0x14 }, { "RGUI", 0x18 }, { "LCS", 0x03 },  { "LCA", 0x05 },
	{ "LCG", 0x09 },  { "LSA", 0x06 },  { "LSG", 0x0a },  { "LAG", 0x0c },  { "LCSG", 0x0b },
	{ "LCAG", 0x0d }, { "LSAG", 0x0e }, { "RCS", 0x13 },  { "RCA", 0x15 },  { "RCG", 0x19 },
	{ "RSA", 0x16 },  { "RSG", 0x1a },  { "RAG", 0x1c },  { "RCSG", 0x1b }, { "RCAG", 0x1d },
	{ "RSAG", 0x1e }, { "MEH", 0x07 },  { "HYPR", 0x0f }, { "C", 0x01 },    { "S", 0x02 },
	{ "A", 0x04 },    { "G", 0x08 },    { "CTL", 0x01 },  { "SFT", 0x02 },  { "ALT", 0x04 },
	{ "GUI", 0x08 },  { "ALGR", 0x14 }, { "SAGR", 0x16 }, { "SGUI", 0x0a }, { "C_S", 0x03 },
	{ "ALL", 0x0f },  { "LOPT", 0x04 }, { "ROPT", 0x14 }, { "LCMD", 0x08 }, { "RCMD", 0x18 },
	{ "LWIN", 0x08 }, { "RWIN", 0x18 }, { "WIN", 0x08 },  { "CMD", 0x08 },  { "OPT", 0x04 },
};

static inline void host_add_names(struct str *out, const char *names, unsigned value)
{
	char copy[200], *save, *name;

	snprintf(copy, sizeof(copy), "%s", names);
	for (name = strtok_r(copy, " ", &save); name; name = strtok_r(NULL, " ", &save)) {
		str_addf(out, "#define %s 0x%04x\n", name, value);
		if (value <= 0xff && !strncmp(name, "KC_", 3))
			str_addf(out, "#define X_%s %02x\n", name + 3, value);
	}
}

static inline void host_add_layout(struct str *out, const struct keyboard *kb, const struct layout *layout)
{
	str_addf(out, "#define MATRIX_ROWS %d\n#define MATRIX_COLS %d\n#define NUM_ENCODERS %d\n#define %s(",
		 kb->rows, kb->cols, kb->encoders, layout->name);
	for (size_t i = 0; i < layout->keys; i++)
		str_addf(out, "%sk%zu", i ? ", " : "", i);
	str_add(out, ") { ");
	for (size_t i = 0; i < layout->keys; i++)
		str_addf(out, "[%d][%d] = k%zu, ", layout->key[i].row, layout->key[i].col, i);
	str_add(out, "}\n");
}

static inline void host_board(struct str *out, const struct keyboard *kb, const struct layout *layout)
{
	str_add(out, "#include \"qmk_shim.h\"\n");
	for (size_t i = 0; i < keycode_count(); i++) {
		const struct keycode *code = keycode_get((uint16_t)i);

		host_add_names(out, code->name, code->value);
		host_add_names(out, code->aliases, code->value);
	}
	for (size_t i = 0; i < COUNT(host_mods); i++) {
		const char *stem = host_mods[i].stem;
		unsigned bits = host_mods[i].bits;

		str_addf(out, "#define %s(key) (0x%04x | (key))\n#define %s_T(key) MT(0x%02x, key)\n", stem,
			 bits << 8, stem, bits);
		str_addf(out, "#define MOD_%s 0x%02x\n#define OS_%s OSM(0x%02x)\n", stem, bits, stem, bits);
	}
	str_add(out, "#define KC_HYPR HYPR(KC_NO)\n#define KC_MEH MEH(KC_NO)\n");
	host_add_layout(out, kb, layout);
}

static inline bool host_put(const char *dir, const char *name, const char *text)
{
	char *path = file_join(dir, name);
	struct err err = { 0 };
	bool ok = file_write(path, text, strlen(text), FILE_REPLACE, &err);

	if (!ok)
		printf("# %s\n", err.text);
	free(path);
	return ok;
}

static const char host_main[] =
	"#define QMK_KEYBOARD_H \"board.h\"\n"
	"#include <stdio.h>\n"
	"#include \"board.h\"\n"
	"const char *sent;\n"
	"#include \"keymap.c\"\n"
	"int main(void)\n"
	"{\n"
	"	const uint16_t *value = &keymaps[0][0][0];\n"
	"	for (size_t i = 0; i < sizeof(keymaps) / sizeof(*value); i++)\n"
	"		printf(\"%04x\\n\", value[i]);\n"
	"#ifdef HAS_ENCODERS\n"
	"	value = &encoder_map[0][0][0];\n"
	"	for (size_t i = 0; i < sizeof(encoder_map) / sizeof(*value); i++)\n"
	"		printf(\"e %04x\\n\", value[i]);\n"
	"#endif\n"
	"#ifdef HAS_MACROS\n"
	"	for (int i = 0; i < 128; i++) {\n"
	"		keyrecord_t down = { .event = { true } }, up = { .event = { false } };\n"
	"		sent = NULL;\n"
	"		process_record_user((uint16_t)(0x7700 + i), &up);\n"
	"		if (sent)\n"
	"			printf(\"m %d played when let go\\n\", i);\n"
	"		if (process_record_user((uint16_t)(0x7700 + i), &down))\n"
	"			continue;\n"
	"		printf(\"m %d \", i);\n"
	"		for (const char *c = sent ? sent : \"\"; *c; c++)\n"
	"			printf(\"%02x\", (unsigned char)*c);\n"
	"		printf(\"\\n\");\n"
	"	}\n"
	"#endif\n"
	"	return 0;\n"
	"}\n";

/*
 * What the tables of @keymap_c hold, a line each: "7c00" for each place of the matrix, layer by layer; "e 00a9" for
 * each encoder, clockwise first; "m 0 6869" for each macro, its bytes. With trigraphs, as C11 has them.
 */
static inline bool host_run(const struct keyboard *kb, const struct layout *layout, const char *keymap_c,
			    struct str *out)
{
	const char *srcdir = getenv("srcdir");
	char dir[] = "/tmp/keyplane-host-XXXXXX";
	struct str board = STR_INIT, command = STR_INIT;
	char buf[4096];
	size_t n;
	FILE *pipe;
	bool ok;

	if (!mkdtemp(dir))
		return false;
	host_board(&board, kb, layout);
	str_addf(&command,
		 "cd %s && cc -std=gnu11 -trigraphs -Wall -Wextra -Wno-overlength-strings "
		 "-Wno-unused-parameter -Werror "
		 "-I\"$OLDPWD/%s/tests/lib\" "
		 "-I%s/tests/lib%s%s -o host main.c && ./host; status=$?; rm -rf %s; exit $status",
		 dir, srcdir ? srcdir : ".", srcdir ? srcdir : ".",
		 strstr(keymap_c, "encoder_map[") ? " -DHAS_ENCODERS" : "",
		 strstr(keymap_c, "process_record_user(") ? " -DHAS_MACROS" : "", dir);
	ok = host_put(dir, "board.h", str_text(&board)) && host_put(dir, "keymap.c", keymap_c) &&
	     host_put(dir, "main.c", host_main);
	pipe = ok ? popen(str_text(&command), "r") : NULL;
	while (pipe && (n = fread(buf, 1, sizeof(buf), pipe)))
		str_add_bytes(out, buf, n);
	ok = pipe && pclose(pipe) == 0;
	str_release(&board);
	str_release(&command);
	return ok;
}

#endif
