/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <cjson/cJSON.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/report.h"
#include "base/str.h"
#include "base/utf8.h"

enum {
	MAX_LINE_BYTES = 64 << 10,
	PROGRESS_MS = 50,
	BAR_COLS = 24,
};

#define MAX_JSON_INTEGER 1e15 /* cJSON prints 15 digits */

/* JSON is UTF-8: what is not becomes U+FFFD. Control bytes stay, JSON has escapes for them (six bytes each: the cap
 * lets a diagnostic of them pass the reader). */
static void add_text(cJSON *line, const char *name, const char *text)
{
	struct str clean = { .max = MAX_LINE_BYTES / 16 };
	size_t left = strlen(text), used;

	for (; left && !clean.full; text += used, left -= used) {
		char unit[4];

		str_add_bytes(&clean, unit, utf8_encode(utf8_decode(text, left, &used), unit));
	}
	cJSON_AddStringToObject(line, name, str_text(&clean));
	str_release(&clean);
}

static void add_number(cJSON *line, const char *name, int value)
{
	if (value >= 0)
		cJSON_AddNumberToObject(line, name, value);
}

static cJSON *begin_line(const char *event)
{
	cJSON *line = cJSON_CreateObject();

	add_text(line, "event", event);
	return line;
}

static void put_line(struct report *r, cJSON *line)
{
	char *text = cJSON_PrintUnformatted(line);

	if (!text)
		abort();
	fprintf(r->out, "%s\n", text);
	fflush(r->out);
	cJSON_free(text);
	cJSON_Delete(line);
}

/* One line for a person, over a progress bar that may stand there. */
static void put_text(struct report *r, const char *text)
{
	char shown[2048];

	utf8_escape(shown, sizeof(shown), text, strlen(text));
	fprintf(r->out, "%s%s\n", r->bar_open ? "\r\x1b[K" : "", shown);
	fflush(r->out);
	r->bar_open = false;
}

static void put_bar(struct report *r, const char *step, uint64_t done, uint64_t total, const char *unit)
{
	bool last = total && done == total;
	int filled = total ? (int)((double)done / (double)total * BAR_COLS) : 0;

	if (!r->to_terminal) {
		if (last)
			fprintf(r->out, "%s: %llu %s\n", step, (unsigned long long)done, unit);
	} else if (total) {
		fprintf(r->out, "\r%-8s [%.*s%*s] %3d %%  %llu/%llu %s\x1b[K%s", step, filled,
			"########################", BAR_COLS - filled, "",
			(int)((double)done * 100 / (double)total), (unsigned long long)done,
			(unsigned long long)total, unit, last ? "\n" : "");
	} else {
		fprintf(r->out, "\r%-8s %llu %s\x1b[K", step, (unsigned long long)done, unit);
	}
	fflush(r->out);
	r->bar_open = r->to_terminal && !last;
}

void report_progress(struct report *r, const char *step, uint64_t done, uint64_t total, const char *unit)
{
	bool same = !strncmp(r->last_step, step, sizeof(r->last_step) - 1);
	int64_t now = clock_now_ms();
	cJSON *line;

	if (same && done < r->last_done)
		return;
	if (same && done != total && now - r->last_ms < PROGRESS_MS)
		return;
	snprintf(r->last_step, sizeof(r->last_step), "%s", step);
	r->last_done = done;
	r->last_ms = now;
	if (r->style == REPORT_TEXT) {
		put_bar(r, step, done, total, unit);
		return;
	}
	line = begin_line("progress");
	add_text(line, "step", step);
	cJSON_AddNumberToObject(line, "done", (double)done);
	cJSON_AddNumberToObject(line, "total", (double)total);
	add_text(line, "unit", unit);
	put_line(r, line);
}

static void put_simple(struct report *r, const char *event, const char *text)
{
	cJSON *line;

	if (r->style == REPORT_TEXT) {
		put_text(r, text);
		return;
	}
	line = begin_line(event);
	add_text(line, "text", text);
	put_line(r, line);
}

void report_log(struct report *r, const char *text)
{
	put_simple(r, "log", text);
}

void report_wait(struct report *r, const char *text)
{
	put_simple(r, "wait", text);
}

void report_name(struct report *r, const char *event, const char *name, const char *from)
{
	cJSON *line;

	if (r->style == REPORT_TEXT) {
		put_text(r, name);
		return;
	}
	line = begin_line(event);
	add_text(line, event, name);
	if (from)
		add_text(line, "from", from);
	put_line(r, line);
}

void report_result(struct report *r, const char *name, const char *value)
{
	cJSON *line;

	if (r->style == REPORT_TEXT) {
		struct str s = STR_INIT;

		str_addf(&s, "%s: %s", name, value);
		put_text(r, str_text(&s));
		str_release(&s);
		return;
	}
	line = begin_line("result");
	add_text(line, "name", name);
	add_text(line, "value", value);
	put_line(r, line);
}

