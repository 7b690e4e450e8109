//! What the code around a reference tells of its situation.

use crate::{
    semantic::{Fate, ReferenceContext},
    source::TextRange,
    transform::{Refusal, Site},
};

/// How a task is spawned.
pub(super) fn spawn(site: &Site<'_>) -> Option<Refusal> {
    let nodes = site.model.nodes();
    let fate = nodes.fate(nodes.call_of(site.range)?);
    let function = nodes.enclosing_function(site.range);
    if let Fate::Awaited { .. } = fate {
        return Some(
            Refusal::new(
                "the task is awaited at once, and so only gives the coroutine a context of its own",
            )
            .recipe("`await` the coroutine itself"),
        );
    }
    if is_background(site, fate) {
        let refusal = Refusal::new(
            "nobody awaits this task: asyncio would log its error and drop it at exit, a task group ends at the error and waits for the task",
        );
        return Some(match function.is_some_and(|function| function.is_async) {
            true => refusal.recipe("hand down a task group that lives as long as the program and `tg.start_soon(f, *args)`, with a `try` in `f` that logs its errors; cancel the group's scope at exit"),
            false => refusal.recipe("give this function a task group that lives as long as the program: `tg.start_soon(f, *args)` needs no `await`; with a `try` in `f` that logs its errors"),
        });
    }
    Some(match fate {
        Fate::Attribute => Refusal::new(
            "the task outlives this function in an attribute, so that the object has to own the task group",
        )
        .recipe("an `@asynccontextmanager` method of the object that opens `async with anyio.create_task_group() as tg:`, does `tg.start_soon(self.run)`, yields, and ends with `tg.cancel_scope.cancel()`, in place of its start and stop methods"),
        Fate::Collected => Refusal::new(
            "the tasks are collected, so that one task group has to be open from the first to where the last is awaited",
        )
        .recipe("`async with anyio.create_task_group() as tg:` around it and `tg.start_soon(f, x)` for each; where all results are wanted: `await anyio.gather(*[f(x) for x in xs])`"),
        Fate::Returned => Refusal::new("the task is handed to whoever called, who knows nothing of a task group")
            .recipe("return the coroutine and let the caller spawn it, or take the task group as a parameter"),
        _ if function.is_some_and(|function| !function.is_async) => Refusal::new(
            "the task is spawned in a function that is no coroutine, and so cannot open a task group or wait for one",
        )
        .recipe("take the task group as a parameter: `tg.start_soon(f, *args)` and `tg.create_task(f(...))` need no `await`"),
        Fate::Variable => Refusal::new(
            "the task's group has to be open from here to where the task is last awaited or cancelled",
        )
        .recipe("`async with anyio.create_task_group() as tg:` around these lines, `task = tg.create_task(f(...))` and `await task` in it; an error then ends the group, and arrives in an `ExceptionGroup`"),
        _ => return None,
    })
}

/// Whether nothing but a set, against its being collected, knows the task.
fn is_background(site: &Site<'_>, fate: Fate) -> bool {
    let mut members = site.instances.members_of(site.range).peekable();
    match fate {
        Fate::Dropped => true,
        Fate::Variable if members.peek().is_some() => {
            let callbacks = members.all(|member| member.name == "add_done_callback");
            let nodes = site.model.nodes();
            let mut lost = site.instances.lost_of(site.range);
            callbacks && lost.all(|lost| nodes.fate(lost.range) == Fate::Collected)
        }
        _ => false,
    }
}

/// Whether the name is of a type, and of nothing that is made here.
fn is_annotation(site: &Site<'_>) -> bool {
    matches!(
        site.reference.context,
        ReferenceContext::Annotation | ReferenceContext::StringAnnotation
    )
}

pub(super) fn task_class(site: &Site<'_>) -> Option<Refusal> {
    let refusal = match is_annotation(site) {
        true => return None,
        false => Refusal::new(
            "the class of asyncio's tasks is used as a value, which AnyIO's handles are not of",
        ),
    };
    Some(
        refusal.recipe(
            "`isinstance(x, anyio.TaskHandle)` once nothing but task groups makes the tasks",
        ),
    )
}

