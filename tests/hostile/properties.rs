//! What must hold of whatever is put into the engine. The fuzz targets include this file too.

use std::{collections::HashMap, ops::Range, path::Path, thread};

use anyiofy::{
    change::Changes,
    engine::{self, FileReport, Options},
    finding::{Edit, Finding, Outcome, Verdict},
    rewrite::apply,
    semantic::{Ast, SemanticModel},
    source::TextRange,
};

/// Findings in one file whose rewrites are each tried alone; every one costs a parse.
const TRIED_ALONE: usize = 10;

/// What was done with an input that nothing is wrong with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dealt {
    /// It is not Python, and was left alone with this reason.
    Refused(String),
    /// Nothing in it is to be rewritten.
    Kept,
    /// It becomes these bytes.
    Migrated(Vec<u8>),
}

/// The ways in which users ask, from what changes nothing to all that is known.
pub fn option_sets() -> [(&'static str, Options); 3] {
    let accepting = |changes: Changes| Options {
        accept: changes.into(),
        target_version: (3, 12),
        edits: true,
        ..Options::default()
    };
    let old = Options { target_version: (3, 8), anyio_version: (4, 0), ..accepting(Changes::ALL) };
    [("default", accepting(Changes::NONE)), ("all", accepting(Changes::ALL)), ("old", old)]
}

/// Runs `f` as the program's own threads run: with their stack.
pub fn on_deep_stack<T: Send>(f: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(engine::STACK_SIZE);
        let thread = thread.spawn_scoped(scope, f).expect("threads can be started");
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Migrates the file `module.py` that holds `bytes`.
///
/// # Errors
///
/// What is wrong with what comes out.
pub fn migrate(bytes: &[u8], options: &Options) -> Result<Dealt, String> {
    let path = Path::new("module.py");
    let report = match engine::migrate_text(path, bytes, options) {
        Err(failure) if failure.message.contains("a bug in anyiofy") => {
            return Err(failure.message);
        }
        Err(failure) => return Ok(Dealt::Refused(failure.message)),
        Ok(None) => return Ok(Dealt::Kept),
        Ok(Some(report)) => report,
    };
    if report.source.bytes() != bytes {
        return Err("what was read is not what the file holds".into());
    }
    report.findings.iter().try_for_each(|finding| finding_is_whole(&report, finding))?;
    each_rewrite_alone_is_python(&report)?;
    let rewritten = report.findings.iter().any(|f| f.outcome == Outcome::Rewritten);
    let Some(text) = report.migrated.as_deref().filter(|_| rewritten) else {
        return match rewritten == report.migrated.is_some() {
            true => Ok(Dealt::Kept),
            false => Err("text without a rewrite, or a rewrite without text".into()),
        };
    };
    text_is_right(&report, text)?;
    let written = report.source.encode(text).map_err(|error| error.to_string())?;
    match engine::migrate_text(path, &written, options) {
        Err(failure) => return Err(format!("a second run fails: {}\n{text}", failure.message)),
        Ok(Some(second)) if second.migrated.is_some() => {
            let second = second.migrated.unwrap_or_default();
            return Err(format!("a second run changes\n{text}\nto\n{second}"));
        }
        Ok(_) => {}
    }
    Ok(Dealt::Migrated(written))
}

/// Panics when something is wrong with what comes of `bytes` under any of the options.
pub fn assert_all(bytes: &[u8]) {
    for (name, options) in option_sets() {
        if let Err(problem) = migrate(bytes, &options) {
            panic!("accepting {name}: {problem}");
        }
    }
}

fn text_is_right(report: &FileReport, text: &str) -> Result<(), String> {
    let before = report.source.text();
    if text == before {
        return Err("rewritten to what it was".into());
    }
    let (ast, new) = (parsed(before)?, parsed(text)?);
    let (old, new) = (comments(&ast, before), comments(&new, text));
    if old != new {
        return Err(format!("comments {old:?} became {new:?}\n{text}"));
    }
    let (old, new) = (line_ends(before), line_ends(text));
    let kinds = old.iter().filter(|count| **count > 0).count();
    if kinds == 1 && old.iter().zip(new).any(|(old, new)| *old == 0 && new > 0) {
        return Err(format!("line ends (LF, CRLF, CR) {old:?} became {new:?}\n{text:?}"));
    }
    let mut rest = text;
    for kept in outside_edits(report, &ast) {
        let Some(at) = rest.find(kept) else {
            return Err(format!("{kept:?} was to stay\n{text}"));
        };
        rest = &rest[at + kept.len()..];
    }
    Ok(())
}

fn parsed(text: &str) -> Result<Ast, String> {
    Ast::parse(text).map_err(|error| format!("not Python: {}\n{text}", error.message))
}

/// How often each comment stands in `text`.
fn comments<'t>(ast: &Ast, text: &'t str) -> HashMap<&'t str, usize> {
    let mut counts = HashMap::new();
    for range in ast.comments() {
        *counts.entry(text[*range].trim_end()).or_default() += 1;
    }
    counts
}

