#![doc = include_str!("doc.md")]

use crate::{
    change::Change,
    rewrite::Rewrite,
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site, Transform},
};

/// `asyncio.TimeoutError`.
pub static TRANSFORM: Transform = Transform {
    name: "timeout_error",
    names: &["asyncio.TimeoutError"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    if let Some(rewrite) = twin(site) {
        return Fix::safe("is the class that the clause names already", [rewrite]).only();
    }
    let with = site.template("${builtins.TimeoutError}");
    let fix = Fix::safe("is the built-in class", [Rewrite::replace(site.range, with)]);
    match site.options.target_version >= (3, 11) {
        true => fix.only(),
        false => fix.changing([Change::ExceptionType]).only(),
    }
}

/// What becomes of it in `except (asyncio.TimeoutError, TimeoutError)`, where it says nothing new.
fn twin(site: &Site<'_>) -> Option<Rewrite> {
    let nodes = site.model.nodes();
    nodes.handler_of_type(site.range)?;
    let tuple = nodes.tuple_around(site.range)?;
    let is_builtin = |range: &&TextRange| {
        site.source(**range) == "TimeoutError" && site.model.builtin("TimeoutError", range.start())
    };
    let same = tuple.elements.iter().find(is_builtin)?;
    (site.options.target_version >= (3, 11)).then(|| match tuple.elements.len() {
        2 => Rewrite::replace(tuple.range, site.template_with("$same", &[("same", *same)])),
        _ => Rewrite::remove_element(site.range),
    })
}
