/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/clock.h"
#include "base/mem.h"
#include "net/http.h"

enum { POLL_MS = 50 };

/* A function of libcurl by its own prototype. */
#define FUNCTION(name) __typeof__(curl_##name) *name
static struct {
	void *handle; /* of the library; never closed: the leak checker wants to know its names at exit */
	FUNCTION(easy_cleanup);
	FUNCTION(easy_getinfo);
	FUNCTION(easy_init);
	FUNCTION(easy_reset);
	FUNCTION(easy_setopt);
	FUNCTION(easy_strerror);
	FUNCTION(global_cleanup);
	FUNCTION(global_init);
	FUNCTION(multi_add_handle);
	FUNCTION(multi_cleanup);
	FUNCTION(multi_info_read);
	FUNCTION(multi_init);
	FUNCTION(multi_perform);
	FUNCTION(multi_poll);
	FUNCTION(multi_remove_handle);
	FUNCTION(slist_append);
	FUNCTION(slist_free_all);
} curl;
#undef FUNCTION

struct http {
	CURL *easy;
	CURLM *multi;
	char error[CURL_ERROR_SIZE];
};

/* One request that is under way. */
struct get {
	const struct http_request *request;
	struct http_answer *out;
	size_t max_bytes;
	int64_t moved_ms; /* when the last byte came */
	bool too_large;
};

/* Debian has a second build of it under a name of its own. */
static void *open_library(void)
{
	static const char *const names[] = { "libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib" };
	void *library = NULL;

	for (size_t i = 0; !library && i < COUNT(names); i++)
		library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	return library;
}

static bool load(struct err *err)
{
#define ROW(name)                                  \
	{                                          \
		"curl_" #name, (void **)&curl.name \
	}
	static const struct {
		const char *name;
		void **to;
	} rows[] = {
		ROW(easy_cleanup),     ROW(easy_getinfo),  ROW(easy_init),           ROW(easy_reset),
		ROW(easy_setopt),      ROW(easy_strerror), ROW(global_cleanup),      ROW(global_init),
		ROW(multi_add_handle), ROW(multi_cleanup), ROW(multi_info_read),     ROW(multi_init),
		ROW(multi_perform),    ROW(multi_poll),    ROW(multi_remove_handle), ROW(slist_append),
		ROW(slist_free_all),
	};
#undef ROW
	void *library;

	if (curl.handle)
		return true;
	library = open_library();
	if (!library)
		return err_set(
			err, ERR_NOT_FOUND,
			"nothing can be fetched without libcurl, which is not installed: the package is "
			"libcurl4 (apt), libcurl (dnf) or curl (pacman, brew)");
	for (size_t i = 0; i < COUNT(rows); i++) {
		*rows[i].to = dlsym(library, rows[i].name);
		if (!*rows[i].to)
			return err_set(err, ERR_NOT_FOUND,
				       "the libcurl that is installed has no %s: 7.66 or later is needed",
				       rows[i].name);
	}
	curl.handle = library;
	return true;
}

struct http *http_open(struct err *err)
{
	struct http *http;

	if (!load(err))
		return NULL;
	if (curl.global_init(CURL_GLOBAL_DEFAULT)) {
		err_set(err, ERR_IO, "libcurl does not start");
		return NULL;
	}
	http = mem_new(1, sizeof(*http));
	http->easy = curl.easy_init();
	http->multi = curl.multi_init();
	if (!http->easy || !http->multi)
		abort();
	return http;
}

void http_close(struct http *http)
{
	if (!http)
		return;
	curl.easy_cleanup(http->easy);
	curl.multi_cleanup(http->multi);
	curl.global_cleanup();
	free(http);
}

void http_answer_release(struct http_answer *answer)
{
	str_release(&answer->body);
	*answer = (struct http_answer){ 0 };
}

bool http_is_etag(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	return len && len < HTTP_ETAG_MAX_BYTES;
}

static size_t on_body(char *data, size_t size, size_t count, void *user)
{
	struct get *get = user;
	size_t len = size * count;

	get->moved_ms = clock_now_ms();
	get->too_large = len > get->max_bytes - get->out->body.len;
	if (get->too_large)
		return len + 1; /* what curl takes for a failure to write */
	str_add_bytes(&get->out->body, data, len);
	return len;
}

static size_t on_header(char *data, size_t size, size_t count, void *user)
{
	static const char etag[] = "etag:", status[] = "HTTP/";
	struct get *get = user;
	size_t len = size * count;
	struct str value = STR_INIT;

	get->moved_ms = clock_now_ms();
	/* Each answer on the way has headers; those of the last one count. */
	if (len >= sizeof(status) - 1 && !memcmp(data, status, sizeof(status) - 1))
		get->out->etag[0] = '\0';
	if (len < sizeof(etag) || strncasecmp(data, etag, sizeof(etag) - 1) != 0)
		return len;
	str_add_bytes(&value, data + sizeof(etag) - 1, len - (sizeof(etag) - 1));
	data = value.data + strspn(value.data, " \t");
	data[strcspn(data, " \t\r\n")] = '\0';
	if (http_is_etag(data))
		memcpy(get->out->etag, data, strlen(data) + 1);
	str_release(&value);
	return len;
}

