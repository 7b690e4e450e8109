#![doc = include_str!("doc.md")]

use crate::{
    rewrite::Rewrite,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::left,
};

/// Futures that nobody can set.
pub static TRANSFORM: Transform = Transform {
    name: "sleep_forever",
    names: &["asyncio.Future", "asyncio.get_event_loop", "asyncio.get_running_loop"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let Some(found) = site.found() else { return Err(left::refusal(site.name)) };
    let is_future = match found.text("method") {
        Some(method) => method == "create_future" && site.name != "asyncio.Future",
        None => site.name == "asyncio.Future",
    };
    let bare = found.arguments().iter().next().is_none()
        && found.get("none").is_none_or(|none| none.children().next().is_none());
    if !is_future || !bare {
        return Err(left::refusal(site.name));
    }
    let with = site.template("await ${anyio.sleep_forever}()");
    let rewrites = [Rewrite::replace(found.range("await"), with)];
    Fix::safe(
        "nobody has a name for this future, so nothing ends the wait but cancellation",
        rewrites,
    )
    .only()
}
