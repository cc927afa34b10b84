/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_python.h"
#include "python_text.h"
#include "qmk_config_private.h"

/* Rotary encoders of one half, as config.h lists them. */
struct encoder_texts {
	const struct assignment *a, *b, *resolutions, *resolution;
	char *a_pins, *b_pins, *each;
};

/* The next text between commas that is not empty. */
static bool next_item(const char **rest, struct slice *item)
{
	*rest += strspn(*rest, ",");
	*item = (struct slice){ *rest, *rest + strcspn(*rest, ",") };
	*rest = item->end;
	return item->at < item->end;
}

static struct json *text_node(struct qmk_merge *m, struct slice s)
{
	char *text = slice_copy(s);
	struct json *node = json_new_text(m->doc, text);

	free(text);
	return node;
}

/* The resolution of one more encoder onto @encoder, if there is one. */
static bool put_resolution(struct qmk_merge *m, const struct encoder_texts *t, const char **each,
			   struct json *encoder)
{
	const struct assignment *a = t->resolutions;
	struct slice item;
	int64_t value = 1; /* what QMK makes of a #define without a value */
	bool ok = true;

	if (next_item(each, &item)) {
		ok = qmk_python_int(item.at, slice_len(item), &value);
	} else {
		a = t->resolution;
		if (!a || a->undefined)
			return true;
		if (a->value)
			ok = qmk_python_int(a->value, strlen(a->value), &value);
	}
	if (!ok)
		return qmk_config_refuse_name(m, CONFIG_NAME_UNUSABLE, a,
					      "%s in config.h must be whole numbers", a->name);
	json_put(m->doc, encoder, "resolution", json_new_int(m->doc, value));
	return true;
}

/* NULL, and @ok, when there are none. */
static struct json *encoder_list(struct qmk_merge *m, const struct encoder_texts *t, bool *ok)
{
	struct json *list = json_new(m->doc, JSON_ARRAY);
	const char *a_pins = t->a_pins, *b_pins = t->b_pins, *each = t->each;
	struct slice a, b;

	if (!*a_pins || !*b_pins)
		return NULL;
	while (next_item(&a_pins, &a)) {
		struct json *encoder = json_new(m->doc, JSON_OBJECT);

		*ok = next_item(&b_pins, &b) ||
		      qmk_config_refuse_name(m, CONFIG_NAME_UNUSABLE, t->b,
					     "%s in config.h has fewer pins than %s", t->b->name, t->a->name);
		if (!*ok)
			return NULL;
		json_put(m->doc, encoder, "pin_a", text_node(m, a));
		json_put(m->doc, encoder, "pin_b", text_node(m, b));
		*ok = put_resolution(m, t, &each, encoder);
		if (!*ok)
			return NULL;
		json_append(list, encoder);
	}
	return list->count ? qmk_config_mark(list, t->a) : NULL;
}

static bool read_list(struct qmk_merge *m, const struct assignments *all, bool right, struct json **list,
		      struct encoder_texts *t)
{
	static const struct encoder_names {
		const char *a, *b, *resolutions;
	} names[2][2] = {
		{ { "ENCODER_A_PINS", "ENCODER_B_PINS", "ENCODER_RESOLUTIONS" },
		  { "ENCODER_A_PINS_RIGHT", "ENCODER_B_PINS_RIGHT", "ENCODER_RESOLUTIONS_RIGHT" } },
		{ { "ENCODERS_PAD_A", "ENCODERS_PAD_B", "ENCODER_RESOLUTIONS" },
		  { "ENCODERS_PAD_A_RIGHT", "ENCODERS_PAD_B_RIGHT", "ENCODER_RESOLUTIONS_RIGHT" } },
	};
	const struct encoder_names *name = &names[m->facts->once[QMK_ONCE_ENCODER_PADS]][right];
	bool ok = qmk_config_inside(m, all, name->a, &t->a, &t->a_pins) &&
		  qmk_config_inside(m, all, name->b, &t->b, &t->b_pins) &&
		  qmk_config_inside(m, all, name->resolutions, &t->resolutions, &t->each);

	t->resolution = assignments_find(all, "ENCODER_RESOLUTION");
	*list = ok ? encoder_list(m, t, &ok) : NULL;
	free(t->a_pins);
	free(t->b_pins);
	free(t->each);
	return ok;
}

static void warn_twice(struct qmk_merge *m, const struct assignment *a, const struct json *list,
		       const struct json *before, bool right)
{
	struct str now = STR_INIT, old = STR_INIT;

	json_add_python(&now, list);
	json_add_python(&old, before);
	if (right || m->facts->once[QMK_ONCE_SHORT_WARNINGS])
		qmk_config_report_name(m, CONFIG_HEADER_WINS, a,
				       "Encoder config is specified in both config.h and info.json "
				       "(encoder.rotary) (Value: %s), the config.h value wins.",
				       str_text(&old));
	else
		qmk_config_report_name(
			m, CONFIG_HEADER_WINS, a,
			"Encoder config is specified in both config.h (%s) and info.json (%s). "
			"The config.h value wins.",
			str_text(&now), str_text(&old));
	str_release(&now);
	str_release(&old);
}

static bool put_half(struct qmk_merge *m, const struct assignments *all, bool right)
{
	static const char *const left_path[] = { "encoder", NULL }, *const right_path[] = { "split",
											    "encoder",
											    "right", NULL };
	struct encoder_texts t = { 0 };
	struct json *list, *into;

	if (!read_list(m, all, right, &list, &t))
		return false;
	if (!list)
		return true;
	into = qmk_config_object_at(m, right ? right_path : left_path);
	if (!into)
		return false;
	if (json_member(into, "rotary"))
		warn_twice(m, t.a, list, json_member(into, "rotary"), right);
	json_put(m->doc, into, "rotary", list);
	return true;
}

bool qmk_config_apply_encoders(struct qmk_merge *m, const struct assignments *all)
{
	struct json *encoder;

	if (!put_half(m, all, false))
		return false;
	if (qmk_truthy(json_find(m->info, "features.encoder")) &&
	    !m->facts->once[QMK_ONCE_NO_ENCODER_ENABLED]) {
		encoder = qmk_config_object(m, m->info, "encoder");
		if (!encoder)
			return false;
		json_put(m->doc, encoder, "enabled", json_new_bool(m->doc, true));
	}
	return put_half(m, all, true);
}
