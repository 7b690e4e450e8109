//! The loop that takes the place of one over `as_completed`.

use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{Block, Counter, Failing, Iteration, Making, Observer, Spread},
    source::TextRange,
    transform::{Fix, Refusal, Site},
    transforms::{
        cleanup::cancelling_all,
        create_task::Spawn,
        emitted::{Emitted, emit},
    },
};

/// Gives a function that raises what went wrong where the result is asked for.
pub static CAPTURED: Emitted = Emitted {
    names: &["captured", "captured_outcome"],
    code: include_str!("captured.py"),
    mark: "Wait for a result; what gives it, or raises the error in its place, is returned.",
};

/// What to do by hand.
const RECIPE: &str = "`async with anyio.as_completed(*coroutines) as done:` and in it `async for handle in done: result = await handle`; a `timeout=` becomes `with anyio.fail_after(t):` around both";

/// The fix for a loop over `as_completed`.
///
/// # Errors
///
/// When something in it is no coroutine, or somebody would see a difference that has no name.
pub(super) fn form(site: &Site<'_>, iteration: &Iteration) -> Result<Fix, Refusal> {
    let refused = |reason: &'static str| Refusal::new(reason).recipe(RECIPE);
    let Arguments { coros, timeout } = arguments(site)?;
    let Children { made: children, spawns } = children(site, site.range, coros)?;
    let nodes = site.model.nodes();
    let own = [iteration.awaited, iteration.counter.as_ref().map_or(coros, |c| c.call)];
    if own.iter().any(|range| nodes.yields_in(*range)) {
        return Err(refused("stands around a `yield`"));
    }
    let observer = seen(site, iteration, &children);
    let is_inside = |o: &Observer| iteration.statement.contains_range(o.range());
    let is_timeout =
        |o: &Observer| timeout.is_some() && site.source(o.range()).ends_with("TimeoutError");
    let outside = observer.filter(|observer| !is_inside(observer) && !is_timeout(observer));
    if let Some(outside) = outside {
        return Err(refused(
            "an error of a child is caught around the loop, and would arrive there in an `ExceptionGroup`",
        )
        .at(outside.range(), "caught here"));
    }
    let inside = observer.filter(is_inside);
    if let Some(inside) = inside.filter(|_| timeout.is_some()) {
        return Err(refused("errors, which may be the timeout's, are caught in the loop")
            .at(inside.range(), "caught here"));
    }
    let named = |base: &str| {
        site.model.fresh_variable(base, iteration.statement).ok_or_else(|| {
            refused("needs a variable more, in a function that looks at all of its variables")
        })
    };
    let completed = named("completed")?;
    let mut rewrites = Vec::new();
    let mut source = "*$coros".to_owned();
    if inside.is_some() {
        if !site.model.builtin("map", iteration.statement.start()) {
            return Err(refused("`map` has another meaning here"));
        }
        let (name, emitted) = emit(site, &CAPTURED)?;
        rewrites.extend(emitted);
        source = format!("*map({name}, $coros)");
        let raising = site.template_with("($it)()", &[("it", iteration.awaited)]);
        rewrites.push(Rewrite::replace(iteration.awaited, raising.assume_pure()));
    }
    let mut guard = None;
    let mut holes = vec![("coros", coros)];
    if !site.model.has_elements(coros) {
        if iteration.has_else {
            return Err(refused(
                "its `else` runs also where there are no coroutines, which AnyIO refuses",
            ));
        }
        if nodes.is_existing(coros) {
            guard = Some(site.template_with("if $coros:", &holes).assume_pure());
        } else {
            let name = named("coros")?;
            let before = site.template_with(&format!("{name} = $coros"), &holes);
            rewrites.push(Rewrite::before(iteration.statement, before.assume_pure()));
            guard = Some(site.template(&format!("if {name}:")));
            source = source.replace("$coros", &name);
            holes.clear();
        }
    }
    let mut wraps: Vec<_> = guard.into_iter().collect();
    if let Some(timeout) = timeout {
        let header =
            site.template_with("with ${anyio.fail_after}($timeout):", &[("timeout", timeout)]);
        wraps.push(header.assume_pure());
    }
    let header = format!("async with ${{anyio.as_completed}}({source}) as {completed}:");
    wraps.push(site.template_with(&header, &holes).assume_pure());
    rewrites.extend(wraps.into_iter().map(|header| Rewrite::wrap(iteration.statement, header)));
    rewrites.extend(counting(site, iteration.counter.as_ref(), iteration));
    let gone_through = format!("async for $each in {completed}");
    let header = site.template_with(&gone_through, &[("each", iteration.each)]);
    let counted = iteration.counter.as_ref().map(|counter| counter.call);
    let calls = [nodes.call_of(site.range), Some(coros), timeout, counted];
    rewrites.push(
        Rewrite::replace(iteration.header, header.assume_pure())
            .dropping(calls.into_iter().flatten()),
    );
    let leaving = "leaving the loop ends the children that are still running";
    let failing = format!("{leaving}, and an error of one ends all of them");
    let mut fix = match inside {
        Some(_) => Fix::safe(leaving, rewrites),
        None => Fix::safe(failing, rewrites),
    };
    fix = fix.changing([Change::ExceptionGroup, Change::CancelsSiblings]);
    if let Some(leaves) = iteration.leaves {
        fix.places.push(Note::new(leaves, "ends the others, which went on"));
    }
    for spawn in spawns {
        fix.resolves.push(spawn.callee);
        fix.resolves.extend(spawn.getter);
        let coro = site.template_with("$coro", &[("coro", spawn.coro)]);
        fix.rewrites.push(Rewrite::replace(spawn.call, coro.assume_pure()).dropping([spawn.call]));
    }
    let blocks: Vec<Block> = children.into_iter().map(Block::Awaited).collect();
    fix = cancelling_all(site, &blocks, fix);
    Ok(fix.since((4, 15)))
}

