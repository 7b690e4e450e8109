//! What users type, and nothing of what it means.

use std::{num::NonZeroUsize, path::PathBuf};

use clap::{
    Args as ClapArgs, Parser, Subcommand, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};

use super::{exit, rules};
use crate::change::{Change, Changes};

/// Migrates Python code from asyncio to AnyIO, and shows every change as a diff.
///
/// A rewrite that the program cannot notice is made by default. One that changes something has names
/// for what it changes, and is made when you accept those names: see `--accept`, and
/// `anyiofy explain NAME` for what each means.
#[derive(Debug, Parser)]
#[command(name = "anyiofy", version, after_long_help = exit::HELP, propagate_version = true)]
#[command(max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,

    /// When to use colour.
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(super) color: Color,

    /// Say nothing on stderr but errors.
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On terminals, unless `NO_COLOR` is set.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List every use of asyncio with its verdict.
    #[command(after_long_help = exit::HELP)]
    Check {
        #[command(flatten)]
        targets: Targets,
        /// Exit with 1 also when something is left that needs consent or a hand, or a suppression has
        /// no effect.
        #[arg(long)]
        strict: bool,
    },
    /// Print the rewrites as a diff, and write nothing.
    ///
    /// `git apply` takes the diff in the root of the repository; outside git its paths are relative
    /// to the current folder.
    #[command(after_long_help = exit::HELP)]
    Diff {
        #[command(flatten)]
        targets: Targets,
    },
    /// Apply the rewrites.
    #[command(after_long_help = exit::HELP)]
    Fix {
        #[command(flatten)]
        targets: Targets,
        /// Write also where git has uncommitted changes, or does not know the files.
        #[arg(long)]
        allow_dirty: bool,
    },
    /// List the transforms and the names of what they may change.
    Rules,
    /// Explain a transform, a name of asyncio or a change.
    Explain {
        /// Such as `wait_for`, `asyncio.wait_for` or `level-cancellation`.
        name: String,
    },
}

#[derive(Debug, ClapArgs)]
pub(super) struct Targets {
    /// Files and folders; `-` is stdin.
    ///
    /// In folders, `*.py` and `*.pyi` are taken, but not what git ignores, nor virtual
    /// environments, `site-packages`, build and version control folders. A file that you name is
    /// taken whatever it is called.
    #[arg(value_name = "PATHS", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,

    /// Accept what these change; names or presets, separated by commas.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = changes())]
    pub(super) accept: Vec<Changes>,

    /// Apply these transforms only, separated by commas; `anyiofy rules` lists them.
    #[arg(long, value_name = "TRANSFORMS", value_delimiter = ',', value_parser = transforms())]
    #[arg(hide_possible_values = true)]
    pub(super) select: Vec<String>,

    /// Do not apply these transforms, also when selected.
    #[arg(long, value_name = "TRANSFORMS", value_delimiter = ',', value_parser = transforms())]
    #[arg(hide_possible_values = true)]
    pub(super) ignore: Vec<String>,

    /// Leave out what this pattern matches, in the syntax of `.gitignore`; may be repeated.
    ///
    /// Relative to the current folder. It holds for named files too.
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,

    /// How many files to work on at once [default: one a core].
    #[arg(long, short, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,

    /// The form of the result.
    ///
    /// `json` is one document on stdout: every finding, every failure and the totals.
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,

    /// Count findings by transform and verdict, and what they came to; `check` then lists none.
    #[arg(long)]
    pub(super) statistics: bool,

    /// What to call stdin, and where it is taken to stand.
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

fn changes() -> impl TypedValueParser<Value = Changes> {
    let presets = Changes::PRESETS.map(|(name, _)| PossibleValue::new(name).help(preset(name)));
    let changes = Change::ALL
        .map(|change| PossibleValue::new(change.name()).help(rules::summary(change.page())));
    PossibleValuesParser::new(presets.into_iter().chain(changes))
        .map(|name| Changes::named(&name).unwrap_or_default())
}

/// What a preset stands for, in a clause.
pub(super) fn preset(name: &str) -> &'static str {
    match name {
        "none" => "nothing changes",
        "structured" => "what structured concurrency is for",
        _ => "whatever may change",
    }
}

fn transforms() -> PossibleValuesParser {
    PossibleValuesParser::new(rules::registry().into_iter().map(|rule| rule.name))
}