/// How many lines end in LF, CRLF and CR.
fn line_ends(text: &str) -> [usize; 3] {
    let crlf = text.matches("\r\n").count();
    [text.matches('\n').count() - crlf, crlf, text.matches('\r').count() - crlf]
}

/// The pieces of the original that no rewrite touches by itself, in order. Left out are the lines of
/// imports, which may be edited as a whole for several rewrites, and what is blank: indentation
/// changes with the block around.
fn outside_edits<'t>(report: &'t FileReport, ast: &Ast) -> Vec<&'t str> {
    let (source, text) = (&report.source, report.source.text());
    let strings = ast.multiline_strings();
    let line = |offset| {
        let line = source.line_range(source.line_column(offset).line);
        // The statements of one line may be joined by a string over several.
        let joined = strings.iter().filter(|string| string.contains(line.start()));
        joined
            .map(|s| source.line_range(source.line_column(s.start()).line))
            .fold(line, TextRange::cover)
    };
    let model = SemanticModel::new(ast, text);
    let imports = model.imports().iter().map(|import| import.statement);
    let imports = imports.map(|import| line(import.start()).cover(line(import.end())));
    let rewritten = report.findings.iter().filter(|f| f.outcome == Outcome::Rewritten);
    let edits = rewritten.flat_map(|f| f.edits.iter().map(|edit| edit.range));
    let mut edits: Vec<TextRange> = edits.chain(imports).collect();
    edits.sort_by_key(|range| (range.start(), range.end()));
    let mut kept = vec![];
    let mut end = 0;
    for edit in edits {
        let start = edit.start().to_usize();
        if start > end {
            kept.push(&text[end..start]);
        }
        end = end.max(edit.end().to_usize());
    }
    kept.push(&text[end..]);
    let lines = kept.into_iter().flat_map(|piece| piece.split_inclusive(['\n', '\r']));
    lines.map(str::trim).filter(|line| !line.is_empty()).collect()
}

fn finding_is_whole(report: &FileReport, finding: &Finding) -> Result<(), String> {
    let text = report.source.text();
    let slice = |range: TextRange| text.get(Range::<usize>::from(range));
    let wrong = |what: &str| Err(format!("{what}: {finding:?}"));
    let Some(named) = slice(finding.range) else {
        return wrong("a range that is not of the text");
    };
    // A name alone may be another one for it, by `as` or by assignment.
    let last = finding.name.rsplit('.').next().unwrap_or_default();
    let is_plain = named.contains('.') && named.is_ascii() && finding.name.contains('.');
    // What is unknown of an object is told of its class.
    let of_object = last.starts_with(char::is_uppercase);
    let spells = is_plain && finding.verdict != Verdict::Manual && !of_object;
    if named.is_empty() || spells && !named.contains(last) {
        return wrong("a range that does not name it");
    }
    if finding.places.iter().any(|note| slice(note.range).is_none()) {
        return wrong("a place that is not of the text");
    }
    let in_order = |pair: &[Edit]| match pair {
        [one, other] => one.range.end() <= other.range.start(),
        _ => true,
    };
    if !finding.edits.windows(2).all(in_order) {
        return wrong("edits that overlap or are not sorted");
    }
    if finding.edits.iter().any(|edit| slice(edit.range).is_none()) {
        return wrong("an edit that is not of the text");
    }
    if finding.reason.is_empty() {
        return wrong("no reason");
    }
    Ok(())
}

/// What `--format json` gives an editor for one finding must be whole by itself.
fn each_rewrite_alone_is_python(report: &FileReport) -> Result<(), String> {
    let with_edits = report.findings.iter().filter(|finding| !finding.edits.is_empty());
    for finding in with_edits.take(TRIED_ALONE) {
        let text = apply(report.source.text(), &finding.edits);
        Ast::parse(&text).map_err(|error| {
            format!("{} alone is not Python: {}\n{text}", finding.name, error.message)
        })?;
    }
    Ok(())
}
