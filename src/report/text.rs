//! A finding as people read it: what, where, why, and what to do.

use std::path::Path;

use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use super::{
    escape::{escape, escape_path, same_length},
    from_here,
};
use crate::{
    finding::{Finding, Note, Outcome, Remark, Verdict},
    source::{Source, TextRange, TextSize},
};

/// Places this many lines away are shown in one piece with the reference.
const NEAR: usize = 30;

/// Lines that are together longer than this, in bytes, are not shown whole.
const LONGEST: TextSize = TextSize::new(10_000);

/// How much is shown of such lines on both sides of what is meant, in bytes.
const MARGIN: TextSize = TextSize::new(60);

/// A stretch of the source: whole lines, unless these are very long.
struct Excerpt {
    first_line: usize,
    range: TextRange,
    is_cut: bool,
}

/// The text of `finding`, in the file that is shown as `path`; ends with a line end.
pub fn finding_text(
    path: &Path,
    source: &Source,
    finding: &Finding,
    renderer: &Renderer,
) -> String {
    let path = escape_path(path);
    let here = finding.places.iter().filter(|note| note.elsewhere.is_none());
    let (near, far): (Vec<&Note>, Vec<&Note>) =
        here.partition(|note| is_near(source, finding.range, note.range));
    let ranges = near.iter().map(|note| note.range).chain([finding.range]);
    let main = Excerpt::of(source, ranges);
    let reason = escape(&finding.reason);
    let primary = main.annotate(AnnotationKind::Primary, finding.range, &reason);
    let context =
        near.iter().map(|note| main.annotate(AnnotationKind::Context, note.range, &note.text));
    let snippet = main.snippet(source, &path).annotation(primary).annotations(context);
    let mut elements: Vec<Element<'_>> = Vec::new();
    elements.extend(main.origin(source, &path, finding.range));
    elements.push(snippet.into());
    for note in far {
        let excerpt = Excerpt::of(source, [note.range]);
        let place = excerpt.annotate(AnnotationKind::Context, note.range, &note.text);
        elements.extend(excerpt.origin(source, &path, note.range));
        elements.push(excerpt.snippet(source, &path).annotation(place).into());
    }
    elements.extend(messages(finding).map(|(level, text)| level.message(text).into()));
    let title = level(finding.verdict).primary_title(title(finding)).id(finding.transform);
    let mut text = renderer.render(&[title.elements(elements)]);
    text.push('\n');
    text
}

/// The text of what is wrong with a suppression, in the file that is shown as `path`; ends with a line
/// end.
pub fn remark_text(path: &Path, source: &Source, remark: &Remark, renderer: &Renderer) -> String {
    let path = escape_path(path);
    let excerpt = Excerpt::of(source, [remark.range]);
    let words = escape(&remark.text);
    let place = excerpt.annotate(AnnotationKind::Primary, remark.range, &words);
    let help = remark.help.as_ref().map(|help| Level::HELP.message(escape(help).into_owned()));
    let snippet: Element<'_> = excerpt.snippet(source, &path).annotation(place).into();
    let elements = [snippet].into_iter().chain(help.map(Element::from));
    let title = Level::WARNING.with_name(remark.kind.name()).primary_title(SUPPRESSION);
    let mut text = renderer.render(&[title.elements(elements)]);
    text.push('\n');
    text
}

/// What a remark is about.
const SUPPRESSION: &str = "this suppression has no effect";

fn level(verdict: Verdict) -> Level<'static> {
    match verdict {
        Verdict::Safe => Level::NOTE.with_name(verdict.name()),
        Verdict::Changes => Level::WARNING.with_name(verdict.name()),
        Verdict::Manual => Level::ERROR.with_name(verdict.name()),
        Verdict::Keep => Level::INFO.with_name(verdict.name()),
    }
}

