//! Futures that nobody can set.

use crate::{
    rewrite::Rewrite,
    syntax::Match,
    transform::{Fix, Forms, Refusal, Site},
    transforms::{left, running_loop},
};

/// The form for a future that `found` awaits where it is made.
///
/// # Errors
///
/// When it may be of another loop than the running one, or is made in another way.
pub(super) fn forms(site: &Site<'_>, found: &Match<'_>) -> Result<Forms, Refusal> {
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
