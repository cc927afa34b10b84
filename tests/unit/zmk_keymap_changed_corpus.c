/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/update.h"
#include "import/zmk_keymap.h"
#include "model/edit.h"
#include "model/field.h"
#include "model/symbol.h"
#include "model/term.h"
#include "tap.h"
#include "walk.h"

/*
 * Random edits of the definitions of .keymap files, of our own, of ZMK's tree and of people's folders: each reads back as
 * what was meant, or is refused with a reason; a field that changes leaves all bytes outside of its node alone.
 */

static const char own[] =
	"#include <behaviors.dtsi>\n#include <dt-bindings/zmk/keys.h>\n#define NAV 1\n#define KEYS_L 0 1\n\n"
	"&sk {\n    release-after-ms = <900>; // a while\n    /delete-property/ ignore-modifiers;\n};\n\n/ "
	"{\n"
	"    behaviors {\n        /* home row */\n        hm: homerow_mods {\n"
	"            compatible = \"zmk,behavior-hold-tap\";\n            #binding-cells = <2>;\n"
	"            tapping-term-ms = <220>;\n            quick-tap-ms = <0>;\n            bindings = "
	"<&kp>, <&kp>;\n"
	"            hold-trigger-key-positions = <KEYS_L 2>;\n        };\n\n        // layers\n"
	"        lh: lh { compatible = \"zmk,behavior-hold-tap\"; #binding-cells = <2>; tapping-term-ms = "
	"<200>; bindings = "
	"<&mo>, <&hm_key>; };\n"
	"        td: td { compatible = \"zmk,behavior-tap-dance\"; #binding-cells = <0>;\n"
	"            bindings = <&kp A>, <&hm LCTRL B>\n                     , <&mo NAV>; };\n"
	"        bspc_del: bspc_del {\n            compatible = \"zmk,behavior-mod-morph\";\n"
	"            #binding-cells = <0>;\n            bindings = <&kp BSPC>, <&kp DEL>;\n"
	"            mods = <(MOD_LSFT|MOD_RSFT)>;\n            keep-mods = <(MOD_RSFT)>;\n        };\n"
	"        hm_key: hm_key { compatible = \"zmk,behavior-sticky-key\"; #binding-cells = <1>; bindings = "
	"<&kp>;\n"
	"            release-after-ms = <500>; quick-release; };\n    };\n\n    macros {\n"
	"        hello: hello {\n            compatible = \"zmk,behavior-macro\";\n            "
	"#binding-cells = <0>;\n"
	"            wait-ms = <30>; tap-ms = <40>;\n            bindings = <&macro_press &kp LSHFT>\n"
	"                     , <&macro_tap &kp H>\n                     , <&macro_release &kp LSHFT>\n"
	"                     , <&macro_tap &kp I &hm LGUI X>;\n        };\n    };\n\n"
	"    combos {\n        compatible = \"zmk,combos\";\n        // escape\n        esc {\n"
	"            timeout-ms = <50>;\n            key-positions = <0 1>;\n            bindings = <&kp "
	"ESC>;\n"
	"            layers = <0 NAV>;\n        };\n        tab { key-positions = <1 2>; bindings = "
	"<&hello>; };\n\n"
	"        caps {\n            key-positions = <0 2>;\n            bindings = <&caps_word>;\n          "
	"  slow-release;\n"
	"        }; // last\n    };\n\n    conditional_layers {\n        compatible = "
	"\"zmk,conditional-layers\";\n"
	"        tri { if-layers = <0 NAV>; then-layer = <2>; };\n    };\n\n    keymap {\n"
	"        compatible = \"zmk,keymap\";\n        base { bindings = <&hm LCTRL A &td &lh NAV B>; };\n"
	"        nav { bindings = <&bspc_del &sk LSHFT &hello>; };\n        fn { bindings = <&trans &trans "
	"&trans>; };\n"
	"    };\n};\n";

enum { REASONS = 40 };

static struct counts {
	size_t files, edits, refused, wrong;
	struct reason {
		char *text;
		size_t count;
	} reason[REASONS];
	size_t reasons;
} counts;

static size_t edits = 400;
static unsigned seed;

