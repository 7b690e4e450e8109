//! Whatever numbers are shown add up.

use std::{fs, path::Path};

use serde_json::Value;

use super::support::Folder;

/// A folder with every case, some of which hold a suppression.
fn cases() -> Folder {
    let folder = Folder::new(&[]);
    let transforms = Path::new(env!("CARGO_MANIFEST_DIR")).join("transforms");
    for transform in fs::read_dir(transforms).unwrap() {
        let cases = transform.unwrap().path().join("cases");
        let Ok(cases) = fs::read_dir(&cases) else { continue };
        for (number, case) in cases.map(|case| case.unwrap().path()).enumerate() {
            let mut text = fs::read(&case).unwrap();
            if number % 3 == 0 {
                text.extend(b"\n# anyiofy: ignore-file[sleep, left]\n");
            }
            let transform = case.ancestors().nth(2).unwrap().file_name().unwrap();
            let name = format!("{}_{number}.py", transform.to_str().unwrap());
            folder.put(&name, &text);
        }
    }
    folder
}

const RUNS: &[&[&str]] = &[
    &[],
    &["--accept", "all"],
    &["--accept", "structured", "--ignore", "run"],
    &["--accept", "all", "--select", "sleep,lock,wait_for"],
];

const OUTCOMES: [&str; 7] =
    ["rewritten", "offered", "held_back", "not_selected", "manual", "keep", "suppressed"];

#[test]
fn json_adds_up() {
    let folder = cases();
    for run in RUNS {
        let arguments = [&["check", "--format", "json"], *run].concat();
        let parsed: Value = serde_json::from_str(&folder.run(&arguments).stdout).unwrap();
        let findings = parsed["findings"].as_array().unwrap();
        let totals = &parsed["totals"];
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let is = |finding: &Value, outcome: &str| match outcome {
            "manual" | "keep" => finding["outcome"] == "left" && finding["verdict"] == outcome,
            outcome => finding["outcome"] == outcome.replace('_', "-"),
        };
        for outcome in OUTCOMES {
            let count = findings.iter().filter(|finding| is(finding, outcome)).count();
            assert_eq!(number(&totals["outcomes"][outcome]), count, "{run:?}: {outcome}");
            let transforms = totals["transforms"].as_array().unwrap();
            let sum: usize = transforms.iter().map(|row| number(&row["outcomes"][outcome])).sum();
            assert_eq!(sum, count, "{run:?}: {outcome}");
        }
        let sum = |names: &[&str], from: &Value| {
            names.iter().map(|name| number(&from[*name])).sum::<usize>()
        };
        assert_eq!(sum(&OUTCOMES, &totals["outcomes"]), findings.len());
        assert_eq!(sum(&["safe", "changes", "manual", "keep"], totals), findings.len());
        assert_eq!(number(&totals["findings"]), findings.len());
        let suppressed = number(&totals["suppressed"]);
        assert!(suppressed > 0 && suppressed < findings.len());
    }
}

#[test]
fn what_is_shown_adds_up() {
    let folder = cases();
    for run in RUNS {
        let ended = folder.run(&[&["check", "--statistics"], *run].concat());
        let summary = ended.stderr.lines().find(|line| line.contains(" references in ")).unwrap();
        let (total, rest) = summary.split_once(' ').unwrap();
        let total: usize = total.parse().unwrap();
        let counts = rest.split_once(": ").unwrap().1.split(", ");
        let counts = counts.map(|count| count.split_once(' ').unwrap().0.parse::<usize>().unwrap());
        assert_eq!(counts.sum::<usize>(), total, "{summary}");
        let tables: Vec<&str> = ended.stdout.split("\n\n").collect();
        assert_eq!(tables.len(), 2);
        for table in tables {
            let rows: Vec<Vec<usize>> = table.lines().skip(1).map(numbers).collect();
            let (sums, rows) = rows.split_last().unwrap();
            assert!(rows.iter().chain([sums]).all(|row| {
                let (total, counts) = row.split_last().unwrap();
                counts.iter().sum::<usize>() == *total
            }));
            for (column, sum) in sums.iter().enumerate() {
                assert_eq!(rows.iter().map(|row| row[column]).sum::<usize>(), *sum, "{table}");
            }
            assert_eq!(*sums.last().unwrap(), total);
        }
    }
}

/// The numbers of a table's row.
fn numbers(row: &str) -> Vec<usize> {
    row.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect()
}
