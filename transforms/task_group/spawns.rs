//! The calls of `create_task`.

use crate::{
    rewrite::{Rewrite, Template},
    semantic::{Object, TaskUse, UseKind},
    source::TextRange,
    syntax::{Argument, Call, TypedNode},
    transform::{Refusal, Site},
};

/// A call of `create_task`.
pub struct Spawned {
    /// The call.
    pub call: TextRange,
    /// The group, where there is one.
    pub group: Option<TextRange>,
    /// What gives the coroutine.
    pub coro: TextRange,
    /// What is passed for `name`.
    pub name: Option<TextRange>,
    /// What is passed for `context`.
    pub context: Option<TextRange>,
    /// What may be done with the task.
    pub uses: Vec<TaskUse>,
}

/// Every spawn into the group.
///
/// # Errors
///
/// When a call cannot be read, or its task cannot be followed.
pub(super) fn all(site: &Site<'_>, object: &Object) -> Result<Vec<Spawned>, Refusal> {
    let calls = object.uses.iter().filter_map(|used| match &used.kind {
        UseKind::Method { name, call, .. } if name == "create_task" => Some((used.object, *call)),
        _ => None,
    });
    calls.map(|(group, call)| spawned(site, group, call)).collect()
}

fn spawned(site: &Site<'_>, group: TextRange, call: TextRange) -> Result<Spawned, Refusal> {
    let unreadable =
        || Refusal::new("spawns a task by a call that cannot be read").at(call, "here");
    let arguments = site.call_at(call)?.arguments().ok_or_else(unreadable)?;
    let bound = arguments.bind(&["coro", "name=", "context="])?;
    let given = |name: &str| bound.get(name).map(|node| node.range());
    let coro = given("coro").ok_or_else(unreadable)?;
    let uses = site.model.uses_of_task(call).map_err(lost)?;
    let (name, context) = (given("name"), given("context"));
    Ok(Spawned { call, group: Some(group), coro, name, context, uses })
}

/// The refusal for a task that was not followed.
pub(super) fn lost((place, text): (TextRange, &'static str)) -> Refusal {
    Refusal::new("not every use of its tasks can be followed, whose results AnyIO's handles give in other ways")
        .recipe("`task.result()` becomes `handle.return_value`, and an `await handle` that fails adds an `anyio.TaskFailed` to the group's errors")
        .at(place, text)
}

/// The rewrites to `start_soon`, where no task is used.
pub(super) fn soon(site: &Site<'_>, spawned: &[Spawned]) -> Option<Vec<Rewrite>> {
    spawned.iter().map(|spawn| started(site, spawn)).collect()
}

fn started(site: &Site<'_>, spawn: &Spawned) -> Option<Rewrite> {
    let is_dropped = site.model.nodes().is_expression_statement(spawn.call);
    if !is_dropped || spawn.context.is_some() {
        return None;
    }
    let call = Call::cast(site.trees.node(spawn.coro, crate::syntax::Kind::Call).ok()?)?;
    let (callee, arguments) = (call.function()?, call.arguments()?);
    let arguments: Vec<Argument<'_>> = arguments.iter().collect();
    let by_keyword = |argument: &Argument<'_>| {
        matches!(argument, Argument::Keyword { .. } | Argument::DoubleStar(_))
    };
    let is_partial = arguments.iter().any(by_keyword);
    let mut template = Template::default().hole(spawn.group?).text(".start_soon(");
    if is_partial {
        template = template.symbol("functools.partial").text("(");
    }
    template = template.hole(callee.range());
    for argument in &arguments {
        template = template.text(", ").hole(argument.node().range());
    }
    if is_partial {
        template = template.text(")");
    }
    if let Some(name) = spawn.name {
        template = template.text(", name=").hole(name);
    }
    Some(Rewrite::replace(spawn.call, template.text(")")).dropping([spawn.call, spawn.coro]))
}
