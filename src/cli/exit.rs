//! What a process says when it ends.

use std::process::ExitCode;

/// Every exit code; [`HELP`] documents them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Everything was done.
    Success = 0,
    /// `check` found something to do.
    WorkToDo = 1,
    /// What was asked for makes no sense, or must not be done here.
    Usage = 2,
    /// Some files could not be dealt with; the others were.
    Failed = 3,
}

/// For the end of `--help`.
pub(super) const HELP: &str = "\
Exit codes:
  0  success; for `diff` and `fix` whether or not there is something to rewrite
  1  `check`: `fix` with the same flags would write (with `--strict`, also when anything is left
     that needs consent or a hand, or a suppression has no effect)
  2  the command line or a configuration file is wrong, or `fix` refused to touch a tree with
     uncommitted changes; nothing was done
  3  some files could not be dealt with, or are not there; the others were";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
