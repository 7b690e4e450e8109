//! What scripts that run over many repositories rely on.

use std::{fs, os::unix::fs::PermissionsExt};

use super::support::{Folder, listing};

const CODE: &str = "import asyncio\n\n\nasync def f(g):\n    await asyncio.sleep(1)\n    await asyncio.wait_for(g(), 5)\n";

const MANIFEST: &str = "[project]\nrequires-python = '>=3.12'\ndependencies = ['anyio>=4.9']\n";

fn project() -> Folder {
    Folder::repository(&[("app/a.py", CODE), ("pyproject.toml", MANIFEST)])
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = project();
    let expected = "\
dry run: nothing was written
2 references in 1 of 1 file: 1 can be rewritten, 1 offered
would make 1 rewrite in 1 file
  --accept level-cancellation: 1 more rewrite in 1 file
";
    for (name, value) in [("DRY_RUN", "1"), ("XARGS_DRY_RUN", "yes"), ("DRY_RUN", "False")] {
        let mut command = folder.command(&["fix", "--pr-body", "pr.md"]);
        let output = command.env(name, value).output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), expected, "{name}={value}");
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), &b""[..]));
        assert_eq!(folder.read("app/a.py"), CODE.as_bytes());
        assert_eq!(listing(&folder.path()), [".git", "app", "pyproject.toml"]);
    }
    for (name, value) in [("DRY_RUN", ""), ("XARGS_DRY_RUN", "0"), ("DRY_RUN", "false")] {
        folder.put("app/a.py", CODE.as_bytes());
        let mut command = folder.command(&["fix", "--allow-dirty"]);
        let output = command.env(name, value).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains("\nmade 1 rewrite in 1 file\n"), "{text}");
        assert_ne!(folder.read("app/a.py"), CODE.as_bytes(), "{name}={value}");
    }
}

#[test]
fn a_dry_run_ends_as_the_run_would() {
    let folder = project();
    let dry = |arguments: &[&str]| {
        let output = folder.command(arguments).env("DRY_RUN", "1").output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    fs::set_permissions(folder.path().join("app/a.py"), fs::Permissions::from_mode(0o444)).unwrap();
    let (code, text) = dry(&["fix", "--allow-dirty"]);
    assert_eq!(code, 3);
    assert!(text.starts_with("error: app/a.py: read-only, so left as it is"), "{text}");
    assert!(text.contains(": 1 offered, 1 held back\nnothing to rewrite\n"), "{text}");
    fs::set_permissions(folder.path().join("app/a.py"), fs::Permissions::from_mode(0o644)).unwrap();
    folder.put("pyproject.toml", b"# dirty\n");
    assert_eq!(dry(&["fix"]).0, 2);
    let mut command = folder.command(&["fix", "-"]);
    command.env("DRY_RUN", "1").stdin(fs::File::open(folder.path().join("app/a.py")).unwrap());
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("await anyio.sleep(1)"), "stdout is no file: {text}");
    assert!(!String::from_utf8(output.stderr).unwrap().contains("dry run"));
}

#[test]
fn a_second_run_does_nothing_and_leaves_nothing() {
    let folder = project();
    let arguments = ["fix", "--accept", "all", "--allow-dirty"];
    assert_eq!(folder.run(&arguments).code, 0);
    let fixed = folder.read("app/a.py");
    let (first, second) = (folder.run(&arguments), folder.run(&arguments));
    assert_eq!((first.code, &first), (0, &second));
    assert!(first.stderr.ends_with("nothing to migrate in 1 file\n"), "{}", first.stderr);
    assert_eq!(folder.read("app/a.py"), fixed);
    assert_eq!(listing(&folder.path()), [".git", "app", "pyproject.toml"]);
    assert_eq!(listing(&folder.path().join("app")), ["a.py"]);
}

const BODY: &str = "\
# Migrate from asyncio to AnyIO

2 references are rewritten in 1 file.

| references to asyncio | found | rewritten |
| --- | ---: | ---: |
| safe: the program observes no difference | 1 | 1 |
| changes: the rewrite changes something that has a name | 1 | 1 |

## What changes

- `level-cancellation`: a cancelled scope cancels again at every `await`. 1 rewrite:
  - `app/a.py:6` `asyncio.wait_for`

Accepted too, and of no effect here: `exception-group`, `handle-errors`, `cancels-siblings`, \
`waits-for-tasks`, `start-order`, `contextvars`.
";

