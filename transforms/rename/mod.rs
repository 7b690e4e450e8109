#![doc = include_str!("doc.md")]

use crate::{
    rewrite::Rewrite,
    transform::{Fix, Forms, Refusal, Site, Transform},
};

/// The table of one-to-one names.
pub static TRANSFORM: Transform = Transform {
    name: "rename",
    names: &["asyncio.subprocess.DEVNULL", "asyncio.subprocess.PIPE", "asyncio.subprocess.STDOUT"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

/// What each name becomes.
const ROWS: &[(&str, &str)] = &[
    ("asyncio.subprocess.DEVNULL", "${subprocess.DEVNULL}"),
    ("asyncio.subprocess.PIPE", "${subprocess.PIPE}"),
    ("asyncio.subprocess.STDOUT", "${subprocess.STDOUT}"),
];

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let (_, template) = ROWS
        .iter()
        .find(|(name, _)| *name == site.name)
        .ok_or_else(|| Refusal::new("nothing is known that this could be renamed to"))?;
    let with = site.template(template);
    Fix::safe("has the same value", [Rewrite::replace(site.range, with)]).only()
}
