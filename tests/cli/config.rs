//! `[tool.anyiofy]`: which file speaks, what it may say, and what it means.

use std::{fs, os::unix::fs::PermissionsExt, os::unix::fs::symlink};

use super::support::{Ended, Folder};

const SLEEP: &str = "import asyncio\n\n\nasync def f():\n    await asyncio.sleep(1)\n";
const TIMED: &str = "import asyncio\n\n\nasync def f():\n    await asyncio.wait_for(g(), 5)\n";

/// What `f` in `TIMED` needs on Python 3.11.
const NEEDED: &str = "level-cancellation, contextvars";

const NOTHING: [&str; 0] = [];

/// A configuration for Python 3.11, and more.
fn table(more: &str) -> String {
    format!("[tool.anyiofy]\ntarget-version = '3.11'\n{more}\n")
}

/// The files that `diff` with `arguments` rewrites, and how often.
fn rewritten(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let ended = folder.run(&[&["diff"], arguments].concat());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let files = ended.stdout.lines().filter_map(|line| line.strip_prefix("+++ b/"));
    files.map(str::to_owned).collect()
}

fn error(folder: &Folder, arguments: &[&str]) -> String {
    let Ended { code, stdout, stderr } =
        folder.run(&[&["fix", "--allow-dirty"], arguments].concat());
    assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
    stderr
}

#[test]
fn what_is_accepted_is_read() {
    let text = table("accept = ['level-cancellation', 'contextvars']");
    let folder = Folder::new(&[("a.py", TIMED), ("pyproject.toml", &text)]);
    assert_eq!(rewritten(&folder, &[]), ["a.py"]);
    assert_eq!(rewritten(&folder, &["--isolated", "--target-version", "3.11"]), NOTHING);
    assert_eq!(rewritten(&folder, &["--accept", "none"]), NOTHING);
    folder.put("pyproject.toml", table("accept = ['structured']").as_bytes());
    assert_eq!(rewritten(&folder, &[]), ["a.py"]);
    folder.put("pyproject.toml", table("accept = ['contextvars']").as_bytes());
    assert_eq!(rewritten(&folder, &[]), NOTHING);
    assert_eq!(rewritten(&folder, &["--accept", "level-cancellation,contextvars"]), ["a.py"]);
}

#[test]
fn select_and_ignore_are_read() {
    let folder = Folder::new(&[("a.py", SLEEP), ("b.py", TIMED)]);
    let both = |more: &str, arguments: &[&str]| {
        let text = table(&format!("accept = ['all']\n{more}"));
        folder.put("pyproject.toml", text.as_bytes());
        rewritten(&folder, arguments)
    };
    assert_eq!(both("", &[]), ["a.py", "b.py"]);
    assert_eq!(both("select = ['sleep']", &[]), ["a.py"]);
    assert_eq!(both("select = []", &[]), NOTHING);
    assert_eq!(both("ignore = ['sleep']", &[]), ["b.py"]);
    assert_eq!(both("select = ['sleep']", &["--select", "wait_for"]), ["b.py"]);
    assert_eq!(both("ignore = ['sleep']", &["--ignore", "wait_for"]), NOTHING);
    assert_eq!(both("ignore = ['sleep']", &["--select", "sleep"]), ["a.py"]);
    assert_eq!(both("ignore = ['sleep']", &["--select", "sleep", "--ignore", "sleep"]), NOTHING);
}

#[test]
fn the_nearest_file_speaks_alone() {
    let folder = Folder::new(&[
        ("pyproject.toml", &table("accept = ['all']")),
        ("a.py", TIMED),
        ("sub/pyproject.toml", &table("")),
        ("sub/b.py", TIMED),
        ("sub/bare/anyiofy.toml", "accept = ['all']\n"),
        ("sub/bare/pyproject.toml", &table("accept = ['none']")),
        ("sub/bare/c.py", TIMED),
        ("sub/bare/other/pyproject.toml", "[tool.ruff]\n"),
        ("sub/bare/other/d.py", TIMED),
    ]);
    let expected = ["a.py", "sub/bare/c.py", "sub/bare/other/d.py"];
    assert_eq!(rewritten(&folder, &[]), expected);
    assert_eq!(rewritten(&folder, &["sub/b.py", "sub/bare", "a.py"]), expected);
    let mut command = folder.command(&["diff", "."]);
    let output = command.current_dir(folder.path().join("sub/bare/other")).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("diff --git a/d.py"));
}

