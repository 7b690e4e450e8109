#![doc = include_str!("doc.md")]

pub mod pool;
pub mod work;

use crate::{
    change::{Change, Changes},
    rewrite::Rewrite,
    source::TextRange,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{left, running_loop, to_thread},
};

/// Functions that the loop's default executor runs, or a pool of threads.
pub static TRANSFORM: Transform = Transform {
    name: "run_in_executor",
    names: &["asyncio.AbstractEventLoop.run_in_executor"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let found = site.shape("is used as a value, so what it will be called with is not known")?;
    let call = found.range("call");
    let work = work::at(site, call)?.ok_or_else(|| left::refusal(site))?;
    let getter = forgotten_loop(site)?;
    let limiter = work.pool.as_ref().map(|(limiter, _)| *limiter);
    let mut rewrites = vec![
        Rewrite::replace(site.range, site.template("${anyio.to_thread.run_sync}")),
        Rewrite::remove_element(work.executor),
        to_thread::abandoning_within(site, call, work.all, limiter),
    ];
    // The first that the pool runs takes the pool along.
    let (mut requires, mut changes, mut places) = (work.requires, Changes::NONE, Vec::new());
    if let Some((_, pool)) = work.pool {
        (changes, places) = (pool.changes, pool.places);
        match pool.runs.split_first() {
            Some((first, others)) if *first == site.range => {
                rewrites.extend(pool.rewrites);
                requires.extend(others);
            }
            first => requires.extend(first.map(|(first, _)| *first)),
        }
    }
    let reason = match limiter {
        None => {
            "runs with a copy of the caller's context variables; lets other tasks run before the thread starts, and the end of `run` does not wait for it"
        }
        Some(_) => {
            "runs with a copy of the caller's context variables; lets other tasks run before the thread starts, and a thread that is left alone no longer counts, nor does the end of `run` or of the pool wait for it"
        }
    };
    let mut fix = Fix::safe(reason, rewrites)
        .changing([Change::StartOrder, Change::Contextvars])
        .changing(changes)
        .since(to_thread::ABANDONS_SINCE);
    fix.resolves.extend(getter);
    fix.requires = requires;
    fix.places = places;
    fix.only()
}

/// The getter of the loop that goes with the call, if one does. Which loop it is does not matter: a
/// future that is awaited is of the loop that runs, or raises.
fn forgotten_loop(site: &Site<'_>) -> Result<Option<TextRange>, Refusal> {
    if let Ok(getter) = running_loop::getter(site) {
        return Ok(getter);
    }
    match site.instances.member_at(site.range) {
        Some(member) if site.model.is_quiet(member.object) => Ok(None),
        _ => Err(Refusal::new("what gives the loop in this expression would go with the call, and was not seen to do nothing else")
            .recipe("get the loop in a statement of its own first")),
    }
}
