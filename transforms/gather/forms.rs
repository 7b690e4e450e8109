//! The code that takes the place of a `gather`.

use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{Block, Mapped, Spread},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site},
    transforms::{cleanup::cancelling_all, emitted::emit},
};

use super::{
    Gather,
    children::{Children, children},
    errors::{FIRST_ERROR, OUTCOME, observer},
};

/// The form for the call.
///
/// # Errors
///
/// When something in it is no coroutine, or somebody would see a difference that has no name.
pub(super) fn forms(site: &Site<'_>, gather: Gather) -> Result<Forms, Refusal> {
    let children = children(site, gather)?;
    let settles = match children.settles.map(|(_, value)| site.source(value)) {
        None | Some("False") => false,
        Some("True") => true,
        Some(_) => return Err(Refusal::new("whether errors are results is decided elsewhere")),
    };
    if let Some(place) = site.model.raises_cancellation() {
        return Err(Refusal::new(
            "code of this file cancels by raising `CancelledError`, which would end all children",
        )
        .at(place, "raised here"));
    }
    let mut fix = match settles {
        true => settled(site, gather, &children)?,
        false => plain(site, gather, &children)?,
    };
    fix.requires.extend(&children.requires);
    for spawn in &children.spawns {
        fix.resolves.push(spawn.callee);
        fix.resolves.extend(spawn.getter);
        let is_wrapped = fix.rewrites.iter().any(|rewrite| rewrite.range() == spawn.call);
        fix.rewrites.extend((!is_wrapped).then(|| {
            let coro = site.template_with("$coro", &[("coro", spawn.coro)]);
            Rewrite::replace(spawn.call, coro.assume_pure()).dropping([spawn.call])
        }));
    }
    if let Some(unknown) = children.unknown.filter(|_| !settles) {
        fix = fix.changing([Change::ExceptionType]);
        fix.places.push(Note::new(unknown, "a `TypeError` where this gives no coroutine"));
    }
    let blocks: Vec<Block> = children.made.iter().map(|made| Block::Awaited(*made)).collect();
    fix = cancelling_all(site, &blocks, fix);
    // `anyio.gather` and `anyio.amap` came with AnyIO 4.15.
    fix.since((4, 15)).only()
}

/// Where errors are results.
fn settled(site: &Site<'_>, gather: Gather, children: &Children) -> Result<Fix, Refusal> {
    let (name, emitted) = emit(site, &OUTCOME)?;
    let mut rewrites: Vec<Rewrite> = emitted.into_iter().collect();
    let mut wrap = |range: TextRange, text: String| {
        // It is evaluated where it was.
        let coroutine = children.coroutine(range);
        let wrapped = site.template_with(&text, &[("it", coroutine.unwrap_or(range))]);
        let wrapped = Rewrite::replace(range, wrapped.assume_pure());
        rewrites.push(wrapped.dropping(coroutine.map(|_| range)));
    };
    for argument in &children.arguments {
        match argument {
            Spread::One(range) | Spread::Comprehension { element: range, .. } => {
                wrap(*range, format!("{name}($it)"));
            }
            Spread::Display(elements) => {
                elements.iter().for_each(|element| wrap(*element, format!("{name}($it)")));
            }
            Spread::Sequence(range) | Spread::Map { range, .. } => {
                if !site.model.builtin("map", range.start()) {
                    return Err(Refusal::new("`map` has another meaning here"));
                }
                wrap(*range, format!("map({name}, $it)"));
            }
            Spread::Keyword { .. } | Spread::Keywords(_) => {}
        }
    }
    rewrites.push(Rewrite::replace(site.range, site.template("${anyio.gather}")));
    rewrites.extend(without_keyword(children));
    rewrites.extend(as_list(site, gather)?);
    let reason =
        "errors are results, as before, but a child that is cancelled alone ends all of them";
    Ok(Fix::safe(reason, rewrites).changing([Change::CancelsSiblings]))
}

/// Where the first error is raised.
fn plain(site: &Site<'_>, gather: Gather, children: &Children) -> Result<Fix, Refusal> {
    let mut rewrites: Vec<Rewrite> = without_keyword(children).into_iter().collect();
    if let Some(place) = observer(site, gather, children) {
        if site.options.target_version < (3, 11) {
            return Err(Refusal::new(
                "an error of a child is caught, and would arrive there in an `ExceptionGroup`",
            )
            .at(place, "caught here"));
        }
        let (name, emitted) = emit(site, &FIRST_ERROR)?;
        rewrites.push(Rewrite::replace(site.range, site.template(&name)));
        rewrites.extend(emitted);
        let reason =
            "raises the first error by itself, and cancels the other children, which went on";
        let mut fix = Fix::safe(reason, rewrites).changing([Change::CancelsSiblings]);
        fix.places.push(Note::new(place, "sees the error"));
        return Ok(fix);
    }
    match mapped(site, children) {
        Some(Mapped { function, iterable }) => {
            let call = site.template_with(
                "${anyio.amap}($function, $iterable)",
                &[("function", function), ("iterable", iterable)],
            );
            let calls = children.arguments.iter().filter_map(|argument| match argument {
                Spread::Map { range, .. } => Some(*range),
                _ => None,
            });
            rewrites.push(Rewrite::replace(gather.call, call.assume_pure()).dropping(calls));
        }
        None => {
            rewrites.push(Rewrite::replace(site.range, site.template("${anyio.gather}")));
            rewrites.extend(as_list(site, gather)?);
        }
    }
    let reason = "an error of a child arrives in an `ExceptionGroup`, and cancels the other children, which went on";
    Ok(Fix::safe(reason, rewrites).changing([Change::ExceptionGroup, Change::CancelsSiblings]))
}

/// The function and its arguments, if all children are calls of one function.
fn mapped(site: &Site<'_>, children: &Children) -> Option<Mapped> {
    let [argument] = children.arguments.as_slice() else { return None };
    let mapped = match argument {
        Spread::Comprehension { mapped, .. } => (*mapped)?,
        Spread::Map { mapped, .. } => *mapped,
        _ => return None,
    };
    let nodes = site.model.nodes();
    let is_still = !nodes.contains_await_or_yield(mapped.iterable) && children.settles.is_none();
    (is_still && children.unknown.is_none() && children.spawns.is_empty()).then_some(mapped)
}

fn without_keyword(children: &Children) -> Option<Rewrite> {
    let (range, _) = children.settles?;
    Some(Rewrite::remove_element(range))
}

/// The rewrite that makes a list of the results, where somebody could tell.
fn as_list(site: &Site<'_>, gather: Gather) -> Result<Option<Rewrite>, Refusal> {
    let results = gather.results;
    if !site.model.tells_lists(results) {
        return Ok(None);
    }
    if !site.model.builtin("list", results.start()) {
        return Err(Refusal::new("gives a tuple in AnyIO, and `list` has another meaning here"));
    }
    let listed = site.template_with("list($it)", &[("it", results)]).assume_pure();
    Ok(Some(Rewrite::replace(results, listed)))
}
