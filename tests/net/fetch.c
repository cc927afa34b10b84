/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "http_server.h"
#include "net/http.h"
#include "project/builtin.h"
#include "tap.h"
#include "temp.h"

/* The verb fetch as a process, against a scripted server. What hangs must end by itself; this is for when it does not. */
enum { TEST_MAX_S = 240, MAX_ARGS = 12, OUTPUT_MAX_BYTES = 1 << 20, PART_BYTES = 1000 };

#define INFO   "/v1/keyboards/demo/sixty/info.json"
#define KEYMAP "/v1/keyboards/demo/sixty/keymaps/default/keymap.json"

static char dir[] = "/tmp/keyplane-fetch-XXXXXX";
static struct http_server server;
static struct str info, newer, keymap, huge; /* of a keyboard: ours, in the shape of the API */
static struct str output;                    /* of the last run: both streams */
static char url[64];

static const char aliases[] =
	"{\"last_updated\": \"x\", \"keyboard_aliases\": {"
	"\"old/sixty\": {\"target\": \"newer/sixty\"}, \"newer/sixty\": {\"target\": \"demo/sixty\"},"
	"\"round\": {\"target\": \"trip\"}, \"trip\": {\"target\": \"round\"},"
	"\"evil\": {\"target\": \"../../evil\"}}}";
static const char list[] = "{\"keyboards\": [\"demo/sixty\", \"demo/other\", 3, \"../evil\"]}";

/* @members, then those of the built-in board. */
static void make_info(struct str *out, const char *members)
{
	const struct builtin *board = builtin_find("ansi_60");
	const char *rest = memchr(board->keyboard, '{', board->keyboard_len);

	str_add(out, "{\"last_updated\": \"2026-01-01 00:00:00 GMT\", \"keyboards\": {\"demo/sixty\": {");
	str_add(out, members);
	str_add_bytes(out, rest + 1, board->keyboard_len - (size_t)(rest + 1 - board->keyboard));
	str_add(out, "}}");
}

static void make_answers(void)
{
	static const char with_keymap[] = "\"keymaps\": {\"default\": {\"url\": \"https://localhost/x\","
					  "\"path\": \"keyboards/demo/sixty/keymaps/default/keymap.json\"}},";
	const struct builtin *board = builtin_find("ansi_60");
	struct str members = STR_INIT;

	make_info(&info, with_keymap);
	str_addf(&members, "%s\"maintainer2\": \"someone else\",", with_keymap);
	make_info(&newer, str_text(&members));
	str_release(&members);
	str_add_bytes(&keymap, board->keymap, board->keymap_len);
	str_pad(&huge, ' ', JSON_MAX_BYTES + 1);
}

static void start(const struct http_rule *rules)
{
	http_server_start(&server, rules);
}

static void start_good(void)
{
	static struct http_rule rules[] = {
		{ .path = INFO, .etag = "\"one\"" },
		{ .path = KEYMAP, .etag = "\"map\"" },
		{ .path = "/v1/keyboard_aliases.json", .body = aliases, .etag = "\"al\"" },
		{ .path = "/v1/keyboard_list.json", .body = list, .etag = "\"li\"" },
		{ .path = NULL, .status = 404, .body = "<html>no</html>" },
	};

	rules[0].body = str_text(&info);
	rules[1].body = str_text(&keymap);
	start(rules);
}

static void clear_cache(void)
{
	char *cache = file_join(dir, "cache");

	temp_remove(cache);
	free(cache);
}

/* The path of @file of the server, in the cache. The caller frees. */
static char *cached(const char *file)
{
	struct str path = STR_INIT;

	str_addf(&path, "%s/cache/keyplane/api/http%%3a%%2f%%2f127.0.0.1%%3a%d%s", dir, server.port, file);
	return str_take(&path);
}

static bool cached_is(const char *file, const struct str *text)
{
	char *path = cached(file);
	struct str is = STR_INIT;
	struct err err;
	bool same = file_read(path, OUTPUT_MAX_BYTES, &is, &err) && is.len == text->len &&
		    !memcmp(is.data, text->data, is.len);

	str_release(&is);
	free(path);
	return same;
}

static bool is_cached(const char *file)
{
	char *path = cached(file);
	bool is = file_is_regular(path);

	free(path);
	return is;
}

