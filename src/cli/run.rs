//! From settings to a report: the files, their projects, and the engine.

use std::{
    collections::BTreeSet,
    env, fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    resolved::{Projects, Resolved},
    settings::{Input, Settings},
};
use crate::{
    change::Changes,
    engine::{self, Failure, FileReport, Index, Options, Patched},
    finding::Outcome,
    project::{Discovery, Exclude, discover},
    report::{Report, Reported},
    source::{MAX_SIZE, Source, SourceError},
};

/// What a run found, and in whose projects.
pub(super) struct Run<'a> {
    pub(super) report: Report,
    /// Named files that hold nothing.
    pub(super) empty: Vec<PathBuf>,
    /// Named files and folders that are left out.
    pub(super) excluded: Vec<PathBuf>,
    pub(super) projects: Projects<'a>,
    /// What stdin held.
    pub(super) stdin: Option<Vec<u8>>,
    patched: Arc<Patched>,
    index: Arc<Index>,
}

type Answer = Result<Option<FileReport>, Failure>;

/// Which files `settings` ask about; of stdin, the file that it stands for.
pub(super) fn find(settings: &Settings) -> Discovery {
    match &settings.input {
        Input::Paths(paths) => discover(paths, &settings.exclude),
        Input::Stdin(name) if settings.exclude.leaves_out(name) => {
            Discovery { excluded: vec![name.clone()], ..Discovery::default() }
        }
        Input::Stdin(name) => Discovery { files: vec![name.clone()], ..Discovery::default() },
    }
}

impl<'a> Run<'a> {
    /// Finds out everything that `settings` ask about the files that were found. Files with findings
    /// pass `tell`, in order, as soon as they are known.
    ///
    /// # Errors
    ///
    /// The first of `tell`, or when stdin cannot be read.
    pub(super) fn new(
        settings: &'a Settings,
        found: Discovery,
        tell: impl FnMut(&mut Reported) -> io::Result<()>,
    ) -> io::Result<Self> {
        let mut run = Self {
            report: Report::default(),
            empty: Vec::new(),
            excluded: Vec::new(),
            projects: Projects::new(settings),
            stdin: None,
            patched: Arc::default(),
            index: Arc::default(),
        };
        match &settings.input {
            Input::Paths(paths) => run.paths(paths, found, tell)?,
            Input::Stdin(_) => run.stdin(found, tell)?,
        }
        run.report.failures.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(run)
    }

    fn paths(
        &mut self,
        paths: &[PathBuf],
        found: Discovery,
        mut tell: impl FnMut(&mut Reported) -> io::Result<()>,
    ) -> io::Result<()> {
        (self.empty, self.excluded) = (found.empty, found.excluded);
        self.report.looked_at = found.files.len() + self.empty.len();
        let unread = found.failures.into_iter().map(|(path, error)| (path, error.into()));
        self.report.failures.extend(unread);
        let settings = self.projects.settings;
        let configs = settings.exclude.configs.all();
        let aliases = configs.iter().flat_map(|config| config.aliases.iter().flatten());
        let aliases = aliases.map(|alias| alias.value.clone()).collect();
        let mut patched = Patched::default();
        let can_matter = patched.search(&found.files, &aliases, settings.jobs);
        let mut files = Vec::new();
        for (path, can_matter) in found.files.into_iter().zip(can_matter) {
            match can_matter {
                Ok(true) => files.push(path),
                Ok(false) if found.named.contains(&path) => {
                    let answer = must_be_text(&path);
                    self.report.add(path, answer, &mut tell)?;
                }
                Ok(false) => {}
                Err(error) => self.report.failures.push((path, error.into())),
            }
        }
        let roots: BTreeSet<PathBuf> =
            files.iter().filter_map(|file| self.projects.roots.declared_project(file)).collect();
        patched.search(&self.files_beside(paths, &roots), &aliases, settings.jobs);
        patched.set_roots(roots);
        self.patched = Arc::new(patched);
        let files: Vec<(PathBuf, usize)> = files
            .into_iter()
            .map(|file| {
                let number = self.projects.resolve(&file);
                (file, number)
            })
            .collect();
        let options: Vec<Options> =
            (0..self.projects.all().len()).map(|number| self.options(number)).collect();
        let work = |(file, number): &(PathBuf, usize)| match options.get(*number) {
            Some(options) => engine::migrate_file(file, options),
            None => Ok(None),
        };
        let (projects, report) = (&self.projects, &mut self.report);
        engine::in_order(&files, settings.jobs, work, |(file, number), mut answer| {
            if let Some(resolved) = projects.get(*number) {
                hold_back(&mut answer, resolved);
            }
            report.add(file.clone(), answer, &mut tell)
        })
    }

