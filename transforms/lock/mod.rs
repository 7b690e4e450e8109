#![doc = include_str!("doc.md")]

use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{CallValue, Object, Use, UseKind},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::support::{Fits, fits_acquiring, object, remade},
};

/// `asyncio.Lock`.
pub static TRANSFORM: Transform = Transform {
    name: "lock",
    names: &["asyncio.Lock"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let (object, requires) = object(site, &[], |object, used| fits(site, object, used))?;
    let form = |text: &'static str, reason| {
        let make = |call: Option<TextRange>, class: TextRange| match call {
            Some(call) => Ok(Rewrite::replace(call, site.template(text))),
            None => Ok(Rewrite::replace(class, site.template("${anyio.Lock}"))),
        };
        remade(site, &object, "${anyio.Lock}", reason, make)
    };
    // A lock is handed to the next task in line when it is released, not when that task runs.
    let asked = object
        .uses
        .iter()
        .any(|used| matches!(&used.kind, UseKind::Method { name, .. } if name == "locked"));
    let with_requires = |mut fix: Fix| {
        fix.requires.clone_from(&requires);
        if asked {
            fix.reason.push_str(", and locked again for the next task as soon as it is released");
            fix = fix.changing([Change::StartOrder]);
        }
        fix
    };
    let idiomatic = with_requires(
        form("${anyio.Lock}()", "lets other tasks run whenever it is acquired")?
            .changing([Change::SwitchPoint]),
    );
    if object.creations.iter().any(|creation| creation.call.is_none()) {
        return idiomatic.only();
    }
    let exact =
        form("${anyio.Lock}(fast_acquire=True)", "is acquired without a switch when it is free")?;
    // `fast_acquire` came with AnyIO 4.5.
    Ok(vec![idiomatic, with_requires(exact.since((4, 5)))])
}

fn fits(site: &Site<'_>, object: &Object, used: &Use) -> Fits {
    let nodes = site.model.nodes();
    match &used.kind {
        UseKind::With { .. } if nodes.yields_within(used.object) => Fits::No(
            "is held across a `yield`, after which another task may go on; an AnyIO lock belongs to one",
        ),
        UseKind::Method { name, .. } if name == "locked" => Fits::Yes,
        UseKind::Method { name, call, value } if name == "release" || name == "acquire" => {
            match *value == CallValue::AwaitUsed || paired(site, object, *call) {
                true => fits_acquiring(site, used),
                false => Fits::No(
                    "is not released where it was acquired; an AnyIO lock belongs to the task that acquired it",
                ),
            }
        }
        _ => fits_acquiring(site, used),
    }
}

/// Whether the function around `call` is no generator, and acquires the lock on every way to a
/// release.
fn paired(site: &Site<'_>, object: &Object, call: TextRange) -> bool {
    let nodes = site.model.nodes();
    let Some(function) = nodes.enclosing_function(call) else { return false };
    let calls = |wanted: &'static str| {
        object.uses.iter().filter_map(move |used| match &used.kind {
            UseKind::Method { name, call, .. } if name == wanted => Some(*call),
            _ => None,
        })
    };
    let here = |call: &TextRange| nodes.enclosing_function(*call) == Some(function);
    let mut acquires = calls("acquire").filter(here).peekable();
    let releases: Vec<TextRange> = calls("release").filter(here).collect();
    !function.is_generator
        && acquires.peek().is_some()
        && !releases.is_empty()
        && acquires.all(|acquire| releases.iter().any(|release| nodes.precedes(acquire, *release)))
        && releases.iter().all(|release| {
            calls("acquire").filter(here).any(|acquire| nodes.precedes(acquire, *release))
        })
}
