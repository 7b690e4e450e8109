//! What the transforms of synchronisation primitives share: an object is rewritten as a whole or not
//! at all.

use crate::{
    change::{Change, Changes},
    finding::Note,
    rewrite::Rewrite,
    semantic::{CallValue, Object, Use, UseKind},
    source::TextRange,
    transform::{Fix, Refusal, Site},
    transforms::owner,
};

/// Whether what is done with an object means the same for its AnyIO counterpart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fits {
    /// It does.
    Yes,
    /// It does, as long as the reference at this range is rewritten too.
    With(TextRange),
    /// It does not: why, as a sentence without a full stop.
    No(&'static str),
}

/// The object that the reference makes or annotates, when it is made with `parameters` (see
/// [`Arguments::bind`](crate::syntax::Arguments::bind)) and every use of it `fits`. Also the
/// references that must be rewritten too.
///
/// # Errors
///
/// A refusal that points at the use that does not, or at the place where the object gets out of sight.
pub fn object(
    site: &Site<'_>,
    parameters: &[&'static str],
    fits: impl Fn(&Object, &Use) -> Fits,
) -> Result<(Object, Vec<TextRange>), Refusal> {
    let object = collected(site, parameters)?;
    let requires = fitting(&object, |used| fits(&object, used))?;
    Ok((object, requires))
}

/// The object that the reference makes or annotates, when it is made with `parameters` and nothing of
/// it gets out of sight.
///
/// # Errors
///
/// A refusal that points at the place where it does.
pub fn followed(site: &Site<'_>, parameters: &[&'static str]) -> Result<Object, Refusal> {
    seen(site, site.model.object(site.range, &|range| is_class(site, range)), parameters)
}

/// The same for a class whose objects are followed into collections, too.
///
/// # Errors
///
/// As for [`followed`].
pub fn collected(site: &Site<'_>, parameters: &[&'static str]) -> Result<Object, Refusal> {
    let object = site.model.collected_object(site.range, &|range| is_class(site, range));
    seen(site, object, parameters)
}

/// The object that the reference at `range` makes without arguments, or annotates, of the class of which
/// `is_class` tells the references; followed into collections, too.
///
/// # Errors
///
/// As for [`followed`].
pub fn object_of(
    site: &Site<'_>,
    range: TextRange,
    is_class: &dyn Fn(TextRange) -> bool,
) -> Result<Object, Refusal> {
    seen(site, site.model.collected_object(range, is_class), &[])
}

/// The same for a class whose objects are what `async with` gives for them.
///
/// # Errors
///
/// As for [`followed`].
pub fn followed_entering(site: &Site<'_>, parameters: &[&'static str]) -> Result<Object, Refusal> {
    seen(site, site.model.entered_object(site.range, &|range| is_class(site, range)), parameters)
}

/// Whether the reference at `range` is to the class that the site is about.
fn is_class(site: &Site<'_>, range: TextRange) -> bool {
    site.range == range
        || site.model.qualified_name(range).is_some_and(|name| {
            let segments: Vec<&str> = name.segments().collect();
            owner(&segments).is_some_and(|owned| owned.name == site.name)
        })
}

fn seen(site: &Site<'_>, object: Object, parameters: &[&'static str]) -> Result<Object, Refusal> {
    if let Some((range, text)) = object.escapes.first() {
        let text = text.clone();
        return Err(Refusal::new("not every use of it can be followed").at(*range, text));
    }
    if object.creations.is_empty() && moved_with_module(site, &object).is_none() {
        return Err(Refusal::new("it is not made in this file, so what it will be is not known"));
    }
    for call in object.creations.iter().filter_map(|creation| creation.call) {
        if let Some(arguments) = site.call_at(call)?.arguments() {
            arguments.bind(parameters)?;
        }
    }
    Ok(object)
}

/// The references that must be rewritten too for all uses of `object` to fit.
///
/// # Errors
///
/// A refusal that points at the use that does not fit.
pub fn fitting(object: &Object, fits: impl Fn(&Use) -> Fits) -> Result<Vec<TextRange>, Refusal> {
    let mut requires = Vec::new();
    for used in &object.uses {
        match fits(used) {
            Fits::Yes => {}
            Fits::With(range) => requires.push(range),
            Fits::No(reason) => return Err(Refusal::new(reason).at(used.object, what(&used.kind))),
        }
    }
    Ok(requires)
}

