#![doc = include_str!("doc.md")]

use crate::{
    change::Change,
    rewrite::Rewrite,
    source::{TextRange, TextSize},
    syntax::{Argument, Pattern},
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::set_default_executor,
};

/// `asyncio.to_thread`.
pub static TRANSFORM: Transform = Transform {
    name: "to_thread",
    names: &["asyncio.to_thread"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let found = site.shape("is used as a value, so what it will be called with is not known")?;
    let arguments: Vec<Argument<'_>> = found.arguments().iter().collect();
    if !matches!(arguments.first(), Some(Argument::Positional(_))) {
        return Err(Refusal::new(UNKNOWN_FUNCTION));
    }
    let requires = own_executor(site)?;
    let takes_keywords =
        arguments.iter().any(|a| matches!(a, Argument::Keyword { .. } | Argument::DoubleStar(_)));
    let name = Rewrite::replace(site.range, site.template("${anyio.to_thread.run_sync}"));
    let all = arguments
        .iter()
        .map(|argument| argument.node().parenthesized_range())
        .reduce(TextRange::cover)
        .ok_or_else(|| Refusal::new("is called without a function"))?;
    let flag = match takes_keywords {
        true => {
            let text = "${functools.partial}($all), abandon_on_cancel=True";
            Rewrite::replace(all, site.template_with(text, &[("all", all)]))
        }
        false => abandoning(site, found.range("call"), all),
    };
    let rewrites = [name, flag];
    let reason =
        "lets other tasks run before the thread starts, and the end of `run` does not wait for it";
    let mut fix = Fix::safe(reason, rewrites).changing([Change::StartOrder]).since(ABANDONS_SINCE);
    fix.requires = requires;
    fix.only()
}

/// The AnyIO that `abandon_on_cancel` came with.
pub const ABANDONS_SINCE: (u16, u16) = (4, 1);

/// Why a call is left whose first argument may be anything.
pub const UNKNOWN_FUNCTION: &str =
    "which function runs in the thread is known only when it is called";

/// What must be rewritten too where the file chooses itself what the default executor is.
///
/// # Errors
///
/// Where it chooses more than how many threads there are.
pub fn own_executor(site: &Site<'_>) -> Result<Vec<TextRange>, Refusal> {
    set_default_executor::all(site).ok_or_else(|| {
        Refusal::new("runs in an executor that this file chooses, which AnyIO does not use")
    })
}

/// Adds to the arguments at `all` of the call at `call` that a cancelled caller leaves its thread.
pub fn abandoning(site: &Site<'_>, call: TextRange, all: TextRange) -> Rewrite {
    abandoning_within(site, call, all, None)
}

/// The same, and that the name or attribute at `limiter` says how many run at a time.
pub fn abandoning_within(
    site: &Site<'_>,
    call: TextRange,
    all: TextRange,
    limiter: Option<TextRange>,
) -> Rewrite {
    let limiter = limiter.map(|limiter| format!("limiter={}", site.source(limiter)));
    let flags = limiter.as_deref().into_iter().chain(["abandon_on_cancel=True"]);
    match own_line(site, call, all) {
        Some(line_end) => {
            let lines: String = flags.map(|flag| format!("\n{flag},")).collect();
            Rewrite::replace(TextRange::empty(line_end), site.template(&lines))
        }
        None => {
            let text = flags.fold("$all".to_owned(), |text, flag| format!("{text}, {flag}"));
            Rewrite::replace(all, site.template_with(&text, &[("all", all)]))
        }
    }
}

/// Where a new line for one more argument starts, if the arguments have a line each.
fn own_line(site: &Site<'_>, call: TextRange, arguments: TextRange) -> Option<TextSize> {
    let rest = site.source(TextRange::new(arguments.end(), call.end()));
    let comma = rest.trim_start().starts_with(',');
    let line = rest.split(['\r', '\n']).next().filter(|line| line.len() < rest.len())?;
    (comma && !line.contains(')')).then(|| arguments.end() + TextSize::of(line))
}
