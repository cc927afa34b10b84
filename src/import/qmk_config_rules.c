/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_python.h"
#include "base/mem.h"
#include "qmk_config_private.h"

static void put_text(struct qmk_merge *m, const char *key, const char *text)
{
	json_put(m->doc, m->info, key, json_new_text(m->doc, text));
}

static void put_processor(struct qmk_merge *m, const struct assignments *rules)
{
	const struct assignment *mcu = assignments_find(rules, "MCU");

	if (mcu)
		json_put(m->doc, m->info, "processor",
			 qmk_config_mark(json_new_text(m->doc, mcu->value), mcu));
	else if (!json_member(m->info, "processor"))
		put_text(m, "processor", "atmega32u4");
}

static void put_arm(struct qmk_merge *m, const struct assignments *rules, const char *processor)
{
	const struct assignment *series = assignments_find(rules, "MCU_SERIES");

	put_text(m, "processor_type", "arm");
	put_text(m, "protocol", "ChibiOS");
	put_text(m, "platform_key", "chibios");
	if (strstr(processor, "STM32")) {
		put_text(m, "platform", "STM32");
	} else if (series) {
		put_text(m, "platform", series->value);
	} else if (m->facts->once[QMK_ONCE_ARM_ATSAM] && assignments_find(rules, "ARM_ATSAM")) {
		put_text(m, "platform", "ARM_ATSAM");
		put_text(m, "platform_key", "arm_atsam");
	}
}

static void put_avr(struct qmk_merge *m, const struct assignments *rules, const char *protocol)
{
	const struct assignment *arch = assignments_find(rules, "ARCH");

	put_text(m, "processor_type", "avr");
	put_text(m, "platform", arch ? arch->value : "unknown");
	put_text(m, "platform_key", "avr");
	put_text(m, "protocol", protocol);
}

static void put_platform(struct qmk_merge *m, const struct assignments *rules)
{
	static const char *const unknown[] = { "bootloader", "platform", "processor", "processor_type",
					       "protocol" };
	const struct json *node = json_member(m->info, "processor");
	const char *protocol, *type = qmk_processor_type(json_text(node), &protocol);

	if (type && !strcmp(type, "arm")) {
		put_arm(m, rules, json_text(node));
		return;
	}
	if (type) {
		put_avr(m, rules, protocol);
		return;
	}
	qmk_config_report(m, CONFIG_PROCESSOR, node, "Unknown MCU: %s", json_text(node));
	for (size_t i = 0; i < COUNT(unknown); i++)
		put_text(m, unknown[i], "unknown");
}

static bool is_one_of(const char *value, const char *const *words, size_t count)
{
	char lower[8];
	size_t len = strlen(value);

	if (len >= sizeof(lower))
		return false;
	for (size_t i = 0; i <= len; i++)
		lower[i] = (char)(value[i] >= 'A' && value[i] <= 'Z' ? value[i] - 'A' + 'a' : value[i]);
	for (size_t i = 0; i < count; i++)
		if (!strcmp(lower, words[i]))
			return true;
	return false;
}

static struct json *feature_value(struct qmk_merge *m, const char *value)
{
	static const char *const yes[] = { "1", "on", "yes", "true" }, *const no[] = { "0", "off", "no",
										       "false" };
	size_t words = m->facts->once[QMK_ONCE_TRUE_IS_TEXT] ? 3 : 4;

	return is_one_of(value, yes, words)  ? json_new_bool(m->doc, true)
	       : is_one_of(value, no, words) ? json_new_bool(m->doc, false)
					     : json_new_text(m->doc, value);
}

static void warn_feature(struct qmk_merge *m, const struct assignment *a, const char *name,
			 const struct json *features, const struct json *value)
{
	struct str before = STR_INIT;

	if (m->facts->once[QMK_ONCE_SHORT_WARNINGS]) {
		qmk_config_report_name(
			m, CONFIG_FEATURE_TWICE, a,
			"Feature %s is specified in both info.json and rules.mk, the rules.mk value wins.",
			name);
		return;
	}
	json_add_python(&before, features);
	qmk_config_report_name(
		m, CONFIG_FEATURE_TWICE, a,
		"Feature %s is specified in both info.json (%s) and rules.mk (%s). The rules.mk value wins.",
		name, str_text(&before),
		value->type == JSON_TEXT ? value->text
		: value->yes             ? "True"
					 : "False");
	str_release(&before);
}

