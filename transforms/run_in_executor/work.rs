//! What a call hands to an executor, for whoever asks whether the call goes.

use crate::{
    semantic::Fate,
    source::TextRange,
    syntax::Argument,
    transform::{Refusal, Site},
    transforms::to_thread,
};

use super::pool::{self, Pool};

/// The arguments of a call of a loop's `run_in_executor`.
pub struct Work {
    /// The one that says which executor.
    pub executor: TextRange,
    /// The pool that it is, with the expression for it, where it is not the default one.
    pub pool: Option<(TextRange, Pool)>,
    /// The function and its arguments.
    pub all: TextRange,
    /// The references that choose the default executor and must be rewritten too.
    pub requires: Vec<TextRange>,
}

/// What the call at `call` hands to the default executor or to a pool that only limits how many run;
/// `None` if it is not awaited where it is made, or handed to what was not seen to be either.
///
/// # Errors
///
/// When AnyIO's threads would not do the same.
pub fn at(site: &Site<'_>, call: TextRange) -> Result<Option<Work>, Refusal> {
    let arguments = site.call_at(call)?.arguments();
    let arguments: Vec<Argument<'_>> = arguments.iter().flat_map(|all| all.iter()).collect();
    let Some((executor, rest)) = arguments.split_first() else { return Ok(None) };
    let value = match executor {
        Argument::Positional(value) | Argument::Keyword { name: "executor", value, .. } => value,
        Argument::Keyword { .. } => return Ok(None),
        Argument::Star(_) | Argument::DoubleStar(_) => return Err(unknown()),
    };
    if !is_awaited(site, call) {
        return Ok(None);
    }
    let pool = match value.text() {
        "None" => None,
        _ => match pool::of(site, value.range())? {
            Some(pool) => Some((value.range(), pool)),
            None => return Ok(None),
        },
    };
    match rest.split_first() {
        Some((Argument::Positional(_) | Argument::Keyword { name: "func", .. }, rest))
            if rest
                .iter()
                .all(|one| matches!(one, Argument::Positional(_) | Argument::Star(_))) => {}
        Some((Argument::Positional(_), _)) => {
            return Err(Refusal::new("passes keyword arguments, which executors do not take"));
        }
        _ => return Err(unknown()),
    }
    let requires = match pool {
        None => to_thread::own_executor(site)?,
        Some(_) => Vec::new(),
    };
    let range = |argument: &Argument<'_>| argument.node().parenthesized_range();
    let all = rest.iter().map(range).reduce(TextRange::cover);
    Ok(all.map(|all| Work { executor: range(executor), pool, all, requires }))
}

/// Whether the future that `call` gives is awaited where it is made, alone or with others.
fn is_awaited(site: &Site<'_>, call: TextRange) -> bool {
    let nodes = site.model.nodes();
    let fate = nodes.fate(call);
    if fate != Fate::Argument {
        return matches!(fate, Fate::Awaited { .. });
    }
    let around = nodes.expression(call).into_iter().flat_map(|id| nodes.ancestors(id));
    let mut around = around.map(|id| nodes.range(id));
    around.find_map(|around| Some((around, nodes.callee_of(around)?))).is_some_and(
        |(around, callee)| {
            let is = |name| site.is_named(callee, name);
            (is("asyncio.gather") || is("asyncio.wait_for")) && is_awaited(site, around)
        },
    )
}

fn unknown() -> Refusal {
    Refusal::new(to_thread::UNKNOWN_FUNCTION)
}