static void overwrite(const char *file, const char *text, size_t len)
{
	char *path = cached(file);
	struct err err;

	if (!file_write(path, text, len, FILE_REPLACE, &err))
		printf("# %s\n", err.text);
	free(path);
}

/* Start ./keyplane with @args, which end with NULL; its output goes to the file "out". @limit: bytes that a file may
 * have; 0: any. */
static pid_t start_keyplane(const char *const *args, rlim_t limit)
{
	char *argv[MAX_ARGS + 2] = { (char *)"./keyplane" }, *out = file_join(dir, "out");
	pid_t pid;

	for (size_t i = 0; i < MAX_ARGS && args[i]; i++)
		argv[i + 1] = (char *)args[i];
	fflush(stdout);
	pid = fork();
	if (!pid) {
		int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0666);

		if (limit) {
			signal(SIGXFSZ, SIG_IGN);
			setrlimit(RLIMIT_FSIZE, &(struct rlimit){ limit, limit });
		}
		alarm(TEST_MAX_S);
		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
		execv(argv[0], argv);
		_exit(99);
	}
	free(out);
	return pid;
}

/* Exit status, or 128 + signal. */
static int wait_keyplane(pid_t pid)
{
	char *out = file_join(dir, "out");
	struct err err;
	int status;

	waitpid(pid, &status, 0);
	if (!file_read(out, OUTPUT_MAX_BYTES, &output, &err))
		str_add(&output, err.text);
	free(out);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int keyplane(const char *first, ...)
{
	const char *args[MAX_ARGS + 1] = { first };
	va_list ap;

	va_start(ap, first);
	for (size_t i = 1; i < MAX_ARGS && (args[i] = va_arg(ap, const char *)); i++)
		;
	va_end(ap);
	return wait_keyplane(start_keyplane(args, 0));
}

static bool said(const char *text)
{
	if (strstr(str_text(&output), text))
		return true;
	printf("# '%s' is not in: %s\n", text, str_text(&output));
	return false;
}

static void test_first_and_again(void)
{
	int before;

	clear_cache();
	start_good();
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("demo/sixty: ") && said(" kB, new\n"),
	   "a keyboard is fetched");
	ok(cached_is(INFO, &info) && cached_is(KEYMAP, &keymap),
	   "it is in the cache, with its default keymap");
	ok(!strstr(str_text(&output), "warning"), "nothing is complained about");
	before = server.seen->requests;
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("not modified\n"), "again: not modified");
	ok(server.seen->requests == before + 2 && server.seen->conditional == 2,
	   "both files were asked for by their ETag");
	ok(keyplane("fetch", "--force", "demo/sixty", NULL) == EXIT_OK && said(" kB, new\n") &&
		   server.seen->conditional == 2,
	   "--force asks as if nothing were there");
}

static void test_update(void)
{
	struct http_rule rules[] = {
		{ .path = INFO, .etag = "\"two\"", .body = str_text(&newer) },
		{ .path = KEYMAP, .etag = "\"map\"", .body = str_text(&keymap) },
		{ .path = NULL, .status = 404 },
	};

	start(rules);
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("updated\n") && cached_is(INFO, &newer),
	   "what changed is updated");
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("not modified\n"), "under its new ETag");
	rules[0].etag = NULL;
	start(rules);
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("not modified\n"),
	   "a server without ETags: the bytes tell");
}

