//! The `async with` statement that a timeout stands in, taken apart in the order of its items.

use crate::{
    rewrite::Rewrite,
    semantic::Item,
    source::{TextRange, TextSize},
    transform::{Refusal, Site},
    transforms::common_owner,
};

use super::{TRANSFORM, unreadable};

/// A timeout among the items of a statement.
pub(super) struct Timeout {
    /// Its number among them.
    index: usize,
    /// The call.
    pub(super) call: TextRange,
    /// The name that is called.
    pub(super) callee: TextRange,
    /// The argument.
    pub(super) delay: TextRange,
    /// What it is bound to.
    pub(super) target: Option<TextRange>,
    /// Whether it is given as a point in time.
    pub(super) is_deadline: bool,
    /// Whether it may be asyncio's, whose `expired` is a method.
    pub(super) is_asyncio: bool,
}

/// The timeouts of the statement of `item`, in order.
///
/// # Errors
///
/// Where an argument cannot be told.
pub(super) fn timeouts(site: &Site<'_>, item: &Item) -> Result<Vec<Timeout>, Refusal> {
    let mut timeouts = Vec::new();
    for (index, call) in item.managers.iter().copied().enumerate() {
        let Some(callee) = site.model.nodes().callee_of(call) else { continue };
        let names = site.model.qualified_names(callee);
        let owned = common_owner(&names).filter(|owned| std::ptr::eq(owned.transform, &TRANSFORM));
        let Some(owned) = owned else { continue };
        let is_deadline = owned.name.ends_with("timeout_at");
        let parameter = match owned.name {
            "asyncio.timeout_at" => "when",
            "async_timeout.timeout_at" => "deadline",
            _ => "delay",
        };
        let arguments = site.call_at(call)?.arguments().ok_or_else(unreadable)?;
        let bound = arguments.bind(&[parameter])?;
        let delay = bound.get(parameter).map(|delay| delay.range()).ok_or_else(unreadable)?;
        let target = item.targets.get(index).copied().flatten();
        let is_asyncio = names.iter().any(|name| name.root() == "asyncio");
        timeouts.push(Timeout { index, call, callee, delay, target, is_deadline, is_asyncio });
    }
    Ok(timeouts)
}

/// The scopes in place of the timeouts, each around what its timeout is around.
///
/// The first items that are no timeouts keep their statement; those before get one around it, those
/// after get theirs around the block.
///
/// # Errors
///
/// Where the statement cannot be taken apart.
pub(super) fn split(
    site: &Site<'_>,
    timeouts: &[Timeout],
    item: &Item,
) -> Result<Vec<Rewrite>, Refusal> {
    let timeout_at = |index: usize| timeouts.iter().find(|timeout| timeout.index == index);
    let is_kept = |index: &usize| timeout_at(*index).is_none();
    let count = item.items.len();
    let Some(first) = (0..count).find(|index| is_kept(index)) else {
        return all(site, timeouts, item);
    };
    let last = (first..count).take_while(|index| is_kept(index)).last().unwrap_or(first);
    for index in 1..count {
        separated(site, item, index)?;
    }
    let mut rewrites = Vec::new();
    if first > 0 {
        let removed = TextRange::new(start(item, 0)?, start(item, first)?);
        rewrites.push(without(site, item, removed));
        let before = timeouts.iter().take_while(|timeout| timeout.index < first);
        rewrites.extend(before.map(|timeout| timeout.around(site, item.statement)));
    }
    if last + 1 < count {
        let removed = TextRange::new(end(item, last)?, end(item, count - 1)?);
        rewrites.push(without(site, item, removed));
        let mut index = last + 1;
        while index < count {
            if let Some(timeout) = timeout_at(index) {
                rewrites.push(timeout.around(site, item.body));
                index += 1;
                continue;
            }
            let run: Vec<usize> = (index..count).take_while(|index| is_kept(index)).collect();
            index += run.len();
            rewrites.push(entered(site, item, &run)?);
        }
    }
    Ok(rewrites)
}

