//! What stays because something is put in its place: code that uses AnyIO would not notice.

use rustc_hash::FxHashMap;

use super::{Options, patched::Replacing};
use crate::{
    semantic::{Reference, ReferenceContext},
    source::Source,
    transform::Refusal,
    transforms::{Owned, objects},
};

/// Why references must stay that somebody replaces, in the order of `owned`.
pub(super) fn refusals(
    source: &Source,
    options: &Options,
    owned: &[(&Reference, Owned)],
) -> Vec<Option<Refusal>> {
    let mut here: FxHashMap<&str, &Reference> = FxHashMap::default();
    for (reference, owned) in owned.iter().filter(|(reference, _)| replaces(reference)) {
        here.entry(owned.name).or_insert(reference);
    }
    let refusal = |(reference, owned): &(&Reference, Owned)| match here.get(owned.name) {
        Some(_) if replaces(reference) => None,
        Some(place) => Some(replaced_here(place)),
        None => replacing(source, options, reference, *owned).map(|it| replaced_in(&it)),
    };
    let mut refusals: Vec<Option<Refusal>> = owned.iter().map(refusal).collect();
    // Who replaces what gives an object replaces the object.
    let mut given: FxHashMap<&str, Refusal> = FxHashMap::default();
    for ((_, owned), refusal) in owned.iter().zip(&refusals) {
        if let (Some(class), Some(refusal)) = (objects::class_given_by(owned.name), refusal) {
            given.entry(class).or_insert_with(|| refusal.clone());
        }
    }
    for ((_, owned), refusal) in owned.iter().zip(&mut refusals) {
        let class = owned.name.rsplit_once('.').map(|(class, _)| class);
        if refusal.is_none() && !given.is_empty() {
            *refusal = class.and_then(|class| given.get(class)).cloned();
        }
    }
    refusals
}

/// Whether code elsewhere sees something else under the owned name because of this reference.
fn replaces(reference: &Reference) -> bool {
    match reference.context {
        ReferenceContext::Store
        | ReferenceContext::Delete
        | ReferenceContext::AttributeTarget
        | ReferenceContext::PatchTarget => true,
        ReferenceContext::Load
        | ReferenceContext::Annotation
        | ReferenceContext::StringAnnotation
        | ReferenceContext::Import
        | ReferenceContext::ImportByName
        | ReferenceContext::AttributeName
        | ReferenceContext::AllEntry => false,
    }
}

/// The file that replaces what the reference means.
fn replacing<'p>(
    source: &'p Source,
    options: &'p Options,
    reference: &Reference,
    owned: Owned,
) -> Option<Replacing<'p>> {
    let (patched, path) = (&options.patched, source.path());
    let own = || patched.replacing_own(reference.alias.as_ref()?.as_str());
    // A string says by itself where the name is looked up.
    let head = || match reference.context {
        ReferenceContext::PatchTarget => None,
        _ => patched.rebinding(&source.text()[reference.head()], path),
    };
    patched.replacing(owned.name, path).or_else(own).or_else(head)
}

/// The file itself replaces what the name means.
fn replaced_here(place: &Reference) -> Refusal {
    Refusal::new("is replaced in this file, which AnyIO's counterpart would not be")
        .recipe("migrate the replacement and the code that it is meant for together, by hand")
        .at(place.range, "replaced here")
}

/// A file replaces what the name means.
fn replaced_in(replacing: &Replacing<'_>) -> Refusal {
    let (file, verb) =
        (replacing.file.display(), if replacing.certain { "replaces" } else { "may replace" });
    Refusal::new(format!(
        "`{file}` {verb} it, which would replace nothing once the code uses AnyIO"
    ))
    .recipe("migrate the code and what replaces it together, by hand")
}
