/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "import/qmk_config.h"
#include "qmk_texts.h"
#include "tap.h"

static struct diagnostics found;
static struct err err;

static struct qmk_config *read_rows(const char *id, const struct qmk_text_row *rows)
{
	struct qmk_files files = qmk_texts(rows);

	diagnostics_release(&found);
	return qmk_config_read(id, &files, qmk_facts_builtin(), &found, &err);
}

static const struct diagnostic *find_code(const char *code)
{
	for (size_t i = 0; i < found.count; i++)
		if (!strcmp(found.item[i].kind->code, code))
			return &found.item[i];
	return NULL;
}

static size_t count_code(const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < found.count; i++)
		n += !strcmp(found.item[i].kind->code, code);
	return n;
}

/* What is said of the pins of a keyboard with keys at [0,0], [0,1], [1,0], [2,0] and [3,1]; of a split one the last two
 * are the right half's. */
static void test_pins(void)
{
	static const struct {
		const char *title, *said;
		size_t unknown, twice;
	} rows[] = {
		{ "pins that there are",
		  "'processor': 'atmega32u4', 'matrix_pins': {'rows': ['B0', 'C6', 'E2', 'F4'], "
		  "'cols': ['F7', 'D7']}",
		  0, 0 },
		{ "pins that there are not",
		  "'processor': 'atmega32u4', 'matrix_pins': {'rows': ['B8', 'C5', 'E0', 'F2'], "
		  "'cols': ['GP1', 'A0']}",
		  6, 0 },
		{ "both ends of a range",
		  "'processor': 'RP2040', 'matrix_pins': {'rows': ['GP0', 'GP29', 'GP30', 'GP40'], "
		  "'cols': ['GP9', 'GP10']}",
		  2, 0 },
		{ "a port of a bigger processor",
		  "'processor': 'STM32F103', 'matrix_pins': {'rows': ['A15', 'B16', 'H1', "
		  "'B9'], 'cols': ['C13', 'LINE_PIN3']}",
		  3, 0 },
		{ "a processor that is not known",
		  "'processor': 'cortex-m7', 'matrix_pins': {'rows': ['K99', 'A1', 'A2', "
		  "'A3'], 'cols': ['B1', 'B2']}",
		  0, 0 },
		{ "no processor", "'matrix_pins': {'rows': ['K99', 'A1', 'A2', 'A3'], 'cols': ['B1', 'B2']}",
		  0, 0 },
		{ "a development board's",
		  "'development_board': 'elite_c', 'matrix_pins': {'rows': ['B0', 'B1', 'B2', 'A3'], 'cols': "
		  "['B4', 'B5']}",
		  1, 0 },
		{ "no pin at all",
		  "'processor': 'atmega32u4', 'matrix_pins': {'rows': ['NO_PIN', null, 7, 'B1'], 'cols': "
		  "['NO_PIN', 7]}",
		  0, 0 },
		{ "a column that has no keys",
		  "'processor': 'atmega32u4', 'matrix_pins': {'rows': ['B0', 'B1', 'B2', 'B3'], "
		  "'cols': ['D0', 'D1', 'C5', 'D0']}",
		  0, 0 },
		{ "a column twice",
		  "'processor': 'atmega32u4', 'matrix_pins': {'rows': ['B0', 'B1', 'B2', 'B3'], 'cols': "
		  "['D0', 'D0']}",
		  0, 1 },
		{ "a row twice", "'matrix_pins': {'rows': ['B0', 'B1', 'B0', 'B3'], 'cols': ['D0', 'D1']}", 0,
		  1 },
		{ "rows without keys in the same columns",
		  "'matrix_pins': {'rows': ['B0', 'B1', 'B2', 'B1'], 'cols': "
		  "['D0', 'D1']}",
		  0, 0 },
		{ "a row and a column with a key",
		  "'matrix_pins': {'rows': ['B0', 'B1', 'B2', 'B3'], 'cols': ['B1', "
		  "'D1']}",
		  0, 1 },
		{ "a row and a column without",
		  "'matrix_pins': {'rows': ['B0', 'B1', 'B2', 'B3'], 'cols': ['D0', 'B1']}", 0, 0 },
		{ "a matrix of its own code",
		  "'processor': 'atmega32u4', 'matrix_pins': {'custom': true, 'rows': ['B9', "
		  "'B9', 'B9', 'B9'], 'cols': ['B9', 'B9']}",
		  0, 0 },
		{ "and of half",
		  "'processor': 'atmega32u4', 'matrix_pins': {'custom_lite': true, 'rows': ['B9', 'B9', "
		  "'B9', "
		  "'B9'], 'cols': ['B9', 'B9']}",
		  0, 0 },
		{ "direct pins",
		  "'processor': 'atmega32u4', 'matrix_pins': {'direct': [['B0', 'B1'], ['B1', 'C0'], ['B2', "
		  "'B2'], [null, 'G1']]}",
		  1, 1 },
		{ "halves that share all",
		  "'processor': 'atmega32u4', 'split': {'enabled': true}, 'matrix_pins': {'rows': "
		  "['B0', 'C0'], 'cols': ['D0', 'D0']}",
		  1, 1 },
		{ "the right half's own columns",
		  "'processor': 'atmega32u4', 'split': {'enabled': true, 'matrix_pins': "
		  "{'right': {'cols': ['B0', 'C1']}}}, 'matrix_pins': {'rows': ['B0', 'B1'], 'cols': ['D0', "
		  "'D1']}",
		  1, 1 },
		{ "pins of other members",
		  "'processor': 'atmega32u2', 'encoder': {'rotary': [{'pin_a': 'F0', 'pin_b': 'B1', "
		  "'resolution': 4}]}, 'ws2812': {'pin': 'C3'}, 'audio': {'pins': ['B7', 'GP4']}, "
		  "'matrix_pins': {'rows': "
		  "['B0', 'B1', 'B2', 'B3'], 'cols': ['D0', 'D1']}",
		  3, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;
		struct qmk_text_row files[] = { { "keyboards/a/keyboard.json", NULL, 0 }, { 0 } };
		struct qmk_config *config;

		str_addf(&text,
			 "{%s, 'layouts': {'LAYOUT': {'layout': [{'matrix': [0, 0], 'x': 0, 'y': 0}, "
			 "{'matrix': "
			 "[0, 1], 'x': 1, 'y': 0}, {'matrix': [1, 0], 'x': 2, 'y': 0}, {'matrix': [2, 0], "
			 "'x': 3, "
			 "'y': 0}, {'matrix': [3, 1], 'x': 4, 'y': 0}]}}}",
			 rows[i].said);
		files[0].text = str_text(&text);
		config = read_rows("a", files);
		ok(config && !config->refused && count_code("config-pin-unknown") == rows[i].unknown &&
			   count_code("config-pin-twice") == rows[i].twice,
		   "%s: %zu unknown, %zu twice", rows[i].title, count_code("config-pin-unknown"),
		   count_code("config-pin-twice"));
		ok(config && !json_find(config->info, "parse_warnings")->count,
		   "which QMK's data do not tell");
		qmk_config_free(config);
		str_release(&text);
	}
}

static void test_pin_places(void)
{
	static const struct qmk_text_row rows[] = {
		{ "keyboards/a/keyboard.json",
		  "{'processor': 'RP2040', 'matrix_pins': {\n'rows': ['GP40'],\n 'cols': ['GP2',\n 'GP2']},\n"
		  "'layouts': {'LAYOUT': {'layout': [{'matrix': [0, 0], 'x': 0, 'y': 0}, {'matrix': [0, 1], "
		  "'x': 1, "
		  "'y': 0}]}}}",
		  0 },
		{ 0 },
	};
	struct qmk_config *config = read_rows("a", rows);
	const struct diagnostic *unknown = find_code("config-pin-unknown"),
				*twice = find_code("config-pin-twice");

	ok(unknown && unknown->place.line == 2 && strstr(unknown->text, "no pin GP40; its pins are GP0-29"),
	   "an unknown pin has its place, and the pins that there are");
	ok(twice && twice->place.line == 4 &&
		   strstr(twice->text, "column 0 (keyboards/a/keyboard.json, line 3") &&
		   strstr(twice->text, "and of column 1"),
	   "a pin that is there twice has both places");
	qmk_config_free(config);
}

int main(void)
{
	test_pins();
	test_pin_places();
	diagnostics_release(&found);
	return tap_done();
}
