//! Calls that spawn a task.

use crate::{
    source::TextRange,
    transform::{Refusal, Site},
    transforms::running_loop,
};

/// A call that spawns a task.
#[derive(Debug, Clone, Copy)]
pub struct Spawn {
    /// What is called.
    pub callee: TextRange,
    /// The call.
    pub call: TextRange,
    /// What makes the coroutine.
    pub coro: TextRange,
    /// What the task is called.
    pub name: Option<TextRange>,
    /// The reference that gives the loop, where it goes with the call.
    pub getter: Option<TextRange>,
}

impl Spawn {
    /// The call of what is named at `callee`. `None` where that spawns nothing, is not called, or may take
    /// what is no coroutine.
    ///
    /// # Errors
    ///
    /// When a task group's `create_task` does not take the same arguments.
    pub fn at(site: &Site<'_>, callee: TextRange) -> Result<Option<Self>, Refusal> {
        let member = site.instances.member_at(callee);
        let spawns = match member {
            Some(member) => member.name == "create_task",
            None => super::NAMES.iter().any(|name| site.is_named(callee, name)),
        };
        let call = site.model.nodes().call_of(callee).filter(|_| spawns);
        let Some(call) = call else { return Ok(None) };
        let Some((coro, name)) = arguments(site, call)? else { return Ok(None) };
        let takes_anything = site.is_named(callee, "asyncio.ensure_future");
        if takes_anything && !site.model.makes_coroutine(coro) {
            return Ok(None);
        }
        let getter = match member {
            Some(_) => match running_loop::given(site, callee) {
                Some(getter) => getter,
                None => return Ok(None),
            },
            None => None,
        };
        Ok(Some(Self { callee, call, coro, name, getter }))
    }
}

/// What makes the coroutine, and the task's name.
fn arguments(
    site: &Site<'_>,
    call: TextRange,
) -> Result<Option<(TextRange, Option<TextRange>)>, Refusal> {
    // Most calls are this plain, and need no second tree.
    match site.model.passed(call) {
        Some(passed) if !passed.is_spread => match (&*passed.positional, &*passed.named) {
            ([coro], []) => return Ok(Some((*coro, None))),
            ([coro], [(keyword, name)]) if keyword == "name" => {
                return Ok(Some((*coro, Some(*name))));
            }
            _ => {}
        },
        _ => {}
    }
    let Some(arguments) = site.call_at(call)?.arguments() else { return Ok(None) };
    let bound = arguments.bind(&["coro", "name="])?;
    let given = |name: &str| bound.get(name).map(|node| node.range());
    Ok(given("coro").map(|coro| (coro, given("name"))))
}
