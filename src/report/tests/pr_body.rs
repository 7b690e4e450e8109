use std::path::Path;

use super::{at, offered, report, reported, sleep};
use crate::{
    change::{Change, Changes},
    engine::Failure,
    finding::{Finding, Outcome, Verdict},
    report::{Report, Totals, pr_body},
};

const CODE: &str = "import asyncio\nawait asyncio.sleep(1)\n";

fn body(report: &Report, accepted: Changes, needs: &[&str]) -> String {
    let needs: Vec<String> = needs.iter().map(|&need| need.to_owned()).collect();
    let name = |path: &Path| format!("src/{}", path.display());
    pr_body(report, &Totals::of(report), accepted, &needs, name)
}

fn made(changes: impl Into<Changes>) -> Finding {
    Finding { outcome: Outcome::Rewritten, missing: Changes::NONE, ..offered(CODE, changes) }
}

fn left(verdict: Verdict, reason: &str) -> Finding {
    Finding { verdict, outcome: Outcome::Left, reason: reason.to_owned(), ..sleep(CODE) }
}

#[test]
fn nothing_is_said_to_be_nothing() {
    let expected = "\
# Migrate from asyncio to AnyIO

Nothing is rewritten.

## What changes

Nothing: on AnyIO's asyncio backend the program observes no difference.
";
    assert_eq!(body(&Report::default(), Changes::NONE, &[]), expected);
}

#[test]
fn everything_is_told() {
    let mut file = reported(
        "a.py",
        CODE,
        vec![
            sleep(CODE),
            made([Change::Timing, Change::StartOrder]),
            offered(CODE, [Change::PublicApi]),
            left(Verdict::Manual, "is `f(*a)` <b> of @me, see #3"),
            left(Verdict::Keep, "goes on"),
            Finding { outcome: Outcome::HeldBack("meets `x".to_owned()), ..sleep(CODE) },
            Finding { outcome: Outcome::NotSelected, ..sleep(CODE) },
        ],
    );
    let after = CODE.replace("import", "# new\nimport");
    file.migrated = Some(after.clone().into_bytes());
    file.file.migrated = Some(after);
    let mut report = report(vec![file]);
    let failure = Failure { message: "not UTF-8; exclude the file".to_owned(), line: None };
    report.failures.push(("b`c.py".into(), failure));
    let expected = "\
# Migrate from asyncio to AnyIO

2 references are rewritten in 1 file.

| references to asyncio | found | rewritten |
| --- | ---: | ---: |
| safe: the program observes no difference | 3 | 1 |
| changes: the rewrite changes something that has a name | 2 | 1 |
| manual: to be rewritten by hand | 1 | 0 |
| keep: asyncio goes on working on AnyIO's asyncio backend | 1 | 0 |

## Before it runs

- add `anyio` to pyproject.toml

## What changes

- `start-order`: something starts, or is evaluated, earlier or later. 1 rewrite:
  - `src/a.py:3` `asyncio.sleep`
- `timing`: delays and deadlines differ by more than a tick. 1 rewrite:
  - `src/a.py:3` `asyncio.sleep`

Accepted too, and of no effect here: `contextvars`.

## What is left

- manual, `sleep`, 1: is `f(*a)` &lt;b&gt; of @<!-- -->me, see #<!-- -->3 (`src/a.py:3`)
- held back, `sleep`, 1: meets \\`x (`src/a.py:3`)
- keep, `sleep`, 1: goes on (`src/a.py:3`)
- not selected: 1

## What could not be dealt with

- ``src/b`c.py``: not UTF-8; exclude the file

## What could be next

- `--accept public-api`: 1 more rewrite in 1 file
";
    let accepted = Changes::of(&[Change::Timing, Change::StartOrder, Change::Contextvars]);
    assert_eq!(body(&report, accepted, &["add `anyio` to pyproject.toml"]), expected);
}

#[test]
fn long_lists_are_folded_and_cut() {
    let findings = |number: usize| vec![made([Change::Timing]); number];
    let text = |number: usize| {
        let report = report(vec![reported("a.py", CODE, findings(number))]);
        body(&report, Changes::of(&[Change::Timing]), &[])
    };
    assert!(text(5).contains(". 5 rewrites:\n  - `src/a.py:2` `asyncio.sleep`\n"), "{}", text(5));
    assert!(!text(5).contains("<details>"));
    let folded =
        ".\n  <details><summary>6 rewrites</summary>\n\n  - `src/a.py:2` `asyncio.sleep`\n";
    assert!(text(6).contains(folded), "{}", text(6));
    assert!(text(6).contains("\n\n  </details>\n"), "{}", text(6));
    assert!(text(45).contains("  - and 15 more\n"), "{}", text(45));
    assert_eq!(text(45).matches("`src/a.py:2`").count(), 30);
}

#[test]
fn what_is_left_shows_the_first_places() {
    let many = vec![left(Verdict::Manual, "is odd"); 5];
    let all = [vec![left(Verdict::Manual, "is rare")], many].concat();
    let text = body(&report(vec![reported("a.py", CODE, all)]), Changes::NONE, &[]);
    let place = "`src/a.py:2`";
    let expected = format!(
        "- manual, `sleep`, 5: is odd ({place}, {place}, {place} and 2 more)\n\
         - manual, `sleep`, 1: is rare ({place})\n"
    );
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn lines_are_those_of_the_new_code() {
    let code = "import asyncio\n\nx = 1\nawait asyncio.sleep(1)\ny = asyncio.Lock()\n";
    let after = "import anyio\n\nx = 1\nwith f():\n    await anyio.sleep(1)\ny = asyncio.Lock()\n";
    let lock = Finding { range: at(code, "asyncio.Lock"), ..left(Verdict::Manual, "is a lock") };
    let slept = Finding { range: at(code, "asyncio.sleep"), ..made([Change::Timing]) };
    let mut file = reported("a.py", code, vec![slept, lock]);
    file.migrated = Some(after.into());
    file.file.migrated = Some(after.to_owned());
    let text = body(&report(vec![file]), Changes::of(&[Change::Timing]), &[]);
    assert!(text.contains("is a lock (`src/a.py:6`)"), "{text}");
    assert!(text.contains("- `src/a.py:4` `asyncio.sleep`"), "{text}");
}