#[test]
fn a_file_above_the_repository_speaks() {
    let folder = Folder::new(&[("anyiofy.toml", "accept = ['all']\n"), ("repo/a.py", TIMED)]);
    fs::create_dir(folder.path().join("repo/.git")).unwrap();
    assert_eq!(rewritten(&folder, &["repo"]), ["a.py"]);
}

#[test]
fn stdin_is_configured_as_the_file_it_stands_for() {
    let folder = Folder::new(&[("sub/anyiofy.toml", "accept = ['all']\nexclude = ['no.py']\n")]);
    let diff = |name: &str| {
        let arguments = ["diff", "-q", "-", "--stdin-filename", name];
        folder.run_with_stdin(&arguments, TIMED.as_bytes()).stdout
    };
    assert!(diff("sub/a.py").starts_with("diff --git a/sub/a.py b/sub/a.py\n"));
    assert_eq!(diff("a.py"), "");
    assert_eq!(diff("sub/no.py"), "");
    let arguments = ["fix", "-", "--stdin-filename", "sub/no.py"];
    let ended = folder.run_with_stdin(&arguments, TIMED.as_bytes());
    assert_eq!((ended.code, ended.stdout.as_str()), (0, TIMED));
    assert_eq!(ended.stderr, "sub/no.py is excluded\nnothing to migrate in 0 files\n");
    folder.put("anyiofy.toml", b"accept = ['all']\n");
    let ended = folder.run_with_stdin(&["diff", "-q", "-"], TIMED.as_bytes());
    assert!(ended.stdout.starts_with("diff --git a/stdin.py"), "{}", ended.stdout);
}

#[test]
fn extend_gives_the_keys_that_are_missing() {
    let folder = Folder::new(&[
        (
            "pyproject.toml",
            &table("accept = ['all']\nexclude = ['sub/no.py', 'x.py']\nignore = ['sleep']"),
        ),
        ("sub/anyiofy.toml", "extend = '../pyproject.toml'\nignore = []\n"),
        ("sub/a.py", SLEEP),
        ("sub/b.py", TIMED),
        ("sub/no.py", TIMED),
        ("sub/x.py", TIMED),
        ("sub/deep/anyiofy.toml", "extend = '../anyiofy.toml'\naccept = []\n"),
        ("sub/deep/c.py", SLEEP),
        ("sub/deep/d.py", TIMED),
    ]);
    assert_eq!(rewritten(&folder, &["sub"]), ["sub/a.py", "sub/b.py", "sub/deep/c.py"]);
}

#[test]
fn what_cannot_be_extended_is_told() {
    let folder = Folder::new(&[("a.py", SLEEP), ("pyproject.toml", "[tool.ruff]\n")]);
    let error = |text: &str| {
        folder.put("anyiofy.toml", text.as_bytes());
        error(&folder, &[])
    };
    assert_eq!(
        error("extend = 'no.toml'\n"),
        "error: anyiofy.toml:1:10: `no.toml` is not a file, so it cannot be extended\n"
    );
    assert_eq!(
        error("extend = 'pyproject.toml'\n"),
        "error: anyiofy.toml:1:10: `pyproject.toml` has no `[tool.anyiofy]`, so there is nothing to extend\n"
    );
    folder.put("b.toml", b"\nextend = './anyiofy.toml'\n");
    assert_eq!(
        error("extend = 'b.toml'\n"),
        "error: b.toml:2:10: `./anyiofy.toml` extends this file in turn\n"
    );
    folder.put("b.toml", b"accept = 1\n");
    assert_eq!(
        error("extend = 'b.toml'\n"),
        "error: b.toml:1:10: `accept` must be a list of changes and presets, not a whole number\n"
    );
}