pub(super) fn future_class(site: &Site<'_>) -> Option<Refusal> {
    is_annotation(site).then(|| {
        Refusal::new("the futures that this is about are still asyncio's")
            .recipe("`anyio.Future[T]` together with the code that makes them")
    })
}

/// `task.add_done_callback(tasks.discard)`.
pub(super) fn task_callback(site: &Site<'_>) -> Option<Refusal> {
    let callback = arguments(site).into_iter().next()?;
    let is_discard =
        site.source(callback).ends_with(".discard") || site.source(callback).ends_with(".remove");
    is_discard.then(|| {
        Refusal::new("keeps the task from being collected, which a task group does by itself")
            .recipe("drop it, and the container, when the task is spawned in a task group")
    })
}

/// What is asked of the running task.
pub(super) fn current_task(site: &Site<'_>) -> Option<Refusal> {
    let mut members = site.instances.members_of(site.range).peekable();
    members.peek()?;
    let recipe = match members.next()?.name.as_str() {
        "get_name" => "`anyio.get_current_task().name`",
        "cancel" => {
            "put what is to be cancelled into `with anyio.CancelScope() as scope:` and call `scope.cancel()`"
        }
        "cancelling" | "uncancel" => {
            "`with anyio.CancelScope() as scope:` around the code that may be cancelled, and `scope.cancel_called`"
        }
        _ => return None,
    };
    Some(
        Refusal::new("AnyIO describes the running task and gives no object to cancel or to await")
            .recipe(recipe),
    )
}

/// What is shielded, and whether the waiting for it is timed out.
pub(super) fn shield(site: &Site<'_>) -> Option<Refusal> {
    let nodes = site.model.nodes();
    let call = nodes.call_of(site.range)?;
    let around = nodes.call_around(call);
    if around.is_some_and(|around| site.is_named(around.callee, "asyncio.wait_for")) {
        return Some(
            Refusal::new("only the waiting is timed out here, while the work goes on; AnyIO's shield would make the caller wait for the work")
                .recipe("run the work in a task group that outlives this, and `with anyio.move_on_after(seconds): await handle.wait()`"),
        );
    }
    let work = arguments(site).into_iter().next()?;
    if nodes.is_existing(work) {
        return Some(
            Refusal::new("the task that is awaited here goes on when the caller is cancelled, for which AnyIO needs no shield, but a task group that is open as long")
                .recipe("spawn the work in a task group that outlives this, and `await handle.wait()` here"),
        );
    }
    let callee = nodes.callee_of(work)?;
    site.model.resolve_function(callee).filter(|function| function.is_async)?;
    Some(
        Refusal::new("asyncio lets the caller leave at once while the shielded work goes on alone; under AnyIO's shield the caller waits for it, and a `Task.cancel()` reaches it all the same")
            .recipe("`with anyio.CancelScope(shield=True): await work()` once nothing but AnyIO's scopes and groups cancels what runs here; if the caller must leave at once, run the work in a task group that outlives it and `await handle.wait()` here"),
    )
}

/// How a gather's results and errors are taken.
pub(super) fn gather(site: &Site<'_>) -> Option<Refusal> {
    let nodes = site.model.nodes();
    let fate = nodes.fate(nodes.call_of(site.range)?);
    let Fate::Awaited { dropped } = fate else {
        return Some(
            Refusal::new("the children start here, where `gather` is called; AnyIO's start where `anyio.gather` is awaited")
                .recipe("await it here, or spawn the children in a task group that is open until the results are read"),
        );
    };
    Some(match keyword(site, "return_exceptions") {
        Some("True") if dropped => Refusal::new(
            "`return_exceptions=True` and no look at the results: errors are dropped on purpose, which a task group does not do",
        )
        .recipe("`async with anyio.create_task_group() as tg:` and `tg.start_soon(guarded, f, x)` for each, where `guarded` awaits `f(x)` and logs its errors"),
        Some(value) if value != "False" => Refusal::new(
            "errors are taken as results here, for which AnyIO has no switch",
        )
        .recipe("`list(await anyio.gather(*map(capture, coroutines)))` with `async def capture(c):` and in it `try: return await c` and `except Exception as error: return error`"),
        _ if dropped => Refusal::new(
            "under AnyIO a child that fails cancels the others, which go on under asyncio, and its error arrives in an `ExceptionGroup`",
        )
        .recipe("`async with anyio.create_task_group() as tg:` and `tg.start_soon(f, x)` for each, or `await anyio.gather(f(), g())`; `except* ValueError` where errors are told apart"),
        _ => return None,
    })
}

