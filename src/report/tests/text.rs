use std::path::Path;

use annotate_snippets::Renderer;

use super::*;
use crate::{change::Change, finding::Note, report::finding_text};

fn plain(path: &str, text: &str, finding: &Finding) -> String {
    finding_text(Path::new(path), &source(path, text), finding, &Renderer::plain())
}

#[test]
fn a_rewrite() {
    let text = "import asyncio\n\n\nasync def f():\n\tawait asyncio.sleep(1)  # é\n";
    let expected = "\
safe[sleep]: `asyncio.sleep` can be rewritten
 --> app/jobs.py:5:8
  |
5 |     await asyncio.sleep(1)  # é
  |           ^^^^^^^^^^^^^ becomes `anyio.sleep`
  |
  = note: `anyiofy explain sleep` says more
";
    assert_eq!(plain("app/jobs.py", text, &sleep(text)), expected);
}

#[test]
fn an_offer() {
    let text = "await asyncio.sleep(1)\n";
    let finding = offered(text, [Change::Timing, Change::LevelCancellation]);
    let expected = "\
changes[sleep]: `asyncio.sleep` can be rewritten if you accept level-cancellation, timing
 --> a.py:1:7
  |
1 | await asyncio.sleep(1)
  |       ^^^^^^^^^^^^^ becomes `anyio.sleep`
  |
  = help: accept with `--accept level-cancellation,timing`
  = note: `anyiofy explain sleep` says more
";
    assert_eq!(plain("a.py", text, &finding), expected);
}

#[test]
fn a_refusal_with_places_near_and_far() {
    let text = format!("q = make()\nx = asyncio.sleep\ny = 1\nz = q\n{}far(q)\n", "\n".repeat(50));
    let note = |part: &str, text_: &str| Note::new(at(&text, part), text_);
    let finding = Finding {
        verdict: Verdict::Manual,
        outcome: Outcome::Left,
        reason: "is passed on to code that is not seen".to_owned(),
        recipe: Some("pass `anyio.sleep`".to_owned()),
        places: vec![note("z = q", "escapes here"), note("far(q)", "and here")],
        ..sleep(&text)
    };
    let expected = "\
manual[sleep]: `asyncio.sleep` has to be rewritten by hand
  --> a.py:2:5
   |
 2 | x = asyncio.sleep
   |     ^^^^^^^^^^^^^ is passed on to code that is not seen
 3 | y = 1
 4 | z = q
   | ----- escapes here
   |
  ::: a.py:55:1
   |
55 | far(q)
   | ------ and here
   |
   = help: pass `anyio.sleep`
   = note: `anyiofy explain sleep` says more
";
    assert_eq!(plain("a.py", &text, &finding), expected);
}

#[test]
fn what_is_held_back_says_why() {
    let text = "asyncio.sleep\n";
    let outcome = Outcome::HeldBack("the file could not be written".to_owned());
    let shown = plain("a.py", text, &Finding { outcome, ..sleep(text) });
    assert!(shown.contains("  = note: held back: the file could not be written\n"), "{shown}");
}

#[test]
fn lines_are_pythons_lines() {
    for newline in ["\n", "\r\n", "\r"] {
        let text = ["# one", "# two\u{2028}\x0c", "asyncio.sleep", "# four"].join(newline);
        let shown = plain("a.py", &text, &sleep(&text));
        assert!(shown.contains("--> a.py:3:1\n"), "{newline:?}: {shown}");
        assert!(shown.contains("\n3 | asyncio.sleep\n"), "{newline:?}: {shown}");
    }
}

#[test]
fn a_reference_over_several_lines() {
    let text = "(asyncio\n  .sleep)\n";
    let range = at(text, "asyncio\n  .sleep");
    let mut finding = sleep("asyncio.sleep");
    finding.range = range;
    let shown = plain("a.py", text, &finding);
    assert!(shown.contains("--> a.py:1:2\n") && shown.contains("becomes `anyio.sleep`"), "{shown}");
}

#[test]
fn nothing_steers_the_terminal() {
    let text = "'\x1b[2J\u{9b}2J\u{202e}\x07' + asyncio.sleep\n";
    let mut finding = sleep(text);
    finding.reason = "because \x1b[1m".to_owned();
    finding.recipe = Some("do \u{9b}".to_owned());
    finding.places = vec![Note::new(at(text, "+"), "\x1b]0;x")];
    let shown = plain("a\x1b[2J\n.py", text, &finding);
    let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!shown.contains(steers), "{shown:?}");
    assert!(shown.contains("--> a\\u{1b}[2J\\n.py:1:"), "{shown}");
}

#[test]
fn a_very_long_line_is_cut() {
    let text = format!("x = 1\n[{}asyncio.sleep, {}]\n", "é, ".repeat(9_000), "é, ".repeat(9_000));
    let shown = plain("a.py", &text, &sleep(&text));
    let expected = "\
safe[sleep]: `asyncio.sleep` can be rewritten
 --> a.py:2:27002
  |
 ::: 
2 | é, é, é, é, é, é, é, é, é, é, é, é, é, é, é, asyncio.sleep, é, é, é, é, é, é, é, é, é, é, é, é, é, é, é
  |                                              ^^^^^^^^^^^^^ becomes `anyio.sleep`
  |
  = note: `anyiofy explain sleep` says more
";
    assert_eq!(shown, expected);
}
