#![doc = include_str!("doc.md")]

pub mod worker;

use crate::{
    change::{Change, Changes},
    finding::Note,
    rewrite::{Rewrite, Template},
    semantic::Fate,
    source::TextRange,
    syntax::{Argument, Call, Pattern, TypedNode},
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{left, run::arguments::called_inside},
};
use worker::Worker;

/// What a thread hands to the loop that started it.
pub static TRANSFORM: Transform = Transform {
    name: "threadsafe",
    names: &["asyncio.AbstractEventLoop.call_soon_threadsafe", "asyncio.run_coroutine_threadsafe"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let found = site.shape("is used as a value, so what it will be called with is not known")?;
    let call = found.range("call");
    let in_thread = site.model.nodes().enclosing_function(call).is_some_and(|f| !f.is_async);
    let (handed, worker) =
        handed(site, call).map_err(|refusal| match (left::refusal(site), in_thread) {
            (general, true) => Refusal { recipe: refusal.recipe.or(general.recipe), ..refusal },
            (general, false) => general,
        })?;
    let mut fix = match handed {
        Handed::Coroutine { whole, with, loops, changes } => Fix::safe(
            "the thread still waits for the coroutine, which is cancelled with whoever waits for the thread",
            [Rewrite::replace(whole, with).dropping([loops])],
        )
        .changing(changes),
        Handed::Callback => Fix::safe(
            "the thread waits until the loop has made the call, and gets its error",
            [Rewrite::replace(site.range, site.template("${anyio.from_thread.run_sync}"))],
        )
        .changing([Change::StartOrder, Change::ExceptionType]),
    };
    fix.requires = worker.starters;
    if let Some((range, name)) = worker.public {
        fix = fix.changing([Change::PublicApi]);
        fix.places.push(Note::new(
            range,
            format!("`{name}` may be called by other files, in threads that AnyIO did not start"),
        ));
    }
    fix.only()
}

/// What is handed to the loop.
enum Handed {
    /// A coroutine that the thread waits for.
    Coroutine { whole: TextRange, with: Template, loops: TextRange, changes: Changes },
    /// A function that the loop calls.
    Callback,
}

/// Whether the call at `call` goes, of either function, together with the loop that it names.
pub fn goes(site: &Site<'_>, call: TextRange) -> bool {
    handed(site, call).is_ok()
}

fn handed(site: &Site<'_>, call: TextRange) -> Result<(Handed, Worker), Refusal> {
    let node = site.call_at(call)?;
    let callee = site.model.nodes().callee_of(call);
    match callee.and_then(|callee| site.instances.member_at(callee)) {
        Some(member) => {
            let worker = worker::around(site, call, member.object)?;
            callback(site, node).map(|()| (Handed::Callback, worker))
        }
        None => {
            let (coroutine, loops) = coroutine(site, node)?;
            Ok((coroutine, worker::around(site, call, loops)?))
        }
    }
}

/// `asyncio.run_coroutine_threadsafe(f(x), loop).result()`, and the loop in it.
fn coroutine(site: &Site<'_>, call: Call<'_>) -> Result<(Handed, TextRange), Refusal> {
    let nodes = site.model.nodes();
    let member = nodes.member_of(call.range()).ok_or_else(|| kept(call.range()))?;
    let is_bare =
        member.call.as_ref().is_some_and(|call| call.arguments.as_ref().is_some_and(Vec::is_empty));
    if member.name != "result" {
        return Err(kept(call.range()));
    }
    if !is_bare {
        return Err(Refusal::new("the thread waits for a limited time, which `from_thread.run` does not")
            .recipe("`from_thread.run(f, *args)` with `with anyio.fail_after(seconds):` in a coroutine around what it awaits, where the thread is one that `to_thread.run_sync` started"));
    }
    let arguments = call.arguments().ok_or_else(|| kept(call.range()))?;
    let bound = arguments.bind(&["coro", "loop"])?;
    let (Some(coro), Some(loops)) = (bound.get("coro"), bound.get("loop")) else {
        return Err(kept(call.range()));
    };
    let made = Call::cast(coro).ok_or_else(|| {
        Refusal::new("the coroutine is made elsewhere, and `from_thread.run` takes the function that makes it")
            .at(coro.range(), "the coroutine")
    })?;
    let (Some(callee), Some(inner)) = (made.function(), made.arguments()) else {
        return Err(kept(call.range()));
    };
    let inner: Vec<Argument<'_>> = inner.iter().collect();
    let by_keyword =
        inner.iter().any(|a| matches!(a, Argument::Keyword { .. } | Argument::DoubleStar(_)));
    let open = Template::default().symbol("anyio.from_thread.run").text("(");
    let (open, close) = match by_keyword {
        true => (open.symbol("functools.partial").text("("), "))"),
        false => (open, ")"),
    };
    let with = inner.iter().fold(open.hole(callee.range()), |with, argument| {
        with.text(", ").hole(argument.node().range())
    });
    let changes = called_inside(site, callee.range())?;
    let changes = changes.union(Changes::of(&[Change::ExceptionType, Change::LevelCancellation]));
    let (whole, with, loops) = (member.range, with.text(close), loops.range());
    Ok((Handed::Coroutine { whole, with, loops, changes }, loops))
}

/// `loop.call_soon_threadsafe(f, x)`
fn callback(site: &Site<'_>, call: Call<'_>) -> Result<(), Refusal> {
    if site.model.nodes().fate(call.range()) != Fate::Dropped {
        return Err(Refusal::new(
            "its handle is used, and `from_thread.run_sync` waits until the call is made",
        ));
    }
    let arguments = call.arguments().into_iter().flat_map(|all| all.iter());
    let mut arguments = arguments.collect::<Vec<_>>().into_iter();
    let first = matches!(arguments.next(), Some(Argument::Positional(_)));
    let plain = |one| matches!(one, Argument::Positional(_) | Argument::Star(_));
    if !first || !arguments.all(plain) {
        return Err(Refusal::new(
            "what the loop calls, or in which context, is known only when it runs",
        ));
    }
    if let Some(lock) = site.model.kept_manager_around(call.range()) {
        return Err(Refusal::new(
            "the thread may hold a lock that the loop waits for, and would wait for the loop",
        )
        .at(lock, "held here"));
    }
    let function = site.model.nodes().enclosing_function(call.range());
    match function.is_some_and(|function| site.source(function.range).contains(".acquire(")) {
        true => Err(Refusal::new(
            "the thread may hold a lock that the loop waits for, and would wait for the loop",
        )),
        false => Ok(()),
    }
}

fn kept(call: TextRange) -> Refusal {
    Refusal::new("the thread does not wait here for what it hands to the loop")
        .recipe("hand the thread a portal (`async with anyio.from_thread.BlockingPortal() as portal:`): `portal.start_task_soon(f, *args)` gives a `concurrent.futures.Future`")
        .at(call, "its future is kept, or dropped")
}
