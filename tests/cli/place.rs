use super::support::Folder;

const NET: &str = "import asyncio


async def fetch():
    try:
        await asyncio.sleep(1)
    finally:
        await asyncio.sleep(0)
";

const MAIN: &str = "import asyncio
from app.jobs import job


async def main(x):
    async with asyncio.timeout(1):
        await job()
";

fn project() -> Folder {
    Folder::new(&[
        ("pyproject.toml", ""),
        ("app/net.py", NET),
        ("app/jobs.py", "from .net import fetch\n\n\nasync def job():\n    await fetch()\n"),
        ("main.py", MAIN),
        ("broken.py", "import asyncio\ndef ("),
    ])
}

#[test]
fn a_line_is_explained_with_the_calls_that_matter() {
    let ended = project().run(&["explain", "main.py:6"]);
    let expected = "\
manual[timeout]: `asyncio.timeout` has to be rewritten by hand
 --> main.py:6:16
  |
6 |     async with asyncio.timeout(1):
  |                ^^^^^^^^^^^^^^^ covers cleanup in another file that awaits, which AnyIO's scope would cut short
  |
  = note: app/net.py:8: awaits while it is cancelled
  = help: put that cleanup under `with anyio.CancelScope(shield=True):` first, and run this again
  = note: `anyiofy explain timeout` says more
  how it gets to code that awaits while it is cancelled:
    main.py:7      await job()
    app/jobs.py:5  await fetch()
    app/net.py:8   await asyncio.sleep(0)
";
    assert_eq!(ended.stdout.trim_end(), expected.trim_end());
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
}

#[test]
fn json_names_places_in_other_files() {
    let ended = project().run(&["check", "--format", "json", "main.py"]);
    let report: serde_json::Value = serde_json::from_str(&ended.stdout).expect("a document");
    let findings = report["findings"].as_array().expect("a list");
    let timeout = findings.iter().find(|finding| finding["transform"] == "timeout");
    let places = &timeout.expect("the timeout is found")["places"];
    let expected = serde_json::json!([{
        "path": "app/net.py",
        "line": 8,
        "text": "awaits while it is cancelled",
        "through": [{"path": null, "line": 7}, {"path": "app/jobs.py", "line": 5}],
    }]);
    assert_eq!(places, &expected);
}

#[test]
fn lines_without_findings_and_files_that_cannot_be_read_are_told() {
    for (place, code, message) in [
        ("main.py:1", 2, "nothing is found on line 1 of main.py"),
        ("main.py:999", 2, "nothing is found on line 999 of main.py"),
        ("broken.py:2", 3, "broken.py:2: not valid Python"),
        ("missing.py:2", 3, "missing.py"),
        ("main.py:0", 2, "nothing is called `main.py:0`"),
    ] {
        let ended = project().run(&["explain", place]);
        assert_eq!(ended.code, code, "{place}");
        assert!(ended.stderr.contains(message), "{place}: {}", ended.stderr);
    }
}
