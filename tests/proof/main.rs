//! Proof that a migration is right: what it writes, what it says of it, and what it leaves alone.
//!
//! The first run makes a virtual environment for the Python programs, which takes a minute.

mod accounting;
mod behaviour;
mod cases;
mod docs;
mod real;
mod registry;
mod support;
