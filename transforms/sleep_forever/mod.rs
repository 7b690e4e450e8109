#![doc = include_str!("doc.md")]

use crate::{
    rewrite::Rewrite,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{left, running_loop},
};

/// Futures that nobody can set.
pub static TRANSFORM: Transform = Transform {
    name: "sleep_forever",
    names: &["asyncio.AbstractEventLoop.create_future", "asyncio.Future"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let Some(found) = site.found() else { return Err(left::refusal(site)) };
    if found.arguments().iter().next().is_some() {
        return Err(left::refusal(site));
    }
    let getter = match site.name {
        "asyncio.Future" => None,
        _ => running_loop::getter(site)
            .map_err(|refusal| refusal.recipe("if it is: `await anyio.sleep_forever()`"))?,
    };
    let with = site.template("await ${anyio.sleep_forever}()");
    let rewrites = [Rewrite::replace(found.range("await"), with)];
    let reason = "nobody has a name for this future, so nothing ends the wait but cancellation";
    let mut fix = Fix::safe(reason, rewrites);
    fix.resolves.extend(getter);
    fix.only()
}