/// What becomes of the reference.
fn title(finding: &Finding) -> String {
    let title = finding.title();
    let name = escape(&title);
    match (&finding.outcome, finding.verdict) {
        (Outcome::Rewritten, _) if finding.changes.is_empty() => format!("{name} can be rewritten"),
        (Outcome::Rewritten, _) => format!("{name} can be rewritten; {} accepted", finding.changes),
        (Outcome::Offered, _) => {
            format!("{name} can be rewritten if you accept {}", finding.changes)
        }
        (Outcome::HeldBack(_), _) => format!("{name} could be rewritten, but not here and now"),
        (Outcome::NotSelected, _) => format!("{name} is not selected"),
        (Outcome::Suppressed, _) => format!("{name} is suppressed"),
        (Outcome::Left, Verdict::Keep) => format!("{name} stays"),
        (Outcome::Left, _) => format!("{name} has to be rewritten by hand"),
    }
}

/// What to do, and where to read on.
fn messages(finding: &Finding) -> impl Iterator<Item = (Level<'static>, String)> {
    let held_back = match &finding.outcome {
        Outcome::HeldBack(reason) => Some((Level::NOTE, format!("held back: {}", escape(reason)))),
        Outcome::Rewritten
        | Outcome::Offered
        | Outcome::Left
        | Outcome::NotSelected
        | Outcome::Suppressed => None,
    };
    let recipe = finding.recipe.as_ref().map(|recipe| (Level::HELP, escape(recipe).into_owned()));
    let accept = (finding.outcome == Outcome::Offered).then(|| {
        let names: Vec<&str> = finding.changes.iter().map(|change| change.name()).collect();
        (Level::HELP, format!("accept with `--accept {}`", names.join(",")))
    });
    let explain = (Level::NOTE, format!("`anyiofy explain {}` says more", finding.transform));
    let elsewhere = finding.places.iter().filter_map(|note| {
        let spot = note.elsewhere.as_ref()?;
        let path = escape_path(&from_here(spot.file.as_deref()?));
        Some((Level::NOTE, format!("{path}:{}: {}", spot.line, escape(&note.text))))
    });
    let held_back = elsewhere.map(Some).chain([held_back]).flatten();
    held_back.chain(recipe).chain(accept).chain([explain])
}

fn is_near(source: &Source, reference: TextRange, place: TextRange) -> bool {
    let line = |offset: TextSize| source.line_column(offset).line;
    reference.cover(place).len() <= LONGEST
        && line(reference.start()).abs_diff(line(place.start())) <= NEAR
}

impl Excerpt {
    /// The lines that hold `ranges`, and those between.
    fn of(source: &Source, ranges: impl IntoIterator<Item = TextRange>) -> Self {
        let cover = ranges.into_iter().reduce(TextRange::cover).unwrap_or_default();
        let first_line = source.line_column(cover.start()).line;
        let last_line = source.line_column(cover.end()).line;
        let range = source.line_range(first_line).cover(source.line_range(last_line));
        if range.len() <= LONGEST {
            return Self { first_line, range, is_cut: false };
        }
        let text = source.text();
        let start = cover.start().checked_sub(MARGIN).unwrap_or_default().max(range.start());
        let end = (cover.end() + MARGIN).min(range.end());
        let (start, end) = (start.to_usize(), end.to_usize());
        let (start, end) = (text.floor_char_boundary(start), text.ceil_char_boundary(end));
        let size = |at| TextSize::try_from(at).unwrap_or_default();
        Self { first_line, range: TextRange::new(size(start), size(end)), is_cut: true }
    }

    /// Where `range` stands, if that cannot be told from the excerpt.
    fn origin<'a>(&self, source: &Source, path: &'a str, range: TextRange) -> Option<Element<'a>> {
        let place = source.line_column(range.start());
        let origin = Origin::path(path).line(place.line).char_column(place.column);
        self.is_cut.then(|| origin.into())
    }

    fn snippet<'a, T: Clone>(&self, source: &'a Source, path: &'a str) -> Snippet<'a, T> {
        let text = source.text().get(std::ops::Range::<usize>::from(self.range));
        Snippet::source(same_length(text.unwrap_or_default()))
            .line_start(self.first_line)
            .path((!self.is_cut).then_some(path))
    }

    fn annotate<'a>(
        &self,
        kind: AnnotationKind,
        range: TextRange,
        label: &'a str,
    ) -> Annotation<'a> {
        let offset = |at: TextSize| {
            (at.clamp(self.range.start(), self.range.end()) - self.range.start()).to_usize()
        };
        kind.span(offset(range.start())..offset(range.end())).label(escape(label).into_owned())
    }
}