static void test_names(void)
{
	static const struct {
		const char *name, *text;
		int status;
	} rows[] = {
		{ "old/sixty", "demo/sixty (old/sixty): ", EXIT_OK },
		{ "round", "there is no keyboard round at ", EXIT_FAILED },
		{ "evil", "there is no keyboard evil at ", EXIT_FAILED },
		{ "demo/sixt", ", did you mean demo/sixty\n", EXIT_FAILED },
		{ "sixty", ", did you mean demo/sixty\n", EXIT_FAILED },
		{ "zzzzzzzzz", "there is no keyboard zzzzzzzzz at ", EXIT_FAILED },
		{ "../demo", "is no keyboard's name", EXIT_USAGE },
		{ "demo//sixty", "is no keyboard's name", EXIT_USAGE },
		{ "/demo", "is no keyboard's name", EXIT_USAGE },
		{ "demo/sixty?x", "is no keyboard's name", EXIT_USAGE },
		{ "demo/.sixty", "is no keyboard's name", EXIT_USAGE },
		{ "", "is no keyboard's name", EXIT_USAGE },
	};

	start_good();
	for (size_t i = 0; i < COUNT(rows); i++)
		ok(keyplane("fetch", rows[i].name, NULL) == rows[i].status && said(rows[i].text), "name '%s'",
		   rows[i].name);
	ok(keyplane("fetch", NULL) == EXIT_USAGE && said("fetch what?"), "no name at all");
	ok(keyplane("fetch", "--list", "demo/sixty", NULL) == EXIT_USAGE, "a name and --list");
	ok(keyplane("fetch", "nope", "demo/sixty", "nor/this", NULL) == EXIT_FAILED &&
		   said("error: there is no keyboard nope") && said("error: there is no keyboard nor/this") &&
		   said("demo/sixty: ") && said("2 of 3 keyboards were not fetched"),
	   "of several names the good ones are fetched");
}

static void test_list(void)
{
	ok(keyplane("fetch", "--list", NULL) == EXIT_OK &&
		   !strcmp(str_text(&output), "demo/sixty\ndemo/other\n"),
	   "--list prints the names, those alone that can be names");
	ok(keyplane("fetch", "--list", "--json", NULL) == EXIT_OK &&
		   said("{\"event\":\"result\",\"name\":\"keyboard\",\"value\":\"demo/other\"}\n") &&
		   said("{\"event\":\"end\",\"ok\":true}\n"),
	   "and with --json a line each");
}

static void test_json(void)
{
	ok(keyplane("fetch", "--json", "demo/sixty", NULL) == EXIT_OK &&
		   said("{\"event\":\"log\",\"text\":\"demo/sixty: ") &&
		   said("{\"event\":\"result\",\"name\":\"keyboard\",\"value\":\"demo/sixty\"}\n") &&
		   said("{\"event\":\"end\",\"ok\":true}\n"),
	   "--json: what the editor reads");
	ok(keyplane("fetch", "--json", "nope", NULL) == EXIT_FAILED &&
		   said("{\"event\":\"end\",\"ok\":false,\"code\":\"not-found\","),
	   "and how it fails");
}

/* What a server may do wrong; each with nothing in the cache, and with a keyboard there. */
static void test_faults(void)
{
	static struct {
		const char *what;
		struct http_rule rule;
		const char *text;
		bool offline; /* the cache stands in */
	} rows[] = {
		{ "500", { .status = 500, .body = "<html>" }, "HTTP 500", true },
		{ "403", { .status = 403 }, "HTTP 403", false },
		{ "a redirect in circles",
		  { .status = 302, .headers = "Location: " INFO "\r\n" },
		  "in circles",
		  false },
		{ "no answer", { .act = HTTP_SILENT }, "without an answer", true },
		{ "half an answer", { .act = HTTP_CUT }, "in the middle", true },
		{ "less than was promised", { .claimed = 1 << 20 }, "in the middle", true },
		{ "a file that is half there", { .len = PART_BYTES }, "what came is not used: line ", false },
		{ "a page",
		  { .body = "<html><body>Log in to the hotel</body></html>" },
		  "what came is not used",
		  false },
		{ "nothing", { .body = "" }, "what came is not used", false },
		{ "another keyboard",
		  { .body = "{\"keyboards\": {\"demo/fifty\": {}}}" },
		  "it holds no \"keyboards\" with \"demo/sixty\" in it",
		  false },
		{ "no layouts",
		  { .body = "{\"keyboards\": {\"demo/sixty\": {\"layouts\": {}}}}" },
		  "no layout with keys",
		  false },
		{ "layouts of nothing",
		  { .body = "{\"keyboards\": {\"demo/sixty\": {\"layouts\": {\"LAYOUT\": {\"layout\": "
			    "[]}}}}}" },
		  "no layout with keys",
		  false },
		{ "a list", { .body = "[1, 2]" }, "it holds no \"keyboards\"", false },
		{ "far too much", { .len = JSON_MAX_BYTES + 1 }, "larger than the", false },
		{ "no gzip", { .headers = "Content-Encoding: gzip\r\n" }, "gzip is damaged", true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_rule rules[] = { rows[i].rule, { .path = NULL, .status = 404 } };
		const struct str *plain = rows[i].rule.len > JSON_MAX_BYTES ? &huge : &info;

		rules[0].path = INFO;
		if (!rules[0].body && !rules[0].status && rules[0].act != HTTP_SILENT)
			rules[0].body = str_text(plain);
		clear_cache();
		start(rules);
		ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_FAILED && said(rows[i].text) &&
			   !is_cached(INFO),
		   "%s: nothing is kept", rows[i].what);
		start_good();
		ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK, "%s: then one that is good",
		   rows[i].what);
		start(rules);
		ok(keyplane("fetch", "demo/sixty", NULL) == (rows[i].offline ? EXIT_OK : EXIT_FAILED) &&
			   said(rows[i].text) && (!rows[i].offline || said("from the cache: ")) &&
			   cached_is(INFO, &info) && cached_is(KEYMAP, &keymap),
		   "%s: which stays as it was", rows[i].what);
	}
}

