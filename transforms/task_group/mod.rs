#![doc = include_str!("doc.md")]

mod blocks;
mod by_hand;
mod handles;
mod joined;
mod kept;
mod spawns;
mod timed;
mod told;

pub(super) use blocks::Blocks;
pub(super) use handles::Handles;
pub(super) use spawns::Spawned;

use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{Block, CallValue, Object, Use, UseKind},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{
        cleanup::cancelling_all,
        create_task::owner::cancelled_natively,
        support::{Fits, fitting, followed_entering, remade},
    },
};

/// `asyncio.TaskGroup`.
pub static TRANSFORM: Transform = Transform {
    name: "task_group",
    names: &["asyncio.TaskGroup"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let object = followed_entering(site, &[])?;
    fitting(&object, |used| fits(site, used))?;
    cancelled_natively(site)?;
    let entered = by_hand::entered(site, &object)?;
    let spawned = spawns::all(site, &object)?;
    let handles = Handles::of(site, &Blocks::of(site, &object), &spawned)?;
    let mut forms = vec![form(site, &object, &entered, &spawned, handles.clone())?.since((4, 14))];
    // Before AnyIO 4.14 there were no handles.
    if let Some(soon) = spawns::soon(site, &spawned) {
        let fix = form(site, &object, &entered, &spawned, handles)?;
        forms.push(Fix { rewrites: [fix.rewrites, soon].concat(), ..fix });
    }
    Ok(forms)
}

fn form(
    site: &Site<'_>,
    object: &Object,
    entered: &by_hand::Entered,
    spawned: &[Spawned],
    handles: Handles,
) -> Result<Fix, Refusal> {
    let make = |_, class: TextRange| {
        Ok(Rewrite::replace(class, site.template("${anyio.create_task_group}")))
    };
    let mut fix = remade(site, object, "${anyio.abc.TaskGroup}", "", make)?;
    for spawn in spawned {
        let capturing = handles.capturing(site, spawn.coro)?;
        fix.rewrites.extend(capturing);
    }
    fix.rewrites.extend(handles.rewrites);
    fix.resolves.extend(handles.resolves);
    fix.places.extend(handles.places);
    fix = fix.changing(handles.changes);
    let mut reasons = handles.reasons;
    if entered.is_made_outside {
        reasons.push("has to be made where an event loop runs".to_owned());
        fix = fix.changing([Change::PublicApi]);
    }
    if spawned.iter().any(|spawn| spawn.context.is_some()) {
        reasons.push("a task with a context of its own runs in a copy of it".to_owned());
        fix = fix.changing([Change::Contextvars]);
    }
    let nodes = site.model.nodes();
    let bodies = entered.managers.iter().filter_map(|manager| nodes.item_of(*manager));
    let bodies: Vec<TextRange> = bodies.map(|item| item.body).collect();
    if bodies.iter().any(|body| nodes.contains_raise(*body)) {
        reasons
            .push("a task that has not begun when the block fails begins all the same".to_owned());
        fix = fix.changing([Change::StartOrder]);
    }
    let waits = |body: &TextRange| {
        let waits = nodes.waits_in(*body);
        waits.otherwise || !waits.awaited.is_empty()
    };
    // Where nothing has waited meanwhile, no task can have ended.
    if bodies.iter().any(waits) || bodies.is_empty() {
        reasons
            .push("lets other tasks run where it ends, also if none of its own is left".to_owned());
        fix = fix.changing([Change::SwitchPoint]);
    }
    if bodies.iter().any(|body| nodes.yields_in(*body)) {
        reasons.push("has to be left by the task that entered it".to_owned());
        fix = fix.changing([Change::LevelCancellation]);
    }
    // asyncio's group raises these by themselves.
    if let Some(place) = site.model.leaving_program() {
        reasons.push("an exit or interrupt arrives in a `BaseExceptionGroup`".to_owned());
        fix = fix.changing([Change::ExceptionType]);
        fix.places.push(Note::new(place, "ends the program"));
    }
    if let Some(spawn) = spawned.iter().find(|spawn| nodes.is_in_clause(spawn.call)) {
        reasons.push(
            "a task may begin where the group has failed, which is a `RuntimeError` in asyncio"
                .to_owned(),
        );
        fix = fix.changing([Change::ExceptionType]);
        fix.places.push(Note::new(spawn.call, "may be spawned after a failure"));
    }
    fix.reason = reasons.join("; ");
    let around = entered.managers.iter().filter(|manager| nodes.yields_within(**manager));
    let around = around.filter_map(|manager| nodes.enclosing_function(*manager));
    let callers = around.flat_map(|function| site.model.calls_of_function(function.node));
    let callers = callers.filter(|call| nodes.item_of(*call).is_some());
    let items = entered.managers.iter().copied().chain(callers).map(Block::Item);
    let blocks: Vec<Block> =
        items.chain(spawned.iter().map(|spawn| Block::Awaited(spawn.coro))).collect();
    Ok(cancelling_all(site, &blocks, fix))
}

fn fits(site: &Site<'_>, used: &Use) -> Fits {
    let nodes = site.model.nodes();
    match &used.kind {
        UseKind::Test => Fits::Yes,
        UseKind::With { is_async: true, .. }
            if nodes.yields_within(used.object) && !site.model.is_context_manager(used.object) =>
        {
            Fits::No("its block yields to code that it would cancel too")
        }
        UseKind::With { is_async: true, .. } => Fits::Yes,
        UseKind::With { .. } => Fits::No("it is entered by `with`"),
        UseKind::Method { name, value, .. } => match (name.as_str(), value) {
            ("create_task", _) => Fits::Yes,
            ("__aenter__", CallValue::AwaitDropped) => Fits::Yes,
            ("__aexit__", CallValue::AwaitDropped | CallValue::AwaitUsed) => Fits::Yes,
            ("__aenter__" | "__aexit__", _) => Fits::No("what gives the group is used"),
            _ => Fits::No("AnyIO's object has no such method"),
        },
        UseKind::Attribute { .. } => Fits::No("a method or attribute of it is used as a value"),
        UseKind::Argument { .. } => Fits::No("it is handed to code that was not followed"),
        UseKind::Awaited => Fits::No("it is awaited itself"),
    }
}
