//! Lines as Python counts them: ended by `\n`, `\r\n` or `\r`, and by nothing else.

use super::{LineColumn, TextLen, TextRange, TextSize};

/// Where the lines of one text begin.
#[derive(Debug)]
pub(super) struct Lines {
    /// Ascending, the first is 0.
    starts: Vec<TextSize>,
    /// The number of characters before each block of [`BLOCK`] bytes, so that a column far to the
    /// right is not counted from the left.
    characters: Vec<usize>,
    end: TextSize,
}

/// In bytes.
const BLOCK: usize = 1 << 12;

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let starts = line_ends(text.as_bytes()).map(offset);
        Self {
            starts: std::iter::once(TextSize::new(0)).chain(starts).collect(),
            characters: characters_before_blocks(text.as_bytes()),
            end: text.text_len(),
        }
    }

    pub(super) fn line_column(&self, text: &str, offset: TextSize) -> LineColumn {
        let line = self.starts.partition_point(|start| *start <= offset);
        let (start, offset) = (self.range(line).start(), offset.min(self.end));
        let before = |offset| self.characters_before(text.as_bytes(), offset);
        let near = text.as_bytes().get(start.to_usize()..offset.to_usize());
        let column = match near.filter(|near| near.len() < BLOCK) {
            Some(near) => characters(near),
            None => before(offset).saturating_sub(before(start)),
        };
        LineColumn { line, column: column + 1 }
    }

    fn characters_before(&self, bytes: &[u8], offset: TextSize) -> usize {
        let block = offset.to_usize() / BLOCK;
        let rest = bytes.get(block * BLOCK..offset.to_usize()).unwrap_or_default();
        self.characters.get(block).copied().unwrap_or_default() + characters(rest)
    }

    pub(super) fn range(&self, line: usize) -> TextRange {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.end);
        TextRange::new(start, self.starts.get(line).copied().unwrap_or(self.end))
    }
}

fn characters_before_blocks(bytes: &[u8]) -> Vec<usize> {
    let counts = bytes.chunks(BLOCK).map(characters).chain([0]);
    let before = counts.scan(0, |before, count| Some(std::mem::replace(before, *before + count)));
    before.collect()
}

/// How many characters begin in `bytes`, which are UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// The 1-based line of the byte at `offset`.
pub(crate) fn line_at(bytes: &[u8], offset: usize) -> usize {
    1 + line_ends(bytes).take_while(|end| *end <= offset).count()
}

/// The line end that most lines have; the first of the most frequent in the order LF, CRLF, CR.
pub(super) fn dominant_newline(text: &str) -> &'static str {
    let bytes = text.as_bytes();
    let (mut lf, mut crlf, mut cr) = (0, 0, 0);
    for end in line_ends(bytes) {
        match bytes.get(end.saturating_sub(2)..end) {
            Some(b"\r\n") => crlf += 1,
            Some([.., b'\r']) => cr += 1,
            _ if bytes.first() == Some(&b'\r') && end == 1 => cr += 1,
            _ => lf += 1,
        }
    }
    if lf >= crlf && lf >= cr {
        "\n"
    } else if crlf >= cr {
        "\r\n"
    } else {
        "\r"
    }
}

/// The offsets just after each line end.
pub(super) fn line_ends(bytes: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|at| !(bytes.get(*at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n')))
        .map(|at| at + 1)
}

/// # Panics
///
/// Never: a [`Source`](super::Source) is far smaller than 4 GB.
fn offset(bytes: usize) -> TextSize {
    TextSize::try_from(bytes).expect("sources are small")
}
