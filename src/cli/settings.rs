//! What the arguments mean.

use std::{env, num::NonZeroUsize, path::PathBuf, thread};

use super::{
    args::{Format, Targets},
    rules,
};
use crate::{change::Changes, project::Exclude};

/// What a run was asked for.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) input: Input,
    pub(super) accept: Changes,
    /// `None` means all.
    pub(super) select: Option<Vec<&'static str>>,
    pub(super) ignore: Vec<&'static str>,
    pub(super) exclude: Exclude,
    pub(super) jobs: usize,
    pub(super) format: Format,
    pub(super) statistics: bool,
}

/// Where the code comes from.
#[derive(Debug)]
pub(super) enum Input {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// stdin, taken to be the file of this path.
    Stdin(PathBuf),
}

impl Settings {
    /// Works out what `targets` mean; else a message for users.
    pub(super) fn new(targets: Targets) -> Result<Self, String> {
        let folder = env::current_dir()
            .map_err(|error| format!("the current folder cannot be read: {error}"))?;
        let exclude =
            Exclude::new(&targets.exclude, folder).map_err(|error| format!("--exclude {error}"))?;
        Ok(Self {
            input: input(targets.paths, targets.stdin_filename)?,
            accept: targets.accept.into_iter().fold(Changes::NONE, Changes::union),
            select: (!targets.select.is_empty()).then(|| rules::names(&targets.select)),
            ignore: rules::names(&targets.ignore),
            exclude,
            jobs: targets
                .jobs
                .or_else(|| thread::available_parallelism().ok())
                .map_or(1, NonZeroUsize::get),
            format: targets.format,
            statistics: targets.statistics,
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
