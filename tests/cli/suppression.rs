use super::support::Folder;

const UNUSED: &str = "import asyncio

x = 1  # anyiofy: ignore[sleep]


async def f():
    await asyncio.sleep(1)  # anyiofy: ignore -- \x07 they wait
    # anyiofy: ignore[slep]
    await asyncio.sleep(2)
";

#[test]
fn check_lists_what_has_no_effect() {
    let ended = Folder::new(&[("a.py", UNUSED)]).run(&["check"]);
    let expected = "\
safe[sleep]: `asyncio.sleep` can be rewritten
 --> a.py:9:11
  |
9 |     await asyncio.sleep(2)
  |           ^^^^^^^^^^^^^ does the same
  |
  = note: `anyiofy explain sleep` says more

unused: this suppression has no effect
 --> a.py:3:26
  |
3 | x = 1  # anyiofy: ignore[sleep]
  |                          ^^^^^ there is nothing of `sleep` here to suppress
  |
  = help: remove it

unknown: this suppression has no effect
 --> a.py:8:23
  |
8 |     # anyiofy: ignore[slep]
  |                       ^^^^ no transform is called `slep`
  |
  = help: did you mean `sleep`?

";
    assert_eq!(ended.stdout, expected);
    assert!(
        ended.stderr.contains("2 references in 1 of 1 file: 1 can be rewritten, 1 suppressed\n")
    );
}

#[test]
fn a_comment_on_an_import_keeps_it_and_stays_there() {
    let code = "from asyncio import (\n    sleep,  # anyiofy: ignore\n    run)\n\n\nasync def f(): await sleep(1)\nrun(f())\n";
    let folder = Folder::new(&[("a.py", code)]);
    assert_eq!(folder.run(&["fix", "--allow-dirty"]).code, 0);
    let fixed = String::from_utf8(folder.read("a.py")).unwrap();
    assert!(
        fixed.starts_with("from asyncio import (\n    sleep,  # anyiofy: ignore\n    run)\n"),
        "{fixed}"
    );
    assert!(fixed.ends_with("await anyio.sleep(1)\nanyio.run(f)\n"), "{fixed}");
    assert_eq!(folder.run(&["diff"]).stdout, "");
}

#[test]
fn others_warn_of_what_has_no_effect() {
    let expected = "\
warning: a.py:3: `sleep`: there is nothing of `sleep` here to suppress; remove it
warning: a.py:8: `slep`: no transform is called `slep`; did you mean `sleep`?
";
    for command in [&["diff"][..], &["fix", "--allow-dirty"], &["check", "--statistics"]] {
        let ended = Folder::new(&[("a.py", UNUSED)]).run(command);
        assert!(ended.stderr.starts_with(expected), "{command:?}: {}", ended.stderr);
    }
    let ended = Folder::new(&[("a.py", UNUSED)]).run(&["diff", "--quiet"]);
    assert_eq!(ended.stderr, "");
}

#[test]
fn json_has_what_is_suppressed_and_what_has_no_effect() {
    let ended = Folder::new(&[("a.py", UNUSED)]).run(&["check", "--format", "json"]);
    let parsed: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(parsed["findings"][0]["outcome"], "suppressed");
    assert_eq!(parsed["totals"]["outcomes"]["suppressed"], 1);
    assert_eq!(parsed["remarks"][0]["kind"], "unused");
    assert_eq!(parsed["remarks"][0]["range"]["start"]["line"], 3);
    assert_eq!(parsed["remarks"][1]["help"], "did you mean `sleep`?");
}

#[test]
fn strict_minds_what_has_no_effect() {
    let code = |text: &str, arguments: &[&str]| Folder::new(&[("a.py", text)]).run(arguments).code;
    let used = "import asyncio\nasyncio.sleep  # anyiofy: ignore\n";
    assert_eq!(code(used, &["check", "--strict"]), 0);
    for unused in
        ["x  # anyiofy: ignore\n", "x  # anyiofy: ignor\n", "x  # anyiofy: ignore[slep]\n"]
    {
        assert_eq!(code(unused, &["check", "--strict"]), 1);
        assert_eq!(code(unused, &["check"]), 0);
    }
}