pub(super) fn wait(site: &Site<'_>) -> Option<Refusal> {
    let mode = keyword(site, "return_when");
    let nodes = site.model.nodes();
    let dropped = nodes.fate(nodes.call_of(site.range)?) == Fate::Awaited { dropped: true };
    let is = |name: &str| {
        mode.is_some_and(|mode| mode.ends_with(name) || mode.trim_matches(['"', '\'']) == name)
    };
    if is("FIRST_COMPLETED") {
        let refusal = Refusal::new(
            "the tasks go on after the first is done, and what becomes of them is told elsewhere; a task group ends all of them together",
        );
        return Some(refusal.recipe("where the rest is cancelled: spawn them in one task group, let each child store its result and call `tg.cancel_scope.cancel()`, and read the result after the block; where they go on: let them send into a memory object stream and receive from it here"));
    }
    (dropped && mode.is_none() && keyword(site, "timeout").is_none()).then(|| {
        Refusal::new("it waits for tasks without raising their errors, which a task group does")
            .recipe("spawn them in `async with anyio.create_task_group() as tg:`, whose end waits for all of them, with a `try` in each whose error does not matter")
    })
}

/// How large a queue is.
pub(super) fn queue(site: &Site<'_>) -> Option<Refusal> {
    let reason = "a memory object stream has two ends where a queue is one object, so that whoever uses the queue must be given the right end";
    if is_annotation(site) {
        return Some(Refusal::new("the queue that this is about stays asyncio's").recipe(
            "`MemoryObjectSendStream[T]` for who puts, `MemoryObjectReceiveStream[T]` for who gets, from `anyio.streams.memory`, together with the queue",
        ));
    }
    let size = arguments(site).into_iter().next().map(|size| site.source(size))?;
    let size = keyword(site, "maxsize").unwrap_or(size);
    let unbounded = size == "0" || size.starts_with('-');
    (!unbounded).then(|| {
        Refusal::new(reason).recipe(format!(
            "`send, receive = anyio.create_memory_object_stream[T]({size})`, where 0, which is no limit for a queue, becomes `math.inf`; producers get `send`, consumers `receive`"
        ))
    })
}

pub(super) fn threadsafe(site: &Site<'_>) -> Option<Refusal> {
    let nodes = site.model.nodes();
    let call = nodes.call_of(site.range)?;
    let function = nodes.enclosing_function(site.range)?;
    (function.is_async && nodes.fate(call) == Fate::Dropped).then(|| {
        Refusal::new("hands a coroutine to another loop, and nobody looks whether it fails")
            .recipe("if that loop is this one, spawn it in a task group; if it runs in another thread, `portal.start_task_soon(f, *args)` of that thread's `anyio.from_thread.start_blocking_portal()`")
    })
}

/// Which executor runs the function, and whether it is waited for.
pub(super) fn executor(site: &Site<'_>) -> Option<Refusal> {
    let nodes = site.model.nodes();
    let fate = nodes.fate(nodes.call_of(site.range)?);
    let executor = arguments(site).into_iter().next().map(|first| site.source(first))?;
    let executor = keyword(site, "executor").unwrap_or(executor);
    if executor != "None" {
        return Some(
            Refusal::new(format!("the function runs in `{executor}`, which may be there for its size, its threads or its processes"))
                .recipe("a thread pool that only limits how many run: `await to_thread.run_sync(f, *args, limiter=limiter, abandon_on_cancel=True)` with one `limiter = anyio.CapacityLimiter(n)`; a process pool: `await to_process.run_sync(f, *args)`; a single thread that something is bound to: keep it"),
        );
    }
    match fate {
        Fate::Awaited { .. } => None,
        _ => Some(
            Refusal::new("the function starts in its thread here, where this is called; AnyIO's starts where it is awaited")
                .recipe("`tg.start_soon(to_thread.run_sync, f, *args)` in a task group, or await `to_thread.run_sync(f, *args, abandon_on_cancel=True)` where the result is needed"),
        ),
    }
}

