#![doc = include_str!("doc.md")]

use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::CallValue,
    source::TextRange,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{left, run_in_executor::pool, running_loop},
};

/// How many threads the loop's default executor has.
pub static TRANSFORM: Transform = Transform {
    name: "set_default_executor",
    names: &["asyncio.AbstractEventLoop.set_default_executor"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let found = site.shape("is used as a value, so what it will be called with is not known")?;
    let call = found.range("call");
    let size = size(site, site.range)?;
    let getter = running_loop::getter(site)?;
    if all(site).is_none() {
        return Err(Refusal::new("this file chooses its default executor elsewhere, too"));
    }
    let dropped: Vec<TextRange> = found.arguments().iter().map(|a| a.value().range()).collect();
    let text = "${anyio.to_thread.current_default_thread_limiter}().total_tokens = $size";
    let with = site.template_with(text, &[("size", size)]);
    let loops = getter.and_then(|getter| site.model.nodes().call_of(getter));
    let rewrite = Rewrite::replace(call, with).dropping(dropped).dropping(loops);
    let reason = "limits how many threads run at a time; one that is left alone no longer counts, and other code that uses asyncio's executor gets its own";
    let mut fix = Fix::safe(reason, [rewrite]).changing([Change::StartOrder]);
    fix.resolves.extend(getter);
    fix.requires = users(site);
    fix.only()
}

/// How many threads the executor has that the file chooses with the reference at `range`.
///
/// # Errors
///
/// When it chooses more, or where no loop was seen to run.
pub fn size(site: &Site<'_>, range: TextRange) -> Result<TextRange, Refusal> {
    let nodes = site.model.nodes();
    let call = nodes.call_of(range).ok_or_else(|| left::refusal(site))?;
    running_loop::getter_at(site, range)?;
    if nodes.value_of_call(call) != Some(CallValue::Dropped) {
        return Err(Refusal::new("its value is used"));
    }
    let passed = site.model.passed(call).map(|passed| passed.positional).unwrap_or_default();
    let [executor] = passed[..] else { return Err(left::refusal(site)) };
    let class = nodes.callee_of(executor).filter(|class| pool::is_class(site, *class));
    pool::size(site, class.ok_or_else(|| left::refusal(site))?, executor)
}

/// The references by which the file chooses its default executor; `None` where one of them cannot be
/// rewritten.
pub fn all(site: &Site<'_>) -> Option<Vec<TextRange>> {
    let spelled = site.text.matches("set_default_executor").count();
    if spelled == 0 {
        return Some(Vec::new());
    }
    let members = site.instances.members().iter();
    let members = members.filter(|member| member.name == "set_default_executor" && member.certain);
    let all: Vec<TextRange> = members.map(|member| member.range).collect();
    let goes = all.len() == spelled && all.iter().all(|range| size(site, *range).is_ok());
    goes.then_some(all)
}

/// The references that use the default executor.
fn users(site: &Site<'_>) -> Vec<TextRange> {
    let model = site.model;
    let is_default = |range: TextRange| {
        let passed = model.nodes().call_of(range).and_then(|call| model.passed(call));
        let first = passed.and_then(|passed| passed.positional.first().copied());
        first.is_none_or(|executor| site.source(executor) == "None")
    };
    let members = site.instances.members().iter().filter(|m| m.name == "run_in_executor");
    let loops = members.map(|member| member.range).filter(|range| is_default(*range));
    let references = model.references().iter().map(|reference| reference.range);
    let is_user = |range: &TextRange| site.is_named(*range, "asyncio.to_thread");
    let calls = |range: &TextRange| model.nodes().call_of(*range).is_some();
    loops.chain(references.filter(is_user).filter(calls)).collect()
}