/// What counts the rounds.
fn counting(site: &Site<'_>, counter: Option<&Counter>, iteration: &Iteration) -> Vec<Rewrite> {
    let Some(counter) = counter else { return Vec::new() };
    let name = site.source(counter.variable);
    let before = match counter.start.checked_sub(1) {
        Some(before) => before.to_string(),
        None => "-1".to_owned(),
    };
    vec![
        Rewrite::before(iteration.statement, site.template(&format!("{name} = {before}"))),
        Rewrite::before(iteration.first, site.template(&format!("{name} += 1"))),
    ]
}

struct Arguments {
    coros: TextRange,
    timeout: Option<TextRange>,
}

fn arguments(site: &Site<'_>) -> Result<Arguments, Refusal> {
    let (mut coros, mut timeout) = (None, None);
    for argument in site.model.spread(site.range).unwrap_or_default() {
        match argument {
            Spread::One(range) if coros.is_none() => coros = Some(range),
            Spread::Keyword { name, value, .. } if name == "fs" && coros.is_none() => {
                coros = Some(value);
            }
            Spread::Keyword { name, value, .. } if name == "timeout" => timeout = Some(value),
            _ => {
                return Err(
                    Refusal::new("is called with arguments that AnyIO's has not").recipe(RECIPE)
                );
            }
        }
    }
    let coros = coros.ok_or_else(|| Refusal::new("is called without coroutines"))?;
    let timeout = timeout.filter(|timeout| site.source(*timeout) != "None");
    Ok(Arguments { coros, timeout })
}

/// What a loop goes through.
struct Children {
    /// The expressions that make one child each.
    made: Vec<TextRange>,
    /// The tasks that are spawned for it, and may as well be its own.
    spawns: Vec<Spawn>,
}

/// The children that the `as_completed` named at `callee` is given by `coros`.
fn children(site: &Site<'_>, callee: TextRange, coros: TextRange) -> Result<Children, Refusal> {
    let unknown = |range| {
        Refusal::new("waits for something that may be a task or a future")
            .recipe(RECIPE)
            .at(range, "not known to be coroutines that start here")
    };
    let nodes = site.model.nodes();
    let listed = site.model.listed_at(coros).ok_or_else(|| unknown(coros))?;
    let waiting = nodes.call_of(callee).ok_or_else(|| unknown(coros))?;
    let list = nodes.is_existing(coros).then_some(coros);
    let mut children = Children { made: Vec::new(), spawns: Vec::new() };
    for made in listed {
        let spawn = nodes.callee_of(made).and_then(|callee| Spawn::at(site, callee).ok()?);
        let spawn = spawn.filter(|spawn| {
            spawn.name.is_none() && site.model.may_start_at(spawn.call, waiting, list)
        });
        let coro = spawn.map_or(made, |spawn| spawn.coro);
        if site.model.making(coro) != Making::Coroutine {
            return Err(unknown(made));
        }
        children.made.push(coro);
        children.spawns.extend(spawn);
    }
    Ok(children)
}

/// Whether the task that is spawned by what is called at `callee` becomes a child of the `as_completed` named
/// at `loops`, which spawns it then.
pub(super) fn takes(site: &Site<'_>, loops: TextRange, callee: TextRange) -> bool {
    let call = site.model.nodes().call_of(loops);
    let passed = call.and_then(|call| site.model.passed(call));
    let coros = passed.and_then(|passed| passed.positional.first().copied());
    let children = coros.and_then(|coros| children(site, loops, coros).ok());
    children.is_some_and(|it| it.spawns.iter().any(|spawn| spawn.callee == callee))
}

/// Who sees an error of a child.
fn seen(site: &Site<'_>, iteration: &Iteration, children: &[TextRange]) -> Option<Observer> {
    let observer = site.model.observer(iteration.awaited)?;
    let sees = children.iter().any(|child| match (site.model.failing(*child), observer) {
        (Failing::Never, _) | (Failing::Unknown(_), Observer::Looking(_)) => false,
        (Failing::Likely(_), _) | (Failing::Unknown(_), Observer::Selecting(_)) => true,
    });
    sees.then_some(observer)
}
