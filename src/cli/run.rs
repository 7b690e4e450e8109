//! From settings to a report: the files, their projects, and the engine.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use super::{
    resolved::{Projects, Resolved},
    settings::{Input, Settings},
};
use crate::{
    change::Changes,
    engine::{self, Failure, FileReport, Options, Patched},
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
    /// Finds out everything that `settings` ask about the files that were found.
    pub(super) fn new(settings: &'a Settings, found: Discovery) -> io::Result<Self> {
        let mut run = Self {
            report: Report::default(),
            empty: Vec::new(),
            excluded: Vec::new(),
            projects: Projects::new(settings),
            stdin: None,
            patched: Arc::default(),
        };
        match &settings.input {
            Input::Paths(_) => run.paths(found),
            Input::Stdin(_) => run.stdin(found)?,
        }
        run.report.failures.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(run)
    }

    fn paths(&mut self, found: Discovery) {
        (self.empty, self.excluded) = (found.empty, found.excluded);
        self.report.looked_at = found.files.len() + self.empty.len();
        let unread = found.failures.into_iter().map(|(path, error)| (path, error.into()));
        self.report.failures.extend(unread);
        let mut answers = self.migrate(&found.files);
        let beside = self.files_beside(&found.files, &answers);
        let resolved = self.projects.all().iter();
        let aliases = resolved.flat_map(|it| it.aliases.iter().map(|alias| alias.value.clone()));
        let aliases: BTreeMap<String, &'static str> = aliases.collect();
        self.patched = Arc::new(Patched::search(&beside, &aliases));
        let concerned: Vec<usize> = (0..answers.len())
            .filter(|at| answers.get(*at).is_some_and(is_rewritten))
            .filter(|at| found.files.get(*at).is_some_and(|file| self.patched.concerns(file)))
            .collect();
        let files: Vec<PathBuf> =
            concerned.iter().filter_map(|at| found.files.get(*at).cloned()).collect();
        for (at, again) in concerned.into_iter().zip(self.migrate(&files)) {
            if let Some(answer) = answers.get_mut(at) {
                *answer = again;
            }
        }
        for (path, answer) in found.files.into_iter().zip(answers) {
            let answer = match answer {
                Ok(None) if found.named.contains(&path) => must_be_text(&path),
                answer => answer,
            };
            self.report.add(path, answer);
        }
    }

    /// All files of the projects in which something is rewritten, as far as there is a project.
    fn files_beside(&mut self, files: &[PathBuf], answers: &[Answer]) -> Vec<PathBuf> {
        let rewritten = files.iter().zip(answers).filter(|(_, answer)| is_rewritten(answer));
        let rewritten: Vec<&PathBuf> = rewritten.map(|(file, _)| file).collect();
        let projects =
            rewritten.iter().filter_map(|file| self.projects.roots.declared_project(file));
        let projects: BTreeSet<PathBuf> = projects.collect();
        let mut beside = discover(&Vec::from_iter(projects), &Exclude::default()).files;
        let here = env::current_dir().unwrap_or_default();
        for file in &mut beside {
            // Users read these paths.
            if let Ok(relative) = file.strip_prefix(&here) {
                *file = relative.to_owned();
            }
        }
        if rewritten.is_empty() { beside } else { [files, &beside[..]].concat() }
    }

    /// Runs the engine over `files`, those for which the same holds at a time; the answers are in their
    /// order.
    fn migrate(&mut self, files: &[PathBuf]) -> Vec<Answer> {
        let mut groups: BTreeMap<usize, Vec<(usize, PathBuf)>> = BTreeMap::new();
        for (index, file) in files.iter().enumerate() {
            groups.entry(self.projects.resolve(file)).or_default().push((index, file.clone()));
        }
        let mut answers: Vec<(usize, Answer)> = Vec::with_capacity(files.len());
        for (number, files) in groups {
            let (indices, paths): (Vec<usize>, Vec<PathBuf>) = files.into_iter().unzip();
            let options = self.options(number);
            let jobs = self.projects.settings.jobs;
            let mut group = engine::migrate(&paths, &options, jobs);
            if let Some(resolved) = self.projects.get(number) {
                group.iter_mut().for_each(|answer| hold_back(answer, resolved));
            }
            answers.extend(indices.into_iter().zip(group));
        }
        answers.sort_by_key(|(index, _)| *index);
        answers.into_iter().map(|(_, answer)| answer).collect()
    }

    fn options(&self, number: usize) -> Options {
        let format = self.projects.settings.format;
        let resolved = self.projects.get(number);
        resolved.map(|resolved| resolved.options(format, &self.patched)).unwrap_or_default()
    }

    fn stdin(&mut self, found: Discovery) -> io::Result<()> {
        let mut bytes = Vec::new();
        io::stdin().take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
        self.excluded = found.excluded;
        self.report.looked_at = found.files.len();
        for name in found.files {
            let number = self.projects.resolve(&name);
            let mut answer = if bytes.len() as u64 > MAX_SIZE {
                Err(SourceError::TooLarge(MAX_SIZE + 1).into())
            } else {
                migrate_text(&name, &bytes, &self.options(number))?
            };
            if let Some(resolved) = self.projects.get(number) {
                hold_back(&mut answer, resolved);
            }
            self.report.add(name, answer);
        }
        self.stdin = Some(bytes);
        Ok(())
    }

    /// Everything that is accepted somewhere.
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
        if let Some(place) = resolved.decision(finding.transform) {
            let reason = format!("{place} does not accept {} here", finding.missing);
            finding.outcome = Outcome::HeldBack(reason);
            finding.missing = Changes::NONE;
        }
    }
}

/// The answer for a file that the user named and the engine passed over unread.
fn must_be_text(path: &Path) -> Answer {
    Ok(Source::read(path).map(|_| None)?)
}

/// Runs the engine on a thread whose stack is deep enough.
fn migrate_text(name: &Path, bytes: &[u8], options: &Options) -> io::Result<Answer> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(engine::STACK_SIZE);
        let thread = thread.spawn_scoped(scope, || engine::migrate_text(name, bytes, options))?;
        thread.join().map_err(|_| io::Error::other("internal error"))
    })
}

fn is_rewritten(answer: &Answer) -> bool {
    matches!(answer, Ok(Some(file)) if file.migrated.is_some())
}

impl Report {
    /// Adds what the engine said of the file at `path`.
    fn add(&mut self, path: PathBuf, answer: Answer) {
        let file = match answer {
            Ok(None) => return,
            Ok(Some(file)) => file,
            Err(failure) => return self.failures.push((path, failure)),
        };
        let migrated = file.migrated.as_ref().map(|text| file.source.encode(text)).transpose();
        let mut reported = Reported { path, file, migrated: None };
        match migrated {
            Ok(migrated) => reported.migrated = migrated,
            Err(error) => {
                reported.hold_back(&error.to_string());
                self.failures.push((reported.path.clone(), error.into()));
            }
        }
        self.files.push(reported);
    }
}