static bool put_feature(struct qmk_merge *m, const struct assignment *a, const char *name)
{
	struct json *value = qmk_config_mark(feature_value(m, a->value), a), *features;

	if (m->facts->once[QMK_ONCE_CONFIG_H_FEATURES]) {
		features = qmk_config_object(m, m->info, "config_h_features");
		if (!features)
			return false;
		json_put(m->doc, features, name, json_copy(m->doc, value));
	}
	features = qmk_config_object(m, m->info, "features");
	if (!features)
		return false;
	if (json_member(features, name))
		warn_feature(m, a, name, features, value);
	else if (features->count >= QMK_CONFIG_MAX_MEMBERS)
		return qmk_config_refuse_name(m, CONFIG_TYPE, a,
					      "more than %d features; the rest are not read",
					      QMK_CONFIG_MAX_MEMBERS);
	json_put(m->doc, features, name, value);
	return true;
}

/* NAME_ENABLE is the feature "name". */
static bool put_features(struct qmk_merge *m, const struct assignments *rules)
{
	static const char ending[] = "_ENABLE";
	bool ok = true;

	for (size_t i = 0; ok && i < rules->count; i++) {
		const struct assignment *a = &rules->item[i];
		size_t len = strlen(a->name), ending_len = strlen(ending);
		char *name;

		if (len < ending_len || strcmp(a->name + len - ending_len, ending))
			continue;
		name = mem_copy_text(a->name);
		name[len - ending_len] = '\0';
		for (char *c = name; *c; c++)
			*c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
		if (m->facts->lto_is_feature || strcmp(name, "lto") != 0)
			ok = put_feature(m, a, name);
		free(name);
	}
	return ok;
}

static bool put_custom_matrix(struct qmk_merge *m, const struct assignments *rules)
{
	const struct assignment *custom = assignments_find(rules, "CUSTOM_MATRIX");
	struct json *pins;

	if (!custom || !strcmp(custom->value, "no") || m->facts->once[QMK_ONCE_CUSTOM_IN_HEADER])
		return true;
	if (json_find(m->info, "matrix_pins.custom"))
		qmk_config_report_name(m, CONFIG_CUSTOM_TWICE, custom,
				       "Custom Matrix is specified in both info.json and rules.mk, the "
				       "rules.mk values win.");
	pins = qmk_config_object(m, m->info, "matrix_pins");
	if (pins)
		json_put(m->doc, pins, strcmp(custom->value, "lite") ? "custom" : "custom_lite",
			 qmk_config_mark(json_new_bool(m->doc, true), custom));
	return pins;
}

bool qmk_config_apply_rules(struct qmk_merge *m, const struct assignments *rules)
{
	put_processor(m, rules);
	put_platform(m, rules);
	return qmk_config_apply_map(m, &m->facts->rules_mk, rules, "rules.mk") && put_features(m, rules) &&
	       put_custom_matrix(m, rules);
}

bool qmk_config_apply_defaults(struct qmk_merge *m)
{
	const struct json *sorts = m->facts->defaults;

	for (const struct json *sort = sorts ? sorts->first : NULL; sort; sort = sort->next) {
		const struct json *chosen = json_member(m->info, sort->key);
		const struct json *thing = json_member(sort, json_text(chosen));
		size_t filled = 0;

		for (const struct json *node = thing ? thing->first : NULL; node; node = node->next) {
			if (json_member(m->info, node->key))
				continue;
			json_put(m->doc, m->info, node->key, json_copy(m->doc, node));
			filled++;
		}
		if (thing && thing->count && !filled)
			qmk_config_report(m, CONFIG_DEFAULTS_SKIPPED, chosen,
					  "All defaults for '%s' were skipped, potential redundant config or "
					  "misconfiguration detected",
					  sort->key);
	}
	return true;
}
