//! What a module means: its names, values and control flow, by byte range.

mod aliases;
mod ast;
mod binding;
mod body;
mod builtins;
mod callee;
mod catching;
mod collect;
mod coroutines;
mod depth;
mod effects;
mod exports;
mod failing;
mod fallback;
mod fate;
mod guarded;
mod handed;
mod handing;
mod handlers;
mod idioms;
mod imports;
mod iteration;
mod keeping;
mod kind;
pub mod layout;
mod leaving;
mod lifetime;
mod logical_lines;
mod managers;
mod model;
mod nodes;
mod objects;
mod observing;
mod parts;
pub mod punctuation;
mod purity;
mod qualified_name;
mod quoted;
mod reaching;
mod reference;
mod resolve;
mod scope;
mod sequence;
mod settling;
mod sign;
mod spread;
mod starting;
mod strings;
pub mod structure;
mod symbols;
mod task_attribute;
mod task_uses;
mod tenure;
#[cfg(test)]
mod tests;
mod tries;
mod turn;
mod unwinding;

pub use aliases::Aliases;
pub use ast::{Ast, SyntaxError};
pub use binding::{Binding, BindingId, BindingKind};
pub use body::{Body, Return};
pub use callee::{Definition, DefinitionKind};
pub use catching::Catching;
pub use coroutines::Making;
pub use exports::{Export, Exports};
pub use failing::Failing;
pub use fallback::Fallback;
pub use fate::Fate;
pub use handed::Passed;
pub use handing::{Gap, Handing, Supply, Unreached};
pub use handlers::Waits;
pub use idioms::{SoleAssignment, Tuple};
pub use imports::Import;
pub use iteration::{Counter, Iteration};
pub use keeping::{Keeping, Needed};
pub use lifetime::{Life, Lifetime};
pub use managers::Item;
pub use model::SemanticModel;
pub use nodes::{NodeId, Nodes};
pub use objects::{
    CallSite, CallValue, Creation, Held, HeldKind, Inflow, Inlet, Instances, Lost, Member,
    MemberCall, MemberUse, Object, OutsideKind, OutsideOwner, OutsideUse, TaskUse, Tasks, Use,
    UseKind,
};
pub use observing::Observer;
pub use parts::parts;
pub use qualified_name::QualifiedName;
pub use reference::{Reference, ReferenceContext};
pub use resolve::Resolution;
pub use scope::{Scope, ScopeId, ScopeKind};
pub use settling::{Settling, Told, Wait, Waited};
pub use spread::{Mapped, Spread};
pub use strings::PatchTarget;
pub use task_attribute::{Forgets, Strange, TaskAttribute};
pub use tenure::Tenure;
pub use tries::Tried;
pub use turn::Turn;
pub use unwinding::{
    Awaited, Block, Entered, Files, Library, Obstacle, ObstacleKind, Place, Summary,
};