#[test]
fn a_file_may_be_named() {
    let folder = Folder::new(&[
        ("pyproject.toml", &table("accept = ['none']")),
        ("app/a.py", TIMED),
        ("app/b.py", TIMED),
        ("elsewhere/team.toml", "accept = ['all']\nexclude = ['/app/b.py']\n"),
        ("elsewhere/pyproject.toml", "[tool.anyiofy]\naccept = ['all']\n"),
    ]);
    assert_eq!(rewritten(&folder, &["--config", "elsewhere/team.toml"]), ["app/a.py"]);
    let both = ["app/a.py", "app/b.py"];
    assert_eq!(rewritten(&folder, &["--config", "elsewhere/pyproject.toml"]), both);
    folder.put("elsewhere/pyproject.toml", b"[tool.ruff]\n");
    let problem = |file: &str| error(&folder, &["--config", file]);
    assert_eq!(
        problem("elsewhere/pyproject.toml"),
        "error: elsewhere/pyproject.toml: has no `[tool.anyiofy]`\n"
    );
    assert_eq!(problem("no.toml"), "error: no.toml: is not a file\n");
    assert_eq!(problem("app"), "error: app: is not a file\n");
    folder.put("elsewhere/team.toml", b"[tool.anyiofy]\n");
    assert_eq!(
        problem("elsewhere/team.toml"),
        "error: elsewhere/team.toml:1:2: there is no key `tool`; its keys stand under \
         `[tool.anyiofy]` in `pyproject.toml` only, and here at the top\n"
    );
    assert!(error(&folder, &["--isolated", "--config", "x"]).contains("cannot be used with"));
}

#[test]
fn exclusions_are_relative_to_the_file() {
    let folder = Folder::new(&[
        ("pyproject.toml", &table("exclude = ['/sub/gen/', '*_pb2.py', 'skip']")),
        ("a.py", SLEEP),
        ("sub/gen/b.py", SLEEP),
        ("sub/gen/anyiofy.toml", "not TOML, and not read\n"),
        ("gen/c.py", SLEEP),
        ("sub/d_pb2.py", SLEEP),
        ("own/anyiofy.toml", "exclude = ['e.py']\n"),
        ("own/e.py", SLEEP),
        ("own/f_pb2.py", SLEEP),
        ("skip/anyiofy.toml", "exclude = []\n"),
        ("skip/g.py", SLEEP),
    ]);
    assert_eq!(rewritten(&folder, &[]), ["a.py", "gen/c.py", "own/f_pb2.py"]);
    assert_eq!(rewritten(&folder, &["--exclude", "gen"]), ["a.py", "own/f_pb2.py"]);
    let ended = folder.run(&["check", "skip", "sub/d_pb2.py", "sub/gen/b.py"]);
    let expected = "skip and 2 more are excluded\nnothing to migrate in 0 files\n";
    assert_eq!((ended.code, ended.stderr.as_str()), (0, expected));
    assert_eq!(rewritten(&folder, &["--isolated", "skip", "gen"]), ["gen/c.py", "skip/g.py"]);
}

#[test]
fn linked_files_are_configured_where_they_are() {
    let folder = Folder::new(&[
        ("real/anyiofy.toml", "accept = ['all']\n[per-file-accept]\n'b.py' = []\n"),
        ("real/a.py", TIMED),
        ("real/b.py", TIMED),
        ("shared.toml", "accept = ['all']\nexclude = ['d.py']\n"),
        ("linking/c.py", TIMED),
        ("linking/d.py", TIMED),
    ]);
    let path = folder.path();
    symlink(path.join("real"), path.join("alias")).unwrap();
    symlink(path.join("real/a.py"), path.join("link.py")).unwrap();
    assert_eq!(rewritten(&folder, &["alias"]), ["real/a.py"]);
    assert_eq!(rewritten(&folder, &["link.py"]), ["real/a.py"]);
    symlink(path.join("shared.toml"), path.join("linking/anyiofy.toml")).unwrap();
    assert_eq!(rewritten(&folder, &["linking"]), ["linking/c.py"]);
}

#[test]
fn transforms_may_have_accepts_of_their_own() {
    let text = table("accept = ['none']\nper-transform-accept.wait_for = ['structured']");
    let folder = Folder::new(&[("a.py", TIMED), ("pyproject.toml", &text)]);
    assert_eq!(rewritten(&folder, &[]), ["a.py"]);
    assert_eq!(rewritten(&folder, &["--accept", "none"]), ["a.py"]);
    let less =
        table("accept = ['all']\n[tool.anyiofy.per-transform-accept]\nwait_for = ['timing']");
    folder.put("pyproject.toml", less.as_bytes());
    assert_eq!(rewritten(&folder, &[]), NOTHING);
    assert_eq!(rewritten(&folder, &["--accept", "all"]), NOTHING);
    assert_eq!(rewritten(&folder, &["--isolated", "--accept", "all"]), ["a.py"]);
}

