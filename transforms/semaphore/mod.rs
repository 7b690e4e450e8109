#![doc = include_str!("doc.md")]

use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{CallValue, Object, OutsideKind, Use, UseKind},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{
        elsewhere,
        support::{Fits, fits_acquiring, object, remade},
    },
};

/// `asyncio.Semaphore` and `asyncio.BoundedSemaphore`.
pub static TRANSFORM: Transform = Transform {
    name: "semaphore",
    names: &["asyncio.BoundedSemaphore", "asyncio.Semaphore"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let (object, requires) = object(site, &["value="], |_, used| fits(site, used))?;
    let elsewhere = elsewhere::uses(site, &object, METHODS);
    elsewhere::fitting(&elsewhere, fits_elsewhere)?;
    let form = |speed: Speed, reason| -> Result<Fix, Refusal> {
        let make = |call: Option<TextRange>, class: TextRange| match call {
            Some(call) => made(site, call, speed),
            None => Ok(factory(site, class, speed)),
        };
        let mut fix = remade(site, &object, "${anyio.Semaphore}", reason, make)?;
        fix.requires.clone_from(&requires);
        fix.rewrites.extend(asked(site, &object));
        Ok(fix)
    };
    let idiomatic = form(Speed::Fair, "lets other tasks run whenever a slot is taken")?;
    let exact =
        form(Speed::Fast, "a slot that is given back goes to the next task in line at once")?;
    let idiomatic = idiomatic.changing([Change::SwitchPoint, Change::StartOrder]);
    // `fast_acquire` came with AnyIO 4.5.
    Ok(vec![idiomatic, exact.changing([Change::StartOrder]).since((4, 5))])
}

fn fits(site: &Site<'_>, used: &Use) -> Fits {
    match &used.kind {
        UseKind::Method { name, .. } if name == "locked" => Fits::Yes,
        _ => fits_acquiring(site, used),
    }
}

/// The rewrites of the questions whether a semaphore, or what becomes one, is `locked()`.
pub(super) fn asked(site: &Site<'_>, object: &Object) -> Vec<Rewrite> {
    let asked = object.uses.iter().filter_map(|used| match &used.kind {
        UseKind::Method { name, call, .. } if name == "locked" => {
            let holes = [("semaphore", used.object)];
            let (range, text) = match site.model.nodes().negation_of(*call) {
                Some(negation) => (negation, "$semaphore.value > 0"),
                None => (*call, "$semaphore.value == 0"),
            };
            Some(Rewrite::replace(range, site.template_with(text, &holes)).dropping([*call]))
        }
        _ => None,
    });
    asked.collect()
}

/// Whether taking a free slot lets other tasks run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speed {
    Fair,
    Fast,
}

/// The call of AnyIO's class for the one at `call`.
fn made(site: &Site<'_>, call: TextRange, speed: Speed) -> Result<Rewrite, Refusal> {
    let nodes = site.model.nodes();
    let node = site.call_at(call)?;
    let arguments = node.arguments().ok_or_else(|| Refusal::new("its arguments cannot be read"))?;
    let bound = arguments.bind(&["value="])?;
    let template = match bound.get("value") {
        Some(value) => site.template_with(text(site.name, speed), &[("value", value.range())]),
        None => site.template(&text(site.name, speed).replace("$value", "1")),
    };
    let plain = bound.get("value").is_none_or(|value| site.model.is_plain(value.range()));
    if bound.get("value").is_some_and(|value| nodes.may_be_fraction(value.range())) {
        return Err(Refusal::new("its size may be a fraction, which AnyIO refuses"));
    }
    match site.name {
        // The value is written twice.
        "asyncio.BoundedSemaphore" if !plain => {
            Err(Refusal::new("its size is an expression, which AnyIO would need twice")
                .recipe("assign the size to a variable first"))
        }
        "asyncio.BoundedSemaphore" => Ok(Rewrite::replace(call, template.assume_pure())),
        _ => Ok(Rewrite::replace(call, template)),
    }
}

/// What makes AnyIO's for whoever calls the class at `class` without arguments.
fn factory(site: &Site<'_>, class: TextRange, speed: Speed) -> Rewrite {
    let text = text(site.name, speed).replace("$value", "1");
    Rewrite::replace(class, site.template(&format!("lambda: {text}")))
}

fn text(class: &str, speed: Speed) -> &'static str {
    match (class, speed) {
        ("asyncio.BoundedSemaphore", Speed::Fair) => "${anyio.Semaphore}($value, max_value=$value)",
        ("asyncio.BoundedSemaphore", Speed::Fast) => {
            "${anyio.Semaphore}($value, max_value=$value, fast_acquire=True)"
        }
        (_, Speed::Fair) => "${anyio.Semaphore}($value)",
        (_, Speed::Fast) => "${anyio.Semaphore}($value, fast_acquire=True)",
    }
}

const METHODS: &[&str] = &["acquire", "locked", "release"];

/// Whether AnyIO's semaphore does the same where another file does this with it.
fn fits_elsewhere(kind: &OutsideKind) -> bool {
    match kind {
        OutsideKind::Called { name, value } => matches!(
            (name.as_str(), value),
            ("acquire", CallValue::AwaitDropped) | ("release", CallValue::Dropped)
        ),
        OutsideKind::Entered | OutsideKind::Tested | OutsideKind::Replaced => true,
        OutsideKind::Lost => false,
    }
}
