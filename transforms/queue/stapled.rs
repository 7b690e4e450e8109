//! Queues that stay one object, as they are kept in collections or compared: both ends of a stream, stapled.

use super::{
    errors, size,
    streams::{method, scheduled},
};
use crate::{
    rewrite::Rewrite,
    semantic::{Object, OutsideKind, Use, UseKind},
    source::TextRange,
    transform::{Fix, Refusal, Site},
    transforms::{
        elsewhere,
        support::{Fits, fitting, remade},
    },
};

const CLASS: &str = "${anyio.streams.stapled.StapledObjectStream}";

const METHODS: &[&str] = &["get", "get_nowait", "put", "put_nowait"];

/// The fix that staples both ends of a stream in the place of `object`.
///
/// # Errors
///
/// When more is done with it than putting and getting.
pub(super) fn fix(site: &Site<'_>, object: &Object) -> Result<Fix, Refusal> {
    fitting(object, fits)?;
    let elsewhere = elsewhere::uses(site, object, METHODS);
    let fits_elsewhere = |kind: &OutsideKind| *kind == OutsideKind::Tested;
    elsewhere::fitting(&elsewhere, fits_elsewhere)?;
    let unbounded = size::is_unbounded(site, object)?;
    let at_once = object.uses.iter().any(|used| method(used) == Some("put_nowait"));
    let make = |call: Option<TextRange>, class: TextRange| {
        let types = site.model.nodes().types_of(class);
        let mut holes: Vec<(&str, TextRange)> = types.map(|it| ("types", it)).into_iter().collect();
        let items = if types.is_some() { "[$types]" } else { "" };
        let (size, value) = match call {
            Some(call) => size::Size::of(site, call)?.text(site),
            None => ("${math.inf}".to_owned(), None),
        };
        holes.extend(value.map(|value| ("size", value)));
        let stream = format!("{CLASS}(*${{anyio.create_memory_object_stream}}{items}({size}))");
        let (range, text) = match call {
            Some(call) => (call, stream),
            None => (class, format!("lambda: {stream}")),
        };
        let template = site.template_with(&text, &holes);
        let template = match value.is_some_and(|value| site.model.nodes().is_chain(value)) {
            true => template.assume_pure(),
            false => template,
        };
        Ok(Rewrite::replace(range, template).dropping([class]))
    };
    let reason = "becomes the two ends of a stream, stapled: it is kept as one object";
    let mut fix = remade(site, object, CLASS, reason, make)?;
    fix.rewrites.extend(object.uses.iter().filter_map(|used| renamed(site, used)));
    fix.requires = errors::catching(site, object);
    fix = scheduled(object, unbounded, fix);
    fix = errors::unguarded(site, object, unbounded, fix);
    // `StapledObjectStream.send_nowait` came with AnyIO 4.15.
    Ok(if at_once { fix.since((4, 15)) } else { fix })
}

fn fits(used: &Use) -> Fits {
    match &used.kind {
        UseKind::Test => Fits::Yes,
        UseKind::Method { .. } | UseKind::Attribute { .. } if stapled_name(used).is_some() => {
            Fits::Yes
        }
        _ => Fits::No(
            "it is kept as one object, and both ends of a stream, stapled, have nothing like it",
        ),
    }
}

/// What the method is called that does what the one does that is used.
fn stapled_name(used: &Use) -> Option<&'static str> {
    match method(used)? {
        "put" => Some("send"),
        "put_nowait" => Some("send_nowait"),
        "get" => Some("receive"),
        _ => None,
    }
}

fn renamed(site: &Site<'_>, used: &Use) -> Option<Rewrite> {
    let nodes = site.model.nodes();
    let method = match &used.kind {
        UseKind::Method { call, .. } => nodes.callee_of(*call)?,
        UseKind::Attribute { range, .. } => *range,
        _ => return None,
    };
    let name = nodes.identifier_of(method)?;
    Some(Rewrite::replace(name, site.template(stapled_name(used)?)))
}