/* "layer 1 (nav), key 29 (KC_F on layer 0): ", "combo copy: ", or nothing. */
static void add_place(struct str *out, const struct report_place *place)
{
	const struct {
		const char *noun, *name;
		int number;
	} parts[] = {
		{ "layer", place->layer_name, place->layer },
		{ "key", place->key_name, place->key },
		{ "encoder", NULL, place->encoder },
	};
	bool any = false;

	for (size_t i = 0; i < COUNT(parts); i++) {
		if (parts[i].number < 0)
			continue;
		str_addf(out, "%s%s %d", any ? ", " : "", parts[i].noun, parts[i].number);
		if (parts[i].name)
			str_addf(out, " (%s)", parts[i].name);
		any = true;
	}
	if (place->definition >= 0) {
		str_addf(out, "%s%s ", any ? ", " : "", place->kind);
		if (place->definition_name)
			str_add(out, place->definition_name);
		else
			str_addf(out, "%d", place->definition);
		any = true;
	}
	if (any)
		str_add(out, ": ");
}

static void put_diagnostic_text(struct report *r, const char *severity, const char *id,
				const struct report_place *place, const char *text)
{
	struct str s = STR_INIT;

	if (place->file)
		str_add(&s, place->file);
	if (place->line >= 0)
		str_addf(&s, "%s%d", place->file ? ":" : "line ", place->line);
	if (place->line >= 0 && place->column >= 0)
		str_addf(&s, ":%d", place->column);
	if (s.len)
		str_add(&s, ": ");
	str_addf(&s, "%s: ", severity);
	add_place(&s, place);
	str_addf(&s, "%s [%s]", text, id);
	put_text(r, str_text(&s));
	str_release(&s);
}

static void add_loss(cJSON *line, const struct report_loss *loss)
{
	add_text(line, "loss", loss->loss);
	add_text(line, "subject", loss->subject);
	add_text(line, "instead", loss->instead);
	add_text(line, "id", loss->id);
	cJSON_AddBoolToObject(line, "waived", loss->waived);
}

void report_loss(struct report *r, const char *severity, const char *code, struct report_place place,
		 const char *text, const struct report_loss *loss)
{
	cJSON *line;

	if (r->style == REPORT_TEXT) {
		put_diagnostic_text(r, severity, loss ? loss->id : code, &place, text);
		return;
	}
	line = begin_line("diagnostic");
	add_text(line, "severity", severity);
	add_text(line, "code", code);
	if (place.file)
		add_text(line, "file", place.file);
	add_number(line, "line", place.line);
	add_number(line, "column", place.column);
	add_number(line, "layer", place.layer);
	add_number(line, "key", place.key);
	add_number(line, "encoder", place.encoder);
	if (place.kind)
		add_text(line, "kind", place.kind);
	add_number(line, "definition", place.definition);
	if (place.definition_name)
		add_text(line, "name", place.definition_name);
	if (loss)
		add_loss(line, loss);
	add_text(line, "text", text);
	put_line(r, line);
}

void report_diagnostic(struct report *r, const char *severity, const char *code, struct report_place place,
		       const char *text)
{
	report_loss(r, severity, code, place, text, NULL);
}

void report_end(struct report *r, const struct err *err)
{
	cJSON *line;

	if (r->style == REPORT_TEXT) {
		if (r->bar_open)
			fputc('\n', r->out);
		r->bar_open = false;
		fflush(r->out);
		return;
	}
	line = begin_line("end");
	cJSON_AddBoolToObject(line, "ok", !err);
	if (err) {
		add_text(line, "code", err_code_name(err->code));
		add_text(line, "text", err->text);
	}
	put_line(r, line);
}

const char *err_code_name(enum err_code code)
{
	static const char *const name[] = {
		[ERR_NONE] = "none",
		[ERR_USAGE] = "usage",
		[ERR_PARSE] = "parse",
		[ERR_RANGE] = "range",
		[ERR_NOT_FOUND] = "not-found",
		[ERR_EXISTS] = "exists",
		[ERR_IO] = "io",
		[ERR_PERMISSION] = "permission",
		[ERR_DEVICE] = "device",
		[ERR_STALL] = "stall",
		[ERR_GONE] = "gone",
		[ERR_TIMEOUT] = "timeout",
		[ERR_VERIFY] = "verify",
		[ERR_REFUSED] = "refused",
		[ERR_LOSSY] = "lossy",
		[ERR_CANCELLED] = "cancelled",
	};
	_Static_assert(COUNT(name) == ERR_CANCELLED + 1, "every code has a name");

	return name[code];
}

/* The readers of single members: false with the reason when a member is missing or of the wrong type. */

/* Cut between code points. */
static bool get_text(const cJSON *line, const char *name, char *out, size_t size, struct err *err)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(line, name);
	size_t len = 0, left, used;

	if (!cJSON_IsString(item))
		return err_set(err, ERR_PARSE, "worker line: \"%s\" must be a text", name);
	for (left = strlen(item->valuestring); left; left -= used) {
		utf8_decode(item->valuestring + len, left, &used);
		if (len + used >= size)
			break;
		len += used;
	}
	memcpy(out, item->valuestring, len);
	out[len] = '\0';
	return true;
}