#[test]
fn files_may_have_accepts_of_their_own() {
    let text = table(
        "accept = ['none']\n[tool.anyiofy.per-file-accept]\n\
         'tests' = ['all']\n'tests/**/c.py' = ['none']\n'!**/*.py' = ['all']",
    );
    let folder = Folder::new(&[
        ("pyproject.toml", &text),
        ("a.py", TIMED),
        ("tests/b.py", TIMED),
        ("tests/x/c.py", TIMED),
        ("script", TIMED),
    ]);
    assert_eq!(rewritten(&folder, &[".", "script"]), ["script", "tests/b.py"]);
    assert_eq!(rewritten(&folder, &["--accept", "all"]), ["a.py", "tests/b.py"]);
    assert_eq!(rewritten(&folder, &["--accept", "none", "tests/b.py"]), ["tests/b.py"]);
}

#[test]
fn where_a_file_and_a_transform_are_spoken_of_both_must_allow() {
    let folder = Folder::new(&[("a.py", TIMED)]);
    let is_rewritten = |in_transform: &str, in_file: &str| {
        let text = table(&format!(
            "accept = ['all']\nper-transform-accept.wait_for = [{in_transform}]\n\
             per-file-accept.'a.py' = [{in_file}]"
        ));
        folder.put("pyproject.toml", text.as_bytes());
        !rewritten(&folder, &[]).is_empty()
    };
    assert!(is_rewritten("'structured'", "'all'"));
    assert!(is_rewritten("'level-cancellation', 'contextvars'", "'structured'"));
    assert!(!is_rewritten("'all'", "'level-cancellation'"));
    assert!(!is_rewritten("'level-cancellation'", "'all'"));
    assert!(!is_rewritten("'level-cancellation'", "'contextvars'"));
}

#[test]
fn what_a_team_has_decided_is_not_offered_again() {
    let text = table("per-transform-accept.wait_for = ['contextvars']");
    let folder = Folder::new(&[("a.py", TIMED), ("pyproject.toml", &text)]);
    let says = |place: &str| {
        let ended = folder.run(&["check", "--accept", "timing"]);
        let note = format!("note: held back: {place} not accept level-cancellation here\n");
        assert!(ended.stdout.contains(&note), "{}", ended.stdout);
        assert!(!ended.stdout.contains("help: accept with"), "{}", ended.stdout);
        assert!(ended.stderr.ends_with(": 1 held back\nnothing to rewrite\n"));
        assert_eq!(folder.run(&["check", "--strict"]).code, 1);
    };
    says("pyproject.toml:3 does");
    let text = table("[tool.anyiofy.per-file-accept]\n'a.py' = ['contextvars']");
    folder.put("pyproject.toml", text.as_bytes());
    says("pyproject.toml:4 does");
    let both = format!("{text}\n[tool.anyiofy.per-transform-accept]\nwait_for = ['all']\n");
    folder.put("pyproject.toml", both.as_bytes());
    says("pyproject.toml:4 does");
    let neither = both.replace("'all'", "'contextvars'");
    folder.put("pyproject.toml", neither.as_bytes());
    says("pyproject.toml:7 and pyproject.toml:4 do");
    let arguments = ["check", "-", "--stdin-filename", "a.py"];
    let ended = folder.run_with_stdin(&arguments, TIMED.as_bytes());
    assert!(ended.stdout.contains("held back: pyproject.toml:7 and"), "{}", ended.stdout);
}

#[test]
fn a_stub_has_what_its_module_has() {
    let module = "import asyncio\n\n\nclass C:\n    def __init__(self) -> None:\n        self._lock = asyncio.Lock()\n\n    async def f(self) -> None:\n        async with self._lock:\n            pass\n";
    let stub = "import asyncio\n\n\nclass C:\n    _lock: asyncio.Lock\n    async def f(self) -> None: ...\n";
    let folder = Folder::new(&[("a.py", module), ("a.pyi", stub)]);
    let with = |text: &str| {
        folder.put("anyiofy.toml", text.as_bytes());
        rewritten(&folder, &[])
    };
    let both = with("accept = ['all']\n");
    assert_eq!(both, ["a.py", "a.pyi"]);
    assert_eq!(with("[per-file-accept]\n'a.py' = ['all']\n"), both);
}