/* Options refused by an old libcurl are found out once, behind the last. */
struct setter {
	CURL *easy;
	CURLcode failed;
};

static void set_long(struct setter *s, CURLoption option, long value)
{
	CURLcode code = curl.easy_setopt(s->easy, option, value);

	s->failed = s->failed ? s->failed : code;
}

static void set_pointer(struct setter *s, CURLoption option, const void *value)
{
	CURLcode code = curl.easy_setopt(s->easy, option, value);

	s->failed = s->failed ? s->failed : code;
}

static void set_callback(struct setter *s, CURLoption option, curl_write_callback value)
{
	CURLcode code = curl.easy_setopt(s->easy, option, value);

	s->failed = s->failed ? s->failed : code;
}

static void set_protocols(struct setter *s, const char *url)
{
	bool secure = strncasecmp(url, "http:", 5) != 0;

#if LIBCURL_VERSION_NUM >= 0x075500
	set_pointer(s, CURLOPT_PROTOCOLS_STR, "http,https");
	set_pointer(s, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
#else
	set_long(s, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
	set_long(s, CURLOPT_REDIR_PROTOCOLS, secure ? CURLPROTO_HTTPS : CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
	set_pointer(s, CURLOPT_DEFAULT_PROTOCOL, "https");
}

static bool set_options(struct http *http, struct get *get, struct curl_slist *headers, struct err *err)
{
	const struct http_request *r = get->request;
	struct setter s = { .easy = http->easy };

	curl.easy_reset(http->easy);
	http->error[0] = '\0';
	set_pointer(&s, CURLOPT_URL, r->url);
	set_protocols(&s, r->url);
	set_pointer(&s, CURLOPT_ERRORBUFFER, http->error);
	set_pointer(&s, CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
	set_pointer(&s, CURLOPT_ACCEPT_ENCODING, "gzip");
	set_pointer(&s, CURLOPT_HTTPHEADER, headers);
	set_long(&s, CURLOPT_DISALLOW_USERNAME_IN_URL, 1);
	set_long(&s, CURLOPT_FOLLOWLOCATION, 1);
	set_long(&s, CURLOPT_MAXREDIRS, HTTP_REDIRECTS);
	set_long(&s, CURLOPT_CONNECTTIMEOUT_MS, r->connect_ms ? r->connect_ms : HTTP_CONNECT_MS);
	set_long(&s, CURLOPT_TIMEOUT_MS, r->total_ms ? r->total_ms : HTTP_TOTAL_MS);
	set_long(&s, CURLOPT_NOSIGNAL, 1);
	set_callback(&s, CURLOPT_WRITEFUNCTION, on_body);
	set_pointer(&s, CURLOPT_WRITEDATA, get);
	set_callback(&s, CURLOPT_HEADERFUNCTION, on_header);
	set_pointer(&s, CURLOPT_HEADERDATA, get);
	return !s.failed ||
	       err_set(err, ERR_IO, "libcurl does not do what is needed: %s", curl.easy_strerror(s.failed));
}

static curl_off_t number_of(struct http *http, CURLINFO which)
{
	curl_off_t number = 0;

	curl.easy_getinfo(http->easy, which, &number);
	return number > 0 ? number : 0;
}

/* Whether to go on; if not, why. */
static bool may_go_on(struct http *http, const struct get *get, struct err *err)
{
	const struct http_request *r = get->request;
	int stall_ms = r->stall_ms ? r->stall_ms : HTTP_STALL_MS;
	uint64_t done = (uint64_t)number_of(http, CURLINFO_SIZE_DOWNLOAD_T);
	uint64_t total = (uint64_t)number_of(http, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T);

	if (r->progress && !r->progress(r->data, done, total))
		return err_set(err, ERR_CANCELLED, "cancelled");
	if (clock_now_ms() - get->moved_ms > stall_ms)
		return err_set(err, ERR_TIMEOUT,
			       "nothing came for %d ms: the network or the server hangs; try again later",
			       stall_ms);
	return true;
}

/* False when we ended it ourselves; else *@code is how it went. */
static bool run(struct http *http, const struct get *get, CURLcode *code, struct err *err)
{
	CURLMcode failed = curl.multi_add_handle(http->multi, http->easy);
	const CURLMsg *message;
	int running = 1, left;
	bool ok = true;

	while (!failed && running && ok) {
		failed = curl.multi_perform(http->multi, &running);
		ok = !running || may_go_on(http, get, err);
		if (!failed && running && ok)
			failed = curl.multi_poll(http->multi, NULL, 0, POLL_MS, NULL);
	}
	*code = failed ? CURLE_FAILED_INIT : CURLE_OK;
	message = curl.multi_info_read(http->multi, &left);
	if (message)
		*code = message->data.result;
	curl.multi_remove_handle(http->multi, http->easy);
	return ok;
}

/* What the user can do about it. */
static const struct {
	CURLcode code;
	enum err_code as;
	const char *text;
} reasons[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, ERR_IO,
	  "the server's name is not known: is the network up, is the name right?" },
	{ CURLE_COULDNT_RESOLVE_PROXY, ERR_IO,
	  "the proxy's name is not known: see the environment variables https_proxy, http_proxy and "
	  "all_proxy" },
	{ CURLE_COULDNT_CONNECT, ERR_IO,
	  "no connection: is the network up, does a firewall want a proxy (https_proxy)?" },
	{ CURLE_OPERATION_TIMEDOUT, ERR_TIMEOUT, "it took too long; try again later" },
	{ CURLE_PARTIAL_FILE, ERR_IO, "the connection ended in the middle of the answer; try again" },
	{ CURLE_RECV_ERROR, ERR_IO, "the connection broke; try again" },
	{ CURLE_SEND_ERROR, ERR_IO, "the connection broke; try again" },
	{ CURLE_GOT_NOTHING, ERR_IO, "the server ended the connection without an answer; try again later" },
	{ CURLE_BAD_CONTENT_ENCODING, ERR_IO, "the answer's gzip is damaged; try again" },
	{ CURLE_PEER_FAILED_VERIFICATION, ERR_REFUSED,
	  "the server cannot prove who it is: is the clock right, are the CA certificates installed "
	  "(ca-certificates)?" },
	{ CURLE_SSL_CACERT_BADFILE, ERR_REFUSED,
	  "no CA certificates to know the server by: install ca-certificates" },
	{ CURLE_SSL_CONNECT_ERROR, ERR_REFUSED,
	  "no TLS with this server: is it https that it speaks, does something on the way meddle?" },
	{ CURLE_TOO_MANY_REDIRECTS, ERR_REFUSED, "the server redirects in circles" },
	{ CURLE_UNSUPPORTED_PROTOCOL, ERR_REFUSED,
	  "only http and https are spoken, and https does not lead to http" },
	{ CURLE_URL_MALFORMAT, ERR_USAGE, "not a URL, which is like https://keyboards.qmk.fm" },
	{ CURLE_LOGIN_DENIED, ERR_USAGE, "a name or a password in the URL is not sent: leave it out" },
};

static bool tell_failure(const struct http *http, CURLcode code, struct err *err)
{
	const char *said = http->error[0] ? http->error : curl.easy_strerror(code);

	for (size_t i = 0; i < COUNT(reasons); i++)
		if (reasons[i].code == code)
			return err_set(err, reasons[i].as, "%s (%.120s)", reasons[i].text, said);
	return err_set(err, ERR_IO, "%.200s", said);
}

static bool take_status(const struct get *get, long status, struct err *err)
{
	get->out->not_modified = status == 304 && get->request->etag;
	if (status == 200 || get->out->not_modified)
		return true;
	if (status == 404 || status == 410)
		return err_set(err, ERR_NOT_FOUND, "the server has no such file (HTTP %ld)", status);
	if (status == 401 || status == 403 || status == 407)
		return err_set(err, ERR_REFUSED, "%s does not let us (HTTP %ld)",
			       status == 407 ? "the proxy" : "the server", status);
	if (status == 429 || status >= 500)
		return err_set(err, ERR_IO, "the server is in trouble (HTTP %ld); try again later", status);
	return err_set(err, ERR_IO, "the server answers HTTP %ld, where 200 was expected", status);
}

static bool get_one(struct http *http, struct get *get, struct curl_slist *headers, struct err *err)
{
	CURLcode code;
	long status = 0;

	if (!set_options(http, get, headers, err) || !run(http, get, &code, err))
		return false;
	if (get->too_large)
		return err_set(err, ERR_RANGE,
			       "the answer is larger than the %zu bytes that are read at most",
			       get->max_bytes);
	if (code)
		return tell_failure(http, code, err);
	curl.easy_getinfo(http->easy, CURLINFO_RESPONSE_CODE, &status);
	return take_status(get, status, err);
}

bool http_get(struct http *http, const struct http_request *request, struct http_answer *out, struct err *err)
{
	struct get get = {
		.request = request,
		.out = out,
		.max_bytes = request->max_bytes ? request->max_bytes : HTTP_MAX_BYTES,
		.moved_ms = clock_now_ms(),
	};
	struct curl_slist *headers = NULL;
	struct str line = STR_INIT;
	bool ok;

	http_answer_release(out);
	if (request->etag && http_is_etag(request->etag)) {
		str_addf(&line, "If-None-Match: %s", request->etag);
		headers = curl.slist_append(headers, str_text(&line));
		if (!headers)
			abort();
	}
	ok = get_one(http, &get, headers, err) || err_wrap(err, "%.200s", request->url);
	if (!ok || out->not_modified)
		str_clear(&out->body);
	curl.slist_free_all(headers);
	str_release(&line);
	return ok;
}
