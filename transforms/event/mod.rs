#![doc = include_str!("doc.md")]

mod cleared;

use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{CallValue, Object, OutsideKind, TaskUse, Use, UseKind},
    source::TextRange,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{
        elsewhere::{self, Elsewhere},
        support::{Fits, collected, fitting, remade, waited_for},
    },
};

/// `asyncio.Event`.
pub static TRANSFORM: Transform = Transform {
    name: "event",
    names: &["asyncio.Event"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    if let Some(found) = site.found()
        && found.text("method") == Some("wait")
        && found.arguments().iter().next().is_none()
    {
        let with = site.template("await ${anyio.sleep_forever}()");
        let rewrites = [Rewrite::replace(found.range("await"), with)];
        return Fix::safe("nobody has a name for this event, so nothing sets it", rewrites).only();
    }
    let object = collected(site, &[])?;
    let clears = cleared::clears(site, &object);
    let elsewhere = elsewhere::uses(site, &object, METHODS);
    let is_lasting = clears.is_empty() && elsewhere.iter().all(|used| fits_elsewhere(&used.kind));
    let mut fix = match is_lasting {
        true => lasting(site, &object)?,
        false => resettable(site, &object, &elsewhere)?,
    };
    fix.resolves.extend(clears);
    let waited = object
        .uses
        .iter()
        .any(|used| matches!(&used.kind, UseKind::Method { name, .. } if name == "wait"));
    if waited {
        fix = fix.changing([Change::SwitchPoint]);
        fix.reason.push_str("; lets other tasks run also when it is waited for after it was set");
    }
    fix.only()
}

/// The fix for an event that is never cleared.
fn lasting(site: &Site<'_>, object: &Object) -> Result<Fix, Refusal> {
    let requires = fitting(object, |used| fits(site, used))?;
    let make = |_: Option<TextRange>, class: TextRange| {
        Ok(Rewrite::replace(class, site.template("${anyio.Event}")))
    };
    let mut fix = remade(site, object, "${anyio.Event}", "works the same", make)?;
    fix.requires = requires;
    Ok(fix)
}

/// The fix for an event that is cleared somewhere.
fn resettable(site: &Site<'_>, object: &Object, elsewhere: &[Elsewhere]) -> Result<Fix, Refusal> {
    let renewed = || {
        elsewhere::fitting(elsewhere, fits_elsewhere).ok()?;
        let fits = |used: &Use| match &used.kind {
            UseKind::Method { name, .. } if name == "clear" => Fits::Yes,
            // A coroutine that starts later would wait for an event that is no longer the one.
            UseKind::Method { name, call, value: CallValue::Used } if name == "wait" => {
                waited_for(site, *call).map_or(Fits::No(VALUE_USED), Fits::With)
            }
            _ => fits(site, used),
        };
        let requires = fitting(object, fits).ok()?;
        let mut fix = cleared::renewed(site, object)?.ok()?;
        fix.requires = requires;
        Some(fix)
    };
    if let Some(fix) = renewed() {
        return Ok(fix);
    }
    fitting(object, |used| match &used.kind {
        UseKind::Test => Fits::Yes,
        UseKind::Method { name, .. } | UseKind::Attribute { name, .. } => {
            match METHODS.contains(&name.as_str()) {
                true => Fits::Yes,
                false => Fits::No("AnyIO's event has no such method"),
            }
        }
        UseKind::With { .. } => Fits::No("is entered as a context manager"),
        UseKind::Argument { .. } => Fits::No("is handed to code that was not followed"),
        UseKind::Awaited => Fits::No("is awaited itself"),
    })?;
    elsewhere::fitting(elsewhere, |kind| match kind {
        OutsideKind::Called { name, .. } => METHODS.contains(&name.as_str()),
        OutsideKind::Tested | OutsideKind::Replaced => true,
        OutsideKind::Entered | OutsideKind::Lost => false,
    })?;
    cleared::kept(site, object)
}

const METHODS: &[&str] = &["set", "clear", "is_set", "wait"];

/// Whether AnyIO's event does the same where another file does this with it.
fn fits_elsewhere(kind: &OutsideKind) -> bool {
    match kind {
        OutsideKind::Called { name, value } => matches!(
            (name.as_str(), value),
            ("is_set", _) | ("set", CallValue::Dropped) | ("wait", CallValue::AwaitDropped)
        ),
        OutsideKind::Tested | OutsideKind::Replaced => true,
        OutsideKind::Entered | OutsideKind::Lost => false,
    }
}

const VALUE_USED: &str =
    "`wait()` gives `True` in asyncio and `None` in AnyIO, and its value is used";

fn fits(site: &Site<'_>, used: &Use) -> Fits {
    match &used.kind {
        UseKind::Test => Fits::Yes,
        UseKind::Method { name, call, value } => match (name.as_str(), value) {
            ("set", CallValue::Dropped) | ("is_set", _) | ("wait", CallValue::AwaitDropped) => {
                Fits::Yes
            }
            ("wait", _) if waited_for(site, *call).is_some() => Fits::Yes,
            ("wait", CallValue::Used) if starts_alone(site, *call) || is_joined(site, *call) => {
                Fits::Yes
            }
            ("wait", _) => Fits::No(VALUE_USED),
            _ => Fits::No("AnyIO's event has no such method"),
        },
        UseKind::Attribute { name, .. } if name == "set" => Fits::Yes,
        UseKind::Attribute { .. } => Fits::No("a method or attribute of it is used as a value"),
        UseKind::With { .. } => Fits::No("is entered as a context manager"),
        UseKind::Argument { .. } => Fits::No("is handed to code that was not followed"),
        UseKind::Awaited => Fits::No("is awaited itself"),
    }
}

/// Whether `wait()` is the coroutine of a task whose result nobody can take for the event's.
fn starts_alone(site: &Site<'_>, call: TextRange) -> bool {
    let nodes = site.model.nodes();
    nodes.call_around(call).is_some_and(|around| {
        let member = site.instances.member_at(around.callee);
        let is_spawning = site.is_named(around.callee, "asyncio.create_task")
            || site.is_named(around.callee, "asyncio.ensure_future")
            || member.is_some_and(|member| member.name == "create_task");
        is_spawning
            && (nodes.value_of_call(around.call) == Some(CallValue::Dropped)
                || site
                    .model
                    .uses_of_task(around.call)
                    .is_ok_and(|uses| uses.iter().all(|used| !reads_result(site, used))))
    })
}

/// Whether `wait()` is waited for by a `gather` whose value nobody looks at, alone or among others like it.
fn is_joined(site: &Site<'_>, call: TextRange) -> bool {
    let nodes = site.model.nodes();
    let each = nodes.comprehension_of(call).unwrap_or(call);
    nodes.call_with(each).is_some_and(|around| {
        site.is_named(around.callee, "asyncio.gather")
            && nodes.value_of_call(around.call) == Some(CallValue::AwaitDropped)
    })
}

/// Whether what is done with a task may tell what its coroutine has returned.
fn reads_result(site: &Site<'_>, used: &TaskUse) -> bool {
    let nodes = site.model.nodes();
    let is_dropped = |awaited: TextRange| nodes.is_expression_statement(awaited);
    match used {
        TaskUse::Awaited { whole, .. } => !is_dropped(*whole),
        TaskUse::Called { name, .. } => {
            !matches!(name.as_str(), "cancel" | "cancelled" | "done" | "get_name" | "exception")
        }
        TaskUse::Timed { call, .. } => !nodes.await_of(*call).is_some_and(is_dropped),
        TaskUse::Joined { call, .. } => {
            site.model.wait(*call).is_none() && !nodes.await_of(*call).is_some_and(is_dropped)
        }
    }
}