#[test]
fn versions_come_from_the_command_then_the_file_then_the_manifest() {
    let manifest = |tool: &str| {
        format!("[project]\nrequires-python = '>=3.12'\ndependencies = ['anyio>=4.0']\n{tool}")
    };
    let code = "import asyncio\n\n\nasync def f(g):\n    await asyncio.to_thread(g)\n    await asyncio.wait_for(g(), 5)\n";
    let folder = Folder::new(&[("a.py", code), ("pyproject.toml", &manifest(""))]);
    let findings = |arguments: &[&str]| {
        folder.run(&[&["check", "--accept", "all"], arguments].concat()).stdout
    };
    let needs_newer = |text: &str| text.contains("held back: needs AnyIO 4.1 or later");
    let changes_context = |text: &str| text.contains("level-cancellation, contextvars");
    let text = findings(&[]);
    assert!(needs_newer(&text) && !changes_context(&text), "{text}");
    let own = manifest("[tool.anyiofy]\ntarget-version = 'py311'\nanyio-version = '4.1'\n");
    folder.put("pyproject.toml", own.as_bytes());
    let text = findings(&[]);
    assert!(!needs_newer(&text) && changes_context(&text), "{text}");
    let text = findings(&["--target-version", "py312", "--anyio-version", "4.0"]);
    assert!(needs_newer(&text) && !changes_context(&text), "{text}");
}

#[test]
fn a_floor_says_how_to_raise_it() {
    let code = "import asyncio\n\n\nasync def f(g):\n    await asyncio.to_thread(g)\n";
    let manifest = "[project]\nrequires-python = '>=3.12'\ndependencies = ['anyio>=4.0']\n";
    let folder = Folder::new(&[("a.py", code), ("pyproject.toml", manifest)]);
    let note = "note: held back: needs AnyIO 4.1 or later, and the code has to work with 4.0; \
                require `anyio>=4.1`, or pass `--anyio-version 4.1`\n";
    let ended = folder.run(&["check", "--accept", "all"]);
    assert!(ended.stdout.contains(note), "{}", ended.stdout);
    let ended = folder.run(&["diff", "--accept", "all", "--anyio-version", "4.1"]);
    assert!(ended.stdout.contains("+    await to_thread.run_sync("), "{}", ended.stdout);
    let warning = "warning: the code needs AnyIO 4.1: pyproject.toml:3 says 4.0\n";
    assert!(ended.stderr.starts_with(warning), "{}", ended.stderr);
    folder.put("pyproject.toml", manifest.replace("4.0", "4.1").as_bytes());
    let ended = folder.run(&["diff", "--accept", "all"]);
    assert!(ended.stdout.contains("+    await to_thread.run_sync("), "{}", ended.stdout);
    assert!(!ended.stderr.contains("warning"), "{}", ended.stderr);
}

#[test]
fn a_file_of_settings_alone_does_not_hide_the_manifest() {
    let manifest = "[project]\nrequires-python = '>=3.9'\ndependencies = ['anyio>=4.7']\n";
    let folder = Folder::repository(&[
        ("pyproject.toml", manifest),
        ("part/pyproject.toml", "[tool.anyiofy]\naccept = ['none']\n"),
        ("part/a.py", SLEEP),
    ]);
    let ended = folder.run(&["check", "--show-settings", "part"]);
    assert!(ended.stdout.contains("  target-version  3.9              (pyproject.toml:2)\n"));
    assert!(ended.stdout.contains("  anyio-version   4.7              (pyproject.toml:3)\n"));
    assert!(!folder.run(&["check"]).stderr.contains("warning"));
}

