//! The form of a suppression: `# anyiofy: ignore[wait_for, sleep] -- reason`.

use crate::{
    finding::{Remark, RemarkKind},
    source::{TextRange, TextSize},
    transforms,
};

/// What a comment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directive {
    /// From its `#` to the end of its names.
    pub(super) range: TextRange,
    /// Whether it is about the whole file.
    pub(super) is_of_file: bool,
    /// The transforms that it is about, each with the range of its name; `None` means all.
    pub(super) names: Option<Vec<(&'static str, TextRange)>>,
}

/// The directives in the comment that `text` is and that starts at `start`, and what is wrong with it.
/// After each `#` one may stand: `# noqa: F401  # anyiofy: ignore`.
pub(super) fn read(text: &str, start: TextSize) -> (Vec<Directive>, Vec<Remark>) {
    let (mut directives, mut remarks) = (Vec::new(), Vec::new());
    let mut at = start;
    for piece in text.split_inclusive('#') {
        let mut cursor = Cursor { rest: piece.trim_end_matches('#'), at };
        let hash = at.checked_sub(TextSize::of('#')).unwrap_or(at);
        at += TextSize::of(piece);
        cursor.skip_blanks();
        if !cursor.skip_word("anyiofy") {
            continue;
        }
        cursor.skip_blanks();
        if !cursor.skip_word(":") {
            continue;
        }
        match directive(&mut cursor, hash, &mut remarks) {
            Ok(directive) => directives.push(directive),
            Err((text, help)) => {
                let range = TextRange::new(hash, cursor.at);
                remarks.push(Remark { range, kind: RemarkKind::Malformed, text, help });
            }
        }
    }
    (directives, remarks)
}

/// What is wrong, and what to do about it.
type Malformed = (String, Option<String>);

/// Reads what follows the colon. Transforms that there are not are left out and remarked upon.
fn directive(
    cursor: &mut Cursor<'_>,
    hash: TextSize,
    remarks: &mut Vec<Remark>,
) -> Result<Directive, Malformed> {
    cursor.skip_blanks();
    let word = cursor.word();
    let is_of_file = word.eq_ignore_ascii_case("ignore-file");
    if !is_of_file && !word.eq_ignore_ascii_case("ignore") {
        let text = match word {
            "" => "nothing that is known follows the colon".to_owned(),
            word => format!("`{word}` is not known here"),
        };
        return Err((text, Some(suggested(word, &["ignore", "ignore-file"], "write `ignore`"))));
    }
    let is_ended = cursor.rest.is_empty() || cursor.rest.starts_with("--");
    let end = cursor.at;
    cursor.skip_blanks();
    if !cursor.skip_word("[") {
        return match is_ended || cursor.at > end {
            true => {
                let range = TextRange::new(hash, end);
                Ok(Directive { range, is_of_file, names: None })
            }
            false => Err((
                format!("`{word}` is followed by something that is no list of transforms"),
                Some(format!("write `{word}[transform, ...]`, or a blank before the reason")),
            )),
        };
    }
    let Some((list, _)) = cursor.rest.split_once(']') else {
        return Err((
            "the bracket is not closed".to_owned(),
            Some("close it after the last transform".to_owned()),
        ));
    };
    let names = names(list, cursor.at, remarks);
    cursor.skip(list.len() + 1);
    let range = TextRange::new(hash, cursor.at);
    match list.trim().is_empty() {
        true => Err((
            "the brackets name no transform".to_owned(),
            Some("name one, or leave the brackets out to mean all".to_owned()),
        )),
        false => Ok(Directive { range, is_of_file, names: Some(names) }),
    }
}

/// The transforms that `list`, which starts at `start`, names.
fn names(list: &str, start: TextSize, remarks: &mut Vec<Remark>) -> Vec<(&'static str, TextRange)> {
    let mut names = Vec::new();
    let mut at = start;
    for entry in list.split_inclusive(',') {
        let name = entry.trim_end_matches(',').trim();
        let before = entry.len() - entry.trim_start().len();
        let mut cursor = Cursor { rest: entry, at };
        at += TextSize::of(entry);
        cursor.skip(before);
        let range = TextRange::at(cursor.at, TextSize::of(name));
        let mut all = transforms::ALL.iter().map(|transform| transform.name);
        match all.find(|known| known.eq_ignore_ascii_case(name)) {
            Some(known) => names.push((known, range)),
            None if name.is_empty() => {}
            None => {
                let (text, help) = (format!("no transform is called `{name}`"), Some(meant(name)));
                remarks.push(Remark { range, kind: RemarkKind::Unknown, text, help });
            }
        }
    }
    names
}

/// What may be meant by the name of no transform: the owner of a name of asyncio's, or one that is
/// spelled alike.
fn meant(name: &str) -> String {
    let segments: Vec<&str> = name.split('.').collect();
    let qualified: Vec<&str> = std::iter::once("asyncio").chain(segments.iter().copied()).collect();
    let owned = |segments: &[&str]| {
        transforms::owner(segments).filter(|owned| owned.segments > 1).map(|o| o.transform.name)
    };
    match owned(&segments).or_else(|| owned(&qualified)) {
        Some(owner) => format!("did you mean `{owner}`?"),
        None => {
            let all: Vec<&str> = transforms::ALL.iter().map(|transform| transform.name).collect();
            suggested(&name.to_ascii_lowercase(), &all, "`anyiofy rules` lists the transforms")
        }
    }
}

fn suggested(word: &str, known: &[&str], otherwise: &str) -> String {
    match similar::get_close_matches(word, known, 1, 0.6).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    }
}

/// Text that is read from left to right.
struct Cursor<'t> {
    rest: &'t str,
    at: TextSize,
}

impl<'t> Cursor<'t> {
    fn skip(&mut self, length: usize) {
        let (skipped, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.at += TextSize::of(skipped);
        self.rest = rest;
    }

    fn skip_blanks(&mut self) {
        self.skip(self.rest.len() - self.rest.trim_start().len());
    }

    /// Skips `word` in whatever case; whether it is there.
    fn skip_word(&mut self, word: &str) -> bool {
        let found = self.rest.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word));
        if found {
            self.skip(word.len());
        }
        found
    }

    /// The word that follows: letters, digits and `_`, and `-` between them.
    fn word(&mut self) -> &'t str {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let text = self.rest;
        let joins = |at: usize| text.get(at + 1..).is_some_and(|rest| rest.starts_with(is_part));
        let end = text.char_indices().find(|(at, c)| !(is_part(*c) || (*c == '-' && joins(*at))));
        let word = &text[..end.map_or(text.len(), |(at, _)| at)];
        self.skip(word.len());
        word
    }
}
