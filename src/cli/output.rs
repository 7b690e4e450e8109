//! The two streams: stdout is the result, stderr is talk.

use std::{
    fmt::Display,
    io::{self, BufWriter, IsTerminal, Stderr, StdoutLock, Write},
};

use annotate_snippets::Renderer;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::args::Color;
use crate::report::{Line, escape};

/// Where a command writes.
pub(super) struct Output {
    stdout: BufWriter<StdoutLock<'static>>,
    stdout_is_terminal: bool,
    stdout_has_colour: bool,
    stderr: AutoStream<Stderr>,
    is_quiet: bool,
}

impl Output {
    pub(super) fn new(color: Color, is_quiet: bool) -> Self {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
        Self {
            stdout_is_terminal: io::stdout().is_terminal(),
            stdout_has_colour: AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            stdout: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            stderr: AutoStream::new(io::stderr(), choice),
            is_quiet,
        }
    }

    /// Writes a piece of the result as it is.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stdout.write_all(bytes)
    }

    /// Writes out what is still held.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }

    /// Writes a line of a diff. Its bytes are kept, except on a terminal and in colour: there, what
    /// could steer the terminal is spelled out.
    pub(super) fn diff_line(&mut self, kind: Line, line: &[u8]) -> io::Result<()> {
        if !self.stdout_is_terminal && !self.stdout_has_colour {
            return self.stdout.write_all(line);
        }
        let text = String::from_utf8_lossy(line);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let (text, end) = text.strip_suffix('\r').map_or((text, ""), |text| (text, "\r"));
        let shown: Vec<_> = text.split('\t').map(escape).collect();
        let style = if self.stdout_has_colour { style_of(kind) } else { Style::new() };
        writeln!(self.stdout, "{style}{}{style:#}{end}", shown.join("\t"))
    }

    /// How findings are drawn on stdout.
    pub(super) fn renderer(&self) -> Renderer {
        if self.stdout_has_colour { Renderer::styled() } else { Renderer::plain() }
    }

    /// Says something that may be missed, on a line of its own.
    pub(super) fn say(&mut self, message: impl Display) {
        if !self.is_quiet {
            self.line(message);
        }
    }

    /// Says what went wrong.
    pub(super) fn error(&mut self, message: &str) {
        let red = AnsiColor::Red.on_default().bold();
        self.line(format_args!("{red}error{red:#}: {message}"));
    }

    /// Says what may go wrong.
    pub(super) fn warn(&mut self, message: &str) {
        let yellow = AnsiColor::Yellow.on_default().bold();
        self.say(format_args!("{yellow}warning{yellow:#}: {message}"));
    }

    fn line(&mut self, message: impl Display) {
        // What was found must not be lost because nobody listens to the talk.
        let _ = writeln!(self.stderr, "{message}");
    }
}

fn style_of(kind: Line) -> Style {
    match kind {
        Line::Header => Style::new().bold(),
        Line::Hunk => AnsiColor::Cyan.on_default(),
        Line::Removed => AnsiColor::Red.on_default(),
        Line::Added => AnsiColor::Green.on_default(),
        Line::Context | Line::NoNewline => Style::new(),
    }
}