/// Every kind of mistake, and what is said of it.
#[test]
fn mistakes_are_told_with_their_places() {
    let cases = [
        ("acept = []", "1:1: there is no key `acept`; did you mean `accept`?"),
        (
            "per_file_accept = {}",
            "1:1: there is no key `per_file_accept`; did you mean `per-file-accept`?",
        ),
        (
            "zzz = 1",
            "1:1: there is no key `zzz`; there are `accept`, `aliases`, `anyio-version`, `exclude`, \
             `extend`, `ignore`, `per-file-accept`, `per-transform-accept`, `select`, `target-version`",
        ),
        (
            "accept = 'all'",
            "1:10: `accept` must be a list of changes and presets, not a string; write `[\"all\"]`",
        ),
        (
            "accept = ['all', true]",
            "1:18: `accept` must be a list of changes and presets, but this is a boolean",
        ),
        (
            "accept = [\n  'all',\n  'exception-groups',\n]",
            "3:3: there is no change or preset `exception-groups`; did you mean `exception-group`?",
        ),
        ("accept = ['x']", "1:11: there is no change or preset `x`; `anyiofy rules` lists them"),
        ("select = { a = 1 }", "1:10: `select` must be a list of transforms, not a table"),
        (
            "select = ['wait-for']",
            "1:11: there is no transform `wait-for`; did you mean `wait_for`?",
        ),
        ("ignore = ['zzz']", "1:11: there is no transform `zzz`; `anyiofy rules` lists them"),
        (
            "exclude = 'é'",
            "1:11: `exclude` must be a list of patterns, not a string; write `[\"é\"]`",
        ),
        (
            "exclude = ['é', '{a']",
            "1:17: `{a`: error parsing glob '{a': unclosed alternate group; missing '}' \
             (maybe escape '{' with '[{]'?)",
        ),
        (
            "target-version = 3.10",
            "1:18: `target-version` must be a string, not a number; write `target-version = \"3.10\"`",
        ),
        (
            "target-version = '2.7'",
            "1:18: `2.7` is not a version of Python; write `3.11` or `py311`",
        ),
        (
            "anyio-version = 4",
            "1:17: `anyio-version` must be a string, not a whole number; write `anyio-version = \"4\"`",
        ),
        ("anyio-version = '4'", "1:17: `4` is not a version of AnyIO; write `4.16`"),
        (
            "per-transform-accept = ['all']",
            "1:24: `per-transform-accept` must be a table, not a list",
        ),
        (
            "[per-transform-accept]\nsleeep = ['all']",
            "2:1: there is no transform `sleeep`; did you mean `sleep`?",
        ),
        (
            "[per-transform-accept]\nsleep = ['timings']",
            "2:10: there is no change or preset `timings`; did you mean `timing`?",
        ),
        (
            "[per-file-accept]\n'tests' = 'all'",
            "2:11: `tests` must be a list of changes and presets, not a string; write `[\"all\"]`",
        ),
        (
            "[per-file-accept]\n'{a' = []",
            "2:1: `{a`: error parsing glob '{a': unclosed alternate group; missing '}' \
             (maybe escape '{' with '[{]'?)",
        ),
        (
            "[aliases]\n'app.spawn' = 'asyncio.creat_task'",
            "2:15: `asyncio.creat_task` is not a name that is migrated; did you mean `asyncio.create_task`?",
        ),
        (
            "[aliases]\n'app.spawn' = 'threading.Thread'",
            "2:15: `threading.Thread` is not a name that is migrated",
        ),
        (
            "[aliases]\n'app.spawn' = ['asyncio.sleep']",
            "2:15: `app.spawn` must be a string, not a list",
        ),
        (
            "[aliases]\napp.spawn = 'asyncio.sleep'",
            "2:1: `app` must be a string, not a table; a dotted name stands in quotes, as in \
             `\"app.spawn\" = …`",
        ),
        (
            "[aliases]\nspawn = 'asyncio.sleep'",
            "2:1: `spawn` is not the full name of something in a module, such as `myapp.aio.spawn`",
        ),
        (
            "extend = 3",
            "1:10: `extend` must be a string, not a whole number; write `extend = \"3\"`",
        ),
        ("accept = [", "1:11: not valid TOML: unclosed array, expected `]`"),
    ];
    let folder = Folder::new(&[("a.py", SLEEP)]);
    for (text, message) in cases {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            folder.put("anyiofy.toml", text.as_bytes());
            assert_eq!(error(&folder, &[]), format!("error: anyiofy.toml:{message}\n"), "{text}");
        }
    }
    assert_eq!(folder.read("a.py"), SLEEP.as_bytes());
}

