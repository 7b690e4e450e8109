//! Locks that another task may release than the one that acquired them: AnyIO's belong to a task, a
//! semaphore with one slot does not.

use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{CallValue, Observer, OutsideKind, Use, UseKind},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site},
    transforms::{
        elsewhere, semaphore,
        support::{self, Fits, fits_acquiring, remade},
    },
};

/// The forms that make a semaphore of the lock.
///
/// # Errors
///
/// Why that would not do the same either.
pub(super) fn forms(site: &Site<'_>) -> Result<Forms, Refusal> {
    let (object, requires) = support::object(site, &[], |_, used| fits(site, used))?;
    let elsewhere = elsewhere::uses(site, &object, super::METHODS);
    elsewhere::fitting(&elsewhere, fits_elsewhere)?;
    let asked = semaphore::asked(site, &object);
    let form = |made: &'static str, reason| -> Result<Fix, Refusal> {
        let make = |call: Option<TextRange>, class: TextRange| match call {
            Some(call) => Ok(Rewrite::replace(call, site.template(made))),
            None => Ok(Rewrite::replace(class, site.template(&format!("lambda: {made}")))),
        };
        let mut fix = remade(site, &object, "${anyio.Semaphore}", reason, make)?;
        fix.requires.clone_from(&requires);
        fix.rewrites.extend(asked.clone());
        fix = fix.changing([Change::ExceptionType]);
        if !asked.is_empty() {
            fix = fix.changing([Change::StartOrder]);
        }
        Ok(fix)
    };
    let reason = "may be released by another task than the one that acquired it, which a lock of AnyIO forbids \
         and a semaphore with one slot does not; released once too often, it raises `ValueError`";
    let idiomatic = form("${anyio.Semaphore}(1, max_value=1)", reason)?;
    let exact = form("${anyio.Semaphore}(1, max_value=1, fast_acquire=True)", reason)?;
    Ok(vec![idiomatic.changing([Change::SwitchPoint]), exact.since((4, 5))])
}

fn fits(site: &Site<'_>, used: &Use) -> Fits {
    match &used.kind {
        UseKind::Method { name, .. } if name == "locked" => Fits::Yes,
        UseKind::Method { name, call, .. } if name == "release" && is_told_apart(site, *call) => {
            Fits::No("its errors are told apart, and another would be raised")
        }
        _ => fits_acquiring(site, used),
    }
}

/// Whether code around the call, here or in its callers, catches errors by their class, and not both that
/// a lock and that a semaphore raises.
fn is_told_apart(site: &Site<'_>, call: TextRange) -> bool {
    let Some(Observer::Selecting(classes)) = site.model.observer(call) else { return false };
    let classes = site.source(classes);
    !["RuntimeError", "ValueError"].iter().all(|class| classes.contains(class))
}

/// Whether a semaphore does the same where another file does this with the lock.
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