    /// What else there is in the projects: not what was found under `paths` already.
    fn files_beside(&self, paths: &[PathBuf], projects: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
        let mut projects = projects.clone();
        if self.projects.settings.exclude.is_empty() {
            let whole: Vec<PathBuf> =
                paths.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
            projects.retain(|project| !whole.iter().any(|path| project.starts_with(path)));
        }
        let mut beside = discover(&Vec::from_iter(projects), &Exclude::default()).files;
        let here = env::current_dir().unwrap_or_default();
        for file in &mut beside {
            // Users read these paths.
            if let Ok(relative) = file.strip_prefix(&here) {
                *file = relative.to_owned();
            }
        }
        beside
    }

    fn options(&self, number: usize) -> Options {
        let format = self.projects.settings.format;
        let resolved = self.projects.get(number);
        resolved
            .map(|resolved| resolved.options(format, &self.patched, &self.index))
            .unwrap_or_default()
    }

    fn stdin(
        &mut self,
        found: Discovery,
        mut tell: impl FnMut(&mut Reported) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        io::stdin().take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
        self.excluded = found.excluded;
        self.report.looked_at = found.files.len();
        for name in found.files {
            let number = self.projects.resolve(&name);
            let mut answer = if bytes.len() as u64 > MAX_SIZE {
                Err(SourceError::TooLarge(MAX_SIZE + 1).into())
            } else {
                engine::migrate_text(&name, &bytes, &self.options(number))
            };
            if let Some(resolved) = self.projects.get(number) {
                hold_back(&mut answer, resolved);
            }
            self.report.add(name, answer, &mut tell)?;
        }
        self.stdin = Some(bytes);
        Ok(())
    }

    /// Everything that is accepted for some file.
    pub(super) fn accepted(&self) -> Changes {
        let accepted = self.projects.all().iter().flat_map(|it| {
            it.accept_of.iter().map(|(_, changes)| changes.value).chain([it.accept.value])
        });
        accepted.fold(Changes::NONE, Changes::union)
    }
}

/// Holds back the rewrites that wait for consent where the configuration has decided against it.
fn hold_back(answer: &mut Answer, resolved: &Resolved) {
    let findings = answer.iter_mut().flatten().flat_map(|file| &mut file.findings);
    for finding in findings.filter(|finding| finding.outcome == Outcome::Offered) {
        let places = resolved.decisions(finding.transform, finding.missing);
        if !places.is_empty() {
            let verb = if places.len() == 1 { "does" } else { "do" };
            let places = places.join(" and ");
            let reason = format!("{places} {verb} not accept {} here", finding.missing);
            finding.outcome = Outcome::HeldBack(reason);
            finding.missing = Changes::NONE;
        }
    }
}

/// The answer for a file that the user named and the engine passed over unread.
fn must_be_text(path: &Path) -> Answer {
    Ok(Source::read(path).map(|_| None)?)
}

impl Report {
    /// Adds what the engine said of the file at `path`, which passes `tell` if there are findings.
    fn add(
        &mut self,
        path: PathBuf,
        answer: Answer,
        mut tell: impl FnMut(&mut Reported) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut file = match answer {
            Ok(None) => return Ok(()),
            Ok(Some(file)) => file,
            Err(failure) => {
                self.failures.push((path, failure));
                return Ok(());
            }
        };
        let migrated = file.migrated.take().map(|text| file.source.encode(&text)).transpose();
        let mut reported = Reported { path, file, migrated: None };
        match migrated {
            Ok(migrated) => reported.migrated = migrated,
            Err(error) => {
                reported.hold_back(&error.to_string());
                self.failures.push((reported.path.clone(), error.into()));
            }
        }
        tell(&mut reported)?;
        self.files.push(reported);
        Ok(())
    }
}
