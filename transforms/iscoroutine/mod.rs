#![doc = include_str!("doc.md")]

use crate::{
    change::Change,
    rewrite::Rewrite,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
};

/// `asyncio.iscoroutine`.
pub static TRANSFORM: Transform = Transform {
    name: "iscoroutine",
    names: &["asyncio.iscoroutine"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let unknown = "is used as a value, and what stands for it has to be a function";
    let recipe = "`inspect.iscoroutine`, which says no to objects that only behave like coroutines";
    let found = site.shape(unknown).map_err(|refusal| refusal.recipe(recipe))?;
    let found = site.bind(found, &["obj"])?;
    let test = site.fill(&found, "${builtins.isinstance}($obj, ${collections.abc.Coroutine})");
    let rewrites = [Rewrite::replace(found.range("call"), test)];
    // Before, generators were coroutines as well.
    match site.options.target_version >= (3, 12) {
        true => Fix::safe("is the test that asyncio makes", rewrites).only(),
        false => Fix::safe("says no to generators, as asyncio's does since Python 3.12", rewrites)
            .changing([Change::ResultType])
            .only(),
    }
}
