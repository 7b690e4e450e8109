//! Tasks that nobody waits for: they live until the program's main function ends.

use super::{
    helper,
    owner::{self, Group},
    spawn::Spawn,
};
use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{Block, Failing, Keeping},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site},
    transforms::cleanup::cancelling,
};

/// The form for a task that is dropped, or only kept from being collected. `None` where more is done
/// with it.
pub(super) fn forms(site: &Site<'_>, spawn: Spawn) -> Option<Result<Forms, Refusal>> {
    let keeping = site.model.keeping(spawn.call)?;
    let needed = |(place, text): (TextRange, &'static str)| {
        Refusal::new("the set that keeps the task from being collected is used for more, and a task group shows nobody its tasks")
            .recipe(owner::RECIPE)
            .at(place, text)
    };
    Some(keeping.map_err(needed).and_then(|keeping| fix(site, spawn, &keeping)?.only()))
}

fn fix(site: &Site<'_>, spawn: Spawn, keeping: &Keeping) -> Result<Fix, Refusal> {
    let Spawn { callee, call, coro, .. } = spawn;
    owner::cancelled_natively(site)?;
    let nodes = site.model.nodes();
    let Group { name, mut rewrites, is_handed, places } = owner::group(site, call)?;
    rewrites.push(Rewrite::replace(callee, site.template(&format!("{name}.create_task"))));
    let mut resolves = keeping.members.clone();
    if site.model.failing(coro) != Failing::Never {
        rewrites.extend(helper::guarding(site, coro)?);
    }
    for kept in &keeping.statements {
        if kept.contains_range(call) {
            continue;
        }
        rewrites.push(Rewrite::remove_statement(*kept).dropping([*kept]));
    }
    if let Some(assigned) = nodes.statement_of_value(call).filter(|assigned| *assigned != call) {
        rewrites.push(Rewrite::replace(assigned, site.template_with("$call", &[("call", call)])));
    } else if let Some(added) = nodes.call_around(call) {
        rewrites.push(
            Rewrite::replace(added.call, site.template_with("$call", &[("call", call)]))
                .dropping([added.call]),
        );
    }
    for set in &keeping.sets {
        rewrites.push(Rewrite::remove_statement(*set).dropping([*set]));
        let named = site.model.references().iter().filter(|r| set.contains_range(r.range));
        resolves.extend(named.map(|reference| reference.range));
    }
    let mut fix = Fix::safe(
        "the task belongs to the group of the program's main function, which cancels it at the end as `asyncio.run` did",
        rewrites,
    );
    fix.resolves = resolves;
    let others = keeping.others.iter().filter(|other| **other != call);
    fix.requires = others.filter_map(|other| nodes.callee_of(*other)).collect();
    fix.places = places;
    // `TaskGroup.create_task` came with AnyIO 4.14.
    fix = cancelling(site, Block::Awaited(coro), fix).since((4, 14));
    // An error of the main function itself is shown in an `ExceptionGroup`.
    fix = fix.changing([Change::ExceptionGroup]);
    if is_handed {
        fix = fix.changing([Change::PublicApi]);
    }
    fix.places.truncate(owner::SHOWN);
    Ok(fix)
}
