//! Functions that only ever run in threads that AnyIO starts, once the calls that start them are
//! rewritten.

use crate::{
    semantic::structure::Function,
    source::TextRange,
    transform::{Refusal, Site},
    transforms::running_loop,
};

/// A function that runs in worker threads alone.
pub struct Worker {
    /// The references that start it and have to be rewritten, too.
    pub starters: Vec<TextRange>,
    /// Its name, where other files may know it.
    pub public: Option<(TextRange, String)>,
}

/// The worker whose code hands something to a loop at `call`, where `loops` is the loop that it was
/// started from.
///
/// # Errors
///
/// When the function around may run elsewhere, or the loop be another one.
pub fn around(site: &Site<'_>, call: TextRange, loops: TextRange) -> Result<Worker, Refusal> {
    let nodes = site.model.nodes();
    let function = nodes.enclosing_function(call).filter(|f| !f.is_async && !f.is_generator);
    let function = function
        .ok_or_else(|| Refusal::new("is no part of a function that runs in a thread of its own"))?;
    let uses = site.model.uses_of_function(function.node).filter(|uses| !uses.is_empty());
    let uses = uses.ok_or_else(|| {
        Refusal::new("what runs the function around it, and in which thread, was not seen")
    })?;
    let mut worker = Worker { starters: Vec::new(), public: public(site, function) };
    for used in uses {
        let starter = starter(site, used).ok_or_else(|| {
            Refusal::new("the function around it does not only run in threads that `asyncio.to_thread` or `run_in_executor` start")
                .at(used, "used here")
        })?;
        if !is_started_from(site, &starter, function, loops) {
            return Err(Refusal::new("whether this is the loop that its thread was started from was not proved")
                .recipe("get the loop in the coroutine that starts the thread, `loop = asyncio.get_running_loop()`, and hand it to the thread's function; or by hand: `from_thread.run(f, *args)` and `from_thread.run_sync(f, *args)` find the loop by themselves")
                .at(starter.call, "started here"));
        }
        worker.starters.extend(starter.reference);
    }
    Ok(worker)
}

/// A call that runs a function in a thread.
struct Starter {
    call: TextRange,
    /// The reference to asyncio, if it is not AnyIO's already.
    reference: Option<TextRange>,
    /// What is passed to the function.
    arguments: Vec<TextRange>,
}

fn starter(site: &Site<'_>, used: TextRange) -> Option<Starter> {
    let around = site.model.nodes().call_with(used)?;
    let passed = site.model.passed(around.call)?;
    let member = site.instances.member_at(passed.callee).filter(|member| member.certain);
    let is_executor = member.is_some_and(|member| member.name == "run_in_executor");
    let is_anyio = site.is_named(passed.callee, "anyio.to_thread.run_sync");
    let skipped = match (is_executor, is_anyio || site.is_named(passed.callee, "asyncio.to_thread"))
    {
        (true, _) => 1,
        (false, true) => 0,
        (false, false) => return None,
    };
    (passed.positional.get(skipped) == Some(&used)).then(|| Starter {
        call: around.call,
        reference: (!is_anyio).then_some(passed.callee),
        arguments: passed.positional.get(skipped + 1..).unwrap_or_default().to_vec(),
    })
}

/// Whether `loops`, in `function`, is the loop that `starter` runs in.
fn is_started_from(
    site: &Site<'_>,
    starter: &Starter,
    function: Function,
    loops: TextRange,
) -> bool {
    let value = match site.model.parameter_at(function.node, loops) {
        Some(position) => starter.arguments.get(position).copied(),
        None => Some(loops),
    };
    let nodes = site.model.nodes();
    value.and_then(|value| site.model.bare_callee(value)).is_some_and(|getter| {
        let is_getter = running_loop::TRANSFORM.names.iter().any(|n| site.is_named(getter, n));
        let here = nodes.enclosing_function(getter).filter(|function| function.is_async);
        is_getter && here.is_some() && here == nodes.enclosing_function(starter.call)
    })
}

/// The name by which other files may call the function.
fn public(site: &Site<'_>, function: Function) -> Option<(TextRange, String)> {
    let nodes = site.model.nodes();
    let is_nested = nodes.enclosing_function(function.range).is_some();
    let name = nodes.name_of_function(function.node)?;
    (!is_nested && !nodes.is_private(function.node)).then(|| (name, site.source(name).to_owned()))
}
