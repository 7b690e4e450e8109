//! From settings to a report: the files, their projects, and the engine.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use rustc_hash::FxHashMap;

use super::{
    args::Format,
    settings::{Input, Settings},
};
use crate::{
    engine::{self, Failure, FileReport, Options, Patched},
    project::{Discovery, Exclude, Manifest, Requirement, Roots, discover},
    report::{Report, Reported},
    source::{MAX_SIZE, Source, SourceError},
};

/// The Python that is assumed where a project does not say.
pub(super) const DEFAULT_PYTHON: (u8, u8) = (3, 11);

/// The AnyIO that a project gets which does not say: the current release.
pub(super) const DEFAULT_ANYIO: (u16, u16) = (4, 16);

/// What a run found, and in whose projects.
pub(super) struct Run {
    pub(super) report: Report,
    /// Named files that hold nothing.
    pub(super) empty: Vec<PathBuf>,
    pub(super) roots: Roots,
    /// By root.
    pub(super) manifests: FxHashMap<PathBuf, Manifest>,
    /// What stdin held.
    pub(super) stdin: Option<Vec<u8>>,
    patched: Arc<Patched>,
}

type Answer = Result<Option<FileReport>, Failure>;

impl Run {
    /// Finds out everything that `settings` ask about.
    pub(super) fn new(settings: &Settings) -> io::Result<Self> {
        let mut run = Self {
            report: Report::default(),
            empty: Vec::new(),
            roots: Roots::default(),
            manifests: FxHashMap::default(),
            stdin: None,
            patched: Arc::default(),
        };
        match &settings.input {
            Input::Paths(paths) => run.paths(discover(paths, &settings.exclude), settings),
            Input::Stdin(name) => run.stdin(name, settings)?,
        }
        run.report.failures.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(run)
    }

    fn paths(&mut self, found: Discovery, settings: &Settings) {
        self.empty = found.empty;
        self.report.looked_at = found.files.len() + self.empty.len();
        let unread = found.failures.into_iter().map(|(path, error)| (path, error.into()));
        self.report.failures.extend(unread);
        let mut answers = self.migrate(&found.files, settings);
        let beside = self.files_beside(&found.files, &answers);
        let mut aliases = BTreeMap::new();
        let rewritten = found.files.iter().zip(&answers).filter(|(_, answer)| is_rewritten(answer));
        for (file, _) in rewritten {
            let own = self.options(file, settings).aliases;
            aliases.extend(own.iter().map(|(alias, name)| (alias.clone(), *name)));
        }
        self.patched = Arc::new(Patched::search(&beside, &aliases));
        let concerned: Vec<usize> = (0..answers.len())
            .filter(|at| answers.get(*at).is_some_and(is_rewritten))
            .filter(|at| found.files.get(*at).is_some_and(|file| self.patched.concerns(file)))
            .collect();
        let files: Vec<PathBuf> =
            concerned.iter().filter_map(|at| found.files.get(*at).cloned()).collect();
        for (at, again) in concerned.into_iter().zip(self.migrate(&files, settings)) {
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
        let projects = rewritten.iter().filter_map(|file| self.roots.declared_project(file));
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

    /// Runs the engine over `files`, those of one target version at a time; the answers are in their
    /// order.
    fn migrate(&mut self, files: &[PathBuf], settings: &Settings) -> Vec<Answer> {
        let mut groups: Vec<(Options, Vec<usize>)> = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let options = self.options(file, settings);
            match groups.iter_mut().find(|(known, _)| *known == options) {
                Some((_, indices)) => indices.push(index),
                None => groups.push((options, vec![index])),
            }
        }
        let mut answers: Vec<(usize, Answer)> = Vec::with_capacity(files.len());
        for (options, indices) in groups {
            let paths: Vec<PathBuf> =
                indices.iter().filter_map(|at| files.get(*at).cloned()).collect();
            answers.extend(indices.into_iter().zip(engine::migrate(
                &paths,
                &options,
                settings.jobs,
            )));
        }
        answers.sort_by_key(|(index, _)| *index);
        answers.into_iter().map(|(_, answer)| answer).collect()
    }

    fn options(&mut self, file: &Path, settings: &Settings) -> Options {
        let root = self.roots.project(file);
        let manifest = self.manifests.entry(root).or_insert_with_key(|root| Manifest::read(root));
        let anyio_version = match manifest.anyio {
            Requirement::AtLeast(version) => version,
            Requirement::AnyVersion | Requirement::Missing => DEFAULT_ANYIO,
        };
        Options {
            accept: settings.accept.into(),
            select: settings.select.clone(),
            ignore: settings.ignore.clone(),
            target_version: manifest.requires_python.unwrap_or(DEFAULT_PYTHON),
            anyio_version,
            edits: settings.format == Format::Json,
            patched: Arc::clone(&self.patched),
            aliases: Arc::default(),
        }
    }

    fn stdin(&mut self, name: &Path, settings: &Settings) -> io::Result<()> {
        let mut bytes = Vec::new();
        io::stdin().take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
        let options = self.options(name, settings);
        self.report.looked_at = 1;
        let answer = if bytes.len() as u64 > MAX_SIZE {
            Err(SourceError::TooLarge(MAX_SIZE + 1).into())
        } else {
            migrate_text(name, &bytes, &options)?
        };
        self.report.add(name.to_owned(), answer);
        self.stdin = Some(bytes);
        Ok(())
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
