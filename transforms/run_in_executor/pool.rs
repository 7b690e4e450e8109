//! Thread pools that do nothing but limit how many functions run at a time.

use crate::{
    change::{Change, Changes},
    finding::Note,
    rewrite::Rewrite,
    semantic::{CallSite, CallValue, Object, UseKind},
    source::TextRange,
    syntax::Argument,
    transform::{Refusal, Site},
};

/// A pool every use of which is known, so that a limiter can take its place.
pub struct Pool {
    /// What hands it work, as `loop.run_in_executor` is spelled there, in source order; never empty.
    pub runs: Vec<TextRange>,
    /// What makes a limiter of the pool.
    pub rewrites: Vec<Rewrite>,
    /// What differs then, besides what differs for each function that it runs.
    pub changes: Changes,
    /// Where that shows.
    pub places: Vec<Note>,
}

/// The classes of pools, with what they are based on.
const THREADS: [&str; 2] =
    ["concurrent.futures.ThreadPoolExecutor", "concurrent.futures.thread.ThreadPoolExecutor"];
const PROCESSES: [&str; 2] =
    ["concurrent.futures.ProcessPoolExecutor", "concurrent.futures.process.ProcessPoolExecutor"];
const BASES: [&str; 2] = ["concurrent.futures.Executor", "concurrent.futures._base.Executor"];

/// Words of code that tells threads from each other, which those of a pool live longer for.
const TELLS_THREADS: &[&str] =
    &["threading.local", "import local", "current_thread", "get_ident", "get_native_id"];

/// Words of code that runs a loop besides the one of the main thread.
const OTHER_LOOPS: &[&str] = &["Thread(", "new_event_loop", "start_blocking_portal"];

/// The pool that the expression at `executor` stands for; `None` where it was not seen to be one.
///
/// # Errors
///
/// When the pool does more than a limiter would, or not all that is done with it was seen.
pub fn of(site: &Site<'_>, executor: TextRange) -> Result<Option<Pool>, Refusal> {
    let all = site.model.references().iter().map(|reference| reference.range);
    for class in all.filter(|class| is_class(site, *class)) {
        if let Some(pool) = managed(site, class, executor)? {
            return Ok(Some(pool));
        }
        let object =
            site.model.object(class, &|range| is_any(site, range, &[&THREADS, &PROCESSES, &BASES]));
        if object.uses.iter().any(|used| used.object == executor) {
            return kept(site, &object).map(Some);
        }
    }
    Ok(None)
}

/// Whether the expression at `range` names the class of pools of threads or of processes.
pub fn is_class(site: &Site<'_>, range: TextRange) -> bool {
    is_any(site, range, &[&THREADS, &PROCESSES])
}

/// How many threads the pool has that the call at `call` of `class` makes.
///
/// # Errors
///
/// When it is no pool of several threads, or more is said of them.
pub fn size(site: &Site<'_>, class: TextRange, call: TextRange) -> Result<TextRange, Refusal> {
    if is_any(site, class, &[&PROCESSES]) {
        return Err(Refusal::new("the function runs in a process of a pool, with arguments and results that are pickled; AnyIO has its own processes, which no pool prepares")
            .recipe("`await to_process.run_sync(f, *args, cancellable=True, limiter=limiter)` with one `limiter = anyio.CapacityLimiter(n)`; `f` has to be a function of a module, and what it prints is lost")
            .at(call, "the pool"));
    }
    let node = site.call_at(call)?;
    let arguments = node.arguments().ok_or_else(|| Refusal::new("its pool cannot be read"))?;
    for argument in arguments.iter() {
        let Argument::Keyword { name, .. } = argument else { continue };
        let reason = match name {
            "initializer" | "initargs" => {
                "the threads of its pool are prepared by an initializer, which AnyIO's are not"
            }
            "thread_name_prefix" => {
                "the threads of its pool have names of their own, which AnyIO's cannot have"
            }
            _ => continue,
        };
        return Err(Refusal::new(reason).recipe(KEEP).at(call, "the pool"));
    }
    let bound = arguments.bind(&["max_workers="])?;
    let size = bound.get("max_workers").map(|size| size.range());
    let count = size.and_then(|size| site.model.whole_number(size));
    match (size, count) {
        (Some(size), Some(2..)) => Ok(size),
        (_, Some(_)) => Err(Refusal::new("its pool has one thread, to which something may be bound; a limiter of one lets one function run at a time, on any thread")
            .recipe(KEEP)
            .at(call, "the pool")),
        _ => Err(Refusal::new("how many threads its pool has is not a number that is written here, and a limiter needs one")
            .recipe("write the number down, `ThreadPoolExecutor(max_workers=8)`, or by hand: `limiter = anyio.CapacityLimiter(n)` in place of the pool and `await to_thread.run_sync(f, *args, limiter=limiter, abandon_on_cancel=True)`")
            .at(call, "the pool")),
    }
}

const KEEP: &str = "keep the pool where its threads matter; else `limiter = anyio.CapacityLimiter(n)` in its place and `await to_thread.run_sync(f, *args, limiter=limiter, abandon_on_cancel=True)`";

