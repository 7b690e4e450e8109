//! What the arguments mean.

use std::{
    env,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use super::{
    args::{Format, Targets},
    rules, shown,
};
use crate::{
    change::Changes,
    project::{ConfigError, Configs, Exclude, Globs},
    report::escape,
};

/// What a run was asked for.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) input: Input,
    /// `None` means what the configuration says; likewise below.
    pub(super) accept: Option<Changes>,
    pub(super) select: Option<Vec<&'static str>>,
    /// In addition to what the configuration says.
    pub(super) ignore: Vec<&'static str>,
    /// With the configuration of each folder.
    pub(super) exclude: Exclude,
    pub(super) target_version: Option<(u8, u8)>,
    pub(super) anyio_version: Option<(u16, u16)>,
    pub(super) jobs: usize,
    pub(super) format: Format,
    pub(super) statistics: bool,
    /// What is shown in place of doing anything.
    pub(super) show: Option<Show>,
}

/// Where the code comes from.
#[derive(Debug)]
pub(super) enum Input {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// stdin, taken to be the file of this path.
    Stdin(PathBuf),
}

/// What a run is about, before it does anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    Settings,
    Files,
}

impl Settings {
    /// Works out what `targets` mean; else messages for users.
    pub(super) fn new(targets: Targets) -> Result<Self, Vec<String>> {
        let folder = env::current_dir()
            .map_err(|error| vec![format!("the current folder cannot be read: {error}")])?;
        let configs = configs(targets.config.as_deref(), targets.isolated, &folder)?;
        let globs = Globs::new(targets.exclude, folder)
            .map_err(|error| vec![format!("--exclude {error}")])?;
        Ok(Self {
            input: input(targets.paths, targets.stdin_filename).map_err(|message| vec![message])?,
            accept: targets.accept.into_iter().reduce(Changes::union),
            select: (!targets.select.is_empty()).then(|| rules::names(&targets.select)),
            ignore: rules::names(&targets.ignore),
            exclude: Exclude { globs, configs: Arc::new(configs) },
            target_version: targets.target_version,
            anyio_version: targets.anyio_version,
            jobs: targets
                .jobs
                .or_else(|| thread::available_parallelism().ok())
                .map_or(1, NonZeroUsize::get),
            format: targets.format,
            statistics: targets.statistics,
            show: match (targets.show_settings, targets.show_files) {
                (true, _) => Some(Show::Settings),
                (false, true) => Some(Show::Files),
                (false, false) => None,
            },
        })
    }
}

impl Settings {
    /// What holds for one file where nothing else is said; else a message for users.
    pub(super) fn of_file(path: &Path) -> Result<Self, String> {
        let folder = env::current_dir()
            .map_err(|error| format!("the current folder cannot be read: {error}"))?;
        let globs = Globs::new(Vec::new(), folder).map_err(|error| error.to_string())?;
        Ok(Self {
            input: Input::Paths(vec![path.to_owned()]),
            accept: None,
            select: None,
            ignore: Vec::new(),
            exclude: Exclude { globs, configs: Arc::new(Configs::nearest()) },
            target_version: None,
            anyio_version: None,
            jobs: 1,
            format: Format::Text,
            statistics: false,
            show: None,
        })
    }
}

fn input(paths: Vec<PathBuf>, stdin_filename: Option<PathBuf>) -> Result<Input, String> {
    let is_stdin = paths.iter().any(|path| path.as_os_str() == "-");
    match (is_stdin, stdin_filename) {
        (true, _) if paths.len() > 1 => {
            Err("`-` is stdin and stands alone; for a file of that name, `./-`".to_owned())
        }
        (true, name) => Ok(Input::Stdin(name.unwrap_or_else(|| PathBuf::from("stdin.py")))),
        (false, Some(_)) => Err("--stdin-filename names what `-` reads; add `-`".to_owned()),
        (false, None) => Ok(Input::Paths(paths)),
    }
}

fn configs(file: Option<&Path>, isolated: bool, folder: &Path) -> Result<Configs, Vec<String>> {
    match file {
        _ if isolated => Ok(Configs::default()),
        None => Ok(Configs::nearest()),
        Some(file) => Configs::only(file, folder)
            .map_err(|errors| errors.iter().map(config_message).collect()),
    }
}

/// What is wrong with a configuration file, and where.
pub(super) fn config_message(error: &ConfigError) -> String {
    let place = error.place.map(|at| format!("{}:{}:", at.line, at.column)).unwrap_or_default();
    format!("{}:{place} {}", shown(&error.path), escape(&error.message))
}
