//! `check`, `diff` and `fix`: one run, three ways to tell of it.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Output,
    args::Format,
    exit::Exit,
    run::{Run, find},
    settings::{Input, Settings, config_message},
    show::show,
    shown, summary,
};
use crate::{
    engine::{Failure, in_order},
    finding::{Finding, Outcome, Remark, Verdict},
    project::{
        Discovery, Roots, Uncommitted, WriteError, may_replace, remove_leftovers, replace,
        uncommitted, write_whole,
    },
    report::{
        Deed, Reported, Statistics, Totals, escape, escape_path, finding_text, json, pr_body,
        remark_text, unified_diff,
    },
    source::describe,
};

/// What is done with what a run finds.
#[derive(Debug)]
pub(super) enum Command {
    /// The findings are listed.
    Check {
        /// Whether what is left counts as something to do.
        strict: bool,
    },
    /// The rewrites are shown.
    Diff {
        /// Where to write what a pull request should say.
        pr_body: Option<PathBuf>,
    },
    /// The rewrites are written.
    Fix {
        /// Whether to write where git could not give back what is replaced.
        allow_dirty: bool,
        /// Whether to say what would be written, and not to write it.
        dry_run: bool,
        /// Where to write what a pull request should say; `-` for stdout.
        pr_body: Option<PathBuf>,
    },
}

impl Command {
    /// Runs the command.
    pub(super) fn run(&self, settings: &Settings, output: &mut Output) -> io::Result<Exit> {
        if let Err(message) = self.check(settings) {
            output.error(&message);
            return Ok(Exit::Usage);
        }
        let found = find(settings);
        let errors = settings.exclude.configs.errors();
        if !errors.is_empty() {
            for error in &errors {
                output.error(&config_message(error));
            }
            return Ok(Exit::Usage);
        }
        match settings.show {
            Some(what) => show(what, settings, found, output),
            None => self.carry_out(settings, found, output),
        }
    }

    /// Whether it makes the rewrites.
    pub(super) fn deed(&self) -> Deed {
        match self {
            Self::Check { .. } | Self::Diff { .. } | Self::Fix { dry_run: true, .. } => {
                Deed::Possible
            }
            Self::Fix { .. } => Deed::Done,
        }
    }

    /// Does with the files that were found what it is for.
    fn carry_out(
        &self,
        settings: &Settings,
        found: Discovery,
        output: &mut Output,
    ) -> io::Result<Exit> {
        let mut roots = Roots::default();
        let tell = |file: &mut Reported| self.tell(file, settings, &mut roots, output);
        let mut run = Run::new(settings, found, tell)?;
        match self {
            Self::Check { .. } | Self::Diff { .. } => {}
            Self::Fix { .. } if run.stdin.is_some() => print(&run, output)?,
            Self::Fix { allow_dirty, dry_run, .. } => {
                if !allow_dirty && let Some(refusal) = refusal(&mut run) {
                    output.error(&refusal);
                    return Ok(Exit::Usage);
                }
                if *dry_run {
                    fix(&mut run, settings.jobs, pretend);
                } else {
                    tidy(&run);
                    fix(&mut run, settings.jobs, replace);
                }
            }
        }
        let totals = Totals::of(&run.report);
        if settings.format == Format::Json {
            output.write(json(&run.report, &totals).as_bytes())?;
        } else if settings.statistics && matches!(self, Self::Check { .. }) {
            output.write(Statistics::of(&run.report).table(self.deed()).as_bytes())?;
        } else if settings.statistics {
            output.say(Statistics::of(&run.report).table(self.deed()).trim_end());
        }
        let is_told = self.tell_reviewers(&mut run, &totals, output)?;
        output.finish()?;
        summary::tell(self, &mut run, &totals, output);
        Ok(if is_told { self.exit(&run, &totals) } else { Exit::Failed })
    }

