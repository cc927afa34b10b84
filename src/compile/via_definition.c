/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stddef.h>
#include <string.h>

#include "base/json_edit.h"
#include "compile/via_definition.h"
#include "kle_rows.h"
#include "model/keymap.h"

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

/* How @format labels a key; false: it draws none there. VIA draws an encoder as one key, Vial as one for each turn. */
static bool label_key(const struct via_key *key, enum via_format format, struct kle_text *text)
{
	bool vial = format == VIAL_DEFINITION;

	*text = (struct kle_text){ key->row,     key->col, key->option, key->choice,
				   key->encoder, key->led, key->turn,   key->label };
	if (vial && key->turn == VIA_NONE)
		text->encoder = VIA_NONE;
	if (!vial)
		text->turn = VIA_NONE;
	return vial ? key->turn != VIA_NONE || key->encoder == VIA_NONE || key->row != VIA_NONE
		    : key->turn != TURN_CW;
}

/* The turns that VIA's way does not draw, below all keys. */
static void write_turns(struct kle_writer *writer, const struct via_definition *d)
{
	struct kle_shape shape = { .w_cu = 100, .h_cu = 100 };
	int encoders = 0;

	for (size_t i = 0; i < d->keys; i++) {
		const struct via_key *key = &d->key[i];

		if (key->turn != VIA_NONE)
			return;
		encoders = key->encoder >= encoders ? key->encoder + 1 : encoders;
		if (key->shape.y_cu + key->shape.h_cu > shape.y_cu)
			shape.y_cu = (int16_t)(key->shape.y_cu + key->shape.h_cu);
	}
	for (int i = 0; i < encoders * TURN_COUNT; i++) {
		struct kle_text text = KLE_NO_TEXT;

		shape.x_cu = (int16_t)(i * 100);
		text.encoder = i / TURN_COUNT;
		text.turn = i % TURN_COUNT;
		kle_write_key(writer, &shape, &text);
	}
}

static void print_layouts(struct printer *p, enum via_format format)
{
	const struct via_definition *d = p->definition;
	struct kle_writer writer = { .out = p->out, .indent = "      " };
	struct kle_text text;

	begin_member(p, "layouts");
	str_add_char(p->out, '{');
	print_options(p);
	str_add(p->out, "\n    \"keymap\": [");
	if (d->kle[0])
		str_addf(p->out, "\n      %s,", d->kle);
	for (size_t i = 0; i < d->keys; i++)
		if (label_key(&d->key[i], format, &text))
			kle_write_key(&writer, &d->key[i].shape, &text);
	if (format == VIAL_DEFINITION)
		write_turns(&writer, d);
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

/* Lights that both versions have a word for: version 2's lighting is version 3's menu and set of keycodes. */
static const char *const lightings[] = { "qmk_backlight", "qmk_rgblight", "qmk_backlight_rgblight" };

/* Which of them a version 3 has among its menus; "none". */
static const char *lighting_of_menus(const char *menus)
{
	struct err ignored;
	struct json_doc *doc = json_parse(menus, strlen(menus), &ignored);
	const char *found = "none";

	for (const struct json *menu = doc ? json_root(doc)->first : NULL; menu; menu = menu->next)
		for (size_t i = 0; i < COUNT(lightings); i++)
			if (!strcmp(json_text(menu), lightings[i]))
				found = lightings[i];
	json_doc_free(doc);
	return found;
}

/* What a version 2 has for its lighting, in quotes; NULL: none of them. */
static const char *menu_of_lighting(const char *lighting)
{
	size_t len = strlen(lighting);

	for (size_t i = 0; i < COUNT(lightings); i++)
		if (len == strlen(lightings[i]) + 2 && !strncmp(lighting + 1, lightings[i], len - 2))
			return lightings[i];
	return NULL;
}

/* What is not said and follows from what is said in the other version's words. */
static void print_lighting(struct printer *p, enum via_format format)
{
	const struct via_definition *d = p->definition;
	const char *menu = menu_of_lighting(d->lighting);

	if (format != VIA_DEFINITION_V3 && !d->lighting[0]) {
		begin_member(p, "lighting");
		json_add_text(p->out, lighting_of_menus(d->menus));
	} else if (format == VIA_DEFINITION_V3 && menu && !d->menus[0] && !d->keycode_sets[0]) {
		begin_member(p, "keycodes");
		str_add(p->out, "[\"qmk_lighting\"]");
		begin_member(p, "menus");
		str_addf(p->out, "[\"%s\"]", menu);
	}
}

static bool is_carried_over(const struct via_definition *d, const char *text)
{
	if (text == d->lighting)
		return menu_of_lighting(text) || !strcmp(text, "\"none\"");
	return strcmp(lighting_of_menus(d->menus), "none") != 0 &&
	       (text == d->keycode_sets ||
		(text == d->menus && !strchr(text + 1, ',') && !strchr(text, '{')));
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
		} else if (!is_carried_over(p->definition, text)) {
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
	print_lighting(&p, format);
	print_kept(&p, format, lost);
	print_keycodes(&p);
	print_matrix(&p);
	print_layouts(&p, format);
	print_other(&p);
	str_add(out, "\n}\n");
}
