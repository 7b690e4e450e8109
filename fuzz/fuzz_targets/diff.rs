//! A diff holds what it says: applied to the old bytes it gives the new ones.
#![no_main]

use std::convert::Infallible;

use anyiofy::report::{Line, unified_diff};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], &[u8], &[u8])| {
    let (path, before, after) = input;
    let mut lines: Vec<(Line, Vec<u8>)> = Vec::new();
    let mut keep = |kind, line: &[u8]| {
        lines.push((kind, line.to_vec()));
        Ok::<(), Infallible>(())
    };
    let Ok(()) = unified_diff(path, before, after, &mut keep);
    assert_eq!(before == after, lines.is_empty());
    assert!(lines.iter().all(|(_, line)| line.ends_with(b"\n")));
    let headers = lines.iter().filter(|(kind, _)| *kind == Line::Header);
    for (_, header) in headers {
        let name = &header[..header.len() - 1];
        assert!(name.iter().all(|byte| (b' '..=b'~').contains(byte) || *byte == b'\t'));
    }
    assert_eq!(applied(&lines, before), after);
});

/// What becomes of `before`.
fn applied(lines: &[(Line, Vec<u8>)], before: &[u8]) -> Vec<u8> {
    let old: Vec<&[u8]> = before.split_inclusive(|byte| *byte == b'\n').collect();
    let mut next = 0;
    let mut new: Vec<Vec<u8>> = Vec::new();
    let mut ends: Vec<Line> = Vec::new();
    for (kind, line) in lines {
        match kind {
            Line::Header => {}
            Line::Hunk => {
                let start = first_line(line);
                new.extend(old[next..start].iter().map(|line| line.to_vec()));
                next = start;
            }
            Line::Context | Line::Removed => {
                let expected = [&line[..1], old[next]].concat();
                assert!(*line == expected || *line == [&expected[..], b"\n"].concat());
                if *kind == Line::Context {
                    new.push(line[1..].to_vec());
                }
                next += 1;
            }
            Line::Added => new.push(line[1..].to_vec()),
            Line::NoNewline => {
                if matches!(ends.last(), Some(Line::Added | Line::Context)) {
                    let last = new.last_mut().expect("a line before it");
                    assert_eq!(last.pop(), Some(b'\n'));
                }
            }
        }
        ends.push(*kind);
    }
    new.extend(old[next..].iter().map(|line| line.to_vec()));
    new.concat()
}

/// The index of the first old line of a hunk.
fn first_line(header: &[u8]) -> usize {
    let text = std::str::from_utf8(header).expect("ASCII");
    let range = text.split(['-', ' ']).nth(2).expect("an old range");
    let (start, length) = range.split_once(',').unwrap_or((range, "1"));
    let start: usize = start.parse().expect("a number");
    if length == "0" { start } else { start - 1 }
}