    /// Tells of a file with findings at once, where nothing else has to be known for that; its text is
    /// forgotten then, unless it is needed later.
    fn tell(
        &self,
        file: &mut Reported,
        settings: &Settings,
        roots: &mut Roots,
        output: &mut Output,
    ) -> io::Result<()> {
        if settings.format == Format::Json {
            return Ok(());
        }
        match self {
            Self::Check { .. } if !settings.statistics => check(file, output)?,
            Self::Check { .. } | Self::Fix { .. } => warn(file, output),
            Self::Diff { .. } => {
                diff(file, roots, output)?;
                warn(file, output);
            }
        }
        if let Self::Check { .. } | Self::Diff { pr_body: None } = self {
            file.forget_text();
        }
        Ok(())
    }

    /// Why what was asked for makes no sense.
    fn check(&self, settings: &Settings) -> Result<(), String> {
        let is_json = settings.format == Format::Json;
        let is_stdin = matches!(settings.input, Input::Stdin(_));
        let (is_fix, pr_body) = match self {
            Self::Check { .. } => (false, None),
            Self::Diff { pr_body } => (false, pr_body.as_deref()),
            Self::Fix { pr_body, .. } => (true, pr_body.as_deref()),
        };
        if is_fix && is_stdin && is_json {
            return Err("`fix -` writes the code to stdout, where `--format json` writes the report; use one".to_owned());
        }
        match pr_body {
            Some(path) if path == "-" => {
                let other = match (is_fix, is_json, is_stdin) {
                    (_, true, _) => "the report",
                    (false, ..) => "the diff",
                    (true, _, true) => "the code",
                    (true, false, false) => return Ok(()),
                };
                Err(format!("`--pr-body -` would write to stdout, where {other} goes; name a file"))
            }
            Some(path) => can_hold_pr_body(path)
                .map_err(|error| format!("--pr-body {}: {error}", escape_path(path))),
            None => Ok(()),
        }
    }

    /// Writes what a pull request should say, if somebody wants it; whether it could be.
    fn tell_reviewers(
        &self,
        run: &mut Run<'_>,
        totals: &Totals,
        output: &mut Output,
    ) -> io::Result<bool> {
        let (path, dry_run) = match self {
            Self::Diff { pr_body: Some(path) } => (path, false),
            Self::Fix { pr_body: Some(path), dry_run, .. } => (path, *dry_run),
            Self::Check { .. } | Self::Diff { .. } | Self::Fix { .. } => return Ok(true),
        };
        let needs = summary::needs(run);
        let accepted = run.accepted();
        let roots = &mut run.projects.roots;
        let name = |path: &Path| String::from_utf8_lossy(&roots.patch_path(path)).into_owned();
        let body = pr_body(&run.report, totals, accepted, &needs, name);
        if path.as_os_str() == "-" {
            output.write(body.as_bytes())?;
        } else if !dry_run && let Err(error) = write_whole(path, body.as_bytes()) {
            let error = describe(&error);
            output.error(&format!("{}: cannot be written: {error}", escape_path(path)));
            return Ok(false);
        }
        Ok(true)
    }

