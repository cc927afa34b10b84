/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_APP_PRIVATE_H
#define UI_APP_PRIVATE_H

#include "base/err.h"
#include "base/str.h"
#include "behavior_form.h"
#include "behaviors.h"
#include "chooser.h"
#include "comparison.h"
#include "compile/capability.h"
#include "compile/target.h"
#include "definition_summary.h"
#include "devices.h"
#include "form.h"
#include "keyboards.h"
#include "live_link.h"
#include "menus.h"
#include "model/history.h"
#include "model/layout.h"
#include "preview.h"
#include "problem.h"
#include "project/offer.h"
#include "project/project.h"
#include "project/tree.h"
#include "ui/app.h"
#include "ui/board.h"
#include "ui/line.h"
#include "ui/program.h"
#include "work.h"

/*
 * Views, by what they are for. The stack holds what is open; the top one has
 * the keys. A view is also the mode that bindings and commands name.
 */
enum view {
	VIEW_START,
	VIEW_FIND, /* the start screen, while what is typed filters it */
	VIEW_BOARD,
	VIEW_TYPE, /* the board, while keys pressed are assigned */
	VIEW_PICKER,
	VIEW_HELP,
	VIEW_PROBLEMS,
	VIEW_CONFIG, /* the form of the keyboard's data, and what is open over it */
	VIEW_CONFIG_FILTER,
	VIEW_CONFIG_LIST,
	VIEW_CONFIG_VALUE,
	VIEW_CONFIG_SAVE,
	VIEW_BEHAVIORS, /* the list of what the keymap defines, then the form of one, and what is open over these */
	VIEW_BEHAVIORS_FILTER,
	VIEW_BEHAVIOR,
	VIEW_BEHAVIOR_VALUE,
	VIEW_BEHAVIOR_PARTS,
	VIEW_BEHAVIOR_SWITCHES,
	VIEW_RECORD, /* the parts, while keys pressed are added */
	VIEW_KEYS,   /* the board, while keys are chosen */
	VIEW_MENUS,  /* lights and values of a running keyboard, and one of them while it is typed */
	VIEW_MENU_VALUE,
	VIEW_DEVICES,
	VIEW_UNLOCK,         /* the keys to hold on a running keyboard */
	VIEW_LAYOUT_OPTIONS, /* of one */
	VIEW_MATRIX,         /* the tester of a running keyboard */
	VIEW_PRESS,          /* the board, while what is pressed on that keyboard is the cursor */
	VIEW_THREE_WAY,      /* which one wins: file, keyboard, flashed */
	VIEW_WORK,
	VIEW_PROMPT,
	VIEW_QUESTION,
	VIEW_COUNT
};
_Static_assert(VIEW_COUNT < 32, "a bit for each view");
#define IN(view) (1u << (view))
#define IN_ALL   ((1u << VIEW_COUNT) - 1)

enum { VIEW_STACK_MAX = 12 };

/* Asked on the message line; the answer is one key of `keys`, Escape is "no answer". */
struct question {
	char text[200];
	const char *keys; /* "yn" */
	void (*answer)(struct app *app, char key, struct effects *effects);
};

/* What is done with a choice; false: it is refused. */
typedef bool action_taken(struct app *app, struct action action, struct effects *effects, struct err *err);
typedef bool keys_taken(struct app *app, const uint16_t *key, size_t count, struct effects *effects,
			struct err *err);

/* Keys that are chosen on the board, in the order they were. */
struct key_pick {
	char title[160];
	uint16_t key[KEYMAP_MAX_KEYS];
	size_t count;
	int layer;            /* that was shown when they were taken */
	struct cursor before; /* where it goes back to */
	keys_taken *take;
};

/* A row of the start screen that fits what is typed. */
struct start_hit {
	int score;
	size_t len, row;
};

/* A running keyboard to open, and where its definition comes from when it brings none along; owned, NULL: not told. */
struct live_source {
	char *device, *definition, *definitions, *keyboard;
};

struct app {
	struct app_options options;
	char *device;                /* flash this one: options.device, or what was chosen; NULL */
	char *qmk_home;              /* options.qmk_home, or what was set; NULL */
	char *definitions;           /* options.definitions, or what was set; NULL */
	const struct target *target; /* what was set; NULL: by the document's format */
	int rows, cols;
	enum view stack[VIEW_STACK_MAX];
	int depth;

