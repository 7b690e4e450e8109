//! How the code around a word is read, without parsing the file.

use std::ops::Range;

use memchr::memchr;

use crate::{engine::patched::LONGEST, transforms};

/// So many bytes of an argument are read, which is more than a string or a name takes.
const LONGEST_ARGUMENT: usize = 1 << 8;

/// An argument of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Argument<'b> {
    /// A string, written in one piece.
    Text(&'b str),
    /// Names with dots between them.
    Chain(&'b str),
    Other(&'b [u8]),
}

/// A dotted name with an owned package in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dotted<'b> {
    /// What comes before the package, with its dot.
    pub(super) left: &'b str,
    pub(super) package: &'b str,
    /// What comes after it, with its dot.
    pub(super) right: &'b str,
    /// What comes before and after the whole.
    pub(super) before: &'b [u8],
    pub(super) after: &'b [u8],
}

/// Which side of a name in a string is not in it, because the string is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) left: bool,
    pub(super) right: bool,
}

impl<'b> Dotted<'b> {
    /// The name around the `needle`, if that is a word of its own.
    pub(super) fn around(bytes: &'b [u8], needle: &Range<usize>) -> Option<Self> {
        let package = text(bytes.get(needle.clone())?)?;
        let (before, after) = (bytes.get(..needle.start)?, bytes.get(needle.end..)?);
        let length = before.iter().rev().take(LONGEST).take_while(|b| is_dotted(**b)).count();
        let (before, left) = before.split_at(before.len() - length);
        // `%s.asyncio`.
        let left = match before.last() {
            Some(b'%') => left.get(1..)?,
            _ => left,
        };
        let (right, after) = after.split_at(dotted_length(after));
        let (left, right) = (text(left)?, text(right)?);
        let is_word = (left.is_empty() || left.ends_with('.'))
            && (right.is_empty() || right.starts_with('.'));
        is_word.then_some(Self { left, package, right, before, after })
    }

    /// Whether it stands in a string that says nothing else, and which of its ends are open.
    pub(super) fn in_string(&self) -> Option<Open> {
        let (last, next) = (self.before.last(), self.after.first());
        let is_begun = is_quote(last) && {
            let before = self.before.get(..self.before.len() - 1).unwrap_or_default();
            let prefix = before.iter().rev().take_while(|b| b"fFrRbBuU".contains(b)).count();
            let before = before.get(..before.len() - prefix).unwrap_or_default().trim_ascii_end();
            !is_quote(before.last()) && before.last() != Some(&b'+') && !self.left.starts_with('.')
        };
        let is_format = matches!(last, Some(b'}' | b'%'));
        let is_ended = is_quote(next) && !self.right.ends_with('.');
        let is_cut =
            self.right.ends_with('.') && (is_quote(next) || matches!(next, Some(b'{' | b'%')));
        let is_string = (is_quote(last) || is_format) && (is_ended || is_cut);
        is_string.then_some(Open { left: !is_begun, right: is_cut })
    }

    /// Whether the string in which it stands is assigned to a name, or passed by one.
    pub(super) fn is_assigned(&self) -> bool {
        let before = self.before.get(..self.before.len().saturating_sub(1)).unwrap_or_default();
        let before = before.trim_ascii_end();
        before.ends_with(b"=") && !before.ends_with(b"==") && !before.ends_with(b"!=")
    }

    /// The name to which it is assigned as a whole.
    pub(super) fn assigned_name(&self) -> Option<&'b str> {
        let after = self.after.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        let is_whole = after.is_none_or(|byte| matches!(byte, b'\n' | b';' | b'#'));
        let before = self.before.trim_ascii_end().strip_suffix(b"=")?.trim_ascii_end();
        let length = before.iter().rev().take(LONGEST).take_while(|b| is_part(**b)).count();
        text(before.get(before.len() - length..)?).filter(|name| is_whole && is_identifier(name))
    }
}