#[test]
fn all_mistakes_are_told_at_once() {
    let folder = Folder::new(&[
        ("a.py", SLEEP),
        ("pyproject.toml", "[tool.anyiofy]\nselekt = []\naccept = ['timin', 'al']\n"),
        ("sub/b.py", SLEEP),
        ("sub/anyiofy.toml", "\u{FEFF}accept = 1\n"),
    ]);
    let expected = "\
error: pyproject.toml:2:1: there is no key `selekt`; did you mean `select`?
error: pyproject.toml:3:11: there is no change or preset `timin`; did you mean `timing`?
error: pyproject.toml:3:20: there is no change or preset `al`; did you mean `all`?
error: sub/anyiofy.toml:1:10: `accept` must be a list of changes and presets, not a whole number
";
    assert_eq!(error(&folder, &[]), expected);
    for command in ["check", "diff"] {
        let ended = folder.run(&[command]);
        assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (2, "", expected));
    }
    assert_eq!(folder.run(&["check", "--isolated"]).code, 1);
}

#[test]
fn an_unreadable_table_is_an_error_and_other_broken_toml_is_not() {
    let folder = Folder::new(&[("a.py", SLEEP), ("pyproject.toml", "[project\n[tool.anyiofy]\n")]);
    assert_eq!(
        error(&folder, &[]),
        "error: pyproject.toml:1:9: not valid TOML: unclosed table, expected `]`\n"
    );
    folder.put("pyproject.toml", b"[tool.anyiofy]\n# \xE9\n");
    assert_eq!(error(&folder, &[]), "error: pyproject.toml:2:3: not valid TOML: not UTF-8\n");
    folder.put("pyproject.toml", b"tool.anyiofy = []\n");
    let message =
        "error: pyproject.toml:1:16: `tool.anyiofy` must be a table, so write `[tool.anyiofy]`\n";
    assert_eq!(error(&folder, &[]), message);
    folder.put("pyproject.toml", b"[project\n# needs anyiofy\n");
    let ended = folder.run(&["check"]);
    assert_eq!(ended.code, 1);
    assert!(
        ended.stderr.starts_with("warning: pyproject.toml: not valid TOML ("),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let folder = Folder::new(&[("a.py", SLEEP), ("anyiofy.toml", "")]);
    let path = folder.path().join("anyiofy.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser reads everything.
    if fs::read(&path).is_err() {
        let message = "error: anyiofy.toml: cannot be read: permission denied\n";
        assert_eq!(error(&folder, &[]), message);
    }
}

#[test]
fn a_folder_of_that_name_is_none() {
    let folder = Folder::new(&[("a.py", TIMED), ("pyproject.toml", &table("accept = ['all']"))]);
    fs::create_dir(folder.path().join("anyiofy.toml")).unwrap();
    assert_eq!(rewritten(&folder, &[]), ["a.py"]);
}

#[test]
fn two_projects_each_have_their_own() {
    let folder = Folder::new(&[
        ("one/pyproject.toml", &table("accept = ['all']")),
        ("one/a.py", TIMED),
        ("two/pyproject.toml", &table("accept = []")),
        ("two/b.py", TIMED),
    ]);
    assert_eq!(rewritten(&folder, &["one", "two"]), ["one/a.py"]);
    let text = folder.run(&["check", "one", "two"]).stdout;
    assert!(
        text.contains(&format!("`asyncio.wait_for` can be rewritten; {NEEDED} accepted\n")),
        "{text}"
    );
    assert!(text.contains(&format!("can be rewritten if you accept {NEEDED}\n")), "{text}");
}

#[test]
fn the_readme_shows_a_configuration() {
    let readme = include_str!("../../README.md");
    let shown = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let folder = Folder::new(&[("a.py", TIMED), ("tests/b.py", TIMED), ("pyproject.toml", shown)]);
    let ended = folder.run(&["check", "--show-settings"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    for key in ["accept", "select", "ignore", "exclude", "target-version", "anyio-version"] {
        let lines = ended.stdout.lines().filter(|line| line.trim_start().starts_with(key));
        assert!(lines.clone().count() > 0, "{key}");
        for line in lines {
            assert!(line.contains("(pyproject.toml:"), "{line}");
        }
    }
}
