//! Uses of objects: `loop.call_later` is a reference too, where `loop` is known to be an event loop.

use crate::{
    semantic::{Instances, Member, Reference, ReferenceContext, SemanticModel},
    transforms::{self, Owned, left, objects},
};

/// The objects that the references `owned` give, and what is done with them.
pub(super) fn instances(
    model: &SemanticModel<'_>,
    owned: &[(&Reference, Owned)],
) -> Instances<&'static str> {
    let origins = owned.iter().filter_map(|(reference, owned)| {
        let is_code = match reference.context {
            ReferenceContext::Load
            | ReferenceContext::Annotation
            | ReferenceContext::StringAnnotation => true,
            ReferenceContext::Store
            | ReferenceContext::Delete
            | ReferenceContext::Import
            | ReferenceContext::AllEntry
            | ReferenceContext::PatchTarget
            | ReferenceContext::ImportByName
            | ReferenceContext::AttributeName
            | ReferenceContext::AttributeTarget => false,
        };
        let is_whole = reference.range_of(owned.segments) == Some(reference.range);
        let class = objects::class_given_by(owned.name)?;
        (is_code && is_whole && reference.certain).then_some((reference.range, class))
    });
    model.instances(origins, &objects::class_returned_by)
}

/// The references to attributes of `instances` that have an owner of their own, sorted by range.
pub(super) fn references(
    model: &SemanticModel<'_>,
    instances: &Instances<&'static str>,
) -> Vec<(Reference, Owned)> {
    let alone = |member: &&Member<&str>| objects::is_decided_alone(member.class, &member.name);
    let members = instances.members().iter().filter(alone);
    let owned = members.filter_map(|member| {
        let reference = member.reference(member.class, model);
        let segments: Vec<&str> = reference.name.segments().collect();
        let owned = Owned { segments: segments.len(), ..transforms::owner(&segments)? };
        Some(match member.certain {
            true => (reference, owned),
            // What may be another object is left as it is, and spoken of as what it seems to be.
            false => (reference, Owned { transform: &left::TRANSFORM, ..owned }),
        })
    });
    owned.collect()
}
