//! What users type, and nothing of what it means.

use std::{num::NonZeroUsize, path::PathBuf};

use clap::{
    Args as ClapArgs, Parser, Subcommand, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};

use super::{exit, rules};
use crate::{
    change::{Change, Changes},
    project::{anyio_version, python_version},
};

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
        #[command(flatten)]
        telling: Telling,
    },
    /// Apply the rewrites.
    ///
    /// With `DRY_RUN` or `XARGS_DRY_RUN` in the environment, set to anything but `0` or `false`, it
    /// writes nothing and says what it would have done.
    #[command(after_long_help = exit::HELP)]
    Fix {
        #[command(flatten)]
        targets: Targets,
        #[command(flatten)]
        telling: Telling,
        /// Write also where git has uncommitted changes, or does not know the files.
        #[arg(long)]
        allow_dirty: bool,
    },
    /// List the transforms and the names of what they may change.
    Rules,
    /// Explain a transform, a name of asyncio, a change, or what is found on a line.
    Explain {
        /// Such as `wait_for`, `asyncio.wait_for`, `level-cancellation` or `app/jobs.py:12`.
        ///
        /// Of a line, everything that is found is told, with the calls that lead to whatever stands in
        /// the way of a rewrite that changes nothing.
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
    ///
    /// In place of `accept` in the configuration; what that says of single transforms and files holds
    /// all the same.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = changes())]
    pub(super) accept: Vec<Changes>,

    /// Apply these transforms only, separated by commas; `anyiofy rules` lists them.
    #[arg(long, value_name = "TRANSFORMS", value_delimiter = ',', value_parser = transforms())]
    #[arg(hide_possible_values = true)]
    pub(super) select: Vec<String>,

    /// Do not apply these transforms, also when selected.
    ///
    /// Adds to `ignore` in the configuration, which in turn gives way to `--select`.
    #[arg(long, value_name = "TRANSFORMS", value_delimiter = ',', value_parser = transforms())]
    #[arg(hide_possible_values = true)]
    pub(super) ignore: Vec<String>,

    /// Leave out what this pattern matches, in the syntax of `.gitignore`; may be repeated.
    ///
    /// Relative to the current folder. It holds for named files too, and adds to `exclude` in the
    /// configuration.
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,

    /// The oldest Python that the code runs on [default: what the project says].
    #[arg(long, value_name = "X.Y", value_parser = python_version)]
    pub(super) target_version: Option<(u8, u8)>,

    /// The oldest AnyIO that the code may need [default: what the project says].
    #[arg(long, value_name = "X.Y", value_parser = anyio_version)]
    pub(super) anyio_version: Option<(u16, u16)>,

    /// Take the configuration from this file alone.
    ///
    /// A `pyproject.toml` with the table `[tool.anyiofy]`, or a file that holds its keys. Patterns in
    /// it are relative to the current folder. Without it, the nearest `anyiofy.toml`, or
    /// `pyproject.toml` with the table, speaks for each file.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,

    /// Ignore all configuration; the projects' manifests are still read.
    #[arg(long)]
    pub(super) isolated: bool,

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

    /// Show what holds for the files and which line says so; do nothing else.
    #[arg(long, conflicts_with = "show_files")]
    pub(super) show_settings: bool,

    /// List the files that would be looked at; do nothing else.
    #[arg(long)]
    pub(super) show_files: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Telling {
    /// Write what a pull request should say, in Markdown; `-` is stdout.
    ///
    /// The totals, what was accepted and where it matters, what is left, and what could be accepted
    /// next.
    #[arg(long, value_name = "FILE")]
    pub(super) pr_body: Option<PathBuf>,
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
    let changes =
        Change::ALL.map(|change| PossibleValue::new(change.name()).help(change.summary()));
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
