//! Whether a task may acquire a lock that it holds already.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    finding::Note,
    semantic::{CallSite, CallValue, NodeId, Object, UseKind, structure::Function},
    source::{TextRange, TextSize},
    transform::Site,
};

/// One place where the lock is acquired.
struct Acquisition<'a> {
    /// The expression that stands for the lock.
    object: TextRange,
    /// The expression as it is written: in one class or module, what is spelled alike is one lock.
    text: &'a str,
    function: Function,
    /// The code that is run while it is held.
    held: TextRange,
}

/// The first place where a task acquires the lock although it holds it: by itself, or in a function of
/// this file that it awaits.
pub(super) fn again<'a>(site: &Site<'a>, object: &Object) -> Option<Note> {
    let nodes = site.model.nodes();
    let all = acquisitions(site, object);
    let acquiring: FxHashSet<(NodeId, &str)> =
        all.iter().map(|one| (one.function.node, one.text)).collect();
    let mut calls: FxHashMap<NodeId, Vec<CallSite>> = FxHashMap::default();
    all.iter().find_map(|outer| {
        let first = all.partition_point(|one| one.object.start() < outer.held.start());
        let mut inside =
            all.iter().skip(first).take_while(|one| one.object.end() <= outer.held.end());
        let inner = inside
            .find(|one| one.function == outer.function && one.text == outer.text)
            .map(|inner| Note::new(inner.object, "the task holds it here"));
        inner.or_else(|| {
            let node = outer.function.node;
            let calls = calls.entry(node).or_insert_with(|| nodes.calls_of(node));
            let first = calls.partition_point(|site| site.call.start() < outer.held.start());
            let held = calls.iter().skip(first);
            let mut held = held.take_while(|site| site.call.start() < outer.held.end());
            let acquires = |call: &&CallSite| {
                let called = site.model.resolve_function(call.callee);
                is_awaited(site, call.call)
                    && called.is_some_and(|called| acquiring.contains(&(called.node, outer.text)))
            };
            let text = "acquires it, and the task holds it here".to_owned();
            held.find(acquires).map(|call| Note::new(call.callee, text))
        })
    })
}

/// All of them, in source order.
fn acquisitions<'a>(site: &Site<'a>, object: &Object) -> Vec<Acquisition<'a>> {
    let nodes = site.model.nodes();
    let releases = object.uses.iter().filter_map(|used| match &used.kind {
        UseKind::Method { name, call, .. } if name == "release" => Some(call.start()),
        _ => None,
    });
    let mut releases: Vec<TextSize> = releases.collect();
    releases.sort_unstable();
    let all = object.uses.iter().filter_map(|used| {
        let function = nodes.enclosing_function(used.object)?;
        let held = match &used.kind {
            UseKind::With { .. } => {
                TextRange::new(used.object.end(), nodes.item_of(used.object)?.body.end())
            }
            UseKind::Method { name, call, .. } if name == "acquire" => {
                let next = releases.partition_point(|release| *release < call.end());
                let end = releases.get(next).copied().unwrap_or(call.end());
                TextRange::new(call.end(), end)
            }
            _ => return None,
        };
        let text = site.source(used.object);
        Some(Acquisition { object: used.object, text, function, held })
    });
    let mut all: Vec<Acquisition<'a>> = all.collect();
    all.sort_unstable_by_key(|one| one.object.start());
    all
}

/// Whether the task that makes `call` runs it and goes on when it is done.
fn is_awaited(site: &Site<'_>, call: TextRange) -> bool {
    let nodes = site.model.nodes();
    let awaits = |call| {
        let value = nodes.value_of_call(call);
        matches!(value, Some(CallValue::AwaitDropped | CallValue::AwaitUsed))
    };
    let in_wait_for = || {
        let around = nodes.call_around(call);
        around.is_some_and(|it| site.is_named(it.callee, "asyncio.wait_for") && awaits(it.call))
    };
    awaits(call) || in_wait_for()
}