#[test]
fn a_pull_request_is_told_what_happened() {
    let folder = project();
    let accept = ["--accept", "structured", "--pr-body"];
    let diff = folder.run(&[&["diff"], &accept[..], &["pr.md"]].concat());
    assert_eq!(diff.code, 0, "{}", diff.stderr);
    assert_eq!(String::from_utf8(folder.read("pr.md")).unwrap(), BODY);
    assert_eq!(listing(&folder.path()), [".git", "app", "pr.md", "pyproject.toml"]);
    folder.put("pr.md", b"old");
    let inside = folder.path().join("app");
    let mut command = folder.command(&[&["fix"], &accept[..], &["../pr.md"]].concat());
    assert!(command.current_dir(inside).status().unwrap().success());
    assert_eq!(String::from_utf8(folder.read("pr.md")).unwrap(), BODY);
    assert_eq!(folder.run(&["fix", "--pr-body", "pr.md"]).code, 0);
    let text = String::from_utf8(folder.read("pr.md")).unwrap();
    assert!(
        text.starts_with("# Migrate from asyncio to AnyIO\n\nNothing is rewritten.\n"),
        "{text}"
    );
    assert_eq!(listing(&folder.path()), [".git", "app", "pr.md", "pyproject.toml"]);
}

#[test]
fn a_pull_request_is_told_on_stdout() {
    let folder = project();
    let arguments = ["fix", "--accept", "structured", "--pr-body", "-"];
    let dry = folder.command(&arguments).env("DRY_RUN", "1").output().unwrap();
    assert_eq!(String::from_utf8(dry.stdout).unwrap(), BODY);
    assert_eq!(folder.read("app/a.py"), CODE.as_bytes());
    assert_eq!(folder.run(&arguments).stdout, BODY);
    assert_ne!(folder.read("app/a.py"), CODE.as_bytes());
}

#[test]
fn a_pull_request_is_told_what_is_left_and_next() {
    let code = CODE.replace("import asyncio", "import asyncio, uvloop");
    let code = format!("{code}    asyncio.no_such_name(1)\n    await asyncio.to_thread(g)\n");
    let files = [("a b`.py", code.as_str()), ("bad.py", "import asyncio\nx = (\n")];
    let folder =
        Folder::repository(&[&files[..], &[("anyiofy.toml", "anyio-version = '4.0'\n")]].concat());
    let ended = folder.run(&["diff", "--pr-body", "pr.md"]);
    assert_eq!(ended.code, 3);
    let text = String::from_utf8(folder.read("pr.md")).unwrap();
    for part in [
        "\n## Before it runs\n\n- the code needs AnyIO 4.0: `pip install 'anyio>=4.0'`\n",
        "\n## What changes\n\nNothing: on AnyIO's asyncio backend the program observes no difference.\n",
        "\n## What is left\n\n",
        "- held back, `to_thread`, 1: needs AnyIO 4.1 or later, and the code has to work with 4.0; \
         require `anyio>=4.1`, or pass `--anyio-version 4.1` (``a b`.py:10``)\n",
        "- keep, `left`, 1: this name is not known to anyiofy, and keeps working as it is (``a b`.py:9``)\n",
        "\n## What could not be dealt with\n\n- `bad.py`: not valid Python: ",
        "\n## What could be next\n\n- `--accept level-cancellation,contextvars`: 1 more rewrite in 1 file\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn where_a_pull_request_cannot_be_told_is_said_before_anything_is_done() {
    let folder = project();
    let stdout =
        |what: &str| format!("`--pr-body -` would write to stdout, where {what} goes; name a file");
    for (arguments, message) in [
        (&["diff", "--pr-body", "-"][..], stdout("the diff")),
        (&["diff", "--pr-body", "-", "--format", "json"], stdout("the report")),
        (&["fix", "--pr-body", "-", "--format", "json"], stdout("the report")),
        (&["fix", "-", "--pr-body", "-"], stdout("the code")),
        (&["fix", "--pr-body", "app"], "--pr-body app: is a folder; name a file in it".to_owned()),
        (
            &["fix", "--pr-body", "no/pr.md"],
            "--pr-body no/pr.md: its folder does not exist".to_owned(),
        ),
        (
            &["fix", "--pr-body", "app/a.py"],
            "--pr-body app/a.py: is a name for Python, and Markdown is written".to_owned(),
        ),
    ] {
        let ended = folder.run(arguments);
        let expected = format!("error: {message}\n");
        assert_eq!((ended.code, ended.stderr), (2, expected), "{arguments:?}");
        assert_eq!((ended.stdout, folder.read("app/a.py")), (String::new(), CODE.into()));
    }
    let full = folder.run(&["fix", "--pr-body", "/dev/full"]);
    assert_eq!(full.code, 3);
    let message = "error: /dev/full: cannot be written: no space left on device\n";
    assert!(full.stderr.starts_with(message), "{}", full.stderr);
    let check = folder.run(&["check", "--pr-body", "x"]);
    assert!(check.stderr.starts_with("error: unexpected argument '--pr-body'"), "{}", check.stderr);
}
