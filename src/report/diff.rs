//! Unified diffs of raw bytes, as `git apply` takes them.

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 3;

/// What a line of a diff is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Names the file.
    Header,
    /// Says which lines follow.
    Hunk,
    /// Stands in both.
    Context,
    /// Stands in the old file only.
    Removed,
    /// Stands in the new file only.
    Added,
    /// Says that the line before it does not end.
    NoNewline,
}

/// Calls `emit` with each line of the diff from `before` to `after`, its line end included; not at all
/// when they are equal. `path` is relative, with `/`; it is quoted as git quotes.
///
/// # Errors
///
/// The first that `emit` returns.
pub fn unified_diff<E>(
    path: &[u8],
    before: &[u8],
    after: &[u8],
    emit: &mut impl FnMut(Line, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    // Git ends lines at LF alone: a CR belongs to its line.
    let old: Vec<&[u8]> = before.split_inclusive(|byte| *byte == b'\n').collect();
    let new: Vec<&[u8]> = after.split_inclusive(|byte| *byte == b'\n').collect();
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let hunks = group_diff_ops(ops, CONTEXT);
    if hunks.is_empty() {
        return Ok(());
    }
    for header in headers(path) {
        emit(Line::Header, &header)?;
    }
    for hunk in hunks {
        emit(Line::Hunk, hunk_header(&hunk).as_bytes())?;
        for op in hunk {
            let removed = old.get(op.old_range()).unwrap_or_default();
            let added = new.get(op.new_range()).unwrap_or_default();
            if matches!(op, DiffOp::Equal { .. }) {
                emit_lines(Line::Context, b' ', removed, emit)?;
            } else {
                emit_lines(Line::Removed, b'-', removed, emit)?;
                emit_lines(Line::Added, b'+', added, emit)?;
            }
        }
    }
    Ok(())
}

fn emit_lines<E>(
    kind: Line,
    mark: u8,
    lines: &[&[u8]],
    emit: &mut impl FnMut(Line, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    for line in lines {
        let mut marked = Vec::with_capacity(line.len() + 2);
        marked.push(mark);
        marked.extend_from_slice(line);
        if line.ends_with(b"\n") {
            emit(kind, &marked)?;
        } else {
            marked.push(b'\n');
            emit(kind, &marked)?;
            emit(Line::NoNewline, b"\\ No newline at end of file\n")?;
        }
    }
    Ok(())
}

fn hunk_header(hunk: &[DiffOp]) -> String {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return String::new() };
    let side = |start: usize, end: usize| match end - start {
        // An empty side is named by the line before it.
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    };
    let old = side(first.old_range().start, last.old_range().end);
    let new = side(first.new_range().start, last.new_range().end);
    format!("@@ -{old} +{new} @@\n")
}

fn headers(path: &[u8]) -> [Vec<u8>; 3] {
    let (a, b) = (quote(&[b"a/", path].concat()), quote(&[b"b/", path].concat()));
    // Without the tab, a name that holds a blank would end at it.
    let end: &[u8] = if path.contains(&b' ') { b"\t\n" } else { b"\n" };
    [
        [b"diff --git ", &a[..], b" ", &b, b"\n"].concat(),
        [b"--- ", &a[..], end].concat(),
        [b"+++ ", &b[..], end].concat(),
    ]
}

/// `name` in C's quotes where git would put it in them.
fn quote(name: &[u8]) -> Vec<u8> {
    let is_odd = |byte: &u8| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'\\');
    if !name.iter().any(is_odd) {
        return name.to_vec();
    }
    let mut quoted = vec![b'"'];
    for byte in name {
        match byte {
            b'"' | b'\\' => quoted.extend([b'\\', *byte]),
            0x07 => quoted.extend(b"\\a"),
            0x08 => quoted.extend(b"\\b"),
            b'\t' => quoted.extend(b"\\t"),
            b'\n' => quoted.extend(b"\\n"),
            0x0B => quoted.extend(b"\\v"),
            0x0C => quoted.extend(b"\\f"),
            b'\r' => quoted.extend(b"\\r"),
            b' '..=b'~' => quoted.push(*byte),
            _ => quoted.extend(format!("\\{byte:03o}").bytes()),
        }
    }
    quoted.push(b'"');
    quoted
}
