//! What `gather` runs.

use super::Gather;
use crate::{
    semantic::{Making, Spread},
    source::TextRange,
    transform::{Refusal, Site},
    transforms::{create_task::Spawn, objects::waits_by_itself},
};

/// The arguments of a `gather`.
#[derive(Default)]
pub(super) struct Children {
    /// What makes the coroutines, in source order.
    pub arguments: Vec<Spread>,
    /// The expressions that make one each.
    pub made: Vec<TextRange>,
    /// The first of which it is not known that it makes a coroutine.
    pub unknown: Option<TextRange>,
    /// The tasks that are spawned for it, and may as well be its own.
    pub spawns: Vec<Spawn>,
    /// References that become coroutines only when they are rewritten.
    pub requires: Vec<TextRange>,
    /// `return_exceptions=…` and its value.
    pub settles: Option<(TextRange, TextRange)>,
}

/// What to do where something is no coroutine.
const RECIPE: &str = "pass calls of `async def` functions, and wait for tasks and futures by `await` after it; or spawn all of them in a task group";

/// Words of names that are of functions which give a task or a future, whatever they are methods of.
const FUTURES: &[&str] = &[
    "executor",
    "future",
    "futures",
    "schedule",
    "shield",
    "soon",
    "spawn",
    "submit",
    "threadsafe",
];

/// The same, where the name also says that something is done with a task.
const STARTS: &[&str] =
    &["add", "background", "create", "eager", "launch", "make", "new", "run", "start"];

/// Reads the arguments of the call.
///
/// # Errors
///
/// A refusal that points at the argument that is not known to be a coroutine.
pub(super) fn children(site: &Site<'_>, gather: Gather) -> Result<Children, Refusal> {
    let arguments = site.model.spread(gather.callee).unwrap_or_default();
    let mut children = Children::default();
    let add = |children: &mut Children, made: TextRange, list: Option<TextRange>| match children
        .spawned(site, gather, made, list)
    {
        true => Ok(()),
        false => children.add(site, made),
    };
    for argument in arguments {
        match &argument {
            Spread::Keyword { range, name, value } if name == "return_exceptions" => {
                children.settles = Some((*range, *value));
                continue;
            }
            Spread::Keyword { range, .. } => {
                return Err(Refusal::new("is called with an argument that AnyIO's has not")
                    .at(*range, "this argument"));
            }
            Spread::Keywords(range) => {
                return Err(Refusal::new("is called with arguments that are not written out")
                    .at(*range, "these arguments"));
            }
            Spread::One(range) => add(&mut children, *range, None)?,
            Spread::Display(elements) => {
                elements.iter().try_for_each(|element| add(&mut children, *element, None))?;
            }
            Spread::Comprehension { element, .. } => add(&mut children, *element, None)?,
            Spread::Map { mapped, .. } => children.map(site, mapped.function)?,
            Spread::Sequence(range) => {
                let elements = site.model.put_into(*range).ok_or_else(|| existing(*range))?;
                elements
                    .iter()
                    .try_for_each(|element| add(&mut children, *element, Some(*range)))?;
            }
        }
        children.arguments.push(argument);
    }
    Ok(children)
}

impl Children {
    /// Whether the child is a task that is spawned for the `gather`, which may spawn it as well.
    fn spawned(
        &mut self,
        site: &Site<'_>,
        gather: Gather,
        made: TextRange,
        list: Option<TextRange>,
    ) -> bool {
        let spawn =
            site.model.nodes().callee_of(made).and_then(|callee| Spawn::at(site, callee).ok()?);
        let Some(spawn) = spawn.filter(|spawn| spawn.name.is_none()) else { return false };
        let is_own = site.model.may_start_at(spawn.call, gather.call, list)
            && site.model.making(spawn.coro) != Making::Existing;
        if is_own {
            self.made.push(spawn.coro);
            self.spawns.push(spawn);
        }
        is_own
    }

    /// What is run in place of the child at `range`.
    pub fn coroutine(&self, range: TextRange) -> Option<TextRange> {
        self.spawns.iter().find(|spawn| spawn.call == range).map(|spawn| spawn.coro)
    }

    fn add(&mut self, site: &Site<'_>, made: TextRange) -> Result<(), Refusal> {
        match site.model.making(made) {
            Making::Coroutine => {}
            Making::Existing => return Err(existing(made)),
            Making::Call(callee) => match called(site, callee) {
                _ if is_threaded(site, callee) => self.requires.push(callee),
                Some(true) => {}
                Some(false) => return Err(existing(made)),
                None => drop(self.unknown.get_or_insert(made)),
            },
        }
        self.made.push(made);
        Ok(())
    }

    fn map(&mut self, site: &Site<'_>, function: TextRange) -> Result<(), Refusal> {
        match site.model.resolve_function(function) {
            Some(found) if !found.is_decorated => match found.is_async && !found.is_generator {
                true => self.made.push(function),
                false => return Err(existing(function)),
            },
            _ => match called(site, function) {
                Some(true) => self.made.push(function),
                Some(false) => return Err(existing(function)),
                None => {
                    self.unknown.get_or_insert(function);
                    self.made.push(function);
                }
            },
        }
        Ok(())
    }
}

/// Whether the function hands work to a thread, which AnyIO does with a coroutine.
fn is_threaded(site: &Site<'_>, callee: TextRange) -> bool {
    let member = site.instances.member_at(callee).filter(|member| member.certain);
    member.is_some_and(|member| member.name == "run_in_executor")
}

/// Whether a function of a library makes a coroutine; `None` where that is not known.
fn called(site: &Site<'_>, callee: TextRange) -> Option<bool> {
    if let Some(member) = site.instances.member_at(callee) {
        return Some(!gives_future(&member.name) && waits_by_itself(member.class, &member.name));
    }
    let name = site.model.qualified_name(callee);
    let last = name.as_ref().map_or_else(
        || site.source(callee).rsplit('.').next().unwrap_or_default().to_owned(),
        |name| name.last().to_owned(),
    );
    match name.as_ref().map(|name| name.root()) {
        Some("asyncio") => {
            Some(!gives_future(&last) && !matches!(last.as_str(), "gather" | "Future" | "Task"))
        }
        Some("anyio") => Some(true),
        _ => site.gives_coroutine(callee).or_else(|| gives_future(&last).then_some(false)),
    }
}

/// Whether the name of a function says that it starts something, and gives what can be waited for.
fn gives_future(name: &str) -> bool {
    let words = || name.trim().split('_');
    let is_task = words().any(|word| matches!(word, "job" | "jobs" | "task" | "tasks"));
    words().any(|word| FUTURES.contains(&word) || (is_task && STARTS.contains(&word)))
}

fn existing(range: TextRange) -> Refusal {
    Refusal::new("waits for something that may be a task or a future, which AnyIO's does not")
        .recipe(RECIPE)
        .at(range, "not known to be a coroutine that starts here")
}
