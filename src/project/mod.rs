//! What surrounds a file: the other files, the project and its manifest, the repository it is in,
//! and how it is written.

mod config;
mod discovery;
mod git;
mod globs;
mod manifest;
mod requirement;
mod roots;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use config::near;
pub use config::{Config, ConfigError, Configs, Given};
pub use discovery::{Discovery, Exclude, discover};
pub use git::{Uncommitted, uncommitted};
pub use globs::Globs;
pub use manifest::{Declared, Manifest, Style};
pub use requirement::{Requirement, anyio_version, python_version};
pub use roots::Roots;
pub use write::{WriteError, may_replace, remove_leftovers, replace, write_whole};
