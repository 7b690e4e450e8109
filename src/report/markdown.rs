//! Text from files, paths and messages, made harmless in Markdown.

use super::escape;

/// `text` in a code span, on one line.
pub(super) fn code(text: &str) -> String {
    let text = escape(text);
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// `text`, a sentence with code between single backticks, so that it reads as it is.
pub(super) fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let is_balanced = parts.len() % 2 == 1;
    let part = |(index, part): (usize, &&str)| match index % 2 {
        1 if is_balanced && !part.is_empty() => code(part),
        1 if is_balanced => String::new(),
        _ => plain(part),
    };
    let separator = if is_balanced { "" } else { "\\`" };
    parts.iter().enumerate().map(part).collect::<Vec<_>>().join(separator)
}

/// `text` without anything that Markdown, or a forge that shows it, takes for markup.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in escape(text).chars() {
        match letter {
            '\\' | '*' | '_' | '[' | ']' | '~' | '|' | '$' => plain.extend(['\\', letter]),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            // Else it would notify people, or link to what happens to have that number.
            '@' | '#' => {
                plain.push(letter);
                plain.push_str("<!-- -->");
            }
            _ => plain.push(letter),
        }
    }
    plain
}
