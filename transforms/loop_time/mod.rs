#![doc = include_str!("doc.md")]

use crate::{
    rewrite::Rewrite,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{left, running_loop},
};

/// The clock of the event loop.
pub static TRANSFORM: Transform = Transform {
    name: "loop_time",
    names: &["asyncio.AbstractEventLoop.time"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let found = site.shape("is used as a value, which may be called where no loop runs")?;
    if found.arguments().iter().next().is_some() {
        return Err(Refusal::new("takes no arguments"));
    }
    let Ok(getter) = running_loop::getter(site) else { return Err(left::refusal(site)) };
    let with = site.template("${anyio.current_time}()");
    let mut fix =
        Fix::safe("reads the running loop's clock", [Rewrite::replace(found.range("call"), with)]);
    fix.resolves.extend(getter);
    fix.only()
}
