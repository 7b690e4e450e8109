#![doc = include_str!("doc.md")]

use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{CallValue, OutsideKind, Use, UseKind},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{
        elsewhere,
        support::{Fits, object, remade, waited_for},
    },
};

/// `asyncio.Condition`.
pub static TRANSFORM: Transform = Transform {
    name: "condition",
    names: &["asyncio.Condition"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let (object, requires) = object(site, &[], |_, used| fits(site, used))?;
    let elsewhere = elsewhere::uses(site, &object, METHODS);
    elsewhere::fitting(&elsewhere, fits_elsewhere)?;
    let is_asked = object
        .uses
        .iter()
        .any(|used| matches!(&used.kind, UseKind::Method { name, .. } if name == "locked"));
    let form = |made: &'static str, factory: &'static str, reason| -> Result<Fix, Refusal> {
        let make = |call: Option<TextRange>, class: TextRange| {
            let (range, text) = match call {
                Some(call) => (call, made),
                None => (class, factory),
            };
            Ok(Rewrite::replace(range, site.template(text)))
        };
        let mut fix = remade(site, &object, "${anyio.Condition}", reason, make)?;
        fix.requires.clone_from(&requires);
        if is_asked {
            fix.reason.push_str(", and locked again for the next task as soon as it is released");
            fix = fix.changing([Change::StartOrder]);
        }
        // `Condition.wait_for` came with AnyIO 4.11.
        Ok(fix.since((4, 11)))
    };
    let idiomatic = form(
        "${anyio.Condition}()",
        "${anyio.Condition}",
        "lets other tasks run whenever it is acquired",
    )?
    .changing([Change::SwitchPoint]);
    let exact = form(
        "${anyio.Condition}(${anyio.Lock}(fast_acquire=True))",
        "lambda: ${anyio.Condition}(${anyio.Lock}(fast_acquire=True))",
        "is acquired without a switch when it is free",
    )?;
    Ok(vec![idiomatic, exact])
}

fn fits(site: &Site<'_>, used: &Use) -> Fits {
    let nodes = site.model.nodes();
    match &used.kind {
        UseKind::Test => Fits::Yes,
        UseKind::With { .. } if nodes.yields_within(used.object) => Fits::No(
            "is held across a `yield`, after which another task may go on; an AnyIO condition belongs to one",
        ),
        UseKind::With { is_async: true, bound: false } => Fits::Yes,
        UseKind::With { .. } => Fits::No("what `async with` gives for it is used"),
        UseKind::Method { name, call, value } => match (name.as_str(), value) {
            ("locked", _) | ("notify" | "notify_all", CallValue::Dropped) => Fits::Yes,
            ("wait", CallValue::AwaitDropped) => Fits::Yes,
            ("wait_for", CallValue::AwaitDropped | CallValue::AwaitUsed) => Fits::Yes,
            ("wait", _) => match waited_for(site, *call) {
                Some(wait_for) => Fits::With(wait_for),
                None => Fits::No(
                    "`wait()` gives `True` in asyncio and `None` in AnyIO, and its value is used",
                ),
            },
            ("wait_for", _) => match nodes.call_around(*call) {
                Some(around) if site.is_named(around.callee, "asyncio.wait_for") => {
                    Fits::With(around.callee)
                }
                _ => Fits::No("what it waits for is waited for by another task"),
            },
            ("acquire" | "release", _) => Fits::No(
                "is acquired and released by calls; an AnyIO condition belongs to the task that acquired it",
            ),
            _ => Fits::No("AnyIO's condition has no such method"),
        },
        UseKind::Attribute { .. } => Fits::No("a method or attribute of it is used as a value"),
        UseKind::Argument { .. } => Fits::No("it is handed to code that was not followed"),
        UseKind::Awaited => Fits::No("it is awaited itself"),
    }
}

const METHODS: &[&str] =
    &["acquire", "locked", "notify", "notify_all", "release", "wait", "wait_for"];

/// Whether AnyIO's condition does the same where another file does this with it.
fn fits_elsewhere(kind: &OutsideKind) -> bool {
    match kind {
        OutsideKind::Called { name, value } => matches!(
            (name.as_str(), value),
            ("locked", _)
                | ("notify" | "notify_all", CallValue::Dropped)
                | ("wait", CallValue::AwaitDropped)
                | ("wait_for", CallValue::AwaitDropped | CallValue::AwaitUsed)
        ),
        OutsideKind::Entered | OutsideKind::Tested | OutsideKind::Replaced => true,
        OutsideKind::Lost => false,
    }
}
