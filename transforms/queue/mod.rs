#![doc = include_str!("doc.md")]

mod classes;
mod ends;
mod errors;
mod kept;
mod size;
mod stapled;
mod streams;
mod types;

use crate::transform::{Forms, Refusal, Site, Transform};

/// `asyncio.Queue`, and the errors that one raises.
pub static TRANSFORM: Transform = Transform {
    name: "queue",
    names: &["asyncio.Queue", "asyncio.QueueEmpty", "asyncio.QueueFull"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    match site.name {
        "asyncio.Queue" => streams::forms(site),
        _ => errors::forms(site),
    }
}
