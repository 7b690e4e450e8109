//! Programs with a few things wrong or odd about them.

use super::choices::Choices;

/// Pieces that change what is around them.
const ODD: &[&str] = &[
    " ",
    "\n",
    "\t",
    "(",
    ")",
    ":",
    ",",
    ";",
    "#",
    "\\\n",
    "'",
    "\"\"\"",
    "*",
    "=",
    ".",
    "@",
    "async ",
    "await ",
    "yield ",
    "return ",
    "lambda: ",
    "if x: ",
    "else: ",
    "del ",
    "global asyncio\n",
    " as x",
    "import asyncio\n",
    "asyncio = 1\n",
    "\x0c",
    "\r",
    "\r\n",
    "\u{feff}",
    "é",
    "\u{2028}",
    "𝓪syncio",
    "f'{",
    "}'",
    "{",
    "}",
    "[",
    "]",
    "# a comment\n",
    " # c\n",
    "# type: ignore\n",
    "# coding: latin-1\n",
    "from __future__ import annotations\n",
    "asyncio.sleep",
    "asyncio.Lock()",
    "asyncio",
    "anyio",
    "x",
];

/// Names of asyncio's that take each other's place.
const NAMES: &[&str] =
    &["sleep", "wait_for", "Lock", "Event", "Semaphore", "to_thread", "run", "gather"];

/// One of `corpus`, changed in a few places as `choices` say.
pub fn mutated(corpus: &[Vec<u8>], choices: &[u8]) -> Vec<u8> {
    let mut choices = Choices::new(choices);
    let mut bytes = choices.of(corpus).clone();
    let count = 1 + choices.below(5);
    for _ in 0..count {
        match choices.below(5) {
            0..=2 => pieces(&mut bytes, &mut choices),
            3 => lines(&mut bytes, corpus, &mut choices),
            _ => whole(&mut bytes, &mut choices),
        }
    }
    bytes
}

/// Where the words, blanks, line ends and other letters of `bytes` begin, and the end.
fn starts(bytes: &[u8]) -> Vec<usize> {
    let class = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 0x80.. => 0,
        b' ' | b'\t' => 1,
        _ => 2,
    };
    let is_start =
        |at: &usize| match (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(*at))
        {
            (Some(before), Some(here)) => class(*before) != class(*here) || class(*here) == 2,
            _ => true,
        };
    (0..=bytes.len()).filter(is_start).collect()
}

fn pieces(bytes: &mut Vec<u8>, choices: &mut Choices<'_>) {
    let starts = starts(bytes);
    let mut piece = || {
        let index = choices.below(starts.len().saturating_sub(1).clamp(1, 60_000));
        let end = starts.get(index + 1).copied().unwrap_or(bytes.len());
        starts.get(index).copied().unwrap_or(end)..end
    };
    let (one, other) = (piece(), piece());
    let other_text = bytes[other].to_vec();
    match choices.below(8) {
        0 => drop(bytes.splice(one, [])),
        1 => {
            let text = bytes[one.clone()].to_vec();
            bytes.splice(one.end..one.end, text);
        }
        2 => drop(bytes.splice(one, other_text)),
        3 => drop(bytes.splice(one.start..one.start, other_text)),
        4 => {
            let odd = *choices.of(ODD);
            bytes.splice(one.start..one.start, odd.bytes());
        }
        5 => {
            let odd = *choices.of(ODD);
            bytes.splice(one, odd.bytes());
        }
        6 => {
            // A member of asyncio's becomes another: most of these are valid.
            let dots = bytes.windows(8).enumerate().filter(|(_, text)| text == b"asyncio.");
            let dots: Vec<usize> = dots.map(|(at, _)| at + 8).collect();
            let Some(at) = dots.get(choices.below(dots.len().max(1))).copied() else { return };
            let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
            let length = bytes[at..].iter().take_while(is_part).count();
            let name = *choices.of(NAMES);
            bytes.splice(at..at + length, name.bytes());
        }
        _ => {
            let byte = choices.below(256) as u8;
            bytes.splice(one.start..one.start, [byte]);
        }
    }
}

fn lines(bytes: &mut Vec<u8>, corpus: &[Vec<u8>], choices: &mut Choices<'_>) {
    let split = |bytes: &[u8]| -> Vec<Vec<u8>> {
        bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
    };
    let mut all = split(bytes);
    if all.is_empty() {
        return;
    }
    let at = choices.below(all.len());
    match choices.below(6) {
        0 => drop(all.remove(at)),
        1 => all.insert(at, all[at].clone()),
        2 => {
            let other = choices.below(all.len());
            all.swap(at, other);
        }
        3 => {
            let others = split(choices.of::<Vec<u8>>(corpus));
            let first = choices.below(others.len().max(1));
            let count = 1 + choices.below(6);
            all.splice(at..at, others.into_iter().skip(first).take(count));
        }
        4 => {
            let indent = *choices.of(&["    ", " ", "\t", "if x:\n    ", "try:\n    "]);
            all[at].splice(0..0, indent.bytes());
        }
        _ => {
            let length =
                all[at].iter().rposition(|byte| !byte.is_ascii_whitespace()).map_or(0, |at| at + 1);
            let comment = *choices.of(&["  # m", "#", " \\", ";", " ; x", "\x0c", "  "]);
            all[at].splice(length..length, comment.bytes());
        }
    }
    *bytes = all.concat();
}

fn whole(bytes: &mut Vec<u8>, choices: &mut Choices<'_>) {
    let replaced = |bytes: &[u8], from: &str, to: &str| match std::str::from_utf8(bytes) {
        Ok(text) => text.replace(from, to).into_bytes(),
        Err(_) => bytes.to_vec(),
    };
    let indented = |bytes: &[u8], header: &str| {
        let mut all = header.as_bytes().to_vec();
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            all.extend(b"    ");
            all.extend(line);
        }
        all
    };
    *bytes = match choices.below(10) {
        0 => replaced(bytes, "\n", "\r\n"),
        1 => replaced(bytes, "\n", "\r"),
        2 => replaced(bytes, "    ", "\t"),
        3 => replaced(bytes, "    ", " "),
        4 => indented(bytes, "async def outer():\n"),
        5 => indented(bytes, "class Outer:\n"),
        6 => indented(bytes, "if x:\n"),
        7 => replaced(bytes, "import asyncio\n", "import asyncio as aio\nasyncio = aio\n"),
        8 => {
            let end = choices.below(bytes.len().clamp(1, 60_000));
            bytes[..end.min(bytes.len())].to_vec()
        }
        _ => replaced(bytes, "(", "(  # c\n"),
    };
}
