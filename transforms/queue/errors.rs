//! `QueueEmpty` and `QueueFull`, which a stream's `WouldBlock` takes the place of.

use super::streams::method;
use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{Object, ReferenceContext, Use, UseKind},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site},
    transforms::left,
};

const QUEUE: &str = "asyncio.Queue";
const EMPTY: &str = "asyncio.QueueEmpty";
const FULL: &str = "asyncio.QueueFull";

/// Code whose errors are caught by their class.
struct Guard {
    /// The `except` clause; `None` for `contextlib.suppress`.
    handler: Option<TextRange>,
    block: TextRange,
    /// The calls in it of methods that raise such errors.
    direct: Vec<TextRange>,
    /// Whether it calls functions of the file, in which there may be others.
    is_indirect: bool,
}

impl Guard {
    /// The code whose errors the class at `class` is to catch.
    fn of(site: &Site<'_>, class: TextRange) -> Option<Self> {
        let model = site.model;
        let nodes = model.nodes();
        let handler = nodes.handler_of_type(class);
        let block = match handler {
            Some(handler) => nodes.guarded_by(handler)?,
            None => model.suppressed_by(class)?,
        };
        let (mut direct, mut is_indirect) = (Vec::new(), false);
        for call in nodes.calls_made_in(block) {
            match nodes.identifier_of(call.callee).map(|name| site.source(name)) {
                Some("get_nowait" | "put_nowait") => direct.push(call.call),
                _ => is_indirect |= model.resolve_function(call.callee).is_some(),
            }
        }
        Some(Self { handler, block, direct, is_indirect })
    }

    /// Whether the queue `object` may raise errors in it.
    fn is_about(&self, object: &Object) -> bool {
        let is_direct = |used: &Use| match &used.kind {
            UseKind::Method { call, .. } => self.direct.contains(call),
            _ => false,
        };
        self.is_indirect || object.uses.iter().any(is_direct)
    }
}

/// The form for the class of an error that is caught.
pub(super) fn forms(site: &Site<'_>) -> Result<Forms, Refusal> {
    let guard = Guard::of(site, site.range).ok_or_else(|| left::refusal(site))?;
    let other = if site.name == EMPTY { FULL } else { EMPTY };
    let others: Vec<(TextRange, Guard)> = named(site, other)
        .filter_map(|range| Some((range, Guard::of(site, range)?)))
        .filter(|(_, other)| other.block == guard.block)
        .collect();
    if let Some((place, _)) = others.iter().find(|(_, other)| other.handler != guard.handler) {
        return Err(
            left::refusal(site).at(*place, "caught on its own, and would be the same error")
        );
    }
    // One class takes the place of both.
    let twin = others.first().map(|(range, _)| *range).filter(|_| site.name == FULL);
    let rewrite = match twin {
        Some(_) => Rewrite::remove_element(site.range),
        None => Rewrite::replace(site.range, site.template("${anyio.WouldBlock}")),
    };
    let mut fix = Fix::safe("is what a stream raises instead", [rewrite]);
    fix.requires = queues(site, &guard)?;
    fix.requires.extend(twin);
    fix.only()
}

/// The references that make the queues whose errors are caught.
fn queues(site: &Site<'_>, guard: &Guard) -> Result<Vec<TextRange>, Refusal> {
    let nodes = site.model.nodes();
    let refused = |place: TextRange, text: &'static str| Err(left::refusal(site).at(place, text));
    if guard.is_indirect {
        for class in ["asyncio.PriorityQueue", "asyncio.LifoQueue"] {
            if let Some(place) = named(site, class).next() {
                return refused(place, "raises the same error, and stays asyncio's");
            }
        }
    }
    let (mut queues, mut known) = (Vec::new(), Vec::new());
    for made in named(site, QUEUE).filter(|range| nodes.call_of(*range).is_some()) {
        let is_queue = |class: TextRange| site.is_named(class, QUEUE);
        let plain = site.model.object(made, &is_queue);
        let object = match plain.escapes.is_empty() {
            true => plain,
            false => site.model.collected_object(made, &is_queue),
        };
        if guard.is_about(&object) {
            queues.push(made);
            known.extend(object.uses.iter().filter_map(|used| match &used.kind {
                UseKind::Method { call, .. } => Some(*call),
                _ => None,
            }));
        }
    }
    if let Some(unknown) = guard.direct.iter().find(|call| !known.contains(call)) {
        return refused(*unknown, "which queue this is was not found");
    }
    match queues.is_empty() {
        true => Err(left::refusal(site)),
        false => Ok(queues),
    }
}

/// Where the code of the file names `class`.
fn named<'s>(site: &'s Site<'_>, class: &'static str) -> impl Iterator<Item = TextRange> + 's {
    let references = site.model.references().iter();
    let code = references.filter(|reference| {
        !matches!(reference.context, ReferenceContext::Import | ReferenceContext::AllEntry)
    });
    code.map(|reference| reference.range).filter(move |range| site.is_named(*range, class))
}

/// The references to the classes of errors that `object` may raise, where they may catch them.
pub(super) fn catching(site: &Site<'_>, object: &Object) -> Vec<TextRange> {
    let uses = |name: &str| object.uses.iter().any(|used| method(used) == Some(name));
    let empty = uses("get_nowait").then_some(EMPTY);
    let full = uses("put_nowait").then_some(FULL);
    let classes = empty.into_iter().chain(full).flat_map(|class| named(site, class));
    let may_catch =
        |class: &TextRange| Guard::of(site, *class).is_none_or(|guard| guard.is_about(object));
    classes.filter(may_catch).collect()
}

/// `fix`, of a queue some of whose errors are not caught where they are raised.
pub(super) fn unguarded(site: &Site<'_>, object: &Object, unbounded: bool, fix: Fix) -> Fix {
    let raising = object.uses.iter().find(|used| match &used.kind {
        UseKind::Method { name, call, .. } => match name.as_str() {
            "get_nowait" => {
                !site.model.is_caught(*call, &|class| site.is_named(class, EMPTY))
                    && !site.model.is_asked_before(*call, &["empty", "qsize"])
            }
            "put_nowait" => {
                !unbounded
                    && !site.model.is_caught(*call, &|class| site.is_named(class, FULL))
                    && !site.model.is_asked_before(*call, &["full", "qsize"])
            }
            _ => false,
        },
        _ => false,
    });
    let Some(raising) = raising else { return fix };
    let mut fix = fix.changing([Change::ExceptionType]);
    fix.places.push(Note::new(raising.object, "may raise `anyio.WouldBlock`"));
    fix
}
