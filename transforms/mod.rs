//! What is known of asyncio and AnyIO, one folder a transform.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

use crate::transform::Transform;

pub mod cancelled_error;
pub mod event;
pub mod left;
pub mod lock;
pub mod rename;
pub mod run;
pub mod semaphore;
pub mod sleep;
pub mod sleep_forever;
mod support;
pub mod timeout_error;
pub mod to_thread;
pub mod wait_for;

/// Every transform, in alphabetical order.
pub static ALL: &[&Transform] = &[
    &cancelled_error::TRANSFORM,
    &event::TRANSFORM,
    &left::TRANSFORM,
    &lock::TRANSFORM,
    &rename::TRANSFORM,
    &run::TRANSFORM,
    &semaphore::TRANSFORM,
    &sleep::TRANSFORM,
    &sleep_forever::TRANSFORM,
    &timeout_error::TRANSFORM,
    &to_thread::TRANSFORM,
    &wait_for::TRANSFORM,
];

/// The words that a file must hold for any name here to occur in it.
pub const NEEDLES: &[&str] = &["asyncio", "uvloop"];

/// Modules of asyncio whose public names are re-exported by `asyncio` itself.
const SUBMODULES: &[&str] = &[
    "base_events",
    "base_futures",
    "base_subprocess",
    "base_tasks",
    "coroutines",
    "events",
    "exceptions",
    "futures",
    "locks",
    "mixins",
    "protocols",
    "proactor_events",
    "queues",
    "runners",
    "selector_events",
    "staggered",
    "streams",
    "taskgroups",
    "tasks",
    "threads",
    "timeouts",
    "transports",
    "unix_events",
    "windows_events",
];

/// A name that some transform answers for.
#[derive(Debug, Clone, Copy)]
pub struct Owned {
    /// The shortest public spelling, such as `asyncio.Lock`.
    pub name: &'static str,
    /// Its owner.
    pub transform: &'static Transform,
    /// How many segments of the given name it takes up: 3 of `asyncio.locks.Lock.acquire`.
    pub segments: usize,
}

/// The owner of the thing that a qualified name, given by its segments, is or is a member of.
///
/// `None` when the name has nothing to do with asyncio.
pub fn owner(segments: &[&str]) -> Option<Owned> {
    let (first, rest) = segments.split_first()?;
    if !matches!(*first, "asyncio" | "uvloop") {
        return None;
    }
    let skip = match rest {
        [module, _, ..] if *first == "asyncio" && SUBMODULES.contains(module) => 1,
        _ => 0,
    };
    (1..=segments.len() - skip).rev().find_map(|length| {
        let name = std::iter::once(*first).chain(rest.iter().skip(skip).take(length - 1).copied());
        let name = name.collect::<Vec<_>>().join(".");
        let (name, transform) = OWNERS.get_key_value(name.as_str())?;
        let segments = if length == 1 { 1 } else { length + skip };
        Some(Owned { name, transform, segments })
    })
}

/// Whether a module that imports from asyncio may have a name that reads so.
pub fn may_be_imported(word: &[u8]) -> bool {
    static WORDS: LazyLock<FxHashSet<&'static [u8]>> = LazyLock::new(|| {
        let names = OWNERS.keys().filter_map(|name| name.rsplit('.').next());
        names.map(str::as_bytes).collect()
    });
    WORDS.contains(word)
}

static OWNERS: LazyLock<FxHashMap<&'static str, &'static Transform>> = LazyLock::new(|| {
    let rows = left::names().map(|name| (name, &left::TRANSFORM));
    // What a transform names itself wins over the table of what is left.
    let own = ALL.iter().flat_map(|owner| owner.names.iter().map(move |name| (*name, *owner)));
    rows.chain(own).collect()
});
