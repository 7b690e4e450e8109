//! Migrates Python code from `asyncio` to AnyIO.
//!
//! The pipeline is `Source → Ast → SemanticModel → references → Fix | Refusal → Edits → text`; each
//! layer knows those below it and never those above.

pub mod change;
pub mod cli;
pub mod engine;
pub mod finding;
pub mod project;
pub mod report;
pub mod rewrite;
pub mod semantic;
pub mod source;
pub mod syntax;
pub mod transform;

#[path = "../transforms/mod.rs"]
pub mod transforms;
