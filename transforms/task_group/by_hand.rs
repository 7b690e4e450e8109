//! Where a group is made and entered.

use crate::{
    semantic::{NodeId, Object, UseKind},
    source::TextRange,
    transform::{Refusal, Site},
};

/// How the group is entered.
pub(super) struct Entered {
    /// The context managers of `async with` statements that hold it: itself, or the object that owns it.
    pub managers: Vec<TextRange>,
    /// The statements that hold the group itself.
    pub statements: Vec<TextRange>,
    /// Whether other files may make the object that owns it outside of a loop.
    pub is_made_outside: bool,
}

/// What to do by hand.
const RECIPE: &str = "open the group by `async with anyio.create_task_group() as tg:` in one function, which an `@asynccontextmanager` may be, and hand it on from there";

/// How the group is entered.
///
/// # Errors
///
/// Where it may be made without a loop, or left by another task than entered it.
pub(super) fn entered(site: &Site<'_>, object: &Object) -> Result<Entered, Refusal> {
    let nodes = site.model.nodes();
    let mut entered =
        Entered { managers: Vec::new(), statements: Vec::new(), is_made_outside: false };
    for used in object.uses.iter().filter(|used| matches!(used.kind, UseKind::With { .. })) {
        entered.managers.push(used.object);
        entered.statements.extend(nodes.item_of(used.object).map(|item| item.statement));
    }
    for creation in &object.creations {
        let place = creation.call.unwrap_or(creation.class);
        entered.is_made_outside |= made_in_loop(site, place)?;
    }
    let by_hand = object.uses.iter().filter_map(|used| match &used.kind {
        UseKind::Method { name, call, .. } if name.starts_with("__a") => Some((&**name, *call)),
        _ => None,
    });
    let by_hand: Vec<(&str, TextRange)> = by_hand.collect();
    let refused = |place: TextRange, text: &'static str| {
        Refusal::new("is not entered and left by one `async with`, which AnyIO's has to be")
            .recipe(RECIPE)
            .at(place, text)
    };
    let mut classes: Vec<NodeId> = Vec::new();
    for (name, call) in &by_hand {
        let method = nodes.enclosing_function(*call).map(|function| function.node);
        let is_own = method
            .and_then(|id| nodes.name_of_function(id))
            .is_some_and(|own| site.source(own) == *name);
        let class = method.and_then(|id| site.model.class_of_method(id)).filter(|_| is_own);
        classes.push(class.ok_or_else(|| refused(*call, "entered or left here"))?);
    }
    classes.dedup();
    let Some(class) = classes.first().copied() else { return Ok(entered) };
    let enters = by_hand.iter().filter(|(name, _)| *name == "__aenter__").count();
    if classes.len() > 1 || site.text.matches(".__aenter__").count() > enters {
        let place = by_hand.first().map_or(site.range, |(_, call)| *call);
        return Err(refused(place, "entered by hand, and not only here"));
    }
    for used in site.model.named_at(class) {
        let Some(item) = nodes.call_of(used).filter(|call| nodes.item_of(*call).is_some()) else {
            continue;
        };
        if nodes.yields_within(item) && !site.model.is_context_manager(item) {
            return Err(refused(item, "yields to code that the group would cancel too"));
        }
        entered.managers.push(item);
    }
    Ok(entered)
}

/// Refuses where the group may be made without a loop; whether other files may do so.
fn made_in_loop(site: &Site<'_>, place: TextRange) -> Result<bool, Refusal> {
    let nodes = site.model.nodes();
    let refused = |place: TextRange| {
        Refusal::new("may be made where no event loop runs, which AnyIO's cannot be")
            .recipe(RECIPE)
            .at(place, "made here")
    };
    let function = nodes.enclosing_function(place).ok_or_else(|| refused(place))?;
    if function.is_async {
        return Ok(false);
    }
    let class = site.model.class_of_method(function.node).ok_or_else(|| refused(place))?;
    if site.model.initializer(class) != Some(function.node) {
        return Err(refused(place));
    }
    let is_looped = |used: &TextRange| {
        nodes.call_of(*used).is_none()
            || nodes.enclosing_function(*used).is_some_and(|around| around.is_async)
    };
    match site.model.named_at(class).into_iter().find(|used| !is_looped(used)) {
        Some(used) => Err(refused(used)),
        None => Ok(true),
    }
}
