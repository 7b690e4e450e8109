//! What a module means: its names, values and control flow, by byte range.

mod ast;
mod binding;
mod builtins;
mod callee;
mod collect;
mod depth;
mod effects;
mod exports;
mod idioms;
mod imports;
mod kind;
pub mod layout;
mod model;
mod nodes;
mod objects;
mod parts;
pub mod punctuation;
mod purity;
mod qualified_name;
mod quoted;
mod reaching;
mod reference;
mod resolve;
mod scope;
mod strings;
pub mod structure;
mod symbols;
#[cfg(test)]
mod tests;

pub use ast::{Ast, SyntaxError};
pub use binding::{Binding, BindingId, BindingKind};
pub use callee::{Definition, DefinitionKind};
pub use exports::{Export, Exports};
pub use idioms::Tuple;
pub use imports::Import;
pub use model::SemanticModel;
pub use nodes::{NodeId, Nodes};
pub use objects::{CallValue, Creation, Object, Use, UseKind};
pub use parts::parts;
pub use qualified_name::QualifiedName;
pub use reference::{Reference, ReferenceContext};
pub use resolve::Resolution;
pub use scope::{Scope, ScopeId, ScopeKind};
pub use strings::PatchTarget;
