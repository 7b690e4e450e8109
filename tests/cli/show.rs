use super::support::Folder;

const CONFIG: &str = "\
[project]
requires-python = '>=3.10'

[dependency-groups]
test = ['anyio[trio]>=4.9']

[tool.anyiofy]
accept = ['timing', 'exception-group']
ignore = ['lock', 'sleep']
exclude = ['gen']

[tool.anyiofy.per-transform-accept]
wait_for = ['all']

[tool.anyiofy.per-file-accept]
'tests' = ['structured']

[tool.anyiofy.aliases]
'app.aio.spawn' = 'asyncio.create_task'
";

fn project() -> Folder {
    Folder::new(&[
        ("pyproject.toml", CONFIG),
        ("a.py", "x\n"),
        ("b.py", "import asyncio\n"),
        ("gen/c.py", "x\n"),
        ("tests/d.py", "import asyncio\nasyncio.run(f())\n"),
        ("tests/e.pyi", "x\n"),
    ])
}

#[test]
fn settings_are_shown_with_their_sources() {
    let expected = "\
a.py and 1 more
  accept                         exception-group, timing  (pyproject.toml:8)
  per-transform-accept.wait_for  all                      (pyproject.toml:13)
  select                         every transform          (default)
  ignore                         lock                     (pyproject.toml:9)
  ignore                         sleep                    (pyproject.toml:9)
  exclude                        gen                      (pyproject.toml:10)
  target-version                 3.10                     (pyproject.toml:2)
  anyio-version                  4.9                      (pyproject.toml:5)
  aliases.\"app.aio.spawn\"        asyncio.create_task      (pyproject.toml:19)

tests/d.py and 1 more
  accept                         structured           (pyproject.toml:16)
  per-transform-accept.wait_for  structured           (pyproject.toml:13 and pyproject.toml:16)
  select                         every transform      (default)
  ignore                         lock                 (pyproject.toml:9)
  ignore                         sleep                (pyproject.toml:9)
  exclude                        gen                  (pyproject.toml:10)
  target-version                 3.10                 (pyproject.toml:2)
  anyio-version                  4.9                  (pyproject.toml:5)
  aliases.\"app.aio.spawn\"        asyncio.create_task  (pyproject.toml:19)
";
    let folder = project();
    for command in ["check", "diff", "fix"] {
        let ended = folder.run(&[command, "--show-settings"]);
        assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (0, expected, ""));
    }
}

#[test]
fn flags_are_sources() {
    let arguments = [
        "--accept=timing",
        "--select=sleep,run",
        "--ignore=run",
        "--exclude=tests",
        "--target-version=py313",
        "--anyio-version=4.16",
    ];
    let ended = project().run(&[&["check", "--show-settings", "b.py"], &arguments[..]].concat());
    let expected = "\
b.py
  accept                         timing               (--accept)
  per-transform-accept.wait_for  all                  (pyproject.toml:13)
  select                         run, sleep           (--select)
  ignore                         lock                 (pyproject.toml:9)
  ignore                         run                  (--ignore)
  exclude                        gen                  (pyproject.toml:10)
  exclude                        tests                (--exclude)
  target-version                 3.13                 (--target-version)
  anyio-version                  4.16                 (--anyio-version)
  aliases.\"app.aio.spawn\"        asyncio.create_task  (pyproject.toml:19)
";
    assert_eq!((ended.stdout.as_str(), ended.stderr.as_str()), (expected, ""));
}

#[test]
fn without_configuration_there_are_defaults() {
    let expected = "\
b.py
  accept          none             (default)
  select          every transform  (default)
  target-version  3.10             (pyproject.toml:2)
  anyio-version   4.9              (pyproject.toml:5)
";
    assert_eq!(project().run(&["fix", "--isolated", "--show-settings", "b.py"]).stdout, expected);
    let alone = Folder::new(&[("a.py", "x\n")]);
    let expected = "\
a.py
  accept          none             (default)
  select          every transform  (default)
  target-version  3.11             (default)
  anyio-version   4.16             (default)
";
    assert_eq!(alone.run(&["fix", "--show-settings"]).stdout, expected);
}

#[test]
fn files_are_shown_one_a_line() {
    let folder = project();
    folder.put("empty.py", b"");
    for command in ["check", "diff", "fix"] {
        let ended = folder.run(&[command, "--show-files"]);
        let expected = "a.py\nb.py\nempty.py\ntests/d.py\ntests/e.pyi\n";
        assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (0, expected, ""));
    }
    let ended = folder.run(&["check", "--show-files", "b.py", "gen", "no.py", "empty.py", "a.py"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (3, "a.py\nb.py\nempty.py\n"));
    let expected = "error: no.py: cannot be read: no such file or directory\ngen is excluded\n";
    assert_eq!(ended.stderr, expected);
    let ended = folder.run(&["check", "--show-files", "-", "--stdin-filename", "x.py"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "x.py\n"));
    assert_eq!(folder.run(&["check", "--show-files", "--show-settings"]).code, 2);
}

#[test]
fn odd_names_stay_on_their_line() {
    let folder = Folder::new(&[("a\x1b\nb.py", "x\n")]);
    assert_eq!(folder.run(&["check", "--show-files"]).stdout, "a\\u{1b}\\nb.py\n");
    let shown = folder.run(&["check", "--show-settings"]).stdout;
    assert!(shown.starts_with("a\\u{1b}\\nb.py\n  accept "), "{shown}");
}