static void test_bad_keymap(void)
{
	static const struct {
		const char *what;
		struct http_rule rule;
		const char *text;
	} rows[] = {
		{ "none", { .status = 404 }, "no such file" },
		{ "a page", { .body = "<html>" }, "what came is not used" },
		{ "no layers", { .body = "{}" }, "it has no \"layers\"" },
		{ "half of it", { .body = "{\"layers\": [[\"KC_A\"", .act = HTTP_CUT }, "in the middle" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_rule rules[] = { { .path = INFO, .body = str_text(&info) },
					     rows[i].rule,
					     { .path = NULL, .status = 404 } };

		rules[1].path = KEYMAP;
		clear_cache();
		start(rules);
		ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK &&
			   said("warning: without its default keymap: ") && said(rows[i].text) &&
			   said(" kB, new\n") && is_cached(INFO) && !is_cached(KEYMAP),
		   "the keyboard comes without its keymap: %s", rows[i].what);
	}
}

/* Paths that an answer names never lead out. */
static void test_paths(void)
{
	static const char *const paths[] = {
		"../../../../evil.json", "/etc/passwd", "keyboards/../../evil/keymap.json",
		".hidden/keymap.json",   "a//b",        ""
	};
	char *evil = file_join(dir, "cache/evil.json");

	for (size_t i = 0; i < COUNT(paths); i++) {
		struct str text = STR_INIT, members = STR_INIT;
		struct http_rule rules[] = { { .path = INFO }, { .path = NULL, .body = str_text(&keymap) } };
		int before;

		str_addf(&members, "\"keymaps\": {\"default\": {\"path\": \"%s\"}},", paths[i]);
		make_info(&text, str_text(&members));
		rules[0].body = str_text(&text);
		clear_cache();
		start(rules);
		before = server.seen->requests;
		ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && server.seen->requests == before + 1 &&
			   !file_kind(evil),
		   "a keymap at '%s' is not asked for", paths[i]);
		str_release(&members);
		str_release(&text);
	}
	free(evil);
}

static void test_offline(void)
{
	clear_cache();
	start_good();
	keyplane("fetch", "demo/sixty", NULL);
	keyplane("fetch", "old/sixty", NULL);
	keyplane("fetch", "--list", NULL);
	/* Nobody answers any more. */
	start((const struct http_rule[]){ { .path = NULL, .act = HTTP_SILENT } });
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("from the cache: ") &&
		   said("without an answer"),
	   "without the network: from the cache, and why");
	ok(keyplane("fetch", "--list", NULL) == EXIT_OK && said("the list is from the cache: ") &&
		   said("demo/other\n"),
	   "the list too");
	ok(keyplane("fetch", "--force", "demo/sixty", NULL) == EXIT_FAILED && cached_is(INFO, &info),
	   "--force wants the network, and leaves what is there");
	ok(keyplane("fetch", "demo/other", NULL) == EXIT_FAILED && said("without an answer"),
	   "what was never fetched is not there");
}

