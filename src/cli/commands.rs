//! `check`, `diff` and `fix`: one run, three ways to tell of it.

use std::{io, path::PathBuf};

use rayon::prelude::*;

use super::{
    Output,
    args::Format,
    exit::Exit,
    run::Run,
    settings::{Input, Settings},
    summary,
};
use crate::{
    engine::Failure,
    finding::{Finding, Outcome, Remark, Verdict},
    project::{Uncommitted, replace, uncommitted},
    report::{
        Reported, Statistics, Totals, escape, escape_path, finding_text, json, remark_text,
        unified_diff,
    },
};

/// What is done with what a run finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// The findings are listed.
    Check {
        /// Whether what is left counts as something to do.
        strict: bool,
    },
    /// The rewrites are shown.
    Diff,
    /// The rewrites are written.
    Fix {
        /// Whether to write where git could not give back what is replaced.
        allow_dirty: bool,
    },
}

impl Command {
    /// Runs the command.
    pub(super) fn run(self, settings: &Settings, output: &mut Output) -> io::Result<Exit> {
        if matches!(
            (self, &settings.input, settings.format),
            (Self::Fix { .. }, Input::Stdin(_), Format::Json)
        ) {
            output.error("`fix -` writes the code to stdout, where `--format json` writes the report; use one");
            return Ok(Exit::Usage);
        }
        let mut run = Run::new(settings)?;
        match self {
            Self::Check { .. } => {}
            Self::Diff if settings.format == Format::Json => {}
            Self::Diff => diff(&mut run, output)?,
            Self::Fix { .. } if run.stdin.is_some() => print(&run, output)?,
            Self::Fix { allow_dirty } => {
                if !allow_dirty && let Some(refusal) = refusal(&mut run) {
                    output.error(&refusal);
                    return Ok(Exit::Usage);
                }
                fix(&mut run, settings.jobs);
            }
        }
        let totals = Totals::of(&run.report);
        let lists = matches!(self, Self::Check { .. }) && !settings.statistics;
        if settings.format == Format::Text && !lists {
            warn(&run, output);
        }
        if settings.format == Format::Json {
            output.write(json(&run.report, &totals).as_bytes())?;
        } else if matches!(self, Self::Check { .. }) {
            check(&run, settings, output)?;
        } else if settings.statistics {
            output.say(Statistics::of(&run.report).table().trim_end());
        }
        output.finish()?;
        summary::tell(self, &mut run, &totals, output);
        Ok(self.exit(&run, &totals))
    }

    fn exit(self, run: &Run, totals: &Totals) -> Exit {
        let files = || run.report.files.iter().map(|file| &file.file);
        let is_left = || {
            let mut findings = files().flat_map(|file| &file.findings);
            findings.any(is_left_to_do) || files().any(|file| !file.remarks.is_empty())
        };
        match self {
            _ if totals.failed > 0 => Exit::Failed,
            Self::Check { .. } if totals.rewritten_files > 0 => Exit::WorkToDo,
            Self::Check { strict: true } if is_left() => Exit::WorkToDo,
            Self::Check { .. } | Self::Diff | Self::Fix { .. } => Exit::Success,
        }
    }
}

/// Whether somebody has still to decide or do something.
fn is_left_to_do(finding: &Finding) -> bool {
    match finding.verdict {
        Verdict::Safe | Verdict::Changes | Verdict::Manual => {
            !matches!(finding.outcome, Outcome::NotSelected | Outcome::Suppressed)
        }
        Verdict::Keep => false,
    }
}

fn check(run: &Run, settings: &Settings, output: &mut Output) -> io::Result<()> {
    if settings.statistics {
        return output.write(Statistics::of(&run.report).table().as_bytes());
    }
    let renderer = output.renderer();
    for Reported { path, file, .. } in &run.report.files {
        let shown = file.findings.iter().filter(|f| f.outcome != Outcome::Suppressed);
        let findings = shown.map(|finding| finding_text(path, &file.source, finding, &renderer));
        let remarks = file.remarks.iter();
        let remarks = remarks.map(|remark| remark_text(path, &file.source, remark, &renderer));
        for text in findings.chain(remarks) {
            output.write(text.as_bytes())?;
            output.write(b"\n")?;
        }
    }
    Ok(())
}

/// Says what is wrong with suppressions.
fn warn(run: &Run, output: &mut Output) {
    for Reported { path, file, .. } in &run.report.files {
        for Remark { range, text, help, .. } in &file.remarks {
            let line = file.source.line_column(range.start()).line;
            let help = help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            let text = escape(text);
            let suppression = escape(&file.source.text()[*range]).into_owned();
            let path = escape_path(path);
            output.warn(&format!("{path}:{line}: `{suppression}`: {text}{}", escape(&help)));
        }
    }
}

fn diff(run: &mut Run, output: &mut Output) -> io::Result<()> {
    for Reported { path, file, migrated } in &run.report.files {
        let Some(after) = migrated else { continue };
        let path = run.roots.patch_path(path);
        let mut emit = |kind, line: &[u8]| output.diff_line(kind, line);
        unified_diff(&path, &file.source.bytes(), after, &mut emit)?;
    }
    Ok(())
}

/// Writes what stdin becomes; nothing when it could not be dealt with.
fn print(run: &Run, output: &mut Output) -> io::Result<()> {
    let migrated = run.report.files.iter().find_map(|file| file.migrated.as_deref());
    let unchanged = run.stdin.as_deref().filter(|_| run.report.failures.is_empty());
    migrated.or(unchanged).map_or(Ok(()), |bytes| output.write(bytes))
}

/// Why nothing may be written.
fn refusal(run: &mut Run) -> Option<String> {
    let written = run.report.files.iter().filter(|file| file.migrated.is_some());
    let written: Vec<PathBuf> = written.map(|file| file.path.clone()).collect();
    let answer = uncommitted(&written, &mut run.roots);
    if answer.is_empty() {
        return None;
    }
    let Uncommitted { changed, unversioned, complaint } = answer;
    let paths = |what: &str, paths: &[PathBuf]| match paths {
        [] => String::new(),
        [first, rest @ ..] => {
            let more =
                if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            format!("\n  {what}: {}{more}", escape_path(first))
        }
    };
    let complaint = complaint.map(|text| format!("\n  git says: {text}")).unwrap_or_default();
    Some(format!(
        "nothing was written, since git could not give it back{}{}{complaint}\n\
         commit or stash first, or pass --allow-dirty",
        paths("uncommitted", &changed),
        paths("not under version control", &unversioned),
    ))
}

/// Writes the migrated files; those that cannot be written become failures.
fn fix(run: &mut Run, jobs: usize) {
    let report = &mut run.report;
    let write = |file: &Reported| {
        let after = file.migrated.as_ref()?;
        let error = replace(&file.path, &file.file.source.bytes(), after).err()?;
        Some((file.path.clone(), Failure { message: error.to_string(), line: None }))
    };
    let write_all = || report.files.par_iter().filter_map(write).collect::<Vec<_>>();
    let failures = match rayon::ThreadPoolBuilder::new().num_threads(jobs).build() {
        Ok(pool) => pool.install(write_all),
        Err(_) => report.files.iter().filter_map(write).collect(),
    };
    for file in &mut report.files {
        if let Some((_, failure)) = failures.iter().find(|(path, _)| *path == file.path) {
            file.hold_back(&failure.message);
        }
    }
    report.failures.extend(failures);
    report.failures.sort_by(|a, b| a.0.cmp(&b.0));
}