/// The pool that a `with` statement makes and closes.
fn managed(
    site: &Site<'_>,
    class: TextRange,
    executor: TextRange,
) -> Result<Option<Pool>, Refusal> {
    let nodes = site.model.nodes();
    let Some(call) = nodes.call_of(class) else { return Ok(None) };
    let Some(item) = nodes.item_of(call) else { return Ok(None) };
    let Some(target) = item.target else { return Ok(None) };
    let uses = site.model.uses_of_target(target).unwrap_or_default();
    if !uses.contains(&executor) {
        return Ok(None);
    }
    let size = size(site, class, call)?;
    refuse_told_threads(site)?;
    if item.items.len() > 1 {
        return Err(Refusal::new("its pool is made in a `with` statement of several items")
            .recipe("give the pool a `with` statement of its own")
            .at(call, "the pool"));
    }
    let mut runs = Vec::new();
    for used in uses {
        if !item.body.contains_range(used) {
            return Err(Refusal::new("its pool is used after it was closed").at(used, "used here"));
        }
        match nodes.call_with(used) {
            Some(around) => runs.push(run(site, around, used)?),
            None => return Err(unknown(used)),
        }
    }
    let text =
        format!("{} = ${{anyio.CapacityLimiter}}({})", site.source(target), site.source(size));
    let rewrites = vec![
        Rewrite::before(item.statement, site.template(&text)),
        Rewrite::unwrap_block(item.statement).dropping([call]),
    ];
    runs.sort_by_key(|range| range.start());
    Ok(Some(Pool { runs, rewrites, changes: Changes::NONE, places: Vec::new() }))
}

/// The pool that variables or attributes hold.
fn kept(site: &Site<'_>, object: &Object) -> Result<Pool, Refusal> {
    if let Some((range, text)) = object.escapes.first() {
        return Err(Refusal::new("not every use of its pool can be followed")
            .recipe(KEEP)
            .at(*range, text.clone()));
    }
    let mut rewrites = Vec::new();
    let nodes = site.model.nodes();
    for creation in &object.creations {
        let call = creation.call.ok_or_else(|| {
            Refusal::new("its pool is made by other code").at(creation.class, "here")
        })?;
        let size = size(site, creation.class, call)?;
        let is_async = |call| nodes.enclosing_function(call).is_some_and(|f| f.is_async);
        if !is_async(call) && OTHER_LOOPS.iter().any(|word| site.model.mentions(word)) {
            return Err(Refusal::new("its pool may serve several loops, and a limiter serves one")
                .recipe(KEEP)
                .at(call, "the pool"));
        }
        let with = site.template_with("${anyio.CapacityLimiter}($size)", &[("size", size)]);
        rewrites.push(Rewrite::replace(call, with));
    }
    if rewrites.is_empty() {
        return Err(Refusal::new("its pool is not made in this file"));
    }
    refuse_told_threads(site)?;
    let class =
        |range: &TextRange| Rewrite::replace(*range, site.template("${anyio.CapacityLimiter}"));
    rewrites.extend(object.annotations.iter().map(class));
    let (mut runs, mut changes, mut places) = (Vec::new(), Changes::NONE, Vec::new());
    for used in &object.uses {
        match &used.kind {
            UseKind::Test => {}
            UseKind::Argument { call, callee } => {
                let around = CallSite { call: *call, callee: *callee };
                runs.push(run(site, around, used.object)?);
            }
            UseKind::Method { name, call, value: CallValue::Dropped }
                if name == "shutdown" && !nodes.calls_within(*call) =>
            {
                let statement = nodes.statement_of_value(*call).ok_or_else(|| unknown(*call))?;
                rewrites.push(Rewrite::remove_statement(statement).dropping([*call]));
                changes = Changes::of(&[Change::ExceptionType]);
                places.push(Note::new(*call, "the pool refused work from here on"));
            }
            _ => return Err(unknown(used.object)),
        }
    }
    if let Some((range, name)) = object.public.first() {
        changes = changes.union(Changes::of(&[Change::PublicApi]));
        places.push(Note::new(*range, format!("`{name}` may be used by other files")));
    }
    runs.sort_by_key(|range| range.start());
    Ok(Pool { runs, rewrites, changes, places })
}

/// What `around` calls, if it is a loop's `run_in_executor` that takes the pool at `used`.
fn run(site: &Site<'_>, around: CallSite, used: TextRange) -> Result<TextRange, Refusal> {
    let member = site.instances.member_at(around.callee).filter(|member| member.certain);
    let is_run = member.is_some_and(|member| member.name == "run_in_executor");
    let arguments = site.call_at(around.call)?.arguments();
    let first = arguments.and_then(|arguments| arguments.iter().next());
    match is_run && first.is_some_and(|first| first.value().range() == used) {
        true => Ok(around.callee),
        false => Err(unknown(used)),
    }
}

fn unknown(used: TextRange) -> Refusal {
    Refusal::new("its pool is used for more than `run_in_executor`, which a limiter is not for")
        .recipe(KEEP)
        .at(used, "used here")
}

fn refuse_told_threads(site: &Site<'_>) -> Result<(), Refusal> {
    match TELLS_THREADS.iter().any(|word| site.model.mentions(word)) {
        true => Err(Refusal::new(
            "this file tells threads from each other, and AnyIO's are not those of a pool",
        )
        .recipe(KEEP)),
        false => Ok(()),
    }
}

fn is_any(site: &Site<'_>, range: TextRange, names: &[&[&str]]) -> bool {
    let name = site.model.qualified_name(range);
    name.is_some_and(|name| names.iter().copied().flatten().any(|own| name == *own))
}
