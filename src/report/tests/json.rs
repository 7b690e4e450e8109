use serde_json::{Value, json};

use super::*;
use crate::{
    change::Change,
    engine::Failure,
    finding::{Edit, Note},
    report::{Totals, json as document},
};

fn parse(report: &Report) -> Value {
    let text = document(report, &Totals::of(report));
    assert!(text.ends_with("}\n"));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_finding_tells_everything() {
    let text = "# é\nawait asyncio.sleep(x)\n";
    let mut finding = offered(text, [Change::Timing]);
    finding.recipe = Some("wait".to_owned());
    finding.places = vec![Note::new(at(text, "x"), "may be negative")];
    finding.edits = vec![Edit { range: at(text, "asyncio"), text: "anyio".to_owned() }];
    let place = |byte: u32, column: u32| json!({"byte": byte, "line": 2, "column": column});
    let parsed = parse(&report(vec![reported("app/\t\"é.py", text, vec![finding])]));
    assert_eq!(parsed["schema"], 1);
    assert_eq!(
        parsed["findings"],
        json!([{
            "path": "app/\t\"é.py",
            "range": {"start": place(11, 7), "end": place(24, 20)},
            "name": "asyncio.sleep",
            "alias": null,
            "transform": "sleep",
            "verdict": "changes",
            "changes": ["timing"],
            "outcome": "offered",
            "held_back": null,
            "reason": "becomes `anyio.sleep`",
            "recipe": "wait",
            "places": [{
                "range": {"start": place(25, 21), "end": place(26, 22)},
                "text": "may be negative",
            }],
            "edits": [{
                "range": {"start": place(11, 7), "end": place(18, 14)},
                "text": "anyio",
            }],
        }])
    );
    assert_eq!(
        parsed["files"],
        json!([{"path": "app/\t\"é.py", "findings": 1, "rewritten": false}])
    );
    assert_eq!(
        parsed["totals"]["offers"],
        json!([{"accept": "timing", "rewrites": 1, "files": 1}])
    );
}

#[test]
fn failures_are_told() {
    let failure = Failure { message: "binary".to_owned(), line: Some(3) };
    let mut report = report(Vec::new());
    report.failures.push((PathBuf::from("b.py"), failure));
    let parsed = parse(&report);
    assert_eq!(parsed["failures"], json!([{"path": "b.py", "line": 3, "message": "binary"}]));
    assert_eq!(parsed["totals"]["files_failed"], 1);
}
