use std::{fs::File, process::Stdio};

use super::support::Folder;

#[test]
fn a_closed_pipe_is_success() {
    let folder = Folder::new(&[]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = folder.command(&["rules"]).stdout(writer).status().unwrap();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_full_disk_is_not() {
    let folder = Folder::new(&[]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = folder.command(&["rules"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error, "error: cannot write the result: no space left on device\n");
}

#[test]
fn colour_is_for_terminals_and_who_asks() {
    let folder = Folder::new(&[]);
    let coloured = |arguments: &[&str]| folder.run(arguments).stderr.contains('\x1b');
    assert!(!coloured(&["check", "no.py"]));
    assert!(coloured(&["check", "no.py", "--color", "always"]));
    assert!(!coloured(&["check", "no.py", "--color=never"]));
}

#[test]
fn json_is_one_document() {
    let folder = Folder::new(&[("a.py", "x\n")]);
    let ended = folder.run(&["check", "--format", "json", "a.py", "no.py"]);
    assert_eq!(ended.code, 3);
    let parsed: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(parsed["schema"], 1);
    assert_eq!(parsed["totals"]["files"], 1);
    assert_eq!(parsed["failures"][0]["path"], "no.py");
}

#[test]
fn statistics_are_tables() {
    let ended = Folder::new(&[("a.py", "x\n")]).run(&["check", "--statistics"]);
    assert_eq!(
        ended.stdout,
        "transform  total\ntotal          0\n\nverdict    total\ntotal          0\n"
    );
}

#[test]
fn every_field_of_the_json_report_is_documented() {
    fn keys(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(fields) => {
                found.extend(fields.keys().cloned());
                fields.values().for_each(|value| keys(value, found));
            }
            serde_json::Value::Array(values) => values.iter().for_each(|v| keys(v, found)),
            _ => {}
        }
    }
    let code = "import asyncio\n\nlock = asyncio.Lock()  # anyiofy: ignore[sleep]\n";
    let folder = Folder::new(&[("a.py", code), ("broken.py", "import asyncio\nx = (\n")]);
    let report = folder.run(&["check", "--format", "json"]).stdout;
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    for part in ["findings", "remarks", "files", "failures"] {
        assert_ne!(report[part], serde_json::json!([]), "{part}");
    }
    assert_ne!(report["totals"]["offers"], serde_json::json!([]));
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md");
    let page = std::fs::read_to_string(page).unwrap();
    let mut found = Vec::new();
    keys(&report, &mut found);
    for key in found {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
}
