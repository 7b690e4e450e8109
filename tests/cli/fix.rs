use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
};

use super::support::{Folder, listing};

const SAFE: &str = "import asyncio\n\n\nasync def f():\n    await asyncio.sleep(1)\n";
const CHANGES: &str = "import asyncio\n\n\nasync def f():\n    await asyncio.wait_for(g(), 5)\n";

#[test]
fn check_says_whether_fix_would_write() {
    let folder = Folder::repository(&[("safe.py", SAFE), ("changes.py", CHANGES)]);
    let code = |arguments: &[&str]| folder.run(arguments).code;
    assert_eq!(code(&["check"]), 1);
    assert_eq!(code(&["check", "--ignore", "sleep"]), 0);
    assert_eq!(code(&["check", "changes.py"]), 0);
    assert_eq!(code(&["check", "changes.py", "--strict"]), 1);
    assert_eq!(code(&["check", "changes.py", "--accept", "structured"]), 1);
    assert_eq!(code(&["diff"]), 0);
    assert_eq!(code(&["fix", "changes.py"]), 0);
    assert_eq!(folder.read("changes.py"), CHANGES.as_bytes());
}

#[test]
fn check_tells_what_and_where() {
    let ended = Folder::new(&[("app/a.py", SAFE), ("b.py", CHANGES)]).run(&["check"]);
    assert!(ended.stdout.starts_with("safe[sleep]: "), "{}", ended.stdout);
    assert!(ended.stdout.contains(" --> app/a.py:5:11\n"), "{}", ended.stdout);
    assert!(ended.stdout.contains("\nchanges[wait_for]: "), "{}", ended.stdout);
    assert!(
        ended.stdout.contains("\n5 |     await asyncio.wait_for(g(), 5)\n"),
        "{}",
        ended.stdout
    );
    let expected = "\
warning: no `requires-python` in the current folder and 1 more; assuming Python 3.11
warning: the code needs AnyIO 4.16: `pip install 'anyio>=4.16'`
2 references in 2 of 2 files: 1 can be rewritten, 1 offered
`anyiofy fix` makes 1 rewrite in 1 file
  --accept level-cancellation,contextvars: 1 more rewrite in 1 file
";
    assert_eq!(ended.stderr, expected);
}

#[test]
fn the_manifest_is_read() {
    let manifest = "[project]\nname = 'x'\nrequires-python = '>=3.12'\ndependencies = []\n";
    let folder = Folder::repository(&[("a.py", SAFE), ("pyproject.toml", manifest)]);
    let expected = "\
warning: the code needs AnyIO 4.16: add `\"anyio>=4.16\",` to `dependencies` under `[project]` in \
                    pyproject.toml
1 reference in 1 of 1 file: 1 rewritten
made 1 rewrite in 1 file
";
    assert_eq!(folder.run(&["fix"]).stderr, expected);
    folder.put("a.py", SAFE.as_bytes());
    let complete = manifest.replace("[]", "['anyio>=4.2']");
    folder.put("pyproject.toml", complete.as_bytes());
    assert!(!folder.run(&["diff"]).stderr.contains("warning"));
}

#[test]
fn older_anyio_is_given_what_it_has() {
    let code = "\
import asyncio


async def f(g):
    lock = asyncio.Lock()
    async with lock:
        await asyncio.to_thread(g)
";
    let manifest = |anyio: &str| {
        format!("[project]\nrequires-python = '>=3.12'\ndependencies = ['anyio{anyio}']\n")
    };
    for (anyio, has_fast_acquire, has_abandon_on_cancel) in
        [("==4.5.0", true, true), (">=4.4", false, true), ("~=4.0", false, false)]
    {
        let folder = Folder::new(&[("a.py", code), ("pyproject.toml", &manifest(anyio))]);
        let diff = folder.run(&["diff", "--accept", "start-order"]).stdout;
        assert_eq!(diff.contains("fast_acquire"), has_fast_acquire, "{anyio}\n{diff}");
        assert_eq!(diff.contains("abandon_on_cancel"), has_abandon_on_cancel, "{anyio}\n{diff}");
    }
}

