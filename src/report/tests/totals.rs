use super::*;
use crate::{
    change::Change,
    report::{Deed, Offer, Statistics, Totals},
};

const TEXT: &str = "asyncio.sleep\n";

fn sample(accepted: Changes) -> Report {
    let manual = Finding { verdict: Verdict::Manual, outcome: Outcome::Left, ..sleep(TEXT) };
    let held = Finding { outcome: Outcome::HeldBack("x".to_owned()), ..sleep(TEXT) };
    let keep = Finding { verdict: Verdict::Keep, transform: "left", ..manual.clone() };
    let suppressed = Finding { outcome: Outcome::Suppressed, ..manual.clone() };
    let unselected = Finding { outcome: Outcome::NotSelected, transform: "run", ..sleep(TEXT) };
    let lacking = |changes: &[Change]| {
        let offered = offered(TEXT, Changes::of(changes));
        let missing = offered.changes.without(accepted);
        let outcome = if missing.is_empty() { Outcome::Rewritten } else { Outcome::Offered };
        Finding { missing, outcome, ..offered }
    };
    let both = lacking(&[Change::LevelCancellation, Change::Timing]);
    let level = lacking(&[Change::LevelCancellation]);
    let mut first = reported("a.py", TEXT, vec![sleep(TEXT), level.clone(), both]);
    first.migrated = Some(Vec::new());
    let last = reported("c.py", TEXT, vec![keep, suppressed, unselected]);
    report(vec![first, reported("b.py", TEXT, vec![level, manual, held]), last])
}

#[test]
fn every_finding_is_counted_once() {
    let totals = Totals::of(&sample(Changes::NONE));
    assert_eq!(totals.by_verdict, [3, 3, 2, 1]);
    assert_eq!((totals.findings(), totals.with(Verdict::Manual)), (9, 2));
    let counts = totals.tally.counts(Deed::Done).map(|(_, count)| count);
    assert_eq!(counts, [1, 3, 1, 1, 1, 1, 1]);
    assert_eq!((totals.with_findings, totals.rewritten_files), (3, 1));
}

#[test]
fn offers_say_what_one_more_name_adds() {
    let offers = |accepted| Totals::of(&sample(accepted)).offers;
    let offer =
        |accept: &str, rewrites, files| Offer { accept: accept.to_owned(), rewrites, files };
    let both = "level-cancellation,timing";
    assert_eq!(offers(Changes::NONE), [offer("level-cancellation", 2, 2), offer(both, 3, 2)]);
    assert_eq!(offers([Change::LevelCancellation].into()), [offer("timing", 1, 1)]);
    assert_eq!(offers([Change::Timing].into()), [offer("level-cancellation", 3, 2)]);
    assert_eq!(offers(Changes::ALL), []);
}

#[test]
fn files_without_findings_are_not_counted() {
    let files = vec![reported("a.py", TEXT, vec![sleep(TEXT)]), reported("b.py", TEXT, vec![])];
    assert_eq!(Totals::of(&report(files)).with_findings, 1);
}

#[test]
fn statistics_add_up() {
    let expected = "\
transform  rewritten  offered  held back  not selected  manual  keep  suppressed  total
left               0        0          0             0       0     1           0      1
run                0        0          0             1       0     0           0      1
sleep              1        3          1             0       1     0           1      7
total              1        3          1             1       1     1           1      9

verdict    rewritten  offered  held back  not selected  manual  keep  suppressed  total
safe               1        0          1             1       0     0           0      3
changes            0        3          0             0       0     0           0      3
manual             0        0          0             0       1     0           1      2
keep               0        0          0             0       0     1           0      1
total              1        3          1             1       1     1           1      9
";
    assert_eq!(Statistics::of(&sample(Changes::NONE)).table(Deed::Done), expected);
}

#[test]
fn columns_without_counts_are_left_out() {
    let one = report(vec![reported("a.py", TEXT, vec![sleep(TEXT)])]);
    let expected = "\
transform  rewritten  total
sleep              1      1
total              1      1

verdict    rewritten  total
safe               1      1
total              1      1
";
    assert_eq!(Statistics::of(&one).table(Deed::Done), expected);
}
