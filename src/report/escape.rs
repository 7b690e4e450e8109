//! Text from files and paths, made harmless for terminals.

use std::{borrow::Cow, fmt::Write, path::Path};

/// `text` with everything that could steer a terminal, or reorder what it shows, spelled out.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_steering(character) {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

/// `path` on one line of harmless text; bytes that are not UTF-8 as `\xE9`.
pub fn escape_path(path: &Path) -> String {
    let mut escaped = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        escaped.push_str(&escape(chunk.valid()));
        for byte in chunk.invalid() {
            // Writing to a string does not fail.
            let _ = write!(escaped, "\\x{byte:02X}");
        }
    }
    escaped
}

/// `json` with the same meaning, in which such characters are spelled as JSON spells them. They can
/// only stand in its strings.
pub(super) fn escape_json(json: String) -> String {
    let is_odd = |c: char| is_steering(c) && c != '\n';
    if !json.contains(is_odd) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 8);
    for character in json.chars() {
        if is_odd(character) {
            // Writing to a string does not fail.
            let _ = write!(escaped, "\\u{:04x}", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Control characters, and what changes the direction of text. None is beyond U+FFFF.
fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        )
}

/// `text` with the same bytes at the same offsets, but that lines end with `\n` or `\r\n` only and
/// that nothing beyond ASCII steers. The controls of ASCII are for the renderer to replace.
pub(super) fn same_length(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| c == '\r' || is_steering(c) && !c.is_ascii();
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut letters = text.chars().peekable();
    let mut safe = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        safe.push(match letter {
            '\r' if letters.peek() != Some(&'\n') => '\n',
            _ if !is_steering(letter) || letter.is_ascii() => letter,
            _ if letter.len_utf8() == 2 => '·',
            _ => '\u{FFFD}',
        });
    }
    Cow::Owned(safe)
}
