/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/fuzzy.h"
#include "base/json.h"
#include "keyboards.h"

void keyboards_seen_release(struct keyboards_seen *seen)
{
	names_release(&seen->fetched);
	names_release(&seen->tree);
	seen->complete = false;
}

static bool take(struct keyboards_seen *seen, const struct json *root, const char *line, struct err *err)
{
	const char *event = json_text(json_find(root, "event")), *from = json_text(json_find(root, "from"));
	const char *name = json_text(json_find(root, "keyboard"));

	if (!strcmp(event, "keyboard") && name[0]) {
		if (!strcmp(from, "tree"))
			names_add(&seen->tree, name);
		else if (strcmp(from, "builtin"))
			names_add(&seen->fetched, name);
		return true;
	}
	if (strcmp(event, "end"))
		return err_set(err, ERR_PARSE, "this is no line of the verb list: %s", line);
	seen->complete = json_is_true(json_find(root, "ok"));
	return seen->complete || err_set(err, ERR_IO, "%s", json_text(json_find(root, "text")));
}

bool keyboards_seen_line(struct keyboards_seen *seen, const char *line, struct err *err)
{
	struct json_doc *doc = json_parse(line, strlen(line), err);
	bool ok = doc && take(seen, json_root(doc), line, err);

	json_doc_free(doc);
	return ok;
}

int keyboard_score(const char *name, const char *query)
{
	const char *slash = name[0] == '/' ? strrchr(name, '/') : strchr(name, '/'), *word;
	int total = 0;
	size_t len;

	/* Boards are known without their makers, files without their folders. */
	while ((word = fuzzy_word(&query, &len))) {
		int score = fuzzy_score(word, len, name, slash ? slash + 1 : name, true);

		if (score < 0)
			return FUZZY_NONE;
		total += score;
	}
	return total;
}
