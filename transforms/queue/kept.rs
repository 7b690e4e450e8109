//! Queues that stay one object: of a class of the module, on a stream.

use super::{classes, errors, size::Size, streams::method};
use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{Object, Use, UseKind},
    source::TextRange,
    transform::{Fix, Refusal, Site},
    transforms::{
        emitted,
        support::{Fits, fitting, remade},
    },
};

/// Whether items of `object` are counted until they are done.
pub(super) fn is_counted(object: &Object) -> bool {
    let mut names = object.uses.iter().filter_map(method);
    names.any(|name| matches!(name, "join" | "task_done"))
}

/// The fix that makes the queue one of a class of the module.
///
/// # Errors
///
/// A refusal that points at what such an object does not do.
pub(super) fn fix(site: &Site<'_>, object: &Object) -> Result<Fix, Refusal> {
    fitting(object, fits)?;
    let mut unbounded = true;
    for call in object.creations.iter().filter_map(|creation| creation.call) {
        unbounded &= Size::of(site, call)? == Size::Unbounded;
    }
    let (_, place) = emitted::place(site)?;
    let named = object.creations.iter().map(|creation| creation.class);
    let mut named = named.chain(object.annotations.iter().copied());
    if let Some(above) = named.find(|range| range.start() < place.start()) {
        return Err(Refusal::new(
            "the class that would take its place can only stand below the imports",
        )
        .at(above, "named above the last of them"));
    }
    let (name, class) = classes::joinable(site)?;
    let make =
        |_: Option<TextRange>, class: TextRange| Ok(Rewrite::replace(class, site.template(&name)));
    let reason = "becomes an object of a class of this file, on a stream, which counts the items";
    let mut fix = remade(site, object, &name, reason, make)?;
    fix.rewrites.extend(class);
    fix.holders.clear();
    fix.resolves.extend(decided_alone(site, object));
    fix.requires = errors::catching(site, object);
    let hands_over = |name: &str| name == "get";
    if object.uses.iter().filter_map(method).any(hands_over) {
        fix = fix.changing([Change::StartOrder]);
        fix.reason.push_str("; an item goes to who waits for one as soon as it is sent");
    }
    Ok(errors::unguarded(site, object, unbounded, fix))
}

fn fits(used: &Use) -> Fits {
    match &used.kind {
        UseKind::Test => Fits::Yes,
        UseKind::Method { name, .. } | UseKind::Attribute { name, .. } => match name.as_str() {
            "put" | "put_nowait" | "get" | "get_nowait" | "qsize" | "empty" | "full" | "join"
            | "task_done" => Fits::Yes,
            "shutdown" => {
                Fits::No("a stream is shut down by closing its ends, and says so with other errors")
            }
            _ => Fits::No("a queue on a stream has no such attribute"),
        },
        UseKind::With { .. } => Fits::No("a queue is no context manager"),
        UseKind::Argument { .. } => Fits::No("it is handed to code that was not followed"),
        UseKind::Awaited => Fits::No("it is awaited itself"),
    }
}

/// The references to methods of `object` that are questions of their own.
fn decided_alone(site: &Site<'_>, object: &Object) -> Vec<TextRange> {
    let nodes = site.model.nodes();
    let joins = object.uses.iter().filter_map(|used| match &used.kind {
        UseKind::Method { name, call, .. } if name == "join" => nodes.callee_of(*call),
        UseKind::Attribute { name, range } if name == "join" => Some(*range),
        _ => None,
    });
    joins.collect()
}