/// A clause about a use.
fn what(kind: &UseKind) -> String {
    match kind {
        UseKind::Method { name, .. } => format!("`{name}()` is called here"),
        UseKind::Attribute { name, .. } => format!("`{name}` is looked up here"),
        UseKind::With { .. } | UseKind::Test | UseKind::Awaited | UseKind::Argument { .. } => {
            "used here".to_owned()
        }
    }
}

/// What changes where a stub only declares the object, and its module remakes it.
fn moved_with_module(site: &Site<'_>, object: &Object) -> Option<Changes> {
    let moved = site.moved.iter().filter(|moved| moved.class == site.name);
    let moved = moved.filter(|moved| object.holders.contains(&moved.holder));
    let changes = moved.map(|moved| moved.changes).reduce(Changes::union);
    changes.filter(|_| object.creations.is_empty())
}

/// How uses of `acquire()`, `release()` and `async with` fit, which locks and semaphores share.
pub fn fits_acquiring(site: &Site<'_>, used: &Use) -> Fits {
    match &used.kind {
        UseKind::With { is_async: true, bound: false } | UseKind::Test => Fits::Yes,
        UseKind::With { .. } => Fits::No("what `async with` gives for it is used"),
        UseKind::Method { name, call, value } => match (name.as_str(), value) {
            ("acquire", CallValue::AwaitDropped) | ("release", CallValue::Dropped) => Fits::Yes,
            ("acquire", _) => match waited_for(site, *call) {
                Some(wait_for) => Fits::With(wait_for),
                None => Fits::No(
                    "`acquire()` gives `True` in asyncio and `None` in AnyIO, and its value is used",
                ),
            },
            _ => Fits::No("AnyIO's object has no such method"),
        },
        UseKind::Attribute { .. } => Fits::No("a method or attribute of it is used as a value"),
        UseKind::Argument { .. } => Fits::No("it is handed to code that was not followed"),
        UseKind::Awaited => Fits::No("it is awaited itself"),
    }
}

/// The `asyncio.wait_for` that `call` is the first argument of, when its value is dropped.
pub fn waited_for(site: &Site<'_>, call: TextRange) -> Option<TextRange> {
    let around = site.model.nodes().call_around(call)?;
    let value = site.model.nodes().value_of_call(around.call)?;
    let is_wait_for = site.is_named(around.callee, "asyncio.wait_for");
    (is_wait_for && value == CallValue::AwaitDropped).then_some(around.callee)
}

/// What of the object other files may use, or do, though it is private.
fn used_elsewhere(site: &Site<'_>, object: &Object) -> Option<(TextRange, String)> {
    if let Some((range, name)) = object.public.first() {
        return Some((*range, format!("`{name}` may be used by other files")));
    }
    object.private.iter().find_map(|(range, name)| {
        let file = site.options.patched.file_using(name, site.path)?;
        Some((*range, format!("`{name}` is used in `{}`", file.display())))
    })
}

/// The fix that makes an object with `make` and renames its class in annotations to `class`.
///
/// # Errors
///
/// What `make` refuses.
pub fn remade(
    site: &Site<'_>,
    object: &Object,
    class: &str,
    reason: &str,
    make: impl Fn(Option<TextRange>, TextRange) -> Result<Rewrite, Refusal>,
) -> Result<Fix, Refusal> {
    let mut rewrites = Vec::new();
    let mut resolves = object.annotations.clone();
    for creation in &object.creations {
        resolves.push(creation.class);
        rewrites.push(make(creation.call, creation.class)?);
    }
    let named = object.annotations.iter();
    rewrites.extend(named.map(|range| Rewrite::replace(*range, site.template(class))));
    let mut fix = Fix::safe(reason, rewrites);
    fix.resolves = resolves;
    fix.holders.clone_from(&object.holders);
    if let Some(changes) = moved_with_module(site, object) {
        fix = fix.changing(changes);
    }
    if let Some((range, text)) = used_elsewhere(site, object) {
        fix = fix.changing([Change::PublicApi]);
        fix.places.push(Note::new(range, text));
    }
    Ok(fix)
}