static void test_damaged(void)
{
	int before;

	clear_cache();
	start_good();
	keyplane("fetch", "demo/sixty", NULL);
	overwrite(INFO, info.data, info.len / 2);
	before = server.seen->conditional;
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("cache-damaged") && said(" kB, new\n") &&
		   cached_is(INFO, &info) && server.seen->conditional == before + 1,
	   "half a file in the cache is told, and fetched anew without its ETag");
	overwrite(INFO, newer.data, newer.len);
	before = server.seen->conditional;
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("updated\n") && cached_is(INFO, &info) &&
		   server.seen->conditional == before + 1,
	   "an ETag is not believed of other bytes than its own");
	overwrite(INFO ".etag", "x", 1);
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("not modified\n"),
	   "nor is one that is damaged");
	overwrite(INFO, "\0\xff{", 3);
	http_server_stop(&server);
	start((const struct http_rule[]){ { .path = NULL, .act = HTTP_SILENT } });
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_FAILED && said("cache-damaged"),
	   "a damaged file does not stand in for the network");
	ok(keyplane("draw", "demo/sixty", NULL) == EXIT_FAILED &&
		   said("cannot be used, keyplane fetch demo/sixty gets it anew"),
	   "and opens no keyboard");
}

/* Killed in the middle of a download: what was there is there. */
static void test_killed(void)
{
	static const int signals[] = { SIGKILL, SIGTERM, SIGINT };
	static const char *const args[] = { "fetch", "demo/sixty", NULL };
	struct http_rule rules[] = { { .path = INFO, .act = HTTP_HANG, .body = str_text(&newer) },
				     { .path = NULL, .status = 404 } };

	for (size_t i = 0; i < COUNT(signals); i++) {
		int status;
		pid_t pid;

		clear_cache();
		start_good();
		keyplane("fetch", "demo/sixty", NULL);
		start(rules);
		pid = start_keyplane(args, 0);
		http_server_wait_hang(&server);
		kill(pid, signals[i]);
		status = wait_keyplane(pid);
		ok(status == (signals[i] == SIGKILL ? 128 + SIGKILL : EXIT_CANCELLED) &&
			   cached_is(INFO, &info) && (signals[i] == SIGKILL || said("cancelled")),
		   "signal %d: the old file is whole", signals[i]);
	}
	start_good();
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("not modified\n"),
	   "and still known by its ETag");
}

static void test_two_at_once(void)
{
	static const char *const args[] = { "fetch", "demo/sixty", NULL };
	enum { PROCESSES = 4 };
	pid_t pid[PROCESSES];
	int good = 0;

	clear_cache();
	start_good();
	for (int i = 0; i < PROCESSES; i++)
		pid[i] = start_keyplane(args, 0);
	for (int i = 0; i < PROCESSES; i++)
		good += wait_keyplane(pid[i]) == EXIT_OK;
	ok(good == PROCESSES && cached_is(INFO, &info) && cached_is(KEYMAP, &keymap), "%d at once",
	   PROCESSES);
	ok(keyplane("fetch", "demo/sixty", NULL) == EXIT_OK && said("not modified\n"), "leave a good ETag");
}

static void test_disk(void)
{
	static const char *const args[] = { "fetch", "demo/sixty", NULL };
	char *place = file_join(dir, "cache");
	struct err err;

	clear_cache();
	start_good();
	ok(wait_keyplane(start_keyplane(args, PART_BYTES)) == EXIT_FAILED && said("cannot write ") &&
		   !is_cached(INFO),
	   "a disk that is full: said, and no part of a file is left");
	keyplane("fetch", "demo/sixty", NULL);
	start((const struct http_rule[]){ { .path = INFO, .body = str_text(&newer) },
					  { .path = NULL, .status = 404 } });
	ok(wait_keyplane(start_keyplane(args, PART_BYTES)) == EXIT_FAILED && cached_is(INFO, &info),
	   "and the old file stays");
	clear_cache();
	ok(file_write(place, "x", 1, FILE_CREATE, &err) &&
		   keyplane("fetch", "demo/sixty", NULL) == EXIT_FAILED && said("cannot create folder"),
	   "a file where the cache should be");
	unlink(place);
	free(place);
}

