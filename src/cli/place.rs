//! `explain PATH:LINE`: what is said of one line, and how a proof failed.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    Output,
    exit::Exit,
    run::{Run, find},
    settings::{Settings, config_message},
    shown,
};
use crate::{
    finding::{Note, Spot},
    report::{Reported, escape, finding_text},
    source::{Source, TextRange},
};

/// The file and the line that `name` is about, if it is `PATH:LINE`.
pub(super) fn place(name: &str) -> Option<(PathBuf, usize)> {
    let (path, line) = name.rsplit_once(':')?;
    let line = line.parse().ok().filter(|line| *line > 0)?;
    (!path.is_empty()).then(|| (PathBuf::from(path), line))
}

/// Prints the findings on `line` of the file at `path`, each with the calls that lead to what stands in
/// its way.
pub(super) fn explain(path: &Path, line: usize, output: &mut Output) -> io::Result<Exit> {
    let settings = match Settings::of_file(path) {
        Ok(settings) => settings,
        Err(message) => {
            output.error(&message);
            return Ok(Exit::Usage);
        }
    };
    let found = find(&settings);
    let errors = settings.exclude.configs.errors();
    if !errors.is_empty() {
        errors.iter().for_each(|error| output.error(&config_message(error)));
        return Ok(Exit::Usage);
    }
    let mut is_told = false;
    let run = Run::new(&settings, found, |file| {
        is_told |= tell(file, line, output)?;
        Ok(())
    })?;
    for (path, failure) in &run.report.failures {
        let place = failure.line.map(|line| format!(":{line}")).unwrap_or_default();
        output.error(&format!("{}{place}: {}", shown(path), escape(&failure.message)));
    }
    match is_told {
        true => Ok(Exit::Success),
        false if run.report.failures.is_empty() => {
            output.error(&format!("nothing is found on line {line} of {}", shown(path)));
            Ok(Exit::Usage)
        }
        false => Ok(Exit::Failed),
    }
}

/// Prints what is said of the line; gives whether there is anything.
fn tell(file: &Reported, line: usize, output: &mut Output) -> io::Result<bool> {
    let Reported { path, file, .. } = file;
    let source = &file.source;
    let lines = |range: TextRange| {
        source.line_column(range.start()).line..=source.line_column(range.end()).line
    };
    let mut is_told = false;
    for finding in file.findings.iter().filter(|finding| lines(finding.range).contains(&line)) {
        let text = finding_text(path, source, finding, &output.renderer());
        output.write(text.as_bytes())?;
        for note in finding.places.iter().filter(|note| !note.through.is_empty()) {
            output.write(chain(path, source, note).as_bytes())?;
        }
        is_told = true;
    }
    Ok(is_told)
}

/// The calls from the code of a finding to the place that a note is about, one a line.
fn chain(path: &Path, source: &Source, note: &Note) -> String {
    let end = note
        .elsewhere
        .clone()
        .unwrap_or_else(|| Spot { file: None, line: source.line_column(note.range.start()).line });
    let spots: Vec<&Spot> = note.through.iter().chain([&end]).collect();
    let rows = spots.into_iter().map(|spot| {
        let (path, code) = match spot.file.as_deref() {
            None => (path, line_of(source, spot.line)),
            Some(path) => (
                path,
                Source::read(path).map_or_else(|_| String::new(), |s| line_of(&s, spot.line)),
            ),
        };
        (format!("{}:{}", shown(path), spot.line), code)
    });
    let rows: Vec<(String, String)> = rows.collect();
    let width = rows.iter().map(|(place, _)| place.chars().count()).max().unwrap_or_default();
    let mut text = format!("  how it gets to code that {}:\n", escape(&note.text));
    for (place, code) in rows {
        text.push_str(&format!("    {place:width$}  {code}\n"));
    }
    text.push('\n');
    text
}

fn line_of(source: &Source, line: usize) -> String {
    let range = source.line_range(line);
    escape(source.text().get(std::ops::Range::<usize>::from(range)).unwrap_or_default().trim())
        .into_owned()
}
