/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stddef.h>
#include <string.h>

#include "base/json_edit.h"
#include "compile/via_definition.h"
#include "kle_rows.h"

static const struct diagnostic_kind not_written = { "via-lost", SEVERITY_WARNING };

struct printer {
	const struct via_definition *definition;
	struct str *out;
	bool any; /* a member was written */
};

static void begin_member(struct printer *p, const char *name)
{
	str_addf(p->out, p->any ? ",\n  \"%s\": " : "\n  \"%s\": ", name);
	p->any = true;
}

static void add_id(struct printer *p, const char *name, uint16_t id)
{
	begin_member(p, name);
	str_addf(p->out, "\"0x%04X\"", id);
}

static void print_head(struct printer *p, enum via_format format)
{
	const struct via_definition *d = p->definition;
	bool has_id = d->usb_vid || d->usb_pid || format != VIAL_DEFINITION;

	if (d->name[0] || format != VIAL_DEFINITION) {
		begin_member(p, "name");
		json_add_text(p->out, d->name);
	}
	if (has_id) {
		add_id(p, "vendorId", d->usb_vid);
		add_id(p, "productId", d->usb_pid);
	}
	if (d->has_firmware_version) {
		begin_member(p, "firmwareVersion");
		str_addf(p->out, "%lld", (long long)d->firmware_version);
	}
}

static void print_keycodes(struct printer *p)
{
	const struct via_definition *d = p->definition;

	if (!d->keycodes)
		return;
	begin_member(p, "customKeycodes");
	for (size_t i = 0; i < d->keycodes; i++) {
		str_add(p->out, i ? ",\n    {\"name\": " : "[\n    {\"name\": ");
		json_add_text(p->out, d->keycode[i].name);
		str_add(p->out, ", \"title\": ");
		json_add_text(p->out, d->keycode[i].title);
		if (d->keycode[i].short_name[0]) {
			str_add(p->out, ", \"shortName\": ");
			json_add_text(p->out, d->keycode[i].short_name);
		}
		str_add_char(p->out, '}');
	}
	str_add(p->out, "\n  ]");
}

static void print_matrix(struct printer *p)
{
	begin_member(p, "matrix");
	str_addf(p->out, "{\"rows\": %d, \"cols\": %d}", p->definition->rows, p->definition->cols);
}

static void print_option(struct str *out, const struct via_option *option)
{
	if (option->choices)
		str_add_char(out, '[');
	json_add_text(out, option->name);
	for (size_t i = 0; i < option->choices; i++) {
		str_add(out, ", ");
		json_add_text(out, option->choice[i]);
	}
	if (option->choices)
		str_add_char(out, ']');
}

static void print_options(struct printer *p)
{
	const struct via_definition *d = p->definition;

	for (size_t i = 0; i < d->options; i++) {
		str_add(p->out, i ? ",\n      " : "\n    \"labels\": [\n      ");
		print_option(p->out, &d->option[i]);
	}
	str_add(p->out, d->options ? "\n    ]," : "");
	for (size_t i = 0; i < d->presets; i++) {
		str_add(p->out, i ? ",\n      " : "\n    \"presets\": {\n      ");
		json_add_text(p->out, d->preset[i].name);
		str_add(p->out, ": [");
		for (size_t o = 0; o < d->preset[i].choices; o++)
			str_addf(p->out, o ? ", %u" : "%u", d->preset[i].choice[o]);
		str_add_char(p->out, ']');
	}
	str_add(p->out, d->presets ? "\n    }," : "");
}

static void print_layouts(struct printer *p)
{
	const struct via_definition *d = p->definition;
	struct kle_writer writer = { .out = p->out, .indent = "      " };

	begin_member(p, "layouts");
	str_add_char(p->out, '{');
	print_options(p);
	str_add(p->out, "\n    \"keymap\": [");
	if (d->kle[0])
		str_addf(p->out, "\n      %s,", d->kle);
	for (size_t i = 0; i < d->keys; i++) {
		const struct via_key *key = &d->key[i];
		const struct kle_text text = { key->row,     key->col, key->option, key->choice,
					       key->encoder, key->led, key->turn,   key->label };

		kle_write_key(&writer, &key->shape, &text);
	}
	kle_write_end(&writer);
	str_add(p->out, "\n    ]\n  }");
}

/* Members that are kept as JSON, and in which formats they may stand: a bit for each. */
enum { V2 = 1 << VIA_DEFINITION_V2, V3 = 1 << VIA_DEFINITION_V3, VIAL = 1 << VIAL_DEFINITION };

static const struct kept {
	const char *name;
	size_t offset;
	unsigned formats;
} kept_members[] = {
	{ "lighting", offsetof(struct via_definition, lighting), V2 | VIAL },
	{ "keycodes", offsetof(struct via_definition, keycode_sets), V3 },
	{ "menus", offsetof(struct via_definition, menus), V3 },
	{ "customFeatures", offsetof(struct via_definition, custom_features), V2 },
	{ "customMenus", offsetof(struct via_definition, custom_menus), V2 },
	{ "vial", offsetof(struct via_definition, vial), VIAL },
};

/* Lists by the item, a line each. */
static void print_json(struct printer *p, const char *text)
{
	struct err ignored;
	struct json_doc *doc = json_parse(text, strlen(text), &ignored);
	const struct json *root = doc ? json_root(doc) : NULL;

	if (!root || root->type != JSON_ARRAY || !root->count) {
		str_add(p->out, text);
	} else {
		str_add_char(p->out, '[');
		for (const struct json *item = root->first; item; item = item->next) {
			str_add(p->out, "\n    ");
			json_add_line(p->out, item);
			str_add(p->out, item->next ? "," : "\n  ]");
		}
	}
	json_doc_free(doc);
}

static void print_kept(struct printer *p, enum via_format format, struct diagnostics *lost)
{
	for (size_t i = 0; i < COUNT(kept_members); i++) {
		const struct kept *kept = &kept_members[i];
		const char *text = *(char *const *)((const char *)p->definition + kept->offset);

		if (!text[0])
			continue;
		if (kept->formats & 1u << format) {
			begin_member(p, kept->name);
			print_json(p, text);
		} else {
			diagnostics_add(lost, &not_written, PLACE_NONE,
					"\"%s\" has no place in this format; it is left out", kept->name);
		}
	}
}

static void print_other(struct printer *p)
{
	struct err ignored;
	struct json_doc *doc = json_parse(p->definition->other, strlen(p->definition->other), &ignored);

	for (const struct json *node = doc ? json_root(doc)->first : NULL; node; node = node->next) {
		str_add(p->out, ",\n  ");
		json_add_text(p->out, node->key);
		str_add(p->out, ": ");
		json_add_line(p->out, node);
	}
	json_doc_free(doc);
}

void via_definition_print(const struct via_definition *d, enum via_format format, struct str *out,
			  struct diagnostics *lost)
{
	struct printer p = { d, out, false };

	str_add_char(out, '{');
	print_head(&p, format);
	print_kept(&p, format, lost);
	print_keycodes(&p);
	print_matrix(&p);
	print_layouts(&p);
	print_other(&p);
	str_add(out, "\n}\n");
}