static void test_open(void)
{
	char *tree = file_join(dir, "keymap.json");
	struct str text = STR_INIT;
	struct err err;

	clear_cache();
	ok(keyplane("draw", "demo/sixty", NULL) == EXIT_FAILED &&
		   said("keyplane fetch demo/sixty gets it if QMK has it"),
	   "a keyboard that nobody has: fetch is offered");
	start_good();
	keyplane("fetch", "old/sixty", NULL);
	http_server_stop(&server);
	ok(keyplane("draw", "demo/sixty", NULL) == EXIT_OK && said("60 %") && said("│GEsc│"),
	   "what was fetched is drawn, with its default keymap");
	ok(keyplane("draw", "old/sixty", NULL) == EXIT_OK && said("│GEsc│"), "by its old name too");
	ok(keyplane("draw", "demo/sixtz", NULL) == EXIT_FAILED && said("did you mean demo/sixty"),
	   "and is what may be meant");
	str_add(&text, "{\"keyboard\": \"demo/sixty\", \"keymap\": \"mine\", \"layout\": \"LAYOUT_60_ansi\", "
		       "\"layers\": [[");
	for (int i = 0; i < 61; i++)
		str_addf(&text, "%s\"KC_Q\"", i ? ", " : "");
	str_add(&text, "]]}");
	ok(file_write(tree, text.data, text.len, FILE_CREATE, &err) &&
		   keyplane("draw", tree, NULL) == EXIT_OK && said("│ Q  │ Q  │"),
	   "a keymap finds it");
	ok(keyplane("list", "--json", "sixty", NULL) == EXIT_OK &&
		   said("{\"event\":\"keyboard\",\"keyboard\":\"demo/sixty\",\"from\":\"fetched\"}\n"),
	   "it is listed, as one that was fetched");
	ok(keyplane("compile", "demo/sixty", NULL) == EXIT_OK && said("LAYOUT_60_ansi"), "it compiles");
	str_release(&text);
	free(tree);
}

/* What is in the cache can be a base itself. */
static void test_folder(void)
{
	char *folder = cached(""), *gone = file_join(dir, "gone");
	struct str file_url = STR_INIT;

	str_addf(&file_url, "file://%s", folder);
	ok(keyplane("fetch", "--url", folder, "demo/sixty", NULL) == EXIT_OK && said(" kB, new\n"),
	   "from a folder");
	ok(keyplane("fetch", "--url", folder, "demo/sixty", NULL) == EXIT_OK && said("not modified\n"),
	   "again");
	ok(keyplane("fetch", "--url", str_text(&file_url), "old/sixty", NULL) == EXIT_OK &&
		   said("demo/sixty (old/sixty): "),
	   "by file://, and with an alias");
	ok(keyplane("fetch", "--url", gone, "demo/sixty", NULL) == EXIT_FAILED && said("gone is no folder"),
	   "no such folder");
	ok(keyplane("fetch", "--url", "", "demo/sixty", NULL) == EXIT_USAGE && said("the URL is empty"),
	   "no URL is not one");
	ok(keyplane("fetch", "--url", "http://me:pw@localhost", "demo/sixty", NULL) == EXIT_USAGE &&
		   said("password"),
	   "no password");
	str_release(&file_url);
	free(gone);
	free(folder);
}

static void set_environment(void)
{
	static const char *const unset[] = { "http_proxy", "https_proxy", "all_proxy",
					     "ALL_PROXY",  "QMK_HOME",    "QMK_USERSPACE" };
	char *cache = file_join(dir, "cache");

	for (size_t i = 0; i < COUNT(unset); i++)
		unsetenv(unset[i]);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", server.port);
	setenv("KEYPLANE_API", url, 1);
	setenv("XDG_CACHE_HOME", cache, 1);
	setenv("HOME", dir, 1);
	setenv("LC_ALL", "C.UTF-8", 1); /* drawings are compared */
	free(cache);
}

int main(void)
{
	struct err err = { 0 };
	struct http *http = http_open(&err);

	if (!http) {
		printf("1..0 # SKIP %s\n", err.text);
		return 0;
	}
	http_close(http);
	if (!mkdtemp(dir))
		return 99;
	alarm(TEST_MAX_S);
	http_server_open(&server);
	set_environment();
	make_answers();
	test_first_and_again();
	test_update();
	test_names();
	test_list();
	test_json();
	test_faults();
	test_bad_keymap();
	test_paths();
	test_offline();
	test_damaged();
	test_killed();
	test_two_at_once();
	test_disk();
	test_open();
	test_folder();
	http_server_close(&server);
	temp_remove(dir);
	str_release(&info);
	str_release(&newer);
	str_release(&keymap);
	str_release(&huge);
	str_release(&output);
	return tap_done();
}
