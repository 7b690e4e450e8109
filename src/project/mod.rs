//! What surrounds a file: the other files, the project and its manifest, the repository it is in,
//! and how it is written.

mod discovery;
mod git;
mod manifest;
mod requirement;
mod roots;
#[cfg(test)]
mod tests;
mod write;

pub use discovery::{Discovery, Exclude, discover};
pub use git::{Uncommitted, uncommitted};
pub use manifest::{Manifest, Style};
pub use requirement::Requirement;
pub use roots::Roots;
pub use write::{WriteError, replace};
