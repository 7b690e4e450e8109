//! What other files of the project do with an object of this one, as far as they name what holds it.
//!
//! A file that imports this module may have any object of it; of another one only those uses count that
//! speak for themselves, such as `worker.ready.clear()` where `ready` is an event here.

use std::path::PathBuf;

use crate::{
    semantic::{Held, HeldKind, Inlet, Object, OutsideKind, OutsideOwner},
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
pub fn uses(site: &Site<'_>, object: &Object, methods: &[&str]) -> Vec<Elsewhere> {
    let is_method = |kind: &OutsideKind| match kind {
        OutsideKind::Called { name, .. } => methods.contains(&name.as_str()),
        _ => false,
    };
    let mut uses = Vec::new();
    for held in &object.held {
        let inherited = is_inherited(site, held);
        let Some(spelled) = spelled(object, held) else { continue };
        let callers = site.outside_callers(&spelled);
        for naming in site.options.patched.files_naming(site.path, &spelled) {
            if !naming.imports && !callers.contains(naming.file) {
                continue;
            }
            let used = site.outside_uses(naming.file, &held.name, !naming.imports);
            let patched = &site.options.patched;
            let counting = used.iter().filter(|(_, used)| match &used.of {
                OutsideOwner::Own(class) => {
                    let is_base = || !patched.files_naming(naming.file, class.as_str()).is_empty();
                    inherited && is_method(&used.kind) && is_base()
                }
                OutsideOwner::Alike => naming.imports,
                OutsideOwner::Other => naming.imports || is_method(&used.kind),
            });
            uses.extend(counting.map(|(line, used)| Elsewhere {
                file: naming.file.to_owned(),
                line: *line,
                name: held.name.clone(),
                kind: used.kind.clone(),
            }));
        }
    }
    for spelled in &object.collections {
        let name = spelled.trim_start_matches('.');
        for naming in site.options.patched.files_naming(site.path, spelled) {
            let line = naming.imports.then(|| naming.line_of(spelled)).flatten();
            uses.extend(line.map(|line| Elsewhere {
                file: naming.file.to_owned(),
                line,
                name: name.to_owned(),
                kind: OutsideKind::Lost,
            }));
        }
    }
    uses
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