#[test]
fn writing_keeps_modes_and_links() {
    let folder = Folder::repository(&[("deep/script", SAFE)]);
    let script = folder.path().join("deep/script");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o750)).unwrap();
    symlink("deep/script", folder.path().join("link")).unwrap();
    let ended = folder.run(&["fix", "link", "--allow-dirty"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(fs::symlink_metadata(folder.path().join("link")).unwrap().is_symlink());
    assert_eq!(fs::metadata(&script).unwrap().permissions().mode() & 0o7777, 0o750);
    assert_ne!(folder.read("deep/script"), SAFE.as_bytes());
    assert_eq!(listing(&folder.path().join("deep")), ["script"]);
}

#[test]
fn what_cannot_be_written_does_not_stop_the_rest() {
    let folder = Folder::new(&[("a.py", SAFE), ("b.py", SAFE)]);
    let path = folder.path().join("a.py");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let ended = folder.run(&["fix", "--allow-dirty", "--format", "json"]);
    assert_eq!(ended.code, 3);
    assert_eq!(folder.read("a.py"), SAFE.as_bytes());
    assert_ne!(folder.read("b.py"), SAFE.as_bytes());
    let parsed: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let message = "read-only, so left as it is; make it writable";
    assert_eq!(parsed["failures"][0]["message"], message);
    assert_eq!(parsed["findings"][0]["outcome"], "held-back");
    assert_eq!(parsed["findings"][0]["held_back"], message);
    assert_eq!(parsed["findings"][1]["outcome"], "rewritten");
}

#[test]
fn invalid_python_is_told_and_left() {
    let broken = "import asyncio\nx = (\n";
    let folder = Folder::repository(&[("a.py", broken), ("b.py", SAFE)]);
    let ended = folder.run(&["fix"]);
    assert_eq!(ended.code, 3);
    assert!(ended.stderr.starts_with("error: a.py:3: not valid Python: "), "{}", ended.stderr);
    assert_eq!(folder.read("a.py"), broken.as_bytes());
    assert_ne!(folder.read("b.py"), SAFE.as_bytes());
}

#[test]
fn stdin_to_stdout() {
    let folder = Folder::repository(&[("app/a.py", SAFE)]);
    let ended = folder.run_with_stdin(&["fix", "-"], SAFE.as_bytes());
    assert_eq!(ended.code, 0);
    assert_eq!(folder.run(&["fix"]).code, 0);
    assert_eq!(ended.stdout.as_bytes(), folder.read("app/a.py"));
    let diff = &["diff", "-", "--stdin-filename", "app/new.py"];
    let ended = folder.run_with_stdin(diff, SAFE.as_bytes());
    assert!(ended.stdout.starts_with("diff --git a/app/new.py b/app/new.py\n"), "{}", ended.stdout);
    let ended = folder.run_with_stdin(&["check", "-"], SAFE.as_bytes());
    assert_eq!(ended.code, 1);
    assert!(ended.stdout.contains(" --> stdin.py:5:11\n"), "{}", ended.stdout);
    let ended = folder.run_with_stdin(&["fix", "-"], b"import asyncio\nx = (\n");
    assert_eq!((ended.code, ended.stdout.as_str()), (3, ""));
}

#[test]
fn the_order_is_the_same_on_any_number_of_threads() {
    let files: Vec<(String, &str)> =
        (0..40).map(|i| (format!("d{}/f{i}.py", i % 7), SAFE)).collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let folder = Folder::new(&files);
    let one = folder.run(&["check", "--jobs", "1"]);
    assert_eq!(folder.run(&["check", "--jobs", "8"]), one);
    assert_eq!(one.stdout.matches("safe[sleep]").count(), 40);
}

#[test]
fn statistics_count_the_findings() {
    let folder = Folder::new(&[("a.py", SAFE), ("b.py", CHANGES)]);
    let ended = folder.run(&["check", "--statistics"]);
    let expected = "\
transform  can be rewritten  offered  total
sleep                     1        0      1
wait_for                  0        1      1
total                     1        1      2

verdict    can be rewritten  offered  total
safe                      1        0      1
changes                   0        1      1
total                     1        1      2
";
    assert_eq!((ended.code, ended.stdout.as_str()), (1, expected));
    let ended = folder.run(&["diff", "--statistics"]);
    assert!(ended.stderr.starts_with("transform  can be rewritten  "), "{}", ended.stderr);
    assert!(ended.stdout.starts_with("diff --git "));
    let ended = folder.run(&["fix", "--statistics", "--allow-dirty"]);
    assert!(ended.stderr.starts_with("transform  rewritten  "), "{}", ended.stderr);
}