static unsigned next_random(unsigned below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

/* The reason without names and numbers. */
static void count_reason(const char *text)
{
	char plain[120];
	const char *colon = strrchr(text, ':');
	size_t len = 0, i = 0;

	for (text = colon ? colon : text; *text && len < sizeof(plain) - 1; text++)
		plain[len++] = isdigit((unsigned char)*text) ? '#' : *text;
	plain[len] = '\0';
	counts.refused++;
	while (i < counts.reasons && strcmp(counts.reason[i].text, plain) != 0)
		i++;
	if (i == REASONS)
		return;
	if (i == counts.reasons)
		counts.reason[counts.reasons++].text = mem_copy_text(plain);
	counts.reason[i].count++;
}

/* The files of a folder, with those that an update changed as it left them. */
struct folder {
	const char *path;
	const struct source *source; /* NULL: as they are */
	const struct str *text;
};

static bool read_beside(void *data, const char *from, const char *name, bool angled, struct str *path,
			struct str *text, bool *locked, struct err *err)
{
	const struct folder *folder = data;
	const char *base = *from ? from : folder->path, *slash = strrchr(base, '/');

	if (angled || !slash)
		return err_set(err, ERR_NOT_FOUND, "%s is not looked for", name);
	str_add_bytes(path, base, (size_t)(slash + 1 - base));
	str_add(path, name);
	*locked = false;
	for (size_t i = 0; folder->source && i < folder->source->includes; i++)
		if (folder->text[i + 1].len && !strcmp(folder->source->include[i].path, str_text(path))) {
			str_add_bytes(text, str_text(&folder->text[i + 1]), folder->text[i + 1].len);
			return true;
		}
	return file_read(str_text(path), 1 << 20, text, err);
}

static bool read_in(struct folder *folder, const char *text, size_t len, struct document *out)
{
	struct import_includes beside = { folder, read_beside };
	struct import_input in = { .path = folder->path, .text = text, .len = len, .includes = &beside };
	struct diagnostics ignored = { 0 };
	struct err err;
	bool ok = zmk_keymap_read(&in, out, &ignored, &err);

	diagnostics_release(&ignored);
	return ok;
}

/* Something that a person may say in a field. */
static void make_value(const struct keymap *map, const struct field *field, struct str *out)
{
	static const char *const actions[] = { "&kp A", "&kp LC(X)", "&mo 0",
					       "&none", "&sk LSHFT", "&bootloader" };
	size_t keys = keymap_keys(map), first = next_random((unsigned)keys + 1), choices = 0;

	switch (field->type) {
	case FIELD_NUMBER:
		str_addf(out, "%u", next_random(900) + 1);
		return;
	case FIELD_SWITCH:
		str_add(out, next_random(2) ? "yes" : "no");
		return;
	case FIELD_CHOICE:
		while (field->choice[choices])
			choices++;
		str_add(out, field->choice[next_random((unsigned)choices)]);
		return;
	case FIELD_POSITIONS:
		str_addf(out, "%zu %zu", first % keys, (first + 1 + next_random((unsigned)keys - 1)) % keys);
		return;
	case FIELD_MODS:
		str_add(out, next_random(2) ? "left-ctrl right-gui" : "left-shift");
		return;
	case FIELD_LAYERS:
		str_addf(out, "%u", next_random((unsigned)keymap_layers(map)));
		return;
	case FIELD_ACTION:
		str_add(out, actions[next_random(COUNT(actions))]);
		return;
	case FIELD_ACTIONS:
		str_addf(out, "%s, %s", actions[next_random(COUNT(actions))],
			 actions[next_random(COUNT(actions))]);
		return;
	case FIELD_STEPS:
		str_addf(out,
			 "tap %s, down &kp LSHFT, tap &kp B, up &kp LSHFT, result &macro_wait_time 20, tap "
			 "&kp C",
			 actions[next_random(COUNT(actions))]);
		return;
	case FIELD_BEHAVIOR:
		str_add(out, next_random(2) ? "&kp" : "&mo");
		return;
	case FIELD_CELLS:
		str_add(out, next_random(2) ? "MINUS N1" : "7");
		return;
	case FIELD_NAME:
		str_addf(out, "renamed_%u", next_random(1000));
		return;
	default:
		str_addf(out, "Text %u", next_random(1000));
		return;
	}
}

/* Another keymap, or NULL; what was done is told in @what, and whether only a field was. */
static const struct keymap *edit(const struct keymap *map, enum definition_kind kind, size_t index,
				 struct str *what, bool *only_field)
{
	size_t count = keymap_definitions(map, kind);
	const struct definition *d = keymap_definition(map, kind, index);
	const struct field *field = field_at(d, next_random((unsigned)field_count(d)));
	unsigned way = next_random(12);
	const struct keymap *changed = NULL;
	struct definition next;
	struct str value = STR_INIT;
	struct err err;

	*only_field = way > 1 && field->type != FIELD_NAME;
	str_addf(what, "%s %s ", term_of_definition(kind), symbol_text(d->name));
	if (way == 0) {
		str_add(what, "deleted");
		return edit_definition_delete(map, kind, index, NULL);
	}
	if (way == 1) {
		size_t to = next_random((unsigned)count);

		str_addf(what, "moved to %zu", to);
		return edit_definition_move(map, kind, index, to);
	}
	make_value(map, field, &value);
	str_addf(what, "%s: %s", field->name, way == 2 ? "unset" : str_text(&value));
	if (field->firmwares & FIELD_ZMK &&
	    field_set(map, d, field, way == 2 ? NULL : str_text(&value), NULL, &next, &err)) {
		changed = edit_definition_replace(map, kind, index, &next, &err);
		definition_release(&next);
	}
	str_release(&value);
	return changed;
}

/* Whether @new is @old but for bytes within @span. */
static bool same_outside(const char *old, size_t old_len, const struct str *new, struct span span)
{
	size_t behind = old_len - span_end(span);

	return !new->len || (new->len >= span.start + behind && !memcmp(old, str_text(new), span.start) &&
			     !memcmp(old + span_end(span), str_text(new) + new->len - behind, behind));
}

/* The text without lines that an update adds to it for new words. */
static bool is_within(const struct source *source, const struct str *text, enum definition_kind kind,
		      size_t index)
{
	const struct source_definition *place = source_find_definition(source, kind, index);

	for (uint16_t file = 0; file <= source->includes; file++) {
		size_t len;
		const char *old = source_text(source, file, &len);
		bool bigger = text[file].len && strstr(str_text(&text[file]), "#include <dt-bindings") &&
			      text[file].len > len;
		const struct source_part *all = place ? source_find_part(place, SOURCE_VALUE, 0) : NULL;

		if (!all || all->at.fixed)
			return true; /* it is in parts: reading back has to do */
		if (all->at.file != file) {
			if (text[file].len)
				return false;
			continue;
		}
		if (!same_outside(old, len, &text[file], all->at.span) && !bigger)
			return false;
	}
	return true;
}

static void try_one(struct folder *folder, const struct document *document, enum definition_kind kind,
		    size_t index)
{
	const struct source *source = document->source;
	struct str *text = mem_new(source->includes + 1, sizeof(*text)), what = STR_INIT;
	bool only_field;
	const struct keymap *map = edit(document->map, kind, index, &what, &only_field);
	struct document back = { 0 };
	struct err err = { 0 };

	if (map && !keymap_equal(map, document->map)) {
		counts.edits++;
		if (!zmk_keymap_update(source, document->used, map, text, &err)) {
			count_reason(err.text);
		} else {
			struct folder now = { folder->path, source, text };
			bool good = read_in(&now, text[0].len ? str_text(&text[0]) : source->text,
					    text[0].len ? text[0].len : source->len, &back) &&
				    update_is_kept(source, map, back.map);
			bool within = !only_field || is_within(source, text, kind, index);

			counts.wrong += !good || !within;
			if (!good || !within)
				printf("# %s: %s: %s\n", folder->path, str_text(&what),
				       good ? "other bytes changed" : "does not read back");
		}
	}
	for (size_t i = 0; i <= source->includes; i++)
		str_release(&text[i]);
	free(text);
	str_release(&what);
	keymap_unref(map);
	document_release(&back);
}

static void run(const char *path, const char *text, size_t len)
{
	struct folder folder = { path, NULL, NULL };
	struct document document = { 0 };
	size_t all = 0;

	if (!read_in(&folder, text, len, &document)) {
		document_release(&document);
		return;
	}
	counts.files++;
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		all += keymap_definitions(document.map, kind);
	for (size_t i = 0; all && keymap_keys(document.map) > 1 && i < edits; i++) {
		size_t at = next_random((unsigned)all);
		int kind = 0;

		while (at >= keymap_definitions(document.map, kind))
			at -= keymap_definitions(document.map, kind++);
		try_one(&folder, &document, kind, at);
	}
	document_release(&document);
}

static void check(const char *what)
{
	printf("# %s: %zu files, %zu edits, %zu refused\n", what, counts.files, counts.edits, counts.refused);
	for (size_t i = 0; i < counts.reasons; i++) {
		printf("#   refused %zu%s\n", counts.reason[i].count, counts.reason[i].text);
		free(counts.reason[i].text);
	}
	ok(counts.edits && !counts.wrong, "%s: %zu of %zu accepted edits are not exact", what, counts.wrong,
	   counts.edits - counts.refused);
	counts = (struct counts){ 0 };
}

static void test_folder(const char *variable, const char *below)
{
	const char *folder = getenv(variable);
	char *path;

	if (!folder) {
		ok(true, "# SKIP set %s to a folder with .keymap files", variable);
		return;
	}
	path = file_join(folder, below);
	edits = 12;
	walk_files(path, ".keymap", run);
	check(variable);
	free(path);
}

int main(void)
{
	run("own.keymap", own, strlen(own));
	ok(counts.files == 1, "our own can be read");
	check("our own");
	test_folder("KEYPLANE_CORPUS", "app");
	test_folder("KEYPLANE_KEYMAPS", "");
	return tap_done();
}