/// The scopes of a statement that has no other items.
fn all(site: &Site<'_>, timeouts: &[Timeout], item: &Item) -> Result<Vec<Rewrite>, Refusal> {
    let (first, others) = timeouts.split_first().ok_or_else(unreadable)?;
    let before = TextRange::new(item.statement.start(), start(item, 0)?);
    let keyword = site.source(before).find("with").ok_or_else(unreadable)?;
    let keyword = TextSize::try_from(keyword).map_err(|_| unreadable())?;
    let is_async = TextRange::at(item.statement.start(), keyword);
    let with = site.template_with(&first.scope(), &[("delay", first.delay)]);
    let mut rewrites =
        vec![Rewrite::replace(is_async, site.template("")), Rewrite::replace(first.call, with)];
    if !others.is_empty() {
        for index in 1..item.items.len() {
            separated(site, item, index)?;
        }
        let removed = TextRange::new(end(item, 0)?, end(item, item.items.len() - 1)?);
        rewrites.push(without(site, item, removed));
        rewrites.extend(others.iter().map(|timeout| timeout.around(site, item.body)));
    }
    Ok(rewrites)
}

impl Timeout {
    /// The call that opens the scope, with a hole for the delay.
    fn scope(&self) -> String {
        let scope = if self.is_deadline { "${anyio.fail_at}" } else { "${anyio.fail_after}" };
        format!("{scope}($delay)")
    }

    /// The scope around `statements`.
    pub(super) fn around(&self, site: &Site<'_>, statements: TextRange) -> Rewrite {
        // Only a plain name is bound here: see `uses`.
        let target = self.target.map(|target| format!(" as {}", site.source(target)));
        let text = format!("with {}{}:", self.scope(), target.unwrap_or_default());
        // The order of the items stays.
        let header = site.template_with(&text, &[("delay", self.delay)]).assume_pure();
        Rewrite::wrap(statements, header)
    }
}

/// The items with these numbers in a statement of their own around the block.
fn entered(site: &Site<'_>, item: &Item, run: &[usize]) -> Result<Rewrite, Refusal> {
    let mut names = Vec::new();
    let mut text = Vec::new();
    for index in run {
        let manager = item.managers.get(*index).copied().ok_or_else(unreadable)?;
        let target = item.targets.get(*index).copied().flatten();
        let bound = target.map_or_else(String::new, |_| format!(" as $target{index}"));
        text.push(format!("$manager{index}{bound}"));
        names.push((format!("manager{index}"), manager));
        names.extend(target.map(|target| (format!("target{index}"), target)));
    }
    let holes: Vec<(&str, TextRange)> =
        names.iter().map(|(name, range)| (name.as_str(), *range)).collect();
    let header = format!("async with {}:", text.join(", "));
    Ok(Rewrite::wrap(item.body, site.template_with(&header, &holes).assume_pure()))
}

/// The header without the text at `removed`, whose items go elsewhere.
fn without(site: &Site<'_>, item: &Item, removed: TextRange) -> Rewrite {
    let gone = item.managers.iter().filter(|manager| removed.contains_range(**manager));
    Rewrite::replace(removed, site.template("")).dropping(gone.copied())
}

/// Refuses where more than a comma, and comments, stand before the item with this number.
fn separated(site: &Site<'_>, item: &Item, index: usize) -> Result<(), Refusal> {
    let gap = site.source(TextRange::new(end(item, index - 1)?, start(item, index)?));
    let code = gap.lines().map(|line| line.split('#').next().unwrap_or_default());
    let code: String = code.collect();
    match code.replace('\\', "").trim() {
        "," => Ok(()),
        _ => Err(Refusal::new("is written among parentheses with other items")
            .recipe("give it a statement of its own")),
    }
}

fn start(item: &Item, index: usize) -> Result<TextSize, Refusal> {
    item.items.get(index).map(|range| range.start()).ok_or_else(unreadable)
}

fn end(item: &Item, index: usize) -> Result<TextSize, Refusal> {
    item.items.get(index).map(|range| range.end()).ok_or_else(unreadable)
}
