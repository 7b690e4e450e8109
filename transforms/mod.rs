//! What is known of asyncio and AnyIO, one folder a transform.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

use crate::{semantic::QualifiedName, transform::Transform};

pub mod as_completed;
pub mod cancelled_error;
pub mod cleanup;
pub mod condition;
pub mod create_task;
mod elsewhere;
mod emitted;
pub mod event;
pub mod future;
pub mod gather;
pub mod iscoroutine;
pub mod left;
pub mod lock;
pub mod loop_time;
mod move_on;
pub mod objects;
pub mod queue;
pub mod rename;
pub mod run;
pub mod run_in_executor;
pub mod running_loop;
pub mod semaphore;
pub mod set_default_executor;
pub mod sleep;
mod support;
pub mod task_group;
pub mod threadsafe;
pub mod timeout;
pub mod timeout_error;
pub mod to_thread;
pub mod wait_for;

/// Every transform, in alphabetical order.
pub static ALL: &[&Transform] = &[
    &as_completed::TRANSFORM,
    &cancelled_error::TRANSFORM,
    &condition::TRANSFORM,
    &create_task::TRANSFORM,
    &event::TRANSFORM,
    &future::TRANSFORM,
    &gather::TRANSFORM,
    &iscoroutine::TRANSFORM,
    &left::TRANSFORM,
    &lock::TRANSFORM,
    &loop_time::TRANSFORM,
    &queue::TRANSFORM,
    &rename::TRANSFORM,
    &run::TRANSFORM,
    &run_in_executor::TRANSFORM,
    &running_loop::TRANSFORM,
    &semaphore::TRANSFORM,
    &set_default_executor::TRANSFORM,
    &sleep::TRANSFORM,
    &task_group::TRANSFORM,
    &threadsafe::TRANSFORM,
    &timeout::TRANSFORM,
    &timeout_error::TRANSFORM,
    &to_thread::TRANSFORM,
    &wait_for::TRANSFORM,
];

/// The words of which a file must hold one for any name here to occur in it.
pub const NEEDLES: &[&str] = &["asyncio", "uvloop", "aiofiles", "async_timeout"];

/// The package that is migrated to.
pub const TARGET: &str = "anyio";

/// What code holds that runs loops by hand, so that a coroutine may outlive its loop, or steps coroutines
/// without one.
pub const OUTLIVING: &[&str] = &["run_until_complete", "run_forever", ".send(None)", ".throw("];

/// What code holds that looks at what an error was raised from.
pub const CAUSES: &[&str] = &["__cause__", "__context__"];

/// The words of which it is asked whether any file of a project holds them.
pub const HELD: [&[&str]; 2] = [OUTLIVING, CAUSES];

/// The packages whose names are owned.
pub const PACKAGES: &[&str] =
    &["asyncio", "uvloop", "aiofiles", "async_timeout", "nest_asyncio", "pytest_asyncio"];

/// The mark that pytest-asyncio adds to pytest.
const MARK: [&str; 3] = ["pytest", "mark", "asyncio"];

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
    if !PACKAGES.contains(first) && !segments.starts_with(&MARK) {
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

/// The owner of what several qualified names are, if that is one thing: `timeout` of asyncio and of
/// `async_timeout`.
///
/// `None` when one of them has another owner, or another last name.
pub fn common_owner<'n>(names: impl IntoIterator<Item = &'n QualifiedName>) -> Option<Owned> {
    let owned = names.into_iter().map(|name| {
        let segments: Vec<&str> = name.segments().collect();
        owner(&segments)
    });
    let last = |owned: &Owned| owned.name.rsplit('.').next();
    let mut owned = owned.collect::<Option<Vec<Owned>>>()?.into_iter();
    let first = owned.next()?;
    let same = |other: Owned| {
        std::ptr::eq(other.transform, first.transform) && last(&other) == last(&first)
    };
    owned.all(same).then_some(first)
}

/// The pages about a qualified name, or about every method of that name: what the table of names that
/// are left says, or the page of what it is a member of.
pub fn pages(name: &str) -> Vec<String> {
    let exact = [name.to_owned(), format!("asyncio.{name}")];
    if let Some(page) = exact.iter().find_map(|name| page(name)) {
        return vec![page];
    }
    let is_so_called = |own: &&&str| is_method(own) && own.rsplit('.').next() == Some(name);
    let mut methods: Vec<&str> = OWNERS.keys().filter(is_so_called).copied().collect();
    methods.sort_unstable();
    methods.into_iter().filter_map(page).collect()
}

fn page(name: &str) -> Option<String> {
    let segments: Vec<&str> = name.split('.').collect();
    let owned = owner(&segments).filter(|owned| owned.segments > 1 || segments.len() == 1)?;
    let docs = || format!("{}\n", owned.transform.docs.trim_end());
    left::page(owned.name).or_else(|| (owned.transform.name != "left").then(docs))
}

/// Whether a module that imports from asyncio may have a name that reads so.
pub fn may_be_imported(word: &[u8]) -> bool {
    static WORDS: LazyLock<FxHashSet<&'static [u8]>> = LazyLock::new(|| {
        let names = OWNERS.keys().filter(|name| !is_method(name));
        names.filter_map(|name| name.rsplit('.').next()).map(str::as_bytes).collect()
    });
    WORDS.contains(word)
}

/// Whether `name` is of a method or another attribute of a class.
pub fn is_method(name: &str) -> bool {
    let class = name.rsplit_once('.').and_then(|(of, _)| of.rsplit('.').next());
    class.is_some_and(|class| class.starts_with(char::is_uppercase))
}

static OWNERS: LazyLock<FxHashMap<&'static str, &'static Transform>> = LazyLock::new(|| {
    let rows = left::names().map(|name| (name, &left::TRANSFORM));
    // What a transform names itself wins over the table of what is left.
    let own = ALL.iter().flat_map(|owner| owner.names.iter().map(move |name| (*name, *owner)));
    rows.chain(own).collect()
});
