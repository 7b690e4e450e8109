use super::*;
use crate::{
    change::Change,
    report::{Offer, Statistics, Totals},
};

const TEXT: &str = "asyncio.sleep\n";

fn sample(accepted: Changes) -> Report {
    let manual = Finding { verdict: Verdict::Manual, outcome: Outcome::Left, ..sleep(TEXT) };
    let held = Finding { outcome: Outcome::HeldBack("x".to_owned()), ..sleep(TEXT) };
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
    report(vec![first, reported("b.py", TEXT, vec![level, manual, held])])
}

#[test]
fn every_finding_is_counted_once() {
    let totals = Totals::of(&sample(Changes::NONE));
    assert_eq!(totals.by_verdict, [2, 3, 1, 0]);
    assert_eq!((totals.findings(), totals.with(Verdict::Manual)), (6, 1));
    assert_eq!((totals.rewritten, totals.offered, totals.held_back), (1, 3, 1));
    assert_eq!((totals.with_findings, totals.rewritten_files), (2, 1));
}

#[test]
fn offers_say_what_one_more_name_adds() {
    let offers = |accepted| Totals::of(&sample(accepted)).offers;
    let offer = |name, rewrites, files| Offer { name, rewrites, files };
    assert_eq!(offers(Changes::NONE), [offer("level-cancellation", 2, 2), offer("all", 3, 2)]);
    assert_eq!(offers([Change::LevelCancellation].into()), [offer("timing", 1, 1)]);
    assert_eq!(offers([Change::Timing].into()), [offer("level-cancellation", 3, 2)]);
    assert_eq!(offers(Changes::ALL), []);
}

#[test]
fn statistics_add_up() {
    let expected = "\
transform     safe  changes   manual     keep    total  rewritten
sleep            2        3        1        0        6          1
total            2        3        1        0        6          1
";
    assert_eq!(Statistics::of(&sample(Changes::NONE)).table(), expected);
}
