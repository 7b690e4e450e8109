#![doc = include_str!("doc.md")]

mod background;
pub(super) mod helper;
mod kept;
mod local;
pub(super) mod on_self;
pub(super) mod owner;
mod spawn;

pub(super) use spawn::Spawn;

use crate::{
    semantic::TaskUse,
    source::TextRange,
    transform::{Forms, Refusal, Site, Transform},
    transforms::left,
};

/// The functions that spawn a task.
pub static TRANSFORM: Transform = Transform {
    name: "create_task",
    names: NAMES,
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

const NAMES: &[&str] =
    &["asyncio.AbstractEventLoop.create_task", "asyncio.create_task", "asyncio.ensure_future"];

/// A way to give a task a group that owns it. `None` where the task does not live so.
type Owning = fn(&Site<'_>, Spawn) -> Option<Result<Forms, Refusal>>;

/// Each way, the one first that is asked first.
const OWNING: &[Owning] = &[on_self::forms, background::forms, local::forms, kept::forms];

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let Some(spawn) = Spawn::at(site, site.range)? else { return Err(left::refusal(site)) };
    owned(site, spawn).unwrap_or_else(|| Err(left::refusal(site)))
}

/// Whether the call at `callee`, which spawns a task, is rewritten.
pub fn goes(site: &Site<'_>, callee: TextRange) -> bool {
    let spawn = Spawn::at(site, callee).ok().flatten();
    spawn.and_then(|spawn| owned(site, spawn)).is_some_and(|forms| forms.is_ok())
}

/// Whether the call of `wait_for` at `call` is given a task that gets a group, and goes with that.
pub fn times(site: &Site<'_>, call: TextRange) -> bool {
    let is_own = |used: &TaskUse| matches!(used, TaskUse::Timed { call: own, .. } if *own == call);
    let nodes = site.model.nodes();
    let function = nodes.enclosing_function(call);
    let own = on_self::spawns(site).filter(|(_, made)| nodes.enclosing_function(*made) == function);
    own.into_iter().any(|(callee, made)| {
        let uses = site.model.uses_of_task(made);
        uses.is_ok_and(|uses| uses.iter().any(is_own)) && goes(site, callee)
    })
}

/// The forms of the first way that has any, or why the first that could be meant has none.
fn owned(site: &Site<'_>, spawn: Spawn) -> Option<Result<Forms, Refusal>> {
    let mut refusal = None;
    for owning in OWNING {
        match owning(site, spawn) {
            Some(Ok(mut forms)) => {
                forms.iter_mut().for_each(|fix| fix.resolves.extend(spawn.getter));
                return Some(Ok(forms));
            }
            Some(Err(why)) => drop(refusal.get_or_insert(why)),
            None => {}
        }
    }
    refusal.map(Err)
}