	struct project *project;  /* NULL: none open */
	struct history *history;  /* of project->map */
	struct cursor cursor;     /* key counts encoder turns behind the keys, as ui/board.h does */
	struct geometry geometry; /* of the layout that is shown */
	struct board board;       /* of that geometry, for the size of the screen and the pitch */
	struct pan pan;
	struct trail trail; /* what a run of moves remembers */
	int pitch;          /* of ui/board.h; BOARD_PITCH_AUTO */

	char message[480]; /* under the board, until the next key */
	enum style message_style;
	struct question question;
	int count;        /* typed before a command; 0: none */
	char pending[64]; /* the keys of an unfinished sequence */

	struct action clip; /* copied */
	struct action last; /* assigned last: what repeat puts */
	bool has_clip, has_last;
	struct cursor marked; /* for swap; key -1: none */
	char search[LINE_MAX_BYTES + 1];

	struct line prompt;
	char prompt_kind; /* ':' or '/' */
	char last_command[LINE_MAX_BYTES + 1];
	size_t completion;                   /* which completion <Tab> puts next */
	char completing[LINE_MAX_BYTES + 1]; /* the text as it was typed */
	char completed[LINE_MAX_BYTES + 1];  /* the text as <Tab> left it */

	struct chooser picker, help, start, find, problem_list, device_list, option_list;
	struct offer *found;               /* for the picker's query, best first */
	struct capability_probe *probe;    /* app_probe(); NULL: not made yet */
	const struct target *probe_target; /* that it is of */
	const struct keymap *probe_map;    /* whose definitions it has, a reference */
	action_taken *picked;              /* what that is for */
	size_t founds;
	size_t *help_rows; /* commands that match the help's query */
	size_t help_count;
	enum view help_for; /* the view that help was asked in */

	char **recent; /* paths and names opened before, newest first */
	size_t recents;
	struct keyboards_seen keyboards;
	int list_job;           /* the child that lists keyboards; 0: none */
	char *listed_home;      /* the tree that was listed, as qmk_home has it */
	struct start_hit *hits; /* rows of the start screen that find shows, best first */
	size_t hit_count;
	struct preview preview; /* of the start screen's selected row */
	struct tree *tree;      /* where previews are read from; NULL: not opened */
	struct devices_seen devices;
	int devices_job; /* the child that watches for devices; 0: none */
	int last_job;    /* ids of children are never reused */
	struct problems problems;
	struct form form;
	struct problems form_problems; /* of its data, when they were last listed */
	struct behaviors behaviors;
	struct behavior_form behavior;
	struct key_pick pick;
	struct work work;
	const struct keymap *built; /* what work.image was built from, a reference; NULL: nothing here */

	struct live_link live;           /* a keyboard that runs */
	struct live_source to_live;      /* what is opened, or was last; owned */
	const struct keymap *live_map;   /* the present that live.wanted is of, a reference; NULL: none yet */
	int live_leaving;                /* the worker of the one that was open before; 0: it has ended */
	bool live_attached;              /* the document is this keyboard's, its own or a file's */
	bool live_own;                   /* it was made of what the keyboard holds */
	bool live_replaced;              /* another document was opened since */
	bool live_asked, live_offered;   /* whether to take its document; what a run left of it */
	bool live_staged;                /* what a keyboard's own document becomes waits for `apply` */
	bool live_applies;               /* all that is pending is sent, one request after the other */
	bool live_quits;                 /* leave when all is confirmed */
	bool live_foreign;               /* it was said that another program uses the keyboard, too */
	size_t live_lost;                /* what the document has that the keyboard cannot hold */
	const char *live_reset;          /* what the question is about */
	struct device_seen live_arrived; /* the keyboard that was plugged in last; its id "": it left again */
	bool hotplug;                    /* watch for devices while a document is open */
	struct menus menus;              /* its lights and values, as they are listed */
	int escapes;                     /* typed one after the other in the tester */
	struct comparison comparison;

	/* What the next impure call is to do; see app_io.c. */
	char *to_open, *to_save, *to_compile, *to_fetch, *to_compare;
	unsigned force; /* enum project_force, of project_save() */
	void (*after_save)(struct app *app, struct effects *effects);
};