/// A policy that is only there for uvloop or for Windows.
pub(super) fn policy(site: &Site<'_>) -> Option<Refusal> {
    let policy = arguments(site).into_iter().next().map(|policy| site.source(policy))?;
    if policy.contains("Windows") {
        return Some(
            Refusal::keep("other libraries may need this kind of loop on Windows; AnyIO runs on either")
                .recipe("`anyio.run(main, backend_options={\"loop_factory\": asyncio.SelectorEventLoop})` where every loop is started by it"),
        );
    }
    policy.contains("uvloop").then(|| {
        Refusal::keep("`anyio.run` honours the policy, and so runs on uvloop")
            .recipe("once every loop is started by `anyio.run`: drop it and say `anyio.run(main, backend_options={\"use_uvloop\": True})`")
    })
}

/// A loop made by hand: in a thread of its own, or to run one coroutine.
pub(super) fn own_loop(site: &Site<'_>) -> Option<Refusal> {
    let mut refusal = None;
    let members: Vec<_> = site.instances.members_of(site.range).collect();
    let uses = |name: &str| members.iter().any(|member| member.name == name);
    if uses("run_forever") {
        refusal = Some(
            Refusal::new("this loop runs until it is stopped, and serves other threads or callbacks")
                .recipe("`with anyio.from_thread.start_blocking_portal() as portal:` runs a loop in a thread of its own; `portal.call(f, *args)` and `portal.start_task_soon(f, *args)` hand it work"),
        );
    } else if uses("run_until_complete") {
        refusal = Some(
            Refusal::new("tasks that this loop keeps between two calls would not live on in another one")
                .recipe("`anyio.run(main, *args)` where the loop runs one coroutine; several calls become one coroutine that awaits them in turn"),
        );
    }
    let places = members.iter().map(|member| member.range);
    places.fold(refusal, |refusal, range| refusal.map(|refusal| refusal.at(range, "used here")))
}

pub(super) fn run_until_complete(site: &Site<'_>) -> Option<Refusal> {
    let origin = site.instances.member_at(site.range)?.origin?;
    let runs = site.instances.members_of(origin);
    let runs: Vec<TextRange> =
        runs.filter(|m| m.name == "run_until_complete").map(|m| m.range).collect();
    let others = runs.iter().filter(|range| **range != site.range);
    let refusal = Refusal::new(
        "this loop runs several coroutines, and what one leaves behind goes on in the next",
    )
    .recipe("`anyio.run(main)` with one coroutine that awaits them in turn");
    (runs.len() > 1)
        .then(|| others.fold(refusal, |refusal, range| refusal.at(*range, "runs here, too")))
}

/// Where a mark puts its test's loop.
pub(super) fn mark(site: &Site<'_>) -> Option<Refusal> {
    let scope = keyword(site, "loop_scope").or_else(|| keyword(site, "scope"))?;
    let scope = scope.trim_matches(['"', '\'']);
    (scope != "function").then(|| {
        Refusal::new(format!("the tests of a {scope} share a loop here; AnyIO's plugin keeps one for as long as the widest async fixture lives"))
            .recipe(format!("`@pytest.mark.anyio`, and an autouse async fixture of scope \"{scope}\" that requests `anyio_backend`, itself a fixture of at least that scope that returns `\"asyncio\"`"))
    })
}

pub(super) fn fixture(site: &Site<'_>) -> Option<Refusal> {
    let scope = keyword(site, "loop_scope").or_else(|| keyword(site, "scope"))?;
    let scope = scope.trim_matches(['"', '\'']);
    (scope != "function").then(|| {
        Refusal::new("the fixture outlives its test, and moves together with the loop that it and all its tests share")
            .recipe(format!("`@pytest.fixture(scope=\"{scope}\")` that requests `anyio_backend`, itself a fixture of at least that scope that returns `\"asyncio\"`, with `@pytest.mark.anyio` on the tests"))
    })
}

/// What is passed by the keyword `name` in the call of the reference.
fn keyword<'a>(site: &Site<'a>, name: &str) -> Option<&'a str> {
    let value = site.model.nodes().keyword_of_call(site.range, name)?;
    Some(site.source(value))
}

/// What is passed in the call of the reference, in order.
fn arguments(site: &Site<'_>) -> Vec<TextRange> {
    site.model.nodes().arguments_of_call(site.range)
}
