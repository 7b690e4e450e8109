//! Events that are cleared, which AnyIO's own cannot be: a new one takes the place of the old one, or
//! an object that keeps one does.

use crate::{
    rewrite::Rewrite,
    semantic::{CallValue, Object, UseKind},
    source::TextRange,
    transform::{Fix, Refusal, Site},
    transforms::{
        emitted::{Emitted, emit},
        support::remade,
    },
};

/// The class of events that can be cleared.
static RESETTABLE_EVENT: Emitted = Emitted {
    names: &["ResettableEvent", "ClearableEvent"],
    code: r#"class NAME:
    """An event that can be cleared: who waits for it already is woken all the same."""

    def __init__(self) -> None:
        self._event = ${anyio.Event}()

    def set(self) -> None:
        self._event.set()

    def is_set(self) -> bool:
        return self._event.is_set()

    def clear(self) -> None:
        if self._event.is_set():
            self._event = ${anyio.Event}()

    async def wait(self) -> bool:
        await self._event.wait()
        return True"#,
    mark: "An event that can be cleared: who waits for it already is woken all the same.",
};

/// The references to `clear` of `object`.
pub(super) fn clears(site: &Site<'_>, object: &Object) -> Vec<TextRange> {
    let nodes = site.model.nodes();
    let clears = object.uses.iter().filter_map(|used| match &used.kind {
        UseKind::Method { name, call, .. } if name == "clear" => nodes.callee_of(*call),
        UseKind::Attribute { name, range } if name == "clear" => Some(*range),
        _ => None,
    });
    clears.collect()
}

/// The fix that puts a new event in the place of `object` where that is cleared. `None` where somebody
/// may go on with the old one.
pub(super) fn renewed(site: &Site<'_>, object: &Object) -> Option<Result<Fix, Refusal>> {
    let calls = object.uses.iter().filter_map(|used| match &used.kind {
        UseKind::Method { name, call, value } if name == "clear" => {
            Some((used.object, *call, *value == CallValue::Dropped))
        }
        _ => None,
    });
    let calls: Vec<_> = calls.collect();
    let places: Vec<TextRange> = calls.iter().map(|(place, ..)| *place).collect();
    let shared = ["copy.copy", "__dict__", "dataclasses.replace", "from copy", "vars("];
    let is_alone = calls.iter().all(|(.., dropped)| *dropped)
        && !shared.iter().any(|word| site.text.contains(word))
        && site.model.is_renewable(object, &places);
    is_alone.then(|| {
        let make = |_: Option<TextRange>, class: TextRange| {
            Ok(Rewrite::replace(class, site.template("${anyio.Event}")))
        };
        let reason = "where it is cleared, a new event takes its place";
        let mut fix = remade(site, object, "${anyio.Event}", reason, make)?;
        for (place, call, _) in &calls {
            let holes = [("event", *place)];
            let renew = site.template_with("$event = ${anyio.Event}()", &holes).assume_pure();
            fix.rewrites.push(Rewrite::replace(*call, renew).dropping([*call]));
            if !is_set_at(site, object, *place, *call) {
                let guard = site.template_with("if $event.is_set():", &holes).assume_pure();
                fix.rewrites.push(Rewrite::wrap(*call, guard));
            }
        }
        Ok(fix)
    })
}

/// Whether the event is sure to be set where it is cleared by `call`: the statement before sets it, or
/// that is what the `if` around asks.
fn is_set_at(site: &Site<'_>, object: &Object, place: TextRange, call: TextRange) -> bool {
    let nodes = site.model.nodes();
    let is_use = |at: Option<TextRange>, wanted: &str| {
        object.uses.iter().any(|used| match &used.kind {
            UseKind::Method { name, call, .. } => {
                name == wanted
                    && Some(*call) == at
                    && site.source(used.object) == site.source(place)
            }
            _ => false,
        })
    };
    is_use(nodes.statement_before(call), "set") || is_use(nodes.condition_above(call), "is_set")
}

/// The fix that makes `object` one that can be cleared.
///
/// # Errors
///
/// When there is no place for its class.
pub(super) fn kept(site: &Site<'_>, object: &Object) -> Result<Fix, Refusal> {
    let (name, helper) = emit(site, &RESETTABLE_EVENT)?;
    let make =
        |_: Option<TextRange>, class: TextRange| Ok(Rewrite::replace(class, site.template(&name)));
    let reason =
        "becomes an object of a class of this file, which is cleared as asyncio's event is";
    let mut fix = remade(site, object, &name, reason, make)?;
    fix.rewrites.extend(helper);
    fix.holders.clear();
    Ok(fix)
}
