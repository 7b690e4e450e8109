//! The command line: what users type, what they see, and the exit code.

use std::{
    env, fs,
    io::{self, Write},
    panic,
    path::Path,
    process::ExitCode,
};

use clap::{
    Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};

mod args;
mod commands;
mod exit;
mod output;
mod place;
mod resolved;
mod rules;
mod run;
mod settings;
mod show;
mod summary;

use args::{Args, Command};
use exit::Exit;
use output::Output;
use settings::Settings;

use crate::{engine::on_deep_stack, report::escape_path, source::describe};

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    on_deep_stack(run)
}

fn run() -> ExitCode {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" at {place}")).unwrap_or_default();
        let _ = writeln!(io::stderr(), "anyiofy: internal error{place}; please report it");
    }));
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let error = pointing_to_diff(error);
            // Help that nobody reads any more is not a failure.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Success }.into();
        }
    };
    let mut output = Output::new(args.color, args.quiet);
    let result = dispatch(args.command, &mut output);
    match result.and_then(|exit| output.finish().map(|()| exit)) {
        Ok(exit) => exit.into(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Success.into(),
        Err(error) => {
            output.error(&format!("cannot write the result: {}", describe(&error)));
            Exit::Failed.into()
        }
    }
}

/// `error` with a word on `diff`, where an argument was tried that other programs have for it.
fn pointing_to_diff(mut error: clap::Error) -> clap::Error {
    let is_tried = matches!(
        error.get(ContextKind::InvalidArg),
        Some(ContextValue::String(argument)) if ["--dry-run", "--diff"].contains(&argument.as_str())
    );
    if error.kind() == ErrorKind::UnknownArgument && is_tried {
        let tip =
            "`anyiofy diff` shows what `anyiofy fix` would write, and takes the same arguments";
        error.remove(ContextKind::SuggestedArg);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

fn dispatch(command: Command, output: &mut Output) -> io::Result<Exit> {
    let (command, targets): (commands::Command, _) = match command {
        Command::Check { targets, strict } => (commands::Command::Check { strict }, targets),
        Command::Diff { targets, telling } => {
            (commands::Command::Diff { pr_body: telling.pr_body }, targets)
        }
        Command::Fix { targets, telling, allow_dirty } => {
            let (dry_run, pr_body) = (is_dry_run(), telling.pr_body);
            (commands::Command::Fix { allow_dirty, dry_run, pr_body }, targets)
        }
        Command::Rules => return rules::list(output),
        Command::Explain { name } => {
            return match place::place(&name) {
                Some((path, line)) => place::explain(&path, line, output),
                None => rules::explain(&name, output),
            };
        }
    };
    match Settings::new(targets) {
        Ok(settings) => command.run(&settings, output),
        Err(messages) => {
            for message in messages {
                output.error(&message);
            }
            Ok(Exit::Usage)
        }
    }
}

/// Whether the environment forbids writing, as scripts that run many commands have it.
fn is_dry_run() -> bool {
    ["DRY_RUN", "XARGS_DRY_RUN"].into_iter().any(|name| {
        env::var_os(name).is_some_and(|value| !["", "0", "false"].iter().any(|no| value == *no))
    })
}

/// `path` from the current folder, where that is shorter.
fn shown(path: &Path) -> String {
    let folder = env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    match path.strip_prefix(folder) {
        Ok(relative) if relative.as_os_str().is_empty() => "the current folder".to_owned(),
        Ok(relative) => escape_path(relative),
        Err(_) => escape_path(path),
    }
}
