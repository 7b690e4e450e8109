#![doc = include_str!("doc.md")]

mod forever;

use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{CallValue, Object, OutsideKind, Use, UseKind},
    source::TextRange,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{
        elsewhere,
        emitted::{Emitted, emit},
        left,
        support::{Fits, fitting, object_of, remade},
    },
};

/// `asyncio.Future` and `create_future` of a loop.
pub static TRANSFORM: Transform = Transform {
    name: "future",
    names: &[CREATE_FUTURE, "asyncio.Future"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

const CREATE_FUTURE: &str = "asyncio.AbstractEventLoop.create_future";

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    if let Some(found) = site.found() {
        return forever::forms(site, found);
    }
    let by_hand = |refusal: Refusal| match left::refusal(site).recipe {
        Some(recipe) if refusal.recipe.is_none() => refusal.recipe(recipe),
        _ => refusal,
    };
    fix(site).map_err(by_hand)?.only()
}

/// Whether the future that the reference at `range` makes may become one of AnyIO's.
pub fn goes(site: &Site<'_>, range: TextRange) -> bool {
    followed(site, range).is_ok_and(|object| {
        fitting(&object, |used| fits(site, used)).is_ok() && asked(site, &object).is_none()
    })
}

/// The future that the reference at `range` makes or annotates.
fn followed(site: &Site<'_>, range: TextRange) -> Result<Object, Refusal> {
    if site.model.mentions("InvalidStateError") {
        return Err(Refusal::new(
            "this file names `InvalidStateError`, which AnyIO's futures do not raise",
        ));
    }
    object_of(site, range, &|other| {
        let member = site.instances.member_at(other);
        other == range
            || TRANSFORM.names.iter().any(|name| site.is_named(other, name))
            || member.is_some_and(|it| CREATE_FUTURE == format!("{}.{}", it.class, it.name))
    })
}

fn fix(site: &Site<'_>) -> Result<Fix, Refusal> {
    let object = followed(site, site.range)?;
    let requires = fitting(&object, |used| fits(site, used))?;
    if let Some(place) = asked(site, &object) {
        return Err(Refusal::new(
            "asyncio ends a future with the wait for it, where that is cancelled; AnyIO's stays pending",
        )
        .at(place, "is asked here whether it is done"));
    }
    let fails = object.uses.iter().any(|used| is_call_of(used, "set_exception"));
    if let Some(used) = object.uses.iter().find(|used| fails && is_call_of(used, "result")) {
        return Err(Refusal::new(
            "who asks a future of AnyIO's for its value gets its error wrapped in `FutureFailed`",
        )
        .at(used.object, "asked here"));
    }
    let elsewhere = elsewhere::uses(site, &object, METHODS);
    elsewhere::fitting(&elsewhere, |kind| {
        matches!(kind, OutsideKind::Tested | OutsideKind::Replaced)
    })?;
    let make = |call: Option<TextRange>, class: TextRange| match call {
        Some(call) => Ok(Rewrite::replace(call, site.template("${anyio.Future}()"))),
        None => Ok(Rewrite::replace(class, site.template("${anyio.Future}"))),
    };
    let reason = "is set by assignment; set twice, or after who waited for it was cancelled, it does not raise `InvalidStateError`";
    let mut fix = remade(site, &object, "${anyio.Future}", reason, make)?;
    for creation in &object.creations {
        let member = site.instances.member_at(creation.class);
        let getter = member.and_then(|it| it.origin.filter(|at| it.object.contains_range(*at)));
        fix.resolves.extend(getter);
    }
    fix.requires = requires;
    fix.rewrites.extend(object.uses.iter().filter_map(|used| rewritten(site, used)));
    if fails {
        let (name, emitted) = emit(site, &VALUE_OF)?;
        fix.rewrites.extend(emitted);
        let waits = object.uses.iter().filter(|used| is_wait(used));
        fix.rewrites.extend(waits.map(|used| {
            let text = site.template_with(&format!("{name}($future)"), &[("future", used.object)]);
            Rewrite::replace(used.object, text.assume_pure())
        }));
    }
    fix = fix.changing([Change::ExceptionType]);
    if object.uses.iter().any(is_wait) {
        fix = fix.changing([Change::SwitchPoint]);
        fix.reason.push_str("; lets other tasks run also when it is waited for after it was set");
    }
    // `Future` came with AnyIO 4.15.
    Ok(fix.since((4, 15)))
}

/// How the use of a future is spelled for one of AnyIO's, where that is not the same.
fn rewritten(site: &Site<'_>, used: &Use) -> Option<Rewrite> {
    let nodes = site.model.nodes();
    let UseKind::Method { name, call, .. } = &used.kind else { return None };
    let (range, text) = match name.as_str() {
        "set_result" => (*call, "$future.return_value = $value"),
        "set_exception" => (*call, "$future.exception = $value"),
        "result" => (*call, "$future.return_value"),
        "exception" => (*call, "$future.exception"),
        _ => match nodes.negation_of(*call) {
            Some(negation) => (negation, "$future.status is ${anyio.Future}.Status.PENDING"),
            None => (*call, "$future.status is not ${anyio.Future}.Status.PENDING"),
        },
    };
    let mut holes = vec![("future", used.object)];
    holes.extend(value(site, *call).map(|value| ("value", value)));
    Some(Rewrite::replace(range, site.template_with(text, &holes).assume_pure()).dropping([*call]))
}

/// The only argument of the call at `call`.
fn value(site: &Site<'_>, call: TextRange) -> Option<TextRange> {
    let arguments = site.call_at(call).ok()?.arguments()?;
    Some(arguments.bind(&["value"]).ok()?.get("value")?.range())
}

fn is_call_of(used: &Use, method: &str) -> bool {
    matches!(&used.kind, UseKind::Method { name, .. } if name == method)
}

/// Whether somebody waits for the future: by `await`, or in a `wait_for`.
fn is_wait(used: &Use) -> bool {
    matches!(used.kind, UseKind::Awaited | UseKind::Argument { .. })
}

/// Where it is asked whether the future is done, for more than to set it, though somebody waits for it.
fn asked(site: &Site<'_>, object: &Object) -> Option<TextRange> {
    let nodes = site.model.nodes();
    let is_awaited = object.uses.iter().any(is_wait);
    let sets = |used: &&Use| is_call_of(used, "set_result") || is_call_of(used, "set_exception");
    let sets: Vec<TextRange> = object.uses.iter().filter(sets).map(|used| used.object).collect();
    let is_guard = |asked: TextRange| {
        let block = nodes.negation_of(asked).and_then(|it| nodes.block_tested(it));
        block.is_some_and(|block| sets.iter().any(|set| block.contains_range(*set)))
    };
    let mut asked = object.uses.iter().filter_map(|used| match &used.kind {
        UseKind::Method { name, call, .. } if name == "done" => Some(*call),
        _ => None,
    });
    asked.find(|asked| is_awaited && !is_guard(*asked))
}

/// The function that waits for a future which may fail.
static VALUE_OF: Emitted = Emitted {
    names: &["value_of", "value_of_future"],
    code: r#"async def NAME(future: ${anyio.Future}[${typing.Any}]) -> ${typing.Any}:
    """Wait until a future is set; give its value, or raise its error by itself."""
    await future.wait()
    if future.exception is not None:
        raise future.exception
    return future.return_value"#,
    mark: "Wait until a future is set; give its value,",
};

const METHODS: &[&str] = &[
    "add_done_callback",
    "cancel",
    "cancelled",
    "done",
    "exception",
    "remove_done_callback",
    "result",
    "set_exception",
    "set_result",
];

fn fits(site: &Site<'_>, used: &Use) -> Fits {
    let nodes = site.model.nodes();
    match &used.kind {
        UseKind::Test | UseKind::Awaited => Fits::Yes,
        UseKind::Method { name, call, value: CallValue::Dropped }
            if matches!(name.as_str(), "set_result" | "set_exception") =>
        {
            // The future is looked up after the value then.
            let is_plain = nodes.acts(used.object).is_empty();
            match value(site, *call) {
                Some(value) if nodes.contains_await_or_yield(value) => {
                    Fits::No("it is set to what is awaited in the same statement")
                }
                Some(value) if is_plain || nodes.acts(value).is_empty() => Fits::Yes,
                Some(_) => Fits::No("it is looked up by a call before what it is set to is known"),
                None => Fits::No("what it is set to cannot be read"),
            }
        }
        UseKind::Method { name, call, .. }
            if matches!(name.as_str(), "done" | "result" | "exception") =>
        {
            let arguments = site.call_at(*call).ok().and_then(|it| it.arguments());
            match arguments.is_some_and(|arguments| arguments.iter().next().is_none()) {
                true => Fits::Yes,
                false => Fits::No("AnyIO's future has no such method"),
            }
        }
        UseKind::Method { name, .. } => Fits::No(match name.as_str() {
            "set_result" | "set_exception" => {
                "it is set inside of an expression, and AnyIO's by an assignment"
            }
            "cancel" | "cancelled" => {
                "who awaits a future of AnyIO's that was cancelled gets an ordinary exception"
            }
            "add_done_callback" | "remove_done_callback" => "AnyIO's futures call nobody back",
            _ => "AnyIO's future has no such method",
        }),
        UseKind::Argument { callee, .. } if site.is_named(*callee, "asyncio.wait_for") => {
            Fits::With(*callee)
        }
        UseKind::Attribute { .. } => Fits::No("a method or attribute of it is used as a value"),
        UseKind::With { .. } => Fits::No("it is entered as a context manager"),
        UseKind::Argument { .. } => Fits::No("it is handed to code that was not followed"),
    }
}
