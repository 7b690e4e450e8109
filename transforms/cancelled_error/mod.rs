#![doc = include_str!("doc.md")]

use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{Fate, ReferenceContext},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::OUTLIVING,
};

/// `asyncio.CancelledError`.
pub static TRANSFORM: Transform = Transform {
    name: "cancelled_error",
    names: &["asyncio.CancelledError"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

const PLAIN: &str =
    "AnyIO's counterpart needs a running event loop, which a plain function may lack";

/// Code that the class stands in, and that is only reached while a loop runs.
enum Place {
    /// The type of this `except` clause.
    Caught(TextRange),
    /// Compared, in this `except` clause, with what it caught.
    Compared(TextRange),
    /// Suppressed in this block.
    Suppressed(TextRange),
}

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let place = place(site).ok_or_else(|| refusal(site))?;
    let nodes = site.model.nodes();
    if !in_coroutine(site) {
        return Err(Refusal::keep(PLAIN));
    }
    let guarded = match place {
        Place::Caught(handler) | Place::Compared(handler) => nodes.guarded_by(handler),
        Place::Suppressed(block) => Some(block),
    };
    if guarded.is_some_and(|block| tells_of_another(site, block)) {
        return Err(Refusal::keep(
            "tells that the awaited task was cancelled, which only asyncio's tasks tell so",
        ));
    }
    let with = site.template("${anyio.get_cancelled_exc_class}()");
    let same = "is the class that asyncio cancels with, asked for in a running loop";
    let fix = Fix::safe(same, [Rewrite::replace(site.range, with)]);
    let fix = match place {
        Place::Caught(handler) if !nodes.hands_on(handler) => swallowing(site, handler, fix),
        Place::Suppressed(block) => swallowing(site, block, fix),
        Place::Caught(_) | Place::Compared(_) => fix,
    };
    // A coroutine that outlives its loop is closed without one.
    match site.project_holds(OUTLIVING) {
        true => fix.changing([Change::ExceptionType]).only(),
        false => fix.only(),
    }
}

fn in_coroutine(site: &Site<'_>) -> bool {
    let function = site.model.nodes().enclosing_function(site.range);
    function.is_some_and(|function| function.is_async)
}

fn place(site: &Site<'_>) -> Option<Place> {
    let model = site.model;
    let caught = model.nodes().handler_of_type(site.range).map(Place::Caught);
    let compared = || model.handler_of_test(site.range).map(Place::Compared);
    let suppressed = || model.suppressed_by(site.range).map(Place::Suppressed);
    caught.or_else(compared).or_else(suppressed)
}

/// Whether nothing that the block waits for is its own work: at most it awaits what exists already, for
/// no result. A cancellation that is caught there is that of something else.
fn tells_of_another(site: &Site<'_>, block: TextRange) -> bool {
    let nodes = site.model.nodes();
    let waits = nodes.waits_in(block);
    let is_another = |awaited: &TextRange| {
        let callee = nodes.callee_of(*awaited);
        let is_limited = callee.is_some_and(|callee| site.is_named(callee, "asyncio.wait_for"));
        let waited = if is_limited { nodes.first_argument(*awaited) } else { Some(*awaited) };
        let is_dropped = nodes.fate(*awaited) == Fate::Awaited { dropped: true };
        is_dropped && waited.is_some_and(|waited| nodes.is_existing(waited))
    };
    !waits.otherwise && waits.awaited.iter().all(is_another)
}

/// `fix`, of code at `place` that ends a cancellation.
fn swallowing(site: &Site<'_>, place: TextRange, fix: Fix) -> Fix {
    let nodes = site.model.nodes();
    let is_clause = nodes.guarded_by(place).is_some();
    let reason = match is_clause && nodes.contains_raise(place) {
        true => {
            "does not hand the cancellation on as it is, and an AnyIO scope delivers it again at the next `await`"
        }
        false => {
            "swallows the cancellation, which an AnyIO scope delivers again at the next `await`"
        }
    };
    let round = (!is_clause || nodes.falls_through(place)).then(|| nodes.while_around(place));
    let mut fix = Fix { reason: reason.to_owned(), ..fix }.changing([Change::LevelCancellation]);
    if let Some(round) = round.flatten() {
        let text = "goes round without a pause while its scope is cancelled";
        fix.places.push(Note::new(round, text));
    }
    fix
}

/// Why the class stays where it is.
fn refusal(site: &Site<'_>) -> Refusal {
    let nodes = site.model.nodes();
    let is_annotation = matches!(
        site.reference.context,
        ReferenceContext::Annotation | ReferenceContext::StringAnnotation
    );
    if nodes.is_raised(site.range) {
        return Refusal::new("raises what asyncio takes for a cancellation; in a task of an AnyIO group it cancels the whole group without a word")
            .recipe("where a cancellation was caught: a bare `raise`; to end work early: `scope.cancel()` on the scope around it; to tell a caller: an exception class of your own");
    }
    Refusal::keep(if is_annotation {
        "names a type, where AnyIO has a function that gives the class at run time"
    } else if nodes.call_of(site.range).is_some() {
        "makes an error for asyncio's own tasks and futures"
    } else if nodes.is_base(site.range) {
        "is inherited from, and AnyIO has a function that gives the class at run time"
    } else if nodes.runs_at_import(site.range) {
        "is looked up before an event loop runs, which AnyIO's counterpart needs"
    } else if !in_coroutine(site) {
        PLAIN
    } else {
        "is asked of what was not caught here: that something else was cancelled, only asyncio's tasks tell so"
    })
}