/* app.c */
enum view app_top(const struct app *app);
bool app_is_open(const struct app *app, enum view view);
void app_push(struct app *app, enum view view);
void app_pop(struct app *app);
void app_say(struct app *app, enum style style, const char *fmt, ...) PRINTF_LIKE(3, 4);
void app_ask(struct app *app, const char *keys,
	     void (*answer)(struct app *app, char key, struct effects *effects), const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* A typed path with "~/" resolved, in new memory: the caller frees. */
char *app_path(const struct app *app, const char *text);
void app_prompt(struct app *app, char kind, const char *text);

/* app_edit.c: the keymap under the cursor */
const struct layout *app_layout(const struct app *app);
const struct keymap *app_map(const struct app *app);
void app_commit(struct app *app, const struct keymap *map, struct effects *effects, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
bool app_assign(struct app *app, struct action action, struct effects *effects, struct err *err);
bool app_is_savable(const struct app *app, const struct keymap *map, struct err *err);
bool app_assign_text(struct app *app, const char *expression, struct effects *effects, struct err *err);
void app_go(struct app *app, int layer, int key);
bool app_search(struct app *app, int direction);
/* What actions are for the target, with the keymap's definitions. Stays until the keymap or the target is another. */
struct capability_probe *app_probe(struct app *app);
void app_forget_probe(struct app *app);

bool app_matches(const struct app *app, size_t layer, size_t key, const char *query);

/* The same, savable or not a change: then false, and @map is gone; so it is for NULL, which has its reason already. */
bool app_commit_if_savable(struct app *app, const struct keymap *map, struct effects *effects,
			   struct err *err, const char *what);

/* app_behavior.c: values of behaviours, as text */
struct definition_teller app_teller(const struct app *app, bool ascii);
bool app_subject_get(const struct app *app, const struct subject *subject,
		     struct str *out); /* false: not said */
bool app_subject_check(const struct app *app, const struct subject *subject, const char *text,
		       struct err *err);
/* Commit it; NULL: it is said no more. */
bool app_subject_put(struct app *app, const struct subject *subject, const char *text,
		     struct effects *effects, struct err *err);
/* Change it as its type is changed: at once, or by a view. */
bool app_change(struct app *app, const struct subject *subject, struct effects *effects, struct err *err);

/* app_definition.c: the forms of behaviours, and new ones */
void app_open_behavior(struct app *app, struct behaviors_row row);
/* From anywhere to the form of a definition, if it is there; Escape leads to the board. */
void app_go_definition(struct app *app, enum definition_kind kind, size_t index, struct effects *effects);
/* The keymap with a new one at @at, a reference; NULL with the reason, also when it could not be saved so. @name NULL: one
 * that is free, or none. @compatible: of a BEHAVIOR, or `&mt` for properties of one that ZMK has; else NULL. */
const struct keymap *app_with_new(const struct app *app, enum definition_kind kind, size_t at,
				  const char *name, const char *compatible, struct err *err);
/* That, committed and opened. */
bool app_new_behavior(struct app *app, int section, const char *name, const char *compatible,
		      struct effects *effects, struct err *err);

/* app_io.c: effects' calls and what follows them */
void app_start(struct app *app, struct effects *effects);
void app_open(struct app *app, const char *what, struct effects *effects); /* asks first when modified */
void app_save(struct app *app, const char *path, bool force, void (*after)(struct app *, struct effects *),
	      struct effects *effects);
/* What it is compiled to: what was set, or what the document is of. NULL: nothing is open. */
const struct target *app_target(const struct app *app);
bool app_compile(struct app *app, const struct target *target, struct fileset *files, struct err *err);
/* The problems anew, those of a build apart. */
void app_check(struct app *app, struct effects *effects);
void app_compile_to(struct app *app, const char *dir, struct effects *effects);
void app_journal(struct app *app, struct effects *effects);
void app_quit(struct app *app, struct effects *effects);
void app_discard_and_quit(struct effects *effects);
void app_offer_recovery(struct app *app);                        /* what a run left of this document */
void app_take_project(struct app *app, struct project *project); /* it is the app's from here on */
void app_release_project(struct app *app);
void app_keyboard_changed(struct app *app); /* project->keyboard is another; the keymap is for it */

/* app_fetch.c: keyboards from the network, by a worker, and never unasked */
void app_fetch(struct app *app, const char *name, struct effects *effects);
void app_fetched(struct app *app, struct effects *effects); /* open what came */
/* Ask whether to fetch app->to_open, which did not open; false when that would not help. */
bool app_offer_fetch(struct app *app, const struct err *why);

/* app_keyboards.c: which keyboards there are, and what the selected one looks like */
bool app_shows_start(const struct app *app); /* with or without a filter */
void app_keyboards_follow(struct app *app, struct effects *effects);
bool app_keyboards_event(struct app *app, const struct event *event); /* false: it is another child's */

/* app_live.c: a keyboard that runs */
/* app_live_open.c: which keyboard that is. Asks first when changes wait to be sent to another. */
void app_live_open(struct app *app, struct live_source *source,
		   struct effects *effects); /* @source is taken */
/* What the worker of the one that was open before says, which has been told to end. */
void app_live_left(struct app *app, const struct event *event, struct effects *effects);
void live_source_release(struct live_source *source);

void app_live_event(struct app *app, const struct event *event, struct effects *effects);
/* live.wanted was changed, by live_link_put(): what is sent at once is sent. */
void app_live_changed(struct app *app, struct effects *effects);
/* Any request without more to say, or this line; nothing when no worker runs. */
void app_live_ask(struct app *app, enum live_request_type type, struct effects *effects);
void app_live_say(struct app *app, const char *line, struct effects *effects);
void app_live_close(struct app *app, struct effects *effects);  /* the document stays */
void app_live_follow(struct app *app, struct effects *effects); /* after each event */
bool app_live_is_own(const struct app *app);                    /* a keyboard's own document is open */
bool app_live_is_settled(const struct app *app); /* it holds all of the document, or none is open */
bool app_live_quit(struct app *app);             /* false: nothing keeps the program from ending */
void app_live_status(const struct app *app, struct str *out); /* "  [live, 2 pending]" */

/* app_live_document.c: which document is that of the running keyboard */
void app_live_parts(struct app *app, bool ready, struct effects *effects); /* more of it was read */
void app_live_redraw(struct app *app); /* what is wanted changed without the document, which is made anew */
void app_live_follow_document(struct app *app, struct effects *effects);
void app_live_take_back(struct app *app, struct effects *effects);    /* the document is what is held */
int app_live_slot(const struct app *app, struct dynamic_place place); /* -1: it has none */
/* How the slots of the layer that is shown stand: pending '*', sent '~', refused '!'. */
void app_live_notes(const struct app *app, struct board_note *out);
void app_live_diagnose(const struct app *app, struct diagnostics *out); /* what it refused, or cannot hold */

/* app_work.c: building, flashing, and what else a worker does */
void app_work_start(struct app *app, unsigned mask, const char *image, struct effects *effects);
void app_work_event(struct app *app, const struct event *event, struct effects *effects);
void app_work_cancel(struct app *app, struct effects *effects);
void app_work_forget(struct app *app); /* what was built is not of this project any more */
void app_devices_watch(struct app *app, bool on, struct effects *effects);
bool app_work_waits(const struct app *app); /* for the user to start the bootloader */

/* command.c, binding.c, option.c */
struct command {
	const char *name, *args;
	const char *help; /* one line, no full stop */
	unsigned in;      /* IN() of the views where it makes sense */
	bool (*run)(struct app *app, const char *args, struct effects *effects, struct err *err);
	size_t (*complete)(const struct app *app, const char *word, size_t index, char *out, size_t size);
};
size_t command_count(void);
const struct command *command_at(size_t index);
const struct command *command_find(const char *name, size_t len);
/* The command that a typed line names, in full, by alias or by a start that no other has; NULL: none. */
const struct command *command_resolve(const char *text);
/* "name args": the message of a failure is said. Counts as one command for the count prefix. */
bool command_run(struct app *app, const char *text, struct effects *effects);

struct binding {
	unsigned in;
	const char *keys;      /* "g g": key names with one space between */
	const char *command;   /* "layer-go 1" */
	int hint;              /* shown on the hint line in this order; 0: not */
	const char *hint_text; /* "edit" */
};
size_t binding_count(void);
const struct binding *binding_at(size_t index);
/* The binding of @keys in @view; *@more: a longer one starts with them. */
const struct binding *binding_find(enum view view, const char *keys, bool *more);

/* Commands by the files that run them. */
#define COMMAND(name)                                                                \
	bool run_##name(MAYBE_UNUSED struct app *app, MAYBE_UNUSED const char *args, \
			MAYBE_UNUSED struct effects *effects, MAYBE_UNUSED struct err *err)
COMMAND(apply);
COMMAND(assign);
COMMAND(behavior);
COMMAND(behavior_delete);
COMMAND(behavior_duplicate);
COMMAND(behavior_filter);
COMMAND(behavior_move);
COMMAND(behavior_new);
COMMAND(behavior_only_said);
COMMAND(behavior_rename);
COMMAND(behavior_section);
COMMAND(behavior_set);
COMMAND(behavior_type);
COMMAND(behavior_unset);
COMMAND(behaviors);
COMMAND(build);
COMMAND(cancel);
COMMAND(clear);
COMMAND(compile);
COMMAND(config);
COMMAND(config_add);
COMMAND(config_filter);
COMMAND(config_group);
COMMAND(config_move);
COMMAND(config_only_said);
COMMAND(config_set);
COMMAND(config_unset);
COMMAND(copy);
COMMAND(cursor_down);
COMMAND(cursor_end);
COMMAND(cursor_first);
COMMAND(cursor_home);
COMMAND(cursor_last);
COMMAND(cursor_left);
COMMAND(cursor_right);
COMMAND(cursor_up);
COMMAND(definition);
COMMAND(devices);
COMMAND(discard);
COMMAND(edit);
COMMAND(expand);
COMMAND(fetch);
COMMAND(flash);
COMMAND(go);
COMMAND(help);
COMMAND(keys_clear);
COMMAND(keys_toggle);
COMMAND(layer_add);
COMMAND(layer_delete);
COMMAND(layer_duplicate);
COMMAND(layer_go);
COMMAND(layer_move);
COMMAND(layer_next);
COMMAND(layer_previous);
COMMAND(layer_rename);
COMMAND(layout_option);
COMMAND(layout_options);
COMMAND(live);
COMMAND(live_close);
COMMAND(live_reset);
COMMAND(lock);
COMMAND(mark);
COMMAND(matrix);
COMMAND(matrix_clear);
COMMAND(menu_save);
COMMAND(menu_section);
COMMAND(menu_set);
COMMAND(menu_step);
COMMAND(menu_step_fine);
COMMAND(menus);
COMMAND(open);
COMMAND(part_add);
COMMAND(part_delete);
COMMAND(part_insert);
COMMAND(part_keys);
COMMAND(part_move);
COMMAND(part_record);
COMMAND(part_type);
COMMAND(paste);
COMMAND(pitch_auto);
COMMAND(pitch_larger);
COMMAND(pitch_smaller);
COMMAND(press_to_select);
COMMAND(problems);
COMMAND(prompt);
COMMAND(quit);
COMMAND(redo);
COMMAND(repaint);
COMMAND(repeat);
COMMAND(save);
COMMAND(screen_dump);
COMMAND(search);
COMMAND(search_next);
COMMAND(search_previous);
COMMAND(select);
COMMAND(set);
COMMAND(save_quit);
COMMAND(start);
COMMAND(stop);
COMMAND(swap);
COMMAND(switch_toggle);
COMMAND(three_way);
COMMAND(three_way_go);
COMMAND(three_way_take);
COMMAND(transparent);
COMMAND(type);
COMMAND(undo);
COMMAND(unlock);
COMMAND(waive);
COMMAND(work);
COMMAND(write_config);

/* option.c: `:set` */
bool option_set(struct app *app, const char *name, const char *value, struct err *err);
void option_show(struct app *app);
const char *option_name(size_t index); /* NULL past the end */

/* The views. Draws get the area between the title and the status lines. */
struct view_ops {
	const char *name;
	bool overlay; /* drawn over the view below it */
	void (*draw)(const struct app *app, struct grid *grid, struct rect area);
	/* Keys that the bindings do not have; true when used. NULL: none. */
	bool (*key)(struct app *app, const char *key, struct effects *effects);
	/* Take the selected row. NULL: there are none. */
	bool (*take)(struct app *app, struct effects *effects, struct err *err);
	/* Where text is typed and pasted, and what is to be done when it has changed (NULL: nothing). NULL: nowhere. */
	struct line *(*line)(struct app *app);
	void (*query)(struct app *app);
	/* What the title says, where it is not of the keymap: then nothing else is said of the keymap either. */
	void (*title)(const struct app *app, char *out, size_t size);
	/* Whether the view may be closed; it may ask. NULL: at any time. */
	bool (*close)(struct app *app, struct effects *effects);
};
const struct view_ops *view_ops(enum view view);
void view_board_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_picker_take(struct app *app, struct effects *effects, struct err *err);
void view_picker_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_picker_key(struct app *app, const char *key, struct effects *effects);
void view_picker_query(struct app *app);
bool view_help_take(struct app *app, struct effects *effects, struct err *err);
void view_help_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_help_key(struct app *app, const char *key, struct effects *effects);
void view_help_query(struct app *app);
bool view_start_take(struct app *app, struct effects *effects, struct err *err);
void view_start_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_start_key(struct app *app, const char *key, struct effects *effects);
const char *app_start_selected(const struct app *app); /* what the selected row opens; NULL: nothing */
int app_preview_rows(int rows);                        /* of a screen of so many; 0: there is no room */
void app_find(struct app *app);
void app_start_changed(struct app *app); /* other rows, the same query */
void view_find_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_find_key(struct app *app, const char *key, struct effects *effects);
void view_find_query(struct app *app);
bool view_problems_take(struct app *app, struct effects *effects, struct err *err);
void view_problems_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_problems_key(struct app *app, const char *key, struct effects *effects);
void view_menus_draw(const struct app *app, struct grid *grid, struct rect area);
void view_menus_title(const struct app *app, char *out, size_t size);
bool view_menus_key(struct app *app, const char *key, struct effects *effects);
bool view_menus_take(struct app *app, struct effects *effects, struct err *err);
void view_menu_value_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_menu_value_key(struct app *app, const char *key, struct effects *effects);
bool view_menu_value_take(struct app *app, struct effects *effects, struct err *err);
void view_menu_value_query(struct app *app);
bool view_devices_take(struct app *app, struct effects *effects, struct err *err);
void view_devices_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_devices_key(struct app *app, const char *key, struct effects *effects);
void view_unlock_draw(const struct app *app, struct grid *grid, struct rect area);
void view_unlock_title(const struct app *app, char *out, size_t size);
bool view_unlock_close(struct app *app, struct effects *effects);
void view_layout_options_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_layout_options_key(struct app *app, const char *key, struct effects *effects);
bool view_layout_options_take(struct app *app, struct effects *effects, struct err *err);
void app_matrix_follow(struct app *app, struct effects *effects); /* ask for it, or no more; the cursor */
void view_matrix_draw(const struct app *app, struct grid *grid, struct rect area);
void view_matrix_title(const struct app *app, char *out, size_t size);
bool view_matrix_key(struct app *app, const char *key, struct effects *effects);
bool view_matrix_close(struct app *app, struct effects *effects);
bool view_press_key(struct app *app, const char *key, struct effects *effects);
void app_three_way_follow(struct app *app); /* the document may be another, or the size of the screen */
void view_three_way_draw(const struct app *app, struct grid *grid, struct rect area);
void view_three_way_title(const struct app *app, char *out, size_t size);
bool view_three_way_key(struct app *app, const char *key, struct effects *effects);
void view_config_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_config_key(struct app *app, const char *key, struct effects *effects);
bool view_config_take(struct app *app, struct effects *effects, struct err *err);
void view_config_title(const struct app *app, char *out, size_t size);
bool view_config_close(struct app *app, struct effects *effects);
bool view_config_filter_key(struct app *app, const char *key, struct effects *effects);
bool view_config_filter_take(struct app *app, struct effects *effects, struct err *err);
void view_config_filter_query(struct app *app);
bool view_config_filter_close(struct app *app, struct effects *effects);
void view_config_list_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_config_list_key(struct app *app, const char *key, struct effects *effects);
bool view_config_list_take(struct app *app, struct effects *effects, struct err *err);
void view_config_value_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_config_value_key(struct app *app, const char *key, struct effects *effects);
bool view_config_value_take(struct app *app, struct effects *effects, struct err *err);
void view_config_value_query(struct app *app);
void view_config_save_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_config_save_key(struct app *app, const char *key, struct effects *effects);
bool view_config_save_take(struct app *app, struct effects *effects, struct err *err);
bool view_config_save_close(struct app *app, struct effects *effects);
void view_behaviors_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_behaviors_key(struct app *app, const char *key, struct effects *effects);
bool view_behaviors_take(struct app *app, struct effects *effects, struct err *err);
void view_behaviors_title(const struct app *app, char *out, size_t size);
bool view_behaviors_filter_key(struct app *app, const char *key, struct effects *effects);
bool view_behaviors_filter_take(struct app *app, struct effects *effects, struct err *err);
void view_behaviors_filter_query(struct app *app);
bool view_behaviors_filter_close(struct app *app, struct effects *effects);
void view_behavior_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_behavior_key(struct app *app, const char *key, struct effects *effects);
bool view_behavior_take(struct app *app, struct effects *effects, struct err *err);
void view_behavior_title(const struct app *app, char *out, size_t size);
bool view_behavior_close(struct app *app, struct effects *effects);
void view_behavior_value_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_behavior_value_key(struct app *app, const char *key, struct effects *effects);
bool view_behavior_value_take(struct app *app, struct effects *effects, struct err *err);
void view_behavior_value_query(struct app *app);
void view_behavior_parts_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_behavior_parts_key(struct app *app, const char *key, struct effects *effects);
bool view_behavior_parts_take(struct app *app, struct effects *effects, struct err *err);
void view_behavior_switches_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_behavior_switches_key(struct app *app, const char *key, struct effects *effects);
bool view_behavior_switches_take(struct app *app, struct effects *effects, struct err *err);
bool view_record_key(struct app *app, const char *key, struct effects *effects);
void view_keys_draw(const struct app *app, struct grid *grid, struct rect area);
void view_keys_title(const struct app *app, char *out, size_t size);
bool view_keys_take(struct app *app, struct effects *effects, struct err *err);
bool view_keys_close(struct app *app, struct effects *effects);
void view_work_draw(const struct app *app, struct grid *grid, struct rect area);
bool view_prompt_key(struct app *app, const char *key, struct effects *effects);
bool view_question_key(struct app *app, const char *key, struct effects *effects);
bool view_type_key(struct app *app, const char *key, struct effects *effects);

/* view_config.c, view_config_list.c: what commands that several views of the form have do in them */
void app_form_changed(struct app *app);
void app_form_undo(struct app *app, bool redo);
bool app_form_is_on_top(const struct app *app);
void view_config_list_open(struct app *app, const char *path);
void view_config_list_add(struct app *app);
bool view_config_list_delete(struct app *app, struct err *err);

/* view_picker.c, view_keys.c: ask for what a key does, and for keys */
void app_pick_action(struct app *app, action_taken *take);
void app_pick_keys(struct app *app, const char *title, const uint16_t *key, size_t count, keys_taken *take);

/* view_type.c: what a pressed key is called; false: it is no key of a US keyboard */
bool app_typed_expression(const char *key, char *out, size_t size);

/* view_menus.c, view_menu_value.c: want another value of a running keyboard; ask for one */
bool app_menus_put(struct app *app, const struct via_control *control, uint32_t value,
		   struct effects *effects, struct err *err);
void app_menus_type(struct app *app, const struct via_control *control);

/* view_behaviors.c: list anew what may have changed */
void app_behaviors_list(struct app *app);
void app_behaviors_follow(struct app *app);

/* view_behavior.c: what a field is for and takes, in a line */
void app_add_field_help(const struct field *field, struct str *out);

/* view_behavior_value.c: ask for a text, or for one of some */
void app_type(struct app *app, enum behavior_typing typing, const char *text);
void app_type_value(struct app *app, const struct subject *subject);
void app_choose_value(struct app *app, const struct subject *subject);
void app_choose_behavior(struct app *app, const struct subject *subject);
void app_choose_op(struct app *app);
void app_choose_kind(struct app *app);
void app_choose_compatible(struct app *app);

/* view_behavior_parts.c: lists, part by part; view_behavior_switches.c: layers and modifiers */
void app_open_parts(struct app *app, const struct subject *subject);
void app_parts_follow(struct app *app);
bool app_part_check(const struct app *app, const char *text, struct err *err);
bool app_part_put(struct app *app, const char *text, struct effects *effects, struct err *err);
bool app_step_begin(struct app *app, const char *op, struct effects *effects, struct err *err);
void app_open_switches(struct app *app, const struct subject *subject);

/* view_board.c: place the keys anew, after another keyboard, size or pitch; keep the cursor in sight */
void app_place(struct app *app);
void app_follow(struct app *app);

/* frame.c: where views draw on a screen of this size */
struct rect frame_body(int rows, int cols);

/* title, status lines, hints; draws all of @app */
void frame_draw(const void *app, struct grid *grid);

#endif
