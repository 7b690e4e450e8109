//! The layer as a whole: snippets and what they become.

mod composing;
mod imports;
mod library;
mod marked;
mod nesting;
mod parentheses;
mod wrapping;

use marked::{Marked, becomes, fails};
