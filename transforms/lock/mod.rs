#![doc = include_str!("doc.md")]

mod held;
mod slot;

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{CallValue, Object, OutsideKind, Use, UseKind, structure::Function},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{
        elsewhere,
        support::{Fits, fits_acquiring, object, remade},
    },
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
    owned(site).or_else(|refusal| slot::forms(site).map_err(|_| refusal))
}

/// The forms that make a lock of AnyIO, which belongs to the task that acquired it.
fn owned(site: &Site<'_>) -> Result<Forms, Refusal> {
    let paired = Paired { site, functions: RefCell::default() };
    let (object, requires) = object(site, &[], |object, used| fits(&paired, object, used))?;
    let elsewhere = elsewhere::uses(site, &object, METHODS);
    elsewhere::fitting(&elsewhere, fits_elsewhere)?;
    let form = |text: &'static str, factory: &'static str, reason| {
        let make = |call: Option<TextRange>, class: TextRange| match call {
            Some(call) => Ok(Rewrite::replace(call, site.template(text))),
            None => Ok(Rewrite::replace(class, site.template(factory))),
        };
        remade(site, &object, "${anyio.Lock}", reason, make)
    };
    // A lock is handed to the next task in line when it is released, not when that task runs.
    let asked = object
        .uses
        .iter()
        .any(|used| matches!(&used.kind, UseKind::Method { name, .. } if name == "locked"));
    let again = held::again(site, &object);
    let with_requires = |mut fix: Fix| {
        fix.requires.clone_from(&requires);
        if let Some(again) = &again {
            fix.reason
                .push_str(", and fails where the task holds it already, which waited until now");
            fix.places.push(again.clone());
            fix = fix.changing([Change::ExceptionType]);
        }
        if asked {
            fix.reason.push_str(", and locked again for the next task as soon as it is released");
            fix = fix.changing([Change::StartOrder]);
        }
        fix
    };
    let idiomatic = with_requires(
        form("${anyio.Lock}()", "${anyio.Lock}", "lets other tasks run whenever it is acquired")?
            .changing([Change::SwitchPoint]),
    );
    let exact = form(
        "${anyio.Lock}(fast_acquire=True)",
        "lambda: ${anyio.Lock}(fast_acquire=True)",
        "is acquired without a switch when it is free",
    )?;
    // `fast_acquire` came with AnyIO 4.5.
    Ok(vec![idiomatic, with_requires(exact.since((4, 5)))])
}

fn fits(functions: &Paired<'_, '_>, object: &Object, used: &Use) -> Fits {
    let site = functions.site;
    let nodes = site.model.nodes();
    match &used.kind {
        UseKind::With { .. } if nodes.yields_within(used.object) => Fits::No(
            "is held across a `yield`, after which another task may go on; an AnyIO lock belongs to one",
        ),
        UseKind::Method { name, .. } if name == "locked" => Fits::Yes,
        UseKind::Method { name, call, value } if name == "release" || name == "acquire" => {
            match *value == CallValue::AwaitUsed || functions.hold_at(object, *call) {
                true => fits_acquiring(site, used),
                false => Fits::No(
                    "is not released where it was acquired; an AnyIO lock belongs to the task that acquired it",
                ),
            }
        }
        _ => fits_acquiring(site, used),
    }
}

/// What is known of the functions that acquire and release a lock.
struct Paired<'s, 'a> {
    site: &'s Site<'a>,
    /// Each with whether it does both in pairs.
    functions: RefCell<FxHashMap<Function, bool>>,
}

impl Paired<'_, '_> {
    /// Whether the function around `call` is no generator, and acquires the lock on every way to a
    /// release.
    fn hold_at(&self, object: &Object, call: TextRange) -> bool {
        let Some(function) = self.site.model.nodes().enclosing_function(call) else { return false };
        if let Some(known) = self.functions.borrow().get(&function) {
            return *known;
        }
        let answer = !function.is_generator && self.are_paired(object, function);
        self.functions.borrow_mut().insert(function, answer);
        answer
    }

    fn are_paired(&self, object: &Object, function: Function) -> bool {
        let nodes = self.site.model.nodes();
        let calls = |wanted: &str| -> Vec<TextRange> {
            let calls = object.uses.iter().filter_map(|used| match &used.kind {
                UseKind::Method { name, call, .. } if name == wanted => Some(*call),
                _ => None,
            });
            let here = calls.filter(|call| nodes.enclosing_function(*call) == Some(function));
            let mut here: Vec<TextRange> = here.collect();
            here.sort_by_key(|call| call.start());
            here
        };
        let (acquires, releases) = (calls("acquire"), calls("release"));
        // The nearest is asked first: it is the one, as a rule.
        let is_released = |acquire: &TextRange| {
            let after = releases.partition_point(|release| release.start() < acquire.start());
            releases.iter().skip(after).any(|release| nodes.precedes(*acquire, *release))
        };
        let is_acquired = |release: &TextRange| {
            let before = acquires.partition_point(|acquire| acquire.start() < release.start());
            acquires.iter().take(before).rev().any(|acquire| nodes.precedes(*acquire, *release))
        };
        !acquires.is_empty()
            && !releases.is_empty()
            && acquires.iter().all(is_released)
            && releases.iter().all(is_acquired)
    }
}

const METHODS: &[&str] = &["acquire", "locked", "release"];

/// Whether AnyIO's lock does the same where another file does this with it.
fn fits_elsewhere(kind: &OutsideKind) -> bool {
    match kind {
        OutsideKind::Called { name, .. } => name == "locked",
        OutsideKind::Entered | OutsideKind::Tested | OutsideKind::Replaced => true,
        OutsideKind::Lost => false,
    }
}
