//! Comments that keep references as they are: `# anyiofy: ignore`.
//!
//! A comment speaks of the logical line that it stands on, or of the next one if it has a line for
//! itself. It goes on speaking of it after a migration: a fix that would part the two is not made.

mod comment;
#[cfg(test)]
mod tests;

use comment::Directive;
use rustc_hash::FxHashSet;

use crate::{
    finding::{Finding, Outcome, Remark, RemarkKind},
    rewrite::{Removed, Rewrite},
    semantic::Ast,
    source::TextRange,
    transform::{Answer, Fix},
};

/// The suppressions of a file.
#[derive(Debug, Default)]
pub(super) struct Suppressions {
    directives: Vec<(Directive, Reach)>,
    /// What is wrong with others.
    remarks: Vec<Remark>,
}

/// What a directive speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// All of the file.
    File,
    /// What stands on the logical line, as the comment says.
    Line { comment: TextRange, line: TextRange },
    /// Nothing comes after it.
    Nothing,
}

impl Reach {
    fn contains(self, range: TextRange) -> bool {
        match self {
            Self::File => true,
            Self::Line { line, .. } => line.contains_range(range),
            Self::Nothing => false,
        }
    }
}

/// What is suppressed in a file.
#[derive(Debug, Default)]
pub(super) struct Suppressed {
    references: FxHashSet<TextRange>,
    /// The lines that comments speak of, to some effect or none.
    lines: Vec<TextRange>,
    /// The comments that suppress something on a line, and these lines.
    pinned: Vec<(TextRange, TextRange)>,
    /// What is wrong with the comments.
    pub(super) remarks: Vec<Remark>,
}

/// What speaks against a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Objection {
    /// It rewrites this reference, which is suppressed.
    Rewrites(TextRange),
    /// This comment would no longer stand at what it speaks of.
    Parts(TextRange),
}

impl Suppressions {
    /// Reads the comments of `ast`, which is the tree of `text`.
    pub(super) fn read(ast: &Ast, text: &str) -> Self {
        let mut suppressions = Self::default();
        let mut lines: Option<Vec<TextRange>> = None;
        for comment in ast.comments() {
            let (directives, remarks) = comment::read(&text[*comment], comment.start());
            suppressions.remarks.extend(remarks);
            for directive in directives {
                let lines = lines.get_or_insert_with(|| ast.logical_lines());
                suppressions.place(directive, *comment, lines, text);
            }
        }
        suppressions
    }

    fn place(&mut self, directive: Directive, comment: TextRange, lines: &[TextRange], text: &str) {
        if !directive.is_of_file {
            let next = lines.partition_point(|line| line.end() < comment.end());
            let line = lines.get(next).copied();
            let reach = line.map_or(Reach::Nothing, |line| Reach::Line { comment, line });
            return self.directives.push((directive, reach));
        }
        let before = text[..comment.start().to_usize()].rsplit(['\n', '\r']).next();
        match before.unwrap_or_default().trim().is_empty() {
            true => self.directives.push((directive, Reach::File)),
            false => self.remarks.push(Remark {
                range: directive.range,
                kind: RemarkKind::Malformed,
                text: "`ignore-file` speaks of the file only on a line of its own".to_owned(),
                help: Some("move it, or write `ignore` for this line".to_owned()),
            }),
        }
    }

    /// What they do to the references that `answers` are about.
    pub(super) fn suppress(self, answers: &[Answer]) -> Suppressed {
        let mut suppressed = Suppressed { remarks: self.remarks, ..Suppressed::default() };
        for (directive, reach) in &self.directives {
            let here = answers.iter().filter(|answer| reach.contains(answer.range));
            let here: Vec<&Answer> = here.collect();
            let found = suppressed.by(directive, &here);
            if let Reach::Line { comment, line } = *reach {
                suppressed.lines.push(line);
                if !found.is_empty() {
                    suppressed.pinned.push((comment, line));
                }
            }
            suppressed.references.extend(found);
        }
        suppressed.remarks.sort_by_key(|remark| remark.range.start());
        suppressed
    }
}

fn unused(range: TextRange, text: String) -> Remark {
    let help = Some("remove it".to_owned());
    Remark { range, kind: RemarkKind::Unused, text, help }
}

impl Suppressed {
    /// The references that `directive` suppresses among those that it speaks of.
    fn by(&mut self, directive: &Directive, here: &[&Answer]) -> Vec<TextRange> {
        let Some(names) = &directive.names else {
            if here.is_empty() {
                let text = "there is nothing here to suppress".to_owned();
                self.remarks.push(unused(directive.range, text));
            }
            return here.iter().map(|answer| answer.range).collect();
        };
        let mut found = Vec::new();
        for (name, range) in names {
            let own = here.iter().filter(|answer| answer.transform.name == *name);
            let before = found.len();
            found.extend(own.map(|answer| answer.range));
            if found.len() == before {
                let text = format!("there is nothing of `{name}` here to suppress");
                self.remarks.push(unused(*range, text));
            }
        }
        found
    }

    /// Whether a comment speaks of the line of the statement at `range`.
    pub(super) fn speaks_of(&self, range: TextRange) -> bool {
        self.lines.iter().any(|line| line.contains_range(range))
    }

    /// Whether the reference at `range` is.
    pub(super) fn contains(&self, range: TextRange) -> bool {
        self.references.contains(&range)
    }

    /// What speaks against `fix`, which rewrites the references `resolved`.
    pub(super) fn objection(&self, fix: &Fix, resolved: &[TextRange]) -> Option<Objection> {
        let rewritten = resolved.iter().find(|range| self.contains(**range));
        let parted = || self.pinned.iter().find(|(comment, line)| parts(fix, *comment, *line));
        rewritten
            .map(|range| Objection::Rewrites(*range))
            .or_else(|| parted().map(|(comment, _)| Objection::Parts(*comment)))
    }
}

/// Whether `comment` may not speak of `line` any more after `fix`.
fn parts(fix: &Fix, comment: TextRange, line: TextRange) -> bool {
    let both = comment.cover(line);
    fix.rewrites.iter().any(|rewrite| {
        let range = rewrite.range();
        let moves_both = range.contains_range(both) && range.start() < both.start();
        let stays = match rewrite {
            Rewrite::Replace { .. } | Rewrite::Remove { kind: Removed::Element, .. } => {
                line.contains_range(range)
            }
            Rewrite::Wrap { .. } | Rewrite::Insert { .. } | Rewrite::Unwrap { .. } => moves_both,
            Rewrite::Remove { kind: Removed::Statement, .. } => false,
        };
        overlap(range, both) && !stays
    })
}

fn overlap(one: TextRange, other: TextRange) -> bool {
    one.intersect(other).is_some_and(|both| !both.is_empty())
}

/// What is suppressed among `findings`, in an order of its own.
pub(super) fn suppressed_names(findings: &[Finding]) -> Vec<(&'static str, &str)> {
    let suppressed = findings.iter().filter(|finding| finding.outcome == Outcome::Suppressed);
    let mut names: Vec<_> = suppressed.map(|f| (f.transform, f.name.as_str())).collect();
    names.sort_unstable();
    names
}
