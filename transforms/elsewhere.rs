//! What other files of the project do with an object of this one, as far as they name what holds it.
//!
//! A file that imports this module may have any object of it; of another one only those uses count that
//! speak for themselves, such as `worker.ready.clear()` where `ready` is an event here.

use std::path::PathBuf;

use rustc_hash::FxHashSet;

use crate::{
    engine::Naming,
    semantic::{Held, HeldKind, Inlet, Object, OutsideKind, OutsideOwner, OutsideUse},
    transform::{Refusal, Site},
};

/// A place in another file at which an object may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    file: PathBuf,
    /// 1-based.
    line: usize,
    /// What holds the object.
    name: String,
    /// What is done with it.
    pub kind: OutsideKind,
}

/// What other files may do with `object`, whose class has `methods`.
pub fn uses(site: &Site<'_>, object: &Object, methods: &'static [&'static str]) -> Vec<Elsewhere> {
    let is_method = |kind: &OutsideKind| match kind {
        OutsideKind::Called { name, .. } => methods.contains(&name.as_str()),
        _ => false,
    };
    let mut uses = Vec::new();
    for held in &object.held {
        let Some(spelled) = spelled(object, held) else { continue };
        let counts = |of: &OutsideOwner, kind: &OutsideKind, naming: &Naming<'_>| match of {
            OutsideOwner::Own(class) => {
                is_method(kind) && is_inherited(site, held) && is_known(site, naming, class)
            }
            OutsideOwner::Alike => naming.imports,
            OutsideOwner::Other => naming.imports || is_method(kind),
        };
        uses.extend(named(
            site,
            &spelled,
            Some((&site.outside_callers(&spelled, methods), methods)),
            |used| used.kind,
            counts,
        ));
    }
    for (place, spelled) in &object.collections {
        let kind = |used: OutsideUse| match (used.element, used.kind) {
            (Some(element), _) => Some(element),
            (None, Some(OutsideKind::Tested)) => None,
            (None, _) => Some(OutsideKind::Lost),
        };
        let counts = |of: &OutsideOwner, kind: &OutsideKind, naming: &Naming<'_>| match of {
            OutsideOwner::Own(class) => {
                site.model.inherits_from_elsewhere(*place) && is_known(site, naming, class)
            }
            OutsideOwner::Alike => naming.imports,
            OutsideOwner::Other => naming.imports || is_method(kind),
        };
        uses.extend(named(site, spelled, None, kind, counts));
    }
    uses
}

/// What other files do with what is spelled so, of what `kind` tells, where that `counts`. Of files that do
/// not import this module, only the `callers` are asked, if there are some, for their calls of those methods.
fn named(
    site: &Site<'_>,
    spelled: &str,
    callers: Option<(&FxHashSet<PathBuf>, &'static [&'static str])>,
    kind: impl Fn(OutsideUse) -> Option<OutsideKind>,
    counts: impl Fn(&OutsideOwner, &OutsideKind, &Naming<'_>) -> bool,
) -> Vec<Elsewhere> {
    let name = spelled.trim_start_matches('.');
    let mut uses = Vec::new();
    for naming in site.options.patched.files_naming(site.path, spelled) {
        let callers = callers.filter(|_| !naming.imports);
        if callers.is_some_and(|(callers, _)| !callers.contains(naming.file)) {
            continue;
        }
        let methods = callers.map(|(_, methods)| methods);
        for (line, used) in site.outside_uses(naming.file, spelled, methods).iter() {
            let (line, of) = (*line, used.of.clone());
            let Some(kind) = kind(used.clone()).filter(|kind| counts(&of, kind, &naming)) else {
                continue;
            };
            uses.push(Elsewhere {
                file: naming.file.to_owned(),
                line,
                name: name.to_owned(),
                kind,
            });
        }
    }
    uses
}

/// Whether files other than the one that `naming` is about may know its class of this name.
fn is_known(site: &Site<'_>, naming: &Naming<'_>, class: &str) -> bool {
    !site.options.patched.files_naming(naming.file, class).is_empty()
}

/// Refuses the first of `uses` that does not fit.
///
/// # Errors
///
/// A refusal that says where that is.
pub fn fitting(uses: &[Elsewhere], fits: impl Fn(&OutsideKind) -> bool) -> Result<(), Refusal> {
    let Some(used) = uses.iter().find(|used| !fits(&used.kind)) else { return Ok(()) };
    let Elsewhere { file, line, name, kind } = used;
    let place = format!("`{}:{line}`", file.display());
    Err(Refusal::new(match kind {
        OutsideKind::Called { name: method, .. } => {
            format!(
                "`{method}()` of `{name}` is called in {place}, where AnyIO's would not do the same"
            )
        }
        _ => format!("`{name}` is used in {place}, in a way that was not followed"),
    }))
}

/// Whether other code than this file's own uses what this holder's objects have: a base that is written
/// elsewhere.
pub fn is_inherited(site: &Site<'_>, held: &Held) -> bool {
    held.inflows.iter().any(|inflow| match inflow.into {
        Inlet::Target { target, .. } => site.model.inherits_from_elsewhere(target),
        Inlet::Parameter { .. } | Inlet::Argument { .. } => false,
    })
}

/// How other files spell a holder, an attribute with its dot; `None` if they cannot.
pub fn spelled(object: &Object, held: &Held) -> Option<String> {
    let mut known = object.public.iter().chain(&object.private);
    match held.kind {
        HeldKind::Attribute => Some(format!(".{}", held.name)),
        HeldKind::Variable => known.any(|(_, name)| *name == held.name).then(|| held.name.clone()),
        HeldKind::Parameter => None,
    }
}