static bool get_count(const cJSON *line, const char *name, uint64_t *out, struct err *err)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(line, name);

	if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0 && item->valuedouble <= MAX_JSON_INTEGER))
		return err_set(err, ERR_PARSE, "worker line: \"%s\" must be a number from 0 to 10^15", name);
	*out = (uint64_t)item->valuedouble;
	return true;
}

static bool get_optional_int(const cJSON *line, const char *name, int *out, struct err *err)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(line, name);

	*out = -1;
	if (!item)
		return true;
	if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0 && item->valuedouble <= INT_MAX))
		return err_set(err, ERR_PARSE, "worker line: \"%s\" must be a number from 0", name);
	*out = (int)item->valuedouble;
	return true;
}

static bool read_progress(const cJSON *line, struct report_event *out, struct err *err)
{
	return get_text(line, "step", out->name, sizeof(out->name), err) &&
	       get_text(line, "unit", out->unit, sizeof(out->unit), err) &&
	       get_count(line, "done", &out->done, err) && get_count(line, "total", &out->total, err);
}

static bool read_text(const cJSON *line, struct report_event *out, struct err *err)
{
	return get_text(line, "text", out->text, sizeof(out->text), err);
}

static bool read_result(const cJSON *line, struct report_event *out, struct err *err)
{
	return get_text(line, "name", out->name, sizeof(out->name), err) &&
	       get_text(line, "value", out->text, sizeof(out->text), err);
}

static bool get_optional_text(const cJSON *line, const char *name, char *out, size_t size, struct err *err)
{
	return !cJSON_HasObjectItem(line, name) || get_text(line, name, out, size, err);
}

static bool read_diagnostic(const cJSON *line, struct report_event *out, struct err *err)
{
	out->waived = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(line, "waived"));
	return get_optional_text(line, "file", out->file, sizeof(out->file), err) &&
	       get_optional_text(line, "kind", out->kind, sizeof(out->kind), err) &&
	       get_optional_text(line, "loss", out->loss, sizeof(out->loss), err) &&
	       get_optional_text(line, "instead", out->instead, sizeof(out->instead), err) &&
	       get_optional_text(line, "id", out->id, sizeof(out->id), err) &&
	       get_optional_int(line, "definition", &out->definition, err) &&
	       get_text(line, "severity", out->severity, sizeof(out->severity), err) &&
	       get_text(line, "code", out->name, sizeof(out->name), err) &&
	       get_optional_int(line, "line", &out->line, err) &&
	       get_optional_int(line, "column", &out->column, err) &&
	       get_optional_int(line, "layer", &out->layer, err) &&
	       get_optional_int(line, "key", &out->key, err) &&
	       get_optional_int(line, "encoder", &out->encoder, err) && read_text(line, out, err);
}

static bool read_end(const cJSON *line, struct report_event *out, struct err *err)
{
	const cJSON *ok = cJSON_GetObjectItemCaseSensitive(line, "ok");

	if (!cJSON_IsBool(ok))
		return err_set(err, ERR_PARSE, "worker line: \"ok\" must be true or false");
	out->ok = cJSON_IsTrue(ok);
	return out->ok ||
	       (get_text(line, "code", out->name, sizeof(out->name), err) && read_text(line, out, err));
}

static const struct {
	const char *name;
	enum report_event_type type;
	bool (*read)(const cJSON *line, struct report_event *out, struct err *err);
} events[] = {
	{ "diagnostic", REPORT_EVENT_DIAGNOSTIC, read_diagnostic },
	{ "end", REPORT_EVENT_END, read_end },
	{ "log", REPORT_EVENT_LOG, read_text },
	{ "progress", REPORT_EVENT_PROGRESS, read_progress },
	{ "result", REPORT_EVENT_RESULT, read_result },
	{ "wait", REPORT_EVENT_WAIT, read_text },
};

bool report_parse(const char *line, struct report_event *out, struct err *err)
{
	size_t len = strlen(line);
	cJSON *root = NULL;
	char name[32];
	bool ok = false;

	*out = (struct report_event){
		.line = -1, .column = -1, .layer = -1, .key = -1, .encoder = -1, .definition = -1
	};
	if (len > MAX_LINE_BYTES)
		return err_set(err, ERR_RANGE, "worker line: %zu bytes, at most %d are read", len,
			       MAX_LINE_BYTES);
	root = cJSON_ParseWithOpts(line, NULL, true);
	if (!cJSON_IsObject(root)) {
		err_set(err, ERR_PARSE, "worker line: expected a JSON object, not '%.60s'", line);
		goto out;
	}
	if (!get_text(root, "event", name, sizeof(name), err))
		goto out;
	for (size_t i = 0; i < COUNT(events); i++) {
		if (strcmp(events[i].name, name))
			continue;
		out->type = events[i].type;
		ok = events[i].read(root, out, err);
		goto out;
	}
	err_set(err, ERR_PARSE, "worker line: unknown event '%s'", name);
out:
	cJSON_Delete(root);
	return ok;
}
