#![doc = include_str!("doc.md")]

mod background;
mod helper;
mod kept;
pub(super) mod on_self;
mod owner;

use crate::{
    source::TextRange,
    syntax::Pattern,
    transform::{Forms, Refusal, Site, Transform},
    transforms::left,
};

/// The functions that spawn a task.
pub static TRANSFORM: Transform = Transform {
    name: "create_task",
    names: NAMES,
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

const NAMES: &[&str] = &["asyncio.create_task", "asyncio.ensure_future"];

/// A call that spawns a task.
#[derive(Debug, Clone, Copy)]
struct Spawn {
    /// The call.
    call: TextRange,
    /// What makes the coroutine.
    coro: TextRange,
}

/// A way to give a task a group that owns it. `None` where the task does not live so.
type Owning = fn(&Site<'_>, Spawn) -> Option<Result<Forms, Refusal>>;

/// Each way, the one first that is asked first.
const OWNING: &[Owning] = &[on_self::forms, background::forms, kept::forms];

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let Some(found) = site.found() else { return Err(left::refusal(site)) };
    let found = site.bind(found, &["coro", "name="])?;
    let spawn = Spawn { call: found.range("call"), coro: found.range("coro") };
    if site.name == "asyncio.ensure_future" && !site.model.makes_coroutine(spawn.coro) {
        return Err(left::refusal(site));
    }
    let mut refusal = None;
    for owning in OWNING {
        match owning(site, spawn) {
            Some(Ok(forms)) => return Ok(forms),
            Some(Err(why)) => drop(refusal.get_or_insert(why)),
            None => {}
        }
    }
    Err(refusal.unwrap_or_else(|| left::refusal(site)))
}