    fn exit(&self, run: &Run<'_>, totals: &Totals) -> Exit {
        let files = || run.report.files.iter().map(|file| &file.file);
        let is_left = || {
            let mut findings = files().flat_map(|file| &file.findings);
            findings.any(is_left_to_do) || files().any(|file| !file.remarks.is_empty())
        };
        match self {
            _ if totals.failed > 0 => Exit::Failed,
            Self::Check { .. } if totals.rewritten_files > 0 => Exit::WorkToDo,
            Self::Check { strict: true } if is_left() => Exit::WorkToDo,
            Self::Check { .. } | Self::Diff { .. } | Self::Fix { .. } => Exit::Success,
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

/// Why a file cannot hold what a pull request should say.
fn can_hold_pr_body(path: &Path) -> Result<(), &'static str> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if path.extension().is_some_and(|extension| extension == "py" || extension == "pyi") {
        Err("is a name for Python, and Markdown is written")
    } else if path.is_dir() {
        Err("is a folder; name a file in it")
    } else if folder.is_some_and(|folder| !folder.is_dir()) {
        Err("its folder does not exist")
    } else {
        Ok(())
    }
}

fn check(Reported { path, file, .. }: &Reported, output: &mut Output) -> io::Result<()> {
    let renderer = output.renderer();
    let shown = file.findings.iter().filter(|f| f.outcome != Outcome::Suppressed);
    let findings = shown.map(|finding| finding_text(path, &file.source, finding, &renderer));
    let remarks = file.remarks.iter();
    let remarks = remarks.map(|remark| remark_text(path, &file.source, remark, &renderer));
    for text in findings.chain(remarks) {
        output.write(text.as_bytes())?;
        output.write(b"\n")?;
    }
    Ok(())
}

/// Says what is wrong with suppressions.
fn warn(Reported { path, file, .. }: &Reported, output: &mut Output) {
    for Remark { range, text, help, .. } in &file.remarks {
        let line = file.source.line_column(range.start()).line;
        let help = help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        let text = escape(text);
        let suppression = escape(&file.source.text()[*range]).into_owned();
        let path = escape_path(path);
        output.warn(&format!("{path}:{line}: `{suppression}`: {text}{}", escape(&help)));
    }
}

fn diff(reported: &Reported, roots: &mut Roots, output: &mut Output) -> io::Result<()> {
    let Reported { path, file, migrated } = reported;
    let Some(after) = migrated else { return Ok(()) };
    let mut emit = |kind, line: &[u8]| output.diff_line(kind, line);
    unified_diff(&roots.patch_path(path), &file.source.bytes(), after, &mut emit)
}

/// Writes what stdin becomes; nothing when it could not be dealt with.
fn print(run: &Run<'_>, output: &mut Output) -> io::Result<()> {
    let migrated = run.report.files.iter().find_map(|file| file.migrated.as_deref());
    let unchanged = run.stdin.as_deref().filter(|_| run.report.failures.is_empty());
    migrated.or(unchanged).map_or(Ok(()), |bytes| output.write(bytes))
}

/// Why nothing may be written.
fn refusal(run: &mut Run<'_>) -> Option<String> {
    let written = run.report.files.iter().filter(|file| file.migrated.is_some());
    let written: Vec<PathBuf> = written.map(|file| file.path.clone()).collect();
    let answer = uncommitted(&written, &mut run.projects.roots);
    if answer.is_empty() {
        return None;
    }
    let Uncommitted { changed, unversioned, complaint } = answer;
    let paths = |what: &str, paths: &[PathBuf]| match paths {
        [] => String::new(),
        [first, rest @ ..] => {
            let more =
                if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            format!("\n  {what}: {}{more}", shown(first))
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

/// Removes what killed runs have left where files are to be written.
fn tidy(run: &Run<'_>) {
    let written = run.report.files.iter().filter(|file| file.migrated.is_some());
    // A link's own folder has nothing of ours: what it leads to is written.
    let real = written.filter_map(|file| fs::canonicalize(&file.path).ok());
    let folders: BTreeSet<PathBuf> = real.filter_map(|file| Some(file.parent()?.into())).collect();
    folders.iter().for_each(|folder| remove_leftovers(folder));
}

/// Writes nothing, and fails where writing would.
fn pretend(path: &Path, before: &[u8], _: &[u8]) -> Result<(), WriteError> {
    may_replace(path, before)
}

/// Puts a file's new bytes in the place of the old ones.
type Replace = fn(&Path, &[u8], &[u8]) -> Result<(), WriteError>;

/// Writes the migrated files; those that cannot be written become failures.
fn fix(run: &mut Run<'_>, jobs: usize, replace: Replace) {
    let report = &mut run.report;
    let write = |file: &Reported| {
        let after = file.migrated.as_ref()?;
        replace(&file.path, &file.file.source.bytes(), after).err()
    };
    let mut errors = Vec::with_capacity(report.files.len());
    let Ok(()) = in_order(&report.files, jobs, write, |_, error| {
        errors.push(error);
        Ok::<_, Infallible>(())
    });
    for (file, error) in report.files.iter_mut().zip(errors) {
        if let Some(error) = error {
            let failure = Failure { message: error.to_string(), line: None };
            file.hold_back(&failure.message);
            report.failures.push((file.path.clone(), failure));
        }
    }
    report.failures.sort_by(|a, b| a.0.cmp(&b.0));
}
