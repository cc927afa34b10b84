/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/keyboard_data.h"
#include "compile/kle.h"
#include "compile/via_definition.h"
#include "generate_private.h"

/* The layout with the most keys: all others leave some of them out, or are made of fewer and larger ones. */
static const struct layout *largest(const struct keyboard *kb)
{
	const struct layout *best = &kb->layout[0];

	for (size_t i = 1; i < kb->layouts; i++)
		if (kb->layout[i].keys > best->keys)
			best = &kb->layout[i];
	return best;
}

bool generate_keyboard_json(const struct generate_input *input, struct str *out,
			    struct diagnostics *diagnostics, struct err *err)
{
	(void)err;
	keyboard_data_print(input->keyboard, input->hardware, out, diagnostics);
	return true;
}

bool generate_kle_json(const struct generate_input *input, struct str *out, struct diagnostics *diagnostics,
		       struct err *err)
{
	(void)diagnostics;
	(void)err;
	kle_print(input->keyboard, largest(input->keyboard), out);
	return true;
}

static bool generate_definition(const struct generate_input *input, enum via_format format, struct str *out,
				struct diagnostics *diagnostics, struct err *err)
{
	struct via_definition *made = NULL;
	const struct via_definition *definition = input->definition;

	if (!definition)
		definition = made = via_definition_of(input->keyboard, largest(input->keyboard));
	if (format != VIAL_DEFINITION && !definition->usb_vid && !definition->usb_pid) {
		via_definition_free(made);
		return err_set(err, ERR_REFUSED,
			       "the keyboard's USB id is not known, by which VIA's app finds it");
	}
	via_definition_print(definition, format, out, diagnostics);
	via_definition_free(made);
	return true;
}

bool generate_via_json(const struct generate_input *input, struct str *out, struct diagnostics *diagnostics,
		       struct err *err)
{
	return generate_definition(input, VIA_DEFINITION_V3, out, diagnostics, err);
}

bool generate_via_v2_json(const struct generate_input *input, struct str *out,
			  struct diagnostics *diagnostics, struct err *err)
{
	return generate_definition(input, VIA_DEFINITION_V2, out, diagnostics, err);
}

bool generate_vial_json(const struct generate_input *input, struct str *out, struct diagnostics *diagnostics,
			struct err *err)
{
	return generate_definition(input, VIAL_DEFINITION, out, diagnostics, err);
}