/// The first argument in `bytes`, and what follows it: a comma, or what closes the call.
pub(super) fn argument(bytes: &[u8]) -> Option<(Argument<'_>, &[u8])> {
    let bytes = after_keyword(bytes.trim_ascii_start());
    let is_end = |rest: &[u8]| matches!(rest.first(), Some(b',' | b')'));
    if let Some((string, rest)) = string(bytes) {
        let rest = rest.trim_ascii_start();
        if is_end(rest) {
            return Some((Argument::Text(string), rest));
        }
    }
    let (chain, rest) = bytes.split_at(dotted_length(bytes));
    let rest = rest.trim_ascii_start();
    if !chain.is_empty() && is_end(rest) {
        return Some((Argument::Chain(text(chain)?), rest));
    }
    let mut depth = 0_usize;
    let mut at = 0;
    while at < LONGEST_ARGUMENT {
        match bytes.get(at)? {
            b'(' | b'[' | b'{' => depth += 1,
            b',' | b')' if depth == 0 => {
                let (raw, rest) = bytes.split_at(at);
                return Some((Argument::Other(raw), rest));
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            quote @ (b'"' | b'\'') => {
                at += 1 + memchr(*quote, bytes.get(at + 1..)?)?;
            }
            _ => {}
        }
        at += 1;
    }
    Some((Argument::Other(bytes.get(..LONGEST_ARGUMENT)?), &[]))
}

/// The names that are passed by keyword in `bytes`, which begin before an argument; `None` for what may
/// be any.
pub(super) fn keywords(bytes: &[u8]) -> Vec<Option<&str>> {
    let mut names = Vec::new();
    let mut rest = bytes;
    while let Some(arguments) = rest.strip_prefix(b",") {
        let arguments = arguments.trim_ascii_start();
        if arguments.is_empty() || arguments.starts_with(b")") {
            break;
        }
        let length = arguments.len() - after_keyword(arguments).len();
        let name = arguments.get(..length).map(first_word).filter(|name| !name.is_empty());
        names.push(name);
        rest = argument(arguments).map_or(&[][..], |(_, rest)| rest);
        if rest.is_empty() {
            names.push(None);
        }
    }
    names
}

/// `bytes` without the `name=` that they may begin with.
fn after_keyword(bytes: &[u8]) -> &[u8] {
    let word = bytes.iter().take(LONGEST_ARGUMENT).take_while(|b| is_part(**b)).count();
    let value = bytes.get(word..).unwrap_or_default().trim_ascii_start().strip_prefix(b"=");
    value
        .filter(|value| word > 0 && !value.starts_with(b"="))
        .map_or(bytes, <[u8]>::trim_ascii_start)
}

/// The string literal that `bytes` begin with, and what follows it.
fn string(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let prefix = bytes.iter().take(2).take_while(|b| b"fFrRuU".contains(b)).count();
    let is_format = bytes.get(..prefix)?.iter().any(|b| b"fF".contains(b));
    let (quote, rest) =
        bytes.get(prefix..)?.split_first().filter(|(quote, _)| is_quote(Some(quote)))?;
    let length = memchr(*quote, rest.get(..LONGEST.min(rest.len()))?)?;
    let string = text(rest.get(..length)?)?;
    let is_built = is_format && string.contains('{');
    let is_plain = !is_built && !string.contains(['\\', '\n']);
    is_plain.then_some((string, rest.get(length + 1..)?))
}

/// Whether what stands between `before` and `after` is assigned to, or deleted.
pub(super) fn is_stored(before: &[u8], after: &[u8]) -> bool {
    let near = before.get(before.len().saturating_sub(LONGEST)..).unwrap_or_default();
    let is_deleted = near.trim_ascii_end().strip_suffix(b"del").is_some_and(|rest| {
        rest.len() + 3 < near.len() && !rest.last().is_some_and(|byte| is_dotted(*byte))
    });
    if is_deleted {
        return true;
    }
    let after = after.trim_ascii_start();
    // The rest of a tuple of targets.
    let targets = after.iter().take(LONGEST_ARGUMENT);
    let targets = targets.take_while(|b| is_dotted(**b) || b", ".contains(b)).count();
    let (targets, value) = after.split_at(targets);
    let is_target = targets.is_empty() || targets.starts_with(b",") && targets.ends_with(b" ");
    let is_assigned = value.starts_with(b"=") && !value.starts_with(b"==");
    let line = near.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    is_target && is_assigned && !is_annotation(line.trim_ascii())
}

/// Whether what follows on the `line` is the type of something.
fn is_annotation(line: &[u8]) -> bool {
    const HEADERS: [&str; 11] = [
        "if", "elif", "else", "for", "while", "with", "try", "except", "finally", "class", "async",
    ];
    let header = first_word(line);
    match line.split_last() {
        Some((b'|', _)) => true,
        Some((b':', before)) => {
            !HEADERS.contains(&header) && !before.trim_ascii_end().ends_with(b")")
        }
        _ => false,
    }
}

/// The words that `bytes` begin with and the dots between them, in bytes.
pub(super) fn dotted_length(bytes: &[u8]) -> usize {
    bytes.iter().take(LONGEST).take_while(|byte| is_dotted(**byte)).count()
}

pub(super) fn is_identifier(name: &str) -> bool {
    !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) && name.bytes().all(is_part)
}

pub(super) fn is_package(name: &str) -> bool {
    transforms::PACKAGES.contains(&name)
}

/// Whether the byte may be part of a name.
pub(in crate::engine) fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn is_dotted(byte: u8) -> bool {
    is_part(byte) || byte == b'.'
}

fn is_quote(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b'"' | b'\''))
}

fn first_word(bytes: &[u8]) -> &str {
    let length = bytes.iter().take(LONGEST).take_while(|byte| is_part(**byte)).count();
    bytes.get(..length).and_then(text).unwrap_or_default()
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}
