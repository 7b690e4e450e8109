//! The command line: what users type, what they see, and the exit code.

use std::{
    io::{self, Write},
    panic,
    process::ExitCode,
};

use clap::Parser;

mod args;
mod commands;
mod exit;
mod output;
mod rules;
mod run;
mod settings;
mod summary;

use args::{Args, Command};
use exit::Exit;
use output::Output;
use settings::Settings;

use crate::source::describe;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" at {place}")).unwrap_or_default();
        let _ = writeln!(io::stderr(), "anyiofy: internal error{place}; please report it");
    }));
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
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

fn dispatch(command: Command, output: &mut Output) -> io::Result<Exit> {
    let (command, targets): (commands::Command, _) = match command {
        Command::Check { targets, strict } => (commands::Command::Check { strict }, targets),
        Command::Diff { targets } => (commands::Command::Diff, targets),
        Command::Fix { targets, allow_dirty } => (commands::Command::Fix { allow_dirty }, targets),
        Command::Rules => return rules::list(output),
        Command::Explain { name } => return rules::explain(&name, output),
    };
    match Settings::new(targets) {
        Ok(settings) => command.run(&settings, output),
        Err(message) => {
            output.error(&message);
            Ok(Exit::Usage)
        }
    }
}
